"""Small packs for the audit's tests, and an engine to replay households with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clausewise.case import Case
from clausewise.engine import Engine
from clausewise.language.model import Pack
from clausewise.language.verdicts import Verdict
from specification.written import Plan, fact, pack_of, rule

URBAN, RURAL = {"if": 'household.area == "urban"'}, {"if": 'household.area == "rural"'}
DIBAO, GROWN, ORPHAN = {"if": "household.dibao"}, {"if": "member.age >= 18"}, {"if": "member.orphan"}

FACTS: dict[str, dict[str, Any]] = {
    "household.area": fact(
        "choice", values={"urban": {"zh": "城镇", "en": "urban"}, "rural": {"zh": "农村", "en": "rural"}}
    ),
    "household.dibao": fact("boolean"),
    "household.income": fact("money"),
    "member.birth_date": fact("date"),
    "member.age": fact(
        "integer", asked=False, minimum=0, maximum=130, derive="years(member.birth_date, case.as_of)"
    ),
    "member.orphan": fact("boolean"),
    "household.with_orphan": fact("boolean", asked=False, derive={"some": "member", "if": "member.orphan"}),
}  # fmt: skip


def toy(*rules: dict[str, Any]) -> Pack:
    """A pack of these rules over FACTS."""
    return pack_of(Plan(FACTS, {}, {one["rule"]: one for one in rules}))


def household_rule(rule_id: str, when: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A rule about the household."""
    return rule(rule_id, "household", when, **more)


def member_rule(rule_id: str, when: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A rule about each member."""
    return rule(rule_id, "member", when, **more)


def replay(pack: Pack, case: Case) -> Mapping[str, Verdict]:
    """The verdicts of the engine."""
    engine = Engine(pack)
    try:
        return {finding.name: finding.verdict for finding in engine.check(case).findings}
    finally:
        engine.close()
