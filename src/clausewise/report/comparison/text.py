"""What a terminal shows of two versions of rules over one registry: who gains, who loses, by which measures.

Short: the page and the files hold the rest. Colour comes from rich and only on a terminal; nothing is said by it alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.cells import cell_len

from clausewise.classes import dataclass
from clausewise.language.labels import Label, Language
from clausewise.report.comparison.page import ComparisonPage, MeasureMoves, arrange_comparison
from clausewise.report.kit.lines import Page
from clausewise.report.runs import runs_of
from clausewise.report.screening.page import write_number, write_share
from clausewise.report.screening.text import cut_to, padded, padded_left, widest_of
from clausewise.report.styled import Text
from clausewise.report.wording import Wording
from clausewise.screening.figures.comparison import Comparison, StandingChange

if TYPE_CHECKING:
    from clausewise.report.plain_console import Console

_COLUMNS = (
    (Label("新增适用", "gains"), (StandingChange.GAINS,)),
    (Label("不再适用", "loses"), (StandingChange.LOSES,)),
    (Label("变为待定", "opens"), (StandingChange.OPENED, StandingChange.IN_DOUBT)),
    (Label("不再待定", "settled"), (StandingChange.SETTLED_FOR, StandingChange.SETTLED_AGAINST)),
)


def print_comparison(console: Console, comparison: Comparison, language: Language, files: Sequence[Path]) -> None:
    """Print what becomes of the households, and the files that were written."""
    wording = Wording(comparison.new.pack, language)
    report = _Report(Page(console, wording), wording, comparison)
    report.head()
    report.households()
    report.measures(arrange_comparison(comparison))
    report.what_changed()
    report.files(files)
    report.page.print()


@dataclass(frozen=True, slots=True)
class _Report:
    """Writes the parts of the report on a page."""

    page: Page
    wording: Wording
    comparison: Comparison

    def _say(self, zh: str, en: str) -> str:
        return self.wording.pick(Label(zh, en))

    def head(self) -> None:
        """Which versions are compared."""
        old, new = self.comparison.old, self.comparison.new
        title = self._say("两版规则比较", "Two versions of the rules")
        self.page.line("", Text(self.wording.named(title, f"{old.name} → {new.name}"), "bold"))

    def households(self) -> None:
        """Households by whether they gain some aid, lose some, or both."""
        whole = self.comparison.figures.whole
        swings = whole.swings
        title = self.wording.aside(self._say("家庭", "Households"), write_number(whole.households))
        self.page.blank()
        self.page.line("", Text(title, "bold"))
        rows = (
            ("+", "green", swings.gain, self._say("得到某项救助，没有失去的", "gain some aid and lose none")),
            ("-", "red", swings.lose, self._say("失去某项救助，没有得到的", "lose some aid and gain none")),
            ("±", "yellow", swings.both, self._say("有得有失", "gain one and lose another")),
        )
        width = widest_of(write_number(number) for _, _, number, _ in rows)
        for sign, style, number, text in rows:
            figure = f" {write_number(number):>{width}} {write_share(number, whole.households):>6}  "
            self.page.line(Text("  ").append(sign, style).append(figure), text)

    def measures(self, page: ComparisonPage) -> None:
        """The measures by which something changes, and the numbers of the others."""
        self.page.blank()
        if page.changed:
            self._table(page.changed)
        else:
            self.page.line(
                "", self._say("两版对每一户的结论都相同。", "Both versions find the same of every household.")
            )
        if page.unchanged and page.changed:
            numbers = self.wording.listed(runs_of(one.pair.number for one in page.unchanged))
            text = self._say(f"没有变化的措施：{numbers}", f"nothing changes by measures {numbers}")
            self.page.line("  ", text, style="dim")

    def _table(self, measures: Sequence[MeasureMoves]) -> None:
        heads = [self.wording.pick(label) for label, _ in _COLUMNS]
        most = cell_len(write_number(self.comparison.figures.whole.households))
        widths = [max(cell_len(head), most) + 2 for head in heads]
        room = max(self.page.width - 6 - sum(widths), 4)
        columns = "".join(padded_left(head, width) for head, width in zip(heads, widths, strict=True))
        title = self._say("有变化的措施", "Measures that change")
        self.page.verbatim(f"{padded(cut_to(title, room + 6), room + 6)}{columns}", style="bold")
        for one in measures:
            counts = [sum(map(one.moves.of, changes)) for _, changes in _COLUMNS]
            numbers = "".join(f"{write_number(count):>{width}}" for count, width in zip(counts, widths, strict=True))
            name = padded(cut_to(one.pair.title or "", room), room)
            self.page.verbatim(f"  {one.pair.number:>2}  {name}{numbers}")

    def what_changed(self) -> None:
        """How to see what changed in the rules."""
        command = f"clausewise diff {self.comparison.old.name} {self.comparison.new.name}"
        self.page.blank()
        self.page.line("", self._say("规则改了什么：", "What changed in the rules: ") + command, style="dim")

    def files(self, files: Sequence[Path]) -> None:
        """Where everything lies."""
        self.page.blank()
        self.page.line("", Text(self._say("写出的文件", "Written"), "bold"))
        for file in files:
            self.page.verbatim(f"  {file}")
