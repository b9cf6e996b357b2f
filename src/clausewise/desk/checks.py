"""What is to be checked of a household: who finds it, by when, whether that day has come; what is typed of either."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from clausewise.clock import today
from clausewise.desk.asking import EVERYBODY, About, Check, Matter
from clausewise.desk.models import Told
from clausewise.desk.models.households import LONGEST_SOURCE
from clausewise.desk.packs import current_pack
from clausewise.desk.pages import say
from clausewise.interview.typed import plain
from clausewise.language.labels import Language
from clausewise.language.written_dates import date_meant
from clausewise.report.office_lines import finder_in_words
from clausewise.yaml_source import parse_date


class NoDay(Exception):
    """What was typed is no day by which something can be found, with why."""


class OpenCheck(NamedTuple):
    """One fact that is to be checked, in words; `key` is that of the answer that says so, `is_late` whether its day is
    past."""

    about: About
    key: str
    what: str
    finder: str
    until: datetime.date | None
    is_late: bool

    @property
    def field(self) -> str:
        """What the fields of a form about it end in."""
        fact, member = self.about
        return f"{fact}@{member}" if member else fact


def checks_of(matter: Matter, language: Language) -> tuple[OpenCheck, ...]:
    """All that is to be checked, what is due first in front, what has no day last."""
    wording = matter.wording(language)
    found = []
    for (fact, member), one in matter.current.items():
        if one.told != Told.TO_CHECK.value or (member and member not in matter.names.names):
            continue
        label = say(language, "everybody") if fact == EVERYBODY else wording.label(fact)
        what = wording.named(matter.names[member], label) if member else label
        late = one.until is not None and one.until < matter.day
        found.append(OpenCheck((fact, member), one.key, what, finder_in_words(one.source, wording), one.until, late))
    return tuple(sorted(found, key=lambda one: one.until or datetime.date.max))


def read_check(finder: str, until: str, what: str, language: Language, *, known: datetime.date | None = None) -> Check:
    """Who finds `what` and by which day, as typed: an agency by its label, in either language, or anybody in words.

    A day that is past is taken only where it is known already. Raises: NoDay.
    """
    named = " ".join(finder.split())[:LONGEST_SOURCE]
    agencies = current_pack().model.agencies.items()
    agency = next((name for name, one in agencies if named in (one.label.zh, one.label.en)), named)
    written = plain(until)
    if not written:
        return Check(agency)
    day = parse_date(date_meant(written) or "")
    if not isinstance(day, datetime.date):
        raise NoDay(say(language, "check_no_day", what=what, typed=written[:20]))
    if day < today() and day != known:
        raise NoDay(say(language, "check_past", what=what, day=day))
    return Check(agency, day)
