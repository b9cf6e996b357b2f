"""Hypothesis strategies for small packs and for cases of them, as plain data.

A pack speaks of few facts, so that its rules share them; facts have few values, or samples that make every
difference, so that all can be tried. Nothing here evaluates anything.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeVar

from hypothesis import strategies as st

from specification.written import LABEL, Plan, fact, rule

T = TypeVar("T")
Draw = Callable[[st.SearchStrategy[T]], T]

_LIMIT_DAYS = (datetime.date(2002, 12, 7), datetime.date(2004, 2, 29))
_AMOUNTS = (Fraction(0), Fraction(300), Fraction("450.01"), Fraction("620.5"), Fraction(1000))
_BALANCES = (-500, *_AMOUNTS[:3], 620)
_AGES = (9, 16, 17, 18, 40)
_SMALL = (-2, -1, 0, 1, 2, 3, 4, 5, 6)
KNOWN = (2, 5, 7, 8)
_CHECKED_ON = (datetime.date(2020, 12, 7), datetime.date(2021, 2, 28), datetime.date(2019, 12, 7))

PARAMETERS: dict[str, dict[str, Any]] = {
    "line": {
        "type": "money",
        **LABEL,
        "values": [
            {"from": datetime.date(2020, 9, 1), "value": 300},
            {"from": datetime.date(2021, 1, 1), "value": Fraction("620.5")},
        ],
    },
    "quota": {"type": "integer", **LABEL, "values": [{"from": datetime.date(2018, 1, 1), "value": 2}]},
    "tried_out": {
        "type": "boolean",
        **LABEL,
        "values": [
            {"from": datetime.date(2020, 1, 1), "value": True},
            {"from": datetime.date(2021, 1, 1), "value": False},
        ],
    },
}

BASE: dict[str, dict[str, Any]] = {
    "household.poor": fact("boolean"),
    "household.housed": fact("boolean"),
    "application.urgent": fact("boolean"),
    "household.rooms": fact("integer", minimum=0, maximum=3),
    "household.area": fact("choice", values={"urban": LABEL, "rural": LABEL}),
    "household.income": fact("money"),
    "household.balance": fact("money", minimum=-500, maximum=620),
    "household.since": fact("date", maximum=datetime.date(2021, 12, 31)),
    "member.ill": fact("boolean"),
    "member.works": fact("boolean"),
    "member.grade": fact("integer", minimum=0, maximum=3),
    "member.stage": fact("choice", values={"school": LABEL, "college": LABEL, "none": LABEL}),
    "member.wage": fact("money", minimum=0, maximum=1000),
    "member.birth_date": fact("date", minimum=datetime.date(1960, 1, 1)),
}

# Facts that follow by arithmetic, with the base facts they need and the values that make every difference.
COMPUTED: dict[str, tuple[dict[str, Any], tuple[str, ...], tuple[Any, ...]]] = {
    "household.total": (
        {"type": "integer", "derive": "household.rooms + count(member)"},
        ("household.rooms",),
        _SMALL,
    ),
    "household.grades": ({"type": "integer", "derive": "sum(member.grade)"}, ("member.grade",), _SMALL),
    "household.spare": (
        {"type": "integer", "derive": "max(household.rooms, 2) * 2 - 3", "maximum": 2},
        ("household.rooms",),
        _SMALL,
    ),
    "household.need": (
        {"type": "money", "derive": "parameter.line - household.income", "minimum": -2000},
        ("household.income",),
        _AMOUNTS,
    ),
    "household.per_head": (
        {"type": "money", "derive": "(household.income + sum(member.wage)) / count(member)"},
        ("household.income", "member.wage"),
        _AMOUNTS,
    ),
    "household.mean_grade": (
        {"type": "money", "derive": "sum(member.grade) * 100 / count(member)"},
        ("member.grade",),
        _AMOUNTS,
    ),
    "household.short": (
        {"type": "money", "derive": "max(parameter.line - household.balance * 2, 0) / (parameter.quota * 2)"},
        ("household.balance",),
        _AMOUNTS,
    ),
    "household.stay": (
        {"type": "integer", "derive": "months(household.since, case.as_of)", "minimum": -24},
        ("household.since",),
        (-1, 0, 1, 12, 218, 600),
    ),
    "household.until": ({"type": "date", "derive": "add_months(household.since, 1)"}, ("household.since",), ()),
    "member.age": (
        {"type": "integer", "derive": "years(member.birth_date, case.as_of)", "minimum": 0},
        ("member.birth_date",),
        _AGES,
    ),
    "member.rank": (
        {"type": "integer", "derive": "min(member.grade, 2) + household.rooms"},
        ("member.grade", "household.rooms"),
        _SMALL,
    ),
}
# Computed facts that come out on every side of every limit when what they are computed from takes all its values.
FAITHFUL = frozenset({"member.age"})


def samples_of(name: str) -> tuple[Any, ...]:
    """Values of a base fact that make every difference, where it has too many to try them all."""
    if name == "household.balance":
        return _BALANCES
    return _AMOUNTS if BASE[name]["type"] == "money" else ()


@dataclass
class Writer:
    """Writes expressions and conditions over the facts of one pack. `facts` grows as derived facts are added.

    Of five numbers or amounts in a leaf, about `computed` are computed from facts and not facts alone.
    """

    draw: Draw[Any]
    facts: dict[str, dict[str, Any]]
    computed: int = 1

    def among(self, choices: Sequence[T]) -> T:
        return self.draw(st.sampled_from(choices))  # type: ignore[no-any-return]

    def yes(self, times: int, out_of: int) -> bool:
        return bool(self.draw(st.integers(1, out_of)) <= times)

    def names(self, member: bool) -> list[str]:
        return [name for name in self.facts if member or not name.startswith("member.")]

    def leaf(self, member: bool) -> str:
        """A comparison, a boolean fact, or now and then a truth that changes with time."""
        if self.yes(1, 20):
            return "parameter.tried_out"
        name = self.among(self.names(member))
        match self.facts[name]["type"]:
            case "boolean":
                return name
            case "choice":
                word = f'"{self.among(list(self.facts[name]["values"]))}"'
                return self.compare(name, self.among(["==", "!="]), word)
            case "integer":
                limits = ["-1", "1", "2", "2.5", "3", "5", "parameter.quota", "parameter.quota + 1"]
                if name.endswith(".age"):
                    limits = ["16", "18", "70", "parameter.quota * 9"]
                return self.compare(self.computing(name, member, "integer"), self.operator(), self.among(limits))
            case "money":
                limits = ["300", "620.50", "parameter.line", "min(parameter.line, 300)"]
                return self.compare(self.computing(name, member, "money"), self.operator(), self.among(limits))
        if self.yes(1, 2):
            return self.time_between(name, member)
        limits = ['date("2002-12-07")', "case.as_of", 'add_days(date("2004-02-28"), 1)']
        return self.compare(name, self.operator(), self.among(limits))

    def time_between(self, name: str, member: bool) -> str:
        """So many years, months or days between a date and the day of the check, or another date."""
        function, limits = self.among(
            [("years", ["16", "18", "70"]), ("months", ["-40", "200", "216"]), ("days", ["-900", "0", "25000"])]
        )
        others = [other for other in self.names(member) if self.facts[other]["type"] == "date"]
        until = self.among(["case.as_of", "case.as_of", *others])
        return self.compare(f"{function}({name}, {until})", self.operator(), self.among(limits))

    def computing(self, name: str, member: bool, kind: str) -> str:
        """A fact, or now and then an expression that holds it, others of its kind, or known numbers."""
        if not self.yes(self.computed, 5):
            return name
        others = [other for other in self.names(member) if self.facts[other]["type"] == kind]
        summed = [other for other in self.facts if other.startswith("member.") and self.facts[other]["type"] == kind]
        others += [f"sum({other})" for other in summed]
        if kind == "integer":
            others.append("count(member)")
        other = self.among(others)
        shapes = [f"{name} + {other}", f"{name} - {other}", other, f"min({name}, {other})", f"max({other}, {name})"]
        shapes += [f"{name} * {self.among(['-2', '0', '0.5', 'parameter.quota'])}", f"2 * {other} - {name}"]
        shapes += [f"{other} / {self.among(['-2', '3', 'parameter.quota', 'count(member)'])}"]
        return self.among(shapes)

    def operator(self) -> str:
        return self.among(["==", "!=", "<", "<=", ">", ">="])

    def compare(self, left: str, operator: str, right: str) -> str:
        return f"{left} {operator} {right}" if self.yes(4, 5) else f"{right} {operator} {left}"

    def condition(self, member: bool, depth: int, *, quantify: bool, findings: Sequence[str] = ()) -> dict[str, Any]:
        """A condition tree; quantifiers stand where none is above, findings likewise."""
        if findings and self.yes(1, 4):
            return {"finding": self.draw(st.lists(st.sampled_from(findings), min_size=1, max_size=2, unique=True))}
        if quantify and self.yes(1, 4):
            return self.quantified(depth)
        if depth == 0 or self.yes(1, 4):
            return {"if": self.leaf(member)}
        if self.yes(1, 4):
            return {"not": self.condition(member, depth - 1, quantify=quantify, findings=findings)}
        width = self.draw(st.integers(1, 3))
        parts = [self.condition(member, depth - 1, quantify=quantify, findings=findings) for _ in range(width)]
        return {self.among(["all", "any"]): parts}

    def quantified(self, depth: int) -> dict[str, Any]:
        return self.quantifier() | self.condition(True, max(depth - 1, 0), quantify=False)

    def quantifier(self) -> dict[str, Any]:
        quantifier = self.among(["some", "every", "count"])
        bounds: dict[str, int] = {}
        if quantifier == "count":
            low, more = self.draw(st.integers(0, 2)), self.draw(st.integers(0, 1))
            bounds = self.among(
                [{"at_least": low}, {"at_most": low}, {"exactly": low}, {"at_least": low, "at_most": low + more}]
            )
        return {quantifier: "member"} | bounds

    def granted(self, member: bool) -> dict[str, Any]:
        """Now and then an amount, a period and a deadline that are computed."""
        names = [name for name in self.names(member) if self.facts[name]["type"] == "money"]
        if not self.yes(1, 4):
            return {}
        aid = {"form": "cash", **LABEL, "text": "乙", "months": "12 - parameter.quota"}
        aid["amount"] = self.among([*names, "parameter.line", *(f"max({name}, parameter.line) / 3" for name in names)])
        days = ["case.as_of", *(name for name in self.names(member) if self.facts[name]["type"] == "date")]
        by = f"add_months({self.among(days)}, {self.among([-1, 0, 1])})"
        return {"aid": [aid], "deadline": {"by": by, **LABEL, "text": "给予"}}

    def derived(self, name: str) -> dict[str, Any]:
        """A boolean fact that follows from those there are."""
        member = name.startswith("member.")
        if self.yes(1, 4):
            return fact("boolean", asked=self.yes(1, 3), derive=self.leaf(member))
        return fact("boolean", asked=self.yes(1, 3), derive=self.condition(member, 2, quantify=True))


@st.composite
def plans(draw: Draw[Any], rules: int = 4, depth: int = 3) -> Plan:
    """A pack of up to `rules` rules in up to three strata, over a few facts."""
    writer = Writer(draw, {})
    chosen = draw(st.lists(st.sampled_from(sorted(BASE)), min_size=2, max_size=5, unique=True))
    samples: dict[str, tuple[Any, ...]] = {}
    for name in draw(st.lists(st.sampled_from(sorted(COMPUTED)), max_size=2, unique=True)):
        chosen += COMPUTED[name][1]
    if not any(not name.startswith("member.") for name in chosen):
        chosen.append("household.poor")
    computed = [name for name in COMPUTED if set(COMPUTED[name][1]) <= set(chosen) and writer.yes(2, 3)]
    for name in sorted(set(chosen)):
        writer.facts[name] = BASE[name]
        samples[name] = samples_of(name)
    for name in computed:
        entry, _, values = COMPUTED[name]
        writer.facts[name] = fact(**{"kind": entry["type"]} | entry, asked=writer.yes(1, 4))
        samples[name] = values
    for name in draw(
        st.lists(st.sampled_from(["household.entitled", "member.entitled", "household.late"]), unique=True)
    ):
        writer.facts[name] = writer.derived(name)
    written: dict[str, dict[str, Any]] = {}
    for number in range(writer.among(range(1, rules + 1))):
        stratum = min(number, writer.among([0, 1, 2]))
        rule_id = f"s{stratum}.r{len(written)}"
        below = [one for one in written if one[1] < str(stratum)]
        patterns = [*below, *sorted({f"{one[:2]}.*" for one in below})]
        about = writer.among(["household", "member"])
        when = writer.condition(about == "member", depth, quantify=True, findings=patterns)
        if below and writer.yes(1, 2):
            when = {writer.among(["any", "all"]): [{"finding": [below[-1]]}, when]}
        written[rule_id] = rule(rule_id, about, when, **writer.granted(about == "member"))
    return Plan(writer.facts, PARAMETERS, written, samples)


_RECKONED = [name for name, entry in BASE.items() if entry["type"] in ("integer", "money", "date")]


@st.composite
def reckoning_plans(draw: Draw[Any]) -> Plan:
    """A pack of one or two rules that compute with numbers, amounts and days, so that bounds decide some of it."""
    writer = Writer(draw, {}, computed=4)
    computed = draw(st.lists(st.sampled_from(sorted(COMPUTED)), min_size=1, max_size=2, unique=True))
    chosen = draw(st.lists(st.sampled_from(_RECKONED), min_size=1, max_size=2, unique=True))
    chosen += [one for name in computed for one in COMPUTED[name][1]]
    samples = {name: COMPUTED[name][2] for name in computed}
    for name in sorted(set(chosen)):
        writer.facts[name] = BASE[name]
        samples[name] = samples_of(name)
    for name in computed:
        entry = COMPUTED[name][0]
        writer.facts[name] = fact(**{"kind": entry["type"]} | entry, asked=writer.yes(1, 4))
    if not writer.names(False):
        writer.facts["household.rooms"] = BASE["household.rooms"]
    written: dict[str, dict[str, Any]] = {}
    for number in range(writer.among([1, 2])):
        about = writer.among(["household", "member"])
        when = writer.condition(about == "member", 2, quantify=True)
        written[f"s.r{number}"] = rule(f"s.r{number}", about, when, **writer.granted(about == "member"))
    return Plan(writer.facts, PARAMETERS, written, samples)


_FEW = ("household.housed", "household.rooms", "member.ill", "member.works")
_NUMBERS = ("household.rooms",)


@st.composite
def tangled_plans(draw: Draw[Any]) -> Plan:
    """A pack of one rule, on few facts of few values, that names them several times: some then cannot matter."""
    chosen = draw(st.lists(st.sampled_from(_FEW), min_size=1, max_size=2, unique=True))
    writer = Writer(draw, {name: BASE[name] for name in ("household.poor", *chosen)})

    def tangle(leaves: int, member: bool, quantify: bool) -> dict[str, Any]:
        condition: dict[str, Any]
        if quantify and leaves < 4 and writer.yes(1, 3):
            return writer.quantifier() | tangle(leaves, True, False)
        if leaves == 1:
            name = writer.among(writer.names(member))
            limit = writer.among(["0", "1", "2", "5"])
            condition = {"if": writer.compare(name, writer.operator(), limit) if name in _NUMBERS else name}
        else:
            first = writer.among(range(1, leaves))
            parts = [tangle(share, member, quantify) for share in (first, leaves - first)]
            condition = {writer.among(["all", "any"]): parts}
        return {"not": condition} if writer.yes(1, 6) else condition

    about = writer.among(["household", "household", "member"])
    when = tangle(writer.among(range(3, 10)), about == "member", True)
    return Plan(writer.facts, {}, {"s.r": rule("s.r", about, when)})


def values_of(plan: Plan, name: str, as_of: datetime.date) -> tuple[Any, ...]:
    """The values a fact can have, or those that between them make every difference on that day."""
    entry = plan.all_facts[name]
    match entry["type"]:
        case "boolean":
            return (True, False)
        case "choice":
            return tuple(entry["values"])
        case "date":
            ages = (as_of.replace(year=as_of.year - age) for age in (50, 18, 17, 16))
            days = sorted({*ages, *_LIMIT_DAYS, as_of, as_of + datetime.timedelta(days=200)})
            return tuple(day for day in days if day <= entry.get("maximum", day))
    low, high = entry.get("minimum", 0 if entry["type"] == "money" else -24), entry.get("maximum", 2000)
    return tuple(value for value in plan.samples.get(name) or range(4) if low <= value <= high)


def span_of(value: Any) -> Any:
    """The year of an early date, the month of a late one; anything else as it is."""
    if not isinstance(value, datetime.date):
        return value
    return value.year if value.month < 6 else f"{value:%Y-%m}"


@st.composite
def cases(draw: Draw[Any], plan: Plan, known: Sequence[int] = KNOWN) -> dict[str, Any]:
    """A case of a pack: each fact known, null or not written; members not named, none, or up to three.

    Of eight facts about as many are known as one of `known` says.
    """
    as_of = draw(st.sampled_from(_CHECKED_ON))
    density = draw(st.sampled_from(known))

    gives_derived = draw(st.sampled_from([0, 0, 0, 3]))

    def facts_of(subject: str) -> dict[str, Any]:
        known: dict[str, Any] = {}
        for name in plan.facts:
            if name.partition(".")[0] != subject:
                continue
            within = density if "derive" not in plan.facts[name] else gives_derived
            at = draw(st.integers(1, 8))
            if at <= within:
                value = draw(st.sampled_from(values_of(plan, name, as_of)))
                known[name.partition(".")[2]] = span_of(value) if draw(st.integers(1, 4)) == 1 else value
            elif at == 8:
                known[name.partition(".")[2]] = None
        return known

    written: dict[str, Any] = {"as_of": as_of}
    written |= {subject: facts_of(subject) for subject in ("household", "application")}
    number = draw(st.sampled_from([None, 0, 1, 2, 2, 3]))
    if number is not None:
        written["members"] = [{"id": f"m{index}"} | facts_of("member") for index in range(number)]
        everybody = draw(st.sampled_from([True, True, False, None]))
        written |= {} if everybody is None else {"everybody": everybody}
    return written


@st.composite
def with_cases(
    draw: Draw[Any], of: st.SearchStrategy[Plan], number: int, known: Sequence[int] = KNOWN
) -> tuple[Plan, list[dict[str, Any]]]:
    """A pack and some cases of it."""
    plan = draw(of)
    return plan, [draw(cases(plan, known)) for _ in range(number)]
