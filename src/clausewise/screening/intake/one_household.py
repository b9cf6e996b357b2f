"""One household of a registry, read as a screening reads it, as a case: so that screening and check always agree.

Refused for whatever a screening would put it aside for.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from clausewise.case import Case
from clausewise.errors import CaseError, Diagnostic, Place, RequestError
from clausewise.screening.intake.asked import Asked
from clausewise.screening.intake.faults import refuse_faults
from clausewise.screening.intake.household import case_of_row
from clausewise.screening.intake.placing import scan_ids
from clausewise.screening.intake.problems import PROBLEMS, TABLE
from clausewise.screening.intake.registry import Registry
from clausewise.screening.intake.rows import PERSON
from clausewise.screening.mapping.model import TableKind, TableMapping
from clausewise.screening.rules.columns import HOUSEHOLD, LINE, MEMBER, ROW
from clausewise.screening.tables.addresses import shown
from clausewise.screening.tables.opening import digests_of, open_tables
from clausewise.screening.tables.table import Table, parquet_part, table_of


def read_household(asked: Asked, registry: str, household: str, work: Path) -> Case:
    """The household with that id. `work` is a folder for files that are needed meanwhile, also for the next household.

    Raises: RequestError when there is none; CaseError when its rows cannot be used.
    """
    tables = open_tables(registry, asked.mapping, work, digests_of(registry, asked.mapping))
    # What is made of the rows of one household is nothing to the next.
    with tempfile.TemporaryDirectory(dir=work) as own:
        return _read(asked, registry, household, tables, Path(own))


def _read(asked: Asked, registry: str, household: str, tables: Mapping[TableKind, Table], work: Path) -> Case:
    few = _rows_around(asked, tables, household, work)
    stretch = Registry(asked, few, work).stretch(0)
    rows = stretch.households.with_row_index(ROW).filter(pl.col(HOUSEHOLD) == household).get_column(ROW)
    if not len(rows):
        mend = "write its id as the registry has it"
        raise RequestError(Diagnostic(f"there is no household {household}", Place(shown(registry)), mend))
    own = stretch.problems.filter(pl.col(ROW).is_in(rows.implode()))
    try:
        refuse_faults(_as_in_registry(own, few), tables, aside=False)
    except RequestError as problem:
        raise CaseError(problem.diagnostics) from None
    case = case_of_row(asked.pack, asked.as_of, stretch.households, stretch.members, int(rows[0]))
    return case if asked.office is None else case.of_office(asked.office)


_REGISTRY_LINE = "line in the registry"


def _rows_around(asked: Asked, tables: Mapping[TableKind, Table], household: str, work: Path) -> dict[TableKind, Table]:
    """The tables with no more rows than tell of one household: its own, and those of whoever is in it and elsewhere."""
    mapping = asked.mapping
    ids = [household]
    if mapping.members is not None and mapping.members_once:
        people = scan_ids(tables[TableKind.MEMBERS], mapping.members)
        own = people.filter(pl.col(HOUSEHOLD) == household).collect()
        same = [pl.col(name).is_in(own.get_column(name).drop_nulls().implode()) for name in (MEMBER, PERSON)]
        ids += people.filter(pl.any_horizontal(same)).collect().get_column(HOUSEHOLD).drop_nulls().to_list()
    return {one.kind: _few(tables[one.kind], one, ids, work) for one in mapping.tables}


def _few(table: Table, mapping: TableMapping, ids: Sequence[str], work: Path) -> Table:
    file = work / f"few-{table.kind.value}.parquet"
    there = scan_ids(table, mapping).collect().get_column(HOUSEHOLD).is_in(list(dict.fromkeys(ids))).arg_true()
    scan = table.scan().with_row_index(_REGISTRY_LINE)
    scan.filter(pl.col(_REGISTRY_LINE).is_in(there.implode())).sink_parquet(file)
    return table_of(table.kind, table.name, [parquet_part(table.name, file)], table.zone)


def _as_in_registry(problems: pl.DataFrame, few: dict[TableKind, Table]) -> pl.DataFrame:
    """The same with the lines that rows have in the registry."""
    found = [problems.clear()]
    for (kind,), group in problems.partition_by(TABLE, as_dict=True).items():
        lines = few[TableKind(kind)].scan().select(_REGISTRY_LINE).collect().get_column(_REGISTRY_LINE)
        found.append(group.with_columns(lines.gather(group.get_column(LINE)).cast(pl.UInt32).alias(LINE)))
    return pl.concat(found).select(PROBLEMS.names())
