"""Which answers would settle a rule: what is counted comes to what the engine finds once the answer is written in."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clausewise.case import Case, Member, read_case
from clausewise.case_files import case_files_below
from clausewise.engine import Engine
from clausewise.errors import CaseError, RequestError
from clausewise.language.facts import Fact, FactType, Subject, Value
from clausewise.language.limits import Limits
from clausewise.language.model import Pack
from clausewise.language.pack import load_pack
from clausewise.language.verdicts import Verdict
from clausewise.packs import find_pack, pack_at_root
from clausewise.screening.engines.in_memory import program_for, screen_frames
from clausewise.screening.engines.settled import count_settled, settling_for
from clausewise.screening.engines.slices import screen_slice
from clausewise.screening.rules.columns import BESIDE, EVERYBODY, GHOST, ROW, range_of
from clausewise.screening.rules.dates import EARLIEST, LATEST, day_number
from clausewise.screening.rules.expressions import column_of
from clausewise.screening.rules.graph import Op
from clausewise.screening.rules.program import compile_rules
from clausewise.screening.rules.reading import Known
from screening.registries import as_told, cell, frames_of
from small_pack import PACK_ID, alter, write_small_pack
from specification import written
from specification.chongqing import chongqing_pack
from specification.following import following
from specification.generators import plans, reckoning_plans, with_cases
from specification.written import Plan, case_of, pack_of

Made = tuple[Plan, list[dict[str, Any]]]
Tables = tuple[pl.DataFrame, pl.DataFrame]

DAY = datetime.date(2020, 12, 7)


@pytest.fixture(scope="module")
def chongqing() -> Iterator[Engine]:
    engine = Engine(chongqing_pack())
    yield engine
    engine.close()


def settled(engine: Engine, case: Case) -> dict[str, set[str]]:
    """By fact, the rules that the columns say an answer would settle in one household."""
    frames = frames_of(engine.pack, [case])
    found: dict[str, set[str]] = {}
    for fact, rule, households in count_settled(settling_for(engine.pack, case.as_of, *frames), *frames).iter_rows():
        if rule is not None:
            assert households == 1
            found.setdefault(fact, set()).add(rule)
    return found


def verdicts(engine: Engine, case: Case) -> Mapping[str, Verdict]:
    found: dict[str, Verdict] = {}
    for finding in engine.check(case).findings:
        rule = finding.rule.id
        found[rule] = max(found.get(rule, Verdict.DOES_NOT_APPLY), finding.verdict, key=lambda one: one.code)
    return found


def answered(engine: Engine, case: Case, fact: str, value: Value) -> Case:
    if engine.pack.facts[fact].subject is not Subject.MEMBER:
        return case if fact in case.values else replace(case, values={**case.values, fact: value})
    members = tuple(Member(one.id, {fact: value} | dict(one.values)) for one in case.members)
    return replace(case, members=members)


def settled_by_asking(engine: Engine, case: Case, fact: str) -> set[str]:
    """The rules that are undetermined now, and are not with any value of a truth or a choice."""
    entry = engine.pack.facts[fact]
    values: list[Any] = [True, False] if entry.type is FactType.BOOLEAN else list(entry.values or {})
    now = verdicts(engine, case)
    after = [verdicts(engine, answered(engine, case, fact, value)) for value in values]
    undetermined = {rule for rule, verdict in now.items() if verdict is Verdict.UNDETERMINED}
    return {rule for rule in undetermined if all(one[rule] is not Verdict.UNDETERMINED for one in after)}


@pytest.mark.parametrize("number", range(0, 200, 20))
def test_an_answer_settles_the_rules_that_it_settles_in_the_engine(chongqing: Engine, number: int) -> None:
    case = read_case(case_files_below(find_pack("chongqing-2020").cases)[number], chongqing.pack)
    if not case.members:
        pytest.skip("of members nobody knows nothing can be asked")
    found = settled(chongqing, case)
    for name, fact in chongqing.pack.facts.items():
        if fact.derive is None and fact.type in (FactType.BOOLEAN, FactType.CHOICE):
            try:
                expected = settled_by_asking(chongqing, case, name)
            except CaseError:
                continue
            assert found.get(name, set()) == expected, name


def test_a_birth_date_settles_what_waits_for_an_age_alone(chongqing: Engine) -> None:
    son = Member("son", {"member.orphan": True, "member.meets_housing_criteria": True})
    case = Case(
        "of-an-orphan",
        DAY,
        {"household.area": "urban", "household.meets_housing_criteria": True},
        (son,),
        everybody=True,
    )
    found = settled(chongqing, case)
    assert "housing.urban_orphan" in found["member.birth_date"]
    assert "housing.urban_dibao" not in found["member.birth_date"]


@pytest.mark.parametrize(("limits", "settles"), [(9, True), (10, False)])
def test_a_fact_with_too_many_limits_to_try_is_said_to_settle_nothing(
    tmp_path: Path, limits: int, settles: bool
) -> None:
    write_small_pack(tmp_path)
    each = ", ".join(f"{{if: member.age == {80 + 2 * number}, text: 年满80周岁}}" for number in range(limits))
    rules = tmp_path / "rules" / PACK_ID / "01-age.yaml"
    alter(rules, "{if: member.age >= 80, text: 年满80周岁}", f"any: [{each}]")
    with closing(Engine(load_pack(pack_at_root(tmp_path, PACK_ID)))) as engine:
        case = Case("of-a-grandmother", DAY, {"household.dibao": True}, (Member("grandmother", {}),), everybody=True)
        assert ("member.birth_date" in settled(engine, case)) is settles


STAGES = {"school": written.LABEL, "college": written.LABEL, "none": written.LABEL}
NARROWED = {
    "household.poor": written.fact("boolean"),
    "household.urban": written.fact("boolean"),
    "member.stage": written.fact(
        "choice", values=STAGES,
        implied=[{"is_not": ["college"], "when": {"if": "household.poor"}, "why": written.LABEL}],
    ),
}  # fmt: skip
AT_SCHOOL = {
    "some": "member",
    "any": [
        {"if": 'member.stage == "school"'},
        {"all": [{"if": 'member.stage == "college"'}, {"if": "household.urban"}]},
    ],
}


@pytest.mark.parametrize(("poor", "settles"), [(True, {"the.rule"}), (None, set())])
def test_a_value_that_other_facts_rule_out_is_no_answer(poor: bool | None, settles: set[str]) -> None:
    pack = written.pack_of(written.Plan(NARROWED, {}, {"the.rule": written.rule("the.rule", "household", AT_SCHOOL)}))
    with closing(Engine(pack)) as engine:
        case = Case(
            "of-a-pupil", DAY, {} if poor is None else {"household.poor": poor}, (Member("pupil", {}),), everybody=True
        )
        assert settled(engine, case).get("member.stage", set()) == settles


# ---------------------------------------------------------------- whatever the rules and the registry


def with_unlisted(households: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """The members, and a row of unknowns where there may be others."""
    told = set(members[ROW].to_list())
    everybody = households[EVERYBODY].to_list() if EVERYBODY in households.columns else [True] * households.height
    unlisted = [row for row in range(households.height) if not everybody[row] or row not in told]
    rows = members.with_columns(pl.lit(False).alias(GHOST), pl.lit(False).alias(BESIDE))
    others = pl.DataFrame(
        {ROW: unlisted, GHOST: [True] * len(unlisted), BESIDE: [row in told for row in unlisted]},
        schema={ROW: pl.UInt32, GHOST: pl.Boolean, BESIDE: pl.Boolean},
    )
    return pl.concat([rows, others], how="diagonal").sort(ROW, maintain_order=True)


def tried(pack: Pack, fact: Fact, as_of: datetime.date) -> list[int]:
    """The values that are supposed of a fact, as its column holds them."""
    values = {cell(fact, value) for value in Limits(pack, as_of).values_that_matter(fact.name)}
    if fact.type is FactType.DATE:
        values |= {EARLIEST, LATEST, day_number(as_of)}
    elif fact.type in (FactType.INTEGER, FactType.MONEY):
        values |= set(range_of(fact))
        values = {value for value in values if range_of(fact)[0] <= value <= range_of(fact)[1]}
    return sorted(values) if len(values) <= 40 else []


def settled_by_filling(pack: Pack, as_of: datetime.date, tables: Tables) -> dict[tuple[str, str], int]:
    """By fact and rule, in how many households the rule is undetermined, and is not with any value filled in."""
    households, members = tables[0], with_unlisted(*tables)
    asked = {name: fact for name, fact in pack.facts.items() if fact.is_asked_for_itself and not fact.when_raised}
    kinds = {name: pl.Boolean if fact.type is FactType.BOOLEAN else pl.Int64 for name, fact in asked.items()}
    for name in asked.keys() - set(households.columns) - set(members.columns):
        nothing = pl.lit(None, kinds[name]).alias(name)
        if name.startswith("member."):
            members = members.with_columns(nothing)
        else:
            households = households.with_columns(nothing)
    facts = pack.facts.keys() & {*households.columns, *members.columns}
    program = compile_rules(pack, as_of, Known(frozenset(facts), open_lists=True))

    def undetermined(households: pl.DataFrame, members: pl.DataFrame) -> dict[str, pl.Series]:
        made = screen_slice(program, households, members, 0).households

        def truth(step: int) -> pl.Series:
            if program.graph[step].op is Op.CONSTANT:
                return pl.Series([bool(program.graph[step].value)] * households.height, dtype=pl.Boolean)
            return made[column_of(program.graph, step)]

        return {rule: truth(possible) & ~truth(proved) for rule, (proved, possible) in program.verdicts.items()}

    now = undetermined(households, members)
    found: dict[tuple[str, str], int] = {}
    for name, fact in asked.items():
        settled = now
        values = tried(pack, fact, as_of)
        for value in values:
            answer = pl.lit(bool(value) if fact.type is FactType.BOOLEAN else value)
            filled = pl.col(name).fill_null(answer)
            if fact.subject is Subject.MEMBER:
                after = undetermined(households, members.with_columns(pl.when(BESIDE).then(name).otherwise(filled)))
            else:
                after = undetermined(households.with_columns(filled), members)
            settled = {rule: settled[rule] & ~after[rule] for rule in settled}
        found |= {(name, rule): int(where.sum()) for rule, where in settled.items() if values and where.any()}
    return found


@settings(max_examples=60)
@given(with_cases(plans() | reckoning_plans(), 6) | following(6), st.data())
def test_what_is_counted_on_bits_is_what_filling_in_every_value_comes_to(made: Made, data: st.DataObject) -> None:
    pack = pack_of(made[0])
    cases = [as_told(case_of(pack, one)) for one in made[1]]
    as_of = cases[0].as_of
    households, members = frames_of(pack, [replace(one, id=f"{at}") for at, one in enumerate(cases)])
    dropped = data.draw(st.sets(st.sampled_from(sorted(pack.facts))), label="columns that the registry does not have")
    tables = households.drop(dropped, strict=False), members.drop(dropped, strict=False)
    try:
        expected = settled_by_filling(pack, as_of, tables)
    except RequestError:
        # What nobody gives cannot be given exactly together with all the rest.
        return
    found = count_settled(settling_for(pack, as_of, *tables), *tables)
    counted = {(fact, rule): number for fact, rule, number in found.iter_rows() if rule is not None}
    narrowed = {name for name, fact in pack.facts.items() if any(one.ruled_out for one in fact.implied)}
    assert {key: number for key, number in counted.items() if key[0] not in narrowed} == {
        key: number for key, number in expected.items() if key[0] not in narrowed
    }


FACTORS = {
    "household.acres": written.fact("integer"),
    "household.crops": written.fact("integer"),
    "household.income": written.fact("money"),
    "household.poor": written.fact("boolean"),
}
HARVEST = {"if": "household.acres * household.crops * household.income <= 100"}


def test_numbers_that_nobody_gives_settle_nothing_where_they_are_too_large_together() -> None:
    conditions = {"of.harvest": HARVEST, "of.poor": {"if": "household.poor"}}
    rules = {name: written.rule(name, "household", when) for name, when in conditions.items()}
    pack = written.pack_of(written.Plan(FACTORS, {}, rules))
    households, members = frames_of(pack, [Case("a", DAY, {}, (Member("one", {}),), everybody=True)])
    found = count_settled(settling_for(pack, DAY, households, members), households, members)
    assert found.rows() == [("household.poor", "of.poor", 1), ("household.poor", None, 1)]
    # Nobody is refused for it whose registry can be screened.
    screened = screen_frames(program_for(pack, DAY, households, members), households, members)
    assert screened.count("of.harvest") == {"does_not_apply": 0, "undetermined": 1, "applies": 0}
