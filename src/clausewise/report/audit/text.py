"""An audit for a terminal: how things stand on one screen, then what is wrong or weak, then clause by clause.

Colour comes from rich and only on a terminal; nothing is said by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from rich.cells import cell_len

from clausewise.audit.model import Audit, NotRun
from clausewise.classes import dataclass
from clausewise.language.labels import Label, Language
from clausewise.report.audit.clauses import ClauseRow, clause_rows
from clausewise.report.audit.concern_kinds import ConcernKind, Level
from clausewise.report.audit.concerns import Concern, concerns_of
from clausewise.report.audit.covers import covers_of
from clausewise.report.audit.listing import list_everything
from clausewise.report.audit.sight import PointView, points_of, sides_in_words, sight_of
from clausewise.report.audit.standing import standings_of
from clausewise.report.audit.words import CONTESTED, NOTHING_FOUND
from clausewise.report.kit.lines import Page
from clausewise.report.runs import runs_of
from clausewise.report.styled import Text
from clausewise.report.wording import Wording

if TYPE_CHECKING:
    from clausewise.report.plain_console import Console

# Of one sort, so many are shown; how many more there are is said.
SHOWN = 10
_WIDEST_PREFIX = 16
_DUTIES_ONLY = Label("只有职责", "duties only")

_MARK_STYLES = {"✓": "green", "✗": "bold red", "!": "yellow", "–": "dim"}
_LEVEL_STYLES = {Level.ERROR: "bold red", Level.WARNING: "bold yellow", Level.NOTE: "bold"}


def print_audit(console: Console, audit: Audit, language: Language, *, everything: bool = False) -> None:
    """Print what an audit found; `everything` adds all that was looked at, also what is in order."""
    wording = Wording(audit.pack, language)
    report = _Report(Page(console, wording), wording, everything)
    report.standing(audit)
    report.concerns(audit)
    report.points(points_of(audit))
    report.clauses(clause_rows(audit), cases_ran=not isinstance(audit.cases, NotRun))
    report.page.print()
    if everything:
        list_everything(report.page, wording, audit)
        report.page.print()


@dataclass(frozen=True, slots=True)
class _Report:
    """Writes the parts of the report on a page."""

    page: Page
    wording: Wording
    everything: bool

    def _say(self, label: Label) -> str:
        return self.wording.pick(label)

    # ------------------------------------------------------------ how things stand

    def standing(self, audit: Audit) -> None:
        """The first screen."""
        title = Label("规则、文件的文字和个案是否一致", "Do the rules, the words and the cases agree?")
        self.page.line("", Text(self._say(title), "bold"))
        self.page.line("", f"{audit.pack.id} · {self._say(audit.pack.title)}", style="dim")
        covers = covers_of(audit)
        if covers is not None:
            self.page.line("", self._say(covers), style="dim")
        sight = sight_of(audit)
        for said in (sight.looked_at, *sight.cannot_see):
            self.page.line("", self._say(said), style="dim")
        self.page.blank()
        lines = standings_of(audit)
        widest = max(cell_len(self._say(one.name)) for one in lines)
        figures = max(cell_len(one.figure) for one in lines if one.made_of is not None)
        for one in lines:
            name = self._say(one.name)
            begin = Text(" ").append(one.mark, _MARK_STYLES[one.mark])
            begin.append(f" {name}{' ' * (widest - cell_len(name) + 2)}")
            text = Text(one.figure, "bold" if one.mark != "–" else "")
            if one.made_of is not None:
                text.append(" " * (figures - cell_len(one.figure) + 2 if one.figure else 0))
                text.append(self._say(one.made_of), "dim")
            self.page.line(begin, text)

    # ------------------------------------------------------------ what is wrong or weak

    def concerns(self, audit: Audit) -> None:
        """What is wrong or weak, the worst first."""
        found = concerns_of(audit)
        self.page.blank()
        self.page.line("", Text(self._say(Label("有错或薄弱之处", "What is wrong or weak")), "bold"))
        if not found:
            self.page.line("  ", self._say(NOTHING_FOUND))
        for kind in ConcernKind:
            of_kind = [one for one in found if one.kind is kind]
            if of_kind:
                self._concerns_of(kind, of_kind, audit)

    def _concerns_of(self, kind: ConcernKind, concerns: Sequence[Concern], audit: Audit) -> None:
        self.page.blank()
        heading = self.wording.aside(self._say(kind.label), str(len(concerns)))
        self.page.line("", Text(heading, _LEVEL_STYLES[concerns[0].level]))
        self.page.line("  ", self._say(kind.help), style="dim")
        shown = concerns if self.everything else concerns[:SHOWN]
        for one in shown:
            self._concern(one, audit)
        more = len(concerns) - len(shown)
        if more:
            self.page.line("  ", self._say(Label(f"另有 {more} 项：--all 全部列出", f"{more} more: --all lists them")))
        elif any(one.households and not self._shows_households(one) for one in shown):
            said = Label("--all 附上表明它的家庭", "--all adds the households that show it")
            self.page.line("  ", self._say(said))

    def _shows_households(self, one: Concern) -> bool:
        """Whether its households are shown: always for what is wrong, else when everything is."""
        return self.everything or one.level is Level.ERROR

    def _concern(self, one: Concern, audit: Audit) -> None:
        where = self.wording.listed(one.provisions)
        label, says = Text(f"{where}  " if where else "", "bold"), Text(self._say(one.says))
        # Many provisions must not push what is said to the edge.
        if cell_len(where) <= _WIDEST_PREFIX:
            self.page.line(Text("  ") + label, says)
        else:
            self.page.line("  ", label + says)
        if one.words:
            self.page.line("    ", self._quoted(one, audit))
        if one.why is not None:
            self.page.line("    ", self._say(one.why))
        if one.households and self._shows_households(one):
            self.page.line("    ", self.wording.named(self._say(_shows(one)), ""))
            for number, household in enumerate(one.households):
                if number:
                    self.page.blank()
                for line in household.splitlines():
                    self.page.verbatim(f"      {line}", style="dim")
        self.page.line("    ", f"{one.id} · {one.place}", style="dim")

    def _quoted(self, one: Concern, audit: Audit) -> str:
        """The words, and for what is wrong the whole sentence they stand in."""
        words = f"「{one.words}」"
        if one.level is not Level.ERROR or not one.provisions:
            return words
        sentence = audit.pack.document.provision(one.provisions[0]).text
        if sentence == one.words:
            return words
        return f"{words}，见于「{sentence}」" if self.wording.chinese else f"{words} in 「{sentence}」"

    # ------------------------------------------------------------ what is contested

    def points(self, points: Sequence[PointView]) -> None:
        """What is read in two ways, with how many cases lie on either side and between."""
        if not points:
            return
        self.page.blank()
        heading = self.wording.aside(self._say(CONTESTED), str(len(points)))
        self.page.line("", Text(heading, "bold"))
        for one in points:
            where = self.wording.where(one.point.words.where)
            self.page.line(f"  {where}  ", f"{self.wording.pick(one.point.label)}  {one.point.id}")
            if one.coverage is not None:
                self.page.line(" " * (4 + cell_len(where)), sides_in_words(one.coverage, self.wording), style="dim")

    # ------------------------------------------------------------ clause by clause

    def clauses(self, rows: Iterable[ClauseRow], *, cases_ran: bool) -> None:
        """The table: a clause's figures with its title, and below that what is weakest about it."""
        self.page.blank()
        self.page.line("", Text(self._say(Label("逐条", "Clause by clause")), "bold"))
        rows = list(rows)
        heads = [Label("条", "clause"), Label("已写", "encoded"), Label("着落", "held"), Label("规则", "rules")]
        if any(row.contested for row in rows):
            heads.append(Label("争议", "contested"))
        last = Label("标题；最薄弱之处", "title; its weakest point")
        table = [([self._say(one) for one in heads], Text(self._say(last), "dim"))]
        below: list[Text | None] = [None]
        for has_text, group in groupby(rows, key=lambda row: row.words is not None):
            if not has_text:
                numbers = self.wording.listed(runs_of(row.number for row in group))
                table.append(([numbers, "–", "–", "–", "–"], Text(self.wording.word("no_text"), "dim")))
                below.append(None)
                continue
            for row in group:
                titled = " ".join(one for one in (row.title, self.wording.rendering(row.number)) if one)
                table.append((self._figures(row), Text(titled)))
                below.append(self._weakest(row, cases_ran=cases_ran))
        widths = [max(cell_len(cells[at]) for cells, _ in table) for at in range(len(heads))]
        for (cells, title), weakest in zip(table, below, strict=True):
            # Where nothing is contested there is no column for it.
            padded = (" " * (width - cell_len(cell)) + cell for cell, width in zip(cells, widths, strict=False))
            prefix = "  " + "  ".join(padded) + "  "
            self.page.line(Text(prefix, "dim" if cells is table[0][0] else ""), title)
            if weakest is not None:
                self.page.line(" " * cell_len(prefix), weakest)

    def _figures(self, row: ClauseRow) -> list[str]:
        assert row.words is not None
        encoded, held = row.words.provisions, row.words.held
        contested = str(row.contested) if row.contested else "–"
        return [str(row.number), f"{encoded.part}/{encoded.whole}", str(held), str(row.rules), contested]

    def _weakest(self, row: ClauseRow, *, cases_ran: bool) -> Text | None:
        if row.weakest is None:
            if row.rules == 0:
                return Text(self.wording.word("not_encoded") if row.duties == 0 else self._say(_DUTIES_ONLY), "dim")
            nothing = Label("所看的各项没有查出什么", "what was looked at shows nothing")
            return Text(self._say(nothing), "dim") if cases_ran else None
        return Text(f"{row.weakest.provision}  ", "bold") + Text(self._say(row.weakest.says))


def _shows(one: Concern) -> Label:
    if one.kind is ConcernKind.SURVIVOR:
        return Label("能发现它的家庭", "a household that would notice it")
    if one.kind is ConcernKind.NOT_SHOWN:
        return Label("能试出它的家庭", "households that would show it to matter")
    return Label("表明这一点的家庭", "a household that shows it")
