"""`clausewise duties`: what institutions must do, by provision, for one agency or for all."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from clausewise.cli.options import PackOption
from clausewise.cli.output import Screen, write_out_pieces
from clausewise.cli.wording import both, clause_heading, name_agencies, name_modality
from clausewise.errors import Diagnostic, RequestError, nearest
from clausewise.language.model import Pack
from clausewise.language.rules import Agency
from clausewise.packs import open_pack


def run(
    actor: Annotated[
        str | None,
        typer.Option(
            metavar="AGENCY",
            help="Only the duties of this agency: its id, or its name in Chinese or English.",
            show_default=False,
        ),
    ] = None,
    form: Annotated[
        Literal["text", "json"], typer.Option("--format", metavar="text|json", help="The form of the answer.")
    ] = "text",
    pack: PackOption = None,
) -> None:
    """List duties: what institutions must do, how firmly, and on which provision."""
    opened = open_pack(pack)
    agency = _find_agency(opened, actor) if actor is not None else None
    duties = [duty for duty in opened.duties if agency is None or agency.id in duty.actors]
    if form == "json":
        # Imported only here: a list on a terminal needs no records.
        from clausewise.recording.terms import record_duties
        from clausewise.records.base import json_lines

        write_out_pieces(json_lines([record_duties(opened, duties)]), None)
        return
    screen = Screen()
    if agency is not None:
        screen.line(f"{both(agency.label)} ({agency.id})", style="bold")
    if not duties:
        screen.line("没有写明的职责 no duty names it")
    current = None
    for duty in duties:
        if duty.clause != current:
            current = duty.clause
            screen.line(clause_heading(opened, current), style="bold")
        begin = f"  {duty.provision:<6}"
        indent = " " * len(begin)
        screen.line(both(duty.does), prefix=begin)
        screen.line(f"{duty.id} · 「{duty.words}」 · {name_modality(duty.modality)}", prefix=indent, style="dim")
        screen.line(name_agencies(opened, duty.actors, duty.assigned_by), prefix=indent, style="dim")


def _find_agency(pack: Pack, actor: str) -> Agency:
    """The agency of that id or name. Raises: RequestError naming what is near."""
    wanted = actor.strip().casefold()
    names = {name.casefold(): agency for agency in pack.agencies.values() for name in _names(agency)}
    if wanted in names:
        return names[wanted]
    near = nearest(wanted, names)
    likely = [names[near]] if near else [agency for agency in pack.agencies.values() if _is_part(wanted, agency)]
    mend = "clausewise duties shows those that have any"
    if likely:
        mend = f"did you mean {' or '.join(f'{agency.id} ({agency.label.zh})' for agency in likely[:3])}?"
    raise RequestError(Diagnostic(f"there is no agency {actor}", None, mend))


def _names(agency: Agency) -> tuple[str, str, str]:
    return agency.id, agency.label.zh, agency.label.en


def _is_part(wanted: str, agency: Agency) -> bool:
    return any(wanted in name.casefold() for name in _names(agency))
