"""What a report of one result says, in order and in words, before any format: text, Markdown and HTML show the same.

First what applies, then what is undetermined with the questions that could settle it, then the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from clausewise.engine.findings import Finding, Measure, MeasureVerdict, Missing, Result
from clausewise.engine.listings import followups_of, listings_of, still_open
from clausewise.engine.reasons import Reason
from clausewise.engine.twice import GrantedTwice, granted_twice
from clausewise.language.rules import Followup, ListKind
from clausewise.language.verdicts import Verdict
from clausewise.report import ReportOptions
from clausewise.report.grants import GrantWriter
from clausewise.report.office_lines import agency_with_contact, asked_of, rests_on_reading, waits_for_reading
from clausewise.report.proofs import ProofLine, ProofReader, spans_in, words_relied_on
from clausewise.report.wording import Wording, on_one_line, runs_of


@dataclass(frozen=True, slots=True)
class Step:
    """A follow-up: who does what, on which words, and the lines of its list."""

    text: str
    listed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quotation:
    """A place of the document, its text, and which stretches of it (begin, end) a finding relies on."""

    where: str
    text: str
    spans: tuple[tuple[int, int], ...]
    rendering: str = ""

    @property
    def excerpt(self) -> str:
        """The stretches relied on, with an ellipsis for what stands between them."""
        return "……".join(self.text[begin:end] for begin, end in self.spans)


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule with a verdict, for one subject or for several of whom the same is to be said."""

    rule: str
    provision: str
    title: str
    verdict: Verdict
    verdict_word: str
    subjects: tuple[str, ...]
    kind: str
    modality: str
    aid: tuple[str, ...]
    not_granted: tuple[str, ...]
    agency: str
    steps: tuple[Step, ...]
    deadline: str
    facts: tuple[str, ...]
    quotations: tuple[Quotation, ...]
    proofs: tuple[ProofLine, ...]
    missing: tuple[Missing, ...]
    reasons: tuple[str, ...]
    rests_on: tuple[str, ...]
    to_decide: tuple[str, ...]
    questions: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A measure by number and title; the title is empty when the page has none, the rendering where there is none."""

    number: int
    title: str
    rendering: str = ""

    @property
    def line(self) -> str:
        """Number, title, and in English our rendering of it."""
        return " ".join(one for one in (str(self.number), self.title, self.rendering) if one)


@dataclass(frozen=True, slots=True)
class Group:
    """The entries of one measure."""

    measure: Heading
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question, of whom it is asked, where it may be looked up, and what it could settle."""

    number: int
    text: str
    members: tuple[str, ...]
    lookup: str
    asked_of: str
    settles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """The report of one result. `refused` is filled only when everything is asked for.

    A group of `refused` without entries is a measure on members in a household that has none.
    """

    title: str
    case: str
    note: str
    pack: str
    as_of: str
    open_list: str
    notices: tuple[str, ...]
    digests: tuple[tuple[str, str], ...]
    applying: tuple[Group, ...]
    twice: tuple[str, ...]
    undetermined: tuple[Group, ...]
    questions: tuple[Question, ...]
    refused: tuple[Group, ...]
    does_not_apply: tuple[Heading, ...]
    institutional: tuple[Heading, ...]
    not_encoded: tuple[Heading, ...]
    no_text: tuple[Heading, ...]


def unanswerable(outline: Outline) -> list[Entry]:
    """What is undetermined with nothing to ask, and why."""
    return [entry for group in outline.undetermined for entry in group.entries if entry.reasons]


def make_outline(result: Result, options: ReportOptions, *, proofs: bool = False) -> Outline:
    """The outline of one result in the language of the options; with the whole `proofs` where a report shows them."""
    return _Outliner(result, options, proofs=proofs).outline()


def make_entry(result: Result, finding: Finding, wording: Wording) -> Entry:
    """One finding in words, with its whole proof."""
    return _EntryMaker(result, wording, proofs=True).make(finding)


class _Outliner:
    """Sorts one result into the parts of a report."""

    def __init__(self, result: Result, options: ReportOptions, *, proofs: bool) -> None:
        self._result = result
        self._options = options
        self._wording = Wording(result.pack, options.language)
        self._maker = _EntryMaker(result, self._wording, proofs=proofs)

    def outline(self) -> Outline:
        result, wording = self._result, self._wording
        shown = [finding for finding in result.findings if self._options.selects(finding)]
        questions, numbers = self._questions(shown)
        case = result.case
        return Outline(
            title=on_one_line(wording.pick(case.title)) if case.title else "",
            case=case.id,
            note=on_one_line(wording.pick(case.note)) if case.note else "",
            pack=wording.pick(result.pack.title),
            as_of=case.as_of.isoformat(),
            open_list=wording.open_list(case),
            notices=notices_in_words(result, wording),
            digests=self._digests(),
            applying=self._groups(shown, Verdict.APPLIES, numbers),
            twice=tuple(self._twice(one) for one in granted_twice(result) if any(f in shown for f, _ in one.grants)),
            undetermined=self._groups(shown, Verdict.UNDETERMINED, numbers),
            questions=questions,
            refused=self._refused(shown) if self._options.everything else (),
            does_not_apply=self._headings(MeasureVerdict.DOES_NOT_APPLY),
            institutional=self._headings(MeasureVerdict.INSTITUTIONAL),
            not_encoded=self._headings(MeasureVerdict.NOT_ENCODED),
            no_text=self._headings(MeasureVerdict.NO_TEXT),
        )

    def _digests(self) -> tuple[tuple[str, str], ...]:
        pack, word = self._result.pack, self._wording.word
        digests = {"document": pack.document_digest, "rules": pack.rules_digest, "case": self._result.case.digest}
        digests["office"] = self._result.case.office.digest if self._result.case.office else ""
        return tuple((word(name), digest) for name, digest in digests.items() if digest)

    def _twice(self, twice: GrantedTwice) -> str:
        """An aid that is granted twice: by which rules, of which provisions, and how much each."""
        wording = self._wording
        granted = []
        for finding, grant in twice.grants:
            amount = wording.word("amount_open") if grant.amount is None else wording.money(grant.amount)
            subjects = [] if finding.subject is None else [wording.subject(finding.subject)]
            by = wording.aside(f"{finding.rule.provision} {wording.pick(finding.rule.title)}", wording.listed(subjects))
            granted.append(wording.named(by, amount))
        return wording.named(wording.pick(twice.label), wording.in_turn(granted))

    def _headings(self, verdict: MeasureVerdict) -> tuple[Heading, ...]:
        return tuple(
            heading_of(measure, self._wording)
            for measure in self._result.measures
            if measure.verdict is verdict and self._shows(measure)
        )

    def _shows(self, measure: Measure) -> bool:
        selects = self._options.selects
        return self._options.selects_measure(measure.number) or any(map(selects, measure.findings))

    def _groups(self, findings: Iterable[Finding], verdict: Verdict, numbers: dict[str, int]) -> tuple[Group, ...]:
        by_measure: dict[int, list[Entry]] = {}
        for finding in findings:
            if finding.verdict is verdict:
                entry = self._maker.make(finding)
                asked = sorted({numbers[one.fact] for one in entry.missing if one.fact in numbers})
                by_measure.setdefault(finding.rule.clause, []).append(replace(entry, questions=tuple(asked)))
        return tuple(
            Group(heading_of(measure, self._wording), tuple(_merge(by_measure[measure.number])))
            for measure in self._result.measures
            if measure.number in by_measure
        )

    def _refused(self, findings: Iterable[Finding]) -> tuple[Group, ...]:
        """What does not apply, with the measures (without entries) that there is no member to find of."""
        groups = list(self._groups(findings, Verdict.DOES_NOT_APPLY, {}))
        empty = {measure.number for measure in self._result.measures if not measure.findings}
        refused = self._headings(MeasureVerdict.DOES_NOT_APPLY)
        groups += [Group(heading, ()) for heading in refused if heading.number in empty]
        return tuple(sorted(groups, key=lambda group: group.measure.number))

    def _questions(self, findings: Iterable[Finding]) -> tuple[tuple[Question, ...], dict[str, int]]:
        """The questions, those first that could settle most, and the number of each by its fact."""
        wanted: dict[str, _Wanted] = {}
        for finding in findings:
            for fact, member in still_open(finding):
                waiting = wanted.get(fact)
                if waiting is None:
                    waiting = wanted[fact] = _Wanted()
                if member is not None:
                    waiting.members[member] = None
                waiting.findings[finding] = None
        place = {name: index for index, name in enumerate(self._result.pack.facts)}
        order = sorted(wanted, key=lambda fact: (-len(wanted[fact].findings), place.get(fact, -1)))
        numbers = {fact: number for number, fact in enumerate(order, start=1)}
        return tuple(self._question(number, fact, wanted[fact]) for fact, number in numbers.items()), numbers

    def _question(self, number: int, fact: str, wanted: _Wanted) -> Question:
        wording = self._wording
        return Question(
            number,
            wording.question(fact, self._result.case),
            tuple(wording.subject(member) for member in wanted.members),
            wording.register(fact),
            asked_of(fact, wording),
            tuple(self._settled(wanted)),
        )

    def _settled(self, wanted: _Wanted) -> Iterator[str]:
        """The findings by provision: titles of which the same is to be said stand together."""
        wording = self._wording
        by_rule: dict[tuple[str, bool], list[str]] = {}
        for finding in wanted.findings:
            subjects = by_rule.setdefault((finding.rule.id, finding.verdict is Verdict.APPLIES), [])
            subjects += [] if finding.subject is None else [wording.subject(finding.subject)]
        together: dict[tuple[str, str], list[str]] = {}
        for (rule_id, applies), subjects in by_rule.items():
            rule = self._result.pack.rule(rule_id)
            remarks = [wording.listed(subjects)] if subjects else []
            remarks += [wording.word("what_it_gives")] if applies else []
            together.setdefault((rule.provision, wording.in_turn(remarks)), []).append(wording.pick(rule.title))
        for (provision, remark), titles in together.items():
            yield wording.aside(f"{provision} {wording.listed(titles)}", remark)


class _Wanted:
    """Who a missing fact is asked of, and the findings that wait for it: for their verdict, or for what they give."""

    def __init__(self) -> None:
        self.members: dict[str, None] = {}
        self.findings: dict[Finding, None] = {}


class _EntryMaker:
    """Puts findings of one result into words."""

    def __init__(self, result: Result, wording: Wording, *, proofs: bool) -> None:
        self._result = result
        self._wording = wording
        self._reader = ProofReader(result, wording)
        self._proofs = proofs
        self._grants = GrantWriter(result, wording)

    def make(self, finding: Finding) -> Entry:
        rule, wording = finding.rule, self._wording
        return Entry(
            rule=rule.id,
            provision=rule.provision,
            title=wording.pick(rule.title),
            verdict=finding.verdict,
            verdict_word=wording.word(finding.verdict.value),
            subjects=() if finding.subject is None else (wording.subject(finding.subject),),
            kind=wording.word(rule.kind),
            modality=wording.firmness(rule.modality),
            aid=tuple(self._grants.aid(finding, grant) for grant in finding.aid),
            not_granted=tuple(map(self._grants.nothing, finding.not_granted)),
            agency=self._agency(finding),
            steps=tuple(self._step(finding, one) for one in followups_of(finding)),
            deadline=self._deadline(finding),
            facts=self._reader.grounds(finding),
            quotations=tuple(self._quotations(finding)),
            proofs=(self._reader.proof(finding),) if self._proofs else (),
            missing=still_open(finding),
            reasons=tuple(dict.fromkeys(self._reason(finding, one) for one in finding.reasons)),
            rests_on=tuple(rests_on_reading(one, wording) for one in finding.rests_on),
            to_decide=tuple(waits_for_reading(one, wording) for one in finding.contested),
        )

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

    def _quotations(self, finding: Finding) -> Iterator[Quotation]:
        """The provision first, then the other places that words were taken from."""
        words = words_relied_on(finding)
        document = self._result.pack.document
        for place in dict.fromkeys((finding.rule.provision, *(one.where for one in words))):
            clause = document.clause(int(place.partition(".")[0]))
            text = document.provision(place).text if "." in place else (clause.title if clause else None) or ""
            rendering = self._wording.rendering(place if "." in place else int(place))
            yield Quotation(self._wording.where(place), text, spans_in(text, words, place), rendering)


def notices_in_words(result: Result, wording: Wording) -> tuple[str, ...]:
    """Each notice with what to do about it, and where."""
    found = []
    for one in result.notices:
        text = wording.aside(wording.pick(one.text), wording.pick(one.mend))
        found.append(text if one.place is None else f"{text}  {one.place}")
    return tuple(found)


def heading_of(measure: Measure, wording: Wording) -> Heading:
    """A measure by number and title."""
    return Heading(measure.number, measure.title or "", wording.rendering(measure.number))


def named_in_runs(headings: Sequence[Heading]) -> list[str]:
    """Measures by number and title; before them, those without a title in runs such as `1–7`."""
    untitled = runs_of(heading.number for heading in headings if not heading.title)
    return [*untitled, *(heading.line for heading in headings if heading.title)]


def _merge(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Entries that say the same of several members become one."""
    merged: dict[Entry, list[Entry]] = {}
    for entry in entries:
        bare = replace(entry, subjects=(), proofs=(), missing=())
        merged.setdefault(bare, []).append(entry)
    for bare, same in merged.items():
        yield replace(
            bare,
            subjects=tuple(subject for one in same for subject in one.subjects),
            proofs=tuple(proof for one in same for proof in one.proofs),
            missing=tuple(dict.fromkeys(missing for one in same for missing in one.missing)),
        )
