"""What an answer says is still to be asked: what the interview asks, in its order; the office's questions apart."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from clausewise.case import Case, read_case
from clausewise.case.answers import Told
from clausewise.case.topics import AskedTopic, TopicAnswer
from clausewise.interview.interviewing import Interview
from clausewise.report import ReportOptions
from clausewise.report.answer.asking import Asking
from clausewise.report.answer.text import print_results
from clausewise.report.wording import Wording
from report.households import engine

CASES = Path(__file__).parents[2] / "cases" / "chongqing-2020"


def read(case_id: str) -> Case:
    return read_case(CASES / f"{case_id}.yaml", engine().pack)


def with_topics(case: Case, *ticked: str) -> Case:
    yes, no = AskedTopic(TopicAnswer.TICKED), AskedTopic(TopicAnswer.NOT_TICKED)
    offered = [topic.id for topic in engine().pack.topics if topic.is_offered]
    return replace(case, topics={name: yes if name in ticked else no for name in offered})


def printed(case: Case, language: str, *only: str) -> str:
    out = io.StringIO()
    print_results(Console(width=100, file=out), [engine().check(case)], ReportOptions(language, only))
    return out.getvalue()


def asking(case: Case, language: str = "zh", *only: str) -> Asking:
    result, options = engine().check(case), ReportOptions(language, only)
    return Asking(result, Wording(result.pack, language), options.selects)


@pytest.mark.parametrize("ticked", [(), ("illness", "work"), ("disaster",)])
def test_an_answer_asks_the_prompts_of_the_interview_in_its_order(ticked: tuple[str, ...]) -> None:
    case = with_topics(read("zero-employment-found-today"), *ticked)
    plan = Interview(engine(), case).plan()
    assert tuple(asking(case).prompts) == plan
    assert f"\n还要问（{len(plan)}问" in printed(case, "zh")


def test_where_no_topic_was_asked_they_are_asked_first_and_what_follows_is_counted_as_the_most_it_can_be() -> None:
    case = read("urban-dibao-student")
    begun = Interview(engine(), case).plan()
    prompts = asking(case).prompts
    assert tuple(prompts[: len(begun)]) == begun
    assert "\n还要问（最多27问，答完前23问" in printed(case, "zh")


def test_whoever_names_a_clause_is_asked_for_that_and_for_no_topic() -> None:
    assert [prompt.facts for prompt in asking(read("urban-dibao-student"), "zh", "16").prompts] == [
        ("member.wants_work", "member.recognised_employment_difficulty", "member.fit_for_work"),
        ("member.hard_to_find_work",),
    ]


def test_what_a_department_finds_says_so_and_what_the_office_has_to_say_stands_apart() -> None:
    said = printed(read("urban-dibao-student"), "en", "15", "16")
    assert "human resources and social security department to say" in said.replace("\n", " ")
    to_ask, _, office = said.partition("\nFor the office to say (")
    assert "recognised status" not in to_ask
    assert "? Does difficulty in employment mean a recognised status" in office


def test_no_more_lines_than_there_is_room_for_ask_and_name_what_the_office_has_to_say() -> None:
    questions = asking(read("zero-employment-found-today"))
    assert len(list(questions.in_lines(7))) == 7
    assert len(list(questions.in_lines(3))) == 3
    assert [item.mark for item in questions.of_office(2)] == ["?", "?"]


def test_what_waits_for_somebody_to_find_it_out_is_not_counted_as_settled() -> None:
    begun = Interview(engine(), with_topics(read("urban-dibao-student")))
    while not begun.is_settled and (prompt := begun.next()) is not None:
        begun = begun.answer(dict.fromkeys(prompt.about, Told.TO_CHECK))
    said = printed(begun.case, "zh")
    assert "待遇已问完，只剩办理程序，" in said
    assert "项待遇要等弄清）" in said
