"""Every witness, fed to the engine as the case file it is, gives just the verdict it was made for."""

from __future__ import annotations

import pytest

from audit.toys import DIBAO, GROWN, ORPHAN, RURAL, URBAN, household_rule, member_rule, replay, toy
from clausewise.audit import witnesses
from clausewise.audit.solver import solving
from clausewise.audit.solver.ended import Ended
from clausewise.audit.witnesses import find_boundaries, find_witness
from clausewise.case import read_case_bytes
from clausewise.engine import Engine
from clausewise.engine.expectations import compare
from clausewise.language.model import Pack
from clausewise.language.verdicts import Verdict
from clausewise.packs import open_pack

GROWN_ORPHAN = toy(member_rule("a.orphan", {"all": [URBAN, GROWN, ORPHAN]}))


@pytest.fixture(scope="module")
def chongqing() -> Pack:
    return open_pack("chongqing-2020")


@pytest.fixture(scope="module")
def engine(chongqing: Pack) -> Engine:
    return Engine(chongqing)


@pytest.mark.parametrize("verdict", Verdict)
def test_every_rule_of_chongqing_has_a_household_of_each_verdict(
    chongqing: Pack, engine: Engine, verdict: Verdict
) -> None:
    def check(pack: Pack, case: object) -> dict[str, Verdict]:
        return {finding.name: finding.verdict for finding in engine.check(case).findings}  # type: ignore[arg-type]

    for rule in chongqing.rules:
        witness = find_witness(chongqing, rule.id, verdict, check)
        assert witness.text is not None, rule.id
        case = read_case_bytes(witness.text.encode(), f"{rule.id}.yaml", chongqing)
        assert [one.verdict for one in case.expect.findings] == [verdict]
        assert compare(engine.check(case)) == []


def test_a_witness_holds_no_more_than_the_verdict_needs() -> None:
    witness = find_witness(GROWN_ORPHAN, "a.orphan", Verdict.APPLIES, replay)
    assert witness.case is not None
    assert witness.case.values == {"household.area": "urban"}
    (member,) = witness.case.members or ()
    assert sorted(member.values) == ["member.birth_date", "member.orphan"]


def test_a_household_that_is_refused_lacks_one_thing() -> None:
    witness = find_witness(GROWN_ORPHAN, "a.orphan", Verdict.DOES_NOT_APPLY, replay)
    assert witness.case is not None
    known = [*witness.case.values, *(witness.case.members or ())[0].values]
    assert len(known) == 1


def test_of_a_household_that_is_undetermined_one_thing_is_not_known() -> None:
    witness = find_witness(GROWN_ORPHAN, "a.orphan", Verdict.UNDETERMINED, replay)
    assert witness.case is not None
    known = {*witness.case.values, *(witness.case.members or ())[0].values}
    assert len({"household.area", "member.birth_date", "member.orphan"} - known) == 1


def test_of_several_smallest_households_it_is_the_same_whatever_was_asked_before(chongqing: Pack) -> None:
    # The years of birth that will do make many households as small as one another.
    asked = [find_witness(chongqing, "employment.assistance", Verdict.APPLIES, replay) for _ in range(12)]
    assert len({witness.text for witness in asked}) == 1


def test_a_rule_that_looks_for_somebody_gets_one_member_and_no_more() -> None:
    pack = toy(household_rule("a.home", {"all": [DIBAO, {"some": "member", **ORPHAN}]}))
    witness = find_witness(pack, "a.home", Verdict.APPLIES, replay)
    assert witness.case is not None
    assert [dict(one.values) for one in witness.case.members or ()] == [{"member.orphan": True}]


def test_there_is_no_witness_of_a_rule_that_asks_for_town_and_country_at_once() -> None:
    pack = toy(household_rule("a.nowhere", {"all": [URBAN, RURAL]}))
    witness = find_witness(pack, "a.nowhere", Verdict.APPLIES, replay)
    assert (witness.ended, witness.text) == (Ended.NONE, None)


def test_a_search_without_an_end_is_not_said_to_have_found_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solving, "_ended", lambda solver: Ended.NO_TIME)
    witness = witnesses.find_witness(GROWN_ORPHAN, "a.orphan", Verdict.APPLIES, replay)
    assert (witness.ended, witness.text) == (Ended.NO_TIME, None)


def test_the_eighteenth_birthday_has_a_household_on_each_side(chongqing: Pack) -> None:
    (limit,) = find_boundaries(chongqing, "housing.urban_orphan", replay)
    assert limit.source == "member.age >= 18"
    assert limit.inside is not None
    assert limit.outside is not None
    assert "birth_date: 2002-12-07" in (limit.inside.text or "")
    assert "birth_date: 2002-12-08" in (limit.outside.text or "")


def test_the_first_fen_and_the_twelfth_month_have_a_household_on_each_side(chongqing: Pack) -> None:
    found = find_boundaries(chongqing, "employment.dibao_work_subsidy", replay)
    sides = [(limit.inside, limit.outside) for limit in found]
    (cut, not_cut), *months = (
        (inside.text or "", outside.text or "") for inside, outside in sides if inside and outside
    )
    assert "dibao_reduction_month: 0.01" in cut
    assert "dibao_reduction_month: 0.00" in not_cut
    # Whose year it is, and whether earlier jobs count, is contested: this job's month, the family's, one earlier.
    of_the_job, of_the_family, before = months
    for eleven, twelve in (of_the_job, of_the_family):
        assert "work_subsidy_months_paid: 11" in eleven
        assert "work_subsidy_months_paid: 12" in twelve
    assert "work_subsidy_months_before: 11" in before[0]
    assert "work_subsidy_months_before: 12" in before[1]


def test_an_amount_has_a_household_on_each_side_one_fen_apart() -> None:
    pack = toy(household_rule("a.poor", {"if": "household.income <= 620"}))
    (limit,) = find_boundaries(pack, "a.poor", replay)
    assert limit.inside is not None
    assert limit.outside is not None
    assert "income: 620.00" in (limit.inside.text or "")
    assert "income: 620.01" in (limit.outside.text or "")


def test_a_rule_without_numbers_amounts_or_dates_has_no_limit(chongqing: Pack) -> None:
    assert list(find_boundaries(chongqing, "education.preschool", replay)) == []
