"""Which topics a family was asked about, what it answered, and who asked when: the `topics:` of a case.

No verdict rests on it. A case that names no topics is looked into whole.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from clausewise.classes import NamedTuple
from clausewise.errors import Diagnostic, did_you_mean
from clausewise.language.labels import Label
from clausewise.language.model import Pack
from clausewise.patterns import pattern
from clausewise.yaml_source import PathKey, Source, describe, parse_date, unknown_keys

TOPIC_KEYS = ["answer", "by", "at"]
_MINUTE = pattern(r"([0-9]{4}-[0-9]{2}-[0-9]{2}) ([01][0-9]|2[0-3]):[0-5][0-9]\Z", re.ASCII)
_EXAMPLE = "{answer: ticked, by: who asked, at: 2026-11-28}"


class TopicAnswer(StrEnum):
    """What a family says of a topic."""

    TICKED = "ticked"
    NOT_SURE = "not_sure"
    NOT_TICKED = "not_ticked"

    @property
    def label(self) -> Label:
        return _ANSWERS[self]


_ANSWERS = {
    TopicAnswer.TICKED: Label("有", "yes"),
    TopicAnswer.NOT_SURE: Label("不确定", "not sure"),
    TopicAnswer.NOT_TICKED: Label("没有", "no"),
}


class AskedTopic(NamedTuple):
    """What was answered of a topic, who asked, and when: a day, or `2026-11-28 10:20`; empty where that is not said."""

    answer: TopicAnswer
    by: str = ""
    at: str = ""


def read_asked_topics(source: Source, pack: Pack, found: list[Diagnostic]) -> dict[str, AskedTopic]:
    """What a case says of topics, by their ids in the order of the pack; what is wrong is appended to `found`."""
    written = source.data.get("topics")
    if written is None:
        return {}
    if not isinstance(written, dict):
        message = f"topics is {describe(written)}, not a mapping"
        found.append(Diagnostic(message, source.place(("topics",)), f"write topic: {_EXAMPLE}"))
        return {}
    known, asked = [topic.id for topic in pack.topics], {}
    for name, entry in written.items():
        path: PathKey = ("topics", name)
        if name not in known:
            mend = did_you_mean(name, known) or (f"there are: {', '.join(known)}" if known else "the pack has none")
            found.append(Diagnostic(f"there is no topic {name}", source.place(path, key=True), mend))
            continue
        one = _read_entry(source, path, entry, found)
        if one is not None:
            asked[name] = one
    return {name: asked[name] for name in known if name in asked}


def _read_entry(source: Source, path: PathKey, entry: object, found: list[Diagnostic]) -> AskedTopic | None:
    if not isinstance(entry, dict):
        found.append(
            Diagnostic(f"{path[-1]} is {describe(entry)}, not a mapping", source.place(path), f"write {_EXAMPLE}")
        )
        return None
    found += unknown_keys(source, path, entry, TOPIC_KEYS, f"the topic {path[-1]}")
    answer, by = entry.get("answer"), entry.get("by")
    answers = [one.value for one in TopicAnswer]
    if answer not in answers:
        message = f"answer: {describe(answer)} does not fit"
        if "answer" not in entry:
            message = f"it is not said what was answered of {path[-1]}"
        near = did_you_mean(answer, answers) if isinstance(answer, str) else None
        where = (*path, "answer") if "answer" in entry else path
        found.append(Diagnostic(message, source.place(where), near or f"it may be: {', '.join(answers)}"))
        return None
    if by is not None and not isinstance(by, str):
        found.append(Diagnostic(f"by: {describe(by)} does not fit", source.place((*path, "by")), "write who asked"))
        by = None
    return AskedTopic(TopicAnswer(answer), by or "", read_moment(source, path, entry, found))


def read_moment(source: Source, path: PathKey, entry: Mapping[str, Any], found: list[Diagnostic]) -> str:
    """When something was asked (`at:`): a day, or a day with the minute; empty where that is not said, or wrongly."""
    written = entry.get("at")
    if written is None:
        return ""
    if isinstance(written, datetime.date):
        return written.isoformat()
    minute = _MINUTE.match(written) if isinstance(written, str) else None
    if minute is not None and parse_date(minute[1]) is not None:
        return str(written)
    day = parse_date(written) if isinstance(written, str) else None
    if day is not None:
        return day.isoformat()
    message = f"at: {describe(written)} is neither a day nor a minute"
    found.append(Diagnostic(message, source.place((*path, "at")), 'write 2026-11-28, or "2026-11-28 10:20"'))
    return ""


def write_asked_topics(topics: Mapping[str, AskedTopic]) -> dict[str, dict[str, Any]]:
    """What a case file says of topics."""
    return {
        name: {"answer": one.answer.value}
        | ({"by": one.by} if one.by else {})
        | ({"at": write_moment(one.at)} if one.at else {})
        for name, one in topics.items()
    }


def write_moment(at: str) -> datetime.date | str:
    """A moment as a file holds it: a day as a date."""
    return parse_date(at) or at
