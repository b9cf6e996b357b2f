"""Packs and cases of the product written back as plain data, so that the second judge can judge what it made.

Only what the product can change is read from its objects; the rest is that of the pack it was made from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from clausewise.audit.slips import write_expression
from clausewise.case import Case
from clausewise.language import conditions as c
from clausewise.language.facts import Fact, Parameter
from clausewise.language.model import Pack
from clausewise.language.rules import Rule
from specification.written import Plan


def plan_of_changed(plan: Plan, pack: Pack, changed: Pack) -> Plan:
    """The plan of a pack that was made from a plan's pack by changing entries of it."""
    rules = {name: _rule(plan.rules[name], rule) for name, rule in changed.rules_by_id.items()
             if rule is not pack.rules_by_id[name]}  # fmt: skip
    facts = {
        name: _fact(plan.facts[name], fact) for name, fact in changed.facts.items() if fact is not pack.facts[name]
    }
    parameters = {name: _parameter(plan.parameters[name], one) for name, one in changed.parameters.items()
                  if one is not pack.parameters[name]}  # fmt: skip
    return replace(
        plan,
        rules={**plan.rules, **rules},
        facts={**plan.facts, **facts},
        parameters={**plan.parameters, **parameters},
    )


def _rule(entry: dict[str, Any], rule: Rule) -> dict[str, Any]:
    found = {
        **entry,
        "when": {**condition_data(rule.when), "text": "甲"},
        "modality": {**entry["modality"], "is": rule.modality.kind.value},
    }
    found["aid"] = []
    for aid in rule.aid:
        one = {key: part for key, part in entry["aid"][0].items() if key not in ("amount", "months")}
        computed = {"amount": aid.amount, "months": aid.months}
        found["aid"].append(one | {key: write_expression(part) for key, part in computed.items() if part is not None})
    found.pop("deadline", None)
    if rule.deadline is not None:
        found["deadline"] = {**entry["deadline"], "by": write_expression(rule.deadline.by)}
    return found


def _fact(entry: dict[str, Any], fact: Fact) -> dict[str, Any]:
    derive = fact.derive
    assert derive is not None
    return {**entry, "derive": condition_data(derive) if isinstance(derive, c.Condition) else write_expression(derive)}


def _parameter(entry: dict[str, Any], parameter: Parameter) -> dict[str, Any]:
    return {**entry, "values": [{"from": day, "value": value} for day, value in parameter.values]}


def condition_data(condition: c.Condition) -> dict[str, Any]:
    """A condition as YAML holds it."""
    match condition:
        case c.If(source=source):
            return {"if": source}
        case c.FindingOf(rules=rules):
            return {"finding": list(rules)}
        case c.Not(part=part):
            return {"not": condition_data(part)}
        case c.All(parts=parts):
            return {"all": [condition_data(part) for part in parts]}
        case c.Any(parts=parts):
            return {"any": [condition_data(part) for part in parts]}
        case c.Contested(point=point):
            return {"contested": point}
        case c.Some(part=part):
            return {"some": "member", **condition_data(part)}
        case c.Every(part=part):
            return {"every": "member", **condition_data(part)}
        case c.Count(part=part, at_least=low, at_most=high):
            bounds = {"at_least": low, "at_most": high}
            return {
                "count": "member",
                **{key: one for key, one in bounds.items() if one is not None},
                **condition_data(part),
            }


def case_data(case: Case) -> dict[str, Any]:
    """A case as YAML holds it, without what it expects."""

    def of(subject: str, values: Mapping[str, Any]) -> dict[str, Any]:
        return {name.partition(".")[2]: value for name, value in values.items() if name.partition(".")[0] == subject}

    written: dict[str, Any] = {"as_of": case.as_of, "household": of("household", case.values)}
    if case.members or case.everybody:
        written["members"] = [{"id": one.id} | of("member", one.values) for one in case.members]
        written["everybody"] = case.everybody
    return written
