"""What the answer on one case says, in order and in words, before any format: text, Markdown and HTML show the same.

First what the household gets, then what to know beside it and what is still to be asked, then procedure, what was not
looked into, and what does not apply.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from clausewise.case.answers import Told
from clausewise.clock import today
from clausewise.engine.findings import Finding, Measure, MeasureVerdict, Result
from clausewise.engine.listings import still_open
from clausewise.engine.twice import GrantedTwice, granted_twice
from clausewise.language.rules import RuleKind
from clausewise.language.verdicts import Verdict
from clausewise.report import ReportOptions
from clausewise.report.answer.asking import Asking
from clausewise.report.answer.behind_all import listed_by_all
from clausewise.report.answer.benefits import BenefitMaker
from clausewise.report.answer.entries import Entry, EntryMaker
from clausewise.report.answer.sections import Group, Heading, Item, Outline, Section, SectionKind, named_in_runs
from clausewise.report.answer.standing import TO_FIND_OUT, Openness, Waits, answered_open, known_in_part, waits_for
from clausewise.report.answer.unraised import Unraised
from clausewise.report.office_lines import finder_in_words, office_used
from clausewise.report.phrases import (
    Asked,
    benefits_counted,
    everyone,
    not_looked_at,
    notice_in_words,
    people_counted,
    questions_counted,
    without_aside,
)
from clausewise.report.runs import runs_of
from clausewise.report.wording import Wording, on_one_line

_CASE_FILES = (".yaml", ".yml", ".json")
# More grounds than this are not given for a measure that does not apply; --all has them.
_MOST_GROUNDS = 2
# Of more steps, or measures that do not apply, than this no more than the titles are given.
_FEW = 3
# How many lines of questions there are at most, and of the office's, the terser the fewer.
_MOST_LINES, _MOST_OF_OFFICE = (7, 5, 5, 5, 3, 2, 1), (2, 1, 1, 0, 0, 0, 0)
# From which terseness on titles stand without grounds, what is left open is counted, numbers stand for titles and
# sections of one line close together, and what is said of a benefit has one line, as its words and their rendering.
_TITLES_ALONE, _COUNTED, _NUMBERS_ALONE, _IN_ONE_LINE = 1, 2, 3, 5


def make_outline(result: Result, options: ReportOptions, *, whole: bool = False) -> Outline:
    """The outline of one result in the language of the options.

    Where it is to be shown `whole`, what is undetermined and all questions stand in it too, and entries have their
    proofs; what is refused only where the options want everything.
    """
    return _Outliner(result, options, whole=whole).outline()


def make_benefits(result: Result, options: ReportOptions) -> Section:
    """What the household gets and nothing else: nothing that is still to be asked is worked out for it."""
    return _Outliner(result, options, whole=False).benefits({})


def count_procedure(result: Result, options: ReportOptions) -> int:
    """How many steps of procedure an answer lists, as the heading over them says."""
    return len(_Outliner(result, options, whole=False).procedure({}))


def shorter_and_shorter(result: Result, options: ReportOptions) -> Iterator[Outline]:
    """The same outline, then shorter ones: fewer questions, and of all that gives nothing less by less.

    What the household gets stands in all of them.
    """
    outliner = _Outliner(result, options, whole=False)
    for terseness in range(len(_MOST_LINES)):
        yield outliner.outline(terseness)


class _Outliner:
    """Sorts one result into the sections of an answer."""

    def __init__(self, result: Result, options: ReportOptions, *, whole: bool) -> None:
        self._result = result
        self._options = options
        self._whole = whole or options.everything
        self._wording = Wording(result.pack, options.language)
        self._maker = EntryMaker(result, self._wording, proofs=whole)
        self._shown = [finding for finding in result.findings if options.selects(finding)]
        self._gathered: dict[RuleKind, list[Entry]] = {}
        self._benefits: dict[bool, list[Item]] = {}
        self._terseness = 0

    @cached_property
    def _waits(self) -> dict[Finding, Waits]:
        undetermined = (finding for finding in self._shown if finding.verdict is Verdict.UNDETERMINED)
        openness = Openness(self._result.case)
        return {finding: waits_for(self._result, finding, openness) for finding in undetermined}

    @cached_property
    def _asking(self) -> Asking:
        return Asking(self._result, self._wording, self._options.selects)

    def outline(self, terseness: int = 0) -> Outline:
        self._terseness = terseness
        result, wording, case = self._result, self._wording, self._result.case
        return Outline(
            title=on_one_line(wording.pick(case.title)) if case.title else "",
            people=people_counted(case, wording),
            case=case.id,
            note=on_one_line(wording.pick(case.note)) if case.note else "",
            pack=wording.pick(result.pack.title),
            as_of=case.as_of.isoformat(),
            office=office_used(case.office, wording),
            sections=tuple(self._sections()),
            of_families=self._asking.of_families(),
            closing=tuple(self._closing()),
            digests=self._digests(),
            is_close=terseness >= _NUMBERS_ALONE,
            is_terse=terseness >= _IN_ONE_LINE,
            undetermined=self._groups(Verdict.UNDETERMINED) if self._whole else (),
            questions=self._asking.in_full() if self._whole else (),
            refused=self._refused() if self._options.everything else (),
        )

    def _sections(self) -> Iterator[Section]:
        yield self.benefits(self._asking.numbers)
        twice = [one for one in granted_twice(self._result) if any(f in self._shown for f, _ in one.grants)]
        yield from self._named(SectionKind.TWICE, [Item("!", self._twice(one)) for one in twice])
        yield from self._named(SectionKind.NOTICES, [Item("!", one) for one in self._notices()], counted=False)
        yield self._to_ask()
        yield from self._of_office()
        for kind in (SectionKind.TO_CHECK, SectionKind.LEFT_OPEN):
            yield from self._named(kind, self._answered[kind], flows=True)
        yield from self._named(SectionKind.NO_ANSWER, list(self._unanswerable()))
        steps = self.procedure(self._asking.numbers)
        few = len(steps) <= _FEW and self._terseness < _TITLES_ALONE
        procedure = [Item("", self._step(one, few=few), entries=(one,)) for one in steps]
        if self._terseness >= _NUMBERS_ALONE and steps:
            provisions = dict.fromkeys(self._wording.spaced(filter(None, [one.provision, one.due])) for one in steps)
            procedure = [Item("", self._wording.listed(provisions))]
        yield from self._named(SectionKind.PROCEDURE, procedure, number=len(steps), flows=True)
        yield from self._not_looked_into()
        yield from self._does_not_apply()

    def _named(
        self,
        kind: SectionKind,
        items: Sequence[Item],
        *,
        counted: bool = True,
        number: int | None = None,
        flows: bool = False,
    ) -> Iterator[Section]:
        """A section with its items, where there are any; `number` is how many they are, where they share one."""
        if items:
            heading = self._wording.heading(f"section_{kind}")
            if counted:
                heading = self._wording.aside(heading, str(len(items) if number is None else number))
            yield Section(kind, heading, tuple(items), flows=flows)

    # ------------------------------------------------------------ what the household gets

    def benefits(self, numbers: Mapping[str, Sequence[int]]) -> Section:
        """What the household gets; `numbers` are those of the questions that ask a fact."""
        wording, counted = self._wording, self._terseness >= _COUNTED
        if counted not in self._benefits:
            entries = self._applying(RuleKind.BENEFIT, numbers)
            self._benefits[counted] = list(BenefitMaker(self._result.case, wording).items(entries, counted=counted))
        items = self._benefits[counted]
        claims = sum(item.is_claim for item in items)
        no_text = [one.number for one in self._measures(MeasureVerdict.NO_TEXT)]
        return Section(
            SectionKind.BENEFITS,
            wording.aside(wording.heading("section_benefits"), benefits_counted(claims, len(items) - claims, wording)),
            tuple(items),
            remark=not_looked_at(runs_of(no_text), wording) if no_text else "",
            empty=wording.word("nothing_applies"),
        )

    def procedure(self, numbers: Mapping[str, Sequence[int]]) -> list[Entry]:
        """The steps of procedure; `numbers` are those of the questions that ask a fact."""
        return self._applying(RuleKind.PROCEDURE, numbers)

    def _applying(self, kind: RuleKind, numbers: Mapping[str, Sequence[int]]) -> list[Entry]:
        """What applies of a kind, the same in every length."""
        if kind not in self._gathered:
            findings = [one for one in self._shown if one.verdict is Verdict.APPLIES and one.rule.kind is kind]
            self._gathered[kind] = list(self._maker.gather(findings, numbers))
        return self._gathered[kind]

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

    # ------------------------------------------------------------ what to know, and what to ask

    def _notices(self) -> Iterator[str]:
        wording, case = self._wording, self._result.case
        if wording.open_list(case):
            yield wording.open_list(case)
        if case.as_of != today():
            yield wording.word("not_today").format(day=case.as_of)
        yield from (notice_in_words(one, wording) for one in self._result.notices)

    def _to_ask(self) -> Section:
        wording, number = self._wording, len(self._asking.prompts)
        counted = Asked(number, self._asking.of_benefits, self._waiting_otherwise(), self._asking.is_most)
        heading = wording.aside(wording.heading("section_to_ask"), questions_counted(counted, wording))
        items = tuple(self._asking.in_lines(_MOST_LINES[self._terseness]))
        return Section(SectionKind.TO_ASK, heading, items, empty=wording.word("nothing_open"))

    def _of_office(self) -> Iterator[Section]:
        """What the office has to say: the first of it, and in how many clauses there is more."""
        wording, asking = self._wording, self._asking
        most = _MOST_OF_OFFICE[self._terseness]
        items, left = tuple(asking.of_office(most)), asking.clauses_of_office(most)
        if items or left:
            heading = wording.aside(wording.heading("section_of_office"), str(asking.number_of_office))
            more = listed_by_all(wording, left, others=bool(items)) if left else ""
            yield Section(SectionKind.OF_OFFICE, heading, items, remark=more)

    def _waiting_otherwise(self) -> int:
        """How many benefits are looked into and wait for nothing that can be asked now: for whoever has to find out."""
        found = (one.rule for one, waits in self._waits.items() if waits in TO_FIND_OUT)
        return len({rule.id for rule in found if rule.kind is RuleKind.BENEFIT})

    @cached_property
    def _answered(self) -> Mapping[SectionKind, Sequence[Item]]:
        """What was asked and left open, that still matters: it is to be checked, or nobody here knows it.

        Members of whom the same was answered of one fact stand together, and facts of which the same was of the same.
        """
        wording = self._wording
        told, in_part = answered_open(self._result.case), known_in_part(self._result.case)
        of_whom: dict[tuple[SectionKind, str, str], list[str]] = {}
        for missing in dict.fromkeys(one for finding in self._shown for one in still_open(finding)):
            if missing in told:
                answer = told[missing]
                kind = SectionKind.TO_CHECK if answer.told is Told.TO_CHECK else SectionKind.LEFT_OPEN
                said = [answer.by, answer.at, finder_in_words(answer.source, wording)]
            elif missing in in_part:
                kind, said = SectionKind.LEFT_OPEN, [str(in_part[missing]), wording.word("day_not_known")]
            else:
                continue
            members = of_whom.setdefault((kind, missing.fact, wording.listed(filter(None, said))), [])
            members += [] if missing.member is None else [wording.subject(missing.member)]
        together: dict[tuple[SectionKind, str, str], list[str]] = {}
        for (kind, fact, stamp), members in of_whom.items():
            whom = everyone(members, self._result.case, wording) if members else ""
            together.setdefault((kind, whom, stamp), []).append(wording.label(fact))
        found: dict[SectionKind, list[Item]] = {SectionKind.TO_CHECK: [], SectionKind.LEFT_OPEN: []}
        for (kind, whom, stamp), labels in together.items():
            listed = wording.listed(labels)
            found[kind].append(Item("", wording.aside(wording.named(whom, listed) if whom else listed, stamp)))
        return found

    def _unanswerable(self) -> Iterator[Item]:
        findings = [one for one, waits in self._waits.items() if waits is Waits.NO_VALUE]
        for entry in self._maker.gather(findings, {}):
            text = self._wording.named(self._titled(entry), self._wording.in_turn(entry.reasons))
            yield Item("?", text, entries=(entry,))

    # ------------------------------------------------------------ the rest

    def _step(self, entry: Entry, *, few: bool) -> str:
        """A step of procedure with its day; where there are few of them, with who sees to it."""
        office = [entry.office] if few else []
        return self._wording.spaced([self._titled(entry), *office, *([entry.due] if entry.due else [])])

    def _titled(self, entry: Entry) -> str:
        whom = everyone(entry.subjects, self._result.case, self._wording) if entry.subjects else ""
        return self._wording.aside(f"{entry.provision} {entry.title}", whom)

    def _not_looked_into(self) -> Iterator[Section]:
        whole, numbers_alone = self._terseness < _TITLES_ALONE, self._terseness >= _NUMBERS_ALONE
        return Unraised(self._result, self._waits, self._wording).sections(whole=whole, numbers_alone=numbers_alone)

    def _does_not_apply(self) -> Iterator[Section]:
        wording = self._wording
        refused = self._measures(MeasureVerdict.DOES_NOT_APPLY)
        few = len(refused) <= _FEW and self._terseness < _TITLES_ALONE
        items = [Item("", self._refusal(one) if few else _heading_of(one, wording).line) for one in refused]
        if self._terseness >= _NUMBERS_ALONE and refused:
            items = [Item("", wording.listed(runs_of(one.number for one in refused)))]
        institutional = [one.number for one in self._measures(MeasureVerdict.INSTITUTIONAL)]
        if institutional:
            items.append(
                Item("", wording.named(wording.heading("institutional"), wording.listed(runs_of(institutional))))
            )
        unwritten = [_heading_of(one, wording) for one in self._measures(MeasureVerdict.NOT_ENCODED)]
        if unwritten:
            items.append(
                Item("", wording.named(wording.heading("not_encoded"), wording.in_turn(named_in_runs(unwritten))))
            )
        if items:
            heading = wording.aside(wording.heading("does_not_apply"), str(len(refused)))
            yield Section(SectionKind.DOES_NOT_APPLY, heading, tuple(items), flows=True)

    def _refusal(self, measure: Measure) -> str:
        """A measure with the first grounds on which it does not apply."""
        wording = self._wording
        line = _heading_of(measure, wording).line
        found: dict[str, None] = {}
        for finding in measure.findings:
            found.update(dict.fromkeys(map(without_aside, self._maker.grounds(finding)[:1])))
        grounds = list(found)[:_MOST_GROUNDS]
        if not measure.findings:
            grounds = [wording.word("no_members")]
        more = wording.word("and_others") if len(found) > _MOST_GROUNDS else ""
        return wording.aside(line, wording.listed(grounds) + more) if grounds else line

    def _measures(self, verdict: MeasureVerdict) -> list[Measure]:
        return [one for one in self._result.measures if one.verdict is verdict and self._shows(one)]

    def _shows(self, measure: Measure) -> bool:
        selects = self._options.selects
        return self._options.selects_measure(measure.number) or any(map(selects, measure.findings))

    def _closing(self) -> Iterator[str]:
        """Where the words and grounds of each line are, and what the answer is not."""
        wording, case = self._wording, self._result.case
        if case.file.endswith(_CASE_FILES):
            first = next((one.rule.provision for one in self._shown if one.verdict is Verdict.APPLIES), None)
            provision = first or next((one.rule.provision for one in self._shown), None)
            if provision is not None:
                command = f"clausewise explain {case.file} {provision}"
                yield wording.named(wording.word("words_and_grounds"), command)
        yield wording.word("no_decision")

    # ------------------------------------------------------------ everything

    def _groups(self, verdict: Verdict) -> tuple[Group, ...]:
        by_measure: dict[int, list[Finding]] = {}
        for finding in self._shown:
            if finding.verdict is verdict:
                by_measure.setdefault(finding.rule.clause, []).append(finding)
        numbers = self._asking.numbers if verdict is Verdict.UNDETERMINED else {}
        return tuple(
            Group(_heading_of(measure, self._wording), tuple(self._maker.gather(by_measure[measure.number], numbers)))
            for measure in self._result.measures
            if measure.number in by_measure
        )

    def _refused(self) -> tuple[Group, ...]:
        """What does not apply, with the measures (without entries) that there is no member to find of."""
        groups = list(self._groups(Verdict.DOES_NOT_APPLY))
        empty = [one for one in self._measures(MeasureVerdict.DOES_NOT_APPLY) if not one.findings]
        groups += [Group(_heading_of(measure, self._wording), ()) for measure in empty]
        return tuple(sorted(groups, key=lambda group: group.measure.number))

    def _digests(self) -> tuple[tuple[str, str], ...]:
        pack, word = self._result.pack, self._wording.word
        digests = {"document": pack.document_digest, "rules": pack.rules_digest, "case": self._result.case.digest}
        digests["office"] = self._result.case.office.digest if self._result.case.office else ""
        return tuple((word(name), digest) for name, digest in digests.items() if digest)


def _heading_of(measure: Measure, wording: Wording) -> Heading:
    """A measure by number and title."""
    return Heading(measure.number, measure.title or "", wording.rendering(measure.number))
