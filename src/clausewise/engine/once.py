"""Aids that several members of one household give rise to and that are granted once: `per: household` in the rules.

Only gathers what was found; whether the text means one for the household is for the rules to say.
"""

from __future__ import annotations

from clausewise.classes import NamedTuple
from clausewise.engine.findings import Finding, Grant, Result
from clausewise.language.rules import Aid
from clausewise.language.verdicts import Verdict


class GrantedOnce(NamedTuple):
    """An aid that is one for the household, and the findings that give rise to it, with what each comes out at."""

    aid: Aid
    grants: tuple[tuple[Finding, Grant], ...]


def granted_once(result: Result) -> tuple[GrantedOnce, ...]:
    """The aids per household that two members or more give rise to, in the order found."""
    found: dict[tuple[str, int], list[tuple[Finding, Grant]]] = {}
    for finding in result.findings:
        if finding.verdict is not Verdict.APPLIES:
            continue
        for grant in finding.aid:
            if grant.aid.per_household:
                number = finding.rule.aid.index(grant.aid)
                found.setdefault((finding.rule.id, number), []).append((finding, grant))
    return tuple(GrantedOnce(grants[0][1].aid, tuple(grants)) for grants in found.values() if len(grants) > 1)
