"""What a finding brings about, in words, where two versions of a pack are compared. Nothing here compares anything."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from clausewise.audit.changes import Brought, Effect
from clausewise.report.wording import Wording


def effects_in_words(wording: Wording, effect: Effect, brought: tuple[Brought, ...]) -> list[str]:
    """What is brought about of one kind, in the words of the pack that brings it about."""
    return [_in_words(wording, effect, one) for one in brought]


def _in_words(wording: Wording, effect: Effect, one: Brought) -> str:
    said = [wording.agency(one.by)] if one.by is not None else []
    said += [wording.pick(one.label)] if one.label is not None else []
    if effect in _VALUED:
        said.append(_value(wording, one))
    first, *rest = said
    return wording.named(first, rest[0]) if rest else first


_VALUED = frozenset({Effect.MODALITY, Effect.AMOUNT, Effect.MONTHS, Effect.DEADLINE, Effect.OVERDUE})


def _value(wording: Wording, one: Brought) -> str:
    match one.value:
        case None:
            return wording.word("not_known")
        case bool(overdue):
            return wording.word("overdue" if overdue else "in_time")
        case Fraction():
            return wording.money(one.value)
        case int():
            return wording.months(one.value)
        case date():
            return one.value.isoformat()
        case str():
            return wording.word(one.value)
