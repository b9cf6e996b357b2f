"""What an audit sees of a case that was checked: plain shapes, which `audit.engine` fills.

Coverage and mutants know these, and not the engine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from clausewise.case.model import Case
from clausewise.classes import dataclass
from clausewise.errors import Diagnostic
from clausewise.language.conditions import Condition
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
