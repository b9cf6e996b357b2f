"""Reports for a terminal: the sections of an answer in lines; with everything, each finding in full below them.

Colour comes from rich and only on a terminal; nothing is said by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len

from clausewise.engine.findings import Result
from clausewise.language.kleene import FALSE, TRUE, UNKNOWN
from clausewise.language.verdicts import Verdict
from clausewise.patterns import pattern
from clausewise.report import ReportOptions
from clausewise.report.answer.entries import Entry
from clausewise.report.answer.outline import shorter_and_shorter
from clausewise.report.answer.proofs import ProofLine
from clausewise.report.answer.sections import Group, Item, Outline, Question, Section, SectionKind, Words
from clausewise.report.kit.lines import Page
from clausewise.report.quotations import Quotation
from clausewise.report.styled import Text
from clausewise.report.wording import Wording
from clausewise.report.wrapping import break_lines, fitted

if TYPE_CHECKING:
    from clausewise.report.plain_console import Console

_SECTION_STYLES = {
    SectionKind.BENEFITS: "bold green",
    SectionKind.TWICE: "bold red",
    SectionKind.NOTICES: "bold yellow",
    SectionKind.TO_ASK: "bold yellow",
}

_SENTENCE = pattern(r".*?[？?](?!”)")

_VERDICT_STYLES = {Verdict.APPLIES: "bold green", Verdict.UNDETERMINED: "bold yellow", Verdict.DOES_NOT_APPLY: "bold"}
_CODE_STYLES = {TRUE: "green", UNKNOWN: "yellow", FALSE: "red"}


def _most_lines(outline: Outline) -> int:
    """What stands on one screen: under forty lines, and two more for each benefit beyond the fifth."""
    benefits = sum(len(section.items) for section in outline.sections if section.kind is SectionKind.BENEFITS)
    return 39 + 2 * max(benefits - 5, 0)


def print_results(console: Console, results: Sequence[Result], options: ReportOptions) -> None:
    """Print the report of each result, with a rule between two of them."""
    for number, result in enumerate(results):
        page = AnswerPage(console, Wording(result.pack, options.language))
        if number:
            page.line("", "─" * page.width, style="dim")
            page.print()
        page.first_that_fits(shorter_and_shorter(result, options), options)
        page.print()


class AnswerPage(Page):
    """Writes the report of one result."""

    def first_that_fits(self, outlines: Iterable[Outline], options: ReportOptions) -> None:
        """The report of the first outline that stands on one screen, or of the last. All of it fits anywhere."""
        for outline in outlines:
            self._lines.clear()
            most = None if options.everything else _most_lines(outline)
            self.report(outline, options, most)
            if most is None or len(self._lines) <= most:
                return
        self._lines.clear()
        self.report(outline, options)

    def report(self, outline: Outline, options: ReportOptions, most: int | None = None) -> None:
        """The whole report of one result: the sections, then, where everything is wanted, each finding in full.

        Of a report of more than `most` lines no more is laid out than shows that it is too long.
        """
        self._head(outline)
        was_one_line = False
        for section in outline.sections:
            begin = len(self._lines)
            self._section(section, outline)
            is_one_line = len(self._lines) == begin + 1
            stand_together = (was_one_line or is_one_line) if outline.is_terse else (was_one_line and is_one_line)
            if not (outline.is_close and stand_together):
                self._lines.insert(begin, Text())
            was_one_line = is_one_line
            if most is not None and len(self._lines) > most:
                return
        if options.everything:
            self._in_full(outline)
        for line in outline.closing:
            self.line("", line, style="dim")

    def _head(self, outline: Outline) -> None:
        word = self._wording.word
        title = Text(self._wording.aside(outline.title or outline.case, outline.people), "bold")
        about = [outline.pack, f"{word('as_of')} {outline.as_of}"]
        self.line("", Text(" · ").join([title, *(Text(one, "dim") for one in about)]))
        if outline.office:
            self.line("", outline.office, style="dim")

    def _section(self, section: Section, outline: Outline) -> None:
        heading = Text(section.heading, _SECTION_STYLES.get(section.kind, "bold"))
        if section.remark:
            heading.append(self._wording.spaced(["", section.remark]), "dim")
        flowing = self._wording.in_turn(item.text for item in section.items) if section.flows else ""
        beside = self._wording.named("", flowing) if flowing else ""
        if beside and cell_len(heading.plain) + cell_len(beside) <= self.width:
            self.line("", heading.append(beside, "default"))
            return
        self.line("", heading)
        if not section.items and section.empty:
            self.line("  ", section.empty)
        if flowing:
            self.line("  ", flowing)
            return
        for item in section.items:
            self._item(item, outline)

    def _item(self, item: Item, outline: Outline) -> None:
        mark = Text("  ").append(f"{item.mark} " if item.mark else "", "bold")
        if item.asks:
            self._asks(mark, item)
            return
        if item.words is None:
            self.line(mark, item.text)
        else:
            self._benefit(mark, item, item.words, outline)
        for line in item.beside:
            self.line("      ", line, style="dim")

    def _benefit(self, mark: Text, item: Item, words: Words, outline: Outline) -> None:
        """What it is, in as few lines as can be, the words in one where they can be, and our rendering of them.

        What is left open of the words always stands with them, in a line of its own where no other has room. In English
        the aids, which the words do not name to whoever reads no Chinese, stay by name while there is room.
        """
        room = self.width - cell_len(mark.plain)
        shorter = item.shorter if self._wording.chinese or outline.is_close else ()
        before = f"      {words.before} "
        room_for_words = self.width - cell_len(before)
        quoted = f"「{words.quotation.within(room_for_words - cell_len('「」'))}」"
        after = self._wording.spaced(["", words.after]) if words.after else ""
        behind_words = cell_len(quoted) + cell_len(after) <= room_for_words
        behind = "" if behind_words else after
        heads = (item.text, *shorter)
        fewest = min(len(break_lines(one, room)) for one in heads)
        # The first of the shortest, but rather one with room behind it for what is left open.
        shortest = [one for one in heads if len(break_lines(one, room)) == fewest]
        head = next((one for one in shortest if len(break_lines(one + behind, room)) == fewest), None)
        if head is None:
            head, behind = shortest[0], ""
        self.line(mark, Text.assemble((head, "bold"), (behind, "dim")))
        self.line(before, Text.assemble(quoted, (after if behind_words else "", "dim")))
        if after and not (behind_words or behind):
            self.line("      ", words.after, style="dim")
        if item.rendering and not (outline.is_terse and cell_len(item.rendering) > self.width - 6):
            self.line("      ", item.rendering, style="dim")

    def _fitted(self, text: str, width: int) -> str:
        """What is said in the language of the page, with an ellipsis where it is longer."""
        return fitted(text, width, "……" if self._wording.chinese else " …")

    def _asks(self, mark: Text, item: Item) -> None:
        """As many of its questions as there is room for in the line, and what they are for."""
        more = self._wording.word("and_others")
        room = self.width - cell_len(mark.plain) - cell_len(more) - 2
        serves = item.text if cell_len(item.asks[0]) + cell_len(item.text) <= room else item.brief
        # Of a question that is too long for the line its first sentence asks what it asks.
        first = _SENTENCE.match(item.asks[0])
        is_too_long = cell_len(item.asks[0]) + cell_len(serves) > room
        shown = [first[0] if first is not None and is_too_long else item.asks[0]]
        for asked in item.asks[1:] if not is_too_long else ():
            if cell_len(" ".join([*shown, asked])) + cell_len(serves) > room:
                break
            shown.append(asked)
        text = " ".join(shown) + (more if shown != list(item.asks) else "")
        self.line(
            mark,
            Text.assemble(self._fitted(text, room + cell_len(more) - cell_len(serves)), (f"  {serves}", "dim")),
        )

    def _counted(self, name: str, count: int) -> str:
        return self._wording.aside(self._wording.heading(name), str(count))

    def _titled_section(self, text: str, style: str) -> None:
        self.blank()
        self.line("", Text(text, style))

    def _in_full(self, outline: Outline) -> None:
        """Each finding with what it grants, sets in motion and rests on; each question with what it could settle."""
        found = [entry for section in outline.sections for item in section.items for entry in item.entries]
        applying = [entry for entry in found if entry.verdict is Verdict.APPLIES]
        if applying:
            self._titled_section(self._counted("applies", len(applying)), "bold green")
        for entry in applying:
            self.entry(entry, indent=2)
        self._undetermined(outline)
        if outline.refused:
            count = sum(len(group.entries) for group in outline.refused)
            self._titled_section(self._counted("does_not_apply", count), "bold")
        for group in outline.refused:
            self._refused(group)

    def entry(self, entry: Entry, *, indent: int = 0, verdict: bool = False) -> None:
        """A rule with what it grants, who handles it, what follows, and the words it rests on."""
        title = Text.assemble((f"{entry.provision} ", "bold"), self._titled(entry))
        title.append(f"  {entry.kind} {entry.modality}", "cyan")
        if verdict:
            said = self._wording.aside(entry.verdict_word, entry.waits)
            title = Text.assemble((f"{said}  ", _VERDICT_STYLES[entry.verdict]), title)
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

    def _undetermined(self, outline: Outline) -> None:
        """What is undetermined one by one with what it waits for, and all questions with what they could settle."""
        entries = [entry for group in outline.undetermined for entry in group.entries]
        if not entries and not outline.questions:
            return
        counted = [self._counted("undetermined", len(entries))]
        if outline.questions:
            counted.append(self._counted("questions", len(outline.questions)))
        self._titled_section(" · ".join(counted), "bold yellow")
        for entry in entries:
            asked = ", ".join(f"?{number}" for number in entry.questions)
            waits = f"  {entry.waits}" + (f" {asked}" if asked else "")
            self.line("  ", Text.assemble((f"{entry.provision} ", "bold"), self._titled(entry), (waits, "yellow")))
            self._left_open(entry)
        if entries and outline.questions:
            self.blank()
        for question in outline.questions:
            self._question(question)

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
            quotes = [f"「{one.relied_on}」{one.where}" for one in entry.quotations if one.spans]
            facts = self._wording.in_turn(entry.facts)
            self.line("    ✗ ", Text.assemble(facts, ("  " + " ".join(quotes) if quotes else "", "dim")))
            self._left_open(entry)

    def refused(self, entry: Entry) -> None:
        """That a finding does not apply, and what decided it."""
        title = Text.assemble((f"{entry.verdict_word}  ", _VERDICT_STYLES[entry.verdict]), f"{entry.provision} ")
        grounds = self._wording.named("", self._wording.in_turn(entry.facts)) if entry.facts else ""
        self.line("", title + Text(self._titled(entry)) + Text(grounds))

    def _left_open(self, entry: Entry) -> None:
        for name, line in entry.left_open:
            self.line("      ", self._wording.named(self._wording.word(name), line), style="dim")

    def proof(self, line: ProofLine, indent: int) -> None:
        """A condition and those below it, one line each."""
        mark = Text(" " * indent).append(self._wording.mark(line.code), _CODE_STYLES[line.code]).append(" ")
        self.line(mark, Text.assemble(line.text, (f"  {line.quote}{line.where}" if line.quote else "", "dim")))
        for below in line.below:
            self.proof(below, indent + 2)
