"""Which findings of a result are open, and which facts only the office can say: what every way of asking rests on.

Nothing here asks anybody, or says in which order.
"""

from __future__ import annotations

from collections.abc import Callable

from clausewise.engine.findings import Finding, Missing, Result
from clausewise.engine.listings import still_open
from clausewise.language.facts import Subject
from clausewise.language.rules import RuleKind
from clausewise.language.verdicts import Verdict

Selection = Callable[[Finding], bool]


def is_for_office(missing: Missing) -> bool:
    """Whether a fact is one that the office says, and no family can."""
    return missing.fact.startswith(f"{Subject.OFFICE}.")


def open_findings(result: Result, selects: Selection) -> tuple[Finding, ...]:
    """The selected findings of which something is not known: the verdict, an amount, a period or a deadline."""
    return tuple(finding for finding in result.findings if selects(finding) and _is_open(finding))


def asked_of_the_office(result: Result, selects: Selection) -> dict[str, list[Finding]]:
    """The facts that only the office can say and that something waits for which is looked into, each with what waits.

    Those that benefits wait for stand first.
    """
    asked: dict[str, list[Finding]] = {}
    looked_into = list(filter(result.is_looked_into, open_findings(result, selects)))
    looked_into.sort(key=lambda finding: finding.rule.kind is not RuleKind.BENEFIT)
    for finding in looked_into:
        for fact in dict.fromkeys(one.fact for one in still_open(finding) if is_for_office(one)):
            asked.setdefault(fact, []).append(finding)
    return asked


def _is_open(finding: Finding) -> bool:
    if finding.verdict is Verdict.UNDETERMINED:
        return True
    waits = any(grant.missing for grant in finding.aid)
    return waits or (finding.deadline is not None and bool(finding.deadline.missing))
