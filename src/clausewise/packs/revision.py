"""Two versions of a pack by what people call them: a folder, or a revision of the git repository one stands in.

A revision's files are taken out of git's archive; nothing is checked out, and the repository stays as it is.
A name that is both a folder and a revision is the folder.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from clausewise.classes import dataclass
from clausewise.errors import Diagnostic, InputError, RequestError, did_you_mean
from clausewise.language.model import Pack
from clausewise.packs import open_pack, packs_at_root
from clausewise.packs.copies import Files, files_in_zip, pack_in


def open_version(name: str, pack_id: str | None) -> Pack:
    """The pack in that folder (rules/ID, or a root that holds policy/ and rules/) or at that git revision.

    `pack_id` says which, where there are several. Raises: RequestError, PackError, DocumentError.
    """
    path = Path(name)
    if path.is_dir():
        return open_pack(str(_rules_folder(path, pack_id)))
    if os.path.lexists(path):
        raise RequestError(Diagnostic(f"{name} is a file", None, "name a folder that holds a pack, or a git revision"))
    return open_pack(pack_id, at=name)


def _rules_folder(path: Path, pack_id: str | None) -> Path:
    """The folder rules/ID that a folder is, or that lies in it. Raises: RequestError."""
    if (path / "pack.yaml").is_file():
        if pack_id is not None and path.resolve().name != pack_id:
            raise RequestError(Diagnostic(f"{path} is not the pack {pack_id}", None, "leave out --pack"))
        return path
    found = packs_at_root(path)
    if not found:
        mend = f"name a folder with policy/ and rules/, a folder rules/ID, or for a revision refs/heads/{path}"
        raise RequestError(Diagnostic(f"there is no pack in the folder {path}", None, mend))
    return found[_choose(found, pack_id, str(path))].rules


def _choose(found: Iterable[str], pack_id: str | None, name: str) -> str:
    """The pack that is meant. Raises: RequestError naming those there are."""
    known = sorted(found)
    if pack_id is None:
        if len(known) == 1:
            return known[0]
        mend = f"name one with --pack: {', '.join(known)}"
        raise RequestError(Diagnostic(f"there are several packs in {name}", None, mend))
    if pack_id not in known:
        mend = did_you_mean(pack_id, known) or f"there are: {', '.join(known)}"
        raise RequestError(Diagnostic(f"there is no pack {pack_id} in {name}", None, mend))
    return pack_id


class _Repository:
    """The git repository around a folder, only ever read."""

    def __init__(self, top: Path) -> None:
        self._top = top

    @classmethod
    def around_here(cls, wanted: str) -> _Repository:
        """That of the current folder; `wanted` is what was asked of it. Raises: RequestError."""
        try:
            done = _git(Path.cwd(), "rev-parse", "--show-toplevel")
        except FileNotFoundError:
            mend = "name a folder that holds a pack, or install git to name a revision"
            raise RequestError(
                Diagnostic(f"there is no folder {wanted}, and git is not installed", None, mend)
            ) from None
        if done.returncode:
            mend = "name a folder that holds a pack, or stand in a git repository to name a revision"
            message = f"there is no folder {wanted}, and git finds no repository here: {_last_line(done.stderr)}"
            raise RequestError(Diagnostic(message, None, mend))
        return cls(Path(os.fsdecode(done.stdout.removesuffix(b"\n"))))

    def commit(self, revision: str) -> str:
        """The id of the commit that a revision names. Raises: RequestError."""
        done = self._run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        if done.returncode:
            mend = "name a folder that holds a pack, or a revision: a branch, a tag, a commit, HEAD~1"
            raise RequestError(Diagnostic(f"there is no folder and no git revision {revision}", None, mend))
        return os.fsdecode(done.stdout).strip()

    def files(self, commit: str) -> list[str]:
        """The paths of all files of a commit, from the repository's top."""
        listed = self._must("ls-tree", "-r", "-z", "--name-only", "--full-tree", commit)
        return [os.fsdecode(one) for one in listed.split(b"\0") if one]

    def archive(self, commit: str, folders: Iterable[str]) -> bytes:
        """These folders of a commit, as a zip file."""
        return self._must("archive", "--format=zip", commit, "--", *(f":(literal,top){one}" for one in folders))

    def commits_of(self, pack_id: str) -> list[str]:
        """The commits that changed a pack, wherever it lay, from the last one back."""
        folders = [f":(glob,top)**/{kind}/{pack_id}/**" for kind in ("policy", "rules")]
        listed = self._must("log", "--format=%H", "--full-history", "--all", "--", *folders)
        return listed.decode().split()

    def places_above(self) -> Iterator[PurePosixPath]:
        """The current folder and those above it, from the repository's top."""
        here, top = Path.cwd().resolve(), self._top.resolve()
        # Where the environment names a repository, one may stand outside it.
        inside = PurePosixPath(here.relative_to(top).as_posix() if here.is_relative_to(top) else ".")
        return iter((inside, *inside.parents))

    def _must(self, *words: str) -> bytes:
        done = self._run(*words)
        if done.returncode:
            raise RequestError(Diagnostic(f"git {words[0]} failed: {_last_line(done.stderr)}"))
        return done.stdout

    def _run(self, *words: str) -> subprocess.CompletedProcess[bytes]:
        return _git(self._top, *words)


def _git(folder: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    """Run git in a folder, asking nobody anything. Raises: FileNotFoundError when there is no git."""
    environment = {**os.environ, "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"}
    return subprocess.run(
        ["git", *words], cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )


def _last_line(said: bytes) -> str:
    lines = said.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else "it does not say why"


def pack_of_revision(revision: str, pack_id: str | None) -> Pack:
    """The pack at a git revision, the only one or that of the id. Raises: RequestError, PackError, DocumentError."""
    chosen, place, files = _files_at(revision, pack_id)
    return pack_in(files, chosen, lambda file: f"{revision}:{file}", place)


def files_at(revision: str, pack_id: str) -> Files:
    """The files of a pack at a git revision, by their paths from the top. Raises: RequestError, PackError."""
    return _files_at(revision, pack_id)[2]


def _files_at(revision: str, pack_id: str | None) -> tuple[str, str, Files]:
    """The id of the pack that is meant, where policy/ and rules/ lie, and its files. Raises: RequestError."""
    repository = _Repository.around_here(revision)
    commit = repository.commit(revision)
    files = repository.files(commit)
    place, known = _nearest_packs(repository, files)
    if not known:
        mend = "name a revision in which rules/ID/pack.yaml stands in this folder or one above it"
        raise RequestError(Diagnostic(f"there is no pack in the revision {revision}", None, mend))
    chosen = _choose(known, pack_id, f"the revision {revision}")
    wanted = [(place / kind / chosen).as_posix() for kind in ("policy", "rules")]
    there = [folder for folder in wanted if any(file.startswith(f"{folder}/") for file in files)]
    # Links come out as files that hold where they lead, so nothing outside the repository is read.
    return chosen, place.as_posix(), files_in_zip(repository.archive(commit, there), revision)


@dataclass(frozen=True)
class RevisionFiles:
    """The files of a pack at a commit."""

    commit: str
    id: str
    place: str
    files: Files

    @property
    def rules_digest(self) -> str:
        """The digest of the rules, as a pack has it."""
        from clausewise.language.pack import digest_of_files

        folder = PurePosixPath(self.place, "rules", self.id)
        rules = {one: raw for one, raw in self.files.items() if PurePosixPath(one).parent == folder}
        return digest_of_files({one: raw for one, raw in rules.items() if one.endswith(".yaml")})

    def pack(self) -> Pack:
        """The pack. Raises: PackError, DocumentError."""
        return pack_in(self.files, self.id, lambda file: f"{self.commit[:12]}:{file}", self.place)


def revisions_of(pack_id: str) -> Iterator[RevisionFiles]:
    """A pack at every commit that changed it, from the last one back; nothing without a repository, or without git."""
    try:
        repository = _Repository.around_here("HEAD")
        commits = repository.commits_of(pack_id)
    except RequestError:
        return
    for commit in commits:
        try:
            files = repository.files(commit)
            place, known = _nearest_packs(repository, files)
            if pack_id in known:
                wanted = [(place / kind / pack_id).as_posix() for kind in ("policy", "rules")]
                archived = files_in_zip(repository.archive(commit, wanted), commit)
                yield RevisionFiles(commit, pack_id, place.as_posix(), archived)
        except InputError:
            continue


def _nearest_packs(repository: _Repository, files: Iterable[str]) -> tuple[PurePosixPath, list[str]]:
    """The ids of the packs that lie nearest to the current folder, at it or above, and where they lie."""
    headers: dict[PurePosixPath, list[str]] = {}
    for file in files:
        path = PurePosixPath(file)
        if path.name == "pack.yaml" and len(path.parts) > 2 and path.parts[-3] == "rules":
            headers.setdefault(path.parents[2], []).append(path.parts[-2])
    for place in repository.places_above():
        if place in headers:
            return place, headers[place]
    return PurePosixPath(), []
