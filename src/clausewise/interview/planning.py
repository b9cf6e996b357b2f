"""Plans an interview: which prompts there are, in which order. No answer is tried out, and the case decides alone.

Members and their birth dates come first, then the status, then topics, then what the open topics need: benefits in the
order of topics.yaml, of each first what raises it, the whole before its parts, and amounts after what they hang on;
procedure last. What follows from what is known is never asked, nor what only an office can say, nor what raises a topic
that is not open, nor again what nobody knows or is to be checked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from clausewise.case.answers import MEMBERS as EVERYBODY
from clausewise.engine import Finding, Missing, Result
from clausewise.engine.listings import still_open
from clausewise.engine.missing import MEMBERS
from clausewise.engine.proof import UNNAMED_MEMBER
from clausewise.engine.questions import Selection, is_for_office, open_findings
from clausewise.interview.prompts import Form, Prompt, Stage
from clausewise.language.conditions import facts_of
from clausewise.language.facts import Asked, Fact, FactType, Subject
from clausewise.language.rules import RuleKind
from clausewise.language.topics import NOTHING

MOST_TICKED = 8
"""So many facts are joined to one list to tick, and no more."""

_Wanted = dict[Missing, list[str]]


def plan(result: Result, selects: Selection) -> Iterator[Prompt]:
    """The prompts that are still to be asked, in order; each is worked out when it is reached.

    Up to the topics that is all that can be told: what comes after hangs on which of them are open.
    """
    planner = _Planner(result, selects)
    yield from planner.members()
    yield from planner.table()
    yield from planner.status()
    if result.pack.topics and not result.case.topics:
        yield Prompt(Stage.TOPICS, Form.TOPICS)
        return
    yield from planner.benefits()
    yield from planner.procedure()


@dataclass
class _Planner:
    """One result being planned for; `planned` is what stands in a prompt already."""

    result: Result
    selects: Selection
    planned: set[Missing] = field(default_factory=set)

    def __post_init__(self) -> None:
        case = self.result.case
        self._left_open = {
            Missing(one.fact, member)
            for one in case.answers
            if one.is_open_on(case.as_of)
            for member in (one.of or (None,))
        }
        denied = {name for topic in self.result.closed for name in topic.raised_by}
        reads, open_rules = self.result.pack.reads, filter(self.result.looks_into, self.result.pack.rules)
        # What is read for topics alone that are not open is no more looked into than they are.
        self._open = frozenset().union(*(reads.facts_read(rule.id) for rule in open_rules)) - denied
        looked_into = [one for one in open_findings(self.result, self.selects) if self.result.is_looked_into(one)]
        self._benefits = [one for one in looked_into if one.rule.kind is RuleKind.BENEFIT]
        self._procedure = [one for one in looked_into if one.rule.kind is RuleKind.PROCEDURE]

    # ------------------------------------------------------------ members, status

    def members(self) -> Iterator[Prompt]:
        """Who the members are, or whether those listed are all."""
        case = self.result.case
        if Missing(EVERYBODY, None) in self._left_open or case.everybody:
            return
        findings = [*self._benefits, *self._procedure]
        waiting = (one.rule.id for one in findings if one.subject == UNNAMED_MEMBER or MEMBERS in still_open(one))
        first = next(waiting, None)
        if first is not None:
            form = Form.EVERYBODY if case.members else Form.NAMES
            yield Prompt(Stage.MEMBERS, form, (MEMBERS,), (first,))

    def table(self) -> Iterator[Prompt]:
        """The table of members, filled in whole for whoever is listed."""
        facts = [fact for fact in self.result.pack.facts.values() if fact.asked is Asked.TABLE]
        if len(self.result.case.members) < 2:
            # Choices in the table say how members stand to one another.
            facts = [fact for fact in facts if fact.type is not FactType.CHOICE]
        yield from self._prompts(Stage.MEMBERS, [one for fact in facts for one in self._of(fact)], {})

    def status(self) -> Iterator[Prompt]:
        """The status of the household and its members, as far as it can matter to a benefit."""
        wanted: _Wanted = {}
        for fact in self.result.pack.facts.values():
            for one in self._of(fact) if fact.asked is Asked.STATUS else ():
                rule = self._first_waiting(one)
                if rule is not None:
                    wanted[one] = [rule]
        yield from self._prompts(Stage.STATUS, wanted, wanted)

    def _first_waiting(self, one: Missing) -> str | None:
        """A benefit that waits for a fact; those are looked at first that look at one person alone and read least."""
        reads = self.result.pack.reads
        costs = {
            rule: (reads.looks_at_members(rule), len(reads.facts_deciding(rule)))
            for rule in reads.verdicts_on_fact(one.fact)
        }
        rules = sorted(costs, key=costs.__getitem__)
        for rule in rules:
            found = [finding for finding in self._benefits if finding.rule.id == rule]
            found.sort(key=lambda finding: finding.subject != one.member)
            if any(one in finding.missing for finding in found):
                return rule
        return None

    def _of(self, fact: Fact) -> Iterator[Missing]:
        """A fact of everybody of whom it is not known, and may be asked."""
        case = self.result.case
        if fact.subject is not Subject.MEMBER:
            owners: list[tuple[str | None, bool]] = [(None, fact.name in case.spans)]
        else:
            owners = [(one.id, fact.name in one.spans) for one in case.members]
        for member, in_part in owners:
            one = Missing(fact.name, member)
            if not in_part and one not in self._left_open and self.result.known(fact.name, member) is None:
                yield one

    # ------------------------------------------------------------ benefits, procedure

    def benefits(self) -> Iterator[Prompt]:
        """What the open topics need, in the order of the topics; then what benefits of no topic do."""
        by_rule = self.result.pack.topics_by_rule
        for topic, opening in self.result.topics:
            if opening is not None:
                found = [one for one in self._benefits if topic in by_rule.get(one.rule.id, ())]
                yield from self._group(Stage.BENEFITS, found, topic.raised_by)
        for rule in dict.fromkeys(one.rule.id for one in self._benefits if one.rule.id not in by_rule):
            yield from self._group(Stage.BENEFITS, [one for one in self._benefits if one.rule.id == rule])

    def procedure(self) -> Iterator[Prompt]:
        """What procedure needs: the fact most findings wait for first, beside such as no finding shares with it."""
        wanted = {one: rules for one, rules in self._wanted(self._procedure).items() if one not in self.planned}
        place = list(self.result.pack.facts).index
        while wanted:
            first = min(wanted, key=lambda one: (self._comes_late(one), -len(set(wanted[one])), place(one.fact)))
            taken, busy = [one for one in wanted if one.fact == first.fact], set(wanted[first])
            for one in wanted:
                alike = one.fact != first.fact and self._joins(one) == self._joins(first)
                if alike and busy.isdisjoint(wanted[one]):
                    taken.append(one)
            busy = {rule for one in taken for rule in wanted[one]}
            yield from self._prompts(Stage.PROCEDURE, taken, wanted)
            wanted = {one: rules for one, rules in wanted.items() if one not in taken}

    def _group(self, stage: Stage, findings: Sequence[Finding], raised_by: Iterable[str] = ()) -> Iterator[Prompt]:
        """What some findings need, what raises their topic first, wholes before parts, amounts and days last."""
        wanted = self._wanted(findings)
        facts, wholes = self.result.pack.facts, {name for one in wanted for name in _wholes(self.result, one.fact)}
        first = [
            one for name in raised_by for one in self._of(facts[name]) if one in wanted or (findings and name in wholes)
        ]
        entries = [one for one in dict.fromkeys((*first, *wanted)) if one not in self.planned]
        entries.sort(key=self._comes_late)
        while entries:
            parts = [one for one in entries if self._waits_for(one, entries)]
            now = [one for one in entries if one not in parts] or entries
            yield from self._prompts(stage, now, wanted)
            entries = [one for one in entries if one not in now]

    def _comes_late(self, one: Missing) -> bool:
        return self.result.pack.facts[one.fact].type not in (FactType.BOOLEAN, FactType.CHOICE)

    def _waits_for(self, one: Missing, entries: Sequence[Missing]) -> bool:
        """Whether something else that is asked can say that this is not so."""
        wholes = _wholes(self.result, one.fact)
        return any(other.fact in wholes and other.member in (None, one.member) for other in entries)

    # ------------------------------------------------------------ prompts

    def _wanted(self, findings: Iterable[Finding]) -> _Wanted:
        """What findings wait for and a family can be asked, each with the rules that wait."""
        wanted: _Wanted = {}
        for finding in findings:
            for one in still_open(finding):
                if self._may_be_asked(one):
                    wanted.setdefault(one, []).append(finding.rule.id)
        return wanted

    def _may_be_asked(self, one: Missing) -> bool:
        """Whether a family can be asked a fact, and was not yet: whoever ticks no topic has said what raises it."""
        if one == MEMBERS or one in self._left_open or one.fact not in self._open:
            return False
        return not is_for_office(one) and not self._is_known_in_part(one)

    def _is_known_in_part(self, one: Missing) -> bool:
        """Whether a date is known to its month or year: who answers so is not asked for the day again."""
        case = self.result.case
        owners = [case] if one.member is None else [member for member in case.members if member.id == one.member]
        return any(one.fact in owner.spans for owner in owners)

    def _joins(self, one: Missing) -> tuple[object, ...]:
        """What has to be the same of facts that stand in one list to tick; a fact that is no truth stands alone."""
        fact = self.result.pack.facts[one.fact]
        if fact.type is not FactType.BOOLEAN:
            return (one.fact,)
        return (fact.subject is Subject.MEMBER, fact.known_by)

    def _prompts(self, stage: Stage, about: Iterable[Missing], wanted: _Wanted) -> Iterator[Prompt]:
        """The prompts that ask these facts, in the order in which the first of each stands."""
        lists: list[tuple[tuple[object, ...], list[Missing]]] = []
        for one in about:
            if one in self.planned:
                continue
            self.planned.add(one)
            key = self._joins(one)
            fits = (listed for of, listed in lists if of == key and _has_room(listed, one))
            found = next(fits, None)
            if found is None:
                lists.append((key, [one]))
            else:
                found.append(one)
        for _, listed in lists:
            names = list(dict.fromkeys(one.fact for one in listed))
            ordered = [one for name in names for one in listed if one.fact == name]
            rules = tuple(dict.fromkeys(rule for one in ordered for rule in wanted.get(one, ())))
            fact = self.result.pack.facts[ordered[0].fact]
            yield Prompt(stage, _form(fact, ordered), tuple(ordered), rules, fact.known_by)


def _has_room(listed: Sequence[Missing], one: Missing) -> bool:
    facts = {each.fact for each in listed}
    return one.fact in facts or len(facts) < MOST_TICKED


def _form(fact: Fact, about: Sequence[Missing]) -> Form:
    of_members = fact.subject is Subject.MEMBER
    if fact.type is FactType.BOOLEAN and (of_members or len(about) > 1):
        return Form.TICK
    return Form.COLUMN if of_members else Form.ONE


def _wholes(result: Result, name: str) -> frozenset[str]:
    """The facts that can say that this one is not so: what is not there has no parts."""
    fact = result.pack.facts[name]
    says = (one for one in fact.implied if one.value in (False, NOTHING))
    return frozenset(read for one in says for read in facts_of(one.when))
