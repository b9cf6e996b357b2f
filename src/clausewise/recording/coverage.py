"""Puts what an audit found of the words and of the cases into records."""

from __future__ import annotations

from collections.abc import Iterable

from clausewise.audit import model
from clausewise.engine.findings import MeasureVerdict
from clausewise.language.kleene import FALSE, TRUE, UNKNOWN
from clausewise.language.model import English
from clausewise.language.verdicts import Verdict
from clausewise.recording.terms import record_point
from clausewise.records import coverage as records
from clausewise.records.proof import Truth
from clausewise.report.audit.sight import PointView

_TRUTHS = {TRUE: Truth.TRUE, FALSE: Truth.FALSE, UNKNOWN: Truth.UNKNOWN}


def record_words(words: model.TextCoverage, english: English) -> records.WordsCoverage:
    """All sentences with what holds their words."""
    return records.WordsCoverage(
        provisions=tuple(_provision(one, english) for one in words.provisions),
        titles={str(number): text for number, text in english.clauses.items()},
        missing={str(number): why for number, why in words.missing.items()},
        duties_by_actor=tuple(
            records.ActorDuties(tuple(duties), actor or None) for actor, duties in words.duties_by_actor.items()
        ),
        numbers=tuple(
            records.QuotedNumber(one.id, one.owner, one.written, one.words, one.provision, str(one.place))
            for one in words.numbers
        ),
    )


def _provision(one: model.ProvisionCoverage, english: English) -> records.ProvisionCoverage:
    return records.ProvisionCoverage(
        id=one.id,
        text=one.text,
        page=str(one.page),
        encoded=one.is_encoded,
        runs=tuple(map(_run, one.runs)),
        english=english.provisions.get(one.id),
        rules=one.rules,
        duties=one.duties,
        modality=one.modality,
        open=tuple(records.OpenWords(left.text, left.why, str(left.place), left.owner) for left in one.open),
    )


def _run(run: model.Run) -> records.Run:
    holders = tuple(records.Holder(one.id, one.part, one.label, str(one.place)) for one in run.holders)
    return records.Run(run.begin, run.end, run.text, run.kind, holders, run.reason)


def record_covered_point(view: PointView) -> records.PointCoverage:
    """A contested point with the cases on either side of it and between."""
    covered = view.coverage
    cases = None if covered is None else records.PointCases(covered.holds, covered.fails, covered.between)
    return records.PointCoverage(view.point.id, record_point(view.point), cases)


def record_cases(cases: model.CaseCoverage) -> records.CasesCoverage:
    """What the cases try of each rule, and the verdicts of each case."""
    return records.CasesCoverage(
        rules=tuple(map(_rule, cases.rules)),
        cases=tuple(
            records.AuditedCase(
                id=case,
                title=title,
                measures={str(number): MeasureVerdict(verdict) for number, verdict in cases.measures[case].items()},
                reviewed=case not in cases.unreviewed,
            )
            for case, title in cases.cases.items()
        ),
    )


def _rule(one: model.RuleCoverage) -> records.RuleCoverage:
    return records.RuleCoverage(
        rule=one.rule,
        driven=one.is_driven,
        expected={verdict: _seen_all(one.expected.get(verdict, ())) for verdict in Verdict},
        conditions=tuple(map(_condition, one.conditions)),
        parts=tuple(records.PartCoverage(part.part, part.label, part.words, part.expected_in) for part in one.parts),
    )


def _condition(one: model.ConditionCoverage) -> records.ConditionCoverage:
    return records.ConditionCoverage(
        path=one.path,
        source=one.source,
        words=one.words,
        place=str(one.place),
        shown=one.is_shown,
        decided=None if one.decided is None else _pair(one.decided),
        unknown=None if one.unknown is None else _pair(one.unknown),
        households=one.households,
    )


def _pair(pair: model.Pair) -> records.Pair:
    first, second = pair.codes
    return records.Pair(_seen(pair.first), _seen(pair.second), (_TRUTHS[first], _TRUTHS[second]), pair.others)


def _seen_all(seen: Iterable[model.Seen]) -> tuple[records.Seen, ...]:
    return tuple(map(_seen, seen))


def _seen(one: model.Seen) -> records.Seen:
    return records.Seen(one.case, one.verdict, one.subject)
