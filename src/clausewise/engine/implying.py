"""Fills in what other facts imply: in rounds, each of which sees the values of the round before.

A fact that is stated stays as it is stated; where what is proved does not allow that, there is a notice. Nothing here
refuses a case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from clausewise.case import Case
from clausewise.case.notices import Notice, NoticeKind
from clausewise.engine.proof import Compiled, ProofNode, Situation, Step, StepProof, View
from clausewise.errors import Diagnostic, Place
from clausewise.language.facts import Fact, FactType, Implied, Value
from clausewise.language.kleene import TRUE
from clausewise.language.labels import Label

Subjects = Callable[[Situation, Fact], Iterable[tuple[View, list[Any], int]]]
Settle = Callable[[Situation, Case, list[Diagnostic]], None]


class Implication(NamedTuple):
    """A fact with what implies it, ready to be evaluated."""

    fact: Fact
    entries: tuple[tuple[Implied, Compiled], ...]


class _Filled(NamedTuple):
    """What a round makes of one fact of one subject: the values left to it, and the proofs of what left them."""

    fact: Fact
    view: View
    slots: list[Any]
    slot: int
    left: tuple[Value, ...]
    steps: tuple[ProofNode, ...]


def implying_step(
    group: Sequence[Implication], subjects: Subjects, sums: Sequence[Settle], *, in_circle: bool
) -> Settle:
    """The step that fills in one fact, or the facts of a circle, in as many rounds as there are facts.

    `sums` add up over members what the group fills in; each round ends with them.
    """

    def step(situation: Situation, case: Case, found: list[Diagnostic]) -> None:
        held: list[ProofNode] = []
        for _ in group:
            filled = [
                one for implication in group for one in _round(implication, subjects(situation, implication.fact))
            ]
            # Once all of a circle are filled in they may rest on one another: each is proved by those before it.
            for node in (node for one in filled if in_circle for node in one.steps):
                held += _below(node)
            for one in filled:
                _fill(one)
            for add_up in sums:
                add_up(situation, case, found)
            if not filled:
                break
            for view in (situation.household, *situation.members):
                view.bounds.clear()
        for node in held:
            node.code = node.compiled.code(node.view)
        for implication in group:
            for view, slots, index in subjects(situation, implication.fact):
                _notice_contradiction(implication, view, slots[index], situation, case)

    return step


def _round(implication: Implication, subjects: Iterable[tuple[View, list[Any], int]]) -> Iterable[_Filled]:
    """What one round leaves of a fact wherever that is less than before."""
    fact = implication.fact
    for view, slots, index in subjects:
        if slots[index] is not None or fact.name in view.spans:
            continue
        before = view.left.get(fact.name) or all_values(fact)
        left, steps = before, []
        for entry, compiled in implication.entries:
            if left is not None and len(left) == 1:
                break
            if compiled.code(view) != TRUE:
                continue
            allowed = values_allowed(entry, left)
            if allowed and allowed != left:
                left = allowed
                steps.append(StepProof(compiled, view, Step(fact.name, entry)))
        if left is not None and left != before:
            yield _Filled(fact, view, slots, index, left, (*view.implied.get(fact.name, ()), *steps))


def all_values(fact: Fact) -> tuple[Value, ...] | None:
    """Every value of a truth or a choice; None where they cannot be listed."""
    if fact.type is FactType.BOOLEAN:
        return (False, True)
    return tuple(fact.values or ()) if fact.type is FactType.CHOICE else None


def values_allowed(entry: Implied, left: tuple[Value, ...] | None) -> tuple[Value, ...]:
    """What an entry leaves of the values that are left."""
    if left is None:
        return () if entry.value is None else (entry.value,)
    return tuple(value for value in left if entry.allows(value))


def _fill(one: _Filled) -> None:
    name = one.fact.name
    one.view.implied[name] = one.steps
    if len(one.left) == 1:
        one.slots[one.slot] = one.left[0]
        one.view.left.pop(name, None)
    else:
        one.view.left[name] = one.left


def _below(node: ProofNode) -> Iterator[ProofNode]:
    """Everything below a proof as it is now: it is made when it is first looked at, and stays."""
    for child in node.children:
        yield child
        yield from _below(child)


def _notice_contradiction(
    implication: Implication, view: View, value: Value | None, situation: Situation, case: Case
) -> None:
    """A notice where a stated value is none that a proved entry allows; of the first such entry."""
    fact = implication.fact
    place = case.places.get((view.member if fact.name.startswith("member.") else None, fact.name))
    if value is None or fact.name in view.implied:
        return
    for entry, compiled in implication.entries:
        if not entry.allows(value) and compiled.code(view) == TRUE:
            situation.notices.append(_contradiction(fact, view, value, entry, place or Place(case.file)))
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
