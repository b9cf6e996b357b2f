"""Says as data what would turn a finding.

The sets come from the engine as they are; nothing is left out here but their number of words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from clausewise.engine.findings import Finding, Result
from clausewise.engine.turning import Turning
from clausewise.language.facts import Value, write_value
from clausewise.report import ReportOptions
from clausewise.report.json import result_as_data
from clausewise.report.schema import EXPLAIN_FORMAT

Explained = Sequence[tuple[Finding, Sequence[Turning]]]


def explained_as_data(result: Result, explained: Explained) -> dict[str, Any]:
    """The findings with their proofs as `check` writes them, each with the sets of facts that would turn it."""
    names = tuple(finding.name for finding, _ in explained)
    whole = result_as_data(result, ReportOptions(only=names))
    found = {
        (finding["rule"], finding["subject"]): finding
        for measure in whole["measures"]
        for finding in measure["findings"]
    }
    findings = [
        {
            "finding": found[finding.rule.id, finding.subject],
            "turning": [_as_data(turning) for turning in turnings],
        }
        for finding, turnings in explained
    ]
    return {
        "format": EXPLAIN_FORMAT,
        "case": whole["case"],
        "as_of": whole["as_of"],
        "pack": whole["pack"],
        "office": whole["office"],
        "notices": whole["notices"],
        "findings": findings,
    }


def _as_data(turning: Turning) -> dict[str, Any]:
    return {
        "verdict": turning.verdict.value,
        "from_day": None if turning.from_day is None else turning.from_day.isoformat(),
        "complete": turning.complete,
        "sets": [
            [
                {
                    "fact": change.fact,
                    "member": change.member,
                    "before": _value(change.before),
                    "after": [_value(value) for value in change.after],
                }
                for change in changes
            ]
            for changes in turning.sets
        ],
    }


def _value(value: Value | None) -> bool | int | str | None:
    return value if value is None or isinstance(value, bool | int) else write_value(value)
