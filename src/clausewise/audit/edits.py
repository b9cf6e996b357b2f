"""Edits of a condition such as a slip of the analyst could make: parts left out or negated, limits shifted, and so on.

Nothing here knows whose condition it is, or makes a pack.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import replace
from typing import Any

from clausewise.audit.model import Edited, MutantKind
from clausewise.audit.neighbours import Neighbours
from clausewise.audit.paths import Step, dropped, nodes_of, replaced, say_condition
from clausewise.audit.slips import slips_of
from clausewise.classes import dataclass
from clausewise.language import conditions as c
from clausewise.language.labels import Label


@dataclass(frozen=True, slots=True)
class Edit:
    """A condition in place of another, or none; what is changed to what."""

    step: Step
    change: MutantKind
    name: str
    says: Label
    by: c.Condition | None

    def as_data(self, of: Label | None = None) -> Edited | None:
        """What stands there before and after; None where `says` alone tells which finding is left out."""
        if isinstance(self.by, c.FindingOf):
            return None
        return Edited(self.step.condition, self.by, of)


def edits_of(beside: Neighbours, whole: c.Condition) -> Iterator[Edit]:
    """Every edit of a condition after which it asks for something else, no two of which ask for the same."""
    seen: set[Hashable] = {c.meaning_tree(whole)}
    for edit in _all_edits(beside, whole):
        meaning = c.meaning_tree(applied(whole, edit))
        if meaning not in seen:
            seen.add(meaning)
            yield edit


def _all_edits(beside: Neighbours, whole: c.Condition) -> Iterator[Edit]:
    for step in nodes_of(whole):
        node, says = step.condition, say_condition(step.condition)
        if step.can_be_dropped:
            yield Edit(step, MutantKind.DROP, "drop", Label(f"去掉：{says}", f"left out: {says}"), None)
        if not isinstance(node, c.Not) and not step.is_office:
            negated = c.Not(node, None, node.place)
            yield Edit(step, MutantKind.NEGATE, "negate", Label(f"取反：{says}", f"negated: {says}"), negated)
        yield from _in_one(beside, step, node, says)


def _in_one(beside: Neighbours, step: Step, node: c.Condition, says: str) -> Iterator[Edit]:
    """What can be changed in one condition, without those below it."""
    match node:
        case c.All(parts=parts) | c.Any(parts=parts) if len(parts) > 1:
            other, name = (c.Any, "any") if isinstance(node, c.All) else (c.All, "all")
            label = Label(f"改为 {name}：{says}", f"made {name}: {says}")
            yield Edit(step, MutantKind.EXCHANGE, name, label, other(parts, node.words, node.place))
        case c.Not(part=part):
            yield Edit(step, MutantKind.NEGATE, "negate", Label(f"去掉 not：{says}", f"not negated: {says}"), part)
        case c.Some(part=part) | c.Every(part=part):
            turn, name = (c.Every, "every") if isinstance(node, c.Some) else (c.Some, "some")
            label = Label(f"改为 {name}：{says}", f"made {name}: {says}")
            yield Edit(step, MutantKind.QUANTIFIER, name, label, turn(part, node.words, node.place))
        case c.Count():
            yield from _in_count(step, node, says)
        case c.FindingOf(rules=rules) if len(rules) > 1:
            for rule in rules:
                title = beside.pack.rule(rule).title
                label = Label(f"不看“{title.zh}”的认定", f"the finding left out: {title.en}")
                fewer = replace(node, rules=tuple(one for one in rules if one != rule))
                yield Edit(step, MutantKind.DROP, f"drop {rule}", label, fewer)
        case c.Contested(names=names, readings=readings):
            for name, reading in zip(names, readings, strict=True):
                label = Label(f"只按 {name} 读：{says}", f"read only as {name}: {says}")
                yield Edit(step, MutantKind.EXCHANGE, name, label, reading)
        case c.If(expression=expression) if not c.is_constant(node):
            for slip in slips_of(expression, beside):
                label = Label(f"{node.source} 改为 {slip.written}", f"{node.source} made {slip.written}")
                by = replace(node, expression=slip.expression, source=slip.written)
                yield Edit(step, slip.change, slip.name, label, by)


def _in_count(step: Step, node: c.Count, says: str) -> Iterator[Edit]:
    for bound in ("at_least", "at_most"):
        limit = getattr(node, bound)
        for shift in (-1, 1):
            if limit is not None and limit + shift >= 0:
                label = Label(f"{bound} 改为 {limit + shift}：{says}", f"{bound} made {limit + shift}: {says}")
                changes: dict[str, Any] = {bound: limit + shift}
                yield Edit(step, MutantKind.SHIFT, f"{bound}{shift:+}", label, replace(node, **changes))


def applied(whole: c.Condition, edit: Edit) -> c.Condition:
    """A condition with an edit made to it."""
    return dropped(whole, edit.step.path) if edit.by is None else replaced(whole, edit.step.path, edit.by)
