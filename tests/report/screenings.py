"""A screening of a made registry, with what was put aside and who receives, for the tests of its reports."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from clausewise.screening.figures.outreach_listing import Listed, list_part
from clausewise.screening.figures.summary import Figures, Reason, Source, Summary, TableRows
from clausewise.screening.figures.summary_counting import count_part
from clausewise.screening.intake.problems import Problem
from clausewise.screening.mapping.receiving import Receiving, read_receiving
from screening.made import DAY, DISABILITY, HOUSING, TOWNSHIP, make_registry, part_of
from specification.chongqing import chongqing_pack

HOUSEHOLDS = 200


@cache
def made_summary() -> tuple[Summary, Listed, tuple[Receiving, ...]]:
    """The figures, what was listed, and the columns that say who receives."""
    pack = chongqing_pack()
    made = make_registry(pack, HOUSEHOLDS)
    _, part = part_of(pack, made, settling=True)
    asked = (f"{HOUSING}=housing.*", f"{DISABILITY}=other_aid.disability_subsidy_for_low_income")
    receiving = read_receiving(asked, pack)
    listed = list_part(pack, part, receiving, [TOWNSHIP])
    households, members = made.households.height, made.members.height
    summary = Summary(
        pack=pack,
        as_of=DAY,
        mapping="ab" * 32,
        inputs=(Source("households.csv", "12" * 32), Source("members.csv", "34" * 32)),
        tables=(
            TableRows("households", households + 3, households, 3),
            TableRows("members", members + 7, members, 7),
        ),
        reasons=(
            _reason("households", "低保", Problem.STRANGE_VALUE, 2),
            _reason("households", None, Problem.TWICE, 1),
            _reason("members", "身份证号", Problem.NOT_A_DATE, 1),
            _reason("members", None, Problem.GOES_ALONG, 6),
        ),
        figures=count_part(pack, part, [TOWNSHIP]),
        outreach=listed.figures,
    )
    return summary, listed, receiving


def bare_summary() -> Summary:
    """The same rules, of which nothing was counted by column, settled or listed, and nothing put aside."""
    summary = made_summary()[0]
    figures = Figures(whole=summary.figures.whole)
    return replace(summary, mapping="", inputs=(), reasons=(), figures=figures, outreach=None)


def sampled_summary() -> Summary:
    """Of a hundred times the households, what answers settle counted in so many only."""
    summary = made_summary()[0]
    figures = summary.figures
    whole = sum([figures.whole] * 99, start=figures.whole)
    return replace(summary, figures=replace(figures, whole=whole, groups={}, unknown={}))


def _reason(table: str, column: str | None, problem: Problem, rows: int) -> Reason:
    return Reason(table, column, problem.value, problem.label, rows)
