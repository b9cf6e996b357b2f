"""Runs the cases against each mutant: one that no expectation notices has survived, and goes to the solver.

Only what a change can reach is run: the rules it can turn, on the cases that expect something of them. Nothing here
makes a mutant.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import field, replace

from clausewise.audit.engine import Engines, wishes_of
from clausewise.audit.households import Replay
from clausewise.audit.model import Fate, MutantReport
from clausewise.audit.mutating import PARAMETER, Mutant, mutants_of, owners_of
from clausewise.audit.observed import Wish
from clausewise.audit.parallel import Progress, no_progress, run_tasks
from clausewise.audit.resolution import Resolution
from clausewise.case.model import Case
from clausewise.classes import dataclass
from clausewise.language.facts import Fact
from clausewise.language.labels import Label
from clausewise.language.model import Pack

_NO_SOLVER = Label(
    "没有个案察觉；求解器未安装，无法判断是否等价",
    "no case notices; whether it means the same is not known, since the solver is not installed",
)

# Says of a mutant that no case noticed whether it means the same: the pack, the mutant's pack, its id, what it reaches.
Resolve = Callable[[Pack, Pack, str, Sequence[str], Replay], Resolution]


@dataclass(frozen=True, slots=True)
class MakeHunt:
    """Makes a hunt where it is needed: engines cannot be sent to another process."""

    pack: Pack
    cases: tuple[Case, ...]
    resolve: Resolve | None

    def __call__(self) -> Hunt:
        return Hunt(self.pack, self.cases, Engines(), self.resolve)


def run_mutants(
    pack: Pack,
    cases: Sequence[Case],
    *,
    resolve: Resolve | None = None,
    workers: int = 1,
    progress: Progress = no_progress,
) -> tuple[MutantReport, ...]:
    """What becomes of every mutant of a pack, in a fixed order; one that the pack accepts has its reason.

    Without `resolve`, mutants that no case notices are undecided. Raises: EngineDisagreement.
    """
    make = MakeHunt(pack, tuple(cases), resolve)
    groups = run_tasks(owners_of(pack), hunt_all_of, make, workers=workers, progress=progress)
    return tuple(one for group in groups for one in group)


def hunt_all_of(hunt: Hunt, owner: str) -> tuple[MutantReport, ...]:
    """What becomes of the mutants of one rule, derived fact or parameter, whatever was hunted before."""
    hunt.forget()
    return tuple(hunt.run(mutant) for mutant in mutants_of(hunt.pack, owner))


def reached_from(pack: Pack, owner: str) -> tuple[str, ...]:
    """The rules whose findings a change of a rule, a derived fact or a parameter could touch, the rule itself first."""
    if owner in pack.facts:
        return pack.reads.rules_on_fact(owner)
    if owner in pack.rules_by_id:
        return (owner, *pack.reads.rules_on_rule(owner))
    return pack.reads.rules_on_parameter(owner.removeprefix(PARAMETER))


def cut_down(pack: Pack, rules: Iterable[str], cases: Sequence[Case]) -> Pack:
    """A pack of these rules and of what they stand on, which finds of them what the whole pack finds of these cases."""
    kept = {below for rule in rules for below in pack.reads.rules_behind(rule)}
    facts = {name for rule in kept for name in pack.reads.facts_behind(rule)}
    needed = facts.union(*(case.values for case in cases))
    needed.update(*(member.values for case in cases for member in case.members))
    strata = (tuple(rule for rule in stratum if rule in kept) for stratum in pack.strata)
    left = tuple(rule for rule in pack.rules if rule.id in kept)
    clauses = [rule.clause for rule in left] or [pack.first_clause]
    return replace(
        pack,
        # Of a long document few measures are looked at.
        first_clause=min(clauses),
        last_clause=max(clauses),
        rules=left,
        strata=tuple(stratum for stratum in strata if stratum),
        duties=(),
        facts={name: _without_notices(fact, name in facts) for name, fact in pack.facts.items() if name in needed},
        settling_order=tuple(group for group in pack.settling_order if group[0] in facts),
    )


def _without_notices(fact: Fact, read: bool) -> Fact:
    """A fact without what brings notices and no verdict, and may read facts that are left out.

    That is what is sensible of people, and of a fact that no rule reads, what it follows from.
    """
    if read:
        return replace(fact, sensible=()) if fact.sensible else fact
    return replace(fact, sensible=(), derive=None, implied=())


@dataclass
class Hunt:
    """The cases of a pack set on its mutants. It remembers which case killed last, since the next often falls to it.

    The memory is to be forgotten between owners: which of several cases is named as the killer depends on it, and who
    hunts what depends on the number of processes.
    """

    pack: Pack
    cases: tuple[Case, ...]
    engines: Engines
    resolve: Resolve | None = None
    _wishes: dict[str, list[tuple[Case, Wish]]] = field(default_factory=dict)
    _reached: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _last: dict[str, int] = field(default_factory=dict)
    _kills: int = 0

    def __post_init__(self) -> None:
        clauses: dict[int, list[str]] = {}
        for rule in self.pack.rules:
            clauses.setdefault(rule.clause, []).append(rule.id)
        for case in self.cases:
            for wish in wishes_of(case):
                about = [wish.rule] if wish.rule is not None else clauses.get(wish.clause or 0, [])
                for rule_id in about:
                    self._wishes.setdefault(rule_id, []).append((case, wish))

    def forget(self) -> None:
        """Forget which cases killed, so that what follows depends on nothing hunted before."""
        self._last.clear()
        self._kills = 0

    def run(self, mutant: Mutant) -> MutantReport:
        """What becomes of one mutant."""
        accepted = {one.id: one.why for one in self.pack.accepted if one.kind == "mutant"}
        changed = mutant.make()
        killer = self._killer(mutant, changed)
        if killer is not None:
            return _report(mutant, Fate.KILLED, killed_by=killer)
        if mutant.id in accepted:
            return _report(mutant, Fate.ACCEPTED, why=accepted[mutant.id])
        if self.resolve is None:
            return _report(mutant, Fate.UNDECIDED, why=_NO_SOLVER)
        found = self._resolved(mutant, changed, self.resolve)
        return _report(mutant, found.fate, household=found.household, why=found.why)

    def _resolved(self, mutant: Mutant, changed: Pack, resolve: Resolve) -> Resolution:
        """What the solver says of a mutant that no case noticed."""
        pack = self.pack
        reached = self._reach(mutant) if mutant.in_verdicts else (mutant.owner,)
        if mutant.day is not None:
            # What is looked at first is the day on which the two differ; what is proved is every day.
            pack, changed = replace(pack, printed=mutant.day), replace(changed, printed=mutant.day)
        return resolve(pack, changed, mutant.id, reached, self.engines.verdicts)

    def _reach(self, mutant: Mutant) -> tuple[str, ...]:
        if mutant.owner not in self._reached:
            self._reached[mutant.owner] = reached_from(self.pack, mutant.owner)
        return self._reached[mutant.owner]

    def _killer(self, mutant: Mutant, changed: Pack) -> tuple[str, str] | None:
        """The case and the expectation that notice; the rule's own cases first, since a small pack is quick to run."""
        own = (mutant.owner,) if mutant.owner in self.pack.rules_by_id else ()
        reached = self._reach(mutant) if mutant.in_verdicts else own
        for rules in (own, reached) if own and len(reached) > 1 else (reached,):
            # Of rules that stand on the changed one, nothing but the verdict can be otherwise.
            verdicts_only = bool(own) and mutant.in_verdicts and rules is not own
            found = self._first_failure(changed, rules, verdicts_only=verdicts_only)
            if found is not None:
                self._kills += 1
                self._last[found[0]] = self._kills
                return found
        return None

    def _first_failure(self, changed: Pack, rules: Sequence[str], *, verdicts_only: bool) -> tuple[str, str] | None:
        wanted: dict[str, tuple[Case, set[str]]] = {}
        clauses: set[int] = set()
        for rule_id in rules:
            for case, wish in self._wishes.get(rule_id, ()):
                if verdicts_only and wish.is_detail:
                    continue
                wanted.setdefault(case.id, (case, set()))[1].add(wish.id)
                clauses |= {wish.clause} if wish.clause is not None else set()
        if not wanted:
            return None
        needed = [*rules, *(rule.id for rule in changed.rules if rule.clause in clauses)]
        order = sorted(wanted.values(), key=lambda one: -self._last.get(one[0].id, 0))
        runs: list[tuple[Case, Collection[str]]] = [(case, ids) for case, ids in order]
        return self.engines.first_failure(cut_down(changed, needed, [case for case, _ in runs]), runs)


def _report(
    mutant: Mutant,
    fate: Fate,
    *,
    killed_by: tuple[str, str] | None = None,
    household: str | None = None,
    why: Label | None = None,
) -> MutantReport:
    return MutantReport(
        id=mutant.id, owner=mutant.owner, provision=mutant.provision, change=mutant.change, says=mutant.says,
        words=mutant.words, place=mutant.place, fate=fate, killed_by=killed_by, household=household, why=why,
        edited=mutant.edited,
    )  # fmt: skip
