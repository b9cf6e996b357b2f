"""What is typed at a prompt becomes what is answered of each fact it asks, by numbers and names; nothing is guessed."""

from __future__ import annotations

import datetime

import pytest

from clausewise.case import Case, Member
from clausewise.case.answers import Told
from clausewise.case.topics import TopicAnswer
from clausewise.cli.prompt_answers import place_typed, read_prompt, read_topics, refuse_two_heads
from clausewise.engine import Missing
from clausewise.interview import Form, Prompt, Stage
from clausewise.interview.answering import Answered
from clausewise.interview.typed import Misread
from clausewise.packs import open_pack

PACK = open_pack("chongqing-2020")
YES, NO, UNKNOWN, TO_CHECK = True, False, Told.UNKNOWN, Told.TO_CHECK


ENDLESS = "9" * 5000
"""A number that Python refuses to read: only a hand that lies on the keyboard types it."""


def asked(form: Form, *about: str, known_by: str | None = None) -> Prompt:
    """A prompt about facts, each `fact` or `fact@member`."""
    names = (one.partition("@") for one in about)
    facts = tuple(Missing(fact, member or None) for fact, _, member in names)
    return Prompt(Stage.BENEFITS, form, facts, known_by=known_by)


def read(prompt: Prompt, typed: str) -> list[Answered]:
    """What is answered, in the order of what is asked."""
    found = read_prompt(prompt, PACK.facts, typed, "en")
    return [found[one] for one in prompt.about]


HOUSEHOLD = asked(Form.TICK, "household.dibao", "household.other_low_income", "household.registered_poor")
HOUSING = asked(Form.TICK, "household.meets_housing_criteria", "household.meets_renovation_policy", known_by="housing")
POSTS = asked(
    Form.TICK,
    "member.meets_public_post_conditions@妈妈",
    "member.meets_public_post_conditions@son",
    known_by="human_resources",
)
ONE_POST = asked(Form.TICK, "member.meets_public_post_conditions@son", known_by="human_resources")
ILL = asked(Form.TICK, "member.seeks_care@妈妈", "member.seeks_care@Wang Li", "member.seeks_care@son")
BOTH = asked(Form.TICK, "member.orphan@妈妈", "member.orphan@son", "member.disabled@son")
BORN = asked(Form.COLUMN, "member.birth_date@妈妈", "member.birth_date@Wang Li")
STAGE = asked(Form.COLUMN, "member.student_stage@妈妈", "member.student_stage@Wang Li", "member.student_stage@son")
RELATION = asked(Form.COLUMN, "member.relation@妈妈", "member.relation@son")


@pytest.mark.parametrize(
    ("typed", "answers"),
    [
        ("1 3", [YES, NO, YES]),
        ("1,3", [YES, NO, YES]),
        ("2?", [NO, UNKNOWN, NO]),
        ("-", [NO, NO, NO]),
        ("都没有", [NO, NO, NO]),
        ("", [UNKNOWN] * 3),
        ("c", [TO_CHECK] * 3),
    ],
)
def test_facts_of_the_household_are_ticked_by_number(typed: str, answers: list[Answered]) -> None:
    assert read(HOUSEHOLD, typed) == answers


def test_what_a_department_finds_is_to_be_checked_where_it_is_left_out_and_refused_only_in_so_many_words() -> None:
    assert read(HOUSING, "1") == [YES, TO_CHECK]
    assert read(HOUSING, "1 -2") == [YES, NO]
    assert read(HOUSING, "-") == [TO_CHECK, TO_CHECK]
    assert read(HOUSING, "-1 -2") == [NO, NO]
    assert read(POSTS, "-") == [TO_CHECK, TO_CHECK]
    assert read(POSTS, "-妈妈 son") == [NO, YES]
    assert read(ONE_POST, "-") == [TO_CHECK]
    assert read(ONE_POST, "n") == [NO]


def test_a_household_has_one_head() -> None:
    case = Case("home", datetime.date(2026, 11, 29), {}, (Member("妈妈", {}), Member("son", {})), everybody=True)

    with pytest.raises(Misread, match="户主只能有一个，写了：妈妈、son"):
        refuse_two_heads(case, read_prompt(RELATION, PACK.facts, "全 1", "zh"), PACK.facts, "zh")
    refuse_two_heads(case, read_prompt(RELATION, PACK.facts, "1,3", "zh"), PACK.facts, "zh")


@pytest.mark.parametrize(
    ("typed", "answers"),
    [
        ("妈妈 son", [YES, NO, YES]),
        ("Wang Li, son", [NO, YES, YES]),
        ("2", [NO, YES, NO]),
        ("全家", [YES, YES, YES]),
        ("son?", [NO, NO, UNKNOWN]),
    ],
)
def test_one_fact_of_several_people_is_ticked_by_their_names_or_numbers(typed: str, answers: list[Answered]) -> None:
    assert read(ILL, typed) == answers


@pytest.mark.parametrize(
    ("typed", "answers"),
    [
        ("1 妈妈", [YES, NO, NO]),
        ("1 all; 2 son", [YES, YES, YES]),
        ("2", [NO, NO, YES]),
        ("1? son", [NO, UNKNOWN, NO]),
    ],
)
def test_several_facts_of_several_people_are_ticked_by_number_and_name(typed: str, answers: list[Answered]) -> None:
    assert read(BOTH, typed) == answers


@pytest.mark.parametrize(
    ("prompt", "typed", "why"),
    [
        (HOUSEHOLD, "4", "write numbers of the list"),
        (HOUSEHOLD, "maybe", "write numbers of the list"),
        (ILL, "uncle", "uncle is not asked about"),
        (BOTH, "1", "who is it of 1"),
        (BOTH, "2 妈妈", "妈妈 is not asked about"),
        (BORN, "1980-05-02", "2 people are asked about, and 1 answers"),
        (RELATION, "1", "2 people are asked about, and 1 answers"),
        (STAGE, "son 9", "write a number from 1 to 6"),
    ],
)
def test_what_cannot_be_told_apart_is_asked_again(prompt: Prompt, typed: str, why: str) -> None:
    with pytest.raises(Misread, match=why):
        read(prompt, typed)


def test_a_column_is_filled_in_order_or_by_name() -> None:
    first, second = datetime.date(1980, 5, 2), datetime.date(2010, 3, 1)
    assert read(BORN, "1980-05-02, 2010-03-01") == [first, second]
    assert read(BORN, "Wang Li 2010-03-01") == [UNKNOWN, second]
    assert read(BORN, "1980-05-02, ?") == [first, UNKNOWN]


def test_whoever_is_left_out_of_a_choice_has_none_of_it_where_there_is_none_and_is_not_known_otherwise() -> None:
    assert read(STAGE, "son 5") == ["none", "none", "senior_high"]
    assert read(STAGE, "-") == ["none"] * 3
    assert read(STAGE, "all 3") == ["compulsory"] * 3
    assert read(RELATION, "妈妈 1") == ["head", UNKNOWN]
    assert read(RELATION, "1, 3") == ["head", "child"]


def test_topics_are_ticked_by_number_and_not_sure_is_an_answer() -> None:
    topics = [topic for topic in PACK.topics if topic.is_offered][:3]
    ids = [topic.id for topic in topics]
    yes, unsure, no = TopicAnswer.TICKED, TopicAnswer.NOT_SURE, TopicAnswer.NOT_TICKED

    assert read_topics(topics, "1 3?", "zh") == dict(zip(ids, (yes, no, unsure), strict=True))
    assert read_topics(topics, "没有", "zh") == dict.fromkeys(ids, no)
    assert read_topics(topics, "", "zh") == dict.fromkeys(ids, unsure)
    with pytest.raises(Misread, match="请写上面的编号"):
        read_topics(topics, "4", "zh")


def test_a_number_without_end_is_asked_for_again() -> None:
    with pytest.raises(Misread, match="write numbers of the list"):
        read_topics([topic for topic in PACK.topics if topic.is_offered], ENDLESS, "en")
    with pytest.raises(Misread, match="is not asked about"):
        read(POSTS, ENDLESS)
    assert (place_typed(ENDLESS, 3), place_typed("3", 3), place_typed("4", 3)) == (None, 3, None)
