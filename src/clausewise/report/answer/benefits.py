"""What a household gets, each benefit as an item of an answer: what, for whom, from whom, by when; then the words.

Says what was found and grants nothing. How much of it a line holds is for the format to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from clausewise.case import Case
from clausewise.classes import NamedTuple
from clausewise.report.answer.entries import Entry
from clausewise.report.answer.sections import Item, Words
from clausewise.report.phrases import agencies_counted, everyone, people_named, things_counted
from clausewise.report.renderings import rendering_of
from clausewise.report.wording import Wording


class _Said(NamedTuple):
    """A benefit in the parts of its line."""

    gives: str
    whom: str
    office: str
    due: str


class BenefitMaker:
    """Puts the benefits of one case into items, those of several members of whom the same is to be said as one."""

    def __init__(self, case: Case, wording: Wording) -> None:
        self._case = case
        self._wording = wording

    def items(self, entries: Iterable[Entry], *, counted: bool) -> Iterator[Item]:
        """An item for each benefit, claims first; where it is `counted`, what is left open of the words is."""
        alike: dict[tuple[str, ...], list[Entry]] = {}
        for entry in sorted(entries, key=lambda entry: not entry.is_claim):
            shared = (key for key in alike if entry.is_anothers and key[0] == entry.rule)
            key = next(shared, (entry.rule, entry.gives, entry.office, entry.due))
            alike.setdefault(key, []).append(entry)
        for one in alike.values():
            yield self._item(one, counted=counted)

    def _item(self, entries: Sequence[Entry], *, counted: bool) -> Item:
        entry, quotation = entries[0], entries[0].quotations[0]
        said = list(self._said(entries))
        return Item(
            "●" if entry.is_claim else "○",
            self._line(entry, said[0]),
            Words(f"{entry.firm} {entry.provision}", quotation, self._left_open(entry, counted=counted)),
            beside=(*self._not_granted(entries), *self._by_reading(entries, counted=counted)),
            rendering=rendering_of(quotation.excerpt, quotation.rendering, self._wording.pack.english),
            entries=tuple(entries),
            is_claim=entry.is_claim,
            shorter=tuple(dict.fromkeys(self._line(entry, one) for one in said[1:])),
        )

    def _line(self, entry: Entry, said: _Said) -> str:
        wording = self._wording
        parts = [said.gives, said.whom, wording.named(wording.word("from_whom"), said.office)]
        parts.append(wording.named(wording.word("by_when"), said.due))
        if not entry.is_claim:
            parts.append(wording.word("no_claim"))
        return wording.spaced(parts)

    def _said(self, entries: Sequence[Entry]) -> Iterator[_Said]:
        """The line of a benefit in full, then shorter: the aids, the offices and the people that are not named counted.

        Nobody and nothing is dropped without a count.
        """
        wording, entry = self._wording, entries[0]
        subjects = [subject for one in entries for subject in one.subjects]
        whom = everyone(subjects, self._case, wording) if subjects else wording.word("whole_family")
        said = _Said(entry.gives, whom, entry.office, entry.due or wording.word("no_day_said"))
        yield said
        if not entry.due:
            said = said._replace(due=wording.word("no_day"))
            yield said
        for number in range(len(entry.aid) - 1, 0, -1):
            yield said._replace(gives=things_counted(entry.aid[:number], len(entry.aid), wording))
        said = said._replace(gives=things_counted(entry.aid[:1], len(entry.aid), wording) if entry.aid else entry.gives)
        said = said._replace(office=agencies_counted(entry.offices, wording))
        yield said
        if whom == wording.listed(subjects):
            yield said._replace(whom=people_named(subjects[:1], len(subjects), wording))

    # ------------------------------------------------------------ what stands beside

    def _not_granted(self, entries: Sequence[Entry]) -> Iterator[str]:
        """Aids that come to nothing here, and why; of all of whom the same is said, once."""
        said = dict.fromkeys(aid for entry in entries for aid in entry.not_granted)
        return (self._wording.named(self._wording.word("not_granted"), aid) for aid in said)

    def _by_reading(self, entries: Sequence[Entry], *, counted: bool) -> Iterator[str]:
        """By which reading of the office some of them are as they are; of whom, where not of all."""
        read = {line for entry in entries for line in entry.by_reading}
        if counted and read:
            yield self._wording.word("things_by_reading").format(number=len(read))
            return
        for entry in entries:
            for line in entry.by_reading:
                yield line if len(entries) == 1 else self._wording.named(self._wording.listed(entry.subjects), line)

    def _left_open(self, entry: Entry, *, counted: bool) -> str:
        """In a few words what the document leaves open, and what is read in two ways that come to the same here."""
        wording = self._wording
        named = {"open": entry.open_words, "contested": entry.agreeing_words}
        if counted:
            return wording.spaced(
                wording.word(f"things_{name}").format(number=len(words)) for name, words in named.items() if words
            )
        return wording.spaced(
            wording.named(wording.word(name), wording.quotations(words)) for name, words in named.items() if words
        )
