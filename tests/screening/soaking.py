"""One made-up registry on every engine and in every form: each row is accounted for, each verdict that of a check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import adbc_driver_postgresql.dbapi as postgresql
import pyarrow.parquet as pq

from clausewise.case import read_case_bytes
from clausewise.engine import Engine
from clausewise.language.model import Pack
from clausewise.screening.figures.summary import NOTICED_KINDS, Reason
from clausewise.screening.intake.asked import Asked
from clausewise.screening.runs.elsewhere import EngineName, run_elsewhere
from clausewise.screening.runs.passes import Wish
from clausewise.screening.runs.screening import Ran, run_screening
from screening.dirty import Drawn, Home, Registry, case_of
from screening.dirty_files import FORMS, write_form, write_postgresql
from screening.recount import Line, read_tables, recount
from screening.spoiling import draw_registry
from screening.written import Written, write_figures

Verdicts = dict[tuple[str, str], dict[str, object]]
"""The verdicts of each household (with member "") and of each member."""
Came = tuple[str, Verdicts, tuple[Reason, ...]]
"""What came of a registry: in which form on which engine, the verdicts, and why rows were put aside."""


def drawn_facts(pack: Pack) -> list[Drawn]:
    """The facts of a pack that a registry may have columns for."""
    return [
        Drawn(fact.name, str(fact.type), {name: (label.zh, label.en) for name, label in (fact.values or {}).items()})
        for fact in pack.facts.values()
        if fact.derive is None and str(fact.subject) != "office"
    ]


def attack(
    seed: int, households: int, pack: Pack, folder: Path, *, forms: Sequence[str] = FORMS, every: int = 100,
    engines: Sequence[EngineName] = ("duckdb",), address: str | None = None,
) -> tuple[Registry, Verdicts]:  # fmt: skip
    """Screen a dirty registry in every form by Polars and by these engines, and hold all of it to what is true.

    `address` is a PostgreSQL database that may be written into. Returns the registry and its verdicts.
    """
    registry = draw_registry(seed, households, drawn_facts(pack))
    good = {home.id for home in registry.good}
    came: list[Came] = []
    for form in forms:
        where = write_form(registry, form, folder / form, seed)
        tables = read_tables(folder / form)
        for engine in (None, *engines):
            if engine != "spark" or form != "duckdb":
                name = f"{form} on {engine or 'polars'}"
                came.append(_screened(name, Wish(where, _asked(folder / form), True, every), engine, folder, tables))
    if address is not None:
        write_postgresql(registry, address, folder / "postgresql")
        wish = Wish(address, _asked(folder / "postgresql"), True, every)
        came.append(_screened("postgresql", wish, None, folder, _tables_there(address, registry)))
    _, verdicts, reasons = came[0]
    assert {household for household, _ in verdicts} == good, f"seed {seed}: others are screened than can be"
    for name, others, why in came[1:]:
        assert others == verdicts, f"seed {seed}: {name} comes to other verdicts than {came[0][0]}"
        assert why == reasons, f"seed {seed}: {name} puts rows aside for other reasons than {came[0][0]}"
    return registry, verdicts


def _asked(folder: Path) -> Asked:
    return Written(folder).asked(by=("乡镇",), keep=("备注",))


def _screened(
    name: str, wish: Wish, engine: EngineName | None, folder: Path, tables: Mapping[str, Sequence[Line]]
) -> Came:
    output = folder / f"out of {name}"
    if engine is None:
        ran: Ran = run_screening(wish, output, "en", write_figures, lambda work, done, of: None)
    else:
        ran = run_elsewhere(wish, engine, output, "en", write_figures, lambda work, done, of: None)
    recount(tables, output)
    return name, verdicts_of(output), ran.summary.reasons


def verdicts_of(output: Path) -> Verdicts:
    """The verdicts that stand in the files of a screening."""
    found: Verdicts = {}
    for row in pq.read_table(output / "verdicts.parquet").to_pylist():
        # CSV knows no empty text; elsewhere a column that is carried along may hold one.
        found[row.pop("household"), ""] = {name: "" if cell is None else cell for name, cell in row.items()}
    for row in pq.read_table(output / "members.parquet").to_pylist():
        found[row.pop("household"), row.pop("member").upper()] = row
    return found


def _tables_there(address: str, registry: Registry) -> dict[str, list[Line]]:
    tables = {}
    with postgresql.connect(address) as connection, connection.cursor() as cursor:
        for name in registry.rows:
            cursor.execute(f"select * from {name}")
            tables[name] = list(enumerate(cursor.fetch_arrow_table().to_pylist(), 1))
    return tables


def hold_to_cases(homes: Sequence[Home], verdicts: Verdicts, engine: Engine, pack: Pack) -> int:
    """Hold the verdicts of households to checks of their case files. Returns how many verdicts were held."""
    held = 0
    for home in homes:
        case = read_case_bytes(case_of(home).encode(), f"{home.id}.yaml", pack)
        strongest: dict[str, tuple[int, str]] = {}
        result = engine.check(case)
        told = [one for one in result.notices if one.kind in NOTICED_KINDS]
        assert verdicts[home.id, ""]["notices"] == len(told), f"{home.id}: other notices are counted than a check gives"
        for finding in result.findings:
            rule, verdict = finding.rule.id, finding.verdict
            strongest[rule] = max(strongest.get(rule, (-1, "")), (verdict.code, verdict.value))
            if finding.subject is not None and finding.subject.startswith("m"):
                person = home.people[int(finding.subject.removeprefix("m"))]
                found = verdicts[home.id, person.id.upper()][rule]
                assert found == verdict, f"{home.id} {person.id} {rule}: screened {found}, checked {verdict.value}"
                held += 1
        for rule, (_, verdict_of_home) in strongest.items():
            found = verdicts[home.id, ""][rule]
            assert found == verdict_of_home, f"{home.id} {rule}: screened {found}, checked {verdict_of_home}"
            held += 1
    return held
