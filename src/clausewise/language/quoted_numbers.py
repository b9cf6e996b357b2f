"""Numbers in the words that an entry quotes, held against the constants by which it encodes them.

年满六十周岁 over `member.age > 65` is found so. Only rules and derived facts are looked at, since only they have
constants; nothing here says which of the two is wrong.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from fractions import Fraction

from clausewise.classes import dataclass
from clausewise.errors import Place
from clausewise.language import conditions as c
from clausewise.language import expressions as e
from clausewise.language.facts import Fact, FactType, Value
from clausewise.language.model import Pack
from clausewise.language.periods import add_days
from clausewise.language.rules import About, Rule
from clausewise.language.worded_numbers import WordedNumber, numbers_in

# A whole number that is compared so also stands for the one beside it: `> 59` for 满60, `< 7` for 不超过6.
_BESIDE = {">": 1, "<": -1}
# Said of a limit that itself does not count, where the comparison counts its limit: 超过59 for `>= 60`.
_BESIDE_EXCLUSIVE = {
    ">=": (-1, ("超过", "大于", "高于", "多于")),
    "<=": (1, ("不满", "未满", "不足", "低于", "少于", "小于")),
}


@dataclass(frozen=True, slots=True)
class UnmatchedNumber:
    """A number in quoted words that no constant of its entry matches; `owner` is the rule or the derived fact.

    `id` is what accepted.yaml names it by: `age.old/六十周岁`.
    """

    owner: str
    written: str
    words: str
    provision: str
    place: Place

    @property
    def id(self) -> str:
        return f"{self.owner}/{self.written}"


def unmatched_numbers(pack: Pack) -> tuple[UnmatchedNumber, ...]:
    """The numbers in quoted words that nothing matches and that accepted.yaml does not name, in a fixed order."""
    accepted = {one.id for one in pack.accepted if one.kind == "number"}
    return tuple(one for one in numbers_without_constant(pack) if one.id not in accepted)


def numbers_without_constant(pack: Pack) -> tuple[UnmatchedNumber, ...]:
    """The numbers in quoted words that no constant of their entry matches, each once of an entry, accepted or not."""
    found: dict[str, UnmatchedNumber] = {}
    for one in _found(pack):
        found.setdefault(one.id, one)
    return tuple(found.values())


def _found(pack: Pack) -> Iterator[UnmatchedNumber]:
    for rule in pack.rules:
        whole = _constants_of_rule(pack, rule)
        quotations = [*_quoted_by_conditions(pack, rule.when, whole)]
        quotations += [(aid.words, whole, rule.place) for aid in rule.aid]
        quotations += [(rule.deadline.words, whole, rule.place)] if rule.deadline else []
        yield from _unmatched(rule.id, quotations)
    for fact in pack.facts.values():
        if isinstance(fact.derive, c.Condition):
            whole = _constants_of_facts(pack, [fact.name])
            yield from _unmatched(fact.name, _quoted_by_conditions(pack, fact.derive, whole))


_Quotation = tuple[c.Words, "Constants", Place]


def _unmatched(owner: str, quotations: Iterable[_Quotation]) -> Iterator[UnmatchedNumber]:
    for words, constants, place in quotations:
        for piece in words.pieces:
            for number in numbers_in(piece):
                if not constants.have(number, piece):
                    yield UnmatchedNumber(owner, number.written, str(words), words.where, place)


def _quoted_by_conditions(pack: Pack, when: c.Condition, whole: Constants) -> Iterator[_Quotation]:
    """The quotations of a condition, each with the constants below it; with those of the entry where it has none."""
    for node in c.walk(when):
        if node.words is not None:
            own = _constants_of_condition(pack, node)
            yield node.words, own if own.has_numbers else whole, node.place


# ---------------------------------------------------------------- constants


@dataclass(frozen=True, slots=True)
class Constants:
    """What an entry compares and computes with. `beside` are numbers that stand for a limit said to be exclusive.

    `one_member` says that it is about some, every or one member; `labels` are the words of facts and choices that are
    asked for as they stand in the text, and stand for the numbers in them.
    """

    numbers: frozenset[Fraction] = frozenset()
    beside: frozenset[tuple[Fraction, tuple[str, ...]]] = frozenset()
    days: frozenset[datetime.date] = frozenset()
    one_member: bool = False
    labels: tuple[str, ...] = ()

    @property
    def has_numbers(self) -> bool:
        return bool(self.numbers or self.days)

    def have(self, number: WordedNumber, said: str) -> bool:
        """Whether a constant may encode a number that stands in these words."""
        if any(number.written in label for label in self.labels):
            return True
        if number.day is not None:
            return not self.days.isdisjoint(add_days(number.day, shift) for shift in (-1, 0, 1))
        if number.unit == "人" and number.value == 1 and self.one_member:
            return True
        accepted = number.accepted_as
        if not self.numbers.isdisjoint(accepted):
            return True
        return any(value in accepted and any(word in said for word in words) for value, words in self.beside)

    def __or__(self, other: Constants) -> Constants:
        return Constants(
            self.numbers | other.numbers, self.beside | other.beside, self.days | other.days,
            self.one_member or other.one_member, self.labels + other.labels,
        )  # fmt: skip


def _constants_of_rule(pack: Pack, rule: Rule) -> Constants:
    found = Constants(one_member=rule.about is About.MEMBER)
    for one in pack.reads.rules_behind(rule.id):
        found |= _in_condition(pack.rule(one).when)
        for expression in pack.rule(one).computed:
            found |= _in_expression(expression)
    found |= _of_parameters(pack, pack.reads.parameters_behind(rule.id))
    return found | _constants_of_facts(pack, pack.reads.facts_behind(rule.id))


def _constants_of_condition(pack: Pack, condition: c.Condition) -> Constants:
    found = _in_condition(condition)
    parameters = (name for expression in c.expressions_in(condition) for name in e.parameters_read(expression))
    found |= _of_parameters(pack, parameters)
    for rule in c.findings_of(condition):
        found |= _constants_of_rule(pack, pack.rule(rule))
    return found | _constants_of_facts(pack, c.facts_of(condition))


def _constants_of_facts(pack: Pack, facts: Iterable[str]) -> Constants:
    found = Constants()
    for name in sorted(pack.reads.with_inputs(facts)):
        fact = pack.facts[name]
        found |= Constants(labels=_said_by(fact))
        if isinstance(fact.derive, c.Condition):
            found |= _in_condition(fact.derive)
            expressions = tuple(c.expressions_in(fact.derive))
        else:
            expressions = () if fact.derive is None else (fact.derive,)
            for expression in expressions:
                found |= _in_expression(expression)
        found |= _of_parameters(pack, (name for one in expressions for name in e.parameters_read(one)))
    return found


def _said_by(fact: Fact) -> tuple[str, ...]:
    """What is asked in the words of the text: whether 连续三次拒绝 is so. Of a number, that is not the number."""
    if fact.type not in (FactType.BOOLEAN, FactType.CHOICE) or fact.derive is not None:
        return ()
    asked = () if fact.ask is None else (fact.ask.zh,)
    return (fact.label.zh, *asked, *(label.zh for label in (fact.values or {}).values()))


def _of_parameters(pack: Pack, names: Iterable[str]) -> Constants:
    found = Constants()
    for name in names:
        for _, value in pack.parameters[name].values:
            found |= _of_value(value)
    return found


def _in_condition(condition: c.Condition) -> Constants:
    found = Constants()
    for node in c.walk(condition):
        match node:
            case c.If(expression=expression):
                found |= _in_expression(expression)
            case c.Count(at_least=low, at_most=high):
                for symbol, limit in ((">=", low), ("<=", high)):
                    found |= Constants() if limit is None else _compared(symbol, limit)
        if isinstance(node, c.Quantifier):
            found |= Constants(one_member=True)
    return found


def _in_expression(expression: e.Expression) -> Constants:
    found = Constants()
    for node in e.walk(expression):
        match node:
            case e.Constant(value=value):
                found |= _of_value(value)
            case e.Comparison(operator=symbol, left=left, right=e.Constant(value=int() as value)):
                found |= _compared(symbol, value) if left.kind is e.Kind.INTEGER else Constants()
    return found


def _compared(symbol: str, limit: int) -> Constants:
    numbers = {Fraction(limit)}
    if symbol in _BESIDE:
        numbers.add(Fraction(limit + _BESIDE[symbol]))
    shift, words = _BESIDE_EXCLUSIVE.get(symbol, (0, ()))
    return Constants(frozenset(numbers), frozenset({(Fraction(limit + shift), words)}) if words else frozenset())


def _of_value(value: Value) -> Constants:
    if isinstance(value, datetime.date):
        return Constants(days=frozenset({value}))
    if isinstance(value, bool | str):
        return Constants()
    return Constants(frozenset({Fraction(value)}))
