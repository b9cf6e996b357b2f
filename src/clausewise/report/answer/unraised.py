"""What nobody looked into, by topics: those to which a family said no, those that nobody asked about, and what comes up
only when somebody raises it. None of it is refused.

A topic that no family is asked about, such as being a recipient already, is answered by the table and the status.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain

from clausewise.engine.findings import Finding, Result
from clausewise.engine.listings import still_open
from clausewise.engine.missing import MEMBERS
from clausewise.language.facts import Asked
from clausewise.language.topics import Topic
from clausewise.report.answer.prompting import topic_in_short
from clausewise.report.answer.sections import Item, Section, SectionKind
from clausewise.report.answer.standing import Waits, answered_open, is_denied, known_in_part
from clausewise.report.phrases import closed_clauses, unknown_clauses
from clausewise.report.runs import runs_of
from clausewise.report.wording import Wording


class Unraised:
    """The topics of one result that are not open; `waits` says what each undetermined finding waits for."""

    def __init__(self, result: Result, waits: Mapping[Finding, Waits], wording: Wording) -> None:
        self._result = result
        self._wording = wording
        self._findings = [one for one, why in waits.items() if why is Waits.NOT_LOOKED_INTO]
        self._waiting = [one.rule for one in self._findings]
        self._raised = [one.rule for one, why in waits.items() if why is Waits.NOT_RAISED]
        self._passed_over = [one for one in self._findings if result.looks_into(one.rule)]

    def sections(self, *, whole: bool, numbers_alone: bool) -> Iterator[Section]:
        """What the family denied, then what was not looked into; topics `whole`, in short, or by their clauses."""
        wording = self._wording
        of_denied, others = self._of_denied, self._of_others
        items = self._items(of_denied, whole=whole, numbers_alone=numbers_alone)
        if items:
            heading = wording.heading("section_answered_no")
            counted = closed_clauses(self.denied, wording)
            yield Section(SectionKind.ANSWERED_NO, wording.aside(heading, counted), tuple(items), flows=True)
        items = self._items(others, whole=whole, numbers_alone=numbers_alone)
        if self._raised:
            provisions = wording.listed(dict.fromkeys(rule.provision for rule in self._raised))
            items.append(Item("", wording.named(wording.word("only_when_raised"), provisions)))
        if self._passed_over:
            items.append(Item("", wording.named(wording.word("not_asked_of"), wording.listed(self._not_asked_of()))))
        if items:
            heading = wording.heading("section_not_looked_into")
            counted = unknown_clauses(self.not_asked, wording)
            yield Section(SectionKind.NOT_LOOKED_INTO, wording.aside(heading, counted), tuple(items), flows=True)

    @property
    def denied(self) -> int:
        """Of how many clauses nothing more was asked, because the family said no to what they are about."""
        return len(_all(self._of_denied))

    @property
    def not_asked(self) -> int:
        """Of how many clauses nobody was asked anything."""
        rules = (*self._raised, *(one.rule for one in self._passed_over))
        return len(_all(self._of_others) | {rule.clause for rule in rules})

    @cached_property
    def _denied_topics(self) -> list[Topic]:
        return [topic for topic in self._result.closed if self._is_answered(topic)]

    @cached_property
    def _of_denied(self) -> dict[str, tuple[Topic, set[int]]]:
        return self._clauses(self._denied_topics, ())

    @cached_property
    def _of_others(self) -> dict[str, tuple[Topic, set[int]]]:
        denied = self._denied_topics
        return self._clauses([one for one in self._result.closed if one not in denied], denied)

    def _is_answered(self, topic: Topic) -> bool:
        """Whether the family said that there is nothing of the kind: asked about it, or in the table and the status."""
        if topic.is_offered:
            return is_denied(topic, self._result.case)
        case, facts = self._result.case, self._result.pack.facts
        answered = {*answered_open(case), *known_in_part(case)}
        waiting = (one for one in self._findings if one.rule.id in topic.rules)
        return not any(
            missing == MEMBERS or facts[missing.fact].asked in (Asked.TABLE, Asked.STATUS)
            for missing in chain.from_iterable(map(still_open, waiting))
            if missing not in answered and (missing == MEMBERS or missing.fact in facts)
        )

    def _not_asked_of(self) -> Iterator[str]:
        """The provisions of which nobody is asked, by what is known, with whom each is about."""
        whose: dict[str, dict[str, None]] = {}
        for one in self._passed_over:
            members = whose.setdefault(one.rule.provision, {})
            members |= {} if one.subject is None else {self._wording.subject(one.subject): None}
        for provision, members in whose.items():
            yield self._wording.aside(provision, self._wording.listed(members))

    def _clauses(self, topics: Sequence[Topic], but_of: Sequence[Topic]) -> dict[str, tuple[Topic, set[int]]]:
        """The clauses that wait behind each topic, by its id; what other topics have said already is left out."""
        said = {rule for topic in but_of for rule in topic.rules}
        left = [rule for rule in self._waiting if rule.id not in said]
        found = {topic.id: (topic, {rule.clause for rule in left if rule.id in topic.rules}) for topic in topics}
        return {name: one for name, one in found.items() if one[1]}

    def _items(self, topics: Mapping[str, tuple[Topic, set[int]]], *, whole: bool, numbers_alone: bool) -> list[Item]:
        wording = self._wording
        if numbers_alone and topics:
            return [Item("", wording.listed(runs_of(sorted(_all(topics)))))]
        return [
            Item(
                "",
                wording.aside(
                    wording.pick(topic.label) if whole else topic_in_short(topic, wording),
                    wording.listed(runs_of(sorted(clauses))),
                ),
            )
            for topic, clauses in topics.values()
        ]


def _all(topics: Mapping[str, tuple[Topic, set[int]]]) -> set[int]:
    """The clauses of all topics."""
    return set().union(*(clauses for _, clauses in topics.values()))
