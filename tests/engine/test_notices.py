"""What an answer says beside its verdicts: hardly possible facts, a document out of its time, newer law, old values."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

from clausewise.case.notices import NoticeKind
from clausewise.engine import Engine, Result
from clausewise.language.labels import Label
from clausewise.language.model import InForce, NewerLaw, Pack
from specification.written import Plan, case_of, fact, pack_of, rule

DAY = datetime.date(2020, 12, 7)
LAW = Label("某法", "Law")


def pack(**more: Any) -> Pack:
    line = {"type": "money", "zh": "标准", "en": "line", "values": [{"from": DAY, "until": "2021-11-30", "value": 600}]}
    line["values"][0]["until"] = datetime.date(2021, 11, 30)  # type: ignore[index]
    old = {"if": "member.age <= 120", "why": {"zh": "人活不到这么老", "en": "nobody grows so old"}}
    facts = {
        "member.age": fact("integer", sensible=[old]),
        "household.poor": fact("boolean"),
        "household.fraud": fact("boolean", asked=True) | {"asked": "when_raised"},
    }
    rules = {
        "a.aid": rule("a.aid", "household", {"if": "household.poor"}, aid=[{
            "form": "cash", "zh": "甲", "en": "A", "text": "乙", "amount": "parameter.line"}]),
        "a.recovery": rule("a.recovery", "household", {"if": "household.fraud"}),
        "a.member": rule("a.member", "member", {"if": "member.age > 60"}),
    }  # fmt: skip
    return replace(pack_of(Plan(facts, {"line": line}, rules)), **more)


def checked(of: Pack, **written: Any) -> Result:
    engine = Engine(of)
    try:
        return engine.check(case_of(of, written))
    finally:
        engine.close()


def kinds(result: Result) -> list[NoticeKind]:
    return [notice.kind for notice in result.notices]


def test_what_is_hardly_possible_is_noticed_where_it_stands_and_refused_by_strict_alone() -> None:
    (notice,) = checked(pack(), members=[{"id": "old", "age": 121}, {"id": "young", "age": 20}]).notices
    assert (notice.kind, notice.fact, notice.member) == (NoticeKind.IMPLAUSIBLE, "member.age", "old")
    assert notice.text.en == "old: A: hardly possible (nobody grows so old)"
    assert notice.place is not None
    assert notice.kind.is_refused_when_strict


def test_a_document_is_outside_its_time_before_and_after() -> None:
    of = pack(in_force=InForce(DAY, datetime.date(2025, 12, 6), LAW))
    assert kinds(checked(of, as_of=DAY)) == []
    assert kinds(checked(of, as_of=DAY - datetime.timedelta(days=1))) == [NoticeKind.OUTSIDE_TIME]
    late = checked(of, as_of=datetime.date(2025, 12, 7)).notices
    assert [notice.kind for notice in late] == [NoticeKind.OUTSIDE_TIME, NoticeKind.OUTDATED_PARAMETER]
    assert not any(notice.kind.is_refused_when_strict for notice in late)


def test_a_newer_law_is_named_from_its_first_day() -> None:
    of = pack(newer=(NewerLaw(LAW, DAY, None),))
    assert kinds(checked(of, as_of=DAY)) == [NoticeKind.NEWER_LAW]
    assert kinds(checked(of, as_of=DAY - datetime.timedelta(days=1))) == []


def test_after_the_end_of_its_last_value_a_parameter_keeps_it_and_a_notice_says_so() -> None:
    result = checked(pack(), as_of=datetime.date(2021, 12, 1), household={"poor": True})
    assert kinds(result) == [NoticeKind.OUTDATED_PARAMETER]
    assert "held until 2021-11-30; on 2021-12-01, the day of the check" in result.notices[0].text.en
    assert result.by_name["a.aid"].aid[0].amount == 600


def test_what_is_asked_only_when_raised_is_no_question() -> None:
    found = checked(pack(), members=[]).by_name["a.recovery"]
    assert found.missing == ()
    assert [(reason.kind.value, reason.facts) for reason in found.reasons] == [("not_raised", ("household.fraud",))]
    assert checked(pack(), household={"fraud": True}, members=[]).by_name["a.recovery"].verdict.value == "applies"


def raised(*what: dict[str, Any]) -> Pack:
    """A pack with one rule: all of these, beside what is asked of everybody and what comes up only when raised."""
    facts = {
        "household.fraud": fact("boolean") | {"asked": "when_raised"},
        "household.gain": fact("boolean") | {"asked": "when_raised"},
        "household.poor": fact("boolean"),
        "household.strict": fact("boolean"),
    }
    return pack_of(Plan(facts, {}, {"a.liable": rule("a.liable", "household", {"all": list(what)})}))


def missing_of(of: Pack, **household: bool) -> list[str]:
    return [one.fact for one in checked(of, household=household, members=[]).by_name["a.liable"].missing]


def test_what_could_settle_nothing_before_somebody_raises_it_is_not_asked() -> None:
    lenient = {"any": [{"if": "household.strict"}, {"if": "household.gain"}]}
    of = raised({"if": "household.fraud"}, lenient)
    assert missing_of(of) == []
    assert missing_of(of, fraud=True) == ["household.strict"]
    assert missing_of(of, gain=False) == ["household.strict"]


def test_what_settles_it_without_anything_being_raised_is_asked() -> None:
    assert missing_of(raised({"if": "household.fraud"}, {"if": "household.poor"})) == ["household.poor"]
    either = {"any": [{"if": "household.fraud"}, {"if": "household.poor"}]}
    assert missing_of(raised(either, {"if": "household.strict"})) == ["household.poor", "household.strict"]


def test_what_is_implied_once_others_answer_does_not_stand_in_their_way() -> None:
    counted = {"is": False, "when": {"if": "household.dibao"}, "why": {"zh": "甲", "en": "A"}}
    facts = {
        "household.dibao": fact("boolean"),
        "household.fraud": fact("boolean") | {"asked": "when_raised"},
        "household.left_out": fact("boolean", implied=[counted]) | {"asked": "when_raised"},
    }
    on_dibao = {"all": [{"if": "household.dibao"}, {"not": {"if": "household.left_out"}}]}
    either = {"any": [on_dibao, {"if": "household.fraud"}]}
    of = pack_of(Plan(facts, {}, {"a.liable": rule("a.liable", "household", either)}))
    assert missing_of(of) == ["household.dibao"]
    assert checked(of, household={"dibao": True}).by_name["a.liable"].verdict.value == "applies"


def test_a_pack_cut_down_to_some_of_its_facts_is_checked_without_what_was_sensible_of_the_others() -> None:
    married = {"if": "member.age >= 20", "why": {"zh": "甲", "en": "A"}}
    whole = pack_of(Plan(
        {"member.age": fact("integer"), "member.married": fact("boolean", sensible=[married])},
        {}, {"a.married": rule("a.married", "member", {"if": "member.married"})},
    ))  # fmt: skip
    cut = replace(whole, facts={"member.married": whole.facts["member.married"]})
    assert kinds(checked(cut, members=[{"id": "a", "married": True}])) == []


def test_what_is_sensible_may_count_the_members_though_no_rule_does() -> None:
    crowded = {"if": "household.rooms * 10 >= count(member)", "why": {"zh": "甲", "en": "A"}}
    facts = {"household.poor": fact("boolean"), "household.rooms": fact("integer", sensible=[crowded])}
    made = pack_of(Plan(facts, {}, {"a.poor": rule("a.poor", "household", {"if": "household.poor"})}))
    nobody_fits = checked(made, household={"rooms": 0}, members=[{"id": "a"}])
    assert kinds(nobody_fits) == [NoticeKind.IMPLAUSIBLE]
