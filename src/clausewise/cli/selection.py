"""What `--only` names: rules by id or pattern, measures by number. Nothing is selected that the pack has not."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase

from clausewise.errors import Diagnostic, RequestError, did_you_mean
from clausewise.language.model import Pack


def check_selection(pack: Pack, only: Iterable[str]) -> tuple[str, ...]:
    """The same, each known to match. Raises: RequestError with everything that matches nothing."""
    selection = tuple(only)
    found = [problem for one in selection if (problem := _problem(pack, one))]
    if found:
        raise RequestError(found)
    return selection


def _problem(pack: Pack, one: str) -> Diagnostic | None:
    numbers = pack.numbers()
    if one.isdecimal():
        if int(one) in numbers:
            return None
        return Diagnostic(f"--only {one}: there is no such measure", None, f"they are {numbers[0]} to {numbers[-1]}")
    rules = pack.rules_by_id
    if any(fnmatchcase(rule, one) for rule in rules):
        return None
    mend = did_you_mean(one, rules) or "clausewise rules lists them"
    return Diagnostic(f"--only {one}: there is no such rule", None, mend)
