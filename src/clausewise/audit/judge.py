"""What an audit needs of whoever checks cases: it is handed in, since readers of the rules do not know one another.

Plain shapes only; `clausewise.judging` fills them with the engine.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from clausewise.case.model import Case
from clausewise.errors import Diagnostic
from clausewise.language.conditions import Condition
from clausewise.language.model import Pack
from clausewise.language.verdicts import Verdict


class Node(Protocol):
    """One condition as it was evaluated: its code (0 false, 1 unknown, 2 true), and those it rests on."""

    @property
    def condition(self) -> Condition: ...

    @property
    def code(self) -> int: ...

    @property
    def children(self) -> Sequence[Node]: ...

    @property
    def member(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Observation:
    """A finding that a case expects to have just this verdict, with its proof."""

    case: str
    rule: str
    subject: str | None
    verdict: Verdict
    proof: Node
    everybody: bool


@dataclass(frozen=True, slots=True)
class Observed:
    """What was found of a case as it expects, and what otherwise; `measures` has the verdict of each clause's measure.

    A case that nobody has read against the document shows no finding, since what it expects was copied from the rules.
    """

    case: Case
    findings: tuple[Observation, ...]
    measures: Mapping[int, str]
    differing: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """One expectation of a case: its id, and the rule or the clause that it is about."""

    id: str
    rule: str | None
    clause: int | None
    is_detail: bool


class Judge(Protocol):
    """Checks cases against packs."""

    def observe(self, pack: Pack, case: Case) -> Observed:
        """What a pack finds for a case, beside what that expects. Raises: CaseError, EngineDisagreement."""

    def wishes(self, case: Case) -> Sequence[Wish]:
        """Everything a case expects."""

    def first_failure(self, pack: Pack, cases: Sequence[tuple[Case, Collection[str]]]) -> tuple[str, str] | None:
        """The first case, and the id of the first of these expectations of it, that a pack does not fulfil.

        A case that the pack refuses fulfils none of them. Raises: EngineDisagreement.
        """

    def verdicts(self, pack: Pack, case: Case) -> Mapping[str, Verdict]:
        """The verdict of each finding, by `rule` or `rule@member`. Raises: CaseError, EngineDisagreement."""
