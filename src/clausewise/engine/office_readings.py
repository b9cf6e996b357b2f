"""Which verdicts rest on how the office reads a contested point: seen by checking the case with the other reading.

Worked out for a point when it is first asked for, and kept for the case. Nothing here decides a point.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clausewise.case import Case
from clausewise.errors import CaseError
from clausewise.language.contested import ContestedPoint, PointReading, point_of_fact
from clausewise.language.model import Pack
from clausewise.language.verdicts import Verdict

if TYPE_CHECKING:
    from clausewise.engine.findings import Finding, Result


@dataclass(frozen=True, slots=True)
class OfficeReading:
    """That a verdict is as it is because the office reads a point so, and what it would be by the other reading.

    `since` and `by` are the day from which the office reads it so and whose decision that is; None where the case was
    only tried with that reading.
    """

    point: ContestedPoint
    reading: PointReading
    other: PointReading
    otherwise: Verdict
    since: datetime.date | None
    by: str | None


class OfficeReadings:
    """What the office of one case reads, and what would come of the other readings."""

    def __init__(self, pack: Pack, case: Case, check: Callable[[Case], Result]) -> None:
        self._pack = pack
        self._case = case
        self._check = check
        self._otherwise: dict[str, dict[str, Finding]] = {}

    def of_finding(self, finding: Finding) -> tuple[OfficeReading, ...]:
        """The points on whose reading by the office a verdict rests, in the order of contested.yaml."""
        deciding = self._pack.reads.facts_deciding(finding.rule.id)
        found = []
        for point in self._pack.contested.values():
            read = self._case.values.get(point.fact_name)
            if read is None or point.fact_name not in deciding:
                continue
            then = self._with_other_reading(point, str(read)).get(finding.name)
            if then is not None and then.verdict is not finding.verdict:
                reading, other = point.reading(str(read)), point.reading(point.other(str(read)))
                said = self._case.office.on(point.fact_name, self._case.as_of) if self._case.office else None
                since, by = (said.since, said.by) if said is not None and said.value == read else (None, None)
                found.append(OfficeReading(point, reading, other, then.verdict, since, by))
        return tuple(found)

    def point(self, fact: str) -> ContestedPoint | None:
        """The contested point whose reading a fact holds; None for any other fact."""
        name = point_of_fact(fact)
        return None if name is None else self._pack.contested[name]

    def _with_other_reading(self, point: ContestedPoint, read: str) -> dict[str, Finding]:
        """The findings by the other reading; none where the case would contradict itself."""
        if point.id not in self._otherwise:
            changed = self._case.with_values({point.fact_name: point.other(read)})
            try:
                self._otherwise[point.id] = self._check(changed).by_name
            except CaseError:
                self._otherwise[point.id] = {}
        return self._otherwise[point.id]
