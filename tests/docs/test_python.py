"""The examples of the Python page and of the front door are run as they stand."""

from __future__ import annotations

import doctest
import re
from pathlib import Path
from types import ModuleType

import pytest

from clausewise.api import interviews, packs
from clausewise.case import given

PAGE = Path(__file__).parent.parent.parent / "docs" / "python.md"
_BLOCK = re.compile(r"^```pycon\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_examples_of_the_page_print_what_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PAGE.parent.parent)
    text = PAGE.read_text(encoding="utf-8")
    # Blank lines keep the line numbers of the page.
    examples = "".join("\n" * text.count("\n", at, block.start() + 1) + block[1] for at, block in _with_ends(text))
    test = doctest.DocTestParser().get_doctest(examples, {}, "docs/python.md", str(PAGE), 0)
    said: list[str] = []
    ran = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=said.append)
    assert ran.attempted > 20
    assert ran.failed == 0, "".join(said)


def _with_ends(text: str) -> list[tuple[int, re.Match[str]]]:
    at, found = 0, []
    for block in _BLOCK.finditer(text):
        found.append((at, block))
        at = block.end()
    return found


@pytest.mark.parametrize("module", [packs, interviews, given], ids=lambda module: module.__name__)
def test_the_examples_of_the_front_door_print_what_they_say(
    module: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(PAGE.parent.parent)
    ran = doctest.testmod(module)
    assert ran.attempted > 0
    assert ran.failed == 0
