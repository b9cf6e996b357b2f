"""What the product states of made-up packs is true, and the attack would find it if it were not.

Faults are planted in memory alone, each as somebody might make it. `make fuzz-true` attacks as many packs as one has
time for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from clausewise.audit.solver.arithmetic import calculate
from clausewise.audit.solver.cones import Cone
from clausewise.audit.solver.search import Inquiry
from clausewise.engine.switching import ends_of
from clausewise.language.facts import Fact
from specification.attacking import Falsified, Task, attack_pack
from specification.statements import Kind
from specification.told import Ask

DRAWN = 60
MOST_PACKS = 500


@pytest.mark.long
@pytest.mark.parametrize("first", range(0, 300, 50))
def test_nothing_that_is_stated_of_fifty_packs_is_false(first: int) -> None:
    asks, told = tuple(Ask), 0
    for number in range(first, first + 50):
        attacked = attack_pack(Task(2020, number, DRAWN, (asks[number % len(asks)],), at_most=1))
        told += attacked.told.total()
        assert [f"{one.says}: {one.shown}, {one.household}" for one in attacked.false] == []
    assert told > 50


def leave_out_members_of_sums(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Cone, "enough", property(lambda cone: cone.seen))
    monkeypatch.setattr(Cone, "adds_up", property(lambda cone: False))


def look_at_one_day(monkeypatch: pytest.MonkeyPatch) -> None:
    def today(inquiry: Inquiry) -> Iterator[Any]:
        yield inquiry.today.span

    monkeypatch.setattr(Inquiry, "_spans", today)


def drop_a_factor(monkeypatch: pytest.MonkeyPatch) -> None:
    def calculate_but_once(symbol: str, left: Any, right: Any) -> Any:
        return left if symbol == "*" else calculate(symbol, left, right)

    monkeypatch.setattr("clausewise.audit.solver.reading.calculate", calculate_but_once)


def forget_the_domain(monkeypatch: pytest.MonkeyPatch) -> None:
    def ends_of_any(fact: Fact, numbers: Iterable[int]) -> tuple[int, int]:
        low, high = ends_of(replace(fact, minimum=None, maximum=None), numbers)
        return min(low, -high), high

    monkeypatch.setattr("clausewise.engine.alternatives.ends_of", ends_of_any)
    monkeypatch.setattr("clausewise.language.limits._can_be", lambda fact, value: True)


@pytest.mark.long
@pytest.mark.parametrize(
    ("plant", "asks", "kinds"),
    [
        (leave_out_members_of_sums, (Ask.WITNESS, Ask.DIFF), {Kind.NEVER, Kind.EQUIVALENT, Kind.LOOSER}),
        (look_at_one_day, (Ask.WITNESS, Ask.DIFF), {Kind.NEVER, Kind.EQUIVALENT}),
        (drop_a_factor, (Ask.MUTANTS, Ask.DIFF), {Kind.EQUIVALENT_MUTANT, Kind.EQUIVALENT, Kind.STRICTER}),
        (forget_the_domain, (Ask.EXPLAIN,), {Kind.TURNS}),
    ],
)
def test_a_fault_that_is_planted_is_found(
    monkeypatch: pytest.MonkeyPatch,
    plant: Callable[[pytest.MonkeyPatch], None],
    asks: tuple[Ask, ...],
    kinds: set[Kind],
) -> None:
    plant(monkeypatch)
    assert first_false(asks, kinds) is not None


def first_false(asks: tuple[Ask, ...], kinds: set[Kind]) -> Falsified | None:
    """The first false statement of these kinds about one of so many packs."""
    for number in range(MOST_PACKS):
        for one in attack_pack(Task(2020, number, DRAWN, asks)).false:
            if one.kind in kinds:
                return one
    return None
