"""Packs that were read are kept: the same pack comes back, a changed byte makes another, a bad one is passed over."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest

from bad.reading import GOOD_PACK, lay_out_pack
from clausewise.language.model import Pack, PackFolders
from clausewise.language.pack import load_pack
from clausewise.packs import cache, open_pack
from clausewise.packs.cache import cache_folder, cache_key, keep, read_kept


@pytest.fixture
def kept_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for what is kept."""
    folder = tmp_path / "kept"
    monkeypatch.setenv("CLAUSEWISE_CACHE", str(folder))
    return folder


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PackFolders:
    """The good pack, laid out in the folder one stands in."""
    lay_out_pack(GOOD_PACK, tmp_path)
    monkeypatch.chdir(tmp_path)
    return PackFolders("small", Path("policy/small"), Path("rules/small"), Path("cases/small"))


def key_of(folders: PackFolders) -> str:
    key = cache_key(folders)
    assert key is not None
    return key


def test_a_kept_pack_equals_the_pack_that_was_read(kept_in: Path, folders: PackFolders) -> None:
    pack = load_pack(folders)
    keep("key", pack)
    assert read_kept("key") == pack


def test_what_only_the_audit_reads_is_kept_too(kept_in: Path, folders: PackFolders) -> None:
    with Path("rules/small/facts.yaml").open("a", encoding="utf-8") as facts:
        facts.write("  sensible: [{if: member.age <= 120, why: {zh: 甲, en: a}}]\n")
    promised = '- assurance: school.all\n  zh: 甲\n  en: a\n  provisions: ["2.1"]\n  independent_of: household.area\n'
    Path("rules/small/assurances.yaml").write_text(promised, encoding="utf-8")
    Path("rules/small/accepted.yaml").write_text("- {mutant: a, zh: 甲, en: a}\n", encoding="utf-8")
    first, again = open_pack("small"), open_pack("small")
    assert (again.assurances, again.accepted) == (first.assurances, first.accepted)
    assert (len(again.assurances), len(again.accepted)) == (1, 1)
    assert again.facts["member.age"].sensible == first.facts["member.age"].sensible != ()


def test_a_pack_is_read_from_its_files_only_once(
    kept_in: Path, folders: PackFolders, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = open_pack("small")
    monkeypatch.setattr("clausewise.language.pack.load_pack", _no_reading)
    assert open_pack("small") == first


@pytest.mark.parametrize(
    "file",
    [
        "policy/small/document.yaml",
        "policy/small/source.txt",
        "rules/small/pack.yaml",
        "rules/small/facts.yaml",
        "rules/small/agencies.yaml",
        "rules/small/registers.yaml",
        "rules/small/parameters.yaml",
        "rules/small/02-school.yaml",
    ],
)
def test_a_changed_byte_in_any_file_makes_another_key(file: str, folders: PackFolders) -> None:
    before = key_of(folders)
    with Path(file).open("a", encoding="utf-8") as opened:
        opened.write("\n")
    assert key_of(folders) != before


@pytest.mark.parametrize("name", ["03-more.yaml", "assurances.yaml", "accepted.yaml"])
def test_a_new_file_makes_another_key(name: str, folders: PackFolders) -> None:
    before = key_of(folders)
    Path(f"rules/small/{name}").write_text("[]\n", encoding="utf-8")
    assert key_of(folders) != before


def test_a_file_that_would_not_be_read_makes_another_key_too(folders: PackFolders) -> None:
    before = key_of(folders)
    Path("rules/small/03-more.yml").write_text("[]\n", encoding="utf-8")
    assert key_of(folders) != before


def test_a_renamed_file_makes_another_key(folders: PackFolders) -> None:
    before = key_of(folders)
    Path("rules/small/02-school.yaml").rename("rules/small/03-school.yaml")
    assert key_of(folders) != before


def test_a_household_makes_no_other_key(folders: PackFolders) -> None:
    before = key_of(folders)
    Path("cases/small/another.yaml").write_text("case: another\n", encoding="utf-8")
    assert key_of(folders) == before


def test_the_same_files_make_the_same_key(folders: PackFolders) -> None:
    before = key_of(folders)
    os.utime("rules/small/facts.yaml", (1, 1))
    assert key_of(folders) == before


def test_a_pack_that_cannot_be_read_has_no_key(folders: PackFolders) -> None:
    Path("policy/small/document.yaml").unlink()
    assert cache_key(folders) is None


@pytest.mark.parametrize(
    "bytes_kept",
    [b"", b"not a pickle", pickle.dumps({"not": "a pack"}), pickle.dumps(b"x" * 1000)[:500]],
    ids=["empty", "noise", "another thing", "cut off"],
)
def test_what_is_no_pack_is_passed_over(bytes_kept: bytes, kept_in: Path, folders: PackFolders) -> None:
    expected = load_pack(folders)
    keep("key", expected)
    (kept_in / "key.pack").write_bytes(bytes_kept)
    assert read_kept("key") is None


def test_a_broken_kept_pack_is_read_anew_and_mended(kept_in: Path, folders: PackFolders) -> None:
    expected = open_pack("small")
    (path,) = kept_in.glob("*.pack")
    path.write_bytes(path.read_bytes()[:-100])
    assert open_pack("small") == expected
    assert isinstance(pickle.loads(path.read_bytes()), Pack)


@pytest.mark.parametrize("mode", [0o622, 0o660, 0o606])
def test_a_pack_that_others_could_have_written_is_passed_over(mode: int, kept_in: Path, folders: PackFolders) -> None:
    keep("key", load_pack(folders))
    (kept_in / "key.pack").chmod(mode)
    assert read_kept("key") is None


def test_a_folder_that_others_can_write_is_not_used(kept_in: Path, folders: PackFolders) -> None:
    keep("key", load_pack(folders))
    kept_in.chmod(0o777)
    assert cache_folder() is None
    assert read_kept("key") is None


def test_a_pack_of_another_owner_is_passed_over(
    kept_in: Path, folders: PackFolders, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep("key", load_pack(folders))
    monkeypatch.setattr(os, "getuid", lambda: 12345)
    assert read_kept("key") is None


def test_a_link_is_passed_over(kept_in: Path, folders: PackFolders) -> None:
    keep("key", load_pack(folders))
    (kept_in / "other.pack").symlink_to(kept_in / "key.pack")
    assert read_kept("other") is None


def test_nothing_is_kept_when_it_is_off(tmp_path: Path, folders: PackFolders, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUSEWISE_CACHE", "off")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert cache_folder() is None
    assert open_pack("small").id == "small"
    assert not (tmp_path / "xdg").exists()
    assert not Path("off").exists()


def test_without_a_wish_packs_are_kept_under_the_users_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CLAUSEWISE_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert cache_folder() == tmp_path / "xdg" / "clausewise"


def test_only_the_newest_packs_stay(kept_in: Path, folders: PackFolders, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_KEPT_AT_MOST", 3)
    pack = load_pack(folders)
    for number in range(5):
        keep(f"key{number}", pack)
        os.utime(kept_in / f"key{number}.pack", (number, number))
    keep("last", pack)
    assert {path.stem for path in kept_in.iterdir()} == {"key3", "key4", "last"}


def test_a_folder_that_cannot_be_made_is_no_fault(
    tmp_path: Path, folders: PackFolders, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("CLAUSEWISE_CACHE", str(tmp_path / "file" / "cache"))
    assert cache_folder() is None
    assert open_pack("small").id == "small"


def _no_reading(folders: PackFolders) -> Pack:
    raise AssertionError(f"{folders.id} was read again")
