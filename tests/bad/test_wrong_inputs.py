"""Wrong inputs: each file or pack of this folder stands beside the message that it must give."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bad.reading import (
    CASES,
    GOOD_PACK,
    HERE,
    LINTED,
    MAPPINGS,
    PACKS,
    lay_out_pack,
    said_by_lint,
    said_of_case,
    said_of_mapping,
    said_of_pack,
)
from clausewise.case import read_case
from clausewise.engine import Engine
from clausewise.errors import CaseError, DocumentError, PackError
from clausewise.language.model import PackFolders
from clausewise.language.pack import load_pack
from clausewise.packs import open_pack
from clausewise.yaml_source import parse_yaml
from cli.running import run

CHONGQING = HERE.parents[1] / "rules" / "chongqing-2020"


def expected_beside(case: Path) -> str:
    return case.with_suffix(".expected").read_text(encoding="utf-8").rstrip("\n")


def expected_of(pack: Path) -> str:
    return (pack / "expected.txt").read_text(encoding="utf-8").rstrip("\n")


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(open_pack("chongqing-2020"))


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder one stands in, for a pack to be laid out in; messages name files as seen from it."""
    monkeypatch.chdir(tmp_path)
    return Path()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_wrong_case_is_refused_with_its_message(case: Path, engine: Engine) -> None:
    assert said_of_case(case, engine) == expected_beside(case)


@pytest.mark.parametrize("mapping", MAPPINGS, ids=lambda mapping: mapping.stem)
def test_a_wrong_mapping_is_refused_with_its_message(mapping: Path, engine: Engine) -> None:
    assert said_of_mapping(mapping, engine.pack) == expected_beside(mapping)


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.name)
def test_a_wrong_pack_is_refused_with_its_message(pack: Path, root: Path) -> None:
    lay_out_pack(pack, root)
    assert said_of_pack(root) == expected_of(pack)


@pytest.mark.parametrize("pack", LINTED, ids=lambda pack: pack.name)
def test_lint_points_at_what_is_likely_wrong(pack: Path, root: Path) -> None:
    assert said_by_lint(pack, root) == expected_of(pack)


def test_the_good_pack_is_good(root: Path) -> None:
    lay_out_pack(GOOD_PACK, root)
    assert said_of_pack(root) == ""


def test_every_message_has_its_input() -> None:
    assert {path.stem for path in (HERE / "cases").glob("*.expected")} == {case.stem for case in CASES}
    assert {path.stem for path in (HERE / "mappings").glob("*.expected")} == {one.stem for one in MAPPINGS}
    assert len(CASES) + len(PACKS) >= 60
    assert len(MAPPINGS) >= 20


@pytest.mark.parametrize("case", [*CASES, *MAPPINGS], ids=lambda case: case.stem)
def test_every_line_of_a_message_says_where_it_is(case: Path) -> None:
    for line in expected_beside(case).splitlines():
        file, at_line, at_column, _ = line.split(":", maxsplit=3)
        assert (file, at_line.isdigit(), at_column.isdigit()) == (case.name, True, True)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_the_command_line_refuses_a_wrong_case_without_a_verdict(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(case.parent)
    answer = run("check", case.name, "--pack", CHONGQING)
    assert (answer.code, answer.out, answer.err.rstrip("\n")) == (2, "", expected_beside(case))


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.name)
def test_the_command_line_gives_no_verdict_on_a_wrong_pack(pack: Path, root: Path) -> None:
    lay_out_pack(pack, root)
    case = root / "cases/small/family.yaml"
    if not case.exists():
        case.write_text("case: family\n", encoding="utf-8")
    answer = run("check", case, "--pack", "rules/small")
    said = expected_of(pack)
    if not (root / "rules/small/pack.yaml").exists():
        said = "rules/small is no pack — name a folder rules/ID that holds a pack.yaml"
    assert (answer.code, answer.out, answer.err.rstrip("\n")) == (2, "", said)


def test_a_file_of_50_mb_is_refused_unread(tmp_path: Path, engine: Engine) -> None:
    large = tmp_path / "large.yaml"
    with large.open("wb") as file:
        file.write(b"case: large\n")
        file.truncate(50 * 1024 * 1024)
    with pytest.raises(CaseError) as refused:
        read_case(large, engine.pack)
    assert str(refused.value) == f"{large}: the file has 52,428,800 bytes — at most 4 MB are read"


def test_more_values_than_a_file_can_need_are_refused() -> None:
    with pytest.raises(CaseError) as refused:
        parse_yaml(b"case: many\nmembers: [" + b"1," * 60_000 + b"]\n", "many.yaml", CaseError)
    assert str(refused.value) == "many.yaml:2:100005: the file holds too many values — at most 50,000 are read"


@pytest.mark.parametrize("opened", [b"[", b"{a: ", b"- ", b"? "], ids=["flow list", "flow mapping", "list", "keys"])
def test_nesting_of_any_depth_is_refused_and_never_ends_the_process(opened: bytes) -> None:
    with pytest.raises(CaseError, match=r"the nesting is too deep|a key must be one word"):
        parse_yaml(opened * 200_000, "deep.yaml", CaseError)


def test_a_case_that_is_not_there_is_named(tmp_path: Path, engine: Engine) -> None:
    with pytest.raises(CaseError) as refused:
        read_case(tmp_path / "nobody.yaml", engine.pack)
    assert str(refused.value) == f"{tmp_path / 'nobody.yaml'}: there is no such file"


def test_a_folder_is_no_case(tmp_path: Path, engine: Engine) -> None:
    with pytest.raises(CaseError) as refused:
        read_case(tmp_path, engine.pack)
    assert str(refused.value) == f"{tmp_path}: this is a folder, not a file — name a file in it"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_case_one_may_not_read_is_named(tmp_path: Path, engine: Engine) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text("case: secret\n", encoding="utf-8")
    secret.chmod(0)
    with pytest.raises(CaseError) as refused:
        read_case(secret, engine.pack)
    assert str(refused.value) == f"{secret}: cannot be read: Permission denied"


def test_what_the_system_says_of_a_file_is_passed_on(
    tmp_path: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, mode: str) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    secret = tmp_path / "secret.yaml"
    secret.write_text("case: secret\n", encoding="utf-8")
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(CaseError) as refused:
        read_case(secret, engine.pack)
    assert str(refused.value) == f"{secret}: cannot be read: Permission denied"


def test_a_folder_among_the_rules_files_is_named(root: Path) -> None:
    lay_out_pack(GOOD_PACK, root)
    (root / "rules/small/04-late.yaml").mkdir()
    with pytest.raises(PackError) as refused:
        load_pack(PackFolders("small", root / "policy/small", root / "rules/small", root / "cases/small"))
    assert str(refused.value) == "rules/small/04-late.yaml: this is a folder, not a file — name a file in it"


def test_a_document_of_50_mb_is_refused_unread(root: Path) -> None:
    lay_out_pack(GOOD_PACK, root)
    with (root / "policy/small/document.yaml").open("r+b") as file:
        file.truncate(50 * 1024 * 1024)
    with pytest.raises(DocumentError, match="the file has 52,428,800 bytes — at most 4 MB are read"):
        load_pack(PackFolders("small", root / "policy/small", root / "rules/small", root / "cases/small"))
