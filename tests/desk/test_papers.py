"""Papers: what an office has said stands on them, and what it has not said is a line to fill in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from desk.conftest import Desk

LINE = '<span class="fill"></span>'


def paper(desk: Desk, kind: str, language: str = "zh") -> str:
    """A paper of the first family, without the spaces between elements."""
    li = desk.browser("li")
    li.cookies["language"] = language
    page = li.get(f"/h/{desk.household('0001').id}/papers/{kind}").content.decode()
    return re.sub(r"\s*\n\s*", "", page)


def test_every_agency_of_a_benefit_has_a_window_and_a_phone_in_the_made_up_office(desk: Desk) -> None:
    from clausewise.desk.models import Window
    from clausewise.desk.packs import current_pack
    from clausewise.language.rules import RuleKind

    benefits = (rule for rule in current_pack().model.rules if rule.kind is RuleKind.BENEFIT)
    wanted = {agency for rule in benefits for agency in rule.agency}
    windows = {one.agency: one for one in Window.objects.all()}
    assert wanted <= set(windows)
    assert "medical_security" in windows
    assert all(one.place and one.phone.startswith("023-0000 ") for one in windows.values())
    assert "演示：机关和家庭都是虚构的" in paper(desk, "notice")


@pytest.mark.parametrize(
    ("language", "number"), [("zh", "编号：<b>（批准后编号）</b>"), ("en", "No. <b>(numbered when approved)</b>")]
)
def test_a_draft_says_that_it_is_numbered_when_it_is_approved(desk: Desk, language: str, number: str) -> None:
    assert number in paper(desk, "notice", language)


def test_a_transfer_form_says_where_the_department_is_whom_it_is_about_and_whom_to_tell(desk: Desk) -> None:
    page = paper(desk, "transfer-education")
    assert "窗口：<b>教育服务大厅2楼6窗</b> · 电话：<b>023-0000 0006</b>" in page
    assert "家庭：王秀英（编号 2026-0001、春晖社区）。" in page
    assert "办理结果请告：<b>春晖路街道（演示） 023-0000 0000</b>" in page
    assert '家庭联系方式：<span class="fill long"></span>' in page
    english = paper(desk, "transfer-education", "en")
    assert "Please tell what came of it to: <b>Chunhui Road Subdistrict (made up) 023-0000 0000</b>" in english


def test_what_an_office_has_not_said_is_a_line_to_fill_in(desk: Desk) -> None:
    from clausewise.desk.models import Household, OfficeSettings, Window

    Window.objects.all().delete()
    OfficeSettings.objects.update(phone="", is_made_up=False)
    Household.objects.update(village="")
    form, notice = paper(desk, "transfer-education"), paper(desk, "notice")
    assert f"窗口：{LINE} · 电话：{LINE}" in form
    assert '办理结果请告：<span class="fill long"></span>' in form
    assert "家庭：王秀英（编号 2026-0001）。" in form
    assert f"教育部门<br>{LINE}" in notice
    assert f"对本单有疑问，请找：春晖路街道（演示） {LINE}。对部门的决定不服" in notice
    assert "—" not in form


def test_nothing_on_paper_is_smaller_than_9_points(desk: Desk) -> None:
    from django.contrib.staticfiles import finders

    sheet = Path(str(finders.find("desk/paper.css"))).read_text("utf-8")
    sizes = [float(one) for one in re.findall(r"(?:font-size|font): ([0-9.]+)pt", sheet)]
    assert min(sizes) >= 9
