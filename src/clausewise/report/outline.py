"""What a report of one result says, in order and in words, before any format: text, Markdown and HTML show the same.

First what applies, then what is undetermined with the questions that could settle it, then the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter

from clausewise.engine.findings import Finding, Measure, MeasureVerdict, Result
from clausewise.engine.listings import still_open
from clausewise.engine.missing import MEMBERS
from clausewise.engine.twice import GrantedTwice, granted_twice
from clausewise.language.verdicts import Verdict
from clausewise.report import ReportOptions
from clausewise.report.beside import notice_in_words
from clausewise.report.entries import Entry, EntryMaker
from clausewise.report.office_lines import asked_of, given_by_readings, office_used
from clausewise.report.wording import Wording, on_one_line, runs_of

_FACT = attrgetter("fact")


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
    office: str
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


class _Outliner:
    """Sorts one result into the parts of a report."""

    def __init__(self, result: Result, options: ReportOptions, *, proofs: bool) -> None:
        self._result = result
        self._options = options
        self._wording = Wording(result.pack, options.language)
        self._maker = EntryMaker(result, self._wording, proofs=proofs)

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
            office=office_used(case.office, wording),
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
        by_measure: dict[int, list[Finding]] = {}
        for finding in findings:
            if finding.verdict is verdict:
                by_measure.setdefault(finding.rule.clause, []).append(finding)
        return tuple(
            Group(heading_of(measure, self._wording), tuple(self._maker.gather(by_measure[measure.number], numbers)))
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
        waiting = {finding: still_open(finding) for finding in findings}
        wanted: dict[str, _Wanted] = {}
        # Large families wait for the same few thousand facts over and over: each is looked at once.
        for fact, member in dict.fromkeys(chain.from_iterable(waiting.values())):
            of_fact = wanted.setdefault(fact, _Wanted())
            if member is not None:
                of_fact.members.append(member)
        for finding, missing in waiting.items():
            for fact in set(map(_FACT, missing)):
                wanted[fact].findings.append(finding)
        measures = [one for one in self._result.measures if one.waits_for_members and self._shows(one)]
        if measures:
            wanted.setdefault(MEMBERS.fact, _Wanted()).measures = measures
        place = {name: index for index, name in enumerate(self._result.pack.facts)}
        order = sorted(wanted, key=lambda fact: (-wanted[fact].weight, place.get(fact, -1)))
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


class _Wanted:
    """Who a missing fact is asked of, and the findings that wait for it: for their verdict, or for what they give.

    `measures` are those that wait for it although none of their findings does.
    """

    def __init__(self) -> None:
        self.members: list[str] = []
        self.findings: list[Finding] = []
        self.measures: list[Measure] = []

    @property
    def weight(self) -> int:
        return len(self.findings) + len(self.measures)


def notices_in_words(result: Result, wording: Wording) -> tuple[str, ...]:
    """Each notice with what to do about it, and where."""
    return tuple(notice_in_words(one, wording) for one in result.notices)


def heading_of(measure: Measure, wording: Wording) -> Heading:
    """A measure by number and title."""
    return Heading(measure.number, measure.title or "", wording.rendering(measure.number))


def named_in_runs(headings: Sequence[Heading]) -> list[str]:
    """Measures by number and title; before them, those without a title in runs such as `1–7`."""
    untitled = runs_of(heading.number for heading in headings if not heading.title)
    return [*untitled, *(heading.line for heading in headings if heading.title)]
