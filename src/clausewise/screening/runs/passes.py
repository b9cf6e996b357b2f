"""One pass over a registry, stretch by stretch: parts that are kept, and what is wrong told or put aside.

Whatever is wrong with the registry is found in the same pass. Where that stops it, all of it is told, with counts and
rows, and nothing is written; where it does not, whole households are put aside, and the counts add up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import polars as pl

from clausewise import __version__
from clausewise.classes import dataclass
from clausewise.errors import Diagnostic, DiskFull, InputError, Place, RequestError
from clausewise.language.model import Pack
from clausewise.screening.figures.odd import Odd
from clausewise.screening.figures.summary import Reason, Source, TableRows
from clausewise.screening.intake.asked import Asked
from clausewise.screening.intake.faults import (
    quarantine_file,
    quarantined_rows,
    reasons_of,
    refuse_faults,
    stopping,
    write_quarantine,
)
from clausewise.screening.intake.problems import PROBLEMS
from clausewise.screening.intake.registry import STRETCH, Registry
from clausewise.screening.mapping.model import TableKind
from clausewise.screening.rules.columns import LINE
from clausewise.screening.runs.output import OutputFolder, open_output
from clausewise.screening.tables.addresses import shown
from clausewise.screening.tables.opening import digests_of, open_tables, stamps_of
from clausewise.screening.tables.sealed import sealed_rows
from clausewise.screening.tables.table import Digests, Table

Watch = Callable[[str, int, int], None]
"""Told of what is at work, how much of it is done, and of how much."""
OpenTables = Callable[[Path, Digests], Mapping[TableKind, Table]]
"""Opens the tables of a registry, with a folder for what is needed meanwhile, and the digests of its files."""
MakePart = Callable[[int], tuple[pl.DataFrame, Callable[[Path], None]]]
"""Makes the part of a stretch: what is wrong with its rows, and what writes the rest into a folder."""

PROBLEMS_FILE, _HOMELESS = "problems.parquet", "rows-without-household.parquet"
ROW_GROUP = 50_000
"""So many rows stand together in a Parquet file of ours."""


class HasStretches(Protocol):
    """What is passed over: so many stretches of households, and what is wrong with rows that belong to none."""

    def __len__(self) -> int: ...

    def homeless(self) -> pl.DataFrame:
        """What is wrong with rows that belong to no household, as `PROBLEMS` says."""


@dataclass(frozen=True)
class Told:
    """What became of the rows of a registry, why some were put aside, what was read, what people call its tables, and
    what is odd about its files."""

    rows: tuple[TableRows, ...]
    reasons: tuple[Reason, ...]
    sources: tuple[Source, ...]
    names: Mapping[TableKind, str]
    odd: tuple[Odd, ...]


@dataclass(frozen=True)
class Wish:
    """Which registry is asked, and what of it.

    With `quarantine`, what is wrong is put aside with its whole household; without, it stops the pass. `every` is how
    many households are in memory at once.
    """

    registry: str
    asked: Asked
    quarantine: bool = False
    every: int = STRETCH

    def identity(self) -> dict[str, object]:
        """What makes two passes the same beside the bytes they read, as JSON holds it."""
        asked = self.asked
        return {
            "clausewise": __version__,
            "pack": identity_of_pack(asked.pack),
            "as_of": asked.as_of.isoformat(),
            "registry": shown(self.registry),
            "mapping": asked.mapping.digest,
            "by": list(asked.by),
            "keep": list(asked.keep),
            "receiving": [[one.column, list(one.rules), dict(one.values)] for one in asked.receiving],
            "office": asked.office.digest if asked.office else "",
            "quarantine": self.quarantine,
            "strict": asked.strict,
            "every": self.every,
        }


def identity_of_pack(pack: Pack) -> list[str]:
    """A pack by its digests."""
    return [pack.id, pack.document_digest, pack.rules_digest]


@dataclass(frozen=True)
class Pass:
    """A pass that is under way. `tables` are those of the registry, opened; `stamps` and `digests` are those that its
    files had before they were read."""

    wish: Wish
    tables: Mapping[TableKind, Table]
    folder: OutputFolder
    watch: Watch
    stamps: Mapping[str, object]
    digests: Digests

    @contextmanager
    def results(self) -> Iterator[Path]:
        """A folder to write the results into. They are put in their places when all are there, and the files that the
        registry lies in are still those that were read. Raises: RequestError.
        """
        with self.folder.results() as results:
            yield results
            self.hold_files()

    def hold_files(self) -> None:
        """Hold the files that the registry lies in to what they were before they were read. Raises: RequestError."""
        registry, mapping = self.wish.registry, self.wish.asked.mapping
        if not self.stamps or stamps_of(registry, mapping) == self.stamps:
            return
        now, mend = digests_of(registry, mapping), "nothing was kept of this run: run the same command again, when"
        for kind, before in self.digests.items():
            for name in sorted({*before, *now[kind]}):
                if name not in before or name not in now[kind]:
                    problem = "the file came or went while the registry was read"
                    raise RequestError(Diagnostic(problem, Place(name), f"{mend} nobody writes there"))
                if now[kind][name] != before[name]:
                    problem = "the file was changed while it was read"
                    raise RequestError(Diagnostic(problem, Place(name), f"{mend} nobody writes the file"))

    def registry(self, asked: Asked) -> Registry:
        """The registry as rules need it. Raises: RequestError for columns that are not there or cannot be read."""
        return Registry(asked, self.tables, self.folder.work, self.wish.every)

    def make_parts(self, registry: HasStretches, make: MakePart) -> None:
        """Make the part of every stretch that has none yet. Raises: RequestError for what stops the pass."""
        homeless = registry.homeless()
        found = [homeless]
        households = self.households
        for number in range(len(registry)):
            self.watch("screening", min(number * self.wish.every, households), households)
            name = _name(number)
            if self.folder.has_part(name):
                continue
            problems, write = make(number)
            found.append(problems)
            # Once something stops the pass, the rest is only looked at for what else does.
            if self.wish.quarantine or not any(stopping(frame).height for frame in found):
                with self.folder.new_part(name) as making:
                    write_for_now(problems, making / PROBLEMS_FILE)
                    write(making)
        self.watch("screening", households, households)
        if not self.wish.quarantine:
            refuse_faults(stopping(pl.concat(found)), self.tables)
        write_for_now(homeless, self.folder.work / _HOMELESS)

    @property
    def households(self) -> int:
        """How many rows the table of households has."""
        return self.tables[TableKind.HOUSEHOLDS].rows

    @property
    def parts(self) -> list[Path]:
        """The folders of the parts, all of which are made."""
        number = max(-(-self.households // self.wish.every), 1)
        return [self.folder.part(_name(one)) for one in range(number)]

    def scan(self, file: str) -> pl.LazyFrame:
        """The rows of a file that every part has, one part after the other."""
        return pl.scan_parquet([part / file for part in self.parts], glob=False)

    def join(self, file: str, results: Path) -> None:
        """Write the rows of a file that every part has into one. Raises: RequestError when some are not there."""
        self.scan(file).sink_parquet(results / file, row_group_size=ROW_GROUP, maintain_order=True)
        counted = sum(sealed_rows(part, file) for part in self.parts)
        self.hold_rows(results / file, rows_written(results / file), counted)

    def hold_rows(self, result: Path, written: int, counted: int) -> None:
        """Hold the rows that were written into a file to how many were counted. Raises: RequestError."""
        if written != counted:
            problem = f"{result.name} has {written:,} rows, and {counted:,} were counted"
            mend = "nothing was kept of this run: run the same command again"
            raise RequestError(Diagnostic(problem, Place(str(self.folder.root)), mend))

    def told(self, screened: Iterable[Mapping[TableKind, int]]) -> Told:
        """What became of the rows of each table, from how many of them were screened in each part."""
        parts = list(screened)
        rows = [
            TableRows(kind.value, table.rows, sum(part.get(kind, 0) for part in parts), self._aside(kind).height)
            for kind, table in self.tables.items()
        ]
        sources = [Source(*one) for table in self.tables.values() for one in table.sources]
        names = {kind: table.name for kind, table in self.tables.items()}
        odd = tuple(one for table in self.tables.values() for one in table.odd)
        return Told(tuple(rows), reasons_of(self._problems()), tuple(sources), names, odd)

    def write_quarantine(self, results: Path) -> None:
        """Write the rows that were put aside, a file for each table that has any."""
        for kind, table in self.tables.items():
            aside = self._aside(kind)
            if aside.height:
                file = results / quarantine_file(kind)
                rows = table.given().with_row_index(LINE)
                self.hold_rows(file, write_quarantine(aside, rows, table, file), aside.height)

    def _aside(self, kind: TableKind) -> pl.DataFrame:
        return quarantined_rows(self._problems(), kind)

    def _problems(self) -> pl.LazyFrame:
        homeless = pl.scan_parquet(self.folder.work / _HOMELESS, glob=False)
        return pl.concat([PROBLEMS.to_frame().lazy(), self.scan(PROBLEMS_FILE), homeless])


@contextmanager
def open_pass(
    wish: Wish, output: Path, more: Mapping[str, object], watch: Watch, open_elsewhere: OpenTables | None = None
) -> Iterator[Pass]:
    """Begin a pass into a folder, or go on with one that was killed. `more` adds to what makes two passes the same.

    `open_elsewhere` opens the tables where another engine does. Raises: RequestError when the registry, the mapping or
    the folder cannot be used; nothing is left there then.
    """
    watch("reading", 0, 1)
    mapping = wish.asked.mapping
    has_files = open_elsewhere is None or Path(wish.registry).exists()
    stamps = stamps_of(wish.registry, mapping) if has_files else {}
    digests = digests_of(wish.registry, mapping) if has_files else {}
    with open_output(output, {**wish.identity(), **more, "tables": digests}) as folder:
        try:
            if open_elsewhere is None:
                tables: Mapping[TableKind, Table] = open_tables(wish.registry, mapping, folder.work, digests)
            else:
                tables = open_elsewhere(folder.work, digests)
            watch("reading", 1, 1)
            one_pass = Pass(wish, tables, folder, watch, stamps, digests)
            # What was copied is what was digested, also for a run that goes on with it.
            one_pass.hold_files()
            yield one_pass
        except DiskFull:
            # What is done stays: the same command goes on with it when there is room.
            raise
        except InputError:
            folder.abandon()
            raise
        folder.close()


def write_for_now(rows: pl.DataFrame, file: Path) -> None:
    """Write rows that are read once more and not kept: in little time, rather than into few bytes."""
    rows.write_parquet(file, compression="lz4", statistics=False)


def rows_written(file: Path) -> int:
    """How many rows a Parquet file has."""
    return int(pl.scan_parquet(file, glob=False).select(pl.len()).collect().item())


def _name(number: int) -> str:
    return f"{number:06}"
