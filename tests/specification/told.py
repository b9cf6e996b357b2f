"""Asks the product everything that it states of a pack, and puts each answer as a statement that can be attacked.

Answers that state nothing (no time, bounded by nothing) make no statement. Nothing here judges one.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from random import Random
from types import TracebackType
from typing import Any

from clausewise.audit.comparing import compare_meaning
from clausewise.audit.killing import reached_from
from clausewise.audit.model import Answer, Fate, Outcome, QuestionKind
from clausewise.audit.mutating import Mutant, mutants_of, owners_of
from clausewise.audit.questions import Asker, Task, Topic, answer
from clausewise.audit.resolving import resolve_mutant
from clausewise.audit.solver.ended import Ended
from clausewise.audit.solver.limits import Limits
from clausewise.audit.versions import Meaning, Shift
from clausewise.audit.witnesses import find_witness
from clausewise.case import Case
from clausewise.case.reading import read_case_bytes
from clausewise.engine import Engine, Finding
from clausewise.engine.passing import measured_days
from clausewise.engine.turning import Turning, find_turnings
from clausewise.errors import CaseError
from clausewise.language.labels import Label
from clausewise.language.model import Pack
from clausewise.language.verdicts import Verdict
from specification import attacks as a
from specification.attackers import Domain
from specification.rewritten import case_data, plan_of_changed
from specification.statements import WORDS, Attack, Fact, Kind, Statement, Written
from specification.written import Plan, case_of, pack_of

LIMITS = Limits(seconds=0.5)
"""A question that takes longer states nothing."""
_MUTANTS, _EXPLAINED, _TRIES = 4, 2, 60


class Ask(StrEnum):
    """What can be asked of the product."""

    WITNESS = "witness"
    AUDIT = "audit"
    MUTANTS = "mutants"
    DIFF = "diff"
    EXPLAIN = "explain"


class Engines(AbstractContextManager["Engines"]):
    """Engines made for the purpose, freed at the end: what forward chaining holds lies outside of Python."""

    def __init__(self) -> None:
        self._made: dict[int, tuple[Pack, Engine]] = {}

    def of(self, pack: Pack) -> Engine:
        if id(pack) not in self._made:
            self._made[id(pack)] = pack, Engine(pack)
        return self._made[id(pack)][1]

    def replay(self, pack: Pack, case: Case) -> Mapping[str, Verdict]:
        return {finding.name: finding.verdict for finding in self.of(pack).check(case).findings}

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for _, engine in self._made.values():
            engine.close()


@dataclass
class Told:
    """One pack, another version of it, and what the product states of them."""

    rng: Random
    plan: Plan
    other: Plan
    domain: Domain
    attackers: Sequence[Written]
    engines: Engines
    pack: Pack = field(init=False)

    def __post_init__(self) -> None:
        self.pack = pack_of(self.plan)

    def statements(self, asks: Sequence[Ask], at_most: int | None = None) -> Iterator[Statement]:
        """What is stated when these are asked; with `at_most`, only so many groups of questions, drawn.

        An answer that ends in an error is a statement that is false.
        """
        groups = [group for ask in asks for group in self._groups(ask)]
        if at_most is not None:
            groups = self.rng.sample(groups, min(at_most, len(groups)))
        for command, ask in groups:
            yield from self._tell(command, ask)

    def _groups(self, ask: Ask) -> Iterator[tuple[str, Callable[[], Iterator[Statement]]]]:
        """The groups of questions of a command, each with what to type for it."""
        rule = self.rng.choice(list(self.plan.rules))
        match ask:
            case Ask.WITNESS:
                yield f"witness {rule}", lambda: self._witnesses(rule)
            case Ask.AUDIT:
                tasks = [Task(Topic.RULE, rule), Task(Topic.SENTENCE, "1.1")]
                tasks += [Task(Topic.ASSURANCE, entry["assurance"]) for entry in self.plan.assurances]
                tasks += [
                    Task(Topic.FACT, name)
                    for name, entry in self.plan.facts.items()
                    if isinstance(entry.get("derive"), dict)
                ]
                for task in tasks:
                    yield f"audit: {task.topic} {task.id}", functools.partial(self._answers, task)
            case Ask.MUTANTS:
                for mutant in self._some_mutants():
                    yield f"audit: mutant {mutant.id}", functools.partial(self._mutant, mutant)
            case Ask.DIFF:
                yield "diff", lambda: self._comparison(rule)
            case Ask.EXPLAIN:
                for written in self.rng.sample(list(self.attackers), min(_EXPLAINED, len(self.attackers))):
                    yield "explain", functools.partial(self._turnings, written)

    def _tell(self, command: str, ask: Callable[[], Iterator[Statement]]) -> Iterator[Statement]:
        try:
            yield from ask()
        except Exception as problem:
            said = f"{type(problem).__name__}: {problem}"
            yield Statement(
                Kind.NO_CRASH, f"{command} ends in an answer", command, lambda judge, written: said, ({"as_of": None},)
            )

    # ------------------------------------------------------------ witness

    def _witnesses(self, rule: str) -> Iterator[Statement]:
        for verdict in (Verdict.DOES_NOT_APPLY, Verdict.UNDETERMINED):
            found = find_witness(self.pack, rule, verdict, self.engines.replay, limits=LIMITS)
            command = f"witness {rule} --verdict {verdict.value}"
            if found.case is not None:
                yield self._household(Kind.WITNESS, command, found.case, {self._subject(rule): verdict.code})
            elif found.ended in (Ended.NONE, Ended.BOUNDED):
                up_to = found.most if found.ended is Ended.BOUNDED else None
                says = f"there is no household for which {rule} is {verdict.value}"
                yield Statement(Kind.NEVER, says, command, a.never(self.plan, rule, verdict.code), up_to=up_to)

    def _subject(self, rule: str) -> tuple[str, str | None]:
        return rule, "person-1" if self.plan.rules[rule]["about"] == "member" else None

    def _household(
        self, kind: Kind, command: str, case: Case, verdicts: Mapping[tuple[str, str | None], int]
    ) -> Statement:
        says = f"for this household: {', '.join(f'{rule} {WORDS[code]}' for (rule, _), code in verdicts.items())}"
        return Statement(kind, says, command, a.shows(self.plan, verdicts), (case_data(case),))

    # ------------------------------------------------------------ audit

    def _answers(self, task: Task) -> Iterator[Statement]:
        asker = Asker(self.pack, self.engines.replay, LIMITS)
        for one in answer(asker, task):
            attack = self._against(one)
            if attack is not None:
                kind, found = attack
                command = f"audit: {one.id} is {one.outcome.value}"
                yield Statement(kind, one.statement.en, command, found, up_to=_up_to(one.scope))
            if one.household is not None:
                yield self._shown(one)

    def _against(self, one: Answer) -> tuple[Kind, Attack] | None:
        """What would show an answer to be false; None for one that only says that something can be."""
        owner, path = one.owners[0] if one.owners else "", one.id.rpartition("/")[2]
        match one.kind, one.outcome:
            case QuestionKind.DEAD_RULE, Outcome.REFUTED | Outcome.BOUNDED:
                return Kind.NEVER, a.never(self.plan, owner, 2)
            case QuestionKind.DEAD_CONDITION, Outcome.REFUTED | Outcome.BOUNDED:
                return Kind.DEAD_CONDITION, a.never_true(self.plan, owner, path)
            case QuestionKind.IDLE_CONDITION, Outcome.REFUTED | Outcome.BOUNDED:
                return Kind.IDLE_CONDITION, a.never_matters(self.plan, owner, path)
            case QuestionKind.IMPLIED, Outcome.PROVED | Outcome.BOUNDED:
                return Kind.IMPLIED, a.implies(self.plan, *one.owners)
            case ((QuestionKind.SAME_AID | QuestionKind.TOGETHER), Outcome.PROVED):
                return Kind.NOT_TOGETHER, a.implies(self.plan, *one.owners, not_both=True)
            case QuestionKind.ASSURANCE, Outcome.PROVED | Outcome.BOUNDED:
                entry = next(one for one in self.plan.assurances if one["assurance"] == path)
                return Kind.ASSURED, a.assured(self.plan, entry, lambda written: self._variants(entry, written))
        return None

    def _shown(self, one: Answer) -> Statement:
        """That a household of an answer gives the verdicts that stand beside it."""
        assert one.household is not None
        case = read_case_bytes(one.household.encode(), "household.yaml", self.pack)
        verdicts = {(e.subject.rule, e.subject.member): Verdict(e.verdict).code for e in case.expect.findings}
        kind = Kind.REFUTED if one.kind is QuestionKind.ASSURANCE else Kind.WITNESS
        return self._household(kind, f"audit: {one.id}", case, verdicts)

    def _variants(self, entry: Mapping[str, Any], written: Written) -> list[Written]:
        """A household with the facts that an assurance names otherwise."""
        gain = "never_lost_by" in entry
        name = entry["never_lost_by"]["if"] if gain else entry["independent_of"][0]
        short = name.partition(".")[2]
        values = [True] if gain else [*self.domain.values(name, written["as_of"]), None]
        members = written.get("members", [])
        keys: list[Fact] = [(name, one["id"]) for one in members] if name.startswith("member.") else [(name, None)]
        holders = (
            dict(zip(keys, members, strict=True)) if name.startswith("member.") else {keys[0]: written["household"]}
        )
        can_change = [key for key, holder in holders.items() if not gain or holder.get(short) is False]
        chosen = self.rng.sample(can_change, min(2, len(can_change)))
        return [a.changed(written, {key: self.rng.choice(values)}) for key in chosen]

    # ------------------------------------------------------------ mutants

    def _some_mutants(self) -> list[Mutant]:
        every = [one for owner in owners_of(self.pack) for one in mutants_of(self.pack, owner)]
        every = [one for one in every if one.change not in ("drop_aid", "drop_followup", "agency", "modality")]
        return self.rng.sample(every, min(_MUTANTS, len(every)))

    def _mutant(self, mutant: Mutant) -> Iterator[Statement]:
        changed = mutant.make()
        affected = reached_from(self.pack, mutant.owner) if mutant.in_verdicts else (mutant.owner,)
        found = resolve_mutant(self.pack, changed, mutant.id, affected, self.engines.replay, limits=LIMITS)
        command, plan = f"audit: mutant {mutant.id}: {mutant.says.en}", plan_of_changed(self.plan, self.pack, changed)
        if found.fate in (Fate.EQUIVALENT, Fate.BOUNDED):
            attack, up_to = self._equivalent(plan, affected), _up_to(found.why)
            yield Statement(
                Kind.EQUIVALENT_MUTANT, "the change changes nothing", command, attack, other=plan, up_to=up_to
            )
        elif found.household is not None:
            case = read_case_bytes(found.household.encode(), "household.yaml", self.pack)
            written = case_data(case)
            yield Statement(
                Kind.KILLING,
                "this household notices the change",
                command,
                self._unnoticed(plan, affected),
                (written,),
                plan,
            )

    def _equivalent(self, plan: Plan, rules: Sequence[str]) -> Attack:
        grants = [a.grants_the_same(self.plan, plan, rule) for rule in rules]
        return a.all_of(a.no_other(self.plan, plan, rules), *grants)

    def _unnoticed(self, plan: Plan, rules: Sequence[str]) -> Attack:
        differs = self._equivalent(plan, rules)
        return lambda judge, written: None if differs(judge, written) else "both say the same of it"

    # ------------------------------------------------------------ diff

    def _comparison(self, rule: str) -> Iterator[Statement]:
        new = pack_of(self.other)
        found = compare_meaning(self.pack, new, rule, replay=self.engines.replay, limits=LIMITS)
        command = f"diff: {rule} is {found.meaning.value}"
        kinds = {
            Meaning.EQUIVALENT: (Kind.EQUIVALENT, {}),
            Meaning.BOUNDED: (Kind.EQUIVALENT, {}),
            Meaning.DETAILS: (Kind.DETAILS, {}),
            Meaning.STRICTER: (Kind.STRICTER, {"falls": False}),
            Meaning.LOOSER: (Kind.LOOSER, {"rises": False}),
        }
        if found.meaning in kinds:
            kind, ways = kinds[found.meaning]
            attack = a.no_other(self.plan, self.other, [rule], **ways)
            if kind is Kind.EQUIVALENT:
                attack = self._equivalent(self.other, [rule])
            says = f"{rule} is {found.meaning.value} in the new pack"
            yield Statement(kind, says, command, attack, other=self.other, up_to=_up_to(found.scope))
        for shift in (found.lower, found.higher):
            if shift is not None:
                yield self._shift(rule, shift, command, new)
        if found.granted is not None:
            case = read_case_bytes(found.granted.household.encode(), "household.yaml", new)
            same = a.grants_the_same(self.plan, self.other, rule)
            yield Statement(
                Kind.SHIFT, f"for this household {rule} grants something else", command,
                lambda judge, written: None if same(judge, written) else "both grant the same", (case_data(case),),
                self.other,
            )  # fmt: skip

    def _shift(self, rule: str, shift: Shift, command: str, new: Pack) -> Statement:
        case = read_case_bytes(shift.household.encode(), "household.yaml", new)
        key = rule, shift.subject
        attack = a.all_of(a.shows(self.plan, {key: shift.before.code}), a.shows(self.other, {key: shift.after.code}))
        says = f"for this household {rule} goes from {shift.before.value} to {shift.after.value}"
        return Statement(Kind.SHIFT, says, command, attack, (case_data(case),), self.other)

    # ------------------------------------------------------------ explain

    def _turnings(self, written: Written) -> Iterator[Statement]:
        engine = self.engines.of(self.pack)
        try:
            result = engine.check(case_of(self.pack, written))
        except CaseError:
            return
        for finding in self.rng.sample(list(result.findings), min(2, len(result.findings))):
            for turning in find_turnings(engine, result, finding):
                yield from self._turned(written, finding, turning)

    def _turned(self, written: Written, finding: Finding, turning: Turning) -> Iterator[Statement]:
        rule, subject, code = finding.rule.id, finding.subject, turning.verdict.code
        command = f"explain household.yaml {finding.name}"
        keys = []
        for changes in turning.sets:
            ways = {(change.fact, change.member): change.after for change in changes}
            keys.append(frozenset(ways))
            said = ", ".join(f"{one.fact}: {' or '.join(map(str, one.after))}" for one in changes)
            says = f"{finding.name} comes to {turning.verdict.value} with {said}"
            yield Statement(Kind.TURNS, says, command, a.turns(self.plan, rule, subject, code, ways), (written,))
        if turning.from_day is not None:
            says = f"{finding.name} comes to {turning.verdict.value} from {turning.from_day} on, and no day earlier"
            attack = a.turns_from(self.plan, rule, subject, code, turning.from_day)
            yield Statement(Kind.TURNS, says, command, attack, (written,))
        elif finding.verdict is not Verdict.UNDETERMINED and turning.complete:
            says = f"{finding.name} never comes to {turning.verdict.value} by the passing of time alone"
            attack = a.turns_on_none(self.plan, rule, subject, code, self.domain.days)
            yield Statement(Kind.NOTHING_TURNS, says, command, attack, (written,))
        if turning.complete:
            tries = list(islice(self._tries(written, finding), _TRIES))
            attack = a.nothing_turns(self.plan, rule, subject, code, keys, lambda _: tries)
            says = f"nothing else brings {finding.name} to {turning.verdict.value}"
            yield Statement(Kind.NOTHING_TURNS, says, command, attack, (written,))

    def _tries(self, written: Written, finding: Finding) -> Iterator[Mapping[Fact, Any]]:
        """Changes to a household: of what is not known where the finding is open; where it is settled of anything, but
        of known days that nobody can change."""
        open_, fixed = finding.verdict is Verdict.UNDETERMINED, measured_days(self.pack)
        holders: list[tuple[str, str | None, Mapping[str, Any]]] = [("household", None, written.get("household", {}))]
        holders += [("member", one["id"], one) for one in written.get("members", ())]
        keys = [
            (name, who)
            for subject, who, holder in holders
            for name, entry in self.plan.facts.items()
            if name.partition(".")[0] == subject and "derive" not in entry
            and not ((open_ or name in fixed) and name.partition(".")[2] in holder)
        ]  # fmt: skip
        while keys:
            chosen = self.rng.sample(keys, min(len(keys), self.rng.choice((1, 1, 2, 3, len(keys)))))
            changes = {}
            for key in chosen:
                values = self.domain.values(key[0], written["as_of"])
                if values:
                    changes[key] = self.rng.choice(values)
            yield changes


def _up_to(scope: Label | None) -> int | None:
    """The number of members of the households that a bounded answer speaks of; None for an answer about all."""
    number = re.search(r"at most (\d+) members", scope.en) if scope is not None else None
    return None if number is None else int(number[1])
