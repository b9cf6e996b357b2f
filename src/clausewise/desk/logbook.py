"""Writes the log and holds it to account: each entry is bound to the one before, and heads are written down elsewhere.

Whoever cuts the tail off, or writes the chain anew, leaves heads on file copies, in backups and in the folder of keys
that the chain does not have.
"""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.db import transaction

from clausewise.desk.keys import chain_mac
from clausewise.desk.models import Act, LogEntry
from clausewise.language.labels import Label

_QUARTER = 15
_FIRST = ""


def note(
    act: Act, person: str = "", household: str = "", about: str = "", facts: Iterable[str] = (), at: str | None = None
) -> LogEntry:
    """Append an entry, in the transaction that is open or in one of its own."""
    with transaction.atomic():
        last = LogEntry.objects.order_by("-pk").first()
        entry = LogEntry(
            at=at or _now(), act=act.value, person=person, household=household, about=about, facts=sorted(set(facts))
        )
        entry.mac = chain_mac(last.mac if last else _FIRST, _written(entry))
        entry.save()
    return entry


def note_look(person: str, household: str) -> None:
    """Append that somebody looked at a household, once in each quarter of an hour."""
    now = datetime.datetime.now(datetime.UTC)
    since = _stamp(now.replace(minute=now.minute - now.minute % _QUARTER, second=0))
    looked = LogEntry.objects.filter(act=Act.LOOKED.value, person=person, household=household, at__gte=since)
    if not looked.exists():
        note(Act.LOOKED, person, household)


def head() -> str:
    """The last entry: its number and the beginning of its digest, such as `128:5c1f0a9be2d4`; empty at the start."""
    last = LogEntry.objects.order_by("-pk").first()
    return f"{last.pk}:{last.mac[:16]}" if last is not None else ""


def write_down_head() -> str:
    """Write the head into the folder of keys, and return it."""
    now = head()
    folder = settings.DESK_FOLDER
    with os.fdopen(os.open(folder.heads, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a") as stream:
        stream.write(f"{now}\n")
    return now


def faults(heads: Iterable[str] = ()) -> Iterator[Label]:
    """What is wrong with the log: entries changed, missing or not bound; heads of these, and of the folder, not "
    "in it."""
    previous, macs = _FIRST, {}
    for place, entry in enumerate(LogEntry.objects.order_by("pk").iterator(), start=1):
        if entry.pk != place:
            yield Label(f"第{place}条日志不见了", f"entry {place} of the log is missing")
            return
        if entry.mac != chain_mac(previous, _written(entry)):
            yield Label(
                f"第{place}条日志被改过，或者不是这里写的", f"entry {place} of the log was changed or not written here"
            )
            return
        previous = macs[place] = entry.mac
    for one in dict.fromkeys((*heads, *_written_heads(settings.DESK_FOLDER.heads))):
        number, _, mac = one.strip().partition(":")
        if not (number.isdecimal() and mac and macs.get(int(number), "").startswith(mac)):
            yield Label(
                f"日志里没有记在别处的 {one.strip()}", f"the log has no {one.strip()}, which is written down elsewhere"
            )


def _written_heads(path: Path) -> list[str]:
    return [one for one in path.read_text("ascii", errors="replace").splitlines() if one] if path.exists() else []


def _written(entry: LogEntry) -> str:
    """What the digest of an entry is of."""
    return json.dumps([entry.at, entry.act, entry.person, entry.household, entry.about, entry.facts])


def _now() -> str:
    return _stamp(datetime.datetime.now(datetime.UTC))


def _stamp(moment: datetime.datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
