"""The reports of a comparison: JSON as its schema says, a page that stands alone, a few lines for a terminal."""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError
from rich.cells import cell_len
from rich.console import Console
from typer.testing import CliRunner

from clausewise.cli.app import app
from clausewise.language.labels import Language
from clausewise.report.comparison_html import render_comparison_html
from clausewise.report.comparison_json import render_comparison_json
from clausewise.report.comparison_page import arrange_comparison
from clausewise.report.comparison_schema import comparison_schema
from clausewise.report.comparison_text import print_comparison
from clausewise.screening.comparison import Change, Comparison
from clausewise.screening.comparison_counting import count_comparison, list_changes
from report.comparisons import GONE, HOUSEHOLDS, STRICTER, WIDER, made_comparison
from report.test_audit_html import Page
from screening.made import TOWNSHIP

LANGUAGES: tuple[Language, ...] = ("zh", "en")


@pytest.fixture
def comparison() -> Comparison:
    return made_comparison()[0]


@pytest.fixture
def same() -> Comparison:
    """The same rules twice."""
    comparison, before, _ = made_comparison()
    return replace(comparison, new=comparison.old, figures=count_comparison(before, before), reasons=())


# ---------------------------------------------------------------- JSON


def written(comparison: Comparison) -> Any:
    return json.loads(render_comparison_json(comparison))


def test_the_schema_is_one_and_is_printed() -> None:
    Draft202012Validator.check_schema(comparison_schema())
    printed_by_name = CliRunner().invoke(app, ["schema", "comparison"])
    assert json.loads(printed_by_name.output) == comparison_schema()


@pytest.mark.parametrize("which", ["comparison", "same"])
def test_what_is_written_fits_the_schema(which: str, request: pytest.FixtureRequest) -> None:
    Draft202012Validator(comparison_schema()).validate(written(request.getfixturevalue(which)))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["format"], "clausewise-screening/1"),
        (["aid", 0, "before"], "perhaps"),
        (["aid", 0, "change"], "improves"),
        (["aid", 0, "number"], 0),
        (["new", "rules"], "abc"),
        (["rules", 0, "old"], "yes"),
        (["groups", 0, "values", 0, "swings"], {"gain": 1}),
        (["remark"], "nothing else is written"),
    ],
)
def test_the_schema_takes_nothing_else(comparison: Comparison, path: list[str | int], value: object) -> None:
    data = written(comparison)
    at = data
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    with pytest.raises(ValidationError):
        Draft202012Validator(comparison_schema()).validate(data)


def test_all_households_stand_in_every_table(comparison: Comparison) -> None:
    data = written(comparison)
    tables = [one["households"] for one in (*data["measures"], *data["rules"]) if one["households"] is not None]
    assert len(tables) == 25 + 73
    assert {sum(move["number"] for move in table) for table in [*tables, data["aid"]]} == {HOUSEHOLDS}
    townships = data["groups"][0]["values"]
    assert sum(one["households"] for one in townships) == HOUSEHOLDS
    for kind in ("gain", "lose", "both"):
        assert sum(one["swings"][kind] for one in townships) == data["swings"][kind]


def test_a_rule_that_is_gone_is_absent_and_said_to_be(comparison: Comparison) -> None:
    gone = next(one for one in written(comparison)["rules"] if one["rule"] == GONE)
    assert (gone["old"], gone["new"]) == (True, False)
    assert {move["after"] for move in gone["households"]} == {"absent"}
    assert {(move["before"], move["change"]) for move in gone["households"]} == {
        ("applies", "loses"),
        ("undetermined", "settled_against"),
        ("does_not_apply", None),
    }


def test_a_rule_that_asks_less_makes_nobody_lose_and_one_that_asks_more_nobody_gain(comparison: Comparison) -> None:
    rules = comparison.figures.whole.rules
    assert rules[WIDER].of(Change.GAINS) > 0
    assert rules[WIDER].of(Change.LOSES) == rules[WIDER].of(Change.IN_DOUBT) == 0
    assert rules[STRICTER].of(Change.LOSES) > 0
    assert rules[STRICTER].of(Change.GAINS) == rules[STRICTER].of(Change.SETTLED_FOR) == 0


def test_the_list_of_changes_has_as_many_rows_as_are_counted() -> None:
    comparison, before, after = made_comparison()
    changes = list_changes(before, after)
    whole = comparison.figures.whole
    by_rule = dict(changes.filter(changes["rule"].is_not_null()).group_by("rule").len().rows())
    counted = {rule: moves.changed for rule, moves in {**whole.rules, **whole.of_members}.items() if moves.changed}
    assert by_rule == counted
    of_measures = changes.filter(changes["rule"].is_null()).group_by("measure").len().rows()
    assert dict(of_measures) == {number: moves.changed for number, moves in whole.measures.items() if moves.changed}


# ---------------------------------------------------------------- the page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("which", ["comparison", "same"])
def test_the_page_is_well_formed_and_refers_to_nothing_outside_itself(
    which: str, language: Language, request: pytest.FixtureRequest
) -> None:
    text = render_comparison_html(request.getfixturevalue(which), language)
    page = Page(text)
    assert page.unclosed == []
    assert {tag for tag, _ in page.tags} & {"link", "img", "iframe", "object", "base", "form"} == set()
    assert not any({"src", "action", "style", "onclick"} & attributes.keys() for _, attributes in page.tags)
    assert not re.search(r"https?:|url\(|@import", text)
    assert [name for name, times in Counter(page.ids).items() if times > 1] == []
    assert {link.removeprefix("#") for link in page.links} - set(page.ids) == set()


def words(text: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", text.partition("</style>")[2]).split())


def test_the_page_says_who_gains_and_who_loses(comparison: Comparison) -> None:
    swings = comparison.figures.whole.swings
    chinese, english = (words(render_comparison_html(comparison, language)) for language in LANGUAGES)
    assert f"households lose some aid and gain none {swings.lose} " in english
    assert f"households gain some aid and lose none {swings.gain} " in english
    assert f"户失去某项救助 {swings.lose} " in chinese
    assert "clausewise diff chongqing-2020 ../draft-2021" in english
    assert "The measures by which something changes 3" in english
    assert "Measures by which nothing changes: 8 , 9 , 10 , 12" in english
    for version in (comparison.old, comparison.new):
        assert version.pack.rules_digest in english


def test_a_measure_shows_its_moves_and_those_of_its_rules(comparison: Comparison) -> None:
    page = Page(render_comparison_html(comparison, "en"))
    moves = comparison.figures.whole.measures[11]
    titled = "11 完善学生救助跟踪管理 [ours: Improve the tracking of assistance to students]"
    assert page.said("measure-11").startswith(f"{titled} · {moves.of(Change.LOSES)} · ")
    assert f"rule-{GONE}" in page.ids
    assert "rule is gone" in page.said(f"rule-{GONE}")
    assert "new: not in this version" in page.said(f"rule-{GONE}")
    # A rule by which nothing changes has no table.
    assert "rule-housing.rural_low_income" not in page.ids


def test_where_nothing_changes_it_is_said(same: Comparison) -> None:
    chinese, english = (words(render_comparison_html(same, language)) for language in LANGUAGES)
    assert "None: both versions find the same of every household and member." in english
    assert "没有：两版对每一户、每一名成员的结论都相同。" in chinese


def test_groups_show_the_shares_of_those_who_gain_and_of_those_who_lose(comparison: Comparison) -> None:
    page = arrange_comparison(comparison)
    ((gains, loses),) = page.groups
    whole = comparison.figures.whole
    assert [one.pair.number for one in page.changed] == [11, 14, 27]
    assert gains.column == TOWNSHIP
    assert [cell.number for cell in gains.whole.cells] == [
        whole.swings.gain + whole.swings.both, 0, whole.measures[14].of(Change.GAINS), 0,
    ]  # fmt: skip
    assert loses.whole.cells[0].number == whole.swings.lose + whole.swings.both
    assert sum(row.cells[0].number for row in gains.rows) == gains.whole.cells[0].number


def test_nothing_that_was_asked_for_is_read_as_markup(comparison: Comparison) -> None:
    evil = "<script>alert(1)</script>"
    figures = replace(comparison.figures, groups={evil: {evil: comparison.figures.whole}})
    text = render_comparison_html(replace(comparison, old=replace(comparison.old, name=evil), figures=figures), "zh")
    assert evil not in text
    assert len(re.findall("<script", text)) == 1


# ---------------------------------------------------------------- a terminal


def printed(comparison: Comparison, language: Language, width: int = 80) -> str:
    out = io.StringIO()
    print_comparison(Console(width=width, file=out), comparison, language, [Path("out/comparison.html")])
    return out.getvalue()


def test_a_terminal_is_told_who_gains_and_who_loses(comparison: Comparison) -> None:
    text = printed(comparison, "en")
    swings, moves = comparison.figures.whole.swings, comparison.figures.whole.measures
    assert text.startswith("Two versions of the rules: chongqing-2020 → ../draft-2021\n")
    assert f"  + {swings.gain} " in text
    assert "gain some aid and lose none" in text
    assert f"  - {swings.lose} " in text
    line = next(line for line in text.splitlines() if "推进农村危房改造" in line)
    assert line.split()[2:4] == [str(moves[14].of(Change.GAINS)), "0"]
    assert "nothing changes by measures 8–10, 12–13, 15–25, 30–33, 35, 37" in text
    assert "clausewise diff chongqing-2020 ../draft-2021" in text
    assert text.endswith("Written\n  out/comparison.html\n")


def test_a_terminal_is_told_so_in_chinese(comparison: Comparison, same: Comparison) -> None:
    text = printed(comparison, "zh")
    assert text.startswith("两版规则比较：chongqing-2020 → ../draft-2021\n")
    assert "得到某项救助，没有失去的" in text
    assert "两版对每一户的结论都相同" in printed(same, "zh")
    assert "Both versions find the same of every household" in printed(same, "en")


@pytest.mark.parametrize("width", [60, 80, 200])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_line_is_wider_than_the_terminal(comparison: Comparison, width: int, language: str) -> None:
    text = printed(comparison, "zh" if language == "zh" else "en", width)
    assert max(map(cell_len, text.splitlines())) <= width
