"""Checks a case against every rule of a pack: proofs first, then forward chaining, then the two side by side.

A difference between the two is an `EngineDisagreement` that names the rule; no verdict leaves then. Nothing here
reads a file or knows how a finding is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any as AnyValue
from typing import NamedTuple

from clausewise.case import Case
from clausewise.engine.arithmetic import FALSE, TRUE, UNKNOWN, Evaluator, compile_expression
from clausewise.engine.findings import (
    DeadlineState,
    Finding,
    Grant,
    Measure,
    MeasureVerdict,
    Missing,
    Result,
    Verdict,
)
from clausewise.engine.forward import Atom, Both, Chain, Either, Formula, Opposite, Step, StepNumbers, code_of
from clausewise.engine.missing import MissingFinder
from clausewise.engine.proof import (
    UNNAMED_MEMBER,
    ProofNode,
    Prover,
    ProverCompiler,
    Situation,
    View,
    finding_code,
)
from clausewise.engine.situation import SituationBuilder, make_layout
from clausewise.errors import EngineDisagreement
from clausewise.language.conditions import All, Any, Condition, Count, Every, FindingOf, If, Not, Some
from clausewise.language.model import Pack
from clausewise.language.rules import About, Duty, Rule

_VERDICTS = {FALSE: Verdict.DOES_NOT_APPLY, UNKNOWN: Verdict.UNDETERMINED, TRUE: Verdict.APPLIES}
_MEASURE_VERDICTS = {verdict: MeasureVerdict(verdict.value) for verdict in Verdict}
_STRENGTH = (Verdict.APPLIES, Verdict.UNDETERMINED, Verdict.DOES_NOT_APPLY)

# Puts the codes of a proof's leaves and quantifiers under the names forward chaining knows them by.
Collector = Callable[[ProofNode, dict[str, int]], None]


class _Compiled(NamedTuple):
    """A rule ready to run: its proof, the atoms of that proof, its step in the chain, and what it computes."""

    rule: Rule
    step: int
    prove: Prover
    collect: Collector
    stands_on: Mapping[str, tuple[str, ...]]
    grants: tuple[tuple[Evaluator | None, Evaluator | None], ...]
    deadline: Evaluator | None
    clause: int


class Engine:
    """Checks cases of one pack. Compiling takes a while; checking does not. Safe to use from several threads."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self._layout = make_layout(pack)
        derived = frozenset(name for name, fact in pack.facts.items() if isinstance(fact.derive, Condition))
        compiler = ProverCompiler(self._layout, derived)
        self._builder = SituationBuilder(pack, self._layout, compiler)
        self._missing = MissingFinder(pack, self._layout)
        atoms = {about: _AtomNumbers() for about in About}
        self._rules = {
            rule.id: self._compile(rule, number, compiler, atoms[rule.about]) for number, rule in enumerate(pack.rules)
        }
        self._strata = [tuple(self._rules[rule] for rule in stratum) for stratum in pack.strata]
        self._measures = self._lay_out_measures()
        self._chains = {about: self._chain(about, atoms[about]) for about in About}

    def _compile(self, rule: Rule, number: int, compiler: ProverCompiler, atoms: _AtomNumbers) -> _Compiled:
        stands_on: dict[str, tuple[str, ...]] = {}
        collect = _collector(rule.when, atoms, stands_on)
        grants = tuple(
            tuple(None if one is None else compile_expression(one, self._layout) for one in (aid.amount, aid.months))
            for aid in rule.aid
        )
        deadline = compile_expression(rule.deadline.by, self._layout) if rule.deadline else None
        prove = compiler.compile(rule.when)
        return _Compiled(rule, number, prove, collect, stands_on, grants, deadline, rule.clause)  # type: ignore[arg-type]

    def _chain(self, about: About, atoms: _AtomNumbers) -> Chain:
        numbers = StepNumbers(first_free=len(self._rules))
        strata = []
        for stratum in self._strata:
            steps: list[Step] = []
            for compiled in stratum:
                if compiled.rule.about is about:
                    formula = _formula(compiled.rule.when, atoms)
                    steps += numbers.split(Step(compiled.step, compiled.rule.id, formula))
            strata.append(steps)
        return Chain(strata)

    def check(self, case: Case) -> Result:
        """Every finding of a case.

        Raises: CaseError when the case contradicts itself; EngineDisagreement when the two readings differ.
        """
        situation = self._builder.build(case)
        household_codes: dict[str, int] = {}
        member_codes: list[dict[str, int]] = [{} for _ in situation.members]
        concluded: dict[str, dict[str | None, int]] = {}
        for number, stratum in enumerate(self._strata):
            for compiled in stratum:
                if compiled.rule.about is About.HOUSEHOLD:
                    _prove(compiled, situation, situation.household, household_codes, concluded)
                else:
                    situation.findings[compiled.rule.id] = {}
                    for view, codes in zip(situation.members, member_codes, strict=True):
                        _prove(compiled, situation, view, codes, concluded)
            self._chains[About.HOUSEHOLD].run(number, [household_codes])
            self._chains[About.MEMBER].run(number, member_codes)
            for compiled in stratum:
                _compare(compiled, situation, household_codes, member_codes, concluded)
        return self._result(case, situation)

    def close(self) -> None:
        """Free what forward chaining holds; the engine compiles it again when it is next used."""
        for chain in self._chains.values():
            chain.close()

    def _result(self, case: Case, situation: Situation) -> Result:
        findings: list[Finding] = []
        by_clause: dict[int, list[Finding]] = {}
        for rule, compiled in self._rules.items():
            for proof in situation.findings[rule].values():
                finding = self._finding(compiled, proof, situation)
                findings.append(finding)
                by_clause.setdefault(compiled.clause, []).append(finding)
        measures = []
        for number, title, otherwise, duties in self._measures:
            found = by_clause.get(number, [])
            verdict = _strongest(found) if found else otherwise
            measures.append(Measure(number, title, verdict, tuple(found), duties))
        return Result(case, self.pack, tuple(findings), tuple(measures))

    def _finding(self, compiled: _Compiled, proof: ProofNode, situation: Situation) -> Finding:
        verdict = _VERDICTS[finding_code(proof)]
        grants: tuple[Grant, ...] = ()
        deadline = None
        if verdict is not Verdict.DOES_NOT_APPLY:
            grants = tuple(
                self._grant(compiled.rule, index, evaluators, proof.view, situation)
                for index, evaluators in enumerate(compiled.grants)
            )
            deadline = self._deadline(compiled, proof.view, situation)

        def find_missing(_: Finding) -> tuple[Missing, ...]:
            return self._missing.of_proof(proof, situation.members)

        return Finding(compiled.rule, proof.member, verdict, proof, grants, deadline, find_missing)

    def _grant(
        self,
        rule: Rule,
        index: int,
        evaluators: tuple[Evaluator | None, Evaluator | None],
        view: View,
        situation: Situation,
    ) -> Grant:
        aid = rule.aid[index]
        if evaluators == (None, None):
            return Grant(aid, None, None, ())
        missing: dict[Missing, None] = {}
        values: list[AnyValue] = []
        for evaluate, expression in zip(evaluators, (aid.amount, aid.months), strict=True):
            value = evaluate(view.h, view.m) if evaluate else None
            if expression is not None and value is None:
                missing.update(dict.fromkeys(self._missing.of_expression(expression, view, situation.members)))
            values.append(value)
        amount = None if values[0] is None else Fraction(values[0])
        return Grant(aid, amount, values[1], tuple(missing))

    def _deadline(self, compiled: _Compiled, view: View, situation: Situation) -> DeadlineState | None:
        deadline = compiled.rule.deadline
        if deadline is None or compiled.deadline is None:
            return None
        day = compiled.deadline(view.h, view.m)
        if day is None:
            missing = self._missing.of_expression(deadline.by, view, situation.members)
            return DeadlineState(deadline, None, None, missing)
        as_of = view.h[self._layout.household["case.as_of"]]
        return DeadlineState(deadline, day, as_of > day, ())

    def _lay_out_measures(self) -> tuple[tuple[int, str | None, MeasureVerdict, tuple[Duty, ...]], ...]:
        """For each number: its title, its verdict when it has no findings, and its duties."""
        with_rules = {rule.clause for rule in self.pack.rules}
        laid_out = []
        for number in self.pack.numbers():
            clause = self.pack.document.clause(number)
            otherwise = MeasureVerdict.DOES_NOT_APPLY if number in with_rules else MeasureVerdict.INSTITUTIONAL
            if clause is None:
                otherwise = MeasureVerdict.NO_TEXT
            duties = tuple(duty for duty in self.pack.duties if duty.clause == number)
            laid_out.append((number, clause.title if clause else None, otherwise, duties))
        return tuple(laid_out)


def _strongest(findings: list[Finding]) -> MeasureVerdict:
    found = {finding.verdict for finding in findings}
    return next(_MEASURE_VERDICTS[verdict] for verdict in _STRENGTH if verdict in found)


class _AtomNumbers:
    """Numbers for what leaves and quantifiers ask, the same for the same question."""

    def __init__(self) -> None:
        self._numbers: dict[object, int] = {}

    def number(self, condition: Condition) -> int:
        return self._numbers.setdefault(_question(condition), len(self._numbers))


def _question(condition: Condition) -> object:
    """What a condition asks, without its words and place."""
    match condition:
        case If(expression=expression):
            return ("if", expression)
        case FindingOf(rules=rules):
            return ("finding", rules)
        case All(parts=parts):
            return ("all", tuple(map(_question, parts)))
        case Any(parts=parts):
            return ("any", tuple(map(_question, parts)))
        case Not(part=part):
            return ("not", _question(part))
        case Some(part=part):
            return ("some", _question(part))
        case Every(part=part):
            return ("every", _question(part))
        case Count(part=part, at_least=low, at_most=high):
            return ("count", _question(part), low, high)


def _formula(condition: Condition, atoms: _AtomNumbers) -> Formula:
    """A condition as forward chaining sees it: atoms and connectives."""
    match condition:
        case All(parts=parts):
            return Both(tuple(dict.fromkeys(_formula(part, atoms) for part in parts)))
        case Any(parts=parts):
            return Either(tuple(dict.fromkeys(_formula(part, atoms) for part in parts)))
        case Not(part=part):
            return Opposite(_formula(part, atoms))
    return Atom(atoms.number(condition))


def _collector(condition: Condition, atoms: _AtomNumbers, stands_on: dict[str, tuple[str, ...]]) -> Collector:
    """What takes the atoms' codes out of a proof. Atoms on findings are not taken: they come from the chain."""
    match condition:
        case All(parts=parts) | Any(parts=parts):
            collectors = tuple(_collector(part, atoms, stands_on) for part in parts)

            def collect_parts(proof: ProofNode, codes: dict[str, int]) -> None:
                for collect, child in zip(collectors, proof.children, strict=True):
                    collect(child, codes)

            return collect_parts
        case Not(part=part):
            inner = _collector(part, atoms, stands_on)
            return lambda proof, codes: inner(proof.children[0], codes)
    name = f"a{atoms.number(condition)}"
    if isinstance(condition, FindingOf):
        stands_on[name] = condition.rules
        return lambda proof, codes: None

    def collect(proof: ProofNode, codes: dict[str, int]) -> None:
        codes[name] = proof.code

    return collect


def _prove(
    compiled: _Compiled,
    situation: Situation,
    view: View,
    codes: dict[str, int],
    concluded: Mapping[str, Mapping[str | None, int]],
) -> None:
    """Prove a rule of one subject and put its atoms beside the others'."""
    rule = compiled.rule.id
    # A quantifier has no member in sight of its own; a finding whose condition is one is about its subject.
    proof = compiled.prove(situation, view)._replace(about=rule, view=view)
    situation.findings.setdefault(rule, {})[view.member] = proof
    compiled.collect(proof, codes)
    for name, rules in compiled.stands_on.items():
        found = (
            code
            for one in rules
            for member, code in concluded[one].items()
            if view.member is None or member is None or member == view.member
        )
        codes[name] = max(found, default=FALSE)


def _compare(
    compiled: _Compiled,
    situation: Situation,
    household_codes: Mapping[str, int],
    member_codes: list[dict[str, int]],
    concluded: dict[str, dict[str | None, int]],
) -> None:
    """Hold what was chained against what was proved. Raises: EngineDisagreement naming the rule."""
    rule = compiled.rule
    subjects = [household_codes] if rule.about is About.HOUSEHOLD else member_codes
    concluded[rule.id] = {}
    for (member, proof), codes in zip(situation.findings[rule.id].items(), subjects, strict=True):
        code = code_of(codes, compiled.step)
        if code != proof.code:
            whose = f" for {member}" if member else ""
            raise EngineDisagreement(
                f"{rule.id}{whose}: the proof says {_VERDICTS[proof.code]}, forward chaining {_VERDICTS[code]}; "
                "no verdict is given"
            )
        concluded[rule.id][member] = code if member != UNNAMED_MEMBER else min(code, UNKNOWN)
