"""An answer stands on one screen of 100 columns, however much a family gets, and nothing of it says something else.

Under forty lines for up to five benefits, two more for each further one. What is quoted is cut at punctuation alone.
"""

from __future__ import annotations

import html
import io
import re
from functools import cache

import pytest
from rich.cells import cell_len
from rich.console import Console

from clausewise.case import read_case_bytes
from clausewise.engine import Result
from clausewise.report import ReportOptions, render
from clausewise.report.answer.text import print_results
from report.households import engine

CHILDREN = (
    "{id: 大双, birth_date: 2016-06-01, student_stage: preschool}",
    "{id: 二双, birth_date: 2010-06-01, student_stage: compulsory}",
    "{id: 三双, birth_date: 2003-09-01, student_stage: secondary_vocational}",
    "{id: 四双, birth_date: 2002-09-01, student_stage: senior_high}",
    "{id: 五双, birth_date: 2000-02-01, student_stage: higher}",
)
LAWYER = "{id: 祖母, birth_date: 1950-02-01, meets_legal_aid_conditions: true}"

# A family by how many benefits are found for it, the encouraged one of clause 27 among them.
FAMILIES = {
    1: ("area: rural, dibao: true", ()),
    3: ("area: rural, dibao: true", CHILDREN[:2]),
    5: ("area: rural, dibao: true", CHILDREN[:4]),
    6: ("area: rural, dibao: true", CHILDREN),
    8: ("area: urban, dibao: true, dibao_list: urban, meets_housing_criteria: true", (*CHILDREN, LAWYER)),
}


@cache
def result(benefits: int) -> Result:
    household, members = FAMILIES[benefits]
    listed = ", ".join(members or ["{id: 祖母, birth_date: 1950-02-01}"])
    text = f"case: family\nas_of: 2020-12-07\nhousehold: {{{household}}}\neverybody: true\nmembers: [{listed}]\n"
    return engine().check(read_case_bytes(text.encode(), "family.yaml", engine().pack))


@cache
def screen(benefits: int, language: str, width: int = 100) -> str:
    out = io.StringIO()
    print_results(Console(width=width, file=out), [result(benefits)], ReportOptions(language))
    return out.getvalue()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("benefits", FAMILIES)
def test_an_answer_takes_under_forty_lines_for_five_benefits_and_two_more_for_each_further_one(
    benefits: int, language: str
) -> None:
    lines = screen(benefits, language).splitlines()
    assert sum(line.startswith(("  ● ", "  ○ ")) for line in lines) == benefits
    assert len(lines) < 40 + 2 * max(benefits - 5, 0)


@pytest.mark.parametrize("benefits", FAMILIES)
def test_a_claim_takes_two_lines_in_chinese_what_for_whom_from_whom_by_when_and_the_words(benefits: int) -> None:
    shown = screen(benefits, "zh").splitlines()
    for at, line in enumerate(shown):
        if line.startswith("  ● "):
            assert re.match(r"  ● \S+　\S+　找：\S+　何时：(文件未写|未写)(　|$)", line), line
            assert re.match(r"      应当 \d+\.\d 「.+」", shown[at + 1]), shown[at + 1]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("benefits", FAMILIES)
def test_what_is_quoted_stands_in_the_document_between_marks_and_keeps_what_is_given(
    benefits: int, language: str
) -> None:
    text = "".join(one.text for clause in engine().pack.document.clauses for one in clause.provisions)
    shown = re.sub(r"\n {16,}", "", screen(benefits, language))
    quoted = re.findall(r"^      (?:应当|鼓励|shall|encouraged) \d+\.\d 「(.+?)」", shown, re.MULTILINE)
    assert len(quoted) == benefits
    for stretch in filter(None, "……".join(quoted).split("……")):
        at = text.index(stretch)
        assert text[at - 1] in "，；。、" or at == 0
        assert text[at + len(stretch)] in "，；。、"
    assert all(one.endswith(("资助", "“两免一补”", "住房救助", "融入等服务", "法律援助服务")) for one in quoted)


def test_the_word_that_makes_it_no_claim_stays_in_what_is_quoted() -> None:
    shown = screen(8, "zh")
    assert "鼓励 27.1 「……鼓励社会工作服务机构和社会工作者协助社会救助部门开展家庭经济状况调查评估等事务，" in shown
    assert "○ 心理疏导等4项　全家6人　找：社会工作服务机构和社会工作者　何时：未写　不是应得　2处未写明\n" in shown


def test_what_the_words_leave_open_stands_with_each_benefit_however_little_room_there_is() -> None:
    for language, open_words in (("zh", r"\d处未写明|\d处有两种读法"), ("en", r"\d left open|\d read in two ways")):
        benefits = re.split(r"^  [●○] ", screen(8, language).split("\n\n")[1], flags=re.MULTILINE)[1:]
        assert len(benefits) == 8
        assert all(re.search(open_words, one) for one in benefits)


@pytest.mark.parametrize("benefits", FAMILIES)
def test_a_rendering_in_english_is_never_cut(benefits: int) -> None:
    english = engine().pack.english
    whole = {f"[ours: {' '.join(one.split())}]" for one in (*english.quotations.values(), *english.provisions.values())}
    shown = re.sub(r"\n      (?=[^ \[\n])", " ", screen(benefits, "en"))
    renderings = re.findall(r"\[ours: .*?\]$", shown, re.MULTILINE)
    assert len(renderings) == benefits
    assert set(renderings) <= whole


@pytest.mark.parametrize("form", ["html", "markdown"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_page_and_a_file_note_say_it_in_the_same_order(language: str, form: str) -> None:
    rendered = html.unescape(render([result(8)], form, ReportOptions(language)))
    for said in (screen(8, language), rendered.replace("\\", "")):
        places = [said.index(one) for one in ORDER[language]]
        assert places == sorted(places)


ORDER = {
    "zh": ("能得到（7项", "还要问（", "要由机关定", "程序，由机构办", "没有问到", "不适用（"),
    "en": (
        "Benefits (7,",
        "Still to ask (",
        "For the office to say",
        "Procedure, for",
        "Not looked into",
        "Does not apply (",
    ),
}


@pytest.mark.parametrize("width", [60, 80])
def test_on_a_narrow_terminal_no_line_is_wider_than_it(width: int) -> None:
    assert max(map(cell_len, screen(6, "en", width).splitlines())) <= width
