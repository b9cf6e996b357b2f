"""Reads one entry of a pack's files: its words, its expressions and its conditions, on the ground the pack stands on.

What is wrong is appended to the ground's list and reading goes on, so that one run names everything. Nothing here
opens a file.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable, Sequence
from dataclasses import field, replace
from fnmatch import fnmatchcase

from clausewise.classes import dataclass
from clausewise.document import Document
from clausewise.errors import Diagnostic, Place, did_you_mean
from clausewise.language import conditions as c
from clausewise.language import rules as r
from clausewise.language import shapes as s
from clausewise.language.contested import ContestedPoint
from clausewise.language.expression_parser import (
    ExpressionProblem,
    Names,
    RefusedName,
    parse_condition_expression,
    parse_value_expression,
)
from clausewise.language.expressions import Comparison, Constant, Expression, FactRef, Kind
from clausewise.language.facts import Fact, Parameter
from clausewise.language.labels import Label
from clausewise.language.topics import Topic
from clausewise.language.words import check_place_exists, check_words
from clausewise.yaml_source import PathKey, Source

_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_LISTED = {
    "agency": "agencies.yaml",
    "register": "registers.yaml",
    "fact": "facts.yaml",
    "contested point": "contested.yaml",
}


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
    contested: dict[str, ContestedPoint] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
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
    `is_reading` says that what is read is one reading of a contested point, whole.
    """

    ground: Ground
    source: Source
    path: PathKey
    provision: str | None
    provision_refused: bool = False
    is_reading: bool = False

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
            known = ", ".join(f"{key}:" for key in forms if key != "always")
            self.ground.refuse(said, self.at(), f"write one of {known}")
            return None
        (key,) = written
        place = self.at()
        if shape.if_ is not None:
            expression = self.expression(shape.if_, "if", Kind.BOOLEAN, member_in_sight)
            return None if expression is None else c.If(expression, shape.if_, words, place)
        if shape.finding is not None:
            if not self._may_stand_on_findings:
                message, mend = self._without_findings
                self.ground.refuse(message, self.at("finding"), mend)
                return None
            self._check_not_quantified("finding", quantified=quantified)
            rules = self.rules_called(shape.finding, "finding")
            return c.FindingOf(tuple(shape.finding), rules, words, place)
        if shape.always is not None:
            return self._always(shape.always, words)
        below = replace(self, is_reading=False)
        if shape.contested is not None:
            return below._contested(shape, member_in_sight, quantified, words)
        if shape.not_ is not None:
            part = below.under("not").condition(shape.not_, member_in_sight, quantified=quantified)
            return None if part is None else c.Not(part, words, place)
        parts = [
            below.under(key, index).condition(inner, member_in_sight, quantified=quantified)
            for index, inner in enumerate(shape.all_ or shape.any_ or [])
        ]
        whole = tuple(part for part in parts if part is not None)
        if len(whole) < len(parts):
            return None
        return c.All(whole, words, place) if key == "all" else c.Any(whole, words, place)

    def _always(self, value: bool, words: c.Words | None) -> c.Condition | None:
        if not self.is_reading:
            mend = "leave the condition out, or write what it depends on"
            self.ground.refuse("always: stands only as one reading of a contested point", self.at("always"), mend)
            return None
        return c.If(Constant(value, Kind.BOOLEAN), "true" if value else "false", words, self.at())

    def _contested(
        self, shape: s.ConditionShape, member_in_sight: bool, quantified: bool, words: c.Words | None
    ) -> c.Condition | None:
        """A contested point in its two readings, which bear the names that contested.yaml gives them."""
        name, written = shape.contested or "", shape.readings or {}
        if not self.ground.known(name, "contested point", self.ground.contested, self.at("contested")):
            return None
        point = self.ground.contested.get(name)
        if point is None:
            return None
        known = True
        for key in written:
            if key not in point.reading_ids:
                mend = did_you_mean(key, point.reading_ids) or f"its readings are {' and '.join(point.reading_ids)}"
                self.ground.refuse(f"{name} has no reading {key}", self.source.place((*self.path, key), key=True), mend)
                known = False
        lacking = [key for key in point.reading_ids if key not in written]
        if known and lacking:
            mend = f"write {lacking[0]}: {{if: …}}"
            self.ground.refuse(f"the reading {lacking[0]} of {name} is missing", self.at("contested"), mend)
        inside = replace(self, is_reading=True)
        parts = [
            inside.under(key).condition(one, member_in_sight, quantified=quantified)
            for key, one in written.items()
            if key in point.reading_ids
        ]
        if len(parts) < 2 or not known or lacking:
            return None
        by_name = dict(zip(written, parts, strict=True))
        first, second = (by_name[key] for key in point.reading_ids)
        if first is None or second is None:
            return None
        expression = Comparison(
            "==", FactRef(point.fact_name, Kind.CHOICE), Constant(point.reading_ids[0], Kind.CHOICE)
        )
        says = c.If(expression, f'{point.fact_name} == "{point.reading_ids[0]}"', None, self.at("contested"))
        return c.Contested(name, point.reading_ids, (first, second), says, words, self.at())

    @property
    def _may_stand_on_findings(self) -> bool:
        return self.provision is not None

    @property
    def _without_findings(self) -> tuple[str, str]:
        """What is said of a finding where none may stand, and what would be right."""
        return "a fact cannot stand on findings", "make it a rule"

    def _forms(self, shape: s.ConditionShape) -> dict[str, object]:
        """Every form a condition may have, with what is written there."""
        forms = {"if": shape.if_, "all": shape.all_, "any": shape.any_, "not": shape.not_, "finding": shape.finding}
        return forms | {"contested": shape.contested, "always": shape.always}

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
