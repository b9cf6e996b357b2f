"""Which verdicts rest on how the office reads a contested point: seen by checking the case with other readings.

Worked out for a point when it is first asked for, and kept for the case. Nothing here decides a point.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING

from clausewise.case import Case
from clausewise.classes import NamedTuple
from clausewise.errors import CaseError
from clausewise.language.contested import ContestedPoint, PointReading, point_of_fact
from clausewise.language.model import Pack
from clausewise.language.verdicts import Verdict

if TYPE_CHECKING:
    from clausewise.engine.findings import Finding, Result


class OfficeReading(NamedTuple):
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


class AwaitedReading(NamedTuple):
    """A point that the office has not decided, and the verdict by each of its readings, in their order.

    A verdict is None where the case contradicts that reading.
    """

    point: ContestedPoint
    verdicts: tuple[Verdict | None, Verdict | None]

    @property
    def settles(self) -> bool:
        """Whether some reading, with everything else as it is known, leaves the verdict no longer open."""
        return self.verdicts != (Verdict.UNDETERMINED, Verdict.UNDETERMINED)


class OfficeReadings:
    """What the office of one case reads, and what would come of the other readings."""

    def __init__(self, pack: Pack, case: Case, check: Callable[[Case], Result]) -> None:
        self._pack = pack
        self._case = case
        self._check = check
        self._with: dict[tuple[str, str], dict[str, Finding]] = {}

    def of_finding(self, finding: Finding) -> tuple[OfficeReading, ...]:
        """The points on whose reading by the office a verdict rests, in the order of contested.yaml."""
        deciding = self._pack.reads.facts_deciding(finding.rule.id)
        found = []
        for point in self._pack.contested.values():
            read = self._case.values.get(point.fact_name)
            if read is None or point.fact_name not in deciding:
                continue
            then = self._read_as(point, point.other(str(read))).get(finding.name)
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

    def awaited(self, finding: Finding, point: ContestedPoint) -> AwaitedReading:
        """A point that the office has yet to decide, with what each reading gives for a finding."""
        first, second = (self._read_as(point, name).get(finding.name) for name in point.reading_ids)
        return AwaitedReading(
            point, (None if first is None else first.verdict, None if second is None else second.verdict)
        )

    def _read_as(self, point: ContestedPoint, name: str) -> dict[str, Finding]:
        """The findings by a reading of a point; none where the case would contradict itself."""
        key = point.id, name
        if key not in self._with:
            try:
                self._with[key] = self._check(self._case.with_values({point.fact_name: name})).by_name
            except CaseError:
                self._with[key] = {}
        return self._with[key]
