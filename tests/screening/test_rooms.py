"""The rooms of screening know only those before them, and no two modules know each other."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import clausewise.screening

ROOT = Path(clausewise.screening.__file__).parent
ROOMS = ("rules", "mapping", "figures", "tables", "intake", "engines", "runs")
"""Each may import those before it."""
MODULES = {
    ".".join(("clausewise.screening", *path.relative_to(ROOT).with_suffix("").parts)): path
    for path in sorted(ROOT.glob("*/*.py"))
}


def imported(path: Path) -> Iterator[str]:
    """The modules of screening that a module imports, wherever in it that stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names if one.name.startswith("clausewise.screening."))
        elif isinstance(node, ast.ImportFrom) and str(node.module).startswith("clausewise.screening"):
            assert node.module in MODULES, f"{path.name} imports from a room, not from a module: {node.module}"
            yield str(node.module)


def test_every_module_stands_in_a_room() -> None:
    assert [path.name for path in ROOT.glob("*.py")] == ["__init__.py"]
    assert {path.parent.name for path in MODULES.values()} == set(ROOMS)
    assert len(MODULES) > 70


def test_a_room_imports_only_rooms_before_it() -> None:
    above = [
        f"{name} imports {other}"
        for name, path in MODULES.items()
        for other in imported(path)
        if ROOMS.index(MODULES[other].parent.name) > ROOMS.index(path.parent.name)
    ]
    assert above == []


def test_no_modules_import_each_other_round_about() -> None:
    assert len(list(TopologicalSorter({name: imported(path) for name, path in MODULES.items()}).static_order())) > 70


def test_a_room_imports_nothing_when_it_is_opened() -> None:
    for room in ROOMS:
        (said,) = ast.parse((ROOT / room / "__init__.py").read_text(encoding="utf-8")).body
        assert isinstance(said, ast.Expr), f"{room}/__init__.py says what the room is for, and nothing else"
