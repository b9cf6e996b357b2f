"""What is asked of a registry, whatever engine answers: the rules, the day, and which columns are kept of it."""

from __future__ import annotations

import datetime
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from clausewise.case import Office
from clausewise.classes import dataclass
from clausewise.errors import Diagnostic, RequestError, did_you_mean
from clausewise.language.facts import Fact, FactType, Subject, Value
from clausewise.language.model import Pack
from clausewise.screening.mapping.model import RegistryMapping, TableKind
from clausewise.screening.mapping.receiving import Receiving, read_receiving
from clausewise.screening.rules.columns import HOUSEHOLD, MEMBER, NOTICES, ROW
from clausewise.screening.rules.program import compile_rules
from clausewise.screening.rules.reading import Known


@dataclass(frozen=True)
class Kept:
    """The registry's columns that are kept beside the facts, of households and of members."""

    of_households: tuple[str, ...] = ()
    of_members: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """What is asked: `by` are the columns that households are grouped by, `keep` those that verdicts and lists carry
    along, `receiving` those that say who receives what. `strict` puts households aside that contradict themselves or
    are hardly possible. `office` is that of all households; None where the registry has columns for what offices say,
    or nobody says it. Raises: RequestError where both speak.
    """

    pack: Pack
    as_of: datetime.date
    mapping: RegistryMapping
    by: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    receiving: tuple[Receiving, ...] = ()
    strict: bool = False
    office: Office | None = None

    def __post_init__(self) -> None:
        if self.office is None:
            return
        for one in self.mapping.households.facts:
            if one.fact.startswith(f"{Subject.OFFICE}."):
                problem = f"{one.fact} is a column of the registry, and an office file is given too"
                mend = "leave out --office, or the office's columns in the mapping"
                raise RequestError(Diagnostic(problem, one.place, mend))

    @cached_property
    def said(self) -> Mapping[str, Value]:
        """What the office says on the day, of the facts that the pack has."""
        said = {} if self.office is None else self.office.values_on(self.as_of)
        return {name: value for name, value in said.items() if _can_be(self.pack.facts.get(name), value)}

    @property
    def given(self) -> frozenset[str]:
        """The facts that are said of the registry's households: in its columns, or by their office."""
        return self.mapping.facts | frozenset(self.said)

    def facts(self) -> frozenset[str]:
        """The facts that rules read, also in what they compute, or notices, of those that the registry has.

        Raises: RequestError for rules that columns cannot give.
        """
        compiled = compile_rules(self.pack, self.as_of, Known(self.given))
        return (self.pack.reads.facts_used | compiled.facts) & self.mapping.facts

    def kept(self, columns: Mapping[TableKind, Sequence[str]]) -> Kept:
        """Which columns of a registry that are to be kept, by their table. Raises: RequestError for one it has not."""
        households, members = columns[TableKind.HOUSEHOLDS], columns.get(TableKind.MEMBERS, ())
        taken = {HOUSEHOLD, MEMBER, ROW, NOTICES, *self.pack.rules_by_id}
        for option, asked in (("--by", self.by), ("--keep", self.keep)):
            for column in asked:
                if column not in households:
                    raise _no_such_column(option, column, households)
                _refuse_taken(option, column, taken)
        of_households = [*self.by, *self.keep]
        of_members: list[str] = []
        for one in self.receiving:
            if one.column not in households and one.column not in members:
                raise _no_such_column("--receiving", one.column, (*households, *members))
            _refuse_taken("--receiving", one.column, taken)
            (of_households if one.column in households else of_members).append(one.column)
        return Kept(tuple(dict.fromkeys(of_households)), tuple(dict.fromkeys(of_members)))


def _can_be(fact: Fact | None, value: Value) -> bool:
    """Whether a pack has a fact, and the fact that value: of another version of the pack it may be otherwise."""
    return fact is not None and (fact.type is not FactType.CHOICE or value in (fact.values or {}))


def _refuse_taken(option: str, column: str, taken: Container[str]) -> None:
    if column in taken:
        problem = f"{option} {column}: the name is one that the answer uses itself"
        raise RequestError(Diagnostic(problem, None, "give the column another name"))


def _no_such_column(option: str, column: str, there: Sequence[str]) -> RequestError:
    mend = did_you_mean(column, there) or f"there are: {', '.join(there)}"
    return RequestError(Diagnostic(f"{option} {column}: the registry has no such column", None, mend))


def choose_receiving(written: Sequence[str], mapped: Sequence[Receiving], pack: Pack) -> tuple[Receiving, ...]:
    """The columns that say who receives what: those that options name, or all that the mapping has.

    `COLUMN=RULE` says it in full, with the words that the mapping explains; `COLUMN` alone means what the mapping says.
    Raises: RequestError.
    """
    if not written:
        return tuple(mapped)
    by_column = {one.column: one for one in mapped}
    in_full = [one for one in written if "=" in one]
    read = {one.column: one for one in read_receiving(in_full, pack)}
    chosen: dict[str, Receiving] = {}
    for option in written:
        column = option.partition("=")[0].strip()
        if column in read:
            known = by_column.get(column)
            chosen[column] = read[column] if known is None else replace(known, rules=read[column].rules)
        elif column in by_column:
            chosen[column] = by_column[column]
        else:
            mend = did_you_mean(column, by_column) or f"write --receiving {column}=RULE"
            raise RequestError(Diagnostic(f"--receiving {column}: the mapping does not say what it tells", None, mend))
    return tuple(chosen.values())
