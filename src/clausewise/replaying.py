"""Judges cases for a comparison of two packs: reads each file against a pack and runs the engine on it.

Stands at the top, since it knows the engine and the audit, which do not know each other. What a case expects is not
looked at: it was written for one of the two packs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from clausewise.audit.changes import Effect, Judged, Judgement
from clausewise.audit.households import Replay
from clausewise.audit.replays import Judge
from clausewise.case import Case, parse_case
from clausewise.engine import Engine, Finding
from clausewise.engine.listings import followups_of
from clausewise.errors import CaseError, InputError
from clausewise.language.labels import Label
from clausewise.language.model import Pack
from clausewise.language.verdicts import Verdict
from clausewise.report.wording import Wording
from clausewise.sectioned import Sectioned
from clausewise.yaml_source import parse_yaml, read_bytes

T = TypeVar("T")


class Engines:
    """Runs cases on the engines of each pack it is asked about, compiled once."""

    def __init__(self) -> None:
        self._made: dict[int, tuple[Pack, Engine]] = {}
        self._sectioned: dict[int, tuple[Pack, Sectioned]] = {}

    def verdicts(self, pack: Pack, case: Case) -> Mapping[str, Verdict]:
        """The verdict of each finding, by `rule` or `rule@member`; facts that the pack does not have are left out.

        Raises: CaseError, EngineDisagreement.
        """
        if id(pack) not in self._sectioned:
            self._sectioned[id(pack)] = (pack, Sectioned(pack))
        return self._sectioned[id(pack)][1].verdicts(case)

    def judge(self, pack: Pack) -> Judge:
        """What says what a pack finds for the case of a file. It raises, when called: EngineDisagreement."""

        def judge(file: Path) -> Judged:
            try:
                findings = self._of(pack).check(_read_without_expectations(file, pack)).findings
            except InputError as problem:
                return Judged({}, tuple(str(one) for one in problem.diagnostics))
            return Judged({finding.name: _judgement(pack, finding) for finding in findings})

        return judge

    def _of(self, pack: Pack) -> Engine:
        # Kept with the pack, since another could take the place in memory of one that is gone.
        if id(pack) not in self._made:
            self._made[id(pack)] = (pack, Engine(pack))
        return self._made[id(pack)][1]


def engine_verdicts() -> Replay:
    """What gives the verdicts of engines made for the purpose; to be called in the process that asks for them."""
    return Engines().verdicts


def _read_without_expectations(file: Path, pack: Pack) -> Case:
    """The case of a file but for what it expects. Raises: CaseError."""
    raw = read_bytes(file, CaseError)
    source = parse_yaml(raw, str(file), CaseError)
    if isinstance(source.data, dict):
        source = replace(source, data={key: value for key, value in source.data.items() if key != "expect"})
    return parse_case(source, pack, digest=hashlib.sha256(raw).hexdigest())


def _judgement(pack: Pack, finding: Finding) -> Judgement:
    missing = tuple((one.fact, one.member) for one in finding.missing)
    if finding.verdict is Verdict.DOES_NOT_APPLY:
        return Judgement(finding.verdict, missing)
    zh, en = (dict(_parts(Wording(pack, language), finding)) for language in ("zh", "en"))
    parts = {part: tuple(sorted(map(Label, zh[part], en[part]), key=lambda label: label.zh)) for part in zh}
    return Judgement(finding.verdict, missing, parts)


def _parts(wording: Wording, finding: Finding) -> Iterator[tuple[Effect, list[str]]]:
    rule, not_known = finding.rule, wording.word("not_known")
    yield Effect.MODALITY, [wording.word(rule.modality.kind)]
    yield Effect.AGENCY, [wording.agency(one) for one in rule.agency]
    yield Effect.AID, [wording.pick(grant.aid.label) for grant in finding.aid]
    amounts = [(grant.aid, grant.amount) for grant in finding.aid if grant.aid.amount is not None]
    yield (
        Effect.AMOUNT,
        [
            wording.named(wording.pick(aid.label), not_known if amount is None else wording.money(amount))
            for aid, amount in amounts
        ],
    )
    periods = [(grant.aid, grant.months) for grant in finding.aid if grant.aid.months is not None]
    yield (
        Effect.MONTHS,
        [
            wording.named(wording.pick(aid.label), not_known if months is None else wording.months(months))
            for aid, months in periods
        ],
    )
    yield (
        Effect.FOLLOWUP,
        [wording.named(wording.agency(one.by), wording.pick(one.label)) for one in followups_of(finding)],
    )
    if finding.deadline is not None:
        day, overdue = finding.deadline.day, finding.deadline.overdue
        yield Effect.DEADLINE, [not_known if day is None else day.isoformat()]
        yield Effect.OVERDUE, [not_known if overdue is None else wording.word("overdue" if overdue else "in_time")]
