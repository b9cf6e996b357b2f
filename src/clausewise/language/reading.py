"""Turns checked shapes into the typed things of the language: facts, conditions, rules, duties.

Each `read_*` appends what is wrong to a shared list and goes on, so that one run names everything. Nothing here
opens a file.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase

from clausewise.document import Document
from clausewise.errors import Diagnostic, Place, did_you_mean
from clausewise.language import conditions as c
from clausewise.language import entry_shapes as e
from clausewise.language import rules as r
from clausewise.language import shapes as s
from clausewise.language.expression_parser import (
    ExpressionProblem,
    Names,
    RefusedName,
    parse_condition_expression,
    parse_value_expression,
)
from clausewise.language.expressions import Expression, Kind
from clausewise.language.facts import Fact, Parameter
from clausewise.language.labels import Label
from clausewise.language.words import check_place_exists, check_words
from clausewise.yaml_source import PathKey, Source

_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_LISTED = {"agency": "agencies.yaml", "register": "registers.yaml", "fact": "facts.yaml"}


def is_name(word: str) -> bool:
    """Whether a word can name a fact, a parameter, an agency or a register, also in an expression."""
    return bool(_NAME.match(word)) and not keyword.iskeyword(word)


@dataclass
class Ground:
    """What a pack's entries stand on, and the list of what was found wrong.

    `refused` names entries that are written but wrong, so that what speaks of them is not refused in its turn.
    """

    document: Document
    facts: dict[str, Fact] = field(default_factory=dict)
    parameters: dict[str, Parameter] = field(default_factory=dict)
    agencies: dict[str, r.Agency] = field(default_factory=dict)
    registers: dict[str, r.Register] = field(default_factory=dict)
    rule_ids: tuple[str, ...] = ()
    refused: set[str] = field(default_factory=set)
    found: list[Diagnostic] = field(default_factory=list)

    def refuse(self, message: str, place: Place, mend: str | None = None) -> None:
        self.found.append(Diagnostic(message, place, mend))

    def known(self, name: str, kind: str, known: Iterable[str], place: Place) -> bool:
        """Whether a name is among the known ones; refused with the nearest when not."""
        known = list(known)
        if name in known or name in self.refused:
            return True
        self.refuse(f"there is no {kind} {name}", place, did_you_mean(name, known) or f"{_LISTED[kind]} lists them")
        return False


def label(shape: s.LabelShape) -> Label:
    """The label of a shape."""
    return Label(shape.zh, shape.en)


def label_or_none(shape: s.LabelShape | None) -> Label | None:
    """The label of a shape, None where there is none."""
    return None if shape is None else label(shape)


@dataclass(frozen=True)
class EntryReader:
    """Reads one entry of one file: knows the entry's place and the provision its words stand in.

    The derivation of a fact has no provision; `provision_refused` spares the words of one that was named wrongly.
    """

    ground: Ground
    source: Source
    path: PathKey
    provision: str | None
    provision_refused: bool = False

    def at(self, *steps: str | int) -> Place:
        return self.source.place((*self.path, *steps))

    def under(self, *steps: str | int) -> EntryReader:
        return replace(self, path=(*self.path, *steps))

    def words(self, text: Sequence[str], where: str | None) -> c.Words:
        """The words of this entry, checked against the document."""
        stands_in = where or self.provision
        if stands_in is None:
            self.ground.refuse("it is not said where these words stand", self.at("text"), 'write from: "21.2"')
            return c.Words(tuple(text), "")
        words = c.Words(tuple(text), stands_in)
        if self.provision_refused and not where:
            return words
        places = [self.at("text", index) for index in range(len(text))]
        # The entry's own provision is looked up where it is named, not at each of its words.
        nowhere = check_place_exists(self.ground.document, where, self.at("from")) if where else None
        problem = nowhere or check_words(self.ground.document, words, places)
        if problem:
            self.ground.found.append(problem)
        return words

    def expression(self, text: str, key: str, kind: Kind, member_in_sight: bool) -> Expression | None:
        names = Names(self.ground.facts, self.ground.parameters, member_in_sight, self.ground.refused)
        try:
            if kind is Kind.BOOLEAN:
                return parse_condition_expression(text, names)
            return parse_value_expression(text, names, kind)
        except ExpressionProblem as problem:
            if not isinstance(problem, RefusedName):
                place = self.source.place_inside((*self.path, key), problem.column)
                self.ground.refuse(str(problem), place, problem.mend)
            return None

    def condition(
        self, shape: s.ConditionShape, member_in_sight: bool, *, quantified: bool = False
    ) -> c.Condition | None:
        """The condition of a shape; None when something in it was refused."""
        words = self.words(shape.text, shape.from_) if shape.text else None
        if shape.from_ is not None and words is None:
            self.ground.refuse("from: stands without text:", self.at("from"), "write text: beside it")
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
            self.ground.refuse(f"{bounds[0]} stands without count", self.at(bounds[0]), "write count: member beside it")
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
            message, mend = (
                f"at least {low} and at most {high} cannot both hold",
                "write the smaller number at at_least:",
            )
            self.ground.refuse(message, self.at("at_least"), mend)
        return c.Count(part, low, high, words, place)

    def _form(
        self, shape: s.ConditionShape, member_in_sight: bool, quantified: bool, words: c.Words | None
    ) -> c.Condition | None:
        forms = self._forms(shape)
        written = [key for key, value in forms.items() if value is not None]
        if len(written) != 1:
            said = f"{' and '.join(written)} stand side by side" if written else "a condition says nothing"
            self.ground.refuse(said, self.at(), f"write one of {', '.join(f'{key}:' for key in forms)}")
            return None
        (key,) = written
        place = self.at()
        if shape.if_ is not None:
            expression = self.expression(shape.if_, "if", Kind.BOOLEAN, member_in_sight)
            return None if expression is None else c.If(expression, shape.if_, words, place)
        if shape.finding is not None:
            if not self._may_stand_on_findings:
                self.ground.refuse("a fact cannot stand on findings", self.at("finding"), "make it a rule")
                return None
            self._check_not_quantified("finding", quantified=quantified)
            rules = self.rules_called(shape.finding, "finding")
            return c.FindingOf(tuple(shape.finding), rules, words, place)
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

    @property
    def _may_stand_on_findings(self) -> bool:
        return self.provision is not None

    def _forms(self, shape: s.ConditionShape) -> dict[str, object]:
        """Every form a condition may have, with what is written there."""
        return {"if": shape.if_, "all": shape.all_, "any": shape.any_, "not": shape.not_, "finding": shape.finding}

    def _check_not_quantified(self, key: str, *, quantified: bool) -> None:
        if quantified:
            mend = f"write {key}: beside it, under all: or any:"
            self.ground.refuse(f"{key} does not stand under some, every or count", self.at(key), mend)

    def rules_called(self, patterns: Sequence[str], key: str) -> tuple[str, ...]:
        """The ids that patterns stand for, sorted; each that stands for none is refused."""
        rules: set[str] = set()
        for index, pattern in enumerate(patterns):
            matched = [rule for rule in self.ground.rule_ids if fnmatchcase(rule, pattern)]
            if not matched:
                mend = (
                    did_you_mean(pattern, self.ground.rule_ids)
                    or "write a rule's id, or the beginning of some: housing.*"
                )
                self.ground.refuse(f"no rule is called {pattern}", self.at(key, index), mend)
            rules.update(matched)
        return tuple(sorted(rules))


def read_agency(ground: Ground, source: Source, name: str, shape: s.AgencyShape) -> tuple[Label, c.Words, Place]:
    """The parts an agency and a register have in common."""
    reader = EntryReader(ground, source, (name,), shape.provision)
    nowhere = check_place_exists(ground.document, shape.provision, reader.at("provision"))
    if nowhere:
        ground.found.append(nowhere)
    return label(shape), reader.words(shape.text, shape.from_), source.place((name,), key=True)


def read_modality(reader: EntryReader, shape: e.ModalityShape) -> r.Modality:
    """How firmly an entry speaks, its words checked."""
    return r.Modality(r.ModalityKind(shape.is_), reader.under("modality").words(shape.text, shape.from_))


def _read_open(reader: EntryReader, shapes: list[e.OpenPointShape]) -> tuple[r.OpenPoint, ...]:
    return tuple(
        r.OpenPoint(reader.under("open", index).words(shape.text, shape.from_), label(shape))
        for index, shape in enumerate(shapes)
    )


def _check_common(reader: EntryReader, shape: e.RuleShape | e.DutyShape, agencies: list[str], key: str) -> EntryReader:
    """What rules and duties share: the provision exists, the agencies are known. The reader to go on with."""
    for step in ("provision", "assigned_by"):
        where = getattr(shape, step)
        problem = check_place_exists(reader.ground.document, where, reader.at(step)) if where else None
        if problem:
            reader.ground.found.append(problem)
    for index, agency in enumerate(agencies):
        reader.ground.known(agency, "agency", reader.ground.agencies, reader.at(key, index))
    return reader if is_sentence(reader, shape.provision, "provision") else replace(reader, provision_refused=True)


def is_sentence(reader: EntryReader, where: str, *steps: str | int) -> bool:
    """Whether the place named at these steps is a provision; refused when it is a whole clause."""
    if "." not in where:
        mend = f'write "{where}.1", or the sentence of it that is meant'
        reader.ground.refuse(f"{where} is a clause, not a provision", reader.at(*steps), mend)
    return "." in where


def read_rule(ground: Ground, source: Source, path: PathKey, shape: e.RuleShape) -> r.Rule | None:
    """One rule; None when its condition was refused."""
    reader = EntryReader(ground, source, path, shape.provision)
    reader = _check_common(reader, shape, shape.agency, "agency")
    about = r.About(shape.about)
    in_sight = about is r.About.MEMBER
    when = reader.under("when").condition(shape.when, in_sight)
    if not shape.aid and not shape.followup:
        mend = "write aid: or followup:"
        ground.refuse(f"{shape.rule} grants nothing and sets nothing in motion", reader.at("rule"), mend)
    if shape.kind == "benefit" and not shape.aid:
        ground.refuse(f"{shape.rule} is a benefit without an aid", reader.at("kind"), "write aid:, or kind: procedure")
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
        id=shape.rule, provision=shape.provision, kind=r.RuleKind(shape.kind), title=label(shape.title), about=about,
        modality=modality, when=when, aid=aid, followup=followup, deadline=deadline, agency=tuple(shape.agency),
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


def _read_aid(reader: EntryReader, shape: e.AidShape, in_sight: bool) -> r.Aid:
    amount = reader.expression(shape.amount, "amount", Kind.MONEY, in_sight) if shape.amount is not None else None
    months = reader.expression(shape.months, "months", Kind.INTEGER, in_sight) if shape.months is not None else None
    words = reader.words(shape.text, shape.from_)
    at_most = tuple(one for one in r.Ceiling if one in (shape.at_most or ()))
    for one in at_most:
        if getattr(shape, one) is None:
            reader.ground.refuse(
                f"at_most: {one} stands without {one}:", reader.at("at_most"), f"write {one}: beside it"
            )
    if shape.per and not in_sight:
        mend = "leave it out: what a rule about the household grants, it grants once"
        reader.ground.refuse("per: household stands in a rule about the household", reader.at("per"), mend)
    return r.Aid(
        r.AidForm(shape.form), label(shape), words, amount, months, _read_step_modality(reader, shape.modality, words),
        at_most, per_household=shape.per is not None,
    )  # fmt: skip


def _read_followup(reader: EntryReader, shape: e.FollowupShape) -> r.Followup:
    reader.ground.known(shape.by, "agency", reader.ground.agencies, reader.at("by"))
    lists = r.ListKind(shape.list_) if shape.list_ else None
    if shape.of and lists is not r.ListKind.AGENCIES:
        reader.ground.refuse("of: stands without list: agencies", reader.at("of"), "write list: agencies beside it")
    words = reader.words(shape.text, shape.from_)
    patterns = tuple(shape.of or ())
    return r.Followup(
        shape.by, label(shape), words, lists, _read_step_modality(reader, shape.modality, words),
        patterns, reader.rules_called(patterns, "of"),
    )  # fmt: skip


def _read_deadline(reader: EntryReader, shape: e.DeadlineShape, in_sight: bool) -> r.Deadline | None:
    by = reader.expression(shape.by, "by", Kind.DATE, in_sight)
    words = reader.words(shape.text, shape.from_)
    modality = _read_step_modality(reader, shape.modality, words)
    return None if by is None else r.Deadline(by, shape.by, label(shape), words, modality)


def _read_step_modality(reader: EntryReader, shape: e.StepModalityShape | None, words: c.Words) -> r.Modality | None:
    """How firmly a step is spoken of where that is not as the rule speaks; `words` are the step's own."""
    if shape is None:
        return None
    if shape.from_ is not None and shape.text is None:
        reader.ground.refuse("from: stands without text:", reader.at("modality", "from"), "write text: beside it")
    said = words if shape.text is None else reader.under("modality").words(shape.text, shape.from_)
    return r.Modality(r.ModalityKind(shape.is_), said)


def read_duty(ground: Ground, source: Source, path: PathKey, shape: e.DutyShape) -> r.Duty:
    """One duty."""
    reader = EntryReader(ground, source, path, shape.provision)
    reader = _check_common(reader, shape, shape.actors, "actors")
    return r.Duty(
        id=shape.duty, provision=shape.provision, does=label(shape.does),
        words=reader.words(shape.text, shape.from_), modality=read_modality(reader, shape.modality),
        actors=tuple(shape.actors), assigned_by=shape.assigned_by, reading=label_or_none(shape.reading),
        open=_read_open(reader, shape.open), place=reader.at("duty"),
    )  # fmt: skip


def read_missing(ground: Ground, source: Source, path: PathKey, shape: e.MissingShape) -> r.MissingText:
    """Clauses said to be missing; the document must have no text for them."""
    place = source.place((*path, "missing"), key=True)
    first, last = shape.missing.first, shape.missing.last
    numbers = ground.document.numbers()
    present = [str(number) for number in numbers if first <= number <= last and ground.document.clause(number)]
    if first > last:
        ground.refuse(f"no clauses go from {first} to {last}", place, "write the smaller number as first")
    elif numbers and not numbers[0] <= first <= last <= numbers[-1]:
        mend = f"its clauses go from {numbers[0]} to {numbers[-1]}"
        ground.refuse(f"the document has no clauses {first} to {last}", place, mend)
    elif present:
        mend = f"the document has text for {', '.join(present)}"
        ground.refuse(f"clauses {first} to {last} are not all missing", place, mend)
    return r.MissingText(first, last, label(shape.note), place)


def read_open_provision(ground: Ground, source: Source, path: PathKey, shape: e.OpenShape) -> r.OpenProvision:
    """Words that are neither rule nor duty."""
    reader = EntryReader(ground, source, path, shape.open)
    nowhere = check_place_exists(ground.document, shape.open, reader.at("open"))
    if nowhere:
        ground.found.append(nowhere)
    words = reader.words(shape.text, shape.from_)
    return r.OpenProvision(shape.open, words, label(shape.note), source.place((*path, "open"), key=True))
