"""What an interview asks, and in which order: members, status, topics, benefits of what is open, procedure."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from clausewise.case import Case, read_case_bytes
from clausewise.case.answers import Told
from clausewise.case.topics import TopicAnswer
from clausewise.engine import Engine, Missing
from clausewise.engine.questions import asked_of_the_office
from clausewise.engine.topics import Opening
from clausewise.interview import Form, Prompt, Stage
from clausewise.interview.interviewing import Interview, everything
from clausewise.interview.planning import MOST_TICKED
from clausewise.language.rules import RuleKind
from clausewise.language.verdicts import Verdict
from clausewise.packs import open_pack
from specification.written import write_yaml

TODAY = datetime.date(2026, 11, 28)
NOBODY_IN_NEED = {
    "student_stage": "none",
    "destitute_support": "none",
    "orphan": False,
    "disabled": False,
    "dibao_alone": False,
}
MOTHER = {"id": "mother", "birth_date": "1980-05-02", "relation": "head", "employed": True} | NOBODY_IN_NEED
FATHER = MOTHER | {"id": "father", "relation": "spouse"}
PLAIN = {"area": "urban", "dibao": False, "other_low_income": False, "registered_poor": False}


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(open_pack("chongqing-2020"))


def interview(engine: Engine, **said: Any) -> Interview:
    """An interview that begins with what is said, of everybody who is listed."""
    raw = write_yaml({"case": "somebody", "as_of": TODAY, "everybody": True, **said}).encode()
    return Interview(engine, read_case_bytes(raw, "somebody.yaml", engine.pack))


def ticked(begun: Interview, *topics: str) -> Interview:
    """The interview in which these topics are ticked, and none besides."""
    offered = [topic.id for topic in begun.engine.pack.topics if topic.is_offered]
    yes, no = TopicAnswer.TICKED, TopicAnswer.NOT_TICKED
    return begun.tell_topics({topic: yes if topic in topics else no for topic in offered})


def upcoming(asked: Interview) -> Prompt:
    prompt = asked.next()
    assert prompt is not None
    return prompt


def facts(prompt: Prompt) -> list[str]:
    return [name.partition(".")[2] for name in prompt.facts]


def test_who_the_members_are_is_asked_first_and_their_birth_dates_in_one_column(engine: Engine) -> None:
    nothing = Interview(engine, Case("somebody", TODAY, {}, (), everybody=False))
    first = upcoming(nothing)
    assert (first.stage, first.form) == (Stage.MEMBERS, Form.NAMES)

    columns = nothing.name(["mother", "son"]).plan()[:2]
    assert [(one.stage, one.form, facts(one), one.members) for one in columns] == [
        (Stage.MEMBERS, Form.COLUMN, ["birth_date"], ("mother", "son")),
        (Stage.MEMBERS, Form.COLUMN, ["relation"], ("mother", "son")),
    ]


def test_who_is_alone_is_not_asked_for_relations(engine: Engine) -> None:
    alone = Interview(engine, Case("somebody", TODAY, {}, (), everybody=False)).name(["mother"])
    assert [facts(one) for one in alone.plan() if one.stage is Stage.MEMBERS] == [["birth_date"]]


def test_a_grandchild_whose_parents_are_not_listed_opens_the_topic_of_children(engine: Engine) -> None:
    grandmother = MOTHER | {"id": "grandmother", "birth_date": "1955-05-02", "relation": "head"}
    child = {"id": "child", "birth_date": "2015-05-02", "relation": "grandchild", "employed": False} | NOBODY_IN_NEED
    father = FATHER | {"relation": "child"}
    for members, opened in (([grandmother, child], True), ([grandmother, father, child], False)):
        asked = ticked(interview(engine, household=PLAIN, members=members))
        assert ("child" not in [topic.id for topic in asked.result.closed]) is opened


def test_whether_those_listed_are_all_is_asked_once_and_may_stay_open(engine: Engine) -> None:
    raw = write_yaml({"case": "somebody", "as_of": TODAY, "members": [MOTHER]}).encode()
    begun = Interview(engine, read_case_bytes(raw, "somebody.yaml", engine.pack))
    assert upcoming(begun).form is Form.EVERYBODY
    assert upcoming(begun.leave_members_open()).form is not Form.EVERYBODY


def test_the_status_comes_before_the_topics_and_joins_what_can_be_ticked(engine: Engine) -> None:
    begun = interview(engine, members=[{"id": "mother", "birth_date": "1980-05-02"}])
    stages = [prompt.stage for prompt in begun.plan()]
    assert stages == sorted(stages, key=list(Stage).index)
    assert stages[-1] is Stage.TOPICS
    lists = [facts(prompt) for prompt in begun.plan() if prompt.form is Form.TICK]
    assert ["dibao", "other_low_income", "registered_poor"] in lists
    assert ["dibao_alone", "orphan", "studying", "disabled", "employed"] in lists


def test_a_status_that_cannot_matter_to_a_benefit_is_not_asked(engine: Engine) -> None:
    on_dibao = interview(engine, household={"dibao": True}, members=[{"id": "mother", "birth_date": "1980-05-02"}])
    asked = [name for prompt in on_dibao.plan() for name in facts(prompt)]
    assert "dibao_alone" not in asked
    assert "other_low_income" not in asked


def test_what_comes_after_the_topics_is_planned_once_they_are_answered(engine: Engine) -> None:
    begun = interview(engine, household=PLAIN, members=[MOTHER, FATHER])
    assert [prompt.form for prompt in begun.plan()] == [Form.TOPICS]

    none = ticked(begun)
    assert none.is_settled
    assert {prompt.stage for prompt in none.plan()} == {Stage.PROCEDURE}

    death = ticked(begun, "death")
    assert not death.is_settled
    assert facts(upcoming(death)) == ["funeral_due", "deceased_in_difficulty"]


def test_a_topic_that_is_known_to_matter_is_asked_without_a_tick(engine: Engine) -> None:
    out_of_work = MOTHER | {"employed": False}
    asked = ticked(interview(engine, household=PLAIN, members=[out_of_work]))
    assert ("work", Opening.KNOWN) in [(topic.id, opening) for topic, opening in asked.result.topics]
    assert "fit_for_work" in facts(upcoming(asked))


def test_the_whole_is_asked_before_its_parts_and_parts_only_where_it_is_there(engine: Engine) -> None:
    flooded = ticked(interview(engine, household=PLAIN, members=[MOTHER]), "disaster")
    first = upcoming(flooded)
    assert facts(first)[:2] == ["disaster_affected", "bereaved_by_disaster"]
    assert "disaster_in_emergency" not in facts(first)

    affected = {one: one.fact == "household.disaster_affected" for one in first.about}
    later = [name for prompt in flooded.answer(affected).plan() for name in facts(prompt)]
    assert "disaster_in_emergency" in later
    spared = dict.fromkeys(first.about, False)
    later = [name for prompt in flooded.answer(spared).plan() for name in facts(prompt)]
    assert "disaster_in_emergency" not in later


def test_what_a_department_finds_is_asked_apart_with_the_department(engine: Engine) -> None:
    home = PLAIN | {"dibao": True, "dibao_list": "urban", "house": "countryside"}
    housing = ticked(interview(engine, household=home, members=[MOTHER]))
    apart = [prompt for prompt in housing.plan() if "meets_housing_criteria" in facts(prompt)]
    assert [(prompt.known_by, facts(prompt)) for prompt in apart] == [
        ("housing", ["meets_housing_criteria", "meets_renovation_policy"])
    ]


def test_an_amount_stands_behind_what_it_hangs_on(engine: Engine) -> None:
    hired = MOTHER | {"registered_unemployed": True}
    asked = ticked(interview(engine, household=PLAIN | {"dibao": True}, members=[hired]))
    order = [name for prompt in asked.plan() for name in facts(prompt)]
    assert order.index("wants_work") < order.index("dibao_reduction_month")
    assert order.index("dibao_reduction_month") < order.index("dibao_list")


def test_no_list_joins_more_than_eight_facts_and_nothing_is_planned_twice(engine: Engine) -> None:
    begun = interview(engine, household={"area": "rural"}, members=[{"id": "mother"}, {"id": "son"}])
    everything = begun.look_into_everything().tell_topics({"illness": TopicAnswer.TICKED})
    prompts = everything.look_into_everything().plan()
    assert max(len(prompt.facts) for prompt in prompts) <= MOST_TICKED
    about = [one for prompt in prompts for one in prompt.about]
    assert len(about) == len(set(about))


def test_nothing_is_asked_that_follows_and_nothing_that_only_the_office_can_say(engine: Engine) -> None:
    begun = interview(engine, household=PLAIN, members=[MOTHER, {"id": "child", "birth_date": "2020-01-01"}])
    asked = ticked(begun, "work", "school", "illness", "public").look_into_everything()
    for prompt in asked.plan():
        for one in prompt.about:
            assert not one.fact.startswith("office.")
            assert asked.result.known(one.fact, one.member) is None


def test_what_nobody_knows_and_what_is_to_be_checked_is_not_asked_again_until_its_day(engine: Engine) -> None:
    begun = ticked(interview(engine, household=PLAIN, members=[MOTHER]), "death")
    due = Missing("household.funeral_due", None)
    assert due in upcoming(begun).about
    for told in (Told.UNKNOWN, Told.TO_CHECK):
        assert all(due not in prompt.about for prompt in begun.answer({due: told}).plan())


def test_the_facts_of_a_topic_nobody_ticked_are_not_asked_for_procedure_either(engine: Engine) -> None:
    none = ticked(interview(engine, household=PLAIN, members=[MOTHER, FATHER]))
    asked = {name for prompt in none.plan() for name in facts(prompt)}
    assert {"homeless_or_begging", "disaster_affected", "expenditure_hardship"} & asked == set()
    assert "filed" in asked


def test_an_interview_of_one_measure_asks_for_that_one(engine: Engine) -> None:
    begun = interview(engine, household=PLAIN, members=[MOTHER])
    funeral = Interview(engine, begun.case, lambda finding: finding.rule.id == "other_aid.funeral")
    assert [facts(prompt) for prompt in ticked(funeral, "death").plan()] == [["funeral_due", "deceased_in_difficulty"]]


def test_once_every_prompt_is_answered_no_benefit_of_an_open_topic_is_open(engine: Engine) -> None:
    asked = ticked(interview(engine, household=PLAIN, members=[MOTHER, FATHER]), "death", "illness", "rights")
    while (prompt := asked.next()) is not None:
        asked = asked.answer(
            {one: engine.pack.facts[one.fact].read(_some(engine, one)) or False for one in prompt.about}
        )
    open_ = [
        one for one in asked.result.findings if one.verdict is Verdict.UNDETERMINED and asked.result.is_looked_into(one)
    ]
    waiting = {missing.fact for one in open_ if one.rule.kind is RuleKind.BENEFIT for missing in one.missing}
    assert all(name.startswith("office.") or name in _denied(asked) for name in waiting)


def _denied(asked: Interview) -> set[str]:
    return {name for topic in asked.result.closed for name in topic.raised_by}


def _some(engine: Engine, one: Missing) -> object:
    fact = engine.pack.facts[one.fact]
    return {"boolean": True, "money": 10, "integer": 1, "date": "2026-01-01"}.get(
        fact.type, next(iter(fact.values or {""}))
    )


def test_a_fire_ticked_as_an_emergency_has_disaster_relief_looked_into_since_that_may_count(engine: Engine) -> None:
    begun = interview(engine, household=PLAIN, members=[MOTHER])
    fire = ticked(begun, "emergency").answer({Missing("household.emergency", None): "accident"})
    none = ticked(begun, "emergency").answer({Missing("household.emergency", None): "none"})
    assert "household.house_damage" in [fact for prompt in fire.plan() for fact in prompt.facts]
    assert "household.house_damage" not in [fact for prompt in none.plan() for fact in prompt.facts]
    assert "office.reads.damage_not_natural" in asked_of_the_office(fire.result, everything)


def test_the_office_is_not_asked_whether_fires_count_for_a_family_that_had_none(engine: Engine) -> None:
    plain = ticked(interview(engine, household=PLAIN, members=[MOTHER]))
    assert "office.reads.damage_not_natural" not in asked_of_the_office(plain.result, everything)


def test_a_family_is_asked_what_it_can_tell_before_what_only_a_department_can(engine: Engine) -> None:
    on_dibao = PLAIN | {"dibao": True, "dibao_list": "urban"}
    asked = ticked(interview(engine, household=on_dibao, members=[MOTHER]), "house")
    of_housing = [one for one in asked.plan() if {"housing.urban_dibao", "housing.rural_renovation"} & set(one.rules)]
    where, by_department = (
        next(number for number, one in enumerate(of_housing) if name in one.facts)
        for name in ("household.house", "household.meets_renovation_policy")
    )
    assert where < by_department
    in_town = asked.answer({Missing("household.house", None): "town"})
    assert all("household.meets_renovation_policy" not in one.facts for one in in_town.plan())
