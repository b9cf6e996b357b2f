"""What is to be checked of a household: who finds it, by when, and whether that day has come."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from clausewise.desk.asking import EVERYBODY, About, Matter
from clausewise.desk.forms import finder_in_words
from clausewise.desk.models import Told
from clausewise.desk.pages import say
from clausewise.language.labels import Language


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
