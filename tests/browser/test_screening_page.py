"""The page of a screening in a real browser: it sorts, filters and opens, and fits a phone, the dark and paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from browser.chromium import SEARCH, ask, assert_only_its_own_script_runs, needs_chromium
from clausewise.report.screening.html import render_screening_html
from report.screenings import made_summary

pytestmark = [pytest.mark.long, needs_chromium]


@pytest.fixture(scope="module")
def page() -> str:
    return render_screening_html(made_summary()[0], "en")


def test_the_script_runs_though_no_other_may(page: str, tmp_path: Path) -> None:
    assert_only_its_own_script_runs(page, tmp_path)


def test_measures_are_sorted_by_how_many_have_a_verdict(page: str, tmp_path: Path) -> None:
    script = """
      const heads = [...document.querySelectorAll("#measures-table thead th")];
      const rows = () => [...document.querySelectorAll("#measures-table tbody tr")];
      const numbers = () => rows().map((row) => Number(row.cells[3].dataset.sort));
      const click = (name) => heads.find((one) => one.textContent === name).querySelector("button").click();
      const first = rows().map((row) => row.id);
      click("applies");
      click("applies");
      const most = numbers();
      click("no.");
      return [first, most, rows().map((row) => row.id)];
    """
    first, most, again = ask(page, script, tmp_path)
    assert first[:3] == ["measure-1", "measure-8", "measure-9"]
    assert most == sorted(most, reverse=True)
    assert most[-1] == -1
    assert again == first


def test_groups_are_sorted_by_their_shares(page: str, tmp_path: Path) -> None:
    script = """
      const table = document.getElementById("groups-1-applies");
      const heads = [...table.tHead.rows[0].cells];
      const click = (name) => heads.find((one) => one.textContent === name).querySelector("button").click();
      click("households");
      return [...table.tBodies[0].rows].map((row) => Number(row.cells[1].dataset.sort));
    """
    sizes = ask(page, script, tmp_path)
    assert sizes == sorted(sizes)
    assert sum(sizes) == 200


def test_one_search_box_narrows_measures_facts_and_lists(page: str, tmp_path: Path) -> None:
    script = f"""{SEARCH}
      search("household.DIBAO guarantee");
      const facts = shown("#facts tr.row");
      search("农村危房改造");
      const measures = shown("#measures tr.row");
      const found = document.getElementById("found").textContent;
      search("");
      return [facts, measures, found, shown("#measures tr.row").length];
    """
    facts, measures, found, every = ask(page, script, tmp_path)
    assert facts == ["fact-household.dibao"]
    assert "measure-14" in measures
    assert found.startswith("table rows: ")
    assert every == 31


def test_facts_are_narrowed_to_those_that_the_registry_has(page: str, tmp_path: Path) -> None:
    script = f"""{SEARCH}
      const list = document.querySelector("[data-table=facts-table]");
      list.value = "given";
      list.dispatchEvent(new Event("change"));
      const given = shown("#facts-table tr.row");
      list.value = "absent";
      list.dispatchEvent(new Event("change"));
      return [given, shown("#facts-table tr.row")];
    """
    given, absent = ask(page, script, tmp_path)
    assert "fact-household.meets_housing_criteria" in given
    assert "fact-application.filed" in absent
    assert set(given) & set(absent) == set()


def test_a_fact_that_settles_nothing_by_itself_is_found_by_searching(page: str, tmp_path: Path) -> None:
    script = f"""{SEARCH}
      const before = shown("#settling-nothing tr.row").length;
      search("application.handling_error");
      return [before, shown("#facts tr.row")];
    """
    assert ask(page, script, tmp_path) == [0, ["fact-application.handling_error"]]


def test_a_link_to_a_rule_opens_the_measure_that_it_stands_in(page: str, tmp_path: Path) -> None:
    script = f"""{SEARCH}
      const before = shown("#rule-housing\\\\.urban_dibao");
      location.hash = "rule-housing.urban_dibao";
      await new Promise((done) => setTimeout(done, 50));
      return [before, shown("#rule-housing\\\\.urban_dibao")];
    """
    assert ask(page, script, tmp_path) == [[], ["rule-housing.urban_dibao"]]


def test_bars_are_as_long_as_their_shares(page: str, tmp_path: Path) -> None:
    script = """
      const row = document.getElementById("measure-30");
      const bar = row.querySelector("svg");
      const width = bar.getBoundingClientRect().width;
      const of = (name) => bar.querySelector(name).getBoundingClientRect().width / width;
      const numbers = [3, 4, 5].map((cell) => Number(row.cells[cell].dataset.sort));
      const all = numbers[0] + numbers[1] + numbers[2];
      return [of(".b-yes") - numbers[0] / all, of(".b-ground") - numbers[1] / all, all];
    """
    applies, undetermined, households = ask(page, script, tmp_path)
    assert households == 200
    # A line of one pixel goes around each.
    assert abs(applies) < 0.01
    assert abs(undetermined) < 0.01


def test_the_rules_of_each_measure_stay_folded_on_paper(page: str, tmp_path: Path) -> None:
    script = """
      const open = () => [...document.querySelectorAll("details[open]")].map((one) => one.closest("section").id);
      dispatchEvent(new Event("beforeprint"));
      const during = open();
      dispatchEvent(new Event("afterprint"));
      return [during, open()];
    """
    # Only the percentages that are undetermined are shown there as well; all rules would fill a hundred pages.
    assert ask(page, script, tmp_path) == [["groups-1"], []]


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
