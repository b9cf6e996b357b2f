"""What an audit looked at, what it cannot see, and what is contested: said before anybody takes it for a verdict.

An audit shows that rules, cases and text agree with one another. Whether the words are understood rightly it cannot
tell, and nothing here claims it.
"""

from __future__ import annotations

from clausewise.audit.choosing_points import in_document_order
from clausewise.audit.contested_cases import PointCoverage
from clausewise.audit.model import Audit, NotRun
from clausewise.classes import dataclass
from clausewise.language.contested import ContestedPoint
from clausewise.language.labels import Label
from clausewise.report.audit.words import BETWEEN, FAILS, HOLDS
from clausewise.report.runs import runs_of
from clausewise.report.wording import Wording


@dataclass(frozen=True, slots=True)
class Sight:
    """What was looked at, and what cannot be seen by it, a sentence each."""

    looked_at: Label
    cannot_see: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class PointView:
    """A contested point with the cases on either side of it and between; None where cases were not looked at."""

    point: ContestedPoint
    coverage: PointCoverage | None

    @property
    def clause(self) -> int:
        return int(self.point.words.where.partition(".")[0])


def points_of(audit: Audit) -> tuple[PointView, ...]:
    """The contested points of the pack as they stand in the document."""
    covered = {} if isinstance(audit.cases, NotRun) else {one.point: one for one in audit.cases.points}
    return tuple(PointView(point, covered.get(point.id)) for point in in_document_order(audit.pack))


def sight_of(audit: Audit) -> Sight:
    """What this audit looked at and cannot see."""
    looked = [_looked_at_words(audit)]
    if not isinstance(audit.cases, NotRun):
        cases = len(audit.cases.cases)
        looked.append(
            Label(
                f"{cases} 个个案试出了规则的什么",
                f"what {'1 case tries' if cases == 1 else f'{cases} cases try'} of the rules",
            )
        )
    if not isinstance(audit.mutants, NotRun):
        mutants = len(audit.mutants)
        looked.append(Label(f"{mutants} 处改错有没有个案发现", f"whether cases notice {mutants} planted mistakes"))
    if not isinstance(audit.answers, NotRun):
        answers = len(audit.answers)
        looked.append(Label(f"求解器的 {answers} 个回答", f"{answers} answers of the solver"))
    said = Label(f"看了：{'；'.join(one.zh for one in looked)}。", f"Looked at: {'; '.join(one.en for one in looked)}.")
    return Sight(said, (_understood(audit), *_not_there(audit)))


def _looked_at_words(audit: Audit) -> Label:
    sentences = len(audit.words.provisions)
    return Label(f"{sentences} 句的每个字有没有着落", f"whether every word of {sentences} sentences is held")


def _understood(audit: Audit) -> Label:
    contested, left = len(audit.pack.contested), sum(len(one.open) for one in audit.words.provisions)
    said = Label(
        "看不出文字理解得对不对：规则、个案和文字彼此一致，也可能一起错。",
        "It cannot see whether the words are understood rightly: rules, cases and text can agree and all be wrong.",
    )
    if contested:
        said = Label(
            f"{said.zh}写明有两种读法的有 {contested} 处（clausewise contested）。",
            f"{said.en} Written down as read in two ways: {contested} (clausewise contested).",
        )
    if left:
        said = Label(f"{said.zh}文字留空的有 {left} 处。", f"{said.en} Left open by the text: {left}.")
    return said


def _not_there(audit: Audit) -> tuple[Label, ...]:
    if not audit.words.missing:
        return ()
    numbers = ", ".join(runs_of(sorted(audit.words.missing)))
    without = f"clause {numbers} has" if len(audit.words.missing) == 1 else f"clauses {numbers} have"
    said = Label(
        f"看不到没有印出的：第{numbers}条没有文字。", f"Nor can it see what is not printed: {without} no text."
    )
    return (said,)


def sides_of(covered: PointCoverage) -> tuple[tuple[Label, tuple[str, ...]], ...]:
    """The cases on either side of a point and between, each with what that means."""
    return (HOLDS, covered.holds), (FAILS, covered.fails), (BETWEEN, covered.between)


def sides_in_words(covered: PointCoverage, wording: Wording) -> str:
    """How many cases lie on either side of a point, and between."""
    counted = [wording.named(wording.pick(name), str(len(cases))) for name, cases in sides_of(covered)]
    return wording.named(wording.word("cases"), wording.in_turn(counted))
