"""Hypothesis strategies for packs of large rules: wide, deep, or with many combinations when multiplied out."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from specification.generators import Draw, Writer
from specification.written import Plan, fact, rule

_MANY = {f"household.b{number}": fact("boolean") for number in range(70)}
_MANY |= {f"member.b{number}": fact("boolean") for number in range(6)}
_TURNS = 12  # of a deep condition: with more, files would nest deeper than they are read


@st.composite
def large_plans(draw: Draw[Any]) -> Plan:
    """A pack of a few rules, each too large for durable-rules to bear whole: wide, deep, or multiplied out."""
    writer = Writer(draw, _MANY)

    def leaves(about: str, number: int) -> list[dict[str, Any]]:
        names = [name for name in _MANY if about == "member" or name.startswith("household.")]
        return [{"if": name} for name in draw(st.lists(st.sampled_from(names), min_size=number, max_size=number))]

    def wide(about: str) -> dict[str, Any]:
        return {writer.among(["any", "all"]): leaves(about, writer.among([24, 25, 57, 70]))}

    def multiplied(about: str) -> dict[str, Any]:
        outer, inner = writer.among([("any", "all"), ("all", "any")])
        width, depth = writer.among([(2, 8), (4, 3), (25, 2), (30, 4)])
        return {outer: [{inner: leaves(about, depth)} for _ in range(width)]}

    def deep(about: str) -> dict[str, Any]:
        (condition,) = leaves(about, 1)
        turns = draw(st.integers(0, _TURNS))
        for leaf in leaves(about, writer.among([11, 13, 18])):
            parts = [leaf, condition] if writer.yes(1, 2) else [condition, leaf]
            condition = {writer.among(["any", "all"]): parts}
            while turns and writer.yes(1, 2):
                condition, turns = {"not": condition}, turns - 1
        return condition

    def both(about: str) -> dict[str, Any]:
        parts = [{"not": wide(about)}, multiplied(about), deep(about)]
        return {writer.among(["any", "all"]): parts}

    written: dict[str, dict[str, Any]] = {}
    for number in range(draw(st.integers(1, 3))):
        about = writer.among(["household", "member"])
        when = writer.among([wide, multiplied, deep, both])(about)
        if number and writer.yes(1, 2):
            when = {"any": [when, {"finding": "s.r0"}]}
        written[f"s.r{number}"] = rule(f"s.r{number}", about, when)
    return Plan(_MANY, {}, written)
