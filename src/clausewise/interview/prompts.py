"""What is asked at once: one prompt, however many people and facts it is about. Plain frozen data."""

from __future__ import annotations

from enum import StrEnum

from clausewise.classes import NamedTuple
from clausewise.engine import Missing


class Stage(StrEnum):
    """Where in an interview a prompt stands, in this order."""

    MEMBERS = "members"
    STATUS = "status"
    TOPICS = "topics"
    BENEFITS = "benefits"
    PROCEDURE = "procedure"


class Form(StrEnum):
    """What a prompt looks like: who the members are, whether those listed are all, a column of a table of members (a
    value of one fact for each), facts to tick of the household or of members, one fact of the household, or topics."""

    NAMES = "names"
    EVERYBODY = "everybody"
    COLUMN = "column"
    TICK = "tick"
    ONE = "one"
    TOPICS = "topics"


class Prompt(NamedTuple):
    """One prompt: the facts it asks, each of whom, and the ids of the rules that wait for any of them.

    `known_by` is the agency that finds the facts, where no family can tell them: what is not ticked is then to be
    checked there, and not denied.
    """

    stage: Stage
    form: Form
    about: tuple[Missing, ...] = ()
    rules: tuple[str, ...] = ()
    known_by: str | None = None

    @property
    def facts(self) -> tuple[str, ...]:
        """The names of the facts, each once, in order."""
        return tuple(dict.fromkeys(one.fact for one in self.about))

    @property
    def members(self) -> tuple[str, ...]:
        """The ids of the members it is about, each once, in order; none where it is about the household."""
        return tuple(dict.fromkeys(one.member for one in self.about if one.member is not None))
