"""Puts the figures of a screening into their record: the same registry, rules and mapping give the same every time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

from clausewise.case.notices import NoticeKind
from clausewise.language.model import Pack
from clausewise.language.rules import About, Rule
from clausewise.recording.beside import record_notice, record_office, record_version
from clausewise.recording.registries import record_inputs, record_odd, record_reasons, record_tables
from clausewise.records import screening as records
from clausewise.records.screening import SCREENING_FORMAT, Counts, ScreeningSummary
from clausewise.screening.figures.outreach import NEVER_CUT_OFF, OutreachFigures, Taken
from clausewise.screening.figures.summary import (
    NOTICED_KINDS,
    Count,
    Group,
    Noticed,
    Settling,
    Summary,
    Tally,
    contested_in,
    in_order,
    measures_of,
)

_Key = TypeVar("_Key", int, str)


def record_summary(summary: Summary) -> ScreeningSummary:
    """The figures of a screening."""
    pack, figures, office = summary.pack, summary.figures, summary.office
    whole = figures.whole
    return ScreeningSummary(
        format=SCREENING_FORMAT,
        pack=record_version(pack),
        as_of=summary.as_of,
        inputs=record_inputs(summary.inputs),
        tables=record_tables(summary.tables),
        households=whole.households,
        members=whole.members,
        aid=_counts(whole.aid),
        measures=tuple(_measures(summary)),
        rules=tuple(_rule(pack, rule, whole) for rule in pack.rules),
        settling=records.Settling(figures.settling_of, summary.is_sampled),
        mapping=summary.mapping or None,
        office=None if office is None else record_office(office),
        office_digest=None if office is None else office.digest,
        notices=tuple(map(record_notice, summary.notices)),
        reasons=record_reasons(summary.reasons),
        odd=record_odd(summary.odd),
        members_not_known=figures.nameless,
        noticed=tuple(_noticed(summary, kind) for kind in NOTICED_KINDS),
        groups=tuple(
            records.Grouping(column, tuple(_group(value, tallies[value]) for value in in_order(tallies)))
            for column, tallies in figures.groups.items()
        ),
        unknown=tuple(_unknown(summary)),
        questions=tuple(_question(summary, fact, one) for fact, one in summary.questions),
        outreach=None if summary.outreach is None else _outreach(summary.outreach),
    )


def _measures(summary: Summary) -> Iterator[records.MeasureCounts]:
    pack, counted = summary.pack, summary.figures.whole.measures
    for measure in measures_of(pack):
        yield records.MeasureCounts(
            number=measure.number,
            kind=measure.kind,
            title=measure.title,
            english=pack.english.clauses.get(measure.number),
            households=_counts(counted[measure.number]) if measure.rules else None,
        )


def _rule(pack: Pack, rule: Rule, whole: Tally) -> records.RuleCounts:
    return records.RuleCounts(
        rule=rule.id,
        measure=rule.clause,
        provision=rule.provision,
        title=rule.title,
        about=rule.about,
        modality=rule.modality.kind,
        households=_counts(whole.rules[rule.id]),
        members=_counts(whole.of_members[rule.id]) if rule.about is About.MEMBER else None,
        open=tuple(str(one.words) for one in rule.open),
        contested=contested_in(pack, rule),
    )


def _noticed(summary: Summary, kind: NoticeKind) -> records.Noticed:
    """The notices of one kind on facts of households, and of which facts they are."""
    whole, facts = summary.figures.noticed.get(kind, Noticed()), summary.pack.facts
    return records.Noticed(
        kind,
        whole.households,
        whole.notices,
        tuple(
            records.NoticedFact(fact, facts[fact].label, one.households, one.notices)
            for fact, one in summary.noticed_facts(kind)
        ),
    )


def _group(value: Group, tally: Tally) -> records.GroupCounts:
    return records.GroupCounts(
        value=value,
        households=tally.households,
        members=tally.members,
        aid=_counts(tally.aid),
        measures=_by_key(tally.measures),
        rules=_by_key(tally.rules),
        of_members=_by_key(tally.of_members),
    )


def _by_key(counted: Mapping[_Key, Count]) -> dict[str, Counts]:
    return {str(key): _counts(count) for key, count in counted.items()}


def _counts(count: Count) -> Counts:
    return Counts(count.applies, count.undetermined, count.does_not_apply)


def _unknown(summary: Summary) -> Iterator[records.UnknownFact]:
    unknown = summary.figures.unknown
    for name, fact in summary.pack.facts.items():
        if name in unknown:
            one = unknown[name]
            yield records.UnknownFact(name, fact.label, one.given, one.households, one.members)


def _question(summary: Summary, fact: str, settling: Settling) -> records.Question:
    rules = sorted(settling.rules.items(), key=lambda pair: (-pair[1], pair[0]))
    return records.Question(
        fact=fact,
        households=None if settling.households is None else summary.in_all(settling.households),
        counted=settling.households,
        rules=tuple(records.SettledRule(rule, summary.in_all(number), number) for rule, number in rules),
    )


def _outreach(outreach: OutreachFigures) -> records.Outreach:
    return records.Outreach(NEVER_CUT_OFF, tuple(_taken(column, one) for column, one in outreach.columns.items()))


def _taken(column: str, taken: Taken) -> records.ReceivingColumn:
    listed = sorted(taken.listed.items(), key=lambda pair: tuple(map(str, pair[0])))
    return records.ReceivingColumn(
        column=column,
        about=About.MEMBER if taken.of_members else About.HOUSEHOLD,
        crossed=tuple(
            records.Crossed(receipt, verdict, number) for (receipt, verdict), number in taken.crossed.items()
        ),
        lists=tuple(records.ListRows(kind, verdict, number, rule or None) for (kind, rule, verdict), number in listed),
    )
