"""Text of files as it is shown: what cannot be seen, or would do something to a terminal, stands there by name."""

from __future__ import annotations

import io

import pytest
from rich.text import Text

from clausewise.errors import Diagnostic, Place
from clausewise.report.console import TerminalConsole
from clausewise.visible import visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2Jbad", "<U+001B>[2Jbad"),
        ("\x1b]0;pwn\x07", "<U+001B>]0;pwn<U+0007>"),
        ("\x9b2J", "<U+009B>2J"),
        ("\u202egnp.exe", "<U+202E>gnp.exe"),
        ("di\u200bbao", "di<U+200B>bao"),
        ("\ufeffid", "<U+FEFF>id"),
        ("城\u2028乡\u0085", "城<U+2028>乡<U+0085>"),
        ("a\U000e0041b", "a<U+E0041>b"),
        ("\r", "<U+000D>"),
        ("\u034f\u115f\u1160\u17b4", "<U+034F><U+115F><U+1160><U+17B4>"),
        ("\u2800\u3164\uffa0", "<U+2800><U+3164><U+FFA0>"),
        ("渝𠮷 é\t1\n2", "渝𠮷 é\t1\n2"),
    ],
)
def test_what_cannot_be_seen_is_shown_by_its_number(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_an_error_is_one_line_whatever_it_quotes() -> None:
    told = Diagnostic('"a\nb.yaml:1: all is well\x1b[8m"', Place("c\x1b.yaml", 1), "did you mean a\u200bb?")
    assert str(told) == ('c<U+001B>.yaml:1: "a<U+000A>b.yaml:1: all is well<U+001B>[8m" — did you mean a<U+200B>b?')


def test_a_console_shows_the_escapes_of_what_it_prints() -> None:
    lines = io.StringIO()
    console = TerminalConsole(file=lines, width=80)
    console.print(Text("\x1b[31mred\x9b0m \u202e", "bold"), soft_wrap=True)
    assert "<U+001B>[31mred<U+009B>0m <U+202E>" in lines.getvalue()
