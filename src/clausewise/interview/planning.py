"""Plans an interview: which prompts there are, in which order. No answer is tried out, and the case decides alone.

Members and their birth dates come first, then the status, then topics, then what the open topics need: benefits in the
order of topics.yaml, of each first what raises it, the whole before its parts, what a family can tell before what only
a department can, and amounts after what they hang on; procedure last. What follows from what is known is never asked,
nor what only an office can say, nor what raises a topic that is not open, nor again what nobody knows or is to be
checked.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import field
from functools import cached_property
from itertools import chain

from clausewise.case.answers import MEMBERS as EVERYBODY
from clausewise.classes import dataclass
from clausewise.engine import Finding, Missing, Result
from clausewise.engine.listings import still_open
from clausewise.engine.missing import MEMBERS
from clausewise.engine.proof import UNNAMED_MEMBER
from clausewise.engine.questions import Selection, for_departments_alone, left_open, open_findings
from clausewise.interview.prompts import Form, Prompt, Stage
from clausewise.language.conditions import facts_of
from clausewise.language.facts import Asked, Fact, FactType, Subject
from clausewise.language.kleene import UNKNOWN
from clausewise.language.rules import Rule, RuleKind

MOST_TICKED = 8
"""So many facts are joined to one list to tick, and no more."""

_Wanted = dict[Missing, list[str]]


def plan(result: Result, selects: Selection, *, beyond_topics: bool = False) -> Iterator[Prompt]:
    """The prompts that are still to be asked, in order; each is worked out when it is reached.

    Up to the topics that is all that can be told: what comes after hangs on which of them are open. `beyond_topics`
    goes on with what they come to at most, were all of them ticked. Of some findings alone no topics are asked.
    """
    planner = _Planner(result, selects)
    yield from planner.members()
    yield from planner.table()
    yield from planner.status()
    if topics_come_first(result) and planner.is_whole:
        yield topics_prompt(result)
        if not beyond_topics:
            return
    yield from planner.benefits()
    yield from planner.procedure()


def askable_at_once(result: Result, prompts: Iterable[Prompt], most: int) -> tuple[Prompt, ...]:
    """The first prompts, `most` of them, that can stand on one page: none that hangs wholly on what another asks."""
    asked, found = set[Missing](), list[Prompt]()
    for prompt in prompts:
        if not prompt.about or not all(_waits_for(result, one, asked) for one in prompt.about):
            found.append(prompt)
        asked.update(prompt.about)
    return tuple(found[:most])


def topics_come_first(result: Result) -> bool:
    """Whether nobody was asked yet which topics there are, so that what comes after them cannot be told."""
    return bool(result.pack.topics) and not result.case.topics


def topics_prompt(result: Result) -> Prompt:
    """The prompt that asks which topics there are, with the rules that they open."""
    offered = (topic for topic in result.pack.topics if topic.is_offered)
    opened = frozenset().union(*(topic.rules for topic in offered))
    rules = tuple(rule.id for rule in result.pack.rules if rule.id in opened)
    return Prompt(Stage.TOPICS, Form.TOPICS, rules=rules)


@dataclass
class _Planner:
    """One result being planned for; `planned` is what stands in a prompt already."""

    result: Result
    selects: Selection
    planned: set[Missing] = field(default_factory=set)

    def __post_init__(self) -> None:
        case = self.result.case
        self._left_open = left_open(case)
        denied = {name for topic in self.result.closed for name in topic.raised_by}
        reads, open_rules = self.result.pack.reads, filter(self.result.looks_into, self.result.pack.rules)
        # What is read for topics alone that are not open is no more looked into than they are.
        self._open = frozenset().union(*(reads.facts_read(rule.id) for rule in open_rules)) - denied
        looked_into = [one for one in open_findings(self.result, self.selects) if self.result.is_looked_into(one)]
        self._benefits = [one for one in looked_into if one.rule.kind is RuleKind.BENEFIT]
        self._procedure = [one for one in looked_into if one.rule.kind is RuleKind.PROCEDURE]
        self._known_in_part = {Missing(name, None) for name in case.spans}
        self._known_in_part |= {Missing(name, member.id) for member in case.members for name in member.spans}

    @cached_property
    def is_whole(self) -> bool:
        """Whether nothing is left out: of some findings alone no topic is asked."""
        return all(map(self.selects, self.result.findings))

    @cached_property
    def _waiting(self) -> Mapping[Missing, frozenset[str]]:
        """The benefits whose verdict waits for a fact, of each fact."""
        waiting: dict[Missing, set[str]] = {}
        for finding in self._benefits:
            for one in finding.missing:
                waiting.setdefault(one, set()).add(finding.rule.id)
        return {one: frozenset(rules) for one, rules in waiting.items()}

    @cached_property
    def _selected(self) -> Mapping[str, Rule]:
        """The rules of the selected findings."""
        return {one.rule.id: one.rule for one in filter(self.selects, self.result.findings)}

    # ------------------------------------------------------------ members, status

    def members(self) -> Iterator[Prompt]:
        """Who the members are, or whether those listed are all."""
        case = self.result.case
        if Missing(EVERYBODY, None) in self._left_open or case.everybody:
            return
        findings = [*self._benefits, *self._procedure]
        waiting = (one.rule.id for one in findings if one.subject == UNNAMED_MEMBER or MEMBERS in still_open(one))
        measures = (one for one in self.result.measures if one.waits_for_members)
        others = (one.rule.id for measure in measures for one in filter(self.selects, measure.findings))
        rules = tuple(dict.fromkeys(chain(waiting, others)))
        if rules:
            form = Form.EVERYBODY if case.members else Form.NAMES
            yield Prompt(Stage.MEMBERS, form, (MEMBERS,), rules)

    def table(self) -> Iterator[Prompt]:
        """The table of members, filled in whole for whoever is listed; of some findings alone what they wait for."""
        facts = [fact for fact in self.result.pack.facts.values() if fact.asked is Asked.TABLE]
        if len(self.result.case.members) < 2:
            # Choices in the table say how members stand to one another.
            facts = [fact for fact in facts if fact.type is not FactType.CHOICE]
        wanted: _Wanted = {}
        for fact in facts:
            rules = self._served_by(fact.name)
            wanted |= dict.fromkeys(self._of(fact) if rules else (), rules)
        yield from self._prompts(Stage.MEMBERS, wanted, wanted)

    def _served_by(self, fact: str) -> list[str]:
        """The selected rules that wait for a fact; of all of them, those it can matter to besides.

        To what they find, or to whether they are looked into. Benefits stand before procedure.
        """
        pack = self.result.pack
        serves = set(pack.reads.rules_on_fact(fact))
        if not serves:
            opening = (one for one in pack.topics if fact in pack.reads.with_inputs(facts_of(one.when)))
            serves = {rule for topic in opening for rule in topic.rules}
        waiting = {rule for one, rules in self._waiting.items() if one.fact == fact for rule in rules}
        found = [one for name, one in self._selected.items() if name in waiting or (self.is_whole and name in serves)]
        found.sort(key=lambda rule: (rule.id not in waiting, rule.kind is not RuleKind.BENEFIT))
        return [rule.id for rule in found]

    def status(self) -> Iterator[Prompt]:
        """The status of the household and its members, as far as it can matter to a benefit."""
        wanted: _Wanted = {}
        for fact in self.result.pack.facts.values():
            for one in self._of(fact) if fact.asked is Asked.STATUS else ():
                rule = self._first_waiting(one)
                if rule is not None:
                    wanted[one] = [rule]
        yield from self._in_turn(Stage.STATUS, list(wanted), wanted, self._parts.keys())

    def _first_waiting(self, one: Missing) -> str | None:
        """A benefit that waits for a fact, or for a part of what it is the whole of."""
        alone = (self._waiting_rule(each) for each in (one, *self._parts_of(one)))
        return next((rule for rule in alone if rule is not None), None)

    def _parts_of(self, one: Missing) -> Iterator[Missing]:
        """What is not so where a fact says so, of the same subject."""
        for name in self._parts.get(one.fact, ()):
            yield Missing(name, one.member)

    @cached_property
    def _parts(self) -> Mapping[str, Sequence[str]]:
        """The facts of which each fact that no rule reads itself is the whole."""
        reads, parts = self.result.pack.reads, dict[str, list[str]]()
        for name in self.result.pack.facts:
            for whole in reads.wholes(name):
                parts.setdefault(whole, []).append(name)
        read = reads.derived_from(name for rule in self.result.pack.rules for name in reads.named_by(rule.id))
        return {whole: names for whole, names in parts.items() if whole not in read}

    def _waiting_rule(self, one: Missing) -> str | None:
        """A benefit that waits for a fact; those are looked at first that look at one person alone and read least."""
        reads = self.result.pack.reads
        costs = {
            rule: (reads.looks_at_members(rule), len(reads.facts_deciding(rule)))
            for rule in reads.verdicts_on_fact(one.fact)
        }
        waiting = self._waiting.get(one, frozenset())
        return next((rule for rule in sorted(costs, key=costs.__getitem__) if rule in waiting), None)

    def _of(self, fact: Fact) -> Iterator[Missing]:
        """A fact of everybody of whom it is not known, and may be asked."""
        members = [one.id for one in self.result.case.members]
        for member in members if fact.subject is Subject.MEMBER else [None]:
            one = Missing(fact.name, member)
            kept = one in self._left_open or one in self._known_in_part
            if not kept and self.result.known(fact.name, member) is None and self.result.is_asked_of(*one):
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
        """What procedure needs: the fact most findings wait for first, beside such as no finding shares with it.

        What only a department can tell, no family is asked for the sake of procedure.
        """
        wanted = self._wanted(self._procedure)
        departments = for_departments_alone(self.result, [*self._benefits, *self._procedure])
        others = [one for one in wanted if one not in self.planned and one.fact not in departments]
        wanted = {one: wanted[one] for one in others}
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
            left = wanted.keys() - taken
            wanted = {one: rules for one, rules in wanted.items() if one in left}

    def _group(self, stage: Stage, findings: Sequence[Finding], raised_by: Iterable[str] = ()) -> Iterator[Prompt]:
        """What some findings need, what raises their topic first, wholes before parts, amounts and days last."""
        wanted = self._wanted(findings)
        pack = self.result.pack
        wholes = frozenset().union(*map(pack.reads.wholes, {one.fact for one in wanted}))
        first = [
            one
            for name in raised_by
            for one in self._of(pack.facts[name])
            if one in wanted or (findings and name in wholes)
        ]
        entries = [one for one in dict.fromkeys((*first, *wanted)) if one not in self.planned]
        entries.sort(key=lambda one: (self._comes_late(one), self.result.pack.facts[one.fact].known_by is not None))
        yield from self._in_turn(stage, entries, wanted)

    def _in_turn(
        self, stage: Stage, entries: Sequence[Missing], wanted: _Wanted, of_wholes: Container[str] | None = None
    ) -> Iterator[Prompt]:
        """The prompts that ask these facts, each when nothing is left among them that it waits for.

        `of_wholes` are the wholes for which their parts wait; all of them where there is none.
        """
        while entries:
            asked = set(entries)
            now = [one for one in entries if not _waits_for(self.result, one, asked, of_wholes)] or entries
            yield from self._prompts(stage, now, wanted)
            left = asked.difference(now)
            entries = [one for one in entries if one in left]

    def _comes_late(self, one: Missing) -> bool:
        return self.result.pack.facts[one.fact].type not in (FactType.BOOLEAN, FactType.CHOICE)

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
        if not self.result.is_asked_of(*one):
            return False
        # Of whom a date is known to its month or year, nobody is asked for the day again.
        return not one.is_for_office and one not in self._known_in_part

    def _joins(self, one: Missing) -> tuple[object, ...]:
        """What has to be the same of facts that stand in one list to tick; a fact that is no truth stands alone."""
        fact = self.result.pack.facts[one.fact]
        if fact.type is not FactType.BOOLEAN:
            return (one.fact,)
        return (fact.subject is Subject.MEMBER, fact.known_by)

    def _prompts(self, stage: Stage, about: Iterable[Missing], wanted: _Wanted) -> Iterator[Prompt]:
        """The prompts that ask these facts, in the order in which the first of each stands."""
        lists: list[tuple[tuple[object, ...], dict[str, list[Missing]]]] = []
        for one in about:
            if one in self.planned:
                continue
            self.planned.add(one)
            key = self._joins(one)
            alike = (listed for of, listed in lists if of == key)
            has_room = (listed for listed in alike if one.fact in listed or len(listed) < MOST_TICKED)
            listed = next(has_room, None)
            if listed is None:
                listed = {}
                lists.append((key, listed))
            listed.setdefault(one.fact, []).append(one)
        for _, listed in lists:
            ordered = tuple(chain.from_iterable(listed.values()))
            rules = dict.fromkeys(rule for one in ordered for rule in wanted.get(one, ()))
            fact = self.result.pack.facts[ordered[0].fact]
            yield Prompt(stage, _form(fact, ordered), ordered, tuple(rules), fact.known_by)


def _waits_for(result: Result, one: Missing, asked: Set[Missing], of_wholes: Container[str] | None = None) -> bool:
    """Whether something else that is asked can say that this is not so, or is not asked of this person."""
    wholes = result.pack.reads.wholes(one.fact)
    wholes = wholes if of_wholes is None else frozenset(name for name in wholes if name in of_wholes)
    if any(Missing(name, member) in asked for name in wholes for member in (None, one.member)):
        return True
    if result.asked_of(*one) != UNKNOWN:
        return False
    of = result.pack.facts[one.fact].asked_of
    hangs_on = result.pack.reads.with_inputs(facts_of(of)) if of is not None else ()
    alike = (each for each in asked if one.member is None or each.member in (None, one.member))
    return any(each.fact in hangs_on for each in alike)


def _form(fact: Fact, about: Sequence[Missing]) -> Form:
    of_members = fact.subject is Subject.MEMBER
    if fact.type is FactType.BOOLEAN and (of_members or len(about) > 1):
        return Form.TICK
    return Form.COLUMN if of_members else Form.ONE
