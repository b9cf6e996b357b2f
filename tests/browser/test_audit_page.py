"""The page of an audit in a real browser: it sorts, filters and opens, and fits a phone, the dark and paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit.sample import sample_audit
from browser.chromium import SEARCH, ask, assert_only_its_own_script_runs, needs_chromium
from clausewise.report.audit.html import render_audit_html

pytestmark = [pytest.mark.long, needs_chromium]


@pytest.fixture
def page(tmp_path: Path) -> str:
    (tmp_path / "pack").mkdir()
    return render_audit_html(sample_audit(tmp_path / "pack"), "en")


def test_the_script_runs_though_no_other_may(page: str, tmp_path: Path) -> None:
    assert_only_its_own_script_runs(page, tmp_path)


def test_a_table_is_sorted_by_its_heads(page: str, tmp_path: Path) -> None:
    script = """
      const heads = [...document.querySelectorAll("#rules-table thead th")];
      const state = () => ({
        rows: [...document.querySelectorAll("#rules-table tbody th code")].map((one) => one.textContent),
        sorts: heads.map((head) => head.getAttribute("aria-sort")),
      });
      const click = (name) => heads.find((one) => one.textContent === name).querySelector("button").click();
      const before = state();
      click("applies");
      const once = state();
      click("applies");
      const twice = state();
      click("rule");
      return [before, once, twice, state()];
    """
    before, once, twice, by_name = ask(page, script, tmp_path)
    subsidy_first, card_first = ["age.subsidy", "age.travel_card"], ["age.travel_card", "age.subsidy"]
    assert before == {"rows": subsidy_first, "sorts": [None] * 8}
    assert once == {"rows": card_first, "sorts": [None, None, None, "ascending", *[None] * 4]}
    assert twice == {"rows": subsidy_first, "sorts": [None, None, None, "descending", *[None] * 4]}
    assert by_name["sorts"] == [None, "ascending", *[None] * 6]


def test_one_search_box_narrows_sentences_and_tables(page: str, tmp_path: Path) -> None:
    script = f"""{SEARCH}
      const state = () => [shown(".provision"), shown("tr[id^=mutant]"), shown("tr[id^=case]"), shown(".clause")];
      const before = state();
      search("TRAVEL_card  2.2");
      const narrowed = [...state(), document.getElementById("found").textContent];
      search("");
      return [before, narrowed, state()];
    """
    before, narrowed, after = ask(page, script, tmp_path)
    assert before == after
    assert before[0] == ["provision-2.1", "provision-2.2", "provision-3.1"]
    assert narrowed[:4] == [["provision-2.2"], ["mutant-1"], [], ["clause-2"]]
    assert narrowed[4].startswith("sentences: 1, table rows: ")


def test_a_table_is_narrowed_to_one_sort(page: str, tmp_path: Path) -> None:
    script = f"""{SEARCH}
      const choose = (name, value) => {{
        const list = document.querySelector(name);
        list.value = value;
        list.dispatchEvent(new Event("change"));
      }};
      choose("[data-table=mutants-table]", "survived");
      const survivors = shown("tr[id^=mutant]");
      choose("#matrix-verdict", "✓");
      const applying = shown("tr[id^=case]");
      choose("#matrix-clause", "3");
      return [survivors, applying, shown("tr[id^=case]")];
    """
    assert ask(page, script, tmp_path) == [["mutant-1"], ["case-grandmother"], []]


def test_words_tell_what_holds_them_to_mouse_and_keyboard(page: str, tmp_path: Path) -> None:
    script = """
      const tip = document.getElementById("tip");
      const runs = [...document.querySelectorAll("#provision-3\\\\.1 a.run")];
      const press = (run, key) => run.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
      runs[0].focus();
      const first = tip.innerText;
      for (const run of runs.slice(0, 3)) press(run, "ArrowRight");
      const last = [tip.innerText, document.activeElement === runs[3]];
      press(runs[3], "Escape");
      return [first, last, tip.hidden, runs.map((run) => run.tabIndex)];
    """
    first, (last, moved), gone, stops = ask(page, script, tmp_path)
    assert "civil affairs department" in first
    assert "keep a ledger" in last
    assert "household register" in last
    assert moved
    assert gone
    assert stops == [-1, -1, -1, 0]


def test_a_link_opens_what_is_folded_and_shows_what_is_filtered_away(page: str, tmp_path: Path) -> None:
    script = f"""{SEARCH}
      search("nothing has these words");
      location.hash = "rule-age.subsidy";
      await new Promise((done) => setTimeout(done, 50));
      return [shown("#rule-age\\\\.subsidy"), shown(".provision").length];
    """
    assert ask(page, script, tmp_path) == [["rule-age.subsidy"], 3]


def test_all_that_is_folded_is_open_on_paper_and_folded_again(page: str, tmp_path: Path) -> None:
    script = """
      const open = () => document.querySelectorAll("details.about[open]").length;
      const before = open();
      dispatchEvent(new Event("beforeprint"));
      const during = open();
      dispatchEvent(new Event("afterprint"));
      return [before, during, open()];
    """
    assert ask(page, script, tmp_path) == [0, 3, 0]


@pytest.mark.parametrize(("width", "dark"), [(360, False), (360, True), (1400, False)])
def test_a_page_fits_the_width_it_is_shown_in(page: str, tmp_path: Path, width: int, dark: bool) -> None:
    script = """
      for (const one of document.querySelectorAll("details")) one.open = true;
      const inner = document.documentElement.clientWidth;
      const scrolls = ".scroller, pre, .bar ul, .hidden, .skip";
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
