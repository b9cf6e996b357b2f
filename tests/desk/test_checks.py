"""What is to be checked: who finds it and by when, on the household's pages, on the list of today, in a case file."""

from __future__ import annotations

import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from desk.conftest import Desk

CRITERIA = "household.meets_housing_criteria"


def to_check(desk: Desk, fact: str = CRITERIA) -> Any:
    """A household of which a fact is to be checked, said on the page on which one changes it."""
    household = desk.household("0001")
    cell = {"group": "1", "cell1": f"{fact}=", f"v:{fact}": "to_check", "source": "本人"}
    desk.browser("li").post(f"/h/{household.id}/answers/{fact}", cell)
    return household


def assign(desk: Desk, household: Any, finder: str, until: str, account: str = "li") -> str:
    """Say who finds it and by when, and what the page says then."""
    browser, where = desk.browser(account), f"/h/{household.id}/checks"
    page = browser.get(where).content.decode()
    seen = dict(re.findall(r'name="(seen:[^"]+)" value="([^"]+)"', page))
    sent = {**seen, f"finder:{CRITERIA}": finder, f"until:{CRITERIA}": until}
    followed: str = browser.post(where, sent, follow=True).content.decode()
    return followed


def current(household: Any) -> Any:
    return household.answers.get(fact=CRITERIA, state="current")


def asked_again(household: Any) -> bool:
    from clausewise.desk.asking import Matter

    return any(CRITERIA in one.facts for one in Matter(household).plan)


def test_who_finds_it_is_the_agency_that_knows_it_unless_somebody_else_is_named(desk: Desk) -> None:
    household = to_check(desk)
    assert (current(household).source, current(household).until) == ("housing", None)
    page = desk.browser("li").get(f"/h/{household.id}/checks").content.decode()
    assert 'value="住房城乡建设部门"' in page
    page = assign(desk, household, "陈明", "2026-12-05")
    assert "已保存" in page
    assert (current(household).source, str(current(household).until)) == ("陈明", "2026-12-05")
    assert household.answers.filter(fact=CRITERIA).count() == 2
    assign(desk, household, "住房城乡建设部门", "2026-12-05")
    assert current(household).source == "housing"


def group_of(desk: Desk, household: Any) -> dict[str, str]:
    """What the fields of the page on which the fact is changed say of who finds it and by when."""
    page = desk.browser("li").get(f"/h/{household.id}/answers/{CRITERIA}").content.decode()
    return dict(re.findall(r'name="((?:check|finder|until)1)" value="([^"]*)"', page))


def test_who_finds_it_and_by_when_is_said_where_it_is_asked(desk: Desk) -> None:
    household = desk.household("0001")
    drawn = group_of(desk, household)
    assert drawn == {"check1": "住房城乡建设部门|", "finder1": "住房城乡建设部门", "until1": ""}
    where, cell = f"/h/{household.id}/answers/{CRITERIA}", {"group": "1", "cell1": f"{CRITERIA}="}
    asked = {**drawn, **cell, f"v:{CRITERIA}": "to_check"}
    li = desk.browser("li")
    li.post(where, {**asked, "finder1": "陈明", "until1": "2026年12月5日"})
    assert (current(household).source, str(current(household).until)) == ("陈明", "2026-12-05")
    drawn = group_of(desk, household)
    assert drawn == {"check1": "陈明|2026-12-05", "finder1": "陈明", "until1": "2026-12-05"}
    cell = {"group": "1", "cell1": f"{CRITERIA}={current(household).key}"}
    li.post(where, {**drawn, **cell, f"v:{CRITERIA}": "to_check"})
    assert household.answers.filter(fact=CRITERIA).count() == 1
    li.post(where, {**drawn, **cell, f"v:{CRITERIA}": "to_check", "until1": "2026-12-09"})
    assert str(current(household).until) == "2026-12-09"


def test_a_day_that_is_none_is_told_where_it_is_asked_and_nothing_is_saved(desk: Desk) -> None:
    household = desk.household("0001")
    sent = {**group_of(desk, household), "group": "1", "cell1": f"{CRITERIA}=", f"v:{CRITERIA}": "to_check"}
    page = desk.browser("li").post(f"/h/{household.id}/answers/{CRITERIA}", {**sent, "until1": "下周"}, follow=True)
    assert "哪天以前：“下周”不是日期" in page.content.decode()
    assert not household.answers.filter(fact=CRITERIA).exists()


def test_it_stands_where_one_looks_for_what_waits_and_among_the_answers(desk: Desk) -> None:
    household = to_check(desk)
    assign(desk, household, "陈明", "2026-12-05")
    li = desk.browser("li")
    for step in ("answer", "review"):
        page = li.get(f"/h/{household.id}/{step}").content.decode()
        assert "待查（1项）" in page
        assert "符合住房保障条件 · 陈明 · 2026-12-05 以前" in page
    for step in ("answers", "papers/file"):
        assert "待查（陈明、2026-12-05 以前）" in li.get(f"/h/{household.id}/{step}").content.decode()
    english = desk.browser("li")
    english.cookies["language"] = "en"
    assert "to be checked (陈明, by 2026-12-05)" in english.get(f"/h/{household.id}/answers").content.decode()


def test_the_list_of_today_has_what_is_due_and_what_is_past(desk: Desk, monkeypatch: Any) -> None:
    household = to_check(desk)
    assign(desk, household, "陈明", "2026-12-01")
    row = desk.browser("li").get("/today").content.decode().partition(household.number)[0].rpartition("<tr>")[2]
    assert "余3天 · 待查" in row
    assert not asked_again(household)
    assert "待查 1 项" in desk.browser("li").get("/today").content.decode()
    monkeypatch.setenv("CLAUSEWISE_TODAY", "2026-12-02")
    page = desk.browser("li").get("/today").content.decode()
    assert "已过 2026-12-01" in page
    assert "到期 1" in page
    assert asked_again(household)
    assert "已过 2026-12-01" in desk.browser("li").get(f"/h/{household.id}/answer").content.decode()


def test_what_is_due_first_stands_first_and_what_is_never_due_last(desk: Desk) -> None:
    household = to_check(desk)
    assign(desk, household, "陈明", "2026-12-05")
    numbers = re.findall(r">(2026-\d{4})<", desk.browser("li").get("/today").content.decode())
    assert numbers == ["2026-0001", "2026-0004", "2026-0003", "2026-0002"]


def test_a_form_that_leaves_it_to_be_checked_leaves_who_and_when_as_they_were(desk: Desk) -> None:
    household = to_check(desk)
    assign(desk, household, "陈明", "2026-12-05")
    to_check(desk)
    assert (current(household).source, str(current(household).until)) == ("陈明", "2026-12-05")


def test_once_it_is_found_nothing_waits_any_more(desk: Desk) -> None:
    household = to_check(desk)
    assign(desk, household, "陈明", "2026-12-01")
    cell = {"group": "1", "cell1": f"{CRITERIA}={current(household).key}", f"v:{CRITERIA}": "true"}
    desk.browser("li").post(f"/h/{household.id}/answers/{CRITERIA}", cell)
    household.refresh_from_db()
    assert (household.checks, household.check_due, household.due) == (0, None, None)
    assert "没有待查的" in desk.browser("li").get(f"/h/{household.id}/checks").content.decode()


def test_what_is_no_day_or_is_past_is_refused_with_what_was_typed(desk: Desk) -> None:
    household = to_check(desk)
    assert "符合住房保障条件：“下周”不是日期" in assign(desk, household, "陈明", "下周")
    assert "2026-11-01 已经过了" in assign(desk, household, "陈明", "2026-11-01")
    assert current(household).source == "housing"


def test_a_case_file_keeps_who_finds_it_and_by_when(desk: Desk) -> None:
    from clausewise.desk.models import Household

    household, li = to_check(desk), desk.browser("li")
    assign(desk, household, "陈明", "2026-12-05")
    text = li.get(f"/h/{household.id}/case").content
    li.post("/import", {"file": SimpleUploadedFile("case.yaml", text)})
    again = Household.objects.order_by("number").last()
    assert again is not None
    assert (current(again).source, str(current(again).until)) == ("陈明", "2026-12-05")
    assert (again.checks, str(again.check_due)) == (1, "2026-12-05")


def test_two_who_name_another_finder_keep_both(desk: Desk) -> None:
    household = to_check(desk)
    stale = {f"seen:{CRITERIA}": current(household).key, f"finder:{CRITERIA}": "李芳", f"until:{CRITERIA}": ""}
    assign(desk, household, "陈明", "2026-12-05", "chen")
    desk.browser("li").post(f"/h/{household.id}/checks", stale)
    waiting = household.answers.get(fact=CRITERIA, state="waiting")
    assert (waiting.source, current(household).source) == ("李芳", "陈明")
