"""Which findings of a result are open, and which facts only the office can say: what every way of asking rests on.

Nothing here asks anybody, or says in which order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from clausewise.case import Case
from clausewise.engine.findings import Finding, Missing, Result
from clausewise.engine.listings import still_open
from clausewise.language.rules import RuleKind
from clausewise.language.verdicts import Verdict

Selection = Callable[[Finding], bool]


def open_findings(result: Result, selects: Selection) -> tuple[Finding, ...]:
    """The selected findings of which something is not known: the verdict, an amount, a period or a deadline."""
    return tuple(finding for finding in result.findings if selects(finding) and _is_open(finding))


def asked_of_the_office(result: Result, selects: Selection) -> dict[str, list[Finding]]:
    """The facts that are for offices to say and that something waits for which is looked into, each with what waits.

    Those that benefits wait for stand first; what only a department can tell and procedure alone waits for, last.
    What benefits of topics alone turn on that nobody raised, the office is not asked for the sake of procedure either.
    """
    asked: dict[str, list[Finding]] = {}
    looked_into = list(filter(result.is_looked_into, open_findings(result, selects)))
    looked_into.sort(key=lambda finding: finding.rule.kind is not RuleKind.BENEFIT)
    departments, told = for_departments_alone(result, looked_into), left_open(result.case)
    for of_departments in (False, True):
        for finding in looked_into:
            facts = (one.fact for one in still_open(finding) if one not in told)
            for fact in filter(partial(_comes_up, result), dict.fromkeys(facts)):
                if fact in departments if of_departments else Missing(fact, None).is_for_office:
                    asked.setdefault(fact, []).append(finding)
    return asked


def _comes_up(result: Result, fact: str) -> bool:
    """Whether a benefit that turns on a fact is looked into, or none turns on it."""
    rules = map(result.pack.rule, result.pack.reads.rules_on_fact(fact))
    benefits = [rule for rule in rules if rule.kind is RuleKind.BENEFIT]
    return not benefits or any(map(result.looks_into, benefits))


def for_departments_alone(result: Result, looked_into: Iterable[Finding]) -> frozenset[str]:
    """The facts that only a department can tell and no benefit waits for: no family is asked about them."""
    of_benefits: set[str] = set()
    others: set[str] = set()
    for finding in looked_into:
        wanted = of_benefits if finding.rule.kind is RuleKind.BENEFIT else others
        wanted.update(one.fact for one in still_open(finding))
    facts = result.pack.facts
    return frozenset(name for name in others - of_benefits if name in facts and facts[name].known_by is not None)


def left_open(case: Case) -> frozenset[Missing]:
    """What was asked and left open: it is not asked again on the day of the case."""
    open_now = (one for one in case.answers if one.is_open_on(case.as_of))
    return frozenset(Missing(one.fact, member) for one in open_now for member in one.of or (None,))


def _is_open(finding: Finding) -> bool:
    if finding.verdict is Verdict.UNDETERMINED:
        return True
    waits = any(grant.missing for grant in finding.aid)
    return waits or (finding.deadline is not None and bool(finding.deadline.missing))
