"""CSV files as Parquet: every cell as the text it is, in whatever encoding, separated by comma, semicolon or tab.

Nothing is guessed of what a cell means. A file that cannot be read as it stands is refused with the line where it
cannot; a line without anything in it is no row.
"""

from __future__ import annotations

import codecs
import csv
from pathlib import Path
from typing import IO

import polars as pl

from clausewise.errors import Diagnostic, Place, RequestError, is_of_full_disk
from clausewise.yaml_source import decode

_BLOCK = 1 << 22
_SEPARATORS = ",;\t"
_ROW_GROUP = 100_000


def copy_csv(path: Path, encoding: str, copy: Path, most: int | None = None) -> None:
    """Copy a CSV file, or its first rows, into a Parquet file of texts, which is there only when all of it is.

    Raises: RequestError with file and line.
    """
    text = path
    if not _is_utf8(encoding):
        text = copy.with_suffix(".utf8")
        _transcode(path, encoding, text)
    header, separator = read_header(path, encoding)
    making = copy.with_suffix(".making")
    try:
        scan = pl.scan_csv(
            text, has_header=False, skip_rows=1, schema=dict.fromkeys(header, pl.String()), separator=separator,
            infer_schema=False, n_rows=most, truncate_ragged_lines=False, missing_columns="raise",
            extra_columns="raise",
        )  # fmt: skip
        rows = scan.filter(pl.any_horizontal(pl.all().is_not_null()))
        rows.sink_parquet(making, row_group_size=_ROW_GROUP, maintain_order=True)
        _refuse_short_lines(path, encoding, header, separator, making)
    except pl.exceptions.PolarsError as problem:
        making.unlink(missing_ok=True)
        if is_of_full_disk(problem):
            raise
        raise _explained(path, encoding, header, separator, problem) from None
    making.replace(copy)
    if text != path:
        text.unlink()


def encoding_of(path: Path) -> str:
    """The encoding a file seems to have by how it begins: utf-8, or gb18030 where it is not that."""
    with path.open("rb") as stream:
        begin = stream.read(_BLOCK)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(begin)
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def read_header(path: Path, encoding: str) -> tuple[list[str], str]:
    """The names of a CSV file's columns, and what separates them.

    Raises: RequestError for a file without any, with a name that is empty or stands twice.
    """
    with _opened(path, encoding) as stream:
        try:
            line = stream.readline()
        except UnicodeDecodeError:
            raise _not_so_encoded(path, encoding) from None
    separator = max(_SEPARATORS, key=line.count)
    header = [name.strip() for name in next(csv.reader([line], delimiter=separator), [])]
    place = Place(str(path), 1)
    if not any(header):
        raise RequestError(Diagnostic("the file has no heads of columns", place, "write them in its first line"))
    if "" in header:
        problem = f"column {header.index('') + 1} has no name"
        raise RequestError(Diagnostic(problem, place, "name every column in the first line"))
    twice = next((name for name in header if header.count(name) > 1), None)
    if twice is not None:
        raise RequestError(Diagnostic(f"two columns are named {twice}", place, "give each a name of its own"))
    return header, separator


def _is_utf8(encoding: str) -> bool:
    return codecs.lookup(encoding).name in ("utf-8", "ascii", "utf-8-sig")


def _opened(path: Path, encoding: str) -> IO[str]:
    try:
        return path.open(encoding="utf-8-sig" if _is_utf8(encoding) else encoding, newline="")
    except OSError as problem:
        raise RequestError(Diagnostic(f"cannot be read: {problem.strerror}", Place(str(path)))) from None


def _transcode(path: Path, encoding: str, text: Path) -> None:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as source, text.open("wb") as target:
            while block := source.read(_BLOCK):
                target.write(decoder.decode(block).encode())
            target.write(decoder.decode(b"", final=True).encode())
    except UnicodeDecodeError:
        text.unlink(missing_ok=True)
        raise _not_so_encoded(path, encoding) from None


def _not_so_encoded(path: Path, encoding: str) -> RequestError:
    """Says in which line a file stops being what its encoding says."""
    raw = path.read_bytes()
    if _is_utf8(encoding):
        # The one reader of our own files knows how to say it.
        try:
            decode(raw, str(path), RequestError)
        except RequestError as problem:
            (said,) = problem.diagnostics
            mend = "write encoding: gb18030 for this table in the mapping, or save the file as UTF-8"
            return RequestError(Diagnostic(said.message, said.place, mend))
    try:
        raw.decode(encoding)
    except UnicodeDecodeError as problem:
        line = raw[: problem.start].count(b"\n") + 1
        mend = "write the file's encoding for this table in the mapping"
        return RequestError(Diagnostic(f"the file is not {encoding}", Place(str(path), line), mend))
    return RequestError(Diagnostic("the file cannot be read as text", Place(str(path))))


def _refuse_short_lines(path: Path, encoding: str, header: list[str], separator: str, copy: Path) -> None:
    """Refuse a line with too few cells, which would read as one whose last cells are empty. Raises: RequestError."""
    if pl.scan_parquet(copy).select(pl.col(header[-1]).null_count()).collect().item():
        fault = _first_fault(path, encoding, len(header), separator)
        if fault is not None:
            copy.unlink()
            raise RequestError(fault)


def _explained(
    path: Path, encoding: str, header: list[str], separator: str, problem: pl.exceptions.PolarsError
) -> RequestError:
    """Says which line a file stops at, by reading it again, slowly."""
    try:
        fault = _first_fault(path, encoding, len(header), separator)
    except UnicodeDecodeError:
        return _not_so_encoded(path, encoding)
    said = f"cannot be read as CSV: {str(problem).splitlines()[0]}"
    return RequestError(fault or Diagnostic(said, Place(str(path))))


def _first_fault(path: Path, encoding: str, columns: int, separator: str) -> Diagnostic | None:
    line = 1
    try:
        with _opened(path, encoding) as stream:
            reader = csv.reader(stream, delimiter=separator, strict=True)
            next(reader, None)
            for cells in reader:
                if cells and len(cells) != columns:
                    said = f"the line has {len(cells)} cells, and there are {columns} columns"
                    mend = "put a cell that holds the separator in quotation marks"
                    return Diagnostic(said, Place(str(path), reader.line_num), mend)
                line = reader.line_num
    except csv.Error as fault:
        mend = "look for a quotation mark that is not closed"
        return Diagnostic(f"cannot be read as CSV from here on: {fault}", Place(str(path), line + 1), mend)
    return None
