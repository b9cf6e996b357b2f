"""Reads YAML (and JSON, which is YAML) into plain data that remembers where each part stands.

Only what our files need is accepted: UTF-8, one document, no anchors, aliases or tags, no key twice. Scalars are
read as YAML 1.2 reads them, so that `no` is a word and never a truth value. Nothing here knows what the data means.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

import yaml

from clausewise.errors import Diagnostic, InputError, Place, did_you_mean

MAX_BYTES = 4 * 1024 * 1024
MAX_DEPTH = 60

PathKey = tuple[str | int, ...]
ErrorMaker = Callable[[Diagnostic], InputError]

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)\Z")
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]*)\.[0-9]+\Z")
_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})\Z")
_PLAIN_TAGS = frozenset({"map", "seq", "str", "int", "float", "bool", "null", "timestamp", "merge", "value"})
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

    def place(self, path: PathKey, *, key: bool = False) -> Place:
        """The place of the value at `path`, or of its key; of the nearest part above when there is none."""
        here = tuple(path)
        if key and here in self.key_marks:
            return Place(self.file, *self.key_marks[here])
        while here and here not in self.marks:
            here = here[:-1]
        line, column = self.marks.get(here, (1, 1))
        return Place(self.file, line, column)


def read_bytes(path: Path, error: ErrorMaker = InputError) -> bytes:
    """The bytes of a file, refused when it is missing, no file, unreadable or over `MAX_BYTES`.

    Raises: what `error` makes, an InputError.
    """
    try:
        if path.is_dir():
            raise error(Diagnostic("this is a folder, not a file", Place(str(path))))
        size = path.stat().st_size
        if size > MAX_BYTES:
            limit = MAX_BYTES // (1024 * 1024)
            raise error(Diagnostic(f"the file has {size:,} bytes", Place(str(path)), f"at most {limit} MB are read"))
        return path.read_bytes()
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
        raise error(Diagnostic("the file is not UTF-8", Place(file, line, column), "save it as UTF-8")) from None


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
    return Source(file, reader.read(text), reader.marks, reader.key_marks)


def _loader_class() -> Any:
    """The C loader, about ten times as fast; PyYAML built without libyaml has only the Python one."""
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Reader:
    """Builds plain data from PyYAML's nodes and notes where each part began."""

    def __init__(self, file: str, error: ErrorMaker) -> None:
        self.file = file
        self.error = error
        self.marks: dict[PathKey, tuple[int, int]] = {}
        self.key_marks: dict[PathKey, tuple[int, int]] = {}
        self._seen: set[int] = set()

    def read(self, text: str) -> Any:
        loader = None
        try:
            loader = _loader_class()(text)
            node = loader.get_single_node()
        except yaml.MarkedYAMLError as problem:
            self._refuse_syntax(problem)
        except yaml.reader.ReaderError as problem:
            line = text.count("\n", 0, problem.position) + 1
            self._refuse(f"character {problem.character!r} is not allowed", line, 1)
        except RecursionError:
            self._refuse("the nesting is too deep", 1, 1, f"at most {MAX_DEPTH} levels are read")
        finally:
            if loader is not None:
                loader.dispose()
        if node is None:
            self._refuse("the file is empty", 1, 1)
        return self._build(node, ())

    def _refuse(self, message: str, line: int, column: int, mend: str | None = None) -> NoReturn:
        raise self.error(Diagnostic(message, Place(self.file, line, column), mend))

    def _refuse_syntax(self, problem: yaml.MarkedYAMLError) -> NoReturn:
        mark = problem.problem_mark or problem.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        said = (problem.problem or problem.context or "cannot be read").strip()
        if "alias" in said:
            self._refuse("anchors and aliases are not allowed", line, column, "write the value out")
        if "expected a single document" in (problem.context or ""):
            self._refuse("there is more than one document in the file", line, column, "keep one, without ---")
        mend = "indent with spaces, not tabs" if "\\t" in said or "cannot start any token" in said else None
        self._refuse(f"not valid YAML: {said}", line, column, mend)

    def _build(self, node: Any, path: PathKey) -> Any:
        line, column = node.start_mark.line + 1, node.start_mark.column + 1
        self.marks[path] = (line, column)
        if len(path) > MAX_DEPTH:
            self._refuse("the nesting is too deep", line, column, f"at most {MAX_DEPTH} levels are read")
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, line, column)
        if id(node) in self._seen:
            self._refuse("anchors and aliases are not allowed", line, column, "write the value out")
        self._seen.add(id(node))
        self._check_tag(node.tag, line, column)
        if isinstance(node, yaml.SequenceNode):
            return [self._build(item, (*path, index)) for index, item in enumerate(node.value)]
        return self._mapping(node, path)

    def _check_tag(self, tag: str, line: int, column: int) -> None:
        if tag.removeprefix("tag:yaml.org,2002:") not in _PLAIN_TAGS:
            self._refuse(f"the tag {tag} is not allowed", line, column, "write the value without a tag")

    def _mapping(self, node: Any, path: PathKey) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line, column = key_node.start_mark.line + 1, key_node.start_mark.column + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self._refuse("a key must be one word", line, column)
            key = key_node.value
            if key in data:
                first = self.key_marks[(*path, key)][0]
                self._refuse(f"the key {key} stands twice", line, column, f"it stands on line {first} already")
            self.key_marks[(*path, key)] = (line, column)
            data[key] = self._build(value_node, (*path, key))
        return data

    def _scalar(self, node: Any, line: int, column: int) -> Any:
        if id(node) in self._seen:
            self._refuse("anchors and aliases are not allowed", line, column, "write the value out")
        self._seen.add(id(node))
        value: str = node.value
        self._check_tag(node.tag, line, column)
        if node.style:
            return value
        if value in _WORDS:
            return _WORDS[value]
        if _INTEGER.match(value):
            return int(value) if len(value) <= 40 else self._refuse("the number is too long", line, column)
        if _DECIMAL.match(value):
            return Decimal(value)
        found = _DATE.match(value)
        if found:
            try:
                return datetime.date(int(found[1]), int(found[2]), int(found[3]))
            except ValueError:
                self._refuse(f"{value} is not a day of the calendar", line, column)
        return value


def unknown_keys(
    source: Source, path: PathKey, data: Mapping[str, Any], allowed: list[str], what: str
) -> list[Diagnostic]:
    """One diagnostic per key of `data` that `what` does not have, with the nearest allowed key when one is near."""
    return [
        Diagnostic(
            f"unknown key {key} in {what}",
            source.place((*path, key), key=True),
            did_you_mean(key, allowed) or f"it may hold: {', '.join(allowed)}",
        )
        for key in data
        if key not in allowed
    ]


def describe(value: Any) -> str:
    """A value as a reader of a message knows it: `the word "no"`, `the number 17.9`, `a list`."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case str():
            return f"the word {json.dumps(value, ensure_ascii=False)}"
        case int() | Decimal():
            return f"the number {value}"
        case datetime.date():
            return f"the date {value.isoformat()}"
        case list():
            return "a list"
        case dict():
            return "a mapping"
    return f"a {type(value).__name__}"
