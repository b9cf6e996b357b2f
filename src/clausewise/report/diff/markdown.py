"""What differs between two packs as Markdown: `<del>` went and `<ins>` came, conditions as a diff, households as YAML.

What comes from a pack or a case is escaped, so that it is read as text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from clausewise.audit.changes import Differences
from clausewise.language.labels import Language
from clausewise.report.diff.outline import CaseItem, DiffOutline, Item, Line, MeaningItem, outline_of
from clausewise.report.diff.stretches import Stretch, Was
from clausewise.report.kit.markdown import code, escape, fenced
from clausewise.report.wording import Wording

_TAGS = {Was.KEPT: ("", ""), Was.GONE: ("<del>", "</del>"), Was.COME: ("<ins>", "</ins>")}
_SIGNS = {Was.KEPT: " ", Was.GONE: "-", Was.COME: "+"}


def render_diff_markdown(differences: Differences, language: Language) -> str:
    """The whole report, ending with a newline."""
    note = _Note(Wording(differences.new, language))
    return "\n".join(note.lines(outline_of(differences, language))) + "\n"


class _Note:
    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def lines(self, outline: DiffOutline) -> Iterator[str]:
        """The report line by line."""
        yield f"# {escape(outline.title)}"
        yield ""
        yield f"- {escape(outline.old)}"
        yield f"- {escape(outline.new)}"
        if outline.nothing:
            yield from ("", escape(outline.nothing))
        for section in outline.sections:
            yield from self._heading(section.title, section.counts)
            for item in section.items:
                yield from self._item(item)
        if outline.meanings or not outline.nothing:
            yield from self._heading(outline.meaning_title, "")
            for meaning in outline.meanings:
                yield from self._meaning(meaning)
            if outline.by_structure:
                yield f"- {escape(outline.by_structure)}"
        if outline.cases is not None:
            yield from self._heading(outline.cases_title, outline.replayed)
            for case in outline.cases:
                yield from self._case(case)

    def _heading(self, title: str, remark: str) -> Iterator[str]:
        yield from ("", f"## {escape(self._wording.aside(title, remark))}", "")

    def _item(self, item: Item) -> Iterator[str]:
        remarks = self._wording.in_turn(item.remarks)
        head = f"**{escape(item.mark)} {escape(item.kind)} {code(item.id)}** {escape(item.label)}".rstrip()
        yield f"- {head}" + (f" — *{escape(remarks)}*" if remarks else "")
        if item.text:
            yield f"  - {escape(item.text)}"
        for line in item.lines:
            yield from self._line(line, "  ")

    def _line(self, line: Line, indent: str) -> Iterator[str]:
        name = escape(line.name)
        if line.tree:
            yield f"{indent}- {self._wording.named(name, '').rstrip()}"
            yield from fenced("diff", (f"{_SIGNS[was]} {text}" for was, text in line.tree), indent + "  ")
            return
        said = _tagged(line.prose) if line.prose else escape(line.value)
        yield f"{indent}- {self._wording.named(name, said)}"

    def _meaning(self, item: MeaningItem) -> Iterator[str]:
        remarks = self._wording.in_turn(item.remarks)
        head = f"**{escape(item.word)}** {code(item.rule)} {escape(item.title)}"
        yield f"- {head}" + (f" — *{escape(remarks)}*" if remarks else "")
        for household in item.households:
            yield f"  - {escape(self._wording.named(household.says, household.verdicts))}"
            yield from fenced("yaml", household.text.splitlines(), "    ")

    def _case(self, item: CaseItem) -> Iterator[str]:
        yield f"- **{escape(item.file)}**"
        for says, reasons in item.refused:
            for reason in reasons:
                yield f"  - {escape(self._wording.named(says, reason))}"
        for title, lines in item.findings:
            yield f"  - {escape(title)}"
            for line in lines:
                yield from self._line(line, "    ")


def _tagged(stretches: Iterable[Stretch]) -> str:
    return "".join(f"{_TAGS[was][0]}{escape(text)}{_TAGS[was][1]}" for was, text in stretches)
