"""What stands on one side of a change, in words of one language: a condition as lines, everything else as one text.

Knows what the packs call things; it compares nothing and knows no format.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from fractions import Fraction
from typing import cast

from clausewise.audit.changes import EntryChange, EntryKind, Field, Formula, Side
from clausewise.classes import dataclass
from clausewise.language.assurances import Gain, Implication, Independence
from clausewise.language.conditions import Condition, Contested, Count, FindingOf, If, Words, parts_of
from clausewise.language.facts import Implied, Parameter
from clausewise.language.labels import Label
from clausewise.language.rules import Aid, Deadline, Followup, OpenPoint
from clausewise.report.diff.words import CODES
from clausewise.report.wording import Wording

_FIRMNESS = frozenset({Field.MODALITY, Field.AID_MODALITY, Field.FOLLOWUP_MODALITY, Field.DEADLINE_MODALITY})
_CODED = frozenset(
    {Field.KIND, Field.ABOUT, Field.AID_FORM, Field.AID_PER, Field.FOLLOWUP_LIST, Field.TYPE, Field.FORM}
    | {Field.ASKED}
)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says in words what stands on a side, for one pack in one language."""

    wording: Wording

    def says(self, side: Side, field: Field, entry: EntryChange) -> str:
        """A side as one text; empty where nothing stands. A condition is its lines."""
        wording = self.wording
        match side:
            case None:
                return ""
            case Label():
                return wording.pick(side)
            case Words():
                return wording.aside(wording.quote(side), side.where)
            case Formula(expression=expression, source=source):
                return source or wording.expression(expression)
            case Aid():
                return self._aid(side)
            case Followup(by=by, label=label, words=words, modality=own):
                said = wording.aside(wording.pick(label), wording.word(own.kind) if own else "")
                return f"{wording.named(wording.agency(by), said)} {wording.quote(words)}"
            case Deadline(label=label, source=source, words=words, modality=own):
                said = wording.listed([source, wording.word(own.kind)] if own else [source])
                return f"{wording.aside(wording.pick(label), said)} {wording.quote(words)}"
            case OpenPoint(words=words, label=label):
                return f"{wording.quote(words)} {wording.pick(label)}"
            case Parameter():
                return self._parameter(side)
            case Implied():
                return "\n".join(self._implied(side, entry.id))
            case Implication() | Independence() | Gain():
                return "\n".join(_claim(side))
            case tuple():
                # What else is a tuple was said above.
                return self._names(cast(tuple[str, ...], side), field)
            case bool() | int() | Fraction() | datetime.date():
                name = entry.id if entry.kind is EntryKind.FACT else ""
                return wording.value(name, side)
            case str():
                return self._code(side, field)
        return "\n".join(lines_of(side))

    def _aid(self, aid: Aid) -> str:
        wording = self.wording
        said = [wording.pick(CODES[aid.form])]
        for name, one in (("amount", aid.amount), ("months", aid.months)):
            if one is not None:
                said.append(
                    wording.ceiling(wording.expression(one)) if name in aid.at_most else wording.expression(one)
                )
        said += [wording.word("per_household")] if aid.per_household else []
        said += [wording.word(aid.modality.kind)] if aid.modality else []
        return f"{wording.aside(wording.pick(aid.label), wording.listed(said))} {wording.quote(aid.words)}"

    def _implied(self, side: Implied, fact: str) -> Iterator[str]:
        said = [side.value] if side.value is not None else side.ruled_out
        values = self.wording.listed(self.wording.value(fact, one) for one in said)
        yield self.wording.named("is" if side.value is not None else "is_not", values)
        yield from lines_of(side.when, 1)
        yield self.wording.pick(side.why)

    def _parameter(self, parameter: Parameter) -> str:
        name = f"parameter.{parameter.name}"
        return self.wording.in_turn(
            self.wording.named(day.isoformat(), self.wording.value(name, value)) for day, value in parameter.values
        )

    def _names(self, names: tuple[str, ...], field: Field) -> str:
        if field in (Field.AGENCY, Field.FOLLOWUP_BY, Field.KNOWN_BY):
            return self.wording.listed(self.wording.agency(one) for one in names)
        if field is Field.AID_AT_MOST:
            return self.wording.listed(self.wording.pick(CODES[one]) for one in names)
        return self.wording.listed(names)

    def _code(self, code: str, field: Field) -> str:
        if field in _FIRMNESS:
            return self.wording.word(code)
        if field is Field.LOOKUP:
            return self.wording.pick(self.wording.pack.registers[code].label)
        coded = field in _CODED
        return self.wording.pick(CODES[code]) if coded else code


def lines_of(condition: Condition, depth: int = 0) -> Iterator[str]:
    """A condition as rules write it, a line for each, with the words it encodes; what is below stands further in."""
    match condition:
        case If(source=source):
            said = source
        case FindingOf(patterns=patterns):
            said = f"finding: {', '.join(patterns)}"
        case Contested(point=point, names=names, readings=readings):
            words = f"  「{condition.words}」" if condition.words else ""
            yield f"{'  ' * depth}contested: {point}{words}"
            for name, reading in zip(names, readings, strict=True):
                yield f"{'  ' * (depth + 1)}{name}:"
                yield from lines_of(reading, depth + 2)
            return
        case Count(at_least=low, at_most=high):
            bounds = {"at_least": low, "at_most": high}
            said = f"count: {', '.join(f'{name} {bound}' for name, bound in bounds.items() if bound is not None)}"
        case _:
            said = f"{type(condition).__name__.lower()}:"
    words = f"  「{condition.words}」" if condition.words else ""
    yield f"{'  ' * depth}{said}{words}"
    for part in parts_of(condition):
        yield from lines_of(part, depth + 1)


def _claim(claim: Implication | Independence | Gain) -> Iterator[str]:
    match claim:
        case Implication(given=given, kind=kind, condition=condition):
            if given is not None:
                yield "given:"
                yield from lines_of(given, 1)
            yield f"{kind}:"
            yield from lines_of(condition, 1)
            return
        case Independence(facts=facts):
            yield f"independent_of: {', '.join(facts)}"
        case Gain(fact=fact):
            yield f"never_lost_by: {fact}"
    yield f"rules: {', '.join(claim.rules)}"
    if claim.excepted:
        yield f"except: {', '.join(claim.excepted)}"
