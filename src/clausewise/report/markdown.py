"""Reports as Markdown, for a file note: the same as on a terminal, with each provision quoted whole.

What comes from a case or a pack is escaped, so that it is read as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from clausewise.engine.findings import Result
from clausewise.report import ReportOptions
from clausewise.report.entries import Entry
from clausewise.report.outline import Heading, Outline, Question, make_outline, named_in_runs
from clausewise.report.wording import Wording
from clausewise.visible import visible, visible_line

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&])")
_FENCE = re.compile("`{3,}")
_BEGINS_AN_ITEM = re.compile(r"^([ \t]*\d*)([-+.)=])(?=[\s=-]|$)", re.MULTILINE)


def render_markdown(results: Sequence[Result], options: ReportOptions) -> str:
    """The report of each result, with a line between two of them, ending with a newline."""
    notes = []
    for result in results:
        note = _Note(Wording(result.pack, options.language), options)
        notes.append("\n".join(note.lines(make_outline(result, options))))
    return "\n\n---\n\n".join(notes) + "\n"


class _Note:
    """Writes the outline of one result line by line."""

    def __init__(self, wording: Wording, options: ReportOptions) -> None:
        self._wording = wording
        self._everything = options.everything

    def lines(self, outline: Outline) -> Iterator[str]:
        wording = self._wording
        yield f"# {escape(outline.title or outline.case)}"
        yield ""
        yield f"- {escape(wording.named(wording.heading('case'), outline.case))}"
        yield f"- {escape(wording.named(wording.heading('document'), outline.pack))}"
        yield f"- {escape(wording.named(wording.heading('as_of'), outline.as_of))}"
        if outline.office:
            yield f"- {escape(outline.office)}"
        if outline.open_list:
            yield from ("", escape(outline.open_list))
        if outline.note:
            yield from ("", escape(outline.note))
        if outline.notices:
            yield ""
            yield from (f"- ! {escape(notice)}" for notice in outline.notices)
        yield from self._applying(outline)
        if outline.twice:
            yield from self._section("twice", len(outline.twice))
            yield from (f"- {escape(twice)}" for twice in outline.twice)
        yield from self._undetermined(outline)
        if self._everything:
            yield from self._refused(outline)
        else:
            yield from self._folded("does_not_apply", outline.does_not_apply)
        yield from self._folded("institutional", outline.institutional)
        yield from self._folded("not_encoded", outline.not_encoded)
        yield from self._folded("no_text", outline.no_text)
        yield from self._digests(outline)

    def _section(self, name: str, count: int) -> Iterator[str]:
        yield from ("", f"## {self._wording.aside(self._wording.heading(name), str(count))}", "")

    def _applying(self, outline: Outline) -> Iterator[str]:
        yield from self._section("applies", sum(len(group.entries) for group in outline.applying))
        if not outline.applying:
            yield self._wording.word("nothing_applies")
        for number, group in enumerate(outline.applying):
            yield from ("",) if number else ()
            yield f"### {_heading(group.measure)}"
            for entry in group.entries:
                yield ""
                yield from self._entry(entry)

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
                    yield f">\n> {escape(quotation.rendering)}"

    def _titled(self, entry: Entry) -> str:
        return self._wording.aside(f"{entry.provision} {entry.title}", self._wording.listed(entry.subjects))

    def _undetermined(self, outline: Outline) -> Iterator[str]:
        wording = self._wording
        yield from self._section("undetermined", sum(len(group.entries) for group in outline.undetermined))
        for group in outline.undetermined:
            for entry in group.entries:
                asked = ", ".join(f"?{number}" for number in entry.questions)
                yield f"- {escape(self._titled(entry))} — {asked or escape(wording.in_turn(entry.reasons))}"
                yield from self._left_open(entry)
        if not outline.questions:
            yield from ("",) if outline.undetermined else ()
            yield self._wording.word("nothing_open")
            return
        yield from self._section("questions", len(outline.questions))
        for question in outline.questions:
            yield from self._question(question)

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
        yield from self._section("does_not_apply", sum(len(group.entries) for group in outline.refused))
        wording = self._wording
        for group in outline.refused:
            if not group.entries:
                yield f"- {_heading(group.measure)}"
                yield f"  - ✗ {wording.word('no_members')}"
            for entry in group.entries:
                yield f"- {escape(self._titled(entry))}"
                yield f"  - ✗ {escape(wording.in_turn(entry.facts))}"
                yield from self._left_open(entry)
                quotes = [f"「{one.excerpt}」{one.where}" for one in entry.quotations if one.spans]
                if quotes:
                    yield f"  - {escape(wording.named(wording.word('quoted'), wording.listed(quotes)))}"

    def _left_open(self, entry: Entry) -> Iterator[str]:
        for name, line in entry.left_open:
            yield f"  - {escape(self._wording.named(self._wording.word(name), line))}"

    def _folded(self, name: str, headings: Sequence[Heading]) -> Iterator[str]:
        if headings:
            yield from self._section(name, len(headings))
            yield escape(self._wording.in_turn(named_in_runs(headings)))

    def _digests(self, outline: Outline) -> Iterator[str]:
        yield from ("", "---", "")
        for name, digest in outline.digests:
            yield f"- {self._wording.named(name, f'`{digest}`')}"


def escape(text: str) -> str:
    """Text in which nothing is read as Markdown, and nothing is unseen."""
    return _BEGINS_AN_ITEM.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", visible(text)))


def code(text: str) -> str:
    """Text as code, between more backticks than stand together in it."""
    shown = visible_line(text)
    longest = max((len(found) for found in re.findall("`+", shown)), default=0)
    fence = "`" * (longest + 1)
    return f"{fence} {shown} {fence}" if longest else f"{fence}{shown}{fence}"


def fenced(language: str, lines: Iterable[str], indent: str) -> Iterator[str]:
    """Lines shown as they are; the fence is longer than any in them."""
    content = list(lines)
    longest = max((len(found) for line in content for found in _FENCE.findall(line)), default=2)
    fence = "`" * (longest + 1)
    yield f"{indent}{fence}{language}"
    yield from (f"{indent}{visible_line(line)}" for line in content)
    yield f"{indent}{fence}"


def _heading(heading: Heading) -> str:
    return escape(heading.line)
