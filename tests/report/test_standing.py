"""What an undetermined finding waits for, in a word; what was asked and left open is not asked again."""

from __future__ import annotations

import io
import re

import pytest
from rich.console import Console

from clausewise.case import read_case_bytes
from clausewise.report import ReportOptions
from clausewise.report.answer.standing import Waits, waits_for
from clausewise.report.answer.text import print_results
from report.households import engine

SON = """\
case: son-at-school
as_of: 2020-12-07
household: {area: urban, dibao: true, dibao_list: urban}
everybody: true
members: [{id: son, student_stage: senior_high}]
"""
ASKED = "answers: [{fact: household.meets_housing_criteria, answer: ANSWER, by: 小陈, at: 2020-12-07}]\n"
HOUSING = "housing.urban_dibao"


@pytest.mark.parametrize(
    ("more", "name", "waits"),
    [
        ("", HOUSING, Waits.NOT_ASKED),
        (ASKED.replace("ANSWER", "to_check"), HOUSING, Waits.TO_CHECK),
        (ASKED.replace("ANSWER", "unknown"), HOUSING, Waits.NOBODY_KNOWS),
        ("", "safeguards.recovery_after_deceit", Waits.NOT_RAISED),
        ("topics: {illness: {answer: not_ticked}}\n", "medical.one_stop_settlement@son", Waits.NOT_LOOKED_INTO),
        ("topics: {illness: {answer: ticked}}\n", "medical.one_stop_settlement@son", Waits.NOT_ASKED),
    ],
)
def test_undetermined_says_which(more: str, name: str, waits: Waits) -> None:
    result = engine().check(read_case_bytes((SON + more).encode(), "son.yaml", engine().pack))
    assert waits_for(result, result.by_name[name]) is waits


def test_what_was_asked_and_left_open_is_told_apart_from_what_is_still_to_ask() -> None:
    case = read_case_bytes((SON + ASKED.replace("ANSWER", "to_check")).encode(), "son.yaml", engine().pack)
    out = io.StringIO()
    print_results(Console(width=100, file=out), [engine().check(case)], ReportOptions("zh", ("13",)))
    asked, _, left_open = out.getvalue().partition("待查（1）")
    assert "：符合住房保障条件（小陈、2020-12-07）\n" in left_open
    assert "住房保障部门" not in asked


def test_members_of_whom_the_same_was_left_open_stand_together() -> None:
    family = SON.replace("{id: son, student_stage: senior_high}", "{id: 父亲}, {id: 母亲}, {id: 儿子}")
    both = "answers: [{fact: member.wants_work, of: [父亲, 母亲], answer: unknown, at: 2020-12-07}]\n"
    out = io.StringIO()
    case = read_case_bytes((family + both).encode(), "family.yaml", engine().pack)
    print_results(Console(width=100, file=out), [engine().check(case)], ReportOptions("zh", ("16",)))
    assert "问过，不知道（1）：父亲、母亲：有就业需求（2020-12-07）\n" in out.getvalue()


def test_what_was_not_looked_into_stands_by_the_topic_that_nobody_raised() -> None:
    written = SON + "topics: {illness: {answer: not_ticked}}\n"
    out = io.StringIO()
    result = engine().check(read_case_bytes(written.encode(), "son.yaml", engine().pack))
    print_results(Console(width=100, file=out), [result], ReportOptions("zh", ("9",)))
    assert "问过，家里说没有（1条：没有往下问，不是“不适用”）：有人生病、受伤" in out.getvalue()


ASKED_STATUS = """\
case: nobody-on-dibao
as_of: 2020-12-07
household: {area: urban, dibao: false, other_low_income: false, registered_poor: false}
everybody: true
members:
  - {id: 父亲, birth_date: 1980-01-01, disabled: false, employed: true, orphan: false, dibao_alone: false,
     destitute_support: none, student_stage: none}
topics: {illness: {answer: not_ticked}}
"""


def sections(written: str) -> dict[str, str]:
    """The sections on what was not asked, by their headings."""
    out = io.StringIO()
    result = engine().check(read_case_bytes(written.encode(), "case.yaml", engine().pack))
    print_results(Console(width=100, file=out), [result], ReportOptions("zh"))
    said = re.sub(r"\n *(?=\S)(?!问过|没有问到|不适用（)", "", out.getvalue())
    return dict(re.findall(r"^(问过，家里说没有|没有问到)（.*?）(.*)$", said, re.MULTILINE))


def test_what_the_table_and_the_status_answer_is_not_told_as_not_asked() -> None:
    said = sections(ASKED_STATUS)
    assert "已经是救助对象" in said["问过，家里说没有"]
    assert "已经是救助对象" not in said["没有问到"]
    assert "家中有人去世" in said["没有问到"]


@pytest.mark.parametrize("unasked", ["dibao: false, ", "destitute_support: none, "])
def test_where_the_status_was_not_asked_to_the_end_it_is_told_as_not_looked_into(unasked: str) -> None:
    written = ASKED_STATUS.replace("\n     ", " ").replace(unasked, "")
    said = sections(written)
    assert "已经是救助对象" in said["没有问到"]


def test_what_was_left_open_of_the_same_people_on_the_same_day_is_said_once() -> None:
    facts = ("wants_work", "recognised_employment_difficulty")
    told = "".join(f"  - {{fact: member.{one}, of: [son], answer: unknown, at: 2020-12-07}}\n" for one in facts)
    out = io.StringIO()
    case = read_case_bytes((SON + "answers:\n" + told).encode(), "son.yaml", engine().pack)
    print_results(Console(width=100, file=out), [engine().check(case)], ReportOptions("zh", ("16",)))
    assert "问过，不知道（1）：son：有就业需求、已认定为就业困难人员（2020-12-07）\n" in out.getvalue()
