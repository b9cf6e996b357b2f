"""A pack read in one way alone, and a pack cut down to some rules: the same verdicts as the whole one gives."""

from __future__ import annotations

from typing import Any

import pytest

from clausewise.case import Case
from clausewise.engine import Engine
from clausewise.language.conditions import If
from clausewise.language.model import Pack
from clausewise.language.narrowing import narrow
from clausewise.language.one_reading import read_as
from specification.written import Plan, case_of, fact, pack_of, point, rule

BOTH = {
    "contested": "repair",
    "text": "给予",
    "strict": {"if": "household.poor"},
    "generous": {"any": [{"if": "household.poor"}, {"if": "household.housed"}]},
}


def made() -> Pack:
    facts: dict[str, dict[str, Any]] = {
        "household.poor": fact("boolean"),
        "household.housed": fact("boolean"),
        "household.entitled": fact("boolean", asked=False, derive={**BOTH, "from": "1.1"}),
    }
    rules = {
        "s.own": rule("s.own", "household", {"all": [BOTH]}),
        "s.through_a_fact": rule("s.through_a_fact", "household", {"if": "household.entitled"}),
        "s.other": rule("s.other", "household", {"if": "household.housed"}),
    }
    return pack_of(Plan(facts, {}, rules, contested={"repair": point("strict", "generous")}))


def verdicts(pack: Pack, case: Case) -> dict[str, str]:
    engine = Engine(pack)
    try:
        return {finding.name: finding.verdict.value for finding in engine.check(case).findings}
    finally:
        engine.close()


@pytest.mark.parametrize(("reading", "verdict"), [("strict", "does_not_apply"), ("generous", "applies")])
def test_a_pack_read_in_one_way_finds_what_the_office_would_by_that_reading(reading: str, verdict: str) -> None:
    pack = made()
    case = case_of(pack, {"household": {"poor": False, "housed": True}})
    said = case.with_values({"office.reads.repair": reading})
    found = verdicts(read_as(pack, "repair", reading), case)
    assert found == verdicts(pack, said) == {"s.own": verdict, "s.through_a_fact": verdict, "s.other": "applies"}


def test_a_pack_read_in_one_way_is_no_more_contested() -> None:
    strict = read_as(made(), "repair", "strict")
    (own,) = strict.rule("s.own").when.parts  # type: ignore[union-attr]
    assert isinstance(own, If)
    assert "office.reads.repair" not in strict.reads.facts_used


def test_there_is_no_third_reading() -> None:
    with pytest.raises(KeyError):
        read_as(made(), "repair", "lenient")


def test_a_pack_cut_down_to_a_rule_keeps_what_it_rests_on_and_finds_the_same() -> None:
    pack = made()
    small = narrow(pack, ["s.through_a_fact"])
    assert [rule.id for rule in small.rules] == ["s.through_a_fact"]
    case = case_of(pack, {"household": {"poor": True}})
    assert verdicts(small, case.knowing(small.facts)) == {"s.through_a_fact": "applies"}
