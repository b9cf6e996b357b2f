"""Pages that are written in both languages have the same sections in the same order."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NUMBERS = "一二三四五六七八九"


def numbers_of(page: Path, ends: str) -> list[str]:
    """The numbers of a page's sections, each before its title."""
    headings = [line[3:] for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("## ")]
    return [heading.partition(ends)[0] for heading in headings]


def test_the_pages_for_caseworkers_have_the_same_sections_in_both_languages() -> None:
    english = numbers_of(ROOT / "docs/caseworkers.md", ".")
    chinese = numbers_of(ROOT / "docs/caseworkers.zh.md", "、")
    assert english == [str(number) for number in range(1, 9)]
    assert chinese == list(NUMBERS[:8])


@pytest.mark.parametrize("name", ["README"])
def test_other_twins_have_as_many_sections(name: str) -> None:
    counted = [(ROOT / f"{name}{language}.md").read_text(encoding="utf-8").count("\n## ") for language in ("", ".zh")]
    assert counted[0] == counted[1]
