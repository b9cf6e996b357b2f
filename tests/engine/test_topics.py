"""Which topics are open for a household, what opened each, and that no verdict turns on it."""

from __future__ import annotations

from typing import Any

import pytest

from clausewise.case import read_case_bytes
from clausewise.case.writing import write_case
from clausewise.engine import Engine, Result
from clausewise.engine.topics import Opening
from clausewise.language.verdicts import Verdict
from clausewise.packs import open_pack
from specification.written import write_yaml


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(open_pack("chongqing-2020"))


def check(engine: Engine, **said: Any) -> Result:
    raw = write_yaml({"case": "somebody", "everybody": True, **said}).encode()
    return engine.check(read_case_bytes(raw, "somebody.yaml", engine.pack))


def asked(**answers: str) -> dict[str, dict[str, str]]:
    return {topic: {"answer": answer} for topic, answer in answers.items()}


def openings(result: Result) -> dict[str, Opening | None]:
    return {topic.id: opening for topic, opening in result.topics}


MOTHER = {"id": "mother", "birth_date": "1980-05-02", "employed": True}
AT_SCHOOL = {"id": "son", "birth_date": "2008-03-01", "student_stage": "compulsory", "employed": False}


def test_a_case_that_names_no_topics_is_looked_into_whole(engine: Engine) -> None:
    result = check(engine, members=[MOTHER])
    assert set(openings(result).values()) == {Opening.WHOLE}
    assert result.closed == ()
    assert all(map(result.is_looked_into, result.findings))


def test_what_is_ticked_is_open_and_so_is_what_the_family_is_not_sure_of(engine: Engine) -> None:
    found = openings(
        check(engine, members=[MOTHER], topics=asked(illness="ticked", death="not_sure", rights="not_ticked"))
    )
    assert found["illness"] is Opening.TICKED
    assert found["death"] is Opening.NOT_SURE
    assert found["rights"] is None


def test_a_topic_that_nobody_was_asked_about_is_closed_beside_one_that_somebody_was(engine: Engine) -> None:
    result = check(engine, members=[MOTHER], topics=asked(illness="ticked"))
    assert openings(result)["disaster"] is None
    assert "disaster" in [topic.id for topic in result.closed]


def test_a_pupil_on_dibao_opens_school_without_a_tick_and_a_recipient_of_working_age_opens_work(engine: Engine) -> None:
    result = check(
        engine,
        household={"dibao": True},
        members=[MOTHER, AT_SCHOOL],
        topics=asked(school="not_ticked", work="not_ticked"),
    )
    found = openings(result)
    assert (found["school"], found["work"], found["house"]) == (Opening.KNOWN,) * 3
    assert found["disabled"] is None


def test_a_family_that_earns_its_living_opens_neither_work_nor_school(engine: Engine) -> None:
    found = openings(
        check(
            engine,
            household={"dibao": False},
            members=[MOTHER | {"destitute_support": "none"}, AT_SCHOOL | {"destitute_support": "none"}],
            topics=asked(work="not_ticked"),
        )
    )
    assert (found["school"], found["work"], found["house"]) == (None, None, None)


def test_nobody_employed_opens_work_for_any_family_with_somebody_of_working_age(engine: Engine) -> None:
    out_of_work = {"id": "father", "birth_date": "1980-05-02", "employed": False}
    old = {"id": "grandfather", "birth_date": "1935-05-02", "employed": False}
    assert openings(check(engine, members=[out_of_work], topics=asked(work="not_ticked")))["work"] is Opening.KNOWN
    assert openings(check(engine, members=[old], topics=asked(work="not_ticked")))["work"] is None


def test_a_fact_that_raises_a_topic_opens_it_where_the_file_says_so(engine: Engine) -> None:
    said = {"household": {"emergency": "illness", "house_damage": "none"}, "members": [MOTHER | {"seeks_care": True}]}
    found = openings(check(engine, **said, topics=asked(death="not_ticked")))
    assert (found["illness"], found["emergency"], found["disaster"]) == (Opening.KNOWN, Opening.KNOWN, None)
    # A fire may be both: an accident has the clauses on disasters looked into as well.
    said["household"] = {"emergency": "accident", "house_damage": "none"}
    assert openings(check(engine, **said, topics=asked(death="not_ticked")))["disaster"] is Opening.KNOWN


def test_a_severely_affected_area_opens_its_topic_by_what_the_office_says(engine: Engine) -> None:
    office = {"facts": {"in_severely_affected_area": [{"from": "2020-01-01", "value": True, "by": "notice"}]}}
    found = openings(check(engine, office=office, members=[MOTHER], topics=asked(public="not_ticked")))
    assert found["public"] is Opening.KNOWN


def test_topics_change_no_verdict_and_procedure_is_always_looked_into(engine: Engine) -> None:
    said = {
        "household": {"area": "urban", "dibao": True, "dibao_list": "urban", "meets_housing_criteria": True},
        "members": [MOTHER],
    }
    whole, narrow = check(engine, **said), check(engine, **said, topics=asked(illness="not_ticked"))
    assert [(one.name, one.verdict) for one in whole.findings] == [(one.name, one.verdict) for one in narrow.findings]
    assert narrow.by_name["housing.urban_dibao"].verdict is Verdict.APPLIES
    assert not narrow.is_looked_into(narrow.by_name["medical.one_stop_settlement@mother"])
    assert narrow.is_looked_into(narrow.by_name["mechanism.one_door"])


def test_a_case_is_written_with_its_topics_and_reads_back(engine: Engine) -> None:
    text = (
        "case: somebody\npack: chongqing-2020\nas_of: 2020-12-07\ntopics:\n"
        "  illness: {answer: ticked, by: 李某, at: '2026-11-28 10:20'}\n"
        "  death: {answer: not_ticked, at: 2026-11-28}\n"
    )
    case = read_case_bytes(text.encode(), "somebody.yaml", engine.pack)
    assert write_case(case, engine.pack) == text
