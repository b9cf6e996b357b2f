"""Sheets of workbooks (.xlsx) as Parquet: every cell as the text that a CSV file would have of it.

Read by openpyxl, row by row, with the values that the program which saved the workbook had computed. Where a sheet
shows otherwise than it holds it is refused with its cells: merged cells, formulas that nobody has computed, and numbers
longer than the 15 digits that a sheet keeps. So is a sheet whose rows or cells stand in no order, of which openpyxl
would pass over some.
"""

from __future__ import annotations

import datetime
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import polars as pl

from clausewise.errors import Diagnostic, Place, RequestError, did_you_mean
from clausewise.screening.tables.people_csv import is_for_people, without_guards
from clausewise.screening.tables.text_tables import LONGEST_CELL, check_names, one_line

_AT_ONCE = 50_000
_BLOCK, _LONGEST = 1 << 24, 1 << 16
_SHOWN = 3
_TOO_LONG = 10**15
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}[0-9]{1,7}):([A-Z]{1,3}([0-9]{1,7}))"')
_NOT_COMPUTED = re.compile(
    rb'<(?:\w+:)?c\s[^>]*?r="([A-Z]{1,3}([0-9]{1,7}))"[^>]*>'
    rb"<(?:\w+:)?f(?:\s[^>]*/>|/>|(?:\s[^>]*)?>[^<]*</(?:\w+:)?f>)(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?"
    rb"</(?:\w+:)?c>"
)
_PLACE = re.compile(rb"<(?:\w+:)?(row|c)(?=[\s/>])(?:[^>]*?\sr=[\"']([A-Z]*)([0-9]+)[\"'])?[^>]*>")
_MOST_SHEET_ROWS = 1_048_576
_SAVE_ANEW = "open it in an office program, and save it as .xlsx without a password"
_Row = Sequence[Any]


def sheets_of(path: Path) -> tuple[str, ...]:
    """The names of a workbook's sheets, in their order. Raises: RequestError."""
    with _opened(path) as book:
        return tuple(sheet.title for sheet in book.worksheets)


def copy_sheet(path: Path, sheet: str | None, header_row: int, copy: Path, most: int | None = None) -> tuple[int, ...]:
    """Copy a sheet, or its first rows, into a Parquet file of texts. `sheet` may be None where there is only one.

    The heads stand in row `header_row`; what is above is no part of the table. Returns the places of rows with nothing
    in them, counted from 0 after the head: they are no rows. Raises: RequestError with file, sheet and cells.
    """
    with _opened(path) as book:
        found = _sheet(book, path, sheet)
        _refuse_as_shown(path, found, header_row)
        rows = _rows(path, found, header_row)
        head = _without_last([one_line(_text(value) or "") for value in next(rows, ())])
        check_names(head, Place(str(path), header_row))
        reading = _Reading(f"{path}", found.title, head, header_row)
        frames = [pl.DataFrame(schema=dict.fromkeys(head, pl.String())), *reading.frames(islice(rows, most))]
        reading.refuse()
    whole = pl.concat(frames)
    (without_guards(whole.lazy()).collect() if is_for_people(head) else whole).write_parquet(copy)
    return tuple(reading.blank)


class _Reading:
    """One sheet being read: where its rows with nothing in them stand, and the cells that cannot be used."""

    def __init__(self, path: str, title: str, head: Sequence[str], header_row: int) -> None:
        self.blank: list[int] = []
        self._place, self._title, self._head, self._first = Place(path), title, head, header_row + 1
        self._too_long: list[str] = []
        self._beside: list[str] = []
        self._endless: list[str] = []

    def frames(self, rows: Iterator[_Row]) -> Iterator[pl.DataFrame]:
        """The rows with something in them, some at a time."""
        place = 0
        while some := list(islice(rows, _AT_ONCE)):
            texts = []
            for row in some:
                cells = self._cells(row, place)
                if any(cells):
                    texts.append(cells)
                else:
                    self.blank.append(place)
                place += 1
            yield pl.DataFrame(texts, schema=dict.fromkeys(self._head, pl.String()), orient="row")
        # Programs keep rows at the end that somebody once looked at.
        while self.blank and self.blank[-1] == place - 1:
            place = self.blank.pop()

    def _cells(self, row: _Row, place: int) -> list[str | None]:
        cells = [_text(value) for value in row]
        for at, value in enumerate(row):
            if isinstance(value, int | float) and abs(value) >= _TOO_LONG:
                self._too_long.append(self._cell(at, place))
        self._endless += [self._cell(at, place) for at, text in enumerate(cells) if text and len(text) > LONGEST_CELL]
        self._beside += [self._cell(at, place) for at in range(len(self._head), len(cells)) if cells[at]]
        here = cells[: len(self._head)]
        return here + [None] * (len(self._head) - len(here))

    def _cell(self, column: int, place: int) -> str:
        from openpyxl.utils import get_column_letter

        return f"{get_column_letter(column + 1)}{place + self._first}"

    def refuse(self) -> None:
        """Refuse the sheet for all cells that cannot be used. Raises: RequestError."""
        found = []
        if self._too_long:
            problem = "holds numbers of more than 15 digits, of which a sheet keeps 15"
            mend = "take such numbers from their source again, into cells of text"
            found.append(_told(self._place, self._title, self._too_long, problem, mend))
        if self._endless:
            problem = f"has cells of more than {LONGEST_CELL:,} characters"
            found.append(_told(self._place, self._title, self._endless, problem, "shorten them"))
        if self._beside:
            problem = "has cells beside the columns that have heads"
            found.append(
                _told(self._place, self._title, self._beside, problem, "give their columns heads, or empty them")
            )
        if found:
            raise RequestError(found)


def _told(place: Place, title: str, cells: Sequence[str], problem: str, mend: str) -> Diagnostic:
    shown = ", ".join(cells[:_SHOWN]) + (", …" if len(cells) > _SHOWN else "")
    number = "cell" if len(cells) == 1 else f"{len(cells):,} cells:"
    return Diagnostic(f"sheet {title} {problem} — {number} {shown}", place, mend)


def _text(value: Any) -> str | None:
    """What a CSV file would have of a cell; None of an empty one."""
    match value:
        case None | "":
            return None
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer() and abs(value) < _TOO_LONG:
            return str(int(value))
        case datetime.datetime() if value.time() == datetime.time():
            return value.date().isoformat()
    return str(value)


def _without_last(head: list[str]) -> list[str]:
    """The heads without empty ones behind the last."""
    while head and not head[-1]:
        head.pop()
    return head


def _sheet(book: Any, path: Path, sheet: str | None) -> Any:
    titles = [one.title for one in book.worksheets]
    if not titles:
        raise RequestError(Diagnostic("the workbook has no sheet with cells", Place(str(path)), _SAVE_ANEW))
    if sheet is None and len(titles) == 1:
        found = book.worksheets[0]
    elif sheet in titles:
        found = book[sheet]
    else:
        there = ", ".join(titles)
        if sheet is None:
            problem, mend = f"the workbook has {len(titles)} sheets: {there}", "write sheet: … for this table"
        else:
            problem, mend = f"the workbook has no sheet {sheet}", did_you_mean(sheet, titles) or f"there are: {there}"
        raise RequestError(Diagnostic(problem, Place(str(path)), mend))
    # How large a sheet says it is was written by a program that may not have known.
    found.reset_dimensions()
    return found


def _rows(path: Path, sheet: Any, header_row: int) -> Iterator[_Row]:
    """The rows of a sheet from its heads on. Raises: RequestError with the row that openpyxl could not read."""
    rows = iter(sheet.iter_rows(min_row=header_row, values_only=True))
    number = header_row
    while True:
        try:
            row = next(rows, None)
        # What openpyxl stumbles over in a damaged sheet it raises as whatever that led to.
        except Exception as problem:
            raise _no_workbook(path, problem, f"sheet {sheet.title} cannot be read at or after row {number}") from None
        if row is None:
            return
        yield row
        number += 1


class _Order:
    """The places of a sheet's rows and cells as they come, held to the order that a sheet has them in."""

    def __init__(self) -> None:
        self.wrong: list[str] = []
        self.beyond: list[str] = []
        self._row = self._column = 0

    def take(self, found: re.Match[bytes]) -> None:
        """The next row or cell; one that does not say where it is follows the one before."""
        from openpyxl.utils import column_index_from_string, get_column_letter

        what, letters, digits = found.groups()
        if what == b"row":
            number = int(digits or self._row + 1)
            if number > _MOST_SHEET_ROWS:
                self.beyond.append(f"{number}")
            elif number <= self._row:
                self.wrong.append(f"A{number}")
            self._row, self._column = number, 0
            return
        column = column_index_from_string(letters.decode()) if letters else self._column + 1
        if column <= self._column:
            self.wrong.append(f"{get_column_letter(column)}{self._row}")
        self._column = column


def _refuse_as_shown(path: Path, sheet: Any, header_row: int) -> None:
    """Refuse merged cells among heads and rows, of which only the first holds what all show, formulas without what
    they come to, and rows and cells that stand in no order or where no sheet has any. Raises: RequestError."""
    merged: dict[tuple[bytes, bytes], int] = {}
    not_computed: dict[bytes, int] = {}
    order = _Order()
    try:
        for block, known in _blocks(path, sheet._worksheet_path):
            merged |= {(first, last): int(row) for first, last, row in _MERGED.findall(block)}
            not_computed |= {cell: int(row) for cell, row in _NOT_COMPUTED.findall(block)}
            for one in _PLACE.finditer(block):
                if one.end() > known:
                    order.take(one)
    except Exception as problem:
        raise _no_workbook(path, problem) from None
    place, found = Place(str(path)), []
    if order.wrong:
        said = "has rows or cells that stand twice or in no order"
        found.append(_told(place, sheet.title, order.wrong, said, _SAVE_ANEW))
    if order.beyond:
        said = f"sheet {sheet.title} has a row {order.beyond[0]}, and no sheet has more than {_MOST_SHEET_ROWS:,}"
        found.append(Diagnostic(said, place, _SAVE_ANEW))
    in_order = sorted((row, first.decode(), last.decode()) for (first, last), row in merged.items())
    cells = [f"{first}:{last}" for row, first, last in in_order if row >= header_row]
    if cells:
        mend = "undo the merging, and fill in each cell"
        found.append(_told(place, sheet.title, cells, "has merged cells, of which only the first holds anything", mend))
    cells = [cell.decode() for cell, row in not_computed.items() if row >= header_row]
    if cells:
        mend = "open the workbook in an office program and save it there"
        found.append(_told(place, sheet.title, cells, "has formulas that no program has computed", mend))
    if found:
        raise RequestError(found)


def _blocks(path: Path, name: str) -> Iterable[tuple[bytes, int]]:
    """A file of a workbook in blocks, each with the end of the one before it, and how long that is."""
    with zipfile.ZipFile(path) as archive, archive.open(name) as stream:
        before = b""
        while block := stream.read(_BLOCK):
            yield before + block, len(before)
            before = block[-_LONGEST:]


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """A workbook. Raises: RequestError when it is none."""
    try:
        import openpyxl
    except ImportError:
        mend = "pip install 'clausewise[xlsx]', or save the sheet as CSV (UTF-8) and name that"
        problem = "A workbook needs what is not installed: openpyxl"
        raise RequestError(Diagnostic(problem, Place(str(path)), mend)) from None
    try:
        stream = path.open("rb")
    except OSError as problem:
        raise _no_workbook(path, problem) from None
    # Of a workbook's looks, of which openpyxl says that it does not know them all, nothing is wanted. The file is
    # opened here because openpyxl leaves what it refuses open.
    with stream, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
        except Exception as problem:
            raise _no_workbook(path, problem) from None
        try:
            yield book
        finally:
            book.close()


def _no_workbook(path: Path, problem: Exception, said: str = "is no workbook that can be opened") -> RequestError:
    """The refusal of what openpyxl cannot read, whatever it raised."""
    if isinstance(problem, OSError) and problem.strerror:
        return RequestError(Diagnostic(f"cannot be read: {problem.strerror}", Place(str(path))))
    why = str(problem).strip() or type(problem).__name__
    return RequestError(Diagnostic(f"{said}: {why}", Place(str(path)), _SAVE_ANEW))
