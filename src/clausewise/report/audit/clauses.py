"""An audit clause by clause: how much of each is encoded and held, and what is weakest about it.

Only gathers what the audit found; a clause whose text is not on the page has nothing but its number.
"""

from __future__ import annotations

from collections.abc import Sequence

from clausewise.audit.model import Audit
from clausewise.audit.totals import WordTotals, count_words
from clausewise.classes import dataclass
from clausewise.language.labels import Label
from clausewise.report.audit.concern_kinds import ConcernKind
from clausewise.report.audit.concerns import Concern, concerns_of

# Worth knowing of rules, and no weakness of a sentence.
_NO_WEAKNESS = (ConcernKind.IMPLIED, ConcernKind.TOGETHER, ConcernKind.SAME_AID)


@dataclass(frozen=True, slots=True)
class Weakest:
    """The worst that was found of a clause, and the sentence it is about."""

    provision: str
    concern: Concern

    @property
    def says(self) -> Label:
        """What is weak about it."""
        return self.concern.says


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """One clause. `words` is None where its text is missing; `contested` counts what is read in two ways in it;
    `weakest` is None where nothing weak was found."""

    number: int
    title: str | None
    words: WordTotals | None
    rules: int
    duties: int
    contested: int
    weakest: Weakest | None


def clause_rows(audit: Audit) -> tuple[ClauseRow, ...]:
    """Every clause of the pack in order, also those whose text is missing."""
    concerns = [one for one in concerns_of(audit) if one.kind not in _NO_WEAKNESS]
    return tuple(_row(audit, number, concerns) for number in audit.pack.numbers())


def _row(audit: Audit, number: int, concerns: Sequence[Concern]) -> ClauseRow:
    clause = audit.pack.document.clause(number)
    ids = () if clause is None else tuple(provision.id for provision in clause.provisions)
    covered = [one for one in audit.words.provisions if one.id in ids]
    return ClauseRow(
        number=number,
        title=None if clause is None else clause.title,
        words=count_words(covered) if covered else None,
        rules=sum(len(one.rules) for one in covered),
        duties=sum(len(one.duties) for one in covered),
        contested=sum(point.words.where in (str(number), *ids) for point in audit.pack.contested.values()),
        weakest=_weakest(ids, concerns),
    )


def _weakest(provisions: Sequence[str], concerns: Sequence[Concern]) -> Weakest | None:
    """The first of the concerns, the worst first, that is about one of these sentences."""
    for concern in concerns:
        for provision in concern.provisions:
            if provision in provisions:
                return Weakest(provision, concern)
    return None
