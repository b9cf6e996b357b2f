"""A screening on a terminal: what was read and found, what to ask, who stands on which list, and what was written."""

from __future__ import annotations

import datetime
import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from clausewise.language.labels import Language
from clausewise.language.pack import load_pack
from clausewise.language.verdicts import Verdict
from clausewise.packs import pack_at_root
from clausewise.report.screening.text import print_screening
from clausewise.screening.figures.outreach import OutreachFigures, OutreachList, Receipt, Taken
from clausewise.screening.figures.summary import Count, Figures, Reason, Settling, Summary, TableRows, Tally, Unknown
from clausewise.screening.intake.problems import Problem
from report.screenings import made_summary
from small_pack import PACK_ID, write_small_pack

CARD, SUBSIDY = "age.travel_card", "age.subsidy"


@pytest.fixture
def summary(tmp_path: Path) -> Summary:
    """1,234 households, counted by hand."""
    write_small_pack(tmp_path)
    count = Count(34, 1000, 200)
    taken = Taken(
        False,
        {(receipt, verdict): 0 for receipt in Receipt for verdict in Verdict},
        {
            (OutreachList.NOT_RECEIVING, CARD, Verdict.APPLIES): 30,
            (OutreachList.NOT_RECEIVING, CARD, Verdict.UNDETERMINED): 900,
            (OutreachList.REVIEW, "", Verdict.DOES_NOT_APPLY): 12,
        },
    )
    return Summary(
        pack=load_pack(pack_at_root(tmp_path, PACK_ID)),
        as_of=datetime.date(2024, 6, 30),
        mapping="",
        inputs=(),
        tables=(TableRows("households", 1240, 1234, 6), TableRows("members", 3010, 3000, 10)),
        reasons=(
            Reason("members", None, Problem.GOES_ALONG.value, Problem.GOES_ALONG.label, 9),
            Reason("households", "低保", Problem.STRANGE_VALUE.value, Problem.STRANGE_VALUE.label, 6),
        ),
        figures=Figures(
            whole=Tally(1234, 3000, count, {1: count}, {SUBSIDY: count, CARD: count}, {SUBSIDY: Count(3000)}),
            unknown={"household.area": Unknown(1234, None, False), "household.dibao": Unknown(80, None, True)},
            settling={"household.dibao": Settling(80, {SUBSIDY: 80}), "household.area": Settling(1000, {CARD: 1000})},
            settling_of=1234,
        ),
        outreach=OutreachFigures({"交通卡": taken}),
    )


def printed(summary: Summary, language: Language, width: int = 80) -> str:
    out = io.StringIO()
    print_screening(
        Console(width=width, file=out), summary, language, [Path("out/review.csv"), Path("out/summary.html")]
    )
    return out.getvalue()


def test_everything_is_said_in_english(summary: Summary) -> None:
    assert printed(summary, "en") == (
        """\
Screening: Old-age subsidy
old-age · checked as of: 2024-06-30

Read and quarantined
  households  1,240 read = 1,234 screened +  6 quarantined
  members     3,010 read = 3,000 screened + 10 quarantined
    9  members: goes with its household, which is quarantined
    6  households 低保: is none of its values

Households (1,234)
  ✓    34  2.8 %  at least one aid applies
  ? 1,000   81 %  none applies, some are undetermined
  ✗   200   16 %  none applies or could

Measures                                   applies  undetermined  does not apply
   1  发放高龄补贴                              34         1,000             200
  duties of institutions: 2

What is most worth asking (for how many households it could settle a rule)
  1,000   81 %  area (not in the registry)
     80  6.5 %  dibao family

Lists
  交通卡 (households)
    930  seems entitled, does not receive it
      0  seems entitled, not known whether they receive it
     12  receives it, no rule applies
  ! review.csv: to be reviewed by a person; never cut off by a machine

Written
  out/review.csv
  out/summary.html
"""
    )


def test_everything_is_said_in_chinese(summary: Summary) -> None:
    assert printed(summary, "zh") == (
        """\
筛查：高龄补贴
old-age · 核对日：2024-06-30

读入与隔离
  家庭  读入 1,240 = 筛查 1,234 + 隔离  6
  成员  读入 3,010 = 筛查 3,000 + 隔离 10
    9  成员：随所属家庭一并隔离
    6  家庭 低保：不是可选的值

家庭（1,234）
  ✓    34  2.8 %  至少一项救助适用
  ? 1,000   81 %  没有适用的，但有待定的
  ✗   200   16 %  没有适用或待定的

措施                                                         适用   待定  不适用
   1  发放高龄补贴                                             34  1,000     200
  机构职责：2

最值得问的事实（可使多少户的某条规则有着落）
  1,000   81 %  居住地（登记册没有）
     80  6.5 %  低保家庭

名单
  交通卡（家庭）
    930  看来应享而未领取
      0  看来应享，是否领取未知
     12  领取而规则不适用
  ! review.csv：由人复核，不得由机器停发

写出的文件
  out/review.csv
  out/summary.html
"""
    )


def test_only_five_questions_and_ten_reasons_are_shown(summary: Summary) -> None:
    made = made_summary()[0]
    reasons = [replace(summary.reasons[0], column=f"列{number}", rows=number) for number in range(1, 13)]
    text = printed(replace(made, reasons=tuple(reasons)), "en")
    assert len(text.partition("What is most worth asking")[2].partition("\n\n")[0].splitlines()) >= 6
    assert len(re.findall(r"^ +[0-9]+ +[0-9]+ %  ", text.partition("What is most worth asking")[2], re.MULTILINE)) == 5
    assert "12  members 列12:" in text
    assert "and 2 reasons more" in text
    assert "列2:" not in text


def test_of_a_sample_it_is_said(summary: Summary) -> None:
    figures = replace(summary.figures, settling_of=617)
    figures = replace(figures, settling={**figures.settling, "household.area": Settling(617, {CARD: 617})})
    text = printed(replace(summary, figures=figures), "en")
    # All of those who were asked: their share is told of the sample, and their number of all households.
    assert "  1,230  100 %  area" in text
    assert "    160   13 %  dibao family" in text
    assert "estimated from 617 of 1,234 households, chosen evenly" in text


def test_without_lists_nothing_is_said_of_them(summary: Summary) -> None:
    text = printed(replace(summary, outreach=None, reasons=()), "en")
    assert "Lists" not in text
    assert "cut off" not in text


def test_what_is_unknown_of_nobody_is_not_asked(summary: Summary) -> None:
    text = printed(replace(summary, figures=replace(summary.figures, settling={})), "en")
    assert "worth asking" not in text


@pytest.mark.parametrize("width", [40, 60, 80, 200])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_line_is_wider_than_the_terminal(width: int, language: str) -> None:
    text = printed(made_summary()[0], "zh" if language == "zh" else "en", width)
    widest = max(map(cell_len, text.splitlines()))
    assert widest <= max(min(width, 100), 53)


def test_what_the_text_leaves_unsaid_is_counted_in_the_rules_that_apply_to_somebody() -> None:
    """13.1 says 相结合方式 and not how; what is urban there, and what a dibao family is, can be read in two ways."""
    summary = made_summary()[0]
    whole = summary.figures.whole
    counted = dict.fromkeys(whole.rules, Count(0, 5, 5)) | {"housing.urban_dibao": Count(1, 4, 5)}
    one = replace(summary, figures=replace(summary.figures, whole=replace(whole, rules=counted)))

    english, chinese = " ".join(printed(one, "en", 200).split()), printed(one, "zh", 200)
    assert (
        "left unsaid by the text in the rules that apply to somebody: 1; points that can be read in two ways: 2"
        in english
    )
    assert "在有家庭适用的规则中，文字没有写明的 1 处，有两种读法的 2 处" in chinese
