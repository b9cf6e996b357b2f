"""`clausewise lint`: everything that is wrong in a pack and its cases, at once. It changes no file."""

from __future__ import annotations

from typing import Annotated

import typer

from clausewise.cli.output import write_out
from clausewise.packs import find_pack


def run(
    pack: Annotated[
        str | None,
        typer.Argument(
            metavar="PACK",
            help="The pack to look through: its id, or its rules folder. Left out, the only one in reach.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Report everything that is wrong in a pack and its cases: exit code 2 for errors, 1 for warnings alone."""
    folders = find_pack(pack)
    # Imported only here: what looks through packs takes longer to import than a pack that is not there to refuse.
    from clausewise.lint import Severity, lint

    report = lint(folders)
    errors, warnings = report.count(Severity.ERROR), report.count(Severity.WARNING)
    lines = [str(problem) for problem in report.problems]
    if errors or warnings:
        lines.append(", ".join(_count(one, noun) for one, noun in ((errors, "error"), (warnings, "warning")) if one))
    elif report.pack is not None:
        read = {"rule": report.pack.rules, "duty": report.pack.duties, "fact": report.pack.facts, "case": report.cases}
        lines.append(f"nothing wrong: {', '.join(_count(len(found), noun) for noun, found in read.items())}")
    write_out("\n".join(lines) + "\n", None)
    if errors or warnings:
        raise typer.Exit(2 if errors else 1)


def _count(number: int, noun: str) -> str:
    if number == 1:
        return f"1 {noun}"
    return f"{number} {noun.removesuffix('y')}ies" if noun.endswith("y") else f"{number} {noun}s"
