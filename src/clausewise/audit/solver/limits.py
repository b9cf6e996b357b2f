"""How far the solver looks, as it is asked for. Needs no solver."""

from __future__ import annotations

from clausewise.classes import NamedTuple

MOST_LISTED = 12
"""The most members that a household of no certain number is tried with."""


class Limits(NamedTuple):
    """Seconds for each question, and the members of a household up to which it is tried where no number is enough."""

    seconds: float = 10
    members: int = 4
