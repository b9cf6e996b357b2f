"""What a question rests on: facts, members who have to be seen, sums and counts over all of them, and days.

How many members are enough to speak of households of any size is derived here, and argued in docs/audit.md. Nothing
here makes a term.
"""

from __future__ import annotations

import datetime
from collections.abc import Hashable, Iterable
from dataclasses import replace
from fractions import Fraction

from clausewise.classes import dataclass
from clausewise.language import conditions as c
from clausewise.language import expressions as e
from clausewise.language.facts import Fact, FactType
from clausewise.language.model import Pack
from clausewise.language.rules import About

# With more members to be seen than so many, they are not all listed.
MOST_SEEN = 8
# A count that is held against a whole number takes so many members at most.
MOST_COUNTED = 20


@dataclass(frozen=True)
class Cone:
    """What a question rests on.

    `facts` are read by it, `around` by what is sensible of those; `lookers` are what looks at members, and how many of
    them each needs to see. `summed` are the facts summed over members, `read` those of members that are read otherwise
    too. `counted` is the number of members from which on a count makes no more difference; None when each does.
    `mergeable` says that the members who are summed can be taken together. `changes` are the dates at which a value
    that is read changes, and `dated` says whether the day of the check is read itself.
    """

    facts: frozenset[str] = frozenset()
    around: frozenset[str] = frozenset()
    lookers: frozenset[tuple[Hashable, int]] = frozenset()
    summed: frozenset[str] = frozenset()
    read: frozenset[str] = frozenset()
    counted: int | None = 0
    mergeable: bool = True
    changes: frozenset[datetime.date] = frozenset()
    dated: bool = False

    def __or__(self, other: Cone) -> Cone:
        counted = None if self.counted is None or other.counted is None else max(self.counted, other.counted)
        return Cone(
            self.facts | other.facts, self.around | other.around, self.lookers | other.lookers,
            self.summed | other.summed, self.read | other.read, counted, self.mergeable and other.mergeable,
            self.changes | other.changes, self.dated or other.dated,
        )  # fmt: skip

    @property
    def seen(self) -> int:
        """The members whom conditions have to see, one by one."""
        return sum(number for _, number in self.lookers)

    @property
    def enough(self) -> int | None:
        """The number of members with which a household of any size can be told of; None when there is none.

        Where a fact is only summed, one member can stand for all whose value is known, and one for all others.
        """
        if self.counted is None or not self.mergeable or self.summed & self.read:
            return None
        needed = max(self.seen + (2 if self.summed else 0), self.counted)
        return needed if self.seen <= MOST_SEEN and needed <= MOST_COUNTED else None

    @property
    def adds_up(self) -> bool:
        """Whether members are summed or counted all together."""
        return bool(self.summed) or self.counted != 0


SUBJECT: tuple[Hashable, int] = ("the subject", 1)


def cone_of_rule(pack: Pack, rule_id: str) -> Cone:
    """What a rule rests on, with all that it stands on."""
    rule = pack.rule(rule_id)
    return cone_of_condition(pack, rule.when, member=rule.about is About.MEMBER)


def cone_of_condition(pack: Pack, condition: c.Condition, *, member: bool) -> Cone:
    """What a condition rests on, with a member in sight or none."""
    return _settled(pack, _with_findings(pack, condition, member=member))


def cone_of_expressions(pack: Pack, expressions: Iterable[e.Expression], *, member: bool) -> Cone:
    """What some computed values rest on, with a member in sight or none."""
    cone = Cone(lookers=frozenset({SUBJECT} if member else ()))
    for expression in expressions:
        cone |= _of_expression(pack, expression)
    return _settled(pack, cone)


def _with_findings(pack: Pack, condition: c.Condition, *, member: bool) -> Cone:
    """What a condition and the rules it stands on read and look at."""
    cone = _own(pack, condition, member=member)
    for rule_id in c.findings_of(condition):
        rule = pack.rule(rule_id)
        below = _with_findings(pack, rule.when, member=rule.about is About.MEMBER)
        # Whose finding it is, is counted where it is looked at.
        cone |= replace(below, lookers=below.lookers - {SUBJECT})
    return cone


def _own(pack: Pack, condition: c.Condition, *, member: bool) -> Cone:
    """What a condition reads and looks at itself."""
    cone = Cone(lookers=frozenset({SUBJECT} if member else ()))
    for node in c.walk(condition):
        match node:
            case c.If(expression=expression):
                cone |= _of_expression(pack, expression)
            case c.Some(part=part):
                cone |= Cone(lookers=frozenset({(c.meaning_tree(part), 1)}))
            case c.Every(part=part):
                # True of every member means that of none is it otherwise: one and the same member shows both.
                against = part.part if isinstance(part, c.Not) else c.Not(part, None, part.place)
                cone |= Cone(lookers=frozenset({(c.meaning_tree(against), 1)}))
            case c.Count(at_least=low, at_most=high):
                needed = max(low or 0, 0 if high is None else high + 1)
                cone |= Cone(lookers=frozenset({(c.meaning_tree(node), needed)}))
            case c.FindingOf(rules=rules) if not member:
                if any(pack.rule(one).about is About.MEMBER for one in rules):
                    cone |= Cone(lookers=frozenset({(c.meaning_tree(node), 1)}))
    return cone


def _settled(pack: Pack, cone: Cone) -> Cone:
    """A cone with what its facts are derived from, what is sensible of them, and what must be possible beside them."""
    facts = said = pack.reads.with_inputs(cone.facts)
    while True:
        conditions = [one for name in sorted(said) for one in pack.reads.sensible_alone(name)]
        wider = pack.reads.with_inputs({*said, *(name for one in conditions for name in c.facts_of(one))})
        if wider == said:
            break
        said = wider
    beside = beside_of(pack, said)
    held = [_own(pack, condition, member=True) for condition in conditions]
    for name in sorted(said | pack.reads.with_inputs(beside)):
        held.append(_followed(pack, pack.facts[name]))
    for one in held:
        cone |= replace(one, lookers=one.lookers - {SUBJECT}, facts=frozenset())
    return replace(cone, facts=facts, around=said - facts)


def beside_of(pack: Pack, said: frozenset[str]) -> tuple[str, ...]:
    """The derived facts that follow from nothing but these, and that cannot have every value.

    A case that leads to an impossible one is refused, also where nothing that is asked here reads it.
    """
    found = []
    for name in pack.derivation_order:
        fact = pack.facts[name]
        if name not in said and isinstance(fact.derive, e.Expression) and (fact.minimum, fact.maximum) != (None, None):
            # What is implied can follow from what is said, also where it cannot be said itself.
            asked = {one for one in pack.reads.derived_from((name,)) if not _follows(pack.facts[one])}
            if asked <= said:
                found.append(name)
    return tuple(found)


def _follows(fact: Fact) -> bool:
    return fact.derive is not None or bool(fact.implied)


def _followed(pack: Pack, fact: Fact) -> Cone:
    """What a fact is derived from, or implied by.

    A quantifier needs to see no more members for being looked at in every round of a circle: whoever makes it true is
    true of it in all rounds after, and was not refuted in those before.
    """
    derive, cone = fact.derive, Cone()
    if derive is not None and not isinstance(derive, c.Condition):
        return _of_expression(pack, derive)
    for condition in (derive, *(entry.when for entry in fact.implied)):
        if condition is not None:
            found = _own(pack, condition, member=True)
            cone |= replace(found, lookers=found.lookers - {SUBJECT})
    return cone


# ---------------------------------------------------------------- one expression


def _of_expression(pack: Pack, expression: e.Expression) -> Cone:
    """What an expression reads, without what that is derived from."""
    match expression:
        case e.FactRef(name=name):
            of_member = name.startswith("member.")
            return Cone(facts=frozenset({name}), read=frozenset({name} if of_member else ()))
        case e.SumMembers(fact=name):
            return Cone(facts=frozenset({name}), summed=frozenset({name}), mergeable=_adds_up_in_one(pack.facts[name]))
        case e.CountMembers():
            return Cone(counted=None)
        case e.ParameterRef(name=name):
            return Cone(changes=frozenset(since for since, _ in pack.parameters[name].values))
        case e.AsOf():
            return Cone(dated=True)
        case e.Comparison():
            return _of_comparison(pack, expression)
    cone = Cone()
    for part in e.parts_of(expression):
        cone |= _of_expression(pack, part)
    return cone


def _of_comparison(pack: Pack, comparison: e.Comparison) -> Cone:
    """A count that is held against whole numbers makes no more difference beyond the greatest of them."""
    sides = comparison.left, comparison.right
    cone = Cone()
    for side, other in (sides, sides[::-1]):
        limit = _greatest(pack, other) if isinstance(side, e.CountMembers) else None
        cone |= Cone(counted=limit + 1) if limit is not None else _of_expression(pack, side)
    return cone


def _greatest(pack: Pack, expression: e.Expression) -> int | None:
    """The greatest whole number, not below zero, that a constant or a parameter ever is; None for anything else."""
    values: list[object] = []
    match expression:
        case e.Constant(value=value):
            values = [value]
        case e.ParameterRef(name=name):
            values = [value for _, value in pack.parameters[name].values]
    numbers = [int(value) for value in values if isinstance(value, int | Fraction) and value == int(value)]
    return max(0, *numbers) if numbers and len(numbers) == len(values) else None


def _adds_up_in_one(fact: Fact) -> bool:
    """Whether the sum of several members' values is a value that one member can have, and nothing another one can."""
    least = fact.minimum if fact.minimum is not None or fact.type is not FactType.MONEY else 0
    return not _follows(fact) and fact.maximum is None and (least is None or least == 0)
