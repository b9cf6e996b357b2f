"""What people type for days and amounts is read where it has one meaning; else the message says how to write it."""

from __future__ import annotations

import datetime
from fractions import Fraction

import pytest

from clausewise.interview.typed import Misread, plain, read_answer
from clausewise.language.facts import DateSpan
from clausewise.packs import open_pack

FACTS = open_pack("chongqing-2020").facts
BORN, AMOUNT = FACTS["member.birth_date"], FACTS["household.dibao_reduction_month"]
DAY = datetime.date(1975, 3, 1)


@pytest.mark.parametrize(
    "typed",
    ["1975-03-01", "19750301", "1975.3.1", "1975/3/1", "1975年3月1日", "1975年 3月 1号", "1975 3 1", "1975、3、1",
     "１９７５．３．１"],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(typed: str) -> None:
    assert read_answer(BORN, plain(typed), "zh") == DAY


@pytest.mark.parametrize(
    ("typed", "span"),
    [
        ("1975", DateSpan(1975)),
        ("1975年", DateSpan(1975)),
        ("1975.3", DateSpan(1975, 3)),
        ("197503", DateSpan(1975, 3)),
    ],
)
def test_a_month_or_a_year_is_a_date_as_far_as_it_goes(typed: str, span: DateSpan) -> None:
    assert read_answer(BORN, plain(typed), "zh") == span


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("75-3-1", "75-3-1 是哪一年？年份请写四位，如 1975-03-01"),
        ("75年3月1日", "75年3月1日 是哪一年？年份请写四位，如 1975-03-01"),
        ("3月1号", "3月1号 没有写年份：请写成 1975-03-01 的样子"),
        ("19750230", "日历上没有 19750230 这一天"),
        ("1975-13-1", "日历上没有 1975-13-1 这一天"),
        ("2004112", "2004112 不是日期：请写成 2004-03-01 的样子"),
        ("200403", "200403 是哪一年？年份请写四位，如 1975-03-01"),
    ],
)
def test_a_day_that_is_not_certain_is_asked_for_again(typed: str, why: str) -> None:
    with pytest.raises(Misread) as problem:
        read_answer(BORN, plain(typed), "zh")
    assert str(problem.value) == why


@pytest.mark.parametrize(
    ("typed", "yuan"),
    [
        ("1,200元", 1200),
        ("1，200", 1200),
        ("１２００", 1200),
        ("1200.50", Fraction(2401, 2)),
        ("620块", 620),
        ("3万", 30000),
    ],
)
def test_an_amount_is_read_however_it_is_written(typed: str, yuan: int | Fraction) -> None:
    assert read_answer(AMOUNT, plain(typed), "zh") == yuan


@pytest.mark.parametrize("typed", ["12 00", "0620", "600-700", "很多"])
def test_an_amount_that_is_not_certain_is_asked_for_again(typed: str) -> None:
    with pytest.raises(Misread, match=f"{typed} 看不出是多少元：请写成 620 或 620.50 的样子"):
        read_answer(AMOUNT, plain(typed), "zh")
