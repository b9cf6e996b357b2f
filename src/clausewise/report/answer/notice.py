"""A notice to hand to a family: one A4 page that says what it can get, for whom, where, by when and on which words.

It says what the answer says and nothing else: no proof, no question on the family's honesty. What only the office
knows and has not said is a line to fill in. One self-contained HTML file, to be printed; the desk puts the same sheet
on a page of its own, with what the office has said filled in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from clausewise.case.answers import GivenAnswer, Told
from clausewise.case.notices import NoticeKind
from clausewise.classes import dataclass
from clausewise.engine.findings import Finding, Missing, Result
from clausewise.engine.listings import followups_of, listings_of
from clausewise.language.rules import ListKind, RuleKind
from clausewise.language.verdicts import Verdict
from clausewise.report import ReportOptions
from clausewise.report.answer.outline import make_outline
from clausewise.report.answer.sections import Item, SectionKind
from clausewise.report.answer.standing import Waits, answered_open, is_to_find_out, waits_for
from clausewise.report.kit.pages import html_language, page_template
from clausewise.report.phrases import day_on_paper, everyone
from clausewise.report.runs import runs_of
from clausewise.report.wording import Wording

_MOST_PLACES = 2
_MOST_ASKED = 4
_SOCIAL_ASSISTANCE_LAW = "社会救助法"
_MOST_CONTESTED = 2


# What a family should know of the day; what is wrong in the file is for whoever wrote it.
_OF_TIME = frozenset({NoticeKind.OUTSIDE_TIME, NoticeKind.NEWER_LAW})


@dataclass(frozen=True, slots=True)
class Place:
    """An agency, and where and by which number it is found; empty where its office has not said so."""

    agency: str
    place: str
    phone: str


@dataclass(frozen=True, slots=True)
class Row:
    """One benefit: what, for whom, where, by when, and the words it rests on. Of many agencies the first stands in
    `places`, and `others` says how many more there are. `nothing` are aids that come to nothing now. It is
    `by_reading` where it is so by how the office reads the words, and might be otherwise."""

    gives: str
    whom: str
    places: tuple[Place, ...]
    others: str
    due: str
    provision: str
    quote: str
    rendering: str
    is_claim: bool
    nothing: tuple[str, ...]
    by_reading: bool


@dataclass(frozen=True, slots=True)
class Filled:
    """What an office fills in: its number, to whom, the day by which to tell what is missing, whom to ask, who signs.

    `mark` is what stands over it all, such as that nobody has reviewed it yet; `remark` what is said of the review.
    """

    number: str = ""
    to: str = ""
    ask_us: str = ""
    told_by: str = ""
    checked_by: str = ""
    mark: str = ""
    remark: str = ""
    versions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one notice says."""

    title: str
    pack: str
    as_of: str
    office: str
    rows: tuple[Row, ...]
    looked_at: str
    not_looked_at: str
    not_needed: str
    waiting: tuple[str, ...]
    asked: tuple[str, ...]
    contested: tuple[str, ...]
    notices: tuple[str, ...]
    appeal: str
    digests: tuple[tuple[str, str], ...]
    filled: Filled

    @property
    def by_reading(self) -> tuple[str, ...]:
        """The provisions of the benefits that are so by how the office reads the words."""
        return tuple(dict.fromkeys(row.provision for row in self.rows if row.by_reading))


_BLANK = Filled()


def render_notice(results: Sequence[Result], options: ReportOptions) -> str:
    """A notice for each result, each on a page of its own, ending with a newline."""
    sheets = [(make_sheet(result, options), Wording(result.pack, options.language)) for result in results]
    return page_template("answer/notice.html.j2").render(sheets=sheets, language=html_language(options.language))


def make_sheet(result: Result, options: ReportOptions, filled: Filled = _BLANK) -> Sheet:
    """What the notice on one result says, in the language of the options, with what the office fills in."""
    wording, outline = Wording(result.pack, options.language), make_outline(result, options)
    office = result.case.office
    benefits = next((section for section in outline.sections if section.kind is SectionKind.BENEFITS), None)
    return Sheet(
        title=outline.title,
        pack=outline.pack.strip("《》"),
        as_of=day_on_paper(result.case.as_of, wording),
        office="" if office is None or office.title is None else wording.pick(office.title),
        rows=tuple(_row(item, result, wording) for item in (benefits.items if benefits else ())),
        looked_at=wording.listed(runs_of(clause.number for clause in result.pack.document.clauses)),
        not_looked_at=benefits.remark if benefits else "",
        not_needed=wording.listed(_not_needed(result, wording)),
        waiting=tuple(_by_finder(result, options, wording)),
        asked=outline.of_families[:_MOST_ASKED],
        contested=tuple(_contested(result, options, wording))[:_MOST_CONTESTED],
        notices=tuple(wording.pick(one.text) for one in result.notices if one.kind in _OF_TIME),
        appeal=_appeal(result, wording),
        digests=outline.digests,
        filled=filled,
    )


def _appeal(result: Result, wording: Wording) -> str:
    """How a decision can be challenged; with the article once the law that says so is in force."""
    laws = (one for one in result.pack.newer if one.label.zh == _SOCIAL_ASSISTANCE_LAW)
    in_force = any(one.since <= result.case.as_of for one in laws)
    return wording.word("notice_appeal").format(law=wording.word("notice_appeal_law") if in_force else "")


def _row(item: Item, result: Result, wording: Wording) -> Row:
    entry = item.entries[0]
    subjects = [subject for one in item.entries for subject in one.subjects]
    quotation = entry.quotations[0]
    agencies = result.pack.rule(entry.rule).agency
    few = len(agencies) <= _MOST_PLACES
    return Row(
        gives=entry.gives,
        whom=everyone(subjects, result.case, wording) if subjects else wording.word("whole_family"),
        places=tuple(_places(agencies if few else agencies[:1], result, wording)),
        others="" if few else wording.word("notice_others").format(number=len(agencies) - 1),
        due=entry.due or wording.word("no_day_said"),
        provision=entry.provision,
        quote=quotation.excerpt or quotation.text,
        rendering=item.rendering,
        is_claim=item.is_claim,
        nothing=tuple(dict.fromkeys(line for one in item.entries for line in one.not_granted)),
        by_reading=any(one.by_reading for one in item.entries),
    )


def _places(agencies: Sequence[str], result: Result, wording: Wording) -> Iterator[Place]:
    contacts = result.case.office.contacts if result.case.office is not None else {}
    for agency in agencies:
        contact = contacts.get(agency)
        place, phone = (contact.place, contact.phone) if contact is not None else ("", "")
        yield Place(wording.agency(agency), place, phone)


def _not_needed(result: Result, wording: Wording) -> Iterator[str]:
    """What a finding that applies, or may, spares the family to bring, and the registers it names; with its clause."""
    found: dict[str, None] = {}
    for finding in result.findings:
        for followup in followups_of(finding):
            spared = [wording.pick(followup.spares)] if followup.spares is not None else []
            if followup.lists is ListKind.REGISTERS:
                spared += [wording.pick(one.label) for one in listings_of(result, finding, followup)]
            if spared:
                found[f"{finding.rule.provision} {wording.listed(spared)}"] = None
    yield from found


def waiting_benefits(result: Result, options: ReportOptions, wording: Wording) -> Iterator[str]:
    """The benefits of which nothing is left to ask, and that wait for whoever has to find out; of whom."""
    return (name for name, _ in _to_find_out(result, options, wording))


def _to_find_out(result: Result, options: ReportOptions, wording: Wording) -> Iterator[tuple[str, list[Finding]]]:
    """Each such benefit by its clause, title and people, with its findings."""
    waiting: dict[str, list[Finding]] = {}
    for finding in result.findings:
        if options.selects(finding) and is_to_find_out(result, finding):
            waiting.setdefault(finding.rule.id, []).append(finding)
    for rule_id, findings in waiting.items():
        rule = result.pack.rule(rule_id)
        subjects = [wording.subject(one.subject) for one in findings if one.subject is not None]
        named = everyone(subjects, result.case, wording) if subjects else ""
        yield wording.aside(f"{rule.provision} {wording.pick(rule.title)}", named), findings


def _by_finder(result: Result, options: ReportOptions, wording: Wording) -> Iterator[str]:
    """The benefits that wait, those together of which the same people or agencies have to find something out."""
    told = answered_open(result.case)
    by_finder: dict[str, list[str]] = {}
    for name, findings in _to_find_out(result, options, wording):
        finders = dict.fromkeys(
            _finder(missing, told.get(missing), wording) for finding in findings for missing in finding.missing
        )
        by_finder.setdefault(wording.listed([one for one in finders if one]), []).append(name)
    for finder, names in by_finder.items():
        yield wording.named(finder, wording.listed(names)) if finder else wording.listed(names)


def _finder(missing: Missing, told: GivenAnswer | None, wording: Wording) -> str:
    """Who finds a fact: whoever was named when it was left to be checked, else the agency that knows it, if any.

    Who decides how words are read is told with the words.
    """
    if told is not None and told.told is Told.TO_CHECK and told.source:
        return wording.agency(told.source) if told.source in wording.pack.agencies else told.source
    fact = wording.pack.facts.get(missing.fact)
    return "" if fact is None or fact.known_by is None else wording.agency(fact.known_by)


def _contested(result: Result, options: ReportOptions, wording: Wording) -> Iterator[str]:
    """What waits for how an office reads words, and who decides; each question once."""
    seen: set[str] = set()
    for finding in result.findings:
        if finding.verdict is not Verdict.UNDETERMINED or not options.selects(finding):
            continue
        if finding.rule.kind is not RuleKind.BENEFIT:
            continue
        if waits_for(result, finding) is not Waits.CONTESTED:
            continue
        for point in finding.contested:
            if point.id not in seen:
                seen.add(point.id)
                decides = wording.agency(point.decides)
                label, provision = wording.pick(point.label), finding.rule.provision
                question = label if provision in label else f"{provision} {label}"
                yield f"{question}由{decides}决定" if wording.chinese else f"{question} ({decides} decides)"
