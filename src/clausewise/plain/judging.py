"""Judges a household: every finding with its proof and what it grants, and the verdict of every measure."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from clausewise.plain.conditions import FALSE, Proof
from clausewise.plain.household import Open, read_household
from clausewise.plain.implying import contradicted
from clausewise.plain.pack import PlainPack
from clausewise.plain.reading import Reading
from clausewise.plain.refusing import Refused

VERDICTS = ("does_not_apply", "undetermined", "applies")
"""The verdicts by their codes."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding: its verdict and proof; the amount (yuan) and the months of each aid, in the order written, computed
    also where it comes to nothing; the day of its deadline and whether that is past.

    Where the rule does not apply nothing is computed.
    """

    verdict: str
    proof: Proof
    aid: tuple[tuple[Fraction | None, int | None], ...] = ()
    day: datetime.date | None = None
    overdue: bool | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a household comes to: findings by rule and member (None: the household), measures by number.

    `contradicted` are the facts that are stated, and that what others imply does not allow to be so.
    """

    findings: Mapping[tuple[str, str | None], Judged]
    measures: Mapping[int, str]
    contradicted: frozenset[Open]


def judge(pack: PlainPack, facts: Mapping[str, Any]) -> Judgement:
    """The judgement of a household whose facts are as `clausewise.plain` describes them.

    Raises: Refused when they cannot be judged: they are written otherwise, or contradict themselves.
    """
    try:
        return _judge(Reading(pack, read_household(pack.facts, facts)))
    except RecursionError:
        raise Refused("the rules nest too deep to be judged") from None


def _judge(reading: Reading) -> Judgement:
    reading.check()
    measures = dict(reading.pack.measures())
    strongest: dict[int, int] = {}
    for rule in reading.pack.rules.values():
        # Whoever may be there too keeps the measure open, though no finding is about them.
        codes = [reading.verdict(rule.name, subject) for subject in reading.subjects(rule.name)]
        strongest[rule.clause] = max([strongest.get(rule.clause, FALSE), *codes])
    measures |= {number: VERDICTS[code] for number, code in strongest.items()}
    findings = {about: _finding(reading, *about) for about in reading.findings()}
    return Judgement(findings, measures, frozenset(contradicted(reading)))


def _finding(reading: Reading, rule: str, subject: str | None) -> Judged:
    code, proof = reading.verdict(rule, subject), reading.rule(rule, subject)
    if code == FALSE:
        return Judged(VERDICTS[code], proof)
    aid, day, overdue = reading.computed(rule, subject)
    return Judged(VERDICTS[code], proof, tuple(aid), day, overdue)
