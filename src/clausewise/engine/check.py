"""Checks a case against every rule of a pack: proofs first, then forward chaining, then the two side by side.

A difference between the two is an `EngineDisagreement` that names the rule; no verdict leaves then. Nothing here
reads a file or knows how a finding is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from clausewise.case import Case
from clausewise.classes import NamedTuple
from clausewise.engine.asked_of import AskedOf
from clausewise.engine.atoms import AtomTable, picking
from clausewise.engine.bounding import Bounder
from clausewise.engine.compiling import ConditionCompiler
from clausewise.engine.concluding import CaseConcluded, Concluding
from clausewise.engine.findings import Result
from clausewise.engine.formulas import Atom, Both, Either, Formula, Opposite
from clausewise.engine.forward import Chain, Step, StepNumbers
from clausewise.engine.missing import MissingFinder
from clausewise.engine.office_readings import OfficeReadings
from clausewise.engine.plausibility import Plausibility
from clausewise.engine.proof import View
from clausewise.engine.situation import SituationBuilder, make_layout
from clausewise.engine.standing import Standing, findings_on, subjects_of
from clausewise.engine.topics import Topics
from clausewise.errors import EngineDisagreement
from clausewise.language.conditions import All, Any, Condition, Contested, Not, in_connectives
from clausewise.language.model import Pack
from clausewise.language.rules import About
from clausewise.language.verdicts import VERDICTS


class _Together(NamedTuple):
    """The rules that are about one kind of subject.

    `proved` and `chained` take their codes from those of the atoms, and of the steps, of a subject.
    """

    rules: tuple[str, ...]
    proved: Callable[[Sequence[int]], tuple[int, ...]]
    chained: Callable[[Sequence[int]], tuple[int, ...]]


class Engine:
    """Checks cases of one pack. Compiling takes a while; checking does not. Safe to use from several threads."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self._layout = make_layout(pack)
        self._bounder = Bounder(pack.facts, self._layout)
        self._compiler = ConditionCompiler(self._layout, self._bounder, pack.implied_facts)
        self._builder = SituationBuilder(pack, self._layout, self._compiler, self._bounder)
        plausibility = Plausibility(pack, self._compiler)
        self._topics = Topics(pack, self._compiler)
        self._asked_of = AskedOf(pack, self._layout, self._compiler)
        self._numbers = {rule.id: number for number, rule in enumerate(pack.rules)}
        for rule in pack.rules:
            self._compiler.compile_rule(rule.id, rule.when, rule.about)
        self._together = {about: self._all_about(about) for about in About}
        self._standing = Standing(pack.rules_by_id, pack.strata, self._compiler)
        self._chains = {about: self._chain(about) for about in About}
        missing = MissingFinder(pack, self._layout, self._bounder, self._compiler)
        self._concluding = Concluding(pack, self._layout, missing, plausibility)

    def _all_about(self, about: About) -> _Together:
        rules = [rule for rule in self.pack.rules if rule.about is about]
        table = self._compiler.tables[about]
        return _Together(
            tuple(rule.id for rule in rules),
            picking([table.number(rule.when) for rule in rules]),
            picking([self._numbers[rule.id] for rule in rules]),
        )

    def _chain(self, about: About) -> Chain:
        numbers = StepNumbers(first_free=len(self._numbers))
        table = self._compiler.tables[about]
        steps: list[Step] = []
        for rule in (self.pack.rule(name) for stratum in self.pack.strata for name in stratum):
            if rule.about is about:
                steps += numbers.split(Step(self._numbers[rule.id], rule.id, _formula(rule.when, table)))
        return Chain(steps)

    def check(self, case: Case) -> Result:
        """Every finding of a case.

        Raises: CaseError when the case contradicts itself; EngineDisagreement when the two readings differ.
        """
        situation = self._builder.build(case)
        self._compiler.evaluate_atoms(situation)
        self._standing.conclude(situation)
        # What findings come to is among the atoms by now: one chain holds the rules of all strata.
        found = [codes for about, views in subjects_of(situation).items() for codes in self._codes(about, views)]
        readings = OfficeReadings(self.pack, case, self.check)
        written = CaseConcluded(self._concluding, case, situation, found, readings)
        topics = self._topics.of(situation, case)
        return Result(case, self.pack, topics, written, situation, self._layout, self._bounder, self._asked_of)

    def _codes(self, about: About, views: Sequence[View]) -> list[tuple[int, ...]]:
        """What the rules about one kind of subject come to on each, proved and chained. Raises: EngineDisagreement."""
        together = self._together[about]
        proved = [together.proved(view.atoms) for view in views]
        chained = list(map(together.chained, self._chains[about].run([view.atoms for view in views])))
        if proved != chained:
            raise _difference(together.rules, views, proved, chained)
        return list(map(findings_on, views, proved))

    def close(self) -> None:
        """Free what forward chaining holds; the engine compiles it again when it is next used."""
        for chain in self._chains.values():
            chain.close()


def _formula(condition: Condition, atoms: AtomTable) -> Formula:
    """A condition as forward chaining sees it: atoms and connectives."""
    if isinstance(condition, All):
        return Both(tuple(dict.fromkeys([_formula(part, atoms) for part in condition.parts])))
    if isinstance(condition, Any):
        return Either(tuple(dict.fromkeys([_formula(part, atoms) for part in condition.parts])))
    if isinstance(condition, Not):
        return Opposite(_formula(condition.part, atoms))
    if isinstance(condition, Contested):
        return _formula(in_connectives(condition), atoms)
    return Atom(atoms.number(condition))


def _difference(
    rules: Sequence[str],
    views: Sequence[View],
    proved: Sequence[tuple[int, ...]],
    chained: Sequence[tuple[int, ...]],
) -> EngineDisagreement:
    """What to raise where other codes were chained than proved: it names the first rule of which they were."""
    rule, view, code, other = next(
        (rule, view, codes[number], others[number])
        for number, rule in enumerate(rules)
        for view, codes, others in zip(views, proved, chained, strict=True)
        if codes[number] != others[number]
    )
    whose = f" for {view.member}" if view.member else ""
    return EngineDisagreement(
        f"{rule}{whose}: the proof says {VERDICTS[code]}, forward chaining {VERDICTS[other]}; no verdict is given"
    )
