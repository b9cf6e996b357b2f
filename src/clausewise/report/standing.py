"""Why a finding is undetermined, in a word: nobody asked, it was not looked into, nobody raised it, the office has yet
to read the words one way, or something has no value on that day.

Tells apart only what the engine found; it changes no verdict.
"""

from __future__ import annotations

from enum import StrEnum

from clausewise.engine.findings import Finding, Result
from clausewise.engine.reasons import ReasonKind
from clausewise.language.contested import point_of_fact
from clausewise.language.labels import Label


class Waits(StrEnum):
    """What an undetermined finding waits for."""

    NOT_ASKED = "not_asked"
    NOT_LOOKED_INTO = "not_looked_into"
    NOT_RAISED = "not_raised"
    CONTESTED = "contested"
    NO_VALUE = "no_value"

    @property
    def label(self) -> Label:
        return _LABELS[self]


_LABELS = {
    Waits.NOT_ASKED: Label("还没有问", "not asked yet"),
    Waits.NOT_LOOKED_INTO: Label("没有问到", "not looked into"),
    Waits.NOT_RAISED: Label("没有人提出", "nobody has raised it"),
    Waits.CONTESTED: Label("等本机关定读法", "waits for how the office reads it"),
    Waits.NO_VALUE: Label("没有人能答", "nobody can answer"),
}


def waits_for(result: Result, finding: Finding) -> Waits:
    """What an undetermined finding waits for, above all."""
    if not finding.missing:
        raised = any(reason.kind is ReasonKind.NOT_RAISED for reason in finding.reasons)
        return Waits.NOT_RAISED if raised else Waits.NO_VALUE
    if not result.is_looked_into(finding):
        return Waits.NOT_LOOKED_INTO
    if all(point_of_fact(missing.fact) is not None for missing in finding.missing):
        return Waits.CONTESTED
    return Waits.NOT_ASKED
