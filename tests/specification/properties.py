"""What must hold of every pack and every case: the engine and the plain interpreter say the same, node by node.

Each function raises AssertionError with what both said. `test_*.py` calls them with few examples, `fuzz.py` with many.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from clausewise.case.notices import NoticeKind
from clausewise.engine import Engine, Finding, ProofNode, Result
from clausewise.errors import CaseError
from clausewise.language import conditions as c
from clausewise.language.facts import Fact
from clausewise.language.verdicts import Verdict
from specification.generators import FAITHFUL, values_of
from specification.household import read_household
from specification.implying import contradicted
from specification.interpreter import Granted, Proof, Reading, Refused
from specification.missing_facts import TooManyStates, is_exact, missing
from specification.written import Plan, case_of, pack_of

_FORMS = {
    c.If: "if",
    c.FindingOf: "finding",
    c.All: "all",
    c.Any: "any",
    c.Not: "not",
    c.Some: "some",
    c.Every: "every",
    c.Count: "count",
    c.Contested: "contested",
}
_VERDICTS = ("does_not_apply", "undetermined", "applies")


@contextmanager
def engine_of(plan: Plan) -> Iterator[Engine]:
    """An engine for a plan's pack; what it holds outside of Python is freed at the end."""
    engine = Engine(pack_of(plan))
    try:
        yield engine
    finally:
        engine.close()


def reading_of(plan: Plan, written: Mapping[str, Any]) -> Reading:
    """The case as the plain interpreter reads it."""
    facts = plan.all_facts
    household = read_household(facts, dict(written))
    return Reading(facts, dict(plan.parameters), dict(plan.rules), household, contested=dict(plan.contested))


def plain(node: ProofNode, facts: Mapping[str, Fact]) -> Proof:
    """A proof of the engine in the interpreter's form, which says of what implies a fact only which entry it is."""
    if node.step is not None:
        entries = facts[node.step.fact].implied
        about = node.member if node.step.fact.startswith("member.") else None
        return f"implied by {entries.index(node.step.entry)}", node.code, about, ()
    return _FORMS[type(node.condition)], node.code, node.member, tuple(plain(child, facts) for child in node.children)


def check(engine: Engine, written: Mapping[str, Any]) -> Result | None:
    """What the engine finds; None when it refuses the case as one that contradicts itself."""
    try:
        return engine.check(case_of(engine.pack, written))
    except CaseError:
        return None


def refused(reading: Reading) -> str:
    """Why a case contradicts itself, or nothing."""
    try:
        reading.check()
    except Refused as refusal:
        return str(refusal)
    return ""


def agree(plan: Plan, engine: Engine, written: Mapping[str, Any]) -> Result | None:
    """The engine's findings are the interpreter's, with the same proofs; what one refuses the other refuses."""
    result = check(engine, written)
    reading = reading_of(plan, written)
    refusal = refused(reading)
    if refusal:
        assert result is None, f"the engine took a case in which {refusal}"
        return None
    assert result is not None, "the engine refused a case that contradicts nothing"
    contradictions = {(one.fact, one.member) for one in result.notices if one.kind is NoticeKind.CONTRADICTION}
    assert contradictions == contradicted(reading)
    found = {(finding.rule.id, finding.subject): finding for finding in result.findings}
    assert set(found) == set(reading.findings())
    for (rule_id, subject), finding in found.items():
        assert finding.verdict == _VERDICTS[reading.verdict(rule_id, subject)], finding.name
        assert plain(finding.because, engine.pack.facts) == reading.rule(rule_id, subject), finding.name
        if finding.verdict is not Verdict.DOES_NOT_APPLY:
            assert granted(finding) == reading.granted(rule_id, subject), finding.name
    return result


def granted(finding: Finding) -> Granted:
    """The amounts and periods of a finding, and its deadline, in the interpreter's form."""
    day, overdue = (finding.deadline.day, finding.deadline.overdue) if finding.deadline else (None, None)
    return [(grant.amount, grant.months) for grant in finding.aid], day, overdue


def _when_raised(plan: Plan, fact: str) -> bool:
    return plan.all_facts[fact].get("asked") == "when_raised"


def name_missing(plan: Plan, result: Result, written: Mapping[str, Any], limit: int = 2500) -> int:
    """Every missing fact is named, and no other where the engine promises that. How many findings were exact.

    What is asked only when somebody raises it is never named.
    """
    reading = reading_of(plan, written)
    values = {name: values_of(plan, name, reading.household.as_of) for name in plan.all_facts}
    exact = 0
    for finding in result.findings:
        rule_id, subject = finding.rule.id, finding.subject
        named = set(map(tuple, finding.missing))
        try:
            wanted = missing(reading, rule_id, subject, values.__getitem__, limit)
        except TooManyStates:
            continue
        wanted = {(fact, who) for fact, who in wanted if fact == "members" or not _when_raised(plan, fact)}
        assert wanted <= named, f"{finding.name} asks for {named}, not for {wanted - named}"
        if is_exact(replace(reading, seen=set()), rule_id, subject, FAITHFUL):
            assert named == wanted, f"{finding.name} asks for {named - wanted}, which can settle nothing"
            exact += bool(wanted)
    return exact
