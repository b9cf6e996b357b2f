"""Faults planted in the engine, each of which the comparison with the second judge finds.

durable-rules is given the engine's leaves, so that of most of these it sees nothing. Without a fault the two agree.
"""

from __future__ import annotations

import datetime
import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pytest

from clausewise.case import Case, read_case
from clausewise.case.office import Office
from clausewise.engine import Engine, arithmetic, compiling, concluding, findings, implying, situation
from clausewise.errors import CaseError
from clausewise.language import bounds, kleene
from clausewise.language.conditions import Quantifier
from clausewise.language.model import Pack
from clausewise.plain import PlainPack, read_folders
from clausewise.two_judges import Difference, DifferenceKind, compare_judges
from specification.chongqing import FOLDERS, chongqing_pack
from specification.written import LABEL, Plan, case_of, fact, pack_of, rule

Patch = pytest.MonkeyPatch
PATHS = sorted(FOLDERS.cases.glob("*.yaml"))

_AID = {"form": "cash", "zh": "甲", "en": "A", "text": "乙"}
_AMOUNT = "max(parameter.line - household.income / count(member), 0) * 2 + sum(member.wage)"
_PER_HEAD = "(household.income + sum(member.wage)) / count(member)"
RECKONING = Plan(
    {
        "household.income": fact("money"),
        "household.since": fact("date"),
        "household.moved": fact("boolean"),
        "household.rooms": fact("integer", implied=[{"is": 2, "when": {"if": "household.moved"}, "why": LABEL}]),
        "member.wage": fact("money", maximum=1000),
        "member.balance": fact("money", minimum=-500, maximum=0),
        "household.per_head": fact("money", asked=False, derive=_PER_HEAD),
    },
    {"line": {"type": "money", "zh": "甲", "en": "A", "values": [
        {"from": datetime.date(2020, 1, 1), "value": 620}, {"from": datetime.date(2021, 1, 1), "value": 640},
    ]}},
    {
        "s.amount": rule(
            "s.amount", "household", {"if": "household.per_head < 2 * parameter.line"},
            aid=[{**_AID, "amount": _AMOUNT, "months": "min(12, months(household.since, case.as_of))"}],
                    deadline={"by": "add_months(household.since, 1)", "zh": "甲", "en": "A", "text": "给予"},
        ),
        "s.nothing": rule(
            "s.nothing", "household", {"if": "days(household.since, case.as_of) >= 0"},
            aid=[{**_AID, "amount": "household.income - 900"}],
        ),
        "s.wages": rule("s.wages", "household", {"if": "2 * sum(member.wage) < 2800"}),
        "s.owing": rule("s.owing", "household", {"if": "sum(member.balance) <= 0"}),
        "s.rooms": rule("s.rooms", "household", {"if": "household.rooms >= 2"}),
        "s.earners": rule("s.earners", "household", {"count": "member", "at_least": 1, "if": "member.wage > 100"}),
        "s.somebody": rule("s.somebody", "household", {"some": "member", "if": "household.income > 0"}),
    },
)  # fmt: skip
"""A made-up pack that reckons; nobody's policy."""
HOUSEHOLDS: tuple[dict[str, Any], ...] = (
    {
        "household": {"income": 900, "since": datetime.date(2020, 1, 31)},
        "everybody": True,
        "members": [{"id": "m1", "wage": 0}, {"id": "m2", "wage": 150}],
    },
    {"household": {"income": 5000, "since": "2020-05"}, "members": [{"id": "m1"}, {"id": "m2", "wage": 300}]},
    {"as_of": datetime.date(2021, 2, 28), "household": {"income": 100}, "everybody": True, "members": [{"id": "m1"}]},
    {"household": {"income": 1000, "since": datetime.date(2020, 12, 7)}, "members": []},
    {"household": {"income": 300, "moved": True}},
)


def _doubled(function: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *given: None if (found := function(*given)) is None else found * 2


def _operators(patch: Patch, sign: str, function: Callable[[Any, Any], Any]) -> None:
    patch.setitem(arithmetic._OPERATORS, sign, function)


def _function(patch: Patch, name: str, function: Callable[[Any, Any], Any]) -> None:
    patch.setitem(arithmetic._FUNCTIONS, name, function)


def _years_too_high(patch: Patch) -> None:
    years = arithmetic._FUNCTIONS["years"]
    _function(patch, "years", lambda start, end: years(start, end) + 5)


def _a_month_as_thirty_days(day: datetime.date, months: int) -> datetime.date:
    return day + datetime.timedelta(days=30 * months)


def _count_one_too_many(patch: Patch) -> None:
    def counted(codes: Any, at_least: int | None, at_most: int | None, everybody: bool = True) -> int:
        return kleene.TRUE if codes.count(kleene.TRUE) > (at_least or 0) else kleene.FALSE

    patch.setattr(kleene, "counted", counted)


def _ghost_as_a_member(patch: Patch) -> None:
    def of_everybody(condition: Quantifier) -> Callable[[Sequence[int], bool], int]:
        quantify = kleene.quantifying(condition)
        return lambda codes, everybody: quantify(codes, True)

    patch.setattr(compiling, "quantifying", of_everybody)


def _nothing_implied(patch: Patch) -> None:
    patch.setattr(implying, "values_allowed", lambda entry, left: left or ())


def _overdue_on_the_day(patch: Patch) -> None:
    state = findings.DeadlineState
    patch.setattr(concluding, "DeadlineState", lambda one, day, overdue, missing: state(one, day, not overdue, missing))


def _measures_by_the_weakest(patch: Patch) -> None:
    patch.setattr(concluding, "max", min, raising=False)


# What each fault does to the engine, and of what kind the first differences are that the comparison finds.
IN_CASES: Mapping[str, tuple[Callable[[Patch], object], DifferenceKind]] = {
    "== evaluated as !=": (lambda patch: _operators(patch, "==", operator.ne), DifferenceKind.VERDICT),
    ">= evaluated as >": (lambda patch: _operators(patch, ">=", operator.gt), DifferenceKind.VERDICT),
    "< evaluated as <=": (lambda patch: _operators(patch, "<", operator.le), DifferenceKind.VERDICT),
    "the unknown taken as false": (
        lambda patch: patch.setitem(kleene.CODE_OF, None, kleene.FALSE), DifferenceKind.VERDICT),
    "quantifiers as minima": (
        lambda patch: patch.setattr(compiling, "quantifying", lambda _: lambda codes, everybody: min(codes, default=2)),
        DifferenceKind.VERDICT,
    ),
    "ages five years too high": (_years_too_high, DifferenceKind.VERDICT),
    "what is implied left unknown": (_nothing_implied, DifferenceKind.VERDICT),
    "a deadline past on the wrong side": (_overdue_on_the_day, DifferenceKind.DAY),
    "measures by their weakest finding": (_measures_by_the_weakest, DifferenceKind.MEASURE),
}  # fmt: skip
IN_RECKONING: Mapping[str, tuple[Callable[[Patch], object], DifferenceKind]] = {
    "* evaluated as +": (lambda patch: _operators(patch, "*", operator.add), DifferenceKind.AMOUNT),
    "- evaluated as +": (lambda patch: _operators(patch, "-", operator.add), DifferenceKind.AMOUNT),
    "a quotient cut to whole yuan": (
        lambda patch: _function(patch, "/", lambda left, right: right and left // right), DifferenceKind.AMOUNT),
    "min evaluated as max": (lambda patch: _function(patch, "min", max), DifferenceKind.MONTHS),
    "max evaluated as min": (lambda patch: _function(patch, "max", min), DifferenceKind.AMOUNT),
    "sums doubled": (
        lambda patch: patch.setattr(situation, "sum", _doubled(sum), raising=False), DifferenceKind.AMOUNT),
    "members counted with one more": (
        lambda patch: patch.setattr(situation, "len", lambda of: len(of) + 1, raising=False), DifferenceKind.AMOUNT),
    "a month as thirty days": (
        lambda patch: _function(patch, "add_months", _a_month_as_thirty_days), DifferenceKind.DAY),
    "a month counted before it is over": (
        lambda patch: _function(patch, "months", lambda start, end: (end - start).days // 28), DifferenceKind.MONTHS),
    "the bounds of a sum without those of whom nothing is known": (
        lambda patch: patch.setattr(bounds, "sum_over_any_number", lambda interval: bounds.ZERO),
        DifferenceKind.VERDICT,
    ),
    "the bounds of a sum below zero left open above": (
        lambda patch: patch.setattr(bounds, "sum_over_any_number", lambda interval: bounds.OPEN),
        DifferenceKind.VERDICT,
    ),
    "a product without bounds": (
        lambda patch: patch.setattr(bounds, "multiply", lambda interval, number: None), DifferenceKind.VERDICT),
    "numbers never implied": (_nothing_implied, DifferenceKind.VERDICT),
    "bounds that decide nothing": (
        lambda patch: patch.setattr(bounds, "decide", lambda operator, left, right: None), DifferenceKind.VERDICT),
    "a count that wants one more": (_count_one_too_many, DifferenceKind.VERDICT),
    "somebody who may be there taken as listed": (_ghost_as_a_member, DifferenceKind.VERDICT),
    "an amount below zero granted": (
        lambda patch: patch.setattr(findings.Grant, "is_nothing", False), DifferenceKind.AMOUNT),
}  # fmt: skip


@pytest.fixture(scope="module")
def pack() -> Pack:
    return chongqing_pack()


@pytest.fixture(scope="module")
def households(pack: Pack) -> list[Case]:
    return [read_case(path, pack) for path in PATHS]


def found(pack: Pack, plain: PlainPack, cases: list[Case]) -> Iterator[Difference]:
    """What the two say otherwise, where the engine says anything at all."""
    engine = Engine(pack)
    try:
        for case in cases:
            try:
                result = engine.check(case)
            except CaseError:
                continue
            yield from compare_judges(plain, result)
    finally:
        engine.close()


def test_without_a_fault_the_two_agree_on_every_household_of_the_repository(pack: Pack, households: list[Case]) -> None:
    plain = read_folders(FOLDERS.rules, FOLDERS.policy)
    assert len(households) > 200
    assert [str(one) for one in found(pack, plain, households)] == []


@pytest.mark.parametrize("fault", IN_CASES)
def test_a_fault_of_the_engine_is_found_on_the_households_of_the_repository(
    fault: str, pack: Pack, households: list[Case], monkeypatch: Patch
) -> None:
    plain = read_folders(FOLDERS.rules, FOLDERS.policy)
    plant, kind = IN_CASES[fault]
    plant(monkeypatch)
    assert any(one.kind is kind for one in found(pack, plain, households))


def test_what_the_office_says_lost_on_the_way_is_found(pack: Pack, monkeypatch: Patch) -> None:
    monkeypatch.setattr(Office, "values_on", lambda office, day: {})
    cases = [read_case(path, pack) for path in PATHS if "\noffice:" in path.read_text(encoding="utf-8")]
    plain = read_folders(FOLDERS.rules, FOLDERS.policy)
    kinds = {one.kind for one in found(pack, plain, cases)}
    assert {DifferenceKind.VERDICT, DifferenceKind.PROOF, DifferenceKind.MEASURE} <= kinds


def test_without_a_fault_the_two_reckon_alike() -> None:
    pack = pack_of(RECKONING)
    assert [str(one) for one in found(pack, RECKONING.plain, [case_of(pack, one) for one in HOUSEHOLDS])] == []


@pytest.mark.parametrize("fault", IN_RECKONING)
def test_a_fault_of_arithmetic_is_found_on_a_pack_that_reckons(fault: str, monkeypatch: Patch) -> None:
    pack = pack_of(RECKONING)
    cases = [case_of(pack, one) for one in HOUSEHOLDS]
    plant, kind = IN_RECKONING[fault]
    plant(monkeypatch)
    assert kind in {one.kind for one in found(pack, RECKONING.plain, cases)}


def test_a_difference_says_what_each_of_the_two_says(monkeypatch: Patch) -> None:
    pack = pack_of(RECKONING)
    case = case_of(pack, HOUSEHOLDS[0])
    _function(monkeypatch, "add_months", _a_month_as_thirty_days)
    assert [str(one) for one in found(pack, RECKONING.plain, [case])] == [
        "s.amount: day: 2020-03-01, True by the engine, 2020-02-29, True by the second judge"
    ]
