"""Packs of a few rules written for one test each, and what is found of a household under them.

Everything is written as YAML would hold it and read as files are read; nothing here says what should be found.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from clausewise.engine import Engine, Finding, Grant
from specification.written import AS_OF, LABEL, Plan, case_of, fact, pack_of, rule

FACTS: Mapping[str, dict[str, Any]] = {
    "household.poor": fact("boolean"),
    "household.housed": fact("boolean"),
    "household.rooms": fact("integer", minimum=0, maximum=3),
    "household.income": fact("money", minimum=0),
    "household.since": fact("date"),
    "household.until": fact("date"),
    "member.ill": fact("boolean"),
    "member.wage": fact("money", minimum=0),
    "member.birth_date": fact("date"),
    "member.age": fact("integer", asked=False, minimum=0, derive="years(member.birth_date, case.as_of)"),
}
PARAMETERS: Mapping[str, dict[str, Any]] = {
    "line": {
        "type": "money",
        **LABEL,
        "values": [{"from": date(2020, 9, 1), "value": 300}, {"from": date(2021, 1, 1), "value": Fraction("620.5")}],
    }
}


def plan_of(rules: Mapping[str, dict[str, Any]], more_facts: Mapping[str, dict[str, Any]] | None = None) -> Plan:
    """A pack of these rules on the facts above and some more."""
    return Plan({**FACTS, **(more_facts or {})}, PARAMETERS, rules)


def household(**facts: Any) -> dict[str, Any]:
    """A household of which only this is known, on the day of the document."""
    return {"as_of": AS_OF, "household": facts}


def with_members(*members: Mapping[str, Any], **facts: Any) -> dict[str, Any]:
    """A household whose members are known to be these, called m0, m1 and so on."""
    listed = [{"id": f"m{number}", **one} for number, one in enumerate(members)]
    return household(**facts) | {"members": listed, "everybody": True}


def find(plan: Plan, written: Mapping[str, Any]) -> dict[str, Finding]:
    """What is found of a household, by `rule` or `rule@member`. Raises: CaseError."""
    pack = pack_of(plan)
    engine = Engine(pack)
    try:
        return engine.check(case_of(pack, written)).by_name
    finally:
        engine.close()


def verdicts(
    when: dict[str, Any],
    written: Mapping[str, Any],
    about: str = "household",
    more_facts: Mapping[str, dict[str, Any]] | None = None,
) -> dict[str, str]:
    """The verdict for each subject (the household has no name) of the one rule with that condition."""
    found = find(plan_of({"the.rule": rule("the.rule", about, when)}, more_facts), written)
    return {finding.subject or "": str(finding.verdict) for finding in found.values()}


def verdict(
    when: dict[str, Any], written: Mapping[str, Any], more_facts: Mapping[str, dict[str, Any]] | None = None
) -> str:
    """The verdict of the one rule with that condition on the household."""
    return verdicts(when, written, more_facts=more_facts)[""]


def missing(
    when: dict[str, Any], written: Mapping[str, Any], more_facts: Mapping[str, dict[str, Any]] | None = None
) -> list[str]:
    """The facts that could still change the verdict of the one rule with that condition on the household."""
    plan = plan_of({"the.rule": rule("the.rule", "household", when)}, more_facts)
    return [str(one) for one in find(plan, written)["the.rule"].missing]


def grant(written: Mapping[str, Any], **computed: str) -> Grant:
    """What a rule grants that applies to every poor household, with `amount` and `months` computed like that."""
    aid = {"form": "cash", **LABEL, "text": "乙", **computed}
    plan = plan_of({"the.rule": rule("the.rule", "household", {"if": "household.poor"}, aid=[aid])})
    known = {**written, "household": {**written["household"], "poor": True}}
    return find(plan, known)["the.rule"].aid[0]


def deadline(by: str, **facts: Any) -> date | None:
    """The day by which something must be done, of a rule that applies to every poor household."""
    written = {"by": by, **LABEL, "text": "乙"}
    plan = plan_of({"the.rule": rule("the.rule", "household", {"if": "household.poor"}, deadline=written)})
    state = find(plan, household(poor=True, **facts))["the.rule"].deadline
    assert state is not None
    return state.day
