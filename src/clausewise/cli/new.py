"""`clausewise new`: a case file, or an office file, to fill in. It never writes over a file."""

from __future__ import annotations

from typing import Annotated

import typer

from clausewise.case import read_case_bytes
from clausewise.case.names import split_names
from clausewise.case.office_template import office_template
from clausewise.case.template import case_template
from clausewise.cli.options import LanguageOption, OutputOption, PackOption
from clausewise.cli.output import write_out
from clausewise.errors import CaseError, Diagnostic, Place, RequestError
from clausewise.packs import open_pack


def run(
    *,
    language: LanguageOption,
    members: Annotated[
        str | None,
        typer.Option(
            metavar="ID,ID",
            help="The members of the household, each by a word of your own: mother,son or 母亲、儿子.",
            show_default=False,
        ),
    ] = None,
    office: Annotated[
        bool,
        typer.Option("--office", help="An office file instead: what only the office can say, and contested readings."),
    ] = False,
    pack: PackOption = None,
    output: OutputOption = None,
) -> None:
    """Write a case file to fill in, with every fact that the rules rest on explained; or an office file."""
    if office and members is not None:
        raise RequestError(Diagnostic("an office file has no members", None, "leave out --members"))
    if output is not None and output.exists():
        mend = "name another file, since this one is not written over"
        raise RequestError(Diagnostic("there is a file already", Place(str(output)), mend))
    opened = open_pack(pack)
    if office:
        write_out(office_template(opened, language, output.stem if output is not None else "new-office"), output)
        return
    named = split_names(members) if members is not None else ()
    text = case_template(opened, language, output.stem if output is not None else "new-case", named)
    try:
        read_case_bytes(text.encode(), "new-case", opened)
    except CaseError as problem:
        # The only words in it that are not the pack's are those of the command line.
        raise RequestError(Diagnostic(one.message, None, one.mend) for one in problem.diagnostics) from None
    write_out(text, output)
