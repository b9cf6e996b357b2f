"""Lines break where Chinese and English may, and fit in cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from clausewise.report.wrapping import break_lines, fitted


def lines(text: str, width: int, first: int | None = None) -> list[str]:
    return [text[begin:end] for begin, end in break_lines(text, width, first)]


def test_chinese_breaks_between_any_two_letters() -> None:
    assert lines("城镇低保家庭住房救助", 8) == ["城镇低保", "家庭住房", "救助"]


def test_no_line_begins_with_closing_punctuation() -> None:
    assert lines("实施实物配租，租赁补贴。", 12) == ["实施实物配", "租，租赁补", "贴。"]


def test_no_line_ends_with_an_opening_bracket() -> None:
    assert lines("乡镇村组（街道）", 10) == ["乡镇村组", "（街道）"]


def test_words_and_numbers_stay_whole() -> None:
    assert lines("按 560.00 元 dibao work subsidy", 12) == ["按 560.00 元", "dibao work", "subsidy"]


def test_a_word_that_is_longer_than_a_line_is_cut() -> None:
    assert lines("employment.dibao_work_subsidy", 12) == ["employment.d", "ibao_work_su", "bsidy"]


def test_the_first_line_may_be_shorter() -> None:
    assert lines("城镇低保家庭", 8, first=4) == ["城镇", "低保家庭"]


@pytest.mark.parametrize("text", ["", "   "])
def test_a_text_without_letters_is_one_empty_line(text: str) -> None:
    assert lines(text, 10) == [""]


@given(st.text(st.sampled_from("城镇低保，。（）「」“” abc12.,…"), max_size=60), st.integers(8, 30))
def test_every_letter_is_on_some_line_and_no_line_is_too_wide(text: str, width: int) -> None:
    broken = lines(text, width)
    assert "".join(broken).replace(" ", "") == text.replace(" ", "")
    assert all(cell_len(line) <= width for line in broken)


def test_what_is_too_long_is_cut_between_words_at_its_end_and_fits() -> None:
    sentence = "For urban dibao families that qualify, housing is allocated in kind with rental subsidies."
    assert fitted(sentence, 30) == "For urban dibao families……"
    assert fitted(sentence, 30, " …") == "For urban dibao families …"
    assert fitted("城镇低保家庭实施住房救助", 14) == "城镇低保家庭……"
    assert fitted("short", 5) == "short"


@given(st.text("ab 低保，。「」", max_size=60), st.integers(12, 60))
def test_what_is_fitted_is_never_wider(text: str, width: int) -> None:
    assert cell_len(fitted(text, width)) <= width
