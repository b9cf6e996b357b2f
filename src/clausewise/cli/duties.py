"""`clausewise duties`: what institutions must do, by provision, for one agency or for all."""

from __future__ import annotations

from typing import Annotated

import typer

from clausewise.cli.options import PackOption
from clausewise.cli.output import Screen
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
    pack: PackOption = None,
) -> None:
    """List duties: what institutions must do, how firmly, and on which provision."""
    opened = open_pack(pack)
    screen = Screen()
    agency = _find_agency(opened, actor) if actor is not None else None
    if agency is not None:
        screen.line(f"{both(agency.label)} ({agency.id})", style="bold")
    duties = [duty for duty in opened.duties if agency is None or agency.id in duty.actors]
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
