"""How a search of the solver ended. Needs no solver, so that reports and records can say it."""

from __future__ import annotations

from enum import StrEnum


class Ended(StrEnum):
    """How a search ended: with a household; with proof that there is none; with none among those of few members; or
    not in time."""

    FOUND = "found"
    NONE = "none"
    BOUNDED = "bounded"
    NO_TIME = "no_time"
