"""In how many households an answer would settle a rule: counted on bits, one for each row of members.

What reads columns and numbers is computed by Polars, once. The booleans that are joined of it, nearly all steps there
are, are whole numbers, and for each answer only those that stand on it are joined again.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from typing import Any

import polars as pl

from clausewise.language.facts import FactType
from clausewise.language.model import Pack
from clausewise.screening.engines.bits import Rows
from clausewise.screening.engines.in_memory import Compiled, known_of, sliced
from clausewise.screening.engines.joining import Columns, joins_of
from clausewise.screening.engines.slices import Written
from clausewise.screening.rules.columns import ROW
from clausewise.screening.rules.graph import TRUE, Level
from clausewise.screening.rules.scheduling import Joining
from clausewise.screening.rules.settling import Question, Settling, Supposed, compile_settling

_SLICE = 16_384
"""At most so many households are counted at once: some kilobytes for each step."""

_SETTLINGS = Compiled(compile_settling)
_NAMES: dict[str, Any] = {"fact": pl.String, "rule": pl.String, "households": pl.Int64}


def settling_for(pack: Pack, as_of: datetime.date, households: pl.DataFrame, members: pl.DataFrame) -> Settling:
    """What answers would settle, for what frames have: see `program_for`."""
    return _SETTLINGS.of(pack, as_of, known_of(pack, households, members))


def count_settled(settling: Settling, households: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """In how many households an answer to a fact would settle a rule (null: some rule), where there are any: `fact`,
    `rule`, `households`. The frames are normalised, members in the order of their households."""
    facts = settling.facts
    for_households = _with_unknown(settling.pack, {one for one in facts if not one.startswith("member.")}, households)
    for_members = _with_unknown(settling.pack, {one for one in facts if one.startswith("member.")}, members)
    counted: Counter[tuple[str, str | None]] = Counter()
    with_ghosts = Written.of(settling.joining.schedule).reads_ghosts
    for one in sliced(facts, for_households, for_members, _SLICE, with_ghosts=with_ghosts):
        if one[1].height:
            counted.update(_Slice(settling, *one).counted())
    # In the order of the questions and their rules.
    asked = ((one.fact, rule) for one in settling.questions for rule in (*one.rules, None))
    rows = [(*key, counted[key]) for key in asked if counted[key]]
    return pl.DataFrame(rows, schema=_NAMES, orient="row")


def _with_unknown(pack: Pack, facts: set[str], frame: pl.DataFrame) -> pl.DataFrame:
    """A frame with a column of unknowns for each fact that it has none of."""
    absent = sorted(facts.difference(frame.columns))
    kinds = {name: pl.Boolean if pack.facts[name].type is FactType.BOOLEAN else pl.Int32 for name in absent}
    return frame.with_columns(pl.lit(None, kind).alias(name) for name, kind in kinds.items())


class _Joins:
    """How booleans are joined, ready to run: of each step what it does, to which, and whether it is about members."""

    def __init__(self, settling: Settling) -> None:
        self.steps = joins_of(settling.graph, settling.joining.joined)
        self.above = {one.fact: joins_of(settling.graph, one.above) for one in settling.questions}
        """By fact, those that stand on it."""

    @classmethod
    def of(cls, settling: Settling) -> _Joins:
        """Those of a settling as they were made before, or are now."""
        kept = settling.joining.schedule.kept
        made = kept.get(cls)
        if not isinstance(made, cls):
            made = kept[cls] = cls(settling)
        return made


class _Slice:
    """Some households with their members, and what their steps come to."""

    def __init__(self, settling: Settling, households: pl.DataFrame, members: pl.DataFrame, first: int) -> None:
        self._graph = settling.graph
        self._joins = _Joins.of(settling)
        self._questions = settling.questions
        rows = members[ROW] - first if first else members[ROW]
        self._rows = Rows(rows)
        # By step.
        self._bits = [0] * len(self._graph.nodes)
        self._bits[TRUE] = self._rows.members
        self._read(settling.joining, *Written.of(settling.joining.schedule).run(households, members, rows), rows)
        for join in self._joins.steps:
            self._bits[join.step] = join.of(self._bits, self._rows)

    def counted(self) -> dict[tuple[str, str | None], int]:
        """By fact and rule (None: any rule), in how many households an answer would settle it."""
        found: dict[tuple[str, str | None], int] = {}
        for question in self._questions:
            some = 0
            for rule, settled in self._settled(question).items():
                found[question.fact, rule] = settled.bit_count()
                some |= settled
            found[question.fact, None] = some.bit_count()
        return found

    def _settled(self, question: Question) -> dict[str, int]:
        """By rule, the households in which an answer would settle it."""
        bits, rows = self._bits, self._rows
        settled = {rule: bits[step] for rule, step in question.rules.items()}
        never = rows.households
        for value in question.values:
            cannot = bits[value.cannot] & rows.households
            never &= cannot
            after = self._supposed(question, value)
            for rule, step in question.rules.items():
                settled[rule] &= cannot | ~after[step]
        return {rule: found & ~never for rule, found in settled.items()}

    def _supposed(self, question: Question, value: Supposed) -> Sequence[int]:
        """What steps come to with a value of a fact."""
        before = self._bits
        now = before.copy()
        changed = set()
        for step, other in value.replaced.items():
            now[step] = before[other] & self._whole(of_members=self._graph[step].level is Level.MEMBER)
            if now[step] != before[step]:
                changed.add(step)
        for join in self._joins.above[question.fact] if changed else ():
            if not changed.isdisjoint(join.arguments):
                found = join.of(now, self._rows)
                if found != now[join.step]:
                    now[join.step] = found
                    changed.add(join.step)
        return now

    def _whole(self, *, of_members: bool) -> int:
        return self._rows.members if of_members else self._rows.households

    def _read(self, joining: Joining, households: pl.DataFrame, members: pl.DataFrame, rows: pl.Series) -> None:
        graph = joining.graph
        # What a household has is read on the row that stands for it.
        columns = {True: Columns(graph, members), False: Columns(graph, households[rows])}
        for step in joining.read:
            of_members = graph[step].level is Level.MEMBER
            self._bits[step] = columns[of_members].bits(step) & self._whole(of_members=of_members)
