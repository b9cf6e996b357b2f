"""Reports for a terminal: what applies, what is undetermined and what to ask, then the rest folded.

Colour comes from rich and only on a terminal; nothing is said by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from clausewise.engine.findings import Finding, Result
from clausewise.language.kleene import FALSE, TRUE, UNKNOWN
from clausewise.language.verdicts import Verdict
from clausewise.report import ReportOptions
from clausewise.report.entries import Entry, Quotation, make_entry
from clausewise.report.office_lines import asked_of
from clausewise.report.outline import (
    Group,
    Heading,
    Outline,
    Question,
    make_outline,
    named_in_runs,
    notices_in_words,
    unanswerable,
)
from clausewise.report.proofs import ProofLine
from clausewise.report.wording import Wording, runs_of
from clausewise.report.wrapping import lines_of

# Longer lines are hard to read, however wide the terminal is.
MAX_WIDTH = 100
# Nobody asks more questions than this at once; how many more there are is said.
QUESTIONS_SHOWN = 10

_VERDICT_STYLES = {Verdict.APPLIES: "bold green", Verdict.UNDETERMINED: "bold yellow", Verdict.DOES_NOT_APPLY: "bold"}
_CODE_STYLES = {TRUE: "green", UNKNOWN: "yellow", FALSE: "red"}


def print_results(console: Console, results: Sequence[Result], options: ReportOptions) -> None:
    """Print the report of each result, with a rule between two of them."""
    for number, result in enumerate(results):
        page = Page(console, Wording(result.pack, options.language))
        if number:
            page.line("", "─" * page.width, style="dim")
        page.report(make_outline(result, options), options)
        page.print()


def print_finding(console: Console, finding: Finding, result: Result, language: str) -> None:
    """Print one finding with its whole proof and the questions that are open."""
    wording = Wording(result.pack, language)
    page = Page(console, wording)
    entry = make_entry(result, finding, wording)
    page.notices(notices_in_words(result, wording))
    page.entry(entry, verdict=True)
    page.field(2, "quoted", entry.quotations[0].text, remark=entry.provision)
    page.field(2, "rendered", entry.quotations[0].rendering)
    page.line("  ", wording.word("proof"), style="dim")
    for proof in entry.proofs:
        page.proof(proof, 4)
    for reason in entry.reasons:
        page.field(2, "reason", reason)
    for missing in entry.missing:
        whose = "" if missing.member is None else wording.subject(missing.member)
        question = wording.question(missing.fact, result.case)
        register = wording.register(missing.fact)
        remark = wording.named(wording.word("lookup"), register) if register else asked_of(missing.fact, wording)
        page.field(2, "missing", wording.named(whose, question) if whose else question, remark=remark)
    page.print()


class Page:
    """Writes the lines of one report, each within the width of a console, and prints them there."""

    def __init__(self, console: Console, wording: Wording) -> None:
        self._console = console
        self._wording = wording
        self._lines: list[Text] = []
        self.width = min(console.width, MAX_WIDTH)
        self._labels = 2 + max(
            cell_len(wording.word(name)) for name in ("aid", "agency", "followup", "deadline", "facts", "quoted")
        )

    def line(self, prefix: str | Text, content: str | Text, *, style: str = "") -> None:
        """A prefix and what follows it, wrapped; lines after the first are indented by the prefix's width."""
        text = Text(content, style=style) if isinstance(content, str) else content
        begin = Text(prefix) if isinstance(prefix, str) else prefix
        indent = cell_len(begin.plain)
        for number, line in enumerate(lines_of(text, max(self.width - indent, 20))):
            whole = (begin if number == 0 else Text(" " * indent)) + line
            whole.rstrip()
            self._lines.append(whole)

    def verbatim(self, line: str | Text, *, style: str = "") -> None:
        """A line as it is, however long, so that it can be copied."""
        self._lines.append(Text(line, style=style) if isinstance(line, str) else line)

    def blank(self) -> None:
        """An empty line."""
        self._lines.append(Text())

    def print(self) -> None:
        """Print what was written. All of it at once, because a console takes its time over each call."""
        self._console.print(Text("\n").join(self._lines), soft_wrap=True, highlight=False)
        self._lines.clear()

    def field(self, indent: int, name: str, text: str | Text, *, remark: str = "") -> None:
        """A line with its name before it, unless there is nothing to say."""
        if not text:
            return
        label = self._wording.word(name)
        padding = " " * max(self._labels - cell_len(label), 2)
        content = Text(text) if isinstance(text, str) else text
        self.line(
            Text(" " * indent).append(label + padding, "dim"), content + Text(f"  {remark}" if remark else "", "dim")
        )

    def report(self, outline: Outline, options: ReportOptions) -> None:
        """The whole report of one result."""
        self._head(outline)
        self._applying(outline.applying)
        if outline.twice:
            self._section("twice", len(outline.twice), "bold red")
        for twice in outline.twice:
            self.line("  ! ", twice)
        self._undetermined(outline, listed=options.everything)
        if outline.refused:
            self._section("does_not_apply", sum(len(group.entries) for group in outline.refused), "bold")
        for group in outline.refused:
            self._refused(group)
        if not options.everything:
            self._folded("does_not_apply", outline.does_not_apply)
        self._folded("institutional", outline.institutional)
        self._folded("not_encoded", outline.not_encoded)
        self._folded("no_text", outline.no_text)

    def _head(self, outline: Outline) -> None:
        word = self._wording.word
        self.line("", Text(outline.title or outline.case, "bold"))
        about = [outline.case] if outline.title else []
        self.line("", " · ".join([*about, outline.pack, f"{word('as_of')} {outline.as_of}"]), style="dim")
        if outline.note:
            self.line("", outline.note)
        if outline.open_list:
            self.line("", outline.open_list, style="yellow")
        if outline.office:
            self.line("", outline.office, style="dim")
        self.notices(outline.notices)

    def notices(self, notices: Iterable[str]) -> None:
        """What to know beside an answer, a line each."""
        for notice in notices:
            self.line("! ", notice, style="yellow")

    def _section(self, name: str, count: int, style: str) -> None:
        self.blank()
        self.line("", Text(self._counted(name, count), style))

    def _counted(self, name: str, count: int) -> str:
        return self._wording.aside(self._wording.heading(name), str(count))

    def _applying(self, groups: Sequence[Group]) -> None:
        self._section("applies", sum(len(group.entries) for group in groups), "bold green")
        if not groups:
            self.line("  ", self._wording.word("nothing_applies"))
        for group in groups:
            self.line("  ", Text(group.measure.line, "bold"))
            for entry in group.entries:
                self.entry(entry, indent=4)

    def entry(self, entry: Entry, *, indent: int = 0, verdict: bool = False) -> None:
        """A rule with what it grants, who handles it, what follows, and the words it rests on."""
        title = Text.assemble((f"{entry.provision} ", "bold"), self._titled(entry))
        title.append(f"  {entry.kind} {entry.modality}", "cyan")
        if verdict:
            title = Text.assemble((f"{entry.verdict_word}  ", _VERDICT_STYLES[entry.verdict]), title)
        self.line(" " * indent, title)
        inner = indent + 2
        amounts = any(self._wording.named("", "") in aid for aid in entry.aid)
        for aid in entry.aid if amounts else [self._wording.listed(entry.aid)]:
            self.field(inner, "aid", aid)
        for aid in entry.not_granted:
            self.field(inner, "not_granted", aid)
        self.field(inner, "agency", entry.agency)
        for step in entry.steps:
            self.field(inner, "followup", step.text)
            for listed in step.listed:
                self.line(" " * (inner + self._labels) + "- ", listed)
        self.field(inner, "deadline", entry.deadline)
        for name, line in entry.left_open:
            self.field(inner, name, line)
        if verdict:
            return
        self.field(inner, "facts", self._wording.in_turn(entry.facts))
        for quotation in entry.quotations:
            self._quotation(inner, quotation)

    def _quotation(self, indent: int, quotation: Quotation) -> None:
        if quotation.excerpt:
            self.field(indent, "quoted", f"「{quotation.excerpt}」", remark=quotation.where)

    def _titled(self, entry: Entry) -> str:
        return self._wording.aside(entry.title, self._wording.listed(entry.subjects))

    def _undetermined(self, outline: Outline, *, listed: bool) -> None:
        """The questions that settle most, each with the findings it could settle.

        When they are `listed`, all questions and, one by one, what is undetermined.
        """
        entries = [entry for group in outline.undetermined for entry in group.entries]
        counted = [self._counted("undetermined", len(entries))]
        if outline.questions:
            counted.append(self._counted("questions", len(outline.questions)))
        self.blank()
        self.line("", Text(" · ".join(counted), "bold yellow"))
        for entry in entries if listed else ():
            asked = ", ".join(f"?{number}" for number in entry.questions)
            text = Text.assemble((f"{entry.provision} ", "bold"), self._titled(entry), (f"  {asked}", "yellow"))
            self.line("  ", text)
            self._left_open(entry)
        if listed and entries:
            self.blank()
        if not outline.questions:
            self.line("  ", self._wording.word("nothing_open"))
        for entry in unanswerable(outline):
            self.line("  ", Text.assemble((f"{entry.provision} ", "bold"), self._titled(entry)))
            self.line(Text("    ? ", "yellow"), self._wording.in_turn(entry.reasons))
        shown = outline.questions if listed else outline.questions[:QUESTIONS_SHOWN]
        for question in shown:
            self._question(question)
        if len(shown) < len(outline.questions):
            clauses = runs_of(group.measure.number for group in outline.undetermined)
            self.line("  ", self._wording.more_questions(len(outline.questions) - len(shown), clauses), style="dim")

    def _question(self, question: Question) -> None:
        wording = self._wording
        asked = wording.named(wording.listed(question.members), question.text) if question.members else question.text
        self.line(Text(f"  ?{question.number:<3}", "yellow"), asked)
        if question.lookup:
            self.line("      ", wording.named(wording.word("lookup"), question.lookup), style="dim")
        if question.asked_of:
            self.line("      ", question.asked_of, style="dim")
        self.line("      → ", wording.in_turn(question.settles), style="dim")

    def _refused(self, group: Group) -> None:
        if not group.entries:
            self.line("  ", Text(group.measure.line))
            self.line("    ✗ ", self._wording.word("no_members"))
        for entry in group.entries:
            self.line("  ", Text.assemble((f"{entry.provision} ", "bold"), self._titled(entry)))
            quotes = [f"「{one.excerpt}」{one.where}" for one in entry.quotations if one.spans]
            facts = self._wording.in_turn(entry.facts)
            self.line("    ✗ ", Text.assemble(facts, ("  " + " ".join(quotes) if quotes else "", "dim")))
            self._left_open(entry)

    def _left_open(self, entry: Entry) -> None:
        for name, line in entry.left_open:
            self.line("      ", self._wording.named(self._wording.word(name), line), style="dim")

    def _folded(self, name: str, headings: Iterable[Heading]) -> None:
        measures = list(headings)
        if not measures:
            return
        self._section(name, len(measures), "bold")
        self.line("  ", self._wording.in_turn(named_in_runs(measures)), style="dim")

    def proof(self, line: ProofLine, indent: int) -> None:
        """A condition and those below it, one line each."""
        mark = Text(" " * indent).append(self._wording.mark(line.code), _CODE_STYLES[line.code]).append(" ")
        self.line(mark, Text.assemble(line.text, (f"  {line.quote}{line.where}" if line.quote else "", "dim")))
        for below in line.below:
            self.proof(below, indent + 2)
