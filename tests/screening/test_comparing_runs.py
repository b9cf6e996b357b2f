"""Two versions of the rules over one registry, from its files to its folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl
import pytest

from clausewise.errors import RequestError
from clausewise.language.model import Pack
from clausewise.language.pack import load_pack
from clausewise.packs import pack_at_root
from clausewise.screening.figures.comparison import StandingChange
from clausewise.screening.intake.asked import Asked
from clausewise.screening.mapping.reading import read_mapping
from clausewise.screening.runs.comparing import Compared, Sides, run_comparison
from clausewise.screening.runs.passes import Wish
from screening.written import DAY, DOCS, Written, write_registry
from specification.chongqing import chongqing_pack

LIVES = '        lives_in_town: {if: household.area == "urban"}\n'
LISTED = '        urban_list: {if: household.dibao_list == "urban"}\n'
DIBAO = "      - {if: household.dibao_family, text: 低保家庭}\n"
URBAN = LIVES + LISTED + DIBAO
ORPHANS = "member.orphan:\n"
NEWLY_ASKED = "member.newly_asked:\n  type: boolean\n  zh: 新\n  en: new\n  ask: {zh: 新？, en: New?}\n"


def changed_pack(root: Path, file: str, old: str, new: str) -> Pack:
    """The rules of Chongqing with one stretch replaced, which stands there once."""
    for part in ("policy", "rules"):
        shutil.copytree(DOCS.parent / part, root / part)
    path = root / "rules" / "chongqing-2020" / file
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")
    return load_pack(pack_at_root(root, "chongqing-2020"))


@pytest.fixture(scope="module")
def without_urban(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    """Housing aid for dibao families of 13.1 wherever they live."""
    root = tmp_path_factory.mktemp("rules")
    anywhere = "        lives_in_town: {if: household.dibao}\n        urban_list: {always: true}\n"
    return changed_pack(root, "05-housing.yaml", URBAN, anywhere + DIBAO)


def compared(written: Written, new: Pack, output: Path, *, quarantine: bool = False) -> Compared:
    old = chongqing_pack()
    file = written.folder / "mapping.yaml"
    sides = [
        Asked(pack, DAY, read_mapping(file, pack, also=other), by=("乡镇",)) for pack, other in ((old, new), (new, old))
    ]
    wish = Wish(str(written.folder), sides[1], quarantine=quarantine, every=4)
    return run_comparison(wish, Sides(sides[0], sides[1], ("old", "new")), output, lambda *_: None, lambda *_: None)


def test_who_gains_by_a_rule_and_for_whom_it_opens_is_told_household_by_household(
    tmp_path: Path, without_urban: Pack
) -> None:
    found = compared(write_registry(tmp_path / "in"), without_urban, tmp_path / "out")
    changes = pl.read_parquet(tmp_path / "out" / "changes.parquet").with_columns(pl.col(pl.Enum).cast(pl.String))
    by_rule = changes.filter(pl.col("rule") == "housing.urban_dibao").select("household", "before", "after", "change")
    assert by_rule.rows() == [
        ("CQ003", "does_not_apply", "undetermined", "opened"),
        ("CQ009", "does_not_apply", "applies", "gains"),
    ]
    moves = found.comparison.figures.whole.rules["housing.urban_dibao"]
    assert (moves.of(StandingChange.GAINS), moves.of(StandingChange.OPENED), moves.of(StandingChange.LOSES)) == (
        1,
        1,
        0,
    )
    groups = found.comparison.figures.groups["乡镇"]
    assert {name: shift.rules["housing.urban_dibao"].of(StandingChange.GAINS) for name, shift in groups.items()} == {
        "大观镇": 0, "金山镇": 0, "石墙镇": 1,
    }  # fmt: skip


def test_the_same_rules_change_nothing(tmp_path: Path) -> None:
    compared(write_registry(tmp_path / "in"), chongqing_pack(), tmp_path / "out")
    assert pl.read_parquet(tmp_path / "out" / "changes.parquet").height == 0


def test_households_with_a_fault_are_in_neither_version(tmp_path: Path, without_urban: Pack) -> None:
    written = write_registry(tmp_path / "in", {"CQ009,石墙镇,农村": "CQ009,石墙镇,山区"})
    found = compared(written, without_urban, tmp_path / "out", quarantine=True)
    assert [(one.table, one.screened, one.quarantined) for one in found.comparison.tables] == [
        ("households", 9, 1), ("members", 12, 1),
    ]  # fmt: skip
    assert found.comparison.figures.whole.rules["housing.urban_dibao"].of(StandingChange.GAINS) == 0
    with pytest.raises(RequestError, match="山区"):
        compared(written, without_urban, tmp_path / "stopped")


def test_a_fact_that_one_version_does_not_know_is_read_for_the_other(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    new = changed_pack(tmp_path_factory.mktemp("rules"), "facts.yaml", ORPHANS, NEWLY_ASKED + ORPHANS)
    changes = {"    orphan: {column: 孤儿}\n": "    orphan: {column: 孤儿}\n    newly_asked: {column: 孤儿}\n"}
    found = compared(write_registry(tmp_path / "in", changes), new, tmp_path / "out")
    assert found.comparison.figures.whole.households == 10


def test_members_in_no_order_are_read_for_each_version_with_the_facts_that_it_reads(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    some = "      - {some: member, if: member.newly_asked, text: 低保家庭}\n"
    root = tmp_path_factory.mktemp("rules")
    pack = changed_pack(root, "facts.yaml", ORPHANS, NEWLY_ASKED + ORPHANS)
    path = root / "rules" / "chongqing-2020" / "05-housing.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace(URBAN, URBAN.replace(DIBAO, some)), "utf-8")
    pack = load_pack(pack_at_root(root, "chongqing-2020"))
    changes = {"    orphan: {column: 孤儿}\n": "    orphan: {column: 孤儿}\n    newly_asked: {column: 登记失业}\n"}
    written = write_registry(tmp_path / "in", changes)
    members = written.folder / "members.csv"
    head, *rows = members.read_text("utf-8").splitlines()
    members.write_text("\n".join([head, *rows[::-1]]) + "\n", "utf-8")
    compared(written, pack, tmp_path / "out")
    found = pl.read_parquet(tmp_path / "out" / "changes.parquet").filter(pl.col("rule") == "housing.urban_dibao")
    assert found.select("household", pl.col("change").cast(pl.String)).rows() == [
        ("CQ002", "loses"), ("CQ010", "in_doubt"),
    ]  # fmt: skip
