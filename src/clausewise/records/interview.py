"""What an interview has still to ask."""

from __future__ import annotations

from datetime import date

from clausewise.classes import dataclass
from clausewise.interview.prompts import Form, Stage
from clausewise.records.answer import Ask
from clausewise.records.base import Record
from clausewise.records.terms import Terms

INTERVIEW_FORMAT = "clausewise-interview/2"


@dataclass(frozen=True, slots=True)
class Prompt(Record):
    """One prompt, however many people and facts it asks about at once."""

    stage: Stage
    form: Form
    about: tuple[Ask, ...] = ()
    """The facts, each of whom; none where it asks who the members are, or which topics there are to look into."""
    rules: tuple[str, ...] = ()
    """The rules that wait for any of them."""
    known_by: str | None = None
    """The agency that finds the facts, where no family can tell."""


@dataclass(frozen=True, slots=True)
class InterviewPlan(Record):
    """All that is still to be asked of a case, in order, as far as can be told."""

    format: str
    pack: str
    case: str
    as_of: date
    settled: bool
    """Whether every benefit of the topics that are open is settled, so that one may stop."""
    prompts: tuple[Prompt, ...]
    benefits: tuple[str, ...] = ()
    """The findings, `rule` or `rule@member`, of benefits that apply so far."""
    terms: Terms | None = None
