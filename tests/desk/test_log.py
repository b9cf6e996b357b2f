"""The log: ids and kinds of acts, never a name or a value; nobody changes it unnoticed; backups hold its head."""

from __future__ import annotations

import shutil
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from desk.conftest import Desk
from desk.test_fields import shown


def faults(heads: tuple[str, ...] = ()) -> list[str]:
    from clausewise.desk.logbook import faults as found

    return [one.en for one in found(heads)]


def tamper(desk: Desk, *statements: str) -> None:
    """Do something to the database as somebody would who has the file, without its triggers."""
    from django.db import connection

    connection.close()
    with closing(sqlite3.connect(desk.folder.database)) as opened, opened:
        opened.execute("DROP TRIGGER desk_log_is_not_changed")
        opened.execute("DROP TRIGGER desk_log_is_not_deleted")
        for one in statements:
            opened.execute(one)


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE desk_logentry SET person = 'x' WHERE id = 1", "an entry of the log is never changed"),
        ("DELETE FROM desk_logentry WHERE id = 1", "an entry of the log is never deleted"),
    ],
)
def test_the_database_refuses_to_change_or_delete_an_entry(desk: Desk, statement: str, says: str) -> None:
    with closing(sqlite3.connect(desk.folder.database)) as opened, pytest.raises(sqlite3.IntegrityError, match=says):
        opened.execute(statement)


def test_an_untouched_log_is_whole(desk: Desk) -> None:
    desk.browser("li").get(f"/h/{desk.household('0001').id}/answer")
    assert faults() == []


def test_a_changed_entry_is_found(desk: Desk) -> None:
    tamper(desk, "UPDATE desk_logentry SET act = 'looked' WHERE id = 2")
    assert faults() == ["entry 2 of the log was changed or not written here"]


def test_an_entry_that_was_taken_out_is_found(desk: Desk) -> None:
    tamper(desk, "DELETE FROM desk_logentry WHERE id = 2")
    assert faults() == ["entry 2 of the log is missing"]


def test_a_tail_that_was_cut_off_is_found_by_a_head_that_is_written_down(desk: Desk) -> None:
    from clausewise.desk.logbook import head, write_down_head

    written = head()
    tamper(desk, f"DELETE FROM desk_logentry WHERE id = {written.partition(':')[0]}")
    assert faults() == []
    assert faults((written,)) == [f"the log has no {written}, which is written down elsewhere"]
    desk.folder.heads.write_text(f"{written}\n", encoding="ascii")
    assert faults() == [f"the log has no {written}, which is written down elsewhere"]
    assert write_down_head() != written


def test_a_look_is_one_entry_in_a_quarter_of_an_hour_and_each_print_is_one(desk: Desk) -> None:
    from clausewise.desk.models import LogEntry

    household, li = desk.household("0001"), desk.browser("li")
    for step in ("answer", "members", "answer"):
        li.get(f"/h/{household.id}/{step}")
    assert LogEntry.objects.filter(act="looked", household=household.id).count() in (1, 2)
    for _ in range(2):
        li.get(f"/h/{household.id}/papers/notice")
    assert LogEntry.objects.filter(act="printed", household=household.id).count() == 2


def test_a_paper_that_there_is_not_was_not_printed_and_leaves_no_words_in_the_log(desk: Desk) -> None:
    from clausewise.desk.models import LogEntry

    household = desk.household("0001")
    page = desk.browser("li").get(f"/h/{household.id}/papers/notice%20张国强%20110105195812010024")
    assert page.status_code == 404
    assert not LogEntry.objects.filter(act="printed").exists()


def test_the_heads_that_are_written_down_are_for_their_owner_alone(desk: Desk) -> None:
    desk.browser("li").get(f"/h/{desk.household('0001').id}/papers/file")
    assert stat.S_IMODE(desk.folder.heads.stat().st_mode) == 0o600


def test_the_log_has_no_name_and_no_value(desk: Desk) -> None:
    from clausewise.desk.models import LogEntry

    household, li = desk.household("0001"), desk.browser("li")
    li.post(f"/h/{household.id}/topics", {"topic": ["illness"]})
    written = str(list(LogEntry.objects.values_list("act", "person", "household", "about", "facts")))
    assert "topic.illness" in written
    for word in ("王秀英", "李芳", "li'", "1981", "ticked", "春晖"):
        assert word not in written


def test_a_backup_restored_is_the_same_desk_and_its_log_is_whole(desk: Desk, tmp_path: Path) -> None:
    from django.db import connection

    from clausewise.desk.backing_up import back_up
    from clausewise.desk.models import Household

    household = desk.household("0001")
    desk.browser("li").post(f"/h/{household.id}/review", {"act": "send"})
    desk.decide("zhao", household, "approve")
    path, head = back_up(desk.folder, tmp_path / "away")
    keys = desk.folder.root / "keys"
    assert not list(path.rglob("desk.key"))
    before = list(Household.objects.values("id", "number", "state"))
    receipts = sorted(one.name for one in desk.folder.receipts.glob("*.json"))
    connection.close()
    shutil.copytree(keys, tmp_path / "keys")
    shutil.rmtree(desk.folder.root)
    shutil.copytree(path, desk.folder.root)
    shutil.copytree(tmp_path / "keys", keys)
    assert list(Household.objects.values("id", "number", "state")) == before
    assert sorted(one.name for one in desk.folder.receipts.glob("*.json")) == receipts
    assert faults((head,)) == []
    assert desk.browser("li").get(f"/h/{household.id}/papers/notice").status_code == 200


def test_the_page_of_the_log_calls_facts_papers_and_people_by_their_names(desk: Desk) -> None:
    household, li = desk.household("0001"), desk.browser("li")
    li.post(f"/h/{household.id}/topics", {"topic:house": "1"})
    li.get(f"/h/{household.id}/papers/file")
    page = desk.browser("zhao").get("/log").content.decode()
    assert "存档副本" in page
    for name in ("household.", "member.", "topic.", "application.", ">file<"):
        assert name not in page


def test_what_an_act_was_about_is_listed_as_the_language_of_the_page_does(desk: Desk) -> None:
    household, li = desk.household("0001"), desk.browser("li")
    where = f"/h/{household.id}/topics"
    sent = {"topic": ["death", "work"], "page": "k1"}
    li.post(where, sent)
    zhao = desk.browser("zhao")
    chinese = shown(zhao.get("/log"))
    zhao.post("/language", {"language": "en"})
    english = shown(zhao.get("/log"))
    assert "、" in chinese
    assert "、" not in english.partition("answers")[2]
