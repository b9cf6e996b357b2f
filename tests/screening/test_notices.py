"""Registries whose rows contradict themselves or are hardly possible, and whose office says how words are read.

The same on every engine: counted beside the verdicts, or, when that is asked, put aside with the reason.
"""

from __future__ import annotations

import datetime
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from clausewise.case import read_office
from clausewise.case.notices import NoticeKind
from clausewise.engine import Engine
from clausewise.errors import RequestError
from clausewise.language.model import Pack
from clausewise.screening.figures.summary import Noticed
from clausewise.screening.intake.asked import Asked
from clausewise.screening.intake.one_household import read_household
from clausewise.screening.mapping.reading import read_mapping
from clausewise.screening.runs.elsewhere import run_elsewhere
from clausewise.screening.runs.passes import Wish
from clausewise.screening.runs.screening import Ran, run_screening
from screening.postgresql import database_of, needs_postgresql
from screening.spark import needs_java
from screening.written import write_figures
from specification.written import LABEL, Plan, fact, pack_of, point, rule

DAY = datetime.date(2020, 12, 7)
FACTS = {
    "household.severe": fact(
        "boolean", implied=[{"is": False, "when": {"not": {"if": "household.slight"}}, "why": LABEL}]
    ),
    "household.slight": fact("boolean", implied=[{"is": True, "when": {"if": "household.severe"}, "why": LABEL}]),
    "household.damaged": fact("boolean"),
    "member.age": fact("integer", minimum=0, maximum=130),
    "member.pupil": fact(
        "boolean",
        implied=[{"is": False, "when": {"if": "member.age > 18"}, "why": LABEL}],
        sensible=[{"not": {"all": [{"if": "member.pupil"}, {"if": "member.age < 3"}]}, "why": LABEL}],
    ),
    "office.extended": fact("boolean"),
}
RULES = {
    "aid.slight": rule("aid.slight", "household", {"if": "household.slight"}),
    "aid.pupil": rule("aid.pupil", "member", {"all": [{"if": "member.pupil"}, {"not": {"if": "office.extended"}}]}),
    "aid.wide": rule(
        "aid.wide", "household",
        {"contested": "wide", "text": "给予", "from": "1.1", "strict": {"if": "household.damaged"},
         "generous": {"always": True}},
    ),
}  # fmt: skip
HOUSEHOLDS = "户号,重,轻,损,解读\n甲,是,,否,generous\n乙,是,否,否,strict\n丙,,,,\n"
MEMBERS = "户号,号,岁,学生\n甲,a,20,\n乙,b,2,是\n丙,c,40,是\n"
MAPPING = """\
pack: generated
households:
  from: households.csv
  id: 户号
  facts: {severe: {column: 重}, slight: {column: 轻}, damaged: {column: 损}}
members: {from: members.csv, household: 户号, id: 号, facts: {age: {column: 岁}, pupil: {column: 学生}}}
"""
OFFICE = """\
office: huaxinjie
facts: {extended: [{from: 2019-01-01, until: 2019-12-31, value: true, by: 甲}]}
reads: {wide: [{from: 2020-03-01, value: generous, by: 乙}]}
"""
ENGINES = [
    "polars",
    "duckdb",
    pytest.param("spark", marks=[pytest.mark.long, needs_java]),
    pytest.param("postgresql", marks=needs_postgresql),
]


@cache
def pack() -> Pack:
    return pack_of(Plan(FACTS, {}, RULES, contested={"wide": point("strict", "generous")}))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    registry = tmp_path / "registry"
    registry.mkdir()
    (registry / "households.csv").write_text(HOUSEHOLDS, "utf-8")
    (registry / "members.csv").write_text(MEMBERS, "utf-8")
    (tmp_path / "mapping.yaml").write_text(MAPPING, "utf-8")
    (tmp_path / "office.yaml").write_text(OFFICE, "utf-8")
    return tmp_path


def asked(folder: Path, engine: str = "polars", *, office: bool = False, strict: bool = False) -> Asked:
    if engine == "postgresql":
        (folder / "mapping.yaml").write_text(MAPPING.replace(".csv", ""), "utf-8")
    said = read_office(folder / "office.yaml", pack()) if office else None
    return Asked(pack(), DAY, read_mapping(folder / "mapping.yaml", pack()), strict=strict, office=said)


def screened(folder: Path, engine: str, of: Asked) -> Ran:
    wish = Wish(str(folder / "registry"), of, every=2)
    rest: tuple[Any, ...] = (folder / "out", "en", write_figures, lambda work, done, total: None)
    if engine in ("duckdb", "spark"):
        return run_elsewhere(wish, engine, *rest)  # type: ignore[arg-type]
    if engine == "postgresql":
        with database_of(folder / "registry", "households", "members") as address:
            return run_screening(Wish(address, of, every=2), *rest)
    return run_screening(wish, *rest)


def row_of(folder: Path, *columns: str) -> dict[str, tuple[Any, ...]]:
    frame = pl.read_parquet(folder / "out" / "verdicts.parquet").sort("household")
    return {row[0]: row[1:] for row in frame.select("household", *columns).iter_rows()}


@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_implied_is_screened_and_what_contradicts_it_is_counted(folder: Path, engine: str) -> None:
    ran = screened(folder, engine, asked(folder, engine))
    assert row_of(folder, "aid.slight", "aid.wide", "notices") == {
        "丙": ("undetermined", "undetermined", 1),
        "乙": ("does_not_apply", "undetermined", 3),
        "甲": ("applies", "undetermined", 0),
    }
    figures = ran.summary.figures
    assert figures.noticed == {NoticeKind.CONTRADICTION: Noticed(2, 3), NoticeKind.IMPLAUSIBLE: Noticed(1, 1)}
    assert figures.noticed_of == {
        (NoticeKind.CONTRADICTION, "household.severe"): Noticed(1, 1),
        (NoticeKind.CONTRADICTION, "household.slight"): Noticed(1, 1),
        (NoticeKind.CONTRADICTION, "member.pupil"): Noticed(1, 1),
        (NoticeKind.IMPLAUSIBLE, "member.pupil"): Noticed(1, 1),
    }


@pytest.mark.parametrize("engine", ENGINES[:2])
def test_households_that_are_noticed_are_put_aside_when_that_is_asked(folder: Path, engine: str) -> None:
    ran = screened(folder, engine, asked(folder, strict=True))
    assert row_of(folder, "notices") == {"甲": (0,)}
    assert [(one.table, one.read, one.screened, one.quarantined) for one in ran.summary.tables] == [
        ("households", 3, 1, 2),
        ("members", 3, 1, 2),
    ]
    assert [(one.table, one.column, one.kind, one.rows) for one in ran.summary.reasons] == [
        ("households", None, "goes_along", 1),
        ("households", "轻", "contradiction", 1),
        ("households", "重", "contradiction", 1),
        ("members", "学生", "contradiction", 1),
        ("members", "学生", "implausible", 1),
    ]
    aside = pl.read_csv(folder / "out" / "quarantine-members.csv").sort("号")
    assert aside["原因 reasons"].to_list() == [
        "学生: 不像是真的 is hardly possible",
        "学生: 与由其他事实推定的不符 contradicts what other facts imply",
    ]


def test_a_household_has_as_many_notices_as_its_check(folder: Path) -> None:
    of = asked(folder)
    screened(folder, "polars", of)
    with closing(Engine(pack())) as engine:
        for household, (number,) in row_of(folder, "notices").items():
            (folder / household).mkdir()
            case = read_household(of, str(folder / "registry"), household, folder / household)
            assert len(engine.check(case).notices) == number, household


@pytest.mark.parametrize("engine", ENGINES[:3])
def test_what_the_office_says_holds_for_all_households(folder: Path, engine: str) -> None:
    ran = screened(folder, engine, asked(folder, office=True))
    assert row_of(folder, "aid.wide") == {"丙": ("applies",), "乙": ("applies",), "甲": ("applies",)}
    assert ran.summary.office is not None
    assert ran.summary.office.id == "huaxinjie"
    assert [(one.kind.value, one.fact) for one in ran.summary.notices] == [("outdated_office", "office.extended")]
    assert not ran.summary.figures.unknown["office.reads.wide"].households


def test_a_registry_of_several_offices_has_a_column_for_what_they_say(folder: Path) -> None:
    mapping = folder / "mapping.yaml"
    mapping.write_text(MAPPING.replace("损}}", "损}, office.reads.wide: {column: 解读}}"), "utf-8")
    screened(folder, "polars", asked(folder))
    assert row_of(folder, "aid.wide") == {"丙": ("undetermined",), "乙": ("does_not_apply",), "甲": ("applies",)}
    with pytest.raises(RequestError, match=r"reads\.wide is a column of the registry, and an office file is"):
        asked(folder, office=True)


def test_a_household_of_the_registry_is_checked_with_what_the_office_says(folder: Path) -> None:
    case = read_household(asked(folder, office=True), str(folder / "registry"), "乙", folder)
    assert case.values["office.reads.wide"] == "generous"
    assert case.office is not None
    assert case.office.id == "huaxinjie"
