"""Puts what an interview has still to ask into its record."""

from __future__ import annotations

from clausewise.engine import Missing
from clausewise.interview.interviewing import Interview
from clausewise.language.rules import RuleKind
from clausewise.language.verdicts import Verdict
from clausewise.recording.terms import Pointed, record_terms
from clausewise.records.answer import Ask
from clausewise.records.interview import INTERVIEW_FORMAT, InterviewPlan, Prompt
from clausewise.report.answer.standing import Openness


def record_plan(interview: Interview) -> InterviewPlan:
    """All prompts that are left, with the words for what they ask. Raises: CaseError, EngineDisagreement."""
    result, case, pack = interview.result, interview.case, interview.engine.pack
    openness, pointed = Openness(case), Pointed()

    def ask(missing: Missing) -> Ask:
        pointed.asked[missing.fact] = None
        return Ask(missing.fact, missing.member, openness.why(missing))

    prompts = []
    for one in interview.plan():
        prompts.append(Prompt(one.stage, one.form, tuple(map(ask, one.about)), one.rules, one.known_by))
        for rule in one.rules:
            pointed.to_finding(rule, Verdict.UNDETERMINED)
        if one.known_by is not None:
            pointed.agencies[one.known_by] = None
    applying = (one for one in result.findings if one.verdict is Verdict.APPLIES)
    benefits = tuple(one.name for one in applying if one.rule.kind is RuleKind.BENEFIT)
    return InterviewPlan(
        INTERVIEW_FORMAT, pack.id, case.id, case.as_of, interview.is_settled, tuple(prompts), benefits,
        record_terms(pack, pointed),
    )  # fmt: skip
