"""Checks a case against every rule of a pack: proofs first, then forward chaining, then the two side by side.

A difference between the two is an `EngineDisagreement` that names the rule; no verdict leaves then. Nothing here
reads a file or knows how a finding is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import repeat
from operator import itemgetter
from typing import Any as AnyValue
from typing import NamedTuple

from clausewise.case import Case
from clausewise.case.notices import notices_of_time, outdated_answers
from clausewise.engine.arithmetic import Evaluator, compile_expression
from clausewise.engine.bounding import Bounder
from clausewise.engine.compiling import AtomTable, ConditionCompiler
from clausewise.engine.findings import DeadlineState, Finding, Grant, Measure, MeasureVerdict, Missing, Result
from clausewise.engine.forward import Atom, Both, Chain, Either, Formula, Opposite, Step, StepNumbers, Told
from clausewise.engine.missing import MissingFinder
from clausewise.engine.office_readings import OfficeReadings
from clausewise.engine.plausibility import Plausibility
from clausewise.engine.proof import Compiled, FindingProof, ProofNode, Situation, View, finding_code
from clausewise.engine.situation import SituationBuilder, make_layout
from clausewise.engine.standing import Codes, Standing, subjects_of
from clausewise.engine.topics import Topics
from clausewise.errors import EngineDisagreement
from clausewise.language.conditions import All, Any, Condition, Contested, Not, in_connectives
from clausewise.language.kleene import FALSE
from clausewise.language.model import MeasureKind, Pack
from clausewise.language.rules import About, Aid, Duty, Rule
from clausewise.language.verdicts import VERDICTS

_MEASURE_VERDICTS = tuple(MeasureVerdict(verdict.value) for verdict in VERDICTS)


class _Ready(NamedTuple):
    """A rule ready to run: its proof, its step in the chain, and what it computes.

    `proved` and `chained` take its code from those of the atoms, and of the steps, of a subject. `granted` are the
    grants where nothing is to be computed, None otherwise.
    """

    rule: Rule
    step: int
    proof: Compiled
    proved: Callable[[Sequence[int]], int]
    chained: Callable[[Mapping[int, int]], int]
    granted: tuple[Grant, ...] | None
    grants: tuple[tuple[Aid, Evaluator | None, Evaluator | None], ...]
    deadline: Evaluator | None
    clause: int


class Engine:
    """Checks cases of one pack. Compiling takes a while; checking does not. Safe to use from several threads."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self._layout = make_layout(pack)
        self._bounder = Bounder(pack.facts, self._layout)
        self._compiler = ConditionCompiler(self._layout, self._bounder, pack.implied_facts)
        self._builder = SituationBuilder(pack, self._layout, self._compiler, self._bounder)
        self._plausibility = Plausibility(pack, self._compiler)
        self._missing = MissingFinder(pack, self._layout, self._bounder)
        self._topics = Topics(pack, self._compiler)
        self._rules = {rule.id: self._make_ready(rule, number) for number, rule in enumerate(pack.rules)}
        self._strata = [tuple(self._rules[rule] for rule in stratum) for stratum in pack.strata]
        self._standing = Standing(pack.rules_by_id, pack.strata, self._compiler)
        self._measures = self._lay_out_measures()
        self._chains = {about: self._chain(about) for about in About}

    def _make_ready(self, rule: Rule, number: int) -> _Ready:
        grants = tuple((aid, self._evaluator(aid.amount), self._evaluator(aid.months)) for aid in rule.aid)
        computed = any(amount or months for _, amount, months in grants)
        granted = None if computed else tuple(Grant(aid, None, None, ()) for aid in rule.aid)
        deadline = self._evaluator(rule.deadline.by) if rule.deadline else None
        proof = self._compiler.compile_rule(rule.id, rule.when, rule.about)
        atom = self._compiler.tables[rule.about].number(rule.when)
        return _Ready(rule, number, proof, itemgetter(atom), itemgetter(number), granted, grants, deadline, rule.clause)

    def _evaluator(self, expression: AnyValue) -> Evaluator | None:
        return None if expression is None else compile_expression(expression, self._layout)

    def _chain(self, about: About) -> Chain:
        numbers = StepNumbers(first_free=len(self._rules))
        table = self._compiler.tables[about]
        strata = []
        for stratum in self._strata:
            steps: list[Step] = []
            for ready in stratum:
                if ready.rule.about is about:
                    steps += numbers.split(Step(ready.step, ready.rule.id, _formula(ready.rule.when, table)))
            strata.append(steps)
        return Chain(strata)

    def check(self, case: Case) -> Result:
        """Every finding of a case.

        Raises: CaseError when the case contradicts itself; EngineDisagreement when the two readings differ.
        """
        situation = self._builder.build(case)
        self._compiler.evaluate_atoms(situation)
        subjects = subjects_of(situation)
        told = {about: [Told(view.atoms, {}) for view in views] for about, views in subjects.items()}
        sides = {about: ([one.atoms for one in ones], [one.steps for one in ones]) for about, ones in told.items()}
        concluded: Codes = {}
        for number, stratum in enumerate(self._strata):
            for about in subjects:
                self._standing.carry(number, about, situation, concluded)
                self._compiler.evaluate_standing(about, subjects[about])
                self._chains[about].run(number, told[about])
            for ready in stratum:
                about = ready.rule.about
                rule, views = ready.rule.id, subjects[about]
                codes = _prove(ready, views, *sides[about])
                situation.proofs[rule] = list(map(FindingProof, repeat(ready.proof), views, codes, repeat(rule)))
                if views and not situation.everybody:
                    codes[-1] = finding_code(codes[-1], views[-1].member)
                concluded[rule] = codes
        return self._result(case, situation, concluded)

    def close(self) -> None:
        """Free what forward chaining holds; the engine compiles it again when it is next used."""
        for chain in self._chains.values():
            chain.close()

    def _result(self, case: Case, situation: Situation, concluded: Codes) -> Result:
        findings: list[Finding] = []
        by_clause: dict[int, list[Finding]] = {}
        strongest: dict[int, int] = {}
        missing, readings = self._missing, OfficeReadings(self.pack, case, self.check)
        # Nothing is found of somebody who may not be there beside members who are.
        everyone = situation.everybody or not situation.listed
        for rule_id, ready in self._rules.items():
            codes, clause = concluded[rule_id], ready.clause
            # Whoever may be there too keeps the measure open, though no finding is about them.
            strongest[clause] = max([strongest.get(clause, FALSE), *codes])
            if not everyone and ready.rule.about is About.MEMBER:
                codes = codes[:-1]
            proofs = situation.proofs[rule_id]
            if ready.granted is None or ready.deadline is not None:
                found = [
                    self._compute(ready, proof, code, readings) for proof, code in zip(proofs, codes, strict=False)
                ]
            else:
                rule, granted = ready.rule, ready.granted
                found = [
                    Finding(
                        rule, proof.view.member, VERDICTS[code], proof, granted if code else (), None, missing, readings
                    )
                    for proof, code in zip(proofs, codes, strict=False)
                ]
            if found:
                findings += found
                by_clause.setdefault(clause, []).extend(found)
        measures = []
        for number, title, otherwise, duties in self._measures:
            verdict = _MEASURE_VERDICTS[strongest[number]] if number in strongest else otherwise
            measures.append(Measure(number, title, verdict, tuple(by_clause.get(number, ())), duties))
        notices = (
            *situation.notices,
            *self._plausibility.notices(situation, case),
            *outdated_answers(self.pack, case.as_of, case.office),
            *notices_of_time(self.pack, case.as_of),
        )
        topics = self._topics.of(situation, case)
        return Result(
            case, self.pack, tuple(findings), tuple(measures), notices, topics, situation, self._layout, self._bounder
        )

    def _compute(self, ready: _Ready, proof: ProofNode, code: int, readings: OfficeReadings) -> Finding:
        rule, view, missing = ready.rule, proof.view, self._missing
        if code == FALSE:
            return Finding(rule, view.member, VERDICTS[FALSE], proof, (), None, missing, readings)
        deadline = self._deadline(ready, view, missing)
        computed = self._grant(ready, view, missing)
        grants = tuple(grant for grant in computed if not grant.is_nothing)
        nothing = tuple(grant for grant in computed if grant.is_nothing)
        return Finding(rule, view.member, VERDICTS[code], proof, grants, deadline, missing, readings, nothing)

    def _grant(self, ready: _Ready, view: View, finder: MissingFinder) -> tuple[Grant, ...]:
        if ready.granted is not None:
            return ready.granted
        grants = []
        for aid, amount_of, months_of in ready.grants:
            amount = amount_of(view.h, view.m) if amount_of else None
            months = months_of(view.h, view.m) if months_of else None
            missing: dict[Missing, None] = {}
            for expression, value in ((aid.amount, amount), (aid.months, months)):
                if expression is not None and value is None:
                    missing.update(dict.fromkeys(finder.of_expression(expression, view)))
            grants.append(Grant(aid, None if amount is None else Fraction(amount), months, tuple(missing)))
        return tuple(grants)

    def _deadline(self, ready: _Ready, view: View, finder: MissingFinder) -> DeadlineState | None:
        deadline = ready.rule.deadline
        if deadline is None or ready.deadline is None:
            return None
        day = ready.deadline(view.h, view.m)
        if day is None:
            return DeadlineState(deadline, None, None, finder.of_expression(deadline.by, view))
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


def _formula(condition: Condition, atoms: AtomTable) -> Formula:
    """A condition as forward chaining sees it: atoms and connectives."""
    match condition:
        case All(parts=parts):
            return Both(tuple(dict.fromkeys(_formula(part, atoms) for part in parts)))
        case Any(parts=parts):
            return Either(tuple(dict.fromkeys(_formula(part, atoms) for part in parts)))
        case Not(part=part):
            return Opposite(_formula(part, atoms))
        case Contested():
            return _formula(in_connectives(condition), atoms)
    return Atom(atoms.number(condition))


def _prove(
    ready: _Ready, views: Sequence[View], atoms: Iterable[Sequence[int]], steps: Iterable[Mapping[int, int]]
) -> list[int]:
    """The codes of a rule on its subjects, proved and chained alike. Raises: EngineDisagreement naming the rule."""
    proved = list(map(ready.proved, atoms))
    chained = list(map(ready.chained, steps))
    if proved != chained:
        at = next(index for index, code in enumerate(proved) if code != chained[index])
        whose = f" for {views[at].member}" if views[at].member else ""
        raise EngineDisagreement(
            f"{ready.rule.id}{whose}: the proof says {VERDICTS[proved[at]]}, forward chaining {VERDICTS[chained[at]]}; "
            "no verdict is given"
        )
    return proved
