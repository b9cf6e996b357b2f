"""Puts proofs into records, whole or as far as they decide, and gathers what their conditions say.

A condition is named by its place in the pack's rules. What is the same of many findings is one record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from functools import partial

from clausewise.classes import NamedTuple
from clausewise.engine.findings import Finding, Result
from clausewise.engine.proof import Compiled, FactRead, Proof, ProofNode, Step
from clausewise.language.conditions import (
    FORMS,
    All,
    Any,
    Condition,
    Contested,
    Count,
    Every,
    FindingOf,
    If,
    Some,
)
from clausewise.language.expressions import FactRef
from clausewise.language.kleene import FALSE, TRUE, UNKNOWN
from clausewise.language.labels import Label
from clausewise.language.verdicts import Verdict
from clausewise.recording.values import exact, known_value, record_bounds
from clausewise.records.proof import Proof as Record
from clausewise.records.proof import Read, Reference, Source, Truth
from clausewise.records.terms import ConditionText
from clausewise.report.answer.proofs import code_of, decisive_children
from clausewise.report.wording import Wording

_TRUTHS = {TRUE: Truth.TRUE, FALSE: Truth.FALSE, UNKNOWN: Truth.UNKNOWN}


class Proofs(StrEnum):
    """How much of its proof a finding has: nothing, what alone brings its verdict about, or all."""

    NONE = "none"
    DECISIVE = "decisive"
    FULL = "full"


class _Deciding(NamedTuple):
    """The rows that decide, with what does below them; and what stands `instead` of a branch: the one part
    that alone decides it, where it encodes no words of its own."""

    below: Mapping[int, tuple[ProofNode, ...]]
    instead: Mapping[int, int]


class ProofRecorder:
    """Records the proofs of one result. `conditions` has what was said in them so far, by place."""

    def __init__(self, result: Result, wordings: tuple[Wording, Wording], proofs: Proofs) -> None:
        self._result = result
        self._wordings = wordings
        self._proofs = proofs
        self._places: dict[tuple[Compiled, str], dict[int, str]] = {}
        self._shared: dict[tuple[str, Compiled], Record] = {}
        self._behind: dict[Proof, Record] = {}
        self._reads: dict[tuple[Compiled, str | None], tuple[Read, ...]] = {}
        self.conditions: dict[str, ConditionText] = {}
        self.facts: dict[str, None] = {}

    def of_finding(self, finding: Finding) -> Record | None:
        """The proof of a finding, as far as it was asked for; none of one that is undetermined if only what decides."""
        if self._proofs is Proofs.NONE:
            return None
        if self._proofs is Proofs.DECISIVE and finding.verdict is Verdict.UNDETERMINED:
            return None
        return self._record(finding.because, finding.rule.id, finding.subject)

    def _record(self, whole: ProofNode, at: str, in_sight: str | None) -> Record:
        """A proof row by row; branches come after all else, the last one first, since their parts stand after them."""
        proof, first = whole.proof, whole.row
        places, parts, inner = self._places_of(whole, at), proof.sheet.parts, proof.view.member
        deciding = None if self._proofs is Proofs.FULL else _deciding_rows(whole)
        instead = deciding.instead if deciding else {}
        first = instead.get(first, first)
        made: dict[int, Record] = {}
        branches: list[tuple[int, Callable[..., Record]]] = []
        for row, condition, code in proof.rows_of(whole.row):
            if deciding is not None and (row not in deciding.below or row in instead):
                continue
            self._say(condition, whole.step if row == whole.row else None, places[row])
            member = proof.member(row)
            make = partial(
                Record,
                at=places[row],
                truth=_TRUTHS[code],
                member=None if member == (inner if row > first else in_sight) else member,
            )
            if parts[row]:
                branches.append((row, make))
            else:
                below = proof.below(row) if deciding is None else deciding.below[row]
                made[row] = self._alone(ProofNode(proof, row), places[row], below, make)
        for row, make in reversed(branches):
            recorded = (made.get(instead.get(part, part)) for part in parts[row])
            made[row] = make(parts=tuple([one for one in recorded if one is not None]))
        return made[first]

    def _alone(self, node: ProofNode, at: str, below: Iterable[ProofNode], make: Callable[..., Record]) -> Record:
        """A row without parts, with what is below it."""
        condition, member = node.condition, node.member
        if isinstance(condition, FindingOf):
            return make(findings=tuple(map(_reference, below)))
        if isinstance(condition, If):
            return make(reads=self._read(node), parts=tuple([self._behind_fact(one, condition) for one in below]))
        # A quantifier that looks at all is the same whoever is in sight.
        found = self._shared.get((at, node.compiled)) if member is None else None
        if found is None:
            place = _place_of_part(at, 1)
            found = make(parts=tuple([self._record(one, place, member) for one in below]))
            if member is None:
                self._shared[at, node.compiled] = found
        return found

    def _behind_fact(self, whole: ProofNode, leaf: If) -> Record:
        """What implies a fact or what it is derived from: one record for all leaves that read the fact."""
        found = self._behind.get(whole.proof)
        if found is None:
            step = whole.step
            if step is None:
                assert isinstance(leaf.expression, FactRef)
                at = f"{leaf.expression.name}/derive"
            else:
                at = f"{step.fact}/implied.{self._result.pack.facts[step.fact].implied.index(step.entry) + 1}"
            found = self._behind[whole.proof] = self._record(whole, at, whole.view.member)
        return found

    def _places_of(self, whole: ProofNode, at: str) -> Mapping[int, str]:
        """The place of each row."""
        places = self._places.get((whole.compiled, at))
        if places is None:
            places = self._places[whole.compiled, at] = {whole.row: at}
            sheet = whole.proof.sheet
            for row in range(whole.row, sheet.ends[whole.row]):
                for number, part in enumerate(sheet.parts[row], start=1):
                    places[part] = _place_of_part(places[row], number)
        return places

    def _say(self, condition: Condition, step: Step | None, at: str) -> None:
        if at in self.conditions:
            return
        zh, en = self._wordings
        is_fact = isinstance(condition, If) and isinstance(condition.expression, FactRef)
        is_plain = is_fact or not isinstance(condition, If | Count)
        self.conditions[at] = ConditionText(
            form=FORMS[type(condition)],
            label=None if is_plain else Label(zh.condition(condition), en.condition(condition)),
            expression=_source(condition),
            words=condition.words,
            implies=None if step is None else step.fact,
            why=None if step is None else step.entry.why,
        )

    def _read(self, leaf: ProofNode) -> tuple[Read, ...]:
        """What a leaf read, kept for whoever is in sight; under None where it is of the household alone."""
        compiled, member = leaf.compiled, leaf.view.member
        found = self._reads.get((compiled, None))
        if found is None:
            found = self._reads.get((compiled, member))
        if found is None:
            reads = self._result.reads(leaf)
            found = tuple(self._fact_read(read, member) for read in reads)
            whose = member if any(read.member is not None for read in reads) else None
            self._reads[compiled, whose] = found
        return found

    def _fact_read(self, read: FactRead, in_sight: str | None) -> Read:
        self.facts[read.fact] = None
        return Read(
            fact=read.fact,
            value=known_value(read.value),
            member=None if read.member == in_sight else read.member,
            source=None if read.value is None else self._source_of(read),
            exact=exact(read.value),
            since=read.since,
            written=None if read.span is None else str(read.span),
            bounds=record_bounds(read.bounds),
        )

    def _source_of(self, read: FactRead) -> Source | None:
        if read.fact.startswith("parameter."):
            return Source.PARAMETER
        fact = self._result.pack.facts.get(read.fact)
        if fact is None:
            return Source.COUNTED
        if self._result.case.gives(read.fact, read.member):
            return None
        return Source.DERIVED if fact.derive is not None else Source.IMPLIED


def _deciding_rows(whole: ProofNode) -> _Deciding:
    """The rows that are recorded of a proof if only what decides is."""
    below: dict[int, tuple[ProofNode, ...]] = {}
    instead: dict[int, int] = {}
    nodes = [whole]
    for node in nodes:  # which grows by the parts that decide
        decisive = below[node.row] = _decisive(node)
        is_bare = isinstance(node.condition, All | Any) and node.words is None and node.step is None
        if is_bare and len(decisive) == 1:
            instead[node.row] = decisive[0].row
        nodes += decisive if node.proof.sheet.parts[node.row] else ()
    for row in sorted(instead, reverse=True):
        instead[row] = instead.get(instead[row], instead[row])
    return _Deciding(below, instead)


def _decisive(node: ProofNode) -> tuple[ProofNode, ...]:
    """What decides a row; of several each of which alone does, the first."""
    decisive = decisive_children(node)
    alone = All | Every if node.code == FALSE else Any | Some
    if node.code != UNKNOWN and isinstance(node.condition, alone):
        return decisive[:1]
    # Findings of which none applies are all that there are: the condition says which.
    return () if node.code != TRUE and isinstance(node.condition, FindingOf) else decisive


def _place_of_part(at: str, number: int) -> str:
    return f"{at}.{number}" if "/" in at else f"{at}/{number}"


def _reference(node: ProofNode) -> Reference:
    return Reference(node.about or "", _TRUTHS[code_of(node)], node.member)


def _source(condition: Condition) -> str | None:
    """What a condition says in the rules beside its parts."""
    match condition:
        case If(source=source):
            return source
        case FindingOf(patterns=patterns):
            return ", ".join(patterns)
        case Contested(point=point):
            return point
        case Count(at_least=low, at_most=high):
            bounds = {"at_least": low, "at_most": high}
            return ", ".join(f"{name}: {bound}" for name, bound in bounds.items() if bound is not None)
    return None
