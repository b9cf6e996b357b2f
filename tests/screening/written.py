"""Registries as people have them, written into a folder: the one of the documentation, with rows changed."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from clausewise.language.model import Pack
from clausewise.recording.screenings import record_summary
from clausewise.records.base import as_json
from clausewise.screening.figures.summary import Summary
from clausewise.screening.intake.asked import Asked, choose_receiving
from clausewise.screening.mapping.reading import read_mapping
from clausewise.screening.runs.passes import Wish
from clausewise.screening.runs.screening import Ran, run_screening
from specification.chongqing import chongqing_pack

DOCS = Path(__file__).parents[2] / "docs"
DAY = datetime.date(2020, 12, 7)


@dataclass(frozen=True)
class Written:
    """A registry in a folder, with its mapping."""

    folder: Path

    def asked(self, **options: object) -> Asked:
        """What is asked of it: the rules of Chongqing, on the day of the document."""
        pack: Pack = chongqing_pack()
        mapping = read_mapping(self.folder / "mapping.yaml", pack)
        receiving = choose_receiving((), mapping.receiving, pack)
        return Asked(pack, DAY, mapping, receiving=receiving, **options)  # type: ignore[arg-type]


def write_registry(folder: Path, changes: Mapping[str, str] | None = None, encoding: str = "utf-8") -> Written:
    """The registry of the documentation, with stretches of its files replaced; each must stand there once."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {name: (DOCS / "registry" / name).read_text("utf-8") for name in _FILES}
    for old, new in (changes or {}).items():
        where = [name for name, text in files.items() if text.count(old) == 1]
        assert len(where) == 1, f"{old} stands in {where}"
        files[where[0]] = files[where[0]].replace(old, new)
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8" if name.endswith(".yaml") else encoding, newline="")
    return Written(folder)


_FILES = ("households.csv", "members.csv", "mapping.yaml")


def screened(written: Written, output: Path, *, quarantine: bool = False, every: int = 4, **options: object) -> Ran:
    """Screen it, some households at a time."""
    wish = Wish(str(written.folder), written.asked(**options), quarantine=quarantine, every=every)
    return run_screening(wish, output, "en", write_figures, lambda work, done, of: None)


def write_figures(folder: Path, summary: Summary, listed: pl.LazyFrame | None) -> None:
    """The figures as JSON, and what was listed as it is."""
    (folder / "summary.json").write_text(as_json(record_summary(summary)), "utf-8")
    if listed is not None:
        listed.sink_parquet(folder / "listed.parquet")


def verdicts(output: Path, rule: str) -> dict[str, str]:
    """What a rule comes to in each household."""
    frame = pl.read_parquet(output / "verdicts.parquet")
    return dict(frame.select("household", pl.col(rule).cast(pl.String)).rows())
