"""What is an aid and what is not: amounts below zero are none, and one aid granted twice is pointed at."""

from __future__ import annotations

import io
from fractions import Fraction
from typing import Any

import pytest
from rich.console import Console

from clausewise.engine import Engine, Result
from clausewise.engine.expectations import compare
from clausewise.engine.twice import granted_twice
from clausewise.report import ReportOptions
from clausewise.report.answer.html import render_html
from clausewise.report.answer.markdown import render_markdown
from clausewise.report.answer.notice import render_notice
from clausewise.report.answer.text import print_results
from engine.one_rule import plan_of
from records.recorded import answer_data
from specification.written import case_of, pack_of, rule

TOP_UP = {"form": "cash", "zh": "补足", "en": "top-up", "text": "乙", "amount": "300 - household.income"}
SMALL = {"form": "cash", "zh": "补足", "en": "top-up", "text": "乙", "amount": "100"}
POOR, ILL = {"if": "household.poor"}, {"if": "member.ill"}


def checked(rules: dict[str, dict[str, Any]], case: dict[str, Any]) -> Result:
    pack = pack_of(plan_of(rules))
    engine = Engine(pack)
    try:
        return engine.check(case_of(pack, case))
    finally:
        engine.close()


def topped_up(income: int, **expect: Any) -> Result:
    rules = {"a.top_up": rule("a.top_up", "household", POOR, kind="benefit", aid=[TOP_UP])}
    return checked(rules, {"household": {"poor": True, "income": income}, "expect": expect})


def printed(result: Result, language: str) -> str:
    out = io.StringIO()
    print_results(Console(width=100, file=out), [result], ReportOptions(language))
    return out.getvalue()


def test_an_amount_below_zero_is_no_aid_and_is_said_to_be_none() -> None:
    result = topped_up(500)
    (finding,) = result.findings
    assert finding.aid == ()
    assert [(one.amount, one.aid.label.en) for one in finding.not_granted] == [(Fraction(-200), "top-up")]
    assert "not granted: top-up: comes out at -200.00 yuan, below zero, so that it is no aid" in printed(result, "en")
    assert "Benefits (0, and 1 that is no claim)" in printed(result, "en")
    assert "不给予：补足：算得 -200.00 元，低于零，不作为救助" in printed(result, "zh")


def test_what_is_more_than_nothing_is_an_aid() -> None:
    assert [[grant.amount for grant in topped_up(income).findings[0].aid] for income in (300, 299)] == [[], [1]]


def test_it_is_not_among_the_aids_of_any_format() -> None:
    result = topped_up(500)
    (finding,) = answer_data(result)["findings"]
    assert finding["steps"] == [{"of": "aid.0", "granted": False, "amount": "-200.00"}]
    for text in (render_html([result], ReportOptions("en")), render_markdown([result], ReportOptions("en"))):
        assert "below zero" in text


def test_a_case_may_expect_the_amount_below_zero_and_no_aid() -> None:
    details = {"a.top_up": {"aid": [], "amount": -200}}
    assert compare(topped_up(500, applies=["a.top_up"], details=details)) == []
    wrong = compare(topped_up(500, details={"a.top_up": {"aid": ["补足"]}}))
    assert [(one.expected, one.found) for one in wrong] == [("aid 补足", "aid none")]


# ---------------------------------------------------------------- one aid twice


def test_one_aid_that_two_rules_grant_one_household_is_pointed_at() -> None:
    rules = {
        "a.top_up": rule("a.top_up", "household", POOR, kind="benefit", aid=[TOP_UP]),
        "b.small": rule("b.small", "household", POOR, aid=[SMALL]),
    }
    result = checked(rules, {"household": {"poor": True, "income": 100}})
    (twice,) = granted_twice(result)
    assert [(finding.rule.id, grant.amount) for finding, grant in twice.grants] == [
        ("a.top_up", Fraction(200)),
        ("b.small", Fraction(100)),
    ]
    assert (
        "One aid granted twice, to be looked into (1)\n  ! top-up: 1.1 A: 200.00 yuan; 1.1 A: 100.00 yuan"
        in printed(result, "en")
    )
    assert "同一项救助给了两次，须核对（1）" in printed(result, "zh")
    data = answer_data(result)
    assert data["granted_twice"] == [
        {
            "label": {"zh": "补足", "en": "top-up"},
            "by": [
                {"rule": "a.top_up", "amount": "200.00"},
                {"rule": "b.small", "amount": "100.00"},
            ],
        }
    ]
    assert "One aid granted twice" in render_html([result], ReportOptions("en"))
    assert "One aid granted twice" in render_markdown([result], ReportOptions("en"))


@pytest.mark.parametrize(
    ("aid", "about", "members", "twice"),
    [
        (SMALL, "member", ["a"], 1),
        ({**SMALL, "zh": "另一项"}, "household", [], 0),
        ({**SMALL, "form": "in_kind"}, "household", [], 0),
        ({key: value for key, value in SMALL.items() if key != "amount"}, "household", [], 0),
    ],
)
def test_it_is_one_aid_by_its_form_its_name_and_its_amount(
    aid: dict[str, Any], about: str, members: list[str], twice: int
) -> None:
    rules = {
        "a.top_up": rule("a.top_up", "household", POOR, kind="benefit", aid=[TOP_UP]),
        "b.other": rule("b.other", about, ILL if about == "member" else POOR, aid=[aid]),
    }
    case = {
        "household": {"poor": True, "income": 0},
        "everybody": True,
        "members": [{"id": one, "ill": True} for one in members],
    }
    assert len(granted_twice(checked(rules, case))) == twice


def test_two_members_who_get_the_same_by_two_rules_or_by_one_get_it_once_each() -> None:
    rules = {
        "a.ill": rule("a.ill", "member", ILL, aid=[SMALL]),
        "b.well": rule("b.well", "member", {"not": ILL}, aid=[SMALL]),
    }
    case = {
        "everybody": True,
        "members": [{"id": "a", "ill": True}, {"id": "b", "ill": True}, {"id": "c", "ill": False}],
    }
    assert granted_twice(checked(rules, case)) == ()


MONTHLY = {"form": "cash", "zh": "补贴", "en": "subsidy", "text": "乙", "amount": "household.income", "months": "12"}
SHARED = {**MONTHLY, "at_most": "months", "per": "household", "modality": {"is": "may", "text": "乙"}}


def shared(income: int, **expect: Any) -> Result:
    rules = {"a.shared": rule("a.shared", "member", ILL, kind="benefit", aid=[SHARED])}
    members = [{"id": "father", "ill": True}, {"id": "mother", "ill": True}, {"id": "son", "ill": False}]
    return checked(rules, {"household": {"income": income}, "everybody": True, "members": members, "expect": expect})


def test_an_amount_of_nothing_is_no_aid_and_is_said_to_be_due_next_time_perhaps() -> None:
    result = shared(0)
    assert [len(finding.aid) for finding in result.findings] == [0, 0, 0]
    assert "not granted: subsidy: nothing due this month" in printed(result, "en")
    assert "不给予：补贴：本月没有应给的" in printed(result, "zh")
    notice = render_notice([result], ReportOptions("zh"))
    assert "不给予：补贴：本月没有应给的" in notice
    assert "不一定能得到" not in notice


def test_an_aid_that_is_one_for_the_household_is_shown_once_with_whose_findings() -> None:
    result = shared(600)
    (once,) = answer_data(result)["granted_once"]
    assert [(one["subject"], one["amount"]) for one in once["by"]] == [("father", "600.00"), ("mother", "600.00")]
    text = printed(result, "en")
    assert "Benefits (1)" in text
    assert text.count("600.00 yuan, at most 12 months") == 1
    assert "one for the household (through: father, mother)" in " ".join(text.split())


def test_what_a_case_expects_of_ceilings_and_firmness_of_steps_is_held_against_the_finding() -> None:
    good = {"a.shared@father": {"at_most": "months", "steps": {"补贴": "may"}}}
    assert compare(shared(600, details=good)) == []
    wrong = {"a.shared@father": {"at_most": "amount", "steps": {"补贴": "shall"}}}
    assert [(one.expected, one.found) for one in compare(shared(600, details=wrong))] == [
        ("at_most amount", "at_most months"),
        ("steps 补贴: shall", "steps 补贴: may"),
    ]
