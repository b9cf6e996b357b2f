"""The desk in a real browser: four families from sign-in to printed notice, every page held to WCAG 2.2 A and AA."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from browser.chromium import find_chromium, needs_chromium
from desk.conftest import PASSWORD, TODAY
from desk.serving import LONGEST_SECONDS, free_port, wait_for

playwright = pytest.importorskip("playwright.sync_api")
pytestmark = [needs_chromium, pytest.mark.long]
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A desk of a made-up office that is served as it is in an office, and its address."""
    pytest.importorskip("granian")
    port = free_port()
    command = [sys.executable, "-m", "clausewise", "desk", "made-up", "--no-browser", "--port", str(port)]
    folder = tmp_path_factory.mktemp("served")
    told = folder / "told.txt"
    with told.open("w") as stream:
        server = subprocess.Popen(
            [*command, "--data", str(folder / "data")],
            env={**os.environ, "CLAUSEWISE_TODAY": TODAY}, stdout=stream, stderr=stream,
        )  # fmt: skip
    try:
        wait_for(f"http://127.0.0.1:{port}/health", server, told)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(LONGEST_SECONDS)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """The installed browser."""
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        yield browser
        browser.close()


@dataclass
class Hands:
    """Somebody at a page. `strokes` counts clicks and keys, not typing or Tab; choosing from a list is two."""

    page: Any
    strokes: int = 0
    wrong: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, chromium: Any, address: str, account: str, **how: Any) -> Hands:
        page = chromium.new_context(locale="zh-CN", **how).new_page()
        hands = cls(page)
        page.on("console", lambda said: hands.wrong.append(said.text) if said.type == "error" else None)
        page.goto(f"{address}/sign-in")
        page.fill("[name=username]", account)
        page.fill("[name=password]", PASSWORD)
        hands.click("main button.main")
        return hands

    def click(self, selector: str) -> None:
        self.page.click(selector)
        self.strokes += 1

    def choose(self, selector: str, value: str) -> None:
        self.page.select_option(selector, value)
        self.strokes += 2

    def rest(self, fact: str, answer: str = "none_of_the_rest") -> None:
        """Say what holds of the rest of the group that asks a fact, where it is asked."""
        cell = self.page.query_selector(f'input[type=hidden][name^=cell][value^="{fact}"]')
        if cell is not None:
            number = cell.get_attribute("name").removeprefix("cell")
            rest = f'input[name=rest{number}][value="{answer}"]'
            # Of one person alone there is no rest.
            own = f"input[name='v:{cell.get_attribute('value').partition('=')[0]}']"
            alone = ", ".join(f"{own}[value={value}]" for value in ("false", "none"))
            self.click(rest if self.page.query_selector(rest) else alone)

    def answer_the_rest(self) -> None:
        """Say of every group of the page that has nothing said yet that there is none, or else that nobody knows."""
        for group in self.page.query_selector_all("#questions fieldset.prompt"):
            if group.query_selector("input:checked") is not None:
                continue
            for answer in ("none_of_the_rest", "false", "none", "unknown"):
                button = group.query_selector(f'input[type=radio][value="{answer}"]')
                if button is not None:
                    with self.page.expect_response(re.compile("/column$")):
                        button.check()
                    self.strokes += 1
                    break
            else:
                group.query_selector("select").select_option("unknown")
                self.strokes += 2


Person = tuple[str, str, str, str]
# Name, identity number or birth date, relation, stage of study.
FAMILIES: tuple[tuple[str, tuple[Person, ...], str, tuple[str, ...]], ...] = (
    ("plain", (("赵强", "1984-02-11", "head", ""), ("孙梅", "1986-06-30", "spouse", ""),
               ("赵小宇", "2012-09-01", "child", "compulsory"), ("赵小荷", "2021-03-15", "child", "preschool")),
     "urban", ("illness",)),
    ("dibao", (("钱芳", "1990-01-20", "head", ""), ("钱多", "2014-12-12", "child", "compulsory")), "urban", ("house",)),
    ("alone", (("李大爷", "1950-07-07", "head", ""),), "rural", ("disaster",)),
    ("nothing", (("周红", "1979-11-02", "head", ""), ("周明", "2003-04-04", "child", "higher")), "rural", ()),
)  # fmt: skip


def enter(hands: Hands, family: tuple[str, tuple[Person, ...], str, tuple[str, ...]]) -> str:
    """Take a family from a new household up to “send to review”; where its review is."""
    name, people, area, topics = family
    page = hands.page
    hands.click("form[action='/households'] button")
    for number, (called, born, relation, stage) in enumerate(people, start=1):
        page.fill(f"[name=new{number}]", called)
        page.fill(f"[name='v:member.birth_date@new{number}']", born)
        if number > 1:
            hands.choose(f"[name='v:member.relation@new{number}']", relation)
        if stage:
            hands.choose(f"[name='v:member.student_stage@new{number}']", stage)
    for fact in ("member.student_stage", "member.employed", "member.disabled"):
        hands.rest(fact)
    hands.click("[name=everybody]")
    hands.click("button[value=next]")
    hands.click(f"input[name='v:household.area'][value={area}]")
    if name == "dibao":
        hands.click("input[name='v:household.dibao']")
    for fact in ("member.destitute_support", "household.dibao", "member.dibao_alone"):
        hands.rest(fact)
    hands.click("main form[method=post] button.main")
    for topic in topics:
        hands.click(f"input[value={topic}]")
    if not topics:
        hands.click("input[name=none]")
    hands.click("main form[method=post] button.main")
    while page.query_selector("#questions form") is not None:
        hands.answer_the_rest()
        with page.expect_response(re.compile("/questions$")):
            hands.click("#questions button.main")
        page.wait_for_load_state("networkidle")
    hands.click("#questions .told a.button")
    hands.click("text=送复核")
    hands.click("button[value=send]")
    return str(page.url)


@pytest.mark.parametrize("family", FAMILIES, ids=[one[0] for one in FAMILIES])
def test_a_family_is_taken_from_sign_in_to_a_printed_notice(address: str, chromium: Any, family: Any) -> None:
    caseworker = Hands.of(chromium, address, "li")
    where = enter(caseworker, family)
    assert caseworker.wrong == []
    reviewer = Hands.of(chromium, address, "zhao")
    reviewer.click(f"table a[href='{where.removeprefix(address).removesuffix('/review')}']")
    reviewer.click("button[value=approve]")
    reviewer.click("text=社会救助政策告知单")
    notice = reviewer.page.content()
    assert family[1][0][0] in notice
    assert "未复核" not in notice
    assert "春晖路救助〔2026〕" in notice
    assert len(re.findall(rb"/Type\s*/Page\b", reviewer.page.pdf(prefer_css_page_size=True))) == 1
    reviewer.page.goto(f"{where.removesuffix('/review')}/papers/file")
    assert len(re.findall(rb"/Type\s*/Page\b", reviewer.page.pdf(prefer_css_page_size=True))) <= 2
    size = "all => Math.min(...all.map(one => parseFloat(getComputedStyle(one).fontSize)))"
    assert reviewer.page.eval_on_selector_all("article *", size) >= 12  # Pixels, which are 9 pt.
    assert reviewer.wrong == []
    if family[0] == "plain":
        assert caseworker.strokes <= 40
    assert reviewer.strokes <= 8


STEPS = ("members", "status", "topics", "questions", "answer", "answers", "answers/member.relation", "checks",
         "review", "papers", "papers/notice", "papers/file", "why/13.1")  # fmt: skip


@pytest.mark.parametrize(("width", "scheme", "zoom"), [(1280, "light", 1), (390, "dark", 1), (640, "light", 2)])
def test_every_page_is_for_everybody(address: str, chromium: Any, width: int, scheme: str, zoom: int) -> None:
    """At 1280 and 390 pixels, light and dark; 1280 at 200 % is a page 640 wide."""
    from axe_playwright_python.sync_playwright import Axe

    how = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme, "device_scale_factor": zoom}
    wrong: list[str] = []
    of_head = ["/policy", "/policy/13?rule=housing.urban_dibao", "/policy/3", "/log", "/office", "/retention"]
    pages = {"li": ["/today", "/import"], "zhao": of_head, "admin": ["/people", "/data"]}
    for account, paths in pages.items():
        hands = Hands.of(chromium, address, account, **how)
        if account == "li":
            household = hands.page.get_attribute("table a[href^='/h/']", "href")
            paths = [*paths, *(f"{household}/{step}" for step in STEPS)]
        for path in paths:
            hands.page.goto(address + path)
            found = Axe().run(hands.page, options={"runOnly": STANDARD}).response["violations"]
            wrong += [f"{path} at {width}: {one['id']} {one['nodes'][0]['html']}" for one in found]
            if hands.page.evaluate("document.documentElement.scrollWidth") > width:
                wrong.append(f"{path} at {width} is wider than the window")
    assert wrong == []


def test_a_page_reflows_at_320_pixels(address: str, chromium: Any) -> None:
    hands = Hands.of(chromium, address, "li", viewport={"width": 320, "height": 800})
    household = hands.page.get_attribute("table a[href^='/h/']", "href")
    for step in STEPS[:-1]:
        hands.page.goto(f"{address}{household}/{step}")
        assert hands.page.evaluate("document.documentElement.scrollWidth") <= 320, step


def test_whoever_was_signed_out_signs_in_in_place_and_the_answer_is_saved(address: str, chromium: Any) -> None:
    hands = Hands.of(chromium, address, "li")
    page = hands.page
    hands.click("text=张国强")
    page.context.clear_cookies(name="sessionid")
    page.click("#questions input[type=radio][value=unknown] >> nth=0")
    page.wait_for_selector("text=登录已经过期")
    page.fill("[name=username]", "li")
    page.fill("[name=password]", PASSWORD)
    page.click("main button.main")
    page.wait_for_selector("#questions")
    household = page.url.removesuffix("/questions")
    page.goto(f"{household}/answers")
    assert "不知道" in page.content()


def test_the_desk_works_without_javascript(address: str, chromium: Any) -> None:
    hands = Hands.of(chromium, address, "li", java_script_enabled=False)
    hands.click("text=陈大爷")
    hands.page.goto(re.sub("/[a-z]+$", "/topics", hands.page.url))
    hands.click("input[value=illness]")
    hands.click("main form[method=post] button.main")
    assert hands.page.url.endswith("/questions")
    assert "还要问" in hands.page.content()


def test_the_desk_works_with_the_keyboard_alone(address: str, chromium: Any) -> None:
    page = Hands.of(chromium, address, "li").page
    page.wait_for_selector("table")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("(document.activeElement.getAttribute('href') || document.activeElement.name || '')"))
    assert any(one.startswith("/h/") for one in reached)
    assert "search" in reached


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_a_page_with_what_could_not_be_saved_is_for_everybody(
    address: str, chromium: Any, width: int, scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = Hands.of(chromium, address, "li", viewport={"width": width, "height": 900}, color_scheme=scheme).page
    page.click("text=张国强")
    page.goto(re.sub("/[a-z]+$", "/members", page.url))
    page.fill("[name^='v:member.birth_date'] >> nth=1", "76-1-15")
    page.fill("[name='v:member.birth_date@new1']", "2001-1-1")
    page.select_option("[name^='v:member.relation'] >> nth=1", "head")
    page.click("button[value=next]")
    page.wait_for_selector("#problems")
    assert page.input_value("[name^='v:member.birth_date'] >> nth=1") == "76-1-15"
    assert page.input_value("[name='v:member.birth_date@new1']") == "2001-1-1"
    found = Axe().run(page, options={"runOnly": STANDARD}).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.click("#problems a >> nth=0")
    assert page.evaluate("document.querySelector(':target').value") == "76-1-15"
    page.select_option("[name^='v:member.relation'] >> nth=1", "spouse")
    page.fill("[name='v:member.birth_date@new1']", "")
    page.fill("[name^='v:member.birth_date'] >> nth=1", "1976-01-15")
    page.click("button[value=next]")
    page.wait_for_url("**/status")


def test_of_a_box_and_the_list_beside_it_what_is_said_last_takes_the_other_back(address: str, chromium: Any) -> None:
    page = Hands.of(chromium, address, "li").page
    page.click("text=张国强")
    page.goto(re.sub("/[a-z]+$", "/status", page.url))
    group = page.locator("fieldset.prompt", has=page.locator("details.apart")).first
    box, choice = group.locator("input[type=checkbox]").first, group.locator("details.apart select").first
    group.locator("details.apart").first.evaluate("one => { one.open = true; }")
    choice.select_option("unknown")
    box.check()
    assert choice.input_value() == ""
    choice.select_option("to_check")
    assert not box.is_checked()
    page.goto(re.sub("/[a-z]+$", "/topics", page.url))
    page.check("input[name=none]")
    assert page.locator("input[name=topic]:checked").count() == 0
