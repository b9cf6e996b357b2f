"""The mapping that the columns of a registry suggest: likely partners, no guesses, and a file that can be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausewise.errors import MappingError
from clausewise.screening.mapping.model import FactColumn, RegistryMapping, Unit
from clausewise.screening.mapping.proposing import ColumnSketch, TableSketch, propose_mapping
from clausewise.screening.mapping.reading import read_mapping
from specification.chongqing import chongqing_pack

HOUSEHOLD_ID = ColumnSketch("家庭编号", "text", 10, ("H1", "H2"), 0)
PERSON_ID = ColumnSketch("身份证号", "text", 20, ("500101197805020021", "50010120040301001X"), 0)


def words(name: str, *values: str) -> ColumnSketch:
    return ColumnSketch(name, "text", len(values), values, 0)


def amounts(name: str) -> ColumnSketch:
    return ColumnSketch(name, "decimal", 3, ("310.5", "0", "20"), 0)


def households(*columns: ColumnSketch, name: str = "households.csv", encoding: str = "utf-8") -> TableSketch:
    return TableSketch(name, 10, (HOUSEHOLD_ID, *columns), (encoding,))


def members(*columns: ColumnSketch, person: ColumnSketch = PERSON_ID) -> TableSketch:
    return TableSketch("members.csv", 20, (person, HOUSEHOLD_ID, *columns), ("utf-8",))


def proposed(*tables: TableSketch) -> str:
    return propose_mapping(chongqing_pack(), tables)


def read_back(tmp_path: Path, text: str) -> RegistryMapping:
    file = tmp_path / "mapping.yaml"
    file.write_text(text, encoding="utf-8")
    return read_mapping(file, chongqing_pack())


def fact(mapping: RegistryMapping, name: str) -> FactColumn:
    return next(one for table in mapping.tables for one in table.facts if one.fact == name)


def test_tables_and_ids_are_told_by_their_names(tmp_path: Path) -> None:
    mapping = read_back(tmp_path, proposed(households(encoding="gb18030"), members()))
    assert [(one.source, one.household, one.member, one.encoding) for one in mapping.tables] == [
        ("households.csv", "家庭编号", None, "gb18030"), ("members.csv", "家庭编号", "身份证号", "utf-8")
    ]  # fmt: skip


def test_a_file_of_family_members_is_no_file_of_families(tmp_path: Path) -> None:
    table = TableSketch("家庭成员.csv", 20, (HOUSEHOLD_ID, PERSON_ID), ("utf-8",))
    mapping = read_back(tmp_path, proposed(table, households(name="家庭.csv")))
    assert [one.source for one in mapping.tables] == ["家庭.csv", "家庭成员.csv"]


def test_tables_without_a_telling_name_are_told_by_their_ids(tmp_path: Path) -> None:
    people = TableSketch("b.csv", 20, (HOUSEHOLD_ID, PERSON_ID), ("utf-8",))
    mapping = read_back(tmp_path, proposed(people, households(name="a.csv")))
    assert [one.source for one in mapping.tables] == ["a.csv", "b.csv"]


def test_a_long_table_of_households_with_their_heads_is_no_table_of_members(tmp_path: Path) -> None:
    head = ColumnSketch("户主身份证号", "text", 100_000, PERSON_ID.values, 0)
    family = ColumnSketch("家庭编号", "text", 100_000, ("H1", "H2"), 0)
    mapping = read_back(tmp_path, proposed(TableSketch("a.csv", 250_000, (head, family), ("utf-8",))))
    assert (mapping.households.household, mapping.members) == ("家庭编号", None)


@pytest.mark.parametrize(
    ("column", "name"),
    [
        ("是否低保", "household.dibao"), ("低保家庭", "household.dibao"), ("dibao", "household.dibao"),
        ("建档立卡", "household.registered_poor"), ("符合住房保障条件", "household.meets_housing_criteria"),
        ("Registered poor household", "household.registered_poor"),
    ],
)  # fmt: skip
def test_a_column_of_truth_words_is_the_fact_that_it_is_called_like(tmp_path: Path, column: str, name: str) -> None:
    mapping = read_back(tmp_path, proposed(households(words(column, "是", "否", "不详"))))
    assert [(one.fact, one.column, dict(one.values)) for one in mapping.households.facts] == [(name, column, {})]


def test_a_choice_is_read_by_its_own_labels(tmp_path: Path) -> None:
    mapping = read_back(tmp_path, proposed(households(words("居住地类型", "城镇", "农村"))))
    assert fact(mapping, "household.area").values == {}


def test_what_a_word_means_is_not_guessed(tmp_path: Path) -> None:
    text = proposed(households(), members(words("特困供养形式", "非特困", "分散供养", "集中")))
    assert fact(read_back(tmp_path, text), "member.destitute_support").values == {"分散供养": "dispersed"}
    assert "#   非特困: ?\n" in text
    assert "#   集中: ?\n" in text
    assert "none 不是特困人员, dispersed 分散供养, centralised 集中供养" in text


def test_a_column_of_which_no_word_is_plain_is_left_without_meanings(tmp_path: Path) -> None:
    text = proposed(households(words("居住地类型", "A1", "A2")))
    assert fact(read_back(tmp_path, text), "household.area").values == {}
    assert "      # values:\n" in text
    assert "#   A1: ?\n" in text


def test_the_day_of_birth_is_taken_from_identity_numbers(tmp_path: Path) -> None:
    born = fact(read_back(tmp_path, proposed(households(), members())), "member.birth_date")
    assert (born.column, born.from_id_number) == ("身份证号", True)


def test_a_column_with_the_day_of_birth_is_read_before_identity_numbers(tmp_path: Path) -> None:
    days = ColumnSketch("出生日期", "text", 20, ("1978-05-02", "2004-03-01"), 0)
    born = fact(read_back(tmp_path, proposed(households(), members(days))), "member.birth_date")
    assert (born.column, born.from_id_number) == ("出生日期", False)


@pytest.mark.parametrize(
    ("column", "unit"),
    [
        ("核减低保金(元)", Unit.YUAN), ("核减低保金（分）", Unit.FEN), ("核减低保金(万元)", Unit.WAN_YUAN),
        ("dibao_reduction_month_fen", Unit.FEN),
    ],
)  # fmt: skip
def test_an_amount_has_the_unit_of_its_column(tmp_path: Path, column: str, unit: Unit) -> None:
    mapping = read_back(tmp_path, proposed(households(amounts(column))))
    assert fact(mapping, "household.dibao_reduction_month").unit is unit


def test_amounts_are_no_truth_values_whatever_they_are_called(tmp_path: Path) -> None:
    assert read_back(tmp_path, proposed(households(amounts("是否低保")))).facts == frozenset()


def test_ids_that_repeat_tell_members_of_one_household_apart(tmp_path: Path) -> None:
    number = ColumnSketch("成员编号", "integer", 4, ("1", "2", "3", "4"), 0)
    assert not read_back(tmp_path, proposed(households(), members(person=number))).members_once
    assert read_back(tmp_path, proposed(households(), members())).members_once


def test_columns_and_facts_without_a_partner_are_listed(tmp_path: Path) -> None:
    text = proposed(households(words("乡镇", "大观镇", "金山镇")))
    assert "  #   乡镇: 大观镇, 金山镇\n" in text
    assert "  #   dibao: {column: ?}  # 低保家庭\n" in text
    assert "  #   application.disputed: {column: ?}  # 救助申请有争议\n" in text


def test_what_tells_who_people_are_does_not_stand_in_a_mapping() -> None:
    names = ColumnSketch("姓名", "text", 500, ("王小明", "李小红"), 0)
    text = proposed(households(), members(names, ColumnSketch("监护人身份证", "text", 9, PERSON_ID.values, 0)))
    assert "  #   姓名: 500 个不同的值 different values\n" in text
    assert "  #   监护人身份证: 9 个不同的值 different values\n" in text
    assert "王小明" not in text
    assert PERSON_ID.values[0] not in text


def test_what_is_received_is_left_to_be_tied_to_rules(tmp_path: Path) -> None:
    text = proposed(households(words("领取住房补贴", "是", "否")))
    assert "#   - {column: 领取住房补贴, grants: [?]}" in text
    assert read_back(tmp_path, text).receiving == ()


def test_facts_of_applications_stand_in_their_own_table_where_there_is_one(tmp_path: Path) -> None:
    table = TableSketch("applications", 3, (HOUSEHOLD_ID, words("救助申请有争议", "是")))
    mapping = read_back(tmp_path, proposed(households(), table))
    assert mapping.applications is not None
    assert [one.fact for one in mapping.applications.facts] == ["application.disputed"]


@pytest.mark.parametrize("name", ['a: b # "c"', "- x", "true", "7", "低保\u2028？", "'", "{}", "低保\t" * 90])
def test_a_column_may_be_called_anything(tmp_path: Path, name: str) -> None:
    mapping = read_back(tmp_path, proposed(households(words(name, "是", "# 否", "a: b", "\n"), words("低保", "是"))))
    assert "household.dibao" in mapping.facts


def test_ids_that_cannot_be_told_are_asked_for(tmp_path: Path) -> None:
    text = proposed(TableSketch("list.csv", 10, (words("低保", "是"), words("镇", "甲")), ("utf-8",)))
    with pytest.raises(MappingError) as refused:
        read_back(tmp_path, text)
    assert [(one.message, one.mend) for one in refused.value.diagnostics] == [
        ("id of households is still to be filled in", "name the column with the household's id")
    ]
    assert '  id: "?"  # ? 家庭编号列 the column with the household\'s id: 低保, 镇\n' in text


def test_a_registry_of_members_alone_asks_for_its_households(tmp_path: Path) -> None:
    with pytest.raises(MappingError, match="from of households is still to be filled in"):
        read_back(tmp_path, proposed(members()))


def test_of_thousands_of_columns_the_first_thousand_are_held_against_facts() -> None:
    spare = [words(f"c{number}", "x") for number in range(2000)]
    text = proposed(households(words("是否低保", "是", "否"), *spare), members())
    assert "    dibao: {column: 是否低保}" in text
    assert "  #   只比对了前 1,000 列 only the first 1,000 were held against facts\n" in text


def test_what_only_resembles_a_fact_is_proposed_for_no_other(tmp_path: Path) -> None:
    text = proposed(households(words("其他低收入家庭", "是", "否")), members(words("其他残疾", "是", "否")))
    mapping = read_back(tmp_path, text)
    assert [(one.fact, one.column) for table in mapping.tables for one in table.facts] == [
        ("household.other_low_income", "其他低收入家庭"), ("member.birth_date", "身份证号"),
    ]  # fmt: skip
    assert "  #   其他残疾: 是, 否" in text


def test_facts_that_follow_from_others_are_not_proposed() -> None:
    text = proposed(households(words("低收入家庭", "是", "否")), members(amounts("周岁年龄")))
    assert "low_income: {column: 低收入家庭}" not in text
    assert " age: {column" not in text


def test_the_table_of_households_is_the_one_with_most_of_them(tmp_path: Path) -> None:
    few = ColumnSketch("家庭编号", "text", 3, ("H1", "H2"), 0)
    tables = TableSketch("app.parquet", 3, (few,)), TableSketch("hh.parquet", 10, (HOUSEHOLD_ID,))
    assert read_back(tmp_path, proposed(*tables)).households.source == "hh.parquet"


def test_what_seems_to_stand_for_nothing_is_shown_to_be_judged(tmp_path: Path) -> None:
    days = ("1978-05-02", "1900-01-01", "-", "2004-03-01", "1999-01-05")
    born = ColumnSketch("出生日期", "text", 5, days, 0)
    paid = ColumnSketch("核减低保金", "text", 5, ("310.5", "20", "0", "/", "15"), 0)
    text = proposed(households(paid), members(born))
    assert '# unknown: ["/", "1900-01-01", "-"]  # ? 看来表示未知 seem to stand for what is not known' in text
    read_back(tmp_path, text)


def test_a_table_says_by_its_rows_and_ids_what_it_seems_to_be() -> None:
    def table(name: str, rows: int, *columns: ColumnSketch) -> TableSketch:
        return TableSketch(name, rows, columns)

    household, person = ColumnSketch("户编号", "text", 8, (), 0), ColumnSketch("身份证号", "text", 20, (), 0)
    said = proposed(table("户.csv", 8, household), table("成员.csv", 20, household, person))
    assert "  from: 户.csv  # 8 行 rows，每户一行 one for each household\n" in said
    assert "  from: 成员.csv  # 20 行 rows，8 户的成员 members of 8 households\n" in said
    said = proposed(table("户.csv", 9, household))
    assert "  from: 户.csv  # 9 行 rows，只有 8 户：? 不是每户一行 of 8 households: ? not one for each\n" in said


def test_words_that_stand_for_nothing_are_asked_about_once_and_numbers_with_decimals_are_numbers() -> None:
    columns = [
        words("低保", "1.0", "0.0", "-"),
        words("核减低保金", "-", "1,310.50"),
        words("低保类别", "城市低保", "无"),
    ]
    said = proposed(TableSketch("户.csv", 10, (HOUSEHOLD_ID, *columns), ("utf-8", "gb18030")))
    assert '# unknown: ["-", "无"]  # ? 看来表示未知 seem to stand for what is not known\n' in said
    assert "    dibao: {column: 低保}  # " in said
    assert "    dibao_reduction_month: {column: 核减低保金}  # " in said
    assert "      #   无: ?\n" in said
    assert "  encoding: [utf-8, gb18030]\n" in said


@pytest.mark.parametrize(
    ("values", "asked"),
    [
        (("不在读", "普通高中", "中职", "高等教育"), ()),
        (("不在读", "义务教育阶段", "高中", "中职", "大学"), ("义务教育阶段", "高中", "大学")),
    ],
)
def test_a_choice_is_proposed_by_its_values_and_never_without_a_question(
    tmp_path: Path, values: tuple[str, ...], asked: tuple[str, ...]
) -> None:
    text = proposed(households(), members(words("学段", *values)))
    assert fact(read_back(tmp_path, text), "member.student_stage").column == "学段"
    assert "student_stage" in text
    assert "# 就读阶段 ? 仅按其值推测 by its values alone, " in text
    for word in asked:
        assert f"      #   {word}: ?\n" in text


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("学段", ("小学", "初中", "大专", "本科")),  # Of none of them it can be told.
        ("学段", ("普通高中", "普通高中")),  # One choice is no list of them.
        ("户别", ("城市", "农村", "集镇", "其他", "空挂")),
    ],
)
def test_values_that_say_little_propose_nothing(name: str, values: tuple[str, ...]) -> None:
    assert f"{{column: {name}" not in proposed(households(words(name, *values)), members(words(name, *values)))


def test_values_of_two_facts_alike_tell_neither() -> None:
    text = proposed(households(), members(words("类型", "城市特困", "农村特困", "城市", "农村")))
    assert "column: 类型}" not in text


def test_a_column_with_one_value_of_a_choice_is_asked_about() -> None:
    stages = words("学段", "非在读", "小学", "初中", "普通高中", "大学")
    text = proposed(households(), members(stages, words("学历", "小学", "初中")))
    assert "  #   学段: 非在读, 小学, 初中, 普通高中  ? 也许是 perhaps student_stage 就读阶段 (普通高中)\n" in text
    assert "  #   学历: 小学, 初中\n" in text
