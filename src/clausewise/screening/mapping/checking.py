"""Holds the columns that a mapping names against those that the tables of a registry have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from clausewise.errors import Diagnostic, MappingError, did_you_mean
from clausewise.screening.mapping.model import RegistryMapping, TableKind


def check_columns(mapping: RegistryMapping, columns: Mapping[TableKind, Sequence[str]]) -> None:
    """Refuse columns that the tables have not, each where the mapping names it first.

    Raises: MappingError.
    """
    found = []
    for table in mapping.tables:
        there = columns.get(table.kind)
        missing = [] if there is None else [column for column in table.columns if column not in there]
        for column in missing:
            place = table.places.get(column, table.place)
            found.append(Diagnostic(f"{table.source} has no column {column}", place, _near_column(column, there or ())))
    either = [*columns.get(TableKind.HOUSEHOLDS, ()), *columns.get(TableKind.MEMBERS, ())]
    for one in mapping.receiving:
        if one.column not in either:
            message = f"neither households nor members have a column {one.column}"
            found.append(
                Diagnostic(message, mapping.receiving_places.get(one.column), _near_column(one.column, either))
            )
    if found:
        raise MappingError(found)


def _near_column(column: str, there: Sequence[str]) -> str:
    return did_you_mean(column, there) or f"there are: {', '.join(there)}"
