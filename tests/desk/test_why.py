"""Why a finding is so and what would turn it: conditions, words lit where they stand, the smallest sets."""

from __future__ import annotations

import html
import re

from desk.conftest import Desk


def read(desk: Desk, number: str, finding: str, language: str = "zh") -> str:
    """The page on a finding, as one reads its source with the spaces between elements left out."""
    li = desk.browser("li")
    li.cookies["language"] = language
    page = li.get(f"/h/{desk.household(number).id}/why/{finding}")
    assert page.status_code == 200
    return re.sub(r"\s*\n\s*", "", html.unescape(page.content.decode()))


def said(page: str) -> str:
    """What stands on a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page))


def test_what_must_hold_together_stands_together_with_and_between_it(desk: Desk) -> None:
    page = read(desk, "0001", "housing.urban_dibao")
    assert "要适用，最少需要（下面2种情形，任一种即可；连在一起的要同时具备）" in page
    assert (
        '<li><span class="quiet">同时具备：</span><ul class="together"><li>符合住房保障条件：是</li>'
        '<li><span class="join">并且</span>低保类别：城市低保</li></ul></li>'
    ) in page.replace("</span> ", "</span>")


def test_conditions_are_joined_by_and_or_or_and_those_that_decide_are_marked(desk: Desk) -> None:
    page = read(desk, "0001", "education.senior_high")
    tree = page[page.index('<ul class="tree">') :]
    both = '✓ 符合</span> 低保家庭（是）<span class="hidden"> （决定结论）</span></p></li>'
    both += '<li class="decides"><p class="join">并且</p><p><span class="truth truth-2">✓ 符合</span> 以下不成立'
    assert both in tree
    beside = '<li class="beside-it"><p class="join">或者</p><p><span class="truth truth-1">? 未知</span> 特困家庭成员'
    assert beside in tree


def test_the_words_of_a_condition_are_lit_in_the_printed_text_and_lead_to_their_clause(desk: Desk) -> None:
    page = read(desk, "0001", "housing.urban_dibao")
    assert '<summary lang="zh-Hans">「符合住房保障条件」13.1</summary>' in page
    assert "对<mark>符合住房保障条件</mark>的城镇低保家庭、" in page
    assert '<a href="/policy/13#p13.1">' in page


def test_what_is_missing_leads_to_where_it_is_answered(desk: Desk) -> None:
    household = desk.household("0001").id
    page = read(desk, "0001", "housing.urban_dibao")
    assert f'<a href="/h/{household}/answers/household.dibao_list">去答' in page
    assert "（问本机关，由住房城乡建设部门决定）" in page
    head = desk.browser("zhao").get(f"/h/{household}/why/housing.urban_dibao").content.decode()
    assert '<a href="/office#office.reads.urban_dibao">办公室' in head
    assert "去答" not in head


def test_whoever_it_does_not_apply_to_is_told_in_a_line_that_leads_to_a_page_of_its_own(desk: Desk) -> None:
    household = desk.household("0001")
    mother, _ = household.members.all()
    page = read(desk, "0001", "education.senior_high")
    assert page.count('<ul class="tree">') == 1
    assert "10.1 普通高中阶段资助 · 王秀英：就读阶段：不在读（条件：就读阶段 = 普通高中）" in said(page)
    assert f'<a href="/h/{household.id}/why/education.senior_high@{mother.id}">' in page
    alone = read(desk, "0001", f"education.senior_high@{mother.id}")
    assert "不适用" in said(alone)
    assert '<ul class="tree">' in alone


def test_the_day_from_which_it_turns_is_told(desk: Desk) -> None:
    household, li = desk.household("0001"), desk.browser("li")
    _, son = household.members.all()
    for fact in ("member.orphan", "member.meets_housing_criteria"):
        cell = {"group": "1", "cell1": f"{fact}@{son.id}=", f"v:{fact}@{son.id}": "true"}
        li.post(f"/h/{household.id}/answers/{fact}", cell)
    page = said(read(desk, "0001", f"housing.urban_orphan@{son.id}"))
    assert "要适用，最少需要： 从 2028-05-06 起，其他情况不变" in page


def test_it_is_said_in_english_too_and_words_stay_as_the_page_has_them(desk: Desk) -> None:
    page = said(read(desk, "0001", "housing.urban_dibao", "en"))
    for one in ("Hangs on: urban or rural dibao", "What would turn it", "? not known", "「符合住房保障条件」13.1"):
        assert one in page
    assert "everybody: true" not in page
