"""What an aid comes to may be written as a number or as an expression."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from clausewise.engine import Engine
from specification.written import LABEL, Plan, case_of, fact, pack_of, rule


@pytest.mark.parametrize(
    ("amount", "months", "yuan", "number"),
    [(100, 6, Fraction(100), 6), ("100.50", "12 - 2", Fraction(201, 2), 10)],
)
def test_a_number_and_an_expression_are_read_alike(amount: Any, months: Any, yuan: Fraction, number: int) -> None:
    aid = {"form": "cash", **LABEL, "text": "乙", "amount": amount, "months": months}
    plan = Plan(
        {"household.poor": fact("boolean")}, {}, {"s.r": rule("s.r", "household", {"if": "household.poor"}, aid=[aid])}
    )
    pack = pack_of(plan)

    (finding,) = Engine(pack).check(case_of(pack, {"household": {"poor": True}})).findings

    assert [(grant.amount, grant.months) for grant in finding.aid] == [(yuan, number)]
