"""Each kind of document has a room; rooms share the kit, and know another where they show parts of its document."""

from __future__ import annotations

import ast
from pathlib import Path

import clausewise.report

ROOT = Path(clausewise.report.__file__).parent
KNOWS = {
    "kit": set(),
    "answer": {"kit"},
    "audit": {"kit"},
    "contested": {"kit"},
    "diff": {"kit"},
    # A page of figures has the cards of rules of an audit's page; two versions are shown as one screening is.
    "screening": {"kit", "audit"},
    "comparison": {"kit", "screening"},
}


def rooms_known(room: str) -> set[str]:
    """The other rooms that the modules of a room import from."""
    known = set()
    for path in (ROOT / room).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            parts = str(node.module).split(".") if isinstance(node, ast.ImportFrom) else []
            if parts[:2] == ["clausewise", "report"] and len(parts) > 2 and (ROOT / parts[2]).is_dir():
                known.add(parts[2])
    return known - {room}


def test_a_document_knows_the_kit_and_no_other_document_but_those_it_shows() -> None:
    assert {room: rooms_known(room) for room in KNOWS} == KNOWS


def test_every_room_is_known_here() -> None:
    assert {path.parent.name for path in ROOT.glob("*/__init__.py")} == set(KNOWS)


def test_what_all_documents_say_knows_no_document() -> None:
    """The modules beside the rooms are words; `reading` and `replay_text` are documents, and `render` opens rooms."""
    words = [path for path in ROOT.glob("*.py") if path.stem not in ("__init__", "reading", "replay_text")]
    assert len(words) > 8
    for path in words:
        said = path.read_text(encoding="utf-8")
        assert [room for room in KNOWS if f"clausewise.report.{room}" in said] == [], path.name


def test_no_page_is_written_out_a_second_time() -> None:
    """Each page has one of the two layouts; the sheet of a notice alone is paper from its first line."""
    begun_anew = [
        path.parent.name + "/" + path.name for path in ROOT.rglob("*.j2") if "<html" in path.read_text("utf-8")
    ]
    assert sorted(begun_anew) == ["answer/notice.html.j2", "kit/page.html.j2"]
