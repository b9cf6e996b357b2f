"""What differs in the text of a document: sections, clauses with their titles, provisions, and what is not on the page.

A provision whose words stand under another number is moved, not rewritten. Nothing here looks at rules.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

from clausewise.audit.changes import ChangeKind, EntryChange, EntryKind, Field, FieldChange
from clausewise.audit.entry_changes import compared
from clausewise.document.model import Clause, Document, Provision, Section
from clausewise.language.labels import Label
from clausewise.language.model import Pack

Id = TypeVar("Id", bound=Hashable)

_ON_PAGE = Label("本页有文本", "its text is on the page")
_NOT_ON_PAGE = Label("本页无文本", "its text is not on the page")


def merged_order(old: Sequence[Id], new: Sequence[Id]) -> list[Id]:
    """All ids of both: in the order of the new, those that went where they stood between the others."""
    known = set(new)
    after: dict[Id | None, list[Id]] = {}
    last: Id | None = None
    for one in old:
        if one in known:
            last = one
        else:
            after.setdefault(last, []).append(one)
    merged = list(after.get(None, []))
    for one in new:
        merged += [one, *after.get(one, [])]
    return merged


def section_entries(old: Document, new: Document) -> Iterator[EntryChange]:
    """Sections that came, went, or have another heading or note."""
    before, after = _sections(old), _sections(new)
    for key in merged_order(list(before), list(after)):
        first, second = before.get(key), after.get(key)
        section = second or first
        assert section is not None
        heading = Label(section.heading, section.heading) if section.heading else None
        if first is None or second is None:
            yield EntryChange(EntryKind.SECTION, key, _came(first), heading)
            continue
        fields = (
            *compared(Field.TEXT, first.heading, second.heading),
            *compared(Field.NOTE, first.note, second.note),
        )
        if fields:
            yield EntryChange(EntryKind.SECTION, key, ChangeKind.CHANGED, heading, fields=fields)


def _sections(document: Document) -> Mapping[str, Section]:
    """Sections by number; one without a number by its place among all."""
    return {one.number or f"({place})": one for place, one in enumerate(document.sections, 1)}


def _came(first: object | None) -> ChangeKind:
    return ChangeKind.ADDED if first is None else ChangeKind.REMOVED


def clause_entries(old: Pack, new: Pack) -> Iterator[EntryChange]:
    """Clauses that came, went, are now on the page or no more, or have another title or section."""
    for number in sorted({*old.document.numbers(), *new.document.numbers()}):
        before, after = old.document.clause(number), new.document.clause(number)
        clause = after or before
        label = Label(clause.title, clause.title) if clause and clause.title else None
        known = [number in pack.document.numbers() for pack in (old, new)]
        if not all(known):
            yield EntryChange(EntryKind.CLAUSE, str(number), _came(None if known[1] else number), label)
            continue
        fields = tuple(_clause_changes(before, after, (old, new), number))
        if fields:
            yield EntryChange(EntryKind.CLAUSE, str(number), ChangeKind.CHANGED, label, fields=fields)


def _clause_changes(
    before: Clause | None, after: Clause | None, packs: tuple[Pack, Pack], number: int
) -> Iterator[FieldChange]:
    yield from compared(Field.ON_PAGE, _on_page(before), _on_page(after))
    if before is not None and after is not None:
        yield from compared(Field.TEXT, before.title, after.title)
        yield from compared(Field.SECTION, before.section, after.section)
    if before is None and after is None:
        old, new = packs
        yield from compared(Field.SOURCE, _evidence(old, number), _evidence(new, number))
        yield from compared(Field.NOTE, _note(old, number), _note(new, number))


def _on_page(clause: Clause | None) -> Label:
    return _NOT_ON_PAGE if clause is None else _ON_PAGE


def _evidence(pack: Pack, number: int) -> str | None:
    return next((gap.evidence for gap in pack.document.missing if gap.first <= number <= gap.last), None)


def _note(pack: Pack, number: int) -> Label | None:
    return next((gap.note for gap in pack.missing if gap.first <= number <= gap.last), None)


def provision_entries(old: Document, new: Document) -> Iterator[EntryChange]:
    """Provisions that came, went, moved to another number, or read otherwise."""
    before, after = _provisions(old), _provisions(new)
    moved = _moved(before, after)
    came_from = {second: first for first, second in moved.items()}
    kept = before.keys() & after.keys() - moved.keys() - came_from.keys()
    came_from |= {number: number for number in kept}
    found = [
        EntryChange(EntryKind.PROVISION, number, ChangeKind.REMOVED, None, number, text=one.text)
        for number, one in before.items()
        if number not in came_from.values()
    ]
    for number, one in after.items():
        first = before.get(came_from.get(number, ""))
        if first is None:
            found.append(EntryChange(EntryKind.PROVISION, number, ChangeKind.ADDED, None, number, text=one.text))
            continue
        fields = (*compared(Field.NUMBER, first.id, one.id), *compared(Field.TEXT, first.text, one.text))
        if fields:
            found.append(EntryChange(EntryKind.PROVISION, number, ChangeKind.CHANGED, None, number, fields))
    yield from sorted(found, key=lambda change: [int(part) for part in change.id.split(".")])


def _provisions(document: Document) -> Mapping[str, Provision]:
    return {one.id: one for clause in document.clauses for one in clause.provisions}


def _moved(old: Mapping[str, Provision], new: Mapping[str, Provision]) -> dict[str, str]:
    """Old numbers by new ones, of provisions whose very words stand under another number, in their order."""
    first = [(one.id, one.text) for one in old.values()]
    second = [(one.id, one.text) for one in new.values()]
    matcher = SequenceMatcher(None, [text for _, text in first], [text for _, text in second], autojunk=False)
    found: dict[str, str] = {}
    for block in matcher.get_matching_blocks():
        for offset in range(block.size):
            before, after = first[block.a + offset][0], second[block.b + offset][0]
            if before != after:
                found[before] = after
    return found
