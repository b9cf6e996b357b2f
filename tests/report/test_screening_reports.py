"""The page of a screening: it stands alone, and says the same in both languages."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from dataclasses import replace

import pytest

from clausewise.language.labels import Language
from clausewise.report.screening.html import render_screening_html
from clausewise.report.screening.page import arrange_screening, write_share
from clausewise.screening.figures.summary import Count, Settling, Summary, Tally
from report.screenings import HOUSEHOLDS, bare_summary, made_summary, sampled_summary
from report.test_audit_html import Page
from screening.made import TOWNSHIP

LANGUAGES: tuple[Language, ...] = ("zh", "en")


@pytest.fixture
def summary() -> Summary:
    return made_summary()[0]


@pytest.fixture
def sampled() -> Summary:
    return sampled_summary()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("one", [made_summary()[0], bare_summary(), sampled_summary()], ids=["all", "bare", "some"])
def test_the_page_is_well_formed_and_refers_to_nothing_outside_itself(one: Summary, language: Language) -> None:
    text = render_screening_html(one, language)
    page = Page(text)
    assert page.unclosed == []
    assert {tag for tag, _ in page.tags} & {"link", "img", "iframe", "object", "base", "form"} == set()
    assert not any({"src", "action", "style", "onclick"} & attributes.keys() for _, attributes in page.tags)
    assert not re.search(r"https?:|url\(|@import", text)
    assert [name for name, times in Counter(page.ids).items() if times > 1] == []
    assert all(link.startswith("#") for link in page.links)
    assert {link[1:] for link in page.links} - set(page.ids) == set()


def test_the_same_figures_give_the_same_page(summary: Summary) -> None:
    made_summary.cache_clear()
    again = made_summary()[0]
    assert again is not summary
    assert render_screening_html(again, "en") == render_screening_html(summary, "en")


def test_the_page_lets_no_script_run_but_its_own(summary: Summary) -> None:
    text = render_screening_html(summary, "en")
    scripts = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    assert len(scripts) == 1
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'" in text.replace("&#39;", "'")


def words(text: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", text.partition("</style>")[2]).split())


def test_the_page_says_the_same_in_both_languages(summary: Summary) -> None:
    chinese, english = (words(render_screening_html(summary, language)) for language in LANGUAGES)
    aid = summary.figures.whole.aid
    applies = f"{aid.applies} {write_share(aid.applies, HOUSEHOLDS)}"
    assert f"户至少一项救助适用 {applies}" in chinese
    assert f"households: at least one aid applies {applies}" in english
    assert "各条措施的结论 37" in chinese
    assert "The measures, by verdict 37" in english
    assert "须复核的名单：由人复核，不得由机器停发。" in chinese
    assert "The list to be reviewed: to be reviewed by a person; never cut off by a machine." in english
    assert "读入 = 筛查 + 隔离" in chinese
    assert "read = screened + quarantined" in english
    for digest in (summary.pack.document_digest, summary.pack.rules_digest, "ab" * 32, "12" * 32):
        assert digest in chinese
        assert digest in english


def test_the_page_says_which_fact_settles_most_and_for_how_many(summary: Summary) -> None:
    fact, settling = summary.questions[0]
    label = summary.pack.facts[fact].label.en
    said = words(render_screening_html(summary, "en"))
    assert not summary.figures.unknown[fact].given
    assert f"If one fact is collected that the registry does not have: {label}" in said
    assert f"It could settle a rule that is undetermined for {settling.households} households" in said
    given = next(name for name, _ in summary.questions if summary.figures.unknown[name].given)
    assert f"If one fact is filled in that the registry has: {summary.pack.facts[given].label.en}" in said
    assert "estimates" not in said


def test_the_page_says_of_estimates_that_they_are(sampled: Summary) -> None:
    chinese, english = (words(render_screening_html(sampled, language)) for language in LANGUAGES)
    assert "These are estimates: counted in 200 of 20,000 households, chosen evenly" in english
    assert "这些是估计数： 在 20,000 户中均匀抽取的 200 户里数得" in chinese
    assert "could settle something for about 20,000 households" in english
    assert "可使约 20,000 户的待定结论有着落" in chinese


def test_measures_without_text_stand_together_and_rules_with_their_figures(summary: Summary) -> None:
    page = Page(render_screening_html(summary, "en"))
    assert page.said("measure-1") == "1–7 no text on the page"
    assert "measure-2" not in page.ids
    assert page.said("measure-26") == "26 引导慈善救助 [ours: Guide charitable aid] duties of institutions"
    count = summary.figures.whole.measures[27]
    titled = "27 鼓励社工参与 [ours: Encourage social workers to take part]"
    assert page.said("measure-27").startswith(f"{titled} {count.applies} {write_share(count.applies, HOUSEHOLDS)}")
    assert {f"rule-{rule.id}" for rule in summary.pack.rules} <= set(page.ids)


def test_a_group_is_darkest_where_its_share_is_highest(summary: Summary) -> None:
    ((applies, undetermined),) = arrange_screening(summary).groups
    assert (applies.column, applies.verdict.value, undetermined.verdict.value) == (TOWNSHIP, "applies", "undetermined")
    of_aid = [row.cells[0] for row in applies.rows]
    assert max(of_aid, key=lambda cell: cell.share).shade == 8
    assert all(cell.shade == 0 for row in applies.rows for cell in row.cells if not cell.number)
    assert all(cell.shade >= 1 for row in applies.rows for cell in row.cells if cell.number)
    assert applies.whole.cells[0].number == sum(cell.number for cell in of_aid)


def test_only_the_largest_groups_have_a_row_and_the_others_stand_together(summary: Summary) -> None:
    tally = summary.figures.whole
    small = Tally(1, 0, Count(1), dict.fromkeys(tally.measures, Count(1)), dict.fromkeys(tally.rules, Count(1)))
    sizes = [small + small] * 200 + [small] * 30
    groups: dict[str | None, Tally] = {f"村{number:03}": tally for number, tally in enumerate(sizes)}
    page = arrange_screening(replace(summary, figures=replace(summary.figures, groups={"村": groups})))
    table = page.groups[0][0]
    assert [row.value for row in table.rows] == [f"村{number:03}" for number in range(200)]
    assert table.left_out == 30
    assert table.rest is not None
    assert (table.rest.households, table.rest.cells[0].number) == (30, 30)


def test_nothing_that_comes_from_a_registry_is_read_as_markup(summary: Summary) -> None:
    evil = '<script>alert("x")</script>'
    figures = replace(summary.figures, groups={evil: {evil: summary.figures.whole}})
    assert summary.outreach is not None
    taken = next(iter(summary.outreach.columns.values()))
    text = render_screening_html(
        replace(summary, figures=figures, outreach=replace(summary.outreach, columns={evil: taken})), "zh"
    )
    assert evil not in text
    assert text.count("&lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt;") >= 4
    assert len(re.findall("<script", text)) == 1


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [(0, 0, "–"), (0, 9, "0 %"), (1, 10**6, "<0.1 %"), (34, 1000, "3.4 %"), (62, 100, "62 %"), (999, 1000, ">99 %"),
     (9, 9, "100 %"), (9949, 10**5, "9.9 %"), (9951, 10**5, "10 %")],
)  # fmt: skip
def test_shares_are_exact_about_nothing_and_everything(part: int, whole: int, said: str) -> None:
    assert write_share(part, whole) == said


def test_what_is_known_at_the_least_is_marked(summary: Summary) -> None:
    settling = {"household.area": Settling(None, {"housing.urban_dibao": 5})}
    page = Page(render_screening_html(replace(summary, figures=replace(summary.figures, settling=settling)), "en"))
    assert "≥ 5" in page.said("fact-household.area")


def test_of_one_person_the_page_does_not_speak_as_of_many(summary: Summary) -> None:
    whole = replace(summary.figures.whole, members=1)
    page = render_screening_html(replace(summary, figures=replace(summary.figures, whole=whole, nameless=1)), "en")
    assert "1 member; of 1 household the members are not known" in page
