"""What facts imply, by definition: rounds, each of which sees the values of the one before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from clausewise.plain.conditions import TRUE
from clausewise.plain.household import Open
from clausewise.plain.refusing import Refused

if TYPE_CHECKING:
    from clausewise.plain.pack import Fact
    from clausewise.plain.reading import Reading

Left = tuple[tuple[Any, ...], list[int]]


@dataclass
class Settled:
    """What is left of the values of facts that nobody states, by fact and member, and the entries that left that.

    A fact with one value left has it. Numbers, amounts and days have either any value, and then do not stand here, or
    one.
    """

    left: dict[Open, tuple[Any, ...]] = field(default_factory=dict)
    entries: dict[Open, list[int]] = field(default_factory=dict)


def settle(reading: Reading) -> None:
    """Put down in a reading what is implied in its household; it sees what was put down before."""
    for group in reading.pack.groups:
        facts = [reading.pack.facts[name] for name in group]
        in_circle = any(not fact.follows_from.isdisjoint(group) for fact in facts)
        for _ in group:
            # All that a round makes is put down at its end.
            made = [
                (about, after)
                for about in spoken_of(reading, facts)
                if (after := one_round(reading, *about)) is not None
            ]
            if not made:
                # The next round would see just what this one saw.
                break
            for (fact, who), (left, entries) in made:
                reading.settled.left[fact.name, who] = left
                reading.settled.entries.setdefault((fact.name, who), []).extend(entries)
            if in_circle:
                reading.forget(frozenset(group))


def spoken_of(reading: Reading, facts: list[Fact]) -> Iterator[tuple[Fact, str | None]]:
    """Those of some facts that nobody states, with each member they are about."""
    for fact in facts:
        for who in reading.about(fact):
            if reading.given(fact.name, who) is None and (fact.name, who) not in reading.household.spans:
                yield fact, who


def one_round(reading: Reading, fact: Fact, who: str | None) -> Left | None:
    """The values that a round leaves to a fact, and the entries that do; None where it leaves what there was."""
    before = reading.settled.left.get((fact.name, who)) or fact.values
    left, entries = before, []
    for number, entry in enumerate(fact.implied_by):
        if len(left) == 1:
            break
        if entry.when.prove(reading, who, None)[1] != TRUE:
            continue
        allowed = tuple(value for value in left if entry.allows(value)) if left else (entry.value,)
        if allowed and allowed != left:
            left = allowed
            entries.append(number)
    return None if left == before else (left, entries)


def contradicted(reading: Reading) -> set[Open]:
    """The facts that are stated, and that a proved entry does not allow to be so."""
    return {
        (fact.name, who)
        for fact in reading.pack.facts.values()
        if fact.implied_by
        for who in reading.about(fact)
        if (stated := reading.given(fact.name, who)) is not None
        and any(not one.allows(stated) and one.when.prove(reading, who, None)[1] == TRUE for one in fact.implied_by)
    }


# -- the order ---------------------------------------------------------------------------------------------------------


def in_groups(facts: Mapping[str, Fact]) -> list[tuple[str, ...]]:
    """The implied facts, those that imply one another in a circle together, each group after what it reads.

    Raises: Refused when a derived fact follows from itself.
    """
    behind = {name: all_behind(facts, name) for name in facts}
    for name, fact in facts.items():
        if fact.derived_by is not None and name in behind[name]:
            raise Refused(f"{name} follows from itself")
    implied = [name for name, fact in facts.items() if fact.implied_by]
    found = {
        tuple(other for other in implied if other == name or (other in behind[name] and name in behind[other]))
        for name in implied
    }
    return sorted(found, key=lambda group: (len(behind[group[0]] | {group[0]}), group))


def all_behind(facts: Mapping[str, Fact], name: str) -> set[str]:
    """The facts that a fact follows from, and those that these follow from."""
    found: set[str] = set()
    waiting = [*facts[name].follows_from]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += facts[one].follows_from
    return found
