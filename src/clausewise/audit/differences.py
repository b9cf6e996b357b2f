"""Which entries of a pack came, went or differ: its text, rules, duties, facts and the rest, each held against the old.

Everything a pack holds is compared, so that nothing found means nothing differs. What a change does to verdicts is
settled elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import TypeVar

from clausewise.audit.changes import ChangeKind, EntryChange, EntryKind, Field, FieldChange
from clausewise.audit.entry_changes import (
    Changes,
    assurance_changes,
    compared,
    duty_changes,
    fact_changes,
    point_changes,
    rule_changes,
    topic_changes,
    words_changes,
)
from clausewise.audit.text_changes import clause_entries, merged_order, provision_entries, section_entries
from clausewise.language.assurances import Accepted
from clausewise.language.conditions import meaning_tree
from clausewise.language.connectives import Connective
from clausewise.language.contested import ContestedPoint, point_of_fact
from clausewise.language.facts import Fact, Parameter
from clausewise.language.labels import Label
from clausewise.language.model import Pack
from clausewise.language.rules import Agency, Duty, OpenProvision, Register, Rule
from clausewise.language.topics import Topic

Entry = TypeVar("Entry")
Id = TypeVar("Id", bound=Hashable)
Explained = TypeVar("Explained", Accepted, Connective)


def entry_changes(old: Pack, new: Pack) -> tuple[EntryChange, ...]:
    """Every entry that came, went or differs, in the order of `EntryKind`, and in each kind as the packs have them."""
    return (
        *_header(old, new),
        *section_entries(old.document, new.document),
        *clause_entries(old, new),
        *provision_entries(old.document, new.document),
        *_rules(old, new),
        *_duties(old, new),
        *_open_provisions(old, new),
        *_named(EntryKind.AGENCY, old.agencies, new.agencies, _agency_changes),
        *_named(EntryKind.REGISTER, old.registers, new.registers, _agency_changes),
        *_named(EntryKind.FACT, _own_facts(old), _own_facts(new), fact_changes),
        *_named(EntryKind.CONTESTED, old.contested, new.contested, point_changes),
        *_named(EntryKind.TOPIC, _topics(old), _topics(new), topic_changes),
        *_named(EntryKind.PARAMETER, old.parameters, new.parameters, _parameter_changes),
        *_assurances(old, new),
        *_explained(EntryKind.ACCEPTED, *({one.id: one for one in pack.accepted} for pack in (old, new))),
        *_explained(EntryKind.CONNECTIVE, *({one.word: one for one in pack.connectives} for pack in (old, new))),
    )


def _topics(pack: Pack) -> dict[str, Topic]:
    return {one.id: one for one in pack.topics}


def _own_facts(pack: Pack) -> dict[str, Fact]:
    """The facts of a pack's own; those made of contested points are compared with the points."""
    return {name: fact for name, fact in pack.facts.items() if point_of_fact(name) is None}


def _header(old: Pack, new: Pack) -> Iterator[EntryChange]:
    fields = (
        *compared(Field.ID, old.id, new.id),
        *compared(Field.ID, old.document.id, new.document.id, Label("文件", "document")),
        *compared(Field.FORM, old.document.form, new.document.form),
        *compared(Field.CLAUSES, f"{old.first_clause}–{old.last_clause}", f"{new.first_clause}–{new.last_clause}"),
        *compared(Field.PRINTED, old.printed, new.printed),
        *compared(Field.IN_FORCE, _in_force(old), _in_force(new)),
        *compared(Field.NEWER, _newer(old), _newer(new)),
        *compared(Field.ENGLISH, _english(old, new), _english(new, old)),
        *compared(Field.TITLE, old.title, new.title),
        *compared(Field.NOTE, old.note, new.note),
    )
    if fields:
        yield EntryChange(EntryKind.PACK, new.id, ChangeKind.CHANGED, new.title, fields=fields)


def _in_force(pack: Pack) -> Label | None:
    held = pack.in_force
    if held is None:
        return None
    days = f"{held.since} – {held.until or ''}".strip()
    return Label(f"{days} {held.label.zh}", f"{days} {held.label.en}")


def _english(pack: Pack, other: Pack) -> tuple[str, ...]:
    """What one pack renders otherwise than the other."""
    mine = {**{str(number): text for number, text in pack.english.clauses.items()}, **pack.english.provisions}
    theirs = {**{str(number): text for number, text in other.english.clauses.items()}, **other.english.provisions}
    return tuple(f"{name} {text}" for name, text in mine.items() if theirs.get(name) != text)


def _newer(pack: Pack) -> tuple[str, ...]:
    return tuple(f"{one.label.zh} ({one.since})" for one in pack.newer)


def _rules(old: Pack, new: Pack) -> Iterator[EntryChange]:
    before, after = old.rules_by_id, new.rules_by_id
    renamed = _renamed(before, after, lambda rule: (rule.about, meaning_tree(rule.when)), _rule_likeness)
    for rule_id, first, second in _side_by_side(before, after):
        rule = second or first
        change = _change(first, second, rule_changes)
        if change is not None and rule is not None:
            yield EntryChange(
                EntryKind.RULE, rule_id, change[0], rule.title, rule.provision, change[1], likely=renamed.get(rule_id)
            )


def _duties(old: Pack, new: Pack) -> Iterator[EntryChange]:
    before, after = ({duty.id: duty for duty in pack.duties} for pack in (old, new))
    renamed = _renamed(before, after, lambda duty: (duty.words, _sorted(duty.actors)), _duty_likeness)
    for duty_id, first, second in _side_by_side(before, after):
        duty = second or first
        change = _change(first, second, duty_changes)
        if change is not None and duty is not None:
            yield EntryChange(
                EntryKind.DUTY, duty_id, change[0], duty.does, duty.provision, change[1], likely=renamed.get(duty_id)
            )


def _sorted(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(names))


def _rule_likeness(old: Rule, new: Rule) -> int:
    same_aid = {aid.label.zh for aid in old.aid} == {aid.label.zh for aid in new.aid}
    return (old.provision == new.provision) + (old.title == new.title) + same_aid


def _duty_likeness(old: Duty, new: Duty) -> int:
    return (old.provision == new.provision) + (old.does == new.does)


def _renamed(
    old: Mapping[str, Entry],
    new: Mapping[str, Entry],
    key: Callable[[Entry], Hashable],
    likeness: Callable[[Entry, Entry], int],
) -> dict[str, str]:
    """Entries that went with one of the same key that came: ids of each by the other's, the likest pairs first."""
    gone = {entry_id: key(entry) for entry_id, entry in old.items() if entry_id not in new}
    come = {entry_id: key(entry) for entry_id, entry in new.items() if entry_id not in old}
    pairs = [(first, second) for first, was in gone.items() for second, now in come.items() if was == now]
    found: dict[str, str] = {}
    for first, second in sorted(pairs, key=lambda pair: -likeness(old[pair[0]], new[pair[1]])):
        if first not in found and second not in found:
            found |= {first: second, second: first}
    return found


def _open_provisions(old: Pack, new: Pack) -> Iterator[EntryChange]:
    before, after = ({(one.provision, one.words.pieces): one for one in pack.open} for pack in (old, new))
    for _, first, second in _side_by_side(before, after):
        entry = second or first
        change = _change(first, second, lambda one, two: compared(Field.NOTE, one.note, two.note))
        if change is not None and entry is not None:
            yield _open_entry(entry, *change)


def _open_entry(entry: OpenProvision, kind: ChangeKind, fields: tuple[FieldChange, ...]) -> EntryChange:
    text = None if fields else str(entry.words)
    return EntryChange(EntryKind.OPEN, entry.provision, kind, None, entry.provision, fields, text)


def _agency_changes(old: Agency | Register, new: Agency | Register) -> Changes:
    yield from compared(Field.LABEL, old.label, new.label)
    yield from words_changes(old.words, new.words, (None, None))


def _parameter_changes(old: Parameter, new: Parameter) -> Changes:
    yield from compared(Field.TYPE, old.type.value, new.type.value)
    if old.values != new.values:
        yield FieldChange(Field.VALUES, old, new)
    yield from compared(Field.LABEL, old.label, new.label)
    yield from compared(Field.SOURCE, old.source, new.source)


def _assurances(old: Pack, new: Pack) -> Iterator[EntryChange]:
    before, after = ({one.id: one for one in pack.assurances} for pack in (old, new))
    for assurance_id, first, second in _side_by_side(before, after):
        one = second or first
        change = _change(first, second, assurance_changes)
        if change is not None and one is not None:
            yield EntryChange(EntryKind.ASSURANCE, assurance_id, change[0], one.label, fields=change[1])


def _explained(kind: EntryKind, old: Mapping[str, Explained], new: Mapping[str, Explained]) -> Iterator[EntryChange]:
    """Entries that hold nothing but a reason."""
    for entry_id, first, second in _side_by_side(old, new):
        one = second or first
        change = _change(first, second, lambda was, now: compared(Field.WHY, was.why, now.why))
        if change is not None and one is not None:
            yield EntryChange(kind, entry_id, change[0], one.why, fields=change[1])


Named = TypeVar("Named", Agency, Register, Fact, ContestedPoint, Topic, Parameter)


def _named(
    kind: EntryKind, old: Mapping[str, Named], new: Mapping[str, Named], changes: Callable[[Named, Named], Changes]
) -> Iterator[EntryChange]:
    for entry_id, first, second in _side_by_side(old, new):
        change = _change(first, second, changes)
        label: Label | None = second.label if second else first.label if first else None
        if change is not None:
            yield EntryChange(kind, entry_id, change[0], label, fields=change[1])


def _change(
    old: Entry | None, new: Entry | None, changes: Callable[[Entry, Entry], Changes]
) -> tuple[ChangeKind, tuple[FieldChange, ...]] | None:
    """What became of an entry, None when it is as it was."""
    if old is None:
        return ChangeKind.ADDED, ()
    if new is None:
        return ChangeKind.REMOVED, ()
    fields = tuple(changes(old, new))
    return (ChangeKind.CHANGED, fields) if fields else None


def _side_by_side(old: Mapping[Id, Entry], new: Mapping[Id, Entry]) -> Iterator[tuple[Id, Entry | None, Entry | None]]:
    """Entries of both sides by id, in the order of the new, those that went where they stood in the old."""
    for entry_id in merged_order(list(old), list(new)):
        yield entry_id, old.get(entry_id), new.get(entry_id)
