"""Coverage of the text: what becomes of every character of the document, and what encodes it.

A character is held by the parts of entries whose `text:` has it, accepted where only an open point has it, connective
where the words that join others are all that is left, and otherwise a gap. Nothing here judges whether words are
encoded rightly, or looks at a case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from clausewise.audit.model import (
    Holder,
    OpenWords,
    Part,
    ProvisionCoverage,
    Run,
    TextCoverage,
    WordsKind,
)
from clausewise.audit.paths import say_condition
from clausewise.classes import dataclass
from clausewise.document.model import Provision
from clausewise.errors import Place
from clausewise.language.conditions import Condition, Words, walk
from clausewise.language.connectives import Connective
from clausewise.language.labels import Label
from clausewise.language.model import Pack
from clausewise.language.quoted_numbers import unmatched_numbers
from clausewise.language.rules import Duty, ModalityKind, OpenPoint, Rule

_WHITE_SPACE = Label("空白", "white space")


def cover_words(pack: Pack) -> TextCoverage:
    """What encodes each provision of a pack's document, with its text in runs that join up to it."""
    held: dict[str, list[tuple[Holder, Words]]] = {}
    for holder, words in _held_words(pack):
        held.setdefault(words.where, []).append((holder, words))
    joiners = _Joiners({one.word: one for one in pack.connectives})
    return TextCoverage(
        provisions=tuple(
            _cover(pack, provision, held.get(provision.id, []), joiners)
            for clause in pack.document.clauses
            for provision in clause.provisions
        ),
        missing=_missing(pack),
        duties_by_actor=_duties_by_actor(pack),
        numbers=unmatched_numbers(pack),
    )


def _cover(
    pack: Pack, provision: Provision, held: Iterable[tuple[Holder, Words]], joiners: _Joiners
) -> ProvisionCoverage:
    rules = [rule for rule in pack.rules if rule.provision == provision.id]
    duties = [duty for duty in pack.duties if duty.provision == provision.id]
    firmness = {rule.modality.kind for rule in rules} | {duty.modality.kind for duty in duties}
    return ProvisionCoverage(
        id=provision.id,
        text=provision.text,
        # The page lies beside document.yaml, wherever the packs are.
        page=Place(f"policy/{pack.id}/source.txt", *provision.span.start),
        runs=tuple(_runs(provision.text, held, joiners)),
        rules=tuple(rule.id for rule in rules),
        duties=tuple(duty.id for duty in duties),
        modality=tuple(kind for kind in ModalityKind if kind in firmness),
        open=tuple(open_words(pack, provision.id)),
    )


# ---------------------------------------------------------------- who holds which words


def _held_words(pack: Pack) -> Iterator[tuple[Holder, Words]]:
    """Every quotation of a pack with what holds it: rules, duties, agencies and registers, then what is left open."""
    for rule in pack.rules:
        yield from _held_by_rule(rule)
    for duty in pack.duties:
        yield Holder(duty.id, Part.DUTY, duty.does, duty.place), duty.words
        yield Holder(duty.id, Part.MODALITY, duty.modality.kind.label, duty.place), duty.modality.words
    for fact in pack.facts.values():
        if isinstance(fact.derive, Condition):
            yield from _held_by_condition(fact.name, fact.derive)
        for implied in fact.implied:
            yield from _held_by_condition(fact.name, implied.when)
    for contested in pack.contested.values():
        yield Holder(contested.id, Part.CONDITION, contested.label, contested.place), contested.words
    for agency in pack.agencies.values():
        yield Holder(agency.id, Part.AGENCY, agency.label, agency.place), agency.words
    for register in pack.registers.values():
        yield Holder(register.id, Part.REGISTER, register.label, register.place), register.words
    for entry, point in _open_points(pack):
        yield Holder(entry.id, Part.OPEN, point.label, entry.place), point.words
    for provision in pack.open:
        yield Holder(provision.provision, Part.OPEN, provision.note, provision.place), provision.words


def _held_by_rule(rule: Rule) -> Iterator[tuple[Holder, Words]]:
    yield from _held_by_condition(rule.id, rule.when)
    for aid in rule.aid:
        yield Holder(rule.id, Part.AID, aid.label, rule.place), aid.words
    for followup in rule.followup:
        yield Holder(rule.id, Part.FOLLOWUP, followup.label, rule.place), followup.words
    if rule.deadline is not None:
        yield Holder(rule.id, Part.DEADLINE, rule.deadline.label, rule.place), rule.deadline.words
    for modality in (rule.modality, *(one.modality for one in rule.steps if one.modality is not None)):
        yield Holder(rule.id, Part.MODALITY, modality.kind.label, rule.place), modality.words


def _held_by_condition(owner: str, whole: Condition) -> Iterator[tuple[Holder, Words]]:
    for condition in walk(whole):
        if condition.words is not None:
            written = say_condition(replace(condition, words=None))
            yield Holder(owner, Part.CONDITION, Label(written, written), condition.place), condition.words


def _open_points(pack: Pack) -> Iterator[tuple[Rule | Duty, OpenPoint]]:
    entries: tuple[Rule | Duty, ...] = (*pack.rules, *pack.duties)
    return ((entry, point) for entry in entries for point in entry.open)


def open_words(pack: Pack, provision: str) -> Iterator[OpenWords]:
    """What is left open in a provision: words that stand in it, or elsewhere when one of its entries says so."""
    for entry, point in _open_points(pack):
        if provision == point.words.where or (provision == entry.provision and "." not in point.words.where):
            yield OpenWords(str(point.words), point.label, entry.id, entry.place)
    for one in pack.open:
        if provision in (one.provision, one.words.where):
            yield OpenWords(str(one.words), one.note, None, one.place)


# ---------------------------------------------------------------- a sentence cut into runs


def _runs(text: str, held: Iterable[tuple[Holder, Words]], joiners: _Joiners) -> Iterator[Run]:
    """The runs of a sentence in order; each ends where what holds its characters changes."""
    holders: list[dict[Holder, None]] = [{} for _ in text]
    for holder, words in held:
        for begin, end in _stretches(text, words):
            for at in range(begin, end):
                holders[at][holder] = None
    begin = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or holders[end].keys() != holders[begin].keys():
            if holders[begin]:
                yield _held_run(text, begin, end, tuple(holders[begin]))
            else:
                yield from joiners.runs(text, begin, end)
            begin = end


def _stretches(text: str, words: Words) -> Iterator[tuple[int, int]]:
    """Where the pieces stand, each at its first place after the one before, as they were checked when read."""
    start = 0
    for piece in words.pieces:
        begin = text.index(piece, start)
        start = begin + len(piece)
        yield begin, start


def _held_run(text: str, begin: int, end: int, holders: tuple[Holder, ...]) -> Run:
    """A run that something holds; accepted when nothing does but what leaves it open."""
    if any(holder.part is not Part.OPEN for holder in holders):
        return Run(begin, end, text[begin:end], WordsKind.HELD, holders)
    return Run(begin, end, text[begin:end], WordsKind.ACCEPTED, holders, holders[0].label)


@dataclass(frozen=True, slots=True)
class _Joiners:
    """The connective words of a pack, by themselves."""

    words: Mapping[str, Connective]

    def runs(self, text: str, begin: int, end: int) -> Iterator[Run]:
        """The runs of a stretch that nothing holds.

        Punctuation at its ends is connective. What is between is so only when all of it splits into connective words:
        one of them inside words that nothing encodes belongs to those, and the whole is one gap.
        """
        first, last = begin, end
        while first < last and self._is_mark(text[first]):
            first += 1
        while last > first and self._is_mark(text[last - 1]):
            last -= 1
        split = self._split(text[first:last])
        inside = [Run(first, last, text[first:last], WordsKind.GAP)] if split is None else _joined(first, split)
        before, after = ([self._piece(mark) for mark in text[a:b]] for a, b in ((begin, first), (last, end)))
        yield from _joined(begin, before)
        yield from inside
        yield from _joined(last, after)

    def _is_mark(self, character: str) -> bool:
        return character.isspace() or (character in self.words and self.words[character].is_punctuation)

    def _split(self, text: str) -> list[tuple[str, Label]] | None:
        """All of a text as connective words, the longest first wherever more than one would do; None when it is not."""
        # From the end backwards, so that a longest word that leads nowhere gives way to a shorter one.
        found: list[list[tuple[str, Label]] | None] = [None] * len(text) + [[]]
        longest = max(map(len, self.words), default=0)
        for at in reversed(range(len(text))):
            for length in range(min(max(longest, 1), len(text) - at), 0, -1):
                word, rest = text[at : at + length], found[at + length]
                if rest is not None and (word in self.words or word.isspace()):
                    found[at] = [self._piece(word), *rest]
                    break
        return found[0]

    def _piece(self, word: str) -> tuple[str, Label]:
        return word, self.words[word].why if word in self.words else _WHITE_SPACE


def _joined(begin: int, pieces: Iterable[tuple[str, Label]]) -> list[Run]:
    """Connective pieces as runs, those that follow each other for one reason as one."""
    runs: list[Run] = []
    for word, why in pieces:
        begin = runs[-1].end if runs else begin
        if runs and runs[-1].reason == why:
            last = runs.pop()
            runs.append(replace(last, end=begin + len(word), text=last.text + word))
        else:
            runs.append(Run(begin, begin + len(word), word, WordsKind.CONNECTIVE, reason=why))
    return runs


# ---------------------------------------------------------------- the document as a whole


def _missing(pack: Pack) -> Mapping[int, Label]:
    """The clauses whose text is not there: why, as an entry says, or else with the words of the page that show it."""
    shown = {
        number: Label(f"原页写有“{gap.evidence}”。", f"The page says “{gap.evidence}”.")
        for gap in pack.document.missing
        for number in range(gap.first, gap.last + 1)
    }
    told = {number: entry.note for entry in pack.missing for number in range(entry.first, entry.last + 1)}
    return dict(sorted((shown | told).items()))


def _duties_by_actor(pack: Pack) -> Mapping[str, tuple[str, ...]]:
    """The duties of each agency that has any, in the order of agencies.yaml; last, under "", those of nobody named."""
    found: dict[str, tuple[str, ...]] = {
        agency: tuple(duty.id for duty in pack.duties if agency in duty.actors) for agency in pack.agencies
    }
    found[""] = tuple(duty.id for duty in pack.duties if not duty.actors)
    return {actor: duties for actor, duties in found.items() if duties}
