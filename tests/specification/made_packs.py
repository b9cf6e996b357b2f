"""Small packs from a seed, as plain data: rules on sums, counts, means, dates and parameters that change with time.

The same seed makes the same pack, whatever was made before. Nothing here asks anything of the product.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random
from typing import Any, TypeVar

from specification.written import LABEL, Plan, fact, rule

T = TypeVar("T")

DAYS = tuple(map(datetime.date.fromisoformat, ("2018-01-01", "2020-09-01", "2020-12-31", "2021-03-01", "2022-07-01")))
"""Days from which a parameter may have a value; the document is of 2020-12-07."""

_ASKED: dict[str, tuple[dict[str, Any], ...]] = {
    "household.poor": (fact("boolean"),),
    "household.rooms": (fact("integer", minimum=0, maximum=3), fact("integer", minimum=1)),
    "household.area": (fact("choice", values={"urban": LABEL, "rural": LABEL}),),
    "household.income": (fact("money"), fact("money", maximum=1000), fact("money", minimum=-200)),
    "household.since": (fact("date"), fact("date", maximum=datetime.date(2021, 6, 1))),
    "member.ill": (fact("boolean"),),
    "member.works": (fact("boolean"),),
    "member.grade": (fact("integer", minimum=0, maximum=3), fact("integer")),
    "member.wage": (fact("money"), fact("money", maximum=500), fact("money", minimum=100)),
    "member.birth_date": (fact("date"),),
}
_SMALL = ("household.poor", "household.area", "member.ill", "member.works")
# Derived facts, each with those it follows from; where there are several ways to write one, one is drawn.
_DERIVED: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "household.total": (
        "money",
        ("household.income + sum(member.wage)", "sum(member.wage) - household.income", "sum(member.wage) * 2"),
        ("household.income", "member.wage"),
    ),
    "household.mean": (
        "money",
        (
            "sum(member.wage) / count(member)",
            "(household.income + sum(member.wage)) / count(member)",
            "max(sum(member.wage), household.income) / count(member) / 2",
        ),
        ("household.income", "member.wage"),
    ),
    "household.size": ("integer", ("count(member)", "count(member) + household.rooms"), ("household.rooms",)),
    "household.grades": ("integer", ("sum(member.grade)", "sum(member.grade) - count(member)"), ("member.grade",)),
    "household.short": (
        "money",
        ("parameter.line * count(member) - sum(member.wage)", "parameter.line - household.income"),
        ("household.income", "member.wage"),
    ),
    "household.until": ("date", ("add_months(household.since, parameter.quota)",), ("household.since",)),
    "member.age": ("integer", ("years(member.birth_date, case.as_of)",), ("member.birth_date",)),
    "member.share": ("money", ("member.wage / 2", "member.wage * 12"), ("member.wage",)),
}
_ORDERS = ("<", "<=", ">", ">=")


@dataclass
class _Maker:
    """Writes the conditions and expressions of one pack."""

    rng: Random
    facts: dict[str, dict[str, Any]]

    def names(self, kind: str, member: bool) -> list[str]:
        return [
            name
            for name, entry in self.facts.items()
            if entry["type"] == kind and (member or not name.startswith("member."))
        ]

    def money(self, member: bool) -> list[str]:
        """Amounts that a comparison can be about."""
        found = self.names("money", member)
        if "member.wage" in self.facts:
            found += ["sum(member.wage)", "sum(member.wage) / count(member)", "sum(member.wage) - parameter.line"]
        if "household.income" in self.facts:
            found += ["household.income / count(member)", "household.income * 2"]
        return found

    def whole(self, member: bool) -> list[str]:
        """Numbers that a comparison can be about."""
        found = [*self.names("integer", member), "count(member)"]
        if "member.grade" in self.facts:
            found += ["sum(member.grade)", "sum(member.grade) + count(member)"]
        if "household.rooms" in self.facts:
            found += ["household.rooms - count(member)", "household.rooms * parameter.quota"]
        return found

    def leaf(self, member: bool) -> str:
        kinds = ["money"] * 3 + ["integer"] * 3 + ["boolean", "boolean", "choice", "date"]
        kind = self.rng.choice(kinds)
        if kind in ("boolean", "choice", "date") and not self.names(kind, member):
            kind = "integer"
        if kind == "money" and not self.money(member):
            kind = "integer"
        match kind:
            case "boolean":
                return self.rng.choice(self.names(kind, member))
            case "choice":
                return f'household.area {self.rng.choice(["==", "!="])} "urban"'
            case "date":
                name = self.rng.choice(self.names(kind, member))
                limits = ['date("2020-12-07")', "case.as_of", "add_days(case.as_of, 1)", 'date("2003-02-28")']
                return self.compare(name, self.rng.choice(limits))
            case "money":
                limits = ["300", "300.50", "parameter.line", "parameter.line", "parameter.line * 2", "0"]
                return self.compare(self.rng.choice(self.money(member)), self.rng.choice(limits))
        left = self.rng.choice(self.whole(member))
        limits = (
            ["16", "18"] if left.endswith("age") else ["0", "1", "2", "3", "parameter.quota", "parameter.quota + 1"]
        )
        return self.compare(left, self.rng.choice(limits))

    def compare(self, left: str, right: str) -> str:
        operator = self.rng.choice((*_ORDERS, *_ORDERS, "==", "!="))
        return f"{left} {operator} {right}" if self.rng.random() < 0.85 else f"{right} {operator} {left}"

    def condition(self, member: bool, depth: int, below: Sequence[str] = (), *, inside: bool = False) -> dict[str, Any]:
        """A condition; below a quantifier there is neither another nor a finding."""
        chance = self.rng.random()
        if below and not inside and chance < 0.2:
            return {"finding": [self.rng.choice(below)]}
        if not inside and chance > 0.8 and any(name.startswith("member.") for name in self.facts):
            return self.quantified(depth)
        if depth == 0 or chance < 0.45:
            return {"if": self.leaf(member)}
        if chance < 0.53:
            return {"not": self.condition(member, depth - 1, below, inside=inside)}
        parts = [self.condition(member, depth - 1, below, inside=inside) for _ in range(self.rng.choice((2, 2, 3)))]
        return {self.rng.choice(["all", "any"]): parts}

    def quantified(self, depth: int) -> dict[str, Any]:
        part = self.condition(True, max(depth - 1, 0), inside=True)
        low = self.rng.randrange(3)
        bounds: dict[str, Any] = {self.rng.choice(["at_least", "at_most", "exactly"]): low}
        quantifier = self.rng.choice(["some", "every", "count"])
        return {quantifier: "member"} | (bounds if quantifier == "count" else {}) | part

    def granted(self, member: bool) -> dict[str, Any]:
        """Now and then an amount, a period and a deadline that are computed."""
        aid = {"form": "cash", **LABEL, "text": "乙"}
        found: dict[str, Any] = {}
        if self.rng.random() < 0.5:
            own = self.money(member)
            aid["amount"] = self.rng.choice(
                ["parameter.line", "200", *own, *(f"max({one}, 0)" for one in own), *(f"{one} / 2" for one in own)]
            )
        if self.rng.random() < 0.25:
            aid["months"] = self.rng.choice(["6", "12 - parameter.quota"])
        if self.rng.random() < 0.2:
            day = self.rng.choice(["case.as_of", *self.names("date", member)])
            found["deadline"] = {"by": f"add_months({day}, 1)", **LABEL, "text": "给予"}
        return {"aid": [aid], **found}


def make_plan(rng: Random) -> Plan:
    """A pack of one to three rules over few facts; some of them small enough to try every household."""
    small = rng.random() < 0.2
    chosen = rng.sample(sorted(_SMALL if small else _ASKED), rng.choice((1, 2) if small else (2, 3, 4)))
    maker = _Maker(rng, {name: rng.choice(_ASKED[name]) for name in chosen})
    ready = [name for name, (_, _, needs) in _DERIVED.items() if set(needs) <= set(chosen)]
    for name in rng.sample(ready, min(len(ready), rng.choice((0, 1, 2)))):
        kind, ways, _ = _DERIVED[name]
        bounds = {"minimum": 0} if kind == "integer" and rng.random() < 0.4 else {}
        maker.facts[name] = fact(kind, asked=False, derive=rng.choice(ways), **bounds)
    if rng.random() < 0.25:
        name = rng.choice(["household.needy", "member.needy"])
        derive = maker.condition(name.startswith("member."), 1)
        maker.facts[name] = fact("boolean", asked=False, derive=derive)
    rules: dict[str, dict[str, Any]] = {}
    for number in range(rng.choice((1, 2, 2, 3))):
        about = rng.choice(["household", "household", "member"])
        when = maker.condition(about == "member", 2, list(rules))
        rules[f"s.r{number}"] = rule(f"s.r{number}", about, when, **maker.granted(about == "member"))
    return Plan(maker.facts, _parameters(rng), rules, assurances=_assurances(maker, rules))


def _parameters(rng: Random) -> dict[str, dict[str, Any]]:
    def dated(values: Sequence[Any]) -> list[dict[str, Any]]:
        days = sorted(rng.sample(DAYS, rng.choice((1, 2, 2, 3))))
        return [{"from": day, "value": rng.choice(values)} for day in days]

    return {
        "line": {"type": "money", **LABEL, "values": dated((300, 600, Fraction("620.5")))},
        "quota": {"type": "integer", **LABEL, "values": dated((1, 2, 3))},
    }


def _assurances(maker: _Maker, rules: dict[str, dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    rng, head = maker.rng, {**LABEL, "provisions": ["1.1"]}
    about = rng.choice(["household", "member"])
    claim = {"finding": [rng.choice(list(rules))]}
    if rng.random() < 0.5:
        claim = maker.condition(about == "member", 1)
    given = {"given": maker.condition(about == "member", 1)} if rng.random() < 0.7 else {}
    found = [
        {"assurance": "a.one", **head, "about": about, **given, rng.choice(["then", "never", "not_refused"]): claim}
    ]
    free = [name for name, entry in maker.facts.items() if "derive" not in entry]
    found.append({"assurance": "a.two", **head, "independent_of": [rng.choice(free)]})
    switches = [name for name in free if maker.facts[name]["type"] == "boolean"]
    if switches:
        found.append({"assurance": "a.three", **head, "never_lost_by": {"if": rng.choice(switches)}})
    return tuple(found)


# ---------------------------------------------------------------- another version of a pack


def edited(rng: Random, plan: Plan) -> Plan:
    """The pack with one thing otherwise: a value or a day of a parameter, an expression, or the same said otherwise."""
    way = rng.choice([_edit_parameter, _edit_text, _edit_text, _say_otherwise])
    return way(rng, plan)


def _edit_parameter(rng: Random, plan: Plan) -> Plan:
    name = rng.choice(list(plan.parameters))
    values = [dict(one) for one in plan.parameters[name]["values"]]
    one = rng.choice(values)
    if rng.random() < 0.5:
        one["value"] += 1
    else:
        one["from"] += datetime.timedelta(days=rng.choice((-1, 1, 40)))
    values.sort(key=lambda dated: dated["from"])
    if len({dated["from"] for dated in values}) < len(values):
        return plan
    return replace(plan, parameters={**plan.parameters, name: {**plan.parameters[name], "values": values}})


_EDITS = (
    (r" / count\(member\)", ""),
    (r" \* 2\b", ""),
    (r" / 2\b", ""),
    (r" \+ ", " - "),
    (r" - ", " + "),
    (r" <= ", " < "),
    (r" >= ", " > "),
    (r" > ", " >= "),
    (r"\b300\b", "301"),
    (r"\bmax\(", "min("),
    (r"\b2\b", "3"),
    (r"\bcount\(member\)", "2"),
)


def _edit_text(rng: Random, plan: Plan) -> Plan:
    """One expression changed in one place: of a derived fact, of a condition, or of what is granted."""
    places = [(one, name) for one in (plan.facts, plan.rules) for name in one]
    rng.shuffle(places)
    edits = list(_EDITS)
    rng.shuffle(edits)
    for entries, name in places:
        for pattern, by in edits:
            changed = _substituted(entries[name], pattern, by, rng)
            if changed != entries[name]:
                entries = {**entries, name: changed}
                return replace(plan, facts=entries) if name in plan.facts else replace(plan, rules=entries)
    return plan


_EXPRESSIONS = ("if", "derive", "amount", "months", "by")


def _substituted(entry: Any, pattern: str, by: str, rng: Random, key: str = "") -> Any:
    if isinstance(entry, str):
        return re.sub(pattern, by, entry, count=1) if key in _EXPRESSIONS and rng.random() < 0.8 else entry
    if isinstance(entry, dict):
        return {one: _substituted(part, pattern, by, rng, one) for one, part in entry.items()}
    return [_substituted(part, pattern, by, rng, key) for part in entry] if isinstance(entry, list) else entry


def _say_otherwise(rng: Random, plan: Plan) -> Plan:
    """A rule that says the same in other words."""
    name = rng.choice(list(plan.rules))
    when = {key: part for key, part in plan.rules[name]["when"].items() if key != "text"}
    ways: list[dict[str, Any]] = [
        {"all": [when, when]},
        {"not": {"not": when}},
        {"any": [when, {"all": [when, {"if": "count(member) >= 0"}]}]},
    ]
    return replace(plan, rules={**plan.rules, name: {**plan.rules[name], "when": {**rng.choice(ways), "text": "甲"}}})
