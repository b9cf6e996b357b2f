"""How likely a column of a registry is a fact, by its name and by what stands in it.

Only suggests: what a word means is never guessed, and a person reads every suggestion before it is used.
"""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Iterable, Sequence

from clausewise.classes import dataclass
from clausewise.language.facts import Fact, FactType
from clausewise.screening.mapping.sketches import ColumnSketch
from clausewise.screening.mapping.words import FALSE_WORDS, TRUE_WORDS, UNKNOWN_WORDS, folded

MOST_COLUMNS = 1_000
"""So many columns of a table are held against facts."""

LIKELY = 0.7
"""A column that is less like a fact is not proposed for it."""

_MOST_WORDS = 30
_IN_BRACKETS = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")
_NOISE = re.compile(r"[^\w]|_")
_BEFORE = re.compile(r"^(是否为|是否|属于|已|有无|is|has)(?=..)")
_AFTER = re.compile(r"(?<=..)(情况|标志|标识|家庭|人员|户|人|与否|yuan|fen|万元|元)$")
_NUMBER = re.compile(r"[-+]?[0-9][0-9,]*(\.[0-9]+)?", re.ASCII)
_DAY = re.compile(r"[0-9]{4}[-/.年]?[0-9]{1,2}[-/.月]?[0-9]{1,2}日?([ T].*)?", re.ASCII)
NOTHING = re.compile(r"[-—/\\]+|无|空|n/?a|#n/a|none|null|0000-00-00.*|1900[-/]0?1[-/]0?1.*|9999[-/]12[-/]31.*", re.I)
"""What people write where nothing is known."""
_UNKNOWN = frozenset(UNKNOWN_WORDS)
_ID_NUMBER = re.compile(r"[1-9][0-9]{16}[0-9Xx]", re.ASCII)


@dataclass(frozen=True, slots=True)
class Match:
    """A column that is likely a fact; `sure` goes from 0 to 1. `by_values` is true where what stands in it says so and
    its name does not."""

    fact: Fact
    column: ColumnSketch
    sure: float
    from_id_number: bool = False
    by_values: bool = False


def match_columns(facts: Sequence[Fact], columns: Sequence[ColumnSketch]) -> list[Match]:
    """For each fact at most one column and for each column at most one fact, the likeliest first served.

    In the order of `facts`. Of very many columns the first `MOST_COLUMNS` are looked at.
    """
    looked_at = columns[:MOST_COLUMNS]
    all_pairs = [one for fact in facts for column in looked_at for one in _matches_of(fact, column)]
    all_pairs = [one for one in all_pairs if not (one.by_values and _is_rivalled(one, all_pairs))]
    taken: dict[str, Match] = {}
    used: set[str] = set()
    for pair in sorted(all_pairs, key=lambda one: (-one.sure, one.fact.derive is not None)):
        if pair.sure >= LIKELY and pair.fact.name not in taken and pair.column.name not in used:
            taken[pair.fact.name] = pair
            used.add(pair.column.name)
    return [taken[fact.name] for fact in facts if fact.name in taken]


def _matches_of(fact: Fact, column: ColumnSketch) -> list[Match]:
    """How likely a column is a fact: by its name, and by its values where it is one of a choice. Neither where it
    cannot hold the fact."""
    if not _can_hold(fact, column):
        return []
    names = (fact.label.zh, fact.label.en, fact.short_name)
    by_name = max(_alike(given, name) for given in _variants(column.name) for one in names for name in _variants(one))
    return [Match(fact, column, by_name), Match(fact, column, _alike_in_values(fact, column), by_values=True)]


def _is_rivalled(match: Match, others: Iterable[Match]) -> bool:
    """Whether the values of a column speak as much for another fact: then they tell neither."""
    return any(
        one.by_values and one.column is match.column and one.fact is not match.fact and one.sure >= match.sure
        for one in others
    )


def perhaps(facts: Iterable[Fact], column: ColumnSketch) -> tuple[Fact, str] | None:
    """The one choice that has a value of a column by its label, with that value; None where none has, or several."""
    said = [one for one in column.values if _can_name(one)] if _is_words(column) else []
    found = [
        (fact, next((one for one in said if folded(one) in _labels(fact)), None))
        for fact in facts
        if fact.type is FactType.CHOICE
    ]
    some = [(fact, value) for fact, value in found if value is not None]
    return some[0] if len(some) == 1 else None


def _can_name(value: str) -> bool:
    return len(value.strip()) > 2 and folded(value) not in _UNKNOWN and not _NUMBER.fullmatch(value.strip())


def _labels(fact: Fact) -> set[str]:
    return {folded(word) for label in (fact.values or {}).values() for word in (label.zh, label.en)}


def is_id_number(column: ColumnSketch) -> bool:
    """Whether a column holds identity numbers of 18 digits."""
    return bool(column.values) and _share(column.values, _ID_NUMBER) >= 0.8


@functools.lru_cache(maxsize=10_000)
def _variants(name: str) -> tuple[str, ...]:
    """A name without brackets and white space, and without words that say nothing of what it is."""
    plain = _NOISE.sub("", _IN_BRACKETS.sub("", name)).lower() or _NOISE.sub("", name).lower()
    return tuple(dict.fromkeys((plain, _AFTER.sub("", _BEFORE.sub("", plain)))))


# What turns a name into that of something else.
_TURNS = (re.compile(r"其他|其它|以外|除外|other", re.I), re.compile(r"非|未|不|^(not|non)|_not_|unregistered", re.I))


def _alike(one: str, other: str) -> float:
    if not one or not other or any(bool(turn.search(one)) != bool(turn.search(other)) for turn in _TURNS):
        return 0.0
    if one == other:
        return 1.0
    short, long = sorted((one, other), key=len)
    # Two Chinese characters say as much as a word does.
    is_word = len(short) >= (5 if short.isascii() else 2)
    matcher = _matcher_of(other)
    matcher.set_seq1(one)
    if is_word and short in long:
        return 0.5 + 0.5 * matcher.ratio()
    # What cannot be likely is most pairs, and is found out in a hundredth of the time.
    may_be = matcher.real_quick_ratio() * 0.95 >= LIKELY and matcher.quick_ratio() * 0.95 >= LIKELY
    return matcher.ratio() * 0.95 if may_be else 0.0


@functools.lru_cache(maxsize=10_000)
def _matcher_of(name: str) -> difflib.SequenceMatcher[str]:
    """What compares others with a name, once it has looked at the name itself."""
    return difflib.SequenceMatcher(None, "", name)


def _can_hold(fact: Fact, column: ColumnSketch) -> bool:
    if column.kind == "other":
        return False
    said = [value for value in column.values if not NOTHING.fullmatch(value.strip())]
    if not said:
        return True
    if fact.type is FactType.BOOLEAN:
        words = {folded(value) for value in said}
        truths = {*TRUE_WORDS, *FALSE_WORDS, *UNKNOWN_WORDS}
        return column.kind == "boolean" or words <= truths or (_is_words(column) and column.kind == "text")
    if fact.type is FactType.CHOICE:
        return column.kind in ("text", "integer") and _is_words(column)
    if fact.type is FactType.DATE:
        return column.kind == "date" or (column.kind in ("text", "integer") and _share(said, _DAY) >= 0.8)
    return column.kind in ("integer", "decimal") or (column.kind == "text" and _share(said, _NUMBER) >= 0.8)


def _is_words(column: ColumnSketch) -> bool:
    """Whether a column has so few different values that they are the words of a list, and no numbers or dates."""
    few = column.distinct is None or column.distinct <= _MOST_WORDS
    return few and (column.kind == "integer" or _share(column.values, _NUMBER) < 0.5 or column.distinct in (1, 2, 3))


def _share(values: Iterable[str], pattern: re.Pattern[str]) -> float:
    matched = [pattern.fullmatch(value.strip()) is not None for value in values]
    return sum(matched) / len(matched) if matched else 0.0


def _alike_in_values(fact: Fact, column: ColumnSketch) -> float:
    """How likely a column has the values of a choice: most of them are, or hold, or stand in, the label of just one,
    and two choices at least are meant. Never as sure as a name makes it, which says whose values they are."""
    if fact.type is not FactType.CHOICE:
        return 0.0
    labels = [tuple(map(folded, (name, label.zh, label.en))) for name, label in (fact.values or {}).items()]
    said = [folded(one) for one in column.values if not NOTHING.fullmatch(one.strip()) and folded(one) not in _UNKNOWN]
    meant = [_only(at for at, words in enumerate(labels) if _names(one, words)) for one in said]
    found = [one for one in meant if one is not None]
    return 0.5 + 0.3 * len(found) / len(said) if len(set(found)) >= 2 else 0.0


def _names(value: str, words: Iterable[str]) -> bool:
    """Whether a value may be another way to write one of these words."""
    return any(value == word or (len(value) >= 2 and len(word) >= 2 and _is_part(value, word)) for word in words)


def _is_part(one: str, other: str) -> bool:
    # Two Chinese characters say as much as a word does; parts of words in Latin letters say nothing.
    return not (one.isascii() or other.isascii()) and (one in other or other in one)


def _only(found: Iterable[int]) -> int | None:
    """The one that there is, if there is just one."""
    some = list(found)
    return some[0] if len(some) == 1 else None
