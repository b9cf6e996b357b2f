"""Reports as Markdown, for a file note: the same sections as on a terminal, with each provision quoted whole.

What comes from a case or a pack is escaped, so that it is read as text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from clausewise.engine.findings import Result
from clausewise.language.verdicts import Verdict
from clausewise.report import ReportOptions
from clausewise.report.answer.entries import Entry
from clausewise.report.answer.outline import make_outline
from clausewise.report.answer.sections import Heading, Item, Outline, Question, Section, SectionKind
from clausewise.report.kit.markdown import escape
from clausewise.report.wording import Wording


def render_markdown(results: Sequence[Result], options: ReportOptions) -> str:
    """The report of each result, with a line between two of them, ending with a newline."""
    notes = []
    for result in results:
        note = _Note(Wording(result.pack, options.language), options)
        notes.append("\n".join(note.lines(make_outline(result, options, whole=True))))
    return "\n\n---\n\n".join(notes) + "\n"


class _Note:
    """Writes the outline of one result line by line."""

    def __init__(self, wording: Wording, options: ReportOptions) -> None:
        self._wording = wording
        self._everything = options.everything

    def lines(self, outline: Outline) -> Iterator[str]:
        wording = self._wording
        yield f"# {escape(wording.aside(outline.title or outline.case, outline.people))}"
        yield ""
        yield f"- {escape(wording.named(wording.heading('case'), outline.case))}"
        yield f"- {escape(wording.named(wording.heading('document'), outline.pack))}"
        yield f"- {escape(wording.named(wording.heading('as_of'), outline.as_of))}"
        if outline.office:
            yield f"- {escape(outline.office)}"
        if outline.note:
            yield from ("", escape(outline.note))
        for section in outline.sections:
            yield from self._section(section, outline)
        if outline.undetermined:
            yield from self._undetermined(outline)
        if self._everything:
            yield from self._refused(outline)
        yield from ("", *map(escape, outline.closing))
        yield from self._digests(outline)

    def _section(self, section: Section, outline: Outline) -> Iterator[str]:
        yield from ("", f"## {escape(section.heading)}", "")
        if section.remark:
            yield from (escape(section.remark), "")
        if not section.items:
            yield escape(section.empty)
        elif section.kind is SectionKind.TO_ASK:
            for question in outline.questions:
                yield from self._question(question)
        for item in section.items if section.kind is not SectionKind.TO_ASK else ():
            yield from self._item(item)

    def _item(self, item: Item) -> Iterator[str]:
        text = escape(f"{item.mark} {item.text}" if item.mark else item.text)
        yield f"- **{text}**" if item.words else f"- {text}"
        if item.words is not None:
            after = self._wording.spaced(["", item.words.after]) if item.words.after else ""
            yield f"  - {escape(f'{item.words.before} 「{item.words.quote}」{after}')}"
        yield from (f"  - {escape(line)}" for line in item.beside)
        for entry in item.entries:
            if entry.verdict is Verdict.APPLIES:
                yield ""
                yield from (f"  {line}" if line else "" for line in self._entry(entry))
                yield ""

    def _entry(self, entry: Entry) -> Iterator[str]:
        wording = self._wording
        yield f"**{escape(self._titled(entry))}** — {escape(entry.kind)} {escape(entry.modality)}"
        yield ""
        fields = [("aid", aid) for aid in entry.aid]
        fields += [("not_granted", aid) for aid in entry.not_granted]
        fields += [("agency", entry.agency)]
        for step in entry.steps:
            fields.append(("followup", step.text))
            fields += [("", listed) for listed in step.listed]
        fields += [("deadline", entry.deadline)] if entry.deadline else []
        fields += entry.left_open
        fields += [("facts", wording.in_turn(entry.facts))] if entry.facts else []
        for name, text in fields:
            yield f"- {escape(wording.named(wording.word(name), text))}" if name else f"  - {escape(text)}"
        for quotation in entry.quotations:
            if quotation.spans:
                yield ""
                yield f"> {escape(wording.aside(quotation.text, quotation.where))}"
                if quotation.rendering:
                    yield from (">", f"> {escape(quotation.rendering)}")

    def _titled(self, entry: Entry) -> str:
        return self._wording.aside(f"{entry.provision} {entry.title}", self._wording.listed(entry.subjects))

    def _undetermined(self, outline: Outline) -> Iterator[str]:
        yield from self._counted("undetermined", sum(len(group.entries) for group in outline.undetermined))
        for group in outline.undetermined:
            for entry in group.entries:
                asked = ", ".join(f"?{number}" for number in entry.questions)
                what = " ".join(filter(None, (entry.waits, asked or escape(self._wording.in_turn(entry.reasons)))))
                yield f"- {escape(self._titled(entry))} — {what}"
                yield from self._left_open(entry)

    def _question(self, question: Question) -> Iterator[str]:
        wording = self._wording
        asked = wording.named(wording.listed(question.members), question.text) if question.members else question.text
        yield f"- **?{question.number}** {escape(asked)}"
        if question.lookup:
            yield f"  - {escape(wording.named(wording.word('lookup'), question.lookup))}"
        if question.asked_of:
            yield f"  - {escape(question.asked_of)}"
        yield f"  - → {escape(wording.in_turn(question.settles))}"

    def _refused(self, outline: Outline) -> Iterator[str]:
        yield from self._counted("does_not_apply", sum(len(group.entries) for group in outline.refused))
        wording = self._wording
        for group in outline.refused:
            if not group.entries:
                yield f"- {_heading(group.measure)}"
                yield f"  - ✗ {wording.word('no_members')}"
            for entry in group.entries:
                yield f"- {escape(self._titled(entry))}"
                yield f"  - ✗ {escape(wording.in_turn(entry.facts))}"
                yield from self._left_open(entry)
                quotes = [f"「{one.relied_on}」{one.where}" for one in entry.quotations if one.spans]
                if quotes:
                    yield f"  - {escape(wording.named(wording.word('quoted'), wording.listed(quotes)))}"

    def _left_open(self, entry: Entry) -> Iterator[str]:
        for name, line in entry.left_open:
            yield f"  - {escape(self._wording.named(self._wording.word(name), line))}"

    def _counted(self, name: str, count: int) -> Iterator[str]:
        yield from ("", f"## {self._wording.aside(self._wording.heading(name), str(count))}", "")

    def _digests(self, outline: Outline) -> Iterator[str]:
        yield from ("", "---", "")
        for name, digest in outline.digests:
            yield f"- {self._wording.named(name, f'`{digest}`')}"


def _heading(heading: Heading) -> str:
    return escape(heading.line)
