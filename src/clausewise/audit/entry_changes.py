"""What differs between two versions of one rule, duty or fact: field by field, aids and follow-ups paired.

Order, places and the way a thing is written are no difference. Nothing here looks for entries or judges a meaning.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import TypeVar

from clausewise.audit.changes import Field, FieldChange, Formula, Side
from clausewise.classes import NamedTuple
from clausewise.language.assurances import Assurance, Implication
from clausewise.language.conditions import Condition, Contested, Count, FindingOf, If, Words, meaning_tree, parts_of
from clausewise.language.contested import ContestedPoint
from clausewise.language.expressions import Expression
from clausewise.language.facts import Fact, Implied, Sensible
from clausewise.language.labels import Label
from clausewise.language.rules import Aid, Deadline, Duty, Followup, OpenPoint, Rule
from clausewise.language.topics import Topic

Part = TypeVar("Part")
Changes = Iterator[FieldChange]


class _Leaf(NamedTuple):
    """One condition of a tree: how deep it stands, what it says without its parts, and its words."""

    depth: int
    says: Hashable
    rules: frozenset[str]
    words: Words | None
    label: Label


def compared(field: Field, before: Side, after: Side, of: Label | None = None) -> Changes:
    """The change of one field, if it is one."""
    if before != after:
        yield FieldChange(field, before, after, of)


def rule_changes(old: Rule, new: Rule) -> Changes:
    """Everything that differs between two versions of a rule."""
    yield from compared(Field.PROVISION, old.provision, new.provision)
    yield from compared(Field.KIND, old.kind.value, new.kind.value)
    yield from compared(Field.ABOUT, old.about.value, new.about.value)
    yield from compared(Field.MODALITY, old.modality.kind.value, new.modality.kind.value)
    yield from compared(Field.AGENCY, _unordered(old.agency), _unordered(new.agency))
    yield from compared(Field.ASSIGNED_BY, old.assigned_by, new.assigned_by)
    here = (old.provision, new.provision)
    yield from condition_changes(Field.CONDITION, old.when, new.when, here)
    yield from _aid_changes(old.aid, new.aid, here)
    yield from _followup_changes(old.followup, new.followup, here)
    yield from _deadline_changes(old.deadline, new.deadline, here)
    yield from words_changes(old.modality.words, new.modality.words, here, _MODALITY)
    yield from _open_changes(old.open, new.open)
    yield from compared(Field.TITLE, old.title, new.title)
    yield from compared(Field.READING, old.reading, new.reading)


def duty_changes(old: Duty, new: Duty) -> Changes:
    """Everything that differs between two versions of a duty."""
    yield from compared(Field.PROVISION, old.provision, new.provision)
    yield from compared(Field.MODALITY, old.modality.kind.value, new.modality.kind.value)
    yield from compared(Field.AGENCY, _unordered(old.actors), _unordered(new.actors))
    yield from compared(Field.ASSIGNED_BY, old.assigned_by, new.assigned_by)
    yield from compared(Field.DOES, old.does, new.does)
    here = (old.provision, new.provision)
    yield from words_changes(old.words, new.words, here)
    yield from words_changes(old.modality.words, new.modality.words, here, _MODALITY)
    yield from _open_changes(old.open, new.open)
    yield from compared(Field.READING, old.reading, new.reading)


def fact_changes(old: Fact, new: Fact) -> Changes:
    """Everything that differs between two versions of a fact."""
    yield from compared(Field.TYPE, old.type.value, new.type.value)
    before, after = old.values or {}, new.values or {}
    for name in sorted(before.keys() | after.keys()):
        if name in before and name in after:
            yield from compared(Field.CHOICE_LABEL, before[name], after[name], Label(name, name))
        else:
            yield FieldChange(Field.CHOICE, before.get(name), after.get(name), Label(name, name))
    yield from compared(Field.MINIMUM, old.minimum, new.minimum)
    yield from compared(Field.MAXIMUM, old.maximum, new.maximum)
    yield from _derivation_changes(old, new)
    yield from compared(Field.LOOKUP, old.lookup, new.lookup)
    yield from compared(Field.LABEL, old.label, new.label)
    yield from compared(Field.UNIT, old.unit, new.unit)
    yield from compared(Field.ASK, old.ask, new.ask)
    yield from compared(Field.ASKED, old.asked and old.asked.value, new.asked and new.asked.value)
    yield from compared(Field.KNOWN_BY, _one(old.known_by), _one(new.known_by))
    if _meaning_of(old.asked_of) != _meaning_of(new.asked_of):
        yield FieldChange(Field.ASKED_OF, old.asked_of, new.asked_of)
    else:
        yield from compared(Field.WHY, old.asked_of_why, new.asked_of_why)
    yield from compared(Field.SOURCE, old.source, new.source)
    yield from compared(Field.NOTE, old.note, new.note)
    yield from compared(Field.CITED, _unordered(old.cited), _unordered(new.cited))
    yield from _implied_changes(old.implied, new.implied)
    yield from _sensible_changes(old.sensible, new.sensible)


def _meaning_of(condition: Condition | None) -> Hashable:
    return None if condition is None else meaning_tree(condition)


def assurance_changes(old: Assurance, new: Assurance) -> Changes:
    """Everything that differs between two versions of an assurance."""
    if _claimed(old) != _claimed(new):
        yield FieldChange(Field.CLAIM, old.claim, new.claim)
    yield from compared(Field.ABOUT, old.about.value, new.about.value)
    yield from compared(Field.POLICY, old.policy, new.policy)
    yield from compared(Field.LABEL, old.label, new.label)
    yield from compared(Field.CITED, _unordered(old.provisions), _unordered(new.provisions))


def _claimed(assurance: Assurance) -> Hashable:
    claim = assurance.claim
    if not isinstance(claim, Implication):
        return claim
    given = None if claim.given is None else meaning_tree(claim.given)
    return given, claim.kind, meaning_tree(claim.condition)


_MODALITY = Label("力度", "modality")
_DEADLINE = Label("期限", "deadline")


def _unordered(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(names))


def words_changes(
    old: Words | None, new: Words | None, here: tuple[str | None, str | None], of: Label | None = None
) -> Changes:
    """Words that are quoted otherwise; `here` are the entry's provisions, which words move with."""
    if old is not None and new is not None and old.pieces == new.pieces and (old.where, new.where) == here:
        return
    yield from compared(Field.WORDS, old, new, of)


def condition_changes(
    field: Field, old: Condition, new: Condition, here: tuple[str | None, str | None] = (None, None)
) -> Changes:
    """A condition that says something else; where it says the same, rules it stands on and words that differ."""
    before, after = list(_leaves(old)), list(_leaves(new))
    if [(one.depth, one.says) for one in before] != [(one.depth, one.says) for one in after]:
        yield FieldChange(field, old, new)
        return
    for first, second in zip(before, after, strict=True):
        yield from compared(Field.STANDS_ON, _unordered(first.rules), _unordered(second.rules), second.label)
        yield from words_changes(first.words, second.words, here, second.label)


def _leaves(condition: Condition, depth: int = 0) -> Iterator[_Leaf]:
    rules: frozenset[str] = frozenset()
    name = type(condition).__name__.lower()
    says: Hashable = name
    label = Label(name, name)
    match condition:
        case If(expression=expression, source=source):
            says, label = expression, Label(source, source)
        case FindingOf(patterns=patterns, rules=found):
            says, rules = ("finding", frozenset(patterns)), frozenset(found)
            named = ", ".join(patterns)
            label = Label(f"认定 {named}", f"finding {named}")
        case Count(at_least=low, at_most=high):
            says = ("count", low, high)
        case Contested(point=point):
            says, label = ("contested", point), Label(f"有两种读法：{point}", f"contested: {point}")
    yield _Leaf(depth, says, rules, condition.words, label)
    for part in parts_of(condition):
        yield from _leaves(part, depth + 1)


def _formula(expression: Expression | None, source: str | None = None) -> Formula | None:
    return None if expression is None else Formula(expression, source)


def _paired(
    old: Sequence[Part], new: Sequence[Part], *keys: Callable[[Part], Hashable]
) -> Iterator[tuple[Part | None, Part | None]]:
    """Parts of two versions that belong together by the first key that says so; then what is left, each alone."""
    left, right = list(old), list(new)
    for key in keys:
        for one in tuple(left):
            other = next((other for other in right if key(other) == key(one)), None)
            if other is not None:
                left.remove(one)
                right.remove(other)
                yield one, other
    yield from ((one, None) for one in left)
    yield from ((None, other) for other in right)


def _aid_changes(old: Sequence[Aid], new: Sequence[Aid], here: tuple[str, str]) -> Changes:
    for before, after in _paired(old, new, lambda aid: aid, lambda aid: aid.label.zh, lambda aid: aid.words.pieces):
        if before is None or after is None:
            yield FieldChange(Field.AID, before, after)
            continue
        of = after.label
        yield from compared(Field.AID_FORM, before.form.value, after.form.value, of)
        yield from compared(Field.AID_LABEL, before.label, after.label)
        yield from compared(Field.AID_AMOUNT, _formula(before.amount), _formula(after.amount), of)
        yield from compared(Field.AID_MONTHS, _formula(before.months), _formula(after.months), of)
        yield from compared(Field.AID_AT_MOST, _ceilings(before), _ceilings(after), of)
        yield from compared(Field.AID_PER, _per(before), _per(after), of)
        yield from _step_modality_changes(Field.AID_MODALITY, before, after, here)
        yield from words_changes(before.words, after.words, here, of)


def _followup_changes(old: Sequence[Followup], new: Sequence[Followup], here: tuple[str, str]) -> Changes:
    for before, after in _paired(old, new, lambda one: one, lambda one: one.label.zh, lambda one: one.words.pieces):
        if before is None or after is None:
            yield FieldChange(Field.FOLLOWUP, before, after)
            continue
        of = after.label
        yield from compared(Field.FOLLOWUP_BY, (before.by,), (after.by,), of)
        yield from compared(Field.FOLLOWUP_LABEL, before.label, after.label)
        yield from compared(Field.FOLLOWUP_LIST, _list_of(before), _list_of(after), of)
        yield from compared(Field.FOLLOWUP_OF, _unordered(before.patterns), _unordered(after.patterns), of)
        yield from compared(Field.FOLLOWUP_SPARES, before.spares, after.spares, of)
        yield from _step_modality_changes(Field.FOLLOWUP_MODALITY, before, after, here)
        yield from words_changes(before.words, after.words, here, of)


def _one(name: str | None) -> tuple[str, ...] | None:
    return None if name is None else (name,)


def _ceilings(aid: Aid) -> tuple[str, ...]:
    return tuple(one.value for one in aid.at_most)


def _per(aid: Aid) -> str:
    return "household" if aid.per_household else "member"


def _step_modality_changes(
    field: Field, old: Aid | Followup | Deadline, new: Aid | Followup | Deadline, here: tuple[str, str]
) -> Changes:
    """Another firmness of a step; the rule's where it has none of its own."""
    before, after = old.modality, new.modality
    kinds = [one.kind.value if one else None for one in (before, after)]
    yield from compared(field, kinds[0], kinds[1], new.label)
    if before is not None and after is not None:
        yield from words_changes(before.words, after.words, here, _MODALITY)


def _list_of(followup: Followup) -> str | None:
    return None if followup.lists is None else followup.lists.value


def _deadline_changes(old: Deadline | None, new: Deadline | None, here: tuple[str, str]) -> Changes:
    if old is None or new is None:
        yield from compared(Field.DEADLINE, old, new)
        return
    if old.by != new.by:
        yield FieldChange(Field.DEADLINE_BY, Formula(old.by, old.source), Formula(new.by, new.source))
    yield from compared(Field.DEADLINE_LABEL, old.label, new.label)
    yield from _step_modality_changes(Field.DEADLINE_MODALITY, old, new, here)
    yield from words_changes(old.words, new.words, here, _DEADLINE)


def _open_changes(old: Sequence[OpenPoint], new: Sequence[OpenPoint]) -> Changes:
    for before, after in _paired(old, new, lambda one: one, lambda one: one.words.pieces, lambda one: one.label.zh):
        yield from compared(Field.OPEN, before, after)


def _derivation_changes(old: Fact, new: Fact) -> Changes:
    before, after = old.derive, new.derive
    if isinstance(before, Condition) and isinstance(after, Condition):
        yield from condition_changes(Field.DERIVATION, before, after)
    elif before != after:
        yield FieldChange(Field.DERIVATION, _derivation(old), _derivation(new))


def _implied_changes(old: Sequence[Implied], new: Sequence[Implied]) -> Changes:
    """What implies a fact: by what it is then and by the condition; the order, by which the first counts, too."""
    otherwise = False
    for before, after in _paired(old, new, _implication, _implied_value):
        if before is None or after is None or _implication(before) != _implication(after):
            otherwise = True
            yield FieldChange(Field.IMPLIED, before, after)
        else:
            yield from compared(Field.WHY, before.why, after.why)
    if not otherwise and list(map(_implication, old)) != list(map(_implication, new)):
        yield FieldChange(Field.IMPLIED, old[0], new[0])


def _implied_value(one: Implied) -> Hashable:
    return one.value, frozenset(one.ruled_out)


def _implication(one: Implied) -> Hashable:
    return _implied_value(one), meaning_tree(one.when)


def point_changes(old: ContestedPoint, new: ContestedPoint) -> Changes:
    """Everything that differs between two versions of a contested point."""
    yield from words_changes(old.words, new.words, (None, None))
    yield from compared(Field.LABEL, old.label, new.label)
    yield from compared(Field.AGENCY, (old.decides,), (new.decides,))
    before, after = ({one.id: one for one in point.readings} for point in (old, new))
    for name in dict.fromkeys((*before, *after)):
        of = Label(name, name)
        if name in before and name in after:
            yield from compared(Field.CHOICE_LABEL, before[name].name, after[name].name, of)
            yield from compared(Field.READING, before[name].label, after[name].label, of)
            yield from compared(Field.LAW, before[name].law, after[name].law, of)
        else:
            first, second = (one[name].label if name in one else None for one in (before, after))
            yield FieldChange(Field.CHOICE, first, second, of)


def topic_changes(old: Topic, new: Topic) -> Changes:
    """Everything that differs between two versions of a topic."""
    yield from compared(Field.RULES, _unordered(old.patterns), _unordered(new.patterns))
    yield from compared(Field.RAISED_BY, _unordered(old.raised_by), _unordered(new.raised_by))
    if old.opens is not None and new.opens is not None:
        yield from condition_changes(Field.OPENS, old.opens, new.opens)
    else:
        yield from compared(Field.OPENS, old.opens, new.opens)
    yield from compared(Field.LABEL, old.label, new.label)
    yield from compared(Field.SHORT_LABEL, old.short, new.short)


def _sensible_changes(old: Sequence[Sensible], new: Sequence[Sensible]) -> Changes:
    for before, after in _paired(old, new, lambda one: meaning_tree(one.condition)):
        if before is None or after is None:
            yield FieldChange(Field.SENSIBLE, before.condition if before else None, after.condition if after else None)
        else:
            yield from compared(Field.WHY, before.why, after.why)


def _derivation(fact: Fact) -> Side:
    derive = fact.derive
    return derive if derive is None or isinstance(derive, Condition) else Formula(derive, fact.derive_text)
