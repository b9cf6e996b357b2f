"""The page of an audit: it stands alone, says everything without its script, and reads nothing as markup."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from audit.sample import sample_audit, words_alone
from clausewise.audit.model import Audit, CaseCoverage, TextCoverage, Weight, WordsKind
from clausewise.language.labels import Label
from clausewise.report.audit.html import render_audit_html

_VOID = {"meta", "input"}
# Elements that stand apart from what follows without white space in between.
_APART = {"td", "th", "dt", "dd", "li", "summary", "pre", "span"}


class Page(HTMLParser):
    """The tags and attributes of a page, the text of each element with an id, and tags that were not closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, str] = {}
        self.unclosed: list[str] = []
        self.headers_without_button = 0
        self._open: list[tuple[str, str | None]] = []
        self.feed(text)
        self.unclosed += [tag for tag, _ in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.tags.append((tag, attributes))
        if tag == "th" and attributes.get("scope") == "col":
            self.headers_without_button += 1
        if tag == "button" and self._open and self._open[-1][0] == "th":
            self.headers_without_button -= 1
        if tag not in _VOID:
            self._open.append((tag, attributes.get("id")))

    def handle_endtag(self, tag: str) -> None:
        self.handle_data(" " if tag in _APART else "")
        if self._open.pop()[0] != tag:
            self.unclosed.append(tag)

    def handle_data(self, data: str) -> None:
        for _, name in self._open:
            if name is not None:
                self.texts[name] = self.texts.get(name, "") + data

    def said(self, name: str) -> str:
        """The text of the element of that id on one line."""
        return " ".join(self.texts[name].split())

    @property
    def ids(self) -> list[str]:
        return [attributes["id"] or "" for _, attributes in self.tags if "id" in attributes]

    @property
    def links(self) -> set[str]:
        return {attributes["href"] or "" for _, attributes in self.tags if "href" in attributes}


@pytest.fixture
def audit(tmp_path: Path) -> Audit:
    return sample_audit(tmp_path)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_page_is_well_formed_and_refers_to_nothing_outside_itself(audit: Audit, language: str) -> None:
    text = render_audit_html(audit, "zh" if language == "zh" else "en")
    page = Page(text)
    assert page.unclosed == []
    assert {tag for tag, _ in page.tags} & {"link", "img", "iframe", "object", "base", "form"} == set()
    assert not any({"src", "action", "style", "onclick"} & attributes.keys() for _, attributes in page.tags)
    assert not re.search(r"https?:|url\(|@import", text)
    assert all(link.startswith("#") for link in page.links)


def test_every_link_leads_somewhere_and_no_name_stands_twice(audit: Audit) -> None:
    page = Page(render_audit_html(audit, "en"))
    assert [name for name, times in Counter(page.ids).items() if times > 1] == []
    assert {link[1:] for link in page.links} - set(page.ids) == set()


def test_a_page_lets_no_script_run_but_its_own(audit: Audit) -> None:
    text = render_audit_html(audit, "en")
    scripts = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    assert len(scripts) == 1
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'" in text.replace("&#39;", "'")


def test_the_same_audit_gives_the_same_page_however_long_it_took(audit: Audit) -> None:
    slower = replace(
        audit,
        seconds={"words": 99.5},
        answers=tuple(replace(one, seconds=77.25) for one in audit.answers) if isinstance(audit.answers, tuple) else (),
    )
    assert render_audit_html(audit, "en") == render_audit_html(slower, "en")


def test_a_finding_about_the_policy_is_no_fault_of_the_rules(audit: Audit) -> None:
    assert isinstance(audit.answers, tuple)
    policy = tuple(one for one in audit.answers if one.weight is Weight.POLICY)
    whole = tuple(
        replace(one, runs=tuple(run for run in one.runs if run.kind is not WordsKind.GAP))
        for one in audit.words.provisions
    )
    words, cases = TextCoverage(whole, {}, {}), CaseCoverage((), {}, {})
    of_policy = replace(audit, words=words, cases=cases, mutants=(), answers=policy, unused=())
    english, chinese = (
        " ".join(re.sub(r"<[^>]*>", " ", render_audit_html(of_policy, language)).split()) for language in ("en", "zh")
    )
    assert "What was looked at shows nothing 1 finding about the policy itself" in english
    assert "所看的各项没有查出什么 关于文件本身的发现 1 处" in chinese
    assert "It cannot see whether the words are understood rightly" in english
    assert "more is worth knowing" not in english


def test_the_head_says_how_things_stand(audit: Audit) -> None:
    text = " ".join(re.sub(r"<[^>]*>", " ", render_audit_html(audit, "en")).split())
    assert text.index("3 things are wrong") < text.index("What is wrong or weak")
    assert "1 finding about the policy itself" in text
    assert "✗ gaps 1" in text
    assert "! rules driven to three verdicts 50 % 1/2" in text
    assert "✗ mutants killed or accepted 50 % 2/4 (killed 1, accepted 1, survived 1, not settled 1)" in text
    assert audit.pack.document_digest in text
    assert audit.pack.rules_digest in text


def test_the_words_are_marked_by_what_holds_them(audit: Audit) -> None:
    text = render_audit_html(audit, "en")
    marked = (
        '<a class="run held s-condition" href="#words-2.1-2" data-letters="C">'
        '<span class="u u-condition lane1">低保家庭</span></a><span class="joins">中</span>'
    )
    assert marked in text
    twice = 'data-letters="DG"><span class="u u-duty lane1"><span class="u u-agency lane2">台账</span></span></a>'
    assert twice in text
    assert '<a class="run gap" href="#words-2.2-4" data-letters="✗">发放</a>' in text


def test_a_sentence_reads_as_it_stands_in_the_document(audit: Audit) -> None:
    text = render_audit_html(audit, "zh")
    sentences = re.findall(r'<span class="text" lang="zh-Hans">(.*?)</span></p>', text)
    assert [re.sub(r"<[^>]*>", "", sentence) for sentence in sentences] == [
        "给予低保家庭中年满80周岁的老人高龄补贴。",
        "对城镇家庭可发放交通卡。",
        "民政部门应当建立台账。",
    ]


def test_a_sentence_opens_onto_all_that_was_found_about_it(audit: Audit) -> None:
    page = Page(render_audit_html(audit, "en"))
    assert "condition household.dibao age.subsidy" in page.said("words-2.1-2")
    rule = page.said("rule-age.subsidy")
    assert "all of these hold ! dibao family 低保家庭 household.dibao" in rule
    assert "✓ age ≥ 80 years 年满80周岁 member.age >= 80" in rule
    assert "✓ applies 1: grandmother@grandmother ✗ does not apply 1: young@child" in rule
    provision = page.said("provision-2.1")
    assert "的老人 “old person” repeats the age; it is no condition of its own" in provision
    assert "accepted shall becomes may" in provision
    assert "does not hold Everybody of 80 or more gets the subsidy." in provision
    assert "keep a ledger" in page.said("provision-3.1")


def test_a_clause_without_text_says_why(audit: Audit) -> None:
    page = Page(render_audit_html(audit, "en"))
    assert page.said("clause-1") == "Clause 1 no text on the page Clause 1 is not on the page (上接1版)."


def test_survivors_come_first_with_the_household_that_would_notice_them(audit: Audit) -> None:
    page = Page(render_audit_html(audit, "en"))
    first = page.said("mutant-1")
    assert first.startswith("survived 2.2 urban becomes rural 城镇家庭 age.travel_card/when/choice-rural")
    assert first.endswith("expect: does_not_apply: [age.travel_card]")
    fates = [page.said(f"mutant-{number}").split(maxsplit=1)[0] for number in range(1, 6)]
    assert fates == ["survived", "not", "accepted", "killed", "equivalent"]


def test_answers_are_told_with_both_wordings_what_is_wrong_first(audit: Audit) -> None:
    page = Page(render_audit_html(audit, "zh"))
    assert page.said("answer-1").startswith("错误 不成立 条件是否起作用 “household.dibao”起作用")
    assert "This matters, some verdict turns without it: household.dibao" in page.said("answer-1")
    assert "有界 有界 保证 不满80周岁的人没有高龄补贴。" in page.said("answers-table")
    assert "成员不多于4人的家庭中没有找到，更大的没有证明" in page.said("answers-table")


def test_the_matrix_has_a_sign_for_each_case_and_clause(audit: Audit) -> None:
    page = Page(render_audit_html(audit, "en"))
    assert page.said("case-grandmother").endswith("eighty – ✓ □")
    assert page.said("case-young").endswith("three – ✗ □")


def test_the_heads_of_tables_are_buttons(audit: Audit) -> None:
    page = Page(render_audit_html(audit, "en"))
    assert page.headers_without_button == 0
    assert sum(tag == "th" and attributes.get("scope") == "col" for tag, attributes in page.tags) == 29


def test_a_part_that_was_not_run_says_why_in_its_place(tmp_path: Path) -> None:
    page = Page(render_audit_html(words_alone(tmp_path), "en"))
    for name in ("matrix", "rules", "mutants"):
        assert "Not run: this part was not asked for" in page.said(name)
    assert "Not run: the solver is not installed" in page.said("answers")
    assert "dibao family 低保家庭" in page.said("rule-age.subsidy")
    assert page.unclosed == []


def test_a_page_shows_no_folder_above_the_pack(audit: Audit, tmp_path: Path) -> None:
    text = render_audit_html(audit, "en")
    assert str(tmp_path) not in text
    assert "<code>rules/old-age/01-age.yaml:1:9</code>" in text
    assert "<code>policy/old-age/source.txt:2:41</code>" in text


def test_nothing_in_a_pack_is_read_as_markup(audit: Audit) -> None:
    hostile = Label("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>')
    assert isinstance(audit.mutants, tuple)
    assert isinstance(audit.answers, tuple)
    text = render_audit_html(
        replace(
            audit,
            pack=replace(audit.pack, title=hostile, note=hostile),
            mutants=tuple(replace(one, says=hostile, household="</pre><script>alert(1)") for one in audit.mutants),
            answers=tuple(replace(one, statement=hostile, why=hostile) for one in audit.answers),
        ),
        "zh",
    )
    page = Page(text)
    assert page.unclosed == []
    assert sum(tag == "script" for tag, _ in page.tags) == 1
    assert not any(tag == "img" for tag, _ in page.tags)


def test_a_page_says_its_language_and_that_the_document_is_chinese(audit: Audit) -> None:
    assert ("html", {"lang": "en"}) in Page(render_audit_html(audit, "en")).tags
    page = Page(render_audit_html(audit, "zh"))
    assert ("html", {"lang": "zh-Hans"}) in page.tags
    assert ("span", {"class": "text", "lang": "zh-Hans"}) in page.tags
    assert ("span", {"class": "other", "lang": "en"}) in page.tags


# ---------------------------------------------------------------- colours

_STYLE = re.compile(r"--([a-z-]+): (#[0-9a-f]{6})")
_ROOTS = {
    # Those of paper are set in from the edge.
    "light": re.compile(r"^:root \{(.*?)\}", re.DOTALL | re.MULTILINE),
    "dark": re.compile(r"@media \(prefers-color-scheme: dark\) \{\s*:root \{(.*?)\}", re.DOTALL),
}
_INKS = {
    "paper": "ink quiet link good weak bad condition aid step modality duty agency open",
    "raised": "ink quiet link good weak bad condition aid step modality duty agency open",
    "ground": "ink quiet link good weak bad",
    "good-tint": "ink good",
    "weak-tint": "ink weak quiet",
    "bad-tint": "ink bad",
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_that_is_written_stands_out_from_its_ground(audit: Audit, scheme: str) -> None:
    colours = dict(_STYLE.findall("".join(_ROOTS[scheme].findall(render_audit_html(audit, "en")))))
    faint = [
        (ink, ground)
        for ground, inks in _INKS.items()
        for ink in inks.split()
        if _contrast(colours[ink], colours[ground]) < 4.5
    ]
    assert faint == []


def _contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2 counts it, 1 to 21; text needs 4.5."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
