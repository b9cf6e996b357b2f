"""Notices: what whoever reads an answer should know beside it, though no verdict rests on the notice itself.

Plain data, made once, in both languages. Nothing here decides whether one is refused.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import field
from enum import StrEnum

from clausewise.case.office import Office
from clausewise.classes import dataclass
from clausewise.errors import Place
from clausewise.language.labels import Label
from clausewise.language.model import Pack


class NoticeKind(StrEnum):
    """What a notice is about."""

    CONTRADICTION = "contradiction"
    IMPLAUSIBLE = "implausible"
    OUTSIDE_TIME = "outside_time"
    NEWER_LAW = "newer_law"
    OUTDATED_OFFICE = "outdated_office"
    OUTDATED_PARAMETER = "outdated_parameter"

    @property
    def is_refused_when_strict(self) -> bool:
        """Whether `--strict` refuses it: what the file says wrongly, never what time has brought."""
        return self in (NoticeKind.CONTRADICTION, NoticeKind.IMPLAUSIBLE)


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice: the fact it is about and whose (a member's id, or None), what is so, and what to do about it."""

    kind: NoticeKind
    fact: str | None
    member: str | None
    text: Label
    mend: Label
    place: Place | None = field(default=None, compare=False)


def outdated_answers(pack: Pack, day: datetime.date, office: Office | None) -> tuple[Notice, ...]:
    """A notice for each office fact of which what the office said no longer holds on the day of the check."""
    if office is None:
        return ()
    found = []
    for name in office.said:
        last = office.outdated(name, day)
        if last is None or name not in pack.facts:
            continue
        label, until = pack.facts[name].label, last.until
        text = Label(
            f"{label.zh}：本机关的答复只到 {until}，核对日是 {day}，按未知处理",
            f"{label.en}: what the office said held until {until}; on {day}, the day of the check, it is not known",
        )
        mend = Label("请本机关重新答复", "ask the office again")
        found.append(Notice(NoticeKind.OUTDATED_OFFICE, name, None, text, mend, last.place))
    return tuple(found)


def notices_of_time(pack: Pack, day: datetime.date) -> Iterator[Notice]:
    """What the day of a check brings: a document that is not in force then, a newer law, values that ended."""
    held = pack.in_force
    if held is not None and not held.holds_on(day):
        until_zh, until_en = (f"至 {held.until} ", f" until {held.until}") if held.until else ("", "")
        yield Notice(
            NoticeKind.OUTSIDE_TIME, None, None,
            Label(
                f"核对日 {day} 不在文件施行期间（自 {held.since} 起{until_zh}：{held.label.zh}）",
                f"on {day}, the day of the check, the document is not in force "
                f"(from {held.since}{until_en}: {held.label.en})",
            ),
            Label("核对当时施行的文件", "look up what is in force on that day"),
        )  # fmt: skip
    for law in pack.newer:
        if law.since <= day:
            yield Notice(
                NoticeKind.NEWER_LAW, None, None,
                Label(
                    f"《{law.label.zh}》自 {law.since} 起施行，晚于本文件",
                    f"the {law.label.en} is in force since {law.since}, after this document",
                ),
                law.note or Label("与它不一致的，应当查对", "look up where it differs"),
            )  # fmt: skip
    for parameter in pack.parameters.values():
        end, value = parameter.outdated(day), parameter.on(day)
        if end is not None and value is not None:
            value_zh, value_en = parameter.show(value, "zh"), parameter.show(value)
            yield Notice(
                NoticeKind.OUTDATED_PARAMETER, f"parameter.{parameter.name}", None,
                Label(
                    f"{parameter.label.zh}的最后一个数值 {value_zh} 只到 {end}，核对日 {day} 仍按它计算",
                    f"{parameter.label.en}: its last value, {value_en}, held until {end}; "
                    f"on {day}, the day of the check, it is still reckoned with",
                ),
                Label("补上新的数值", "write the new value into parameters.yaml"),
                parameter.place,
            )  # fmt: skip
