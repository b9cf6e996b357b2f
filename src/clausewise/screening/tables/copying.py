"""Files of a table as Parquet: those that are none are copied, once, also when a run that was killed goes on.

Where files of a table are of several kinds, all of them are text: what a cell says is read the same from each.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from clausewise.classes import dataclass
from clausewise.errors import Diagnostic, Place, RequestError, as_of_disk
from clausewise.screening.mapping.model import TableMapping
from clausewise.screening.tables.data_json import read_data, write_data
from clausewise.screening.tables.files import FileKind, kind_of, refuse_other_kind
from clausewise.screening.tables.sealed import made_once
from clausewise.screening.tables.table import Part, Table, has_zone, in_zone, nobody_says_where, parquet_part, table_of
from clausewise.screening.tables.text_tables import copy_csv, fitting, seems_utf8

_COPIED = "copied.json"


@dataclass(frozen=True)
class CopiedRows:
    """What is known of the rows of a file that were copied: the places of blank lines, the number of the first, and
    whether the file seems to be UTF-8 though it was read as something else."""

    blank: tuple[int, ...] = ()
    first: int = 1
    seems_utf8: bool = False


@dataclass(frozen=True)
class _Copied:
    """Of each file in order."""

    files: tuple[CopiedRows, ...]


def open_files(
    mapping: TableMapping,
    name: str,
    files: Mapping[Path, str],
    work: Path,
    digests: Mapping[str, str],
    zone: str | None,
) -> Table:
    """The table that lies in these files, each with the source that names it, and the SHA-256 of each by its name.
    `name` is what people call the table. What becomes text of moments that have a time zone is what the clocks in
    `zone` show.

    Raises: RequestError.
    """
    kinds = [kind_of(file) for file in files]
    if set(kinds) == {FileKind.PARQUET}:
        return table_of(mapping.kind, name, [parquet_part(str(file), file, digests[str(file)]) for file in files])
    folder = made_once(work / mapping.kind.value, functools.partial(_copy_all, mapping, files, zone))
    copied = read_data(folder / _COPIED, _Copied).files
    parts = []
    for at, (file, known) in enumerate(zip(files, copied, strict=True)):
        rows = parquet_part(str(file), folder / _name(at), digests[str(file)]).rows
        parts.append(
            Part(str(file), folder / _name(at), rows, digests[str(file)], known.blank, known.first, known.seems_utf8)
        )
    table = table_of(mapping.kind, name, parts)
    _refuse_garbled(mapping, table)
    return table


def _refuse_garbled(mapping: TableMapping, table: Table) -> None:
    """Refuse a file whose heads are other than the mapping's for being read in an encoding that is not its own.

    Raises: RequestError.
    """
    garbled = next((part.name for part in table.parts if part.seems_utf8), None)
    if garbled is not None and not set(mapping.columns) <= set(table.schema):
        problem = f"is UTF-8 by its bytes, and the mapping says {mapping.encoding}"
        raise RequestError(Diagnostic(problem, Place(garbled), "delete encoding: of this table in the mapping"))


def _name(at: int) -> str:
    return f"{at:06}.parquet"


def _copy_all(mapping: TableMapping, files: Mapping[Path, str], zone: str | None, making: Path) -> None:
    copied = tuple(
        copy_file(mapping.of_source(source), file, making / _name(at), zone=zone)
        for at, (file, source) in enumerate(files.items())
    )
    write_data(making / _COPIED, _Copied(copied))


def copy_file(
    mapping: TableMapping, file: Path, copy: Path, most: int | None = None, zone: str | None = None
) -> CopiedRows:
    """Copy a file, or its first rows, into a Parquet file of texts. Raises: RequestError with file, and line or row."""
    kind = kind_of(file)
    refuse_other_kind(file)
    if kind is FileKind.TEXT:
        encoding = fitting(file, (mapping.encoding, *mapping.encodings_else))
        blank = copy_csv(file, encoding, copy, most, mapping.header_row)
        return CopiedRows(blank, seems_utf8=seems_utf8(file, encoding))
    if kind is FileKind.WORKBOOK:
        # Imported only here: it stands on an extra of its own.
        from clausewise.screening.tables.workbooks import copy_sheet

        blank = copy_sheet(file, mapping.sheet, mapping.header_row, copy, most)
        return CopiedRows(blank, mapping.header_row + 1)
    _copy_as_text(mapping, file, copy, zone)
    return CopiedRows()


def _copy_as_text(mapping: TableMapping, file: Path, copy: Path, zone: str | None) -> None:
    """Copy a Parquet file with every cell as the text that it is written as. Raises: RequestError."""
    part = parquet_part(str(file), file)
    try:
        rows = pl.scan_parquet(part.file, glob=False)
        schema = rows.collect_schema()
        nowhere = [one for one in mapping.facts if zone is None and has_zone(schema.get(one.column))]
        if nowhere:
            raise nobody_says_where(nowhere[0])
        texts = (in_zone(pl.col(one), dtype, zone).cast(pl.String) for one, dtype in schema.items())
        rows.select(texts).sink_parquet(copy, maintain_order=True)
    except pl.exceptions.PolarsError as problem:
        if full := as_of_disk(problem, copy.parent):
            raise full from None
        said = str(problem).splitlines()[0]
        mend = "name files of one kind for each table"
        raise RequestError(
            Diagnostic(f"cannot stand beside files of other kinds: {said}", Place(str(file)), mend)
        ) from None
