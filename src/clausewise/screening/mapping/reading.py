"""Reads a mapping file and holds it against a pack's facts and rules; names everything wrong at once.

Opens no table: whether a registry has the columns is for `checking`, once its tables are open.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from dataclasses import field, replace
from pathlib import Path
from typing import Any

from clausewise.classes import dataclass
from clausewise.data_source import DataSource, by_text, digest_of, refuse_depth
from clausewise.errors import Diagnostic, MappingError, Place, RequestError, did_you_mean
from clausewise.language.facts import Fact, FactType, Subject
from clausewise.language.labels import Label
from clausewise.language.model import Pack
from clausewise.language.shapes import FOR_ALL, read_shape
from clausewise.screening.mapping.encodings import text_encoding
from clausewise.screening.mapping.explaining import read_values
from clausewise.screening.mapping.model import (
    FactColumn,
    Identity,
    RegistryMapping,
    TableKind,
    TableMapping,
    Unit,
    fact_in_column,
)
from clausewise.screening.mapping.origins import Wrong, wrong_encoding, wrong_sources, wrong_time_zone
from clausewise.screening.mapping.receiving import Receiving, in_document_order, rules_granting
from clausewise.screening.mapping.shapes import (
    ApplicationsShape,
    FactColumnShape,
    HouseholdsShape,
    IdentityShape,
    MappingShape,
    MembersShape,
    ReceivingShape,
    TableShape,
)
from clausewise.screening.rules.columns import EVERYBODY
from clausewise.yaml_source import PathKey, Source, describe, parse_yaml, read_bytes, unknown_keys

# Whose facts a table holds; short names are those of the first.
SUBJECTS: Mapping[TableKind, tuple[Subject, ...]] = {
    TableKind.HOUSEHOLDS: (Subject.HOUSEHOLD, Subject.APPLICATION, Subject.OFFICE),
    TableKind.MEMBERS: (Subject.MEMBER,),
    TableKind.APPLICATIONS: (Subject.APPLICATION,),
}
_SHAPES: Mapping[TableKind, type[TableShape]] = {
    TableKind.HOUSEHOLDS: HouseholdsShape,
    TableKind.MEMBERS: MembersShape,
    TableKind.APPLICATIONS: ApplicationsShape,
}
TO_FILL_IN = "?"
"""Stands in a proposed mapping for a column or table that a person has to name."""

_KEYS = list(MappingShape.model_fields)


def read_mapping(path: Path, pack: Pack, *, also: Pack | None = None) -> RegistryMapping:
    """The mapping of a file. Facts and rules that only `also` knows, another version of the pack, are left out.

    Raises: MappingError with everything that is wrong.
    """
    raw = read_bytes(path, MappingError)
    return _read(parse_yaml(raw, str(path), MappingError), pack, also, hashlib.sha256(raw).hexdigest())


def read_given_mapping(given: Mapping[str, Any], pack: Pack) -> RegistryMapping:
    """The mapping of data in the shape of a mapping file. Raises: MappingError with each thing wrong at its path."""
    data = _as_in_a_file(given, ())
    return _read(DataSource("the mapping", data, {}, {}), pack, None, digest_of(data))


def _as_in_a_file(given: Any, path: PathKey) -> Any:
    """Data as a file would give it, where every key is text and lists are lists. Raises: MappingError."""
    refuse_depth(path, MappingError, "give tables and facts")
    match given:
        case Mapping():
            named = by_text(given, path, MappingError)
            return {key: _as_in_a_file(one, (*path, key)) for key, one in named.items()}
        case list() | tuple():
            return [_as_in_a_file(one, (*path, at)) for at, one in enumerate(given)]
    return given


def _read(source: Source, pack: Pack, also: Pack | None, digest: str) -> RegistryMapping:
    reading = _Reading(source, pack, also)
    mapping = reading.read(digest)
    if mapping is None or reading.found:
        raise MappingError(sorted(reading.found, key=_by_place))
    return mapping


def _by_place(diagnostic: Diagnostic) -> tuple[int, int]:
    place = diagnostic.place
    return (place.line or 0, place.column or 0) if place else (0, 0)


@dataclass
class _Reading:
    """One file being read: what was found wrong so far, and where each fact is mapped."""

    source: Source
    pack: Pack
    also: Pack | None
    found: list[Diagnostic] = field(default_factory=list)
    mapped: dict[str, Place] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    zone: str | None = None

    def refuse(self, message: str, path: PathKey, mend: str, *, key: bool = False) -> None:
        self.found.append(Diagnostic(message, self.source.place(path, key=key), mend))

    def refuse_wrong(self, wrong: Wrong | None, path: PathKey) -> None:
        if wrong is not None:
            self.refuse(wrong[0], path, wrong[1])

    def read(self, digest: str) -> RegistryMapping | None:
        data = self.source.data
        if not isinstance(data, dict):
            self.refuse(f"a mapping file is a mapping, not {describe(data)}", (), "begin with pack: and households:")
            return None
        self.found += unknown_keys(self.source, (), data, _KEYS, "the mapping file")
        self._check_pack(data)
        if data.get("households") is None:
            self.refuse("households is missing in the mapping file", (), "write households: {from: …, id: …}")
        self.unknown = self._unknown(data.get("unknown"))
        self.zone = self._time_zone(data.get("time_zone"))
        tables = {kind: self._table(kind, data[kind]) for kind in TableKind if data.get(kind) is not None}
        receiving = self._all_receiving(data.get("receiving"))
        households = tables.get(TableKind.HOUSEHOLDS)
        if households is None:
            return None
        return RegistryMapping(
            self.pack.id, self.source.file, digest, households,
            members=tables.get(TableKind.MEMBERS), applications=tables.get(TableKind.APPLICATIONS),
            members_once=not (isinstance(data.get("members"), dict) and data["members"].get("ids") == "household"),
            time_zone=self.zone,
            receiving=tuple(one for one, _ in receiving),
            receiving_places={one.column: place for one, place in receiving},
        )  # fmt: skip

    def _check_pack(self, data: Mapping[str, Any]) -> None:
        written, ours = data.get("pack"), self.pack.id
        if written is None:
            self.refuse("pack is missing in the mapping file", (), f"write pack: {ours}")
        elif not isinstance(written, str):
            self.refuse(f"{describe(written)} cannot be a pack", ("pack",), f"write pack: {ours}")
        elif written not in (ours, self.also.id if self.also else ours):
            mend = did_you_mean(written, [ours]) or f"open that one with --pack {written}, or write pack: {ours}"
            self.refuse(f"this mapping is for the pack {written}, not for {ours}", ("pack",), mend)

    def _unknown(self, written: object) -> tuple[str, ...]:
        """The words of the whole registry that are not known."""
        if written is None:
            return ()
        if not isinstance(written, list):
            self.refuse(f"unknown is {describe(written)}, not a list", ("unknown",), "write unknown: [无, '-']")
            return ()
        words = []
        for at, word in enumerate(written):
            if isinstance(word, bool) or not isinstance(word, str | int | float | datetime.date):
                mend = "write the word in quotation marks, as it stands in the registry"
                self.refuse(f"a word of unknown is {describe(word)}", ("unknown", at), mend)
            else:
                words.append(str(word))
        return tuple(words)

    def _time_zone(self, written: object) -> str | None:
        """Where days are counted; None where nobody says, or names a zone that there is not."""
        wrong = None if written is None else wrong_time_zone(str(written))
        self.refuse_wrong(wrong, ("time_zone",))
        return None if written is None or wrong is not None else str(written)

    def _table(self, kind: TableKind, data: Any) -> TableMapping | None:
        # Each fact is read by itself, so that what is wrong with one hides nothing of the others.
        facts = data.get("facts") if isinstance(data, dict) else None
        each = isinstance(facts, dict)
        table = {**data, "facts": {}} if each else data
        everybody: bool | FactColumn = True
        if kind is TableKind.HOUSEHOLDS and isinstance(data, dict):
            everybody = self._everybody(data.get("everybody"))
            table = {key: value for key, value in table.items() if key != "everybody"}
        shape = read_shape(_SHAPES[kind], table, self.source, (kind.value,), kind.value, self.found)
        columns = self._columns(kind, facts) if each and facts is not None else ()
        encodings = self._encodings(kind, data.get("encoding") if isinstance(data, dict) else None)
        if shape is None:
            return None
        for key, what in _NAMED_BY_PEOPLE.items():
            if isinstance(data, dict) and data.get(key) == TO_FILL_IN:
                said = f"{key} of {kind} is still to be filled in"
                self.refuse(said, (kind.value, key), f"name {what[kind is TableKind.HOUSEHOLDS and key == 'id']}")
        self.refuse_wrong(wrong_sources(kind, shape.from_), (kind.value, "from"))
        sheets, rows = shape.sheet or {}, shape.header_row or {}
        for key, of_sources in (("sheet", sheets), ("header_row", rows)):
            for source in (one for one in of_sources if one not in (FOR_ALL, *shape.from_)):
                mend = did_you_mean(source, shape.from_) or f"write one of {', '.join(shape.from_)}, as from: does"
                said = f"{key} names {source}, which {kind} are not taken from"
                self.refuse(said, (kind.value, key, source), mend, key=True)
        member = shape.id if isinstance(shape, MembersShape) else None
        identity = self._identity(shape.identity) if isinstance(shape, MembersShape) and shape.identity else None
        household = shape.id if isinstance(shape, HouseholdsShape) else str(getattr(shape, "household", ""))
        if member == household:
            mend = "name the column that tells one member from another"
            self.refuse(f"id and household of members are one column, {member}", (kind.value, "id"), mend)
        read = (*columns, everybody) if isinstance(everybody, FactColumn) else columns
        places = {one.column: one.place for one in reversed(read)}
        if isinstance(shape, MembersShape):
            places[shape.id] = self.source.place((kind.value, "id"))
            if identity is not None:
                places.setdefault(identity.column, identity.place)
        places[household] = self.source.place((kind.value, "id" if kind is TableKind.HOUSEHOLDS else "household"))
        place = self.source.place((kind.value,), key=True)
        return TableMapping(
            kind, shape.from_[0], household, columns, place, member, encodings[0], everybody, self.unknown, identity,
            tuple(shape.from_[1:]), tuple(encodings[1:]), sheets.get(FOR_ALL), rows.get(FOR_ALL, 1), sheets, rows,
            places,
        )  # fmt: skip

    def _identity(self, shape: IdentityShape) -> Identity:
        """The column with identity numbers, and the fact that must be the day of birth in them."""
        path: PathKey = (TableKind.MEMBERS.value, "identity")
        born = None
        if shape.born is not None:
            fact = self._fact(TableKind.MEMBERS, f"{Subject.MEMBER}.{shape.born}", (*path, "born"))
            if fact is not None and fact.type is not FactType.DATE:
                self.refuse(f"{fact.name} is no date", (*path, "born"), "name the fact that is the day of birth")
            born = fact.name if fact is not None else None
        return Identity(shape.column, self.source.place((*path, "column")), born)

    def _everybody(self, written: object) -> bool | FactColumn:
        """Whether the members listed are all there are, or the column that says so of each household."""
        path: PathKey = (TableKind.HOUSEHOLDS.value, "everybody")
        if written is None or isinstance(written, bool):
            return written is not False
        if not isinstance(written, dict):
            named = written if isinstance(written, str) else "…"
            mend = f"write true, false, or everybody: {{column: {named}}}"
            self.refuse(f"everybody is {describe(written)}", path, mend)
            return True
        shape = read_shape(FactColumnShape, written, self.source, path, "everybody", self.found)
        if shape is None:
            return True
        column = FactColumn(EVERYBODY, shape.column, self.source.place((*path, "column")), unknown=self.unknown)
        fact = fact_in_column(self.pack, column)
        self._check_how(fact, shape, path)
        return replace(column, values=read_values(self.refuse, fact, shape.values, (*path, "values")))

    def _encodings(self, kind: TableKind, written: object) -> list[str]:
        named = [one for one in (written if isinstance(written, list) else [written]) if isinstance(one, str)]
        for one in named:
            self.refuse_wrong(wrong_encoding(one), (kind.value, "encoding"))
        return [text_encoding(one) or "utf-8" for one in named] or ["utf-8"]

    # ------------------------------------------------------------ facts

    def _columns(self, kind: TableKind, facts: Mapping[str, Any]) -> tuple[FactColumn, ...]:
        read = (self._column(kind, written, data) for written, data in facts.items())
        return tuple(one for one in read if one is not None)

    def _column(self, kind: TableKind, written: str, data: Any) -> FactColumn | None:
        path: PathKey = (kind.value, "facts", written)
        name = written if "." in written else f"{SUBJECTS[kind][0]}.{written}"
        if isinstance(data, str):
            self.refuse(f"{written} is not well written", path, f"write {written}: {{column: {data}}}")
            shape = None
        else:
            shape = read_shape(FactColumnShape, data, self.source, path, written, self.found)
        fact = self._fact(kind, name, path)
        if fact is None or shape is None:
            return None
        place = self.source.place(path, key=True)
        if name in self.mapped:
            self.refuse(f"{name} is mapped twice", path, f"it stands at {self.mapped[name]} already", key=True)
        self.mapped.setdefault(name, place)
        self._check_how(fact, shape, path)
        values = read_values(self.refuse, fact, shape.values, (*path, "values"))
        at = self.source.place((*path, "column"))
        unit, from_id_number = Unit(shape.unit or "yuan"), shape.read == "id_number"
        return FactColumn(name, shape.column, at, values, unit, from_id_number, self.unknown, self.zone)

    def _fact(self, kind: TableKind, name: str, path: PathKey) -> Fact | None:
        subjects = SUBJECTS[kind]
        fact = self.pack.facts.get(name)
        if fact is None:
            if self.also is None or name not in self.also.facts:
                self.refuse(f"there is no fact {name}", path, self._near_fact(kind, name), key=True)
            return None
        if fact.subject not in subjects:
            mend = f"write it under {_TABLE_OF[fact.subject]}"
            self.refuse(f"{name} is no fact of {kind}", path, mend, key=True)
            return None
        return fact

    def _near_fact(self, kind: TableKind, name: str) -> str:
        own, short = SUBJECTS[kind][0], name.partition(".")[2]
        for other in Subject:
            if other is not own and f"{other}.{short}" in self.pack.facts:
                if other in SUBJECTS[kind]:
                    return f"write {other}.{short}"
                return f"{other}.{short} is one: write it under {_TABLE_OF[other]}"
        mine = [one for one, fact in self.pack.facts.items() if fact.subject in SUBJECTS[kind]]
        near = did_you_mean(name, mine)
        return near.replace(f"{own}.", "", 1) if near else "`clausewise facts` lists them"

    def _check_how(self, fact: Fact, shape: FactColumnShape, path: PathKey) -> None:
        said = f"{fact.name} is {'an' if fact.type is FactType.INTEGER else 'a'} {fact.type}".replace(
            "a money", "money"
        )
        if shape.values is not None and fact.type not in (FactType.BOOLEAN, FactType.CHOICE):
            mend = "delete values:; numbers, amounts and dates are read as they stand"
            self.refuse(f"{said}, and has no words to explain", (*path, "values"), mend, key=True)
        if shape.unit is not None and fact.type is not FactType.MONEY:
            self.refuse(f"{said}, and has no unit of amounts", (*path, "unit"), "delete unit:", key=True)
        if shape.read is not None and fact.type is not FactType.DATE:
            mend = "delete read:; only a date can be taken out of an identity number"
            self.refuse(f"{said}, and does not stand in an identity number", (*path, "read"), mend, key=True)

    # ------------------------------------------------------------ who receives what

    def _all_receiving(self, data: Any) -> list[tuple[Receiving, Place]]:
        if data is None:
            return []
        if not isinstance(data, list):
            mend = "write - {column: …, grants: […]} for each column"
            self.refuse(f"receiving is {describe(data)}, not a list", ("receiving",), mend)
            return []
        read: list[tuple[Receiving, Place]] = []
        places: dict[str, Place] = {}
        for index, one in enumerate(data):
            shape = read_shape(ReceivingShape, one, self.source, ("receiving", index), "receiving", self.found)
            if shape is None:
                continue
            place = self.source.place(("receiving", index, "column"))
            if shape.column in places:
                mend = f"add its rules to grants: at {places[shape.column]}"
                self.refuse(f"{shape.column} stands twice", ("receiving", index, "column"), mend)
            places.setdefault(shape.column, place)
            made = self._receiving(shape, ("receiving", index))
            if made.rules:
                read.append((made, place))
        return read

    def _receiving(self, shape: ReceivingShape, path: PathKey) -> Receiving:
        rules: dict[str, None] = {}
        for index, target in enumerate(shape.grants):
            rules.update(dict.fromkeys(self._granting(target, (*path, "grants", index))))
        received = Fact(shape.column, FactType.BOOLEAN, Label("", ""), self.source.place(path))
        values = read_values(self.refuse, received, shape.values, (*path, "values"))
        meant = {word: one for word, one in values.items() if one is None or isinstance(one, bool)}
        return Receiving(shape.column, in_document_order(rules, self.pack), meant, self.unknown)

    def _granting(self, target: str, path: PathKey) -> tuple[str, ...]:
        try:
            return rules_granting(target, self.pack, "grants")
        except RequestError as problem:
            if self.also is not None and _grants(target, self.also):
                return ()
            for one in problem.diagnostics:
                self.refuse(one.message, path, one.mend or "name a rule")
            return ()


# What each key names, and what id: of households does.
_NAMED_BY_PEOPLE = {
    "from": ("the file or table", "the file or table"),
    "household": ("the column with the household's id", ""),
    "id": ("the column that tells members apart", "the column with the household's id"),
}
_TABLE_OF = {
    Subject.HOUSEHOLD: TableKind.HOUSEHOLDS,
    Subject.MEMBER: TableKind.MEMBERS,
    Subject.APPLICATION: "applications, or as application.… under households",
    Subject.OFFICE: "households, as office.…",
}


def _grants(target: str, pack: Pack) -> bool:
    try:
        rules_granting(target, pack, "")
    except RequestError:
        return False
    return True
