"""Words that can be read in two ways: what both readings decide, what the office says, and who has yet to say."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from clausewise.engine import Engine, Finding, Result
from clausewise.engine.turning import find_turnings
from engine.one_rule import FACTS, PARAMETERS, household
from specification.written import LABEL, Plan, case_of, fact, pack_of, point, rule

BOTH = {
    "contested": "repair",
    "text": "给予",
    "strict": {"if": "household.poor"},
    "generous": {"if": "household.housed"},
}
SINCE = datetime.date(2020, 3, 1)
OFFICE_FACTS = {"office.extended": fact("boolean")}


def check(office: dict[str, Any] | None, when: dict[str, Any] | None = None, **facts: Any) -> tuple[Engine, Result]:
    """What is found of a household, of the one rule with both readings."""
    plan = Plan(
        {**FACTS, **OFFICE_FACTS},
        PARAMETERS,
        {"the.rule": rule("the.rule", "household", {"all": [when or BOTH]})},
        contested={"repair": point("strict", "generous")} if when is None else {},
    )
    pack = pack_of(plan)
    engine = Engine(pack)
    return engine, engine.check(case_of(pack, household(**facts) | ({"office": office} if office else {})))


def found(office: dict[str, Any] | None, **facts: Any) -> Finding:
    engine, result = check(office, **facts)
    engine.close()
    return result.by_name["the.rule"]


def reads(value: str, **more: Any) -> dict[str, Any]:
    return {"reads": {"repair": [{"from": SINCE, "value": value, "by": "会议纪要", **more}]}}


@pytest.mark.parametrize(
    ("poor", "housed", "silent", "strict", "generous"),
    [
        (True, True, "applies", "applies", "applies"),
        (False, False, "does_not_apply", "does_not_apply", "does_not_apply"),
        (True, False, "undetermined", "applies", "does_not_apply"),
        (False, True, "undetermined", "does_not_apply", "applies"),
        (None, True, "undetermined", "undetermined", "applies"),
        (None, None, "undetermined", "undetermined", "undetermined"),
    ],
)
def test_both_readings_decide_where_they_agree_and_else_what_the_office_says(
    poor: bool | None, housed: bool | None, silent: str, strict: str, generous: str
) -> None:
    facts = {"poor": poor, "housed": housed}
    assert [str(found(office, **facts).verdict) for office in (None, reads("strict"), reads("generous"))] == [
        silent, strict, generous,
    ]  # fmt: skip


def test_where_the_readings_part_the_office_is_asked_and_who_decides_is_named() -> None:
    finding = found(None, poor=True, housed=False)
    assert [str(one) for one in finding.missing] == ["office.reads.repair"]
    assert [(one.id, one.decides) for one in finding.contested] == [("repair", "office")]


def test_by_the_office_s_reading_only_what_that_reads_is_missing() -> None:
    assert [str(one) for one in found(reads("strict")).missing] == ["household.poor"]
    assert [str(one) for one in found(None).missing] == ["household.poor", "household.housed", "office.reads.repair"]


def test_a_verdict_that_rests_on_the_reading_says_so_with_what_the_other_would_give() -> None:
    (one,) = found(reads("strict"), poor=False, housed=True).rests_on
    assert (one.reading.id, one.other.id, str(one.otherwise)) == ("strict", "generous", "applies")
    assert (one.since, one.by) == (SINCE, "会议纪要")


def test_a_verdict_that_both_readings_give_rests_on_neither() -> None:
    assert found(reads("strict"), poor=True, housed=True).rests_on == ()


def test_an_answer_that_has_ended_is_none_any_more_and_there_is_a_notice() -> None:
    engine, result = check(reads("strict", until=datetime.date(2020, 12, 6)), poor=True, housed=False)
    engine.close()
    assert str(result.by_name["the.rule"].verdict) == "undetermined"
    assert [(one.kind.value, one.fact) for one in result.notices] == [("outdated_office", "office.reads.repair")]


def test_an_answer_that_has_not_begun_is_none_yet() -> None:
    later = {"reads": {"repair": [{"from": datetime.date(2021, 1, 1), "value": "strict", "by": "甲"}]}}
    assert str(found(later, poor=True, housed=False).verdict) == "undetermined"


def test_the_proof_is_one_node_with_both_readings_and_what_the_office_says() -> None:
    (node,) = found(reads("generous"), poor=True, housed=False).because.children
    assert [child.code for child in node.children] == [2, 0, 0]
    assert node.code == 0


def test_a_reading_may_be_always_or_never() -> None:
    when = {"contested": "repair", "text": "给予", "strict": {"always": False}, "generous": {"always": True}}
    plan = Plan(FACTS, {}, {"the.rule": rule("the.rule", "household", when)},
                contested={"repair": point("strict", "generous")})  # fmt: skip
    pack = pack_of(plan)
    engine = Engine(pack)
    verdicts = [str(engine.check(case_of(pack, household() | {"office": office})).by_name["the.rule"].verdict)
                for office in (None, reads("strict"), reads("generous"))]  # fmt: skip
    engine.close()
    assert verdicts == ["undetermined", "does_not_apply", "applies"]


def test_an_office_fact_is_asked_of_the_office_and_read_on_the_day() -> None:
    extended = {"facts": {"extended": [{"from": SINCE, "value": True, "by": "通知"}]}}
    engine, silent = check(None, {"if": "office.extended"})
    engine.close()
    engine, answered = check(extended, {"if": "office.extended"})
    engine.close()
    assert [str(one) for one in silent.by_name["the.rule"].missing] == ["office.extended"]
    assert str(answered.by_name["the.rule"].verdict) == "applies"


def test_what_would_turn_a_finding_may_be_the_reading() -> None:
    engine, result = check(reads("strict"), poor=False, housed=True)
    turnings = find_turnings(engine, result, result.by_name["the.rule"])
    engine.close()
    assert [[(one.fact, one.after) for one in way] for turning in turnings for way in turning.sets] == [
        [("household.poor", (True,))],
        [("office.reads.repair", ("generous",))],
    ]


def test_labels_of_readings_are_those_of_the_pack() -> None:
    pack = pack_of(Plan(FACTS, {}, {"the.rule": rule("the.rule", "household", BOTH)},
                        contested={"repair": point("strict", "generous")}))  # fmt: skip
    assert pack.facts["office.reads.repair"].values == {
        "strict": pack.contested["repair"].reading("strict").name,
        "generous": pack.contested["repair"].reading("generous").name,
    }
    assert pack.contested["repair"].label.zh == LABEL["zh"]
