"""Short phrases of an answer that depend on numbers or on who is there, in both languages.

Says what it is given; it decides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from clausewise.case import Case
from clausewise.report.wording import Wording

# More agencies than these are not named in a line.
_MOST_AGENCIES = 2
_ASIDE_AT_END = re.compile(r"(\s*(（[^（）]*）|\([^()]*\)))+$")


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
    if len(agencies) <= _MOST_AGENCIES:
        return wording.listed(agencies)
    some = wording.listed(agencies[:_MOST_AGENCIES])
    more = len(agencies) - _MOST_AGENCIES
    return f"{some}等{len(agencies)}个部门" if wording.chinese else f"{some} and {more} others"


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


def questions_counted(number: int, of_benefits: int, wording: Wording) -> str:
    """How many questions there are, and after how many of them all benefits are settled."""
    if wording.chinese:
        after = f"答完前{of_benefits}问，待遇就都有结论" if of_benefits else "待遇都已有结论，只剩办理程序"
        return f"{number}问，{after}" if of_benefits != number else f"{number}问"
    after = (
        f"benefits are settled after {of_benefits}" if of_benefits else "benefits are settled; about procedure alone"
    )
    return f"{number}, {after}" if of_benefits != number else str(number)


def unknown_clauses(number: int, wording: Wording) -> str:
    """Of how many clauses it is not known whether they apply, which is not that they do not."""
    if wording.chinese:
        return f"{number}条：未知，不是“不适用”"
    return f"{number} {'clause' if number == 1 else 'clauses'}: not known, which is not “does not apply”"
