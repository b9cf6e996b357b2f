"""What a fact may be: types, domains, money to the fen, and how values are written and shown."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from clausewise.errors import Place
from clausewise.language.facts import Fact, FactType, Parameter, ValueProblem, to_fen, write_value
from clausewise.language.labels import Label

LABEL = Label("甲", "a")
HERE = Place("facts.yaml")
YEARS = Label("周岁", "years")


def fact(kind: FactType, **more: object) -> Fact:
    return Fact("household.x", kind, LABEL, HERE, **more)  # type: ignore[arg-type]


DIBAO = fact(FactType.BOOLEAN)
AGE = fact(FactType.INTEGER, minimum=0, maximum=130, unit=YEARS)
INCOME = fact(FactType.MONEY)
BORN = fact(FactType.DATE, minimum=datetime.date(1900, 1, 1))
AREA = fact(FactType.CHOICE, values={"urban": Label("城镇", "urban"), "rural": Label("农村", "rural area")})


def mend_of(one: Fact, written: object) -> str:
    with pytest.raises(ValueProblem) as refused:
        one.read(written)
    return f"{refused.value} — {refused.value.mend}"


def test_nothing_is_unknown_whatever_the_type() -> None:
    assert [one.read(None) for one in (DIBAO, AGE, INCOME, BORN, AREA)] == [None] * 5


def test_zero_and_false_are_not_unknown() -> None:
    assert DIBAO.read(False) is False
    assert AGE.read(0) == 0
    assert INCOME.read(0) == Fraction(0)


@pytest.mark.parametrize(("written", "yuan"), [(620, 620), (Decimal("620.50"), Fraction(1241, 2)), (0, 0)])
def test_money_is_exact(written: int | Decimal, yuan: Fraction | int) -> None:
    assert INCOME.read(written) == yuan
    assert isinstance(INCOME.read(written), Fraction)


def test_money_is_not_finer_than_a_fen() -> None:
    assert mend_of(INCOME, Decimal("620.505")) == "the number 620.505 is finer than a fen — write at most two decimals"
    assert INCOME.read(Decimal("620.500")) == Fraction(1241, 2)


def test_money_is_negative_only_where_its_domain_says_so() -> None:
    assert mend_of(INCOME, -5) == "the number -5 is a negative amount — write 0 or more"
    assert fact(FactType.MONEY, minimum=Fraction(-10)).read(-5) == -5


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("off", 'the word "off" is not a truth value — write false, without quotation marks'),
        ("true", 'the word "true" is not a truth value — write true, without quotation marks'),
        ("perhaps", 'the word "perhaps" is not a truth value — write true or false'),
        (0, "the number 0 is not a truth value — write true or false"),
    ],
)
def test_nothing_else_is_a_truth_value(written: object, said: str) -> None:
    assert mend_of(DIBAO, written) == said


@pytest.mark.parametrize(
    ("written", "value"), [(True, True), ("是", True), ("否", False), ("yes", True), ("no", False)]
)
def test_a_truth_value_may_be_written_as_answers_print_it(written: object, value: bool) -> None:
    assert DIBAO.read(written) is value


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (Decimal("17.9"), "the number 17.9 is not a whole number — write a whole number, such as 17"),
        (Decimal("18.0"), "the number 18.0 is not a whole number — write a whole number, such as 18"),
        ("18", 'the word "18" is not a whole number — write 18, without quotation marks or unit'),
        ("18岁", 'the word "18岁" is not a whole number — write 18, without quotation marks or unit'),
        ("十八", 'the word "十八" is not a whole number — write a whole number, such as 12'),
        (True, "true is not a whole number — write a whole number, such as 12"),
        (131, "the impossible value 131 — write a value from 0 to 130"),
        (-1, "the impossible value -1 — write a value from 0 to 130"),
    ],
)
def test_only_whole_numbers_of_the_domain_are_integers(written: object, said: str) -> None:
    assert mend_of(AGE, written) == said


def test_the_bounds_of_a_domain_belong_to_it() -> None:
    assert (AGE.read(0), AGE.read(130)) == (0, 130)
    assert BORN.read(datetime.date(1900, 1, 1)) == datetime.date(1900, 1, 1)
    assert mend_of(BORN, datetime.date(1899, 12, 31)) == "the impossible value 1899-12-31 — write 1900-01-01 or more"
    latest = fact(FactType.INTEGER, maximum=5)
    assert mend_of(latest, 6) == "the impossible value 6 — write 5 or less"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2004/03/01", 'the word "2004/03/01" is not a date — write 2004-03-01'),
        ("2004年3月1日", 'the word "2004年3月1日" is not a date — write 2004-03-01'),
        (20040301, "the number 20040301 is not a date — write 2004-03-01"),
        ("2004-02-30", 'the word "2004-02-30" is not a date — write a date such as 2004-03-01'),
        ("2004-W09-1", 'the word "2004-W09-1" is not a date — write a date such as 2004-03-01'),
        (2004, "the number 2004 is not a date — write a date such as 2004-03-01"),
    ],
)
def test_a_date_is_written_in_one_way(written: object, said: str) -> None:
    assert mend_of(BORN, written) == said


def test_a_date_may_stand_in_quotation_marks() -> None:
    assert BORN.read("2004-03-01") == datetime.date(2004, 3, 1)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("urbn", 'the word "urbn" is none of its values — did you mean urban?'),
        ("sea", 'the word "sea" is none of its values — it may be: urban, rural'),
        (1, "the number 1 is none of its values — it may be: urban, rural"),
    ],
)
def test_a_choice_has_no_other_values(written: object, said: str) -> None:
    assert mend_of(AREA, written) == said


@pytest.mark.parametrize("written", ["rural", "rural area", "农村"])
def test_a_choice_is_written_by_the_name_of_its_value_or_as_answers_print_it(written: str) -> None:
    assert AREA.read(written) == "rural"


@pytest.mark.parametrize(
    ("yuan", "fen"),
    [
        (Fraction(1, 3), "0.33"),
        (Fraction(2, 3), "0.67"),
        (Fraction(5, 1000), "0.01"),
        (Fraction(4999, 1000000), "0.00"),
        (620, "620.00"),
        (Fraction(-5, 1000), "0.00"),
    ],
)
def test_amounts_round_half_up_to_the_fen(yuan: Fraction | int, fen: str) -> None:
    assert format(to_fen(yuan), "f").lstrip("-") == fen


def test_values_are_written_as_files_write_them() -> None:
    assert write_value(True) == "true"
    assert write_value(Fraction(1241, 2)) == "620.50"
    assert write_value(datetime.date(2004, 3, 1)) == "2004-03-01"
    assert write_value(17) == "17"
    assert write_value("urban") == "urban"


def test_values_are_shown_in_both_languages() -> None:
    assert (DIBAO.show(True, "zh"), DIBAO.show(False, "en")) == ("是", "no")
    assert (AREA.show("rural", "zh"), AREA.show("rural", "en")) == ("农村", "rural area")
    assert (INCOME.show(Fraction(620), "zh"), INCOME.show(Fraction(620), "en")) == ("620.00 元", "620.00 yuan")
    assert (AGE.show(17, "zh"), AGE.show(17, "en")) == ("17 周岁", "17 years")
    assert (AGE.show(None, "zh"), AGE.show(None, "en")) == ("未知", "unknown")


def test_a_parameter_is_unknown_before_its_first_day_and_changes_on_its_days() -> None:
    line = Parameter(
        "line",
        FactType.MONEY,
        LABEL,
        ((datetime.date(2020, 9, 1), Fraction(620)), (datetime.date(2021, 9, 1), Fraction(636))),
        None,
        HERE,
    )
    assert line.on(datetime.date(2020, 8, 31)) is None
    assert line.on(datetime.date(2020, 9, 1)) == 620
    assert line.on(datetime.date(2021, 8, 31)) == 620
    assert line.on(datetime.date(2021, 9, 1)) == 636


def test_a_name_falls_into_a_subject_and_a_short_name() -> None:
    assert fact(FactType.BOOLEAN).subject.value == "household"
    assert fact(FactType.BOOLEAN).short_name == "x"
