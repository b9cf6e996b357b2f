"""Puts proofs into records, whole or as far as they decide, and gathers what their conditions say.

A condition is named by its place in the pack's rules. What is the same of many findings is one record.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from clausewise.engine.findings import Finding, Result
from clausewise.engine.proof import Compiled, FactRead, ProofNode
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
    Quantifier,
)
from clausewise.language.expressions import FactRef
from clausewise.language.kleene import FALSE, TRUE, UNKNOWN
from clausewise.language.labels import Label
from clausewise.language.verdicts import Verdict
from clausewise.recording.values import exact, known_value, record_bounds
from clausewise.records.proof import Proof, Read, Reference, Source, Truth
from clausewise.records.terms import ConditionText
from clausewise.report.answer.proofs import code_of, decisive_children
from clausewise.report.wording import Wording

_TRUTHS = {TRUE: Truth.TRUE, FALSE: Truth.FALSE, UNKNOWN: Truth.UNKNOWN}


class Proofs(StrEnum):
    """How much of its proof a finding has: nothing, what alone brings its verdict about, or all."""

    NONE = "none"
    DECISIVE = "decisive"
    FULL = "full"


class ProofRecorder:
    """Records the proofs of one result. `conditions` has what was said in them so far, by place."""

    def __init__(self, result: Result, wordings: tuple[Wording, Wording], proofs: Proofs) -> None:
        self._result = result
        self._wordings = wordings
        self._proofs = proofs
        self._shared: dict[tuple[str, Compiled], Proof] = {}
        self._reads: dict[tuple[Compiled, str | None], tuple[Read, ...]] = {}
        self.conditions: dict[str, ConditionText] = {}
        self.facts: dict[str, None] = {}

    def of_finding(self, finding: Finding) -> Proof | None:
        """The proof of a finding, as far as it was asked for; none of one that is undetermined if only what decides."""
        if self._proofs is Proofs.NONE:
            return None
        if self._proofs is Proofs.DECISIVE and finding.verdict is Verdict.UNDETERMINED:
            return None
        return self._node(finding.because, finding.rule.id, finding.subject)

    def _node(self, node: ProofNode, at: str, in_sight: str | None) -> Proof:
        if self._stands_for(node):
            (part,) = self._parts(node, at, in_sight)
            return part
        looks_at_all = node.member is None and isinstance(node.condition, Quantifier)
        found = self._shared.get((at, node.compiled)) if looks_at_all else None
        if found is None:
            found = self._record(node, at, None if looks_at_all else in_sight)
            if looks_at_all:
                self._shared[at, node.compiled] = found
        return found

    def _record(self, node: ProofNode, at: str, in_sight: str | None) -> Proof:
        condition, member = node.condition, node.member
        self._say(node, at)
        on_findings = isinstance(condition, FindingOf)
        return Proof(
            at=at,
            truth=_TRUTHS[node.code],
            member=None if member == in_sight else member,
            reads=self._read(node) if isinstance(condition, If) else (),
            findings=tuple(map(_reference, self._wanted(node))) if on_findings else (),
            parts=() if on_findings else tuple(self._parts(node, at, member)),
        )

    def _parts(self, node: ProofNode, at: str, in_sight: str | None) -> Iterator[Proof]:
        wanted = self._wanted(node)
        for number, child in enumerate(node.children, start=1):
            if child in wanted:
                yield self._node(child, self._place(node, number, child, at), in_sight)

    def _stands_for(self, node: ProofNode) -> bool:
        """Whether a branch is left out, since one part alone decides it and it encodes no words of its own."""
        is_bare = isinstance(node.condition, All | Any) and node.words is None and node.step is None
        return self._proofs is Proofs.DECISIVE and is_bare and len(self._wanted(node)) == 1

    def _wanted(self, node: ProofNode) -> tuple[ProofNode, ...]:
        """The parts that are recorded: all, or those that decide, and of several that each refuse the first."""
        if self._proofs is Proofs.FULL:
            return node.children
        decisive = decisive_children(node)
        if node.code == FALSE and isinstance(node.condition, All | Every):
            return decisive[:1]
        # Findings of which none applies are all that there are: the condition says which.
        return () if node.code != TRUE and isinstance(node.condition, FindingOf) else decisive

    def _place(self, node: ProofNode, number: int, child: ProofNode, at: str) -> str:
        """The place of a part: of what implies a fact or what it is derived from, with that fact."""
        condition = node.condition
        if child.step is not None:
            fact = self._result.pack.facts[child.step.fact]
            return f"{fact.name}/implied.{fact.implied.index(child.step.entry) + 1}"
        if isinstance(condition, If):
            expression = condition.expression
            return f"{expression.name}/derive" if isinstance(expression, FactRef) else f"{at}/derive"
        part = 1 if isinstance(condition, Quantifier) else number
        return f"{at}.{part}" if "/" in at else f"{at}/{part}"

    def _say(self, node: ProofNode, at: str) -> None:
        if at in self.conditions:
            return
        zh, en = self._wordings
        condition, step = node.condition, node.step
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
        compiled = leaf.compiled
        found = self._reads.get((compiled, None))
        if found is None:
            found = self._reads.get((compiled, leaf.view.member))
        if found is None:
            reads = self._result.reads(leaf)
            found = tuple(self._fact_read(read, leaf.member) for read in reads)
            whose = leaf.view.member if any(read.member is not None for read in reads) else None
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
