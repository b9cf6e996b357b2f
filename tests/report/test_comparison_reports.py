"""The reports of a comparison: a page that stands alone, a few lines for a terminal."""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from clausewise.language.labels import Language
from clausewise.report.comparison.html import render_comparison_html
from clausewise.report.comparison.page import arrange_comparison
from clausewise.report.comparison.text import print_comparison
from clausewise.screening.figures.comparison import Comparison, StandingChange
from clausewise.screening.figures.comparison_counting import list_changes
from report.comparisons import GONE, STRICTER, WIDER, made_comparison, same_comparison
from report.test_audit_html import Page
from screening.made import TOWNSHIP

LANGUAGES: tuple[Language, ...] = ("zh", "en")


@pytest.fixture
def comparison() -> Comparison:
    return made_comparison()[0]


@pytest.fixture
def same() -> Comparison:
    return same_comparison()


# ---------------------------------------------------------------- the figures


def test_a_rule_that_asks_less_makes_nobody_lose_and_one_that_asks_more_nobody_gain(comparison: Comparison) -> None:
    rules = comparison.figures.whole.rules
    assert rules[WIDER].of(StandingChange.GAINS) > 0
    assert rules[WIDER].of(StandingChange.LOSES) == rules[WIDER].of(StandingChange.IN_DOUBT) == 0
    assert rules[STRICTER].of(StandingChange.LOSES) > 0
    assert rules[STRICTER].of(StandingChange.GAINS) == rules[STRICTER].of(StandingChange.SETTLED_FOR) == 0


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
    assert page.said("measure-11").startswith(f"{titled} · {moves.of(StandingChange.LOSES)} · ")
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
        whole.swings.gain + whole.swings.both, 0, whole.measures[14].of(StandingChange.GAINS), 0,
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
    assert line.split()[2:4] == [str(moves[14].of(StandingChange.GAINS)), "0"]
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
