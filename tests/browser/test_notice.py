"""A notice printed by a real browser: one A4 page for up to five benefits."""

from __future__ import annotations

from pathlib import Path

import pytest

from browser.chromium import needs_chromium, printed_pages
from cli.running import run

pytestmark = needs_chromium
CASES = Path(__file__).parents[2] / "cases" / "chongqing-2020"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("case", ["urban-dibao-student", "robbed-where-she-lodges"])
def test_a_notice_on_up_to_five_benefits_is_one_page(tmp_path: Path, case: str, language: str) -> None:
    page = run("check", CASES / f"{case}.yaml", "--format", "notice", "--lang", language).out
    assert printed_pages(page, tmp_path) == 1


def test_the_answer_for_the_file_of_a_family_is_at_most_three_pages(tmp_path: Path) -> None:
    page = run("check", CASES / "urban-dibao-student.yaml", "--format", "html", "--lang", "zh").out
    assert printed_pages(page, tmp_path) <= 3
