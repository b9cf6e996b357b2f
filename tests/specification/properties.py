"""What must hold of every pack and every case: the engine and the second judge say the same, node by node.

Each function raises AssertionError with what both said. `test_*.py` calls them with few examples, `fuzz.py` with many.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from clausewise.engine import Engine, Result
from clausewise.errors import CaseError
from clausewise.plain import Refused, judge
from clausewise.plain.household import Household, read_household
from clausewise.plain.reading import Reading
from clausewise.two_judges import differences
from clausewise.two_judges import facts_of as facts_stated
from specification.generators import FAITHFUL, values_of
from specification.looking import Looking
from specification.missing_facts import TooManyStates, is_exact, missing
from specification.written import Plan, case_of, facts_of, pack_of, words_of


@contextmanager
def engine_of(plan: Plan) -> Iterator[Engine]:
    """An engine for a plan's pack; what it holds outside of Python is freed at the end."""
    engine = Engine(pack_of(plan))
    try:
        yield engine
    finally:
        engine.close()


def reading_of(plan: Plan, written: Mapping[str, Any]) -> Reading:
    """The case as the second judge reads it."""
    return Reading(plan.plain, household_of(plan, written))


def looking_at(plan: Plan, written: Mapping[str, Any]) -> Looking:
    """The same, noting what it looks at."""
    return Looking(plan.plain, household_of(plan, written), entries=plan.all_facts)


def household_of(plan: Plan, written: Mapping[str, Any]) -> Household:
    """What is known in a case, as the second judge reads it."""
    return read_household(plan.plain.facts, facts_of(plan, written))


def code_of(reading: Reading, written: Any, who: str | None, subject: str | None = None) -> int:
    """What a condition as YAML holds it comes to for the second judge: 0 false, 1 unknown, 2 true."""
    return reading.pack.terms.condition(words_of(written)).prove(reading, who, subject)[1]


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
    """The engine's answer is the second judge's, with the same proofs; what one refuses the other refuses."""
    result = check(engine, written)
    facts = facts_of(plan, written)
    refusal = refused(reading_of(plan, written))
    if refusal:
        assert result is None, f"the engine took a case in which {refusal}"
        return None
    assert result is not None, "the engine refused a case that contradicts nothing"
    assert read_household(plan.plain.facts, facts_stated(result.case)) == read_household(plan.plain.facts, facts)
    assert differences(result, judge(plan.plain, facts)) == ()
    return result


def _when_raised(plan: Plan, fact: str) -> bool:
    return plan.all_facts[fact].get("asked") == "when_raised"


def name_missing(plan: Plan, result: Result, written: Mapping[str, Any], limit: int = 2500) -> int:
    """Every missing fact is named, and no other where the engine promises that. How many findings were exact.

    What is asked only when somebody raises it is never named.
    """
    reading = looking_at(plan, written)
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
        if is_exact(looking_at(plan, written), rule_id, subject, FAITHFUL):
            assert named == wanted, f"{finding.name} asks for {named - wanted}, which can settle nothing"
            exact += bool(wanted)
    return exact
