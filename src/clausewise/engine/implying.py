"""Fills in what other facts imply: in rounds, each of which sees the values of the round before.

A fact that is stated stays as it is stated; where what is proved does not allow that, there is a notice. Nothing here
refuses a case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from clausewise.case import Case
from clausewise.case.notices import Notice, NoticeKind
from clausewise.classes import NamedTuple
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


class Implication(NamedTuple):
    """A fact with what implies it: its place among the slots of its owners, and its values.

    `values` is None where they cannot be listed. `ways` are the entries as they are looked through.
    """

    fact: Fact
    of_member: bool
    slot: int
    values: tuple[Value, ...] | None
    entries: tuple[Entry, ...]
    ways: tuple[Way, ...]


def ways_to_prove(entries: Iterable[Entry]) -> tuple[Way, ...]:
    """Where each entry stands, where the fact lies that it needs, and whether it is proved."""
    return tuple(
        (at, one.needed is not None and one.needed.of_member, one.needed and one.needed.slot, one.proved)
        for at, one in enumerate(entries)
    )


class _Filled(NamedTuple):
    """What a round makes of one fact of one subject: the values left to it, and the proofs of what left them."""

    implication: Implication
    view: View
    left: tuple[Value, ...]
    steps: tuple[Proof, ...]


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
            for proof in (proof for one in filled for proof in one.steps):
                proof.hold()
            for one in filled:
                _fill(one)
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
    fact, of_member, slot, values, entries, _ = implication
    name, alloweds, ways = fact.name, [values_allowed(one.implied, values) for one in entries], implication.ways

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
            allowed = alloweds[at]
            if len(allowed) == 1:
                _, sheet, _, step, _ = entries[at]
                slots[slot] = allowed[0]
                view.behind[name] = (StepProof(sheet, view, step),)
                is_filled = True
                continue
            one = _narrowed(implication, view, at)
            if one.steps:
                _fill(one)
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
    filled = []
    for implication in group:
        fact, of_member, slot, _, _, ways = implication
        for view in situation.members if of_member else (situation.household,):
            if (view.m if of_member else view.h)[slot] is not None:
                stated.append((implication, view))
                continue
            at = _first_proved(ways, view)
            if at is not None and fact.name not in view.spans:
                one = _narrowed(implication, view, at)
                filled += [one] if one.steps else []
    return filled


def _narrowed(implication: Implication, view: View, first: int) -> _Filled:
    """What is left of a fact by the entries that are proved, `first` being the first of them."""
    fact, _, _, values, entries, _ = implication
    left = view.left.get(fact.name) or values
    steps: list[Proof] = []
    for at, (implied, sheet, proved, step, _) in enumerate(entries[first:]):
        if left is not None and len(left) == 1:
            break
        if at == 0 or proved(view):
            allowed = values_allowed(implied, left)
            if allowed and allowed != left:
                left = allowed
                steps.append(StepProof(sheet, view, step))
    return _Filled(implication, view, left or (), (*view.behind.get(fact.name, ()), *steps) if steps else ())


def all_values(fact: Fact) -> tuple[Value, ...] | None:
    """Every value of a truth or a choice; None where they cannot be listed."""
    if fact.type is FactType.BOOLEAN:
        return (False, True)
    return tuple(fact.values or ()) if fact.type is FactType.CHOICE else None


def values_allowed(entry: Implied, left: tuple[Value, ...] | None) -> tuple[Value, ...]:
    """What an entry leaves of the values that are left."""
    if left is None:
        return () if entry.value is None else (entry.value,)
    return tuple([value for value in left if entry.allows(value)])


def _fill(one: _Filled) -> None:
    (fact, of_member, slot, *_), view, left, steps = one
    view.behind[fact.name] = steps
    if len(left) == 1:
        (view.m if of_member else view.h)[slot] = left[0]
        view.left.pop(fact.name, None)
    else:
        view.left[fact.name] = left


def _notice_contradiction(implication: Implication, view: View, situation: Situation, case: Case) -> None:
    """A notice where a stated value is none that a proved entry allows; of the first such entry."""
    fact, of_member, slot, _, entries, _ = implication
    value = (view.m if of_member else view.h)[slot]
    for implied, _, proved, _, _ in entries:
        if not implied.allows(value) and proved(view):
            place = case.places.get((view.member if of_member else None, fact.name)) or Place(case.file)
            situation.notices.append(_contradiction(fact, view, value, implied, place))
            return


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
