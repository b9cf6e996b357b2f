"""The second judge stands alone: the standard library, PyYAML, and itself."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import clausewise.plain

MODULES = sorted(Path(clausewise.plain.__file__).parent.glob("**/*.py"))


def imported(path: Path) -> Iterator[str]:
    """The full names of what a module imports, wherever in it that stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} imports by dots"
            yield str(node.module)


def test_it_imports_the_standard_library_pyyaml_and_itself() -> None:
    own = "clausewise.plain"
    others = {
        name
        for path in MODULES
        for name in imported(path)
        if name != own and not name.startswith(f"{own}.") and name.partition(".")[0] not in sys.stdlib_module_names
    }
    assert len(MODULES) > 10
    assert others == {"yaml"}


def test_nothing_of_it_imports_by_a_name_that_is_computed() -> None:
    for path in MODULES:
        text = path.read_text(encoding="utf-8")
        assert "import_module" not in text
        assert "__import__" not in text


def test_a_process_that_judges_has_loaded_no_other_part_of_clausewise() -> None:
    script = "import sys, clausewise.plain; print(*sorted(m for m in sys.modules if m.startswith('clausewise')))"
    loaded = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout.split()
    assert [name for name in loaded if not name.startswith("clausewise.plain")] == ["clausewise"]
