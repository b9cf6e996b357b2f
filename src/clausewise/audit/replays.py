"""Which cases come out otherwise under a new pack: both judge every case, and what they find is held side by side.

Nothing here reads a case or evaluates a rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from clausewise.audit.changes import CaseChange, FindingChange, Judged, Judgement, Replayed
from clausewise.audit.engine import Engines
from clausewise.language.model import Pack
from clausewise.language.verdicts import Verdict


def replay(files: Iterable[Path], old: Pack, new: Pack, engines: Engines) -> Replayed:
    """What both find for the case of each file; the cases come in the order of the files.

    Raises: EngineDisagreement.
    """
    changes = []
    count = 0
    for file in files:
        count += 1
        change = case_change(str(file), engines.judge(old, file), engines.judge(new, file))
        if change is not None:
            changes.append(change)
    return Replayed(count, tuple(changes))


def case_change(file: str, before: Judged, after: Judged) -> CaseChange | None:
    """What there is to say of a case: findings that differ, or that a pack refuses it; None when there is nothing."""
    if before.refused or after.refused:
        return CaseChange(file, (), before.refused, after.refused)
    names = dict.fromkeys((*after.findings, *before.findings))
    pairs = ((name, before.findings.get(name), after.findings.get(name)) for name in names)
    changes = tuple(FindingChange(name, old, new) for name, old, new in pairs if _differ(old, new))
    return CaseChange(file, changes) if changes else None


def _differ(before: Judgement | None, after: Judgement | None) -> bool:
    """Whether a household would notice: a rule that one pack has not, and that does not apply, changes nothing."""
    if before is None or after is None:
        there = before or after
        return there is not None and there.verdict is not Verdict.DOES_NOT_APPLY
    return before != after
