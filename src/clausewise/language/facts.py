"""Facts: the typed things that can be known, or not known, about a household, its members, its application, its office.

A fact's value is held as `bool`, `int`, `Fraction` (money, in yuan, exact), `datetime.date` or `str` (a choice's value
by name); None is unknown. Nothing here computes a derived fact.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from clausewise.classes import NamedTuple, dataclass
from clausewise.errors import Mend, Place, nearest
from clausewise.language.labels import Label
from clausewise.language.written_dates import date_meant
from clausewise.language.written_numbers import amount_meant, whole_meant
from clausewise.patterns import pattern
from clausewise.yaml_source import describe, parse_date

if TYPE_CHECKING:
    from clausewise.language.conditions import Condition
    from clausewise.language.expressions import Expression

_SPAN_IN_TEXT = pattern(r"([0-9]{4})(?:-([0-9]{1,2}))?\Z", re.ASCII)

LARGEST_INTEGER, LARGEST_YUAN = 10**9, 10**10
"""What no fact is beyond, in a case or in a registry: a billion, and ten billion yuan."""

# An amount with more digits than this behind the point is written as a fraction too.
_MOST_DIGITS = 6

Value = bool | int | Fraction | datetime.date | str


class DateSpan(NamedTuple):
    """A date of which only the month, or only the year (`month` is None), is known."""

    year: int
    month: int | None = None

    @property
    def first(self) -> datetime.date:
        return datetime.date(self.year, self.month or 1, 1)

    @property
    def last(self) -> datetime.date:
        month = self.month or 12
        return datetime.date(self.year, month, calendar.monthrange(self.year, month)[1])

    @property
    def written(self) -> int | str:
        """As files hold it: a year as a number; one that begins with 0 needs to be text."""
        return int(str(self)) if self.month is None and self.year >= 1000 else str(self)

    def __str__(self) -> str:
        return f"{self.year:04}" if self.month is None else f"{self.year:04}-{self.month:02}"


Spans = Mapping[str, DateSpan]


class FactType(StrEnum):
    BOOLEAN = "boolean"
    INTEGER = "integer"
    MONEY = "money"
    DATE = "date"
    CHOICE = "choice"


class Subject(StrEnum):
    """What a fact is about, the first word of its name."""

    HOUSEHOLD = "household"
    MEMBER = "member"
    APPLICATION = "application"
    OFFICE = "office"


class Asked(StrEnum):
    """How a fact is asked for that is not asked by the rules that wait for it: in the table of members, with the status
    of the household, or only when somebody raises it."""

    TABLE = "table"
    STATUS = "status"
    WHEN_RAISED = "when_raised"


class ValueProblem(Exception):
    """A written value that a fact cannot have; `mend` says what would be right."""

    def __init__(self, message: str, mend: str) -> None:
        super().__init__(message)
        self.mend = mend


class Sensible(NamedTuple):
    """A condition that is not false of any person or household who could exist, and what that rests on.

    Only households that are made up are held to it; no case is refused by it and no verdict rests on it.
    """

    condition: Condition
    why: Label
    place: Place


class Implied(NamedTuple):
    """What a fact is where a condition is proved, or, of a choice, which values it then does not have; and why."""

    value: Value | None
    ruled_out: tuple[str, ...]
    when: Condition
    why: Label
    place: Place

    def allows(self, value: Value) -> bool:
        """Whether the fact can have a value where the condition is proved."""
        return value == self.value if self.value is not None else value not in self.ruled_out


@dataclass(frozen=True)
class Fact:
    """One fact of a pack, as facts.yaml describes it. `known_by` is the agency that finds it, so that no family can.

    Of whoever does not fulfil `asked_of` nobody asks it, for the reason `asked_of_why`; no verdict rests on that.
    """

    name: str
    type: FactType
    label: Label
    place: Place
    ask: Label | None = None
    values: Mapping[str, Label] | None = None
    unit: Label | None = None
    minimum: Value | None = None
    maximum: Value | None = None
    cited: tuple[str, ...] = ()
    lookup: str | None = None
    source: Label | None = None
    note: Label | None = None
    derive: Expression | Condition | None = None
    derive_text: str | None = None
    implied: tuple[Implied, ...] = ()
    sensible: tuple[Sensible, ...] = ()
    asked: Asked | None = None
    known_by: str | None = None
    asked_of: Condition | None = None
    asked_of_why: Label | None = None

    @property
    def when_raised(self) -> bool:
        """Whether nobody is asked for it unless somebody raises it."""
        return self.asked is Asked.WHEN_RAISED

    @property
    def subject(self) -> Subject:
        return Subject(self.name.partition(".")[0])

    @property
    def short_name(self) -> str:
        """The name without its subject, as case files write it."""
        return self.name.partition(".")[2]

    @property
    def is_asked_for_itself(self) -> bool:
        """Whether a caseworker is asked for this fact, rather than for what it is derived from."""
        return self.derive is None or self.ask is not None

    def read(self, written: object) -> Value | None:
        """The value of what a file or a person wrote; None (unknown) for null.

        Raises: ValueProblem when this fact cannot have that value.
        """
        if written is None:
            return None
        value = self.read_bound(written)
        if self.type is FactType.MONEY and self.minimum is None and value < 0:  # type: ignore[operator]
            raise ValueProblem(f"{describe(written)} is a negative amount", "write 0 or more")
        self.check_domain(value)
        most = {FactType.MONEY: LARGEST_YUAN, FactType.INTEGER: LARGEST_INTEGER}.get(self.type)
        if most is not None and abs(value) > most:  # type: ignore[arg-type,operator]
            raise ValueProblem(f"{describe(written)} is beyond what can be", f"write {most} or less")
        return value

    def read_span(self, written: object) -> DateSpan | None:
        """The month or the year to which a date is known, written `1950-06` or `1950`; None for all else.

        Raises: ValueProblem when this fact can have no day of it.
        """
        if self.type is not FactType.DATE or isinstance(written, bool) or not isinstance(written, str | int):
            return None
        found = _SPAN_IN_TEXT.match(str(written))
        if not found:
            return None
        year, month = int(found[1]), None if found[2] is None else int(found[2])
        if year < 1 or (month is not None and not 1 <= month <= 12):
            return None
        span = DateSpan(year, month)
        too_early = self.minimum is not None and span.last < self.minimum  # type: ignore[operator]
        too_late = self.maximum is not None and span.first > self.maximum  # type: ignore[operator]
        if too_early or too_late:
            raise ValueProblem(f"the impossible value {span}", self.domain_text())
        return span

    def read_bound(self, written: object) -> Value:
        """A value of this type, also outside its domain: what `minimum` and `maximum` hold.

        Raises: ValueProblem when it is of another type.
        """
        return _READERS[self.type](self, written)

    def check_domain(self, value: Value) -> None:
        """Refuse a value outside `minimum` … `maximum`. Raises: ValueProblem."""
        low, high = self.minimum, self.maximum
        too_low = low is not None and value < low  # type: ignore[operator]
        too_high = high is not None and value > high  # type: ignore[operator]
        if too_low or too_high:
            raise ValueProblem(f"the impossible value {write_value(value)}", self.domain_text())

    def domain_text(self) -> str:
        """What would be right where a value lies outside `minimum` … `maximum`."""
        low = None if self.minimum is None else write_value(self.minimum)
        high = None if self.maximum is None else write_value(self.maximum)
        if low is not None and high is not None:
            return f"write a value from {low} to {high}"
        return f"write {low} or more" if low is not None else f"write {high} or less"

    def show(self, value: Value | None, language: str = "en") -> str:
        """A value as a caseworker reads it: 是/否, a choice's label, yuan exactly, an integer with its unit."""
        chinese = language == "zh"
        if value is None:
            return "未知" if chinese else "unknown"
        if isinstance(value, bool):
            return ("是" if value else "否") if chinese else ("yes" if value else "no")
        if self.type is FactType.CHOICE and self.values is not None:
            label = self.values[str(value)]
            return label.zh if chinese else label.en
        if self.type is FactType.MONEY:
            assert isinstance(value, Fraction)
            return f"{write_exactly(value)} 元" if chinese else f"{write_exactly(value)} yuan"
        if self.unit is not None:
            return f"{value} {self.unit.zh if chinese else self.unit.en}"
        return write_value(value)


def write_value(value: Value) -> str:
    """A value in the one way it is written in files: money with two decimals, dates in ISO form, true/false."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Fraction):
        return format(to_fen(value), "f")
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value)


def write_exactly(amount: Fraction) -> str:
    """An amount with all its digits, two at least; one that has no end with the fraction: `413.333… (= 1240/3)`.

    Unlike one rounded to the fen it stands on the right side of whatever it is compared with.
    """
    if (amount * 100).denominator == 1:
        return write_value(amount)
    whole, rest = divmod(abs(amount), 1)
    sign, digits = "-" if amount < 0 else "", ""
    while rest and len(digits) < _MOST_DIGITS:
        digit, rest = divmod(rest * 10, 1)
        digits += str(digit)
    if not rest:
        return f"{sign}{whole}.{digits}"
    return f"{sign}{whole}.{digits[:3]}… (= {amount.numerator}/{amount.denominator})"


def to_fen(amount: Fraction | int) -> Decimal:
    """An exact amount of yuan rounded half up to the fen."""
    hundredths = (Fraction(amount) * 200 + 1) // 2
    return Decimal(hundredths).scaleb(-2)


TRUTH_WORDS: Mapping[str, bool] = {"是": True, "否": False, "yes": True, "no": False}
"""The words in which answers print truth values; they are taken in files too."""


def _read_boolean(fact: Fact, written: object) -> Value:
    if isinstance(written, bool):
        return written
    mend = "write true or false"
    if isinstance(written, str):
        if written in TRUTH_WORDS:
            return TRUTH_WORDS[written]
        meant = {"yes": "true", "y": "true", "on": "true", "true": "true"}
        meant |= {"no": "false", "n": "false", "off": "false", "false": "false"}
        if written.lower() in meant:
            mend = f"write {meant[written.lower()]}, without quotation marks"
    raise ValueProblem(f"{describe(written)} is not a truth value", mend)


def _read_integer(fact: Fact, written: object) -> Value:
    if isinstance(written, int) and not isinstance(written, bool):
        return written
    meant = whole_meant(written, fact.unit) if isinstance(written, str) else None
    example = int(written) if isinstance(written, Decimal) else 12
    mend = f"write {meant}, without quotation marks or unit" if meant else f"write a whole number, such as {example}"
    raise ValueProblem(f"{describe(written)} is not a whole number", mend)


def _read_money(fact: Fact, written: object) -> Value:
    if isinstance(written, bool) or not isinstance(written, int | Decimal):
        meant = amount_meant(written) if isinstance(written, str) else None
        mend = f"write {meant}, without quotation marks or unit" if meant else "write yuan, such as 620 or 620.50"
        raise ValueProblem(f"{describe(written)} is not an amount", mend)
    amount = Fraction(written)
    if (amount * 100).denominator != 1:
        raise ValueProblem(f"{describe(written)} is finer than a fen", "write at most two decimals")
    return amount


def _read_date(fact: Fact, written: object) -> Value:
    day = parse_date(written) if isinstance(written, str) else written
    if isinstance(day, datetime.date):
        return day
    meant = date_meant(str(written)) if isinstance(written, str | int) else None
    mend = f"write {meant}" if meant and "-" in meant else "write a date such as 2004-03-01"
    raise ValueProblem(f"{describe(written)} is not a date", mend)


def _read_choice(fact: Fact, written: object) -> Value:
    known = fact.values or {}
    if isinstance(written, str) and written in known:
        return written
    mend = Mend(f"it may be: {', '.join(known)}", f"可以是：{'、'.join(label.zh for label in known.values())}")
    if isinstance(written, str):
        labelled = [name for name, label in known.items() if written in (label.zh, label.en)]
        if len(labelled) == 1:
            return labelled[0]
        mend = _near_choice(written, known) or mend
    raise ValueProblem(f"{describe(written)} is none of its values", mend)


def _near_choice(written: str, known: Mapping[str, Label]) -> Mend | None:
    """The value that was most likely meant, by its name or by its Chinese label."""
    labels = {label.zh: name for name, label in known.items()}
    near = nearest(written, known) or labels.get(nearest(written, labels) or "")
    return None if near is None else Mend(f"did you mean {near}?", f"是不是 {known[near].zh}？")


_READERS = {
    FactType.BOOLEAN: _read_boolean,
    FactType.INTEGER: _read_integer,
    FactType.MONEY: _read_money,
    FactType.DATE: _read_date,
    FactType.CHOICE: _read_choice,
}


class Parameter(NamedTuple):
    """A value that changes with time; unknown before its first date. Money is in yuan.

    `ends` gives the last day of the values that have one, by their first.
    """

    name: str
    type: FactType
    label: Label
    values: tuple[tuple[datetime.date, Value], ...]
    source: Label | None
    place: Place
    ends: tuple[tuple[datetime.date, datetime.date], ...] = ()

    def show(self, value: Value, language: str = "en") -> str:
        """A value as a caseworker reads it: 是/否, yuan exactly, a number or a day."""
        return Fact(self.name, self.type, self.label, self.place).show(value, language)

    def outdated(self, day: datetime.date) -> datetime.date | None:
        """The last day of the value in force where a day is past it: the value still stands, with a notice."""
        end = dict(self.ends).get(self.since(day) or datetime.date.min)
        return end if end is not None and day > end else None

    def on(self, day: datetime.date) -> Value | None:
        """The value in force on a day."""
        current: Value | None = None
        for since, value in self.values:
            if since <= day:
                current = value
        return current

    def since(self, day: datetime.date) -> datetime.date | None:
        """The first day of the value in force on a day; None when there is none."""
        return max((since for since, _ in self.values if since <= day), default=None)
