"""Packs as their files, in memory: kept as one small zip beside what rests on them, or taken out of git.

A copy is named by the digest of its document and rules, and found again by that alone.
"""

from __future__ import annotations

import hashlib
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from io import BytesIO
from pathlib import Path, PurePosixPath

from clausewise.errors import Diagnostic, PackError, Place, RequestError
from clausewise.language.model import Pack, PackFolders
from clausewise.packs.find import find_pack

Files = Mapping[str, bytes]
"""The files of a pack by their paths below its root: policy/ID/document.yaml, rules/ID/pack.yaml …"""

MOST_BYTES = 64 * 1024 * 1024
# What reading a zip that somebody spoiled ends in.
_NO_ZIP = (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, RuntimeError, EOFError, IndexError, ValueError)
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def pack_digest(pack: Pack) -> str:
    """The SHA-256 of a pack's document and rules: two packs that have the same say the same of every household."""
    return digest_of_pack(pack.document_digest, pack.rules_digest)


def digest_of_pack(document: str, rules: str) -> str:
    """The same of the digests of a document and of rules."""
    return hashlib.sha256(f"{document}\n{rules}\n".encode()).hexdigest()


def files_of(folders: PackFolders) -> Files:
    """The files of a pack in its folders. Raises: PackError, DocumentError where one cannot be read."""
    from clausewise.language.pack import read_pack_files

    read = read_pack_files(folders)
    policy, rules = f"policy/{folders.id}", f"rules/{folders.id}"
    files = {f"{policy}/document.yaml": read.document[1]}
    if read.page is not None:
        files[f"{policy}/source.txt"] = read.page[1]
    return files | {f"{rules}/{Path(file).name}": raw for file, raw in read.rules.items()}


def files_of_pack(pack: Pack, name: str | None) -> Files:
    """The files of a pack that was opened by a name. Raises: RequestError where they were changed since."""
    from clausewise.language.pack import digest_of_files

    is_copy = name is not None and name.endswith(".zip")
    files = files_in_copy(Path(str(name))) if is_copy else files_of(find_pack(name or pack.id))
    rules = {one: raw for one, raw in files.items() if PurePosixPath(one).parts[0] == "rules"}
    document = hashlib.sha256(files.get(f"policy/{pack.id}/document.yaml", b"")).hexdigest()
    if (digest_of_files(rules), document) != (pack.rules_digest, pack.document_digest):
        raise RequestError(Diagnostic(f"the files of {pack.id} changed while they were used", None, "load it again"))
    return files


def zip_of(files: Files) -> bytes:
    """The files as a zip."""
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(files):
            archive.writestr(zipfile.ZipInfo(path, _LONG_AGO), files[path], zipfile.ZIP_DEFLATED, compresslevel=9)
    return written.getvalue()


def files_in_zip(raw: bytes, called: str) -> Files:
    """The files of a zip, by their paths in it; `called` is what it is called in messages. Raises: PackError."""
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            if sum(one.file_size for one in archive.infolist()) > MOST_BYTES:
                limit = MOST_BYTES // (1024 * 1024)
                raise PackError(Diagnostic("this holds too much for a pack", Place(called), f"at most {limit} MB"))
            return {one.filename: archive.read(one) for one in archive.infolist() if not one.is_dir()}
    except _NO_ZIP as problem:
        raise PackError(Diagnostic(f"this is no kept pack: {problem}", Place(called))) from None


def files_in_copy(path: Path) -> Files:
    """The files of a zip that was kept. Raises: RequestError, PackError."""
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode) or state.st_size > MOST_BYTES:
            raise PackError(Diagnostic("this is no kept pack", Place(str(path)), "name a zip of a pack"))
        return files_in_zip(path.read_bytes(), str(path))
    except OSError as problem:
        raise RequestError(Diagnostic(f"cannot be read: {problem.strerror}", Place(str(path)))) from None


def open_copy(path: Path) -> Pack:
    """The pack in a zip that was kept. Raises: RequestError, PackError, DocumentError."""
    files = files_in_copy(path)
    ids = sorted({PurePosixPath(one).parts[1] for one in files if PurePosixPath(one).match("rules/*/pack.yaml")})
    if len(ids) != 1:
        raise PackError(Diagnostic("this is no kept pack", Place(str(path)), "it holds rules/ID/pack.yaml of one pack"))
    return pack_in(files, ids[0], lambda file: f"{path}:{file}")


def pack_in(files: Files, pack_id: str, called: Callable[[str], str], place: str = "") -> Pack:
    """The pack of that id among files, below a place in them; `called` tells what a file is called in messages.

    Raises: PackError, DocumentError.
    """
    # Imported only here: a pack in a folder may have been read before, and then nothing reads it again.
    from clausewise.language.pack import PackFiles, check_file_names, examine_pack

    policy, rules = (_below(files, str(PurePosixPath(place, kind, pack_id))) for kind in ("policy", "rules"))
    found = check_file_names(map(called, rules.values()), called(str(PurePosixPath(place, "rules", pack_id))))
    if "document.yaml" not in policy:
        found.append(Diagnostic("there is no such file", Place(called(f"policy/{pack_id}/document.yaml"))))
    if found:
        raise PackError(found)
    page = policy.get("source.txt")
    document = policy["document.yaml"]
    pack, wrong = examine_pack(
        PackFiles(
            PackFolders(pack_id, Path(), Path(), Path()),
            (called(document), files[document]),
            {called(file): files[file] for name, file in rules.items() if name.endswith(".yaml")},
            None if page is None else (called(page), files[page]),
        )
    )
    if pack is None or wrong:
        raise PackError(wrong)
    return pack


def _below(files: Iterable[str], folder: str) -> dict[str, str]:
    """The files directly in a folder, by their bare names."""
    return {PurePosixPath(one).name: one for one in files if str(PurePosixPath(one).parent) == folder}
