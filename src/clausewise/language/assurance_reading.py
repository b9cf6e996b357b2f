"""Turns checked shapes into assurances and accepted entries, with what they name held against the pack.

What is wrong is appended to the ground's list, as in `reading`. Nothing here opens a file or proves a statement.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import TypeVar

from clausewise.classes import dataclass
from clausewise.errors import Place, did_you_mean
from clausewise.language import conditions as c
from clausewise.language import rules as r
from clausewise.language import shapes as s
from clausewise.language.assurance_shapes import AcceptedShape, AssuranceShape, ClaimShape
from clausewise.language.assurances import Accepted, AcceptedKind, Assurance, ClaimKind, Gain, Implication, Independence
from clausewise.language.entry_reading import EntryReader, Ground, is_name, label, label_or_none
from clausewise.language.facts import Fact, FactType
from clausewise.language.reading import is_sentence
from clausewise.language.reads import inputs_of
from clausewise.language.words import check_place_exists
from clausewise.yaml_source import Source

Rules = Mapping[str, r.Rule]
ShapeT = TypeVar("ShapeT", AssuranceShape, AcceptedShape)

_IMPLICATIONS: tuple[ClaimKind, ...] = ("then", "never", "not_refused")
_FORMS = (*_IMPLICATIONS, "independent_of", "never_lost_by")
_GRANTS: Mapping[str, tuple[str, Callable[[r.Rule], Iterator[str]]]] = {
    "aid": ("no rule grants the aid", lambda rule: (aid.label.zh for aid in rule.aid)),
    "followup": ("no rule sets in motion", lambda rule: (followup.label.zh for followup in rule.followup)),
    "agency": ("no rule is handled by", lambda rule: iter(rule.agency)),
}


@dataclass(frozen=True)
class _ClaimReader(EntryReader):
    """Reads the conditions of an assurance, which also speak of what the rules that apply grant or set in motion."""

    rules: tuple[r.Rule, ...] = ()

    @property
    def _may_stand_on_findings(self) -> bool:
        return True

    def _forms(self, shape: s.ConditionShape) -> dict[str, object]:
        return super()._forms(shape) | {key: getattr(shape, key) for key in _GRANTS}

    def _form(
        self, shape: s.ConditionShape, member_in_sight: bool, quantified: bool, words: c.Words | None
    ) -> c.Condition | None:
        written = [key for key, value in self._forms(shape).items() if value is not None]
        if len(written) != 1 or written[0] not in _GRANTS:
            return super()._form(shape, member_in_sight, quantified, words)
        (key,) = written
        self._check_not_quantified(key, quantified=quantified)
        rules = self._rules_that(key, getattr(shape, key))
        return c.FindingOf(rules, rules, words, self.at())

    def _rules_that(self, key: str, wanted: Sequence[str]) -> tuple[str, ...]:
        """The rules that grant one of these aids, set one of these follow-ups in motion, or are with these agencies."""
        refusal, names_of = _GRANTS[key]
        known = {name for rule in self.rules for name in names_of(rule)}
        # What a refused rule grants is not known, so that nothing can be said to be granted by none.
        whole = len(self.rules) == len(self.ground.rule_ids)
        for index, name in enumerate(wanted):
            place = self.at(key, index)
            is_known = key != "agency" or self.ground.known(name, "agency", self.ground.agencies, place)
            if is_known and whole and name not in known:
                mend = did_you_mean(name, sorted(known)) or f"write its Chinese label, as a rule has it at {key}:"
                mend = "name an agency that some rule has at agency:" if key == "agency" else mend
                self.ground.refuse(f"{refusal} {name}", place, mend)
        return tuple(sorted(rule.id for rule in self.rules if not set(wanted).isdisjoint(names_of(rule))))


def read_assurances(ground: Ground, source: Source | None, rules: Sequence[r.Rule]) -> tuple[Assurance, ...]:
    """The assurances of a pack whose rules were read, in the order written."""
    read = (
        _read_assurance(_ClaimReader(ground, source_, (index,), None, rules=tuple(rules)), shape)
        for source_, index, shape in _entries(ground, source, AssuranceShape, "assurance")
    )
    return tuple(one for one in read if one is not None)


def read_accepted(ground: Ground, source: Source | None) -> tuple[Accepted, ...]:
    """What an audit accepts, in the order written; whether there is such a mutant or answer is for the audit to say."""
    found: dict[tuple[str, str], Accepted] = {}
    for source_, index, shape in _entries(ground, source, AcceptedShape, "the accepted entry"):
        place = source_.place((index,))
        named: dict[AcceptedKind, str | None] = {
            "mutant": shape.mutant, "answer": shape.answer, "number": shape.number, "modality": shape.modality
        }  # fmt: skip
        given = [(kind, name) for kind, name in named.items() if name is not None]
        if len(given) != 1:
            side_by_side = " and ".join(kind for kind, _ in given)
            said = f"{side_by_side} stand side by side" if given else "an accepted entry names nothing"
            ground.refuse(said, place, "write one of mutant:, answer:, number:, modality:")
            continue
        accepted = Accepted(*given[0], label(shape), place)
        first = found.setdefault((accepted.kind, accepted.id), accepted)
        if first is not accepted:
            ground.refuse(f"{accepted.kind} {accepted.id} is accepted twice", place, f"it stands at {first.place}")
    return tuple(found.values())


def _entries(
    ground: Ground, source: Source | None, shape: type[ShapeT], what: str
) -> Iterator[tuple[Source, int, ShapeT]]:
    """The entries of a file that is a list, each that has its shape."""
    if source is None:
        return
    if not isinstance(source.data, list):
        mend = f"begin each entry with - {'assurance:' if shape is AssuranceShape else 'mutant: or - answer:'}"
        ground.refuse("this file must be a list", source.place(()), mend)
        return
    for index, data in enumerate(source.data):
        name = data.get("assurance") if isinstance(data, dict) else None
        read = s.read_shape(shape, data, source, (index,), f"{what} {name}" if name else what, ground.found)
        if read is not None:
            yield source, index, read


def _read_assurance(reader: _ClaimReader, shape: AssuranceShape) -> Assurance | None:
    for index, where in enumerate(shape.provisions):
        problem = check_place_exists(reader.ground.document, where, reader.at("provisions", index))
        if problem:
            reader.ground.found.append(problem)
        else:
            is_sentence(reader, where, "provisions", index)
    claim = _read_claim(reader, shape)
    if claim is None:
        return None
    return Assurance(
        id=shape.assurance, label=label(shape), provisions=tuple(shape.provisions),
        about=r.About(shape.about or r.About.HOUSEHOLD), claim=claim, policy=label_or_none(shape.policy),
        place=reader.at("assurance"),
    )  # fmt: skip


def _read_claim(reader: _ClaimReader, shape: AssuranceShape) -> Implication | Independence | Gain | None:
    written = [key for key in _FORMS if getattr(shape, key) is not None]
    if len(written) != 1:
        said = f"{' and '.join(written)} stand side by side" if written else f"{shape.assurance} claims nothing"
        place = reader.at(written[1]) if written else reader.at("assurance")
        reader.ground.refuse(said, place, f"write one of {', '.join(f'{key}:' for key in _FORMS)}")
        return None
    (form,) = written
    implied = form in _IMPLICATIONS
    for key in ("rules", "except") if implied else ("about", "given"):
        if getattr(shape, "except_" if key == "except" else key) is not None:
            place = reader.source.place((*reader.path, key), key=True)
            reader.ground.refuse(f"{key} does not stand beside {form}", place, f"delete {key}:")
    if implied:
        return _read_implication(reader, shape)
    if shape.never_lost_by is not None:
        return _read_gain(reader, shape, shape.never_lost_by.if_)
    facts = [
        _changed_fact(reader, name, reader.at("independent_of", index))
        for index, name in enumerate(shape.independent_of or [])
    ]
    rules, excepted = _rules_spoken_of(reader, shape)
    return Independence(tuple(dict.fromkeys(fact.name for fact in facts if fact)), rules, excepted)


def _read_implication(reader: _ClaimReader, shape: AssuranceShape) -> Implication | None:
    if shape.about is None:
        mend = "write about: household, or about: member"
        reader.ground.refuse(f"{shape.assurance} does not say whom it is about", reader.at("assurance"), mend)
        return None
    in_sight = shape.about == "member"
    given = reader.under("given").condition(shape.given, in_sight) if shape.given is not None else None
    for kind in _IMPLICATIONS:
        claimed: ClaimShape | None = getattr(shape, kind)
        condition = reader.under(kind).condition(claimed, in_sight) if claimed is not None else None
        if condition is not None and (given is not None or shape.given is None):
            return Implication(given, kind, condition)
    return None


def _read_gain(reader: _ClaimReader, shape: AssuranceShape, name: str) -> Gain | None:
    place = reader.at("never_lost_by", "if")
    fact = _changed_fact(reader, name, place)
    rules, excepted = _rules_spoken_of(reader, shape)
    if fact is None:
        return None
    if fact.type is not FactType.BOOLEAN:
        message = f"{name} is a {fact.type} and does not go from false to true".replace("a integer", "an integer")
        reader.ground.refuse(message, place, "name a boolean fact, or write independent_of:")
    return Gain(name, rules, excepted)


def _changed_fact(reader: _ClaimReader, name: str, place: Place) -> Fact | None:
    """The fact of that name, which must be one that can change by itself."""
    if not is_name(name.partition(".")[2]):
        reader.ground.refuse(
            f"{name} is not the name of a fact", place, "name one fact with its subject, and nothing else"
        )
        return None
    if not reader.ground.known(name, "fact", reader.ground.facts, place):
        return None
    fact = reader.ground.facts.get(name)
    if fact is not None and fact.derive is not None:
        mend = f"name what it is derived from: {', '.join(inputs_of(fact.derive))}"
        reader.ground.refuse(f"{name} is derived and does not change by itself", place, mend)
        return None
    return fact


def _rules_spoken_of(reader: _ClaimReader, shape: AssuranceShape) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The rules a statement is about, all when it names none, and those among them for which it need not hold."""
    ground, patterns = reader.ground, shape.except_ or []
    rules = reader.rules_called(shape.rules, "rules") if shape.rules else tuple(sorted(ground.rule_ids))
    excepted = reader.rules_called(patterns, "except")
    for index, pattern in enumerate(patterns):
        called = [rule for rule in excepted if fnmatchcase(rule, pattern)]
        if called and not set(called) & set(rules):
            mend = "add it to rules:, or leave it out of except:"
            ground.refuse(f"{pattern} is not among the rules that this is about", reader.at("except", index), mend)
    excepted = tuple(rule for rule in excepted if rule in rules)
    if rules and excepted == rules:
        ground.refuse("every rule is excepted, and nothing is left to hold", reader.at("except"), "name fewer rules")
    return rules, excepted
