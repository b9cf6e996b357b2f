"""Where there is nothing to ask and yet no verdict, every form of a report says why, and in which rule."""

from __future__ import annotations

import io
import json
from datetime import date
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from rich.console import Console

from clausewise.engine import Engine, Result
from clausewise.engine.turning import find_turnings
from clausewise.report import ReportOptions
from clausewise.report.html import render_html
from clausewise.report.json import render_json, result_schema
from clausewise.report.markdown import render_markdown
from clausewise.report.text import print_finding, print_results
from clausewise.report.turning import print_turnings
from engine.one_rule import household, plan_of
from specification.written import case_of, pack_of, rule

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
    assert f"? {wanted}" in told(screen)
    assert wanted in render_html([result], options)
    assert wanted in render_markdown([result], options).replace("\\", "")
    data = json.loads(render_json([result], options))
    Draft202012Validator(result_schema()).validate(data)
    (finding,) = data["results"][0]["measures"][0]["findings"]
    (reason,) = finding["reasons"]
    assert (reason["kind"], reason["rule"], reason["parameter"], reason["first"]) == (
        "no_value_on_that_day",
        "the.rule",
        "line",
        "2020-09-01",
    )
    assert (reason["provision"], reason["label"][language]) == (finding["provision"]["id"], wanted)


def test_an_explanation_gives_the_reason_and_does_not_say_that_no_fact_was_found() -> None:
    engine, result = checked(household(income=100) | {"as_of": date(2020, 8, 31)})
    finding = result.by_name["the.rule"]
    screen = console()
    print_finding(screen, finding, result, "en")
    print_turnings(screen, finding, find_turnings(engine, result, finding), result, "en")
    engine.close()
    assert "has no value on 2020-08-31" in told(screen)
    assert "No unknown fact can: the reason stands above." in told(screen)
    assert "No such facts were found." not in told(screen)


def test_the_value_of_a_parameter_is_printed_with_its_first_day() -> None:
    engine, result = checked(household(income=100) | {"as_of": date(2020, 12, 7)})
    engine.close()
    screen = console()
    print_finding(screen, result.by_name["the.rule"], result, "en")
    assert "300.00 yuan (since 2020-09-01)" in told(screen)
