"""What pages that are sent around have in common: signs of verdicts, and places without the folders they lie in."""

from __future__ import annotations

from pathlib import Path

from clausewise.errors import Place

SIGNS = {
    "applies": "✓",
    "undetermined": "?",
    "does_not_apply": "✗",
    "institutional": "□",
    "not_encoded": "∅",
    "no_text": "–",
}
"""How the verdict of a measure is written in the matrix."""

_FOLDERS = ("policy", "rules", "cases")


def in_pack(place: Place, pack_id: str) -> str:
    """A place as seen from the folder that holds the pack: a page that is sent around shows no folder above it."""
    parts = Path(place.file).parts
    for at in reversed(range(len(parts) - 1)):
        if parts[at] in _FOLDERS and parts[at + 1] == pack_id:
            return str(place._replace(file="/".join(parts[at:])))
    return str(place._replace(file=parts[-1]))
