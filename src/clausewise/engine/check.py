"""Checks a case against every rule of a pack: proofs first, then forward chaining, then the two side by side.

A difference between the two is an `EngineDisagreement` that names the rule; no verdict leaves then. Nothing here
reads a file or knows how a finding is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

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
from clausewise.engine.standing import Codes, Standing, subjects_of
from clausewise.engine.topics import Topics
from clausewise.errors import EngineDisagreement
from clausewise.language.conditions import All, Any, Condition, Contested, Not, in_connectives
from clausewise.language.model import Pack
from clausewise.language.rules import About
from clausewise.language.verdicts import VERDICTS


class _Together(NamedTuple):
    """The rules of a stratum that are about one kind of subject.

    `proved` and `chained` take their codes from those of the atoms, and of the steps, of a subject.
    """

    about: About
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
        self._strata = [[self._together(about, stratum) for about in About] for stratum in pack.strata]
        self._standing = Standing(pack.rules_by_id, pack.strata, self._compiler)
        self._chains = {about: self._chain(about) for about in About}
        missing = MissingFinder(pack, self._layout, self._bounder, self._compiler)
        self._concluding = Concluding(pack, self._layout, missing, plausibility)

    def _together(self, about: About, stratum: Iterable[str]) -> _Together:
        rules = [rule for rule in map(self.pack.rule, stratum) if rule.about is about]
        table = self._compiler.tables[about]
        return _Together(
            about,
            tuple(rule.id for rule in rules),
            picking([table.number(rule.when) for rule in rules]),
            picking([self._numbers[rule.id] for rule in rules]),
        )

    def _chain(self, about: About) -> Chain:
        numbers = StepNumbers(first_free=len(self._numbers))
        table = self._compiler.tables[about]
        steps: list[Step] = []
        for stratum in self._strata:
            for rule in (self.pack.rule(name) for part in stratum if part.about is about for name in part.rules):
                steps += numbers.split(Step(self._numbers[rule.id], rule.id, _formula(rule.when, table)))
        return Chain(steps)

    def check(self, case: Case) -> Result:
        """Every finding of a case.

        Raises: CaseError when the case contradicts itself; EngineDisagreement when the two readings differ.
        """
        situation = self._builder.build(case)
        self._compiler.evaluate_atoms(situation)
        subjects = subjects_of(situation)
        concluded: Codes = {}
        for number in range(len(self._strata)):
            self._standing.conclude(number, situation, concluded)
        # What findings come to is among the atoms by now: one chain holds the rules of all strata.
        chained = {about: self._chains[about].run([view.atoms for view in views]) for about, views in subjects.items()}
        for stratum in self._strata:
            for together in stratum:
                _compare(together, subjects[together.about], chained[together.about])
        readings = OfficeReadings(self.pack, case, self.check)
        written = CaseConcluded(self._concluding, case, situation, concluded, readings)
        topics = self._topics.of(situation, case)
        return Result(case, self.pack, topics, written, situation, self._layout, self._bounder, self._asked_of)

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


def _compare(together: _Together, views: Sequence[View], steps: Sequence[Sequence[int]]) -> None:
    """Hold what was proved against what was chained. Raises: EngineDisagreement naming the first rule that differs."""
    proved = [together.proved(view.atoms) for view in views]
    chained = list(map(together.chained, steps))
    if proved == chained:
        return
    for rule, codes, others in zip(together.rules, zip(*proved, strict=True), zip(*chained, strict=True), strict=True):
        for view, code, other in zip(views, codes, others, strict=True):
            if code != other:
                whose = f" for {view.member}" if view.member else ""
                raise EngineDisagreement(
                    f"{rule}{whose}: the proof says {VERDICTS[code]}, forward chaining {VERDICTS[other]}; "
                    "no verdict is given"
                )
