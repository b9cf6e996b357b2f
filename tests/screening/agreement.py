"""What must hold of every pack and registry: whole columns come to what the engine finds household by household."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from clausewise.case import Case
from clausewise.engine import Engine, Result
from clausewise.errors import CaseError
from clausewise.language.verdicts import Verdict
from clausewise.screening.engines.in_memory import Screened, program_for, screen_frames
from screening.registries import frames_of


def screened_alike(engine: Engine, cases: Sequence[Case]) -> Screened:
    """Screen cases of one day, and hold every verdict, contradiction and notice on a fact to those of the engine."""
    households, members = frames_of(engine.pack, cases)
    program = program_for(engine.pack, cases[0].as_of, households, members)
    screened = screen_frames(program, households, members)
    contradicting = set(screened.contradictions["household_row"].to_list())
    verdicts = screened.verdicts.to_dicts()
    noticed = Counter(row[:1] + row[2:] for row in screened.notices.iter_rows())
    of_members = {(row["household_row"], row["member"]): row for row in screened.members.to_dicts()}
    for row, case in enumerate(cases):
        result = _checked(engine, case)
        assert (result is None) == (row in contradicting), f"{case.id}: refused by one and not by the other"
        if result is None:
            continue
        told = Counter((row, one.fact, one.kind.value) for one in result.notices if one.kind.is_refused_when_strict)
        assert told == {key: number for key, number in noticed.items() if key[0] == row}, case.id
        strongest: dict[str, Verdict] = {}
        for finding in result.findings:
            rule = finding.rule.id
            strongest[rule] = max(
                strongest.get(rule, Verdict.DOES_NOT_APPLY), finding.verdict, key=lambda one: one.code
            )
            if finding.subject is not None and case.members:
                assert of_members[row, finding.subject][rule] == finding.verdict, f"{case.id}: {finding.name}"
        found = {rule: verdicts[row][rule] for rule in strongest}
        assert found == strongest, case.id
    return screened


def _checked(engine: Engine, case: Case) -> Result | None:
    try:
        return engine.check(case)
    except CaseError:
        return None
