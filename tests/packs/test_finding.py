"""Packs are found by name, by path, where one stands or above, and among those installed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bad.reading import GOOD_PACK, lay_out_pack
from clausewise.errors import PackError, RequestError
from clausewise.packs import find, find_pack, installed_root, open_pack, pack_at_root


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder one stands in that holds the pack `small`."""
    lay_out_pack(GOOD_PACK, tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def add_pack(root: Path, pack_id: str) -> None:
    """Another pack beside `small`, alike but for its name."""
    for part in ("policy", "rules", "cases"):
        shutil.copytree(root / part / "small", root / part / pack_id)
    header = root / "rules" / pack_id / "pack.yaml"
    header.write_text(header.read_text(encoding="utf-8").replace("pack: small", f"pack: {pack_id}"), encoding="utf-8")


def refusal(name: str | None) -> str:
    with pytest.raises(RequestError) as refused:
        find_pack(name)
    return str(refused.value)


def test_the_only_pack_in_reach_needs_no_name(root: Path) -> None:
    found = find_pack()
    assert (found.id, found.rules, found.policy, found.cases) == (
        "small",
        Path("rules/small"),
        Path("policy/small"),
        Path("cases/small"),
    )


def test_a_pack_is_found_from_a_folder_below(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root / "cases/small")
    assert find_pack("small").rules == Path("../../rules/small")


def test_a_pack_is_found_by_the_path_of_its_rules(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert find_pack("rules/small").policy == Path("policy/small")
    assert find_pack(str(root / "rules/small")).id == "small"
    monkeypatch.chdir(root / "rules")
    assert find_pack("small").rules == Path("../rules/small")


def test_several_packs_need_a_name(root: Path) -> None:
    add_pack(root, "large")
    assert refusal(None) == "there are several packs — name one with --pack: large, small"
    assert find_pack("large").id == "large"


def test_an_unknown_pack_is_refused_with_the_nearest_or_all(root: Path) -> None:
    add_pack(root, "large")
    assert refusal("smal") == "there is no pack smal — did you mean small?"
    assert refusal("sichuan") == "there is no pack sichuan — there are: large, small"


def test_a_path_that_is_no_pack_is_refused(root: Path) -> None:
    assert refusal("rules/nothing") == ("rules/nothing is no pack — name a folder rules/ID that holds a pack.yaml")


def test_a_pack_that_lies_elsewhere_is_refused(root: Path) -> None:
    shutil.copytree(root / "rules/small", root / "elsewhere/small")
    assert refusal("elsewhere/small") == (
        "elsewhere/small does not lie in a folder rules/"
        " — a pack lies in policy/ID, rules/ID and cases/ID, side by side"
    )


def test_the_nearest_root_that_has_packs_counts(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = root / "inner"
    lay_out_pack(GOOD_PACK, inner)
    (inner / "rules/small").rename(inner / "rules/other")
    monkeypatch.chdir(inner)
    assert find_pack().id == "other"
    assert "small" in refusal("small")


def test_installed_packs_are_found_where_none_is_in_reach(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert find_pack("chongqing-2020").rules.resolve() == (installed_root() / "rules/chongqing-2020").resolve()


def test_it_is_said_when_there_is_no_pack_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(find, "installed_root", lambda: tmp_path)
    assert refusal(None) == "no pack is in reach — name the rules folder of one with --pack"
    assert refusal("small") == "there is no pack small — there are: none"


def test_a_pack_is_opened_with_its_rules(root: Path) -> None:
    assert [rule.id for rule in open_pack("small").rules] == ["urgent.relief", "urgent.explanation", "school.fees"]


def test_a_pack_that_is_wrong_is_not_kept_and_is_refused_each_time(root: Path) -> None:
    (root / "rules/small/03-more.yaml").write_text("- rul: x\n", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(PackError, match="did you mean rule"):
            open_pack("small")


def test_a_folder_without_a_header_is_no_pack(root: Path) -> None:
    (root / "rules/draft").mkdir()
    assert find_pack().id == "small"


def test_the_folders_of_a_pack_lie_side_by_side() -> None:
    folders = pack_at_root(Path("root"), "small")
    assert [str(path) for path in (folders.policy, folders.rules, folders.cases)] == [
        "root/policy/small",
        "root/rules/small",
        "root/cases/small",
    ]
