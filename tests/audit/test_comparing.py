"""Whether two versions of a rule mean the same, with the household that shows the difference."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from audit.toys import DIBAO, FACTS, GROWN, ORPHAN, RURAL, URBAN, household_rule, member_rule, replay, toy
from clausewise.audit.comparing import compare_meaning
from clausewise.audit.solver import solving
from clausewise.audit.solver.ended import Ended
from clausewise.audit.versions import Aspect, Meaning
from clausewise.language.model import Pack
from clausewise.language.verdicts import Verdict
from specification.written import Plan, fact, pack_of

BORN = "birth_date"


def meaning(old: dict[str, Any], new: dict[str, Any], about: Any = household_rule) -> Meaning:
    return compare_meaning(toy(about("a.rule", old)), toy(about("a.rule", new)), "a.rule", replay=replay).meaning


def test_eighteen_or_more_and_more_than_eighteen_differ_by_whoever_is_eighteen() -> None:
    old, new = toy(member_rule("a.rule", GROWN)), toy(member_rule("a.rule", {"if": "member.age > 18"}))
    found = compare_meaning(old, new, "a.rule", replay=replay)
    assert found.meaning is Meaning.STRICTER
    assert found.higher is None
    assert found.lower is not None
    assert (found.lower.before, found.lower.after) == (Verdict.APPLIES, Verdict.DOES_NOT_APPLY)
    assert f"{BORN}: 2002-" in found.lower.household or f"{BORN}: 2001-12" in found.lower.household


def test_a_condition_less_makes_a_rule_looser_and_one_more_stricter() -> None:
    assert meaning({"all": [URBAN, DIBAO]}, URBAN) is Meaning.LOOSER
    assert meaning(URBAN, {"all": [URBAN, DIBAO]}) is Meaning.STRICTER


def test_a_rule_for_the_country_is_another_than_one_for_the_town() -> None:
    assert meaning(URBAN, RURAL) is Meaning.DIFFERENT


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"not": {"all": [URBAN, DIBAO]}}, {"any": [{"not": URBAN}, {"not": DIBAO}]}),
        ({"not": URBAN}, RURAL),
        ({"some": "member", **ORPHAN}, {"count": "member", "at_least": 1, **ORPHAN}),
        ({"every": "member", **GROWN}, {"not": {"some": "member", "not": GROWN}}),
    ],
)
def test_what_is_written_otherwise_and_means_the_same_is_equivalent(old: dict[str, Any], new: dict[str, Any]) -> None:
    assert meaning(old, new) is Meaning.EQUIVALENT


def test_a_derived_fact_that_a_case_may_give_itself_is_more_than_what_it_follows_from() -> None:
    # Who says that nobody is an orphan, and not who the members are, is believed by the one and not by the other.
    orphaned = {"some": "member", **ORPHAN}
    assert meaning({"if": "household.with_orphan"}, orphaned) is Meaning.DIFFERENT


def test_what_is_always_true_of_the_known_is_not_true_of_the_unknown() -> None:
    # Everybody lives in town or country; but of whom it is not known, the one rule says nothing and the other dibao.
    assert meaning({"any": [URBAN, RURAL]}, {"any": [URBAN, RURAL, DIBAO]}) is Meaning.LOOSER


def test_a_count_that_is_held_against_a_whole_number_is_proved_of_households_of_any_size() -> None:
    old, new = {"if": "count(member) >= 3"}, {"not": {"if": "count(member) < 3"}}
    found = compare_meaning(
        toy(household_rule("a.rule", old)), toy(household_rule("a.rule", new)), "a.rule", replay=replay
    )
    assert (found.meaning, found.scope) == (Meaning.EQUIVALENT, None)


def paying(amount: str, *, value: int = 620, **more: Any) -> Pack:
    """A pack that pays dibao families an amount; its line has a value of its own before 2020."""
    dates = [{"from": datetime.date(2019, 1, 1), "value": value}, {"from": datetime.date(2020, 1, 1), "value": 700}]
    parameters = {"line": {"type": "money", "zh": "甲", "en": "A", "values": dates}}
    aid = [{"form": "cash", "zh": "甲", "en": "A", "text": "乙", "amount": amount}]
    return pack_of(Plan(FACTS, parameters, {"a.rule": household_rule("a.rule", DIBAO, aid=aid, **more)}))


def test_an_amount_that_is_another_is_a_difference_in_money_with_a_household() -> None:
    found = compare_meaning(paying("parameter.line * count(member)"), paying("parameter.line"), "a.rule", replay=replay)
    assert (found.meaning, found.aspects) == (Meaning.DETAILS, (Aspect.AMOUNT,))
    assert found.granted is not None
    assert found.granted.household.count("- id: ") == 2


def test_an_amount_written_otherwise_is_proved_the_same_of_households_of_any_size() -> None:
    other = paying("count(member) * parameter.line")
    found = compare_meaning(paying("parameter.line * count(member)"), other, "a.rule", replay=replay)
    assert (found.meaning, found.scope) == (Meaning.EQUIVALENT, None)


def test_an_earlier_value_of_a_parameter_is_a_difference_on_a_day_on_which_it_held() -> None:
    found = compare_meaning(paying("parameter.line"), paying("parameter.line", value=630), "a.rule", replay=replay)
    assert (found.meaning, found.aspects) == (Meaning.DETAILS, (Aspect.AMOUNT,))
    assert found.granted is not None
    assert "as_of: 2019-12-31" in found.granted.household


def test_a_deadline_and_how_firmly_a_rule_speaks_are_differences_too() -> None:
    end = {"by": "add_days(case.as_of, 10)", "zh": "甲", "en": "A", "text": "给予"}
    old, new = paying("1", deadline=end), paying("1", deadline={**end, "by": "add_days(case.as_of, 11)"})
    assert compare_meaning(old, new, "a.rule", replay=replay).aspects == (Aspect.DEADLINE,)
    weaker = paying("1", deadline=end, modality={"is": "may", "text": "给予"})
    assert compare_meaning(old, weaker, "a.rule", replay=replay).aspects == (Aspect.MODALITY,)


def test_what_differs_only_where_something_is_not_known_is_told_apart() -> None:
    # Everybody lives in town or country: nobody of whom that is known gets another verdict.
    old, new = {"any": [URBAN, RURAL]}, {"any": [URBAN, RURAL, DIBAO]}
    found = compare_meaning(
        toy(household_rule("a.rule", old)), toy(household_rule("a.rule", new)), "a.rule", replay=replay
    )
    assert found.higher is not None
    assert not found.higher.complete
    complete = compare_meaning(
        toy(household_rule("a.rule", URBAN)), toy(household_rule("a.rule", old)), "a.rule", replay=replay
    )
    assert complete.higher is not None
    assert complete.higher.complete


def test_rules_on_a_fact_of_another_type_are_not_compared() -> None:
    other = {**FACTS, "household.dibao": fact("integer")}
    old = toy(household_rule("a.rule", DIBAO))
    new = pack_of(Plan(other, {}, {"a.rule": household_rule("a.rule", {"if": "household.dibao > 0"})}))
    found = compare_meaning(old, new, "a.rule", replay=replay)
    assert found.meaning is Meaning.UNKNOWN
    assert found.why is not None
    assert "household.dibao" in found.why.en


def test_without_an_answer_in_time_nothing_is_said_to_be_equivalent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solving, "_ended", lambda solver: Ended.NO_TIME)
    assert meaning(URBAN, URBAN) is Meaning.UNKNOWN
