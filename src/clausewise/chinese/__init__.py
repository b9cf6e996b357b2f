"""What commands say besides answers, in Chinese: errors with their mends, and help, looked up by the English.

The English stands where it is said; here stands what it is in Chinese, with `{}` for each part that differs. What is
not in the catalogue stays English. Nothing here decides anything.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import chain, zip_longest

from clausewise.chinese.errors import MESSAGES
from clausewise.chinese.help import HELP
from clausewise.errors import Diagnostic, Mend
from clausewise.visible import visible_line

__all__ = ["diagnostic_in_chinese", "help_in_chinese", "in_chinese"]


def diagnostic_in_chinese(diagnostic: Diagnostic) -> str:
    """A diagnostic as one line: where, what is wrong, and what would be right."""
    where = f"{diagnostic.place}：" if diagnostic.place else ""
    mend = f"——{_mend_in_chinese(diagnostic.mend)}" if diagnostic.mend else ""
    return visible_line(f"{where}{in_chinese(diagnostic.message)}{mend}")


def _mend_in_chinese(mend: str) -> str:
    return mend.chinese if isinstance(mend, Mend) else in_chinese(mend)


def in_chinese(said: str) -> str:
    """A sentence in Chinese, and what stands in it too; as it is where the catalogue does not have it."""
    for pattern, template in _patterns():
        found = pattern.fullmatch(said)
        if found is not None:
            said_between = zip_longest(template.split("{}"), map(in_chinese, found.groups()), fillvalue="")
            return "".join(chain.from_iterable(said_between))
    return said


def help_in_chinese(text: str) -> str:
    """A text of help in Chinese, with the value that an option has when it is left out."""
    said, _, default = " ".join(text.split()).removesuffix(" [required]").partition(" [default: ")
    if said not in HELP:
        return text
    return HELP[said] + (f"（不写则为 {default.rstrip(']')}）" if default else "")


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The catalogue as patterns, those with the most words of their own first."""
    by_words = sorted(MESSAGES.items(), key=lambda one: -len(one[0].replace("{}", "")))
    return tuple((re.compile(_pattern(english), re.DOTALL), chinese) for english, chinese in by_words)


def _pattern(english: str) -> str:
    return "(.*)".join(re.escape(part) for part in english.split("{}"))
