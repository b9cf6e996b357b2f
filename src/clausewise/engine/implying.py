"""Fills in what other facts imply: in rounds, each of which sees the values of the round before.

A fact that is stated stays as it is stated; where what is proved does not allow that, there is a notice. Nothing here
refuses a case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from clausewise.case import Case
from clausewise.case.notices import Notice, NoticeKind
from clausewise.classes import NamedTuple, dataclass
from clausewise.engine.compiling import Needed
from clausewise.engine.proof import Proof, Situation, Step, StepProof, View
from clausewise.engine.sheets import Sheet
from clausewise.errors import Diagnostic, Place
from clausewise.language.facts import Fact, FactType, Implied, Value
from clausewise.language.labels import Label

Settle = Callable[[Situation, Case, list[Diagnostic]], None]
Way = tuple[int, bool, int | None, Callable[[View], bool]]


class Entry(NamedTuple):
    """One entry that implies a fact, ready to be evaluated, and the step its proof is.

    It is not looked at while the fact that is `needed` to prove it is not known.
    """

    implied: Implied
    sheet: Sheet
    proved: Callable[[View], bool]
    step: Step
    needed: Needed | None


@dataclass(frozen=True, slots=True, eq=False)
class Implication:
    """A fact with what implies it: its place among the slots of its owners, and its values.

    `values` is None where they cannot be listed. `ways` are the entries as they are looked through, and `against` those
    of them that do not allow a value, of each value that can be listed. `leaves` has what each entry leaves of all
    values.
    """

    fact: Fact
    of_member: bool
    slot: int
    values: tuple[Value, ...] | None
    entries: tuple[Entry, ...]
    ways: tuple[Way, ...]
    against: Mapping[Value, tuple[Way, ...]]
    leaves: tuple[tuple[Value, ...], ...]


def make_implication(fact: Fact, of_member: bool, slot: int, entries: tuple[Entry, ...]) -> Implication:
    """A fact with what implies it, ready to be looked through."""
    values = _all_values(fact)
    ways = tuple(
        (at, one.needed is not None and one.needed.of_member, one.needed and one.needed.slot, one.proved)
        for at, one in enumerate(entries)
    )
    against = {value: _not_allowing(value, entries, ways) for value in values or ()}
    leaves = tuple(values_allowed(one.implied, values) for one in entries)
    return Implication(fact, of_member, slot, values, entries, ways, against, leaves)


def _not_allowing(value: Value, entries: Sequence[Entry], ways: Iterable[Way]) -> tuple[Way, ...]:
    return tuple(way for entry, way in zip(entries, ways, strict=True) if not entry.implied.allows(value))


# What a round makes of one fact of one subject: the values left to it, and the proofs of what left them.
_Filled = tuple[Implication, View, tuple[Value, ...], tuple[Proof, ...]]


def implying_step(group: Sequence[Implication], sums: Sequence[Settle], *, in_circle: bool) -> Settle:
    """The step that fills in one fact, or the facts of a circle, in as many rounds as there are facts.

    `sums` add up over members what the group fills in; each round ends with them.
    """

    if not in_circle:
        (alone,) = group
        return _step_alone(alone, sums)

    def step(situation: Situation, case: Case, found: list[Diagnostic]) -> None:
        stated: list[tuple[Implication, View]] = []
        filled = _round(group, situation, stated)
        for further in range(1, 1 + len(group)):
            # Once all of a circle are filled in they may rest on one another: each is proved by those before it.
            for _, _, _, proofs in filled:
                for proof in proofs:
                    proof.hold()
            for one in filled:
                _fill(*one)
            for add_up in sums:
                add_up(situation, case, found)
            if not filled:
                break
            _forget_bounds(situation)
            if further < len(group):
                filled = _round(group, situation, [])
        for implication, view in stated:
            _notice_contradiction(implication, view, situation, case)

    return step


def _step_alone(implication: Implication, sums: Sequence[Settle]) -> Settle:
    """The step that fills in a fact on which nothing rests that it rests on: once, for one owner after the other."""
    of_member, slot, entries, ways = implication.of_member, implication.slot, implication.entries, implication.ways
    name, leaves = implication.fact.name, implication.leaves

    def step(situation: Situation, case: Case, found: list[Diagnostic]) -> None:
        is_filled = False
        for view in situation.members if of_member else (situation.household,):
            slots = view.m if of_member else view.h
            if slots[slot] is not None:
                _notice_contradiction(implication, view, situation, case)
                continue
            at = _first_proved(ways, view)
            if at is None or name in view.spans:
                continue
            left = leaves[at]
            if len(left) == 1:
                slots[slot] = left[0]
                view.behind[name] = (StepProof(entries[at].sheet, view, entries[at].step),)
                is_filled = True
                continue
            for one in _narrowed(implication, view, at):
                _fill(*one)
                is_filled = True
        for add_up in sums:
            add_up(situation, case, found)
        if is_filled:
            _forget_bounds(situation)

    return step


def _first_proved(ways: Iterable[Way], view: View) -> int | None:
    """The place of the first entry that is proved for whoever is in sight."""
    m, h = view.m, view.h
    for at, of_member, slot, proved in ways:
        if (slot is None or (m if of_member else h)[slot] is not None) and proved(view):
            return at
    return None


def _forget_bounds(situation: Situation) -> None:
    for view in (situation.household, *situation.members):
        view.bounds.clear()


def _round(group: Iterable[Implication], situation: Situation, stated: list[tuple[Implication, View]]) -> list[_Filled]:
    """What one round leaves of each fact wherever that is less than before; whose facts are `stated` is added there."""
    filled: list[_Filled] = []
    for implication in group:
        of_member, slot = implication.of_member, implication.slot
        for view in situation.members if of_member else (situation.household,):
            if (view.m if of_member else view.h)[slot] is not None:
                stated.append((implication, view))
                continue
            at = _first_proved(implication.ways, view)
            if at is not None and implication.fact.name not in view.spans:
                filled += _narrowed(implication, view, at)
    return filled


def _narrowed(implication: Implication, view: View, first: int) -> list[_Filled]:
    """What is left of a fact by the entries that are proved, the `first` of them known; nothing if that is all."""
    name, entries = implication.fact.name, implication.entries
    left = view.left.get(name) or implication.values
    steps: list[Proof] = []
    for at in range(first, len(entries)):
        if left is not None and len(left) == 1:
            break
        entry = entries[at]
        if at == first or entry.proved(view):
            allowed = values_allowed(entry.implied, left)
            if allowed and allowed != left:
                left = allowed
                steps.append(StepProof(entry.sheet, view, entry.step))
    return [(implication, view, left or (), (*view.behind.get(name, ()), *steps))] if steps else []


def _all_values(fact: Fact) -> tuple[Value, ...] | None:
    """Every value of a truth or a choice; None where they cannot be listed."""
    if fact.type is FactType.BOOLEAN:
        return (False, True)
    return tuple(fact.values or ()) if fact.type is FactType.CHOICE else None


def values_allowed(entry: Implied, left: tuple[Value, ...] | None) -> tuple[Value, ...]:
    """What an entry leaves of the values that are left."""
    if left is None:
        return () if entry.value is None else (entry.value,)
    return tuple([value for value in left if entry.allows(value)])


def _fill(implication: Implication, view: View, left: tuple[Value, ...], steps: tuple[Proof, ...]) -> None:
    name = implication.fact.name
    view.behind[name] = steps
    if len(left) == 1:
        (view.m if implication.of_member else view.h)[implication.slot] = left[0]
        view.left.pop(name, None)
    else:
        view.left[name] = left


def _notice_contradiction(implication: Implication, view: View, situation: Situation, case: Case) -> None:
    """A notice where a stated value is none that a proved entry allows; of the first such entry."""
    of_member, entries = implication.of_member, implication.entries
    value = (view.m if of_member else view.h)[implication.slot]
    against = implication.against.get(value)
    if against is None:
        against = _not_allowing(value, entries, implication.ways)
    at = _first_proved(against, view)
    if at is not None:
        fact = implication.fact
        place = case.places.get((view.member if of_member else None, fact.name)) or Place(case.file)
        situation.notices.append(_contradiction(fact, view, value, entries[at].implied, place))


def _contradiction(fact: Fact, view: View, value: Value, entry: Implied, place: Place) -> Notice:
    member = view.member if fact.name.startswith("member.") else None
    whose = f"{member}：" if member else "", f"{member}: " if member else ""
    follows = [_follows(fact, entry, language) for language in ("zh", "en")]
    stated = Label(fact.show(value, "zh"), fact.show(value))
    text = Label(
        f"{whose[0]}{fact.label.zh}写的是“{stated.zh}”，而由其他事实推定{follows[0]}（{entry.why.zh}）",
        f"{whose[1]}{fact.label.en} is stated as {stated.en}, and other facts imply {follows[1]} ({entry.why.en})",
    )
    mend = Label("核对两边；以写明的为准作了认定", "check both; the stated value was gone by")
    return Notice(NoticeKind.CONTRADICTION, fact.name, member, text, mend, place)


def _follows(fact: Fact, entry: Implied, language: str) -> str:
    chinese = language == "zh"
    if entry.value is not None:
        said = fact.show(entry.value, language)
        return f"为“{said}”" if chinese else said
    ruled_out = [fact.show(one, language) for one in entry.ruled_out]
    return f"不是“{'”“'.join(ruled_out)}”" if chinese else f"that it is not {' or '.join(ruled_out)}"
