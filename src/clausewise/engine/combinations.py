"""Tries out all combinations of answers to a formula's open slots at once: a set of them is the bits of one number.

Each slot or block is a variable that is answered one way or another, or not. Nothing here knows of rules or cases.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import and_, or_

from clausewise.classes import NamedTuple
from clausewise.engine.formula import BOTH, Drive, Flip, Gate, Leaf, Node, parts_of
from clausewise.language.kleene import FALSE, TRUE


class Variable(NamedTuple):
    """Something that is tried out: each choice gives codes to some leaves or to a block, and is made by its facts.

    `block` tells by which of them a block is made to come out so.
    """

    choices: tuple[Mapping[Node, int], ...]
    facts: int
    block: Drive | None

    def facts_making(self, choice: int) -> int:
        """The facts that can be the last to make a choice."""
        if self.block is None:
            return self.facts
        return self.block.settling(next(iter(self.choices[choice].values())))


def tabulate(skeleton: Sequence[Node], variables: Sequence[Variable]) -> Drive:
    """What the last node of a skeleton can come out as, and by which facts, over all combinations of its variables.

    `skeleton` has every node after its parts. A combination's place among the bits has a digit for each variable: 0
    where it is not answered, else its choice counted from one.
    """
    states, strides = 1, []
    for variable in variables:
        strides.append(states)
        states *= 1 + len(variable.choices)
    # Where each variable is not answered; where it is, is so many strides further on.
    open_in = [
        _repeat((1 << stride) - 1, stride * (1 + len(variable.choices)), states)
        for variable, stride in zip(variables, strides, strict=True)
    ]
    made: dict[Node, _Reached] = {}
    for variable, stride, without in zip(variables, strides, open_in, strict=True):
        for number, choice in enumerate(variable.choices, start=1):
            answered = without << number * stride
            for node, code in choice.items():
                made[node] = made.get(node, _NOWHERE).and_also(code, answered)
    found = _reach(skeleton, made, (1 << states) - 1)
    still_open = ~(found.true | found.false)
    facts, settling = 0, {FALSE: 0, TRUE: 0}
    for variable, stride, without in zip(variables, strides, open_in, strict=True):
        facts |= variable.facts
        before = without & still_open
        for number in range(1, 1 + len(variable.choices)):
            for outcome in BOTH:
                if before & found.where(outcome) >> number * stride:
                    settling[outcome] |= variable.facts_making(number - 1)
    outcomes = frozenset(outcome for outcome in BOTH if found.where(outcome))
    return Drive(outcomes, facts, settling[FALSE], settling[TRUE])


class _Reached(NamedTuple):
    """The combinations of answers that make a node true, and those that make it false."""

    true: int
    false: int

    def where(self, outcome: int) -> int:
        return self.true if outcome == TRUE else self.false

    def and_also(self, code: int, combinations: int) -> _Reached:
        """The same with a code in more combinations; those in which it is unknown are in neither."""
        if code == TRUE:
            return _Reached(self.true | combinations, self.false)
        return _Reached(self.true, self.false | combinations) if code == FALSE else self


_NOWHERE = _Reached(0, 0)


def _repeat(bits: int, period: int, states: int) -> int:
    """Some bits once in every period."""
    return bits * (((1 << states) - 1) // ((1 << period) - 1))


def _reach(skeleton: Sequence[Node], made: Mapping[Node, _Reached], everywhere: int) -> _Reached:
    """Where the last node is true and false, from where leaves and blocks are; what is made nowhere is open."""
    found = dict(made)
    reached = _NOWHERE
    for node in skeleton:
        if isinstance(node, Leaf):
            reached = found.get(node, _NOWHERE)
        else:
            parts = [found.get(part, _NOWHERE) for part in parts_of(node)]
            reached = _turn(parts[0]) if isinstance(node, Flip) else _reach_gate(node, parts, everywhere)
        found[node] = reached
    return reached


def _turn(reached: _Reached) -> _Reached:
    return _Reached(reached.false, reached.true)


def _reach_gate(gate: Gate, parts: Sequence[_Reached], everywhere: int) -> _Reached:
    trues, falses = [part.true for part in parts], [part.false for part in parts]
    if gate.kind == "all":
        return _Reached(reduce(and_, trues, everywhere), reduce(or_, falses, 0))
    if gate.kind == "any":
        return _Reached(reduce(or_, trues, 0), reduce(and_, falses, everywhere))
    # So many are surely true, and so many surely false, wherever it is one of the numbers from low to high.
    enough, too_few = _at_least(gate.low, trues, everywhere), _at_least(len(parts) - gate.low + 1, falses, everywhere)
    if gate.high is None:
        return _Reached(enough, too_few)
    too_many = _at_least(gate.high + 1, trues, everywhere)
    few_enough = _at_least(len(parts) - gate.high, falses, everywhere)
    return _Reached(enough & few_enough, too_few | too_many)


def _at_least(number: int, sets: Sequence[int], everywhere: int) -> int:
    """Where at least so many of some sets are."""
    if number <= 0:
        return everywhere
    reached = [everywhere] + [0] * number
    for one in sets:
        for many in range(number, 0, -1):
            reached[many] |= reached[many - 1] & one
    return reached[number]
