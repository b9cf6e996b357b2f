"""Why a finding is undetermined with nothing to ask: what has no value on that day, or for that household."""

from __future__ import annotations

from datetime import date
from typing import Any

from clausewise.engine import Finding
from clausewise.engine.reasons import Reason, ReasonKind
from engine.one_rule import find, household, missing, plan_of, with_members
from specification.written import fact, rule

MEAN = {"household.mean": fact("money", asked=False, derive="sum(member.wage) / count(member)")}
BEFORE = {"as_of": date(2020, 8, 31)}


def finding(when: dict[str, Any], written: dict[str, Any], more_facts: dict[str, Any] | None = None) -> Finding:
    """The finding of the one rule with that condition."""
    return find(plan_of({"the.rule": rule("the.rule", "household", when)}, more_facts), written)["the.rule"]


def kinds(when: dict[str, Any], written: dict[str, Any], more_facts: dict[str, Any] | None = None) -> list[str]:
    """The reasons in a word each, of a finding that asks for nothing."""
    found = finding(when, written, more_facts)
    assert (str(found.verdict), found.missing) == ("undetermined", ())
    return [reason.kind.value for reason in found.reasons]


def test_a_parameter_without_a_value_on_that_day_is_named_with_the_day_of_its_first() -> None:
    when = {"if": "household.income < parameter.line"}
    found = finding(when, household(income=100) | BEFORE)
    assert found.reasons == (Reason(ReasonKind.NO_VALUE_ON_THAT_DAY, "the.rule", None, "line", date(2020, 9, 1)),)
    assert finding(when, household(income=100)).reasons == ()


def test_nothing_is_asked_that_a_parameter_without_a_value_would_leave_undetermined() -> None:
    assert kinds({"if": "household.income < parameter.line"}, household() | BEFORE) == ["no_value_on_that_day"]
    assert missing({"if": "household.income < parameter.line"}, household()) == ["household.income"]


def test_a_mean_over_nobody_says_that_there_is_nobody_to_count() -> None:
    assert kinds({"if": "household.mean < 620"}, household() | {"members": []}, MEAN) == ["nobody_to_count"]
    one = finding({"if": "household.mean < 620"}, with_members({"wage": 100}), MEAN)
    assert (str(one.verdict), one.reasons) == ("applies", ())


def test_a_division_by_a_fact_that_is_zero_says_so() -> None:
    when = {"if": "household.income / household.rooms < 620"}
    assert kinds(when, household(income=100, rooms=0)) == ["division_by_zero"]
    assert missing(when, household(rooms=0)) == []


def test_a_day_beyond_the_calendar_says_so() -> None:
    when = {"if": "add_months(household.since, 12) > case.as_of"}
    assert kinds(when, household(since=date(9999, 6, 1))) == ["beyond_the_calendar"]


def test_the_reason_names_the_rule_in_which_it_stands() -> None:
    rules = {
        "the.base": rule("the.base", "household", {"if": "household.income < parameter.line"}),
        "the.rule": rule("the.rule", "household", {"finding": "the.base"}),
    }
    found = find(plan_of(rules), household(income=100) | BEFORE)["the.rule"]
    assert [(reason.rule, reason.parameter) for reason in found.reasons] == [("the.base", "line")]


def test_where_something_else_can_still_settle_it_that_is_asked_and_no_reason_given() -> None:
    when = {"any": [{"if": "household.income < parameter.line"}, {"if": "household.poor"}]}
    found = finding(when, household() | BEFORE)
    assert ([str(one) for one in found.missing], found.reasons) == (["household.poor"], ())
