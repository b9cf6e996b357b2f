"""Two versions of rules over one registry: who gains and loses, counted so that a person can count it as well."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from clausewise.errors import RequestError
from clausewise.language.model import Pack
from clausewise.language.pack import load_pack
from clausewise.packs import pack_at_root
from clausewise.screening.figures.comparison import (
    ComparisonFigures,
    Moves,
    Standing,
    StandingChange,
    Swings,
    add_up_comparisons,
    change_of,
    measure_pairs,
    rule_pairs,
)
from clausewise.screening.figures.comparison_counting import Found, count_comparison, list_changes
from clausewise.screening.figures.summary_counting import VERDICT
from clausewise.screening.rules.columns import HOUSEHOLD, MEMBER, ROW
from small_pack import PACK_ID, alter, write_small_pack

YES, OPEN, NO = "applies", "undetermined", "does_not_apply"
CARD, SUBSIDY, MEAL = "age.travel_card", "age.subsidy", "age.meal"
APPLIES, UNDETERMINED, DOES_NOT, ABSENT = (
    Standing.APPLIES, Standing.UNDETERMINED, Standing.DOES_NOT_APPLY, Standing.ABSENT,
)  # fmt: skip

_MEAL = """\
- rule: age.meal
  provision: "1.2"
  kind: benefit
  title: {zh: 助餐, en: Meals}
  about: household
  modality: {is: may, text: 可}
  when: {if: household.dibao, text: 城镇家庭}
  aid:
    - {form: service, zh: 助餐, en: meals, text: 交通卡}
  agency: civil_affairs
  assigned_by: "2.1"
  reading: {zh: 按字面理解。, en: As it stands.}
- duty: age.ledger
"""


@pytest.fixture
def old(tmp_path: Path) -> Pack:
    """The subsidy for members of eighty, and the card for households in towns."""
    write_small_pack(tmp_path / "old")
    return load_pack(pack_at_root(tmp_path / "old", PACK_ID))


@pytest.fixture
def new(tmp_path: Path) -> Pack:
    """The card is gone, and there are meals."""
    write_small_pack(tmp_path / "new")
    rules = tmp_path / "new" / "rules" / PACK_ID / "01-age.yaml"
    alter(rules, "- duty: age.ledger\n", _MEAL)
    text = rules.read_text(encoding="utf-8")
    begin, end = text.index("- rule: age.travel_card"), text.index("- rule: age.meal")
    rules.write_text(text[:begin] + text[end:], encoding="utf-8")
    return load_pack(pack_at_root(tmp_path / "new", PACK_ID))


def found(pack: Pack, people: list[str], **verdicts: list[str]) -> Found:
    """Households h0, h1, … in two townships, each with one member whose verdict of the subsidy is given first."""
    number = len(people)
    subsidy = pl.Series(people, dtype=VERDICT)
    columns = {f"age.{name}": pl.Series(values, dtype=VERDICT) for name, values in verdicts.items()}
    names = [f"h{row}" for row in range(number)]
    townships = ["东", "西"] * (number // 2) + ["东"] * (number % 2)
    return Found(
        pack,
        pl.DataFrame({HOUSEHOLD: names, "乡镇": townships, SUBSIDY: subsidy, **columns}),
        pl.DataFrame({ROW: pl.Series(range(number), dtype=pl.UInt32), MEMBER: names, SUBSIDY: subsidy}),
    )


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        (DOES_NOT, APPLIES, StandingChange.GAINS),
        (ABSENT, APPLIES, StandingChange.GAINS),
        (UNDETERMINED, APPLIES, StandingChange.SETTLED_FOR),
        (DOES_NOT, UNDETERMINED, StandingChange.OPENED),
        (ABSENT, UNDETERMINED, StandingChange.OPENED),
        (APPLIES, DOES_NOT, StandingChange.LOSES),
        (APPLIES, ABSENT, StandingChange.LOSES),
        (APPLIES, UNDETERMINED, StandingChange.IN_DOUBT),
        (UNDETERMINED, DOES_NOT, StandingChange.SETTLED_AGAINST),
        (UNDETERMINED, ABSENT, StandingChange.SETTLED_AGAINST),
        # A rule that is not there gives nothing, and neither does one that does not apply.
        (ABSENT, DOES_NOT, None),
        (DOES_NOT, ABSENT, None),
        *((standing, standing, None) for standing in Standing),
    ],
)
def test_every_move_is_one_change_or_none(before: Standing, after: Standing, change: StandingChange | None) -> None:
    assert change_of(before, after) is change


def test_households_are_counted_by_what_they_were_and_are(old: Pack) -> None:
    before = found(old, [NO] * 9, travel_card=[NO, NO, NO, OPEN, OPEN, OPEN, YES, YES, YES])
    after = found(old, [NO] * 9, travel_card=[NO, OPEN, YES, NO, OPEN, YES, NO, OPEN, YES])
    shift = count_comparison(before, after).whole
    every = {(one, other): 1 for one in Standing for other in Standing if ABSENT not in (one, other)}
    assert shift.rules[CARD] == Moves(every)
    assert shift.rules[SUBSIDY] == Moves({(DOES_NOT, DOES_NOT): 9})
    assert {change: shift.rules[CARD].of(change) for change in StandingChange} == dict.fromkeys(StandingChange, 1)
    assert shift.rules[CARD].changed == 6
    assert (shift.rules[CARD].before(APPLIES), shift.rules[CARD].after(APPLIES), shift.rules[CARD].total) == (3, 3, 9)
    # Both rules of measure 1 grant an aid; measure 2 has none.
    assert shift.measures == {1: Moves(every)}
    assert shift.aid == Moves(every)
    assert (shift.households, shift.members) == (9, 9)


def test_a_rule_that_only_one_version_has_is_absent_in_the_other(old: Pack, new: Pack) -> None:
    before = found(old, [NO, NO, NO], travel_card=[YES, OPEN, NO])
    after = found(new, [NO, NO, NO], meal=[YES, OPEN, NO])
    shift = count_comparison(before, after).whole
    assert shift.rules[CARD] == Moves({(APPLIES, ABSENT): 1, (UNDETERMINED, ABSENT): 1, (DOES_NOT, ABSENT): 1})
    assert shift.rules[MEAL] == Moves({(ABSENT, APPLIES): 1, (ABSENT, UNDETERMINED): 1, (ABSENT, DOES_NOT): 1})
    assert shift.rules[CARD].of(StandingChange.LOSES) == shift.rules[MEAL].of(StandingChange.GAINS) == 1
    # The measure is there in both: nothing becomes of it.
    assert shift.measures[1].changed == 0
    # Nevertheless the first household gains one aid and loses another.
    assert shift.swings == Swings(gain=0, lose=0, both=1)


def test_who_gains_some_aid_and_who_loses_some_is_told_apart(old: Pack) -> None:
    before = found(old, [NO, YES, NO, YES, OPEN], travel_card=[NO, NO, YES, YES, OPEN])
    after = found(old, [YES, NO, YES, YES, YES], travel_card=[YES, NO, NO, YES, NO])
    figures = count_comparison(before, after, ["乡镇"])
    # h0 gains twice, h1 loses, h2 does both; of h3 nothing becomes, and of h4 it was not known.
    assert figures.whole.swings == Swings(gain=1, lose=1, both=1)
    assert {group: shift.swings for group, shift in figures.groups["乡镇"].items()} == {
        "东": Swings(gain=1, lose=0, both=1),
        "西": Swings(gain=0, lose=1, both=0),
    }
    assert figures.groups["乡镇"]["西"].rules[SUBSIDY] == Moves({(APPLIES, DOES_NOT): 1, (APPLIES, APPLIES): 1})


def test_members_are_counted_where_their_household_hides_what_becomes_of_them(old: Pack) -> None:
    def family(*people: str) -> Found:
        rows = pl.DataFrame({ROW: pl.Series([0, 0], dtype=pl.UInt32), MEMBER: ["a", "b"]})
        subsidy = pl.Series(SUBSIDY, people, dtype=VERDICT)
        household = pl.DataFrame({HOUSEHOLD: ["h"], SUBSIDY: [YES], CARD: [NO]}).cast({SUBSIDY: VERDICT, CARD: VERDICT})
        return Found(old, household, rows.with_columns(subsidy))

    before, after = family(YES, NO), family(NO, YES)
    shift = count_comparison(before, after).whole
    assert shift.rules[SUBSIDY] == Moves({(APPLIES, APPLIES): 1})
    assert shift.of_members == {SUBSIDY: Moves({(APPLIES, DOES_NOT): 1, (DOES_NOT, APPLIES): 1})}
    assert list_changes(before, after).rows() == [
        ("h", "a", 1, SUBSIDY, "applies", "does_not_apply", "loses"),
        ("h", "b", 1, SUBSIDY, "does_not_apply", "applies", "gains"),
    ]


def test_changes_are_listed_by_measure_and_by_rule(old: Pack, new: Pack) -> None:
    before = found(old, [NO, OPEN, NO], travel_card=[YES, NO, NO])
    after = found(new, [NO, YES, NO], meal=[NO, NO, NO])
    changes = list_changes(before, after)
    assert changes.columns == [HOUSEHOLD, MEMBER, "measure", "rule", "before", "after", "change"]
    assert changes.rows() == [
        ("h0", None, 1, None, "applies", "does_not_apply", "loses"),
        ("h1", None, 1, None, "undetermined", "applies", "settled_for"),
        ("h1", "h1", 1, SUBSIDY, "undetermined", "applies", "settled_for"),
        ("h0", None, 1, CARD, "applies", "absent", "loses"),
    ]


def test_the_same_version_twice_changes_nothing(old: Pack) -> None:
    same = found(old, [YES, NO, OPEN], travel_card=[YES, OPEN, NO])
    figures = count_comparison(same, same, ["乡镇"])
    assert figures.whole.aid.changed == 0
    assert figures.whole.swings == Swings()
    assert list_changes(same, same).height == 0
    assert list_changes(same, same).schema == list_changes(same, found(old, [NO] * 3, travel_card=[NO] * 3)).schema


@pytest.mark.parametrize("cut", [0, 1, 4, 7])
def test_figures_of_parts_add_up_to_those_of_the_whole(old: Pack, new: Pack, cut: int) -> None:
    people, others = [YES, NO, OPEN, NO, YES, OPEN, NO], [NO, NO, OPEN, YES, YES, NO, OPEN]
    card, meal = [OPEN, NO, YES, NO, YES, NO, NO], [NO, YES, YES, OPEN, NO, NO, NO]

    def parts(begin: int, end: int) -> ComparisonFigures:
        before = found(old, people[begin:end], travel_card=card[begin:end])
        after = found(new, others[begin:end], meal=meal[begin:end])
        return count_comparison(before, after)

    assert add_up_comparisons([parts(0, cut), parts(cut, 7)]) == parts(0, 7)


def test_groups_of_parts_add_up(old: Pack) -> None:
    one = count_comparison(found(old, [YES], travel_card=[NO]), found(old, [NO], travel_card=[NO]), ["乡镇"])
    both = add_up_comparisons([one, one])
    assert both.groups["乡镇"]["东"].rules[SUBSIDY].of(StandingChange.LOSES) == 2
    assert both.whole.households == 2


def test_a_column_that_tells_households_apart_groups_nothing(old: Pack) -> None:
    many = found(old, [NO] * 5001, travel_card=[NO] * 5001)
    with pytest.raises(RequestError, match="--by household: the column has more than 5,000 different values"):
        count_comparison(many, many, [HOUSEHOLD])


def test_versions_must_be_asked_of_the_same_households(old: Pack) -> None:
    with pytest.raises(ValueError, match="not asked of the same households"):
        count_comparison(found(old, [YES], travel_card=[NO]), found(old, [YES, NO], travel_card=[NO, NO]))


def test_rules_and_measures_are_paired_by_id_and_number(old: Pack, new: Pack) -> None:
    pairs = rule_pairs(old, new)
    assert [(pair.id, pair.old is not None, pair.new is not None) for pair in pairs] == [
        (SUBSIDY, True, True), (MEAL, False, True), (CARD, True, False),
    ]  # fmt: skip
    assert [pair.about_members for pair in pairs] == [True, False, False]
    measures = measure_pairs(old, new)
    assert [(one.number, one.title, [pair.id for pair in one.rules]) for one in measures] == [
        (1, "发放高龄补贴", [SUBSIDY, MEAL, CARD]),
        (2, "建立台账", []),
    ]
