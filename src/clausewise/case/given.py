"""Reads a household that a program gives as data: dicts and lists of plain values, or a model that can be dumped.

Money comes as whole yuan, a Decimal, a text such as "560.00", or a float that is exact to the fen. What is wrong names
its path, `members[1].age`, where a file would have a line. Everything else is read as a case file is.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from enum import Enum
from typing import Any, Protocol, runtime_checkable

from clausewise.case.model import Case
from clausewise.case.office import Office
from clausewise.case.reading import MAX_MEMBERS, parse_case
from clausewise.data_source import DataSource, by_text, digest_of, refuse_depth, write_path
from clausewise.errors import CaseError, Diagnostic, Place
from clausewise.language.facts import DateSpan, Fact, FactType, Value, ValueProblem
from clausewise.language.model import Pack
from clausewise.yaml_source import MAX_DIGITS, MAX_PARTS, PathKey, describe

_AMOUNT = re.compile(r"[0-9]{1,20}(\.[0-9]{1,2})?\Z")
_MOST = 10**MAX_DIGITS
_FACTS_OF = ("household", "application", "office")
UNNAMED = "household"
"""The id of a case that is given without one."""


@runtime_checkable
class Dumpable(Protocol):
    """A model that gives its fields as a dict, as those of pydantic do."""

    def model_dump(self) -> dict[str, Any]:
        """The fields by name."""


def read_given_case(
    given: Mapping[str, Any] | Dumpable,
    pack: Pack,
    *,
    as_of: datetime.date | None = None,
    office: Office | None = None,
) -> Case:
    """The case of some data, in the shape of a case file; without `case` it is called `household`.

    Raises: CaseError with everything that is wrong, each at its path.

    >>> from clausewise.packs import open_pack
    >>> pack = open_pack("chongqing-2020")
    >>> read_given_case({"household": {"dibao": True}, "members": []}, pack).values
    {'household.dibao': True}
    """
    data = _Plain(pack).case(given)
    if isinstance(data, dict) and data.get("case") is None:
        data["case"] = UNNAMED
    case = parse_case(DataSource("the case", data, {}, {}), pack, as_of=as_of, office=office, digest=digest_of(data))
    return replace(case, file="")


GivenValue = bool | int | str | float | Decimal | datetime.date | None
"""A value as a program holds it."""


def read_given_value(given: GivenValue, fact: Fact, called: str) -> Value | DateSpan:
    """The value of one fact; `called` is what the message names. Raises: CaseError."""
    plain = _Plain.of_fact(fact, given, called)
    try:
        span = fact.read_span(plain)
        value = fact.read(plain) if span is None else span
    except ValueProblem as problem:
        raise CaseError(Diagnostic(f"{called} ({fact.label.zh}): {problem}", None, problem.mend)) from None
    if value is None:
        raise CaseError(Diagnostic(f"{called} is given no value", None, "write unknown where nobody knows it"))
    return value


def _place(path: PathKey) -> Place:
    return Place(write_path(path) or "the case")


class _Plain:
    """Makes of what a program holds what a case file would."""

    def __init__(self, pack: Pack | None) -> None:
        self._facts: Mapping[str, Fact] = {} if pack is None else pack.facts
        self._parts = 0

    @classmethod
    def of_fact(cls, fact: Fact, given: object, called: str) -> Any:
        """One value of a fact. Raises: CaseError for one that no file could hold."""
        if fact.type is FactType.MONEY and isinstance(given, str) and _AMOUNT.match(given):
            return Decimal(given)
        return cls(None)._value(given, (called,))

    def case(self, given: object) -> Any:
        """The data of a case. Raises: CaseError for a value that no file could hold."""
        return self._value(given, ())

    def _value(self, given: object, path: PathKey) -> Any:
        self._parts += 1
        if self._parts > MAX_PARTS:
            mend = f"at most {MAX_PARTS:,} are read"
            raise CaseError(Diagnostic("the household holds too many values", _place(path[:6]), mend))
        refuse_depth(path, CaseError, "give facts and members")
        match given:
            case None | bool():
                return given
            case int() | Decimal():
                return self._number(given, path)
            case Enum():
                return self._value(given.value, path)
            case str():
                return self._text(given, path)
            case float():
                return self._amount(given, path)
            case datetime.datetime():
                if given.time() != datetime.time():
                    raise CaseError(Diagnostic(f"{given} has a time of day", _place(path), "give a date"))
                return given.date()
            case datetime.date():
                return given
            case Dumpable() if not isinstance(given, type):
                return self._value(dict(given.model_dump()), path)
            case Mapping():
                named = by_text(given, path, CaseError)
                return {key: self._value(part, (*path, key)) for key, part in named.items()}
            case list() | tuple():
                self._refuse_crowds(given, path)
                return [self._value(part, (*path, number)) for number, part in enumerate(given)]
        mend = "give a truth value, a number, a text, a date, a list or a mapping"
        raise CaseError(Diagnostic(f"{describe(given)} is no value of a case", _place(path), mend))

    def _refuse_crowds(self, given: list[Any] | tuple[Any, ...], path: PathKey) -> None:
        if path == ("members",) and len(given) > MAX_MEMBERS:
            mend = f"at most {MAX_MEMBERS} are read"
            raise CaseError(Diagnostic(f"the household has {len(given)} members", Place("members"), mend))

    def _text(self, given: str, path: PathKey) -> str | Decimal:
        return Decimal(given) if self._is_money(path) and _AMOUNT.match(given) else str(given)

    def _amount(self, given: float, path: PathKey) -> Decimal | int:
        """A float as the decimal number that it is written as. Raises: CaseError where that is finer than a fen."""
        written = Decimal(repr(given))
        if not written.is_finite() or int(written.as_tuple().exponent) < -2:
            mend = "give whole yuan, a Decimal, or a text such as 560.00"
            message = f"the float {given!r} is not exact to the fen"
            raise CaseError(Diagnostic(message, _place(path), mend))
        return self._number(int(written) if written == written.to_integral_value() else written, path)

    def _number(self, given: int | Decimal, path: PathKey) -> int | Decimal:
        """A number that a file could hold. Raises: CaseError."""
        is_number = isinstance(given, int) or given.is_finite()
        if not is_number or not -_MOST <= given <= _MOST:
            raise CaseError(Diagnostic("this is no number that a file could hold", _place(path), "give what it is"))
        return given

    def _is_money(self, path: PathKey) -> bool:
        match path:
            case (subject, str(short)) if subject in _FACTS_OF:
                name = f"{subject}.{short}"
            case ("members", int(), str(short)):
                name = f"member.{short}"
            case _:
                return False
        fact = self._facts.get(name)
        return fact is not None and fact.type is FactType.MONEY
