"""Turns checked shapes into the typed things of the language: rules, duties, and the clauses that have neither.

Each `read_*` appends what is wrong to a shared list and goes on, so that one run names everything. Nothing here
opens a file.
"""

from __future__ import annotations

from dataclasses import replace

from clausewise.errors import Place
from clausewise.language import conditions as c
from clausewise.language import entry_shapes as e
from clausewise.language import rules as r
from clausewise.language import shapes as s
from clausewise.language.entry_reading import EntryReader, Ground, label, label_or_none
from clausewise.language.expressions import Kind
from clausewise.language.labels import Label
from clausewise.language.words import check_place_exists
from clausewise.yaml_source import PathKey, Source


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
        id=shape.rule, provision=shape.provision, kind=_kind(shape), title=label(shape.title), about=about,
        modality=modality, when=when, aid=aid, followup=followup, deadline=deadline, agency=tuple(shape.agency),
        assigned_by=shape.assigned_by, reading=label(shape.reading), open=points, place=reader.at("rule"),
    )  # fmt: skip


def _kind(shape: e.RuleShape) -> r.RuleKind:
    """What a rule says it is; where it says nothing, a benefit when it grants something, else a procedure."""
    if shape.kind is not None:
        return r.RuleKind(shape.kind)
    return r.RuleKind.BENEFIT if shape.aid else r.RuleKind.PROCEDURE


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
        patterns, reader.rules_called(patterns, "of"), label_or_none(shape.spares),
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
