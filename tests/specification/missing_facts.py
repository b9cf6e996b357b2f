"""Which facts are missing, by definition: every state of every open fact is tried with the second judge.

It knows nothing of how the engine finds them. `is_exact` says where the engine promises to name just these, and not one
fact too many.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from math import inf, prod
from typing import Any

from clausewise.plain.conditions import (
    FALSE,
    TRUE,
    UNKNOWN,
    Always,
    Condition,
    Contested,
    Finding,
    If,
    Quantified,
)
from clausewise.plain.ends import Ends, between
from clausewise.plain.expressions import Comparison, Expression, Named
from clausewise.plain.household import GHOST, Household, Open
from clausewise.plain.implying import Settled, all_behind
from clausewise.plain.parsing import parse
from clausewise.plain.reading import Reading
from clausewise.plain.refusing import Refused
from specification.looking import Looking

Values = Callable[[str], tuple[Any, ...]]
"""For a fact, the values it can have, or those that between them make every difference."""
MEMBERS: Open = ("members", None)
NEW_MEMBERS = ("first", "second")
Leaf = tuple[Expression | None, str | None]
"""What stands in a leaf, with the member in sight."""
LOOKS_AT_UNNAMED: Leaf = (None, GHOST)
MAY_TAKE_MORE: Leaf = (None, "more than are tried")


class TooManyStates(Exception):
    """Trying every state would take too long."""


@dataclass(frozen=True)
class Asked:
    """One open fact and the values it could have. For `members` a value is the others."""

    key: Open
    values: tuple[Any, ...]


def missing(reading: Looking, rule_id: str, subject: str | None, values: Values, limit: int) -> set[Open]:
    """The facts that could still settle the verdict, by trying every state of every open fact.

    A fact is missing when there are values for some of the other open facts under which the verdict is still open,
    and a value of its own that then settles it. A state that would be refused as a case is no state. A derived fact
    that is open and has a question is answered for itself, never through what it is derived from; what is implied is
    taken as it stands before anything is answered, and an answer implies nothing more. What is asked only when somebody
    raises it stays open, and is missing only where what is asked of everybody could imply it.

    Raises: TooManyStates when there are more than `limit`.
    """
    fresh = replace(reading)
    if fresh.verdict(rule_id, subject) != UNKNOWN:
        return set()
    if subject == GHOST:
        fresh.people()
    settled = for_whoever_is_named(reading.settled)
    reading = replace(reading, asked_for_itself=dict(open_with_question(reading)), settled=settled)
    asked = list(open_facts(fresh, values, limit))
    if prod(1 + len(one.values) for one in asked) > limit:
        raise TooManyStates
    choices = [(None, *range(len(one.values))) for one in asked]
    verdicts = {}
    for state in itertools.product(*choices):
        answers = {one.key: one.values[at] for one, at in zip(asked, state, strict=True) if at is not None}
        verdicts[state] = verdict_after(reading, rule_id, subject, answers)
    found = set()
    for position, one in enumerate(asked):
        still_open = (state for state, code in verdicts.items() if state[position] is None and code == UNKNOWN)
        for state in still_open:
            answered = ((*state[:position], at, *state[position + 1 :]) for at in range(len(one.values)))
            if any(verdicts[after] in (TRUE, FALSE) for after in answered):
                found.add(one.key)
                break
    return found


def for_whoever_is_named(settled: Settled) -> Settled:
    """What is implied of the member of whom nothing is known is implied of whoever is named in their place."""
    left = dict(settled.left)
    left |= {(name, new): one for (name, who), one in settled.left.items() if who == GHOST for new in NEW_MEMBERS}
    return Settled(left, settled.entries)


def is_asked(fact: dict[str, Any]) -> bool:
    return "derive" not in fact or "ask" in fact


def stays_open(reading: Looking, name: str) -> bool:
    """Whether a fact is asked only when somebody raises it, and no answer to what is asked of everybody implies it."""
    if reading.entries[name].get("asked") != "when_raised":
        return False
    behind = (reading.entries[one] for one in all_behind(reading.pack.facts, name))
    return not any(is_asked(entry) and entry.get("asked") != "when_raised" for entry in behind)


def open_with_question(reading: Looking) -> Iterator[tuple[Open, Ends | None]]:
    """The derived facts that are open and have a question, also of members who may yet be named, with their ends."""
    for name, entry in reading.entries.items():
        if "derive" in entry and "ask" in entry:
            for who in reading.people() if name.startswith("member.") else [None]:
                if reading.fact(name, who) is None:
                    ends = reading.ends_of_unknown(name, who)
                    yield from (((name, one), ends) for one in ((*NEW_MEMBERS, GHOST) if who == GHOST else (who,)))


def open_facts(reading: Looking, values: Values, limit: int) -> Iterator[Asked]:
    """What the rule looked at and did not find, and could be asked."""
    seen = sorted(reading.seen, key=str)
    for name, who in seen:
        if name == "members" or who == GHOST or stays_open(reading, name):
            continue
        if is_asked(reading.entries[name]):
            span = reading.household.spans.get((name, who), (None, None))
            possible = _left_of(reading, name, who, values)
            yield Asked((name, who), tuple(value for value in possible if between(span, value)))
    if MEMBERS in reading.seen:
        names = [name for name, who in seen if who == GHOST and is_asked(reading.entries[name])]
        known = {name: (None, *_left_of(reading, name, GHOST, values)) for name in names}
        if prod(map(len, known.values())) ** 2 > 2 * limit:
            raise TooManyStates
        yield Asked(MEMBERS, tuple(possible_members(known)))


def _left_of(reading: Reading, name: str, who: str | None, values: Values) -> tuple[Any, ...]:
    """The values that a fact can have, without those that what is implied excludes."""
    left = reading.left(name, who)
    return values(name) if left is None else tuple(left)


def possible_members(known: dict[str, tuple[Any, ...]]) -> Iterator[dict[str, dict[str, Any]]]:
    """Nobody, one member, or two, of whom everything, something or nothing is known."""
    one_member = [
        {name: value for name, value in zip(known, picked, strict=True) if value is not None}
        for picked in itertools.product(*known.values())
    ]
    for number in range(1 + len(NEW_MEMBERS)):
        for members in itertools.combinations_with_replacement(one_member, number):
            yield dict(zip(NEW_MEMBERS, members, strict=False))


def verdict_after(reading: Looking, rule_id: str, subject: str | None, answers: dict[Open, Any]) -> int | None:
    """The verdict once these facts are known; None when such a case is refused."""
    household = reading.household
    members = {one: dict(known) for one, known in {**household.members, **answers.get(MEMBERS, {})}.items()}
    everybody = household.everybody or MEMBERS in answers
    facts = dict(household.facts)
    for (name, who), value in answers.items():
        if who is not None:
            members[who][name] = value
        elif name != "members":
            facts[name] = value
    answered = Household(household.as_of, facts, members, everybody, household.spans)
    state = replace(reading, household=answered)
    try:
        state.check()
    except Refused:
        return None
    if subject != GHOST:
        return state.verdict(rule_id, subject)
    # What was found of a member nobody has named holds when it holds of one who is.
    return max((state.verdict(rule_id, one) for one in state.people()), default=FALSE)


def is_exact(reading: Looking, rule_id: str, subject: str | None, faithful: frozenset[str]) -> bool:
    """Whether the engine promises to name just the missing facts.

    It does while every open leaf is a boolean fact or holds one open fact against something known, no open fact is
    bound by what is derived from it, and members who are not named are looked at once at most, each fact of theirs
    once. Of computed facts only the `faithful` ones are tried out, and no count that more members can settle than are.
    """
    roots: dict[Open, set[Open]] = {}
    leaves = list(open_leaves(reading, reading.pack.rules[rule_id].when, subject, subject))
    if leaves.count(LOOKS_AT_UNNAMED) + (subject == GHOST) > 1 or MAY_TAKE_MORE in leaves:
        return False
    for expression, who in leaves:
        if expression is None:
            continue
        slot = open_side(reading, expression, who)
        if slot is None:
            return False
        name, about = slot
        if about == GHOST and slot in set().union(*roots.values()):
            return False
        entry = reading.entries[name]
        inputs: set[Open] = {slot}
        if not is_asked(entry):
            if name not in faithful:
                return False
            inputs = {(one, about) for one in reading.pack.facts[name].follows_from}
        for one in inputs:
            roots.setdefault(one, set()).add(slot)
    bound = {name for name, _ in set().union(*roots.values())} & bound_by_limits(reading)
    return all(len(slots) == 1 for slots in roots.values()) and not bound and not bound_by_given(reading)


def open_leaves(reading: Looking, condition: Condition, who: str | None, subject: str | None) -> Iterator[Leaf]:
    """The leaves that are still open, below derived facts without a question too, with the member in sight.

    Among them stands `LOOKS_AT_UNNAMED` for each quantifier, or finding stood on, over members who are not named, and
    `MAY_TAKE_MORE` for a count that only more of them can exceed than `possible_members` names.
    """
    if condition.prove(reading, who, subject)[1] != UNKNOWN and who != GHOST:
        return
    match condition:
        case Quantified(parts=(part,)):
            if reading.has_ghost:
                yield LOOKS_AT_UNNAMED
                if len(NEW_MEMBERS) <= condition.most < inf:
                    yield MAY_TAKE_MORE
            for one in reading.people():
                yield from open_leaves(reading, part, one, subject)
        case If(expression=expression):
            yield from open_below(reading, expression, who)
        case Always():
            return
        case Finding():
            for rule_id, about in condition.seen(reading, subject):
                if about == GHOST:
                    yield LOOKS_AT_UNNAMED
                yield from open_leaves(reading, reading.pack.rules[rule_id].when, about, about)
        case Contested():
            yield from open_readings(reading, condition, who, subject)
        case _:
            for part in condition.parts:
                yield from open_leaves(reading, part, who, subject)


def open_readings(reading: Looking, condition: Contested, who: str | None, subject: str | None) -> Iterator[Leaf]:
    """The open leaves of the reading that the office holds; of both, and what the office says, where it is silent."""
    reads = reading.fact(condition.fact, None)
    if reads is None:
        yield parse(f'{condition.fact} == "{condition.readings[0]}"'), None
    for name, part in zip(condition.readings, condition.parts, strict=True):
        if reads in (None, name):
            yield from open_leaves(reading, part, who, subject)


def open_below(reading: Looking, expression: Expression, who: str | None) -> Iterator[Leaf]:
    if If(expression).prove(reading, who, None)[1] != UNKNOWN:
        return
    if not isinstance(expression, Named) or is_asked(reading.entries[expression.name]):
        yield expression, who
        return
    derive = reading.pack.facts[expression.name].derived_by
    assert isinstance(derive, Condition)
    yield from open_leaves(reading, derive, who if expression.of_member else None, None)


def open_side(reading: Reading, expression: Expression, who: str | None) -> Open | None:
    """The one open fact of a leaf that stands alone on its side; None when there is no such."""
    sides = (expression.left, expression.right) if isinstance(expression, Comparison) else (expression,)
    unknown = [side for side in sides if side.value(reading, who) is None]
    if len(unknown) != 1 or not isinstance(unknown[0], Named):
        return None
    return unknown[0].name, who if unknown[0].of_member else None


def bound_by_limits(reading: Reading) -> set[str]:
    """The facts from which one with a minimum or maximum follows: not every value they could have leaves a case."""
    limited = [
        fact
        for fact in reading.pack.facts.values()
        if isinstance(fact.derived_by, Expression) and (fact.least, fact.most) != (None, None)
    ]
    return {name for fact in limited for name in fact.follows_from}


def bound_by_given(reading: Reading) -> bool:
    """Whether a given derived fact does not follow yet: answers to what it follows from must then agree with it."""
    return any(
        reading.given(fact.name, who) is not None and reading.derived(fact, who) is None
        for fact in reading.pack.facts.values()
        if fact.derived_by is not None
        for who in reading.about(fact)
    )
