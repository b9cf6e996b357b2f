"""Hints on numbers are worth what was written, or are left out."""

from __future__ import annotations

import pytest

from clausewise.language.labels import Label
from clausewise.language.written_numbers import amount_meant, whole_meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("3万", "30000"),
        ("1.2万元", "12000"),
        ("5千", "5000"),
        ("3 百万", "3000000"),
        ("0.5亿", "50000000"),
        ("620元", "620"),
        ("620.50 元", "620.50"),
        ("６２０", "620"),
        ("¥1,200", "1200"),
        ("1_000", "1000"),
        ("1.0E+2", "100"),
        ("62050e-2", "620.5"),
        ("-30", "-30"),
        ("620.500", "620.5"),
    ],
)
def test_an_amount_is_hinted_at_with_what_it_is_worth(written: str, meant: str) -> None:
    assert amount_meant(written) == meant


@pytest.mark.parametrize(
    "written",
    [
        "12 00", "600-700", "6O", "O6", "007", "0777", "12:30:45", "1,2", "1,20,000", "12,00", "三万", "3万5", "3万5千",
        "3~4", "约300", "300多", "30%", "3元5角", "300美元", "300/月", "620.501", "1e999999999", "1e20", ".5", "5.", "",
        "9" * 40, "3亿亿", "1.2.3", "½",
    ],
)  # fmt: skip
def test_what_is_not_certain_is_no_hint(written: str) -> None:
    assert amount_meant(written) is None


YEARS, MONTHS = Label("周岁", "years"), Label("个月", "months")


@pytest.mark.parametrize(
    ("written", "unit", "meant"),
    [
        ("17", None, "17"),
        ("17周岁", YEARS, "17"),
        ("17岁", YEARS, "17"),
        ("6 months", MONTHS, "6"),
        ("17.0", YEARS, "17"),
        ("1.2万", None, "12000"),
        ("2年", MONTHS, None),
        ("6个月", YEARS, None),
        ("17岁半", YEARS, None),
        ("17.5", YEARS, None),
        ("3人", None, None),
        ("007", None, None),
    ],
)
def test_a_whole_number_is_hinted_at_in_the_unit_of_its_fact(written: str, unit: Label | None, meant: str) -> None:
    assert whole_meant(written, unit) == meant
