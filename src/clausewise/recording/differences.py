"""Puts what differs between two packs into its record, each side of a change in the words of its own pack."""

from __future__ import annotations

from clausewise.audit import changes, versions
from clausewise.audit.changes import Differences
from clausewise.language.labels import Label
from clausewise.language.model import Pack
from clausewise.recording.beside import record_version
from clausewise.records import difference as records
from clausewise.records.difference import DIFF_FORMAT, PackDifference
from clausewise.report.diff.effects import effects_in_words
from clausewise.report.diff.sides import Speaker
from clausewise.report.wording import Wording


def record_differences(differences: Differences) -> PackDifference:
    """All that differs."""
    old, new = differences.old, differences.new
    sides = _Side(old), _Side(new)
    return PackDifference(
        format=DIFF_FORMAT,
        old=record_version(old, differences.names[0]),
        new=record_version(new, differences.names[1]),
        differs=not differences.is_empty,
        entries=tuple(_entry(entry, sides) for entry in differences.entries),
        meanings=tuple(map(_meaning, differences.meanings)),
        cases=None if differences.cases is None else _cases(differences.cases, sides),
    )


class _Side:
    """Says what stands on one side of a change."""

    def __init__(self, pack: Pack) -> None:
        self._wordings = Wording(pack, "zh"), Wording(pack, "en")
        self._zh, self._en = map(Speaker, self._wordings)

    def says(self, side: changes.Side, change: changes.FieldChange, entry: changes.EntryChange) -> Label | None:
        """A side in words of both languages; None where nothing stands there."""
        if side is None:
            return None
        return Label(self._zh.says(side, change.field, entry), self._en.says(side, change.field, entry))

    def judgement(self, judgement: changes.Judgement | None) -> records.Judgement | None:
        """What this side finds; None where it has no such rule."""
        if judgement is None:
            return None
        missing = tuple(records.MissingFact(fact, member) for fact, member in judgement.missing)
        effects = {effect: self._labels(effect, brought) for effect, brought in (judgement.effects or {}).items()}
        return records.Judgement(judgement.verdict, missing, effects)

    def _labels(self, effect: changes.Effect, brought: tuple[changes.Brought, ...]) -> tuple[Label, ...]:
        zh, en = (effects_in_words(wording, effect, brought) for wording in self._wordings)
        return tuple(sorted(map(Label, zh, en), key=lambda label: label.zh))


def _entry(entry: changes.EntryChange, sides: tuple[_Side, _Side]) -> records.EntryChange:
    old, new = sides
    return records.EntryChange(
        kind=entry.kind,
        id=entry.id,
        change=entry.change,
        label=entry.label,
        provision=entry.provision,
        wording_only=entry.is_wording,
        likely_renamed=entry.likely,
        text=entry.text,
        fields=tuple(
            records.FieldChange(one.field, one.of, old.says(one.before, one, entry), new.says(one.after, one, entry))
            for one in entry.fields
        ),
    )


def _meaning(found: changes.RuleMeaning) -> records.RuleMeaning:
    comparison = found.comparison
    return records.RuleMeaning(
        rule=found.rule,
        provision=found.provision,
        title=found.title,
        meaning=found.meaning,
        settled=found.settled,
        through=found.through,
        scope=comparison.scope,
        why=comparison.why,
        aspects=comparison.aspects,
        granted=_shift(comparison.granted),
        lower=_shift(comparison.lower),
        higher=_shift(comparison.higher),
    )


def _shift(shift: versions.Shift | None) -> records.VerdictShift | None:
    if shift is None:
        return None
    return records.VerdictShift(shift.before, shift.after, shift.household, shift.subject, shift.complete)


def _cases(replayed: changes.Replayed, sides: tuple[_Side, _Side]) -> records.CasesCompared:
    return records.CasesCompared(replayed.cases, tuple(_case(change, sides) for change in replayed.changes))


def _case(change: changes.CaseChange, sides: tuple[_Side, _Side]) -> records.CaseChange:
    old, new = sides
    findings = tuple(
        records.FindingChange(one.name, old.judgement(one.before), new.judgement(one.after)) for one in change.findings
    )
    return records.CaseChange(change.file, findings, change.refused_before, change.refused_after)
