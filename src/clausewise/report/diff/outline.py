"""What a report on two packs says, in order and in words, before any format: text and Markdown show the same.

First the text, then rules and duties, facts, what rules mean now, and last the cases. Nothing here compares anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from clausewise.audit.changes import (
    CaseChange,
    ChangeKind,
    Differences,
    Effect,
    EntryChange,
    EntryKind,
    Field,
    FieldChange,
    FindingChange,
    Judgement,
    RuleMeaning,
    Settled,
)
from clausewise.audit.versions import Meaning, Shift
from clausewise.classes import dataclass
from clausewise.language.assurances import Gain, Implication, Independence
from clausewise.language.conditions import Condition
from clausewise.language.labels import Language
from clausewise.report.diff.effects import effects_in_words
from clausewise.report.diff.sides import Speaker
from clausewise.report.diff.stretches import Stretch, changed_lines, changed_text
from clausewise.report.diff.words import ASPECTS, CHANGES, FIELDS, KINDS, MEANINGS, SETTLED, WORDS
from clausewise.report.wording import Wording

MARKS = {ChangeKind.ADDED: "+", ChangeKind.REMOVED: "-", ChangeKind.CHANGED: "~"}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that differs. It is shown as stretches of prose, as lines of a tree, or as a value."""

    name: str
    prose: tuple[Stretch, ...] = ()
    tree: tuple[Stretch, ...] = ()
    value: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One entry that differs: its mark, what it is, remarks, its whole text when it came or went, and its lines."""

    mark: str
    kind: str
    id: str
    label: str
    remarks: tuple[str, ...]
    text: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Entries that belong together, and how many came, went and changed, in words."""

    title: str
    counts: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Household:
    """A household whose verdict falls or rises: the text of a case file."""

    says: str
    verdicts: str
    text: str


@dataclass(frozen=True, slots=True)
class MeaningItem:
    """What became of a rule's meaning, how that was settled, and the households that show it."""

    meaning: Meaning
    word: str
    rule: str
    title: str
    remarks: tuple[str, ...]
    households: tuple[Household, ...]


@dataclass(frozen=True, slots=True)
class CaseItem:
    """A case: why it is refused, or its findings that differ, each with a name and lines."""

    file: str
    refused: tuple[tuple[str, tuple[str, ...]], ...]
    findings: tuple[tuple[str, tuple[Line, ...]], ...]


@dataclass(frozen=True, slots=True)
class DiffOutline:
    """The whole report in one language."""

    title: str
    old: str
    new: str
    nothing: str
    sections: tuple[Section, ...]
    meaning_title: str
    meanings: tuple[MeaningItem, ...]
    by_structure: str
    cases_title: str
    cases: tuple[CaseItem, ...] | None
    replayed: str


_SECTIONS = {
    "texts": (EntryKind.PACK, EntryKind.SECTION, EntryKind.CLAUSE, EntryKind.PROVISION),
    "rules": (EntryKind.RULE, EntryKind.DUTY, EntryKind.OPEN, EntryKind.AGENCY, EntryKind.REGISTER),
    "facts": (EntryKind.FACT, EntryKind.CONTESTED, EntryKind.TOPIC, EntryKind.PARAMETER),
    "audited": (EntryKind.ASSURANCE, EntryKind.ACCEPTED, EntryKind.CONNECTIVE),
}
# The order in which what became of meanings is told: what may cost a family its help first.
_TOLD = (
    Meaning.STRICTER,
    Meaning.DIFFERENT,
    Meaning.DETAILS,
    Meaning.LOOSER,
    Meaning.UNKNOWN,
    Meaning.BOUNDED,
    Meaning.EQUIVALENT,
)
# Prose is shown letter by letter, so that a reader sees what changed in it; values are shown one after the other.
_PROSE = frozenset(
    {Field.TEXT, Field.TITLE, Field.READING, Field.LABEL, Field.CHOICE_LABEL, Field.ASK, Field.SOURCE, Field.NOTE}
    | {Field.POLICY, Field.WHY}
    | {Field.AID_LABEL, Field.FOLLOWUP_LABEL, Field.DEADLINE_LABEL, Field.DOES, Field.WORDS, Field.OPEN}
)  # fmt: skip

# A finding may wait for many facts; how many more there are is said.
_FACTS_SHOWN = 6


def outline_of(differences: Differences, language: Language) -> DiffOutline:
    """What there is to say of two packs, in one language."""
    return _Outliner(differences, language).outline()


class _Outliner:
    def __init__(self, differences: Differences, language: Language) -> None:
        self._differences = differences
        self._language = language
        other: Language = "en" if language == "zh" else "zh"
        packs = (differences.old, differences.new)
        self._speakers = tuple(Speaker(Wording(pack, language)) for pack in packs)
        self._others = tuple(Speaker(Wording(pack, other)) for pack in packs)
        self._wording = self._speakers[1].wording

    def word(self, key: str) -> str:
        """One of the words of these reports."""
        return WORDS[key].in_(self._language)

    def outline(self) -> DiffOutline:
        """The whole."""
        differences = self._differences
        told = [one for one in differences.meanings if one.settled is not Settled.STRUCTURE]
        told.sort(key=lambda one: _TOLD.index(one.meaning))
        same = len(differences.meanings) - len(told)
        old, new = differences.names
        cases = differences.cases
        changed = sum(not one.is_unusable for one in cases.changes) if cases else 0
        return DiffOutline(
            title=self.word("title"),
            old=self._wording.named(self.word("old"), self._named(old, differences.old.id)),
            new=self._wording.named(self.word("new"), self._named(new, differences.new.id)),
            nothing=self.word("nothing") if differences.is_empty else "",
            sections=tuple(self._sections()),
            meaning_title=self.word("meaning"),
            meanings=tuple(self._meaning(one) for one in told),
            by_structure=self._by_structure(same),
            cases_title=self.word("cases"),
            cases=tuple(self._case(one) for one in cases.changes) if cases else None,
            replayed=self._counted(cases.cases, changed) if cases else "",
        )

    def _named(self, name: str, pack: str) -> str:
        return self._wording.aside(name, pack)

    def _by_structure(self, number: int) -> str:
        if number == 0:
            return "" if self._differences.meanings else self.word("no_shared_rules")
        rules = str(number) if self._language == "zh" else f"{number} rule{'s' if number > 1 else ''}"
        return self.word("by_structure").format(rules)

    def _counted(self, cases: int, changed: int) -> str:
        return self.word("replayed").format(cases, changed)

    def _sections(self) -> Iterator[Section]:
        for title, kinds in _SECTIONS.items():
            entries = [entry for entry in self._differences.entries if entry.kind in kinds]
            if entries:
                numbers = {kind: sum(entry.change is kind for entry in entries) for kind in CHANGES}
                counts = self._wording.listed(
                    f"{word.in_(self._language)} {numbers[kind]}"
                    if self._language == "zh"
                    else f"{numbers[kind]} {word.en}"
                    for kind, word in CHANGES.items()
                    if numbers[kind]
                )
                yield Section(self.word(title), counts, tuple(map(self._item, entries)))

    def _item(self, entry: EntryChange) -> Item:
        remarks = [self.word("wording_only")] if entry.is_wording else []
        if entry.likely is not None:
            which = "renamed_from" if entry.change is ChangeKind.ADDED else "renamed_to"
            remarks.append(self.word(which).format(entry.likely))
        # An entry that is not named for its provision says which it encodes.
        provision = entry.provision if entry.provision not in (None, entry.id) else ""
        label = " ".join(filter(None, (provision, entry.label.in_(self._language) if entry.label else "")))
        return Item(
            mark=MARKS[entry.change],
            kind=KINDS[entry.kind].in_(self._language),
            id=entry.id,
            label=label,
            remarks=tuple(remarks),
            text=entry.text or "",
            lines=tuple(self._line(entry, change) for change in entry.fields),
        )

    def _line(self, entry: EntryChange, change: FieldChange) -> Line:
        name = FIELDS[change.field].in_(self._language)
        if change.of is not None:
            name = self._wording.aside(name, change.of.in_(self._language))
        before, after = self._sides(self._speakers, entry, change)
        if before == after:
            before, after = self._sides(self._others, entry, change)
            name = self._wording.aside(name, self.word("other_language"))
        if any(
            isinstance(side, Condition | Implication | Independence | Gain) for side in (change.before, change.after)
        ):
            return Line(name, tree=tuple(changed_lines(before.splitlines(), after.splitlines())))
        if change.field in _PROSE:
            return Line(name, prose=tuple(changed_text(before, after)))
        return self._values(name, before, after)

    def _sides(self, speakers: tuple[Speaker, ...], entry: EntryChange, change: FieldChange) -> tuple[str, str]:
        old, new = speakers
        return old.says(change.before, change.field, entry), new.says(change.after, change.field, entry)

    def _values(self, name: str, before: str, after: str) -> Line:
        none = self.word("none")
        return Line(name, value=f"{before or none} → {after or none}")

    def _meaning(self, found: RuleMeaning) -> MeaningItem:
        comparison = found.comparison
        settled = SETTLED[found.settled].in_(self._language)
        open_ended = comparison.meaning is Meaning.UNKNOWN or comparison.scope is not None
        proved = found.settled is Settled.SOLVER and not open_ended
        aspects = [ASPECTS[one].in_(self._language) for one in comparison.aspects]
        # What differs in nothing else is called by what it differs in.
        named = self._wording.listed(aspects) if comparison.meaning is Meaning.DETAILS else ""
        remarks = [*([] if named else aspects), *([settled] if proved else [])]
        if found.through:
            remarks.append(self._wording.named(self.word("through"), self._wording.listed(found.through)))
        remarks += [one.in_(self._language) for one in (comparison.scope, comparison.why) if one is not None]
        shifts = (("lower", comparison.lower), ("higher", comparison.higher), ("granted", comparison.granted))
        return MeaningItem(
            meaning=found.meaning,
            word=named or MEANINGS[found.meaning].in_(self._language),
            rule=found.rule,
            title=f"{found.provision} {found.title.in_(self._language)}",
            remarks=tuple(remarks),
            households=tuple(self._household(name, shift) for name, shift in shifts if shift is not None),
        )

    def _household(self, name: str, shift: Shift) -> Household:
        wording = self._wording
        verdicts = f"{wording.word(shift.before)} → {wording.word(shift.after)}"
        besides = [*([shift.subject] if shift.subject else []), *([] if shift.complete else [self.word("incomplete")])]
        return Household(self.word(name), wording.aside(verdicts, wording.listed(besides)), shift.household.strip("\n"))

    def _case(self, case: CaseChange) -> CaseItem:
        if case.refused_before == case.refused_after:
            refused = [("unusable", case.refused_before)]
        else:
            refused = [("refused_before", case.refused_before), ("refused_after", case.refused_after)]
        return CaseItem(
            case.file,
            tuple((self.word(key), reasons) for key, reasons in refused if reasons),
            tuple((self._finding_title(one), tuple(self._finding_lines(one))) for one in case.findings),
        )

    def _finding_title(self, change: FindingChange) -> str:
        rule_id = change.name.partition("@")[0]
        rule = next(
            pack.rules_by_id[rule_id]
            for pack in (self._differences.new, self._differences.old)
            if rule_id in pack.rules_by_id
        )
        return f"{change.name}  {rule.provision} {self._wording.pick(rule.title)}"

    def _finding_lines(self, change: FindingChange) -> Iterator[Line]:
        before, after = change.before, change.after
        if before is None or after is None or before.verdict is not after.verdict:
            yield self._values(self.word("verdict"), self._verdict(before), self._verdict(after))
        if before is None or after is None:
            return
        asked = [(one, self._speakers[1]) for one in after.missing if one not in before.missing]
        settled = [(one, self._speakers[0]) for one in before.missing if one not in after.missing]
        for name, facts in (("to_ask", asked), ("not_to_ask", settled)):
            if facts:
                yield Line(self.word(name), value=self._facts(facts))
        if before.effects is None or after.effects is None:
            return
        for effect in Effect:
            old, new = before.effects.get(effect, ()), after.effects.get(effect, ())
            if old != new:
                was, becomes = (
                    self._wording.listed(sorted(effects_in_words(speaker.wording, effect, brought)))
                    for speaker, brought in zip(self._speakers, (old, new), strict=True)
                )
                yield self._values(self._effect(effect), was, becomes)

    def _verdict(self, judgement: Judgement | None) -> str:
        return self.word("no_rule") if judgement is None else self._wording.word(judgement.verdict)

    def _facts(self, facts: Sequence[tuple[tuple[str, str | None], Speaker]]) -> str:
        named = []
        for (fact, member), speaker in facts[:_FACTS_SHOWN]:
            wording = speaker.wording
            label = wording.label(fact)
            named.append(label if member is None else wording.named(wording.subject(member), label))
        more = len(facts) - len(named)
        return self._wording.in_turn([*named, *([self.word("more").format(more)] if more else [])])

    def _effect(self, effect: Effect) -> str:
        return self.word(effect) if effect in WORDS else self._wording.word(effect)
