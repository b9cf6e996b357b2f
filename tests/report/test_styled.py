"""Styled text and the plain console do what rich's do, which is imported only where there may be colours."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.text import Text as RichText

from clausewise.report.console import TerminalConsole
from clausewise.report.plain_console import PlainConsole
from clausewise.report.styled import Text

WRITTEN = st.text(alphabet="ab 重庆（\t\n\r\x07\x1b\u200b\u3164", max_size=12)
STYLES = st.sampled_from(["", "", "bold", "red", "dim"])
PARTS = st.lists(st.tuples(WRITTEN, STYLES), max_size=5)


def on(console: type, text: object) -> str:
    lines = io.StringIO()
    made = PlainConsole(lines, 80) if console is PlainConsole else TerminalConsole(file=lines, width=80)
    made.print(text, soft_wrap=True, highlight=False)
    return lines.getvalue()


def in_colour(text: object) -> str:
    console = TerminalConsole(file=io.StringIO(), width=80)
    console._force_terminal, console._color_system = True, console._detect_color_system()
    with console.capture() as shown:
        console.print(text, soft_wrap=True, highlight=False)
    return shown.get()


def made_with(kind: Any, first: tuple[str, str], parts: list[tuple[str, str]], own: str) -> Any:
    """A text made in every way that reports use."""
    begin = kind(*first)
    whole = begin + kind.assemble(*parts, begin, "end  ") + kind(*first)
    joined = kind(" · ", own).join([whole, kind("second", own), *(kind(text, style) for text, style in parts)])
    joined.append("tail ", own).append(kind("last \t ", own))
    joined.rstrip()
    return joined


@given(st.tuples(WRITTEN, STYLES), PARTS, STYLES)
def test_a_text_prints_as_rich_prints_its_own(first: tuple[str, str], parts: list[tuple[str, str]], own: str) -> None:
    ours, theirs = (made_with(kind, first, parts, own) for kind in (Text, RichText))
    assert ours.plain == theirs.plain
    assert in_colour(ours) == in_colour(theirs)
    assert on(PlainConsole, ours) == on(TerminalConsole, theirs)


@given(WRITTEN, PARTS, st.integers(0, 9), st.integers(0, 9))
def test_a_part_of_a_text_is_styled_as_it_was(text: str, parts: list[tuple[str, str]], begin: int, more: int) -> None:
    ours = Text(text, "bold") + Text.assemble(*parts)
    theirs = RichText(text, "bold") + RichText.assemble(*parts)
    end = min(begin + more, len(theirs))
    if begin <= end:
        assert in_colour(ours.cut(begin, end)) == in_colour(theirs.divide([begin, end])[1])


def test_an_empty_text_is_nothing_and_copies_are_changed_alone() -> None:
    assert not Text("", "bold")
    one = Text("one", "bold")
    two = one.copy().append(" two", "red")
    assert (str(one), one.spans, str(two), two.spans) == ("one", [], "one two", [(3, 7, "red")])


@pytest.mark.parametrize(("width", "found"), [(0, 80), (-3, 80), (1, 1), (100, 100)])
def test_a_console_is_as_wide_as_it_is_told_to_be(width: int, found: int) -> None:
    assert PlainConsole(io.StringIO(), width).width == found == TerminalConsole(file=io.StringIO(), width=width).width


def test_a_tab_leads_to_every_eighth_cell() -> None:
    assert on(PlainConsole, Text("a\t重庆\tb\n1234567\t8")) == "a       重庆    b\n1234567 8\n"
