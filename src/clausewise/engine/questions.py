"""Chooses what to ask next about a case: the question that settles the most, and never one that cannot matter.

What a question settles is seen by trying its answers out as cases. The choice rests on nothing but the case and the
rules, so that the same case is always asked the same question. Nothing here asks anybody.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from fractions import Fraction
from typing import NamedTuple

from clausewise.engine.check import Engine
from clausewise.engine.findings import Finding, Missing, Result
from clausewise.engine.listings import still_open
from clausewise.engine.missing import MEMBERS
from clausewise.engine.probing import changed_case, is_consistent, keys_of_leaf, probing_values
from clausewise.engine.proof import ProofNode
from clausewise.errors import CaseError
from clausewise.language.conditions import If
from clausewise.language.facts import Subject, Value
from clausewise.language.verdicts import Verdict

MAX_TRIED = 12  # questions tried out, those first for which most findings wait
MAX_ANSWERS = 8  # answers tried out of each

Selection = Callable[[Finding], bool]


class Question(NamedTuple):
    """What to ask, and the findings that wait for it: for their verdict, or for what they give."""

    about: Missing
    findings: tuple[Finding, ...]


def is_for_office(missing: Missing) -> bool:
    """Whether a fact is one that the office says, and no family can."""
    return missing.fact.startswith(f"{Subject.OFFICE}.")


def open_findings(result: Result, selects: Selection) -> tuple[Finding, ...]:
    """The selected findings of which something is not known: the verdict, an amount, a period or a deadline."""
    return tuple(finding for finding in result.findings if selects(finding) and _is_open(finding))


def next_question(
    engine: Engine, result: Result, selects: Selection, passed_over: Collection[Missing] = ()
) -> Question | None:
    """The question that settles the most of the selected findings; None when no question is left that matters.

    Who the members are is asked before anything else, and what only an amount, a period or a deadline waits for after
    everything else. What only the office can say is not asked of a family. Otherwise that question comes first whose
    answers settle most findings, each answer as likely as the next; then the one for which most findings wait; then the
    order of the pack's facts, and of the members. What is `passed_over` is not asked.
    """
    waiting: dict[Missing, list[Finding]] = {}
    for finding in open_findings(result, selects):
        for missing in still_open(finding):
            if missing not in passed_over and not is_for_office(missing):
                waiting.setdefault(missing, []).append(finding)
    if not waiting:
        return None
    questions = [Question(about, tuple(findings)) for about, findings in waiting.items()]
    if MEMBERS in waiting:
        return next(question for question in questions if question.about == MEMBERS)
    for_verdicts = [question for question in questions if any(map(_is_undetermined, question.findings))]
    place = _places(result)
    likely = sorted(for_verdicts or questions, key=lambda question: (-len(question.findings), place(question.about)))
    chosen, most = likely[0], Fraction(-1)
    for question in likely[:MAX_TRIED]:
        # No answer settles a finding that does not wait for it.
        if most >= len(question.findings):
            break
        expected = _expected(engine, result, selects, question)
        if expected > most:
            chosen, most = question, expected
    return chosen


def _places(result: Result) -> Callable[[Missing], tuple[int, int]]:
    """Where a question stands among equals: by its fact in the pack, then by its member as listed."""
    facts = {name: number for number, name in enumerate(result.pack.facts)}
    members = {member.id: number for number, member in enumerate(result.case.members)}
    return lambda about: (facts[about.fact], -1 if about.member is None else members[about.member])


def _is_undetermined(finding: Finding) -> bool:
    return finding.verdict is Verdict.UNDETERMINED


def _is_open(finding: Finding) -> bool:
    if _is_undetermined(finding):
        return True
    waits = any(grant.missing for grant in finding.aid)
    return waits or (finding.deadline is not None and bool(finding.deadline.missing))


def _expected(engine: Engine, result: Result, selects: Selection, question: Question) -> Fraction:
    """How many findings are settled by an answer, on average over the answers that there can be."""
    open_before = len(open_findings(result, selects))
    settled = []
    for value in _answers(result, question):
        try:
            then = engine.check(changed_case(result.case, {question.about: value}))
        except CaseError:
            continue
        if is_consistent(then, result):
            settled.append(open_before - len(open_findings(then, selects)))
    return Fraction(sum(settled), len(settled)) if settled else Fraction(0)


def _answers(result: Result, question: Question) -> tuple[Value, ...]:
    about = question.about
    leaves = [
        leaf
        for finding in question.findings
        for leaf in _leaves(finding.because)
        if about in keys_of_leaf(result, leaf)
    ]
    return probing_values(result, about, leaves)[:MAX_ANSWERS]


def _leaves(node: ProofNode) -> Iterator[ProofNode]:
    if isinstance(node.condition, If):
        yield node
    for child in node.children:
        yield from _leaves(child)
