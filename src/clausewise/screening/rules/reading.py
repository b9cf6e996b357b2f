"""Reads a pack's rules into a graph of steps over whole columns: the tree that every reader of the rules shares.

What the registry has no column for is unknown everywhere and drops out. What columns cannot give exactly is refused by
name, never approximated.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from fractions import Fraction
from itertools import product

from clausewise.classes import dataclass
from clausewise.errors import Diagnostic, Place, RequestError
from clausewise.language.conditions import (
    All,
    Any,
    Condition,
    Contested,
    Count,
    Every,
    FindingOf,
    If,
    Not,
    Some,
    in_connectives,
    walk,
)
from clausewise.language.facts import Fact, FactType, Subject, Value
from clausewise.language.kleene import FALSE as NO
from clausewise.language.kleene import TRUE as YES
from clausewise.language.model import Pack
from clausewise.language.rules import About, Rule
from clausewise.screening.rules.columns import BESIDE, GHOST, MOST_ROWS, range_of
from clausewise.screening.rules.dates import EARLIEST, LATEST
from clausewise.screening.rules.graph import FALSE, TRUE, Graph, Level, NotCompilable
from clausewise.screening.rules.implying import Proved, filled_number, narrowed_choice, narrowed_truth
from clausewise.screening.rules.numbers import Number
from clausewise.screening.rules.ranges import Range
from clausewise.screening.rules.values import Choice, FactState, Values
from clausewise.screening.rules.values import Truth as Truth

_MOST_FINDINGS_WITHIN = 3
"""Findings of the member a rule is about that may stand inside one quantifier; each is tried with all three codes."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a registry has: the facts it has columns for, those of them that are never unknown, whether there are
    households of which it is not known whether those listed are everybody, and such as list somebody."""

    facts: frozenset[str]
    complete: frozenset[str] = frozenset()
    ghosts: bool = True
    open_lists: bool = False


class Reader:
    """Reads one pack, for a registry that knows certain facts, into `graph`.

    `findings` holds the truth of each rule, of a member where the rule is about members.
    """

    def __init__(self, pack: Pack, as_of: datetime.date, known: Known) -> None:
        self.graph = Graph()
        self._pack = pack
        self._known = known
        self._facts: dict[str, FactState] = {}
        self._group_of = {name: group for group in pack.settling_order for name in group}
        self.findings: dict[str, Truth] = {}
        # True on the rows that stand for members who are not listed, and on those of them beside others who are.
        self._ghost = self._flag(GHOST) if known.ghosts else FALSE
        self._beside = self._flag(BESIDE) if known.open_lists else FALSE
        self.values = Values(self.graph, pack, as_of, self._ghost, self._fact)

    def _flag(self, column: str) -> int:
        return self.graph.filled(self.graph.boolean_column(column, Level.MEMBER), False)

    def read(self, rules: Iterable[Rule]) -> None:
        """Read rules, and those they stand on. Raises: RequestError for what columns cannot give."""
        for rule in rules:
            self._finding(rule.id)

    # ------------------------------------------------------------ rules

    def _finding(self, rule_id: str) -> Truth:
        found = self.findings.get(rule_id)
        if found is None:
            rule = self._pack.rule(rule_id)
            with naming(rule.id, rule.place):
                found = self._truth(rule.when, self._seen_from(rule.about))
            if rule.about is About.MEMBER:
                # It never applies to the member of whom it is not known that there is one.
                found = (self.graph.and_((found[0], self.graph.not_(self._ghost))), found[1])
            self.findings[rule_id] = found
        return found

    def strongest(self, rule_id: str) -> Truth:
        """What a household's rules see of a rule: of one about members, that of some member, listed or not."""
        proved, possible = self._finding(rule_id)
        return self.graph.any_of(proved), self.graph.any_of(possible)

    def verdict(self, rule_id: str) -> Truth:
        """The strongest finding of a rule: of members those listed, where somebody is."""
        proved, possible = self._finding(rule_id)
        listed = self.graph.and_((possible, self.graph.not_(self._beside)))
        return self.graph.any_of(proved), self.graph.any_of(listed)

    def of_member(self, rule_id: str) -> Truth:
        """The truth of a rule about members for each of them, also where it is the same for all of a household."""
        proved, possible = self._finding(rule_id)
        return self.graph.spread(proved), self.graph.spread(possible)

    def may_be(self, name: str, value: int) -> int:
        """Whether a choice of which other facts rule values out may have one of its values, where it is not known."""
        now = self._fact(name) if any(one.ruled_out for one in self._pack.facts[name].implied) else None
        if not isinstance(now, Choice):
            return TRUE
        proved, possible = now.truths[value]
        return self.graph.any_of(self.graph.and_((possible, self.graph.not_(proved))))

    def can_be_answered(self, column: int) -> int:
        """Where a fact's column is unknown, but for members who are not listed beside others who are."""
        graph = self.graph
        if graph[column].bounds is None:
            unknown = graph.and_((graph.filled(column, True), graph.not_(graph.filled(column, False))))
        else:
            unknown = graph.not_(graph.known(column))
        if graph[column].level is not Level.MEMBER:
            return unknown
        return graph.and_((unknown, graph.not_(self._beside)))

    def _seen_from(self, about: About | None) -> Callable[[FindingOf], Truth]:
        """What a condition on findings comes to: a member's rule sees that member's and the household's, else all.

        A condition of a fact, which is about nobody, stands on none.
        """
        if about is None:
            return _no_findings

        def seen(condition: FindingOf) -> Truth:
            one = self._finding if about is About.MEMBER else self.strongest
            return self._any([one(rule) for rule in condition.rules])

        return seen

    # ------------------------------------------------------------ conditions

    def condition(self, condition: Condition) -> Truth:
        """The truth of a condition that stands on no findings."""
        return self._truth(condition, self._seen_from(None))

    def _truth(self, condition: Condition, seen: Callable[[FindingOf], Truth]) -> Truth:
        match condition:
            case If(expression=expression):
                return self.values.truth(expression)
            case FindingOf():
                return seen(condition)
            case All(parts=parts):
                return self._all([self._truth(part, seen) for part in parts])
            case Any(parts=parts):
                return self._any([self._truth(part, seen) for part in parts])
            case Not(part=part):
                return self._opposite(self._truth(part, seen))
            case Contested():
                return self._truth(in_connectives(condition), seen)
        return self._over_members(condition, seen)

    def _all(self, truths: Sequence[Truth]) -> Truth:
        return self.graph.and_(one[0] for one in truths), self.graph.and_(one[1] for one in truths)

    def _any(self, truths: Sequence[Truth]) -> Truth:
        return self.graph.or_(one[0] for one in truths), self.graph.or_(one[1] for one in truths)

    def _opposite(self, truth: Truth) -> Truth:
        return self.graph.not_(truth[1]), self.graph.not_(truth[0])

    def _over_members(self, condition: Some | Every | Count, seen: Callable[[FindingOf], Truth]) -> Truth:
        """A quantifier. What it says of the member the rule is about is tried with every code that may have."""
        own = [node for node in walk(condition.part) if isinstance(node, FindingOf)]
        seen_within = {id(node): seen(node) for node in own}
        open_ones = [node for node in own if self.graph.level(seen_within[id(node)]) is Level.MEMBER]
        if len(open_ones) > _MOST_FINDINGS_WITHIN:
            raise NotCompilable(f"more than {_MOST_FINDINGS_WITHIN} findings stand inside one quantifier")
        cases: list[Truth] = []
        for codes in product(range(3), repeat=len(open_ones)):
            assumed = dict(zip(map(id, open_ones), codes, strict=True))

            def within(node: FindingOf, assumed: Mapping[int, int] = assumed) -> Truth:
                code = assumed.get(id(node))
                if code is None:
                    return seen_within[id(node)]
                return (TRUE if code == YES else FALSE), (FALSE if code == NO else TRUE)

            here = [self._has_code(seen_within[id(node)], assumed[id(node)]) for node in open_ones]
            truth = self._quantified(condition, self._truth(condition.part, within))
            cases.append((self.graph.and_((*here, truth[0])), self.graph.and_((*here, truth[1]))))
        return self._any(cases)

    def _has_code(self, truth: Truth, code: int) -> int:
        proved, possible = truth
        if code == YES:
            return proved
        return self.graph.not_(possible) if code == NO else self.graph.and_((possible, self.graph.not_(proved)))

    def _quantified(self, condition: Some | Every | Count, truth: Truth) -> Truth:
        graph = self.graph
        proved, possible = truth
        named = graph.not_(self._ghost)
        match condition:
            case Some():
                return graph.any_of(graph.and_((proved, named))), graph.any_of(possible)
            case Every():
                refuted = graph.and_((graph.not_(possible), named))
                return graph.not_(graph.any_of(graph.not_(proved))), graph.not_(graph.any_of(refuted))
            case Count(at_least=at_least, at_most=at_most):
                return self._counted(truth, at_least or 0, at_most)

    def _counted(self, truth: Truth, low: int, high: int | None) -> Truth:
        graph = self.graph
        sure = self._sum_of(graph.and_((truth[0], graph.not_(self._ghost))))
        likely = self._sum_of(truth[1])
        # Of members who are not listed there may be any number, unless none can fulfil it.
        any_number = graph.any_of(graph.and_((truth[1], self._ghost)))
        bound = graph.constant
        enough = graph.compare(">=", sure, bound(low))[0]
        too_few = graph.and_((graph.compare("<", likely, bound(low))[0], graph.not_(any_number)))
        if high is None:
            return enough, graph.not_(too_few)
        not_too_many = graph.and_((graph.compare("<=", likely, bound(high))[0], graph.not_(any_number)))
        too_many = graph.compare(">", sure, bound(high))[0]
        return graph.and_((enough, not_too_many)), graph.not_(graph.or_((too_few, too_many)))

    def _sum_of(self, condition: int) -> int:
        return self.graph.total(self.graph.number_of(condition), MOST_ROWS)

    # ------------------------------------------------------------ facts

    def _fact(self, name: str) -> FactState:
        """What is known of a fact: what follows from others, else what is given."""
        if name not in self._facts:
            fact = self._pack.facts[name]
            with naming(name, fact.place):
                if fact.implied:
                    self._imply(self._group_of[name])
                else:
                    self._facts[name] = self._joined(fact)
        return self._facts[name]

    def _imply(self, group: Sequence[str]) -> None:
        """Work out one implied fact, or a circle of them, in as many rounds as there are facts."""
        facts = [self._pack.facts[name] for name in group]
        self._facts |= {fact.name: self.given(fact) for fact in facts}
        for _ in group:
            # Each sees what the round before has left of the others.
            self._facts |= {fact.name: self._round(fact, self._facts[fact.name]) for fact in facts}

    def _round(self, fact: Fact, now: FactState) -> FactState:
        if fact.name in self._known.complete:
            return now
        entries = [Proved(one, self.condition(one.when)[0]) for one in fact.implied]
        match now:
            case tuple():
                return narrowed_truth(self.graph, now, entries)
            case Choice():
                return narrowed_choice(self.graph, now, list(fact.values or {}), entries)
        constants = [self.values.constant(one.value).value for one in fact.implied if one.value is not None]
        return filled_number(self.values.ranges, now, entries, constants)

    def _joined(self, fact: Fact) -> FactState:
        given = self.given(fact)
        if fact.derive is None:
            return given
        derived, graph = self.derived(fact), self.graph
        match derived, given:
            case (tuple() as follows, tuple() as said) if said == (FALSE, TRUE):
                # No column says what it is.
                return follows
            case (tuple() as follows, tuple() as said):
                open_ = graph.and_((follows[1], graph.not_(follows[0])))
                return (
                    graph.or_((follows[0], graph.and_((open_, said[0])))),
                    graph.or_((follows[0], graph.and_((open_, said[1])))),
                )
            case (Range() as number, Range() as said_number):
                return self.values.ranges.filled_up(number, said_number.value)
        raise TypeError(f"{fact.name} is derived as something else than it is given")

    def given(self, fact: Fact) -> FactState:
        """What is stated of a fact."""
        level = Level.MEMBER if fact.subject is Subject.MEMBER else Level.HOUSEHOLD
        nullable = fact.name not in self._known.complete
        if fact.type is FactType.BOOLEAN:
            if fact.name not in self._known.facts:
                return FALSE, TRUE
            column = self.graph.boolean_column(fact.name, level, nullable=nullable)
            return self.graph.filled(column, False), self.graph.filled(column, True)
        step = self._given_step(fact, level, nullable)
        if fact.type is FactType.CHOICE:
            values = range(len(fact.values or {}))
            return Choice(tuple(self.graph.compare("==", step, self.graph.constant(value)) for value in values))
        low, high = (None if end is None else self.values.constant(end).value for end in _domain_of(fact))
        return self.values.ranges.asked(Number(step, 100 if fact.type is FactType.MONEY else 1), low, high)

    def _given_step(self, fact: Fact, level: Level, nullable: bool) -> int:
        if fact.name not in self._known.facts:
            return self.graph.unknown
        low, high = (EARLIEST, LATEST) if fact.type is FactType.DATE else range_of(fact)
        return self.graph.column(fact.name, level, low, high, nullable=nullable)

    def derived(self, fact: Fact) -> FactState:
        """What a derived fact follows as, whatever is stated of it."""
        derive = fact.derive
        if isinstance(derive, Condition):
            return self.condition(derive)
        assert derive is not None, f"{fact.name} is derived"
        return self.values.truth(derive) if fact.type is FactType.BOOLEAN else self.values.number(derive)


def _domain_of(fact: Fact) -> tuple[Value | None, Value | None]:
    """The ends of what an asked fact can be where it is not known; an amount without a minimum is from nought."""
    low = Fraction(0) if fact.type is FactType.MONEY and fact.minimum is None else fact.minimum
    return low, fact.maximum


def _no_findings(condition: FindingOf) -> Truth:
    raise TypeError("a condition of a fact stands on no findings")


@contextmanager
def naming(what: str, place: Place) -> Iterator[None]:
    """Say of which rule or fact it is that columns cannot give it. Raises: RequestError."""
    try:
        yield
    except NotCompilable as problem:
        mend = "check households one by one, or write it otherwise: docs/screening.md has what can be screened"
        raise RequestError(Diagnostic(f"{what} cannot be screened: {problem}", place, mend)) from None
