"""Compares two versions of a pack whole: entries, meanings, and the cases that change."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from clausewise.audit.changes import Differences
from clausewise.audit.differences import entry_changes
from clausewise.audit.engine import Engines
from clausewise.audit.meanings import Compare, settle_meaning, shared_rules
from clausewise.audit.replays import replay
from clausewise.audit.solver import has_solver
from clausewise.audit.solver.limits import Limits
from clausewise.language.model import Pack

Each = Callable[[Sequence[Any], str], Iterable[Any]]
"""Gives the same things one after the other, and may tell somebody how far it is with what."""


def in_silence(given: Sequence[Any], what: str) -> Iterable[Any]:
    """Tells nobody."""
    return given


def compare_packs(
    old: Pack,
    new: Pack,
    names: tuple[str, str],
    files: Sequence[Path] | None = None,
    limits: Limits | None = None,
    *,
    each: Each = in_silence,
) -> Differences:
    """Everything that differs between two packs, and between what they find for the cases in some files.

    Without the solver, rules that are written otherwise are not settled. Raises: EngineDisagreement.
    """
    engines = Engines()
    compare = _solver(engines, limits or Limits())
    rules = list(shared_rules(old, new))
    meanings = tuple(settle_meaning(old, new, rule.id, compare) for rule in each(rules, "comparing rules"))
    replayed = None if files is None else replay(each(files, "checking cases"), old, new, engines)
    return Differences(old, new, names, entry_changes(old, new), meanings, replayed)


def _solver(engines: Engines, limits: Limits) -> Compare | None:
    """What compares the meaning of a rule; None when the solver is not installed."""
    if not has_solver():
        return None
    from clausewise.audit.comparing import compare_meaning

    return functools.partial(compare_meaning, replay=engines.verdicts, limits=limits)
