"""Reads the lines that a person types in an interview, and who the members are; says what may be typed."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from clausewise.case.names import split_names
from clausewise.case.reading import MAX_MEMBERS, is_member_id
from clausewise.case.template import values_in_words
from clausewise.cli.output import Screen
from clausewise.interview.typed import Misread, shown_typed
from clausewise.language.facts import Fact, FactType
from clausewise.language.labels import Label, Language

NOBODY = frozenset({"-", "无"})

_TRUTH_ALLOWED = Label("y：是，n：否", "y: yes, n: no")
_MEMBERS_ALLOWED = Label(
    "写出全部成员，每人一个自定的名字，用逗号或顿号隔开，如：母亲，儿子；没有成员写 -",
    "everybody, each by a name of your own, with commas between: mother, son; - if there are none",
)

_NO_NAME = Label(
    "{typed} 不能作名字：只用汉字、字母、数字、- 和 _，最多 60 个",
    "{typed} cannot be a name: write letters, digits, - and _, 60 at most",
)
_TWICE = Label("{typed} 写了两次：每人要有不同的名字", "{typed} is there twice: give each a name of its own")
_TOO_MANY = Label("成员最多 {most} 名", "at most {most} members can be named")


class Leaving(Exception):
    """There is nobody to answer any more, or whoever answers wants to leave."""


def read_line(screen: Screen) -> str:
    """The next line that is typed, without spaces around it. Raises: Leaving when there is none."""
    sys.stdout.write("> ")
    sys.stdout.flush()
    # Python has no standard input where it was closed before.
    line = sys.stdin.readline() if sys.stdin is not None else ""
    if not line or not sys.stdin.isatty():
        # What is typed on a terminal stands there already, but for the end of a line that was never ended.
        screen.line(line.strip())
    if not line:
        raise Leaving
    return line.strip()


def allowed_answers(fact: Fact, language: Language) -> str:
    """What may be answered, on one line; nothing for a choice, whose values are listed."""
    if fact.type is FactType.CHOICE:
        return ""
    return _TRUTH_ALLOWED.in_(language) if fact.type is FactType.BOOLEAN else values_in_words(fact, language)


def allowed_members(language: Language) -> str:
    """How to say who the members are, on one line."""
    return _MEMBERS_ALLOWED.in_(language)


def allowed_truth(language: Language) -> str:
    """How to say yes or no, on one line."""
    return _TRUTH_ALLOWED.in_(language)


def read_members(typed: str, language: Language, listed: Sequence[str] = ()) -> tuple[str, ...]:
    """The ids of the members that were typed, in a form that `plain` returned, after those listed. Raises: Misread.

    How names are parted is for `split_names` to say.
    """
    if typed in NOBODY:
        return tuple(listed)
    names = split_names(typed)
    for number, name in enumerate(names):
        if not is_member_id(name):
            raise Misread(_NO_NAME.in_(language).format(typed=shown_typed(name)))
        if name in names[:number] or name in listed:
            raise Misread(_TWICE.in_(language).format(typed=shown_typed(name)))
    if not names or len(listed) + len(names) > MAX_MEMBERS:
        most = _TOO_MANY.in_(language).format(most=MAX_MEMBERS)
        raise Misread(most if names else _MEMBERS_ALLOWED.in_(language))
    return (*listed, *names)
