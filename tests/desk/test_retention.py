"""Households that were kept long enough: listed by number and day alone, removed in one act, each in the log."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Any

import pytest

from desk.conftest import Desk
from desk.test_command import command


def make_old(household: Any, day: str) -> None:
    """Have everything that was done with a household have been done on a day."""
    from clausewise.desk.models import Answer, Household

    at = datetime.datetime.fromisoformat(f"{day}T12:00+00:00")
    Household.objects.filter(pk=household.pk).update(begun_at=at)
    Answer.objects.filter(household=household).update(at=at)


def listed(page: str) -> dict[str, str]:
    """What a page lists: the last day by the number."""
    return dict(re.findall(r"(2026-\d{4})</td><td[^>]*>(\d{4}-\d\d-\d\d)<", page))


def send(desk: Desk, number: str, ids: list[str]) -> str:
    page = desk.browser("zhao").post("/retention", {"number": number, "household": ids}, follow=True)
    text: str = page.content.decode()
    return text


def test_the_years_begin_with_the_last_thing_that_was_done(desk: Desk) -> None:
    first, second = desk.household("0001"), desk.household("0002")
    make_old(first, "2021-11-27")
    make_old(second, "2021-11-28")
    page = desk.browser("zhao").get("/retention").content.decode()
    assert listed(page) == {"2026-0001": "2021-11-27"}
    assert "王秀英" not in page
    assert "有 1 家已过保存年限" in desk.browser("zhao").get("/office").content.decode()
    desk.browser("li").post(f"/h/{first.id}/topics", {"topic": ["house"]})
    assert listed(desk.browser("zhao").get("/retention").content.decode()) == {}


def test_what_is_being_reviewed_is_never_among_them(desk: Desk) -> None:
    household = desk.household("0001")
    desk.browser("li").post(f"/h/{household.id}/review", {"act": "send"})
    make_old(household, "2019-01-01")
    household.decisions.update(sent_at=datetime.datetime(2019, 1, 1, tzinfo=datetime.UTC))
    assert listed(desk.browser("zhao").get("/retention").content.decode()) == {}


def test_they_are_removed_in_one_act_once_their_number_was_typed_and_each_is_in_the_log(desk: Desk) -> None:
    from clausewise.desk.models import Household, LogEntry, Person

    old = [desk.household("0001"), desk.household("0003")]
    for one in old:
        make_old(one, "2020-05-05")
    ids = [one.pk for one in old]
    assert "请填家数 2" in send(desk, "1", ids)
    assert Household.objects.count() == 4
    assert "已删除 2 家" in send(desk, "2", ids)
    assert not Household.objects.filter(pk__in=ids).exists()
    entries = LogEntry.objects.filter(act="erased")
    assert {(one.household, one.about) for one in entries} == {(one, "retention") for one in ids}
    assert {one.person for one in entries} == {Person.objects.get(username="zhao").id}
    kept = b"".join(path.read_bytes() for path in desk.folder.root.rglob("*") if path.is_file())
    assert "王秀英".encode() not in kept
    assert "删除 " in desk.browser("zhao").get("/log").content.decode().replace("</td>", " ")


def test_nothing_is_removed_that_was_not_listed_or_whose_time_is_not_over(desk: Desk) -> None:
    from clausewise.desk.models import Household

    old, other, young = desk.household("0001"), desk.household("0003"), desk.household("0002")
    for one in (old, other):
        make_old(one, "2020-05-05")
    assert "已删除 1 家" in send(desk, "2", [old.pk, young.pk])
    assert sorted(one.number[-4:] for one in Household.objects.all()) == ["0002", "0003", "0004"]


@pytest.mark.parametrize(
    ("day", "years", "before"),
    [("2026-11-28", 5, "2021-11-28"), ("2028-02-29", 3, "2025-02-28"), ("2028-02-29", 4, "2024-02-29")],
)
def test_years_before_a_day_are_the_same_day_of_that_year(day: str, years: int, before: str) -> None:
    from clausewise.desk.retaining import years_before

    assert years_before(datetime.date.fromisoformat(day), years).isoformat() == before


def test_the_command_lists_them_and_removes_them_and_says_which_backups_still_have_them(desk: Desk) -> None:
    from clausewise.desk.models import Household, LogEntry, OfficeSettings

    make_old(desk.household("0001"), "2020-05-05")
    data = str(desk.folder.root)
    path = command("backup", "--data", data)[1].removeprefix("backed up to ").partition(",")[0]
    said = "2026-0001  last worked on 2020-05-05\n"
    assert command("retention", "--data", data) == (0, said + "kept for 5 years: 1; --remove removes them\n", "")
    removed = f"1 removed\nbackups still have them: {Path(path).name}\n"
    assert command("retention", "--data", data, "--remove") == (0, said + removed, "")
    assert not Household.objects.filter(number="2026-0001").exists()
    assert LogEntry.objects.get(act="erased").person == ""
    OfficeSettings.objects.update(retention_years=None)
    assert command("retention", "--data", data)[1] == "the office has not said for how many years data is kept\n"
