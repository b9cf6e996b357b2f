"""Reads the conditions and expressions of a pack, as docs/language.md has them; other forms are refused."""

from __future__ import annotations

import fnmatch
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from clausewise.plain.conditions import Always, Condition, Contested, Finding, If, Joined, Not, Quantified
from clausewise.plain.expressions import Comparison, Expression, Named, Parameter
from clausewise.plain.parsing import parse
from clausewise.plain.refusing import Refused
from clausewise.plain.values import meant

_BESIDE = frozenset({"text", "from", "why", "some", "every", "count", "at_least", "at_most", "exactly"})
"""What may stand beside the form of a condition."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What the conditions of a pack may speak of: facts and parameters with their types, the two readings of each
    contested point in their order, and the ids of the rules, sorted."""

    kinds: Mapping[str, str]
    parameters: Mapping[str, str]
    readings: Mapping[str, tuple[str, str]]
    rules: tuple[str, ...]

    def condition(self, written: dict[str, Any]) -> Condition:
        """The condition that is written so. Raises: Refused."""
        quantifiers = [form for form in ("some", "every", "count") if form in written]
        if not quantifiers:
            return self._form(written)
        if len(quantifiers) > 1 or written[quantifiers[0]] != "member":
            raise Refused(f"a condition is said of members once: {_shown(written)}")
        least, most = (int(written[end]) if end in written else None for end in ("at_least", "at_most"))
        if "exactly" in written:
            least = most = int(written["exactly"])
        if (quantifiers[0] == "count") == (least is None and most is None):
            raise Refused(f"a count says how many: {_shown(written)}")
        part = self._form(written)
        if any(isinstance(one, Quantified) for one in part.walk()):
            raise Refused(f"quantifiers do not nest: {_shown(written)}")
        return Quantified(quantifiers[0], part, least or 0, float("inf") if most is None else most)

    def _form(self, written: dict[str, Any]) -> Condition:
        forms = [key for key in written if key not in _BESIDE]
        if "contested" in forms:
            return self._contested(written, [key for key in forms if key != "contested"])
        match forms:
            case ["if"]:
                return If(self._true_or_false(written["if"]))
            case ["always"]:
                return Always(holds=meant("boolean", written["always"], "always"))
            case ["all" | "any" as form] if written[form]:
                return Joined(form, [self.condition(part) for part in written[form]])
            case ["not"]:
                return Not(self.condition(written["not"]))
            case ["finding"]:
                return Finding(self._rules_named(written["finding"]))
        raise Refused(f"a condition has one of the forms of the language: {_shown(written)}")

    def _contested(self, written: dict[str, Any], names: list[str]) -> Condition:
        if written["contested"] not in self.readings:
            raise Refused(f"there is no contested point {written['contested']}")
        first, second = self.readings[written["contested"]]
        if {first, second} != set(names):
            raise Refused(f"a contested condition has both its readings, and no other form: {_shown(written)}")
        return Contested(
            written["contested"], (first, second), [self.condition(written[name]) for name in (first, second)]
        )

    def _rules_named(self, patterns: str | list[str]) -> tuple[str, ...]:
        wanted = [patterns] if isinstance(patterns, str) else patterns
        return tuple(one for one in self.rules if any(fnmatch.fnmatchcase(one, pattern) for pattern in wanted))

    def _true_or_false(self, text: str) -> Expression:
        expression = self.expression(text)
        match expression:
            case Comparison():
                return expression
            case Named(name=name) if self.kinds[name] == "boolean":
                return expression
            case Parameter(name=name) if self.parameters[name] == "boolean":
                return expression
        raise Refused(f"{text} is neither true nor false")

    def expression(self, text: str) -> Expression:
        """The expression that is written so. Raises: Refused, also where a name in it stands for nothing."""
        expression = parse(text)
        for name in expression.names:
            if name not in self.kinds:
                raise Refused(f"there is no fact {name}")
        for part in expression.walk():
            if isinstance(part, Parameter) and part.name not in self.parameters:
                raise Refused(f"there is no parameter {part.name}")
        return expression


def _shown(written: Any) -> str:
    """A piece of what is written, short enough for a sentence."""
    text = str(written)
    return text if len(text) <= 120 else text[:120] + "…"
