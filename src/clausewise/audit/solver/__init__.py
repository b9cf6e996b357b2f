"""The solver's reader of the tree: conditions become Z3 terms over a household of whom anything may be unknown.

`terms` holds values and truths as terms, `household` what may be known, `reading` the translation of one pack, `search`
the questions a solver can answer. It needs the extra `audit`; nothing outside this folder and `questions` imports Z3.
"""

from __future__ import annotations

from importlib.util import find_spec


def has_solver() -> bool:
    """Whether the solver is installed."""
    return find_spec("z3") is not None
