"""What a terminal shows of a screening once it is done: what was read, what was found, what to ask, what was written.

Short: the page and the files hold the rest. Colour comes from rich and only on a terminal; nothing is said by it alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.cells import cell_len

from clausewise.classes import dataclass
from clausewise.language.labels import Label, Language
from clausewise.language.model import MeasureKind
from clausewise.language.verdicts import Verdict
from clausewise.report.kit.lines import Page
from clausewise.report.phrases import notice_in_words
from clausewise.report.runs import runs_of
from clausewise.report.screening.odd import odd_in_words
from clausewise.report.screening.page import NOTICED, TABLES, arrange_screening, write_number, write_share
from clausewise.report.styled import Text
from clausewise.report.wording import Wording
from clausewise.screening.figures.outreach import NEVER_CUT_OFF, OutreachList
from clausewise.screening.figures.summary import NOTICED_KINDS, Measure, Reason, Summary, Tally, measures_of

if TYPE_CHECKING:
    from clausewise.report.plain_console import Console

QUESTIONS_SHOWN = 5
REASONS_SHOWN = 10
FACTS_SHOWN = 3
"""So many are shown; how many more there are is said."""

_VERDICTS = (Verdict.APPLIES, Verdict.UNDETERMINED, Verdict.DOES_NOT_APPLY)
_MARKS = {Verdict.APPLIES: ("✓", "green"), Verdict.UNDETERMINED: ("?", "yellow"), Verdict.DOES_NOT_APPLY: ("✗", "red")}
_BY_AID = {
    Verdict.APPLIES: Label("至少一项救助适用", "at least one aid applies"),
    Verdict.UNDETERMINED: Label("没有适用的，但有待定的", "none applies, some are undetermined"),
    Verdict.DOES_NOT_APPLY: Label("没有适用或待定的", "none applies or could"),
}


def print_screening(console: Console, summary: Summary, language: Language, files: Sequence[Path]) -> None:
    """Print how a screening went, and the files that it wrote."""
    wording = Wording(summary.pack, language)
    report = _Report(Page(console, wording), wording, summary)
    report.head()
    report.intake()
    report.households()
    report.notices()
    report.measures()
    report.questions()
    report.lists()
    report.files(files)
    report.page.print()


@dataclass(frozen=True, slots=True)
class _Report:
    """Writes the parts of the report on a page."""

    page: Page
    wording: Wording
    summary: Summary

    def _say(self, zh: str, en: str) -> str:
        return self.wording.pick(Label(zh, en))

    def _heading(self, title: str, remark: str = "") -> None:
        self.page.blank()
        self.page.line("", Text(self.wording.aside(title, remark), "bold"))

    def head(self) -> None:
        """What was screened, by which rules."""
        wording, pack = self.wording, self.summary.pack
        title = wording.named(self._say("筛查", "Screening"), wording.pick(pack.title))
        self.page.line("", Text(title, "bold"))
        as_of = wording.named(wording.word("as_of"), self.summary.as_of.isoformat())
        self.page.line("", f"{pack.id} · {as_of}", style="dim")
        if (office := self.summary.office) is not None:
            said = office.id if office.title is None else wording.pick(office.title)
            self.page.line("", wording.named(wording.word("office"), said), style="dim")
        for notice in self.summary.notices:
            self.page.line("! ", notice_in_words(notice, wording), style="yellow")

    # ------------------------------------------------------------ what was read

    def intake(self) -> None:
        """The rows of each table, all accounted for, and why some were put aside."""
        self._heading(self._say("读入与隔离", "Read and quarantined"))
        said = [(one.read, one.screened, one.quarantined) for one in self.summary.tables]
        widths = [widest_of(map(write_number, column)) for column in zip(*said, strict=True)]
        names = [self.wording.pick(TABLES[one.table]) for one in self.summary.tables]
        for name, numbers in zip(names, said, strict=True):
            read, screened, aside = (
                write_number(number).rjust(width) for number, width in zip(numbers, widths, strict=True)
            )
            chinese = f"读入 {read} = 筛查 {screened} + 隔离 {aside}"
            text = self._say(chinese, f"{read} read = {screened} screened + {aside} quarantined")
            self.page.line(f"  {padded(name, widest_of(names))}  ", text)
        self._reasons()
        for odd in self.summary.odd:
            self.page.line("  ! ", odd_in_words(odd, self.wording), style="yellow")

    def _reasons(self) -> None:
        reasons = sorted(self.summary.reasons, key=lambda one: (-one.rows, one.table, one.column or "", one.kind))
        shown = reasons if len(reasons) == REASONS_SHOWN + 1 else reasons[:REASONS_SHOWN]
        width = widest_of(write_number(one.rows) for one in shown)
        for one in shown:
            self.page.line(Text(f"    {write_number(one.rows):>{width}}  ", "yellow"), self._reason(one))
        if more := len(reasons) - len(shown):
            self.page.line("    ", self._say(f"另有 {more} 种原因", f"and {more} reasons more"), style="dim")

    def _reason(self, reason: Reason) -> str:
        where = self.wording.pick(TABLES[reason.table])
        where = where if reason.column is None else f"{where} {reason.column}"
        return self.wording.named(where, self.wording.pick(reason.label))

    # ------------------------------------------------------------ what was found

    def households(self) -> None:
        """Households by the strongest verdict of the rules that grant an aid."""
        whole = self.summary.figures.whole
        self._heading(self._say("家庭", "Households"), write_number(whole.households))
        width = widest_of(write_number(whole.aid.of(verdict)) for verdict in _VERDICTS)
        for verdict in _VERDICTS:
            mark, style = _MARKS[verdict]
            number = whole.aid.of(verdict)
            figure = f"{write_number(number):>{width}} {write_share(number, whole.households):>6}  "
            self.page.line(Text("  ").append(mark, style).append(f" {figure}"), self.wording.pick(_BY_AID[verdict]))

    def notices(self) -> None:
        """The notices on facts of households, by their kind, with the facts that most of them are on."""
        summary, wording = self.summary, self.wording
        noticed = summary.figures.noticed
        if not noticed:
            return
        self._heading(self._say("提示", "Notices"), self._say("按所涉家庭数", "by how many households they are on"))
        whole = summary.figures.whole.households
        width = widest_of(write_number(one.households) for one in noticed.values())
        for kind in NOTICED_KINDS:
            if (one := noticed.get(kind)) is None:
                continue
            figure = f"{write_number(one.households):>{width}} {write_share(one.households, whole):>6}  "
            self.page.line(Text(f"  ! {figure}", "yellow"), wording.pick(NOTICED[kind]))
            facts = summary.noticed_facts(kind)
            for fact, own in facts[:FACTS_SHOWN]:
                self.page.line(f"      {write_number(own.households):>{width}}  ", wording.label(fact), style="dim")
            if (more := len(facts) - FACTS_SHOWN) > 0:
                self.page.line(
                    "      ",
                    self._say(f"另有 {more} 项事实", f"and {more} {'fact' if more == 1 else 'facts'} more"),
                    style="dim",
                )

    def measures(self) -> None:
        """How many households each measure with rules applies to."""
        measures = measures_of(self.summary.pack)
        with_rules = [one for one in measures if one.kind is MeasureKind.RULES]
        whole = self.summary.figures.whole
        heads = [self.wording.word(verdict.value) for verdict in _VERDICTS]
        most = cell_len(write_number(whole.households))
        widths = [max(cell_len(head), most) + 2 for head in heads]
        room = max(self.page.width - 6 - sum(widths), 4)
        self.page.blank()
        title = padded(self._say("措施", "Measures"), room + 6)
        columns = "".join(padded_left(head, width) for head, width in zip(heads, widths, strict=True))
        self.page.verbatim(f"{title}{columns}", style="bold")
        for one in with_rules:
            self.page.verbatim(self._measure(one, whole, room, widths))
            if rendering := self.wording.rendering(one.number):
                self.page.line(" " * 6, rendering, style="dim")
        for kind in (MeasureKind.INSTITUTIONAL, MeasureKind.NOT_ENCODED, MeasureKind.NO_TEXT):
            if numbers := [one.number for one in measures if one.kind is kind]:
                text = self.wording.named(self.wording.word(kind.value), self.wording.listed(runs_of(numbers)))
                self.page.line("  ", text, style="dim")

        words, points = self.summary.left_unsaid
        if words or points:
            unsaid = self._say(
                f"在有家庭适用的规则中，文字没有写明的 {words} 处，有两种读法的 {points} 处"
                "（clausewise clause、clausewise contested）",
                f"left unsaid by the text in the rules that apply to somebody: {words}; points that can be read in two "
                f"ways: {points} (clausewise clause NUMBER, clausewise contested)",
            )
            self.page.line("  ", unsaid, style="dim")

    def _measure(self, measure: Measure, whole: Tally, room: int, widths: Sequence[int]) -> str:
        count = whole.measures[measure.number]
        numbers = [
            f"{write_number(count.of(verdict)):>{width}}" for verdict, width in zip(_VERDICTS, widths, strict=True)
        ]
        return f"  {measure.number:>2}  {padded(cut_to(measure.title or '', room), room)}{''.join(numbers)}"

    # ------------------------------------------------------------ what to ask

    def questions(self) -> None:
        """The facts that could settle most."""
        summary, wording = self.summary, self.wording
        rows = arrange_screening(summary).facts
        if not rows:
            return
        remark = self._say("可使多少户的某条规则有着落", "for how many households it could settle a rule")
        self._heading(self._say("最值得问的事实", "What is most worth asking"), remark)
        shown = rows[:QUESTIONS_SHOWN]
        figures = [
            f"{'≥ ' if row.at_least else ''}{write_number(row.settled)} "
            f"{write_share(row.counted, summary.figures.settling_of):>6}"
            for row in shown
        ]
        width = widest_of(figures)
        for row, figure in zip(shown, figures, strict=True):
            remark = "" if row.given else self._say("登记册没有", "not in the registry")
            self.page.line(f"  {figure:>{width}}  ", wording.aside(wording.label(row.fact), remark))
        if summary.is_sampled:
            of, counted = write_number(summary.figures.whole.households), write_number(summary.figures.settling_of)
            chinese = f"估计数：在 {of} 户中均匀抽取 {counted} 户数得"
            text = self._say(chinese, f"estimated from {counted} of {of} households, chosen evenly")
            self.page.line("  ", text, style="dim")

    # ------------------------------------------------------------ what was written

    def lists(self) -> None:
        """How many stand on each list, and that nobody is cut off by a machine."""
        outreach = self.summary.outreach
        if outreach is None:
            return
        self._heading(self._say("名单", "Lists"))
        for column, taken in outreach.columns.items():
            whose = self._say("成员", "members") if taken.of_members else self._say("家庭", "households")
            self.page.line("  ", self.wording.aside(column, whose))
            numbers = {kind: write_number(taken.on(kind)) for kind in OutreachList}
            for kind, number in numbers.items():
                self.page.line(f"    {number:>{widest_of(numbers.values())}}  ", self.wording.pick(kind.label))
        text = self.wording.named("review.csv", self.wording.pick(NEVER_CUT_OFF))
        self.page.line(Text("  ! ", "bold yellow"), Text(text, "bold yellow"))

    def files(self, files: Sequence[Path]) -> None:
        """Where everything lies."""
        self._heading(self._say("写出的文件", "Written"))
        for file in files:
            self.page.verbatim(f"  {file}")


def widest_of(texts: Iterable[str]) -> int:
    """The cells that the widest of some texts fills."""
    return max(map(cell_len, texts), default=0)


def padded(text: str, width: int) -> str:
    """A text with spaces after it, up to a width in cells."""
    return text + " " * max(width - cell_len(text), 0)


def padded_left(text: str, width: int) -> str:
    """A text with spaces before it, up to a width in cells."""
    return " " * max(width - cell_len(text), 0) + text


def cut_to(text: str, width: int) -> str:
    """As much of a text as fits, with `…` where it goes on."""
    if cell_len(text) <= width:
        return text
    while text and cell_len(text) > width - 1:
        text = text[:-1]
    return f"{text}…"
