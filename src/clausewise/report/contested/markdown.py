"""Contested points as Markdown, for a memorandum: the two readings as a table, all else as lists.

What comes from a pack or a case is escaped, so that it is read as text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from clausewise.audit.contested import ContestedPoints
from clausewise.language.labels import Language
from clausewise.report.contested.outline import (
    NAMES,
    ContestedOutline,
    PointLines,
    ReadingLines,
    RuleLine,
    make_contested_outline,
    none_contested,
)
from clausewise.report.kit.markdown import code, escape, fenced
from clausewise.report.wording import Wording


def render_contested_markdown(found: ContestedPoints, language: Language) -> str:
    """The whole answer, ending with a newline; one sentence where there is no point."""
    if not found.points:
        return escape(none_contested(found, language)) + "\n"
    note = _Note(Wording(found.pack, language))
    return "\n".join(note.lines(make_contested_outline(found, language))) + "\n"


class _Note:
    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def _name(self, name: str) -> str:
        return escape(self._wording.pick(NAMES[name]))

    def lines(self, outline: ContestedOutline) -> Iterator[str]:
        """The answer line by line."""
        yield from (f"# {escape(outline.title)}", "", escape(outline.about), "", escape(outline.explained))
        for point in outline.points:
            yield from self._point(point)
        if outline.rest:
            yield from ("", escape(outline.rest))
        yield from ("", "---", "")
        for name, digest in outline.digests:
            yield f"- {self._wording.named(name, f'`{digest}`')}"

    def _point(self, point: PointLines) -> Iterator[str]:
        yield from ("", f"## {escape(point.provision)} {escape(point.words)} {code(point.id)}", "")
        yield f"> {self._sentence(point)}"
        if point.quotation.rendering:
            yield from (">", f"> {escape(point.quotation.rendering)}")
        yield from ("", f"**{escape(point.question)}**", "")
        yield from self._table(point.readings)
        yield ""
        yield from self._field("decides", point.decides)
        yield from self._field("office", point.office)
        yield from self._rules("benefits", point.benefits)
        yield from self._rules("steps", point.steps)
        if point.through:
            listed = self._wording.listed(f"{one.provision} {one.title}" for one in point.through)
            yield from self._field("through", listed)
        yield from self._household(point)
        yield from self._field("cases", point.cases)
        for case in point.turned:
            remark = escape(self._wording.aside(case.title, case.reads))
            yield f"  - {code(case.id)} {remark}: {escape(self._wording.in_turn(case.findings))}"
        if point.opened:
            yield f"  - {self._wording.named(self._name('opened'), self._wording.listed(map(code, point.opened)))}"
        yield from self._field("registry", point.registry)
        if point.open:
            yield f"- {self._wording.named(self._name('left_open'), '').rstrip()}"
            yield from (f"  - {escape(self._wording.quoted_alone(one.words))} {escape(one.why)}" for one in point.open)

    def _sentence(self, point: PointLines) -> str:
        text, at, written = point.quotation.text, 0, ""
        for begin, end in point.quotation.spans:
            written += f"{escape(text[at:begin])}**{escape(text[begin:end])}**"
            at = end
        return written + escape(text[at:])

    def _table(self, readings: Sequence[ReadingLines]) -> Iterator[str]:
        def row(cells: Sequence[str]) -> str:
            return f"| {' | '.join(cells)} |"

        held = f" ← {self._name('office')}"
        yield row([f"{escape(one.name)}{held if one.is_held else ''}" for one in readings])
        yield row(["---", "---"])
        yield row([escape(one.says) for one in readings])
        if any(one.law for one in readings):
            yield row([escape(one.law) for one in readings])
        if any(one.verdict for one in readings):
            yield row([f"→ **{escape(one.verdict)}**" for one in readings])

    def _field(self, name: str, text: str) -> Iterator[str]:
        if text:
            yield f"- {self._wording.named(self._name(name), escape(text))}"

    def _rules(self, name: str, rules: Sequence[RuleLine]) -> Iterator[str]:
        if rules:
            yield f"- {self._wording.named(self._name(name), '').rstrip()}"
            yield from (f"  - {escape(one.provision)} {escape(one.title)} {code(one.id)}" for one in rules)

    def _household(self, point: PointLines) -> Iterator[str]:
        household = point.household
        if household is None:
            yield from self._field("parts", point.no_household)
            return
        yield from self._field("parts", household.rule)
        for who, facts in household.facts:
            known = self._wording.in_turn(facts)
            yield f"  - {escape(self._wording.named(who, known) if known else who)}"
        yield ""
        yield from fenced("yaml", household.text.splitlines(), "  ")
        yield ""
