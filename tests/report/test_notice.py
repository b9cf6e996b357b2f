"""The notice that is handed to a family: what, who, where, when, on which words; what it is not; lines to fill in."""

from __future__ import annotations

import re
from pathlib import Path

from clausewise.report import ReportOptions, render
from cli.running import run
from report.households import check

ROOT = Path(__file__).parents[2]
STUDENT = ROOT / "cases/chongqing-2020/urban-dibao-student.yaml"

OFFICE = """\
office: chunhuilu
title: {zh: 春晖路街道, en: Chunhui Road subdistrict}
contacts:
  education: {place: 大厅3楼17号窗口, phone: 023-6888 1234}
"""
FAMILY = """\
case: family
as_of: 2020-12-07
household: {area: urban, dibao: true, dibao_list: urban}
everybody: true
members:
  - {id: 父亲, orphan: false, destitute_support: none, working_age: true, fit_for_work: true, wants_work: true,
     recognised_employment_difficulty: false, hard_to_find_work: true}
answers: [{fact: household.meets_housing_criteria, answer: to_check, at: 2020-12-07}]
"""


def notice(case_id: str, language: str, *only: str) -> str:
    return render([check(case_id)], "notice", ReportOptions(language, only))


def rows(page: str) -> list[list[str]]:
    """The cells of each row, without what they are marked with."""
    found = re.findall(r"<tr><td>.*?</tr>", page, re.DOTALL)
    cells = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for row in found]
    return [[re.sub(r"<br>", " ", re.sub(r"<(?!br)[^>]+>", "", cell)).strip() for cell in row] for row in cells]


def test_a_row_says_what_for_whom_where_when_and_on_which_words() -> None:
    assert rows(notice("nobody-employed", "zh", "16"))[0] == [
        "零就业家庭援助",
        "全家",
        "人力社保部门",
        "2020-12-06（已逾期）",
        "16.2「对有家庭成员处于劳动年龄段、有就业条件的家庭建立完善零就业家庭“发现—援助—消除—稳定”的长效机制，"
        "确保至少有1人在1个月内实现就业」",
    ]


def test_windows_come_from_the_office_file_and_what_it_does_not_say_is_a_line_to_fill_in(tmp_path: Path) -> None:
    office = tmp_path / "office.yaml"
    office.write_text(OFFICE, encoding="utf-8")
    page = run("check", STUDENT, "--office", office, "--format", "notice", "--lang", "zh").out
    assert "教育部门<br>大厅3楼17号窗口<br>023-6888 1234</td>" in page
    assert '住房城乡建设部门<br><span class="fill"></span></td>' in page
    assert "对本单有疑问，请找：春晖路街道" in page


def test_it_says_what_it_is_not_and_which_clauses_were_not_looked_at_and_names_the_pack_without_marks() -> None:
    page = notice("nobody-employed", "zh")
    assert "本单只说明政策，不是审批决定；是否给予由所列部门决定。" in page
    assert "第1–7条的文字不在本页，没有核对。" in page
    assert "对照重庆市社会救助37条措施（2020年12月）第8–37条" in page
    assert "《" not in page.partition("<table")[0]


def test_nothing_of_the_program_and_nothing_on_fraud_stands_on_a_page_for_a_family() -> None:
    for language in ("zh", "en"):
        page = run("check", STUDENT, "--format", "notice", "--lang", language, "--as-of", "2024-03-01").out
        assert "--as-of" not in page
        assert "clausewise" not in page
        assert "欺" not in page
        assert "骗" not in page


def test_a_family_is_told_what_waits_to_be_found_out_and_not_asked_how_the_office_reads_the_document(
    tmp_path: Path,
) -> None:
    case = tmp_path / "family.yaml"
    case.write_text(FAMILY, encoding="utf-8")
    looked_at = ["--only", "13", "--only", "16.1", "--lang", "zh"]
    said = run("check", case, *looked_at).out
    assert "要由机关定（1）\n  ? “就业困难”是指已认定的就业困难人员，还是找工作有困难的人？" in said
    page = run("check", case, *looked_at, "--format", "notice").out
    assert "<b>还没有结论，要等弄清：</b>住房城乡建设部门：13.1 城镇低保家庭住房救助；16.1 " in page
    assert "<li>“就业困难”" not in page


def test_the_day_is_written_as_on_a_letter_and_what_to_bring_stands_before_what_not_to() -> None:
    page = notice("nobody-employed", "zh")
    assert "同志：根据您反映的情况，按2020年12月7日的情况对照" in page
    assert page.index("<b>请带：</b>") < page.index("<b>不用带：</b>")
    assert "compared on 2020-12-07 with" in notice("nobody-employed", "en")


def test_what_need_not_be_brought_is_told_with_its_clause() -> None:
    spared = "32.4 可以通过国家或地方政务服务平台查询的证明材料（是哪些，文件没有列出，由窗口告知）"
    assert f"<p><b>不用带：</b>{spared}</p>" in notice("nobody-employed", "zh")
    assert "<b>No need to bring: </b>32.4 documents of proof that can be looked up" in notice("filed", "en")


def test_a_question_of_reading_names_its_clause_once() -> None:
    page = run("check", STUDENT, "--format", "notice", "--lang", "zh").out
    assert "<b>以下要看怎样理解文件：</b>第35.1条只是给各部门分工" in page


def test_where_no_topic_was_asked_the_family_is_asked_what_has_happened_and_not_what_hangs_on_it() -> None:
    page = run("check", STUDENT, "--format", "notice", "--lang", "zh").out
    assert "<li>家里遇到过下面哪些事？有人生病、受伤，正在看病、住院，或者准备去；看病、上学等" in page
    assert "突然发生" not in page


def test_what_is_no_claim_is_marked_and_a_family_without_benefits_is_told_that_it_may_still_have_some() -> None:
    assert any(
        row[0].endswith("不一定能得到") for row in rows(run("check", STUDENT, "--format", "notice", "--lang", "zh").out)
    )
    assert "No benefit is found yet" not in notice("nobody-in-it", "zh")
    assert "From what is known now no benefit is found yet" in notice("nobody-in-it", "en")


def test_a_family_of_whom_everything_is_known_is_not_sent_to_look_for_what_is_missing() -> None:
    page = notice("nobody-in-it", "zh", "12")
    assert "按现在知道的情况，没有认定能得到的待遇；情况有变，可以再来核对。" in page
    assert "见下面" not in page
    assert "<table>" not in notice("nobody-in-it", "en")
    assert "您家可以找下列部门办理" not in notice("nobody-in-it", "zh")


def test_it_says_how_a_decision_is_challenged_and_by_which_article_once_the_law_is_in_force() -> None:
    before, after = (
        run("check", STUDENT, "--format", "notice", "--lang", "zh", "--as-of", day).out
        for day in ("2026-06-30", "2026-07-01")
    )
    assert "可依法申请行政复议或者提起行政诉讼。" in before
    assert "可依法申请行政复议或者提起行政诉讼（《社会救助法》第七十六条）。" in after


def test_of_many_departments_the_first_stands_with_how_many_others_there_are() -> None:
    case = STUDENT.parent / "dibao-family-35-claims.yaml"
    page = run("check", case, "--format", "notice", "--lang", "zh", "--only", "35").out
    assert "另有6个部门，可请告知人说明" in page


def test_a_family_is_not_asked_on_a_notice_about_procedure() -> None:
    page = run("check", STUDENT, "--only", "13", "--only", "31", "--format", "notice", "--lang", "zh").out
    assert "是否已提出社会救助申请" not in page


def test_nothing_on_a_notice_is_smaller_than_9_points() -> None:
    sizes = [
        float(one) for one in re.findall(r"(?:font-size|font): ([0-9.]+)pt", notice("nobody-employed", "en", "16"))
    ]
    assert sizes
    assert min(sizes) >= 9


TO_FIND_OUT = """\
case: family
as_of: 2020-12-07
household: {area: urban, dibao: true, dibao_list: urban}
everybody: true
members:
  - {id: 父亲, birth_date: 1980-01-01, orphan: false, destitute_support: none, working_age: true, fit_for_work: true,
     wants_work: true, hard_to_find_work: true}
answers:
  - {fact: household.meets_housing_criteria, answer: to_check, at: 2020-12-07}
  - {fact: member.recognised_employment_difficulty, of: [父亲], answer: to_check, at: 2020-12-07}
  - {fact: member.meets_startup_loan_conditions, of: [父亲], answer: to_check, source: 陈明, at: 2020-12-07}
"""


def test_what_is_not_settled_stands_with_whoever_has_to_find_it_out(tmp_path: Path) -> None:
    case = tmp_path / "family.yaml"
    case.write_text(TO_FIND_OUT, encoding="utf-8")
    page = run("check", case, "--format", "notice", "--lang", "zh").out
    assert (
        "<b>还没有结论，要等弄清：</b>住房城乡建设部门：13.1 城镇低保家庭住房救助；"
        "陈明：15.1 创业担保贷款贴息（父亲）；16.1 就业困难救助对象就业援助（父亲）、35.1 "
    ) in page
    english = run("check", case, "--format", "notice", "--lang", "en").out
    assert (
        "housing and urban-rural development department: 13.1 Housing aid for urban dibao families; 陈明: " in english
    )


def test_which_clauses_go_by_a_reading_of_the_office_is_said_beside_what_the_notice_is_not() -> None:
    fire = ROOT / "cases/chongqing-2020/stove-fire-office-counts-any-disaster.yaml"
    chinese, english = (run("check", fire, "--format", "notice", "--lang", one).out for one in ("zh", "en"))
    assert "由所列部门决定。 第19.2条按本机关的读法。" in chinese
    assert "By how this office reads the words: 19.2." in english
    assert "按本机关的读法" not in notice("nobody-employed", "zh")
