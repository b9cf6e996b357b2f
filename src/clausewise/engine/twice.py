"""Aids that one household is granted twice: by two rules, of the same form and name, each with an amount.

Only says that it is so; whether the text means it is for a person to judge. Nothing here evaluates a rule.
"""

from __future__ import annotations

from itertools import combinations

from clausewise.classes import NamedTuple
from clausewise.engine.findings import Finding, Grant, Result
from clausewise.language.labels import Label
from clausewise.language.rules import AidForm
from clausewise.language.verdicts import Verdict


class GrantedTwice(NamedTuple):
    """One aid, and the findings that each grant it, with what each grants; at least two, of different rules."""

    form: AidForm
    label: Label
    grants: tuple[tuple[Finding, Grant], ...]


def granted_twice(result: Result) -> tuple[GrantedTwice, ...]:
    """The aids with an amount that a household, or one member of it, is granted by two rules, in the order found.

    Two members who are granted the same by two rules are granted it once each.
    """
    by_name: dict[tuple[AidForm, str], list[tuple[Finding, Grant]]] = {}
    for finding in result.findings:
        if finding.verdict is Verdict.APPLIES:
            for grant in finding.aid:
                if grant.aid.amount is not None:
                    by_name.setdefault((grant.aid.form, grant.aid.label.zh), []).append((finding, grant))
    found = []
    for (form, _), grants in by_name.items():
        twice = {
            position
            for (first, one), (second, other) in combinations(enumerate(grants), 2)
            if _collide(one[0], other[0])
            for position in (first, second)
        }
        if twice:
            kept = tuple(grant for position, grant in enumerate(grants) if position in twice)
            found.append(GrantedTwice(form, kept[0][1].aid.label, kept))
    return tuple(found)


def _collide(first: Finding, second: Finding) -> bool:
    """Whether two rules grant to one and the same: to a member, or one of them to the household."""
    if first.rule.id == second.rule.id:
        return False
    return first.subject is None or second.subject is None or first.subject == second.subject
