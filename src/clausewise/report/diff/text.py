"""What differs between two packs, for a terminal: `[-…-]` went and `{+…+}` came; colour only underlines that."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from clausewise.audit.changes import Differences
from clausewise.audit.versions import Meaning
from clausewise.language.labels import Language
from clausewise.report.diff.outline import CaseItem, Item, Line, MeaningItem, Section, outline_of
from clausewise.report.diff.stretches import Stretch, Was
from clausewise.report.kit.lines import Page
from clausewise.report.styled import Text
from clausewise.report.wording import Wording

if TYPE_CHECKING:
    from clausewise.report.plain_console import Console

_STYLES = {Was.KEPT: "", Was.GONE: "red", Was.COME: "green"}
_AROUND = {Was.KEPT: ("", ""), Was.GONE: ("[-", "-]"), Was.COME: ("{+", "+}")}
_BEFORE_A_LINE = {Was.KEPT: "  ", Was.GONE: "- ", Was.COME: "+ "}
_MARK_STYLES = {"+": "green", "-": "red", "~": "yellow"}
_MEANING_STYLES = {
    Meaning.STRICTER: "bold red",
    Meaning.DIFFERENT: "bold red",
    Meaning.DETAILS: "bold yellow",
    Meaning.LOOSER: "bold yellow",
    Meaning.UNKNOWN: "bold",
    Meaning.BOUNDED: "bold",
    Meaning.EQUIVALENT: "bold green",
}


def print_differences(console: Console, differences: Differences, language: Language) -> None:
    """Print everything that differs, or that nothing does."""
    outline = outline_of(differences, language)
    page = _DiffPage(Page(console, Wording(differences.new, language)), Wording(differences.new, language))
    page.heading(outline.title, "")
    page.line("", outline.old, "dim")
    page.line("", outline.new, "dim")
    if outline.nothing:
        page.line("", outline.nothing)
    for section in outline.sections:
        page.section(section)
    if outline.meanings or not outline.nothing:
        page.blank()
        page.heading(outline.meaning_title, "")
        for item in outline.meanings:
            page.meaning(item)
        if outline.by_structure:
            page.line("  ", outline.by_structure, "dim")
    if outline.cases is not None:
        page.blank()
        page.heading(outline.cases_title, outline.replayed)
        for case in outline.cases:
            page.case(case)
    page.print()


class _DiffPage:
    """Writes the parts of the report on a page."""

    def __init__(self, page: Page, wording: Wording) -> None:
        self._page = page
        self._wording = wording
        self.blank = page.blank
        self.print = page.print

    def line(self, prefix: str | Text, content: str | Text, style: str = "") -> None:
        """A line, wrapped under its prefix."""
        self._page.line(prefix, content, style=style)

    def heading(self, title: str, remark: str) -> None:
        """A heading with how much stands below it."""
        self.line("", self._wording.aside(title, remark), "bold")

    def section(self, section: Section) -> None:
        """Entries that belong together."""
        self.blank()
        self.heading(section.title, section.counts)
        for item in section.items:
            self._item(item)

    def _item(self, item: Item) -> None:
        mark = Text("  ").append(item.mark, _MARK_STYLES[item.mark]).append(" ")
        head = Text(f"{item.kind} ").append(item.id, "bold").append(f"  {item.label}" if item.label else "")
        remarks = self._wording.in_turn(item.remarks)
        self.line(mark, head.append(f"  [{remarks}]" if remarks else "", "dim"))
        if item.text:
            self.line("      ", item.text)
        self._lines(item.lines, "      ")

    def _lines(self, lines: Iterable[Line], indent: str) -> None:
        for one in lines:
            name = self._wording.named(one.name, "")
            if one.tree:
                self.line(indent, name.rstrip(), "dim")
                for stretch in one.tree:
                    self._tree_line(stretch, indent + "  ")
                continue
            content = _marked(one.prose) if one.prose else Text(one.value)
            self.line(indent, Text(name, "dim") + content)

    def _tree_line(self, stretch: Stretch, indent: str) -> None:
        text = stretch.text.lstrip(" ")
        prefix = indent + _BEFORE_A_LINE[stretch.was] + " " * (len(stretch.text) - len(text))
        self.line(Text(prefix, _STYLES[stretch.was]), Text(text, _STYLES[stretch.was]))

    def meaning(self, item: MeaningItem) -> None:
        """What became of a rule, with the households that show it."""
        head = Text(item.word, _MEANING_STYLES[item.meaning]).append("  ").append(item.rule, "bold")
        remarks = self._wording.in_turn(item.remarks)
        self.line("  ", head.append(f"  {item.title}").append(f"  [{remarks}]" if remarks else "", "dim"))
        for household in item.households:
            self.line("      ", self._wording.named(household.says, household.verdicts))
            for line in household.text.splitlines():
                self._page.verbatim(f"        {line}", style="dim")

    def case(self, item: CaseItem) -> None:
        """One case: why it is refused, or what is found otherwise."""
        self.line("  ", item.file, "bold")
        for says, reasons in item.refused:
            for reason in reasons:
                self.line("      ", self._wording.named(says, reason))
        for title, lines in item.findings:
            self.line("    ", title)
            self._lines(lines, "      ")


def _marked(stretches: Iterable[Stretch]) -> Text:
    text = Text()
    for was, said in stretches:
        before, after = _AROUND[was]
        text.append(f"{before}{said}{after}", _STYLES[was])
    return text
