"""A registry screened from Python: from frames or from files, its verdicts as frames."""

from __future__ import annotations

import datetime
import functools
import os
import tempfile
from collections.abc import Iterable, Mapping
from copy import deepcopy
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clausewise.api.frames import Backend
from clausewise.api.reported import WIDTH, Reported, printed
from clausewise.case import Office
from clausewise.classes import NamedTuple
from clausewise.clock import today
from clausewise.errors import Diagnostic, RequestError
from clausewise.language.labels import Language
from clausewise.language.model import Pack
from clausewise.records import screening as records

if TYPE_CHECKING:
    import polars as pl
    from narwhals.typing import IntoDataFrame

    from clausewise.screening.figures.summary import Summary
    from clausewise.screening.mapping.model import RegistryMapping

TABLES = ("households", "members", "applications")
Registry = str | os.PathLike[str] | Mapping[str, "IntoDataFrame"]


class Screening(Reported):
    """Every rule's verdict for every household of a registry, and the figures of them."""

    def __init__(
        self, summary: Summary, verdicts: pl.DataFrame, members: pl.DataFrame, files: tuple[Path, ...]
    ) -> None:
        self._summary, self._verdicts, self._members, self._files = summary, verdicts, members, files

    @cached_property
    def record(self) -> records.ScreeningSummary:
        """The figures, as summary.json has them."""
        from clausewise.recording.screenings import record_summary

        return record_summary(self._summary)

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that were written; none without `output`."""
        return self._files

    def to_frame(self, backend: Backend = "polars") -> Any:
        """A row for each household, a column for each rule; of a rule about members the strongest of theirs."""
        return _as(self._verdicts, backend)

    def members_to_frame(self, backend: Backend = "polars") -> Any:
        """A row for each member, a column for each rule about members."""
        return _as(self._members, backend)

    def to_text(self, lang: Language = "en", width: int = WIDTH) -> str:
        """As `clausewise screen` prints it."""
        from clausewise.report.screening.text import print_screening

        return printed(lambda console: print_screening(console, self._summary, lang, self._files), width)

    def to_html(self, lang: Language = "en") -> str:
        """As a page that needs nothing beside itself."""
        from clausewise.report.screening.html import render_screening_html

        return render_screening_html(self._summary, lang)

    def __repr__(self) -> str:
        return f"<Screening of {len(self._verdicts)} households>"


def screen(
    pack: Pack,
    registry: Registry,
    mapping: str | os.PathLike[str] | Mapping[str, Any],
    *,
    as_of: datetime.date | None,
    office: Office | None,
    output: Path | None,
    by: Iterable[str],
    keep: Iterable[str],
    strict: bool,
    quarantine: bool,
) -> Screening:
    """What `clausewise.Pack.screen` does. Raises: RequestError, MappingError."""
    _need_polars()
    from clausewise.screening.mapping.reading import read_given_mapping, read_mapping

    with tempfile.TemporaryDirectory(prefix="clausewise-") as name:
        work = Path(name)
        if isinstance(registry, Mapping):
            if not isinstance(mapping, Mapping):
                mend = "give the mapping as a dict; its tables need no from:"
                raise RequestError(Diagnostic("frames are screened by a mapping that is a dict", None, mend))
            source, mapping = str(_write_frames(registry, work)), _named(mapping)
        else:
            source = os.fspath(registry)
        read = read_given_mapping(mapping, pack) if isinstance(mapping, Mapping) else read_mapping(Path(mapping), pack)
        return _screened(
            pack, source, read, work / "screened" if output is None else output, output is not None,
            _Options(as_of or today(), office, tuple(by), tuple(keep), strict, quarantine),
        )  # fmt: skip


class _Options(NamedTuple):
    as_of: datetime.date
    office: Office | None
    by: tuple[str, ...]
    keep: tuple[str, ...]
    strict: bool
    quarantine: bool


def _screened(
    pack: Pack, source: str, mapping: RegistryMapping, folder: Path, is_kept: bool, options: _Options
) -> Screening:
    import polars as pl

    from clausewise.report.screening.reports import write_reports
    from clausewise.screening.intake.asked import Asked
    from clausewise.screening.runs.parts import MEMBERS_FILE, VERDICTS_FILE
    from clausewise.screening.runs.passes import Wish
    from clausewise.screening.runs.screening import run_screening

    asked = Asked(
        pack, options.as_of, mapping, options.by, options.keep, mapping.receiving, options.strict, options.office
    )
    write = functools.partial(write_reports, asked, "en")
    ran = run_screening(Wish(source, asked, options.quarantine), folder, "en", write, _watch_nothing)
    members = folder / MEMBERS_FILE
    return Screening(
        ran.summary,
        pl.read_parquet(folder / VERDICTS_FILE, glob=False),
        pl.read_parquet(members, glob=False) if members.exists() else pl.DataFrame(),
        ran.files if is_kept else (),
    )


def _watch_nothing(what: str, done: int, of: int) -> None:
    """Tells nobody how far it is."""


def _need_polars() -> None:
    from importlib.util import find_spec

    if find_spec("polars") is None or find_spec("narwhals") is None:
        mend = "install it: pip install 'clausewise[screening]'"
        raise RequestError(Diagnostic("screening needs Polars", None, mend))


def _write_frames(frames: Mapping[str, IntoDataFrame], folder: Path) -> Path:
    """The tables of a registry as files. Raises: RequestError for a table that is none."""
    import narwhals as nw

    for name, frame in frames.items():
        if name not in TABLES:
            raise RequestError(Diagnostic(f"there is no table {name}", None, f"they are {', '.join(TABLES)}"))
        nw.from_native(frame).to_polars().write_parquet(folder / f"{name}.parquet")
    return folder


def _named(mapping: Mapping[str, Any]) -> dict[str, Any]:
    """The mapping with each of its tables read from the file that its frame was written to."""
    named = deepcopy(dict(mapping))
    for table in TABLES:
        if isinstance(named.get(table), dict):
            named[table]["from"] = f"{table}.parquet"
    return named


def _as(frame: pl.DataFrame, backend: Backend) -> Any:
    if backend == "polars":
        return frame
    return frame.to_arrow() if backend == "pyarrow" else frame.to_pandas()
