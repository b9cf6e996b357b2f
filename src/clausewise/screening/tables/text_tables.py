"""CSV files as Parquet: every cell as the text it is, in whatever encoding, separated by comma, semicolon or tab.

Nothing is guessed of what a cell means. A file that cannot be read as it stands is refused with the line where it
cannot; a line without anything in it is no row.
"""

from __future__ import annotations

import codecs
import contextlib
import csv
import itertools
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

import polars as pl

from clausewise.classes import NamedTuple
from clausewise.errors import Diagnostic, Place, RequestError, as_of_disk
from clausewise.screening.tables.people_csv import is_for_people, without_guards
from clausewise.yaml_source import decode

_BLOCK = 1 << 22
_SEPARATORS = ",;\t"
_ROW_GROUP = 100_000
# Over a thousand columns Polars takes minutes to plan what could be left out earlier, and nothing can.
_AS_WRITTEN = pl.QueryOptFlags(predicate_pushdown=False)
_LINE, _NOTHING = "line", "nothing"
_MOST_LINES = 100
"""A head of more lines has a quotation mark that is not closed."""

LONGEST_CELL = 1 << 22
"""A cell that goes on for so many bytes, or in a sheet so many characters, without a separator or the end of a line is
none; one of a sheet holds a hundredth of them."""

_BETWEEN_CELLS = re.compile(rb"[,;\t\r\n]")
_CR_ALONE = re.compile(rb"\r[^\n]")
_BLANK_LINE = re.compile(rb"\n[,;\t]*\r?\n")
_LONGEST_BLANK = 1 << 16


class Head(NamedTuple):
    """The names of a CSV file's columns, what separates them, and how many lines of the file are before its rows."""

    names: list[str]
    separator: str
    lines: int


def copy_csv(path: Path, encoding: str, copy: Path, most: int | None = None, header_row: int = 1) -> tuple[int, ...]:
    """Copy a CSV file, or its first rows, into a Parquet file of texts, which is there only when all of it is.

    The heads stand in line `header_row`; what is above is no part of the table. Returns the places of lines with
    nothing in them, counted from 0 after the head: they are no rows.
    Raises: RequestError with file and line.
    """
    encoding = _encoding_of(path, encoding)
    head = read_header(path, encoding, header_row)
    making, plain = copy.with_suffix(".making"), copy.with_suffix(".utf8")
    try:
        text = _as_polars_reads(path, encoding, head, header_row, plain)
        begins = _blank_begin(text, head.lines)
        scan = pl.scan_csv(
            text, has_header=False, skip_lines=head.lines + begins, schema=dict.fromkeys(head.names, pl.String()),
            separator=head.separator, infer_schema=False, n_rows=most, truncate_ragged_lines=False,
            missing_columns="raise", extra_columns="raise", glob=False,
        )  # fmt: skip
        something = pl.any_horizontal(pl.all().is_not_null())
        rows = scan.filter(something)
        if is_for_people(head.names):
            rows = without_guards(rows)
        rows.sink_parquet(making, row_group_size=_ROW_GROUP, maintain_order=True, optimizations=_AS_WRITTEN)
        _refuse_short_lines(path, encoding, head, header_row, making)
        blank = (*range(begins), *(begins + line for line in _blank_lines(text, scan, ~something)))
    except pl.exceptions.PolarsError as problem:
        # Asked before there is room again.
        full = as_of_disk(problem, copy.parent)
        making.unlink(missing_ok=True)
        if full:
            raise full from None
        raise _explained(path, encoding, head, header_row, problem) from None
    finally:
        plain.unlink(missing_ok=True)
    making.replace(copy)
    return blank


def _as_polars_reads(path: Path, encoding: str, head: Head, header_row: int, plain: Path) -> Path:
    """The file itself, or a copy of it in UTF-8 whose lines all end as Polars has them end. Raises: RequestError."""
    text = path
    if not _is_utf8(encoding):
        _transcode(path, encoding, plain)
        text = plain
    _refuse_endless(path, text)
    if not _holds(text, _CR_ALONE) and _last_byte(text) != b"\r":
        return text
    ended = plain.with_suffix(".ended")
    try:
        with (
            _any_length(),
            _opened(path, encoding) as source,
            ended.open("w", encoding="utf-8", newline="") as target,
        ):
            for cells in csv.reader(source, delimiter=head.separator, strict=True):
                target.write(head.separator.join(map(_quoted, cells)) + "\n")
    except UnicodeDecodeError:
        ended.unlink()
        raise _not_so_encoded(path, encoding) from None
    except csv.Error:
        ended.unlink()
        fault = _first_fault(path, encoding, head, header_row)
        raise RequestError(fault or Diagnostic("cannot be read as CSV", Place(str(path)))) from None
    return ended.replace(plain)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if cell else ""


def _holds(path: Path, wanted: re.Pattern[bytes]) -> bool:
    """Whether a file has such bytes anywhere."""
    with path.open("rb") as stream:
        before = b""
        while block := stream.read(_BLOCK):
            if wanted.search(before + block):
                return True
            before = block[-_LONGEST_BLANK:]
    return False


def _last_byte(path: Path) -> bytes:
    with path.open("rb") as stream:
        stream.seek(max(path.stat().st_size - 1, 0))
        return stream.read()


def _blank_begin(text: Path, lines: int) -> int:
    """How many lines between the head and the first row are empty: Polars would take the first for a row."""
    with text.open("rb") as stream:
        for _ in range(lines):
            stream.readline()
        return sum(1 for _ in itertools.takewhile(lambda line: not line.strip(b"\r\n"), stream))


def _blank_lines(text: Path, scan: pl.LazyFrame, nothing: pl.Expr) -> tuple[int, ...]:
    if not _holds(text, _BLANK_LINE):
        return ()
    # Read a second time only where there may be some, which is seldom.
    lines = scan.select(nothing.alias(_NOTHING)).with_row_index(_LINE).filter(_NOTHING).select(_LINE)
    return tuple(lines.collect(engine="streaming", optimizations=_AS_WRITTEN).get_column(_LINE))


def encoding_of(path: Path) -> str:
    """The encoding a file seems to have by how it begins: utf-8, or gb18030 where it is not that."""
    with path.open("rb") as stream:
        begin = stream.read(_BLOCK)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(begin)
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def seems_utf8(path: Path, encoding: str) -> bool:
    """Whether a file that is to be read in another encoding is UTF-8 by its bytes, with more than ASCII in it."""
    return not _is_utf8(_encoding_of(path, encoding)) and bool(_more_than_ascii(path, "utf-8"))


def fitting(path: Path, encodings: Sequence[str]) -> str:
    """The first of some encodings that all bytes of a file fit, or the last."""
    return next((one for one in encodings[:-1] if _more_than_ascii(path, one) is not None), encodings[-1])


def _more_than_ascii(path: Path, encoding: str) -> bool | None:
    """Whether a file has more than ASCII in it; None where its bytes do not fit an encoding, or cannot be read."""
    decoder, is_more = codecs.getincrementaldecoder(encoding)(), False
    try:
        with path.open("rb") as stream:
            while block := stream.read(_BLOCK):
                is_more = not decoder.decode(block).isascii() or is_more
        decoder.decode(b"", final=True)
    except (OSError, UnicodeDecodeError):
        return None
    return is_more


def read_header(path: Path, encoding: str, row: int = 1) -> Head:
    """The head of a CSV file, whose names stand in line `row`; a name of several lines is one without them.

    Raises: RequestError for a file without any, with a name that is empty or stands twice.
    """
    place = Place(str(path), row)
    with _opened(path, encoding) as stream:
        try:
            for _ in range(row - 1):
                stream.readline()
            line = stream.readline()
            separator = max(_SEPARATORS, key=line.count)
            reader = csv.reader(itertools.chain([line], itertools.islice(stream, _MOST_LINES)), delimiter=separator)
            written = next(reader, [])
        except UnicodeDecodeError:
            raise _not_so_encoded(path, encoding) from None
        except csv.Error as fault:
            raise RequestError(Diagnostic(f"the heads of columns cannot be read: {fault}", place)) from None
    if reader.line_num > _MOST_LINES:
        problem = "the heads of columns do not end"
        raise RequestError(Diagnostic(problem, place, "look for a quotation mark that is not closed"))
    names = [one_line(name) for name in written]
    check_names(names, place)
    return Head(names, separator, row + sum(name.count("\n") for name in written))


def one_line(name: str) -> str:
    """The name of a column without the ends of lines in it."""
    return "".join(part.strip() if at else part.rstrip() for at, part in enumerate(name.strip().splitlines()))


def check_names(names: list[str], place: Place) -> None:
    """Refuse heads of columns of which one is empty or stands twice, or all are. Raises: RequestError."""
    if not any(names):
        raise RequestError(Diagnostic("the file has no heads of columns", place, "write them in its first line"))
    if "" in names:
        problem = f"column {names.index('') + 1} has no name"
        raise RequestError(Diagnostic(problem, place, "name every column in the first line"))
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise RequestError(Diagnostic(f"two columns are named {twice}", place, "give each a name of its own"))


def _encoding_of(path: Path, encoding: str) -> str:
    """The encoding of a file: what it is said to be, or UTF-8 where it begins with the mark of that."""
    with contextlib.suppress(OSError), path.open("rb") as stream:
        return "utf-8" if stream.read(3) == codecs.BOM_UTF8 else encoding
    # Why it cannot be read is said where it is read.
    return encoding


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
        if seems_utf8(path, encoding):
            mend = "it is UTF-8 by its bytes: delete encoding: of this table in the mapping"
        return RequestError(Diagnostic(f"the file is not {encoding}", Place(str(path), line), mend))
    return RequestError(Diagnostic("the file cannot be read as text", Place(str(path))))


def _refuse_short_lines(path: Path, encoding: str, head: Head, header_row: int, copy: Path) -> None:
    """Refuse a line with too few cells, which would read as one whose last cells are empty. Raises: RequestError."""
    if pl.scan_parquet(copy, glob=False).select(pl.last().null_count()).collect().item():
        fault = _first_fault(path, encoding, head, header_row)
        if fault is not None:
            copy.unlink()
            raise RequestError(fault)


def _refuse_endless(path: Path, text: Path) -> None:
    """Refuse a file with a cell so long that nothing else should be tried with it; `text` is the file in UTF-8.

    Raises: RequestError.
    """
    line = 1
    with text.open("rb") as stream:
        while block := stream.read(LONGEST_CELL):
            if len(block) == LONGEST_CELL and not _BETWEEN_CELLS.search(block):
                mend = "shorten it, or see whether this is a CSV file at all"
                raise RequestError(Diagnostic("a cell has more than 4,194,304 bytes", Place(str(path), line), mend))
            line += block.count(b"\n")


@contextlib.contextmanager
def _any_length() -> Iterator[None]:
    """Let Python's reader take cells of any length, as Polars does."""
    before = csv.field_size_limit(2**31 - 1)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _explained(
    path: Path, encoding: str, head: Head, header_row: int, problem: pl.exceptions.PolarsError
) -> RequestError:
    """Says which line a file stops at, by reading it again, slowly."""
    try:
        fault = _first_fault(path, encoding, head, header_row)
    except UnicodeDecodeError:
        return _not_so_encoded(path, encoding)
    said = f"cannot be read as CSV: {str(problem).splitlines()[0]}"
    stray = _stray_mark(path, encoding, head.separator)
    return RequestError(fault or stray or Diagnostic(said, Place(str(path))))


def _stray_mark(path: Path, encoding: str, separator: str) -> Diagnostic | None:
    """The first line with a quotation mark inside a cell that does not begin with one."""
    inside = re.compile(rf'(?:^|{separator})[^"{separator}\r\n][^{separator}"\r\n]*"')
    with _opened(path, encoding) as stream:
        for line, text in enumerate(stream, 1):
            if inside.search(text):
                mend = 'put the whole cell in quotation marks, and write "" for each of those in it'
                return Diagnostic("a quotation mark stands inside a cell", Place(str(path), line), mend)
    return None


def _first_fault(path: Path, encoding: str, head: Head, header_row: int) -> Diagnostic | None:
    above = line = header_row - 1
    try:
        with _any_length(), _opened(path, encoding) as stream:
            for _ in range(above):
                stream.readline()
            reader = csv.reader(stream, delimiter=head.separator, strict=True)
            next(reader, None)
            for cells in reader:
                if cells and len(cells) != len(head.names):
                    said = f"the line has {len(cells)} cells, and there are {len(head.names)} columns"
                    mend = "put a cell that holds the separator in quotation marks"
                    return Diagnostic(said, Place(str(path), above + reader.line_num), mend)
                line = above + reader.line_num
    except csv.Error as fault:
        mend = "look for a quotation mark that is not closed"
        return Diagnostic(f"cannot be read as CSV from here on: {fault}", Place(str(path), line + 1), mend)
    return None
