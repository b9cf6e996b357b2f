"""What is still to be asked: each question once, those of benefits first, and in a few lines what for.

Reads the findings of one result; it tries no answer out and decides nothing.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from operator import attrgetter

from clausewise.engine.findings import Finding, Measure, Missing, Result
from clausewise.engine.listings import still_open
from clausewise.engine.missing import MEMBERS
from clausewise.engine.questions import is_for_office
from clausewise.language.rules import RuleKind
from clausewise.language.verdicts import Verdict
from clausewise.report.office_lines import asked_of, given_by_readings
from clausewise.report.phrases import everyone, without_aside
from clausewise.report.sections import Heading, Item, Question
from clausewise.report.standing import answered_open
from clausewise.report.wording import Wording, runs_of

# Nobody reads more lines of questions than this at once; how many more questions there are is said.
MOST_LINES = 7

_FACT = attrgetter("fact")


@dataclass(eq=False)
class _Wanted:
    """Who a missing fact is asked of, and the findings that wait for it: for their verdict, or for what they give.

    `measures` are those that wait for it although none of their findings does.
    """

    members: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)

    @property
    def of_benefit(self) -> bool:
        return bool(self.measures) or any(one.rule.kind is RuleKind.BENEFIT for one in self.findings)


class Asking:
    """The questions of some findings of one result, in order and numbered."""

    def __init__(self, result: Result, wording: Wording, findings: Iterable[Finding], measures: Sequence[Measure]):
        self._result = result
        self._wording = wording
        self._wanted = _wanted(findings, measures, answered_open(result.case))
        homes = {fact: self._home(one) for fact, one in self._wanted.items()}
        nearest: dict[tuple[bool, int], int] = {}
        for other, fewest, clause in homes.values():
            nearest[other, clause] = min(fewest, nearest.get((other, clause), fewest))
        place = {name: index for index, name in enumerate(result.pack.facts)}

        def order_of(fact: str) -> tuple[bool, int, int, int, int, int]:
            other, fewest, clause = homes[fact]
            weight = len(self._wanted[fact].findings)
            return other, nearest[other, clause], clause, fewest, -weight, place.get(fact, -1)

        order = sorted(homes, key=order_of)
        self.numbers = {fact: number for number, fact in enumerate(order, start=1)}
        self._clauses = {fact: home[-1] for fact, home in homes.items()}

    @property
    def of_benefits(self) -> int:
        """How many of the questions, all of them before the others, some benefit waits for."""
        return sum(one.of_benefit for one in self._wanted.values())

    def _home(self, wanted: _Wanted) -> tuple[bool, int, int]:
        """Where a question belongs: with benefits or not, and with the clause that waits for the fewest facts."""
        of_kind = [one for one in wanted.findings if (one.rule.kind is RuleKind.BENEFIT) is wanted.of_benefit]
        nearest = [(len({one.fact for one in still_open(each)}), each.rule.clause) for each in of_kind]
        nearest += [(1, measure.number) for measure in wanted.measures]
        return not wanted.of_benefit, *min(nearest)

    def in_lines(self) -> Iterator[Item]:
        """The questions in at most so many lines: of each clause those that settle it, then how many there are more."""
        by_clause = self._by_clause(self.numbers)
        shown = by_clause
        if len(shown) > MOST_LINES:
            shown = shown[: MOST_LINES - 1]
        for facts in shown:
            numbers = [self.numbers[fact] for fact in facts]
            asked = dict.fromkeys(self._asked(fact) for fact in facts)
            served = self._served(facts)
            mark = self._wording.listed(runs_of(numbers))
            yield Item(mark, f"→ {self._titles(served)}", asks=tuple(asked), brief=f"→ {self._wording.listed(served)}")
        left = [fact for facts in by_clause[len(shown) :] for fact in facts]
        if left:
            clauses = runs_of(sorted({self._clauses[fact] for fact in left}))
            yield Item("", self._wording.more_questions(len(left), clauses))

    def of_families(self) -> tuple[str, ...]:
        """Of each clause the first question that somebody of the family may answer, and not only the office."""
        answered = (fact for fact in self.numbers if not is_for_office(Missing(fact, None)))
        return tuple(self._asked(facts[0]) for facts in self._by_clause(answered))

    def _by_clause(self, facts: Iterable[str]) -> list[list[str]]:
        """Facts in their order, those of one clause together; those that benefits wait for apart from the others."""
        found: dict[tuple[int, bool], list[str]] = {}
        for fact in facts:
            found.setdefault((self._clauses[fact], self._wanted[fact].of_benefit), []).append(fact)
        return list(found.values())

    def _asked(self, fact: str) -> str:
        """A question with whom it is about, without what is explained in brackets at its end."""
        members = [self._wording.subject(one) for one in self._wanted[fact].members]
        text = without_aside(self._wording.question(fact, self._result.case))
        return self._wording.named(everyone(members, self._result.case, self._wording), text) if members else text

    def _served(self, facts: Iterable[str]) -> dict[str, dict[str, None]]:
        """The provisions of one clause that some questions could settle, each with the titles of its rules."""
        titles: dict[str, dict[str, None]] = {}
        for fact in facts:
            for finding in self._wanted[fact].findings:
                if finding.rule.clause == self._clauses[fact]:
                    titles.setdefault(finding.rule.provision, {})[self._wording.pick(finding.rule.title)] = None
            for measure in self._wanted[fact].measures:
                titles.setdefault(str(measure.number), {})
        return dict(sorted(titles.items()))

    def _titles(self, served: Mapping[str, Iterable[str]]) -> str:
        """Provisions, with the first of the titles of the first that has one."""
        names = [f"{provision} {title}" for provision, titles in served.items() for title in titles]
        if not names:
            return self._wording.listed(served)
        return names[0] + (self._wording.word("and_others") if len(names) > 1 else "")

    def in_full(self) -> tuple[Question, ...]:
        """Each question with everything it could settle."""
        return tuple(self._question(number, fact, self._wanted[fact]) for fact, number in self.numbers.items())

    def _question(self, number: int, fact: str, wanted: _Wanted) -> Question:
        wording = self._wording
        return Question(
            number,
            wording.question(fact, self._result.case),
            tuple(wording.subject(member) for member in wanted.members),
            wording.register(fact),
            asked_of(fact, wording),
            tuple(self._settled(fact, wanted)),
        )

    def _settled(self, fact: str, wanted: _Wanted) -> Iterator[str]:
        """The findings by provision: titles of which the same is to be said stand together."""
        wording = self._wording
        by_rule: dict[tuple[str, str], list[str]] = {}
        for finding in wanted.findings:
            subjects = by_rule.setdefault((finding.rule.id, self._hangs(fact, finding)), [])
            subjects += [] if finding.subject is None else [wording.subject(finding.subject)]
        together: dict[tuple[str, str], list[str]] = {}
        for (rule_id, hangs), subjects in by_rule.items():
            rule = self._result.pack.rule(rule_id)
            remarks = [wording.listed(subjects)] if subjects else []
            remarks += [hangs] if hangs else []
            together.setdefault((rule.provision, wording.in_turn(remarks)), []).append(wording.pick(rule.title))
        for (provision, remark), titles in together.items():
            yield wording.aside(f"{provision} {wording.listed(titles)}", remark)
        for measure in wanted.measures:
            yield wording.aside(heading_of(measure, wording).line, wording.word("somebody_else"))

    def _hangs(self, fact: str, finding: Finding) -> str:
        """What of a finding hangs on a fact, where that is not simply its verdict."""
        if finding.verdict is Verdict.APPLIES:
            return self._wording.word("what_it_gives")
        awaited = next((one for one in finding.awaits if one.point.fact_name == fact), None)
        return given_by_readings(awaited, self._wording) if awaited is not None and awaited.settles else ""


def _wanted(
    findings: Iterable[Finding], measures: Sequence[Measure], answered: Container[tuple[str, str | None]]
) -> dict[str, _Wanted]:
    """What some findings, and measures that wait for who is there, wait for and was not asked yet: by the fact."""
    waiting = {finding: [one for one in still_open(finding) if one not in answered] for finding in findings}
    wanted: dict[str, _Wanted] = {}
    # Large families wait for the same few thousand facts over and over: each is looked at once.
    for fact, member in dict.fromkeys(chain.from_iterable(waiting.values())):
        of_fact = wanted.setdefault(fact, _Wanted())
        if member is not None:
            of_fact.members.append(member)
    for finding, missing in waiting.items():
        for fact in set(map(_FACT, missing)):
            wanted[fact].findings.append(finding)
    if measures and MEMBERS not in answered:
        wanted.setdefault(MEMBERS.fact, _Wanted()).measures.extend(measures)
    return wanted


def heading_of(measure: Measure, wording: Wording) -> Heading:
    """A measure by number and title."""
    return Heading(measure.number, measure.title or "", wording.rendering(measure.number))
