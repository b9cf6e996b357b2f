"""Says in plain words why a text is not YAML, for people who write YAML seldom and on a Chinese keyboard.

libyaml's own messages speak of tokens and nodes. Nothing here reads YAML: the text and libyaml's finding are given.
"""

from __future__ import annotations

import re

import yaml

from clausewise.classes import NamedTuple
from clausewise.patterns import pattern
from clausewise.visible import name_character

# What no text may hold: controls but for tab and line ends, and marks that make text show otherwise than it is.
FORBIDDEN = pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
NO_ALIAS = ("anchors and aliases are not allowed", "write the value out; put text that begins with & or * in quotes")
_WIDE_COLON = pattern(r"^\s*(?:- +)?[{\[]?\s*[A-Za-z_][\w.]*\s*(：)")
_WIDE_COMMA = pattern(r"[^\s，](，)\s*[A-Za-z_][\w.]*\s*[:：]")


class Fault(NamedTuple):
    """What is wrong with a text as YAML, the 1-based line and column, and what would be right."""

    message: str
    line: int
    column: int
    mend: str | None = None


def find_forbidden(text: str) -> re.Match[str] | None:
    """The first character that no text may hold, or None. What Python counts as printable, any text may."""
    return None if text.replace("\n", "").isprintable() else FORBIDDEN.search(text)


def forbidden_character(text: str) -> Fault | None:
    """The first character that no file may hold, or None."""
    found = find_forbidden(text)
    if found is None:
        return None
    line = text.count("\n", 0, found.start()) + 1
    column = found.start() - text.rfind("\n", 0, found.start())
    mend = "save the file as UTF-8" if found[0] == "\0" else "delete it"
    return Fault(f"the control character {name_character(found[0])} is not allowed", line, column, mend)


def explain(problem: yaml.YAMLError, text: str) -> Fault:
    """libyaml's finding on a text, in plain words and at the place that must be mended."""
    if not isinstance(problem, yaml.MarkedYAMLError):
        return Fault(f"not valid YAML: {problem}", 1, 1)
    said = problem.problem or problem.context or "cannot be read"
    mark = problem.problem_mark or problem.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    began = (problem.context_mark.line + 1, problem.context_mark.column + 1) if problem.context_mark else (line, column)
    lines = re.split(r"\r\n|\r|\n", text)
    before, here = "", ""
    if line <= len(lines):
        before, here = lines[line - 1][: column - 1], lines[line - 1][column - 1 : column]
    if "\\t" in said or "tab character" in said or here == "\t":
        return Fault("a tab stands in the indentation", line, column, "indent with spaces")
    return _wide_punctuation(lines, began[0], line) or _known(said, before, here, (line, column), began)


def _wide_punctuation(lines: list[str], first: int, last: int) -> Fault | None:
    """A full-width colon or comma that stands where YAML needs a plain one, near what could not be read."""
    for number in range(max(1, last - 3, min(first, last - 1)), min(last, len(lines)) + 1):
        for wide, plain in ((_WIDE_COLON, ": with a space after it"), (_WIDE_COMMA, ", with a space after it")):
            found = wide.search(lines[number - 1])
            if found:
                message = f"the full-width {found[1]} is text to YAML"
                return Fault(message, number, found.start(1) + 1, f"write {plain}")
    return None


def _known(said: str, before: str, here: str, at: tuple[int, int], began: tuple[int, int]) -> Fault:
    if "cannot start any token" in said:
        return Fault(f"text cannot begin with {here}", *at, "put it in quotation marks")
    if "mapping values are not allowed" in said:
        mend = "put text that holds a colon in quotation marks"
        if ":" not in before:
            mend = "the line above lacks its colon, or the two are not indented alike"
        return Fault("a colon stands where no key can be", *at, mend)
    if "could not find expected ':'" in said:
        return Fault("this key has no colon", *began, "write key: value, with a space after the colon")
    if re.search(r"expected ','", said):
        mend = "close it, and put commas between what stands in it"
        return Fault(f"the bracket of line {began[0]} is not closed here", *at, mend)
    if re.search(r"expected (key|'-' indicator|<block end>)", said):
        if before.strip(" "):
            mend = "put the whole value into one pair of quotation marks"
            return Fault("something stands after the end of a value", *at, mend)
        if here == "-":
            return Fault("an entry of a list cannot stand here", *at, "begin a list below a key of its own")
        return Fault("this line is indented like none above it", *at, "indent alike what stands side by side")
    if "unexpected end of stream" in said or "document separator" in said:
        return Fault("this quotation mark is not closed", *began, "close it on the same line")
    if "Unicode character escape" in said:
        return Fault("\\u names no character by itself here", *at, "write the character itself")
    if "escape" in said:
        return Fault("\\ has a meaning of its own in double quotes", *at, "use single quotes, or write \\\\")
    if re.search(r"expected (<document start>|a single document)", said):
        return Fault("there is more than one document in the file", *at, "keep one, without --- or ...")
    if "sequence entries are not allowed" in said:
        return Fault("a list cannot begin here", *at, "begin it on the next line, or write [a, b]")
    if "expected node content" in said:
        return Fault("a value is missing here", *at, "close brackets, and put a value after each comma")
    if "alphabetic or numeric character" in said:
        return Fault(NO_ALIAS[0], *at, NO_ALIAS[1])
    return Fault(f"not valid YAML: {said.strip()}", *at)
