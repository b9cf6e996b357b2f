"""Contested points for a terminal: both readings side by side, then who decides and whom they tell apart.

Colour comes from rich and only on a terminal; nothing is said by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from rich.cells import cell_len

from clausewise.audit.contested import ContestedPoints
from clausewise.language.labels import Language
from clausewise.report.contested.outline import (
    MOST_NAMED,
    NAMES,
    CaseLine,
    ContestedOutline,
    PointLines,
    ReadingLines,
    RuleLine,
    make_contested_outline,
    none_contested,
)
from clausewise.report.kit.lines import Page
from clausewise.report.styled import Text
from clausewise.report.wording import Wording
from clausewise.report.wrapping import lines_of

if TYPE_CHECKING:
    from clausewise.report.plain_console import Console

_BETWEEN = " │ "
_INDENT = 2


def print_contested(console: Console, found: ContestedPoints, language: Language) -> None:
    """Print every point that was asked for; one sentence where there is none."""
    wording = Wording(found.pack, language)
    report = _Report(Page(console, wording), wording)
    if not found.points:
        report.page.line("", none_contested(found, language))
    else:
        report.points(make_contested_outline(found, language))
    report.page.print()


class _Report:
    def __init__(self, page: Page, wording: Wording) -> None:
        self.page = page
        self._wording = wording
        names = ("decides", "office", "benefits", "steps", "through", "parts", "cases", "registry", "left_open")
        self._labels = 2 + max(cell_len(self._name(name)) for name in names)

    def _name(self, name: str) -> str:
        return self._wording.pick(NAMES[name])

    def points(self, outline: ContestedOutline) -> None:
        """The heading, then each point."""
        self.page.line("", Text(outline.title, "bold"))
        self.page.line("", outline.about, style="dim")
        self.page.line("", outline.explained, style="dim")
        for point in outline.points:
            self._point(point)
        if outline.rest:
            self.page.blank()
            self.page.line("", outline.rest, style="dim")

    def _point(self, point: PointLines) -> None:
        self.page.blank()
        self.page.line("", Text.assemble((f"{point.provision} {point.words}", "bold"), (f"  {point.id}", "dim")))
        self.page.line("  ", self._sentence(point))
        if point.quotation.rendering:
            self.page.line("  ", point.quotation.rendering, style="dim")
        self.page.line("  ", Text(point.question, "bold"))
        self._side_by_side(point.readings)
        self._field("decides", point.decides)
        self._field("office", point.office, "" if point.is_said else "yellow")
        self._rules("benefits", point.benefits)
        self._rules("steps", point.steps)
        if point.through:
            self._field("through", self._wording.listed(f"{one.provision} {one.title}" for one in point.through))
        self._household(point)
        self._cases(point)
        self._field("registry", point.registry)
        self._field("left_open", self._wording.quotations(one.words for one in point.open))

    def _sentence(self, point: PointLines) -> Text:
        """The sentence whole, with the contested words told apart by brackets and by weight."""
        text, at = Text(), 0
        for begin, end in point.quotation.spans:
            text.append(point.quotation.text[at:begin], "dim")
            text.append(f"「{point.quotation.text[begin:end]}」", "bold")
            at = end
        return text.append(point.quotation.text[at:], "dim")

    def _side_by_side(self, readings: Sequence[ReadingLines]) -> None:
        """Both readings in two columns, each with its law."""
        width = (self.page.width - _INDENT - len(_BETWEEN)) // 2
        columns = [list(self._column(one, width)) for one in readings]
        for left, right in zip_longest(*columns, fillvalue=Text()):
            padding = " " * (width - cell_len(left.plain))
            row = Text.assemble(" " * _INDENT, left, padding, (_BETWEEN, "dim"), right)
            row.rstrip()
            self.page.verbatim(row)

    def _column(self, reading: ReadingLines, width: int) -> Iterator[Text]:
        held = f" ← {self._name('office')}" if reading.is_held else ""
        yield from lines_of(Text.assemble((reading.name, "bold cyan"), (held, "green")), width)
        yield from lines_of(Text(reading.says), width)
        if reading.law:
            yield from lines_of(Text(reading.law, "dim"), width)

    def _field(self, name: str, text: str | Text, style: str = "") -> None:
        if not text:
            return
        label = self._name(name)
        begin = Text("  ").append(label + " " * (self._labels - cell_len(label)), "dim")
        self.page.line(begin, Text(text, style) if isinstance(text, str) else text)

    def _rules(self, name: str, rules: Sequence[RuleLine]) -> None:
        for number, one in enumerate(rules):
            text = Text.assemble(f"{one.provision} {one.title}", (f"  {one.id}", "dim"))
            if number:
                self.page.line("  " + " " * self._labels, text)
            else:
                self._field(name, text)

    def _household(self, point: PointLines) -> None:
        if point.household is None:
            self._field("parts", point.no_household, "yellow")
            return
        indent = "  " + " " * self._labels
        self._field("parts", point.household.rule)
        for who, facts in point.household.facts:
            known = self._wording.in_turn(facts)
            self.page.line(indent, self._wording.named(who, known) if known else who)
        verdicts = (Text.assemble((one.name, "cyan"), " → ", (one.verdict, "bold")) for one in point.readings)
        self.page.line(indent, Text(_BETWEEN).join(verdicts))

    def _cases(self, point: PointLines) -> None:
        self._field("cases", point.cases)
        for case in point.turned[:MOST_NAMED]:
            self.page.line("  " + " " * self._labels + "- ", self._case(case))
        more = len(point.turned) - MOST_NAMED
        if more > 0:
            self.page.line("  " + " " * self._labels + "- ", f"… +{more}", style="dim")

    def _case(self, case: CaseLine) -> Text:
        return Text.assemble(case.id, (f"  {self._wording.aside(case.title, case.reads)}", "dim"))
