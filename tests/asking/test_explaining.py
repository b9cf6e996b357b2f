"""What is said to turn a finding does so, whatever the household, and no part of it does."""

from __future__ import annotations

from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from clausewise.case import Case, read_case_bytes
from clausewise.case.changing import changed_case
from clausewise.case.notices import Notice, NoticeKind
from clausewise.engine import Engine, Result
from clausewise.engine.turning import Change, Turning, find_turnings
from clausewise.errors import CaseError
from clausewise.language.facts import FactType, Subject, Value
from clausewise.language.verdicts import Verdict
from clausewise.packs import open_pack

PACK = open_pack("chongqing-2020")
ENGINE = Engine(PACK)
STATED = [
    fact
    for fact in PACK.facts.values()
    if fact.is_asked_for_itself and fact.type in (FactType.BOOLEAN, FactType.CHOICE) and fact.derive is None
]


def household(text: str) -> Case:
    return read_case_bytes(f"case: household\nas_of: 2020-12-07\n{text}".encode(), "household.yaml", PACK)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Two people of whom some things are known."""
    facts: dict[tuple[str, str | None], Value] = {}
    for fact in draw(st.lists(st.sampled_from(STATED), unique_by=lambda one: one.name, max_size=30)):
        values: st.SearchStrategy[Value] = st.sampled_from(sorted(fact.values)) if fact.values else st.booleans()
        for member in ("a", "b") if fact.subject is Subject.MEMBER else (None,):
            facts[fact.name, member] = draw(values)
    return changed_case(household("members: [{id: a, birth_date: 2002-12-08}, {id: b}]\neverybody: true\n"), facts)


def verdict_after(case: Case, name: str, changes: dict[Change, Value]) -> Verdict | None:
    """The verdict with these changes; None where no case can be so, or it contradicts itself as it did not before."""
    after = {(change.fact, change.member): value for change, value in changes.items()}
    try:
        result = ENGINE.check(changed_case(case, after))
    except CaseError:
        return None
    return result.by_name[name].verdict if contradictions(result) <= contradictions(ENGINE.check(case)) else None


def contradictions(result: Result) -> set[Notice]:
    return {one for one in result.notices if one.kind is NoticeKind.CONTRADICTION}


@settings(max_examples=25)
@given(cases(), st.data())
def test_every_set_turns_the_finding_with_each_of_its_values_and_no_part_of_it_does(
    case: Case, data: st.DataObject
) -> None:
    result = ENGINE.check(case)
    finding = data.draw(st.sampled_from(result.findings), label="finding")
    for turning in find_turnings(ENGINE, result, finding):
        assert turning.verdict is not finding.verdict
        for changes in turning.sets:
            assert all(change.after for change in changes)
            for values in product(*(change.after for change in changes)):
                assert verdict_after(case, finding.name, dict(zip(changes, values, strict=True))) is turning.verdict
            for size in range(1, len(changes)):
                for part in combinations(changes, size):
                    less = {change: change.after[0] for change in part}
                    assert verdict_after(case, finding.name, less) is not turning.verdict


@settings(max_examples=10)
@given(cases(), st.data())
def test_what_is_undetermined_is_turned_only_by_what_is_not_known(case: Case, data: st.DataObject) -> None:
    result = ENGINE.check(case)
    open_ones = [finding for finding in result.findings if finding.verdict is Verdict.UNDETERMINED]
    finding = data.draw(st.sampled_from(open_ones), label="finding")
    for turning in find_turnings(ENGINE, result, finding):
        assert all(change.before is None for changes in turning.sets for change in changes)


def turnings_of(case: Case, name: str) -> dict[Verdict, Turning]:
    result = ENGINE.check(case)
    return {one.verdict: one for one in find_turnings(ENGINE, result, result.by_name[name])}


def test_nothing_turns_a_finding_by_contradicting_what_is_known() -> None:
    """Whoever goes to school is able to: a pupil is taught at home once the pupil goes to none."""
    pupil = household("members: [{id: a, birth_date: 2002-12-08, student_stage: compulsory}]\neverybody: true\n")
    (changes,) = turnings_of(pupil, "education.home_teaching@a")[Verdict.APPLIES].sets
    assert {change.fact: change.after for change in changes} == {
        "member.student_stage": ("none",),
        "member.compulsory_school_age": (True,),
        "member.cannot_attend_school": (True,),
        "member.severely_disabled": (True,),
    }


def test_it_is_said_when_sets_larger_than_are_looked_for_may_turn_a_finding() -> None:
    many = ", ".join(f"{{id: m{number}, away_distress: lost}}" for number in range(12))
    turning = turnings_of(household(f"members: [{many}]\neverybody: true\n"), "urgent.lost_person@m0")
    assert turning[Verdict.DOES_NOT_APPLY].complete
    turning = turnings_of(
        household(f"household: {{expenditure_hardship: true}}\nmembers: [{many}]\neverybody: true\n"), "mechanism.grid"
    )
    assert not turning[Verdict.DOES_NOT_APPLY].complete


def test_nothing_is_said_to_be_complete_while_it_is_not_known_who_the_members_are() -> None:
    for turning in turnings_of(household("household: {dibao: true}\n"), "employment.zero_employment").values():
        assert (turning.sets, turning.complete) == ((), False)


def test_the_same_finding_is_explained_alike_each_time() -> None:
    case = household("household: {dibao: true}\nmembers: [{id: a}, {id: b}]\neverybody: true\n")
    assert turnings_of(case, "mechanism.routing") == turnings_of(case, "mechanism.routing")
