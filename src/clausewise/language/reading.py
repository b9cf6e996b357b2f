"""Turns checked shapes into the typed things of the language: facts, conditions, rules, duties.

Each `read_*` appends what is wrong to a shared list and goes on, so that one run names everything. Nothing here
opens a file.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import Any as AnyType

from clausewise.document import Document
from clausewise.errors import Diagnostic, Place, did_you_mean
from clausewise.language import conditions as c
from clausewise.language import rules as r
from clausewise.language import shapes as s
from clausewise.language.expressions import (
    Expression,
    ExpressionProblem,
    Kind,
    Names,
    parse_condition_expression,
    parse_value_expression,
)
from clausewise.language.facts import Fact, FactType, Parameter, Subject, Value, ValueProblem
from clausewise.language.labels import Label
from clausewise.language.words import check_place_exists, check_words
from clausewise.yaml_source import PathKey, Source


@dataclass
class Ground:
    """What a pack's entries stand on, and the list of what was found wrong."""

    document: Document
    facts: dict[str, Fact] = field(default_factory=dict)
    parameters: dict[str, Parameter] = field(default_factory=dict)
    agencies: dict[str, r.Agency] = field(default_factory=dict)
    registers: dict[str, r.Register] = field(default_factory=dict)
    rule_ids: tuple[str, ...] = ()
    found: list[Diagnostic] = field(default_factory=list)

    def refuse(self, message: str, place: Place, mend: str | None = None) -> None:
        self.found.append(Diagnostic(message, place, mend))

    def known(self, name: str, kind: str, known: Iterable[str], place: Place) -> bool:
        """Whether a name is among the known ones; refused with the nearest when not."""
        known = list(known)
        if name in known:
            return True
        self.refuse(f"there is no {kind} {name}", place, did_you_mean(name, known))
        return False


def label(shape: s.LabelShape) -> Label:
    """The label of a shape."""
    return Label(shape.zh, shape.en)


def _label_or_none(shape: s.LabelShape | None) -> Label | None:
    return None if shape is None else label(shape)


@dataclass(frozen=True)
class EntryReader:
    """Reads one entry of one file: knows the entry's place and the provision its words stand in."""

    ground: Ground
    source: Source
    path: PathKey
    provision: str | None

    def at(self, *steps: str | int) -> Place:
        return self.source.place((*self.path, *steps))

    def under(self, *steps: str | int) -> EntryReader:
        return replace(self, path=(*self.path, *steps))

    def words(self, text: Iterable[str], where: str | None) -> c.Words:
        """The words of this entry, checked against the document."""
        stands_in = where or self.provision
        if stands_in is None:
            self.ground.refuse("it is not said where these words stand", self.at("text"), 'write from: "21.2"')
            return c.Words(tuple(text), "")
        words = c.Words(tuple(text), stands_in)
        problem = check_words(self.ground.document, words, self.at("from") if where else self.at("text"))
        if problem:
            self.ground.found.append(problem)
        return words

    def expression(self, text: str, key: str, kind: Kind, member_in_sight: bool) -> Expression | None:
        names = Names(self.ground.facts, self.ground.parameters, member_in_sight)
        try:
            if kind is Kind.BOOLEAN:
                return parse_condition_expression(text, names)
            return parse_value_expression(text, names, kind)
        except ExpressionProblem as problem:
            place = self.at(key)
            column = (place.column or 1) + problem.column
            self.ground.refuse(str(problem), Place(place.file, place.line, column), problem.mend)
            return None

    def condition(
        self, shape: s.ConditionShape, member_in_sight: bool, *, quantified: bool = False
    ) -> c.Condition | None:
        """The condition of a shape; None when something in it was refused."""
        words = self.words(shape.text, shape.from_) if shape.text else None
        quantifier = self._quantifier(shape)
        if quantifier and quantified:
            self.ground.refuse("quantifiers do not nest", self.at(quantifier), "make the inner one a derived fact")
            return None
        inside = member_in_sight or quantifier is not None
        form = self._form(shape, inside, quantified or quantifier is not None, None if quantifier else words)
        if form is None or quantifier is None:
            return form
        return self._quantify(quantifier, shape, form, words)

    def _quantifier(self, shape: s.ConditionShape) -> str | None:
        written = [key for key in ("some", "every", "count") if getattr(shape, key)]
        if len(written) > 1:
            self.ground.refuse(f"{' and '.join(written)} stand side by side", self.at(written[1]), "keep one")
        bounds = [key for key in ("at_least", "at_most", "exactly") if getattr(shape, key) is not None]
        if bounds and not shape.count:
            self.ground.refuse(f"{bounds[0]} stands without count: member", self.at(bounds[0]))
        return written[0] if written else None

    def _quantify(
        self, quantifier: str, shape: s.ConditionShape, part: c.Condition, words: c.Words | None
    ) -> c.Condition | None:
        place = self.at()
        if quantifier == "some":
            return c.Some(part, words, place)
        if quantifier == "every":
            return c.Every(part, words, place)
        low, high = shape.at_least, shape.at_most
        if shape.exactly is not None:
            if low is not None or high is not None:
                self.ground.refuse("exactly stands beside at_least or at_most", self.at("exactly"), "keep one")
            low = high = shape.exactly
        if low is None and high is None:
            self.ground.refuse("count: member has no bound", place, "write at_least:, at_most: or exactly:")
            return None
        if low is not None and high is not None and low > high:
            self.ground.refuse(f"at least {low} and at most {high} cannot both hold", place)
        return c.Count(part, low, high, words, place)

    def _form(
        self, shape: s.ConditionShape, member_in_sight: bool, quantified: bool, words: c.Words | None
    ) -> c.Condition | None:
        forms = {"if": shape.if_, "all": shape.all_, "any": shape.any_, "not": shape.not_, "finding": shape.finding}
        written = [key for key, value in forms.items() if value is not None]
        if len(written) != 1:
            said = f"{' and '.join(written)} stand side by side" if written else "a condition says nothing"
            self.ground.refuse(said, self.at(), "write one of if:, all:, any:, not:, finding:")
            return None
        (key,) = written
        place = self.at()
        if shape.if_ is not None:
            expression = self.expression(shape.if_, "if", Kind.BOOLEAN, member_in_sight)
            return None if expression is None else c.If(expression, shape.if_, words, place)
        if shape.finding is not None:
            if quantified:
                self.ground.refuse("finding does not stand under some, every or count", self.at("finding"))
            return self._finding(shape.finding, words, place)
        if shape.not_ is not None:
            part = self.under("not").condition(shape.not_, member_in_sight, quantified=quantified)
            return None if part is None else c.Not(part, words, place)
        parts = [
            self.under(key, index).condition(inner, member_in_sight, quantified=quantified)
            for index, inner in enumerate(shape.all_ or shape.any_ or [])
        ]
        whole = tuple(part for part in parts if part is not None)
        if len(whole) < len(parts):
            return None
        return c.All(whole, words, place) if key == "all" else c.Any(whole, words, place)

    def _finding(self, patterns: list[str], words: c.Words | None, place: Place) -> c.Condition | None:
        rules: dict[str, None] = {}
        for pattern in patterns:
            matched = [rule for rule in self.ground.rule_ids if fnmatchcase(rule, pattern)]
            if not matched:
                mend = did_you_mean(pattern, self.ground.rule_ids)
                self.ground.refuse(f"no rule is called {pattern}", self.at("finding"), mend)
            rules.update(dict.fromkeys(matched))
        return c.FindingOf(tuple(patterns), tuple(sorted(rules)), words, place)


def read_fact(ground: Ground, source: Source, name: str, shape: s.FactShape) -> Fact | None:
    """One fact without its derivation, which may speak of facts that stand further down."""
    place = source.place((name,), key=True)
    if name.partition(".")[0] not in tuple(Subject) or not name.partition(".")[2].isidentifier():
        ground.refuse(f"{name} cannot be the name of a fact", place, "write household.x, member.x or application.x")
        return None
    fact_type = FactType(shape.type)
    if (shape.values is not None) != (fact_type is FactType.CHOICE):
        ground.refuse(f"{name} is a {fact_type}: values: belongs to a choice, and a choice needs it", place)
        return None
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
    values = {key: label(value) for key, value in shape.values.items()} if shape.values else None
    fact = Fact(
        name=name, type=fact_type, label=Label(shape.zh, shape.en), place=place, values=values,
        ask=_label_or_none(shape.ask), unit=_label_or_none(shape.unit), cited=tuple(shape.cited),
        lookup=shape.lookup, source=_label_or_none(shape.source), note=_label_or_none(shape.note),
    )  # fmt: skip
    return _with_domain(ground, source, fact, shape)


def _with_domain(ground: Ground, source: Source, fact: Fact, shape: s.FactShape) -> Fact:
    bounds: dict[str, AnyType] = {}
    for key in ("minimum", "maximum"):
        written = getattr(shape, key)
        if written is None:
            continue
        place = source.place((fact.name, key))
        if fact.type not in (FactType.INTEGER, FactType.MONEY, FactType.DATE):
            ground.refuse(f"a {fact.type} has no {key}", place)
            continue
        try:
            # A bound of its own lets money be negative where the author says so.
            bounds[key] = replace(fact, minimum=written).read(written) if written is not None else None
        except (ValueProblem, TypeError):
            ground.refuse(f"{key} of {fact.name} is no {fact.type}", place)
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
        ground.refuse(f"{fact.name} is a choice, and a choice cannot be derived", reader.at("derive"))
        return fact
    if isinstance(shape.derive, s.ConditionShape):
        if fact.type is not FactType.BOOLEAN:
            ground.refuse(f"{fact.name} is a {fact.type}, and a condition is true or false", reader.at("derive"))
            return fact
        derive = reader.under("derive").condition(shape.derive, in_sight)
        if derive is not None and c.findings_of(derive):
            ground.refuse("a fact cannot stand on findings", reader.at("derive"), "make it a rule")
    elif fact.type is FactType.BOOLEAN:
        expression = reader.expression(shape.derive, "derive", Kind.BOOLEAN, in_sight)
        derive = None if expression is None else c.If(expression, shape.derive, None, reader.at("derive"))
    else:
        derive = reader.expression(shape.derive, "derive", Kind(fact.type.value), in_sight)
    return replace(fact, derive=derive, derive_text=text)


def read_parameter(ground: Ground, source: Source, name: str, shape: s.ParameterShape) -> Parameter:
    """One parameter; its dates must ascend."""
    place = source.place((name,), key=True)
    as_fact = Fact(name, FactType(shape.type), label(shape), place)
    values: list[tuple[datetime.date, Value]] = []
    for index, dated in enumerate(shape.values):
        at = source.place((name, "values", index))
        if values and dated.from_ <= values[-1][0]:
            ground.refuse("the dates of a parameter must ascend", at)
        try:
            value = as_fact.read(dated.value)
            if value is not None:
                values.append((dated.from_, value))
        except ValueProblem as problem:
            ground.refuse(str(problem), at, problem.mend)
    return Parameter(name, as_fact.type, as_fact.label, tuple(values), _label_or_none(shape.source), place)


def read_agency(ground: Ground, source: Source, name: str, shape: s.AgencyShape) -> tuple[Label, c.Words, Place]:
    """The parts an agency and a register have in common."""
    reader = EntryReader(ground, source, (name,), shape.provision)
    return label(shape), reader.words(shape.text, shape.from_), source.place((name,), key=True)


def read_modality(reader: EntryReader, shape: s.ModalityShape) -> r.Modality:
    """How firmly an entry speaks, its words checked."""
    return r.Modality(r.ModalityKind(shape.is_), reader.under("modality").words(shape.text, shape.from_))


def _read_open(reader: EntryReader, shapes: list[s.OpenPointShape]) -> tuple[r.OpenPoint, ...]:
    return tuple(
        r.OpenPoint(reader.under("open", index).words(shape.text, shape.from_), label(shape))
        for index, shape in enumerate(shapes)
    )


def _check_common(reader: EntryReader, shape: s.RuleShape | s.DutyShape, agencies: list[str], key: str) -> None:
    """What rules and duties share: the provision exists, the agencies are known."""
    for step in ("provision", "assigned_by"):
        where = getattr(shape, step)
        problem = check_place_exists(reader.ground.document, where, reader.at(step)) if where else None
        if problem:
            reader.ground.found.append(problem)
    if "." not in shape.provision:
        reader.ground.refuse(f"{shape.provision} is a clause, not a provision", reader.at("provision"), 'write "21.2"')
    for agency in agencies:
        reader.ground.known(agency, "agency", reader.ground.agencies, reader.at(key))


def read_rule(ground: Ground, source: Source, path: PathKey, shape: s.RuleShape) -> r.Rule | None:
    """One rule; None when its condition was refused."""
    reader = EntryReader(ground, source, path, shape.provision)
    _check_common(reader, shape, shape.agency, "agency")
    about = r.About(shape.about)
    in_sight = about is r.About.MEMBER
    when = reader.under("when").condition(shape.when, in_sight)
    if not shape.aid and not shape.followup:
        ground.refuse(f"{shape.rule} grants nothing and sets nothing in motion", reader.at(), "write aid: or followup:")
    aid = tuple(_read_aid(reader.under("aid", index), one, in_sight) for index, one in enumerate(shape.aid or []))
    followup = tuple(
        _read_followup(reader.under("followup", index), one) for index, one in enumerate(shape.followup or [])
    )
    deadline = _read_deadline(reader.under("deadline"), shape.deadline, in_sight) if shape.deadline else None
    modality = read_modality(reader, shape.modality)
    points = _read_open(reader, shape.open)
    if when is None:
        return None
    _check_covered(ground, when, covered=False)
    return r.Rule(
        id=shape.rule, provision=shape.provision, title=label(shape.title), about=about, modality=modality,
        when=when, aid=aid, followup=followup, deadline=deadline, agency=tuple(shape.agency),
        assigned_by=shape.assigned_by, reading=label(shape.reading), open=points, place=reader.at("rule"),
    )  # fmt: skip


def _check_covered(ground: Ground, condition: c.Condition, *, covered: bool) -> None:
    """Every leaf stands on words: its own, or those of a branch above it."""
    covered = covered or condition.words is not None
    parts = c.parts_of(condition)
    if not parts and not covered:
        ground.refuse("this condition quotes no words", condition.place, "write text: beside it")
    for part in parts:
        _check_covered(ground, part, covered=covered)


def _read_aid(reader: EntryReader, shape: s.AidShape, in_sight: bool) -> r.Aid:
    amount = reader.expression(shape.amount, "amount", Kind.MONEY, in_sight) if shape.amount else None
    months = reader.expression(shape.months, "months", Kind.INTEGER, in_sight) if shape.months else None
    words = reader.words(shape.text, shape.from_)
    return r.Aid(r.AidForm(shape.form), label(shape), words, amount, months)


def _read_followup(reader: EntryReader, shape: s.FollowupShape) -> r.Followup:
    reader.ground.known(shape.by, "agency", reader.ground.agencies, reader.at("by"))
    lists = r.ListKind(shape.list_) if shape.list_ else None
    return r.Followup(shape.by, label(shape), reader.words(shape.text, shape.from_), lists)


def _read_deadline(reader: EntryReader, shape: s.DeadlineShape, in_sight: bool) -> r.Deadline | None:
    by = reader.expression(shape.by, "by", Kind.DATE, in_sight)
    words = reader.words(shape.text, shape.from_)
    return None if by is None else r.Deadline(by, shape.by, label(shape), words)


def read_duty(ground: Ground, source: Source, path: PathKey, shape: s.DutyShape) -> r.Duty:
    """One duty."""
    reader = EntryReader(ground, source, path, shape.provision)
    _check_common(reader, shape, shape.actors, "actors")
    return r.Duty(
        id=shape.duty, provision=shape.provision, does=label(shape.does),
        words=reader.words(shape.text, shape.from_), modality=read_modality(reader, shape.modality),
        actors=tuple(shape.actors), assigned_by=shape.assigned_by, reading=_label_or_none(shape.reading),
        open=_read_open(reader, shape.open), place=reader.at("duty"),
    )  # fmt: skip


def read_missing(ground: Ground, source: Source, path: PathKey, shape: s.MissingShape) -> r.MissingText:
    """Clauses said to be missing; the document must have no text for them."""
    place = source.place((*path, "missing"), key=True)
    first, last = shape.missing.first, shape.missing.last
    present = [number for number in range(first, last + 1) if ground.document.clause(number) is not None]
    if present or first > last:
        ground.refuse(f"clauses {first} to {last} are not all missing", place, "the document has text for some of them")
    return r.MissingText(first, last, label(shape.note), place)


def read_open_provision(ground: Ground, source: Source, path: PathKey, shape: s.OpenShape) -> r.OpenProvision:
    """Words that are neither rule nor duty."""
    reader = EntryReader(ground, source, path, shape.open)
    words = reader.words(shape.text, shape.from_)
    return r.OpenProvision(shape.open, words, label(shape.note), source.place((*path, "open"), key=True))
