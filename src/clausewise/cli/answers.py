"""Reads the lines that a person types in an interview, and who the members are; says what may be typed."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence

from clausewise.case.names import split_names
from clausewise.case.reading import MAX_MEMBERS, is_member_id
from clausewise.cli.output import Screen
from clausewise.interview.typed import Misread, shown_typed
from clausewise.language.labels import Label, Language

NOBODY = frozenset({"-", "无"})

# A change to a list begins with its sign, also behind a space.
_BEFORE_SIGN = re.compile(r"\s+(?=[+-])")

_TRUTH_ALLOWED = Label("y：是，n：否", "y: yes, n: no")
_MEMBERS_ALLOWED = Label(
    "写出全部成员，每人一个自定的名字，用逗号或顿号隔开，如：母亲，儿子；没有成员写 -",
    "everybody, each by a name of your own, with commas between: mother, son; - if there are none",
)

_CHANGES_ALLOWED = Label(
    "或者只写改动：+王五 加一人，-李四 去掉，李四=李思 改名",
    "or the changes alone: +aunt to add, -son to take off, son=Li Ming to rename",
)

_NO_NAME = Label(
    "{typed} 不能作名字：只用汉字、字母、数字、- 和 _，最多 60 个",
    "{typed} cannot be a name: write letters, digits, - and _, 60 at most",
)
_NO_LETTER = Label("{typed} 不是名字：名字里要有汉字或字母", "{typed} is no name: a name has a letter in it")
_NOT_LISTED = Label("名单上没有 {typed}（有：{listed}）", "{typed} is not listed (who is: {listed})")
_MIXED = Label(
    "要么写出全部成员，要么每一项前面都写 + 或 -",
    "write either everybody, or + or - before each",
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


def allowed_members(language: Language) -> str:
    """How to say who the members are, on one line."""
    return _MEMBERS_ALLOWED.in_(language)


def allowed_changes(language: Language) -> str:
    """How to say what is otherwise with the members who are listed, on one line."""
    return _CHANGES_ALLOWED.in_(language)


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
    if not names:
        raise Misread(_MEMBERS_ALLOWED.in_(language))
    return _checked([*listed, *names], language, listed)


def read_listing(typed: str, language: Language, listed: Sequence[str]) -> tuple[tuple[str, ...], dict[str, str]]:
    """The ids of all members that there are now, and the new ids of some by the old. Raises: Misread.

    What was typed, in a form that `plain` returned, is everybody, or what is otherwise with those listed: `+name` adds
    one, `-name` takes one off, `old=new` renames one.
    """
    if typed in NOBODY:
        return (), {}
    parts = [part for part in _BEFORE_SIGN.split(typed) if part]
    words = [word for part in parts for word in split_names(part)]
    renamed = {old.strip(): new.strip() for old, equals, new in (word.partition("=") for word in words) if equals}
    added = [word[1:].strip() for word in words if word.startswith("+")]
    dropped = [word[1:].strip() for word in words if word.startswith("-")]
    others = [word for word in words if not word.startswith(("+", "-")) and "=" not in word]
    for name in (*renamed, *dropped):
        if name not in listed:
            said = ("、" if language == "zh" else ", ").join(listed)
            raise Misread(_NOT_LISTED.in_(language).format(typed=shown_typed(name), listed=said))
    if others and (added or dropped):
        raise Misread(_MIXED.in_(language))
    if others:
        return _checked([word.partition("=")[2].strip() or word for word in words], language, listed), renamed
    if dropped or renamed or added:
        kept = [renamed.get(name, name) for name in listed if name not in dropped]
        return (_checked([*kept, *added], language, listed) if kept or added else ()), renamed
    raise Misread(_MEMBERS_ALLOWED.in_(language))


def _checked(names: Sequence[str], language: Language, listed: Sequence[str]) -> tuple[str, ...]:
    """The names, of which some are listed already. Raises: Misread where one cannot be a name, or they are too many."""
    for number, name in enumerate(names):
        if name not in listed and not is_member_id(name):
            raise Misread(_NO_NAME.in_(language).format(typed=shown_typed(name)))
        if name not in listed and not any(map(str.isalpha, name)):
            raise Misread(_NO_LETTER.in_(language).format(typed=shown_typed(name)))
        if name in names[:number]:
            raise Misread(_TWICE.in_(language).format(typed=shown_typed(name)))
    if len(names) > MAX_MEMBERS:
        raise Misread(_TOO_MANY.in_(language).format(most=MAX_MEMBERS))
    return tuple(names)
