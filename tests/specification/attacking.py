"""Attacks everything that the product states of one made-up pack, and keeps what was shown to be false.

The pack, the households and the answers follow from a seed and a number alone. Nothing here writes a file.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from random import Random

from specification.attackers import Domain, attackers
from specification.made_packs import edited, make_plan
from specification.statements import Judge, Kind, Written, smaller
from specification.told import Ask, Engines, Told
from specification.written import Plan

DRAWN = 200
"""Households drawn to attack the statements of one pack."""


@dataclass(frozen=True)
class Falsified:
    """A statement of a pack, and the household that shows it to be false, as small as it could be made."""

    kind: Kind
    says: str
    command: str
    shown: str
    plan: Plan
    other: Plan | None
    household: Written


@dataclass(frozen=True)
class Attacked:
    """How many statements of each kind were attacked, and those that are false."""

    told: Counter[Kind] = field(default_factory=Counter)
    false: tuple[Falsified, ...] = ()


@dataclass(frozen=True)
class Task:
    """One pack, by its seed and number, how many households are drawn to attack it, and what is asked of it.

    `at_most` so many groups of questions are asked, all when it is None.
    """

    seed: int
    number: int
    drawn: int = DRAWN
    asks: tuple[Ask, ...] = tuple(Ask)
    at_most: int | None = None


def attack_task(state: None, task: Task) -> Attacked:
    """A task as another process is given it."""
    return attack_pack(task)


def attack_pack(task: Task) -> Attacked:
    """Everything stated of one pack, attacked; the same for the same seed and number."""
    rng = Random(f"{task.seed}/{task.number}")
    plan = make_plan(rng)
    other = edited(rng, plan)
    domain = Domain(plan)
    tried = attackers(domain, rng, task.drawn)
    judge, told, false = Judge(), Counter[Kind](), []
    with Engines() as engines:
        for statement in Told(rng, plan, other, domain, tried, engines).statements(task.asks, task.at_most):
            told[statement.kind] += 1
            found = statement.falsified_by(judge, tried)
            if found is not None:
                household = smaller(statement, Judge(), found[0])
                shown = statement.attack(Judge(), household) or found[1]
                false.append(
                    Falsified(
                        statement.kind, statement.says, statement.command, shown, plan, statement.other, household
                    )
                )
    return Attacked(told, tuple(false))
