"""Puts an engine's result into the record that `check` answers with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from clausewise.engine import findings
from clausewise.engine.findings import DeadlineState, Missing, Result
from clausewise.engine.listings import followups_of, listings_of
from clausewise.engine.office_readings import OfficeReading
from clausewise.engine.once import granted_once
from clausewise.engine.reasons import Reason
from clausewise.engine.twice import granted_twice
from clausewise.language.labels import Label
from clausewise.language.rules import ListKind
from clausewise.language.verdicts import Verdict
from clausewise.program import program
from clausewise.recording.beside import record_notice, record_office
from clausewise.recording.proofs import ProofRecorder, Proofs
from clausewise.recording.terms import Pointed, record_terms
from clausewise.recording.values import yuan
from clausewise.records import answer as records
from clausewise.records.answer import ANSWER_FORMAT, Answer, Answers, Ask, Made, Step
from clausewise.report import ReportOptions
from clausewise.report.answer.standing import Openness, waits_for
from clausewise.report.wording import Wording

ENGINE_JUDGES = ("proof", "durable-rules 2.0.28")
"""The readings that the engine holds against one another on each case."""


class TermsWanted(StrEnum):
    """Whether an answer carries the pack's words: those that it points to, or none."""

    NONE = "none"
    USED = "used"


def record_answers(
    results: Iterable[Result],
    *,
    only: Sequence[str] = (),
    proofs: Proofs = Proofs.NONE,
    terms: TermsWanted = TermsWanted.USED,
) -> Answers:
    """The answers to some cases, in order."""
    return Answers(ANSWER_FORMAT, tuple(record_answer(one, only=only, proofs=proofs, terms=terms) for one in results))


def record_answer(
    result: Result,
    *,
    only: Sequence[str] = (),
    proofs: Proofs = Proofs.NONE,
    terms: TermsWanted = TermsWanted.USED,
) -> Answer:
    """The answer to one case. `only` picks measures and findings as `ReportOptions` does.

    A measure that `only` picks in part keeps its own verdict, which rests on all its findings.
    """
    return _Recorder(result, ReportOptions(only=tuple(only)), proofs).answer(terms)


class _Recorder:
    """Records one result. What many findings ask is one record."""

    def __init__(self, result: Result, options: ReportOptions, proofs: Proofs) -> None:
        self._result = result
        self._options = options
        self._wordings = Wording(result.pack, "zh"), Wording(result.pack, "en")
        self._proofs = ProofRecorder(result, self._wordings, proofs)
        self._openness = Openness(result.case)
        self._asks: dict[Missing, Ask] = {}
        self._pointed = Pointed()

    def answer(self, terms: TermsWanted) -> Answer:
        result, case, pack = self._result, self._result.case, self._result.pack
        chosen = tuple(self._chosen())
        found = [finding for _, picked in chosen for finding in picked]
        places = {finding.name: place for place, finding in enumerate(found)}
        measures = tuple(
            records.Measure(
                measure.number,
                measure.verdict,
                tuple(places[finding.name] for finding in picked),
            )
            for measure, picked in chosen
        )
        findings = tuple(map(self.finding, found))
        twice, once = tuple(self._twice()), tuple(self._once())
        self._pointed.clauses = dict.fromkeys(measure.number for measure in measures)
        self._pointed.conditions = self._proofs.conditions
        self._pointed.read = self._proofs.facts
        return Answer(
            format=ANSWER_FORMAT,
            pack=pack.id,
            case=case.id,
            as_of=case.as_of,
            members=tuple(member.id for member in case.members),
            everybody=case.everybody,
            measures=measures,
            findings=findings,
            made=made_of(result),
            title=case.title,
            office=None if case.office is None else record_office(case.office),
            notices=tuple(map(record_notice, result.notices)),
            only=self._options.only,
            granted_twice=twice,
            granted_once=once,
            terms=None if terms is TermsWanted.NONE else record_terms(pack, self._pointed),
        )

    def _chosen(self) -> Iterator[tuple[findings.Measure, list[findings.Finding]]]:
        for measure in self._result.measures:
            picked = [finding for finding in measure.findings if self._options.selects(finding)]
            if picked or self._options.selects_measure(measure.number):
                yield measure, picked

    def finding(self, finding: findings.Finding) -> records.Finding:
        result, rule = self._result, finding.rule
        self._pointed.to_finding(rule.id, finding.verdict)
        undetermined = finding.verdict is Verdict.UNDETERMINED
        awaited = tuple(point.id for point in finding.contested)
        rests_on = tuple(map(self._rests_on, finding.rests_on))
        return records.Finding(
            rule=rule.id,
            verdict=finding.verdict,
            subject=finding.subject,
            waits=waits_for(result, finding) if undetermined else None,
            steps=tuple(self._steps(finding)),
            missing=tuple(map(self.ask, finding.missing)),
            reasons=tuple(map(self._reason, finding.reasons)),
            rests_on=rests_on,
            waits_for=awaited,
            because=self._proofs.of_finding(finding),
        )

    def _steps(self, finding: findings.Finding) -> Iterator[Step]:
        """What comes out of the rule's steps; of what is undetermined only what is decided or waits for facts."""
        applies, rule = finding.verdict is Verdict.APPLIES, finding.rule
        granted = {id(grant.aid): grant for grant in finding.aid}
        refused = {id(grant.aid): grant for grant in finding.not_granted}
        for number, aid in enumerate(rule.aid):
            grant = granted.get(id(aid)) or refused.get(id(aid))
            if grant is not None and (applies or grant.missing or (grant.amount, grant.months) != (None, None)):
                yield Step(
                    f"aid.{number}",
                    granted=id(aid) not in refused,
                    amount=yuan(grant.amount),
                    months=grant.months,
                    missing=tuple(map(self.ask, grant.missing)),
                )
        set_in_motion = followups_of(finding) if applies else ()
        for number, followup in enumerate(rule.followup):
            if followup in set_in_motion:
                listed = listings_of(self._result, finding, followup)
                to = self._pointed.registers if followup.lists is ListKind.REGISTERS else self._pointed.agencies
                to |= dict.fromkeys(one.id for one in listed)
                yield Step(f"followup.{number}", listed=tuple(records.Listed(one.id, one.entries) for one in listed))
        if finding.deadline is not None and (applies or finding.deadline.day is not None):
            yield self._deadline(finding.deadline)

    def _deadline(self, state: DeadlineState) -> Step:
        missing = tuple(map(self.ask, state.missing))
        return Step("deadline", day=state.day, overdue=state.overdue, missing=missing)

    def ask(self, missing: Missing) -> Ask:
        known = self._asks.get(missing)
        if known is None:
            self._pointed.asked[missing.fact] = None
            known = self._asks[missing] = Ask(missing.fact, missing.member, self._openness.why(missing))
        return known

    def _rests_on(self, one: OfficeReading) -> records.RestsOn:
        return records.RestsOn(one.point.id, one.reading.id, one.otherwise, one.since, one.by)

    def _reason(self, reason: Reason) -> records.Reason:
        zh, en = self._wordings
        as_of = self._result.case.as_of
        says = Label(zh.reason(reason, as_of), en.reason(reason, as_of))
        return records.Reason(reason.kind, reason.rule, says, reason.member, reason.parameter, reason.first)

    def _twice(self) -> Iterator[records.Together]:
        for one in granted_twice(self._result):
            yield from self._together(one.label, one.grants)

    def _once(self) -> Iterator[records.Together]:
        for one in granted_once(self._result):
            yield from self._together(one.aid.label, one.grants)

    def _together(
        self, label: Label, grants: Sequence[tuple[findings.Finding, findings.Grant]]
    ) -> Iterator[records.Together]:
        """An aid with those who grant it, where one of them was picked."""
        if any(self._options.selects(finding) for finding, _ in grants):
            by = (
                records.Granting(finding.rule.id, finding.subject, yuan(grant.amount), grant.months)
                for finding, grant in grants
            )
            yield records.Together(label, tuple(by))


def made_of(result: Result) -> Made:
    """What a result was made of."""
    case, pack = result.case, result.pack
    office = None if case.office is None else case.office.digest or None
    return Made(pack.document_digest, pack.rules_digest, program(), ENGINE_JUDGES, case.digest or None, office)
