"""Makes receipts again, under their own pack or decided anew under another, and says what comes out otherwise.

The pack is found by its digests. Why something comes out otherwise is read off what is written of the rule then and
now, and of all that stands behind it; where nothing of that changed, it is the program.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import deepcopy
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

from clausewise.case import Case, Office
from clausewise.case.given import read_given_case
from clausewise.engine import Result
from clausewise.errors import CaseError, Diagnostic
from clausewise.language.model import Pack
from clausewise.language.rules import RuleKind
from clausewise.language.verdicts import Verdict
from clausewise.packs.copies import digest_of_pack, pack_digest
from clausewise.program import program
from clausewise.receipts.finding_packs import Found, PackFinder
from clausewise.receipts.keeping import PACKS, Kept
from clausewise.receipts.making import JudgesDiffer, decided_findings, decided_notices, entries_behind, hold
from clausewise.records.receipt import (
    REPLAY_FORMAT,
    DecidedFinding,
    DecidedNotice,
    DecidedStep,
    Decision,
    ReceiptRecord,
    ReplayedFinding,
    ReplayedReceipt,
    ReplayRecord,
)


class Outcome(StrEnum):
    """What became of a receipt that was made again."""

    SAME = "same"
    SAME_ON_OTHER_WORDS = "same_on_other_words"
    OTHERWISE = "otherwise"
    CANNOT_BE_MADE_AGAIN = "cannot_be_made_again"
    READINGS_DIFFER = "readings_differ"
    BROKEN = "broken"
    ERASED = "erased"


class Why(StrEnum):
    """Why a finding comes out otherwise."""

    PROGRAM = "program"
    RULES = "rules"
    TEXT = "text"
    PARAMETER = "parameter"
    OFFICE = "office"
    FACTS = "facts"


def replay_receipts(
    kept: Iterable[Kept], now: Found | None = None, office: Callable[[Pack], Office] | None = None
) -> ReplayRecord:
    """Each receipt made again: under its own pack, or with `now` decided anew under that one.

    `office` reads what an office says for a pack, in place of what it said then. Raises: whatever `office` does.
    """
    again = _Again(now, office)
    receipts = tuple(again.replay(one) for one in kept)
    counts = Counter(one.outcome for one in receipts)
    named = None if now is None else f"{now.pack.id} {pack_digest(now.pack)}"
    return ReplayRecord(REPLAY_FORMAT, program(), receipts, named, dict(_counted(counts)))


def _counted(counts: Counter[str]) -> Iterator[tuple[str, int]]:
    return ((one.value, counts[one.value]) for one in Outcome if counts[one.value])


class _Again:
    """Makes receipts again."""

    def __init__(self, now: Found | None, office: Callable[[Pack], Office] | None) -> None:
        self._now, self._office = now, office
        self._packs = PackFinder()

    def replay(self, kept: Kept) -> ReplayedReceipt:
        """One receipt."""
        receipt = kept.receipt
        if receipt is None:
            return ReplayedReceipt(kept.id, Outcome.BROKEN, says=kept.broken)
        day = receipt.decision.as_of
        if receipt.facts is None:
            return ReplayedReceipt(kept.id, Outcome.ERASED, day)
        digests = receipt.decision.digests
        own = self._packs.find(receipt.decision.pack, digests.document, digests.rules, kept.path.parent)
        if own is None and self._now is None:
            says = _no_pack(receipt.decision, kept.path.parent, in_git=digests.rules in self._packs.unreadable)
            return ReplayedReceipt(kept.id, Outcome.CANNOT_BE_MADE_AGAIN, day, says)
        if own is not None and own.pack.id != receipt.decision.pack:
            says = f"its pack is called {own.pack.id}, and its decision names another"
            return ReplayedReceipt(kept.id, Outcome.BROKEN, day, says)
        try:
            outcome, findings, notices = self._decide(receipt, receipt.facts.stated, own)
        except JudgesDiffer as problem:
            return ReplayedReceipt(kept.id, Outcome.READINGS_DIFFER, day, str(problem))
        except CaseError as problem:
            says = f"its facts are no household any more: {problem.diagnostics[0]}"
            return ReplayedReceipt(kept.id, Outcome.CANNOT_BE_MADE_AGAIN, day, says)
        return ReplayedReceipt(kept.id, outcome, day, findings=findings, notices=notices)

    def _decide(
        self, receipt: ReceiptRecord, stated: Mapping[str, Any], own: Found | None
    ) -> tuple[Outcome, tuple[ReplayedFinding, ...], tuple[DecidedNotice, ...]]:
        """What comes out, and what of it is otherwise. Raises: JudgesDiffer, CaseError."""
        under = self._now or own
        assert under is not None
        case, left_out = case_of(stated, under.pack)
        before = case
        if self._office is not None:
            case = case.of_office(self._office(under.pack))
        result = under.engine.check(case)
        hold(result, under.plain)
        said = {one for one in {*before.values, *case.values} if before.values.get(one) != case.values.get(one)}
        changed = _Changes(own.pack if own else None, under.pack, frozenset(left_out), frozenset(said))
        findings = tuple(_compare(receipt.decision, result, changed))
        # What is noticed besides is told, and is another answer only under the very pack.
        before_now = frozenset(receipt.decision.notices) ^ frozenset(decided_notices(result))
        notices = tuple(sorted(before_now, key=str))
        if any(one.what for one in findings) or (notices and self._now is None):
            return Outcome.OTHERWISE, findings, notices
        return (Outcome.SAME_ON_OTHER_WORDS if findings else Outcome.SAME), findings, notices


def case_of(stated: Mapping[str, Any], pack: Pack) -> tuple[Case, list[str]]:
    """The household of a receipt, and the facts of it that a pack does not have. Raises: CaseError."""
    try:
        return _case_of(stated, pack)
    except (TypeError, AttributeError, IndexError, KeyError, ValueError) as problem:
        raise CaseError(Diagnostic(f"these are no facts of a household: {problem}")) from None


def _case_of(stated: Mapping[str, Any], pack: Pack) -> tuple[Case, list[str]]:
    data, left_out = deepcopy(dict(stated)), []
    parts = [(subject, data.get(subject) or {}) for subject in ("household", "application")]
    parts += [("member", one) for one in data.get("members") or ()]
    for subject, part in parts:
        for short in [one for one in part if one != "id" or subject != "member"]:
            if f"{subject}.{short}" not in pack.facts:
                left_out.append(f"{subject}.{short}")
                del part[short]
    office = data.get("office") or {}
    for key, before in (("facts", "office."), ("reads", "office.reads.")):
        said = office.get(key) or {}
        for short in list(said):
            if f"{before}{short}" not in pack.facts:
                left_out.append(f"{before}{short}")
                del said[short]
        for entries in said.values():
            # Whose decision it was is not in the facts; that somebody decided it is.
            for one in entries:
                one["by"] = "the office"
    if not any(office.values()):
        data.pop("office", None)
    return read_given_case(data, pack), left_out


def _no_pack(decision: Decision, folder: Path, *, in_git: bool) -> str:
    """Why no pack was found, and which version could make the receipt again."""
    digests, maker = decision.digests, " ".join(decision.digests.program.split()[:2])
    kept = (folder / PACKS / f"{digest_of_pack(digests.document, digests.rules)}.zip").exists()
    if kept or in_git:
        where = "is kept beside it" if kept else "is in git"
        return f"this version cannot read the pack that {where}; {maker}, which made it, can"
    named = f"the pack {decision.pack} with the rules {digests.rules[:12]} and the document {digests.document[:12]}"
    return f"{named} is not beside it, not in reach and not in git; it was made by {maker}"


# ---------------------------------------------------------------- what is otherwise, and why


def _compare(decision: Decision, result: Result, changed: _Changes) -> Iterator[ReplayedFinding]:
    """The findings that come out otherwise, or rest on other words, in the order of then, those that are new last."""
    again = {finding.name: finding for finding in decided_findings(result)}
    before = {finding.name: finding for finding in decision.findings}
    for name, then in before.items():
        found = again.get(name)
        if found is None:
            if then.verdict is not Verdict.DOES_NOT_APPLY:
                yield ReplayedFinding(then.rule, then.subject, then.verdict, None, (changed.new,), ("verdict",))
            continue
        what = tuple(_otherwise(then, found))
        other_words = (then.digest, then.provision) != (found.digest, found.provision)
        if what or other_words:
            gains = _gains(then, found, result.pack)
            why = tuple(changed.why(then, found))
            yield ReplayedFinding(then.rule, then.subject, then.verdict, found.verdict, why, what, gains)
    for name, found in again.items():
        if name not in before and found.verdict is not Verdict.DOES_NOT_APPLY:
            gains = _gains(None, found, result.pack)
            yield ReplayedFinding(found.rule, found.subject, None, found.verdict, (changed.new,), ("verdict",), gains)


def _gains(then: DecidedFinding | None, now: DecidedFinding, pack: Pack) -> bool:
    """Whether a household gets by a benefit what it did not: the benefit itself, one of its aids, or more of one."""
    if now.verdict is not Verdict.APPLIES or pack.rule(now.rule).kind is not RuleKind.BENEFIT:
        return False
    if then is None or then.verdict is not Verdict.APPLIES:
        return True
    before = {step.of: step for step in then.steps}
    return any(_is_more(before.get(step.of), step) for step in now.steps if step.of.startswith("aid."))


def _is_more(then: DecidedStep | None, now: DecidedStep) -> bool:
    if not now.granted:
        return False
    if then is None or not then.granted:
        return True
    more_yuan = None not in (then.amount, now.amount) and Decimal(str(now.amount)) > Decimal(str(then.amount))
    more_months = then.months is not None and now.months is not None and now.months > then.months
    return more_yuan or more_months


def _otherwise(then: DecidedFinding, now: DecidedFinding) -> Iterator[str]:
    """What of a finding is another."""
    if then.verdict is not now.verdict:
        yield "verdict"
    steps, others = ({step.of: step for step in one.steps} for one in (then, now))
    for of in dict.fromkeys((*steps, *others)):
        if steps.get(of) != others.get(of):
            yield of
    if set(then.missing) != set(now.missing):
        yield "missing"


class _Changes:
    """What is written otherwise in two packs."""

    def __init__(self, then: Pack | None, now: Pack, left_out: frozenset[str], said: frozenset[str]) -> None:
        self._then, self._now, self._left_out, self._said = then, now, left_out, said
        # A finding that only one of the two has: where both are one pack, nothing but the program can have made it.
        is_same = then is not None and then.rules_digest == now.rules_digest
        self.new = Why.PROGRAM if is_same else Why.RULES

    def why(self, then: DecidedFinding, now: DecidedFinding) -> Iterator[Why]:
        """The kinds of what changed behind a finding; the program where nothing did."""
        found = list(self._changed(then, now))
        yield from dict.fromkeys(found or [Why.PROGRAM])

    def _changed(self, then: DecidedFinding, now: DecidedFinding) -> Iterator[Why]:
        if then.provision != now.provision:
            yield Why.TEXT
        if then.digest != now.digest:
            yield from self._behind(then.rule)
        if self._left_out & _facts_behind(self._then, then.rule):
            yield Why.FACTS
        if self._said & _facts_behind(self._now, then.rule):
            yield Why.OFFICE

    def _behind(self, rule: str) -> Iterator[Why]:
        """What of the rule, or behind it, is written otherwise; where its pack is gone only that something is."""
        if self._then is None or rule not in self._then.rules_by_id:
            yield Why.RULES
            return
        before, after = entries_behind(self._then, rule), entries_behind(self._now, rule)
        for name in dict.fromkeys((*before, *after)):
            if before.get(name) != after.get(name):
                yield Why.PARAMETER if name.startswith("parameter ") else Why.RULES


def _facts_behind(pack: Pack | None, rule: str) -> frozenset[str]:
    """The facts that can matter to a rule of a pack; none where there is no such rule."""
    if pack is None or rule not in pack.rules_by_id:
        return frozenset()
    return pack.reads.facts_behind(rule)
