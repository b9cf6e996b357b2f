"""What `--only` names: rules by id or pattern, findings as rule@member, measures by number.

Nothing can be selected that is not there, so that an empty report never stands for a slip of the pen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase

from clausewise.case import Case
from clausewise.errors import Diagnostic, RequestError, did_you_mean
from clausewise.language.model import Pack
from clausewise.language.rules import About


def check_selection(pack: Pack, cases: Iterable[Case], only: Iterable[str]) -> tuple[str, ...]:
    """The same, each known to match. Raises: RequestError with everything that matches nothing."""
    selection = tuple(only)
    names = {rule.id for rule in pack.rules}
    if any("@" in one for one in selection):
        names.update(_findings(pack, cases))
    found = [problem for one in selection if (problem := _problem(pack.numbers(), names, one))]
    if found:
        raise RequestError(found)
    return selection


def _findings(pack: Pack, cases: Iterable[Case]) -> Iterator[str]:
    for case in cases:
        for rule in pack.rules:
            if rule.about is About.MEMBER:
                yield from (f"{rule.id}@{member.id}" for member in case.members)


def _problem(numbers: range, names: Iterable[str], one: str) -> Diagnostic | None:
    if one.isdecimal():
        if int(one) in numbers:
            return None
        return Diagnostic(f"--only {one}: there is no such measure", None, f"they are {numbers[0]} to {numbers[-1]}")
    if any(fnmatchcase(name, one) for name in names):
        return None
    mend = did_you_mean(one, names) or "clausewise rules lists the rules"
    return Diagnostic(f"--only {one}: there is no such rule", None, mend)
