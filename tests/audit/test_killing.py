"""Changes to a policy, and the cases that notice them; what no case notices comes with a household that would."""

from __future__ import annotations

import datetime
import functools
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from typing import Any

from audit.toys import DIBAO, FACTS, GROWN, ORPHAN, URBAN, household_rule, member_rule, toy
from clausewise.audit.engine import Engines
from clausewise.audit.killing import MakeHunt, cut_down, hunt_all_of, reached_from, run_mutants
from clausewise.audit.model import Fate, MutantKind, MutantReport
from clausewise.audit.mutating import mutants_of, owners_of
from clausewise.audit.resolving import resolve_mutant
from clausewise.audit.solver.limits import Limits
from clausewise.audit.suite import read_suite
from clausewise.audit.untried import Untried, not_tried
from clausewise.case import Case, read_case_bytes
from clausewise.errors import Place
from clausewise.language.assurances import Accepted
from clausewise.language.labels import Label
from clausewise.language.model import Pack
from clausewise.packs import find_pack, open_pack
from specification.written import Plan, case_of, fact, pack_of

TOWN = toy(household_rule("a.town", {"all": [URBAN, DIBAO]}))

PAID = {"form": "cash", "zh": "甲", "en": "A", "text": "乙"}
LINE = {
    "type": "money",
    "zh": "甲",
    "en": "A",
    "values": [
        {"from": datetime.date(2019, 1, 1), "value": 620},
        {"from": datetime.date(2020, 1, 1), "value": Decimal("636.50")},
    ],
}
PER_HEAD = pack_of(
    Plan(
        {
            "household.mean": fact("money", asked=False, derive="sum(member.income) / count(member)"),
            "member.income": fact("money"),
            "member.pension": fact("money"),
        },
        {"line": LINE},
        {
            "a.paid": household_rule(
                "a.paid",
                {"if": "household.mean < parameter.line"},
                aid=[
                    {"form": "cash", "zh": "甲", "en": "A", "text": "乙", "amount": "parameter.line - household.mean"}
                ],
            )
        },
    )
)
ALONE = {"everybody": True, "members": [{"id": "a", "income": 500}], "as_of": datetime.date(2020, 12, 7)}


def ids(pack: Pack, owner: str) -> list[str]:
    return [mutant.id.partition("/")[2] for mutant in mutants_of(pack, owner)]


def says(pack: Pack, owner: str, change: MutantKind) -> list[str]:
    return [mutant.says.en for mutant in mutants_of(pack, owner) if mutant.change is change]


def hunted(pack: Pack, *cases: dict[str, Any], workers: int = 1) -> dict[str, MutantReport]:
    read = [replace(case_of(pack, case), id=f"case-{number}") for number, case in enumerate(cases)]
    resolve = functools.partial(resolve_mutant, limits=Limits())
    return {one.id: one for one in run_mutants(pack, read, resolve=resolve, workers=workers)}


# ---------------------------------------------------------------- what is changed


def test_each_condition_is_left_out_and_negated_and_all_becomes_any() -> None:
    assert ids(TOWN, "a.town") == [
        "when/negate",
        "when/any",
        "when.all.0/drop",
        "when.all.0/negate",
        "when.all.0/0.rural",
        "when.all.1/drop",
        "when.all.1/negate",
        "aid.0/drop",
        "modality/may",
    ]


def test_a_limit_is_shifted_by_one_and_its_comparison_slips() -> None:
    pack = toy(member_rule("a.grown", GROWN))
    assert says(pack, "a.grown", MutantKind.SHIFT) == [
        "member.age >= 18 made member.age >= 17",
        "member.age >= 18 made member.age >= 19",
    ]
    assert says(pack, "a.grown", MutantKind.COMPARE) == ["member.age >= 18 made member.age > 18"]


def test_a_date_is_shifted_by_a_day() -> None:
    pack = toy(member_rule("a.born", {"if": 'member.birth_date < date("2000-01-01")'}))
    assert says(pack, "a.born", MutantKind.SHIFT) == [
        'member.birth_date < date("2000-01-01") made member.birth_date < date("1999-12-31")',
        'member.birth_date < date("2000-01-01") made member.birth_date < date("2000-01-02")',
    ]


def test_the_last_day_of_the_calendar_is_shifted_by_a_day_that_there_is() -> None:
    pack = toy(member_rule("a.born", {"if": 'member.birth_date < date("9999-12-31")'}))
    assert says(pack, "a.born", MutantKind.SHIFT) == [
        'member.birth_date < date("9999-12-31") made member.birth_date < date("9999-12-30")'
    ]


def test_somebody_becomes_everybody_and_counts_are_off_by_one() -> None:
    some = toy(household_rule("a.home", {"some": "member", **ORPHAN}))
    two = toy(household_rule("a.home", {"count": "member", "at_least": 2, **ORPHAN}))
    assert "when/every" in ids(some, "a.home")
    assert [one for one in ids(two, "a.home") if one.startswith("when/at_least")] == [
        "when/at_least-1",
        "when/at_least+1",
    ]


def test_what_a_finding_carries_is_changed_too() -> None:
    aid = [{"form": "cash", "zh": "甲", "en": "A", "text": "乙", "amount": "620"}]
    pack = toy(household_rule("a.paid", DIBAO, aid=aid))
    assert says(pack, "a.paid", MutantKind.AMOUNT) == ["A: 620 made 619", "A: 620 made 621", "A: no amount"]
    assert says(pack, "a.paid", MutantKind.MODALITY) == ["shall made may"]
    chongqing = open_pack("chongqing-2020")
    assert says(chongqing, "employment.zero_employment", MutantKind.DEADLINE) == [
        "without the deadline: day by which at least one person is to be employed",
        "deadline: add_months(household.zero_employment_found_on, 1) made "
        "add_months(household.zero_employment_found_on, 0)",
        "deadline: add_months(household.zero_employment_found_on, 1) made "
        "add_months(household.zero_employment_found_on, 2)",
    ]
    assert says(chongqing, "urgent.lost_person", MutantKind.AGENCY)[0].startswith("civil affairs department made ")


def test_facts_that_follow_from_others_are_changed_as_rules_are() -> None:
    assert "household.with_orphan" in owners_of(TOWN)
    assert "household.with_orphan/when/every" in {one.id for one in mutants_of(TOWN, "household.with_orphan")}


def test_arithmetic_slips_into_what_goes_together_and_no_two_slips_come_to_one() -> None:
    assert ids(PER_HEAD, "household.mean") == [
        "derive/0.plus",
        "derive/1.minus",
        "derive/2.times",
        "derive/3.without-last",
        "derive/4.member.pension",
    ]
    assert says(PER_HEAD, "household.mean", MutantKind.OTHER_FACT) == [
        "A: sum(member.income) / count(member) made sum(member.pension) / count(member)"
    ]
    # An amount times an amount, or a number over an amount, would not be read.
    assert says(PER_HEAD, "a.paid", MutantKind.AMOUNT) == [
        "A: parameter.line - household.mean made parameter.line + household.mean",
        "A: parameter.line - household.mean made parameter.line",
        "A: no amount",
    ]


def test_the_names_of_slips_in_limits_do_not_depend_on_those_in_arithmetic() -> None:
    pack = toy(household_rule("a.rich", {"if": "household.income * 2 > 700"}))
    assert ids(pack, "a.rich")[1:] == [
        "when/0.>=", "when/1.-1", "when/2.+1", "when/3.-1", "when/4.+1",
        "when/5.plus", "when/6.minus", "when/7.over", "when/8.without-last",
        "when/9.without-first", "aid.0/drop", "modality/may",
    ]  # fmt: skip


def test_a_number_with_decimals_moves_by_its_last_decimal() -> None:
    pack = toy(household_rule("a.rich", {"if": "household.income * 0.5 > 700"}))
    assert says(pack, "a.rich", MutantKind.SHIFT)[:2] == [
        "household.income * 0.5 > 700 made household.income * 0.4 > 700",
        "household.income * 0.5 > 700 made household.income * 0.6 > 700",
    ]


def test_a_derived_fact_is_never_made_to_read_what_rests_on_it() -> None:
    facts = {
        "household.first": fact("money", asked=False, derive="household.given * 2"),
        "household.given": fact("money"),
        "household.second": fact("money", asked=False, derive="household.first * 3"),
    }
    pack = pack_of(Plan(facts, {}, {"a.rule": household_rule("a.rule", {"if": "household.second > 5"})}))
    assert says(pack, "household.first", MutantKind.OTHER_FACT) == []
    assert says(pack, "household.second", MutantKind.OTHER_FACT) == [
        "A: household.first * 3 made household.given * 3",
    ]


def test_each_dated_value_of_a_parameter_is_a_step_off_and_begins_a_day_off() -> None:
    assert owners_of(PER_HEAD)[-1] == "parameter.line"
    assert [(one.id, one.says.en, str(one.day)) for one in mutants_of(PER_HEAD, "parameter.line")] == [
        ("parameter.line/2019-01-01/-1", "A: 620.00 from 2019-01-01 made 619.00", "2019-01-01"),
        ("parameter.line/2019-01-01/+1", "A: 620.00 from 2019-01-01 made 621.00", "2019-01-01"),
        ("parameter.line/2019-01-01/from-1", "A: 620.00 from 2019-01-01 made from 2018-12-31", "2018-12-31"),
        ("parameter.line/2019-01-01/from+1", "A: 620.00 from 2019-01-01 made from 2019-01-02", "2019-01-01"),
        ("parameter.line/2020-01-01/-0.1", "A: 636.50 from 2020-01-01 made 636.40", "2020-12-07"),
        ("parameter.line/2020-01-01/+0.1", "A: 636.50 from 2020-01-01 made 636.60", "2020-12-07"),
        ("parameter.line/2020-01-01/from-1", "A: 636.50 from 2020-01-01 made from 2019-12-31", "2019-12-31"),
        ("parameter.line/2020-01-01/from+1", "A: 636.50 from 2020-01-01 made from 2020-01-02", "2020-01-01"),
    ]


def test_a_parameter_that_nothing_reads_has_no_mutants() -> None:
    pack = pack_of(Plan(FACTS, {"idle": LINE}, {"a.rule": household_rule("a.rule", DIBAO)}))
    assert "parameter.idle" not in owners_of(pack)


def test_every_mutant_of_the_37_measures_has_an_id_of_its_own_and_is_a_pack() -> None:
    pack = open_pack("chongqing-2020")
    mutants = [mutant for owner in owners_of(pack) for mutant in mutants_of(pack, owner)]
    assert len(mutants) > 900
    assert [one for one, count in Counter(mutant.id for mutant in mutants).items() if count > 1] == []
    assert all(mutant.make() != pack for mutant in mutants)


# ---------------------------------------------------------------- what a change reaches


def test_a_change_reaches_the_rules_that_stand_on_a_finding_and_those_that_read_a_fact() -> None:
    pack = toy(
        household_rule("a.first", {"some": "member", **ORPHAN}),
        household_rule("a.second", {"finding": "a.first"}),
        household_rule("a.other", DIBAO),
    )
    assert reached_from(pack, "a.first") == ("a.first", "a.second")
    assert reached_from(toy(household_rule("a.rule", {"if": "household.with_orphan"})), "household.with_orphan") == (
        "a.rule",
    )


def test_a_pack_cut_down_finds_what_the_whole_one_finds() -> None:
    pack = open_pack("chongqing-2020")
    engines = Engines()
    cases = read_suite(find_pack("chongqing-2020"), pack)[::20]
    small = cut_down(pack, ["mechanism.routing"], cases)
    assert len(cut_down(pack, ["urgent.advance"], []).rules) == 2
    for case in cases:
        whole = engines.verdicts(pack, case)
        assert Engines().verdicts(small, case) == {
            name: whole[name] for name in whole if name.partition("@")[0] in small.rules_by_id
        }


# ---------------------------------------------------------------- what becomes of it


def test_a_case_that_expects_the_verdict_kills_what_turns_it() -> None:
    found = hunted(
        TOWN,
        {"household": {"area": "urban", "dibao": True}, "expect": {"applies": ["a.town"]}},
        {"household": {"area": "rural", "dibao": True}, "expect": {"does_not_apply": ["a.town"]}},
    )
    assert found["a.town/when/negate"].fate is Fate.KILLED
    assert found["a.town/when.all.0/drop"].killed_by == ("case-1", "a.town")
    assert found["a.town/when.all.1/drop"].fate is Fate.SURVIVED


def test_a_survivor_comes_with_a_case_file_that_kills_it() -> None:
    survivor = hunted(TOWN)["a.town/when.all.1/drop"]
    assert survivor.household is not None
    killer = case_text(TOWN, survivor.household)
    assert killer.id == "kills-a.town-when.all.1-drop"
    assert killer.title == Label("区分改动：a.town/when.all.1/drop", "Notices the change: a.town/when.all.1/drop")
    (mutant,) = (one for one in mutants_of(TOWN, "a.town") if one.id == survivor.id)
    assert Engines().first_failure(TOWN, [(killer, {"a.town"})]) is None
    assert Engines().first_failure(mutant.make(), [(killer, {"a.town"})]) == (killer.id, "a.town")


def test_a_change_of_what_is_granted_survives_until_a_case_expects_it() -> None:
    applies = {"household": {"area": "urban", "dibao": True}, "expect": {"applies": ["a.town"]}}
    survivor = hunted(TOWN, applies)["a.town/modality/may"]
    assert survivor.fate is Fate.SURVIVED
    assert "modality: shall" in (survivor.household or "")
    detailed = {**applies, "expect": {"applies": ["a.town"], "details": {"a.town": {"modality": "shall"}}}}
    assert hunted(TOWN, detailed)["a.town/modality/may"].killed_by == ("case-0", "a.town:modality")


def test_a_change_of_an_amount_comes_with_the_amount_to_expect() -> None:
    aid = [{"form": "cash", "zh": "甲", "en": "A", "text": "乙", "amount": "household.income - 20"}]
    pack = toy(household_rule("a.paid", DIBAO, aid=aid))
    found = hunted(pack)["a.paid/aid.0.amount/1.+1"]
    assert found.fate is Fate.SURVIVED
    assert "amount: " in (found.household or "")


def test_a_change_that_means_the_same_is_equivalent() -> None:
    pack = toy(member_rule("a.grown", {"all": [GROWN, {"if": "member.age >= 16"}]}))
    assert hunted(pack)["a.grown/when.all.1/drop"].fate is Fate.EQUIVALENT


def test_a_change_that_a_case_cannot_survive_being_read_is_killed() -> None:
    facts = {
        **FACTS,
        "household.share": fact("integer", asked=False, minimum=0, derive="3 - count(member)"),
    }
    pack = pack_of(Plan(facts, {}, {"a.rule": household_rule("a.rule", {"if": "household.share >= 0"})}))
    three = {"everybody": True, "members": [{"id": "a"}, {"id": "b"}, {"id": "c"}], "expect": {"applies": ["a.rule"]}}
    assert hunted(pack, three)["household.share/derive/0.-1"].killed_by == ("case-0", "a.rule")


def test_an_amount_that_rests_on_a_derived_fact_notices_a_change_of_it() -> None:
    couple = {
        "everybody": True,
        "members": [{"id": "a", "income": 500, "pension": 300}, {"id": "b", "income": 100, "pension": 0}],
        "as_of": datetime.date(2020, 12, 7),
        "expect": {"applies": ["a.paid"], "details": {"a.paid": {"amount": Decimal("336.50")}}},
    }
    found = hunted(PER_HEAD, couple)
    assert found["household.mean/derive/2.times"].killed_by == ("case-0", "a.paid")
    assert found["household.mean/derive/4.member.pension"].killed_by == ("case-0", "a.paid:amount")
    assert found["parameter.line/2020-01-01/+0.1"].killed_by == ("case-0", "a.paid:amount")


def test_an_old_value_that_no_case_is_old_enough_for_survives_with_a_household_of_its_day() -> None:
    survivor = hunted(PER_HEAD, {**ALONE, "expect": {"applies": ["a.paid"]}})["parameter.line/2019-01-01/+1"]
    assert survivor.fate is Fate.SURVIVED
    killer = case_text(PER_HEAD, survivor.household or "")
    assert killer.as_of == datetime.date(2019, 1, 1)


def test_what_was_asked_in_part_is_not_said_to_mean_the_same() -> None:
    survivor = hunted(PER_HEAD, {**ALONE, "expect": {"applies": ["a.paid"]}})["parameter.line/2019-01-01/from-1"]
    assert survivor.fate is not Fate.EQUIVALENT


def test_what_mutants_do_not_try_is_counted_by_kind_and_entry() -> None:
    assert [(one.kind, one.entries) for one in not_tried(PER_HEAD)] == [(Untried.AID_FORM, ("a.paid",))]
    kinds = {one.kind: one.entries for one in not_tried(open_pack("chongqing-2020"))}
    assert len(kinds[Untried.DUTY]) == len(open_pack("chongqing-2020").duties) > 80
    assert "housing.urban_dibao" in kinds[Untried.OTHER_BOOLEAN]


def test_without_the_solver_what_no_case_notices_is_undecided() -> None:
    found = {one.id: one for one in run_mutants(TOWN, [])}
    assert {one.fate for one in found.values()} == {Fate.UNDECIDED}
    assert "solver" in (found["a.town/when/any"].why or Label("", "")).en


def test_what_the_pack_accepts_is_accepted_with_its_reason() -> None:
    why = Label("理由", "a reason")
    pack = replace(TOWN, accepted=(Accepted("mutant", "a.town/when/any", why, Place("accepted.yaml")),))
    found = hunted(pack)
    assert (found["a.town/when/any"].fate, found["a.town/when/any"].why) == (Fate.ACCEPTED, why)
    assert found["a.town/when.all.0/drop"].fate is Fate.SURVIVED


def test_two_processes_find_what_one_finds() -> None:
    case = {"household": {"area": "urban", "dibao": True}, "expect": {"applies": ["a.town"]}}
    assert hunted(TOWN, case, workers=2) == hunted(TOWN, case)


def test_which_case_is_named_does_not_depend_on_what_was_hunted_before() -> None:
    pack = toy(household_rule("a.first", DIBAO), household_rule("a.second", DIBAO))
    poor = {"household": {"dibao": True}}
    read = [
        replace(case_of(pack, {**poor, "expect": {"applies": rules}}), id=f"case-{number}")
        for number, rules in enumerate((["a.second"], ["a.first", "a.second"]))
    ]
    hunt = MakeHunt(pack, tuple(read), None)()
    fresh = hunt_all_of(hunt, "a.second")
    assert {one.killed_by for one in hunt_all_of(hunt, "a.first") if one.killed_by} == {("case-1", "a.first")}
    assert hunt_all_of(hunt, "a.second") == fresh
    assert {one.killed_by for one in fresh if one.killed_by} == {("case-0", "a.second")}


def case_text(pack: Pack, text: str) -> Case:
    return read_case_bytes(text.encode(), "killer.yaml", pack)
