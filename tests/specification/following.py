"""Hypothesis strategies for packs whose facts imply one another, in circles too, and whose words are contested.

With cases that state facts against what is implied, and offices whose answers have begun, ended, or are not given.
Plain data; nothing here evaluates anything.
"""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from specification.generators import BASE, KNOWN, PARAMETERS, Draw, Writer, cases, samples_of, values_of
from specification.written import LABEL, Plan, fact, point, rule

_CHOSEN = (
    "household.poor", "household.housed", "household.area", "household.rooms",
    "member.ill", "member.works", "member.stage", "member.grade",
)  # fmt: skip
_POINTS = {"wide": point("strict", "generous"), "late": point("soon", "any_time")}
_DAYS = (datetime.date(2019, 1, 1), datetime.date(2020, 12, 7), datetime.date(2021, 2, 1))


class Follower(Writer):
    """Writes contested points among conditions. `points` names those there are."""

    points: tuple[str, ...] = ()

    def condition(self, member: bool, depth: int, **more: Any) -> dict[str, Any]:
        if not self.points or not self.yes(1, 3):
            return super().condition(member, depth, **more)
        name = self.among(self.points)
        readings = {reading: self.reading(member, depth, **more) for reading in _POINTS[name]["readings"]}
        return {"contested": name, "text": "给予", "from": "1.1", **readings}

    def reading(self, member: bool, depth: int, **more: Any) -> dict[str, Any]:
        if self.yes(1, 6):
            return {"always": self.yes(1, 2)}
        return super().condition(member, max(depth - 1, 0), **more)


@st.composite
def following_plans(draw: Draw[Any]) -> Plan:
    """A pack of one to three rules over facts that are implied, derived from such, or said by the office."""
    writer = Follower(draw, {})
    writer.points = tuple(draw(st.lists(st.sampled_from(sorted(_POINTS)), max_size=2, unique=True)))
    chosen = draw(st.lists(st.sampled_from(_CHOSEN), min_size=2, max_size=4, unique=True))
    for name in sorted({"household.poor", *chosen}):
        writer.facts[name] = BASE[name]
    if writer.yes(1, 2):
        writer.facts["office.extended"] = fact("boolean")
    if writer.yes(1, 3) and "member.grade" in writer.facts:
        writer.facts["household.grades"] = fact("integer", asked=False, derive="sum(member.grade)")
    if writer.yes(1, 3):
        writer.facts["household.entitled"] = writer.derived("household.entitled")
    following = _behind_derived(writer.facts)
    for name in draw(st.lists(st.sampled_from(sorted({"household.poor", *chosen})), min_size=1, unique=True)):
        writer.facts[name] = {**writer.facts[name], "implied": _entries(writer, name, following)}
    rules: dict[str, dict[str, Any]] = {}
    for number in range(writer.among([1, 1, 2, 3])):
        about = writer.among(["household", "member"])
        when = writer.condition(about == "member", 2, quantify=True, findings=list(rules))
        rules[f"s.r{number}"] = rule(f"s.r{number}", about, when)
    used = {name for entry in (*writer.facts.values(), *rules.values()) for name in _named(entry)}
    samples = {name: samples_of(name) for name in writer.facts if name in BASE}
    return Plan(writer.facts, PARAMETERS, rules, samples, contested={name: _POINTS[name] for name in sorted(used)})


def _behind_derived(facts: dict[str, dict[str, Any]]) -> frozenset[str]:
    """The derived facts, which imply nothing here: what they follow from may be implied, and a circle is refused."""
    return frozenset(name for name, entry in facts.items() if "derive" in entry)


def _entries(writer: Follower, name: str, but: frozenset[str]) -> list[dict[str, Any]]:
    entry, member = writer.facts[name], name.startswith("member.")
    seen = Follower(writer.draw, {other: one for other, one in writer.facts.items() if other not in but})
    seen.points = writer.points
    entries = []
    for _ in range(writer.among([1, 1, 2, 3])):
        said: dict[str, Any] = {"is": writer.among(_possible(entry))}
        if entry["type"] == "choice" and writer.yes(2, 3):
            said = {"is_not": [writer.among(list(entry["values"]))]}
        entries.append({**said, "when": seen.condition(member, 1, quantify=True), "why": LABEL})
    return entries


def _possible(entry: dict[str, Any]) -> list[Any]:
    match entry["type"]:
        case "boolean":
            return [True, False]
        case "choice":
            return list(entry["values"])
    return list(range(entry["minimum"], entry["maximum"] + 1))


def _named(written: Any) -> set[str]:
    """The contested points that stand in an entry."""
    if isinstance(written, dict):
        here = {written["contested"]} if "contested" in written else set()
        return here.union(*map(_named, written.values()))
    return set().union(*map(_named, written)) if isinstance(written, list) else set()


@st.composite
def sensibly_following(draw: Draw[Any], number: int) -> tuple[Plan, list[dict[str, Any]]]:
    """Such a pack some of whose facts say what is sensible, with some cases, which may not be."""
    plan, written = draw(following(number))
    facts = dict(plan.facts)
    for name in draw(st.lists(st.sampled_from(sorted(facts)), min_size=1, max_size=3, unique=True)):
        writer = Writer(draw, {other: one for other, one in facts.items() if not other.startswith("office.")})
        if name in writer.facts:
            condition = writer.condition(name.startswith("member."), 1, quantify=False)
            facts[name] = {**facts[name], "sensible": [{**condition, "why": LABEL}]}
    return replace(plan, facts=facts), written


@st.composite
def office(draw: Draw[Any], plan: Plan) -> dict[str, Any]:
    """What the office of a case says: of each office fact nothing, or an answer or two with their days."""
    said: dict[str, Any] = {"facts": {}, "reads": {}}
    for name in plan.all_facts:
        if not name.startswith("office.") or draw(st.integers(1, 3)) == 1:
            continue
        key, short = ("reads", name[13:]) if name.startswith("office.reads.") else ("facts", name[7:])
        values, days = values_of(plan, name, _DAYS[0]), draw(st.lists(st.sampled_from(_DAYS), min_size=1, unique=True))
        said[key][short] = [
            {"from": day, "value": draw(st.sampled_from(values)), "by": "甲"}
            | ({"until": day + datetime.timedelta(days=40)} if draw(st.integers(1, 3)) == 1 else {})
            for day in sorted(days)
        ]
    return said


@st.composite
def following(draw: Draw[Any], number: int) -> tuple[Plan, list[dict[str, Any]]]:
    """Such a pack with some cases."""
    plan = draw(following_plans())
    return plan, [draw(cases(plan, (1, *KNOWN))) | {"office": draw(office(plan))} for _ in range(number)]
