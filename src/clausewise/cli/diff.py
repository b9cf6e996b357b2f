"""`clausewise diff`: two versions of a pack in, what differs between them out, and what that does to households.

A version is a folder or a git revision. What a rule means is proved by the solver where its conditions, or anything
they read, changed; without the solver the rest still runs.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from clausewise.cli.given import cases_below
from clausewise.cli.options import LanguageOption, MembersOption, OutputOption
from clausewise.cli.output import console_for, with_progress, write_out, write_out_pieces
from clausewise.cli.searching import read_limits
from clausewise.errors import Diagnostic, Place, RequestError
from clausewise.language.labels import Language
from clausewise.packs.revision import open_version

if TYPE_CHECKING:
    from clausewise.audit.changes import Differences

DiffFormat = Literal["text", "json", "markdown"]

_VERSION = (
    "a folder (rules/ID, or one with policy/ and rules/) or a git revision (HEAD~1, a tag). Of a name that is both, "
    "the folder is meant."
)


def run(
    old: Annotated[str, typer.Argument(metavar="OLD", help=f"What it was: {_VERSION}")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="What it is now: the same.")],
    *,
    language: LanguageOption,
    pack: Annotated[
        str | None,
        typer.Option(
            "--pack", metavar="ID", help="Which pack of the two, where there are several.", show_default=False
        ),
    ] = None,
    cases: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER", help="Say which of the cases below this folder change, and how.", show_default=False
        ),
    ] = None,
    form: Annotated[
        DiffFormat, typer.Option("--format", metavar="text|json|markdown", help="The form of the answer.")
    ] = "text",
    timeout: Annotated[
        int, typer.Option(metavar="SECONDS", help="How long the solver may take for one question.")
    ] = 10,
    members: MembersOption = 4,
    output: OutputOption = None,
) -> None:
    """Compare two versions of a pack: its text, its rules, what they mean now, and which cases change.

    Exit code 0 when nothing differs, 1 when something does, 2 when one of them cannot be used.
    """
    limits = read_limits(timeout, members)
    files = None if cases is None else _case_files(cases)
    before, after = open_version(old, pack), open_version(new, pack)
    # Imported only here: what was asked for wrongly needs none of it.
    from clausewise.audit.versions_compared import compare_packs

    differences = compare_packs(before, after, (old, new), files, limits, each=with_progress)
    _report(differences, form, language, output)
    if not differences.is_empty:
        raise typer.Exit(1)


def _case_files(folder: Path) -> list[Path]:
    """The cases below a folder. Raises: RequestError."""
    if not folder.is_dir():
        raise RequestError(Diagnostic("there is no such folder", Place(str(folder)), "name a folder of case files"))
    return cases_below(folder)


def _report(differences: Differences, form: DiffFormat, language: Language, output: Path | None) -> None:
    if form == "text":
        from clausewise.report.diff.text import print_differences

        with console_for(output) as console:
            print_differences(console, differences, language)
    elif form == "json":
        from clausewise.recording.differences import record_differences
        from clausewise.records.base import json_lines

        write_out_pieces(json_lines([record_differences(differences)]), output)
    else:
        from clausewise.report.diff.markdown import render_diff_markdown

        write_out(render_diff_markdown(differences, language), output)
