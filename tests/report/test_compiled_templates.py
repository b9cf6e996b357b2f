"""Templates are compiled once for each text of theirs, and what is kept of them can be lost or broken."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import jinja2
import pytest

from clausewise.report.kit import pages


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where templates are kept, of a process that has made no page yet."""
    folder = tmp_path / "kept"
    monkeypatch.setenv("CLAUSEWISE_CACHE", str(folder))
    pages._environment.cache_clear()
    yield folder
    pages._environment.cache_clear()


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """The names of the templates that are compiled from now on."""
    names: list[str | None] = []
    theirs = jinja2.Environment._generate

    def compile_one(self: jinja2.Environment, source: object, name: str | None, *others: object, **more: object) -> str:
        names.append(name)
        return theirs(self, source, name, *others, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(jinja2.Environment, "_generate", compile_one)
    return names


def page() -> str:
    """A piece that pages share, as a process makes it that has made none."""
    pages._environment.cache_clear()
    return pages.page_template("kit/pieces.html.j2").render()


def test_a_template_is_compiled_once(kept: Path, compiled: list[str | None]) -> None:
    first = page()
    assert compiled == ["kit/pieces.html.j2"]
    assert page() == first
    assert compiled == ["kit/pieces.html.j2"]


def test_a_template_that_was_kept_and_cannot_be_read_is_compiled_again(kept: Path, compiled: list[str | None]) -> None:
    first = page()
    for file in kept.rglob("*.cache"):
        file.write_bytes(file.read_bytes()[:40])
    assert page() == first
    assert len(compiled) == 2


def test_where_others_can_write_nothing_is_kept(kept: Path, compiled: list[str | None]) -> None:
    kept.mkdir()
    kept.chmod(0o777)
    assert page() == page()
    assert len(compiled) == 2
    assert list(kept.iterdir()) == []


def test_nothing_is_kept_where_nothing_is_to_be(
    kept: Path, compiled: list[str | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAUSEWISE_CACHE", "off")
    assert page() == page()
    assert len(compiled) == 2


def test_a_folder_that_cannot_be_written_stops_no_page(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = page()
    for folder in kept.iterdir():
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()
        folder.write_text("no folder")
    assert page() == first
