"""Reads a pack from the bytes of its files, as docs/language.md has them; what is written otherwise is refused."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath
from typing import Any

from clausewise.plain.condition_reading import Terms
from clausewise.plain.conditions import Condition
from clausewise.plain.expressions import Expression
from clausewise.plain.implying import in_groups
from clausewise.plain.pack import Entry, Fact, PlainPack, Rule
from clausewise.plain.refusing import Refused
from clausewise.plain.values import meant
from clausewise.plain.yaml_data import read_yaml

_DECIDE_NOTHING = frozenset({
    "agencies.yaml", "registers.yaml", "connectives.yaml", "assurances.yaml", "accepted.yaml", "english.yaml",
    "topics.yaml",
})  # fmt: skip
_NAMED = frozenset({"pack.yaml", "facts.yaml", "parameters.yaml", "contested.yaml", "document.yaml"})


def read_folders(rules: Path, policy: Path) -> PlainPack:
    """The pack whose rules lie in one folder and whose document in another. Raises: Refused."""
    try:
        files = {path.name: path.read_bytes() for path in sorted(rules.glob("*.yaml"))}
        files["document.yaml"] = (policy / "document.yaml").read_bytes()
    except OSError as problem:
        raise Refused(f"{problem.filename} cannot be read: {problem.strerror}") from None
    return read_pack(files)


def read_pack(files: Mapping[str, bytes]) -> PlainPack:
    """The pack of these files: those of rules/ID and policy/ID/document.yaml, by name, with folders or without.

    Raises: Refused.
    """
    named = {PurePath(name).name: raw for name, raw in files.items()}
    data = {
        name: read_yaml(raw, name)
        for name, raw in sorted(named.items())
        if name.endswith(".yaml") and name not in _DECIDE_NOTHING
    }
    for name in ("pack.yaml", "facts.yaml", "document.yaml"):
        if name not in data:
            raise Refused(f"the pack has no {name}")
    try:
        return _PackReader(data).read()
    except RecursionError:
        raise Refused("the pack nests too deep") from None
    except KeyError as problem:
        raise Refused(f"the pack is not written as the language is: {problem} is missing") from None
    except (TypeError, ValueError, AttributeError) as problem:
        raise Refused(f"the pack is not written as the language is: {problem}") from None


class _PackReader:
    """Reads what stands in the files of one pack, by name."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data
        self.written: dict[str, Any] = data["facts.yaml"]
        self.contested: dict[str, Any] = data.get("contested.yaml", {})
        parameters: dict[str, Any] = data.get("parameters.yaml", {})
        self.parameters = {name: tuple(self._dated(name, one)) for name, one in parameters.items()}
        self.entries = [
            entry for name, listed in data.items() if name not in _NAMED for entry in self._entries(name, listed)
        ]
        rules = sorted(entry["rule"] for entry in self.entries if "rule" in entry)
        if len(set(rules)) < len(rules):
            raise Refused("the id of a rule stands twice")
        kinds = {name: one["type"] for name, one in self.written.items()}
        kinds |= {f"office.reads.{point}": "choice" for point in self.contested}
        readings = {point: _two(point, one["readings"]) for point, one in self.contested.items()}
        types = {name: one["type"] for name, one in parameters.items()}
        self.terms = Terms(kinds, types, readings, tuple(rules))

    def read(self) -> PlainPack:
        facts = {name: self._fact(name, one) for name, one in self.written.items()}
        facts |= {
            f"office.reads.{point}": Fact(f"office.reads.{point}", "choice", readings)
            for point, readings in self.terms.readings.items()
        }
        numbers = self.data["pack.yaml"]["clauses"]
        sections = self.data["document.yaml"]["sections"]
        return PlainPack(
            facts,
            self.parameters,
            {entry["rule"]: self._rule(entry) for entry in self.entries if "rule" in entry},
            (int(numbers["first"]), int(numbers["last"])),
            frozenset(int(clause["number"]) for section in sections for clause in section["clauses"]),
            frozenset(_clause(entry) for entry in self.entries if "duty" in entry),
            tuple(in_groups(facts)),
            self.terms,
        )

    def _entries(self, file: str, listed: Any) -> Iterator[dict[str, Any]]:
        for entry in listed:
            if not isinstance(entry, dict) or not {"rule", "duty", "missing", "open"} & set(entry):
                raise Refused(f"{file} holds an entry that is no rule, no duty, and neither missing nor open")
            yield entry

    def _dated(self, name: str, written: dict[str, Any]) -> Iterator[tuple[datetime.date, Any]]:
        for one in written["values"]:
            since = meant("date", one["from"], f"the day of parameter.{name}")
            yield since, meant(written["type"], one["value"], f"parameter.{name}")

    # -- facts -------------------------------------------------------------------------------------------------------

    def _fact(self, name: str, written: dict[str, Any]) -> Fact:
        kind = written["type"]
        if kind not in ("boolean", "integer", "money", "date", "choice"):
            raise Refused(f"{name} is of the type {kind}, which the language does not have")
        derive = written.get("derive")
        derived_by: Condition | Expression | None = None
        if derive is not None:
            derived_by = self._derivation(derive) if kind == "boolean" else self.terms.expression(derive)
        least, most = (meant(kind, written[end], name) if end in written else None for end in ("minimum", "maximum"))
        values = (False, True) if kind == "boolean" else tuple(written.get("values", ()))
        implied_by = tuple(self._implying(name, kind, one) for one in written.get("implied", ()))
        return Fact(name, kind, values, least, most, derived_by, implied_by)

    def _derivation(self, derive: Any) -> Condition:
        return self.terms.condition(derive if isinstance(derive, dict) else {"if": derive})

    def _implying(self, name: str, kind: str, written: dict[str, Any]) -> Entry:
        ruled_out = written.get("is_not", [])
        ruled_out = (ruled_out,) if isinstance(ruled_out, str) else tuple(ruled_out)
        value = meant(kind, written["is"], name) if "is" in written else None
        if ("is" in written) == bool(ruled_out):
            raise Refused(f"what implies {name} says one of is and is_not")
        return Entry(value, ruled_out, self.terms.condition(written["when"]))

    # -- rules -------------------------------------------------------------------------------------------------------

    def _rule(self, written: dict[str, Any]) -> Rule:
        if written["about"] not in ("household", "member"):
            raise Refused(f"{written['rule']} is about {written['about']}")
        deadline = written.get("deadline")
        return Rule(
            written["rule"],
            _clause(written),
            written["about"],
            self.terms.condition(written["when"]),
            tuple(
                (self._computed(aid.get("amount")), self._computed(aid.get("months"))) for aid in written.get("aid", ())
            ),
            None if deadline is None else self._computed(deadline["by"]),
        )

    def _computed(self, text: str | None) -> Expression | None:
        """What an aid or a deadline comes to, where that is computed."""
        return None if text is None else self.terms.expression(text)


def _clause(entry: dict[str, Any]) -> int:
    """The number of the clause that an entry's provision belongs to."""
    return int(entry["provision"].partition(".")[0])


def _two(point: str, readings: Mapping[str, Any]) -> tuple[str, str]:
    """The names of the readings of a contested point."""
    if len(readings) != 2:
        raise Refused(f"{point} has {len(readings)} readings")
    first, second = readings
    return first, second
