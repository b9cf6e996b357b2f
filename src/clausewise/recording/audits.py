"""Puts an audit into its record.

The same audit gives the same record every time, but for what stands under `timing`.
"""

from __future__ import annotations

from collections.abc import Iterator

from clausewise.audit import model, totals
from clausewise.audit.model import Audit, NotRun
from clausewise.audit.untried import not_tried
from clausewise.language.labels import Label
from clausewise.recording.beside import record_version
from clausewise.recording.coverage import record_cases, record_covered_point, record_words
from clausewise.records import audit as records
from clausewise.records.audit import AUDIT_FORMAT, AuditReport, Timing
from clausewise.report.audit.covers import covers_of
from clausewise.report.audit.sight import points_of, sight_of


def record_audit(audit: Audit) -> AuditReport:
    """Everything an audit found."""
    pack, sight = audit.pack, sight_of(audit)
    mutants = () if isinstance(audit.mutants, NotRun) else audit.mutants
    answers = () if isinstance(audit.answers, NotRun) else audit.answers
    return AuditReport(
        format=AUDIT_FORMAT,
        pack=record_version(pack),
        looked_at=sight.looked_at,
        cannot_see=sight.cannot_see,
        totals=_totals(totals.totals_of(audit)),
        words=record_words(audit.words, pack.english),
        covers=covers_of(audit),
        contested=tuple(map(record_covered_point, points_of(audit))),
        cases=None if isinstance(audit.cases, NotRun) else record_cases(audit.cases),
        mutants=tuple(map(_mutant, mutants)),
        not_tried=tuple(records.NotTried(one.kind, one.kind.label, one.entries) for one in not_tried(pack)),
        answers=tuple(map(_answer, answers)),
        unused=tuple(records.Unused(one.kind, one.id, one.why, str(one.place)) for one in audit.unused),
        not_run=dict(_not_run(audit)),
        timing=Timing(
            {part: round(seconds, 3) for part, seconds in audit.seconds.items()},
            {answer.id: round(answer.seconds, 3) for answer in answers},
        ),
    )


def _not_run(audit: Audit) -> Iterator[tuple[str, Label]]:
    for field, part in (("cases", audit.cases), ("mutants", audit.mutants), ("answers", audit.answers)):
        if isinstance(part, NotRun):
            yield field, part.why


# ---------------------------------------------------------------- figures


def _totals(counted: totals.Totals) -> records.AuditTotals:
    return records.AuditTotals(
        words=_word_totals(counted.words),
        undecided=counted.undecided,
        bounded=counted.bounded,
        cases=None if counted.cases is None else _case_totals(counted.cases),
        mutants=None if counted.mutants is None else _mutant_totals(counted.mutants),
        answers=None if counted.answers is None else _answer_totals(counted.answers),
    )


def _word_totals(words: totals.WordTotals) -> records.WordTotals:
    provisions, held = _share(words.provisions), _share(words.held)
    return records.WordTotals(provisions, held, words.characters, words.gaps, words.missing)


def _case_totals(cases: totals.CaseTotals) -> records.CaseTotals:
    return records.CaseTotals(
        rules=_share(cases.rules),
        conditions=_share(cases.conditions),
        parts=_share(cases.parts),
        contested=_share(cases.contested),
        cases=cases.cases,
        unreviewed=cases.unreviewed,
    )


def _mutant_totals(mutants: totals.MutantTotals) -> records.MutantTotals:
    return records.MutantTotals(_share(mutants.noticed), mutants.fates)


def _answer_totals(answers: totals.AnswerTotals) -> records.AnswerTotals:
    return records.AnswerTotals(
        assurances=records.AssuranceTotals(
            proved=answers.proved,
            idle=answers.idle,
            bounded=answers.bounded,
            refuted=answers.refuted,
            policy=answers.policy,
            accepted=answers.accepted,
            undecided=answers.undecided,
        ),
        dead=answers.dead,
        faults=answers.faults,
        answers=answers.answers,
        undecided=answers.all_undecided,
        bounded=answers.all_bounded,
    )


def _share(share: totals.Share) -> records.Share:
    return records.Share(share.part, share.whole, share.tenths / 10)


# ---------------------------------------------------------------- mutants and answers


def _mutant(one: model.MutantReport) -> records.Mutant:
    return records.Mutant(
        id=one.id,
        owner=one.owner,
        change=one.change,
        says=one.says,
        words=one.words,
        place=str(one.place),
        fate=one.fate,
        provision=one.provision or None,
        killed_by=None if one.killed_by is None else records.KilledBy(*one.killed_by),
        household=one.household,
        why=one.why,
    )


def _answer(one: model.Answer) -> records.SolverAnswer:
    return records.SolverAnswer(
        id=one.id,
        kind=one.kind,
        statement=one.statement,
        outcome=one.outcome,
        weight=one.weight,
        place=str(one.place),
        owners=one.owners,
        provisions=one.provisions,
        household=one.household,
        scope=one.scope,
        why=one.why,
        tried=tuple(
            records.Tried(tried.first, tried.last, tried.members, tried.any_number, tried.ended) for tried in one.tried
        ),
    )
