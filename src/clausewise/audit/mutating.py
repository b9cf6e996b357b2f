"""Mutants of a policy: packs with one change to what the rules say, such as a slip of the analyst could make.

The policy is changed, not the code: conditions, limits, choices, arithmetic, aids, amounts, days, agencies, firmness,
values of parameters. Nothing here runs a case or judges a change.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from clausewise.audit.model import Change, Edited
from clausewise.audit.neighbours import Neighbours
from clausewise.audit.parameter_slips import slips_in
from clausewise.audit.paths import Step, dropped, nodes_of, replaced, say_condition
from clausewise.audit.slips import slips_of
from clausewise.errors import Place
from clausewise.language import conditions as c
from clausewise.language.expressions import Expression
from clausewise.language.facts import Fact, Parameter
from clausewise.language.labels import Label
from clausewise.language.model import Pack
from clausewise.language.rules import Aid, Deadline, Followup, Modality, ModalityKind, Rule

_NEXT_MODALITY = {
    ModalityKind.SHALL: ModalityKind.MAY,
    ModalityKind.MAY: ModalityKind.ENCOURAGED,
    ModalityKind.ENCOURAGED: ModalityKind.EXPLORATORY,
    ModalityKind.EXPLORATORY: ModalityKind.SHALL,
    ModalityKind.GRADUAL: ModalityKind.SHALL,
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: its stable id, what it changes in which rule, derived fact or parameter, and the pack with it.

    `in_verdicts` says whether verdicts can differ, or only what a finding carries. `day` is a day on which the two
    packs differ, where they do not on every day.
    """

    id: str
    owner: str
    provision: str
    change: Change
    says: Label
    words: str
    place: Place
    in_verdicts: bool
    make: Callable[[], Pack]
    day: datetime.date | None = None
    edited: Edited | None = None


PARAMETER = "parameter."
"""What the name of a parameter has before it, as in expressions."""


def owners_of(pack: Pack) -> tuple[str, ...]:
    """What can be changed: every rule, then every derived fact, then every parameter that rules rest on."""
    derived = (name for name, fact in pack.facts.items() if fact.derive is not None)
    parameters = (PARAMETER + name for name in pack.parameters if pack.reads.rules_on_parameter(name))
    return (*pack.rules_by_id, *derived, *parameters)


def mutants_of(pack: Pack, owner: str) -> Iterator[Mutant]:
    """All mutants of one rule, derived fact or parameter, in a fixed order. Raises: KeyError."""
    if owner in pack.rules_by_id:
        yield from _of_rule(pack, pack.rule(owner))
    elif owner in pack.facts:
        yield from _of_fact(pack, pack.facts[owner])
    else:
        yield from _of_parameter(pack, pack.parameters[owner.removeprefix(PARAMETER)])


def with_rule(pack: Pack, rule: Rule) -> Pack:
    """The pack with another rule of that id."""
    return replace(pack, rules=tuple(rule if one.id == rule.id else one for one in pack.rules))


def with_fact(pack: Pack, fact: Fact) -> Pack:
    """The pack with another fact of that name."""
    return replace(pack, facts={**pack.facts, fact.name: fact})


def with_parameter(pack: Pack, parameter: Parameter) -> Pack:
    """The pack with another parameter of that name."""
    return replace(pack, parameters={**pack.parameters, parameter.name: parameter})


# ---------------------------------------------------------------- conditions


@dataclass(frozen=True, slots=True)
class _Edit:
    """A condition in place of another, or none; what is changed to what."""

    step: Step
    change: Change
    name: str
    says: Label
    by: c.Condition | None

    def as_data(self, of: Label | None = None) -> Edited | None:
        """What stands there before and after; None where `says` alone tells which finding is left out."""
        if isinstance(self.by, c.FindingOf):
            return None
        return Edited(self.step.condition, self.by, of)


def _edits(beside: Neighbours, whole: c.Condition) -> Iterator[_Edit]:
    """Every edit of a condition after which it asks for something else, no two of which ask for the same."""
    seen: set[Hashable] = {c.meaning_tree(whole)}
    for edit in _all_edits(beside, whole):
        meaning = c.meaning_tree(_applied(whole, edit))
        if meaning not in seen:
            seen.add(meaning)
            yield edit


def _all_edits(beside: Neighbours, whole: c.Condition) -> Iterator[_Edit]:
    for step in nodes_of(whole):
        node, says = step.condition, say_condition(step.condition)
        if step.can_be_dropped:
            yield _Edit(step, Change.DROP, "drop", Label(f"去掉：{says}", f"left out: {says}"), None)
        if not isinstance(node, c.Not) and not step.is_office:
            negated = c.Not(node, None, node.place)
            yield _Edit(step, Change.NEGATE, "negate", Label(f"取反：{says}", f"negated: {says}"), negated)
        yield from _edits_of(beside, step, node, says)


def _edits_of(beside: Neighbours, step: Step, node: c.Condition, says: str) -> Iterator[_Edit]:
    """What can be changed in one condition, without those below it."""
    match node:
        case c.All(parts=parts) | c.Any(parts=parts) if len(parts) > 1:
            other, name = (c.Any, "any") if isinstance(node, c.All) else (c.All, "all")
            label = Label(f"改为 {name}：{says}", f"made {name}: {says}")
            yield _Edit(step, Change.EXCHANGE, name, label, other(parts, node.words, node.place))
        case c.Not(part=part):
            yield _Edit(step, Change.NEGATE, "negate", Label(f"去掉 not：{says}", f"not negated: {says}"), part)
        case c.Some(part=part) | c.Every(part=part):
            turn, name = (c.Every, "every") if isinstance(node, c.Some) else (c.Some, "some")
            label = Label(f"改为 {name}：{says}", f"made {name}: {says}")
            yield _Edit(step, Change.QUANTIFIER, name, label, turn(part, node.words, node.place))
        case c.Count():
            yield from _edits_of_count(step, node, says)
        case c.FindingOf(rules=rules) if len(rules) > 1:
            for rule in rules:
                title = beside.pack.rule(rule).title
                label = Label(f"不看“{title.zh}”的认定", f"the finding left out: {title.en}")
                fewer = replace(node, rules=tuple(one for one in rules if one != rule))
                yield _Edit(step, Change.DROP, f"drop {rule}", label, fewer)
        case c.Contested(names=names, readings=readings):
            for name, reading in zip(names, readings, strict=True):
                label = Label(f"只按 {name} 读：{says}", f"read only as {name}: {says}")
                yield _Edit(step, Change.EXCHANGE, name, label, reading)
        case c.If(expression=expression) if not c.is_constant(node):
            for slip in slips_of(expression, beside):
                label = Label(f"{node.source} 改为 {slip.written}", f"{node.source} made {slip.written}")
                by = replace(node, expression=slip.expression, source=slip.written)
                yield _Edit(step, slip.change, slip.name, label, by)


def _edits_of_count(step: Step, node: c.Count, says: str) -> Iterator[_Edit]:
    for bound in ("at_least", "at_most"):
        limit = getattr(node, bound)
        for shift in (-1, 1):
            if limit is not None and limit + shift >= 0:
                label = Label(f"{bound} 改为 {limit + shift}：{says}", f"{bound} made {limit + shift}: {says}")
                changes: dict[str, Any] = {bound: limit + shift}
                yield _Edit(step, Change.SHIFT, f"{bound}{shift:+}", label, replace(node, **changes))


def _applied(whole: c.Condition, edit: _Edit) -> c.Condition:
    return dropped(whole, edit.step.path) if edit.by is None else replaced(whole, edit.step.path, edit.by)


# ---------------------------------------------------------------- rules


def _of_rule(pack: Pack, rule: Rule) -> Iterator[Mutant]:
    for edit in _edits(Neighbours(pack), rule.when):
        yield Mutant(
            id=f"{rule.id}/{edit.step.path}/{edit.name}", owner=rule.id, provision=rule.provision, change=edit.change,
            says=edit.says, words=str(edit.step.condition.words or ""), place=edit.step.condition.place,
            in_verdicts=True, make=_rule_maker(pack, rule, edit), edited=edit.as_data(),
        )  # fmt: skip
    for one in _other_changes(pack, rule):
        yield Mutant(
            id=f"{rule.id}/{one.name}", owner=rule.id, provision=rule.provision, change=one.change, says=one.says,
            words=one.words, place=rule.place, in_verdicts=False, make=_constant(pack, one.rule), edited=one.edited,
        )  # fmt: skip


def _rule_maker(pack: Pack, rule: Rule, edit: _Edit) -> Callable[[], Pack]:
    return lambda: with_rule(pack, replace(rule, when=_applied(rule.when, edit)))


def _constant(pack: Pack, rule: Rule) -> Callable[[], Pack]:
    return lambda: with_rule(pack, rule)


class _Other(NamedTuple):
    """A change of what a finding carries: its name, what it changes, and the rule with it."""

    name: str
    change: Change
    says: Label
    words: str
    rule: Rule
    edited: Edited | None = None


def _other_changes(pack: Pack, rule: Rule) -> Iterator[_Other]:
    """Changes of what a finding carries."""
    for number, aid in enumerate(rule.aid):
        fewer = tuple(one for one in rule.aid if one is not aid)
        says = Label(f"去掉救助内容：{aid.label.zh}", f"without the aid: {aid.label.en}")
        yield _Other(f"aid.{number}/drop", Change.DROP_AID, says, str(aid.words), replace(rule, aid=fewer))
        yield from _changed_amounts(pack, rule, number, aid)
    for number, followup in enumerate(rule.followup):
        rest = tuple(one for one in rule.followup if one is not followup)
        says = Label(f"去掉后续：{followup.label.zh}", f"without the follow-up: {followup.label.en}")
        yield _Other(
            f"followup.{number}/drop", Change.DROP_FOLLOWUP, says, str(followup.words), replace(rule, followup=rest)
        )
    yield from _changed_deadlines(pack, rule)
    other, says = _other_modality(rule.modality)
    words = str(rule.modality.words)
    yield _Other(f"modality/{other.kind}", Change.MODALITY, says, words, replace(rule, modality=other))
    yield from _changed_steps(rule)
    yield from _changed_agencies(pack, rule)


def _other_modality(modality: Modality) -> tuple[Modality, Label]:
    """The next firmness in its place, and what is changed to what."""
    kind = _NEXT_MODALITY[modality.kind]
    old, new = modality.kind.label, kind.label
    says = Label(f"力度由“{old.zh}”改为“{new.zh}”", f"{old.en} made {new.en}")
    return Modality(kind, modality.words), says


def _changed_steps(rule: Rule) -> Iterator[_Other]:
    """Other firmness of the steps that have one of their own."""
    parts: dict[str, tuple[Aid | Followup | Deadline, ...]] = {
        "aid": rule.aid, "followup": rule.followup, "deadline": (rule.deadline,) if rule.deadline else ()
    }  # fmt: skip
    for name, steps in parts.items():
        for number, step in enumerate(steps):
            if step.modality is None:
                continue
            other, says = _other_modality(step.modality)
            said = Label(f"{step.label.zh}：{says.zh}", f"{step.label.en}: {says.en}")
            changed = replace(step, modality=other)
            rest = tuple(changed if one is step else one for one in steps)
            by: dict[str, Any] = {name: changed if name == "deadline" else rest}
            where = name if name == "deadline" else f"{name}.{number}"
            words = str(step.modality.words)
            yield _Other(f"{where}/modality/{other.kind}", Change.MODALITY, said, words, replace(rule, **by))


def _changed_amounts(pack: Pack, rule: Rule, number: int, aid: Aid) -> Iterator[_Other]:
    for field in ("amount", "months"):
        expression: Expression | None = getattr(aid, field)
        if expression is None:
            continue
        for slip in slips_of(expression, Neighbours(pack)):
            says = Label(f"{aid.label.zh}：{slip.says.zh}", f"{aid.label.en}: {slip.says.en}")
            edited = Edited(expression, slip.expression, aid.label)
            yield _with_aid(rule, number, aid, f"{field}/{slip.name}", says, {field: slip.expression})._replace(
                edited=edited
            )
        what = {"amount": "数额", "months": "月数"}[field]
        says = Label(f"{aid.label.zh}：不写{what}", f"{aid.label.en}: no {field}")
        ceilings = tuple(one for one in aid.at_most if one != field)
        yield _with_aid(rule, number, aid, f"{field}/drop", says, {field: None, "at_most": ceilings})
        if field in aid.at_most:
            says = Label(f"{aid.label.zh}：{what}不再是上限", f"{aid.label.en}: {field} no longer a ceiling")
            yield _with_aid(rule, number, aid, f"{field}/at_most/drop", says, {"at_most": ceilings})


def _with_aid(rule: Rule, number: int, aid: Aid, name: str, says: Label, changes: dict[str, Any]) -> _Other:
    aids = tuple(replace(aid, **changes) if one is aid else one for one in rule.aid)
    return _Other(f"aid.{number}.{name}", Change.AMOUNT, says, str(aid.words), replace(rule, aid=aids))


def _changed_deadlines(pack: Pack, rule: Rule) -> Iterator[_Other]:
    deadline = rule.deadline
    if deadline is None:
        return
    words = str(deadline.words)
    says = Label(f"去掉期限：{deadline.label.zh}", f"without the deadline: {deadline.label.en}")
    yield _Other("deadline/drop", Change.DEADLINE, says, words, replace(rule, deadline=None))
    for slip in slips_of(deadline.by, Neighbours(pack)):
        says = Label(f"期限：{slip.says.zh}", f"deadline: {slip.says.en}")
        moved = replace(deadline, by=slip.expression, source=slip.written)
        edited = Edited(deadline.by, slip.expression, deadline.label)
        yield _Other(f"deadline/{slip.name}", Change.DEADLINE, says, words, replace(rule, deadline=moved), edited)


def _changed_agencies(pack: Pack, rule: Rule) -> Iterator[_Other]:
    others = [one for one in pack.agencies if one not in rule.agency]
    for number, agency in enumerate(rule.agency):
        label = pack.agencies[agency].label
        if others:
            other = pack.agencies[others[0]]
            says = Label(f"责任部门由{label.zh}改为{other.label.zh}", f"{label.en} made {other.label.en}")
            changed = tuple(other.id if one == agency else one for one in rule.agency)
            words = str(pack.agencies[agency].words)
            yield _Other(f"agency.{number}/{other.id}", Change.AGENCY, says, words, replace(rule, agency=changed))
        if len(rule.agency) > 1:
            says = Label(f"去掉责任部门：{label.zh}", f"without the agency: {label.en}")
            fewer = tuple(one for one in rule.agency if one != agency)
            words = str(pack.agencies[agency].words)
            yield _Other(f"agency.{number}/drop", Change.AGENCY, says, words, replace(rule, agency=fewer))


# ---------------------------------------------------------------- derived facts


def _of_fact(pack: Pack, fact: Fact) -> Iterator[Mutant]:
    provision = fact.cited[0] if fact.cited else ""
    derive = fact.derive
    if isinstance(derive, c.Condition):
        for edit in _edits(Neighbours(pack, fact.name), derive):
            yield Mutant(
                id=f"{fact.name}/{edit.step.path}/{edit.name}", owner=fact.name, provision=provision,
                change=edit.change, says=edit.says, words="", place=edit.step.condition.place, in_verdicts=True,
                make=_fact_maker(pack, fact, edit), edited=edit.as_data(fact.label),
            )  # fmt: skip
        return
    if derive is None:
        return
    for slip in slips_of(derive, Neighbours(pack, fact.name)):
        changed = replace(fact, derive=slip.expression)
        says = Label(f"{fact.label.zh}：{slip.says.zh}", f"{fact.label.en}: {slip.says.en}")
        yield Mutant(
            id=f"{fact.name}/derive/{slip.name}", owner=fact.name, provision=provision, change=slip.change, says=says,
            words="", place=fact.place, in_verdicts=True, make=_with_fact(pack, changed),
            edited=Edited(derive, slip.expression, fact.label),
        )  # fmt: skip


def _fact_maker(pack: Pack, fact: Fact, edit: _Edit) -> Callable[[], Pack]:
    def make() -> Pack:
        assert isinstance(fact.derive, c.Condition)
        return with_fact(pack, replace(fact, derive=_applied(fact.derive, edit)))

    return make


def _with_fact(pack: Pack, fact: Fact) -> Callable[[], Pack]:
    return lambda: with_fact(pack, fact)


# ---------------------------------------------------------------- parameters


def _of_parameter(pack: Pack, parameter: Parameter) -> Iterator[Mutant]:
    provision = pack.rule(pack.reads.rules_on_parameter(parameter.name)[0]).provision
    for slip in slips_in(parameter, pack.printed):
        yield Mutant(
            id=f"{PARAMETER}{parameter.name}/{slip.name}", owner=PARAMETER + parameter.name, provision=provision,
            change=slip.change, says=slip.says, words="", place=parameter.place, in_verdicts=True,
            make=_with_parameter(pack, slip.parameter), day=slip.day,
        )  # fmt: skip


def _with_parameter(pack: Pack, parameter: Parameter) -> Callable[[], Pack]:
    return lambda: with_parameter(pack, parameter)
