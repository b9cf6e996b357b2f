"""Reads the proof of a finding for people: what decided it, on which words, and the whole of it line by line.

Takes the codes as the engine found them; it evaluates nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from clausewise.classes import NamedTuple
from clausewise.engine.findings import Finding, Result
from clausewise.engine.listings import followups_of
from clausewise.engine.proof import FactRead, ProofNode, Step, finding_code
from clausewise.language.conditions import (
    All,
    Any,
    Contested,
    Every,
    FindingOf,
    If,
    Not,
    Quantifier,
    Some,
    Words,
    is_constant,
)
from clausewise.language.expressions import FactRef
from clausewise.language.kleene import FALSE, TRUE, UNKNOWN
from clausewise.language.verdicts import Verdict
from clausewise.report.office_lines import reading_of_office
from clausewise.report.wording import Wording

# A finding that stands on more deciding findings than this names them without their proofs.
MAX_NESTED = 3

_JOINS: Mapping[type, str] = {All: "and", Every: "and", Any: "or", Some: "or"}


class ProofLine(NamedTuple):
    """One condition of a proof in words: its code, what it says, the words it encodes and where, and what is below.

    `joins` is the key of the word that stands between those below: `and`, `or`, or nothing where it is neither.
    `decides`: without it the finding would have come out otherwise.
    """

    code: int
    text: str
    quote: str
    where: str
    below: tuple[ProofLine, ...]
    words: Words | None = None
    joins: str = ""
    decides: bool = False


class Deciding(NamedTuple):
    """A node that decided the one above, and whether it did so turned round by a `not`."""

    node: ProofNode
    negated: bool


def code_of(node: ProofNode) -> int:
    """A node's code; of the root of another finding, that finding's."""
    return node.code if node.about is None else finding_code(node)


def deciding(node: ProofNode, negated: bool = False) -> Iterator[Deciding]:
    """The leaves (and quantifiers with nobody to look at) without which a node would have come out otherwise."""
    condition = node.condition
    if isinstance(condition, If | FindingOf) or not node.children:
        yield Deciding(node, negated)
    elif isinstance(condition, Not):
        yield from deciding(node.children[0], not negated)
    else:
        for child in decisive_children(node):
            yield from deciding(child, negated)


def decisive_children(node: ProofNode) -> tuple[ProofNode, ...]:
    """The children that came out as their branch or quantifier did; all where it is their number that counts.

    Of a contested point, both readings where they came out alike; else the one that the office holds, and that it does.
    """
    if isinstance(node.condition, Contested):
        first, second, says = node.children
        if first.code == second.code == node.code:
            return first, second
        if says.code in (FALSE, TRUE):
            return (first if says.code == TRUE else second), says
    same = tuple(child for child in node.children if code_of(child) == node.code)
    return same or node.children


def words_relied_on(finding: Finding) -> tuple[Words, ...]:
    """The words behind a finding: of the conditions that decided it and, unless it does not apply, of what it says."""
    rule = finding.rule
    words = [*_words_of(finding.because)]
    if finding.verdict is not Verdict.DOES_NOT_APPLY:
        words += [rule.modality.words, *(grant.aid.words for grant in finding.aid)]
        words += [followup.words for followup in followups_of(finding)]
        words += [rule.deadline.words] if rule.deadline else []
    return tuple(dict.fromkeys(words))


def _words_of(node: ProofNode) -> Iterator[Words]:
    if node.words is not None:
        yield node.words
    if not isinstance(node.condition, If | FindingOf):
        children = node.children if isinstance(node.condition, Not) else decisive_children(node)
        for child in children:
            yield from _words_of(child)


class ProofReader:
    """Puts the proofs of one result into words."""

    def __init__(self, result: Result, wording: Wording) -> None:
        self._result = result
        self._wording = wording
        self._place = {rule.id: place for place, rule in enumerate(result.pack.rules)}

    def grounds(self, finding: Finding) -> tuple[str, ...]:
        """The facts that decided a finding, each once: with the condition they failed when it does not apply."""
        failed = finding.because.code == FALSE
        found = (self._ground(one, finding.subject, failed) for one in deciding(finding.because))
        return tuple(dict.fromkeys(one for one in found if one))

    def _ground(self, one: Deciding, subject: str | None, failed: bool) -> str:
        wording, node = self._wording, one.node
        if isinstance(node.condition, FindingOf):
            return self._findings_ground(node)
        if not isinstance(node.condition, If):
            return wording.aside(wording.condition(node.condition), wording.word("no_members"))
        if is_constant(node.condition):
            return ""
        reads = self._result.reads(node)
        text = wording.in_turn(self._read(read, subject, node.code != UNKNOWN) for read in reads)
        if not failed or isinstance(node.condition.expression, FactRef):
            return text
        condition = wording.condition(node.condition)
        if one.negated:
            condition = wording.named(wording.word("negated"), condition)
        return wording.aside(text, wording.named(wording.word("condition"), condition))

    def _findings_ground(self, node: ProofNode) -> str:
        wording = self._wording
        decisive = self._deciding_findings(node)
        if node.code != TRUE or not decisive:
            return wording.aside(wording.condition(node.condition), wording.truth(node.code))
        names = wording.listed(dict.fromkeys(self._title(child) for child in decisive))
        return wording.named(wording.word("finding"), names)

    def _deciding_findings(self, node: ProofNode) -> list[ProofNode]:
        """The findings that decided a leaf on findings, in the order of the provisions."""
        decisive = (child for child in node.children if code_of(child) == node.code)
        return sorted(decisive, key=lambda child: self._place[child.about or ""])

    def _title(self, node: ProofNode) -> str:
        rule = self._result.pack.rule(node.about or "")
        return f"{rule.provision} {self._wording.pick(rule.title)}"

    def _read(self, read: FactRead, subject: str | None, decided: bool) -> str:
        wording = self._wording
        text = wording.named(wording.label(read.fact), wording.read(read, decided))
        return text if read.member in (None, subject) else wording.named(wording.subject(read.member), text)

    def proof(self, finding: Finding) -> ProofLine:
        """The whole proof of a finding."""
        return self._line(finding.because, finding.subject, decides=True)

    def _line(self, node: ProofNode, in_sight: str | None, *, decides: bool) -> ProofLine:
        wording, words = self._wording, node.words
        quote, where = (wording.quote(words), wording.where(words.where)) if words else ("", "")
        below = tuple(self._below(node, decides=decides))
        joins = _JOINS.get(type(node.condition), "")
        return ProofLine(node.code, self._text(node, in_sight), quote, where, below, words, joins, decides)

    def _below(self, node: ProofNode, *, decides: bool) -> Iterator[ProofLine]:
        if isinstance(node.condition, FindingOf):
            yield from self._findings_below(node, decides=decides)
            return
        in_sight = None if isinstance(node.condition, Quantifier) else node.member
        decisive = self._decisive_below(node) if decides else ()
        if isinstance(node.condition, Contested):
            yield from self._readings(node, node.condition, in_sight, decisive)
            return
        for child in node.children:
            if child.step:
                yield self._implied(child, child.step, decides=child in decisive)
            else:
                yield self._line(child, in_sight, decides=child in decisive)

    def _decisive_below(self, node: ProofNode) -> tuple[ProofNode, ...]:
        """The children on which a node hangs: of a leaf and of a `not` every one."""
        return node.children if isinstance(node.condition, If | Not) else decisive_children(node)

    def _readings(
        self, node: ProofNode, condition: Contested, in_sight: str | None, decisive: Sequence[ProofNode]
    ) -> Iterator[ProofLine]:
        """Both readings of a contested point, each with what it comes to, and what the office says."""
        point = self._result.pack.contested[condition.point]
        first, second, says = node.children
        for child, reading in zip((first, second), point.readings, strict=True):
            line = self._line(child, in_sight, decides=child in decisive)
            label = self._wording.pick(reading.name)
            yield line._replace(text=self._wording.named(label, line.text))
        (read,) = self._result.reads(says)
        said = reading_of_office(read.fact, read.value, self._wording)
        yield ProofLine(says.code, said, "", "", (), decides=says in decisive)

    def _implied(self, node: ProofNode, step: Step, *, decides: bool) -> ProofLine:
        """What implies a fact, with why."""
        line = self._line(node, node.member, decides=decides)
        text = self._wording.aside(line.text, self._wording.pick(step.entry.why))
        return line._replace(text=self._wording.named(self._wording.word("implied"), text))

    def _findings_below(self, node: ProofNode, *, decides: bool) -> Iterator[ProofLine]:
        """The findings that decided such a leaf; each with its proof when they are few."""
        wording = self._wording
        decisive = self._deciding_findings(node)
        for child in decisive:
            text = wording.aside(self._title(child), wording.in_sight(child) if child.member else "")
            below = (self._line(child, child.member, decides=decides),) if len(decisive) <= MAX_NESTED else ()
            yield ProofLine(code_of(child), text, "", "", below, decides=decides)

    def _text(self, node: ProofNode, in_sight: str | None) -> str:
        """A condition in words, with the member it looks at where that is another than before."""
        text = self._wording.condition(node.condition)
        if isinstance(node.condition, If):
            text = self._leaf(node, text)
        if node.member in (None, in_sight):
            return text
        return self._wording.named(self._wording.in_sight(node), text)

    def _leaf(self, node: ProofNode, text: str) -> str:
        wording = self._wording
        reads, decided = self._result.reads(node), node.code != UNKNOWN
        if len(reads) == 1:
            return wording.aside(text, wording.read(reads[0], decided))
        shown = (wording.named(wording.label(read.fact), wording.read(read, decided)) for read in reads)
        return wording.aside(text, wording.in_turn(shown))
