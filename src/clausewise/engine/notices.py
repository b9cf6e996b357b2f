"""Notices: what whoever reads an answer should know beside it, though no verdict rests on the notice itself.

Plain data, made once, in both languages. Nothing here decides whether one is refused.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from clausewise.case import Case
from clausewise.errors import Place
from clausewise.language.labels import Label
from clausewise.language.model import Pack


class NoticeKind(StrEnum):
    """What a notice is about."""

    CONTRADICTION = "contradiction"
    OUTDATED_OFFICE = "outdated_office"


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice: the fact it is about and whose (a member's id, or None), what is so, and what to do about it."""

    kind: NoticeKind
    fact: str | None
    member: str | None
    text: Label
    mend: Label
    place: Place | None = field(default=None, compare=False)


def outdated_answers(pack: Pack, case: Case) -> tuple[Notice, ...]:
    """A notice for each office fact of which what the office said no longer holds on the day of the check."""
    if case.office is None:
        return ()
    found = []
    for name in case.office.said:
        last = case.office.outdated(name, case.as_of)
        if last is None or name not in pack.facts:
            continue
        label, until, day = pack.facts[name].label, last.until, case.as_of
        text = Label(
            f"{label.zh}：本机关的答复只到 {until}，核对日是 {day}，按未知处理",
            f"{label.en}: what the office said held until {until}; on {day}, the day of the check, it is not known",
        )
        mend = Label("请本机关重新答复", "ask the office again")
        found.append(Notice(NoticeKind.OUTDATED_OFFICE, name, None, text, mend, last.place))
    return tuple(found)
