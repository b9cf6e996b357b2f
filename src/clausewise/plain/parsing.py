"""Reads the text of an expression into its forms, as docs/language.md has them, and nothing else."""

from __future__ import annotations

import functools
import re
from fractions import Fraction
from typing import Any, NoReturn

from clausewise.plain.expressions import (
    COMPARISONS,
    AsOf,
    Comparison,
    Computed,
    Constant,
    Count,
    Expression,
    Named,
    Parameter,
    Sum,
)
from clausewise.plain.refusing import Refused
from clausewise.plain.values import day_of

LONGEST = 500
"""How many characters an expression may have."""
DEEPEST = 50
"""How many brackets may stand in each other."""
_TOKEN = re.compile(
    r"""\s*(?:
        (?P<number>[0-9]{1,40}(?:\.[0-9]{1,40})?)
      | (?P<name>[a-z_][a-z0-9_]*(?:\.[a-z0-9_]+)*)
      | (?P<word>"[^"\\\n]*"|'[^'\\\n]*')
      | (?P<sign>==|!=|<=|>=|[-+*/<>(),])
    )""",
    re.VERBOSE | re.ASCII,
)
_OF_TWO = frozenset({"years", "months", "days", "add_months", "add_days", "min", "max"})
_SUBJECTS = ("household", "member", "application", "office")


@functools.lru_cache(maxsize=8192)
def parse(text: str) -> Expression:
    """The form of an expression; the same text gives the same object. Raises: Refused."""
    if len(text) > LONGEST:
        raise Refused(f"an expression of {len(text)} characters is too long: {text[:40]}…")
    return _Parser(text).whole_text()


class _Parser:
    """Goes through the tokens of one text from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[tuple[str, str]] = []
        self.at = 0
        self.depth = 0
        end, written = 0, text.rstrip()
        while end < len(written):
            found = _TOKEN.match(written, end)
            if found is None:
                self._refuse(f"“{written[end : end + 20].strip()}” is not part of the language")
            self.tokens.append((str(found.lastgroup), found[str(found.lastgroup)]))
            end = found.end()

    def _refuse(self, why: str) -> NoReturn:
        raise Refused(f"the expression {self.text.strip()} cannot be read: {why}")

    def _next(self) -> tuple[str, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("end", "")

    def _take(self, *signs: str) -> str | None:
        """The next token if it is one of these signs."""
        kind, written = self._next()
        if kind != "sign" or written not in signs:
            return None
        self.at += 1
        return written

    def _expect(self, sign: str) -> None:
        if self._take(sign) is None:
            self._refuse(f"a {sign} is missing")

    def whole_text(self) -> Expression:
        found = self._whole()
        if self._next()[0] != "end":
            self._refuse(f"{self._next()[1]} is too much")
        return found

    def _whole(self) -> Expression:
        """A comparison, or a value."""
        left = self._added()
        operator = self._take(*COMPARISONS)
        if operator is None:
            return left
        return Comparison(operator, self._side(left), self._side(self._added()))

    def _side(self, part: Expression) -> Expression:
        """A part that is a value; a comparison is none."""
        if isinstance(part, Comparison):
            self._refuse("a comparison stands inside an expression")
        return part

    def _added(self) -> Expression:
        return self._chain(self._multiplied, "+", "-")

    def _multiplied(self) -> Expression:
        return self._chain(self._one, "*", "/")

    def _chain(self, part: Any, *signs: str) -> Expression:
        """Parts with signs between them, taken together from the left."""
        found: Expression = part()
        while (sign := self._take(*signs)) is not None:
            found = Computed(sign, self._side(found), self._side(part()))
        return found

    def _one(self) -> Expression:
        if self._take("-"):
            number = self._one()
            if not isinstance(number, Constant) or not isinstance(number.written, int | Fraction):
                self._refuse("only a number can be negative")
            return Constant(-number.written)
        if self._take("("):
            self.depth += 1
            if self.depth > DEEPEST:
                self._refuse(f"more than {DEEPEST} brackets stand in each other")
            found = self._whole()
            self._expect(")")
            self.depth -= 1
            return found
        kind, written = self._next()
        self.at += 1
        if kind == "number":
            return Constant(Fraction(written) if "." in written else int(written))
        if kind == "word":
            return Constant(written[1:-1])
        if kind != "name":
            self._refuse(f"a value is missing before {written}" if written else "a value is missing at its end")
        return self._call(written) if self._take("(") else self._named(written)

    def _named(self, name: str) -> Expression:
        subject, _, rest = name.partition(".")
        if name == "case.as_of":
            return AsOf()
        if subject == "parameter" and rest:
            return Parameter(rest)
        if subject in _SUBJECTS and rest:
            return Named(name)
        self._refuse(f"{name} is no fact")

    def _call(self, function: str) -> Expression:
        if function in _OF_TWO:
            left = self._side(self._whole())
            self._expect(",")
            right = self._side(self._whole())
            self._expect(")")
            return Computed(function, left, right)
        kind, written = self._next()
        self.at += 1
        self._expect(")")
        if function == "count" and written == "member":
            return Count()
        if function == "sum" and kind == "name" and written.startswith("member."):
            return Sum(written)
        day = day_of(written[1:-1]) if function == "date" and kind == "word" else None
        if day is None:
            self._refuse(f"{function}({written}) is not part of the language")
        return Constant(day)
