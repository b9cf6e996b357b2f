"""Whom a fact is asked of: not of whom it cannot concern by what is known, and not before that is known.

It changes what is asked, never a verdict, and what is not asked for that is told.
"""

from __future__ import annotations

import datetime
import io
from typing import Any

import pytest
from rich.console import Console

from clausewise.case import read_case_bytes
from clausewise.case.topics import TopicAnswer
from clausewise.engine import Engine, Missing
from clausewise.interview import Stage
from clausewise.interview.interviewing import Interview
from clausewise.language.kleene import FALSE, TRUE, UNKNOWN
from clausewise.language.labels import Language
from clausewise.language.verdicts import Verdict
from clausewise.packs import open_pack
from clausewise.report import ReportOptions
from clausewise.report.answer.standing import Waits, waits_for
from clausewise.report.answer.text import print_results
from specification.written import write_yaml

TODAY = datetime.date(2026, 11, 28)
DIBAO = {"dibao": True, "area": "urban", "dibao_list": "urban", "registered_poor": False}
SUBSIDIES = "employment.social_insurance_subsidy"


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(open_pack("chongqing-2020"))


def listed(engine: Engine, *members: dict[str, Any], **household: Any) -> Interview:
    """An interview of everybody who is listed, before any topic."""
    said = {"case": "somebody", "as_of": TODAY, "everybody": True, "household": household, "members": list(members)}
    case = read_case_bytes(write_yaml(said).encode(), "somebody.yaml", engine.pack)
    return Interview(engine, case)


def begun(engine: Engine, *members: dict[str, Any], **household: Any) -> Interview:
    """The same in which work alone is ticked."""
    offered = (topic.id for topic in engine.pack.topics if topic.is_offered)
    no, yes = TopicAnswer.NOT_TICKED, TopicAnswer.TICKED
    told = {topic: yes if topic == "work" else no for topic in offered}
    return listed(engine, *members, **household).tell_topics(told)


def asked(interview: Interview, stage: Stage | None = None) -> list[Missing]:
    """What is asked of whom, in order."""
    plan = [prompt for prompt in interview.plan() if stage in (None, prompt.stage)]
    return [one for prompt in plan for one in prompt.about]


def person(name: str, born: str, **said: Any) -> dict[str, Any]:
    status = {"destitute_support": "none", "orphan": False, "disabled": False, "dibao_alone": False}
    return {"id": name, "birth_date": born, "employed": False, "student_stage": "none", **status, **said}


def printed(interview: Interview, language: Language) -> str:
    out = io.StringIO()
    print_results(Console(width=200, file=out), [interview.result], ReportOptions(language))
    return " ".join(out.getvalue().split())


def test_whoever_is_past_every_age_of_work_is_not_asked_about_subsidies_of_work(engine: Engine) -> None:
    family = begun(engine, person("grandmother", "1945-03-01"), person("mother", "1980-05-02"), **DIBAO)
    of = {one.member for one in asked(family) if one.fact == "member.meets_social_insurance_subsidy_conditions"}
    assert of == {"mother"}
    assert "grandmother" not in {one.member for one in asked(family) if one.fact == "member.work_subsidy_months_paid"}

    finding = family.result.by_name[f"{SUBSIDIES}@grandmother"]
    assert finding.verdict is Verdict.UNDETERMINED
    assert waits_for(family.result, finding) is Waits.NOT_LOOKED_INTO


def test_whoever_has_retired_is_asked_about_subsidies_of_work_all_the_same(engine: Engine) -> None:
    # 15.1 says 符合条件的救助对象; 劳动年龄段 stands in 16.1.
    retired = person("aunt", "1974-05-02", working_age=False)
    family = begun(engine, retired, **DIBAO)
    subsidies = {"startup_loan", "social_insurance_subsidy", "public_post", "other_employment_support"}
    assert {Missing(f"member.meets_{one}_conditions", "aunt") for one in subsidies} <= set(asked(family))


def test_whether_somebody_is_an_orphan_is_asked_before_what_is_asked_of_orphans_alone(engine: Engine) -> None:
    first = begun(engine, person("boy", "2006-05-02", orphan=None), **DIBAO)
    order = [one.fact for one in asked(first)]
    assert order.index("member.orphan") < order.index("member.resettled")
    assert first.result.asked_of("member.resettled", "boy") == UNKNOWN

    no = first.answer({Missing("member.orphan", "boy"): False})
    assert no.result.asked_of("member.resettled", "boy") == FALSE
    assert "member.resettled" not in [one.fact for one in asked(no)]


def test_of_whom_it_is_not_asked_whether_an_orphan_nothing_of_an_orphan_is_asked(engine: Engine) -> None:
    mother = person("mother", "1980-05-02", relation="head")
    son = person("son", "2006-05-02", relation="child", orphan=None)
    family = begun(engine, mother, son, **DIBAO)
    of_orphans = {"member.orphan", "member.resettled", "member.meets_housing_criteria"}
    assert of_orphans.isdisjoint(one.fact for one in asked(family) if one.member == "son")

    for rule in ("housing.urban_orphan", "housing.rural_orphan_renovation"):
        finding = family.result.by_name[f"{rule}@son"]
        assert finding.verdict is Verdict.UNDETERMINED
        assert waits_for(family.result, finding) is Waits.NOT_LOOKED_INTO


def test_an_orphan_whose_guardian_is_the_head_is_asked_once_somebody_says_so(engine: Engine) -> None:
    mother = person("stepmother", "1980-05-02", relation="head")
    son = person("son", "2006-05-02", relation="child", orphan=True)
    family = begun(engine, mother, son, **DIBAO)
    assert {"member.resettled", "member.meets_housing_criteria"} <= {
        one.fact for one in asked(family) if one.member == "son"
    }


def test_what_is_not_asked_is_told_beside_what_was_not_looked_into(engine: Engine) -> None:
    family = begun(engine, person("grandmother", "1945-03-01"), person("mother", "1980-05-02"), **DIBAO)
    chinese, english = printed(family, "zh"), printed(family, "en")
    assert "照已知的情况，不问：15.1（grandmother）" in chinese
    assert "not asked, going by what is known: 15.1 (grandmother)" in english


def test_who_studies_is_asked_first_and_the_stage_of_those_alone(engine: Engine) -> None:
    members = [
        {"id": "grandmother", "birth_date": "1945-03-01", "relation": "parent"},
        {"id": "mother", "birth_date": "1980-05-02", "relation": "head"},
        {"id": "daughter", "birth_date": "2009-05-02", "relation": "child"},
    ]
    family = listed(engine, *members, **DIBAO)
    order = [one.fact for one in asked(family, Stage.STATUS)]
    assert order.index("member.studying") < order.index("member.student_stage")

    names = [one["id"] for one in members]
    told = family.answer({Missing("member.studying", one): one == "daughter" for one in names})
    assert [one.member for one in asked(told) if one.fact == "member.student_stage"] == ["daughter"]


def test_whoever_has_a_parent_in_the_list_is_not_asked_whether_an_orphan(engine: Engine) -> None:
    members = [
        {"id": "grandmother", "birth_date": "1945-03-01", "relation": "parent"},
        {"id": "mother", "birth_date": "1980-05-02", "relation": "head"},
        {"id": "father", "birth_date": "1980-05-02", "relation": "spouse"},
        {"id": "daughter", "birth_date": "2009-05-02", "relation": "child"},
        {"id": "nephew", "birth_date": "2009-05-02", "relation": "other"},
    ]
    family = begun(engine, *members, area="urban", dibao=False)
    assert {one.member for one in asked(family) if one.fact == "member.orphan"} == {"father", "nephew"}


def test_the_elderly_are_not_asked_whether_orphans_and_are_not_taken_for_none(engine: Engine) -> None:
    elder = person("uncle", "1950-05-02", orphan=None, relation="head")
    younger = person("friend", "1990-05-02", orphan=None, relation="other")
    home = begun(engine, elder, younger, area="urban", dibao=False)
    assert {one.member for one in asked(home) if one.fact == "member.orphan"} == {"friend"}
    assert home.result.known("member.orphan", "uncle") is None


def test_whoever_is_at_school_and_not_in_work_is_not_asked_whether_registered_as_unemployed(engine: Engine) -> None:
    pupil = person("pupil", "2003-05-02", student_stage="senior_high", studying=True)
    earner = person("earner", "2003-05-02", student_stage="higher", studying=True, employed=True)
    family = begun(engine, pupil, earner, person("mother", "1980-05-02", studying=False, employed=True), **DIBAO)
    of = {one.member for one in asked(family) if one.fact == "member.registered_unemployed"}
    assert of == {"earner", "mother"}


def test_of_whom_the_dibao_need_not_count_it_is_asked_once_and_of_the_others_not(engine: Engine) -> None:
    members = [
        person("mother", "1965-05-02", relation="head"),
        person("father", "1965-05-02", relation="spouse"),
        person("daughter", "2009-05-02", relation="child"),
        person("student", "2000-05-02", relation="child", student_stage="higher"),
        person("son", "1995-05-02", relation="child"),
        person("grandmother", "1940-05-02", relation="parent"),
        person("lodger", "1980-05-02", relation="other"),
    ]
    on_dibao = begun(engine, *members, **DIBAO)
    of = {one.member for one in asked(on_dibao) if one.fact == "member.not_counted_in_family"}
    assert of == {"son", "grandmother", "lodger"}

    plain = {"dibao": False, "other_low_income": False, "registered_poor": False, "expenditure_hardship": False}
    recognised_as_nothing = begun(engine, *members, area="urban", **plain)
    assert "member.not_counted_in_family" not in {one.fact for one in asked(recognised_as_nothing)}


def test_a_family_without_a_house_in_the_countryside_is_not_asked_about_renovation(engine: Engine) -> None:
    home = begun(engine, person("mother", "1980-05-02", relation="head"), **DIBAO)
    renovation = {"household.meets_renovation_policy", "household.other_renovation_priority_group"}
    before = [one.fact for one in asked(home)]
    assert before.index("household.house") < min(map(before.index, renovation & set(before)))

    in_town = home.answer({Missing("household.house", None): "town"})
    assert renovation.isdisjoint(one.fact for one in asked(in_town))
    assert in_town.result.by_name["housing.rural_renovation"].verdict is Verdict.DOES_NOT_APPLY


def test_no_verdict_hangs_on_whom_a_fact_is_asked_of(engine: Engine) -> None:
    old = person("grandmother", "1945-03-01", meets_social_insurance_subsidy_conditions=True)
    family = begun(engine, old, **DIBAO)
    assert family.result.asked_of("member.meets_social_insurance_subsidy_conditions", "grandmother") == FALSE
    assert family.result.by_name[f"{SUBSIDIES}@grandmother"].verdict is Verdict.APPLIES
    assert family.result.asked_of("member.working_age", "grandmother") == TRUE


def test_whether_an_application_is_disputed_no_family_is_asked(engine: Engine) -> None:
    applied = begun(engine, person("mother", "1980-05-02"), **DIBAO).answer(
        {Missing("application.filed", None): True, Missing("application.assistance", None): "dibao"}
    )
    assert "application.disputed" not in [one.fact for one in asked(applied)]
