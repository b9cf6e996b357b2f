"""Reads the `expect:` part of a case: verdicts, missing facts and details, each held against rules and members.

Nothing here compares an expectation with a finding; that is for whoever has findings.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from clausewise.case.model import Case, Detail, Expectations, Expected, ExpectedMeasure, RuleSubject
from clausewise.classes import dataclass
from clausewise.errors import Diagnostic, did_you_mean
from clausewise.language.model import Pack
from clausewise.language.rules import About, Ceiling, ModalityKind
from clausewise.patterns import pattern
from clausewise.yaml_source import PathKey, Source, describe, unknown_keys

EXPECT_KEYS = ["applies", "does_not_apply", "undetermined", "details", "measures", "unreviewed"]
DETAIL_KEYS = ["modality", "agency", "aid", "amount", "months", "deadline", "overdue", "followup", "at_most", "steps"]
MEASURE_VERDICTS = ["applies", "does_not_apply", "undetermined", "institutional", "not_encoded", "no_text"]
UNNAMED_MEMBER = "?"
_NUMBER = pattern(r"[1-9][0-9]{0,3}\Z", re.ASCII)


def read_expectations(source: Source, pack: Pack, case: Case, found: list[Diagnostic]) -> Expectations:
    """What a case expects; everything wrong with it is appended to `found`."""
    return _Reader(source, pack, case, found).read()


@dataclass
class _Reader:
    source: Source
    pack: Pack
    case: Case
    found: list[Diagnostic]

    def refuse(self, message: str, path: PathKey, mend: str | None = None, *, key: bool = False) -> None:
        self.found.append(Diagnostic(message, self.source.place(path, key=key), mend))

    def read(self) -> Expectations:
        data = self.source.data["expect"]
        if not isinstance(data, dict):
            self.refuse(f"expect is {describe(data)}, not a mapping", ("expect",), "write applies: [rule, …] and so on")
            return Expectations()
        self.found += unknown_keys(self.source, ("expect",), data, EXPECT_KEYS, "expect")
        findings = [
            *self._verdicts(data, "applies"),
            *self._verdicts(data, "does_not_apply"),
            *self._undetermined(data),
        ]
        self._check_once(findings)
        unreviewed = data.get("unreviewed", False)
        if not isinstance(unreviewed, bool):
            mend = "write true, or take the line out once the case was read against the document"
            self.refuse(f"unreviewed: {describe(unreviewed)} is neither true nor false", ("expect", "unreviewed"), mend)
            unreviewed = True
        return Expectations(tuple(findings), tuple(self._details(data)), tuple(self._measures(data)), unreviewed)

    def _verdicts(self, data: Mapping[str, Any], verdict: str) -> list[Expected]:
        written = data.get(verdict)
        if written is None:
            return []
        path: PathKey = ("expect", verdict)
        if not isinstance(written, list):
            self.refuse(f"{verdict} is {describe(written)}, not a list", path, "write [rule, rule@member]")
            return []
        found = []
        for index, name in enumerate(written):
            subject = self._subject(name, (*path, index))
            if subject:
                found.append(Expected(subject, verdict, None, self.source.place((*path, index))))
        return found

    def _undetermined(self, data: Mapping[str, Any]) -> list[Expected]:
        written = data.get("undetermined")
        if not isinstance(written, dict):
            return self._verdicts(data, "undetermined")
        found = []
        for name, missing in written.items():
            path: PathKey = ("expect", "undetermined", name)
            subject = self._subject(name, path, key=True)
            facts = self._missing(missing, subject, path)
            if subject:
                found.append(Expected(subject, "undetermined", facts, self.source.place(path, key=True)))
        return found

    def _missing(self, written: object, subject: RuleSubject | None, path: PathKey) -> tuple[str, ...] | None:
        if written is None:
            return None
        if not isinstance(written, list) or not all(isinstance(name, str) for name in written):
            self.refuse("the missing facts are a list of names", path, "write [household.x, member.y@id]")
            return None
        names = []
        for index, name in enumerate(written):
            fact, _, member = name.partition("@")
            if fact != "members" and fact not in self.pack.facts:
                mend = did_you_mean(fact, self.pack.facts) or "`clausewise facts` lists them"
                self.refuse(f"there is no fact {fact}", (*path, index), mend)
                continue
            if member and not fact.startswith("member."):
                self.refuse(f"{fact} is not about a member", (*path, index), f"write {fact}")
                continue
            if fact.startswith("member.") and not member:
                if subject is None:
                    # The rule was refused, and with it whom it is about.
                    continue
                if subject.member is None:
                    self.refuse(f"it is not said whose {fact} is missing", (*path, index), f"write {fact}@id")
                    continue
                member = subject.member
            if member:
                self._known_member(member, (*path, index))
            names.append(f"{fact}@{member}" if member else fact)
        return tuple(sorted(names))

    def _subject(self, name: object, path: PathKey, *, key: bool = False) -> RuleSubject | None:
        if not isinstance(name, str):
            self.refuse(f"{describe(name)} is not the name of a rule", path, "write rule or rule@member", key=key)
            return None
        rule_id, _, member = name.partition("@")
        rule = self.pack.rules_by_id.get(rule_id)
        if rule is None:
            mend = did_you_mean(rule_id, self.pack.rules_by_id) or "`clausewise rules` lists them"
            self.refuse(f"there is no rule {rule_id}", path, mend, key=key)
            return None
        if (rule.about is About.MEMBER) != bool(member):
            needs = f"write {rule_id}@member" if rule.about is About.MEMBER else f"write {rule_id}"
            about = "each member" if rule.about is About.MEMBER else "the household"
            self.refuse(f"{rule_id} is about {about}", path, needs, key=key)
            return None
        if member and not self._known_member(member, path, key=key):
            return None
        return RuleSubject(rule_id, member or None)

    def _known_member(self, member: str, path: PathKey, *, key: bool = False) -> bool:
        nobody_named = not self.case.members and not self.case.everybody
        ids = [UNNAMED_MEMBER] if nobody_named else [one.id for one in self.case.members]
        if member in ids:
            return True
        mend = did_you_mean(member, ids) or (f"its members are: {', '.join(ids)}" if ids else "it has no members")
        if nobody_named:
            mend = f"the case does not say who its members are: list them, or write @{UNNAMED_MEMBER}"
        self.refuse(f"the case has no member {member}", path, mend, key=key)
        return False

    def _check_once(self, findings: list[Expected]) -> None:
        first: dict[RuleSubject, Expected] = {}
        for expected in findings:
            earlier = first.setdefault(expected.subject, expected)
            if earlier is not expected:
                mend = f"it is expected to be {earlier.verdict} on line {earlier.place.line} already"
                self.found.append(Diagnostic(f"{expected.subject} is expected twice", expected.place, mend))

    def _measures(self, data: Mapping[str, Any]) -> list[ExpectedMeasure]:
        written = {} if data.get("measures") is None else data["measures"]
        if not isinstance(written, dict):
            message = f"measures is {describe(written)}, not a mapping"
            self.refuse(message, ("expect", "measures"), "write {13: applies}")
            return []
        found = []
        for name, verdict in written.items():
            path: PathKey = ("expect", "measures", name)
            if not _NUMBER.match(name) or int(name) not in self.pack.numbers():
                self.refuse(
                    f"there is no measure {name}",
                    path,
                    f"they go from {self.pack.first_clause} to {self.pack.last_clause}",
                    key=True,
                )
            elif verdict not in MEASURE_VERDICTS:
                near = did_you_mean(verdict, MEASURE_VERDICTS) if isinstance(verdict, str) else None
                mend = near or f"it may be: {', '.join(MEASURE_VERDICTS)}"
                self.refuse(f"{describe(verdict)} is no verdict", path, mend)
            else:
                found.append(ExpectedMeasure(int(name), verdict, self.source.place(path, key=True)))
        return found

    def _details(self, data: Mapping[str, Any]) -> list[Detail]:
        written = {} if data.get("details") is None else data["details"]
        if not isinstance(written, dict):
            message = f"details is {describe(written)}, not a mapping"
            self.refuse(message, ("expect", "details"), "write {rule: {modality: may}}")
            return []
        found = []
        for name, fields in written.items():
            path: PathKey = ("expect", "details", name)
            subject = self._subject(name, path, key=True)
            if not isinstance(fields, dict):
                self.refuse(
                    f"{name} is {describe(fields)}, not a mapping", path, f"it may hold: {', '.join(DETAIL_KEYS)}"
                )
                continue
            self.found += unknown_keys(self.source, path, fields, DETAIL_KEYS, f"details of {name}")
            values = {key: self._field(key, value, (*path, key)) for key, value in fields.items() if key in DETAIL_KEYS}
            if subject:
                found.append(Detail(subject, self.source.place(path, key=True), **values))
        return found

    def _field(self, key: str, value: object, path: PathKey) -> Any:
        kind, mend = _DETAIL_TYPES[key]
        read = kind(value)
        if read is None:
            self.refuse(f"{key}: {describe(value)} does not fit", path, mend)
        elif key == "agency":
            self._check_agencies(read, path)
        return read

    def _check_agencies(self, names: Sequence[str], path: PathKey) -> None:
        for index, name in enumerate(names):
            if name not in self.pack.agencies:
                mend = did_you_mean(name, self.pack.agencies) or "agencies.yaml lists them"
                self.refuse(f"there is no agency {name}", (*path, index), mend)


def _words(value: object) -> tuple[str, ...] | None:
    if isinstance(value, str):
        return (value,)
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(value)
    return None


def _amount(value: object) -> Fraction | None:
    return Fraction(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else None


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _date(value: object) -> datetime.date | None:
    return value if isinstance(value, datetime.date) else None


def _truth(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _modality(value: object) -> str | None:
    return value if isinstance(value, str) and value in tuple(ModalityKind) else None


def _ceilings(value: object) -> tuple[str, ...] | None:
    named = _words(value)
    return named if named is not None and set(named) <= set(Ceiling) else None


def _steps(value: object) -> tuple[tuple[str, str], ...] | None:
    if isinstance(value, dict) and all(isinstance(one, str) and _modality(value[one]) for one in value):
        return tuple(value.items())
    return None


_DETAIL_TYPES: Mapping[str, tuple[Callable[[object], Any], str]] = {
    "modality": (_modality, f"it may be: {', '.join(ModalityKind)}"),
    "agency": (_words, "write a list of agencies"),
    "aid": (_words, "write the aids' Chinese labels"),
    "followup": (_words, "write the follow-ups' Chinese labels"),
    "amount": (_amount, "write yuan such as 560.00"),
    "months": (_whole, "write a whole number"),
    "deadline": (_date, "write a date such as 2020-12-07"),
    "overdue": (_truth, "write true or false"),
    "at_most": (_ceilings, "write amount, months or a list of both"),
    "steps": (_steps, "write the steps that have a modality of their own, each as Chinese label: modality"),
}
