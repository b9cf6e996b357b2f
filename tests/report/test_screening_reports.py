"""The reports of a screening: JSON as its schema says, and a page that stands alone."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError
from typer.testing import CliRunner

from clausewise.cli.app import app
from clausewise.language.labels import Language
from clausewise.report.screening_html import render_screening_html
from clausewise.report.screening_json import render_screening_json
from clausewise.report.screening_page import arrange_screening, write_share
from clausewise.report.screening_schema import screening_schema
from clausewise.screening.summary import Count, Figures, Settling, Summary, Tally
from report.screenings import HOUSEHOLDS, made_summary
from report.test_audit_html import Page
from screening.made import TOWNSHIP

LANGUAGES: tuple[Language, ...] = ("zh", "en")


@pytest.fixture
def summary() -> Summary:
    return made_summary()[0]


@pytest.fixture
def bare(summary: Summary) -> Summary:
    """The same rules, of which nothing was counted by column, settled or listed, and nothing put aside."""
    figures = Figures(whole=summary.figures.whole)
    return replace(summary, mapping="", inputs=(), reasons=(), figures=figures, outreach=None)


@pytest.fixture
def sampled(summary: Summary) -> Summary:
    """Of a hundred times the households, what answers settle counted in so many only."""
    figures = summary.figures
    whole = sum([figures.whole] * 99, start=figures.whole)
    return replace(summary, figures=replace(figures, whole=whole, groups={}, unknown={}))


# ---------------------------------------------------------------- JSON


def written(summary: Summary) -> Any:
    return json.loads(render_screening_json(summary))


def test_the_schema_is_one_and_is_printed() -> None:
    Draft202012Validator.check_schema(screening_schema())
    printed = CliRunner().invoke(app, ["schema", "screening"])
    assert json.loads(printed.output) == screening_schema()


@pytest.mark.parametrize("which", ["summary", "bare", "sampled"])
def test_what_is_written_fits_the_schema(which: str, request: pytest.FixtureRequest) -> None:
    Draft202012Validator(screening_schema()).validate(written(request.getfixturevalue(which)))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["format"], "clausewise-screening/2"),
        (["pack", "rules"], "abc"),
        (["as_of"], "yesterday"),
        (["aid", "applies"], -1),
        (["measures", 8, "kind"], "rule"),
        (["groups", 0, "values", 0, "measures", "8"], {"applies": 1}),
        (["questions", 0, "households"], "many"),
        (["outreach", "columns", 0, "lists", 0, "list"], "cut_off"),
        (["remark"], "nothing else is written"),
    ],
)
def test_the_schema_takes_nothing_else(summary: Summary, path: list[str | int], value: object) -> None:
    data = written(summary)
    at = data
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    with pytest.raises(ValidationError):
        Draft202012Validator(screening_schema()).validate(data)


def test_the_counts_in_the_file_add_up(summary: Summary) -> None:
    data = written(summary)
    assert [(one["read"], one["screened"] + one["quarantined"]) for one in data["tables"]] == [
        (one["read"], one["read"]) for one in data["tables"]
    ]
    assert data["households"] == HOUSEHOLDS
    assert {sum(rule["households"].values()) for rule in data["rules"]} == {HOUSEHOLDS}
    assert {sum(rule["members"].values()) for rule in data["rules"] if rule["members"]} == {data["members"]}
    townships = data["groups"][0]["values"]
    assert sum(one["households"] for one in townships) == HOUSEHOLDS
    assert [one["value"] for one in townships] == [*sorted(one["value"] for one in townships[:-1]), None]
    for number in ("8", "13", "30"):
        measure = data["measures"][int(number) - 1]
        assert sum(one["measures"][number]["applies"] for one in townships) == measure["households"]["applies"]


def test_all_37_measures_are_there_also_those_without_rules_or_text(summary: Summary) -> None:
    measures = written(summary)["measures"]
    assert [one["number"] for one in measures] == list(range(1, 38))
    assert (measures[0]["kind"], measures[0]["title"], measures[0]["households"]) == ("no_text", None, None)
    assert (measures[25]["kind"], measures[25]["title"]) == ("institutional", "引导慈善救助")
    assert measures[12]["title"] == "加强城镇救助对象住房保障"


def test_the_digests_of_document_rules_mapping_and_input_are_there(summary: Summary) -> None:
    data = written(summary)
    assert data["pack"]["document"] == summary.pack.document_digest
    assert data["pack"]["rules"] == summary.pack.rules_digest
    assert data["mapping"] == "ab" * 32
    assert data["inputs"] == [
        {"name": "households.csv", "digest": "12" * 32},
        {"name": "members.csv", "digest": "34" * 32},
    ]


def test_the_list_to_be_reviewed_says_that_no_machine_cuts_anybody_off(summary: Summary) -> None:
    assert written(summary)["outreach"]["review"] == {
        "zh": "由人复核，不得由机器停发",
        "en": "to be reviewed by a person; never cut off by a machine",
    }


def test_what_was_counted_in_all_says_so_and_what_is_an_estimate_says_that(summary: Summary, sampled: Summary) -> None:
    data = written(summary)
    assert data["settling"] == {"counted_in": HOUSEHOLDS, "estimated": False}
    assert all(one["households"] == one["counted"] for one in data["questions"])
    estimated = written(sampled)
    assert estimated["settling"] == {"counted_in": HOUSEHOLDS, "estimated": True}
    assert [one["fact"] for one in estimated["questions"]] == [one["fact"] for one in data["questions"]]
    assert all(one["households"] == 100 * one["counted"] for one in estimated["questions"])


def test_the_same_figures_give_the_same_bytes(summary: Summary) -> None:
    made_summary.cache_clear()
    again = made_summary()[0]
    assert again is not summary
    assert render_screening_json(again) == render_screening_json(summary)
    assert render_screening_html(again, "en") == render_screening_html(summary, "en")


# ---------------------------------------------------------------- the page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("which", ["summary", "bare", "sampled"])
def test_the_page_is_well_formed_and_refers_to_nothing_outside_itself(
    which: str, language: Language, request: pytest.FixtureRequest
) -> None:
    text = render_screening_html(request.getfixturevalue(which), language)
    page = Page(text)
    assert page.unclosed == []
    assert {tag for tag, _ in page.tags} & {"link", "img", "iframe", "object", "base", "form"} == set()
    assert not any({"src", "action", "style", "onclick"} & attributes.keys() for _, attributes in page.tags)
    assert not re.search(r"https?:|url\(|@import", text)
    assert [name for name, times in Counter(page.ids).items() if times > 1] == []
    assert all(link.startswith("#") for link in page.links)
    assert {link[1:] for link in page.links} - set(page.ids) == set()


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
