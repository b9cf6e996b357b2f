"""A desk works with the pack as it opened it: what becomes of its files changes nothing, and who runs it is told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from desk.conftest import Desk
from desk.test_fields import shown
from desk.test_review import approve, send

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def rules(tmp_path: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The rules of a copy of the pack, which the desk has opened."""
    from clausewise.desk import packs
    from clausewise.desk.views import data, policy

    root = tmp_path / "root"
    for kind in ("policy", "rules"):
        shutil.copytree(ROOT / kind / "chongqing-2020", root / kind / "chongqing-2020")
    cases = root / "cases" / "chongqing-2020"
    cases.mkdir(parents=True)
    shutil.copy(ROOT / "cases" / "chongqing-2020" / "children-in-difficulty.yaml", cases)
    (cases / "spoiled.yaml").write_text("housing.urban_dibao: [", encoding="utf-8")
    monkeypatch.setenv(packs.PACK, str(root / "rules" / "chongqing-2020"))
    opened = packs.opened.__wrapped__()
    for module in (packs, data, policy):
        monkeypatch.setattr(module, "opened", lambda: opened)
    return root / "rules" / "chongqing-2020"


def test_an_administrator_is_told_when_another_version_lies_where_the_pack_was_opened(desk: Desk, rules: Path) -> None:
    admin = desk.browser("admin")
    page = shown(admin.get("/data"))
    assert "核对台一直用它，到下次启动为止" in page
    assert "规则包的文件在打开以后" not in page
    facts = rules / "facts.yaml"
    facts.write_text(facts.read_text("utf-8") + "# later\n", encoding="utf-8")
    for where in ("/data", "/people"):
        assert "规则包的文件在打开以后换了版本。核对台仍用打开时的" in shown(admin.get(where)), where


@pytest.mark.parametrize("fault", ["broken", "gone"])
def test_of_files_that_cannot_be_opened_any_more_it_is_said_that_the_desk_would_not_start(
    desk: Desk, rules: Path, fault: str
) -> None:
    if fault == "gone":
        shutil.rmtree(rules.parent.parent)
    else:
        (rules / "facts.yaml").write_text("broken: [", encoding="utf-8")
    assert "现在打不开。核对台仍用打开时的" in shown(desk.browser("admin").get("/data"))


def test_what_becomes_of_the_files_changes_no_page_and_hinders_no_decision(desk: Desk, rules: Path) -> None:
    from clausewise.desk.views.policy import _cases_of

    household, li = desk.household("0001"), desk.browser("li")
    before = shown(li.get(f"/h/{household.id}/answer"))
    shutil.rmtree(rules.parent.parent)
    assert shown(li.get(f"/h/{household.id}/answer")) == before
    # Cases are read with the pack, and one that cannot be read is left out.
    assert _cases_of.__wrapped__(13, chinese=True) == ("孤儿、事实无人抚养儿童和其他困境儿童",)
    li.post(f"/h/{household.id}/review", {"act": "send"})
    desk.decide("zhao", household, "approve")
    assert household.state == "approved"
    assert len(list((desk.folder.receipts / "packs").glob("*.zip"))) == 1


@pytest.mark.parametrize(
    ("fact", "told", "value", "says"),
    [
        ("household.hearth", "value", True, "规则里已经没有的事项 是（规则改了，不再算）"),
        ("household.hearth", "to_check", None, "规则里已经没有的事项 待查（规则改了，不再算）"),
        ("topic.flood_of_1998", "value", "ticked", "规则里已经没有的事项 有（规则改了，不再算）"),
        ("household.dibao_list", "value", "of_the_past", "低保类别 of_the_past（规则改了，不再算）"),
        ("household.dibao_list", "set_aside", "of_the_past", "低保类别 of_the_past（规则改了，不再算）"),
    ],
)
def test_what_was_answered_and_the_rules_ask_no_more_is_kept_shown_and_counts_for_nothing(
    desk: Desk, fact: str, told: str, value: object, says: str
) -> None:
    from django.utils import timezone

    from clausewise.desk.models import Answer, Person

    household, li = desk.household("0001"), desk.browser("li")
    household.answers.filter(fact=fact).delete()
    Answer.objects.create(
        household=household, fact=fact, told=told, value=value, by=Person.objects.first(), at=timezone.now()
    )
    for page in ("members", "questions", "checks", "answer", "review", "papers/notice", "papers/file", "case"):
        assert li.get(f"/h/{household.id}/{page}").status_code == 200, page
    assert says in shown(li.get(f"/h/{household.id}/answers"))


def test_what_the_office_said_and_the_rules_ask_no_more_is_shown_and_counts_for_nothing(desk: Desk) -> None:
    import datetime

    from django.utils import timezone

    from clausewise.desk.models import Person, Statement
    from clausewise.desk.offices import office_now

    name = "office.reads.urban_dibao"
    Statement.objects.create(
        fact=name, value="of_the_past", since=datetime.date(2026, 1, 1), by="区府办",
        registered_by=Person.objects.first(), registered_at=timezone.now(),
    )  # fmt: skip
    assert "2026-01-01 of_the_past · 区府办" in shown(desk.browser("zhao").get("/office"))
    assert office_now().on(name, datetime.date(2026, 11, 28)) is None


@pytest.mark.parametrize("kept", [None, b"no zip"])
def test_of_a_decision_whose_pack_is_lost_nothing_is_printed_and_it_says_so(desk: Desk, kept: bytes | None) -> None:
    from clausewise.desk import statements
    from clausewise.desk.models import Decision

    household = send(desk)
    approve(desk, household)
    lost = "0" * 64
    Decision.objects.update(pack=lost, rests_on=None)
    statements._pack_of.cache_clear()
    if kept is not None:
        (desk.folder.receipts / "packs" / f"{lost}.zip").write_bytes(kept)
    li = desk.browser("li")
    page = shown(li.get(f"/h/{household.id}/papers"))
    assert "现在出不了单" in page
    assert "送核和批准" in page
    assert li.get(f"/h/{household.id}/papers/notice").status_code == 302
    for where in ("answer", "review", "questions"):
        assert li.get(f"/h/{household.id}/{where}").status_code == 200, where
