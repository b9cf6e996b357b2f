"""Finds the very pack that a receipt was made under, by the digests it names: never by guess, never one like it.

Looks beside the receipt, among the packs in reach, then in the git repository one stands in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import chain
from pathlib import Path

from clausewise.classes import dataclass
from clausewise.engine import Engine
from clausewise.errors import ClausewiseError
from clausewise.language.model import Pack
from clausewise.packs import open_pack, packs_in_reach
from clausewise.packs.copies import Files, files_in_copy, files_of
from clausewise.packs.revision import RevisionFiles, revisions_of
from clausewise.plain import PlainPack
from clausewise.receipts.keeping import PACKS
from clausewise.receipts.making import read_plainly


@dataclass(frozen=True)
class Found:
    """A pack, its files, and what reads them: made once, for all receipts under it."""

    pack: Pack
    files: Files

    @cached_property
    def engine(self) -> Engine:
        """The engine of the pack."""
        return Engine(self.pack)

    @cached_property
    def plain(self) -> PlainPack:
        """The pack as the second judge reads it. Raises: JudgesDiffer."""
        return read_plainly(self.files)


class PackFinder:
    """Finds packs by the digests of their document and rules, each looked for once."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], Found | None] = {}
        self._folders: set[Path] = set()
        self._reach_read = False
        self._revisions: dict[str, Iterator[RevisionFiles]] = {}
        self._seen: list[tuple[str, RevisionFiles]] = []
        self.unreadable: set[str] = set()
        """The digests of rules that are in git, and that this version cannot read."""

    def find(self, pack_id: str, document: str, rules: str, beside: Path) -> Found | None:
        """The pack with these digests; None where it is nowhere. `beside` is the folder that the receipt lies in."""
        key = document, rules
        if self._found.get(key) is None and beside not in self._folders:
            self._folders.add(beside)
            self._keep(self._beside(beside))
        if self._found.get(key) is None and not self._reach_read:
            self._reach_read = True
            self._keep(self._in_reach())
        if self._found.get(key) is None:
            self._keep(self._in_git(pack_id, rules))
        return self._found.setdefault(key, None)

    def _keep(self, packs: Iterable[Found]) -> None:
        for found in packs:
            self._found.setdefault((found.pack.document_digest, found.pack.rules_digest), found)

    def _beside(self, folder: Path) -> Iterator[Found]:
        """The packs that are kept in a folder of receipts; one that cannot be read is none."""
        for path in sorted((folder / PACKS).glob("*.zip")):
            try:
                yield Found(open_pack(str(path)), files_in_copy(path))
            except ClausewiseError:
                continue

    def _in_reach(self) -> Iterator[Found]:
        for folders in packs_in_reach().values():
            try:
                yield Found(open_pack(str(folders.rules)), files_of(folders))
            except ClausewiseError:
                continue

    def _in_git(self, pack_id: str, rules: str) -> Iterator[Found]:
        """A pack at the last commit at which its rules had that digest; none without a repository, or without git."""
        revisions = self._revisions.setdefault(pack_id, revisions_of(pack_id))
        for digest, one in chain(self._seen, self._read_on(revisions)):
            if digest == rules:
                try:
                    yield Found(one.pack(), one.files)
                except ClausewiseError:
                    self.unreadable.add(rules)
                return

    def _read_on(self, revisions: Iterator[RevisionFiles]) -> Iterator[tuple[str, RevisionFiles]]:
        """The revisions that were not read yet: as far back as it takes, and no further."""
        for one in revisions:
            seen = one.rules_digest, one
            self._seen.append(seen)
            yield seen
