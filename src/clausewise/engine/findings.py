"""What the engine answers with: findings, each with its proof, gathered into measures. Each is made once.

Amounts are in yuan, exact (`Fraction`); periods are months.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import field
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from itertools import takewhile
from typing import Protocol

from clausewise.case import Case
from clausewise.case.notices import Notice
from clausewise.classes import NamedTuple, dataclass
from clausewise.engine.arithmetic import Layout, parts_read
from clausewise.engine.asked_of import AskedOf
from clausewise.engine.bounding import Bounder
from clausewise.engine.office_readings import AwaitedReading, OfficeReading
from clausewise.engine.proof import FactRead, Proof, ProofNode, Situation, View
from clausewise.engine.reasons import Reason
from clausewise.engine.topics import Opened
from clausewise.language.conditions import All, If, facts_of
from clausewise.language.contested import ContestedPoint
from clausewise.language.expressions import ParameterRef
from clausewise.language.facts import Subject, Value
from clausewise.language.kleene import FALSE, TRUE
from clausewise.language.labels import Label
from clausewise.language.model import Pack
from clausewise.language.rules import Aid, Deadline, Duty, Rule
from clausewise.language.topics import Topic
from clausewise.language.verdicts import Verdict


class MeasureVerdict(StrEnum):
    """The verdict of a measure: the strongest of its findings', or why it has none."""

    APPLIES = "applies"
    UNDETERMINED = "undetermined"
    DOES_NOT_APPLY = "does_not_apply"
    INSTITUTIONAL = "institutional"
    NOT_ENCODED = "not_encoded"
    NO_TEXT = "no_text"


class Missing(NamedTuple):
    """A fact that could still change something: its name and the member it is about (None for household, application).

    The name `members` stands for not knowing who the members are.
    """

    fact: str
    member: str | None

    @property
    def is_for_office(self) -> bool:
        """Whether the office says it, and no family can."""
        return self.fact.startswith(f"{Subject.OFFICE}.")

    def __str__(self) -> str:
        return self.fact if self.member is None else f"{self.fact}@{self.member}"


class Grant(NamedTuple):
    """An aid as it comes out for this case: `amount` in yuan, `months`, where the text fixes them."""

    aid: Aid
    amount: Fraction | None
    months: int | None
    missing: tuple[Missing, ...]

    @property
    def is_nothing(self) -> bool:
        """Whether its amount comes out at zero or below, so that there is nothing to grant."""
        return self.amount is not None and self.amount <= 0


class DeadlineState(NamedTuple):
    """A deadline as it comes out: the day (None when it cannot be computed) and whether the case's day is past it."""

    deadline: Deadline
    day: datetime.date | None
    overdue: bool | None
    missing: tuple[Missing, ...]


class Listing(NamedTuple):
    """One line of a follow-up's list: an agency with the findings it handles, or a register with the facts it holds."""

    id: str
    label: Label
    entries: tuple[str, ...]


class Readings(Protocol):
    """Whatever tells which verdicts rest on how the office reads a contested point."""

    def of_finding(self, finding: Finding) -> tuple[OfficeReading, ...]:
        """Those points, in the order of contested.yaml."""

    def point(self, fact: str) -> ContestedPoint | None:
        """The contested point whose reading a fact holds; None for any other fact."""

    def awaited(self, finding: Finding, point: ContestedPoint) -> AwaitedReading:
        """A point that the office has yet to decide, with what each reading gives for a finding."""


class Granted(NamedTuple):
    """What a finding brings: what is granted, what would be were its amount above zero, and the deadline."""

    aid: tuple[Grant, ...]
    nothing: tuple[Grant, ...]
    deadline: DeadlineState | None


NOTHING_GRANTED = Granted((), (), None)


class MissingFacts(Protocol):
    """Whatever finds the facts that could still change what a proof comes to."""

    def of_proof(self, proof: ProofNode) -> tuple[Missing, ...]:
        """Those facts, household first, then members as listed."""

    def reasons_of(self, rule: str, proof: ProofNode) -> tuple[Reason, ...]:
        """Why an undetermined finding of a rule waits for no fact."""


class Concluded(Protocol):
    """What was concluded of a case, written out as it is asked for."""

    missing: MissingFacts
    readings: Readings

    def findings(self) -> tuple[Finding, ...]:
        """Every finding, in the order of the provisions."""

    def measures(self, findings: Iterable[Finding]) -> tuple[Measure, ...]:
        """Every measure, by number, with its findings."""

    def notices(self) -> tuple[Notice, ...]:
        """The notices on the case's facts and day."""

    def granted(self, rule: Rule, verdict: Verdict, view: View) -> Granted:
        """What a rule with that verdict brings whoever it is about."""


@dataclass(slots=True, eq=False)
class Finding:
    """One rule on one subject of a case.

    It never changes: what it brings and what it waits for are worked out when they are asked for, and kept. `proof` is
    that of all findings on the subject, row by row.
    """

    rule: Rule
    verdict: Verdict
    proof: Proof = field(repr=False)
    _concluded: Concluded = field(repr=False)
    _granted: Granted | None = field(default=None, init=False, repr=False)
    _missing: tuple[Missing, ...] | None = field(default=None, init=False, repr=False)

    @property
    def subject(self) -> str | None:
        """A member's id, or None for the household."""
        return self.proof.view.member

    @property
    def because(self) -> ProofNode:
        """The proof, whichever way it went."""
        return self.proof.of_rule(self.rule.id)

    @property
    def name(self) -> str:
        """`rule`, or `rule@member`."""
        return self.rule.id if self.subject is None else f"{self.rule.id}@{self.subject}"

    @property
    def aid(self) -> tuple[Grant, ...]:
        """What is granted."""
        return self._brings.aid

    @property
    def not_granted(self) -> tuple[Grant, ...]:
        """What would be granted, were its amount above zero."""
        return self._brings.nothing

    @property
    def deadline(self) -> DeadlineState | None:
        """The rule's deadline as it comes out; None where it has none, or does not apply."""
        return self._brings.deadline

    @property
    def _brings(self) -> Granted:
        granted = self._granted
        if granted is None:
            granted = self._granted = self._concluded.granted(self.rule, self.verdict, self.proof.view)
        return granted

    @property
    def alike(self) -> str | None:
        """The first member of whom the same is known, who may be the subject; None for the household."""
        return self.proof.view.situation.first_alike(self.proof.view).member

    @property
    def missing(self) -> tuple[Missing, ...]:
        """The facts that could still change the verdict."""
        missing = self._missing
        if missing is None:
            undetermined = self.verdict is Verdict.UNDETERMINED
            missing = self._missing = self._concluded.missing.of_proof(self.because) if undetermined else ()
        return missing

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why the verdict is undetermined although there is nothing to ask; none otherwise."""
        if self.verdict is not Verdict.UNDETERMINED or self.missing:
            return ()
        return self._concluded.missing.reasons_of(self.rule.id, self.because)

    @property
    def rests_on(self) -> tuple[OfficeReading, ...]:
        """The contested points without whose reading by the office the verdict would be another."""
        return self._concluded.readings.of_finding(self)

    @property
    def awaits(self) -> tuple[AwaitedReading, ...]:
        """Of those that the office has yet to decide, what each of the two readings gives."""
        return tuple(self._concluded.readings.awaited(self, point) for point in self.contested)

    @property
    def contested(self) -> tuple[ContestedPoint, ...]:
        """The contested points that the office has yet to decide, and that could change the verdict."""
        # No point is about a member, and what is about members comes last.
        of_household = takewhile(lambda missing: missing.member is None, self.missing)
        points = (self._concluded.readings.point(missing.fact) for missing in of_household)
        return tuple(point for point in points if point is not None)


class Measure(NamedTuple):
    """One numbered clause and what was found under it.

    It is undetermined, too, where it applies to nobody listed but could to somebody who is not.
    """

    number: int
    title: str | None
    verdict: MeasureVerdict
    findings: tuple[Finding, ...]
    duties: tuple[Duty, ...]

    @property
    def waits_for_members(self) -> bool:
        """Whether it is open only because there may be others than those whom the case lists."""
        settled = all(one.verdict is Verdict.DOES_NOT_APPLY for one in self.findings)
        return self.verdict is MeasureVerdict.UNDETERMINED and settled


@dataclass(frozen=True, eq=False)
class Result:
    """Everything found for one case, written out when it is first read.

    `topics` has each topic of the pack, in its order, with what opened it.
    """

    case: Case
    pack: Pack
    topics: tuple[Opened, ...]
    _concluded: Concluded = field(repr=False)
    _situation: Situation = field(repr=False)
    _layout: Layout = field(repr=False)
    _bounder: Bounder = field(repr=False)
    _asked_of: AskedOf = field(repr=False)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """The findings, in the order of the provisions."""
        return self._concluded.findings()

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """The measures by number, all of them."""
        return self._concluded.measures(self.findings)

    @cached_property
    def notices(self) -> tuple[Notice, ...]:
        """The notices on the case's facts, in the order in which they came up, then those of time."""
        return self._concluded.notices()

    @cached_property
    def by_name(self) -> dict[str, Finding]:
        """The findings by `rule` or `rule@member`."""
        return {finding.name: finding for finding in self.findings}

    @cached_property
    def closed(self) -> tuple[Topic, ...]:
        """The topics that are not open: nobody raised them, and nothing that is known opens them."""
        return tuple(topic for topic, opening in self.topics if opening is None)

    def is_looked_into(self, finding: Finding) -> bool:
        """Whether an undetermined finding is one to ask about.

        A topic of its rule is open, or it has none; and nothing that it needs is asked of others alone.
        """
        return self.looks_into(finding.rule) and not self.is_passed_over(finding)

    def is_passed_over(self, finding: Finding) -> bool:
        """Whether all that an undetermined finding waits for, and no office says, is asked of others alone; or all that
        one of the conditions waits for that it needs together: whatever else is answered, it could not apply."""
        families = [one for one in finding.missing if not one.is_for_office]
        if not families or all(self.is_asked_of(*one) for one in families):
            return False
        when, inputs = finding.rule.when, self.pack.reads.with_inputs
        needed = [inputs(facts_of(part)) for part in (when.parts if isinstance(when, All) else ())]
        waiting = ([one for one in finding.missing if one.fact in facts] for facts in needed)
        return any(map(self._is_of_others, filter(None, (families, *waiting))))

    def _is_of_others(self, waiting: Iterable[Missing]) -> bool:
        """Whether nothing of this is asked of the subject, and no office says it."""
        return not any(one.is_for_office or self.is_asked_of(*one) for one in waiting)

    def is_asked_of(self, fact: str, member: str | None = None) -> bool:
        """Whether a fact is asked of a member or the household, as far as is known: `asked_of:` is not refuted."""
        return self.asked_of(fact, member) != FALSE

    def asked_of(self, fact: str, member: str | None = None) -> int:
        """The same as a code: 2 for yes, 1 where it hangs on what is not known, 0 for no."""
        if fact not in self.pack.facts or self.pack.facts[fact].asked_of is None:
            return TRUE
        return self._asked_of.code(fact, self._view(member))

    def looks_into(self, rule: Rule) -> bool:
        """Whether a topic of a rule is open, or it has none."""
        return rule.id in self._looked_into

    @cached_property
    def _looked_into(self) -> frozenset[str]:
        opened = {topic.id for topic, opening in self.topics if opening is not None}
        by_rule = self.pack.topics_by_rule
        return frozenset(
            rule.id
            for rule in self.pack.rules
            if rule.id not in by_rule or any(topic.id in opened for topic in by_rule[rule.id])
        )

    def measure(self, number: int) -> Measure:
        """The measure of that number. Raises: KeyError."""
        for measure in self.measures:
            if measure.number == number:
                return measure
        raise KeyError(number)

    def known(self, fact: str, member: str | None = None) -> Value | None:
        """What is known of a fact of the household or of a member: stated, derived or implied; None when nothing is.

        Raises: KeyError.
        """
        view = self._view(member)
        return view.h[self._layout.household[fact]] if member is None else view.m[self._layout.member[fact]]  # type: ignore[no-any-return]

    def left(self, fact: str, member: str | None = None) -> tuple[Value, ...]:
        """The values left to a choice that is not known; none where nothing is ruled out. Raises: KeyError."""
        return self._view(member).left.get(fact, ())

    def _view(self, member: str | None) -> View:
        """Raises: KeyError for nobody of the household."""
        if member is None:
            return self._situation.household
        view = next((view for view in self._situation.members if view.member == member), None)
        if view is None:
            raise KeyError(member)
        return view

    def reads(self, node: ProofNode) -> tuple[FactRead, ...]:
        """What a leaf read, each once, in the order written, with the values it saw; nothing for any other node.

        Facts stand under their names, values that change with time as `parameter.NAME`, what is counted or added up
        over all members as `count(member)` or `sum(member.FACT)`. What is not known has the bounds that it has there.
        """
        if not isinstance(node.condition, If):
            return ()
        found = []
        for name, part in dict(parts_read(node.condition.expression)).items():
            of_member = self._layout.is_member(name)
            view = node.view if of_member else node.view.situation.household
            slots, index = (view.m, self._layout.member) if of_member else (view.h, self._layout.household)
            value = slots[index[name]]
            span, bounds = (view.spans.get(name), self._bounder.of(part)(view)) if value is None else (None, None)
            since = self.pack.parameters[part.name].since(self.case.as_of) if isinstance(part, ParameterRef) else None
            found.append(FactRead(name, view.member if of_member else None, value, since, span, bounds))
        return tuple(found)
