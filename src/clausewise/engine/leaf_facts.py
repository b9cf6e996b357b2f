"""The facts that a leaf of a proof rests on and that a case can state. It changes no case."""

from __future__ import annotations

from collections.abc import Iterator

from clausewise.case.changing import Key, value_in
from clausewise.engine.findings import Result
from clausewise.engine.proof import UNNAMED_MEMBER, ProofNode
from clausewise.language.conditions import Condition, If
from clausewise.language.expressions import Expression, FactRef, SumMembers, walk
from clausewise.language.facts import Fact, Subject


def keys_of_leaf(result: Result, leaf: ProofNode) -> tuple[Key, ...]:
    """The facts that a leaf rests on and that a case can state, each once, through derivations."""
    assert isinstance(leaf.condition, If)
    found = _keys(result, leaf.condition.expression, leaf.member)
    return tuple(dict.fromkeys(key for key in found if key[1] != UNNAMED_MEMBER))


def occurrences(result: Result, leaf: ProofNode, key: Key) -> int:
    """How often a leaf rests on a fact, through derivations: once for each place where it is written."""
    assert isinstance(leaf.condition, If)
    return sum(one == key for one in _keys(result, leaf.condition.expression, leaf.member))


def _keys(result: Result, expression: Expression, member: str | None) -> Iterator[Key]:
    for node in walk(expression):
        match node:
            case FactRef(name=name):
                yield from _keys_of_fact(result, name, member)
            case SumMembers(fact=name):
                for one in result.case.members:
                    yield from _keys_of_fact(result, name, one.id)


def _keys_of_fact(result: Result, name: str, member: str | None) -> Iterator[Key]:
    fact = result.pack.facts[name]
    key = (name, member if fact.subject is Subject.MEMBER else None)
    given = value_in(result.case, key) is not None
    if fact.derive is None or fact.ask is not None or given:
        yield key
    if fact.implied and not given:
        yield from _keys_implying(result, fact)
    if fact.derive is not None and not given and not isinstance(fact.derive, Condition):
        yield from _keys(result, fact.derive, member)


def _keys_implying(result: Result, fact: Fact) -> Iterator[Key]:
    """What the case states of the facts from which a fact follows that it does not state, in a circle or not."""
    stated = (None, *(one.id for one in result.case.members))
    for name in sorted(result.pack.reads.with_inputs([fact.name]) - {fact.name}):
        yield from ((name, whose) for whose in stated if value_in(result.case, (name, whose)) is not None)
