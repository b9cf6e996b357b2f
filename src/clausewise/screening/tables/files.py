"""Which files the tables of a registry lie in: one file, a folder of them, those that a pattern names, or a list.

Nothing is read here but names. What a table cannot be read from is refused in a sentence that helps.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path

from clausewise.errors import Diagnostic, Place, RequestError, did_you_mean
from clausewise.screening.mapping.model import TableMapping
from clausewise.screening.tables.addresses import shown

_PATTERN = frozenset("*?[")
_OLD_WORKBOOKS = (".xls", ".xlsb", ".et", ".ods", ".wps")
_BESIDE_RESULTS = ("summary.json", "comparison.json")
"""Beside one of these stands what a screening, or a comparison, wrote."""
NAME_ANOTHER = "name a file that ends in .csv, .xlsx or .parquet"


class FileKind(StrEnum):
    """What a file is by the end of its name."""

    TEXT = "text"
    WORKBOOK = "workbook"
    PARQUET = "parquet"


_ENDINGS = {
    **dict.fromkeys((".csv", ".tsv", ".txt"), FileKind.TEXT),
    **dict.fromkeys((".xlsx", ".xlsm"), FileKind.WORKBOOK),
    ".parquet": FileKind.PARQUET,
}


_BEGINNINGS = (
    (b"PK\x03\x04", "a workbook (.xlsx) or another archive", FileKind.WORKBOOK),
    (b"\xd0\xcf\x11\xe0", "a workbook of the older form (.xls), or one with a password", None),
)
_AS_IS = "give it the ending of what it is, or save it in an office program as .xlsx without a password"


def kind_of(path: Path) -> FileKind:
    """What a file is; one whose name does not say is Parquet. Raises: RequestError for workbooks of other forms."""
    ending = path.suffix.lower()
    if ending in _OLD_WORKBOOKS:
        problem = f"workbooks that end in {ending} cannot be read here"
        mend = "open it in an office program and save it as .xlsx, or its sheet as CSV (UTF-8), and name that"
        raise RequestError(Diagnostic(problem, Place(str(path)), mend))
    return _ENDINGS.get(ending, FileKind.PARQUET)


def refuse_other_kind(path: Path) -> None:
    """Refuse a file whose first bytes are those of another kind than its name says, as after a renaming.

    Raises: RequestError.
    """
    try:
        with path.open("rb") as stream:
            begin = stream.read(4)
    except OSError as problem:
        raise RequestError(Diagnostic(f"cannot be read: {problem.strerror}", Place(str(path)))) from None
    held = next((what for bytes_, what, kind in _BEGINNINGS if begin == bytes_ and kind is not kind_of(path)), None)
    if held is not None:
        raise RequestError(
            Diagnostic(f"is {held} by its first bytes, and named {path.suffix}", Place(str(path)), _AS_IS)
        )


def is_table(path: Path) -> bool:
    """Whether a file's name says that it holds a table."""
    return path.suffix.lower() in (*_ENDINGS, *_OLD_WORKBOOKS)


def folder_of(registry: str) -> Path:
    """The folder of a registry that is no database. Raises: RequestError when there is none."""
    folder = Path(registry)
    if not folder.is_dir():
        mend = "name a folder with its files, a .duckdb file, or a postgresql:// address"
        raise RequestError(Diagnostic("there is no such registry", Place(shown(registry)), mend))
    return folder


def files_of(folder: Path, mapping: TableMapping) -> dict[Path, str]:
    """The files of a table with the source that names each, in the order of the mapping; those of a folder or a pattern
    by their names.

    Raises: RequestError, with its place in the mapping, for what is not there or stands twice.
    """
    found: dict[Path, str] = {}
    for source in mapping.sources:
        for path in _named(folder, source, mapping):
            if path in found:
                problem = f"{path.name} is named twice: by {found[path]} and by {source}"
                raise RequestError(Diagnostic(problem, mapping.place, "name each file once"))
            refuse_unusable(path)
            found[path] = source
    return found


def files_in(folder: Path) -> tuple[Path, ...]:
    """The files of tables that lie in a folder, by their names.

    Raises: RequestError for one of another kind, of which nobody can tell whether it belongs to the table.
    """
    files = tuple(sorted(path for path in folder.iterdir() if not _is_by_the_way(path)))
    for path in files:
        if kind_of(path) is FileKind.PARQUET and path.suffix.lower() != ".parquet":
            problem = f"{path.name} in this folder of a table is no table"
            raise RequestError(Diagnostic(problem, Place(str(folder)), "move it away, or name the files one by one"))
    if not files:
        raise RequestError(Diagnostic("there is no table in this folder", Place(str(folder)), NAME_ANOTHER))
    return files


def _named(folder: Path, source: str, mapping: TableMapping) -> Iterable[Path]:
    path = folder / source
    try:
        if path.is_dir():
            return files_in(path)
        if path.exists():
            return (path,)
        found = _matching(folder, source) if _PATTERN & set(source) else ()
    except (OSError, ValueError) as problem:
        said = f"{source} cannot be a name: {(isinstance(problem, OSError) and problem.strerror) or problem}"
        raise RequestError(
            Diagnostic(said, mapping.place, 'write a name or a pattern such as "townships/*.csv"')
        ) from None
    if not found:
        raise _not_there(folder, source, mapping)
    for one in found:
        _refuse_strange(one, source, mapping)
    return found


def _matching(folder: Path, source: str) -> list[Path]:
    """The files that a pattern names, but for those in folders that are hidden, as that of a run under way is."""
    found = (one for one in folder.glob(source) if not _is_by_the_way(one))
    return sorted(one for one in found if not any(part.startswith(".") for part in one.relative_to(folder).parts))


def _refuse_strange(path: Path, source: str, mapping: TableMapping) -> None:
    """Refuse what a pattern names beside the registry: results of ours, or files that are no tables.

    Raises: RequestError.
    """
    mend = 'write a narrower pattern, such as "townships/*.csv"'
    if any((path.parent / beside).exists() for beside in _BESIDE_RESULTS):
        problem = f"{source} also names {path}, which is the result of a screening and no part of the registry"
        raise RequestError(Diagnostic(problem, mapping.place, f"{mend}, or keep results out of the registry's folder"))
    if path.suffix and not is_table(path) and not _is_parquet(path):
        problem = f"{source} also names {path}, which is no table"
        raise RequestError(Diagnostic(problem, mapping.place, mend))


def _is_parquet(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return stream.read(4) == b"PAR1"
    except OSError:
        # Why it cannot be read is said where it is read.
        return True


def refuse_unusable(path: Path) -> None:
    """Refuse a link to nothing, of which nobody can tell what it should hold, and a name that is no text.

    Raises: RequestError.
    """
    name = str(path)
    if any("\ud800" <= one <= "\udfff" for one in name):
        shown_name = name.encode("utf-8", "backslashreplace").decode()
        raise RequestError(Diagnostic("the name of this file is not UTF-8", Place(shown_name), "name it anew"))
    if not path.exists():
        raise RequestError(Diagnostic("this is a link to a file that is not there", Place(name), "mend or delete it"))


def _is_by_the_way(path: Path) -> bool:
    """Whether a file is one that programs leave beside those of people: a lock, a mark, a checksum."""
    return path.name.startswith((".", "_", "~$")) or path.is_dir()


def _not_there(folder: Path, source: str, mapping: TableMapping) -> RequestError:
    there = [one.name for one in sorted(folder.iterdir()) if not one.name.startswith(".")]
    mend = did_you_mean(source, there) or f"there are: {', '.join(there) or 'no files'}"
    return RequestError(Diagnostic(f"there is no file {source} in {folder}", mapping.place, mend))


def hold_columns(files: Iterable[tuple[str, Iterable[str]]]) -> None:
    """Refuse files of one table whose columns are not those of the first, whatever order they stand in.

    Takes the name and the columns of each. Raises: RequestError with every file and column.
    """
    found = list(_differences(files))
    if found:
        raise RequestError(found)


def _differences(files: Iterable[tuple[str, Iterable[str]]]) -> Iterator[Diagnostic]:
    first: tuple[str, list[str]] | None = None
    mend = "give all files of a table the same columns"
    for name, columns in files:
        here = list(columns)
        if first is None:
            first = name, here
            continue
        place = Place(name)
        for column in (one for one in first[1] if one not in here):
            yield Diagnostic(f"has no column {column}, which {first[0]} has", place, did_you_mean(column, here) or mend)
        for column in (one for one in here if one not in first[1]):
            yield Diagnostic(f"has a column {column}, which {first[0]} has not", place, mend)
