"""A pack as the second judge has it: facts, parameters, contested points and rules.

Only what decides something is here; words, labels and whatever is asked are passed over.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from clausewise.plain.condition_reading import Terms
from clausewise.plain.conditions import Condition
from clausewise.plain.ends import Ends
from clausewise.plain.expressions import Expression


@dataclass(frozen=True, eq=False)
class Entry:
    """What a fact is where a condition is proved, or which values of a choice it then does not have."""

    value: Any
    ruled_out: tuple[str, ...]
    when: Condition

    def allows(self, value: Any) -> bool:
        """Whether the fact can have a value where the condition is proved."""
        return value not in self.ruled_out if self.ruled_out else bool(value == self.value)


@dataclass(frozen=True, eq=False)
class Fact:
    """A fact. `least` and `most` are the ends of its domain; a boolean is derived by a condition."""

    name: str
    kind: str
    values: tuple[Any, ...] = ()
    least: Any = None
    most: Any = None
    derived_by: Condition | Expression | None = None
    implied_by: tuple[Entry, ...] = ()

    @property
    def of_member(self) -> bool:
        return self.name.startswith("member.")

    @property
    def names(self) -> frozenset[str]:
        """Its own name: what is worked out of it is forgotten with it."""
        return frozenset({self.name})

    @property
    def domain(self) -> Ends | None:
        """The ends of what it may be while nothing is known; an amount is from 0. Truths and choices have none."""
        if self.kind in ("boolean", "choice"):
            return None
        return 0 if self.least is None and self.kind == "money" else self.least, self.most

    @cached_property
    def follows_from(self) -> frozenset[str]:
        """The facts that its derivation, or what implies it, names."""
        if self.derived_by is not None:
            return self.derived_by.names
        return frozenset().union(*(entry.when.names for entry in self.implied_by))


@dataclass(frozen=True, eq=False)
class Rule:
    """A rule. `aid` has the amount and the months of each aid, as far as they are computed."""

    name: str
    clause: int
    about: str
    when: Condition
    aid: tuple[tuple[Expression | None, Expression | None], ...] = ()
    deadline: Expression | None = None
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, eq=False, repr=False)
class PlainPack:
    """The rules of one document. `parameters` have their values by the day from which each holds, in that order.

    `clauses` are the first and the last number of the document, `with_text` those whose text is on the page,
    `with_duties` those of institutions. `groups` are the implied facts, those in a circle together, each group after
    what it reads. `terms` reads further conditions in the words of the pack.
    """

    facts: Mapping[str, Fact]
    parameters: Mapping[str, tuple[tuple[datetime.date, Any], ...]]
    rules: Mapping[str, Rule]
    clauses: tuple[int, int]
    with_text: frozenset[int]
    with_duties: frozenset[int]
    groups: tuple[tuple[str, ...], ...]
    terms: Terms

    def measures(self) -> Iterator[tuple[int, str]]:
        """Each number, with the verdict of its measure where no rule finds anything."""
        with_rules = {rule.clause for rule in self.rules.values()}
        for number in range(self.clauses[0], self.clauses[1] + 1):
            if number in with_rules:
                yield number, "does_not_apply"
            elif number not in self.with_text:
                yield number, "no_text"
            else:
                yield number, "institutional" if number in self.with_duties else "not_encoded"
