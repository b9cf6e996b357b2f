"""What differs between two packs as JSON, whole and in no language: labels and sides of changes in both.

The same two packs give the same bytes every time.
"""

from __future__ import annotations

import json
from typing import Any

from clausewise.audit.changes import CaseChange, Differences, EntryChange, FieldChange, Judgement, Replayed, RuleMeaning
from clausewise.audit.versions import Shift
from clausewise.language.labels import Label
from clausewise.language.model import Pack
from clausewise.report.diff_schema import DIFF_FORMAT
from clausewise.report.diff_sides import Speaker
from clausewise.report.wording import Wording

Data = dict[str, Any]


def render_diff_json(differences: Differences) -> str:
    """One object with the format, the two packs, and all that differs, ending with a newline."""
    return json.dumps(differences_as_data(differences), ensure_ascii=False, indent=1) + "\n"


def differences_as_data(differences: Differences) -> Data:
    """All that differs, as it stands in the file."""
    old, new = differences.old, differences.new
    writer = _Writer(old, new)
    return {
        "format": DIFF_FORMAT,
        "old": _pack(differences.names[0], old),
        "new": _pack(differences.names[1], new),
        "differs": not differences.is_empty,
        "entries": [writer.entry(entry) for entry in differences.entries],
        "meanings": [_meaning(one) for one in differences.meanings],
        "cases": None if differences.cases is None else _cases(differences.cases),
    }


def _pack(name: str, pack: Pack) -> Data:
    return {"name": name, "id": pack.id, "document": pack.document_digest, "rules": pack.rules_digest}


class _Writer:
    """Writes entries, each side in the words of its own pack."""

    def __init__(self, old: Pack, new: Pack) -> None:
        self._old, self._new = ((Speaker(Wording(pack, "zh")), Speaker(Wording(pack, "en"))) for pack in (old, new))

    def entry(self, entry: EntryChange) -> Data:
        return {
            "kind": entry.kind.value,
            "id": entry.id,
            "change": entry.change.value,
            "provision": entry.provision,
            "label": _label(entry.label),
            "wording_only": entry.is_wording,
            "likely_renamed": entry.likely,
            "text": entry.text,
            "fields": [self._field(entry, change) for change in entry.fields],
        }

    def _field(self, entry: EntryChange, change: FieldChange) -> Data:
        sides: Data = {}
        for name, side, (zh, en) in (("before", change.before, self._old), ("after", change.after, self._new)):
            said = {"zh": zh.says(side, change.field, entry), "en": en.says(side, change.field, entry)}
            sides[name] = None if side is None else said
        return {"field": change.field.value, "of": _label(change.of), **sides}


def _meaning(found: RuleMeaning) -> Data:
    comparison = found.comparison
    return {
        "rule": found.rule,
        "provision": found.provision,
        "title": _label(found.title),
        "meaning": found.meaning.value,
        "settled": found.settled.value,
        "through": list(found.through),
        "scope": _label(comparison.scope),
        "why": _label(comparison.why),
        "aspects": [one.value for one in comparison.aspects],
        "granted": _shift(comparison.granted),
        "lower": _shift(comparison.lower),
        "higher": _shift(comparison.higher),
    }


def _shift(shift: Shift | None) -> Data | None:
    if shift is None:
        return None
    verdicts = {"before": shift.before.value, "after": shift.after.value}
    return {"subject": shift.subject, **verdicts, "complete": shift.complete, "household": shift.household}


def _cases(replayed: Replayed) -> Data:
    return {"checked": replayed.cases, "changes": [_case(change) for change in replayed.changes]}


def _case(change: CaseChange) -> Data:
    return {
        "file": change.file,
        "refused": {"old": list(change.refused_before), "new": list(change.refused_after)},
        "findings": [
            {"finding": one.name, "before": _judgement(one.before), "after": _judgement(one.after)}
            for one in change.findings
        ],
    }


def _judgement(judgement: Judgement | None) -> Data | None:
    if judgement is None:
        return None
    parts = judgement.parts or {}
    return {
        "verdict": judgement.verdict.value,
        "missing": [{"fact": fact, "member": member} for fact, member in judgement.missing],
        "parts": {part.value: [_label(label) for label in labels] for part, labels in parts.items()},
    }


def _label(label: Label | None) -> Data | None:
    return None if label is None else {"zh": label.zh, "en": label.en}
