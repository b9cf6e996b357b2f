"""The page of a comparison in a real browser: it sorts, filters and opens, its bars are true, and it fits a phone."""

from __future__ import annotations

from pathlib import Path

import pytest

from browser.chromium import ask, assert_only_its_own_script_runs, needs_chromium
from clausewise.report.comparison.html import render_comparison_html
from clausewise.screening.figures.comparison import StandingChange
from report.comparisons import made_comparison

pytestmark = [pytest.mark.long, needs_chromium]


@pytest.fixture(scope="module")
def page() -> str:
    return render_comparison_html(made_comparison()[0], "en")


def test_the_script_runs_though_no_other_may(page: str, tmp_path: Path) -> None:
    assert_only_its_own_script_runs(page, tmp_path)


def test_measures_are_sorted_by_how_many_lose(page: str, tmp_path: Path) -> None:
    script = """
      const heads = [...document.querySelectorAll("#measures-table > thead th")];
      const click = (name) => heads.find((one) => one.textContent === name).querySelector("button").click();
      click("loses");
      const rows = [...document.querySelector("#measures-table").tBodies[0].rows];
      return [rows.map((row) => row.id), rows.map((row) => Number(row.cells[4].dataset.sort))];
    """
    rows, losing = ask(page, script, tmp_path)
    measures = made_comparison()[0].figures.whole.measures
    assert rows == ["measure-14", "measure-11", "measure-27"]
    assert losing == [measures[number].of(StandingChange.LOSES) for number in (14, 11, 27)]
    assert losing == sorted(losing)


def test_what_is_lost_grows_to_the_left_and_what_is_won_to_the_right(page: str, tmp_path: Path) -> None:
    script = """
      const sides = (id) => {
        const bar = document.querySelector(`#measure-${id} svg`);
        const whole = bar.getBoundingClientRect();
        const middle = whole.left + whole.width / 2;
        return [...bar.querySelectorAll("rect")].map((one) => {
          const at = one.getBoundingClientRect();
          return [one.getAttribute("class"), (at.left - middle) / whole.width, (at.right - middle) / whole.width];
        });
      };
      return [sides(14), sides(27)];
    """
    wider, stricter = ask(page, script, tmp_path)
    moves = made_comparison()[0].figures.whole.measures
    most = sum(
        moves[27].of(change)
        for change in (StandingChange.LOSES, StandingChange.IN_DOUBT, StandingChange.SETTLED_AGAINST)
    )
    won = next(change for change in (StandingChange.GAINS, StandingChange.SETTLED_FOR) if moves[14].of(change))
    assert wider[0][0] == f"c-{won}"
    assert wider[0][1] == pytest.approx(0, abs=0.01)
    assert wider[0][2] == pytest.approx(moves[14].of(won) / most / 2, abs=0.01)
    assert all(begin >= -0.01 for _, begin, _ in wider)
    assert stricter[0][0] == "c-loses"
    assert all(end <= 0.01 for _, _, end in stricter)
    # The longest side reaches the edge.
    assert min(begin for _, begin, _ in stricter) == pytest.approx(-0.5, abs=0.01)


def test_a_search_finds_a_measure_by_a_rule_of_it(page: str, tmp_path: Path) -> None:
    script = """
      const box = document.getElementById("find");
      box.value = "education.tracking";
      box.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter" }));
      const rows = [...document.querySelectorAll("#measures-table tr.findable")];
      return rows.filter((one) => one.checkVisibility()).map((one) => one.id);
    """
    assert ask(page, script, tmp_path) == ["measure-11"]


def test_a_table_of_moves_is_a_table_within_its_measure(page: str, tmp_path: Path) -> None:
    script = """
      for (const one of document.querySelectorAll("details")) one.open = true;
      const rows = [...document.querySelectorAll("#measure-14 .moves")[0].rows];
      const lefts = rows.map((row) => [...row.cells].map((cell) => Math.round(cell.getBoundingClientRect().left)));
      return lefts;
    """
    for width in (360, 1400):
        lefts = ask(page, script, tmp_path, width=width)
        assert len(lefts) == 4
        assert all(row == lefts[0] for row in lefts)


@pytest.mark.parametrize(("width", "dark"), [(360, False), (360, True), (768, False), (800, False), (1200, False)])
def test_the_page_fits_the_width_it_is_shown_in(page: str, tmp_path: Path, width: int, dark: bool) -> None:
    script = """
      for (const one of document.querySelectorAll("details")) one.open = true;
      const inner = document.documentElement.clientWidth;
      const scrolls = ".scroller, pre, .bar ul, .hidden, .skip, svg *";
      const wide = [...document.querySelectorAll("body *")].filter(
        (one) => !one.closest(scrolls) && one.getBoundingClientRect().right > inner + 1);
      const ground = getComputedStyle(document.body).backgroundColor;
      return [inner, document.documentElement.scrollWidth, wide.map((one) => one.outerHTML.slice(0, 80)), ground];
    """
    inner, scrolled, wide, ground = ask(page, script, tmp_path, width=width, dark=dark)
    assert inner == width
    assert wide == []
    assert scrolled == width
    assert ground == ("rgb(15, 18, 22)" if dark else "rgb(243, 244, 247)")
