"""Puts explained findings into their record."""

from __future__ import annotations

from collections.abc import Sequence

from clausewise.engine import turning
from clausewise.engine.findings import Finding, Result
from clausewise.recording.answers import record_answer
from clausewise.recording.proofs import Proofs
from clausewise.recording.values import known_value, record_value
from clausewise.records.explanation import EXPLANATION_FORMAT, Change, Explanation, Turned, Turning

Explained = Sequence[tuple[Finding, Sequence[turning.Turning]]]


def record_explanation(result: Result, explained: Explained) -> Explanation:
    """The findings with their whole proofs, each with the sets of facts that would turn it."""
    names = tuple(finding.name for finding, _ in explained)
    answer = record_answer(result, only=names, proofs=Proofs.FULL)
    turned = {
        finding.name: Turned(finding.rule.id, tuple(map(_turning, found)), finding.subject)
        for finding, found in explained
    }
    return Explanation(EXPLANATION_FORMAT, answer, tuple(turned[finding.name] for finding in answer.findings))


def _turning(found: turning.Turning) -> Turning:
    sets = tuple(tuple(map(_change, changes)) for changes in found.sets)
    return Turning(found.verdict, found.complete, sets, found.from_day)


def _change(change: turning.Change) -> Change:
    return Change(change.fact, tuple(map(record_value, change.after)), change.member, known_value(change.before))
