"""The figures of a screening: those of parts add up to those of the whole, and each is one that a person can count."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from clausewise.errors import RequestError
from clausewise.language.model import MeasureKind, Pack
from clausewise.language.pack import load_pack
from clausewise.packs import pack_at_root
from clausewise.screening.engines.settled import count_settled, settling_for
from clausewise.screening.figures.summary import (
    MOST_GROUPS,
    Count,
    Figures,
    Settling,
    Summary,
    TableRows,
    Tally,
    Unknown,
    in_order,
    measures_of,
)
from clausewise.screening.figures.summary_counting import VERDICT, Part, count_part
from clausewise.screening.rules.columns import GHOST, HOUSEHOLD, MEMBER, ROW
from clausewise.screening.runs import sampling
from clausewise.screening.runs.sampling import choose, count_settling
from screening.made import DAY, TOWNSHIP, Made, make_registry, part_of
from small_pack import PACK_ID, write_small_pack
from specification.chongqing import chongqing_pack

YES, OPEN, NO = "applies", "undetermined", "does_not_apply"
CARD, SUBSIDY = "age.travel_card", "age.subsidy"


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    write_small_pack(tmp_path)
    return load_pack(pack_at_root(tmp_path, PACK_ID))


@pytest.fixture(scope="module")
def chongqing() -> Pack:
    return chongqing_pack()


@pytest.fixture(scope="module")
def made(chongqing: Pack) -> Made:
    return make_registry(chongqing, 300)


def hand_made(**given: Any) -> Part:
    """Four households in two townships: the first with two members, the last of nobody knows whom."""
    verdicts = {SUBSIDY: [YES, NO, OPEN, OPEN], CARD: [NO, NO, YES, OPEN]}
    of_members = {ROW: [0, 0, 1, 2], MEMBER: ["a", "b", "c", "d"], SUBSIDY: [YES, NO, NO, OPEN]}
    part: dict[str, Any] = {
        "verdicts": pl.DataFrame({HOUSEHOLD: ["h1", "h2", "h3", "h4"], "乡镇": ["东", "西", "东", None], **verdicts}),
        "member_verdicts": pl.DataFrame(of_members),
        "households": pl.DataFrame({"household.dibao": [True, None, True, None]}),
        "members": pl.DataFrame({ROW: [0, 0, 1, 2], "member.birth_date": [None, 5, 6, None]}),
        **given,
    }
    typed = {SUBSIDY: VERDICT, CARD: VERDICT}
    part["verdicts"] = part["verdicts"].cast(typed)
    part["member_verdicts"] = part["member_verdicts"].cast({SUBSIDY: VERDICT, ROW: pl.UInt32})
    part["members"] = part["members"].cast({ROW: pl.UInt32})
    return Part(**part)


def test_verdicts_are_counted_by_rule_measure_and_aid(pack: Pack) -> None:
    whole = count_part(pack, hand_made()).whole
    assert (whole.households, whole.members) == (4, 4)
    assert whole.rules == {SUBSIDY: Count(1, 2, 1), CARD: Count(1, 1, 2)}
    # Members are counted beside their households: of the rule about them only.
    assert whole.of_members == {SUBSIDY: Count(1, 1, 2)}
    # Measure 1 has both rules: the strongest counts. Measure 2 has duties alone.
    assert whole.measures == {1: Count(2, 1, 1)}
    assert whole.aid == Count(2, 1, 1)


def test_households_are_counted_by_the_values_of_a_column(pack: Pack) -> None:
    groups = count_part(pack, hand_made(), ["乡镇"]).groups["乡镇"]
    assert in_order(groups) == ["东", "西", None]
    assert [groups[one].households for one in ("东", "西", None)] == [2, 1, 1]
    assert [groups[one].members for one in ("东", "西", None)] == [3, 1, 0]
    assert [groups[one].measures[1] for one in ("东", "西", None)] == [Count(2, 0, 0), Count(0, 0, 1), Count(0, 1, 0)]
    # Of a household of which nobody knows the members there is none to count, and it says so.
    assert groups[None].of_members == {SUBSIDY: Count()}


def test_a_column_of_numbers_groups_as_one_of_words_does(pack: Pack) -> None:
    verdicts = hand_made().verdicts.with_columns(pl.Series("乡镇", [10, 9, 10, None]))
    groups = count_part(pack, hand_made(verdicts=verdicts), ["乡镇"]).groups["乡镇"]
    assert {value: tally.households for value, tally in groups.items()} == {"10": 2, "9": 1, None: 1}


def test_a_column_may_be_named_as_nothing_else_is_counted(pack: Pack) -> None:
    verdicts = hand_made().verdicts.rename({"乡镇": "aid"}).with_columns(pl.lit("x").alias("number"))
    figures = count_part(pack, hand_made(verdicts=verdicts), ["aid", "number"])
    assert {value: tally.households for value, tally in figures.groups["aid"].items()} == {"东": 2, "西": 1, None: 1}
    assert figures.groups["number"]["x"].aid == Count(2, 1, 1)


def test_a_fact_is_unknown_for_households_and_for_members(pack: Pack) -> None:
    figures = count_part(pack, hand_made())
    assert figures.nameless == 1
    assert figures.unknown == {
        "household.dibao": Unknown(2, None, True),
        # Nobody's area is in the registry.
        "household.area": Unknown(4, None, False),
        # Unknown for one member each of two households, and for the household of which nobody knows the members.
        "member.birth_date": Unknown(3, 2, True),
    }


def test_what_the_registry_has_and_no_rule_reads_is_not_said_to_be_unknown(pack: Pack) -> None:
    figures = count_part(pack, hand_made(given=frozenset({"household.area"})))
    assert "household.area" not in figures.unknown


def test_a_row_that_stands_for_members_whom_nobody_knows_is_no_member(pack: Pack) -> None:
    members = hand_made().members.with_columns(pl.lit(False).alias(GHOST))
    ghost = pl.DataFrame({ROW: [3], "member.birth_date": [None], GHOST: [True]}, schema=members.schema)
    figures = count_part(pack, hand_made(members=pl.concat([members, ghost])))
    assert figures.nameless == 1
    assert figures.unknown["member.birth_date"] == Unknown(3, 2, True)


def test_what_an_answer_settles_is_counted_by_rule_and_over_all_rules(pack: Pack) -> None:
    table = pl.DataFrame(
        [("household.dibao", SUBSIDY, 2), ("household.dibao", None, 2), ("household.area", CARD, 1)],
        schema={"fact": pl.String, "rule": pl.String, "households": pl.Int64},
        orient="row",
    )
    figures = count_part(pack, hand_made(settling=table))
    assert figures.settling == {
        "household.dibao": Settling(2, {SUBSIDY: 2}),
        "household.area": Settling(None, {CARD: 1}),
    }
    assert figures.settling_of == 4
    assert figures.settling["household.area"].at_least == 1


def test_a_part_without_households_counts_nothing(pack: Pack) -> None:
    part = hand_made()
    of_households, of_members = (part.verdicts.clear(), part.member_verdicts.clear())
    empty = Part(of_households, of_members, part.households.clear(), part.members.clear())
    figures = count_part(pack, empty, ["乡镇"])
    assert figures.whole.households == 0
    assert figures.whole.rules == {SUBSIDY: Count(), CARD: Count()}
    assert figures.groups == {"乡镇": {}}


def slices(part: Part, bounds: list[int]) -> list[Part]:
    """The part cut into parts, each with rows of members counted from its own first household."""
    cut = []
    for begin, end in zip([0, *bounds], [*bounds, part.verdicts.height], strict=True):
        inside = pl.col(ROW).is_between(begin, end - 1)
        people = [
            frame.filter(inside).with_columns((pl.col(ROW) - begin).cast(pl.UInt32))
            for frame in (part.member_verdicts, part.members)
        ]
        households = (part.verdicts[begin:end], part.households[begin:end])
        cut.append(Part(households[0], people[0], households[1], people[1], given=part.given))
    return cut


@pytest.mark.parametrize("bounds", [[], [1], [150], [7, 7, 299], list(range(10, 300, 10))], ids=str)
def test_figures_of_parts_add_up_to_those_of_the_whole(chongqing: Pack, made: Made, bounds: list[int]) -> None:
    _, part = part_of(chongqing, made)
    whole = count_part(chongqing, Part(part.verdicts, part.member_verdicts, part.households, part.members), [TOWNSHIP])
    parts = sum((count_part(chongqing, one, [TOWNSHIP]) for one in slices(part, bounds)), start=Figures())
    assert parts == whole
    assert whole.whole.households == 300
    assert sum(tally.households for tally in whole.groups[TOWNSHIP].values()) == 300
    assert all(count.total == 300 for count in whole.whole.rules.values())


def test_settling_adds_up_as_well() -> None:
    first = Figures(settling={"a": Settling(2, {"r": 2})}, settling_of=10)
    second = Figures(settling={"a": Settling(3, {"s": 3}), "b": Settling(None, {"r": 1})}, settling_of=5)
    both = first + second
    assert both.settling == {"a": Settling(5, {"r": 2, "s": 3}), "b": Settling(None, {"r": 1})}
    assert both.settling_of == 15


def test_a_column_that_tells_households_apart_groups_nothing(pack: Pack) -> None:
    number = MOST_GROUPS + 1
    of_households: dict[str, Any] = {HOUSEHOLD: map(str, range(number)), SUBSIDY: [NO] * number, CARD: [NO] * number}
    part = hand_made(
        verdicts=pl.DataFrame({name: list(values) for name, values in of_households.items()}),
        member_verdicts=hand_made().member_verdicts.clear(),
        members=hand_made().members.clear(),
        households=pl.DataFrame({"household.dibao": [True] * number}),
    )
    with pytest.raises(RequestError, match="--by household: the column has more than 5,000 different values") as told:
        count_part(pack, part, [HOUSEHOLD])
    assert "such as a township" in str(told.value)


def test_parts_that_are_each_within_the_bound_may_be_beyond_it_together() -> None:
    def figures(first: int) -> Figures:
        return Figures(groups={"村": {str(value): Figures().whole for value in range(first, first + 3000)}})

    with pytest.raises(RequestError, match="--by 村"):
        figures(0) + figures(3000)


def test_rows_that_are_lost_are_an_error() -> None:
    with pytest.raises(ValueError, match="households: 10 rows read, 8 \\+ 1 accounted for"):
        TableRows("households", 10, 8, 1)


def test_every_measure_of_the_document_is_reported(pack: Pack, chongqing: Pack) -> None:
    assert [(one.number, one.title, one.kind) for one in measures_of(pack)] == [
        (1, "发放高龄补贴", MeasureKind.RULES),
        (2, "建立台账", MeasureKind.INSTITUTIONAL),
    ]
    kinds = [one.kind for one in measures_of(chongqing)]
    assert len(kinds) == 37
    assert kinds[:7] == [MeasureKind.NO_TEXT] * 7
    assert [kinds.count(kind) for kind in MeasureKind] == [25, 5, 0, 7]
    # Measure 26, 引导慈善救助, is what charities are to be guided to.
    assert kinds[25] is MeasureKind.INSTITUTIONAL


# ---------------------------------------------------------------- which households answers are tried on


def summary_of(pack: Pack, figures: Figures) -> Summary:
    return Summary(pack, datetime.date(2024, 6, 30), "", (), (), (), figures)


def test_questions_that_settle_most_households_then_most_rules_come_first(pack: Pack) -> None:
    settling = {
        "member.birth_date": Settling(2, {SUBSIDY: 2}),
        "household.area": Settling(2, {CARD: 2}),
        "household.dibao": Settling(2, {SUBSIDY: 2, CARD: 1}),
        "nothing": Settling(0),
    }
    questions = summary_of(pack, Figures(settling=settling, settling_of=4)).questions
    assert [fact for fact, _ in questions] == ["household.dibao", "household.area", "member.birth_date"]


def test_what_was_counted_in_all_households_is_no_estimate(pack: Pack) -> None:
    figures = Figures(whole=count_part(pack, hand_made()).whole, settling_of=4)
    summary = summary_of(pack, figures)
    assert not summary.is_sampled
    assert summary.in_all(3) == 3


@pytest.mark.parametrize(("counted", "estimate"), [(0, 0), (1, 4), (3, 12), (617, 2470), (12_345, 49_400)])
def test_what_was_counted_in_a_sample_is_an_estimate_to_three_figures(pack: Pack, counted: int, estimate: int) -> None:
    summary = summary_of(pack, Figures(whole=Tally(households=400_000), settling_of=100_000))
    assert summary.is_sampled
    assert summary.in_all(counted) == estimate


def test_of_a_small_registry_every_household_is_counted(chongqing: Pack, made: Made) -> None:
    settling = settling_for(chongqing, DAY, made.households, made.members)
    table, number = count_settling(settling, made.households, made.members, 0, 300)
    assert number == 300
    assert table.equals(count_settled(settling, made.households, made.members))


def test_of_a_large_registry_the_same_households_are_chosen_whatever_the_parts(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sampling, "MOST_COUNTED", 100)
    chosen, whose = choose(made.households, made.members, 0, 300)
    assert abs(chosen.height - 100) <= 2
    # No stretch of the registry is passed over.
    firsts, middles, lasts = ([*range(first, first + 100)] for first in (0, 100, 200))
    places = [made.households[HOUSEHOLD].to_list().index(one) for one in chosen[HOUSEHOLD]]
    assert all(abs(len(set(places) & set(stretch)) - 33) <= 2 for stretch in (firsts, middles, lasts))

    cut = 123
    before = choose(made.households[:cut], made.members.filter(pl.col(ROW) < cut), 0, 300)
    rest = made.members.filter(pl.col(ROW) >= cut).with_columns(pl.col(ROW) - cut)
    after = choose(made.households[cut:], rest, cut, 300)
    assert before[0][HOUSEHOLD].to_list() + after[0][HOUSEHOLD].to_list() == chosen[HOUSEHOLD].to_list()
    # Members stand by their household's row among those chosen.
    owners = [chosen[HOUSEHOLD][row] for row in whose[ROW]]
    assert owners == [made.households[HOUSEHOLD][row] for row in made.members.filter(
        pl.col(MEMBER).is_in(whose[MEMBER].implode()))[ROW]]  # fmt: skip
    assert after[1][ROW].max() == after[0].height - 1


def test_a_share_in_the_sample_is_close_to_that_in_the_registry(
    chongqing: Pack, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    settling = settling_for(chongqing, DAY, made.households, made.members)
    every, _ = count_settling(settling, made.households, made.members, 0, 300)
    monkeypatch.setattr(sampling, "MOST_COUNTED", 100)
    some, number = count_settling(settling, made.households, made.members, 0, 300)

    def shares(table: pl.DataFrame, of: int) -> dict[str, float]:
        return {fact: households / of for fact, rule, households in table.iter_rows() if rule is None}

    whole, sample = shares(every, 300), shares(some, number)
    assert max(abs(share - sample.get(fact, 0.0)) for fact, share in whole.items()) < 0.12
