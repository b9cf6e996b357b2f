"""The values that matter for a fact: what comparisons set on it, through derivations, to the day and to the fen."""

from __future__ import annotations

import datetime
from fractions import Fraction

import pytest

from bad.reading import GOOD_PACK
from clausewise.language.facts import Value
from clausewise.language.limits import Limits, values_beside
from clausewise.language.periods import completed_months, latest_start
from language.small import read, rule

FACTS = (GOOD_PACK / "rules/facts.yaml").read_text(encoding="utf-8")
DAY = datetime.date(2020, 12, 7)
SOURCE = "source: {zh: 示例, en: an example}"
ROOMS = """\
household.rooms: {type: integer, zh: 房间, en: rooms, minimum: 1, maximum: 9, ask: {zh: 几间？, en: How many rooms?}}
"""
SHARE = f"""\
household.share: {{type: money, zh: 人均, en: per head, derive: household.income / count(member), {SOURCE}}}
household.poor: {{type: boolean, zh: 困难, en: poor, derive: household.share < 620, {SOURCE}}}
"""


def matter(name: str, *conditions: str, facts: str = "", on: datetime.date = DAY) -> list[str]:
    """The values that matter for a fact when these are the only comparisons of numbers and dates, as text."""
    entries = [rule(f"{{if: {one!r}, text: 低保}}", f"more.a{n}", "member") for n, one in enumerate(conditions)]
    pack = read({"facts.yaml": FACTS + facts, "02-school.yaml": "".join(entries)})
    return [_text(value) for value in Limits(pack, on).values_that_matter(name)]


def _text(value: Value) -> str:
    return f"{float(value):g}" if isinstance(value, Fraction) else str(value)


def test_a_truth_and_a_choice_have_all_their_values() -> None:
    assert matter("household.dibao", "member.age >= 6") == ["False", "True"]
    assert matter("household.area", "member.age >= 6") == ["urban", "rural"]


def test_an_age_limit_is_counted_back_to_the_day() -> None:
    # Who is 18 on 2020-12-07 was born on 2002-12-07 or before, and after 2001-12-07.
    assert matter("member.birth_date", "member.age >= 18") == ["2001-12-07", "2001-12-08", "2002-12-07", "2002-12-08"]
    assert matter("member.age", "member.age >= 18") == ["0", "17", "18", "19", "130"]


def test_who_was_born_on_29_february_is_of_age_a_day_early() -> None:
    found = matter("member.birth_date", "member.age >= 18", on=datetime.date(2022, 2, 28))
    assert found == ["2003-02-28", "2003-03-01", "2004-02-29", "2004-03-01"]


def test_months_and_days_are_counted_back_too() -> None:
    found = matter("household.relieved_on", "months(household.relieved_on, case.as_of) < 1")
    assert found == ["2000-01-01", "2020-10-07", "2020-10-08", "2020-11-07", "2020-11-08"]
    found = matter("household.relieved_on", "days(household.relieved_on, case.as_of) <= 30")
    assert found == ["2000-01-01", "2020-11-06", "2020-11-07", "2020-11-08"]
    found = matter("household.relieved_on", "add_months(household.relieved_on, 1) < case.as_of")
    assert found == ["2000-01-01", "2020-11-06", "2020-11-07", "2020-11-08"]


def test_a_parameter_sets_the_limit_in_force_on_the_day() -> None:
    line = "household.income < parameter.dibao_line * 2"
    assert matter("household.income", line) == ["0", "1239.99", "1240", "1240.01"]
    assert matter("household.income", "household.income < parameter.dibao_line", on=datetime.date(2020, 1, 1)) == ["0"]


def test_a_limit_reaches_a_fact_through_arithmetic_exactly() -> None:
    assert matter("household.income", "household.income / 3 - 50 > 100") == ["0", "449.99", "450", "450.01"]
    assert matter("household.income", "1000 - household.income * 3 > 0") == ["0", "333.33", "333.34"]
    assert matter("household.income", "min(household.income, 600) >= 620") == [
        "0", "599.99", "600", "600.01", "619.99", "620", "620.01",
    ]  # fmt: skip


def test_a_limit_reaches_what_a_fact_is_derived_from() -> None:
    found = matter("household.income", "household.poor", facts=SHARE)
    assert found == ["0", "619.99", "620", "620.01"]


def test_a_whole_number_lies_within_its_domain() -> None:
    assert matter("household.rooms", "household.rooms * 2 >= 5", facts=ROOMS) == ["1", "2", "3", "9"]
    assert matter("household.rooms", "household.rooms > 9", facts=ROOMS) == ["1", "8", "9"]
    assert matter("household.rooms", "member.age >= 6", facts=ROOMS) == ["1", "9"]


def test_values_beside_one_limit() -> None:
    facts = read({"facts.yaml": FACTS + ROOMS}).facts
    assert values_beside(facts["household.rooms"], [Fraction(5, 2)]) == (1, 2, 3, 9)
    assert values_beside(facts["household.income"], [Fraction(0)]) == (0, Fraction(1, 100))
    assert values_beside(facts["member.birth_date"], [datetime.date.max]) == (
        datetime.date(9999, 12, 30),
        datetime.date(9999, 12, 31),
    )


@pytest.mark.parametrize("end", [datetime.date(2022, 2, 28), datetime.date(2024, 2, 29), datetime.date(2023, 4, 30)])
@pytest.mark.parametrize("months", [-13, 0, 1, 6, 12, 216])
def test_from_the_day_after_the_latest_start_so_many_months_are_not_completed(end: datetime.date, months: int) -> None:
    start = latest_start(end, months)
    assert start is not None
    assert completed_months(start, end) >= months
    assert completed_months(start + datetime.timedelta(days=1), end) < months
