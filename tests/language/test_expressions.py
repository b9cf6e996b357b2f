"""Expressions become typed trees: which kinds go together, what binds tighter, where a fault stands."""

from __future__ import annotations

import datetime
import warnings
from fractions import Fraction

import pytest

from clausewise.errors import Place
from clausewise.language.expression_parser import (
    ExpressionProblem,
    Names,
    RefusedName,
    parse_condition_expression,
    parse_value_expression,
)
from clausewise.language.expressions import (
    Arithmetic,
    AsOf,
    Call,
    Comparison,
    Constant,
    CountMembers,
    Expression,
    FactRef,
    Kind,
    ParameterRef,
    SumMembers,
    aggregates_in,
    facts_in_sight,
    facts_read,
    fold,
    parameters_read,
    parts_of,
    reads_members,
    walk,
    with_parts,
)
from clausewise.language.facts import Fact, FactType, Parameter
from clausewise.language.labels import Label

LABEL = Label("甲", "a")
HERE = Place("facts.yaml")
AREA = {"urban": Label("城镇", "urban"), "rural": Label("农村", "rural")}
FACTS = {
    fact.name: fact
    for fact in (
        Fact("household.area", FactType.CHOICE, LABEL, HERE, values=AREA),
        Fact("household.dibao", FactType.BOOLEAN, LABEL, HERE),
        Fact("household.income", FactType.MONEY, LABEL, HERE),
        Fact("household.rooms", FactType.INTEGER, LABEL, HERE),
        Fact("household.found_on", FactType.DATE, LABEL, HERE),
        Fact("member.age", FactType.INTEGER, LABEL, HERE),
        Fact("member.wage", FactType.MONEY, LABEL, HERE),
        Fact("member.birth_date", FactType.DATE, LABEL, HERE),
    )
}
LINE = Parameter("line", FactType.MONEY, LABEL, ((datetime.date(2020, 9, 1), Fraction(620)),), None, HERE)
NAMES = Names(FACTS, {"line": LINE}, member_in_sight=True)
INCOME = FactRef("household.income", Kind.MONEY)
ROOMS = FactRef("household.rooms", Kind.INTEGER)


def parse(text: str) -> Expression:
    return parse_condition_expression(text, NAMES)


def number(text: str) -> Expression:
    """The left side of a comparison that holds `text` there."""
    parsed = parse(f"{text} > 0")
    assert isinstance(parsed, Comparison)
    return parsed.left


def problem_of(text: str, kind: Kind = Kind.BOOLEAN) -> ExpressionProblem:
    with pytest.raises(ExpressionProblem) as refused:
        parse(text) if kind is Kind.BOOLEAN else parse_value_expression(text, NAMES, kind)
    return refused.value


def test_a_boolean_fact_is_a_whole_expression() -> None:
    assert parse("household.dibao") == FactRef("household.dibao", Kind.BOOLEAN)


def test_a_comparison_keeps_both_sides_and_its_sign() -> None:
    assert parse('household.area != "rural"') == Comparison(
        "!=", FactRef("household.area", Kind.CHOICE), Constant("rural", Kind.CHOICE)
    )


@pytest.mark.parametrize("sign", ["==", "!=", "<", "<=", ">", ">="])
def test_every_sign_compares_numbers(sign: str) -> None:
    parsed = parse(f"member.age {sign} 18")
    assert parsed == Comparison(sign, FactRef("member.age", Kind.INTEGER), Constant(18, Kind.INTEGER))


def test_a_choice_may_stand_on_the_right() -> None:
    assert parse('"urban" == household.area') == Comparison(
        "==", Constant("urban", Kind.CHOICE), FactRef("household.area", Kind.CHOICE)
    )


def test_multiplication_binds_tighter_than_addition() -> None:
    product = Arithmetic("*", Constant(2, Kind.INTEGER), ROOMS, Kind.INTEGER)
    assert number("1 + 2 * household.rooms") == Arithmetic("+", Constant(1, Kind.INTEGER), product, Kind.INTEGER)


def test_brackets_bind_tightest() -> None:
    total = Arithmetic("+", Constant(1, Kind.INTEGER), Constant(2, Kind.INTEGER), Kind.INTEGER)
    assert number("(1 + 2) * household.rooms") == Arithmetic("*", total, ROOMS, Kind.INTEGER)


def test_subtraction_goes_from_left_to_right() -> None:
    inner = Arithmetic("-", ROOMS, Constant(2, Kind.INTEGER), Kind.INTEGER)
    assert number("household.rooms - 2 - 1") == Arithmetic("-", inner, Constant(1, Kind.INTEGER), Kind.INTEGER)


def test_decimals_are_exact() -> None:
    assert number("0.1") == Constant(Fraction(1, 10), Kind.NUMBER)


def test_a_number_may_be_negative() -> None:
    assert number("-2") == Constant(-2, Kind.INTEGER)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("household.rooms + 1", Kind.INTEGER),
        ("household.rooms / 2", Kind.NUMBER),
        ("household.rooms * 0.5", Kind.NUMBER),
        ("household.income + 1", Kind.MONEY),
        ("household.income * 2", Kind.MONEY),
        ("household.income / count(member)", Kind.MONEY),
        ("household.income / household.income", Kind.NUMBER),
        ("min(household.rooms, 2)", Kind.INTEGER),
        ("max(household.rooms, 2.5)", Kind.NUMBER),
        ("max(household.income, 620)", Kind.MONEY),
        ("parameter.line", Kind.MONEY),
        ("sum(member.wage)", Kind.MONEY),
        ("sum(member.age)", Kind.INTEGER),
        ("count(member)", Kind.INTEGER),
        ("years(member.birth_date, case.as_of)", Kind.INTEGER),
        ("months(member.birth_date, case.as_of)", Kind.INTEGER),
        ("days(member.birth_date, case.as_of)", Kind.INTEGER),
    ],
)
def test_every_expression_has_a_kind(text: str, kind: Kind) -> None:
    assert number(text).kind is kind


def test_dates_are_written_and_moved() -> None:
    parsed = parse('add_months(household.found_on, 1) < date("2020-12-07")')
    moved = Call("add_months", (FactRef("household.found_on", Kind.DATE), Constant(1, Kind.INTEGER)), Kind.DATE)
    assert parsed == Comparison("<", moved, Constant(datetime.date(2020, 12, 7), Kind.DATE))


def test_the_day_of_the_case_is_a_date() -> None:
    assert parse("case.as_of > household.found_on") == Comparison(">", AsOf(), FactRef("household.found_on", Kind.DATE))


def test_parameters_and_aggregates_have_nodes_of_their_own() -> None:
    assert parse("household.income / count(member) < parameter.line") == Comparison(
        "<", Arithmetic("/", INCOME, CountMembers(), Kind.MONEY), ParameterRef("line", Kind.MONEY)
    )
    assert number("sum(member.wage)") == SumMembers("member.wage", Kind.MONEY)


def test_facts_are_read_once_each_in_the_order_written() -> None:
    parsed = parse("max(household.rooms, sum(member.age)) > household.rooms + member.age")
    assert facts_read(parsed) == ("household.rooms", "member.age")


def test_an_expression_tells_whether_it_looks_at_all_members() -> None:
    assert reads_members(parse("max(1, count(member)) > 2"))
    assert not reads_members(parse("member.age > 2"))


def test_a_sum_looks_at_members_also_where_no_member_is_in_sight() -> None:
    parsed = parse_condition_expression("sum(member.wage) > 0", Names(FACTS, {}, member_in_sight=False))
    assert facts_read(parsed) == ("member.wage",)


@pytest.mark.parametrize("kind", [Kind.MONEY, Kind.INTEGER])
def test_an_amount_may_be_written_as_a_number_of_yuan(kind: Kind) -> None:
    assert parse_value_expression("500", NAMES, kind) == Constant(500, Kind.INTEGER)


def test_a_comparison_is_no_value() -> None:
    assert str(problem_of("member.age > 3", Kind.INTEGER)) == "this is a truth value, not a whole number"


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("household.diboa", 0),
        ("  household.diboa", 2),
        ("member.age + household.diboa > 3", 13),
        ('household.area == "城镇" + household.diboa', 25),
        ("household.income = 620", 17),
        ("member.age ≥ 18", 11),
    ],
)
def test_a_problem_says_where_in_the_text_it_stands(text: str, column: int) -> None:
    assert problem_of(text).column == column


def test_columns_count_characters_and_not_bytes() -> None:
    assert problem_of('max("城镇城镇", household.diboa) > 1').column == 12


def test_what_speaks_of_a_refused_fact_is_told_apart() -> None:
    with pytest.raises(RefusedName):
        parse_condition_expression("household.wealth > 3", Names(FACTS, {}, True, {"household.wealth"}))


def test_nothing_is_warned_of_while_a_wrong_expression_is_read() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        problem_of(r'household.area == "\d"')
        problem_of("1if household.dibao else 2")


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("member.aeg > 3", "did you mean member.age?"),
        ("household.wealth > 3", "facts.yaml lists them"),
        ("parameter.lime > 3", "did you mean parameter.line?"),
        ("age > 3", "did you mean member.age?"),
        ('household.area == "urbn"', "did you mean urban?"),
        ('household.area == "town"', "it may be: urban, rural"),
        ('member.age == "18"', "write 18 without quotation marks"),
        ('member.birth_date == "2002-12-07"', 'write date("2002-12-07")'),
        ("yeers(member.birth_date, case.as_of) > 3", "did you mean years?"),
        ("household.dibao == true", "write the fact alone, or under not:"),
    ],
)
def test_a_problem_says_what_would_be_right(text: str, mend: str) -> None:
    assert problem_of(text).mend == mend


@pytest.mark.parametrize(
    "text", ["1" + " + 1" * 40 + " > 0", "-" * 100 + "1 > 0", "max(1, " * 40 + "2" + ")" * 40 + " > 0"]
)
def test_nesting_has_a_limit(text: str) -> None:
    assert str(problem_of(text)) == "the expression is nested too deep"


@pytest.mark.parametrize("text", ["(" * 240 + "1", "household.", "1 1", "member.age >"])
def test_what_is_no_expression_is_said_to_be_none(text: str) -> None:
    assert "cannot be read as an expression" in str(problem_of(text))


def test_a_name_that_shares_only_its_subject_is_not_suggested() -> None:
    assert problem_of("household.colour > 3").mend == "facts.yaml lists them"


def test_a_walk_meets_an_expression_and_all_below_it_in_the_order_written() -> None:
    parsed = parse("household.income + 20 > min(parameter.line, sum(member.wage))")
    met = [node.name for node in walk(parsed) if isinstance(node, FactRef | ParameterRef)]
    assert met == ["household.income", "line"]
    assert len(list(walk(parsed))) == 7
    assert [len(parts_of(node)) for node in walk(parsed)] == [2, 2, 0, 0, 2, 0, 0]


def test_what_is_in_sight_is_told_from_what_is_counted_over_members() -> None:
    parsed = parse("household.income / count(member) > sum(member.wage) - sum(member.wage) + household.income")
    assert facts_in_sight(parsed) == ("household.income",)
    assert aggregates_in(parsed) == (CountMembers(), SumMembers("member.wage", Kind.MONEY))
    assert facts_read(parsed) == ("household.income", "member.wage")
    assert parameters_read(parsed) == frozenset()
    assert parameters_read(parse("household.income < 2 * parameter.line")) == {"line"}


def test_an_expression_is_made_again_over_other_parts() -> None:
    parsed = parse("household.rooms + 1 > 2")
    assert isinstance(parsed, Comparison)
    assert with_parts(parsed, (parsed.left, parsed.left)) == parse("household.rooms + 1 > household.rooms + 1")
    assert with_parts(parse("min(household.rooms, 1) > 2"), parts_of(parse("3 > household.rooms"))) == parse(
        "3 > household.rooms"
    )
    assert with_parts(ROOMS, ()) == ROOMS
    with pytest.raises(ValueError, match="1 parts for 2"):
        with_parts(parsed, (ROOMS,))


def test_a_fold_comes_to_what_the_parts_come_to() -> None:
    def depth(_: Expression, below: tuple[int, ...]) -> int:
        return 1 + max(below, default=0)

    assert fold(parse("household.rooms > 2"), depth) == 2
    assert fold(parse("household.rooms + 2 * min(household.rooms, 3) > 2"), depth) == 5
