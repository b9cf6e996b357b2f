"""What is found for one state of a household, worked out once however many pages and sums ask for it.

The last few states are kept, so that an answer is checked when it is saved and shown without being checked again.
Nothing here knows a name, or who entered what.
"""

from __future__ import annotations

import datetime
import json
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from clausewise.api.interviews import Interview
from clausewise.desk.offices import read_office_data
from clausewise.desk.packs import current_pack
from clausewise.engine.findings import Result
from clausewise.interview import Prompt, Stage
from clausewise.language.labels import Language
from clausewise.language.verdicts import Verdict
from clausewise.report import ReportOptions
from clausewise.report.answer.notice import waiting_benefits
from clausewise.report.answer.outline import count_procedure, make_benefits, make_outline
from clausewise.report.answer.sections import Outline, Section
from clausewise.report.answer.standing import waits_for
from clausewise.report.answer.unraised import Unraised
from clausewise.report.wording import Wording

_MOST_KEPT = 24


class Left(NamedTuple):
    """How many questions are left: such as benefits wait for, and such as only procedure does."""

    benefits: int
    procedure: int


class Gets(NamedTuple):
    """How many benefits a household gets: such as it can claim, and such as are only encouraged or come to nothing."""

    claims: int
    others: int


class Standing:
    """One state: the interview on it, what is still to be asked, the answer in words, and every count of it that a
    page or a list shows."""

    def __init__(self, interview: Interview) -> None:
        self.interview = interview
        self._outlines: dict[tuple[Language, bool], Outline] = {}
        self._benefits: dict[Language, Section] = {}

    @cached_property
    def plan(self) -> tuple[Prompt, ...]:
        """All that is still to be asked, in order."""
        return self.interview.model.plan()

    @cached_property
    def left(self) -> Left:
        """How many questions are left."""
        procedure = sum(one.stage is Stage.PROCEDURE for one in self.plan)
        return Left(len(self.plan) - procedure, procedure)

    @cached_property
    def gets(self) -> Gets:
        """How many benefits the household gets, as the heading over them says."""
        items = self.benefits("zh").items
        claims = sum(item.is_claim for item in items)
        return Gets(claims, len(items) - claims)

    @cached_property
    def procedure(self) -> int:
        """How many steps of procedure there are, as the heading over them says."""
        return count_procedure(self.interview.model.result, ReportOptions(language="zh"))

    @cached_property
    def unraised(self) -> Unraised:
        """What nobody looked into, with how many clauses the family said no to and of how many nobody was asked."""
        result = self.interview.model.result
        undetermined = (one for one in result.findings if one.verdict is Verdict.UNDETERMINED)
        return Unraised(result, {one: waits_for(result, one) for one in undetermined}, Wording(result.pack, "zh"))

    def benefits(self, language: Language) -> Section:
        """What the household gets, alone."""
        if language not in self._benefits:
            options = ReportOptions(language=language)
            self._benefits[language] = make_benefits(self.interview.model.result, options)
        return self._benefits[language]

    def undecided(self, language: Language) -> tuple[str, ...]:
        """The benefits that have no conclusion yet and of which nothing is left to ask, as a notice has them."""
        return undecided_in(self.interview.model.result, language)

    def outline(self, language: Language, *, whole: bool) -> Outline:
        """The answer in a language, with ids where people have names; `whole` with everything that was looked at."""
        if (language, whole) not in self._outlines:
            options = ReportOptions(language=language, everything=whole)
            self._outlines[language, whole] = make_outline(self.interview.model.result, options, whole=whole)
        return self._outlines[language, whole]


def undecided_in(result: Result, language: Language) -> tuple[str, ...]:
    """The same of any result."""
    return tuple(waiting_benefits(result, ReportOptions(language=language), Wording(result.pack, language)))


def standing_of(case: dict[str, Any], office: dict[str, Any], day: datetime.date) -> Standing:
    """What is found for a case on a day, with what the office says. Raises: CaseError where it contradicts itself."""
    case["answers"] = sorted(case.get("answers", ()), key=json.dumps)
    return _standing(json.dumps(case, sort_keys=True), json.dumps(office, sort_keys=True), day)


@lru_cache(maxsize=_MOST_KEPT)
def _standing(case: str, office: str, day: datetime.date) -> Standing:
    pack = current_pack()
    said = read_office_data(json.loads(office), pack.model)
    return Standing(pack.interview(json.loads(case), as_of=day, office=said))
