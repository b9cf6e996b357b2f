"""A question asked again: what was looked for, among whom, on which days, and what held of them."""

from __future__ import annotations

import datetime

from audit.test_members_in_sums import pack
from audit.toys import DIBAO, URBAN, household_rule, toy
from clausewise.audit.explaining import ExplainedChange, explain_answer, explain_change
from clausewise.audit.model import Fate, Outcome
from clausewise.audit.questions import MakeAsker, answer, tasks_of
from clausewise.audit.resolving import resolve_mutant
from clausewise.audit.solver.ended import Ended
from clausewise.audit.solver.limits import Limits
from clausewise.language.model import Pack
from clausewise.report.audit.covers import changed_lines, explained_lines
from specification.written import LABEL, Plan, fact, pack_of, rule


def test_a_dead_rule_is_explained_by_the_households_of_any_size_on_every_day_that_were_looked_for() -> None:
    dead = pack("sum(member.grade) > 3 * count(member)")
    explained = explain_answer(dead, "dead_rule/a.rule", Limits())
    assert explained is not None
    assert explained.answer.outcome is Outcome.REFUTED
    last = explained.answer.tried[-1]
    assert (last.any_number, last.ended) == (True, "none")
    assert (last.first, last.last) == (datetime.date.min, datetime.date.max)
    lines = list(explained_lines(explained, chinese=False))
    assert "does not hold: There is a household to which this applies: A" in lines
    assert "  member.grade: A ≥ 0 ≤ 3, or not known" in lines
    assert any("of any size" in line and "there is none" in line for line in lines)
    assert any("任何一天核对" in line for line in explained_lines(explained, chinese=True))


def test_numbers_that_fit_are_not_told_as_a_household() -> None:
    # Four members of grade 3 make 12; of a rest that is only counted and summed, 13 is not ruled out.
    bounded = pack("sum(member.grade) > 12")
    explained = explain_answer(bounded, "dead_rule/a.rule", Limits())
    assert explained is not None
    assert explained.answer.outcome is Outcome.BOUNDED
    lines = [line for line in explained_lines(explained, chinese=False) if line.startswith("  checked on any day")]
    assert [line.rpartition(": ")[2] for line in lines] == [
        "there is none",
        "numbers fit, and no household need have them",
    ]


def test_a_mean_is_looked_at_between_the_dates_at_which_its_limit_changes() -> None:
    explained = explain_answer(pack("household.mean < parameter.line"), "dead_rule/a.rule", Limits())
    assert explained is not None
    (tried,) = explained.answer.tried
    assert (tried.first, tried.last, tried.ended) == (datetime.date(2020, 9, 1), datetime.date.max, Ended.FOUND)


def test_nothing_is_explained_that_was_not_asked() -> None:
    assert explain_answer(pack("count(member) >= 2"), "dead_rule/b.rule", Limits()) is None


def test_every_question_of_an_audit_is_explained_by_its_id() -> None:
    aid = {"form": "cash", "zh": "低保金", "en": "Dibao", "text": "给予", "amount": "household.income - 1"}
    rules = (household_rule("a.rule", URBAN, aid=[aid]), household_rule("b.rule", DIBAO, aid=[aid]))
    granting = toy(*rules)
    asker = MakeAsker(granting, Limits())()
    asked = {one.id for task in tasks_of(granting) for one in answer(asker, task)}
    assert {"below_zero/a.rule/aid.0", "paid_twice/a.rule/b.rule/低保金"} <= asked
    for answer_id in asked:
        explained = explain_answer(granting, answer_id, Limits())
        assert explained is not None, answer_id
        assert explained.answer.id == answer_id


def change(of: Pack, mutant_id: str) -> ExplainedChange | None:
    return explain_change(of, mutant_id, resolve_mutant)


def test_an_equivalent_change_is_explained_by_the_rules_of_which_no_household_was_found() -> None:
    grades = pack("count(member) >= 0")
    explained = change(grades, "mutant/a.rule/when/2.+1")
    assert explained is not None
    assert explained.rules == ("a.rule",)
    assert explained.report.fate is Fate.SURVIVED
    lines = list(changed_lines(grades, explained, chinese=False))
    assert lines[0].startswith("survived: ")
    assert "  a.rule" in lines
    assert "There is one:" in lines
    lower = change(grades, "a.rule/when/1.-1")
    assert lower is not None
    assert (lower.report.fate, lower.report.household) == (Fate.EQUIVALENT, None)
    lines = list(changed_lines(grades, lower, chinese=True))
    assert lines[0].startswith("等价：")
    assert "没有家庭的结论因此不同" in lines
    assert "没有这样的家庭，不论多少人。" in lines
    assert change(grades, "a.rule/when/no-such") is None


def test_no_rule_that_looks_at_nobody_is_lost_by_what_a_member_gains() -> None:
    kept = {"assurance": "a.kept", **LABEL, "provisions": ["1.1"], "never_lost_by": {"if": "member.pupil"}}
    facts = {"household.poor": fact("boolean"), "member.pupil": fact("boolean")}
    rules = {
        "a.rule": household_rule("a.rule", {"count": "member", "at_least": 0, "if": "member.pupil"}),
        "b.rule": rule("b.rule", "member", {"if": "member.pupil"}),
    }
    explained = explain_answer(pack_of(Plan(facts, {}, rules, assurances=(kept,))), "assurance/a.kept", Limits())
    assert explained is not None
    assert explained.answer.outcome is Outcome.PROVED


def test_what_one_member_gains_can_cost_another() -> None:
    kept = {"assurance": "a.kept", **LABEL, "provisions": ["1.1"], "never_lost_by": {"if": "member.pupil"}}
    at_most_one = {"all": [{"if": "household.poor"}, {"count": "member", "at_most": 1, "if": "member.pupil"}]}
    pupils = {"a.rule": rule("a.rule", "member", {"any": [{"if": "member.pupil"}, at_most_one]})}
    facts = {"household.poor": fact("boolean"), "member.pupil": fact("boolean")}
    explained = explain_answer(pack_of(Plan(facts, {}, pupils, assurances=(kept,))), "assurance/a.kept", Limits())
    assert explained is not None
    assert explained.answer.outcome is Outcome.REFUTED
    assert explained.answer.why is not None
    # The first member stays without it; the second becomes a pupil beside somebody who is one.
    assert "member.pupil@person-2: false → true" in explained.answer.why.en
    assert "person-1" not in explained.answer.why.en.partition("with")[2]
