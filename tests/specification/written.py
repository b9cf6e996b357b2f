"""Writes generated packs and cases as the files a person would write, and reads them the way every file is read.

Plain data in, a `Pack` or a `Case` out; a pack that the language refuses fails the test that made it.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

from clausewise.case import Case, read_case_bytes
from clausewise.document import Clause, Document, Provision, Section, Span, write_document
from clausewise.errors import PackError
from clausewise.language.model import Pack, PackFolders
from clausewise.language.pack import PackFiles, examine_pack
from clausewise.plain import PlainPack, read_pack

LABEL = {"zh": "甲", "en": "A"}
AS_OF = datetime.date(2020, 12, 7)

_SPAN = Span(2, 1, 2, 6)
_PROVISION = Provision("1.1", "甲给予乙。", _SPAN)
DOCUMENT = Document(
    id="generated",
    form="measures",
    sections=(Section("一", "甲", (1,), Span(1, 1, 1, 1)),),
    clauses=(Clause(1, "甲给予乙", "一", (_PROVISION,), _SPAN),),
    missing=(),
    span=Span(1, 1, 2, 6),
    source_digest="0" * 64,
    digest="",
)
_HEADER = {"pack": "generated", "title": LABEL, "clauses": {"first": 1, "last": 1}, "printed": AS_OF}
_AGENCIES = {"office": {**LABEL, "provision": "1.1", "text": "乙"}}


@dataclass(frozen=True)
class Plan:
    """What goes into a pack. Facts and parameters by name, rules by id, as YAML holds them.

    `samples` gives, for facts with too many values to try, values that between them make every difference;
    `assurances` are entries of assurances.yaml, `contested` the points of contested.yaml,
    `topics` the topics of topics.yaml.
    """

    facts: Mapping[str, dict[str, Any]]
    parameters: Mapping[str, dict[str, Any]]
    rules: Mapping[str, dict[str, Any]]
    samples: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    assurances: tuple[dict[str, Any], ...] = ()
    contested: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    topics: Mapping[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def all_facts(self) -> dict[str, dict[str, Any]]:
        """The facts, with the office facts that are made of contested points."""
        reads = {
            f"office.reads.{name}": {"type": "choice", "values": point["readings"], "ask": LABEL}
            for name, point in self.contested.items()
        }
        return {**self.facts, **reads}

    @cached_property
    def plain(self) -> PlainPack:
        """The pack as the second judge reads it, from the bytes the engine reads. Raises: clausewise.plain.Refused."""
        files = files_of(self)
        return read_pack({**files.rules, files.document[0]: files.document[1]})


def rule(rule_id: str, about: str, when: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An entry of a rules file. The condition is covered by words at its top."""
    return {
        "rule": rule_id,
        "provision": "1.1",
        "title": LABEL,
        "kind": "procedure",
        "about": about,
        "modality": {"is": "shall", "text": "给予"},
        "when": {**when, "text": "甲"},
        "aid": [{"form": "cash", **LABEL, "text": "乙"}],
        "agency": "office",
        "reading": LABEL,
    } | more


def fact(kind: str, *, asked: bool = True, **more: Any) -> dict[str, Any]:
    """An entry of facts.yaml."""
    entry = {"type": kind, **LABEL} | more
    if asked:
        entry["ask"] = LABEL
    if "derive" in more:
        entry["source"] = LABEL
    return entry


def point(*names: str) -> dict[str, Any]:
    """An entry of contested.yaml, with readings of these names."""
    readings = {name: {"name": LABEL, **LABEL} for name in names}
    return {**LABEL, "provision": "1.1", "text": "给予", "decides": "office", "readings": readings}


def write_yaml(data: Any) -> str:
    """Data as one line of YAML."""
    match data:
        case dict():
            return "{" + ", ".join(f"{key}: {write_yaml(value)}" for key, value in data.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(map(write_yaml, data)) + "]"
        case bool():
            return "true" if data else "false"
        case None:
            return "null"
        case datetime.date():
            return data.isoformat()
        case Fraction():
            return str(Decimal(data.numerator) / Decimal(data.denominator))
        case int() | Decimal():
            return str(data)
    return json.dumps(data, ensure_ascii=False)


def words_of(data: Any) -> Any:
    """Data as YAML holds it without saying what its words mean."""
    if isinstance(data, dict):
        return {key: words_of(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [words_of(one) for one in data]
    return data if isinstance(data, str) else write_yaml(data)


def facts_of(plan: Plan, written: Mapping[str, Any]) -> dict[str, Any]:
    """What a case states, as JSON holds it for the second judge; what the case says beside it is left out."""

    def json_of(name: str, value: Any) -> Any:
        kind = plan.all_facts[name]["type"]
        if value is None or kind in ("boolean", "integer"):
            return value
        return f"{Fraction(value) * 100 // 1 / Decimal(100):.2f}" if kind == "money" else str(value)

    def of(subject: str, stated: Mapping[str, Any] | None) -> dict[str, Any]:
        named = {short: (f"{subject}.{short}", value) for short, value in (stated or {}).items() if short != "id"}
        return {short: json_of(*one) for short, one in named.items()}

    def said(before: str, entries: Mapping[str, Any] | None) -> dict[str, Any]:
        return {
            short: [
                {key: str(one[key]) for key in ("from", "until") if key in one}
                | {"value": json_of(f"{before}.{short}", one["value"])}
                for one in listed
            ]
            for short, listed in (entries or {}).items()
        }

    members, office = written.get("members"), written.get("office") or {}
    listed = None if members is None else [{"id": str(one["id"]), **of("member", one)} for one in members]
    return {
        "as_of": str(written["as_of"]),
        "household": of("household", written.get("household")),
        "application": of("application", written.get("application")),
        "members": listed,
        "office": {
            "facts": said("office", office.get("facts")),
            "reads": said("office.reads", office.get("reads")),
        },
    } | ({"everybody": written["everybody"]} if "everybody" in written and members is not None else {})


def pack_of(plan: Plan, *, files: Sequence[Sequence[str]] | None = None) -> Pack:
    """The pack of a plan. `files` gives the ids of the rules of each file, in order; without it there is one file."""
    pack, found = examine_pack(files_of(plan, files=files))
    if found or pack is None:
        raise PackError(found)
    return pack


def files_of(plan: Plan, *, files: Sequence[Sequence[str]] | None = None) -> PackFiles:
    """The bytes of a plan's files, as they would lie in a folder."""
    folder = Path("rules/generated")
    return PackFiles(
        PackFolders("generated", Path("policy/generated"), folder, Path("cases/generated")),
        ("policy/generated/document.yaml", write_document(DOCUMENT).encode()),
        {str(folder / name): write_yaml(data).encode() for name, data in data_of(plan, files=files).items()},
    )


def data_of(plan: Plan, *, files: Sequence[Sequence[str]] | None = None) -> dict[str, Any]:
    """What stands in each file of a plan's rules, by the name of the file."""
    named: dict[str, Any] = {
        "pack.yaml": _HEADER,
        "facts.yaml": dict(plan.facts),
        "agencies.yaml": _AGENCIES,
        "parameters.yaml": dict(plan.parameters),
    }
    if plan.contested:
        named["contested.yaml"] = dict(plan.contested)
    if plan.topics:
        named["topics.yaml"] = dict(plan.topics)
    if plan.assurances:
        named["assurances.yaml"] = plan.assurances
    for number, ids in enumerate([list(plan.rules)] if files is None else files):
        named[f"{number:02}-rules.yaml"] = [plan.rules[rule_id] for rule_id in ids]
    return named


def case_of(pack: Pack, written: Mapping[str, Any]) -> Case:
    """The case as it is read from a file. Raises: CaseError."""
    return read_case_bytes(
        write_yaml({"case": "generated", "as_of": AS_OF, **written}).encode(), "generated.yaml", pack
    )
