"""Turns checked shapes into facts and parameters, with their domains and derivations.

What is wrong is appended to the ground's list, as in `reading`. Nothing here opens a file.
"""

from __future__ import annotations

import datetime
import keyword
from dataclasses import replace
from typing import Any as AnyType

from clausewise.errors import Place, did_you_mean, nearest
from clausewise.language import conditions as c
from clausewise.language import shapes as s
from clausewise.language.entry_reading import EntryReader, Ground, is_name, label, label_or_none
from clausewise.language.expressions import Expression, Kind, facts_read
from clausewise.language.facts import Asked, Fact, FactType, Implied, Parameter, Sensible, Subject, Value, ValueProblem
from clausewise.language.labels import Label
from clausewise.language.words import check_place_exists
from clausewise.yaml_source import Source

# A member's `id` in a case is no fact.
_NOT_A_FACT = {"member.id"}


def read_fact(ground: Ground, source: Source, name: str, shape: s.FactShape) -> Fact | None:
    """One fact without its derivation, which may speak of facts that stand further down."""
    place = source.place((name,), key=True)
    fact_type = FactType(shape.type)
    if not _check_fact_name(ground, name, place) or not _check_fact_values(ground, source, name, shape):
        return None
    if shape.unit is not None and fact_type is not FactType.INTEGER:
        ground.refuse(f"{name}: only an integer has a unit", source.place((name, "unit"), key=True), "delete unit:")
    if name.startswith(f"{Subject.OFFICE}."):
        for key in ("derive", "implied", "lookup", "asked", "asked_of", "known_by"):
            if getattr(shape, key) is not None:
                message = f"{name} is for the office to say, and has no {key}"
                ground.refuse(message, source.place((name, key), key=True), f"delete {key}:")
    if shape.ask is None and shape.derive is None:
        ground.refuse(f"{name} has no question", place, "write ask: {zh: …, en: …}, or derive it")
    if shape.derive is not None and shape.source is None:
        ground.refuse(f"{name} is derived and does not say from what source", place, "write source: {zh: …, en: …}")
    for index, where in enumerate(shape.cited):
        problem = check_place_exists(ground.document, where, source.place((name, "cited", index)))
        if problem:
            ground.found.append(problem)
    if shape.lookup is not None:
        ground.known(shape.lookup, "register", ground.registers, source.place((name, "lookup")))
    if shape.known_by is not None:
        ground.known(shape.known_by, "agency", ground.agencies, source.place((name, "known_by")))
    if shape.asked == "table" and not name.startswith(f"{Subject.MEMBER}."):
        mend = "only facts of members stand in the table; write asked: status"
        ground.refuse(f"{name} is no fact of a member", source.place((name, "asked")), mend)
    values = {key: label(value) for key, value in shape.values.items()} if shape.values else None
    fact = Fact(
        name=name, type=fact_type, label=Label(shape.zh, shape.en), place=place, values=values,
        ask=label_or_none(shape.ask), unit=label_or_none(shape.unit), cited=tuple(shape.cited),
        lookup=shape.lookup, source=label_or_none(shape.source), note=label_or_none(shape.note),
        asked=None if shape.asked is None else Asked(shape.asked), known_by=shape.known_by,
    )  # fmt: skip
    return _with_domain(ground, source, fact, shape)


def _check_fact_name(ground: Ground, name: str, place: Place) -> bool:
    subject, _, rest = name.partition(".")
    fits = subject in tuple(Subject) and is_name(rest) and name not in _NOT_A_FACT
    if not fits:
        near = nearest(subject, Subject) if rest and subject not in tuple(Subject) else None
        mend = f"did you mean {near}.{rest}?" if near else None
        if keyword.iskeyword(rest) or name in _NOT_A_FACT:
            mend = (
                f"write another word: {rest} has a meaning of its own in {'cases' if rest == 'id' else 'expressions'}"
            )
        known = "write household.x, member.x, application.x or office.x, with lower-case letters, digits and _"
        ground.refuse(f"{name} cannot be the name of a fact", place, mend or known)
    return fits


def _check_fact_values(ground: Ground, source: Source, name: str, shape: s.FactShape) -> bool:
    """Whether a choice has values, and nothing else has."""
    is_choice = FactType(shape.type) is FactType.CHOICE
    if is_choice and shape.values is None:
        mend = "write values: {name: {zh: …, en: …}, …}"
        ground.refuse(f"{name} is a choice without values", source.place((name,), key=True), mend)
    if not is_choice and shape.values is not None:
        place = source.place((name, "values"), key=True)
        ground.refuse(f"{name} is a {shape.type} and has no values", place, "delete values:, or write type: choice")
    return is_choice == (shape.values is not None)


def _with_domain(ground: Ground, source: Source, fact: Fact, shape: s.FactShape) -> Fact:
    bounds: dict[str, AnyType] = {}
    for key in ("minimum", "maximum"):
        written = getattr(shape, key)
        if written is None:
            continue
        if fact.type not in (FactType.INTEGER, FactType.MONEY, FactType.DATE):
            place = source.place((fact.name, key), key=True)
            ground.refuse(f"{fact.name} is a {fact.type} and has no {key}", place, f"delete {key}:")
            continue
        try:
            bounds[key] = fact.read_bound(written)
        except ValueProblem as problem:
            ground.refuse(f"{key} of {fact.name}: {problem}", source.place((fact.name, key)), problem.mend)
    if len(bounds) == 2 and bounds["minimum"] > bounds["maximum"]:
        ground.refuse(f"minimum of {fact.name} is above its maximum", source.place((fact.name, "minimum")),
                      "write the smaller value as minimum")  # fmt: skip
    return replace(fact, **bounds)


def read_derivation(ground: Ground, source: Source, fact: Fact, shape: s.FactShape) -> Fact:
    """The fact with how it follows from others."""
    if shape.derive is None:
        return fact
    reader = EntryReader(ground, source, (fact.name,), None)
    in_sight = fact.subject is Subject.MEMBER
    derive: Expression | c.Condition | None
    text = shape.derive if isinstance(shape.derive, str) else None
    if fact.type is FactType.CHOICE:
        mend = "write ask:, or derive a boolean for each value"
        ground.refuse(f"{fact.name} is a choice, and a choice cannot be derived", reader.at("derive"), mend)
        return fact
    if isinstance(shape.derive, s.ConditionShape):
        if fact.type is not FactType.BOOLEAN:
            message = f"{fact.name} is a {fact.type}, and a condition is true or false"
            ground.refuse(message.replace("a integer", "an integer"), reader.at("derive"), "write an expression")
            return fact
        derive = reader.under("derive").condition(shape.derive, in_sight)
    elif fact.type is FactType.BOOLEAN:
        expression = reader.expression(shape.derive, "derive", Kind.BOOLEAN, in_sight)
        derive = None if expression is None else c.If(expression, shape.derive, None, reader.at("derive"))
    else:
        derive = reader.expression(shape.derive, "derive", Kind(fact.type.value), in_sight)
    return replace(fact, derive=derive, derive_text=text)


def read_implied(ground: Ground, source: Source, fact: Fact, shape: s.FactShape) -> Fact:
    """The fact with what implies it."""
    if shape.implied is None:
        return fact
    place = source.place((fact.name, "implied"), key=True)
    if shape.derive is not None:
        mend = "a fact follows in one way: keep one of the two"
        ground.refuse(f"{fact.name} has both derive: and implied:", place, mend)
        return fact
    found: list[Implied] = []
    for index, written in enumerate(shape.implied):
        reader = EntryReader(ground, source, (fact.name, "implied", index), None)
        said = _read_implied_value(reader, fact, written)
        when = reader.under("when").condition(written.when, fact.subject is Subject.MEMBER)
        if said is not None and when is not None:
            found.append(Implied(*said, when, label(written.why), reader.at()))
    return replace(fact, implied=tuple(found))


def _read_implied_value(
    reader: EntryReader, fact: Fact, shape: s.ImpliedShape
) -> tuple[Value | None, tuple[str, ...]] | None:
    """What an entry says of its fact: a value, or values of a choice that are ruled out; None when refused."""
    if (shape.is_ is None) == (shape.is_not is None):
        message = "an entry says either what a fact is, or what it is not"
        reader.ground.refuse(message, reader.at(), "write one of is:, is_not:")
        return None
    try:
        if shape.is_ is not None:
            return fact.read(shape.is_), ()
    except ValueProblem as problem:
        reader.ground.refuse(f"{fact.name}: {problem}", reader.at("is"), problem.mend)
        return None
    known, ruled_out = fact.values or {}, tuple(shape.is_not or ())
    if not known:
        message = f"{fact.name} is a {fact.type}, and only values of a choice are ruled out"
        reader.ground.refuse(message.replace("a integer", "an integer"), reader.at("is_not"), "write is:")
        return None
    for index, one in enumerate(ruled_out):
        if one not in known:
            mend = did_you_mean(one, known) or f"it may be: {', '.join(known)}"
            reader.ground.refuse(f'{fact.name} has no value "{one}"', reader.at("is_not", index), mend)
            return None
    if set(ruled_out) == set(known):
        reader.ground.refuse(f"nothing is left for {fact.name} to be", reader.at("is_not"), "leave one value at least")
        return None
    return None, ruled_out


def read_asked_of(ground: Ground, source: Source, fact: Fact, shape: s.FactShape) -> Fact:
    """The fact with the condition on those of whom it is asked, and why of them alone."""
    if shape.asked_of is None:
        return fact
    reader = EntryReader(ground, source, (fact.name,), None)
    if not fact.is_asked_for_itself or fact.when_raised:
        ground.refuse(f"nobody is asked for {fact.name}", reader.at("asked_of"), "delete asked_of:")
        return fact
    condition = reader.under("asked_of").condition(shape.asked_of, fact.subject is Subject.MEMBER)
    if condition is not None and fact.name in c.facts_of(condition):
        ground.refuse(f"whom {fact.name} is asked of hangs on itself", reader.at("asked_of"), "name other facts")
        return fact
    return replace(fact, asked_of=condition, asked_of_why=label(shape.asked_of.why))


def read_sensible(ground: Ground, source: Source, fact: Fact, shape: s.FactShape) -> Fact:
    """The fact with the conditions that hold of people and households who could exist."""
    found: list[Sensible] = []
    for index, written in enumerate(shape.sensible or []):
        reader = EntryReader(ground, source, (fact.name, "sensible", index), None)
        # A member is in sight in every fact, so that one who is spoken of where none is meant is refused once, below.
        condition = reader.condition(written, True)
        if condition is not None and _speaks_of_its_subject(ground, fact, condition):
            found.append(Sensible(condition, label(written.why), reader.at()))
    return replace(fact, sensible=tuple(found))


def _speaks_of_its_subject(ground: Ground, fact: Fact, condition: c.Condition) -> bool:
    """Whether a condition speaks of the fact's own subject and of the household alone."""
    for node in c.walk(condition):
        if isinstance(node, c.Quantifier):
            mend = "leave out some:, every: and count:; at a fact of a member, member. is that member"
            ground.refuse("what is sensible is said of one subject", node.place, mend)
            return False
        for name in facts_read(node.expression) if isinstance(node, c.If) else ():
            if ground.facts[name].subject not in (fact.subject, Subject.HOUSEHOLD):
                mend = f"speak of {' and '.join(dict.fromkeys((fact.subject, Subject.HOUSEHOLD)))} facts"
                ground.refuse(f"{fact.name} cannot be held against {name}", node.place, mend)
                return False
    return True


def read_parameter(ground: Ground, source: Source, name: str, shape: s.ParameterShape) -> Parameter:
    """One parameter; its dates must ascend."""
    place = source.place((name,), key=True)
    as_fact = Fact(name, FactType(shape.type), label(shape), place)
    values: list[tuple[datetime.date, Value]] = []
    ends = tuple((one.from_, one.until) for one in shape.values if one.until is not None)
    for index, dated in enumerate(shape.values):
        at = source.place((name, "values", index))
        if values and dated.from_ <= values[-1][0]:
            ground.refuse(
                "the dates of a parameter must ascend", at, f"write a day after {values[-1][0]}, or sort them"
            )
        if dated.until is not None and dated.until < dated.from_:
            ground.refuse("the value ends before it begins", at, f"write a day after {dated.from_} as until:")
        try:
            value = as_fact.read(dated.value)
            if value is not None:
                values.append((dated.from_, value))
        except ValueProblem as problem:
            ground.refuse(str(problem), at, problem.mend)
    return Parameter(name, as_fact.type, as_fact.label, tuple(values), label_or_none(shape.source), place, ends)
