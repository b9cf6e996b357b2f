"""What an audit found wrong or weak as SARIF 2.1.0, which editors and code hosts show in the files themselves.

Says nothing of what is in order. The same audit gives the same bytes every time.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import quote

from clausewise import __version__
from clausewise.audit.model import Audit
from clausewise.errors import Place
from clausewise.language.labels import Label
from clausewise.report.audit.concern_kinds import ConcernKind, Level
from clausewise.report.audit.concerns import Concern, concerns_of

Data = dict[str, Any]


def audit_to_sarif(audit: Audit) -> str:
    """One SARIF log with one run, ending with a newline."""
    concerns = concerns_of(audit)
    kinds = [kind for kind in ConcernKind if any(one.kind is kind for one in concerns)]
    driver = {"name": "clausewise", "version": __version__, "rules": [_rule(kind, concerns) for kind in kinds]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, kinds) for one in concerns],
    }
    return json.dumps({"version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"


def _rule(kind: ConcernKind, concerns: tuple[Concern, ...]) -> Data:
    """A sort of finding; the level is that of the worst of them, since some say otherwise themselves."""
    levels = {one.level for one in concerns if one.kind is kind}
    return {
        "id": kind.value,
        "name": "".join(word.capitalize() for word in kind.value.split("_")),
        "shortDescription": {"text": _both(kind.label)},
        "fullDescription": {"text": _both(kind.help)},
        "help": {"text": f"{kind.help.en}\n\n{kind.help.zh}"},
        "defaultConfiguration": {"level": next(level.value for level in Level if level in levels)},
    }


def _result(one: Concern, kinds: list[ConcernKind]) -> Data:
    properties: Data = {"id": one.id, "provisions": list(one.provisions)}
    if one.households:
        properties["households"] = list(one.households)
    return {
        "ruleId": one.kind.value,
        "ruleIndex": kinds.index(one.kind),
        "level": one.level.value,
        "message": {"text": _message(one)},
        "locations": [_location(one)],
        "partialFingerprints": {"clausewise/v1": one.id},
        "properties": properties,
    }


def _message(one: Concern) -> str:
    """What is said in a list of problems, English before Chinese, with the words it is about."""
    where = f"{', '.join(one.provisions)}: " if one.provisions else ""
    words = f" 「{one.words}」" if one.words and one.words not in one.says.zh else ""
    said = f"{where}{one.says.en}{words}"
    if one.why is not None:
        said += f" ({one.why.en})"
    lines = [said, one.says.zh + (f"（{one.why.zh}）" if one.why is not None else "")]
    for household in one.households:
        lines += ["", household.rstrip()]
    return "\n".join(lines)


def _location(one: Concern) -> Data:
    location: Data = {"artifactLocation": {"uri": _uri(one.place)}}
    if one.place.line is not None:
        region = {"startLine": one.place.line}
        if one.place.column is not None:
            region["startColumn"] = one.place.column
        location["region"] = region
    return {"physicalLocation": location}


def _uri(place: Place) -> str:
    """A file as seen from the folder one stands in, with forward slashes."""
    path = Path(place.file)
    seen = Path(os.path.relpath(path)) if path.is_absolute() else path
    return quote(seen.as_posix())


def _both(label: Label) -> str:
    return f"{label.en} / {label.zh}"
