"""What is not known is compared by its bounds, as the language's intervals say it; what is known pays for none."""

from __future__ import annotations

import datetime
from contextlib import closing
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from clausewise.engine import Engine
from clausewise.language import bounds as b
from clausewise.screening.rules.graph import FALSE, TRUE, Graph, Level
from clausewise.screening.rules.numbers import Number
from clausewise.screening.rules.program import compile_rules
from clausewise.screening.rules.ranges import Range, Ranges
from clausewise.screening.rules.reading import Known
from engine.one_rule import household, plan_of, with_members
from screening.agreement import screened_alike
from screening.stepping import value_of
from specification.written import case_of, fact, pack_of, rule

ENDS = st.tuples(st.none() | st.integers(-3, 3), st.none() | st.integers(-3, 3)).map(
    lambda ends: ends if ends[0] is None or ends[1] is None else (min(ends[0], ends[1]), max(ends[0], ends[1]))
)
SIDE = st.tuples(st.none() | st.integers(-3, 3), ENDS)
OPERATORS = ["+", "-", "*", "/", "min", "max"]
COMPARISONS = ["==", "!=", "<", "<=", ">", ">="]


def of_side(ranges: Ranges, graph: Graph, name: str, ends: tuple[int | None, int | None]) -> Range:
    step = graph.column(name, Level.HOUSEHOLD, -3, 3, nullable=True)
    low, high = (None if end is None else ranges.numbers.constant(end) for end in ends)
    return ranges.asked(Number(step), low, high)


def interval_of(value: Any, ends: tuple[int | None, int | None]) -> b.Interval:
    return b.exactly(value) if value is not None else b.Interval(*ends)


def joined(operator: str, left: b.Interval, right: b.Interval, values: tuple[Any, Any]) -> b.Interval | None:
    """The bounds of two sides joined, of which these are the values that are known."""
    first, second = values
    match operator:
        case "+":
            return b.add(left, right)
        case "-":
            return b.subtract(left, right)
        case "min":
            return b.lesser(left, right)
        case "max":
            return b.greater(left, right)
        case "*":
            if second is not None:
                return b.multiply(left, second)
            return None if first is None else b.multiply(right, first)
    return None if second is None else b.divide(left, second)


@given(st.sampled_from(OPERATORS), SIDE, SIDE, st.sampled_from(COMPARISONS), st.fractions(-4, 4, max_denominator=2))
@example("*", (0, (None, None)), (None, (None, None)), "==", Fraction(0))
@example("/", (None, (0, 3)), (0, (None, None)), ">=", Fraction(0))
@example("min", (None, (None, None)), (2, (None, None)), "<=", Fraction(2))
def test_a_comparison_is_decided_as_the_intervals_of_its_sides_say(
    operator: str, left: Any, right: Any, symbol: str, limit: Fraction
) -> None:
    graph = Graph()
    ranges = Ranges(graph)
    sides = [of_side(ranges, graph, name, side[1]) for name, side in (("a", left), ("b", right))]
    constant = ranges.asked(ranges.numbers.constant(limit))
    proved, possible = ranges.compare(symbol, ranges.apply(operator, *sides), constant)
    row = {"a": left[0], "b": right[0]}
    bounds = joined(operator, interval_of(*left), interval_of(*right), (left[0], right[0]))
    expected = b.decide(symbol, bounds, b.exactly(limit))
    found = (value_of(graph, proved, row), value_of(graph, possible, row))
    assert found == {True: (True, True), False: (False, False), None: (False, True)}[expected]


@given(SIDE, SIDE, st.sampled_from(COMPARISONS))
def test_two_sides_that_may_both_be_unknown_are_compared_by_their_ends(left: Any, right: Any, symbol: str) -> None:
    graph = Graph()
    ranges = Ranges(graph)
    sides = [of_side(ranges, graph, name, side[1]) for name, side in (("a", left), ("b", right))]
    proved, possible = ranges.compare(symbol, *sides)
    row = {"a": left[0], "b": right[0]}
    expected = b.decide(symbol, interval_of(*left), interval_of(*right))
    found = (value_of(graph, proved, row), value_of(graph, possible, row))
    assert found == {True: (True, True), False: (False, False), None: (False, True)}[expected]


@pytest.mark.parametrize("symbol", COMPARISONS)
@pytest.mark.parametrize("limit", [-4, -3, 0, 3, 4])
def test_a_fact_and_a_constant_take_no_step_for_its_domain(symbol: str, limit: int) -> None:
    graph = Graph()
    ranges = Ranges(graph)
    rooms = of_side(ranges, graph, "rooms", (-3, 3))
    constant = ranges.asked(ranges.numbers.constant(limit))
    without = {*ranges.numbers.compare(symbol, rooms.value, constant.value), FALSE, TRUE}
    assert set(ranges.compare(symbol, rooms, constant)) <= without


RICH = rule("the.rich", "household", {"if": "household.income * 2 - household.rent > sum(member.wage) / 2"})
RENT = {"household.rent": fact("money", maximum=900)}


def test_where_nothing_is_unknown_no_step_is_added_for_bounds() -> None:
    day = datetime.date(2020, 12, 7)
    facts = frozenset({"household.income", "household.rent", "member.wage"})
    of = {}
    for name, rent in (("with an end", RENT), ("without", {"household.rent": fact("money", minimum=-(10**9))})):
        pack = pack_of(plan_of({"the.rich": RICH}, rent))
        of[name] = compile_rules(pack, day, Known(facts, facts, ghosts=False)).graph
    ops = [[node.op for node in graph.nodes] for graph in of.values()]
    assert "known" not in ops[0]
    assert sorted(ops[0]) == sorted(ops[1])


DOUBLE = {"household.need": fact("money", asked=False, derive="sum(member.wage) * 2 + household.rent"), **RENT}


@pytest.mark.parametrize(
    ("need", "refused"),
    [("2299.99", True), ("2300.00", False), ("3200.00", False), ("3200.01", True)],
)
def test_what_is_given_outside_the_bounds_of_its_derivation_contradicts(need: str, refused: bool) -> None:
    # Two wages of 1000 and 150, and a rent from 0 to 900.
    needy = rule("the.needy", "household", {"if": "household.need > 100"})
    with closing(Engine(pack_of(plan_of({"the.needy": needy}, DOUBLE)))) as engine:
        written = with_members({"wage": 1000}, {"wage": 150}, need=Fraction(need))
        screened = screened_alike(engine, [case_of(engine.pack, written)])
    assert (screened.contradictions.height > 0) is refused


def test_of_members_nobody_knows_a_sum_of_wages_is_nought_or_more() -> None:
    plan = plan_of({"the.sum": rule("the.sum", "household", {"if": "sum(member.wage) + household.income >= 0"})})
    with closing(Engine(pack_of(plan))) as engine:
        cases = [case_of(engine.pack, one) for one in (household(), with_members({"wage": 3}, {}), household(income=5))]
        screened = screened_alike(engine, cases)
    assert screened.count("the.sum") == {"does_not_apply": 0, "undetermined": 0, "applies": 3}
