"""What was sent of the fields of a form: the answers, and what could not be read, with why. Nothing here is saved.

What is left empty is no answer, and neither is what is left as it was drawn. Of a field and the list beside it one may
speak; where both do, neither is believed.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from clausewise.clock import today
from clausewise.desk.asking import BIRTH_DATE, About, Saying
from clausewise.desk.checks import NoDay, read_check
from clausewise.desk.forms import NONE, TO_CHECK, UNKNOWN, Typed
from clausewise.desk.models import Told
from clausewise.desk.pages import say
from clausewise.interview.typed import Misread, identity_in, plain, read_answer, shown_typed
from clausewise.language.facts import DateSpan, Fact, FactType, Value, write_value
from clausewise.language.labels import Language
from clausewise.language.topics import NOTHING
from clausewise.yaml_source import parse_date

_TURN = re.compile(r"[0-9]{1,18}", re.ASCII)
_UNSEEN = ("Cc", "Cf", "Cs")
"""Control characters, such as turn the direction of a line, and halves of a character; rare characters are kept."""
LONGEST_LINE = 60
"""So many characters of a name or a village are kept."""
_OLDEST = 130
"""Nobody who is this many years old is alive; the pack has an age up to it."""


@dataclass
class Sent:
    """What a form says: the answers by what they are about with the keys they were drawn from, identity numbers that
    were typed for a day of birth, what was typed as it was typed, and why what could not be read was not. `page` is the
    page as it was drawn, `turn` the place of this among what that page sent; 0 where the page does not count."""

    answers: dict[About, Saying] = field(default_factory=dict)
    seen: dict[About, str] = field(default_factory=dict)
    identities: dict[str, str] = field(default_factory=dict)
    typed: dict[About, Typed] = field(default_factory=dict)
    misread: dict[About, str] = field(default_factory=dict)
    page: str = ""
    turn: int = 0


def read_form(post: QueryDict, facts: Mapping[str, Fact], language: Language) -> Sent:
    """What was sent of the groups of a form. Fields of facts that the pack does not have are not looked at."""
    sent = of_page(post)
    for number in post.getlist("group"):
        asked = _check_of(post, number, language)
        for written in post.getlist(f"cell{number}"):
            name, _, seen = written.partition("=")
            fact, _, member = name.partition("@")
            if fact in facts:
                sent.seen[fact, member] = seen
                _read_cell(post, number, facts[fact], member, language, sent)
                _have_checked((fact, member), asked, sent)
    return sent


def _check_of(post: QueryDict, number: str, language: Language) -> Saying | str:
    """What a group says of what is to be checked: by whom and by when; or why that could not be read.

    Left as it was drawn, whatever is to be checked already stays as it was.
    """
    finder, until = post.get(f"finder{number}"), post.get(f"until{number}", "")
    if finder is None:
        return Saying(Told.TO_CHECK)
    drawn = post.get(f"check{number}", "")
    known = drawn.rpartition("|")[2]
    try:
        check = read_check(finder, until, say(language, "check_until"), language, known=_day(known))
    except NoDay as problem:
        return str(problem)
    return Saying(Told.TO_CHECK, check=check, stays=drawn == f"{finder}|{until}")


def _day(written: str) -> datetime.date | None:
    day = parse_date(written)
    return day if isinstance(day, datetime.date) else None


def _have_checked(about: About, asked: Saying | str, sent: Sent) -> None:
    """Put by whom and by when where something is to be checked."""
    said = sent.answers.get(about)
    if said is None or said.told is not Told.TO_CHECK:
        return
    if isinstance(asked, Saying):
        sent.answers[about] = asked
    else:
        sent.misread[about] = asked
        del sent.answers[about]


def written_line(typed: str) -> str:
    """One line that was typed, such as a name: without what nobody sees, and with single spaces."""
    seen = (" " if one.isspace() else one for one in typed)
    text = "".join(one for one in seen if unicodedata.category(one) not in _UNSEEN)
    return " ".join(unicodedata.normalize("NFC", text).split())[:LONGEST_LINE].strip()


def of_page(post: QueryDict) -> Sent:
    """What says nothing yet, of the page that was sent in its turn."""
    turn = post.get("turn", "")
    return Sent(page=post.get("page", "")[:20], turn=int(turn) if _TURN.fullmatch(turn) else 0)


def seen_of(post: QueryDict) -> dict[About, str]:
    """The keys of the answers that fields outside the groups were drawn from: names, the village, topics."""
    seen = {}
    for written in post.getlist("own"):
        name, _, key = written.partition("=")
        fact, _, member = name.partition("@")
        seen[fact, member] = key
    return seen


def _read_cell(post: QueryDict, number: str, fact: Fact, member: str, language: Language, sent: Sent) -> None:
    about = (fact.name, member)
    name = f"{fact.name}@{member}" if member else fact.name
    rest = post.get(f"rest{number}", "")
    typed = Typed(post.get(f"v:{name}", ""), post.get(f"open:{name}", ""))
    sent.typed[about] = typed
    given = plain(typed.beside or typed.field)
    if typed.beside and plain(typed.field):
        sent.misread[about] = _both(typed, fact, language)
        return
    if not given:
        sent.answers[about] = _of_the_rest(fact, rest) or Saying(Told.WITHDRAWN)
        return
    if given in (UNKNOWN, TO_CHECK):
        sent.answers[about] = Saying(Told(given))
        return
    try:
        value = read_answer(fact, given, language)
        if fact.name == BIRTH_DATE:
            _refuse_impossible_birth(value, given, language)
    except Misread as problem:
        sent.misread[about] = str(problem)
        return
    sent.answers[about] = Saying(Told.VALUE, written_value(value))
    identity = identity_in(given)
    if identity is not None and member:
        sent.identities[member] = identity


def _of_the_rest(fact: Fact, rest: str) -> Saying | None:
    if rest == NONE:
        return Saying(Told.VALUE, False if fact.type is FactType.BOOLEAN else NOTHING)
    return Saying(Told(rest)) if rest in (UNKNOWN, TO_CHECK) else None


def _both(typed: Typed, fact: Fact, language: Language) -> str:
    """That a field says one thing and the list beside it another."""
    field_says = say(language, "yes") if fact.type is FactType.BOOLEAN else shown_typed(plain(typed.field))
    beside = say(language, {"false": "no"}.get(typed.beside, typed.beside if typed.beside == UNKNOWN else TO_CHECK))
    return say(language, "both_said", typed=field_says, beside=beside)


def _refuse_impossible_birth(value: Value | DateSpan, typed: str, language: Language) -> None:
    """Raises: Misread where nobody who was born then can be here today."""
    if not isinstance(value, datetime.date | DateSpan):
        return
    first, last = (value.first, value.last) if isinstance(value, DateSpan) else (value, value)
    if first > today():
        raise Misread(say(language, "not_born_yet", typed=shown_typed(typed), day=today()))
    if today().year - last.year > _OLDEST:
        raise Misread(say(language, "born_too_early", typed=shown_typed(typed), age=today().year - last.year))


def written_value(value: Value | DateSpan) -> Any:
    """A value as JSON holds it and as a case takes it."""
    if isinstance(value, bool | int | str):
        return value
    return str(value) if isinstance(value, DateSpan) else write_value(value)
