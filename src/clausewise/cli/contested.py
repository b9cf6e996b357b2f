"""`clausewise contested`: words of the document that can be read in two ways, as a lawyer would ask of them.

Lists what is written down as contested, and decides none of it; a household it shows was checked by the engine first.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clausewise.case import read_office
from clausewise.cli.options import (
    DayOption,
    Format,
    FormatOption,
    LanguageOption,
    MembersOption,
    OfficeOption,
    OutputOption,
    PackOption,
)
from clausewise.cli.output import console_for, write_out, write_out_pieces
from clausewise.cli.registries import AT_WORK as REGISTRY_AT_WORK
from clausewise.cli.registries import MappingOption, OnErrorOption, Standing, ask_of_registry
from clausewise.cli.searching import read_limits
from clausewise.cli.watching import watch_on_terminal
from clausewise.clock import today
from clausewise.errors import Diagnostic, RequestError
from clausewise.language.labels import Label, Language
from clausewise.packs import find_pack, open_pack
from clausewise.whole_files import check_folder

if TYPE_CHECKING:
    from clausewise.audit.contested import ContestedPoints

_AT_WORK = {"readings": Label("比对两种读法", "comparing readings"), **REGISTRY_AT_WORK}


def run(
    wanted: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="ID|NUMBER|WORDS",
            help="Which: an id, a clause or provision such as 19 or 19.2, or words that it holds, in Chinese or "
            "English. Left out, all of them.",
            show_default=False,
        ),
    ] = None,
    *,
    language: LanguageOption,
    as_of: DayOption = None,
    office: OfficeOption = None,
    pack: PackOption = None,
    form: FormatOption = "text",
    registry: Annotated[
        str | None,
        typer.Option(
            metavar="REGISTRY",
            help="Count how many households of this registry each turns: what clausewise screen reads.",
            show_default=False,
        ),
    ] = None,
    mapping: MappingOption = None,
    on_error: OnErrorOption = "stop",
    timeout: Annotated[
        int, typer.Option(metavar="SECONDS", help="How long the solver may take for one household.")
    ] = 10,
    members: MembersOption = 4,
    output: OutputOption = None,
) -> None:
    """Show what can be read in two ways: both readings with the law, who decides, and whom they tell apart.

    Exit code 0, also where nothing is contested; 2 for what names no contested reading.
    """
    limits = read_limits(timeout, members)
    if output is not None:
        check_folder(output)
    if registry is None and mapping is not None:
        raise RequestError(Diagnostic("--mapping goes with --registry", None, "name the registry"))
    opened = open_pack(pack)
    day = as_of or today()
    said = None if office is None else read_office(office, opened)
    asked = None if registry is None else ask_of_registry(registry, mapping, opened, Standing(day, said))
    # Imported only here: what was asked for wrongly needs none of it.
    from clausewise.audit.choosing_points import choose_points

    points = choose_points(opened, wanted or ())
    from clausewise.audit.suite import read_suite
    from clausewise.contesting import count_in_registry, look_at_contested

    cases = read_suite(find_pack(pack), opened) if points else ()
    with watch_on_terminal(_AT_WORK, language) as watch:
        found = look_at_contested(opened, points, cases, as_of=day, office=said, limits=limits, watch=watch)
        if registry is not None and asked is not None and points:
            from clausewise.screening.runs.passes import Wish

            wish = Wish(registry, asked, quarantine=on_error == "quarantine")
            found = count_in_registry(found, wish, watch)
    _report(found, form, language, output)


def _report(found: ContestedPoints, form: Format, language: Language, output: Path | None) -> None:
    if form == "text":
        from clausewise.report.contested.text import print_contested

        with console_for(output) as console:
            print_contested(console, found, language)
    elif form == "json":
        from clausewise.recording.contested import record_contested
        from clausewise.records.base import json_lines

        write_out_pieces(json_lines([record_contested(found)]), output)
    elif form == "markdown":
        from clausewise.report.contested.markdown import render_contested_markdown

        write_out(render_contested_markdown(found, language), output)
    else:
        from clausewise.report.contested.html import render_contested_html

        write_out(render_contested_html(found, language), output)
