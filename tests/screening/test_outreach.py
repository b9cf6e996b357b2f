"""The lists of a screening: who seems entitled and does not receive, firmest and surest first, and whom to review."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from clausewise.engine import Engine
from clausewise.errors import RequestError
from clausewise.language.labels import Label
from clausewise.language.model import Pack
from clausewise.language.pack import load_pack
from clausewise.language.verdicts import Verdict
from clausewise.packs import pack_at_root
from clausewise.screening.figures.outreach import (
    NEVER_CUT_OFF,
    OutreachFigures,
    OutreachList,
    Receipt,
    Taken,
)
from clausewise.screening.figures.outreach_listing import Listed, list_part
from clausewise.screening.figures.outreach_open import Read, count_open, facts_read_by
from clausewise.screening.figures.summary_counting import VERDICT, Part
from clausewise.screening.intake.household import case_of_row
from clausewise.screening.mapping.receiving import Receiving, read_receiving, rules_granting
from clausewise.screening.rules.columns import HOUSEHOLD, MEMBER, ROW
from screening.made import DAY, DISABILITY, HOUSING, TOWNSHIP, Made, make_registry, part_of
from small_pack import PACK_ID, write_small_pack
from specification.chongqing import chongqing_pack

YES, OPEN, NO = "applies", "undetermined", "does_not_apply"
CARD, SUBSIDY = "age.travel_card", "age.subsidy"
CARD_COLUMN, SUBSIDY_COLUMN = "交通卡", "高龄津贴"


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    """The subsidy is to be given (给予), the travel card may be (可)."""
    write_small_pack(tmp_path)
    return load_pack(pack_at_root(tmp_path, PACK_ID))


@pytest.fixture(scope="module")
def chongqing() -> Pack:
    return chongqing_pack()


@pytest.fixture(scope="module")
def made(chongqing: Pack) -> Made:
    return make_registry(chongqing, 400)


def registry(received: pl.Series, verdicts: list[tuple[str, str]], **facts: Any) -> Part:
    """Households h0, h1, … of one member each, with verdicts of the subsidy and the card, and what they receive."""
    number = len(verdicts)
    rows = pl.Series(range(number), dtype=pl.UInt32)
    subsidy = pl.Series([one for one, _ in verdicts], dtype=VERDICT)
    of_households = {
        HOUSEHOLD: [f"h{row}" for row in range(number)],
        "乡镇": ["东", "西"] * (number // 2) + ["东"] * (number % 2),
        SUBSIDY: subsidy,
        CARD: pl.Series([one for _, one in verdicts], dtype=VERDICT),
    }
    members = {ROW: rows, MEMBER: [f"m{row}" for row in range(number)]}
    unknown = [None] * number
    return Part(
        pl.DataFrame(of_households).with_columns(received),
        pl.DataFrame({**members, SUBSIDY: subsidy}),
        pl.DataFrame({"household.dibao": facts.get("dibao", unknown), "household.area": facts.get("area", unknown)}),
        pl.DataFrame({**members, "member.birth_date": facts.get("born", unknown)}),
    )


def listed(found: Listed, *columns: str) -> list[tuple[Any, ...]]:
    return found.rows.select(columns).rows()


# ---------------------------------------------------------------- the order


def test_the_firmest_rule_is_listed_and_among_equally_firm_ones_the_surest_first(pack: Pack) -> None:
    verdicts = [(NO, YES), (OPEN, YES), (YES, YES), (OPEN, NO), (NO, OPEN), (YES, NO)]
    born = [1, 1, 1, 1, 1, 1]
    part = registry(pl.Series(CARD_COLUMN, ["否"] * 6), verdicts, born=born)
    found = list_part(pack, part, [Receiving(CARD_COLUMN, (SUBSIDY, CARD))])
    assert listed(found, HOUSEHOLD, "rule", "verdict", "open", "also") == [
        # What is to be given (给予), surely, in the order of the registry.
        ("h2", SUBSIDY, YES, 0, CARD),
        ("h5", SUBSIDY, YES, 0, ""),
        # What is to be given once one fact is known: the card that surely may be given to h1 comes after that.
        ("h1", SUBSIDY, OPEN, 1, CARD),
        ("h3", SUBSIDY, OPEN, 1, ""),
        # What may be given (可).
        ("h0", CARD, YES, 0, ""),
        ("h4", CARD, OPEN, 1, ""),
    ]


def test_undetermined_households_with_more_than_two_unknown_facts_are_not_listed(pack: Pack) -> None:
    # The subsidy reads whether the family has dibao and when each member was born.
    part = registry(
        pl.Series(SUBSIDY_COLUMN, ["否"] * 3), [(OPEN, NO)] * 3, dibao=[None, True, None], born=[None, None, 5]
    )
    found = list_part(pack, part, [Receiving(SUBSIDY_COLUMN, (SUBSIDY,))])
    assert listed(found, HOUSEHOLD, "open") == [("h1", 1), ("h2", 1), ("h0", 2)]


def test_three_unknown_facts_are_too_many(chongqing: Pack) -> None:
    rule = "disaster.rebuilding"
    known = {
        "household.house_damage": [1, None, None],
        "household.house_damage_cause": [None] * 3,
        "office.reads.damage_not_natural": [0] * 3,
        "office.reads.repair": [None] * 3,
    }
    verdicts = {one.id: pl.Series([OPEN] * 3, dtype=VERDICT) for one in chongqing.rules}
    part = Part(
        pl.DataFrame({HOUSEHOLD: ["a", "b", "c"], HOUSING: ["否"] * 3, **verdicts}),
        pl.DataFrame({ROW: pl.Series([], dtype=pl.UInt32), MEMBER: pl.Series([], dtype=pl.String)}),
        pl.DataFrame(known),
        pl.DataFrame({ROW: pl.Series([], dtype=pl.UInt32), MEMBER: pl.Series([], dtype=pl.String)}),
    )
    found = list_part(chongqing, part, [Receiving(HOUSING, (rule,))])
    assert listed(found, HOUSEHOLD, "open") == [("a", 2)]
    assert found.figures.columns[HOUSING].crossed[Receipt.DOES_NOT, Verdict.UNDETERMINED] == 3


# ---------------------------------------------------------------- the lists


def test_who_is_entitled_and_who_receives_makes_three_lists(pack: Pack) -> None:
    received = ["是", "否", None, "是", "否", None, "是", "否", None]
    verdicts = [(NO, one) for one in (YES, YES, YES, NO, NO, NO, OPEN, OPEN, OPEN)]
    part = registry(pl.Series(CARD_COLUMN, received), verdicts)
    found = list_part(pack, part, [Receiving(CARD_COLUMN, (CARD,))])
    assert listed(found, "list", HOUSEHOLD, "rule", "verdict") == [
        ("not_receiving", "h1", CARD, YES),
        ("not_receiving", "h7", CARD, OPEN),
        ("not_known", "h2", CARD, YES),
        ("not_known", "h8", CARD, OPEN),
        # Receives, and no rule applies. Of h6 that is not known, so that it stands on no list.
        ("review", "h3", None, NO),
    ]
    taken = found.figures.columns[CARD_COLUMN]
    assert taken.crossed == {(receipt, verdict): 1 for receipt in Receipt for verdict in Verdict}
    assert taken.listed == {
        (OutreachList.NOT_RECEIVING, CARD, Verdict.UNDETERMINED): 1,
        (OutreachList.NOT_RECEIVING, CARD, Verdict.APPLIES): 1,
        (OutreachList.NOT_KNOWN, CARD, Verdict.UNDETERMINED): 1,
        (OutreachList.NOT_KNOWN, CARD, Verdict.APPLIES): 1,
        (OutreachList.REVIEW, "", Verdict.DOES_NOT_APPLY): 1,
    }


def test_a_household_that_any_of_several_rules_may_entitle_is_not_to_be_reviewed(pack: Pack) -> None:
    part = registry(pl.Series(CARD_COLUMN, ["是"] * 3), [(NO, NO), (NO, OPEN), (YES, NO)])
    found = list_part(pack, part, [Receiving(CARD_COLUMN, (SUBSIDY, CARD))])
    assert listed(found, "list", HOUSEHOLD) == [("review", "h0")]


def test_what_holds_of_the_list_to_be_reviewed_is_said_in_these_words() -> None:
    assert Label("由人复核，不得由机器停发", "to be reviewed by a person; never cut off by a machine") == NEVER_CUT_OFF


def test_a_column_of_the_members_lists_members(pack: Pack) -> None:
    part = registry(pl.Series("乡", ["x"] * 3), [(YES, NO), (YES, YES), (NO, OPEN)])
    people = part.member_verdicts.with_columns(pl.Series(SUBSIDY_COLUMN, [False, True, True]))
    part = Part(part.verdicts, people, part.households, part.members)
    found = list_part(pack, part, [Receiving(SUBSIDY_COLUMN, (SUBSIDY,))], ["乡镇"], first_row=100)
    assert listed(found, "list", "row", HOUSEHOLD, MEMBER, "kept 乡镇", "rule") == [
        ("not_receiving", 100, "h0", "m0", "东", SUBSIDY),
        ("review", 102, "h2", "m2", "东", None),
    ]
    taken = found.figures.columns[SUBSIDY_COLUMN]
    assert taken.of_members
    assert taken.crossed[Receipt.RECEIVES, Verdict.APPLIES] == 1


def test_a_rule_about_the_household_is_for_each_member_what_it_is_for_the_household(pack: Pack) -> None:
    part = registry(pl.Series("乡", ["x"] * 2), [(NO, YES), (NO, NO)])
    people = part.member_verdicts.with_columns(pl.Series(CARD_COLUMN, [False, True]))
    part = Part(part.verdicts, people, part.households, part.members)
    found = list_part(pack, part, [Receiving(CARD_COLUMN, (CARD,))])
    assert listed(found, "list", MEMBER, "rule") == [("not_receiving", "m0", CARD), ("review", "m1", None)]


def test_several_columns_make_one_list_ranked_together(pack: Pack) -> None:
    part = registry(pl.Series(CARD_COLUMN, ["否", "否"]), [(NO, YES), (YES, YES)])
    part = Part(
        part.verdicts.with_columns(pl.Series(SUBSIDY_COLUMN, ["否", "否"])),
        part.member_verdicts, part.households, part.members,
    )  # fmt: skip
    found = list_part(pack, part, [Receiving(CARD_COLUMN, (CARD,)), Receiving(SUBSIDY_COLUMN, (SUBSIDY,))])
    assert listed(found, HOUSEHOLD, "column") == [("h1", SUBSIDY_COLUMN), ("h0", CARD_COLUMN), ("h1", CARD_COLUMN)]
    assert list(found.figures.columns) == [CARD_COLUMN, SUBSIDY_COLUMN]
    assert found.figures.on(OutreachList.NOT_RECEIVING) == 3


def test_nothing_asked_for_lists_nobody(pack: Pack) -> None:
    part = registry(pl.Series(CARD_COLUMN, ["否"]), [(YES, YES)])
    found = list_part(pack, part, [], ["乡镇"])
    assert found.rows.height == 0
    asked = list_part(pack, part, [Receiving(CARD_COLUMN, (CARD,))], ["乡镇"])
    # Parts in which nobody is listed and others go into one file.
    assert found.rows.schema == asked.rows.schema


# ---------------------------------------------------------------- what a column says


def received(pack: Pack, column: pl.Series, **values: bool | None) -> list[str]:
    """Of each household, to all of whom the card applies: yes, no or not known."""
    part = registry(column, [(NO, YES)] * len(column))
    found = list_part(pack, part, [Receiving(column.name, (CARD,), values)])
    by_household = dict(listed(found, HOUSEHOLD, "list"))
    words = {None: "yes", "not_receiving": "no", "not_known": "not known"}
    return [words[by_household.get(f"h{row}")] for row in range(len(column))]


@pytest.mark.parametrize(
    ("column", "meant"),
    [
        (["是", "有", "已领取", " 享受 ", "Yes", "TRUE", "1"], ["yes"] * 7),
        (["否", "无", "未领取", "未享受", "no", "false", "0"], ["no"] * 7),
        (["未知", "不详", "", "  ", None], ["not known"] * 5),
        ([True, False, None], ["yes", "no", "not known"]),
        # Numbers are amounts, also where a file holds nothing but text.
        ([350, 0, None], ["yes", "no", "not known"]),
        ([350.5, 0.0, None], ["yes", "no", "not known"]),
        ([350.5, float("nan")], ["yes", "not known"]),
        (["350.50", "0.00", "0", "", " 12 "], ["yes", "no", "no", "not known", "yes"]),
    ],
)
def test_a_column_says_who_receives(pack: Pack, column: list[Any], meant: list[str]) -> None:
    assert received(pack, pl.Series(CARD_COLUMN, column)) == meant


def test_words_mean_what_is_said_of_them(pack: Pack) -> None:
    column = pl.Series(CARD_COLUMN, ["A", "b ", "C", None])
    assert received(pack, column, A=True, B=False, C=None) == ["yes", "no", "not known", "not known"]


@pytest.mark.parametrize("column", [[2, 1, 9, None], [2.0, 1.0, 9.0, None], ["2", "1", "9", ""]])
def test_codes_mean_what_is_said_of_them(pack: Pack, column: list[Any]) -> None:
    values: dict[str, bool | None] = {"1": True, "2": False, "9": None}
    assert received(pack, pl.Series(CARD_COLUMN, column), **values) == ["no", "yes", "not known", "not known"]


@pytest.mark.parametrize(
    ("column", "shown"),
    [
        (["是", "停发", "待审", "停发"], "停发, 待审"),
        (["350", "-5"], "-5"),
        ([350, -5], "-5"),
        (["inf", "nan", "1"], "inf"),
    ],
)
def test_words_of_which_it_is_not_said_what_they_mean_are_refused(pack: Pack, column: list[Any], shown: str) -> None:
    with pytest.raises(RequestError, match="it is not said what these values mean") as told:
        received(pack, pl.Series(CARD_COLUMN, column))
    assert str(told.value) == (
        f"{CARD_COLUMN}: it is not said what these values mean: {shown} — say under receiving: of the mapping which "
        f"means true and which false, as in {shown.split(',')[0]}: true"
    )


def test_a_word_that_was_left_out_of_those_given_is_refused(pack: Pack) -> None:
    with pytest.raises(RequestError, match="what these values mean: 是"):
        received(pack, pl.Series(CARD_COLUMN, ["A", "是"]), A=True)


def test_a_column_that_is_not_there_is_refused_with_the_nearest_name(pack: Pack) -> None:
    part = registry(pl.Series("交通卡发放", ["否"]), [(YES, YES)])
    with pytest.raises(RequestError, match="--receiving 交通卡发给: there is no such column") as told:
        list_part(pack, part, [Receiving("交通卡发给", (CARD,))])
    assert "交通卡发放" in str(told.value)


# ---------------------------------------------------------------- what was asked for


def test_columns_are_tied_to_rules_by_id_pattern_or_aid(pack: Pack) -> None:
    assert read_receiving(["津贴=age.subsidy", "卡 = 交通卡,travel card"], pack) == (
        Receiving("津贴", (SUBSIDY,)),
        Receiving("卡", (CARD,)),
    )
    # What has no column goes with the one before; rules stand in the order of the document.
    assert read_receiving(["补贴=age.travel_card,age.subsidy"], pack) == (Receiving("补贴", (SUBSIDY, CARD)),)
    assert read_receiving(["补贴=age.*"], pack) == (Receiving("补贴", (SUBSIDY, CARD)),)
    assert rules_granting("高龄补贴", pack, "x") == (SUBSIDY,)


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("age.subsidy", "--receiving age.subsidy: it is not said which column that is — write COLUMN=RULE"),
        ("卡=", "--receiving 卡=: it is not said which rule grants it — write COLUMN=RULE"),
        (
            "卡=age.travel_cart",
            "--receiving 卡: there is no rule or aid age.travel_cart — did you mean age.travel_card?",
        ),
        ("卡=housing.*", "--receiving 卡: there is no rule or aid housing.* — name a rule"),
    ],
)
def test_what_cannot_be_tied_to_a_rule_is_refused(pack: Pack, written: str, message: str) -> None:
    with pytest.raises(RequestError) as told:
        read_receiving([written], pack)
    assert str(told.value).startswith(message)


def test_a_rule_that_grants_nothing_is_refused(chongqing: Pack) -> None:
    with pytest.raises(RequestError, match=r"--receiving 列: mechanism\.grid grants no aid — name a rule that does"):
        read_receiving(["列=mechanism.grid"], chongqing)


# ---------------------------------------------------------------- facts that are open


def test_the_facts_that_a_rule_reads_go_down_to_those_that_are_given(pack: Pack) -> None:
    born = frozenset({Read("household.dibao", False), Read("member.birth_date", False)})
    assert facts_read_by(pack, SUBSIDY, frozenset()) == born
    aged = frozenset({Read("household.dibao", False), Read("member.age", False)})
    assert facts_read_by(pack, SUBSIDY, frozenset({"member.age"})) == aged


def test_of_a_rule_about_members_a_household_is_as_open_as_its_member_closest_to_sure(pack: Pack) -> None:
    households = pl.DataFrame({"household.dibao": [True, None, True]})
    rows = pl.Series(ROW, [0, 0, 0, 1], dtype=pl.UInt32)
    members = pl.DataFrame({ROW: rows, "member.birth_date": [None, 5, None, None]})
    verdicts = pl.DataFrame({ROW: rows, SUBSIDY: pl.Series([OPEN, NO, OPEN, OPEN], dtype=VERDICT)})
    opened = count_open(pack, SUBSIDY, households, members, verdicts)
    assert opened.members is not None
    assert opened.members.to_list() == [1, 0, 1, 2]
    # The member who is known does not get it, and is not counted; of the third household nobody knows the members.
    assert opened.households.to_list() == [1, 2, 1]


# ---------------------------------------------------------------- figures


def test_figures_are_the_rows_that_are_listed(chongqing: Pack, made: Made) -> None:
    receiving = read_receiving([f"{HOUSING}=housing.*", f"{DISABILITY}=other_aid.*"], chongqing)
    _, part = part_of(chongqing, made)
    found = list_part(chongqing, part, receiving, [TOWNSHIP])
    by_list = dict(found.rows.group_by("list").len().rows())
    assert {kind.value: found.figures.on(kind) for kind in OutreachList} == by_list
    assert min(by_list.values()) > 0
    for one in receiving:
        taken = found.figures.columns[one.column]
        everyone = made.members.height if one.column == DISABILITY else made.households.height
        assert sum(taken.crossed.values()) == everyone
        review = found.rows.filter((pl.col("list") == "review") & (pl.col("column") == one.column))
        assert review.height == taken.crossed[Receipt.RECEIVES, Verdict.DOES_NOT_APPLY]


def test_figures_of_parts_add_up() -> None:
    entitled, to_review = (
        (OutreachList.NOT_RECEIVING, "r", Verdict.APPLIES),
        (OutreachList.REVIEW, "", Verdict.DOES_NOT_APPLY),
    )
    first = OutreachFigures({"a": Taken(False, {(Receipt.RECEIVES, Verdict.APPLIES): 1}, {entitled: 2})})
    second = OutreachFigures({"a": Taken(False, {(Receipt.RECEIVES, Verdict.APPLIES): 4}, {entitled: 1, to_review: 5})})
    taken = (first + second).columns["a"]
    assert taken.crossed == {(Receipt.RECEIVES, Verdict.APPLIES): 5}
    assert (taken.on(OutreachList.NOT_RECEIVING), taken.on(OutreachList.REVIEW), taken.on(OutreachList.NOT_KNOWN)) == (
        3,
        5,
        0,
    )
    assert taken.on(OutreachList.NOT_RECEIVING, Verdict.UNDETERMINED) == 0


def test_no_rule_waits_for_more_facts_than_are_counted_as_open(chongqing: Pack, made: Made) -> None:
    _, part = part_of(chongqing, made)
    opened = {
        rule.id: count_open(chongqing, rule.id, made.households, made.members, part.member_verdicts)
        for rule in chongqing.rules
    }
    members = {(row, member): place for place, (row, member) in enumerate(made.members.select(ROW, MEMBER).iter_rows())}
    waiting = 0
    with closing(Engine(chongqing)) as engine:
        for row in range(25):
            for finding in engine.check(case_of_row(chongqing, DAY, made.households, made.members, row)).findings:
                if finding.verdict is not Verdict.UNDETERMINED:
                    continue
                counted, own = opened[finding.rule.id], members.get((row, str(finding.subject)))
                number = counted.households[row]
                if counted.members is not None and own is not None:
                    number = counted.members[own]
                facts = {missing.fact for missing in finding.missing} & set(chongqing.facts)
                assert len(facts) <= number, finding.name
                waiting += 1
    assert waiting > 500
