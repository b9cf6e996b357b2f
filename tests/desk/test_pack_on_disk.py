"""A desk works with the pack as it opened it: what becomes of its files changes nothing, and who runs it is told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from desk.conftest import Desk
from desk.test_fields import shown

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
