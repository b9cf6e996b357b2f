"""Holds an answer of the engine against the second judge (`clausewise.plain`), finding by finding.

Stands at the top, since it knows both. The judge is given the bytes of the pack and the facts of the case, and nothing
that the engine worked out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from fractions import Fraction
from typing import Any

from clausewise.case import Case
from clausewise.case.notices import NoticeKind
from clausewise.classes import dataclass
from clausewise.engine import Finding, ProofNode, Result
from clausewise.engine.proof import Compiled, Step, View
from clausewise.language.conditions import FORMS
from clausewise.language.facts import Fact, Spans, Value
from clausewise.plain import Judged, Judgement, PlainPack, judge
from clausewise.recording.values import record_value

_NONE = "none"


class DifferenceKind(StrEnum):
    """What the two say otherwise: whether there is such a finding, its verdict, what it computes, its proof; the
    verdict of a measure; whether a stated fact is contradicted."""

    FINDING = "finding"
    VERDICT = "verdict"
    AMOUNT = "amount"
    MONTHS = "months"
    DAY = "day"
    PROOF = "proof"
    MEASURE = "measure"
    CONTRADICTION = "contradiction"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that the engine and the second judge say otherwise.

    `about` is a finding (`rule` or `rule@member`), the number of a measure, or a fact (`fact` or `fact@member`).
    """

    about: str
    kind: DifferenceKind
    engine: str
    judge: str

    def __str__(self) -> str:
        return f"{self.about}: {self.kind}: {self.engine} by the engine, {self.judge} by the second judge"


def compare_judges(pack: PlainPack, result: Result) -> tuple[Difference, ...]:
    """Where an answer and the second judge's differ: by finding in the order of the answer, then by measure.

    Raises: clausewise.plain.Refused when the second judge cannot judge the case.
    """
    return differences(result, judge(pack, facts_of(result.case)))


def differences(result: Result, judgement: Judgement) -> tuple[Difference, ...]:
    """Where an answer and a judgement of the same case differ."""
    return tuple(_differences(result, judgement))


def facts_of(case: Case) -> dict[str, Any]:
    """What a case states, as JSON has it and `clausewise.plain` describes it; nothing that follows from it.

    Raises: ValueError when an amount is no whole number of fen, which no file can say.
    """
    data: dict[str, Any] = {"as_of": case.as_of.isoformat()}
    for subject in ("household", "application"):
        data[subject] = _stated(subject, case.values, case.spans)
    data["everybody"] = case.everybody
    listed = [{"id": one.id, **_stated("member", one.values, one.spans)} for one in case.members]
    data["members"] = listed if case.everybody or listed else None
    data["office"] = _office(case)
    return data


def _stated(subject: str, values: Mapping[str, Value], spans: Spans) -> dict[str, Any]:
    stated = {name: _json(value) for name, value in values.items()} | {name: str(span) for name, span in spans.items()}
    return {name.partition(".")[2]: value for name, value in stated.items() if name.partition(".")[0] == subject}


def _office(case: Case) -> dict[str, Any]:
    """What an office says with its days; what a case says of its office without one, from the day of the check on."""
    said: dict[str, list[dict[str, Any]]] = {}
    if case.office is None:
        values = {name: value for name, value in case.values.items() if name.startswith("office.")}
        said = {name: [{"from": case.as_of.isoformat(), "value": _json(value)}] for name, value in values.items()}
    else:
        for name, entries in case.office.said.items():
            said[name] = [{"from": one.since.isoformat(), "value": _json(one.value)} for one in entries]
            for written, one in zip(said[name], entries, strict=True):
                written |= {} if one.until is None else {"until": one.until.isoformat()}
    reads = {name.partition("office.reads.")[2]: one for name, one in said.items() if name.startswith("office.reads.")}
    facts = {name.partition("office.")[2]: one for name, one in said.items() if not name.startswith("office.reads.")}
    return {"facts": facts, "reads": reads}


def _json(value: Value) -> bool | int | str:
    if isinstance(value, Fraction) and (value * 100).denominator != 1:
        raise ValueError(f"{value} yuan are no whole number of fen")
    return record_value(value)


def _differences(result: Result, judgement: Judgement) -> Iterator[Difference]:
    proofs = _Proofs(result.pack.facts)
    found = {(one.rule.id, one.subject): one for one in result.findings}
    for about, finding in found.items():
        judged = judgement.findings.get(about)
        if judged is None:
            yield Difference(finding.name, DifferenceKind.FINDING, finding.verdict, _NONE)
        else:
            yield from _of_finding(finding, judged, proofs)
    for about, judged in judgement.findings.items():
        if about not in found:
            yield Difference(_name(*about), DifferenceKind.FINDING, _NONE, judged.verdict)
    measures = {one.number: one.verdict.value for one in result.measures}
    for number in sorted(measures.keys() | judgement.measures.keys()):
        one, other = measures.get(number, _NONE), judgement.measures.get(number, _NONE)
        if one != other:
            yield Difference(str(number), DifferenceKind.MEASURE, one, other)
    noticed = {(one.fact, one.member) for one in result.notices if one.kind is NoticeKind.CONTRADICTION}
    for name in sorted(_name(*about) for about in noticed ^ judgement.contradicted):
        said = ("contradicted", "not contradicted")
        engine, plain = said if name in {_name(*about) for about in noticed} else said[::-1]
        yield Difference(name, DifferenceKind.CONTRADICTION, engine, plain)


def _name(name: str | None, member: str | None) -> str:
    return str(name) if member is None else f"{name}@{member}"


def _of_finding(finding: Finding, judged: Judged, proofs: _Proofs) -> Iterator[Difference]:
    said: list[tuple[DifferenceKind, object, object]] = [(DifferenceKind.VERDICT, finding.verdict, judged.verdict)]
    grants = {id(one.aid): one for one in (*finding.aid, *finding.not_granted)}
    nothing = {id(one.aid) for one in finding.not_granted}
    computed = [(grants[id(aid)], id(aid) in nothing) for aid in finding.rule.aid if id(aid) in grants]
    said += [
        (DifferenceKind.AMOUNT, [_amount(one.amount, is_nothing) for one, is_nothing in computed],
         [_amount(amount, amount is not None and amount <= 0) for amount, _ in judged.aid]),
        (DifferenceKind.MONTHS, [one.months for one, _ in computed], [months for _, months in judged.aid]),
    ]  # fmt: skip
    deadline = finding.deadline
    day, overdue = (None, None) if deadline is None else (deadline.day, deadline.overdue)
    said.append((DifferenceKind.DAY, (day, overdue), (judged.day, judged.overdue)))
    for kind, one, other in said:
        if one != other:
            yield Difference(finding.name, kind, _shown(one), _shown(other))
    difference = proofs.difference(finding.because, judged.proof)
    if difference is not None:
        yield Difference(finding.name, DifferenceKind.PROOF, *difference)


def _amount(amount: Fraction | None, is_nothing: bool) -> str:
    return f"{_NONE if amount is None else amount} yuan{', nothing to grant' if is_nothing else ''}"


def _shown(said: object) -> str:
    if isinstance(said, list | tuple):
        return ", ".join(map(_shown, said)) or _NONE
    return _NONE if said is None else str(said)


class _Proofs:
    """Compares proofs of an answer with the second judge's, each pair once."""

    def __init__(self, facts: Mapping[str, Fact]) -> None:
        self._facts = facts
        self._same: set[tuple[Compiled, View, int]] = set()

    def difference(self, whole: ProofNode, other: Any) -> tuple[str, str] | None:
        """The first row, from the whole on, that differs, as each says it; None when all are the same."""
        pair = whole.compiled, whole.view, id(other)
        if pair in self._same:
            return None
        step = whole.step
        difference = self._of_rows(whole, other) if step is None else self._of_step(whole, step, other)
        if difference is None:
            self._same.add(pair)
        return difference

    def _of_rows(self, whole: ProofNode, other: Any) -> tuple[str, str] | None:
        proof, others = whole.proof, {whole.row: other}
        for row, condition, code in proof.rows_of(whole.row):
            parts, below, its = proof.sheet.parts[row], proof.below(row), others[row]
            number = len(parts) or len(below)
            difference = _apart((FORMS[type(condition)], code, proof.member(row), number), its)
            if difference is not None:
                return difference
            others.update(zip(parts, its[3], strict=bool(parts)))
            for one, another in zip(below, its[3], strict=bool(below)):
                difference = self.difference(one, another)
                if difference is not None:
                    return difference
        return None

    def _of_step(self, whole: ProofNode, step: Step, other: Any) -> tuple[str, str] | None:
        """Of what implies a fact, which entry it is."""
        entries = self._facts[step.fact].implied
        about = whole.view.member if step.fact.startswith("member.") else None
        return _apart((f"implied by {entries.index(step.entry)}", whole.code, about, 0), other)


def _apart(row: tuple[str, int, str | None, int], other: Any) -> tuple[str, str] | None:
    """A row's form, code, member in sight and on how many it rests, and the other's; None where they are the same."""
    theirs = other[0], other[1], other[2], len(other[3])
    return None if row == theirs else (_said(*row), _said(*theirs))


def _said(form: str, code: int, member: str | None, parts: int) -> str:
    whose = f" of {member}" if member else ""
    return f"{form}{whose}, which is {('false', 'unknown', 'true')[code]} and rests on {parts}"
