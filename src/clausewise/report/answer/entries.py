"""Puts findings into words, before any format: what applies or may, to whom, on which words, and what it rests on.

What is to be said of several members in the same words becomes one entry. It decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from clausewise.classes import NamedTuple
from clausewise.engine.findings import Finding, Missing, Result
from clausewise.engine.listings import followups_of, listings_of, still_open
from clausewise.engine.reasons import Reason
from clausewise.language.conditions import Contested, Quantifier, Words, walk
from clausewise.language.contested import ContestedPoint
from clausewise.language.rules import Followup, ListKind, Rule
from clausewise.language.verdicts import Verdict
from clausewise.report.answer.grants import GrantWriter
from clausewise.report.answer.proofs import ProofLine, ProofReader, words_relied_on
from clausewise.report.answer.standing import waits_for
from clausewise.report.office_lines import (
    agency_with_contact,
    by_reading,
    makes_no_difference,
    rests_on_reading,
    waits_for_reading,
)
from clausewise.report.phrases import some_agencies
from clausewise.report.quotations import Quotation, spans_in
from clausewise.report.wording import Wording


class Step(NamedTuple):
    """A follow-up: who does what, on which words, and the lines of its list."""

    text: str
    listed: tuple[str, ...]


class Entry(NamedTuple):
    """One rule with a verdict, for one subject or for several of whom the same is to be said."""

    rule: str
    provision: str
    title: str
    verdict: Verdict
    verdict_word: str
    kind: str
    modality: str
    firm: str
    is_claim: bool
    gives: str
    aid: tuple[str, ...]
    not_granted: tuple[str, ...]
    is_anothers: bool
    agency: str
    office: str
    offices: tuple[str, ...]
    steps: tuple[Step, ...]
    deadline: str
    due: str
    facts: tuple[str, ...]
    quotations: tuple[Quotation, ...]
    reasons: tuple[str, ...]
    rests_on: tuple[str, ...]
    by_reading: tuple[str, ...]
    to_decide: tuple[str, ...]
    agreeing: tuple[str, ...]
    agreeing_words: tuple[str, ...]
    open: tuple[str, ...]
    open_words: tuple[str, ...]
    waits: str
    questions: tuple[int, ...] = ()
    subjects: tuple[str, ...] = ()
    proofs: tuple[ProofLine, ...] = ()
    missing: tuple[Missing, ...] = ()

    @property
    def left_open(self) -> tuple[tuple[str, str], ...]:
        """What is contested or left open, each line with the key of its name: what decides the verdict first."""
        named = {"office": self.rests_on, "to_decide": self.to_decide, "contested": self.agreeing}
        named |= {} if self.verdict is Verdict.DOES_NOT_APPLY else {"open": self.open}
        return tuple((name, line) for name, lines in named.items() for line in lines)


def make_entry(result: Result, finding: Finding, wording: Wording) -> Entry:
    """One finding in words, with its whole proof."""
    return EntryMaker(result, wording, proofs=True).make(finding)


class EntryMaker:
    """Puts findings of one result into words."""

    def __init__(self, result: Result, wording: Wording, *, proofs: bool) -> None:
        self._result = result
        self._wording = wording
        self._reader = ProofReader(result, wording)
        self._proofs = proofs
        self._grants = GrantWriter(result, wording)
        self._distinct: dict[Entry, Entry] = {}
        self._said: dict[tuple[str, str | None], Entry] = {}
        self._quoted: dict[tuple[str, tuple[Words, ...]], tuple[Quotation, ...]] = {}
        self._tells_apart = {rule.id for rule in result.pack.rules if _tells_members_apart(rule)}

    def gather(self, findings: Iterable[Finding], numbers: Mapping[str, Sequence[int]]) -> Iterator[Entry]:
        """Findings in words: those of which the same is to be said become one entry.

        `numbers` are those of the questions that ask a fact, by the fact.
        """
        gathered: dict[int, tuple[Entry, list[Finding]]] = {}
        for finding in findings:
            entry = self._said_of(finding, numbers)
            gathered.setdefault(id(entry), (entry, []))[1].append(finding)
        for entry, ones in gathered.values():
            yield self._about(entry, ones)

    def make(self, finding: Finding) -> Entry:
        """One finding in words, without the numbers of its questions."""
        return self._about(self._say(finding, {}), [finding])

    def _about(self, entry: Entry, findings: Sequence[Finding]) -> Entry:
        """What is said of nobody by name, said of these."""
        subjects = (self._wording.subject(one.subject) for one in findings if one.subject is not None)
        return entry._replace(
            subjects=tuple(subjects),
            proofs=tuple(map(self._reader.proof, findings)) if self._proofs else (),
            missing=tuple(dict.fromkeys(chain.from_iterable(map(still_open, findings)))),
        )

    def _said_of(self, finding: Finding, numbers: Mapping[str, Sequence[int]]) -> Entry:
        """What is said of a finding; of members of whom the same is known it is put into words once."""
        key = finding.rule.id, finding.alike
        waits = any(grant.missing for grant in finding.aid) or (finding.deadline and finding.deadline.missing)
        own = finding.rule.id in self._tells_apart or waits or finding.reasons
        entry = None if own else self._said.get(key)
        if entry is None:
            said = self._say(finding, numbers)
            entry = self._distinct.setdefault(said, said)
            if not own:
                self._said[key] = entry
        return entry

    def _say(self, finding: Finding, numbers: Mapping[str, Sequence[int]]) -> Entry:
        rule, wording = finding.rule, self._wording
        aid = tuple(self._grants.aid(finding, grant) for grant in finding.aid)
        agreeing, offices = tuple(self._agreeing(finding)), tuple(map(self._found, rule.agency))
        undetermined = finding.verdict is Verdict.UNDETERMINED
        asked = {number for fact in {one.fact for one in still_open(finding)} for number in numbers.get(fact, ())}
        return Entry(
            rule=rule.id,
            provision=rule.provision,
            title=wording.pick(rule.title),
            verdict=finding.verdict,
            verdict_word=wording.word(finding.verdict.value),
            kind=wording.word(rule.kind),
            modality=wording.firmness(rule.modality),
            firm=wording.word(rule.modality.kind),
            is_claim=rule.modality.kind.is_claim and bool(aid or not finding.not_granted),
            gives=self._gives(aid) or wording.pick(rule.title),
            aid=aid,
            not_granted=tuple(map(self._grants.nothing, finding.not_granted)),
            is_anothers=bool(finding.aid) and all(self._grants.is_anothers(finding, one) for one in finding.aid),
            agency=self._agency(finding),
            office=some_agencies(offices, wording),
            offices=offices,
            steps=tuple(self._step(finding, one) for one in followups_of(finding)),
            deadline=self._deadline(finding),
            due=self._due(finding),
            facts=self._reader.grounds(finding),
            quotations=self._quotations(finding),
            reasons=tuple(dict.fromkeys(self._reason(finding, one) for one in finding.reasons)),
            rests_on=tuple(rests_on_reading(one, wording) for one in finding.rests_on),
            by_reading=tuple(by_reading(one, wording) for one in finding.rests_on),
            to_decide=tuple(waits_for_reading(one, wording) for one in finding.awaits),
            agreeing=tuple(makes_no_difference(one, wording) for one in agreeing),
            agreeing_words=tuple(dict.fromkeys(str(one.words) for one in agreeing)),
            open=tuple(wording.after_quote(one.words, wording.pick(one.label)) for one in rule.open),
            open_words=tuple(dict.fromkeys(str(one.words) for one in rule.open)),
            waits=wording.pick(waits_for(self._result, finding).label) if undetermined else "",
            questions=tuple(sorted(asked)),
        )

    def grounds(self, finding: Finding) -> tuple[str, ...]:
        """The facts that decided a finding."""
        return self._reader.grounds(finding)

    def _gives(self, aid: Sequence[str]) -> str:
        """The aids in one line; where some say how much, they stand further apart."""
        figures = any(self._wording.named("", "") in one for one in aid)
        return self._wording.in_turn(aid) if figures else self._wording.listed(aid)

    def _due(self, finding: Finding) -> str:
        """The day of a deadline, or that it is not known yet; nothing where there is none."""
        state, wording = finding.deadline, self._wording
        if state is None:
            return ""
        if state.day is None:
            return wording.aside(wording.word("deadline_open"), wording.pick(state.deadline.label))
        return wording.aside(state.day.isoformat(), wording.word("overdue" if state.overdue else "in_time"))

    def _agreeing(self, finding: Finding) -> Iterator[ContestedPoint]:
        """The contested points of its conditions on which nothing hangs here."""
        points = (node.point for node in walk(finding.rule.when) if isinstance(node, Contested))
        decisive = {one.point.id for one in finding.rests_on} | {one.id for one in finding.contested}
        for name in dict.fromkeys(points):
            if name not in decisive:
                yield self._result.pack.contested[name]

    def _reason(self, finding: Finding, reason: Reason) -> str:
        """Why nobody can answer; with the rule it stands in, where that is another."""
        text = self._wording.reason(reason, self._result.case.as_of)
        elsewhere = "" if reason.rule == finding.rule.id else self._finding_title(reason.rule)
        return self._wording.aside(text, elsewhere)

    def _agency(self, finding: Finding) -> str:
        rule, wording = finding.rule, self._wording
        agencies = wording.listed(self._found(agency) for agency in rule.agency)
        return wording.aside(agencies, rule.assigned_by or rule.provision)

    def _found(self, agency: str) -> str:
        return agency_with_contact(agency, self._result.case.office, self._wording)

    def _step(self, finding: Finding, followup: Followup) -> Step:
        wording = self._wording
        does = wording.named(wording.agency(followup.by), wording.pick(followup.label))
        own = "" if followup.modality is None else f" {wording.firmness(followup.modality)}"
        text = f"{does}{wording.quote(followup.words)}{followup.words.where}{own}"
        name = self._finding_title if followup.lists is ListKind.AGENCIES else wording.label
        listed = tuple(
            wording.named(wording.pick(one.label), wording.listed(self._grouped(one.entries, name)))
            for one in listings_of(self._result, finding, followup)
        )
        return Step(text, listed)

    def _grouped(self, entries: Iterable[str], name: Callable[[str], str]) -> Iterator[str]:
        """Entries of a list (`rule@member`, `fact@member`) in words, each once with the members it is about."""
        members: dict[str, list[str]] = {}
        for entry in entries:
            what, _, member = entry.partition("@")
            members.setdefault(what, []).extend([member] if member else [])
        for what, whose in members.items():
            yield self._wording.aside(name(what), self._wording.listed(whose))

    def _finding_title(self, rule_id: str) -> str:
        rule = self._result.pack.rule(rule_id)
        return f"{rule.provision} {self._wording.pick(rule.title)}"

    def _deadline(self, finding: Finding) -> str:
        state, wording = finding.deadline, self._wording
        if state is None:
            return ""
        words = state.deadline.words
        own = "" if state.deadline.modality is None else f" {wording.firmness(state.deadline.modality)}"
        what = f"{wording.pick(state.deadline.label)}{wording.quote(words)}{words.where}{own}"
        if state.day is None:
            waits_for = wording.listed(map(wording.missing, state.missing))
            return wording.named(wording.aside(wording.word("deadline_open"), waits_for), what)
        late = wording.word("overdue" if state.overdue else "in_time")
        return wording.named(wording.aside(state.day.isoformat(), late), what)

    def _quotations(self, finding: Finding) -> tuple[Quotation, ...]:
        """The provision first, then the other places that words were taken from."""
        key = finding.rule.id, words_relied_on(finding)
        if key not in self._quoted:
            self._quoted[key] = tuple(self._quote(finding.rule, key[1]))
        return self._quoted[key]

    def _quote(self, rule: Rule, words: Sequence[Words]) -> Iterator[Quotation]:
        document = self._result.pack.document
        kept = [rule.modality.words, *(aid.words for aid in rule.aid if aid.words in words)]
        kept += [rule.deadline.words] if rule.deadline else []
        for place in dict.fromkeys((rule.provision, *(one.where for one in words))):
            clause = document.clause(int(place.partition(".")[0]))
            text = document.provision(place).text if "." in place else (clause.title if clause else None) or ""
            rendering = self._wording.rendering(place if "." in place else int(place))
            spans, of_aid = (spans_in(text, some, place) for some in (words, kept))
            yield Quotation(self._wording.where(place), text, spans, rendering, of_aid)


def _tells_members_apart(rule: Rule) -> bool:
    """Whether what is said of a rule names members, so that it is not the same of two of whom the same is known."""
    looks_at_all = any(isinstance(node, Quantifier) for node in walk(rule.when))
    lists = any(followup.lists is ListKind.AGENCIES for followup in rule.followup)
    return looks_at_all or lists or any(aid.per_household for aid in rule.aid)
