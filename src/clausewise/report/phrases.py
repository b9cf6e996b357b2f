"""Short phrases of an answer that depend on numbers or on who is there, in both languages.

Says what it is given; it decides nothing.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from clausewise.case import Case
from clausewise.case.notices import Notice
from clausewise.classes import NamedTuple
from clausewise.patterns import pattern
from clausewise.report.wording import Wording

# More agencies than these are not named in a line.
_MOST_AGENCIES = 2
_ASIDE_AT_END = pattern(r"(\s*(（[^（）]*）|\([^()]*\)))+$")


def everyone(subjects: Sequence[str], case: Case, wording: Wording) -> str:
    """Members by name; in a word where they are all that the case lists."""
    number = len(subjects)
    if number < 2 or number < len(case.members):
        return wording.listed(subjects)
    if case.everybody:
        return f"全家{number}人" if wording.chinese else f"all {number} of the family"
    return f"列出的{number}人" if wording.chinese else f"all {number} listed"


def people_counted(case: Case, wording: Wording) -> str:
    """How many people a case lists; nothing where it lists nobody."""
    number = len(case.members)
    if not number:
        return ""
    if wording.chinese:
        return f"{number}人"
    return "1 person" if number == 1 else f"{number} people"


def some_agencies(agencies: Sequence[str], wording: Wording) -> str:
    """Agencies by name; of many the first few, and how many there are."""
    return (
        wording.listed(agencies)
        if len(agencies) <= _MOST_AGENCIES
        else agencies_counted(agencies, wording, _MOST_AGENCIES)
    )


def agencies_counted(agencies: Sequence[str], wording: Wording, named: int = 1) -> str:
    """The first few agencies by name, and how many there are."""
    some, more = wording.listed(agencies[:named]), len(agencies) - named
    if more < 1:
        return some
    return f"{some}等{len(agencies)}个部门" if wording.chinese else f"{some} and {_others(more)}"


def things_counted(named: Sequence[str], number: int, wording: Wording) -> str:
    """The first few of so many things, and how many there are."""
    some, more = wording.listed(named), number - len(named)
    if more < 1:
        return some
    return f"{some}等{number}项" if wording.chinese else f"{some} and {more} more"


def people_named(named: Sequence[str], number: int, wording: Wording) -> str:
    """The first few of so many people, and how many there are."""
    some, more = wording.listed(named), number - len(named)
    if more < 1:
        return some
    return f"{some}等{number}人" if wording.chinese else f"{some} and {_others(more)}"


def _others(number: int) -> str:
    return "1 other" if number == 1 else f"{number} others"


def day_on_paper(day: datetime.date, wording: Wording) -> str:
    """A day in a sentence of a paper that is handed out: `2026年11月29日`, or `2026-11-29` in English."""
    return f"{day.year}年{day.month}月{day.day}日" if wording.chinese else day.isoformat()


def without_aside(text: str) -> str:
    """A text without what it explains in brackets at its end."""
    return _ASIDE_AT_END.sub("", text) or text


def benefits_counted(claims: int, others: int, wording: Wording) -> str:
    """How many benefits there are, and how many more of them are no claim."""
    if wording.chinese:
        return f"{claims}项，另有{others}项不是应得" if others else f"{claims}项"
    return f"{claims}, and {others} that {'is' if others == 1 else 'are'} no claim" if others else str(claims)


def not_looked_at(clauses: Sequence[str], wording: Wording) -> str:
    """That clauses without text were not looked at."""
    which = wording.listed(clauses)
    if wording.chinese:
        return f"第{which}条的文字不在本页，没有核对"
    if len(clauses) == 1 and clauses[0].isdecimal():
        return f"clause {which} is not on the page and was not looked at"
    return f"clauses {which} are not on the page and were not looked at"


class Asked(NamedTuple):
    """How many prompts are left, how many of them before procedure, and how many benefits wait whatever is answered.

    `is_most`: what is asked hangs on an answer that is still out, and comes to so much at most.
    """

    number: int
    of_benefits: int
    waiting: int
    is_most: bool


def questions_counted(asked: Asked, wording: Wording) -> str:
    """How many prompts there are, after how many of them benefits are settled, and how many are not even then.

    Empty where there are none.
    """
    parts = [_so_many(asked, wording)] if asked.number else []
    parts += [_until_settled(asked, wording)] if asked.of_benefits != asked.number else []
    if asked.waiting and wording.chinese:
        parts.append(f"{asked.waiting}项待遇要等弄清")
    elif asked.waiting:
        parts.append(f"{asked.waiting} {'benefit waits' if asked.waiting == 1 else 'benefits wait'} to be found out")
    return ("，" if wording.chinese else ", ").join(parts)


def _so_many(asked: Asked, wording: Wording) -> str:
    if wording.chinese:
        return f"{'最多' if asked.is_most else ''}{asked.number}问"
    return f"{'at most ' if asked.is_most else ''}{asked.number}"


def _until_settled(asked: Asked, wording: Wording) -> str:
    """After how many prompts nothing is left to ask for benefits; they are settled where none waits beside that."""
    number = asked.of_benefits
    if wording.chinese:
        end = "问完" if asked.waiting else "都有结论"
        return f"答完前{number}问，待遇就{end}" if number else f"待遇已{end}，只剩办理程序"
    if asked.waiting:
        return f"those on benefits end with {number}" if number else "about procedure alone"
    return f"benefits are settled after {number}" if number else "benefits are settled; about procedure alone"


def unknown_clauses(number: int, wording: Wording) -> str:
    """Of how many clauses it is not known whether they apply, which is not that they do not."""
    if wording.chinese:
        return f"{number}条：未知，不是“不适用”"
    return f"{number} {'clause' if number == 1 else 'clauses'}: not known, which is not “does not apply”"


def closed_clauses(number: int, wording: Wording) -> str:
    """Of how many clauses nothing more was asked, which is not that they do not apply."""
    if wording.chinese:
        return f"{number}条：没有往下问，不是“不适用”"
    return f"{number} {'clause' if number == 1 else 'clauses'}: not asked further, which is not “does not apply”"


def notice_in_words(notice: Notice, wording: Wording) -> str:
    """A notice with what to do about it, and where."""
    text = wording.aside(wording.pick(notice.text), wording.pick(notice.mend))
    return text if notice.place is None else f"{text}  {notice.place}"
