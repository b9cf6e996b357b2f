"""Writes out what was concluded of a case as findings, measures and notices, when somebody first reads them.

What a rule comes to stands in the situation; here it gets its grants and its deadline. Nothing here decides a verdict.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import chain, repeat

from clausewise.case import Case
from clausewise.case.notices import Notice, notices_of_time, outdated_answers
from clausewise.classes import NamedTuple
from clausewise.engine.arithmetic import Evaluator, Layout, compile_expression
from clausewise.engine.atoms import picking
from clausewise.engine.findings import (
    NOTHING_GRANTED,
    DeadlineState,
    Finding,
    Grant,
    Granted,
    Measure,
    MeasureVerdict,
    Missing,
    MissingFacts,
    Readings,
)
from clausewise.engine.missing import MissingFinder
from clausewise.engine.plausibility import Plausibility
from clausewise.engine.proof import Proof, Situation, View
from clausewise.language.expressions import Expression
from clausewise.language.kleene import FALSE
from clausewise.language.model import MeasureKind, Pack
from clausewise.language.rules import About, Aid, Deadline, Duty, Rule
from clausewise.language.verdicts import VERDICTS, Verdict

_MEASURE_VERDICTS = tuple(MeasureVerdict(verdict.value) for verdict in VERDICTS)


class _Granting(NamedTuple):
    """What a rule grants: `fixed` where nothing is to be computed, None otherwise; and how the rest is computed."""

    fixed: Granted | None
    aid: tuple[tuple[Aid, Evaluator | None, Evaluator | None], ...]
    deadline: Evaluator | None


class _Written(NamedTuple):
    """The rule of each finding, and functions to its proof, out of that of each subject, and to its code."""

    rules: tuple[Rule, ...]
    proofs: Callable[[Sequence[Proof]], tuple[Proof, ...]]
    codes: Callable[[Sequence[int]], tuple[int, ...]]


class Concluding:
    """How the findings of one pack's rules are written out, and the measures they are gathered into."""

    def __init__(self, pack: Pack, layout: Layout, missing: MissingFinder, plausibility: Plausibility) -> None:
        self.pack = pack
        self.missing = missing
        self.plausibility = plausibility
        self.rules_about = {about: [rule for rule in pack.rules if rule.about is about] for about in About}
        self.written = lru_cache(maxsize=8)(self._written)
        self._layout = layout
        self._granting = {rule.id: self._make_granting(rule) for rule in pack.rules}
        self.measures = self._lay_out_measures()

    def _written(self, members: int) -> _Written:
        """How the findings with so many members are written out."""
        places = {About.HOUSEHOLD: (0,), About.MEMBER: tuple(range(1, 1 + members))}
        codes_lie = [(place, rule.id) for about in About for place in places[about] for rule in self.rules_about[about]]
        at = {key: number for number, key in enumerate(codes_lie)}
        found = [(rule, place) for rule in self.pack.rules for place in places[rule.about]]
        return _Written(
            tuple(rule for rule, _ in found),
            picking([place for _, place in found]),
            picking([at[place, rule.id] for rule, place in found]),
        )

    def _make_granting(self, rule: Rule) -> _Granting:
        aid = tuple((one, self._evaluator(one.amount), self._evaluator(one.months)) for one in rule.aid)
        computed = rule.deadline is not None or any(amount or months for _, amount, months in aid)
        fixed = None if computed else Granted(tuple(Grant(one, None, None, ()) for one in rule.aid), (), None)
        return _Granting(fixed, aid, self._evaluator(rule.deadline.by) if rule.deadline else None)

    def _evaluator(self, expression: Expression | None) -> Evaluator | None:
        return None if expression is None else compile_expression(expression, self._layout)

    def granted(self, rule: Rule, view: View) -> Granted:
        """What a rule that is not refuted brings whoever it is about."""
        granting = self._granting[rule.id]
        if granting.fixed is not None:
            return granting.fixed
        grants = [self._grant(*one, view) for one in granting.aid]
        return Granted(
            tuple(grant for grant in grants if not grant.is_nothing),
            tuple(grant for grant in grants if grant.is_nothing),
            self._deadline(rule.deadline, granting.deadline, view),
        )

    def _grant(self, aid: Aid, amount_of: Evaluator | None, months_of: Evaluator | None, view: View) -> Grant:
        amount = amount_of(view.h, view.m) if amount_of else None
        months = months_of(view.h, view.m) if months_of else None
        missing: dict[Missing, None] = {}
        for expression, value in ((aid.amount, amount), (aid.months, months)):
            if expression is not None and value is None:
                missing.update(dict.fromkeys(self.missing.of_expression(expression, view)))
        return Grant(aid, None if amount is None else Fraction(amount), months, tuple(missing))

    def _deadline(self, deadline: Deadline | None, day_of: Evaluator | None, view: View) -> DeadlineState | None:
        if deadline is None or day_of is None:
            return None
        day = day_of(view.h, view.m)
        if day is None:
            return DeadlineState(deadline, None, None, self.missing.of_expression(deadline.by, view))
        as_of = view.h[self._layout.household["case.as_of"]]
        return DeadlineState(deadline, day, as_of > day, ())

    def _lay_out_measures(self) -> tuple[tuple[int, str | None, MeasureVerdict, tuple[Duty, ...]], ...]:
        """For each number: its title, its verdict when it has no findings, and its duties."""
        laid_out = []
        by_clause: dict[int, list[Duty]] = {}
        for duty in self.pack.duties:
            by_clause.setdefault(duty.clause, []).append(duty)
        for number in self.pack.numbers():
            clause = self.pack.document.clause(number)
            kind = self.pack.kind_of(number)
            with_rules = kind is MeasureKind.RULES
            otherwise = MeasureVerdict.DOES_NOT_APPLY if with_rules else MeasureVerdict(kind.value)
            duties = tuple(by_clause.get(number, ()))
            laid_out.append((number, clause.title if clause else None, otherwise, duties))
        return tuple(laid_out)


class CaseConcluded:
    """What was concluded of one case. Written out as it is asked for; whoever asks keeps it.

    `codes` are those of the findings on each subject, the household first.
    """

    def __init__(
        self,
        concluding: Concluding,
        case: Case,
        situation: Situation,
        codes: Sequence[tuple[int, ...]],
        readings: Readings,
    ) -> None:
        self.missing: MissingFacts = concluding.missing
        self.readings = readings
        self._concluding = concluding
        self._case = case
        self._situation = situation
        self._codes = codes

    def findings(self) -> tuple[Finding, ...]:
        """Every finding, in the order of the provisions."""
        # Nothing is found of somebody who may not be there beside members who are.
        members = self._situation.listed or self._situation.members
        rules, proofs_of, codes_of = self._concluding.written(len(members))
        proofs = proofs_of([view.proof for view in (self._situation.household, *members)])
        verdicts = map(VERDICTS.__getitem__, codes_of(tuple(chain.from_iterable(self._codes))))
        return tuple(map(Finding, rules, verdicts, proofs, repeat(self)))

    def measures(self, findings: Iterable[Finding]) -> tuple[Measure, ...]:
        """Every measure, by number, with its findings."""
        by_clause: dict[int, list[Finding]] = {}
        for finding in findings:
            by_clause.setdefault(finding.rule.clause, []).append(finding)
        strongest = dict.fromkeys([rule.clause for rule in self._concluding.pack.rules], FALSE)
        household, *members = self._codes
        of_household, of_member = self._concluding.rules_about.values()
        # Whoever may be there too keeps the measure open, though no finding is about them.
        for rule, code in chain(zip(of_household, household, strict=True),
                                *(zip(of_member, codes, strict=True) for codes in members)):  # fmt: skip
            strongest[rule.clause] = max(strongest[rule.clause], code)
        return tuple(
            Measure(
                number,
                title,
                _MEASURE_VERDICTS[strongest[number]] if number in strongest else otherwise,
                tuple(by_clause.get(number, ())),
                duties,
            )
            for number, title, otherwise, duties in self._concluding.measures
        )

    def notices(self) -> tuple[Notice, ...]:
        """The notices on the case's facts, in the order in which they came up, then those of time."""
        case, pack = self._case, self._concluding.pack
        return (
            *self._situation.notices,
            *self._concluding.plausibility.notices(self._situation, case),
            *outdated_answers(pack, case.as_of, case.office),
            *notices_of_time(pack, case.as_of),
        )

    def granted(self, rule: Rule, verdict: Verdict, view: View) -> Granted:
        """What a rule with that verdict brings whoever it is about; nothing where it does not apply."""
        return NOTHING_GRANTED if verdict is Verdict.DOES_NOT_APPLY else self._concluding.granted(rule, view)
