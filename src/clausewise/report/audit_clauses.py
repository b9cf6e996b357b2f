"""An audit clause by clause: how much of each is encoded and held, and which of its conditions is tested least.

Only gathers what the audit found; a clause whose text is not on the page has nothing but its number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from clausewise.audit.model import Audit, ConditionCoverage, Fate, NotRun
from clausewise.audit.totals import WordTotals, count_words
from clausewise.language.labels import Label
from clausewise.report.audit_concerns import not_shown


@dataclass(frozen=True, slots=True)
class Weakest:
    """The condition that is tested least, and the sentence it stands in; `survivors` are the mutants of it."""

    provision: str
    condition: ConditionCoverage
    survivors: int

    @property
    def says(self) -> Label:
        """What is weak about it."""
        said = not_shown(self.condition) if not self.condition.is_shown else None
        source = self.condition.source
        if not self.survivors:
            return said or Label(source, source)
        left = Label(
            f"{self.survivors} 个变异存活",
            "1 mutant of it survives" if self.survivors == 1 else f"{self.survivors} mutants of it survive",
        )
        if said is None:
            return Label(f"{source}：{left.zh}", f"{source}: {left.en}")
        return Label(f"{said.zh}；{left.zh}", f"{said.en}; {left.en}")


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """One clause. `words` is None where its text is missing; `weakest` where every condition is shown, or none is."""

    number: int
    title: str | None
    words: WordTotals | None
    rules: int
    duties: int
    weakest: Weakest | None


def clause_rows(audit: Audit) -> tuple[ClauseRow, ...]:
    """Every clause of the pack in order, also those whose text is missing."""
    return tuple(_row(audit, number) for number in audit.pack.numbers())


def _row(audit: Audit, number: int) -> ClauseRow:
    clause = audit.pack.document.clause(number)
    ids = set() if clause is None else {provision.id for provision in clause.provisions}
    covered = [one for one in audit.words.provisions if one.id in ids]
    return ClauseRow(
        number=number,
        title=None if clause is None else clause.title,
        words=count_words(covered) if covered else None,
        rules=sum(len(one.rules) for one in covered),
        duties=sum(len(one.duties) for one in covered),
        weakest=weakest_of(audit, ids),
    )


def weakest_of(audit: Audit, provisions: Iterable[str]) -> Weakest | None:
    """Of the conditions of rules on these provisions, the one that is tested least; None when all are shown."""
    found = max(_weak(audit, set(provisions)), key=_weakness, default=None)
    return None if found is None or not any(_weakness(found)) else found


def _weakness(one: Weakest) -> tuple[int, bool, bool]:
    return one.survivors, one.condition.decided is None, one.condition.unknown is None


def _weak(audit: Audit, provisions: set[str]) -> Iterator[Weakest]:
    if isinstance(audit.cases, NotRun):
        return
    survivors = [] if isinstance(audit.mutants, NotRun) else [x.id for x in audit.mutants if x.fate is Fate.SURVIVED]
    for covered in audit.cases.rules:
        provision = audit.pack.rule(covered.rule).provision
        for condition in covered.conditions if provision in provisions else ():
            own = f"{covered.rule}/{condition.path}/"
            yield Weakest(provision, condition, sum(one.startswith(own) for one in survivors))
