"""A pattern that is compiled when it is first used matches as one that is compiled at once."""

from __future__ import annotations

import re

import pytest

from clausewise.patterns import pattern, with_plain_letters


def test_a_pattern_finds_what_one_compiled_at_once_finds() -> None:
    year = pattern(r"(?P<year>[0-9]{4})年", re.ASCII)
    found = year.search("自2020年12月起")
    assert found is not None
    assert (found["year"], year.fullmatch("2020"), year.sub("X年", "2020年"), year.flags & re.ASCII) == (
        "2020",
        None,
        "X年",
        re.ASCII,
    )
    assert pattern(rb"^pack:", re.MULTILINE).search(b"case: 1\npack: 2") is not None


def test_a_pattern_is_compiled_once_and_not_before_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[object] = []
    at_once = re.compile

    def count(text: str, flags: int = 0) -> re.Pattern[str]:
        compiled.append(text)
        return at_once(text, flags)

    monkeypatch.setattr(re, "compile", count)
    clause = pattern("第[0-9]+条")
    assert compiled == []
    assert all(clause.match(text) for text in ("第1条", "第12条"))
    assert compiled == ["第[0-9]+条"]


@pytest.mark.parametrize(
    ("name", "plain"),
    [("son", "son"), ("王小明-2", "000-2"), ("\u4dff\u4e00\u9fff\ua000", "\u4dff00\ua000"), ("é", "é"), ("", "")],
)
def test_a_chinese_character_of_a_name_is_matched_as_a_digit(name: str, plain: str) -> None:
    assert with_plain_letters(name) == plain
