"""Who seems entitled to an aid and does not receive it, by the columns of a registry that say who receives what.

A column is tied to the rules that grant the aid it tells of; a household is entitled to that aid when one of them
applies. The reverse list, who receives and is not found entitled, is for a person to review: nothing is cut off by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from clausewise.classes import dataclass
from clausewise.language.labels import Label
from clausewise.language.verdicts import Verdict
from clausewise.screening.figures.adding import added

NEVER_CUT_OFF = Label("由人复核，不得由机器停发", "to be reviewed by a person; never cut off by a machine")
"""What stands wherever the list to be reviewed does: in the file, on the page, on the console."""

MOST_OPEN = 2
"""An undetermined household is listed when at most so many facts that the rule reads are unknown of it."""


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
