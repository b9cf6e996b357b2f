"""Keeps receipts in a folder, each a file of its own that only its owner can read, with every pack once beside them.

A folder holds ID.json for each receipt and packs/DIGEST.zip for each pack. What is read back is believed only as far
as digests and signatures carry it.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from clausewise.errors import Diagnostic, Place, RequestError
from clausewise.language.model import Pack
from clausewise.packs.copies import Files, pack_digest, zip_of
from clausewise.private_folders import is_own
from clausewise.receipts.canonical import digest_of
from clausewise.receipts.making import receipt_id
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


def keep_receipt(receipt: ReceiptRecord, folder: Path, pack: Pack, files: Files) -> Path:
    """Write a receipt into a folder, and its pack beside it where it is not there yet; whole or not at all.

    Raises: RequestError where the folder is not this user's own, or cannot be written.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _refuse_what_is_not_own(folder)
        packs = folder / PACKS
        packs.mkdir(mode=0o700, exist_ok=True)
        _refuse_what_is_not_own(packs)
        copy = packs / f"{pack_digest(pack)}.zip"
        if not copy.exists():
            _write(copy, zip_of(files))
        path = folder / f"{receipt_id(receipt)}.json"
        _write(path, f"{as_json(receipt)}\n".encode())
    except OSError as problem:
        name = problem.filename or folder
        raise RequestError(Diagnostic(f"cannot be written: {problem.strerror}", Place(str(name)))) from None
    return path


def rewrite_receipt(receipt: ReceiptRecord, path: Path) -> None:
    """Write a receipt again where it stands. Raises: RequestError."""
    try:
        _write(path, f"{as_json(receipt)}\n".encode())
    except OSError as problem:
        raise RequestError(Diagnostic(f"cannot be written: {problem.strerror}", Place(str(path)))) from None


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
        if path.stat().st_size > MOST_BYTES:
            return Kept(path, path.stem, broken="it is too large for a receipt")
        raw = path.read_bytes()
    except OSError as problem:
        raise RequestError(Diagnostic(f"cannot be read: {problem.strerror}", Place(str(path)))) from None
    try:
        data = json.loads(raw, object_pairs_hook=_once_each, parse_float=_no_fraction, parse_constant=_no_fraction)
        receipt = _reader().validate_json(json.dumps(data))
    except (ValueError, RecursionError) as problem:
        return Kept(path, path.stem, broken=f"it is no receipt: {str(problem).splitlines()[0]}")
    return _held(path, receipt, data)


def _held(path: Path, receipt: ReceiptRecord, data: Any) -> Kept:
    """A receipt whose parts fit one another, or what does not fit."""
    own, says = receipt_id(receipt), None
    if receipt.decision.format != RECEIPT_FORMAT:
        says = f"its format is {receipt.decision.format}, and this version reads {RECEIPT_FORMAT}"
    elif digest_of(data["decision"]) != own:
        says = "its decision holds what no receipt writes"
    elif path.stem != own:
        says = f"its decision has the digest {own}, and its file is called otherwise: one of the two was changed"
    elif receipt.facts is not None and digest_of(as_data(receipt.facts)) != receipt.decision.facts:
        says = "its facts do not have the digest that its decision names"
    return Kept(path, path.stem, None if says else receipt, says)


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
