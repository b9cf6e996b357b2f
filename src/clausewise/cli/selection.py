"""What `--only` names, by whatever name an answer prints: measures and provisions by number, rules by id, pattern or
title, findings as rule@member.

Nothing can be selected that is not there, so that an empty report never stands for a slip of the pen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase

from clausewise.case import Case
from clausewise.errors import Diagnostic, RequestError, did_you_mean
from clausewise.language.model import Pack
from clausewise.language.naming import clauses_called, number_in, rules_called, without_member
from clausewise.language.rules import About


def check_selection(pack: Pack, cases: Iterable[Case], only: Iterable[str]) -> tuple[str, ...]:
    """Numbers of measures, ids and patterns of rules, and `rule@member`, each known to match something.

    Raises: RequestError with everything that matches nothing.
    """
    wanted = tuple(only)
    cases = list(cases) if wanted else []
    found: list[Diagnostic] = []
    selection: dict[str, None] = {}
    for one in wanted:
        named = tuple(_named(pack, cases, one))
        if not named:
            found.append(_nothing(pack, cases, one))
        selection.update(dict.fromkeys(named))
    if found:
        raise RequestError(found)
    return tuple(selection)


def _named(pack: Pack, cases: Iterable[Case], one: str) -> Iterator[str]:
    """What one of them stands for, as reports select it."""
    if any(fnmatchcase(rule.id, one) for rule in pack.rules):
        yield one
        return
    number = number_in(one)
    if number is not None and not number[1] and number[0] in pack.numbers():
        yield str(number[0])
        return
    name, member = without_member(one)
    if "@" in one and any(fnmatchcase(finding, one) for finding in _findings(pack, cases, "*")):
        yield one
        return
    if member:
        yield from (finding for finding in _findings(pack, cases, name) if finding.partition("@")[2] == member)
        return
    clauses = clauses_called(pack, one)
    yield from map(str, clauses)
    yield from (rule.id for rule in rules_called(pack, one) if rule.clause not in clauses)


def _findings(pack: Pack, cases: Iterable[Case], name: str) -> Iterator[str]:
    rules = [rule for rule in rules_called(pack, name) if rule.about is About.MEMBER]
    for case in cases:
        for rule in rules:
            yield from (f"{rule.id}@{member.id}" for member in case.members)


def _nothing(pack: Pack, cases: Iterable[Case], one: str) -> Diagnostic:
    numbers = pack.numbers()
    if one.isdecimal():
        return Diagnostic(f"--only {one}: there is no such measure", None, f"they are {numbers[0]} to {numbers[-1]}")
    known = _findings(pack, cases, "*") if "@" in one else (rule.id for rule in pack.rules)
    mend = did_you_mean(one, known) or "clausewise rules lists the rules"
    return Diagnostic(f"--only {one}: there is no such rule", None, mend)
