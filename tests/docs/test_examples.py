"""The documentation says what the program does today: its examples are run, its generated pages made again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from clausewise.language.pack import load_pack
from clausewise.packs import find_pack
from clausewise.report.reading import reading_page
from docs import records_page
from docs.console import PAGES, ROOT, Example, examples_of, matches, run

EXAMPLES = [example for page in PAGES if page.exists() for example in examples_of(page)]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: f"{one.page.name}:{one.line}")
def test_a_command_of_the_documentation_prints_what_the_page_says(example: Example) -> None:
    printed = run(example.command)
    assert matches(example.printed, printed), f"{example.page.name}:{example.line}: it prints\n{printed}"


def test_every_example_names_its_day() -> None:
    """What is printed today must be printed tomorrow."""
    of_registries = [one for one in EXAMPLES if " screen " in one.command or "--registry" in one.command]
    nameless = [one.command for one in of_registries if "--as-of" not in one.command and "--init" not in one.command]
    cases = [path for path in (ROOT / "docs").glob("*.yaml") if "\nas_of: " not in path.read_text(encoding="utf-8")]
    assert (nameless, cases) == ([], [])


def test_the_readme_shows_commands_that_are_run() -> None:
    assert any(example.page.name == "README.md" and " check " in example.command for example in EXAMPLES)


def test_the_page_on_reading_is_made_from_the_rules_of_today() -> None:
    pack = load_pack(find_pack(start=ROOT))
    assert (ROOT / "docs" / "reading.md").read_text(encoding="utf-8") == reading_page(pack)


def test_the_page_on_records_is_made_from_the_records_of_today() -> None:
    assert records_page.PAGE.read_text(encoding="utf-8") == records_page.page()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_link_of_the_documentation_leads_to_a_file(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"
