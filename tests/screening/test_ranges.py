"""What is not known is compared by its bounds, as the language's intervals say it; what is known pays for none."""

from __future__ import annotations

import datetime
from contextlib import closing
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import example, given, settings
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


def of_side(
    ranges: Ranges, graph: Graph, name: str, ends: tuple[int | None, int | None], least: int = -3, nullable: bool = True
) -> Range:
    step = graph.column(name, Level.HOUSEHOLD, least, 3, nullable=nullable)
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


def worked_out(operator: str, left: Any, right: Any) -> tuple[Any, b.Interval | None]:
    """What two sides come to, each a value and its bounds: the value, None where it is not known, and the bounds."""
    (first, _), (second, _) = left, right
    if first is None or second is None or (operator == "/" and second == 0):
        within = None if left[1] is None or right[1] is None else joined(operator, left[1], right[1], (first, second))
        return None, within
    ways = {"+": first + second, "-": first - second, "*": first * second, "min": min(first, second)}
    value = Fraction(first) / second if operator == "/" else ways.get(operator, max(first, second))
    return value, b.exactly(value)


@settings(max_examples=400)
@given(
    st.tuples(st.sampled_from(OPERATORS), st.sampled_from(OPERATORS)),
    st.tuples(SIDE, SIDE, SIDE, SIDE),
    st.sampled_from(COMPARISONS),
)
@example(("+", "*"), ((1, (0, None)), (2, (0, None)), (0, (0, None)), (0, (None, None))), "==")
@example(("+", "*"), ((2, (0, None)), (0, (0, None)), (1, (0, None)), (None, (3, 3))), "<=")
@example(("+", "*"), ((1, (0, None)), (2, (0, None)), (-1, (-1, None)), (None, (3, 3))), "<")
@example(("+", "-"), ((None, (0, None)), (2, (0, None)), (1, (0, None)), (None, (None, 0))), ">=")
def test_several_operations_are_decided_as_their_intervals_say(
    operators: tuple[str, str], sides: tuple[Any, Any, Any, Any], symbol: str
) -> None:
    graph = Graph()
    ranges = Ranges(graph)
    # Of a column that holds nothing below nought, or that is never unknown, more is worked out at once.
    columns = (
        of_side(
            ranges, graph, name, ends, -3 if value is None or value < 0 else value // 2, nullable=value not in (1, 3)
        )
        for name, (value, ends) in zip("abcd", sides, strict=True)
    )  # fmt: skip
    a, b_, c, d = columns
    proved, possible = ranges.compare(symbol, ranges.apply(operators[1], ranges.apply(operators[0], a, b_), c), d)
    row = dict(zip("abcd", (side[0] for side in sides), strict=True))
    told = [(value, interval_of(value, ends)) for value, ends in sides]
    _, bounds = worked_out(operators[1], worked_out(operators[0], told[0], told[1]), told[2])
    expected = b.decide(symbol, bounds, told[3][1])
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
