"""Reports as Markdown and as one HTML file: the same content, whole quotations, and nothing read as markup."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from clausewise.language.pack import load_pack
from clausewise.packs import pack_at_root
from clausewise.report import ReportOptions, render
from clausewise.report.kit.markdown import code, escape
from clausewise.report.reading import reading_page
from report.households import check
from small_pack import alter, write_small_pack


def markdown(case_id: str, language: str, *only: str, everything: bool = False) -> str:
    return render([check(case_id)], "markdown", ReportOptions(language, only, everything))


def html(case_id: str, language: str, *only: str, everything: bool = False) -> str:
    return render([check(case_id)], "html", ReportOptions(language, only, everything))


def test_a_file_note_has_what_the_family_gets_in_full_and_quotes_the_whole_provision() -> None:
    note = markdown("working-mother", "en", "employment.dibao_work_subsidy@mother")
    assert note.startswith(
        """\
# Urban dibao family, mother back at work (2 people)

- Case: working-mother
- Document: Chongqing's 37 measures on social assistance (December 2020)
- Checked as of: 2020-12-07

## Benefits (1)

- **● dibao work subsidy: 560.00 yuan, at most 7 months; one for the household · mother · from: human resources and \
social security department · when: not said**
  - shall 15.2 「对已就业的登记失业低保家庭人员，按其家庭当月核减低保金总额，给予不超过1年的低保就业补贴」 · not said: \
「低保家庭」 (dibao families), 「其家庭当月核减低保金总额」 (the total by which the family's dibao was reduced in that \
month), 「不超过1年」 (not more than 1 year), 「已就业」 (in work) · read in two ways: 「低保家庭人员」 (people of \
dibao families), 「不超过1年」 (not more than 1 year)

  **15.2 Dibao work subsidy (mother)** — benefit shall「给予」

  - aid: dibao work subsidy: 560.00 yuan, at most 7 months; one for the household
  - agency: human resources and social security department (35.1)
  - read in two ways: Does a family that left dibao through this very job still count as a dibao family for the work \
subsidy? (the same here)
  - read in two ways: Where two members take up work one after the other, is the year each person's, or one for the \
family? (the same here)
  - read in two ways: Where somebody was paid for an earlier job, was registered as unemployed again and has taken up \
another, does the year begin anew, or do the earlier months count? (the same here)
  - not said: 「低保家庭」 (dibao families) Whether a family that leaves dibao through the new job still counts is not \
said, nor whether a reduction may end in no dibao at all.
"""
    )
    assert (
        """\
  - facts: employed: yes; registered as unemployed: yes; of a dibao family, as clause 15 has it: yes; \
the family's dibao reduction of the month, in all: 560.00 yuan; months of dibao work subsidy already paid for this \
job: 5 months; months of dibao work subsidy already paid to the family: 5 months; months of dibao work subsidy already \
paid for this job: 5 months; months of dibao work subsidy paid for earlier jobs: 0 months

  > 对已就业的登记失业低保家庭人员，按其家庭当月核减低保金总额，给予不超过1年的低保就业补贴。 (15.2)
  >
  > \\[ours: To people of dibao families who were registered as unemployed and are now employed, grant a dibao work \
subsidy for not more than 1 year, by the total by which their family's dibao was reduced in that month.\\]
"""
        in note
    )
    assert "\n## Still to ask\n\nThere is nothing left to ask.\n" in note


def test_a_file_note_lists_what_is_undetermined_with_its_questions() -> None:
    note = markdown("working-mother", "zh", "15")
    assert "- 15.1 创业担保贷款贴息（mother、son） — 还没有问 ?1\n" in note
    assert (
        "- **?1** mother、son：人力社保部门是否认定各人符合社会保险补贴的条件？（还没有认定的，答待查。）\n"
        "  - 可查询：社会保险缴纳信息\n"
        "  - 由人力社保部门答\n"
    ) in note


def test_a_file_note_ends_with_the_digests_of_document_rules_and_case() -> None:
    result = check("nobody-in-it")
    assert render([result], "markdown", ReportOptions("en", ("1",))).endswith(
        f"- document: `{result.pack.document_digest}`\n"
        f"- rules: `{result.pack.rules_digest}`\n"
        f"- case: `{result.case.digest}`\n"
    )


def test_a_file_note_can_show_why_each_finding_does_not_apply() -> None:
    note = markdown("nobody-in-it", "zh", "12", "14", everything=True)
    assert "- 12 加强重度残疾人教育\n  - ✗ 没有成员\n" in note
    assert (
        "- 14.2 农村低收入家庭住房安全保障\n  - ✗ 低收入家庭：否\n"
        "  - 有两种读法：“农村低收入家庭”看家庭现在住在农村，还是看住房在农村？（在此结果相同）\n"
        "  - 原文：「低收入家庭」14.2\n"
    ) in note


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("*a* _b_ [c](d)", r"\*a\* \_b\_ \[c\](d)"),
        ("<b>&amp;", r"\<b\>\&amp;"),
        ("- a", r"\- a"),
        ("1. a", r"1\. a"),
        ("13.1 标题", "13.1 标题"),
        ("a\n===", "a\n\\==="),
        ("a\n---\n- b", "a\n\\---\n\\- b"),
        ("\x1b[2J", r"\<U+001B\>\[2J"),
    ],
)
def test_nothing_in_a_text_is_read_as_markdown(text: str, escaped: str) -> None:
    assert escape(text) == escaped


@pytest.mark.parametrize(("text", "fenced"), [("a.b", "`a.b`"), ("a`<b>", "`` a`<b> ``"), ("a\nb", "`a<U+000A>b`")])
def test_code_stays_code_whatever_stands_in_it(text: str, fenced: str) -> None:
    assert code(text) == fenced


def test_the_page_on_the_reading_escapes_what_comes_from_the_pack(tmp_path: Path) -> None:
    write_small_pack(tmp_path)
    alter(next(tmp_path.rglob("pack.yaml")), "zh: 高龄补贴", "zh: <script>高龄*补贴*")
    page = reading_page(load_pack(pack_at_root(tmp_path, next((tmp_path / "rules").iterdir()).name)))
    assert page.startswith("# \\<script\\>高龄\\*补贴\\*: how it was read / 怎样读\n")
    assert "<script>" not in page.replace("\\<script", "")


class _Page(HTMLParser):
    """The tags, attributes and visible text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.unclosed: list[str] = []
        self.feed(text)
        self.unclosed += self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open.pop() != tag:
            self.unclosed.append(tag)


@pytest.mark.parametrize("case_id", ["working-mother", "members-not-known", "nobody-in-it", "filed", "odd-title"])
@pytest.mark.parametrize("everything", [False, True])
def test_a_page_is_well_formed_and_refers_to_nothing_outside_itself(case_id: str, everything: bool) -> None:
    text = html(case_id, "en", everything=everything)
    page = _Page(text)
    assert page.unclosed == []
    assert {tag for tag, _ in page.tags} & {"script", "link", "img", "iframe"} == set()
    assert not any({"src", "onclick", "style"} & attributes.keys() for _, attributes in page.tags)
    assert not re.search(r"url\(|@import|//[a-z]", text)


def test_a_page_says_its_language_and_that_quotations_are_chinese() -> None:
    page = _Page(html("working-mother", "en", "15"))
    assert ("html", {"lang": "en"}) in page.tags
    assert ("blockquote", {"lang": "zh-Hans"}) in page.tags
    assert ("html", {"lang": "zh-Hans"}) in _Page(html("working-mother", "zh", "15")).tags


def test_a_page_marks_the_words_relied_on_in_the_whole_sentence() -> None:
    assert (
        "对<mark>符合住房保障条件的城镇低保家庭</mark>、分散供养的特困人员、年满18周岁孤儿，"
        "<mark>采取实物配租和租赁补贴相结合方式实施住房救助</mark>。 <cite>13.1</cite>"
    ) in html("working-mother", "zh", "housing.urban_dibao")


def test_a_page_folds_proofs_and_says_last_what_does_not_apply() -> None:
    text = html("working-mother", "zh", "housing.urban_dibao", "18")
    assert text.count('<details class="proof">') == 1
    assert re.search(r"<h2>不适用（1）</h2>\s*<p>18 做好受灾人员冬春救助（", text)


def test_a_page_of_several_cases_begins_with_links_to_them() -> None:
    text = render([check("filed"), check("nobody-in-it")], "html", ReportOptions("en", ("13",)))
    assert '<a href="#case-2">nobody-in-it</a> <span class="quiet">Benefits (0) · Still to ask</span>' in text
    assert '<main id="case-2">' in text


def test_a_title_is_text_on_a_page_and_in_a_note() -> None:
    assert "<h1>&lt;script&gt;alert(1)&lt;/script&gt; *stars* [red]not red[/red]</h1>" in html("odd-title", "en", "1")
    note = markdown("odd-title", "en", "1")
    assert note.startswith("# \\<script\\>alert(1)\\</script\\> \\*stars\\* \\[red\\]not red\\[/red\\]\n")
    assert "\n\n\\- a line \\# a heading\n" in note


def test_a_format_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="write markdown, html or notice"):
        render([], "yaml", ReportOptions())
