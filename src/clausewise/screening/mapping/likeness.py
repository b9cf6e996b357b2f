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
from clausewise.screening.mapping.words import FALSE_WORDS, TRUE_WORDS, UNKNOWN_WORDS, folded, meanings

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
_ID_NUMBER = re.compile(r"[1-9][0-9]{16}[0-9Xx]", re.ASCII)


@dataclass(frozen=True, slots=True)
class Match:
    """A column that is likely a fact; `sure` goes from 0 to 1."""

    fact: Fact
    column: ColumnSketch
    sure: float
    from_id_number: bool = False


def match_columns(facts: Sequence[Fact], columns: Sequence[ColumnSketch]) -> list[Match]:
    """For each fact at most one column and for each column at most one fact, the likeliest first served.

    In the order of `facts`. Of very many columns the first `MOST_COLUMNS` are looked at.
    """
    looked_at = columns[:MOST_COLUMNS]
    all_pairs = [Match(fact, column, likeness(fact, column)) for fact in facts for column in looked_at]
    taken: dict[str, Match] = {}
    used: set[str] = set()
    for pair in sorted(all_pairs, key=lambda one: (-one.sure, one.fact.derive is not None)):
        if pair.sure >= LIKELY and pair.fact.name not in taken and pair.column.name not in used:
            taken[pair.fact.name] = pair
            used.add(pair.column.name)
    return [taken[fact.name] for fact in facts if fact.name in taken]


def likeness(fact: Fact, column: ColumnSketch) -> float:
    """How likely a column is a fact, from 0 to 1; 0 where it cannot hold it, or is not called anything like it."""
    if not _can_hold(fact, column):
        return 0.0
    names = (fact.label.zh, fact.label.en, fact.short_name)
    by_name = max(_alike(given, name) for given in _variants(column.name) for one in names for name in _variants(one))
    by_words = 0.0
    if fact.type is FactType.CHOICE:
        known = _known_choices(fact, column.values)
        if known >= 2:
            by_words = 0.6 + 0.35 * known / len(column.values)
    return max(by_name, by_words)


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


def _known_choices(fact: Fact, values: Iterable[str]) -> int:
    """How many of the values are among those of a choice."""
    words = meanings(fact, {})
    return sum(words.get(folded(value)) is not None for value in values)
