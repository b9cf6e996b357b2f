"""What commands on registries have in common: the extra they need, and the mapping they read."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from clausewise.classes import NamedTuple
from clausewise.clock import today
from clausewise.errors import Diagnostic, RequestError
from clausewise.language.labels import Label

if TYPE_CHECKING:
    from clausewise.case import Office
    from clausewise.language.model import Pack
    from clausewise.screening.intake.asked import Asked

RegistryArgument = Annotated[
    str,
    typer.Argument(
        metavar="REGISTRY",
        help="A folder of CSV, .xlsx and Parquet files, a .duckdb file, or a postgresql://user@host/database address.",
    ),
]

MappingOption = Annotated[
    Path | None,
    typer.Option(
        "--mapping",
        "-m",
        metavar="FILE",
        help="Which column is which fact; clausewise screen REGISTRY --init makes one.",
        show_default=False,
    ),
]

OnErrorOption = Annotated[
    Literal["stop", "quarantine"],
    typer.Option(
        "--on-error",
        metavar="stop|quarantine",
        help="What to do about rows that cannot be used: stop and name them, or put their households aside, with "
        "reasons, and go on with the others.",
    ),
]

ByOption = Annotated[
    list[str] | None,
    typer.Option(
        metavar="COLUMN",
        help="Count by this column of the households too, such as the township; repeatable.",
        show_default=False,
    ),
]

AT_WORK = {
    "reading": Label("读取登记", "reading the registry"),
    "screening": Label("筛查家庭", "screening households"),
    "writing": Label("写出结果", "writing results"),
}
"""What a registry is being done to, as a terminal shows it."""


class Columns(NamedTuple):
    """The columns that options name, and whether households that are noticed are put aside."""

    by: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    receiving: tuple[str, ...] = ()
    strict: bool = False


def need_screening() -> None:
    """Say what to install when there is no Polars. Raises: RequestError."""
    try:
        import narwhals  # noqa: F401
        import polars  # noqa: F401
    except ImportError:
        said, mend = "screening needs what is not installed: Polars and Narwhals", "pip install 'clausewise[screening]'"
        raise RequestError(Diagnostic(said, None, mend)) from None


def need_mapping(registry: str, mapping: Path | None) -> Path:
    """The mapping that was named. Raises: RequestError when none was."""
    if mapping is None:
        from clausewise.screening.tables.addresses import shown

        mend = f"clausewise screen {shown(registry)} --init --output mapping.yaml makes one to begin with"
        raise RequestError(Diagnostic("--mapping is missing: which column is which fact?", None, mend))
    return mapping


def need_output(output: Path | None) -> Path:
    """The folder that was named. Raises: RequestError when none was."""
    if output is None:
        raise RequestError(Diagnostic("--output is missing: the folder for the answer", None, "name a new folder"))
    return output


class Standing(NamedTuple):
    """The day that was named, if one was, and the office that was."""

    as_of: datetime.date | None
    office: Office | None = None


def ask_of_registry(
    registry: str, mapping: Path | None, pack: Pack, standing: Standing, columns: Columns | None = None
) -> Asked:
    """What is asked of a registry by the options of a command, with the mapping read. Raises: RequestError."""
    need_screening()
    file = need_mapping(registry, mapping)
    from clausewise.screening.intake.asked import Asked, choose_receiving
    from clausewise.screening.mapping.reading import read_mapping

    named = columns or Columns()
    read = read_mapping(file, pack)
    receiving = choose_receiving(named.receiving, read.receiving, pack) if columns else ()
    day = standing.as_of or today()
    return Asked(pack, day, read, named.by, named.keep, receiving, named.strict, standing.office)
