"""A question is asked so that nobody is refused who takes it as a family or a caseworker would."""

from __future__ import annotations

from clausewise.packs import open_pack


def test_dibao_that_was_cut_months_ago_and_is_still_paid_lower_is_no_reduction_of_nothing_this_month() -> None:
    asked = open_pack("chongqing-2020").facts["household.dibao_reduction_month"].ask

    assert asked is not None
    assert "以前核减、当月仍按减后数额发的，也算" in asked.zh
    assert "因就业停发的，填停发的数额" in asked.zh


def test_months_paid_for_this_job_and_for_earlier_ones_are_asked_apart() -> None:
    facts = open_pack("chongqing-2020").facts
    now, before = facts["member.work_subsidy_months_paid"].ask, facts["member.work_subsidy_months_before"].ask

    assert now is not None
    assert before is not None
    assert "此人这次就业以来" in now.zh
    assert "此人以前就业时" in before.zh
