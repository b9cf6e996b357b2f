"""Reads a pack's rules into a graph of steps over whole columns: the tree that every reader of the rules shares.

What the registry has no column for is unknown everywhere and drops out. What columns cannot give exactly is refused by
name, never approximated.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from clausewise.errors import Diagnostic, Place, RequestError
from clausewise.language.conditions import All, Any, Condition, Count, Every, FindingOf, If, Not, Some, walk
from clausewise.language.expressions import (
    Arithmetic,
    AsOf,
    Call,
    Comparison,
    Constant,
    CountMembers,
    Expression,
    FactRef,
    Kind,
    ParameterRef,
    SumMembers,
)
from clausewise.language.facts import Fact, FactType, Subject, Value
from clausewise.language.kleene import FALSE as NO
from clausewise.language.kleene import TRUE as YES
from clausewise.language.model import Pack
from clausewise.language.rules import About, Rule
from clausewise.screening.columns import GHOST, MOST_MEMBERS, range_of
from clausewise.screening.dates import EARLIEST, LATEST, Days, day_number
from clausewise.screening.graph import FALSE, TRUE, Graph, Level, NotCompilable
from clausewise.screening.numbers import Number, Numbers

Truth = tuple[int, int]
"""A truth of Kleene's logic: the step that says whether it is proved, and the one that says whether it is possible."""

_MOST_FINDINGS_WITHIN = 3
"""Findings of the member a rule is about that may stand inside one quantifier; each is tried with all three codes."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a registry has: the facts it has columns for, those of them that are never unknown, and whether there are
    households of which it is not known who belongs to them."""

    facts: frozenset[str]
    complete: frozenset[str] = frozenset()
    ghosts: bool = True


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A derived fact that is given otherwise, or that comes out as one that cannot be; `step` says for whom."""

    fact: str
    kind: str
    step: int


@dataclass(frozen=True, slots=True)
class Supposing:
    """What another reader read, supposing that facts have values where they are not known, as their columns say it.

    `touches` names the rules and facts that rest on these facts, and they themselves; all else stays as it was read.
    """

    reader: Reader
    values: Mapping[str, int]
    touches: frozenset[str]


class Reader:
    """Reads one pack, for a registry that knows certain facts, into `graph`.

    `findings` holds the truth of each rule, of a member where the rule is about members.
    """

    def __init__(
        self,
        pack: Pack,
        as_of: datetime.date,
        known: Known,
        supposing: Supposing | None = None,
    ) -> None:
        self.graph: Graph = Graph() if supposing is None else supposing.reader.graph
        self._supposing = supposing
        self._assumed = {} if supposing is None else supposing.values
        self._numbers = Numbers(self.graph)
        self._days = Days(self.graph)
        self._pack = pack
        self._as_of = as_of
        self._known = known
        self._facts: dict[str, Truth | Number | int] = {}
        self.findings: dict[str, Truth] = {}
        self.contradictions: list[Contradiction] = []
        # True on the rows that stand for members of whom it is not known who they are.
        self._ghost = (
            self.graph.filled(self.graph.boolean_column(GHOST, Level.MEMBER), False) if known.ghosts else FALSE
        )

    def read(self, rules: Iterable[Rule]) -> None:
        """Read rules, and those they stand on. Raises: RequestError for what columns cannot give."""
        for rule in rules:
            self._finding(rule.id)

    def check_derived(self) -> None:
        """Look for facts that are given otherwise than they follow from others, of those that are read."""
        for name in self._pack.derivation_order:
            with _naming(name, self._pack.facts[name].place):
                self._contradictions(self._pack.facts[name])

    # ------------------------------------------------------------ rules

    def _finding(self, rule_id: str) -> Truth:
        found = self.findings.get(rule_id)
        if found is None and self._supposing is not None and rule_id not in self._supposing.touches:
            return self._supposing.reader._finding(rule_id)
        if found is None:
            rule = self._pack.rule(rule_id)
            with _naming(rule.id, rule.place):
                found = self._truth(rule.when, self._seen_from(rule.about))
            if rule.about is About.MEMBER:
                # It never applies to the member of whom it is not known that there is one.
                found = (self.graph.and_((found[0], self.graph.not_(self._ghost))), found[1])
            self.findings[rule_id] = found
        return found

    def strongest(self, rule_id: str) -> Truth:
        """The truth of a rule for the household: of a rule about members, that of some member."""
        proved, possible = self._finding(rule_id)
        return self.graph.any_of(proved), self.graph.any_of(possible)

    def of_member(self, rule_id: str) -> Truth:
        """The truth of a rule about members for each of them, also where it is the same for all of a household."""
        proved, possible = self._finding(rule_id)
        return self.graph.spread(proved), self.graph.spread(possible)

    def _seen_from(self, about: About) -> Callable[[FindingOf], Truth]:
        """What a condition on findings comes to: a member's rule sees that member's and the household's, else all."""

        def seen(condition: FindingOf) -> Truth:
            one = self._finding if about is About.MEMBER else self.strongest
            return self._any([one(rule) for rule in condition.rules])

        return seen

    # ------------------------------------------------------------ conditions

    def _truth(self, condition: Condition, seen: Callable[[FindingOf], Truth]) -> Truth:
        match condition:
            case If(expression=expression):
                return self._leaf(expression)
            case FindingOf():
                return seen(condition)
            case All(parts=parts):
                return self._all([self._truth(part, seen) for part in parts])
            case Any(parts=parts):
                return self._any([self._truth(part, seen) for part in parts])
            case Not(part=part):
                return self._opposite(self._truth(part, seen))
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
        # Of households whose members are not known there may be any number, unless none can fulfil it.
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
        return self.graph.total(self.graph.number_of(condition), MOST_MEMBERS)

    # ------------------------------------------------------------ expressions

    def _leaf(self, expression: Expression) -> Truth:
        match expression:
            case FactRef(name=name):
                return self._truth_of_fact(name)
            case Comparison(operator=symbol, left=left, right=right):
                return self._comparison(symbol, left, right)
        raise TypeError(f"no leaf: {expression!r}")

    def _comparison(self, symbol: str, left: Expression, right: Expression) -> Truth:
        if left.kind is Kind.CHOICE:
            fact, word = (left, right) if isinstance(left, FactRef) else (right, left)
            assert isinstance(fact, FactRef), "a choice is a fact"
            assert isinstance(word, Constant), "a choice is compared with a word"
            index = list(self._pack.facts[fact.name].values or {}).index(str(word.value))
            return self.graph.compare(symbol, self._step_of_fact(fact.name), self.graph.constant(index))
        if left.kind is Kind.DATE:
            return self.graph.compare(symbol, self._day(left), self._day(right))
        return self._numbers.compare(symbol, self._number(left), self._number(right))

    def _number(self, expression: Expression) -> Number:
        match expression:
            case Constant(value=int() | Fraction() as value):
                return self._numbers.constant(value)
            case FactRef(name=name):
                return self._number_of_fact(name)
            case ParameterRef(name=name):
                in_force = self._pack.parameters[name].on(self._as_of)
                return self._numbers.unknown if in_force is None else self._limit(in_force)
            case Arithmetic(operator=symbol, left=left, right=right):
                return self._numbers.apply(symbol, self._number(left), self._number(right))
            case Call(function="min" | "max" as function, arguments=(left, right)):
                return self._numbers.apply(function, self._number(left), self._number(right))
            case Call(function=function, arguments=(left, right)):
                between = {"years": self._days.years_between, "months": self._days.months_between}
                return Number(between.get(function, self._days.days_between)(self._day(left), self._day(right)))
            case CountMembers():
                return Number(self._unless_ghost(self.graph.size(MOST_MEMBERS)))
            case SumMembers(fact=fact):
                return self._added_up(self._number_of_fact(fact))
        raise TypeError(f"no number: {expression!r}")

    def _limit(self, value: Value) -> Number:
        assert isinstance(value, int | Fraction), "a number"
        return self._numbers.constant(value)

    def _limit_day(self, value: Value) -> int:
        assert isinstance(value, datetime.date), "a day"
        return self.graph.constant(day_number(value))

    def _day(self, expression: Expression) -> int:
        match expression:
            case Constant(value=datetime.date() as day):
                return self.graph.constant(day_number(day))
            case AsOf():
                return self.graph.constant(day_number(self._as_of))
            case FactRef(name=name):
                return self._step_of_fact(name)
            case ParameterRef(name=name):
                since = self._pack.parameters[name].on(self._as_of)
                return self.graph.unknown if since is None else self._limit_day(since)
            case Call(function="min", arguments=(left, right)):
                return self.graph.smaller(self._day(left), self._day(right))
            case Call(function="max", arguments=(left, right)):
                return self.graph.larger(self._day(left), self._day(right))
            case Call(function="add_months", arguments=(day_of, number)):
                return self._days.add_months(self._day(day_of), self._numbers.whole(self._number(number)))
            case Call(function="add_days", arguments=(day_of, number)):
                return self._days.add_days(self._day(day_of), self._numbers.whole(self._number(number)))
        raise TypeError(f"no day: {expression!r}")

    def _unless_ghost(self, step: int) -> int:
        unnamed = self.graph.any_of(self._ghost)
        return self.graph.choose(unnamed, self.graph.unknown, step)

    def _added_up(self, number: Number) -> Number:
        """The sum over all members, unknown when that of one is."""
        graph = self.graph
        if number.divisors:
            raise NotCompilable("what is divided by what is not constant is added up over members")
        if number.top == graph.unknown:
            return self._numbers.unknown
        unknown = graph.any_of(graph.or_((graph.not_(graph.known(number.top)), self._ghost)))
        filled = graph.choose(graph.known(number.top), number.top, graph.constant(0))
        total = graph.total(filled, MOST_MEMBERS)
        return Number(graph.choose(unknown, graph.unknown, total), number.below)

    # ------------------------------------------------------------ facts

    def _truth_of_fact(self, name: str) -> Truth:
        found = self._fact(name)
        assert isinstance(found, tuple), f"{name} is boolean"
        return found

    def _number_of_fact(self, name: str) -> Number:
        found = self._fact(name)
        assert isinstance(found, Number), f"{name} is a number"
        return found

    def _step_of_fact(self, name: str) -> int:
        found = self._fact(name)
        assert isinstance(found, int), f"{name} is a day or a choice"
        return found

    def _fact(self, name: str) -> Truth | Number | int:
        """What is known of a fact: what follows from others, else what is given."""
        if self._supposing is not None and name not in self._supposing.touches:
            return self._supposing.reader._fact(name)
        if name not in self._facts:
            fact = self._pack.facts[name]
            with _naming(name, fact.place):
                self._facts[name] = self._joined(fact)
        return self._facts[name]

    def _joined(self, fact: Fact) -> Truth | Number | int:
        given = self._given(fact)
        if fact.derive is None:
            return given
        derived, graph = self._derived(fact), self.graph
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
            case (Number() as number, Number() as said_number):
                return self._numbers.choose(graph.known(number.top), number, said_number)
            case (int() as step, int() as said_step):
                return graph.choose(graph.known(step), step, said_step)
        raise TypeError(f"{fact.name} is derived as something else than it is given")

    def _given(self, fact: Fact) -> Truth | Number | int:
        level = Level.MEMBER if fact.subject is Subject.MEMBER else Level.HOUSEHOLD
        nullable = fact.name not in self._known.complete
        if fact.type is FactType.BOOLEAN:
            if fact.name not in self._known.facts:
                assumed = self._assumed.get(fact.name)
                return (FALSE, TRUE) if assumed is None else (int(assumed), int(assumed))
            column = self.graph.boolean_column(fact.name, level)
            if fact.name in self._assumed:
                one = self.graph.filled(column, bool(self._assumed[fact.name]))
                return one, one
            filled = self.graph.filled(column, False)
            return filled, self.graph.filled(column, True) if nullable else filled
        step = self._given_step(fact, level, nullable)
        if fact.type is FactType.MONEY:
            return Number(step, 100)
        return Number(step) if fact.type is FactType.INTEGER else step

    def _given_step(self, fact: Fact, level: Level, nullable: bool) -> int:
        graph = self.graph
        assumed = graph.constant(self._assumed[fact.name]) if fact.name in self._assumed else graph.unknown
        if fact.name not in self._known.facts:
            return assumed
        low, high = (EARLIEST, LATEST) if fact.type is FactType.DATE else range_of(fact)
        step = graph.column(fact.name, level, low, high, nullable=nullable)
        return step if fact.name not in self._assumed else graph.choose(graph.known(step), step, assumed)

    def _derived(self, fact: Fact) -> Truth | Number | int:
        derive = fact.derive
        if isinstance(derive, Condition):
            return self._truth(derive, _no_findings)
        assert derive is not None, f"{fact.name} is derived"
        if fact.type is FactType.BOOLEAN:
            return self._leaf(derive)
        return self._day(derive) if fact.type is FactType.DATE else self._number(derive)

    def _contradictions(self, fact: Fact) -> None:
        graph = self.graph
        derived, given = self._derived(fact), self._given(fact)
        match derived, given:
            case (tuple() as follows, tuple() as said):
                differs = graph.or_(
                    (graph.and_((follows[0], graph.not_(said[1]))), graph.and_((graph.not_(follows[1]), said[0])))
                )
            case (Number() as number, Number() as said_number):
                differs = self._differ(fact, number, said_number)
                self._beyond(fact, lambda symbol, limit: self._numbers.compare(symbol, number, self._limit(limit))[0])
            case (int() as step, int() as said_step):
                differs = graph.compare("!=", step, said_step)[0]
                self._beyond(fact, lambda symbol, limit: graph.compare(symbol, step, self._limit_day(limit))[0])
            case _:
                raise TypeError(f"{fact.name} is derived as something else than it is given")
        self._contradicts(fact, "given_otherwise", differs)

    def _differ(self, fact: Fact, derived: Number, given: Number) -> int:
        """Whether two numbers differ; amounts do when they are not the same to the fen."""
        if fact.type is FactType.MONEY:
            return self.graph.not_(self._numbers.round_to(given, derived)[1])
        return self._numbers.compare("!=", derived, given)[0]

    def _beyond(self, fact: Fact, compares: Callable[[str, Value], int]) -> None:
        for symbol, limit in (("<", fact.minimum), (">", fact.maximum)):
            if limit is not None:
                self._contradicts(fact, "impossible", compares(symbol, limit))

    def _contradicts(self, fact: Fact, kind: str, step: int) -> None:
        if step != FALSE:
            self.contradictions.append(Contradiction(fact.name, kind, step))


def _no_findings(condition: FindingOf) -> Truth:
    raise TypeError("a derivation stands on no findings")


@contextmanager
def _naming(what: str, place: Place) -> Iterator[None]:
    """Say of which rule or fact it is that columns cannot give it. Raises: RequestError."""
    try:
        yield
    except NotCompilable as problem:
        mend = "check households one by one, or write it otherwise: docs/screening.md has what can be screened"
        raise RequestError(Diagnostic(f"{what} cannot be screened: {problem}", place, mend)) from None
