"""Which answers would settle a rule: what is counted comes to what the engine finds once the answer is written in."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from clausewise.case import Case, Member, read_case
from clausewise.case_files import case_files_below
from clausewise.engine import Engine
from clausewise.errors import CaseError
from clausewise.language.facts import FactType, Subject, Value
from clausewise.language.pack import load_pack
from clausewise.language.verdicts import Verdict
from clausewise.packs import find_pack, pack_at_root
from clausewise.screening.engines.settled import count_settled, settling_for
from screening.registries import frames_of
from small_pack import PACK_ID, alter, write_small_pack
from specification import written
from specification.chongqing import chongqing_pack

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
