"""Reads a pack from its folders and checks it as a whole.

`load_pack` gives a pack or raises with everything that is wrong; `examine_pack` gives both, for lint. Nothing here
evaluates a case.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from clausewise.classes import dataclass
from clausewise.document.store import read_document_bytes
from clausewise.document.verify import verify_against_page
from clausewise.errors import Diagnostic, DocumentError, InputError, PackError, Place, did_you_mean
from clausewise.language import entry_shapes as e
from clausewise.language import rules as r
from clausewise.language import shapes as s
from clausewise.language.assurance_reading import read_accepted, read_assurances
from clausewise.language.assurances import Assurance
from clausewise.language.connective_reading import read_connectives
from clausewise.language.contested_reading import ContestedShape, add_office_facts, add_point, check_points_used
from clausewise.language.english_reading import read_english
from clausewise.language.entry_reading import Ground, is_name, label, label_or_none
from clausewise.language.fact_order import order_facts
from clausewise.language.fact_reading import (
    read_asked_of,
    read_derivation,
    read_fact,
    read_implied,
    read_parameter,
    read_sensible,
)
from clausewise.language.model import InForce, NewerLaw, Pack, PackFolders
from clausewise.language.reading import (
    read_agency,
    read_duty,
    read_missing,
    read_open_provision,
    read_rule,
)
from clausewise.language.rule_order import by_provision, order_rules, provision_key
from clausewise.language.topic_reading import TopicShape, add_topic
from clausewise.yaml_source import Source, parse_yaml, read_bytes

_NAMED_FILES = (
    "pack.yaml", "facts.yaml", "agencies.yaml", "registers.yaml", "parameters.yaml", "connectives.yaml",
    "assurances.yaml", "accepted.yaml", "contested.yaml", "english.yaml", "topics.yaml",
)  # fmt: skip
_REQUIRED_FILES = ("pack.yaml", "facts.yaml", "agencies.yaml")


@dataclass(frozen=True, slots=True)
class PackFiles:
    """The bytes of a pack's files, read once, by the name used in messages. `page` is the page the document is from."""

    folders: PackFolders
    document: tuple[str, bytes]
    rules: Mapping[str, bytes]
    page: tuple[str, bytes] | None = None

    @property
    def rules_digest(self) -> str:
        return digest_of_files(self.rules)


def digest_of_files(files: Mapping[str, bytes]) -> str:
    """The SHA-256 of files by their bare names, whatever folder they lie in."""
    digest = hashlib.sha256()
    for file, raw in sorted(files.items(), key=lambda item: Path(item[0]).name):
        digest.update(f"{Path(file).name}\0{len(raw)}\0".encode())
        digest.update(raw)
    return digest.hexdigest()


def gather_pack_files(folders: PackFolders) -> tuple[PackFiles | None, list[Diagnostic]]:
    """The files of a pack that can be read, and what is wrong with the others; no files when there is no document."""
    found: list[Diagnostic] = []

    def read(path: Path, error: Callable[[Diagnostic], InputError]) -> bytes | None:
        try:
            return read_bytes(path, error)
        except InputError as problem:
            found.extend(problem.diagnostics)
            return None

    document = folders.policy / "document.yaml"
    raw = read(document, DocumentError)
    page = folders.policy / "source.txt"
    printed = read(page, DocumentError) if page.exists() else None
    bytes_of = {str(path): read(path, PackError) for path in sorted(folders.rules.glob("*.yaml"))}
    found += check_file_names([*bytes_of, *map(str, sorted(folders.rules.glob("*.yml")))], str(folders.rules))
    if raw is None:
        return None, found
    rules = {file: one for file, one in bytes_of.items() if one is not None}
    return PackFiles(folders, (str(document), raw), rules, None if printed is None else (str(page), printed)), found


def check_file_names(files: Iterable[str], folder: str) -> list[Diagnostic]:
    """What is wrong with the names of the files in a pack's rules folder."""
    names = {Path(file).name: file for file in files}
    found = []
    for name in _REQUIRED_FILES:
        if name not in names:
            mend = f"a pack holds {', '.join(_REQUIRED_FILES)} and its rules files"
            found.append(Diagnostic(f"the pack has no {name}", Place(folder), mend))
    for name, file in names.items():
        if name.endswith(".yml"):
            found.append(Diagnostic("this file would not be read", Place(file), "let its name end in .yaml"))
    return found


def read_pack_files(folders: PackFolders) -> PackFiles:
    """Read every file of a pack. Raises: PackError, DocumentError."""
    files, found = gather_pack_files(folders)
    if files is None:
        raise DocumentError(found)
    if found:
        raise PackError(found)
    return files


def load_pack(folders: PackFolders) -> Pack:
    """The pack of these folders. Raises: PackError or DocumentError with everything that is wrong."""
    pack, found = examine_pack(read_pack_files(folders))
    if found or pack is None:
        raise PackError(found)
    return pack


def examine_pack(files: PackFiles) -> tuple[Pack | None, list[Diagnostic]]:
    """A pack as far as it can be read, and everything that is wrong with it, in the order of files and lines.

    Raises: DocumentError when the document itself cannot be read, since nothing can stand on it.
    """
    ground = Ground(read_document_bytes(files.document[1], files.document[0]))
    if files.page is not None:
        ground.found += verify_against_page(ground.document, files.page[1], files.page[0])
    sources = _parse_all(files, ground)
    header = _read_header(ground, sources, files.folders)
    _read_mapping(ground, sources.get("registers.yaml"), s.AgencyShape, "register", _add_register)
    _read_mapping(ground, sources.get("agencies.yaml"), s.AgencyShape, "agency", _add_agency)
    _read_mapping(ground, sources.get("parameters.yaml"), s.ParameterShape, "parameter", _add_parameter)
    _read_mapping(ground, sources.get("contested.yaml"), ContestedShape, "contested point", add_point)
    _read_facts(ground, sources.get("facts.yaml"))
    settling = order_facts(ground)
    entries = _read_entries(ground, [source for name, source in sources.items() if name not in _NAMED_FILES])
    _read_mapping(ground, sources.get("topics.yaml"), TopicShape, "topic", add_topic)
    check_points_used(ground, sources.values())
    strata = order_rules(ground, entries.rules)
    assurances = read_assurances(ground, sources.get("assurances.yaml"), entries.rules)
    accepted = read_accepted(ground, sources.get("accepted.yaml"))
    connectives = read_connectives(ground, sources.get("connectives.yaml"))
    english = read_english(ground, sources.get("english.yaml"))
    _check_unique(ground, [*entries.rules, *entries.duties, *assurances])
    written = dict(_written_entries(sources))
    ground.found.sort(key=_by_place)
    if header is None:
        return None, ground.found
    pack = Pack(
        id=header.pack, title=label(header.title), note=label(header.note) if header.note else None,
        first_clause=header.clauses.first, last_clause=header.clauses.last, printed=header.printed,
        document=ground.document, facts=ground.facts, parameters=ground.parameters, agencies=ground.agencies,
        registers=ground.registers, contested=ground.contested, rules=tuple(sorted(entries.rules, key=by_provision)),
        duties=tuple(sorted(entries.duties, key=by_provision)),
        missing=tuple(sorted(entries.missing, key=lambda entry: entry.first)),
        open=tuple(sorted(entries.open, key=lambda entry: (provision_key(entry.provision), entry.words.pieces))),
        settling_order=settling, strata=strata, document_digest=ground.document.digest,
        rules_digest=files.rules_digest, assurances=assurances, accepted=accepted,
        connectives=connectives, in_force=_in_force(header), newer=_newer(header),
        english=english, topics=tuple(ground.topics.values()),
        entry_digests={name: _digest_of(data) for name, data in written.items()},
    )  # fmt: skip
    return pack, ground.found


_WRITTEN_BY_NAME = {
    "facts.yaml": "fact",
    "parameters.yaml": "parameter",
    "contested.yaml": "point",
    "agencies.yaml": "agency",
}


def _written_entries(sources: Mapping[str, Source]) -> Iterator[tuple[str, Any]]:
    """What is written of each rule, fact, parameter, point and agency, by its kind and name: `rule housing.town`."""
    for file, source in sources.items():
        kind = _WRITTEN_BY_NAME.get(file)
        if kind is not None and isinstance(source.data, dict):
            yield from ((f"{kind} {name}", data) for name, data in source.data.items())
        elif file not in _NAMED_FILES and isinstance(source.data, list):
            rules = (data for data in source.data if isinstance(data, dict) and "rule" in data)
            yield from ((f"rule {data['rule']}", data) for data in rules)


def _digest_of(data: Any) -> str:
    """The same for the same data, however it is laid out in a file."""
    written = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(written.encode()).hexdigest()


def _by_place(diagnostic: Diagnostic) -> tuple[str, int, int]:
    return _place_key(diagnostic.place) if diagnostic.place else ("", 0, 0)


def _place_key(place: Place) -> tuple[str, int, int]:
    return place.file, place.line or 0, place.column or 0


def _parse_all(files: PackFiles, ground: Ground) -> dict[str, Source]:
    """Every file as data, by its bare name; a file that is not YAML is refused and left out."""
    sources: dict[str, Source] = {}
    for file, raw in files.rules.items():
        try:
            sources[Path(file).name] = parse_yaml(raw, file, PackError)
        except InputError as problem:
            ground.found.extend(problem.diagnostics)
    return sources


def _read_header(ground: Ground, sources: Mapping[str, Source], folders: PackFolders) -> s.PackShape | None:
    source = sources.get("pack.yaml")
    if source is None:
        return None
    header = s.read_shape(s.PackShape, source.data, source, (), "pack.yaml", ground.found)
    if header is None:
        return None
    if header.pack != folders.id:
        ground.refuse(f"the pack calls itself {header.pack}", source.place(("pack",)), f"its folder is {folders.id}")
    numbers = ground.document.numbers()
    if numbers and (min(numbers), max(numbers)) != (header.clauses.first, header.clauses.last):
        mend = f"the document goes from {min(numbers)} to {max(numbers)}"
        ground.refuse("these are not the document's clauses", source.place(("clauses",)), mend)
    return header


def _in_force(header: s.PackShape) -> InForce | None:
    written = header.in_force
    return None if written is None else InForce(written.from_, written.until, label(written))


def _newer(header: s.PackShape) -> tuple[NewerLaw, ...]:
    return tuple(NewerLaw(label(one), one.from_, label_or_none(one.note)) for one in header.newer or ())


ShapeT = TypeVar("ShapeT", bound=s.Shape)


def _mapping_of(ground: Ground, source: Source, what: str) -> dict[str, Any]:
    if isinstance(source.data, dict):
        return source.data
    ground.refuse(f"this file must be a mapping from a {what} to what it is", source.place(()), "write name: {…}")
    return {}


def _read_mapping(
    ground: Ground,
    source: Source | None,
    shape: type[ShapeT],
    what: str,
    add: Callable[[Ground, Source, str, ShapeT], None],
) -> None:
    """A file that maps names to shapes; each that fits is added to the ground."""
    if source is None:
        return
    for name, data in _mapping_of(ground, source, what).items():
        read = s.read_shape(shape, data, source, (name,), f"{what} {name}", ground.found)
        if not is_name(name):
            place = source.place((name,), key=True)
            ground.refuse(f"the {what} {name} needs another name", place, "write lower-case letters, digits and _")
        elif read is not None:
            add(ground, source, name, read)
        if read is None:
            ground.refused.add(f"parameter.{name}" if what == "parameter" else name)


def _add_register(ground: Ground, source: Source, name: str, shape: s.AgencyShape) -> None:
    ground.registers[name] = r.Register(name, *read_agency(ground, source, name, shape))


def _add_agency(ground: Ground, source: Source, name: str, shape: s.AgencyShape) -> None:
    ground.agencies[name] = r.Agency(name, *read_agency(ground, source, name, shape))


def _add_parameter(ground: Ground, source: Source, name: str, shape: s.ParameterShape) -> None:
    ground.parameters[name] = read_parameter(ground, source, name, shape)


def _read_facts(ground: Ground, source: Source | None) -> None:
    if source is None:
        return
    shapes: dict[str, s.FactShape] = {}
    for name, data in _mapping_of(ground, source, "fact").items():
        shape = s.read_shape(s.FactShape, data, source, (name,), f"fact {name}", ground.found)
        fact = read_fact(ground, source, name, shape) if shape else None
        if shape is not None and fact is not None:
            shapes[name] = shape
            ground.facts[name] = fact
        else:
            ground.refused.add(name)
    add_office_facts(ground)
    for name, shape in shapes.items():
        derived = read_derivation(ground, source, ground.facts[name], shape)
        implied = read_implied(ground, source, derived, shape)
        ground.facts[name] = read_asked_of(ground, source, read_sensible(ground, source, implied, shape), shape)


@dataclass
class _Entries:
    rules: list[r.Rule]
    duties: list[r.Duty]
    missing: list[r.MissingText]
    open: list[r.OpenProvision]


def _read_entries(ground: Ground, sources: Iterable[Source]) -> _Entries:
    entries, sources = _Entries([], [], [], []), list(sources)
    shaped = [item for source in sources for item in _shape_entries(ground, source)]
    # Also the ids of rules that were refused, so that what stands on them is not refused in its turn.
    ground.rule_ids = tuple(sorted({rule_id for source in sources for rule_id in _rule_ids(source)}))
    for source, index, shape in shaped:
        match shape:
            case e.RuleShape():
                rule = read_rule(ground, source, (index,), shape)
                entries.rules += [rule] if rule else []
            case e.DutyShape():
                entries.duties.append(read_duty(ground, source, (index,), shape))
            case e.MissingShape():
                entries.missing.append(read_missing(ground, source, (index,), shape))
            case e.OpenShape():
                entries.open.append(read_open_provision(ground, source, (index,), shape))
    return entries


def _kind_of(data: object) -> str | None:
    """The kind of an entry; rules and duties may hold `open:` too, and then the first key tells."""
    if not isinstance(data, dict):
        return None
    return next((key for key in ("rule", "duty") if key in data), None) or next(
        (key for key in ("missing", "open") if next(iter(data), None) == key), None
    )


def _rule_ids(source: Source) -> Iterator[str]:
    for data in source.data if isinstance(source.data, list) else []:
        if isinstance(data, dict) and isinstance(data.get("rule"), str):
            yield data["rule"]


def _shape_entries(ground: Ground, source: Source) -> list[tuple[Source, int, s.Shape]]:
    """The entries of one rules file that have the shape of their kind."""
    if not isinstance(source.data, list):
        ground.refuse("a rules file is a list of entries", source.place(()), "begin each entry with - rule: or - duty:")
        return []
    shaped: list[tuple[Source, int, s.Shape]] = []
    for index, data in enumerate(source.data):
        kind = _kind_of(data)
        if kind is None:
            near = [did_you_mean(key, ("rule", "duty")) for key in data] if isinstance(data, dict) else []
            mend = next(filter(None, near), "write rule:, duty:, missing: or open:")
            ground.refuse("an entry is a rule, a duty, missing or open", source.place((index,)), mend)
            continue
        what = f"{kind} {data[kind]}" if isinstance(data[kind], str) else kind
        shape = s.read_shape(e.ENTRY_SHAPES[kind], data, source, (index,), what, ground.found)
        if shape is not None:
            shaped.append((source, index, shape))
    return shaped


def _check_unique(ground: Ground, entries: Iterable[r.Rule | r.Duty | Assurance]) -> None:
    """Ids of rules, duties and assurances stand once in the whole pack."""
    first: dict[str, Place] = {}
    for entry in sorted(entries, key=lambda entry: _place_key(entry.place)):
        if entry.id in first:
            mend = f"it stands at {first[entry.id]} already"
            ground.refuse(f"the id {entry.id} stands twice", entry.place, mend)
        first.setdefault(entry.id, entry.place)
