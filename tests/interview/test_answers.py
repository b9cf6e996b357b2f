"""What answers make of a case: values with their facts, records of who asked and when, and what is set aside."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from clausewise.case import read_case_bytes
from clausewise.case.answers import GivenAnswer, SetAside, Told
from clausewise.case.topics import AskedTopic, TopicAnswer
from clausewise.case.writing import write_case
from clausewise.engine import Engine, Missing
from clausewise.errors import CaseError
from clausewise.interview.answering import Asking
from clausewise.interview.interviewing import Interview
from clausewise.packs import open_pack
from specification.written import write_yaml

LI = Asking(by="李某", at="2026-11-28 10:20")
DIBAO, EMERGENCY = Missing("household.dibao", None), Missing("household.emergency", None)


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(open_pack("chongqing-2020"))


def interview(engine: Engine, **said: Any) -> Interview:
    raw = write_yaml({"case": "somebody", "as_of": "2026-11-28", "everybody": True, "members": [], **said}).encode()
    return Interview(engine, read_case_bytes(raw, "somebody.yaml", engine.pack))


def test_a_value_stands_with_its_fact_and_the_record_says_who_asked_and_when(engine: Engine) -> None:
    case = interview(engine).answer({DIBAO: True}, LI).case
    assert case.values == {"household.dibao": True}
    assert case.answers == (GivenAnswer("household.dibao", (), Told.VALUE, "李某", "2026-11-28 10:20"),)


def test_members_of_whom_the_same_was_told_share_a_record(engine: Engine) -> None:
    begun = interview(engine, members=[{"id": "a"}, {"id": "b"}, {"id": "c"}])
    work = {name: Missing("member.employed", name) for name in "abc"}
    case = begun.answer({work["a"]: True, work["b"]: False, work["c"]: Told.UNKNOWN}, LI).case
    assert [(one.of, one.told) for one in case.answers] == [(("a", "b"), Told.VALUE), (("c",), Told.UNKNOWN)]
    assert [member.values for member in case.members] == [{"member.employed": True}, {"member.employed": False}, {}]


def test_a_new_answer_takes_the_place_of_the_old_one(engine: Engine) -> None:
    known = interview(engine).answer({DIBAO: True}, LI)
    unknown = known.answer({DIBAO: Told.UNKNOWN})
    assert unknown.case.values == {}
    assert [one.told for one in unknown.case.answers] == [Told.UNKNOWN]
    assert unknown.answer({DIBAO: False}).case.values == {"household.dibao": False}


def test_what_is_to_be_checked_says_by_whom_and_until_when(engine: Engine) -> None:
    until = Asking(by="李某", source="住建委", until=datetime.date(2026, 12, 5))
    criteria = Missing("household.meets_housing_criteria", None)
    (record,) = interview(engine).answer({criteria: Told.TO_CHECK}, until).case.answers
    assert (record.told, record.source, record.until) == (Told.TO_CHECK, "住建委", datetime.date(2026, 12, 5))
    assert record.is_open_on(datetime.date(2026, 12, 5))
    assert not record.is_open_on(datetime.date(2026, 12, 6))


def test_an_answer_that_cannot_be_is_refused_and_the_interview_stays_as_it_was(engine: Engine) -> None:
    begun = interview(engine, members=[{"id": "a"}])
    with pytest.raises(CaseError, match="impossible value"):
        begun.answer({Missing("member.birth_date", "a"): datetime.date(1800, 1, 1)})
    assert begun.case.answers == ()


def test_a_changed_answer_sets_aside_what_nobody_would_be_asked_any_more(engine: Engine) -> None:
    """Whoever had a crash was asked where it happened; whoever had none has no place of it."""
    said = {"emergency": "accident", "basic_living_difficulty": True, "emergency_here": True, "area": "urban"}
    begun = interview(engine, household=said, members=[]).tell_topics({"emergency": TopicAnswer.TICKED})
    changed = begun.change({EMERGENCY: "none"})
    assert changed.case.values["household.emergency"] == "none"
    assert changed.case.set_aside == (SetAside("household.emergency_here", None, True),)
    assert "household.emergency_here" not in changed.case.values
    assert changed.case.values["household.area"] == "urban"


def test_what_is_set_aside_is_written_and_an_answer_takes_it_back(engine: Engine) -> None:
    aside = "set_aside:\n  - {fact: household.emergency_here, value: true}\n"
    text = f"case: somebody\npack: chongqing-2020\nas_of: 2026-11-28\n{aside}"
    begun = Interview(engine, read_case_bytes(text.encode(), "somebody.yaml", engine.pack))
    assert write_case(begun.case, engine.pack) == text
    assert begun.result.known("household.emergency_here") is None
    assert begun.answer({Missing("household.emergency_here", None): True}).case.set_aside == ()


def test_a_case_is_written_with_its_answers_and_reads_back(engine: Engine) -> None:
    text = (
        "case: somebody\npack: chongqing-2020\nas_of: 2026-11-28\neverybody: true\nmembers:\n  - id: a\n"
        "    employed: true\nanswers:\n"
        "  - {fact: member.employed, of: [a], answer: value, by: 李某, at: '2026-11-28 10:20'}\n"
        "  - {fact: members, answer: value}\n"
        "  - {fact: household.dibao, answer: to_check, source: 民政办, until: 2026-12-05}\n"
    )
    assert write_case(read_case_bytes(text.encode(), "somebody.yaml", engine.pack), engine.pack) == text


def test_topics_are_kept_with_who_asked_and_everything_can_be_looked_into(engine: Engine) -> None:
    told = interview(engine).tell_topics({"death": TopicAnswer.TICKED}, LI)
    assert told.case.topics == {"death": AskedTopic(TopicAnswer.TICKED, "李某", "2026-11-28 10:20")}
    whole = told.look_into_everything(LI)
    assert whole.result.closed == ()
    assert whole.case.topics["death"].answer is TopicAnswer.TICKED
