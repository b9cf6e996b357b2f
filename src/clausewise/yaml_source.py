"""Reads YAML (and JSON, which is YAML) into plain data that remembers where each part stands.

Only what our files need is accepted: UTF-8, one document, no anchors, aliases or tags, no key twice. Scalars are
read as YAML 1.2 reads them, so that `no` is a word and never a truth value. Nothing here knows what the data means.
"""

from __future__ import annotations

import calendar
import datetime
import stat
from collections.abc import Callable, Mapping
from dataclasses import field
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

import yaml

from clausewise.classes import dataclass
from clausewise.errors import Diagnostic, InputError, Place, did_you_mean
from clausewise.patterns import pattern
from clausewise.visible import name_character
from clausewise.yaml_faults import NO_ALIAS, Fault, explain, find_forbidden, forbidden_character
from clausewise.yaml_text import for_libyaml

MAX_BYTES = 4 * 1024 * 1024
MAX_DEPTH = 60
MAX_PARTS = 50_000
MAX_KEY = 200
MAX_DIGITS = 40
MAX_SHOWN = 60
MOST_NEAR = 100
"""After so many wrong words nobody reads what each was meant to be, and it takes long to find out."""

PathKey = tuple[str | int, ...]
ErrorMaker = Callable[[Diagnostic], InputError]

_INTEGER = pattern(r"[-+]?(0|[1-9][0-9]*)\Z")
_DECIMAL = pattern(r"[-+]?(0|[1-9][0-9]*)\.[0-9]+\Z")
_DATE = pattern(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})\Z")
_WORDS: Mapping[str, bool | None] = {
    "true": True, "True": True, "false": False, "False": False,
    "null": None, "Null": None, "~": None, "": None,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """A YAML file as data: dicts, lists, str, int, Decimal, bool, date and None, with the place of each part."""

    file: str
    data: Any
    marks: Mapping[PathKey, tuple[int, int]]
    key_marks: Mapping[PathKey, tuple[int, int]] = field(repr=False)
    insets: Mapping[PathKey, int | None] = field(default_factory=dict, repr=False)

    def place(self, path: PathKey, *, key: bool = False) -> Place:
        """The place of the value at `path`, or of its key; of the nearest part above when there is none."""
        here = tuple(path)
        if key and here in self.key_marks:
            return Place(self.file, *self.key_marks[here])
        while here and here not in self.marks:
            here = here[:-1]
        line, column = self.marks.get(here, (1, 1))
        return Place(self.file, line, column)

    def place_inside(self, path: PathKey, offset: int) -> Place:
        """The place of a character of the text at `path`; of its beginning when it is written over several lines."""
        place, inset = self.place(path), self.insets.get(path, 0)
        if inset is None or place.column is None:
            return place
        return Place(place.file, place.line, place.column + inset + offset)


def read_bytes(path: Path, error: ErrorMaker = InputError) -> bytes:
    """The bytes of a file, refused when it is missing, no file, unreadable or over `MAX_BYTES`.

    Raises: what `error` makes, an InputError.
    """
    try:
        if path.is_dir():
            raise error(Diagnostic("this is a folder, not a file", Place(str(path)), "name a file in it"))
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):
            mend = "name a file; a case may come from standard input, written -"
            raise error(Diagnostic("this is a device or a pipe, not a file", Place(str(path)), mend))
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
        if len(raw) > MAX_BYTES:
            limit, size = MAX_BYTES // (1024 * 1024), max(state.st_size, len(raw))
            raise error(Diagnostic(f"the file has {size:,} bytes", Place(str(path)), f"at most {limit} MB are read"))
        return raw
    except FileNotFoundError:
        raise error(Diagnostic("there is no such file", Place(str(path)))) from None
    except OSError as problem:
        raise error(Diagnostic(f"cannot be read: {problem.strerror}", Place(str(path)))) from None


def decode(raw: bytes, file: str, error: ErrorMaker = InputError) -> str:
    """UTF-8 text, refused with the place of the first byte that is not. A byte order mark is dropped.

    Raises: what `error` makes, an InputError.
    """
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        before = raw[: problem.start]
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        message = f"the file is {_encoding_of(raw, before)}"
        raise error(Diagnostic(message, Place(file, line, column), "save it as UTF-8")) from None


def _encoding_of(raw: bytes, before: bytes) -> str:
    """What bytes that are not UTF-8 seem to be; `before` are those that were, and Chinese among them is UTF-8."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "UTF-16, not UTF-8"
    try:
        seen = "" if _count_chinese(before.decode("utf-8", "ignore")) else raw.decode("gb18030")
    except UnicodeDecodeError:
        return "not UTF-8"
    chinese = _count_chinese(seen)
    return "not UTF-8 but seems to be GB18030 (GBK)" if chinese * 2 > sum(one > "\x7f" for one in seen) else "not UTF-8"


def _count_chinese(text: str) -> int:
    return sum("\u4e00" <= character <= "\u9fff" for character in text)


def read_yaml(path: Path, error: ErrorMaker = InputError) -> Source:
    """Read one YAML or JSON file. Raises what `error` makes, with file, line and column."""
    return parse_yaml(read_bytes(path, error), str(path), error)


def parse_yaml(raw: bytes, file: str, error: ErrorMaker = InputError) -> Source:
    """Read YAML from bytes; `file` is the name used in messages. Raises what `error` makes."""
    if len(raw) > MAX_BYTES:
        limit = MAX_BYTES // (1024 * 1024)
        raise error(Diagnostic(f"the input has over {MAX_BYTES:,} bytes", Place(file), f"at most {limit} MB are read"))
    text = decode(raw, file, error)
    reader = _Reader(file, error)
    return Source(file, reader.read(text), reader.marks, reader.key_marks, reader.insets)


def _loader_class() -> Any:
    """The C loader, about ten times as fast; PyYAML built without libyaml has only the Python one."""
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Reader:
    """Builds plain data from PyYAML's events and notes where each part began.

    Events, not nodes: libyaml composes nodes by recursion in C, and a file nested deep enough ends the process.
    """

    def __init__(self, file: str, error: ErrorMaker) -> None:
        self.file = file
        self.error = error
        self.marks: dict[PathKey, tuple[int, int]] = {}
        self.key_marks: dict[PathKey, tuple[int, int]] = {}
        self.insets: dict[PathKey, int | None] = {}
        self._next: Callable[[], Any] = lambda: None
        self._as_written: Callable[[str], str] = str

    def read(self, text: str) -> Any:
        fault = forbidden_character(text)
        if fault:
            self._refuse_fault(fault)
        text, self._as_written = for_libyaml(text)
        loader = _loader_class()(text)
        self._next = loader.get_event
        try:
            self._next()
            if isinstance(self._next(), yaml.StreamEndEvent):
                self._refuse("the file is empty", 1, 1)
            data = self._build(self._next(), ())
            self._next()
            self._refuse_second_document(self._next())
        except yaml.YAMLError as problem:
            self._refuse_fault(explain(problem, text))
        finally:
            loader.dispose()
        return data

    def _refuse(self, message: str, line: int, column: int, mend: str | None = None) -> NoReturn:
        raise self.error(Diagnostic(message, Place(self.file, line, column), mend))

    def _refuse_fault(self, fault: Fault) -> NoReturn:
        self._refuse(fault.message, fault.line, fault.column, fault.mend)

    def _refuse_second_document(self, event: Any) -> None:
        if not isinstance(event, yaml.StreamEndEvent):
            line, column = event.start_mark.line + 1, event.start_mark.column + 1
            self._refuse("there is more than one document in the file", line, column, "keep one, without --- or ...")

    def _build(self, event: Any, path: PathKey) -> Any:
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        self._check_plain(event, line, column)
        self.marks[path] = (line, column)
        if len(self.marks) > MAX_PARTS:
            self._refuse("the file holds too many values", line, column, f"at most {MAX_PARTS:,} are read")
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, path, line, column)
        if len(path) >= MAX_DEPTH:
            self._refuse("the nesting is too deep", line, column, f"at most {MAX_DEPTH} levels are read")
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        items: list[Any] = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            items.append(self._build(event, (*path, len(items))))
        return items

    def _check_plain(self, event: Any, line: int, column: int) -> None:
        if event.anchor is not None:
            self._refuse(NO_ALIAS[0], line, column, NO_ALIAS[1])
        if event.tag is not None:
            mend = "write the value without it; put text that begins with ! in quotes"
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._refuse(f"the tag {tag} is not allowed", line, column, mend)

    def _mapping(self, path: PathKey) -> dict[str, Any]:
        data: dict[str, Any] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            line, column = event.start_mark.line + 1, event.start_mark.column + 1
            self._check_plain(event, line, column)
            if not isinstance(event, yaml.ScalarEvent):
                self._refuse("a key must be one word", line, column, "a list or mapping stands after a key and a colon")
            key = self._as_written(event.value)
            self._check_text(key, line, column)
            if len(key) > MAX_KEY or "\n" in key:
                self._refuse("the key is too long", line, column, f"write at most {MAX_KEY} characters on one line")
            here = (*path, key)
            if key in data:
                first = self.key_marks[here][0]
                self._refuse(f"the key {key} stands twice", line, column, f"it stands on line {first} already")
            self.key_marks[here] = (line, column)
            data[key] = self._build(self._next(), here)
        return data

    def _scalar(self, event: Any, path: PathKey, line: int, column: int) -> Any:
        value = self._as_written(event.value)
        if event.style or event.end_mark.line >= line:
            self.insets[path] = _inset(event)
        self._check_text(value, line, column)
        if event.style:
            return value
        if value in _WORDS:
            return _WORDS[value]
        whole, decimal = _INTEGER.match(value), _DECIMAL.match(value)
        if whole or decimal:
            if len(value) > MAX_DIGITS:
                self._refuse("the number is too long", line, column, f"write at most {MAX_DIGITS} digits")
            return int(value) if whole else Decimal(value)
        if _DATE.match(value):
            day = parse_date(value)
            return day or self._refuse(f"{value} is not a day of the calendar", line, column, _calendar_mend(value))
        return value

    def _check_text(self, value: str, line: int, column: int) -> None:
        """An escape in double quotation marks can write what the text itself may not hold."""
        found = find_forbidden(value)
        if found:
            self._refuse(f"the control character {name_character(found[0])} is not allowed", line, column, "delete it")


def _inset(event: Any) -> int | None:
    """How far inside its first mark a scalar's text begins; None when its columns are not those of the line."""
    start, end = event.start_mark, event.end_mark
    width = end.column - start.column - len(event.value)
    return width // 2 if start.line == end.line and width in (0, 2) else None


def parse_date(written: str) -> datetime.date | None:
    """A day written as 2020-12-07 (or 2020-7-1); None when it is written otherwise or is no day of the calendar."""
    found = _DATE.match(written)
    try:
        return datetime.date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _calendar_mend(written: str) -> str | None:
    """The last day of the month meant, when the month is one."""
    year, month, _ = (int(part) for part in written.split("-"))
    if not (1 <= year <= 9999 and 1 <= month <= 12):
        return "write year-month-day, such as 2020-12-07"
    return f"that month has {calendar.monthrange(year, month)[1]} days"


def unknown_keys(
    source: Source, path: PathKey, data: Mapping[str, Any], allowed: list[str], what: str
) -> list[Diagnostic]:
    """One diagnostic per key of `data` that `what` does not have, with the nearest allowed key when one is near."""
    return [
        Diagnostic(
            f"unknown key {key} in {what}",
            source.place((*path, key), key=True),
            (did_you_mean(key, allowed) if at < MOST_NEAR else None) or f"it may hold: {', '.join(allowed)}",
        )
        for at, key in enumerate(key for key in data if key not in allowed)
    ]


def describe(value: Any) -> str:
    """A value as a reader of a message knows it: `the word "no"`, `the number 17.9`, `a list`."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case str():
            # Imported only here, where something is wrong.
            import json

            shown = value if len(value) <= MAX_SHOWN else value[:MAX_SHOWN] + "…"
            return f"the word {json.dumps(shown, ensure_ascii=False)}"
        case int() | Decimal():
            return f"the number {value}"
        case datetime.date():
            return f"the date {value.isoformat()}"
        case list():
            return "a list"
        case dict():
            return "a mapping"
    return f"a {type(value).__name__}"
