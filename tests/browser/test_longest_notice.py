"""The longest notice that five benefits of the pack can make is one page, with everything that an office fills in."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

import clausewise
from browser.chromium import needs_chromium, printed_pages
from clausewise.language.labels import Language
from clausewise.report import ReportOptions
from clausewise.report.answer.notice import Filled, Row, Sheet, make_sheet
from clausewise.report.kit.pages import page_template
from clausewise.report.wording import Wording

pytestmark = [needs_chromium, pytest.mark.long]
CASES = Path(__file__).parents[2] / "cases" / "chongqing-2020"
FILLED = Filled(
    number="春晖路救助〔2026〕0412-2号", to="欧阳秀英", ask_us="023-6888 0000", told_by="欧阳明", checked_by="司马芳",
    mark="未复核 草稿", remark="本单已经第二人复核（本机关：必须复核）", versions=("凭据 0123456789ab",),
)  # fmt: skip


@cache
def sheets(language: Language) -> tuple[Sheet, ...]:
    pack = clausewise.load("chongqing-2020")
    found = (pack.check(path).model for path in sorted(CASES.glob("*.yaml")))
    return tuple(make_sheet(result, ReportOptions(language=language), FILLED) for result in found)


def length(row: Row) -> int:
    agencies = sum(len(one.agency) for one in row.places)
    return len(row.gives) + agencies + len(row.quote) + len(row.rendering) // 2


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_five_longest_benefits_of_the_pack_are_one_page(tmp_path: Path, language: Language) -> None:
    rows = {(row.provision, row.quote): row for sheet in sheets(language) for row in sheet.rows}
    longest = sorted(rows.values(), key=length)[-5:]
    fullest = max(sheets(language), key=lambda sheet: len("".join((*sheet.asked, *sheet.contested, *sheet.waiting))))
    placed = [
        replace(
            row,
            places=tuple(replace(one, place="政务服务大厅2楼17号窗口", phone="023-6888 1234") for one in row.places),
        )
        for row in longest
    ]
    sheet = replace(fullest, rows=tuple(placed))
    wording = Wording(clausewise.load("chongqing-2020").model, language)
    page = page_template("answer/notice.html.j2").render(
        sheets=[(sheet, wording)], language="zh-Hans" if language == "zh" else "en"
    )
    assert len(sheet.rows) == 5
    assert printed_pages(page, tmp_path) == 1
