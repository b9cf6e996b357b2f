"""`clausewise screen`: a registry in, the verdicts of all rules for every household out, as a folder of files.

The same verdicts that `check` gives, household by household. With --init it writes a mapping to begin with instead.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from clausewise.case import read_office
from clausewise.cli.options import DayOption, LanguageOption, OfficeOption, PackOption
from clausewise.cli.output import make_console, say, write_out
from clausewise.cli.registries import (
    AT_WORK,
    ByOption,
    Columns,
    MappingOption,
    OnErrorOption,
    RegistryArgument,
    Standing,
    ask_of_registry,
    need_output,
    need_screening,
)
from clausewise.cli.watching import watch_on_terminal
from clausewise.errors import Diagnostic, Place, RequestError
from clausewise.language.labels import Language
from clausewise.packs import open_pack
from clausewise.whole_files import check_folder

if TYPE_CHECKING:
    from clausewise.language.model import Pack
    from clausewise.screening.runs.passes import Watch, Wish
    from clausewise.screening.runs.screening import Ran, WriteReports

EngineName = Literal["polars", "duckdb", "spark"]


def run(
    registry: RegistryArgument,
    *,
    language: LanguageOption,
    init: Annotated[
        bool,
        typer.Option("--init", help="Read the columns and write a mapping to begin with (to --output, or print it)."),
    ] = False,
    mapping: MappingOption = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FOLDER",
            help="Where the verdicts and their summary go: a new folder, or one of a run that was killed, which goes "
            "on there.",
            show_default=False,
        ),
    ] = None,
    engine: Annotated[
        EngineName, typer.Option("--engine", metavar="polars|duckdb|spark", help="What computes the verdicts.")
    ] = "polars",
    on_error: OnErrorOption = "stop",
    by: ByOption = None,
    keep: Annotated[
        list[str] | None,
        typer.Option(
            metavar="COLUMN",
            help="Carry this column of the households along into verdicts and lists; repeatable.",
            show_default=False,
        ),
    ] = None,
    receiving: Annotated[
        list[str] | None,
        typer.Option(
            metavar="COLUMN[=RULE]",
            help="This column says who receives the aid of a rule (an id, a pattern, or the name of an aid): list who "
            "seems entitled and does not receive it, and who receives it and is to be reviewed by a person; "
            "repeatable. Without RULE, as the mapping says.",
            show_default=False,
        ),
    ] = None,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict",
            help="Put households aside that contradict themselves or are hardly possible, as --on-error quarantine "
            "does with rows that cannot be used.",
        ),
    ] = False,
    as_of: DayOption = None,
    office: OfficeOption = None,
    pack: PackOption = None,
) -> None:
    """Screen a whole registry: every rule's verdict for every household, what to ask, and who may be missing out.

    What the registry does not say is unknown and refuses nobody. Exit code 0 when it was screened, 2 when it cannot be.
    """
    opened = open_pack(pack)
    if init:
        _init(registry, opened, output)
        return
    columns = Columns(tuple(by or ()), tuple(keep or ()), tuple(receiving or ()), strict=strict)
    said = None if office is None else read_office(office, opened)
    asked = ask_of_registry(registry, mapping, opened, Standing(as_of, said), columns)
    folder = need_output(output)
    # Imported only here: what was asked for wrongly needs none of it.
    from clausewise.screening.runs.passes import Wish

    _screen(Wish(registry, asked, quarantine=on_error == "quarantine"), engine, folder, language)


def _init(registry: str, pack: Pack, output: Path | None) -> None:
    """Write the mapping that the columns of a registry suggest."""
    need_screening()
    from clausewise.screening.mapping.proposing import propose_mapping
    from clausewise.screening.tables.sketching import sketch_registry

    if output is not None:
        check_folder(output)
        if output.exists():
            mend = "name another file: what people wrote into it would be lost"
            raise RequestError(Diagnostic("this file is there already", Place(str(output)), mend))
    write_out(propose_mapping(pack, sketch_registry(registry)), output)


def _screen(wish: Wish, engine: EngineName, output: Path, language: Language) -> None:
    from clausewise.report.screening.reports import write_reports
    from clausewise.report.screening.text import print_screening

    write = functools.partial(write_reports, wish.asked, language)
    with watch_on_terminal(AT_WORK, language) as watch:
        try:
            ran = _ran(wish, engine, output, language, write, watch)
        except KeyboardInterrupt:
            say("interrupted: run the same command again, and it goes on where it was", err=True)
            raise
    print_screening(make_console(), ran.summary, language, ran.files)


def _ran(wish: Wish, engine: EngineName, output: Path, language: Language, write: WriteReports, watch: Watch) -> Ran:
    if engine == "polars":
        from clausewise.screening.runs.screening import run_screening

        return run_screening(wish, output, language, write, watch)
    from clausewise.screening.runs.elsewhere import run_elsewhere

    return run_elsewhere(wish, engine, output, language, write, watch)
