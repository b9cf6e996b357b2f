"""What is found for one state of a household, worked out once however many pages and sums ask for it.

The last few states are kept, so that an answer is checked when it is saved and shown without being checked again.
Nothing here knows a name, or who entered what.
"""

from __future__ import annotations

import datetime
import json
from functools import cached_property, lru_cache
from typing import Any

from clausewise.api.interviews import Interview
from clausewise.desk.offices import read_office_data
from clausewise.desk.packs import current_pack
from clausewise.engine.findings import Result
from clausewise.interview import Prompt
from clausewise.language.labels import Language
from clausewise.language.rules import Rule
from clausewise.language.verdicts import Verdict
from clausewise.report import ReportOptions
from clausewise.report.answer.notice import waiting_benefits
from clausewise.report.answer.outline import make_benefits, make_outline
from clausewise.report.answer.sections import Outline, Section
from clausewise.report.wording import Wording

_MOST_KEPT = 24


class Standing:
    """One state: the interview on it, what is still to be asked, and the answer in words."""

    def __init__(self, interview: Interview) -> None:
        self.interview = interview
        self._outlines: dict[tuple[Language, bool], Outline] = {}

    @cached_property
    def plan(self) -> tuple[Prompt, ...]:
        """All that is still to be asked, in order."""
        return self.interview.model.plan()

    @cached_property
    def not_looked_into(self) -> tuple[Rule, ...]:
        """The rules that are undetermined and that nobody raised: unknown, and refused to nobody."""
        result = self.interview.model.result
        undetermined = (one for one in result.findings if one.verdict is Verdict.UNDETERMINED)
        return tuple(dict.fromkeys(one.rule for one in undetermined if not result.is_looked_into(one)))

    def benefits(self, language: Language) -> Section:
        """What the household gets, alone."""
        return make_benefits(self.interview.model.result, ReportOptions(language=language))

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
