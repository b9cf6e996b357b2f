"""Whatever is said to turn a finding turns it, over made-up packs with sums, counts, means, products and dates."""

from __future__ import annotations

from itertools import islice
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from specification.generators import plans, reckoning_plans, tangled_plans, with_cases
from specification.properties import check, engine_of
from specification.turnings import nothing_is_left_out, small_changes, turn
from specification.written import Plan

Made = tuple[Plan, list[dict[str, Any]]]


def turn_all(made: Made, most_changes: int = 150) -> None:
    """Every finding of the cases that is asked about, each held to what is said of it."""
    plan, cases = made
    with engine_of(plan) as engine:
        for written in cases:
            result = check(engine, written)
            for finding in result.findings[:3] if result is not None else ():
                assert result is not None
                for turning in turn(engine, result, finding, written):
                    if turning.complete and not turning.sets:
                        changes = islice(small_changes(plan, result, finding, written), most_changes)
                        nothing_is_left_out(engine, changes, finding, written, turning)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.one_of(
        with_cases(reckoning_plans(), 1, known=(1, 4, 8)),
        with_cases(plans(rules=2), 1, known=(2, 5, 8)),
        with_cases(tangled_plans(), 1, known=(0, 3, 8)),
    )
)
def test_every_suggestion_turns_its_finding_and_where_there_is_none_no_small_change_does(made: Made) -> None:
    turn_all(made)
