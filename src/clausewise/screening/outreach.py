"""Who seems entitled to an aid and does not receive it: which column of a registry says who receives what.

A column is tied to the rules that grant the aid it tells of; a household is entitled to that aid when one of them
applies. The reverse list, who receives and is not found entitled, is for a person to review: nothing is cut off by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import fnmatchcase

from clausewise.errors import Diagnostic, RequestError, did_you_mean
from clausewise.language.labels import Label
from clausewise.language.model import Pack
from clausewise.language.verdicts import Verdict
from clausewise.screening.summary import added
from clausewise.screening.words import FALSE_WORDS, TRUE_WORDS, UNKNOWN_WORDS, folded

NEVER_CUT_OFF = Label("由人复核，不得由机器停发", "to be reviewed by a person; never cut off by a machine")
"""What stands wherever the list to be reviewed does: in the file, on the page, on the console."""

MOST_OPEN = 2
"""An undetermined household is listed when at most so many facts that the rule reads are unknown of it."""

_YES = (*TRUE_WORDS, "享受", "在享", "领取", "已领取")
_NO = (*FALSE_WORDS, "未享受", "未领取")


@dataclass(frozen=True, slots=True)
class Receiving:
    """A column that says who receives an aid now, and the rules any of which grants it.

    `values` says what the column's words mean (true: receives, None: not known); without it 是/否, 有/无 and the like
    are read. A truth value says it by itself, a number is an amount: 0 is none. An empty cell is not known, nor are the
    words `unknown` of the whole registry.
    """

    column: str
    rules: tuple[str, ...]
    values: Mapping[str, bool | None] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()

    def meanings(self) -> dict[str, bool | None]:
        """What the words of the column mean, in lower case."""
        not_known = dict.fromkeys(map(folded, self.unknown))
        if self.values:
            return {**not_known, **{folded(word): meant for word, meant in self.values.items()}}
        plain = {**dict.fromkeys(_YES, True), **dict.fromkeys(_NO, False), **dict.fromkeys(UNKNOWN_WORDS)}
        return {**plain, **not_known}


class Receipt(StrEnum):
    """Whether an aid is received, as the registry has it."""

    RECEIVES = "receives"
    DOES_NOT = "does_not"
    NOT_KNOWN = "not_known"

    @property
    def label(self) -> Label:
        return _RECEIPTS[self]


_RECEIPTS = {
    Receipt.RECEIVES: Label("领取", "receives it"),
    Receipt.DOES_NOT: Label("未领取", "does not receive it"),
    Receipt.NOT_KNOWN: Label("是否领取未知", "not known whether they receive it"),
}


class OutreachList(StrEnum):
    """The lists: seems entitled and does not receive; the same, not known whether they receive; to be reviewed."""

    NOT_RECEIVING = "not_receiving"
    NOT_KNOWN = "not_known"
    REVIEW = "review"

    @property
    def label(self) -> Label:
        return _LISTS[self]


_LISTS = {
    OutreachList.NOT_RECEIVING: Label("看来应享而未领取", "seems entitled, does not receive it"),
    OutreachList.NOT_KNOWN: Label("看来应享，是否领取未知", "seems entitled, not known whether they receive it"),
    OutreachList.REVIEW: Label("领取而规则不适用", "receives it, no rule applies"),
}


@dataclass(frozen=True, slots=True)
class Taken:
    """Of one column: how many have each receipt with each verdict, and how many rows each list has by rule.

    Counts households, or members where `of_members`. A listed rule is the firmest that was found; the list to be
    reviewed has no one rule and counts under "".
    """

    of_members: bool
    crossed: Mapping[tuple[Receipt, Verdict], int] = field(default_factory=dict)
    listed: Mapping[tuple[OutreachList, str, Verdict], int] = field(default_factory=dict)

    def __add__(self, other: Taken) -> Taken:
        return Taken(self.of_members, added(self.crossed, other.crossed), added(self.listed, other.listed))

    def on(self, kind: OutreachList, verdict: Verdict | None = None) -> int:
        """How many rows a list has, of one verdict or of all."""
        return sum(
            number for (one, _, found), number in self.listed.items() if one is kind and verdict in (None, found)
        )


@dataclass(frozen=True, slots=True)
class OutreachFigures:
    """The figures of the lists by column, in the order in which the columns were asked for; those of parts add up."""

    columns: Mapping[str, Taken] = field(default_factory=dict)

    def __add__(self, other: OutreachFigures) -> OutreachFigures:
        return OutreachFigures(added(self.columns, other.columns))

    def on(self, kind: OutreachList) -> int:
        """How many rows a list has in all."""
        return sum(one.on(kind) for one in self.columns.values())


# ---------------------------------------------------------------- what was asked for


def read_receiving(written: Iterable[str], pack: Pack) -> tuple[Receiving, ...]:
    """What `--receiving 低保=housing.urban_dibao,教育=education.*` means; what has no `=` goes with the column before.

    Raises: RequestError.
    """
    asked: dict[str, dict[str, None]] = {}
    column = ""
    for part in (part.strip() for one in written for part in one.split(",")):
        named, equals, target = part.rpartition("=")
        column = named.strip() if equals else column
        target = target.strip()
        if not column or not target:
            lacking = "which column that is" if target else "which rule grants it"
            mend = "write COLUMN=RULE, such as 住房补贴=housing.urban_dibao"
            raise RequestError(Diagnostic(f"--receiving {part}: it is not said {lacking}", None, mend))
        asked.setdefault(column, {}).update(dict.fromkeys(rules_granting(target, pack, f"--receiving {column}")))
    return tuple(Receiving(name, in_document_order(rules, pack)) for name, rules in asked.items())


def rules_granting(target: str, pack: Pack, asked_by: str) -> tuple[str, ...]:
    """The rules that grant what a rule's id, a pattern (`education.*`) or the label of an aid (实物配租) stands for.

    Raises: RequestError that begins with `asked_by`, also for rules that grant nothing.
    """
    named = [rule for rule in pack.rules if fnmatchcase(rule.id, target)]
    labelled = [rule for rule in pack.rules if any(target in (aid.label.zh, aid.label.en) for aid in rule.aid)]
    if found := tuple(rule.id for rule in named or labelled if rule.aid):
        return found
    if named:
        problem, mend = f"{target} grants no aid", "name a rule that does"
    else:
        aids = [aid.label for rule in pack.rules for aid in rule.aid]
        known = [*pack.rules_by_id, *(label.zh for label in aids), *(label.en for label in aids)]
        problem = f"there is no rule or aid {target}"
        mend = did_you_mean(target, known) or "name a rule (clausewise rules lists them), a pattern, or an aid"
    raise RequestError(Diagnostic(f"{asked_by}: {problem}", None, mend))


def in_document_order(rules: Iterable[str], pack: Pack) -> tuple[str, ...]:
    """Rules in the order of the provisions."""
    wanted = set(rules)
    return tuple(rule.id for rule in pack.rules if rule.id in wanted)
