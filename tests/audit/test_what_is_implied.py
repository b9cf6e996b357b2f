"""The solver on facts that others imply, and on what the office says: households that contradict nothing of it."""

from __future__ import annotations

from typing import Any

import pytest

from audit.toys import replay
from clausewise.audit.comparing import compare_meaning
from clausewise.audit.explaining import explain_answer
from clausewise.audit.model import Answer, Fate, Outcome, Weight
from clausewise.audit.mutating import mutants_of
from clausewise.audit.questions import ask_all
from clausewise.audit.resolving import resolve_mutant
from clausewise.audit.solver.ended import Ended
from clausewise.audit.solver.limits import Limits
from clausewise.audit.versions import Meaning
from clausewise.audit.witnesses import find_witness
from clausewise.case import read_case_bytes
from clausewise.case.writing import write_case
from clausewise.engine import Engine
from clausewise.language.model import Pack
from clausewise.language.verdicts import Verdict
from clausewise.report.audit.covers import explained_lines
from specification.written import LABEL, Plan, fact, pack_of, point, rule

STAGES = {"none": LABEL, "school": LABEL, "college": LABEL}


def implied(kind: str, *entries: dict[str, Any], **more: Any) -> dict[str, Any]:
    return fact(kind, implied=[{"why": LABEL, **entry} for entry in entries], **more)


FACTS = {
    "member.grade": fact("integer", minimum=0, maximum=12),
    "member.pupil": implied("boolean", {"is": False, "when": {"if": "member.grade == 0"}}),
    "member.stage": implied(
        "choice",
        {"is_not": ["college"], "when": {"if": "member.grade < 9"}},
        {"is_not": ["school", "college"], "when": {"if": "member.grade == 0"}},
        values=STAGES,
    ),
    "household.severe": implied("boolean", {"is": False, "when": {"not": {"if": "household.slight"}}}),
    "household.slight": implied("boolean", {"is": True, "when": {"if": "household.severe"}}),
    "office.extended": fact("boolean"),
}


def made(when: dict[str, Any], about: str = "household") -> Pack:
    used = {"wide": point("strict", "generous")} if "contested" in when else {}
    return pack_of(Plan(FACTS, {}, {"s.r": rule("s.r", about, when)}, contested=used))


@pytest.mark.parametrize(
    ("about", "when"),
    [
        ("member", {"all": [{"if": "member.grade == 0"}, {"if": "member.pupil"}]}),
        ("member", {"all": [{"if": "member.grade == 3"}, {"if": 'member.stage == "college"'}]}),
        ("household", {"all": [{"if": "household.severe"}, {"not": {"if": "household.slight"}}]}),
    ],
)
def test_no_household_contradicts_what_is_implied(about: str, when: dict[str, Any]) -> None:
    pack = made(when, about)
    assert find_witness(pack, "s.r", Verdict.APPLIES, replay).ended is Ended.NONE


def test_a_small_household_leaves_out_what_is_implied() -> None:
    pack = made({"all": [{"if": "household.severe"}, {"if": "household.slight"}]})
    found = find_witness(pack, "s.r", Verdict.APPLIES, replay)
    assert found.case is not None
    assert dict(found.case.values) == {"household.severe": True}


def test_what_is_ruled_out_is_refuted_where_it_is_not_known_what_is_so() -> None:
    pack = made({"if": 'member.stage == "college"'}, "member")
    found = find_witness(pack, "s.r", Verdict.DOES_NOT_APPLY, replay)
    assert found.case is not None
    assert found.case.members is not None
    (member,) = found.case.members
    assert len(member.values) == 1


def test_a_household_says_what_its_office_says_and_is_read_again_as_it_was() -> None:
    when = {"contested": "wide", "text": "给予", "strict": {"if": "office.extended"}, "generous": {"always": True}}
    pack = made(when)
    for verdict in Verdict:
        found = find_witness(pack, "s.r", verdict, replay)
        if verdict is Verdict.DOES_NOT_APPLY:
            assert found.text is not None
            assert "office.reads.wide" not in found.text
            assert "reads:\n    wide:\n      - from: 2020-12-07\n        value: strict\n" in found.text
        if found.text is not None:
            again = read_case_bytes(found.text.encode(), "made.yaml", pack)
            engine = Engine(pack)
            assert engine.check(again).findings[0].verdict is verdict
            engine.close()
            assert write_case(again, pack) == found.text


MEETING = {
    "member.grade": fact("integer", minimum=0, maximum=12),
    "member.pupil": implied(
        "boolean", {"is": False, "when": {"if": "member.grade == 0"}}, {"is": True, "when": {"if": "member.grade < 2"}}
    ),
}


def answers(facts: dict[str, Any], *, when: dict[str, Any]) -> dict[str, Answer]:
    pack = pack_of(Plan(facts, {}, {"s.r": rule("s.r", "member", when)}))
    return {one.id: one for one in ask_all(pack)}


def test_entries_that_say_different_things_of_one_household_are_a_fault_and_shown() -> None:
    found = answers(MEETING, when={"if": "member.pupil"})["entries_meet/member.pupil"]
    assert (found.outcome, found.weight) == (Outcome.REFUTED, Weight.FAULT)
    assert found.household is not None
    assert "grade: 0" in found.household
    assert found.why is not None
    assert found.why.en == "These are proved together: entry 1: no (A); entry 2: yes (A)."


def test_entries_that_never_meet_are_proved_not_to() -> None:
    apart = {"is": True, "when": {"all": [{"if": "member.grade > 0"}, {"if": "member.grade < 9"}]}}
    facts = MEETING | {"member.pupil": implied("boolean", MEETING["member.pupil"]["implied"][0], apart)}
    found = answers(facts, when={"if": "member.pupil"})["entries_meet/member.pupil"]
    assert (found.outcome, found.weight) == (Outcome.PROVED, Weight.FINE)


def test_entries_that_rule_out_every_value_between_them_meet() -> None:
    entries = [{"is_not": [name], "when": {"if": "member.grade == 0"}} for name in STAGES]
    facts = MEETING | {"member.stage": implied("choice", *entries, values=STAGES)}
    found = answers(facts, when={"if": 'member.stage == "none"'})["entries_meet/member.stage"]
    assert found.outcome is Outcome.REFUTED
    asked = answers(
        facts | {"member.stage": implied("choice", *entries[:2], values=STAGES)}, when={"if": 'member.stage == "none"'}
    ).get("entries_meet/member.stage")
    assert asked is None or asked.outcome is Outcome.PROVED


def test_a_condition_that_implies_nothing_is_dead_and_one_within_another_is_idle() -> None:
    never = {"all": [{"if": "member.grade > 3"}, {"if": "member.grade < 2"}]}
    twice = {"all": [{"if": "member.grade > 3"}, {"if": "member.grade > 2"}]}
    facts = MEETING | {
        "member.pupil": implied("boolean", {"is": False, "when": never}, {"is": False, "when": twice}),
    }
    found = answers(facts, when={"if": "member.pupil"})
    assert [name for name, one in found.items() if one.weight is Weight.FAULT] == [
        "dead_condition/member.pupil/implied.0.when",
        "idle_condition/member.pupil/implied.1.when.all.1",
    ]


def test_an_entry_left_out_or_with_another_value_is_a_mutant_that_a_household_tells_apart() -> None:
    pack = pack_of(Plan(MEETING, {}, {"s.r": rule("s.r", "member", {"if": "member.pupil"})}))
    mutants = {mutant.id: mutant for mutant in mutants_of(pack, "member.pupil")}
    assert list(mutants) == [
        "member.pupil/implied.0/drop",
        "member.pupil/implied.0/is.true",
        "member.pupil/implied.0.when/negate",
        "member.pupil/implied.0.when/0.-1",
        "member.pupil/implied.0.when/1.+1",
        "member.pupil/implied.1/drop",
        "member.pupil/implied.1/is.false",
        "member.pupil/implied.1.when/negate",
        "member.pupil/implied.1.when/0.<=",
        "member.pupil/implied.1.when/1.-1",
        "member.pupil/implied.1.when/2.+1",
    ]
    found = resolve_mutant(pack, mutants["member.pupil/implied.0/drop"].make(), "m", ["s.r"], replay)
    assert found.fate is Fate.SURVIVED
    assert "grade: 0" in (found.household or "")
    assert "pupil" not in (found.household or "")


def test_a_mutant_without_its_part_of_a_circle_is_worked_out_in_the_order_that_is_left() -> None:
    pack = made({"if": "household.severe"})
    changed = next(one for one in mutants_of(pack, "household.slight") if one.id.endswith("/drop")).make()
    assert ("household.severe", "household.slight") in pack.settling_order
    assert [group for group in changed.settling_order if group[0].startswith("household")] == [("household.severe",)]


def test_of_a_contested_point_only_the_whole_is_asked() -> None:
    contested = {
        "contested": "wide", "text": "给予",
        "strict": {"all": [{"if": "office.extended"}, {"if": "household.slight"}]}, "generous": {"always": True},
    }  # fmt: skip
    pack = pack_of(
        Plan(FACTS, {}, {"s.r": rule("s.r", "household", {"all": [contested, {"if": "household.severe"}]})},
             contested={"wide": point("strict", "generous")})
    )  # fmt: skip
    asked = [one.id for one in ask_all(pack) if one.owners == ("s.r",)]
    assert asked == [
        "dead_rule/s.r",
        "dead_condition/s.r/when.all.0",
        "dead_condition/s.r/when.all.1",
        "idle_condition/s.r/when.all.0",
        "idle_condition/s.r/when.all.1",
    ]


def test_what_is_asked_of_an_implied_fact_is_explained_with_what_its_entries_rest_on() -> None:
    pack = pack_of(Plan(MEETING, {}, {"s.r": rule("s.r", "member", {"if": "member.pupil"})}))
    explained = explain_answer(pack, "entries_meet/member.pupil", Limits())
    assert explained is not None
    assert explained.answer.outcome is Outcome.REFUTED
    assert "  member.grade: A ≥ 0 ≤ 12, or not known" in list(explained_lines(explained, chinese=False))
    explained = explain_answer(pack, "dead_condition/member.pupil/implied.0.when", Limits())
    assert explained is not None
    assert explained.answer.outcome is Outcome.PROVED


def test_an_entry_that_turns_no_verdict_of_any_rule_is_proved_of_all_at_once_to_mean_the_same() -> None:
    grown = {"all": [{"if": "member.pupil"}, {"if": "member.grade > 0"}]}
    rules = {"s.one": rule("s.one", "member", grown), "s.two": rule("s.two", "household", {"some": "member", **grown})}
    pack = pack_of(Plan(MEETING, {}, rules))
    mutants = {mutant.id: mutant.make() for mutant in mutants_of(pack, "member.pupil")}
    same = resolve_mutant(pack, mutants["member.pupil/implied.0/drop"], "m", list(rules), replay)
    assert (same.fate, same.household) == (Fate.EQUIVALENT, None)
    other = resolve_mutant(pack, mutants["member.pupil/implied.1/drop"], "m", list(rules), replay)
    assert other.fate is Fate.SURVIVED
    assert "grade: 1" in (other.household or "")


def test_two_versions_of_what_is_implied_are_told_apart_by_a_household_that_contradicts_neither() -> None:
    def version(limit: int) -> Pack:
        entry = {"is": False, "when": {"if": f"member.grade < {limit}"}}
        facts = MEETING | {"member.pupil": implied("boolean", entry)}
        return pack_of(Plan(facts, {}, {"s.r": rule("s.r", "member", {"if": "member.pupil"})}))

    found = compare_meaning(version(1), version(2), "s.r", replay=replay)
    assert found.meaning is Meaning.STRICTER
    assert found.lower is not None
    assert (found.lower.before, found.lower.after) == (Verdict.UNDETERMINED, Verdict.DOES_NOT_APPLY)
    assert "grade: 1" in found.lower.household
    assert "pupil" not in found.lower.household
    assert compare_meaning(version(1), version(1), "s.r", replay=replay).meaning is Meaning.EQUIVALENT
