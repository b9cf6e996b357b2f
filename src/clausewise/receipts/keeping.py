"""Keeps receipts in a folder, each a file of its own that only its owner can read, with every pack once beside them.

A folder holds ID.json for each receipt and packs/DIGEST.zip for each pack. What is read back is believed only as far
as digests and signatures carry it.
"""

from __future__ import annotations

import json
import os
import re
import stat
import tempfile
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from clausewise.classes import dataclass
from clausewise.errors import Diagnostic, InputError, Place, RequestError
from clausewise.language.model import Pack
from clausewise.packs.copies import Files, files_in_copy, pack_digest, zip_of
from clausewise.private_folders import is_own
from clausewise.receipts.canonical import digest_of
from clausewise.receipts.making import JUDGES, receipt_id
from clausewise.records.base import as_data, as_json
from clausewise.records.receipt import RECEIPT_FORMAT, ReceiptRecord

PACKS = "packs"
MOST_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that should be a receipt: the receipt, or why it is broken."""

    path: Path
    id: str
    receipt: ReceiptRecord | None = None
    broken: str | None = None
    data: Any = None
    """What stands in the file, where it is JSON at all."""


def keep_receipt(receipt: ReceiptRecord, folder: Path, pack: Pack, files: Files) -> Path:
    """Write a receipt into a folder, and its pack beside it where it is not there yet; whole or not at all.

    Raises: RequestError where the folder is not this user's own, or cannot be written.
    """
    written = f"{as_json(receipt)}\n".encode()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _refuse_what_is_not_own(folder)
        packs = folder / PACKS
        packs.mkdir(mode=0o700, exist_ok=True)
        _refuse_what_is_not_own(packs)
        copy = packs / f"{pack_digest(pack)}.zip"
        if not _holds(copy, files):
            _write(copy, zip_of(files))
        path = folder / f"{receipt_id(receipt)}.json"
        _write(path, written)
    except OSError as problem:
        name = problem.filename or folder
        raise RequestError(Diagnostic(f"cannot be written: {problem.strerror}", Place(str(name)))) from None
    return path


def _holds(copy: Path, files: Files) -> bool:
    """Whether a kept pack is there, and holds these files."""
    try:
        return not copy.is_symlink() and files_in_copy(copy) == files
    except InputError:
        return False


def erase_facts(kept: Kept) -> bool:
    """Write a receipt again without its facts and their salt, also one that is broken; whether it had any.

    Raises: RequestError where it is no JSON, or cannot be written.
    """
    if not isinstance(kept.data, dict):
        raise RequestError(Diagnostic(f"{kept.broken}: nothing was erased", Place(str(kept.path)), "delete the file"))
    if "facts" not in kept.data:
        return False
    left = {name: part for name, part in kept.data.items() if name != "facts"}
    try:
        written = json.dumps(left, ensure_ascii=False, separators=(",", ":"))
        _write(kept.path, f"{written}\n".encode("utf-8", "surrogatepass"))
    except OSError as problem:
        raise RequestError(Diagnostic(f"cannot be written: {problem.strerror}", Place(str(kept.path)))) from None
    return True


def _refuse_what_is_not_own(folder: Path) -> None:
    if not is_own(folder):
        mend = "name a folder of your own, which is no link"
        raise RequestError(Diagnostic("this folder is somebody else's, or a link", Place(str(folder)), mend))


def _write(path: Path, raw: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")  # only its owner can read it
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(raw)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def receipts_in(paths: Iterable[Path]) -> Iterator[Kept]:
    """The receipts of files and folders, in the order of their names. Raises: RequestError where there is none."""
    for path in paths:
        try:
            found = sorted(path.glob("*.json")) if path.is_dir() else [path]
            if path.is_dir() and not found:
                raise RequestError(Diagnostic("there is no receipt in this folder", Place(str(path))))
        except OSError as problem:
            raise RequestError(Diagnostic(f"cannot be read: {problem.strerror}", Place(str(path)))) from None
        yield from map(read_receipt, found)


def read_receipt(path: Path) -> Kept:
    """One file, held against its digests. Raises: RequestError where there is no such file."""
    try:
        state = path.lstat()
        if not stat.S_ISREG(state.st_mode):
            return Kept(path, path.stem, broken="it is a link, a folder or a device, and no receipt")
        if state.st_size > MOST_BYTES:
            return Kept(path, path.stem, broken="it is too large for a receipt")
        raw = path.read_bytes()
    except OSError as problem:
        raise RequestError(Diagnostic(f"cannot be read: {problem.strerror}", Place(str(path)))) from None
    data = None
    try:
        data = json.loads(raw, object_pairs_hook=_once_each, parse_float=_no_fraction, parse_constant=_no_fraction)
        receipt = _reader().validate_json(json.dumps(data))
        broken = next(_faults(path, receipt, data), None)
    except (ValueError, RecursionError) as problem:
        return Kept(path, path.stem, broken=f"it is no receipt: {str(problem).splitlines()[0]}", data=data)
    return Kept(path, path.stem, None if broken else receipt, broken, data)


def _faults(path: Path, receipt: ReceiptRecord, data: Any) -> Iterator[str]:
    """What of a receipt does not fit together. Raises: ValueError for what canonical JSON cannot hold."""
    decision, own = receipt.decision, receipt_id(receipt)
    if decision.format != RECEIPT_FORMAT:
        yield f"its format is {decision.format}, and this version reads {RECEIPT_FORMAT}"
    if digest_of(data["decision"]) != own:
        yield "its decision holds what no receipt writes"
    if path.stem != own:
        yield f"its decision has the digest {own}, and its file is called otherwise: one of the two was changed"
    if receipt.facts is not None and digest_of(as_data(receipt.facts)) != decision.facts:
        yield "its facts do not have the digest that its decision names"
    if receipt.facts is not None and receipt.facts.stated.get("as_of") != decision.as_of.isoformat():
        yield "its facts are those of another day than its decision"
    names = [finding.name for finding in decision.findings]
    if len(set(names)) < len(names):
        yield "a finding stands in its decision twice"
    if not set(JUDGES) <= set(decision.judges):
        yield "its decision does not name the judges that have to agree"
    if decision.follows is not None and not is_id(decision.follows):
        yield "what it follows is no id of a receipt"
    signature = receipt.signature
    if signature is not None and not (is_id(signature.key) and _SIGNATURE.fullmatch(signature.value)):
        yield "its signature is none"


_ID, _SIGNATURE = re.compile(r"[0-9a-f]{64}"), re.compile(r"[0-9a-f]{128}")


def is_id(written: str) -> bool:
    """Whether something can be the id of a receipt: a SHA-256 in hexadecimal digits."""
    return _ID.fullmatch(written) is not None


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found


def _no_fraction(written: str) -> Any:
    raise ValueError(f"{written} is no whole number")


@cache
def _reader() -> Any:
    # Imported only here: nothing but what reads receipts needs it.
    from pydantic import TypeAdapter

    return TypeAdapter(ReceiptRecord)
