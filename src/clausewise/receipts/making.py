"""Makes receipts of results: only where both readings of the rules agree, and without a name of anybody.

Members are called m1, m2 … in the order of the case; what the case and its members are called goes nowhere.
"""

from __future__ import annotations

import datetime
import hashlib
import secrets
from collections.abc import Iterator
from dataclasses import replace

from clausewise.case import Case
from clausewise.classes import dataclass
from clausewise.engine import Finding, Result
from clausewise.engine.proof import UNNAMED_MEMBER
from clausewise.errors import Diagnostic, EngineDisagreement, RequestError
from clausewise.language.contested import point_of_fact
from clausewise.language.model import Pack
from clausewise.packs.copies import Files
from clausewise.plain import PlainPack, Refused, read_pack
from clausewise.program import program
from clausewise.receipts.canonical import digest_of
from clausewise.recording.answers import ENGINE_JUDGES
from clausewise.recording.values import yuan
from clausewise.records.base import as_data
from clausewise.records.receipt import (
    RECEIPT_FORMAT,
    DecidedFinding,
    DecidedNotice,
    DecidedStep,
    Decision,
    Digests,
    ReceiptRecord,
    StatedFacts,
    StatedSource,
)
from clausewise.two_judges import compare_judges, facts_of

JUDGES = (*ENGINE_JUDGES, "plain")
"""The readings that agreed on whatever a receipt was made of."""


class JudgesDiffer(EngineDisagreement):
    """The second judge reads the rules otherwise than the engine, or cannot judge the case: there is no receipt."""


@dataclass(frozen=True)
class Names:
    """What members are called in a receipt."""

    of: dict[str, str]

    @classmethod
    def in_case(cls, case: Case) -> Names:
        """m1, m2 … in the order of the case."""
        return cls({member.id: f"m{number}" for number, member in enumerate(case.members, start=1)})

    def __call__(self, member: str | None) -> str | None:
        return member if member is None or member == UNNAMED_MEMBER else self.of[member]


def make_receipt(
    result: Result,
    plain: PlainPack,
    *,
    by: str | None = None,
    at: datetime.datetime | None = None,
    follows: str | None = None,
) -> ReceiptRecord:
    """The receipt of a result. `plain` is its pack as the second judge reads it, `follows` the id of an earlier one.

    Raises: JudgesDiffer naming where the two differ; RequestError for a name that is no text.
    """
    if by is not None and not by.isprintable():
        raise RequestError(Diagnostic(f"{by!r} cannot be the name of anybody", None, "write letters"))
    hold(result, plain)
    facts = state_facts(result.case)
    case, pack = result.case, result.pack
    made = (at or datetime.datetime.now()).astimezone().isoformat(timespec="seconds")
    decision = Decision(
        format=RECEIPT_FORMAT,
        pack=pack.id,
        as_of=case.as_of,
        at=made,
        digests=Digests(
            pack.document_digest, pack.rules_digest, program(), case.office.digest or None if case.office else None
        ),
        judges=JUDGES,
        findings=decided_findings(result),
        facts=digest_of(as_data(facts)),
        notices=decided_notices(result),
        by=by or None,
        follows=follows,
    )
    return ReceiptRecord(decision, facts)


def read_plainly(files: Files) -> PlainPack:
    """The pack of some files as the second judge reads it. Raises: JudgesDiffer where it cannot."""
    try:
        return read_pack(files)
    except Refused as problem:
        raise JudgesDiffer(f"the second judge cannot read this pack: {problem}; there is no receipt") from None


def hold(result: Result, plain: PlainPack) -> None:
    """Hold a result against the second judge. Raises: JudgesDiffer."""
    try:
        differences = compare_judges(plain, result)
    except Refused as problem:
        raise JudgesDiffer(f"the second judge cannot judge this case: {problem}; there is no receipt") from None
    if differences:
        raise JudgesDiffer("\n".join([*map(str, differences[:5]), "there is no receipt"]))


def receipt_id(receipt: ReceiptRecord) -> str:
    """The SHA-256 of the canonical decision: what is signed, and what a later receipt follows."""
    return digest_of(as_data(receipt.decision))


# ---------------------------------------------------------------- what was decided


def decided_findings(result: Result) -> tuple[DecidedFinding, ...]:
    """The findings of a result as a receipt holds them."""
    names, digests = Names.in_case(result.case), RuleDigests(result.pack)
    return tuple(_decided(finding, names, digests) for finding in result.findings)


def decided_notices(result: Result) -> tuple[DecidedNotice, ...]:
    """The notices of a result as a receipt holds them."""
    names = Names.in_case(result.case)
    return tuple(DecidedNotice(one.kind, one.fact, names(one.member)) for one in result.notices)


def _decided(finding: Finding, names: Names, digests: RuleDigests) -> DecidedFinding:
    missing = (f"{one.fact}@{names(one.member)}" if one.member else one.fact for one in finding.missing)
    return DecidedFinding(
        rule=finding.rule.id,
        verdict=finding.verdict,
        digest=digests.of(finding.rule.id),
        provision=digests.of_provision(finding.rule.provision),
        subject=names(finding.subject),
        steps=tuple(_steps(finding)),
        missing=tuple(missing),
    )


def _steps(finding: Finding) -> Iterator[DecidedStep]:
    """What was granted, and the day of the deadline, as far as it could be computed."""
    granted = {id(grant.aid): grant for grant in (*finding.aid, *finding.not_granted)}
    refused = {id(grant.aid) for grant in finding.not_granted}
    for number, aid in enumerate(finding.rule.aid):
        grant = granted.get(id(aid))
        if grant is not None:
            yield DecidedStep(f"aid.{number}", id(aid) not in refused, yuan(grant.amount), grant.months)
    if finding.deadline is not None:
        yield DecidedStep("deadline", day=finding.deadline.day, overdue=finding.deadline.overdue)


class RuleDigests:
    """Digests of the rules of a pack with all they read, and of its sentences."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._found: dict[str, str] = {}

    def of(self, rule: str) -> str:
        """The SHA-256 over what is written of a rule, and of everything behind it."""
        found = self._found.get(rule)
        if found is None:
            found = self._found[rule] = digest_of(entries_behind(self._pack, rule))
        return found

    def of_provision(self, provision: str) -> str:
        """The SHA-256 of a sentence."""
        return hashlib.sha256(self._pack.document.provision(provision).text.encode()).hexdigest()


def entries_behind(pack: Pack, rule: str) -> dict[str, str]:
    """The digests of what is written of a rule, and of all rules, facts, parameters, points and agencies behind it."""
    reads = pack.reads
    facts = reads.facts_behind(rule)
    names = [f"rule {one}" for one in reads.rules_behind(rule)]
    names += [f"parameter {one}" for one in reads.parameters_behind(rule)]
    steps = [pack.rule(one) for one in reads.rules_behind(rule)]
    names += [f"agency {one}" for step in steps for one in (*step.agency, *(each.by for each in step.followup))]
    for fact in facts:
        point = point_of_fact(fact)
        names.append(f"fact {fact}" if point is None else f"point {point}")
    return {name: pack.entry_digests[name] for name in names if name in pack.entry_digests}


# ---------------------------------------------------------------- on which facts


def state_facts(case: Case, salt: str | None = None) -> StatedFacts:
    """What a case states, without a name of anybody, under a salt of its own."""
    names = Names.in_case(case)
    stated = facts_of(case)
    for member in stated["members"] or ():
        member["id"] = names(member["id"])
    sources = tuple(
        StatedSource(
            one.fact,
            one.told.value,
            tuple(str(names(member)) for member in one.of),
            one.by or None,
            one.at or None,
            one.source or None,
        )
        for one in case.answers
    )
    return StatedFacts(salt or secrets.token_hex(16), stated, sources)


def without_facts(receipt: ReceiptRecord) -> ReceiptRecord:
    """The receipt with its facts and their salt erased; its id, and what is signed, stay."""
    return replace(receipt, facts=None)
