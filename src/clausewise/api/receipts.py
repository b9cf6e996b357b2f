"""Receipts from Python: kept, read, verified, made again."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from clausewise.api.reported import WIDTH, Reported, printed
from clausewise.language.labels import Label, Language
from clausewise.receipts.keeping import Kept, keep_receipt, receipts_in
from clausewise.receipts.making import receipt_id, without_facts
from clausewise.records import receipt as records

if TYPE_CHECKING:
    from clausewise.api.packs import Pack

Paths = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]


class Receipt(Reported):
    """What was decided of a household, by what, and on which facts. It holds no name of anybody."""

    def __init__(self, record: records.ReceiptRecord, pack: Pack) -> None:
        self._record, self._pack = record, pack

    @property
    def record(self) -> records.ReceiptRecord:
        """The receipt as frozen data."""
        return self._record

    @property
    def id(self) -> str:
        """The SHA-256 of its canonical decision: what is signed, and what a later receipt follows."""
        return receipt_id(self._record)

    def signed(self, key: str | os.PathLike[str]) -> Receipt:
        """The receipt signed with an Ed25519 key, a private key in PEM. Raises: RequestError."""
        from clausewise.receipts.signing import read_signing_key, sign

        return Receipt(sign(self._record, read_signing_key(Path(key))), self._pack)

    def erased(self) -> Receipt:
        """The receipt without its facts and their salt; its id and its signature stay."""
        return Receipt(without_facts(self._record), self._pack)

    def keep(self, folder: str | os.PathLike[str]) -> Path:
        """Write it into a folder of its owner's, with its pack beside it; where it lies. Raises: RequestError."""
        return keep_receipt(self._record, Path(folder), self._pack.model, self._pack.files)

    def to_text(self, lang: Language = "en", width: int = WIDTH) -> str:
        """Its id, its day, and what applied."""
        decision = self._record.decision
        lines = [f"{self.id}  {decision.pack}  {decision.as_of}"]
        lines += [f"  {one.name}" for one in decision.findings if one.verdict.value == "applies"]
        return "\n".join(lines) + "\n"

    def __repr__(self) -> str:
        return f"<Receipt {self.id[:12]}>"


class Replayed(Reported):
    """Receipts that were made again."""

    def __init__(self, record: records.ReplayRecord) -> None:
        self._record = record

    @property
    def record(self) -> records.ReplayRecord:
        """As `clausewise replay --format json` writes it."""
        return self._record

    @property
    def receipts(self) -> tuple[records.ReplayedReceipt, ...]:
        """What became of each."""
        return self._record.receipts

    def to_text(self, lang: Language = "en", width: int = WIDTH) -> str:
        """As `clausewise replay` prints it."""
        from clausewise.report.replay_text import print_replay

        return printed(lambda console: print_replay(console, self._record, lang), width)

    def __repr__(self) -> str:
        counts = ", ".join(f"{number} {outcome}" for outcome, number in self._record.counts.items())
        return f"<Replayed: {counts}>"


def replay(receipts: Paths, *, now: Pack | None = None, office: str | os.PathLike[str] | None = None) -> Replayed:
    """Receipts of files or folders made again: under their own pack, or with `now` decided anew under that one.

    `office` is an office file, in place of what the office said then. Raises: RequestError, OfficeError.
    """
    from clausewise.case import read_office
    from clausewise.receipts.finding_packs import Found
    from clausewise.receipts.replaying import replay_receipts

    found = None if now is None else Found(now.model, now.files)
    said = None if office is None else (lambda pack: read_office(Path(office), pack))
    return Replayed(replay_receipts(_kept(receipts), found, said))


def verify(receipts: Paths, *, key: str | os.PathLike[str] | None = None) -> dict[Path, tuple[Label, ...]]:
    """What is wrong with receipts of files or folders, by file; with a public key in PEM each must be signed by it.

    Raises: RequestError.
    """
    from clausewise.receipts.verifying import verify_receipts

    kept = _kept(receipts)
    found = verify_receipts(kept, None if key is None else Path(key))
    return {one.path: problems for one, problems in zip(kept, found, strict=True) if problems}


def _kept(receipts: Paths) -> list[Kept]:
    paths = [receipts] if isinstance(receipts, str | os.PathLike) else receipts
    return list(receipts_in(map(Path, paths)))
