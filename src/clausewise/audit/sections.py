"""Checks the cases of an audit section by section, where parts of a pack have nothing to do with each other.

Of a section of which a case says nothing is found what is found for every household of as many members on that day:
that is worked out once. So a document of ten such parts takes ten times as long, and not a hundred times.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping
from dataclasses import field, replace

from clausewise.case import Case, Member
from clausewise.case.model import Expectations
from clausewise.classes import NamedTuple, dataclass
from clausewise.engine import Engine, Result
from clausewise.language.model import Pack
from clausewise.language.narrowing import narrow, sections_of
from clausewise.language.verdicts import Verdict


class Looked(NamedTuple):
    """What one section finds of a case. `numbers` are those of the clauses whose measures it has.

    Where the case says and expects nothing of it (`untouched`), members are called by their places in the list, from 0.
    """

    result: Result
    numbers: frozenset[int]
    untouched: bool


@dataclass(frozen=True, slots=True)
class _Section:
    pack: Pack
    numbers: frozenset[int]
    engine: Engine
    # By the day, whether everybody is listed, and how many are.
    untouched: dict[tuple[datetime.date, bool, int], Result] = field(default_factory=dict)

    def look(self, case: Case) -> Looked:
        own = replace(case.knowing(self.pack.facts), expect=self._own(case.expect))
        known = (own.values, own.spans, *(said for one in own.members for said in (one.values, one.spans)))
        if any(known) or own.expect != Expectations(unreviewed=own.expect.unreviewed):
            return Looked(self.engine.check(own), self.numbers, untouched=False)
        key = case.as_of, case.everybody, len(case.members)
        if key not in self.untouched:
            members = tuple(Member(str(place), {}) for place in range(len(case.members)))
            self.untouched[key] = self.engine.check(replace(own, members=members, office=None))
        return Looked(self.untouched[key], self.numbers, untouched=True)

    def _own(self, expected: Expectations) -> Expectations:
        rules = self.pack.rules_by_id
        return expected._replace(
            findings=tuple(one for one in expected.findings if one.subject.rule in rules),
            details=tuple(one for one in expected.details if one.subject.rule in rules),
            measures=tuple(one for one in expected.measures if one.number in self.numbers),
        )


class Sectioned:
    """The engines of a pack, one for each of its sections."""

    def __init__(self, pack: Pack) -> None:
        groups = sections_of(pack)
        packs = [narrow(pack, rules) for rules in groups] if len(groups) > 1 else [pack]
        numbers = [frozenset(rule.clause for rule in part.rules) for part in packs]
        # What no rule speaks of belongs to the first: a clause without rules, and facts that may contradict each other.
        packs[0] = _with_facts(packs[0], pack, pack.facts.keys() - frozenset().union(*(part.facts for part in packs)))
        numbers[0] |= frozenset(pack.numbers()).difference(*numbers)
        self._sections = [_Section(part, own, Engine(part)) for part, own in zip(packs, numbers, strict=True)]

    def look(self, case: Case) -> Iterator[Looked]:
        """What each section finds of a case. Raises: CaseError, EngineDisagreement."""
        return (section.look(case) for section in self._sections)

    def verdicts(self, case: Case) -> Mapping[str, Verdict]:
        """The verdict of each finding, by `rule` or `rule@member`. Raises: CaseError, EngineDisagreement."""
        found: dict[str, Verdict] = {}
        ids = {str(place): member.id for place, member in enumerate(case.members)}
        for result, _, untouched in self.look(case):
            for finding in result.findings:
                subject = finding.subject
                if untouched and subject is not None:
                    subject = ids.get(subject, subject)
                found[finding.rule.id if subject is None else f"{finding.rule.id}@{subject}"] = finding.verdict
        return found

    def close(self) -> None:
        """Free what the engines hold."""
        for section in self._sections:
            section.engine.close()


def _with_facts(part: Pack, pack: Pack, more: Collection[str]) -> Pack:
    """A part of a pack with some more of its facts."""
    if not more:
        return part
    facts = {name: fact for name, fact in pack.facts.items() if name in part.facts or name in more}
    return replace(part, facts=facts, settling_order=tuple(one for one in pack.settling_order if one[0] in facts))
