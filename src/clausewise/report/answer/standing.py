"""Why a finding is undetermined, in a word: nobody asked, it was not looked into, nobody raised it, the office has yet
to read the words one way, or something has no value on that day.

Tells apart only what the engine found; it changes no verdict.
"""

from __future__ import annotations

from enum import StrEnum

from clausewise.case import Case
from clausewise.case.answers import GivenAnswer, Told
from clausewise.case.topics import TopicAnswer
from clausewise.engine.findings import Finding, Missing, Result
from clausewise.engine.reasons import ReasonKind
from clausewise.language.contested import point_of_fact
from clausewise.language.facts import DateSpan
from clausewise.language.labels import Label
from clausewise.language.rules import RuleKind
from clausewise.language.topics import Topic
from clausewise.language.verdicts import Verdict


class Waits(StrEnum):
    """What an undetermined finding waits for."""

    NOT_ASKED = "not_asked"
    NOT_LOOKED_INTO = "not_looked_into"
    NOT_RAISED = "not_raised"
    TO_CHECK = "to_check"
    NOBODY_KNOWS = "nobody_knows"
    CONTESTED = "contested"
    NO_VALUE = "no_value"

    @property
    def label(self) -> Label:
        return _LABELS[self]


_LABELS = {
    Waits.NOT_ASKED: Label("还没有问", "not asked yet"),
    Waits.NOT_LOOKED_INTO: Label("没有问到", "not looked into"),
    Waits.NOT_RAISED: Label("没有人提出", "nobody has raised it"),
    Waits.TO_CHECK: Label("等核实", "waits to be checked"),
    Waits.NOBODY_KNOWS: Label("问过，还没有人知道", "asked; nobody knows yet"),
    Waits.CONTESTED: Label("等本机关定读法", "waits for how the office reads it"),
    Waits.NO_VALUE: Label("没有人能答", "nobody can answer"),
}


# What whoever has to find out, or to read the words, is waited for with: nothing of it can be asked now.
TO_FIND_OUT = (Waits.TO_CHECK, Waits.NOBODY_KNOWS, Waits.CONTESTED)


def waits_for(result: Result, finding: Finding, openness: Openness | None = None) -> Waits:
    """What an undetermined finding waits for, above all; `openness` is that of the case, where it is at hand."""
    if not finding.missing:
        raised = any(reason.kind is ReasonKind.NOT_RAISED for reason in finding.reasons)
        return Waits.NOT_RAISED if raised else Waits.NO_VALUE
    if not result.is_looked_into(finding):
        return Waits.NOT_LOOKED_INTO
    why_missing = (openness or Openness(result.case)).why
    why = {why_missing(missing) for missing in finding.missing}
    return next(one for one in (Waits.NOT_ASKED, Waits.TO_CHECK, Waits.NOBODY_KNOWS, Waits.CONTESTED) if one in why)


def is_denied(topic: Topic, case: Case) -> bool:
    """Whether the family was asked about a topic and said that there is nothing of the kind."""
    asked = case.topics.get(topic.id)
    return asked is not None and asked.answer is TopicAnswer.NOT_TICKED


def is_to_find_out(result: Result, finding: Finding) -> bool:
    """Whether it is a benefit that waits for nothing that can be asked now: for whoever has to find out, or to read the
    words."""
    if finding.rule.kind is not RuleKind.BENEFIT or finding.verdict is not Verdict.UNDETERMINED:
        return False
    return waits_for(result, finding) in TO_FIND_OUT


class Openness:
    """Why the facts of a case that are missing are open."""

    def __init__(self, case: Case) -> None:
        self._told, self._in_part = answered_open(case), known_in_part(case)

    def why(self, missing: Missing) -> Waits:
        """Of one fact: for the office to read, asked and left open, or not asked."""
        if point_of_fact(missing.fact) is not None:
            return Waits.CONTESTED
        told = self._told.get(missing)
        if told is not None:
            return Waits.TO_CHECK if told.told is Told.TO_CHECK else Waits.NOBODY_KNOWS
        return Waits.NOBODY_KNOWS if missing in self._in_part else Waits.NOT_ASKED


def known_in_part(case: Case) -> dict[tuple[str, str | None], DateSpan]:
    """The dates that are known to their month or year, by the fact and the member: no day is asked for again."""
    found: dict[tuple[str, str | None], DateSpan] = {(name, None): span for name, span in case.spans.items()}
    for member in case.members:
        found |= {(name, member.id): span for name, span in member.spans.items()}
    return found


def answered_open(case: Case) -> dict[tuple[str, str | None], GivenAnswer]:
    """What was asked and left open, by the fact and the member: it is not asked again on the day of the case."""
    return {
        (answer.fact, member): answer
        for answer in case.answers
        if answer.is_open_on(case.as_of)
        for member in answer.of or (None,)
    }
