"""Mutants of a policy: packs with one change to what the rules say, such as a slip of the analyst could make.

The policy is changed, not the code: conditions, limits, choices, arithmetic, aids, amounts, days, agencies, firmness,
values of parameters. Nothing here runs a case or judges a change.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from clausewise.audit.edits import Edit, applied, edits_of
from clausewise.audit.model import Edited, MutantKind
from clausewise.audit.neighbours import Neighbours
from clausewise.audit.parameter_slips import slips_in
from clausewise.audit.paths import say_condition
from clausewise.audit.slips import slips_of, steps_from
from clausewise.classes import NamedTuple, dataclass
from clausewise.errors import Place
from clausewise.language import conditions as c
from clausewise.language.expressions import Expression
from clausewise.language.fact_order import following_order
from clausewise.language.facts import Fact, Implied, Parameter, Value, ValueProblem, write_value
from clausewise.language.labels import Label
from clausewise.language.model import Pack
from clausewise.language.reads import implied_by
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
    """One change: its stable id, what it changes in which rule, fact or parameter, and the pack with it.

    `in_verdicts` says whether verdicts can differ, or only what a finding carries. `day` is a day on which the two
    packs differ, where they do not on every day.
    """

    id: str
    owner: str
    provision: str
    change: MutantKind
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
    """What can be changed: every rule, then every derived or implied fact, then every parameter that rules rest on."""
    following = (name for name, fact in pack.facts.items() if fact.derive is not None or fact.implied)
    parameters = (PARAMETER + name for name in pack.parameters if pack.reads.rules_on_parameter(name))
    return (*pack.rules_by_id, *following, *parameters)


def mutants_of(pack: Pack, owner: str) -> Iterator[Mutant]:
    """All mutants of one rule, derived or implied fact or parameter, in a fixed order. Raises: KeyError."""
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
    facts = {**pack.facts, fact.name: fact}
    # Less or more may stand in a circle now; what is derived is changed to nothing that comes after it.
    as_before = set(implied_by(fact)) == set(implied_by(pack.facts[fact.name]))
    return replace(pack, facts=facts, settling_order=pack.settling_order if as_before else following_order(facts))


def with_parameter(pack: Pack, parameter: Parameter) -> Pack:
    """The pack with another parameter of that name."""
    return replace(pack, parameters={**pack.parameters, parameter.name: parameter})


# ---------------------------------------------------------------- rules


def _of_rule(pack: Pack, rule: Rule) -> Iterator[Mutant]:
    for edit in edits_of(Neighbours(pack), rule.when):
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


def _rule_maker(pack: Pack, rule: Rule, edit: Edit) -> Callable[[], Pack]:
    return lambda: with_rule(pack, replace(rule, when=applied(rule.when, edit)))


def _constant(pack: Pack, rule: Rule) -> Callable[[], Pack]:
    return lambda: with_rule(pack, rule)


class _Other(NamedTuple):
    """A change of what a finding carries: its name, what it changes, and the rule with it."""

    name: str
    change: MutantKind
    says: Label
    words: str
    rule: Rule
    edited: Edited | None = None


def _other_changes(pack: Pack, rule: Rule) -> Iterator[_Other]:
    """Changes of what a finding carries."""
    for number, aid in enumerate(rule.aid):
        fewer = tuple(one for one in rule.aid if one is not aid)
        says = Label(f"去掉救助内容：{aid.label.zh}", f"without the aid: {aid.label.en}")
        yield _Other(f"aid.{number}/drop", MutantKind.DROP_AID, says, str(aid.words), replace(rule, aid=fewer))
        yield from _changed_amounts(pack, rule, number, aid)
    for number, followup in enumerate(rule.followup):
        rest = tuple(one for one in rule.followup if one is not followup)
        says = Label(f"去掉后续：{followup.label.zh}", f"without the follow-up: {followup.label.en}")
        yield _Other(
            f"followup.{number}/drop", MutantKind.DROP_FOLLOWUP, says, str(followup.words), replace(rule, followup=rest)
        )
    yield from _changed_deadlines(pack, rule)
    other, says = _other_modality(rule.modality)
    words = str(rule.modality.words)
    yield _Other(f"modality/{other.kind}", MutantKind.MODALITY, says, words, replace(rule, modality=other))
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
            changed = step._replace(modality=other)
            rest = tuple(changed if one is step else one for one in steps)
            by: dict[str, Any] = {name: changed if name == "deadline" else rest}
            where = name if name == "deadline" else f"{name}.{number}"
            words = str(step.modality.words)
            yield _Other(f"{where}/modality/{other.kind}", MutantKind.MODALITY, said, words, replace(rule, **by))


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
    aids = tuple(aid._replace(**changes) if one is aid else one for one in rule.aid)
    return _Other(f"aid.{number}.{name}", MutantKind.AMOUNT, says, str(aid.words), replace(rule, aid=aids))


def _changed_deadlines(pack: Pack, rule: Rule) -> Iterator[_Other]:
    deadline = rule.deadline
    if deadline is None:
        return
    words = str(deadline.words)
    says = Label(f"去掉期限：{deadline.label.zh}", f"without the deadline: {deadline.label.en}")
    yield _Other("deadline/drop", MutantKind.DEADLINE, says, words, replace(rule, deadline=None))
    for slip in slips_of(deadline.by, Neighbours(pack)):
        says = Label(f"期限：{slip.says.zh}", f"deadline: {slip.says.en}")
        moved = deadline._replace(by=slip.expression, source=slip.written)
        edited = Edited(deadline.by, slip.expression, deadline.label)
        yield _Other(f"deadline/{slip.name}", MutantKind.DEADLINE, says, words, replace(rule, deadline=moved), edited)


def _changed_agencies(pack: Pack, rule: Rule) -> Iterator[_Other]:
    others = [one for one in pack.agencies if one not in rule.agency]
    for number, agency in enumerate(rule.agency):
        label = pack.agencies[agency].label
        if others:
            other = pack.agencies[others[0]]
            says = Label(f"责任部门由{label.zh}改为{other.label.zh}", f"{label.en} made {other.label.en}")
            changed = tuple(other.id if one == agency else one for one in rule.agency)
            words = str(pack.agencies[agency].words)
            yield _Other(f"agency.{number}/{other.id}", MutantKind.AGENCY, says, words, replace(rule, agency=changed))
        if len(rule.agency) > 1:
            says = Label(f"去掉责任部门：{label.zh}", f"without the agency: {label.en}")
            fewer = tuple(one for one in rule.agency if one != agency)
            words = str(pack.agencies[agency].words)
            yield _Other(f"agency.{number}/drop", MutantKind.AGENCY, says, words, replace(rule, agency=fewer))


# ---------------------------------------------------------------- derived and implied facts


def _of_fact(pack: Pack, fact: Fact) -> Iterator[Mutant]:
    provision = fact.cited[0] if fact.cited else ""
    derive = fact.derive
    for number, entry in enumerate(fact.implied):
        yield from _of_entry(pack, fact, number, entry)
    if isinstance(derive, c.Condition):
        for edit in edits_of(Neighbours(pack, fact.name), derive):
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


def _of_entry(pack: Pack, fact: Fact, number: int, entry: Implied) -> Iterator[Mutant]:
    """The entry left out, another value, and every edit of its condition."""
    provision, root = fact.cited[0] if fact.cited else "", f"{fact.name}/implied.{number}"

    def mutant(name: str, change: MutantKind, says: Label, by: Implied | None, edited: Edited | None = None) -> Mutant:
        entries = tuple(by if one is entry else one for one in fact.implied)
        changed = replace(fact, implied=tuple(one for one in entries if one is not None))
        named = Label(f"{fact.label.zh}的推定：{says.zh}", f"{fact.label.en}, implied: {says.en}")
        return Mutant(
            id=f"{root}{name}", owner=fact.name, provision=provision, change=change, says=named, words="",
            place=entry.place, in_verdicts=True, make=_with_fact(pack, changed), edited=edited,
        )  # fmt: skip

    when = say_condition(entry.when)
    left_out = Label(f"去掉：{when}", f"left out: {when}")
    yield mutant("/drop", MutantKind.DROP, left_out, None, Edited(entry.when, None, fact.label))
    for name, change, says, other in _other_values(fact, entry):
        yield mutant(f"/{name}", change, says, other)
    for edit in edits_of(Neighbours(pack, fact.name), entry.when):
        by = entry._replace(when=applied(entry.when, edit))
        yield mutant(f".{edit.step.path}/{edit.name}", edit.change, edit.says, by, edit.as_data(fact.label))


def _other_values(fact: Fact, entry: Implied) -> Iterator[tuple[str, MutantKind, Label, Implied]]:
    """Another value that is implied, or one fewer ruled out."""
    if entry.value is None:
        for out in entry.ruled_out if len(entry.ruled_out) > 1 else ():
            says = Label(f"不再排除“{fact.show(out, 'zh')}”", f"{fact.show(out)} not ruled out")
            fewer = tuple(one for one in entry.ruled_out if one != out)
            yield f"is_not.{out}/drop", MutantKind.CHOICE, says, entry._replace(ruled_out=fewer)
        return
    others: list[tuple[str, Value]] = []
    match entry.value:
        case bool():
            others = [(write_value(not entry.value), not entry.value)]
        case str():
            others = [(value, value) for value in fact.values or () if value != entry.value]
        case _:
            others = [(step, value) for step, value in steps_from(entry.value) if _can_be(fact, value)]
    change = (
        MutantKind.NEGATE if isinstance(entry.value, bool) else MutantKind.CHOICE if fact.values else MutantKind.SHIFT
    )
    for name, value in others:
        old, new = ((fact.show(entry.value, one), fact.show(value, one)) for one in ("zh", "en"))
        says = Label(f"“{old[0]}”改为“{old[1]}”", f"{new[0]} made {new[1]}")
        yield f"is.{name}", change, says, entry._replace(value=value)


def _can_be(fact: Fact, value: Value) -> bool:
    try:
        fact.check_domain(value)
    except ValueProblem:
        return False
    return True


def _fact_maker(pack: Pack, fact: Fact, edit: Edit) -> Callable[[], Pack]:
    def make() -> Pack:
        assert isinstance(fact.derive, c.Condition)
        return with_fact(pack, replace(fact, derive=applied(fact.derive, edit)))

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
