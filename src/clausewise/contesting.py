"""Looks at the contested points of a pack: what the office says, what hangs on them, whom the two readings tell apart.

Stands at the top, since it knows the engine, the solver and the screening, which do not know each other. It decides no
point; a household it shows was checked by the engine first.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from clausewise.audit.contested import (
    Contested,
    ContestedPoints,
    Hanging,
    Parting,
    TurnedCase,
    TurnedFinding,
    TurnedHouseholds,
    hanging_on,
)
from clausewise.audit.solver import has_solver
from clausewise.audit.solver.limits import Limits
from clausewise.case import Case
from clausewise.case.office import Office
from clausewise.engine import Engine
from clausewise.errors import CaseError
from clausewise.language.contested import ContestedPoint
from clausewise.language.labels import Label
from clausewise.language.model import Pack
from clausewise.language.narrowing import narrow
from clausewise.language.one_reading import read_as
from clausewise.language.rules import About
from clausewise.language.verdicts import Verdict

if TYPE_CHECKING:
    from clausewise.screening.runs.passes import Wish

Watch = Callable[[str, int, int], None]
"""Told what is at work, how much of it is done, and of how much."""

NO_SOLVER = Label(
    "求解器没有安装：pip install 'clausewise[audit]'",
    "the solver is not installed: pip install 'clausewise[audit]'",
)
_NO_TIME = Label("求解器未能在限定时间内回答", "the solver gave no answer in time")
_NOBODY = Label("没有任何家庭使两种读法分歧", "there is no household for which the two readings part")
_NOBODY_SMALL = Label(
    "成员不多于 {most} 人的家庭中没有；更大的没有查",
    "there is none of up to {most} members; larger ones were not looked at",
)
_MOST_TRIED = 4


def watch_nothing(what: str, done: int, of: int) -> None:
    """Tells nobody."""


def look_at_contested(
    pack: Pack,
    points: Iterable[ContestedPoint],
    cases: Sequence[Case],
    *,
    as_of: datetime.date,
    office: Office | None = None,
    limits: Limits | None = None,
    watch: Watch = watch_nothing,
) -> ContestedPoints:
    """Everything but what a registry tells of some contested points of a pack, on a day.

    `office` is what an office says, `limits` how far the solver is to look. Of the cases, each stands on its own day
    with its own office. Raises: EngineDisagreement.
    """
    chosen = list(points)
    found = []
    for number, point in enumerate(chosen):
        watch("readings", number, len(chosen))
        hanging = hanging_on(pack, point)
        parting, why = _part(pack, point, hanging, limits or Limits())
        says = office.on(point.fact_name, as_of) if office else None
        outdated = office.outdated(point.fact_name, as_of) if office else None
        turned = tuple(_turned_cases(pack, point, cases))
        found.append(Contested(point, says, outdated, hanging, parting, why, turned))
    watch("readings", len(chosen), len(chosen))
    return ContestedPoints(pack, as_of, office, tuple(found), len(cases))


def count_in_registry(found: ContestedPoints, wish: Wish, watch: Watch = watch_nothing) -> ContestedPoints:
    """The same with how many households of a registry each point turns; what an office says of others holds there.

    Raises: RequestError when the registry or the mapping cannot be used.
    """
    # Imported only here: they need Polars.
    from clausewise.screening.runs.telling_apart import count_told_apart
    from clausewise.screening.tables.addresses import shown

    rules = {one.point: tuple(each.rule.id for each in one.hanging if each.is_direct) for one in found.points}
    held = _held(found.pack, found.office, found.as_of)
    counted = count_told_apart(wish, {point: ids for point, ids in rules.items() if ids}, held, watch)
    points = []
    for one in found.points:
        told = counted.get(one.point.id)
        turned = None if told is None else TurnedHouseholds(told.turned, told.unsure, told.households)
        points.append(replace(one, turned=turned))
    return replace(found, points=tuple(points), registry=shown(wish.registry))


def _held(pack: Pack, office: Office | None, day: datetime.date) -> dict[str, str]:
    """How an office reads the points of which it says something on a day."""
    said = {point.id: office.on(point.fact_name, day) for point in pack.contested.values()} if office else {}
    return {point: str(one.value) for point, one in said.items() if one is not None}


# ---------------------------------------------------------------- cases that a point turns


def _turned_cases(pack: Pack, point: ContestedPoint, cases: Sequence[Case]) -> Iterator[TurnedCase]:
    """The cases of which its two readings make two verdicts, of the rules that it stands in or whose facts it decides.

    What stands on the findings of these differs in the same cases, if at all.
    """
    small = narrow(pack, [one.rule.id for one in hanging_on(pack, point) if one.is_direct])
    engine = Engine(small)
    try:
        for case in cases:
            findings = tuple(_turned_findings(engine, case.knowing(small.facts), point))
            if findings:
                reads = case.values.get(point.fact_name)
                title = case.title or Label(case.id, case.id)
                yield TurnedCase(case.id, title, None if reads is None else str(reads), findings)
    finally:
        engine.close()


def _turned_findings(engine: Engine, case: Case, point: ContestedPoint) -> Iterator[TurnedFinding]:
    try:
        first, second = (engine.check(case.with_values({point.fact_name: name})).by_name for name in point.reading_ids)
    except CaseError:
        # What it states of a fact can contradict one of the readings: then it is no case of both.
        return
    for name, finding in first.items():
        other = second[name]
        if finding.verdict is not other.verdict:
            yield TurnedFinding(finding.rule.id, finding.subject, (finding.verdict, other.verdict))


# ---------------------------------------------------------------- the smallest household


def _part(
    pack: Pack, point: ContestedPoint, hanging: Sequence[Hanging], limits: Limits
) -> tuple[Parting | None, Label | None]:
    """The smallest household for which the readings part, of the first rule for which there is one; or why none."""
    if not has_solver():
        return None, NO_SOLVER
    # Imported only here: they need the solver.
    from clausewise.audit.comparing import tell_apart
    from clausewise.audit.engine import Engines
    from clausewise.audit.solver.ended import Ended

    first, second = (read_as(pack, point.id, name) for name in point.reading_ids)
    why = _NOBODY
    for one in _first_looked_at(point, hanging):
        apart = tell_apart(first, second, one.rule.id, replay=Engines().verdicts, limits=limits)
        if apart.case is not None and apart.before is not None and apart.after is not None:
            return _parting(pack, point, one, apart.case, (apart.before, apart.after)), None
        if apart.ended is Ended.NO_TIME:
            why = _NO_TIME
        elif apart.ended is Ended.BOUNDED and why is _NOBODY:
            why = Label(_NOBODY_SMALL.zh.format(most=apart.most), _NOBODY_SMALL.en.format(most=apart.most))
    return None, why


def _first_looked_at(point: ContestedPoint, hanging: Sequence[Hanging]) -> list[Hanging]:
    """The rules on which a household is looked for: those of the provision itself first, benefits before steps."""
    direct = [one for one in hanging if one.is_direct] or list(hanging)
    return sorted(direct, key=lambda one: one.rule.provision != point.words.where)[:_MOST_TRIED]


def _parting(
    pack: Pack, point: ContestedPoint, hanging: Hanging, case: Case, verdicts: tuple[Verdict, Verdict]
) -> Parting:
    from clausewise.audit.households import SUBJECT, finding_name, write_household

    rule = hanging.rule
    subject = SUBJECT if rule.about is About.MEMBER else None
    title = Label(f"两种读法分歧的家庭：{point.label.zh}", f"A household for which two readings part: {point.label.en}")
    waits = {finding_name(rule.id, subject): Verdict.UNDETERMINED}
    text = write_household(pack, case, f"{point.id}-parts", title, waits)
    return Parting(rule.id, subject, verdicts, case, text)
