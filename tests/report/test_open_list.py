"""A case that may list not everybody: what the head of an answer says, what is asked, and how a proof names others."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from clausewise.case import read_case_bytes
from clausewise.engine import Result
from clausewise.engine.turning import find_turnings
from clausewise.report import ReportOptions
from clausewise.report.answer.explaining import print_explanation
from clausewise.report.answer.markdown import render_markdown
from clausewise.report.answer.text import print_results
from records.recorded import answer_data
from report.households import engine

SON = """
case: son-alone-listed
as_of: 2020-12-07
household: {dibao: false}
members:
  - {id: son, student_stage: senior_high, destitute_support: none}
"""
STUDENT = "education.senior_high@son"


def result(text: str = SON) -> Result:
    return engine().check(read_case_bytes(text.encode(), "son.yaml", engine().pack))


def printed(language: str, text: str = SON) -> str:
    console = Console(file=io.StringIO(), width=200)
    print_results(console, [result(text)], ReportOptions(language, only=("10",), everything=True))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_the_head_says_that_the_list_may_not_be_complete_and_the_question_how_to_say_that_it_is() -> None:
    assert (
        "The list of members may not be complete (1 listed, without everybody: true): findings are about those listed."
        in " ".join(printed("en").split())
    )
    assert "Are these all the people of the household? (if so, write everybody: true" in printed("en")
    assert "成员名单可能不完整（列出 1 人，未写 everybody: true）：认定只就列出的人作出。" in printed("zh")
    assert "列出的是否就是家庭的全部成员？（是，写 everybody: true；不是，把其他人也列出来）" in printed("zh")
    (note,) = [line for line in render_markdown([result()], ReportOptions("en")).splitlines() if "complete" in line]
    assert note.startswith("- ! The list of members may not be complete")


@pytest.mark.parametrize(
    "text", [SON.replace("members:", "everybody: true\nmembers:"), "case: nobody\nmembers: []\nas_of: 2020-12-07\n"]
)
def test_of_a_complete_list_nothing_is_said(text: str) -> None:
    assert "may not be complete" not in printed("en", text)


def test_the_question_is_in_the_json_once_and_the_case_says_that_it_lists_not_everybody() -> None:
    data = answer_data(result())
    assert (data["members"], data["everybody"]) == (["son"], False)
    (finding,) = (one for one in data["findings"] if one["rule"] == "education.senior_high")
    assert {"fact": "members"} in finding["missing"]


def test_a_proof_names_whoever_is_not_listed() -> None:
    console = Console(file=io.StringIO(), width=120)
    found = result()
    print_explanation(console, found.by_name[STUDENT], (), found, "en")
    assert isinstance(console.file, io.StringIO)
    assert "? anybody not listed: form of destitute support = dispersed (at home) (unknown)" in console.file.getvalue()


def test_a_measure_for_somebody_not_listed_is_not_refused_and_waits_for_whether_there_is_such_a_person() -> None:
    measure = result().measure(12)
    assert [finding.verdict.value for finding in measure.findings] == ["does_not_apply"]
    assert measure.verdict.value == "undetermined"
    complete = result(SON.replace("members:", "everybody: true\nmembers:"))
    assert complete.measure(12).verdict.value == "does_not_apply"
    console = Console(file=io.StringIO(), width=200)
    print_results(console, [result()], ReportOptions("zh", only=("12",), everything=True))
    assert isinstance(console.file, io.StringIO)
    shown = console.file.getvalue()
    assert "→ 12.1 重度残疾适龄儿童送教上门（未列出的成员（如有））" in shown
    assert "不适用" not in shown.partition("\n待定")[0]


def test_what_would_turn_a_finding_names_that_these_are_all_the_members_where_that_is_part_of_it() -> None:
    found = result()
    turnings = {one.verdict.value: one.sets for one in find_turnings(engine(), found, found.by_name[STUDENT])}
    first = [(change.fact, change.member, change.after) for change in turnings["does_not_apply"][0]]
    assert first == [("members", None, (True,)), ("member.dibao_alone", "son", (False,))]
    assert all(change.fact != "members" for changes in turnings["applies"] for change in changes)


def test_no_finding_is_about_whoever_is_not_listed_where_somebody_is() -> None:
    assert {finding.subject for finding in result().findings} == {None, "son"}
    nobody = result("case: nobody-listed\nas_of: 2020-12-07\n")
    assert {finding.subject for finding in nobody.findings} == {None, "?"}
