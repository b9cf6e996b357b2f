"""An audit for a terminal: how things stand on one screen, then what is wrong or weak, then clause by clause.

Colour comes from rich and only on a terminal; nothing is said by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from clausewise.audit.model import Audit, Fate, NotRun, WordsKind
from clausewise.audit.totals import AnswerTotals, CaseTotals, MutantTotals, Share, Totals, WordTotals, totals_of
from clausewise.language.labels import Label, Language
from clausewise.report.audit_clauses import ClauseRow, clause_rows
from clausewise.report.audit_concerns import Concern, concerns_of
from clausewise.report.audit_listing import list_everything
from clausewise.report.audit_words import CHARACTERS, FATES
from clausewise.report.concern_kinds import ConcernKind, Level
from clausewise.report.text import Page
from clausewise.report.wording import Wording, runs_of

# Of one sort, so many are shown; how many more there are is said.
SHOWN = 10
_WIDEST_PREFIX = 16

_MARK_STYLES = {"✓": "green", "✗": "bold red", "!": "yellow", "–": "dim"}
_LEVEL_STYLES = {Level.ERROR: "bold red", Level.WARNING: "bold yellow", Level.NOTE: "bold"}


def print_audit(console: Console, audit: Audit, language: Language, *, everything: bool = False) -> None:
    """Print what an audit found; `everything` adds all that was looked at, also what is in order."""
    wording = Wording(audit.pack, language)
    report = _Report(Page(console, wording), wording, everything)
    report.standing(audit)
    report.concerns(audit)
    report.clauses(clause_rows(audit), cases_ran=not isinstance(audit.cases, NotRun))
    report.page.print()
    if everything:
        list_everything(report.page, wording, audit)
        report.page.print()


@dataclass(frozen=True, slots=True)
class _Standing:
    """One line of the first screen: a mark, what is looked at, the figure, and what it is made of."""

    mark: str
    name: Label
    figure: str
    made_of: Label | None = None


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
        title = Label("规则是否说了文件所说的", "Do the rules say what the document says?")
        self.page.line("", Text(self._say(title), "bold"))
        self.page.line("", f"{audit.pack.id} · {self._say(audit.pack.title)}", style="dim")
        self.page.blank()
        lines = list(_standings(audit, totals_of(audit)))
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
            partial = any(isinstance(part, NotRun) for part in (audit.cases, audit.mutants, audit.answers))
            nothing = Label("在运行过的部分中没有。", "Nothing in the parts that were run.")
            self.page.line("  ", self._say(nothing if partial else Label("没有。", "Nothing.")))
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
        elif any(one.household and not self._shows_household(one) for one in shown):
            said = Label("--all 附上表明它的家庭", "--all adds the households that show it")
            self.page.line("  ", self._say(said))

    def _shows_household(self, one: Concern) -> bool:
        """Whether a household is shown: always for what is wrong, else when everything is."""
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
        if one.household is not None and self._shows_household(one):
            self.page.line("    ", self.wording.named(self._say(_shows(one)), ""))
            for line in one.household.splitlines():
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

    # ------------------------------------------------------------ clause by clause

    def clauses(self, rows: Iterable[ClauseRow], *, cases_ran: bool) -> None:
        """The table: a clause's figures with its title, and below that the condition that is tested least."""
        self.page.blank()
        self.page.line("", Text(self._say(Label("逐条", "Clause by clause")), "bold"))
        heads = [Label("条", "clause"), Label("已写", "encoded"), Label("着落", "held"), Label("规则", "rules")]
        last = Label("标题；最薄弱的条件", "title; its weakest condition")
        table = [([self._say(one) for one in heads], Text(self._say(last), "dim"))]
        below: list[Text | None] = [None]
        for has_text, group in groupby(rows, key=lambda row: row.words is not None):
            if not has_text:
                numbers = self.wording.listed(runs_of(row.number for row in group))
                table.append(([numbers, "–", "–", "–"], Text(self.wording.word("no_text"), "dim")))
                below.append(None)
                continue
            for row in group:
                table.append((self._figures(row), Text(row.title or "")))
                below.append(self._weakest(row, cases_ran=cases_ran))
        widths = [max(cell_len(cells[at]) for cells, _ in table) for at in range(len(heads))]
        for (cells, title), weakest in zip(table, below, strict=True):
            padded = (" " * (width - cell_len(cell)) + cell for cell, width in zip(cells, widths, strict=True))
            prefix = "  " + "  ".join(padded) + "  "
            self.page.line(Text(prefix, "dim" if cells is table[0][0] else ""), title)
            if weakest is not None:
                self.page.line(" " * cell_len(prefix), weakest)

    def _figures(self, row: ClauseRow) -> list[str]:
        assert row.words is not None
        encoded, held = row.words.provisions, row.words.held
        return [str(row.number), f"{encoded.part}/{encoded.whole}", str(held), str(row.rules)]

    def _weakest(self, row: ClauseRow, *, cases_ran: bool) -> Text | None:
        if row.weakest is None:
            if row.rules == 0:
                return Text(self._say(Label("只有职责", "duties only")), "dim")
            shown = Label("每个条件都试出了作用", "every condition is shown to matter")
            return Text(self._say(shown), "dim") if cases_ran else None
        return Text(f"{row.weakest.provision}  ", "bold") + Text(self._say(row.weakest.says))


def _shows(one: Concern) -> Label:
    if one.kind is ConcernKind.SURVIVOR:
        return Label("能发现它的家庭", "a household that would notice it")
    return Label("表明这一点的家庭", "a household that shows it")


# ---------------------------------------------------------------- the lines of the first screen


def _standings(audit: Audit, totals: Totals) -> Iterator[_Standing]:
    yield from _of_words(audit, totals.words)
    yield from _of_cases(audit.cases, totals.cases)
    yield from _of_mutants(audit.mutants, totals.mutants)
    yield from _of_answers(audit.answers, totals.answers)
    if totals.answers is not None or totals.mutants is not None:
        yield _none_of(Label("未决的问题", "questions not settled"), totals.undecided, "!")


def _share(name: Label, share: Share, otherwise: str, made_of: Label | None = None) -> _Standing:
    counted = f"{share.part}/{share.whole}"
    remark = Label(counted, counted) if made_of is None else made_of
    return _Standing("✓" if share.is_whole else otherwise, name, str(share), remark)


def _none_of(name: Label, number: int, otherwise: str, made_of: Label | None = None) -> _Standing:
    return _Standing(otherwise if number else "✓", name, str(number), made_of)


def _not_run(name: Label, part: object) -> Iterator[_Standing]:
    if isinstance(part, NotRun):
        yield _Standing("–", name, "", Label(f"没有运行：{part.why.zh}", f"not run: {part.why.en}"))


def _of_words(audit: Audit, words: WordTotals) -> Iterator[_Standing]:
    yield _share(Label("已写成规则的句子", "provisions encoded"), words.provisions, "✗")
    counted = words.characters
    others = _counts([(CHARACTERS[kind], counted[kind]) for kind in (WordsKind.ACCEPTED, WordsKind.GAP)])
    made_of = Label(
        f"{words.held.part}/{words.held.whole} 字" + (f"（{others.zh}）" if others.zh else "")
        + f"，另有连接词 {counted[WordsKind.CONNECTIVE]} 字",
        f"{words.held.part}/{words.held.whole} characters" + (f" ({others.en})" if others.en else "")
        + f", besides {counted[WordsKind.CONNECTIVE]} of connectives",
    )  # fmt: skip
    # What is left open with a reason is no fault.
    mark = "✗" if counted[WordsKind.GAP] else "✓"
    yield _Standing(mark, Label("有着落的文字", "words held"), str(words.held), made_of)
    yield _none_of(Label("没有着落的文字（处）", "gaps"), words.gaps, "✗")
    if words.missing:
        numbers = ", ".join(runs_of(sorted(audit.words.missing)))
        missing = Label("本页没有文字的条", "clauses without text")
        yield _Standing("–", missing, numbers)


def _of_cases(part: object, cases: CaseTotals | None) -> Iterator[_Standing]:
    if cases is None:
        yield from _not_run(Label("个案的覆盖", "coverage by cases"), part)
        return
    yield _share(Label("试全三种结论的规则", "rules driven to three verdicts"), cases.rules, "!")
    yield _share(Label("试出作用的条件（MC/DC）", "conditions shown (MC/DC)"), cases.conditions, "!")
    yield _share(Label("有个案期望的内容", "parts expected"), cases.parts, "!")


def _of_mutants(part: object, mutants: MutantTotals | None) -> Iterator[_Standing]:
    name = Label("被发现或已接受的变异", "mutants killed or accepted")
    if mutants is None:
        yield from _not_run(name, part)
        return
    counted = _counts([(FATES[fate], mutants.fates[fate]) for fate in Fate if fate is not Fate.EQUIVALENT])
    share, same = mutants.noticed, mutants.fates[Fate.EQUIVALENT]
    made_of = Label(
        f"{share.part}/{share.whole}（{counted.zh}），另有等价的 {same}",
        f"{share.part}/{share.whole} ({counted.en}), besides {same} equivalent",
    )
    mark = "✗" if mutants.survived else "✓" if share.is_whole else "!"
    yield _Standing(mark, name, str(share), made_of)


def _of_answers(part: object, answers: AnswerTotals | None) -> Iterator[_Standing]:
    name = Label("已证明的保证", "assurances proved")
    if answers is None:
        yield from _not_run(Label("求解器的回答", "answers of the solver"), part)
        return
    counted = [
        (Label("已证明", "proved"), answers.proved),
        (Label("不成立", "refuted"), answers.refuted),
        (Label("为文件所否定", "refuted by the text itself"), answers.policy),
        (Label("已接受", "accepted"), answers.accepted),
        (Label("未决", "not settled"), answers.undecided),
    ]
    whole = sum(number for _, number in counted)
    mark = "✗" if answers.refuted else "!" if answers.undecided else "✓"
    yield _Standing(mark, name, f"{answers.proved}/{whole}", _counts(counted[1:]))
    yield _none_of(Label("永不适用的规则", "dead rules"), answers.dead, "✗")
    yield _none_of(Label("求解器查出的错误", "faults the solver found"), answers.faults, "✗")


def _counts(counted: Iterable[tuple[Label, int]]) -> Label:
    """Figures with their names, those that are there."""
    shown = [(name, number) for name, number in counted if number]
    return Label(
        "、".join(f"{name.zh} {number}" for name, number in shown),
        ", ".join(f"{name.en} {number}" for name, number in shown),
    )
