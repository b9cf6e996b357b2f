"""How many facts that a rule reads are unknown of each household and member: how far an undetermined one is from sure.

Counts the facts that the rule reads, directly or through what it stands on; some of them may not matter to a household,
so that the number is never too small. Nothing is evaluated here.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from clausewise.classes import dataclass
from clausewise.language.conditions import Algebra, Condition, fold
from clausewise.language.expressions import Expression, facts_read, reads_members
from clausewise.language.facts import Subject
from clausewise.language.model import Pack
from clausewise.language.rules import About
from clausewise.screening.rules.columns import ROW


@dataclass(frozen=True, slots=True)
class Read:
    """A fact that a rule reads. `any_member` when it is read of other members than the one the rule is about."""

    fact: str
    any_member: bool


def facts_read_by(pack: Pack, rule_id: str, given: frozenset[str]) -> frozenset[Read]:
    """The facts a rule reads, down to those that a registry gives or that are not derived any further."""
    return _Finder(pack, given).of_rule(rule_id)


class _Finder:
    """What rules and facts read of the member in sight; what looks at all members reads the same of any."""

    def __init__(self, pack: Pack, given: frozenset[str]) -> None:
        self._pack = pack
        self._given = given
        self._algebra: Algebra[frozenset[Read]] = Algebra(
            leaf=lambda leaf: self._of_expression(leaf.expression),
            finding=lambda leaf: frozenset().union(*map(self.of_rule, leaf.rules)),
            all=lambda _, parts: frozenset().union(*parts),
            any=lambda _, parts: frozenset().union(*parts),
            opposite=lambda _, part: part,
            quantified=lambda _, part: _of_any(part),
        )

    def of_rule(self, rule_id: str) -> frozenset[Read]:
        """What a rule reads; one about the household reads of all its members."""
        rule = self._pack.rule(rule_id)
        reads = fold(rule.when, self._algebra)
        return _of_any(reads) if rule.about is About.HOUSEHOLD else reads

    def _of_expression(self, expression: Expression) -> frozenset[Read]:
        reads = frozenset[Read]().union(*map(self._of_fact, facts_read(expression)))
        return _of_any(reads) if reads_members(expression) else reads

    def _of_fact(self, name: str) -> frozenset[Read]:
        fact = self._pack.facts[name]
        if fact.derive is None or name in self._given:
            return frozenset({Read(name, any_member=False)})
        derive = fact.derive
        reads = fold(derive, self._algebra) if isinstance(derive, Condition) else self._of_expression(derive)
        return reads if fact.subject is Subject.MEMBER else _of_any(reads)


def _of_any(reads: frozenset[Read]) -> frozenset[Read]:
    return frozenset(Read(one.fact, one.fact.startswith("member.")) for one in reads)


@dataclass(frozen=True)
class Opened:
    """Counts for one rule: `households` in their order, `members` in theirs (None for a rule about the household)."""

    households: pl.Series
    members: pl.Series | None


def count_open(
    pack: Pack, rule_id: str, households: pl.DataFrame, members: pl.DataFrame, verdicts: pl.DataFrame
) -> Opened:
    """The unknown facts of a rule in one part: normalised frames, without rows for members who are not known.

    Of a rule about members a household has the number of the member closest to sure, of those in `verdicts` (a row for
    each member) whose verdict is not settled; where it is not known who they are, all that is read of members counts.
    """
    given = frozenset(households.columns) | frozenset(members.columns)
    reads = sorted(facts_read_by(pack, rule_id, given), key=lambda read: (read.fact, read.any_member))
    about_members = pack.rule(rule_id).about is About.MEMBER
    of_household = [one.fact for one in reads if not one.fact.startswith("member.")]
    of_any = [one.fact for one in reads if one.fact.startswith("member.") and one.any_member]
    of_own = [one.fact for one in reads if one.fact.startswith("member.") and not one.any_member]
    rows = members.get_column(ROW)
    named = _marked(rows, households.height)
    count = _nulls(households, of_household)
    for fact in of_any:
        column = members.get_column(fact) if fact in members.columns else None
        unknown = rows if column is None else rows.filter(column.is_null())
        count += (_marked(unknown, households.height) | ~named).cast(pl.UInt32)
    if not about_members:
        return Opened(count, None)
    own = _nulls(members, of_own) + count.gather(rows)
    return Opened(_closest(count, own, members.select(ROW), verdicts.get_column(rule_id), named, len(of_own)), own)


def _nulls(frame: pl.DataFrame, facts: Iterable[str]) -> pl.Series:
    """For each row how many of these facts are unknown; one that has no column is."""
    counts = [
        pl.col(fact).is_null().cast(pl.UInt32) if fact in frame.columns else pl.lit(1, pl.UInt32) for fact in facts
    ]
    zero = pl.repeat(0, frame.height, dtype=pl.UInt32, eager=True)
    return frame.select(pl.sum_horizontal(zero, *counts).cast(pl.UInt32)).to_series() if counts else zero


def _marked(rows: pl.Series, height: int) -> pl.Series:
    """Whether each of so many households stands among these rows."""
    marked = pl.repeat(False, height, dtype=pl.Boolean, eager=True)
    return marked.scatter(rows.unique(), True)


def _closest(
    household: pl.Series, own: pl.Series, rows: pl.DataFrame, verdict: pl.Series, named: pl.Series, read_of_members: int
) -> pl.Series:
    """For each household the least number of its members who are undetermined."""
    undetermined = rows.with_columns(own.alias("own")).filter(verdict == "undetermined")
    least = undetermined.group_by(ROW).agg(pl.col("own").min())
    placed = pl.repeat(None, len(household), dtype=pl.UInt32, eager=True).scatter(least[ROW], least["own"])
    nobody = household + pl.Series(~named).cast(pl.UInt32) * read_of_members
    return placed.fill_null(nobody)
