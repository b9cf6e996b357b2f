"""Why there is no verdict, since when a value is so, and that a comparison is true as it is printed: in every form."""

from __future__ import annotations

import io
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from rich.console import Console

from clausewise.cli.interview import Conversation
from clausewise.cli.output import Screen
from clausewise.engine import Engine, Result
from clausewise.engine.turning import find_turnings
from clausewise.interview.answering import Asking
from clausewise.interview.interviewing import Interview
from clausewise.language.facts import write_exactly
from clausewise.recording.proofs import Proofs
from clausewise.report import ReportOptions
from clausewise.report.answer.explaining import print_explanation
from clausewise.report.answer.html import render_html
from clausewise.report.answer.markdown import render_markdown
from clausewise.report.answer.text import print_results
from engine.one_rule import household, plan_of, with_members
from records.recorded import answer_data
from specification.written import case_of, fact, pack_of, rule

EARLY = {
    "zh": "parameter.line在 2020-08-31 没有数值（最早的数值：300.00 元，自 2020-09-01 起）",
    "en": "parameter.line has no value on 2020-08-31 (its first: 300.00 yuan, since 2020-09-01)",
}


def checked(written: dict[str, Any]) -> tuple[Engine, Result]:
    """A household under the one rule that its income lies below the line."""
    plan = plan_of({"the.rule": rule("the.rule", "household", {"if": "household.income < parameter.line"})})
    engine = Engine(pack_of(plan))
    return engine, engine.check(case_of(engine.pack, written))


def console() -> Console:
    return Console(file=io.StringIO(), width=100)


def told(screen: Console) -> str:
    assert isinstance(screen.file, io.StringIO)
    return " ".join(screen.file.getvalue().split())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_form_says_that_a_parameter_has_no_value_on_the_day_and_when_it_has_its_first(language: str) -> None:
    engine, result = checked(household(income=100) | {"as_of": date(2020, 8, 31)})
    engine.close()
    label = result.pack.parameters["line"].label
    wanted = EARLY[language].replace("parameter.line", label.zh if language == "zh" else label.en)
    options = ReportOptions(language=language)
    screen = console()
    print_results(screen, [result], options)
    assert "? 1.1 " in told(screen)
    assert wanted in told(screen)
    assert wanted in render_html([result], options)
    assert wanted in render_markdown([result], options).replace("\\", "")
    (finding,) = answer_data(result)["findings"]
    (reason,) = finding["reasons"]
    assert (reason["kind"], reason["rule"], reason["parameter"], reason["first"]) == (
        "no_value_on_that_day",
        "the.rule",
        "line",
        "2020-09-01",
    )
    assert reason["says"][language] == wanted


def test_an_explanation_gives_the_reason_and_does_not_say_that_no_fact_was_found() -> None:
    engine, result = checked(household(income=100) | {"as_of": date(2020, 8, 31)})
    finding = result.by_name["the.rule"]
    screen = console()
    print_explanation(screen, finding, find_turnings(engine, result, finding), result, "en")
    engine.close()
    assert "has no value on 2020-08-31" in told(screen)
    assert "No unknown fact can: the reason stands above." in told(screen)
    assert "No such facts were found." not in told(screen)


def test_the_value_of_a_parameter_is_printed_with_its_first_day() -> None:
    engine, result = checked(household(income=100) | {"as_of": date(2020, 12, 7)})
    engine.close()
    screen = console()
    print_explanation(screen, result.by_name["the.rule"], (), result, "en")
    assert "300.00 yuan (since 2020-09-01)" in told(screen)


def test_a_mean_that_is_no_whole_fen_is_printed_so_that_the_comparison_is_true_as_printed() -> None:
    mean = {"household.mean": fact("money", asked=False, derive="sum(member.wage) / count(member)")}
    plan = plan_of({"the.rule": rule("the.rule", "household", {"if": "household.mean <= 413.33"})}, mean)
    engine = Engine(pack_of(plan))
    three = with_members({"wage": 413}, {"wage": 413}, {"wage": 414})
    result = engine.check(case_of(engine.pack, three))
    engine.close()
    screen = console()
    print_explanation(screen, result.by_name["the.rule"], (), result, "en")
    # 1240/3 is more than 413.33, which rounded it would not seem to be.
    assert "✗ A ≤ 413.33 yuan (413.333… (= 1240/3) yuan)" in told(screen)
    (read,) = answer_data(result, proofs=Proofs.FULL)["findings"][0]["because"]["reads"]
    assert (read["value"], read["exact"]) == ("413.33", "1240/3")


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (Fraction(620), "620.00"),
        (Fraction("80.335"), "80.335"),
        (Fraction(-1, 3), "-0.333… (= -1/3)"),
        (Fraction(1240, 3), "413.333… (= 1240/3)"),
        (Fraction(1, 128), "0.007… (= 1/128)"),
        (Fraction(61999, 100), "619.99"),
    ],
)
def test_an_amount_is_written_with_all_its_digits_or_with_the_fraction_that_it_is(amount: Fraction, shown: str) -> None:
    assert write_exactly(amount) == shown


def test_an_interview_in_which_nobody_can_answer_asks_nothing_and_does_not_say_that_it_did(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, result = checked(household() | {"as_of": date(2020, 8, 31)})
    asked = Interview(engine, result.case)
    conversation = Conversation(asked, Screen(), "en", keep=lambda case: None, asking=Asking)
    monkeypatch.setattr("sys.stdin", io.StringIO("\n"))
    assert conversation.run()
    engine.close()
    assert "There is nothing left to ask." in capsys.readouterr().out
