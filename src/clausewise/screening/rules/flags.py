"""What is told of households beside their verdicts: facts that contradict one another, and what is hardly possible.

A derived fact that is given otherwise than it follows makes a household unusable; what is only noticed does not. Steps
over whole columns, as rules are; who is put aside for them is for others to decide.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from clausewise.case.notices import NoticeKind
from clausewise.classes import dataclass
from clausewise.language.conditions import facts_of
from clausewise.language.facts import Fact, FactType, Implied, Subject
from clausewise.language.model import Pack
from clausewise.screening.rules.graph import FALSE
from clausewise.screening.rules.implying import not_allowed
from clausewise.screening.rules.numbers import Number
from clausewise.screening.rules.ranges import Range
from clausewise.screening.rules.reading import Reader, naming
from clausewise.screening.rules.values import Choice


@dataclass(frozen=True, slots=True)
class Flag:
    """What is told of a fact, by its kind: of whoever `step` is true."""

    fact: str
    kind: str
    step: int


def contradictions(pack: Pack, reader: Reader) -> Iterator[Flag]:
    """Derived facts that are given otherwise than they follow, or that come out as what cannot be."""
    for name in pack.derivation_order:
        fact = pack.facts[name]
        with naming(name, fact.place):
            yield from (one for one in _of_derived(reader, fact) if one.step != FALSE)


def notices(pack: Pack, reader: Reader) -> Iterator[Flag]:
    """Facts that are stated otherwise than others imply, and what is hardly possible."""
    for fact in pack.facts.values():
        with naming(fact.name, fact.place):
            yield from (one for one in _noticed(pack, reader, fact) if one.step != FALSE)


def _of_derived(reader: Reader, fact: Fact) -> Iterator[Flag]:
    graph, values = reader.graph, reader.values
    match reader.derived(fact), reader.given(fact):
        case (tuple() as follows, tuple() as said):
            differs = graph.or_(
                (graph.and_((follows[0], graph.not_(said[1]))), graph.and_((graph.not_(follows[1]), said[0])))
            )
        case (Range() as number, Range() as said_number):
            differs = _differ(reader, fact, number, said_number.value)
            for symbol, limit in (("<", fact.minimum), (">", fact.maximum)):
                if limit is not None:
                    end = values.constant(limit).value
                    beyond, _ = values.ranges.numbers.compare(symbol, number.value, end)
                    yield Flag(fact.name, "impossible", beyond)
        case _:
            raise TypeError(f"{fact.name} is derived as something else than it is given")
    yield Flag(fact.name, "given_otherwise", differs)


def _differ(reader: Reader, fact: Fact, derived: Range, given: Number) -> int:
    """Whether a number is given otherwise than it follows, or beyond all that can follow; amounts, to the fen."""
    ranges = reader.values.ranges
    numbers = ranges.numbers
    if fact.type is FactType.MONEY:
        differs = reader.graph.not_(numbers.round_to(given, derived.value)[1])
    else:
        differs, _ = numbers.compare("!=", derived.value, given)
    half = numbers.constant(Fraction(1, 200) if fact.type is FactType.MONEY else 0)
    return reader.graph.or_((differs, ranges.outside(given, derived, half)))


def _noticed(pack: Pack, reader: Reader, fact: Fact) -> Iterator[Flag]:
    """What is noticed of a fact; one of members, of each of them."""
    graph = reader.graph

    def flag(kind: NoticeKind, step: int) -> Flag:
        return Flag(fact.name, kind.value, graph.spread(step) if fact.subject is Subject.MEMBER else step)

    yield flag(NoticeKind.CONTRADICTION, graph.or_([_not_allowed(reader, fact, one) for one in fact.implied]))
    for sensible in fact.sensible:
        # A pack that is cut down to some of its rules holds no more than the facts that these read.
        if pack.facts.keys() >= set(facts_of(sensible.condition)):
            _, possible = reader.condition(sensible.condition)
            yield flag(NoticeKind.IMPLAUSIBLE, graph.not_(possible))


def _not_allowed(reader: Reader, fact: Fact, entry: Implied) -> int:
    """Whether a fact is stated as what an entry, where it is proved, does not allow."""
    graph, numbers = reader.graph, reader.values.ranges.numbers
    match reader.given(fact):
        case Choice(truths=truths):
            otherwise = not_allowed(graph, entry, truths, list(fact.values or {}))
        case Range(value=stated):
            assert entry.value is not None, "a number is something"
            otherwise, _ = numbers.compare("!=", stated, reader.values.constant(entry.value).value)
        case (is_true, may_be_true):
            is_false = graph.not_(may_be_true)
            otherwise = not_allowed(graph, entry, ((is_false, may_be_true), (is_true, may_be_true)), (False, True))
    # What nobody states contradicts nothing, and no condition is read for it.
    return FALSE if otherwise == FALSE else graph.and_((reader.condition(entry.when)[0], otherwise))
