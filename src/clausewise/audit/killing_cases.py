"""Cases that would notice what no case of a pack notices: for each rule the fewest households that kill its survivors.

What such a case expects is what the rules say today; whether the document says so too, only a person can tell, and
until then it kills nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from clausewise.audit.engine import Engines
from clausewise.audit.killing import cut_down
from clausewise.audit.model import Audit, Fate, MutantReport, NotRun
from clausewise.audit.mutating import mutants_of
from clausewise.case import Case, read_case_bytes
from clausewise.case.writing import write_case
from clausewise.classes import dataclass
from clausewise.engine import Engine, Finding
from clausewise.engine.expectations import compare, firmness_of_steps
from clausewise.engine.listings import followups_of
from clausewise.language.labels import Label
from clausewise.language.model import Pack
from clausewise.language.verdicts import Verdict

_HEADER = """\
# 由 clausewise audit --write-cases 写出。所期望的是规则今天的结论，文件是否也这样说，须由人对照原文核对；
# 核对无误后删去 expect 中的 unreviewed: true，在此之前本个案不算测试，也不发现任何变异。
# Written by clausewise audit --write-cases. What is expected is what the rules say today; whether the document says so
# too, a person has to read. Then take unreviewed: true out under expect; until then it is no test and kills no mutant.
# 能发现 / notices:
"""


@dataclass(frozen=True, slots=True)
class KillingCase:
    """The text of a case file, the name of the file, and the ids of the mutants that the case kills once reviewed."""

    file: str
    text: str
    kills: tuple[str, ...]


def killing_cases(audit: Audit) -> tuple[KillingCase, ...]:
    """For each rule, derived fact and parameter the fewest cases found that kill those survivors that can be shown.

    Of the households that the audit made up, the one that kills most is taken, then the one that kills most of what is
    left. Raises: EngineDisagreement.
    """
    by_owner: dict[str, list[MutantReport]] = {}
    for one in () if isinstance(audit.mutants, NotRun) else audit.mutants:
        if one.fate is Fate.SURVIVED and one.household is not None:
            by_owner.setdefault(one.owner, []).append(one)
    writer = _Writer(audit.pack)
    try:
        return tuple(case for owner, survivors in by_owner.items() for case in writer.cover(owner, survivors))
    finally:
        writer.close()


class _Writer:
    """Makes cases of households, and tries them on the mutants they are to kill."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._engine = Engine(pack)
        self._engines = Engines()
        self._ids: set[str] = set()

    def close(self) -> None:
        """Free what the engine holds."""
        self._engine.close()

    def cover(self, owner: str, survivors: Sequence[MutantReport]) -> list[KillingCase]:
        """The fewest cases found that kill the survivors of one owner, those that kill most first."""
        cases = {case.id: case for case in (self._case_of(one) for one in survivors)}
        kills = self._tried(owner, [one.id for one in survivors], list(cases.values()))
        titles = {one.id: one.says for one in survivors}
        left = {mutant for killed in kills.values() for mutant in killed}
        chosen = []
        while left:
            # Of those that kill as many, the first.
            best = max(cases, key=lambda name: len(kills[name] & left))
            noticed = tuple(one.id for one in survivors if one.id in kills[best])
            first = next(one for one in noticed if one in left)
            chosen.append(self._written(cases[best], noticed, titles[first]))
            left -= kills[best]
        return chosen

    def _tried(self, owner: str, wanted: Collection[str], cases: Sequence[Case]) -> Mapping[str, set[str]]:
        """Which of the mutants wanted each case kills."""
        rules = list(dict.fromkeys(one.subject.rule for case in cases for one in case.expect.findings))
        kills: dict[str, set[str]] = {case.id: set() for case in cases}
        for mutant in mutants_of(self._pack, owner):
            if mutant.id in wanted:
                for case in self._engines.failing(cut_down(mutant.make(), rules, cases), cases):
                    kills[case].add(mutant.id)
        return kills

    def _case_of(self, survivor: MutantReport) -> Case:
        """The household of a survivor as a case that expects all that its finding says today."""
        bare = self._read(survivor.household or "")
        result = self._engine.check(bare)
        findings = [result.by_name[str(one.subject)] for one in bare.expect.findings]
        expect: dict[str, Any] = {"unreviewed": True}
        for verdict in Verdict:
            names = [finding.name for finding in findings if finding.verdict is verdict]
            expect |= {verdict.value: names} if names else {}
        details = {one.name: _details(one) for one in findings if one.verdict is Verdict.APPLIES}
        expect |= {"details": details} if details else {}
        named = replace(bare, id=self._free_id(bare.id), data={"expect": expect})
        case = self._read(write_case(named, self._pack))
        assert compare(self._engine.check(case)) == [], f"{case.id} is not what the rules say"
        return case

    def _free_id(self, wanted: str) -> str:
        """An id that no other of these cases has: names of mutants may differ in signs alone."""
        number, free = 1, wanted
        while free in self._ids:
            number += 1
            free = f"{wanted}-{number}"
        self._ids.add(free)
        return free

    def _written(self, case: Case, kills: tuple[str, ...], says: Label) -> KillingCase:
        title = Label(f"能发现改动：{says.zh}", f"Notices the change: {says.en}")
        noticed = "".join(f"#   {one}\n" for one in kills)
        return KillingCase(
            f"{case.id}.yaml", _HEADER + noticed + write_case(replace(case, title=title), self._pack), kills
        )

    def _read(self, text: str) -> Case:
        return read_case_bytes(text.encode(), "household.yaml", self._pack)


def _details(finding: Finding) -> dict[str, Any]:
    """All that a case can expect of a finding beside its verdict."""
    details: dict[str, Any] = {"modality": finding.rule.modality.kind.value, "agency": list(finding.rule.agency)}
    if finding.rule.aid:
        details["aid"] = [grant.aid.label.zh for grant in finding.aid]
    computed = (*finding.aid, *finding.not_granted)
    amounts = [grant.amount for grant in computed if grant.aid.amount is not None]
    months = [grant.months for grant in computed if grant.aid.months is not None]
    for field, values in (("amount", amounts), ("months", months)):
        if len(values) == 1 and values[0] is not None:
            details[field] = values[0]
    if finding.deadline is not None and finding.deadline.day is not None:
        details["deadline"] = finding.deadline.day
    if finding.rule.followup:
        details["followup"] = [one.label.zh for one in followups_of(finding)]
    ceilings = [one.value for grant in computed for one in grant.aid.at_most]
    details |= {"at_most": ceilings} if ceilings else {}
    firmness = firmness_of_steps(finding)
    details |= {"steps": firmness} if firmness else {}
    return details
