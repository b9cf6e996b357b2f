"""A mapping file as it is read: every key, and the columns held against those of the tables."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from clausewise.errors import MappingError, Place
from clausewise.language.pack import load_pack
from clausewise.packs import pack_at_root
from clausewise.screening.mapping.checking import check_columns
from clausewise.screening.mapping.encodings import text_encoding
from clausewise.screening.mapping.model import RegistryMapping, TableKind, Unit
from clausewise.screening.mapping.reading import read_mapping
from clausewise.screening.mapping.receiving import Receiving
from clausewise.screening.mapping.words import meanings
from small_pack import FACTS, PACK_ID, alter, write_small_pack
from specification.chongqing import chongqing_pack

WHOLE = """\
pack: chongqing-2020
households:
  from: households.csv
  encoding: GBK
  id: 家庭编号
  facts:
    area: {column: 居住地, values: {1: urban, 02: rural, 9: null}}
    dibao_reduction_month: {column: 核减, unit: fen}
members:
  from: members.parquet
  household: 家庭编号
  id: 身份证号
  ids: household
  facts:
    birth_date: {column: 身份证号, read: id_number}
applications:
  from: applications.csv
  household: 户号
  facts: {disputed: {column: 争议}}
receiving:
- {column: 住房补贴, grants: [housing.urban_*], values: {已享受: true, 不详: null}}
"""


def read(tmp_path: Path, text: str) -> RegistryMapping:
    file = tmp_path / "mapping.yaml"
    file.write_text(text, encoding="utf-8")
    return read_mapping(file, chongqing_pack())


@pytest.fixture
def whole(tmp_path: Path) -> RegistryMapping:
    return read(tmp_path, WHOLE)


def test_the_tables_say_where_their_rows_are_and_whose(whole: RegistryMapping) -> None:
    assert [(one.kind.value, one.source, one.household, one.member, one.encoding) for one in whole.tables] == [
        ("households", "households.csv", "家庭编号", None, "gb18030"),
        ("members", "members.parquet", "家庭编号", "身份证号", "utf-8"),
        ("applications", "applications.csv", "户号", None, "utf-8"),
    ]


def test_short_names_are_of_the_table_s_own_subject(whole: RegistryMapping) -> None:
    assert whole.facts == {
        "household.area", "household.dibao_reduction_month", "member.birth_date", "application.disputed"
    }  # fmt: skip


def test_words_are_taken_as_they_stand_also_where_they_look_like_numbers(whole: RegistryMapping) -> None:
    assert whole.households.facts[0].values == {"1": "urban", "02": "rural", "9": None}


def test_an_amount_has_its_unit_and_a_day_may_stand_in_an_identity_number(whole: RegistryMapping) -> None:
    assert [one.unit for one in whole.households.facts] == [Unit.YUAN, Unit.FEN]
    assert whole.members is not None
    assert [one.from_id_number for one in whole.members.facts] == [True]


def test_the_ids_of_members_stand_once_in_the_registry_unless_it_says_otherwise(tmp_path: Path) -> None:
    assert not read(tmp_path, WHOLE).members_once
    assert read(tmp_path, WHOLE.replace("  ids: household\n", "")).members_once
    assert read(tmp_path, WHOLE.replace("ids: household", "ids: registry")).members_once


def test_who_receives_what_is_tied_to_the_rules_that_grant_it(whole: RegistryMapping) -> None:
    rules = ("housing.urban_dibao", "housing.urban_dispersed_destitute", "housing.urban_orphan")
    assert whole.receiving == (Receiving("住房补贴", rules, {"已享受": True, "不详": None}),)


def test_a_mapping_is_known_by_the_digest_of_its_bytes(whole: RegistryMapping) -> None:
    assert whole.digest == hashlib.sha256(WHOLE.encode()).hexdigest()


def test_a_table_without_facts_is_fine(tmp_path: Path) -> None:
    mapping = read(tmp_path, "pack: chongqing-2020\nhouseholds: {from: h.csv, id: id}\n")
    assert (mapping.facts, mapping.members, mapping.receiving) == (frozenset(), None, ())


def test_facts_of_the_application_may_stand_with_households(tmp_path: Path) -> None:
    text = "pack: chongqing-2020\nhouseholds: {from: h, id: id, facts: {application.disputed: {column: 争议}}}\n"
    assert read(tmp_path, text).facts == {"application.disputed"}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("gbk", "gb18030"), ("GB2312", "gb18030"), ("cp936", "gb18030"), ("GB18030", "gb18030"), ("UTF-8", "utf-8"),
        ("utf_8_sig", "utf-8"), ("big5", "big5"), ("hex", None), ("punycode", None), ("klingon", None), ("a\0", None),
    ],
)  # fmt: skip
def test_an_encoding_goes_by_one_name_and_must_be_one_of_text(written: str, meant: str | None) -> None:
    assert text_encoding(written) == meant


def test_columns_that_a_table_has_not_are_refused_where_the_mapping_names_them(whole: RegistryMapping) -> None:
    columns = {
        TableKind.HOUSEHOLDS: ["家庭编号", "居住地类型", "核减"],
        TableKind.MEMBERS: ["家庭编号", "姓名"],
        TableKind.APPLICATIONS: ["户号", "争议"],
    }
    with pytest.raises(MappingError) as refused:
        check_columns(whole, columns)
    file = whole.file
    assert str(refused.value).splitlines() == [
        f"{file}:7:20: households.csv has no column 居住地 — did you mean 居住地类型?",
        f"{file}:12:7: members.parquet has no column 身份证号 — there are: 家庭编号, 姓名",
        f"{file}:21:12: neither households nor members have a column 住房补贴 — "
        "there are: 家庭编号, 居住地类型, 核减, 家庭编号, 姓名",
    ]


def test_columns_that_are_all_there_are_fine(whole: RegistryMapping) -> None:
    columns = {
        TableKind.HOUSEHOLDS: ["家庭编号", "居住地", "核减"],
        TableKind.MEMBERS: ["家庭编号", "身份证号", "住房补贴"],
        TableKind.APPLICATIONS: ["户号", "争议"],
    }
    check_columns(whole, columns)


def test_what_only_another_version_of_the_rules_knows_is_left_out(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    for root in (old, new):
        write_small_pack(root)
    added = FACTS + "household.rebuilt:\n  type: boolean\n  zh: 重建\n  en: rebuilt\n  ask: {zh: 吗？, en: Is it?}\n"
    facts = new / "rules" / PACK_ID / "facts.yaml"
    facts.write_text(added, encoding="utf-8")
    alter(new / "rules" / PACK_ID / "01-age.yaml", "rule: age.travel_card", "rule: age.bus_card")
    alter(new / "cases" / PACK_ID / "grandmother.yaml", "age.travel_card", "age.bus_card")
    file = tmp_path / "mapping.yaml"
    file.write_text(
        "pack: old-age\nhouseholds: {from: h, id: id, facts: {rebuilt: {column: 重建}, dibao: {column: 低保}}}\n"
        "receiving: [{column: 乘车卡, grants: age.bus_card}]\n",
        encoding="utf-8",
    )
    before, after = (load_pack(pack_at_root(root, PACK_ID)) for root in (old, new))
    assert read_mapping(file, before, also=after).facts == {"household.dibao"}
    assert read_mapping(file, before, also=after).receiving == ()
    assert read_mapping(file, after, also=before).facts == {"household.dibao", "household.rebuilt"}
    with pytest.raises(MappingError) as refused:
        read_mapping(file, before)
    assert [one.place for one in refused.value.diagnostics] == [Place(str(file), 2, 39), Place(str(file), 3, 35)]


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        ("household.dibao", {"是": 1, "有": 1, "yes": 1, "t": 1, "1": 1, "否": 0, "无": 0, "n": 0, "不详": None}),
        ("household.area", {"urban": 0, "城镇": 0, "rural": 1, "农村": 1, "未知": None}),
    ],
)
def test_words_mean_something_by_themselves(fact: str, said: dict[str, int | None]) -> None:
    known = meanings(chongqing_pack().facts[fact], {})
    assert {word: known[word] for word in said} == said


def test_words_that_are_explained_mean_that_and_no_others_mean_anything() -> None:
    area = chongqing_pack().facts["household.area"]
    assert meanings(area, {" A1 ": "rural", "A2": None}) == {"a1": 1, "a2": None}


def test_the_mapping_of_the_documentation_is_one(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "mapping.md").read_text(encoding="utf-8")
    mapping = read(tmp_path, page.partition("```yaml\n")[2].partition("```")[0])
    assert [one.kind.value for one in mapping.tables] == ["households", "members", "applications"]


def test_words_that_are_not_known_stand_once_for_the_whole_registry(tmp_path: Path) -> None:
    mapping = read(tmp_path, WHOLE.replace("households:", "unknown: [无, '-', 1900-01-01, 9]\nhouseholds:", 1))
    words = ("无", "-", "1900-01-01", "9")
    assert {one.unknown for table in mapping.tables for one in table.facts} == {words}
    assert {table.unknown for table in mapping.tables} == {words}
    assert mapping.receiving[0].meanings() == {**dict.fromkeys(words), "已享受": True, "不详": None}


@pytest.mark.parametrize(
    ("unknown", "told"),
    [
        ("无", """2:10: unknown is the word "无", not a list — write unknown: [无, '-']"""),
        (
            "[无, null]",
            "2:14: a word of unknown is nothing — write the word in quotation marks, as it stands in the registry",
        ),
    ],
)
def test_what_is_no_list_of_words_is_refused(tmp_path: Path, unknown: str, told: str) -> None:
    with pytest.raises(MappingError) as refused:
        read(tmp_path, WHOLE.replace("households:", f"unknown: {unknown}\nhouseholds:", 1))
    assert str(refused.value).removeprefix(f"{tmp_path}/mapping.yaml:") == told


def test_identity_numbers_have_a_column_and_the_day_of_birth_that_they_are_held_to(tmp_path: Path) -> None:
    written = WHOLE.replace("  ids: household", "  identity: {column: 证件, born: birth_date}")
    members = read(tmp_path, written).members
    assert members is not None
    assert members.identity is not None
    assert (members.identity.column, members.identity.born) == ("证件", "member.birth_date")
    assert members.places["证件"] == Place(str(tmp_path / "mapping.yaml"), 13, 22)


def test_a_day_of_birth_that_is_no_date_is_refused(tmp_path: Path) -> None:
    written = WHOLE.replace("  ids: household", "  identity: {column: 证件, born: orphan}")
    with pytest.raises(MappingError, match=r"member\.orphan is no date — name the fact that is the day of birth"):
        read(tmp_path, written)
