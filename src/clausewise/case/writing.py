"""Writes a case as a YAML file that reads back as the same case.

Keys stand in the order in which cases are written, facts in that of the pack. Comments were never part of a case, and
what is not known is left out.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import yaml

from clausewise.case.answers import write_answers, write_set_aside
from clausewise.case.model import Case, Expectations, Member
from clausewise.case.topics import write_asked_topics
from clausewise.language.contested import READS
from clausewise.language.facts import DateSpan, Subject, Value, write_value
from clausewise.language.labels import Label
from clausewise.language.model import Pack

_WIDTH = 110

# A day that needs no leading zeros is a day to whoever reads cases, though not to PyYAML: as text it needs quotes.
_DAY = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}\Z")


def write_case(case: Case, pack: Pack, *, dated: bool = True) -> str:
    """The text of a case file: what is known, and what the file that the case was read from expects of it.

    Where it is not `dated` it names no day, and is checked on the day that it is read.
    """
    written: dict[str, Any] = {"case": case.id, "pack": pack.id}
    for key, label in (("title", case.title), ("note", case.note)):
        if label is not None:
            written[key] = _label(label)
    if dated:
        written["as_of"] = case.as_of
    for subject in (Subject.HOUSEHOLD, Subject.APPLICATION):
        values = _values(pack, subject, case)
        if values:
            written[subject.value] = values
    office = _office(case)
    if office is not None:
        written["office"] = office
    if case.members:
        written["everybody"] = case.everybody
    if case.members or case.everybody:
        written["members"] = [{"id": one.id} | _values(pack, Subject.MEMBER, one) for one in case.members]
    written |= _of_interview(case)
    if case.expect != Expectations():
        written["expect"] = case.data["expect"]
    return _dump(written)


def write_entries(case: Case) -> dict[str, str]:
    """The text of what a case says of its interview: of topics, answers and what is set aside, by key."""
    return {key: _dump({key: written}) for key, written in _of_interview(case).items()}


def write_scalar(value: Value | DateSpan) -> str:
    """One value as a line of a file holds it."""
    written = value.written if isinstance(value, DateSpan) else value
    return _dump({"value": written}).removeprefix("value: ").rstrip("\n")


def _of_interview(case: Case) -> dict[str, Any]:
    written: dict[str, Any] = {}
    if case.topics:
        written["topics"] = {name: _InOneLine(one) for name, one in write_asked_topics(case.topics).items()}
    if case.answers:
        written["answers"] = list(map(_InOneLine, write_answers(case.answers)))
    if case.set_aside:
        written["set_aside"] = list(map(_InOneLine, write_set_aside(case.set_aside)))
    return written


def _office(case: Case) -> Any:
    """What the case says of its own office, as it was read, or as it was made up; nothing of an office with a file."""
    if case.data is not None and case.data.get("office") is not None:
        return case.data["office"]
    if case.office is None or case.office.file:
        return None
    written: dict[str, dict[str, Any]] = {}
    for fact, said in case.office.said.items():
        key, before = ("reads", READS) if fact.startswith(READS) else ("facts", f"{Subject.OFFICE.value}.")
        entries = []
        for one in said:
            until = {} if one.until is None else {"until": one.until}
            entries.append({"from": one.since} | until | {"value": one.value, "by": one.by})
        written.setdefault(key, {})[fact.removeprefix(before)] = entries
    return written or None


def _label(label: Label) -> str | dict[str, str]:
    return label.zh if label.zh == label.en else {"zh": label.zh, "en": label.en}


def _values(pack: Pack, subject: Subject, of: Case | Member) -> dict[str, Value]:
    """The facts of one subject that are known, dates also to their month or year, by their short names."""
    known = {**{name: span.written for name, span in of.spans.items()}, **of.values}
    facts = (fact for fact in pack.facts.values() if fact.subject is subject and fact.name in known)
    return {fact.short_name: known[fact.name] for fact in facts}


def _dump(written: Mapping[str, Any]) -> str:
    return yaml.dump(written, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_WIDTH)


class _InOneLine(dict[str, Any]):
    """A mapping that is written in braces."""


class _Dumper(yaml.SafeDumper):
    """Writes lists indented, nothing as an alias, and text of several lines as it stands."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: object) -> bool:
        return True


def _represent(dumper: _Dumper, tag: str, text: str, style: str | None = None) -> Any:
    return dumper.represent_scalar(f"tag:yaml.org,2002:{tag}", text, style)


def _represent_text(dumper: _Dumper, text: str) -> Any:
    return _represent(dumper, "str", text, "|" if "\n" in text else None)


def _represent_in_one_line(dumper: _Dumper, mapping: _InOneLine) -> Any:
    return dumper.represent_mapping("tag:yaml.org,2002:map", mapping, flow_style=True)


def _represent_money(dumper: _Dumper, amount: Fraction) -> Any:
    return _represent(dumper, "float", write_value(amount))


def _represent_decimal(dumper: _Dumper, number: Decimal) -> Any:
    return _represent(dumper, "float", format(number, "f"))


def _represent_day(dumper: _Dumper, day: datetime.date) -> Any:
    return _represent(dumper, "timestamp", write_value(day))


_Dumper.add_representer(str, _represent_text)
_Dumper.add_representer(_InOneLine, _represent_in_one_line)
_Dumper.add_representer(Fraction, _represent_money)
_Dumper.add_representer(Decimal, _represent_decimal)
_Dumper.add_representer(datetime.date, _represent_day)
_Dumper.add_implicit_resolver("tag:yaml.org,2002:timestamp", _DAY, list("0123456789"))
