"""`clausewise compare`: a registry and two versions of the rules in, who gains and who loses out, as a folder of files.

A version is a folder or a git revision, as `clausewise diff` takes them; `diff` says what changed in the rules.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clausewise.case import read_office
from clausewise.cli.options import DayOption, LanguageOption, OfficeOption
from clausewise.cli.output import make_console, say
from clausewise.cli.registries import (
    AT_WORK,
    ByOption,
    MappingOption,
    OnErrorOption,
    RegistryArgument,
    need_mapping,
    need_output,
    need_screening,
)
from clausewise.cli.watching import watch_on_terminal
from clausewise.clock import today
from clausewise.errors import Diagnostic, RequestError
from clausewise.language.labels import Language
from clausewise.packs.revision import open_version
from clausewise.whole_files import write_whole

if TYPE_CHECKING:
    from clausewise.screening.figures.comparison import Comparison
    from clausewise.screening.runs.comparing import Sides
    from clausewise.screening.runs.passes import Wish


def run(
    registry: RegistryArgument,
    *,
    language: LanguageOption,
    rules: Annotated[
        list[str] | None,
        typer.Option(
            metavar="VERSION",
            help="Written twice: the rules as they were, then as they are now. Each is a folder (rules/ID, or one with "
            "policy/ and rules/) or a git revision (HEAD~1, a tag).",
            show_default=False,
        ),
    ] = None,
    mapping: MappingOption = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FOLDER",
            help="Where the comparison goes: a new folder, or one of a run that was killed, which goes on there.",
            show_default=False,
        ),
    ] = None,
    on_error: OnErrorOption = "stop",
    by: ByOption = None,
    as_of: DayOption = None,
    office: OfficeOption = None,
    pack: Annotated[
        str | None,
        typer.Option(
            "--pack", metavar="ID", help="Which pack of the two, where there are several.", show_default=False
        ),
    ] = None,
) -> None:
    """Compare two versions of the rules over a registry: who gains, who loses, by measure and group.

    Exit code 0 when they were compared, also when something changes; 2 when they cannot be.
    """
    need_screening()
    old, new = _two(rules)
    file, folder = need_mapping(registry, mapping), need_output(output)
    # Imported only here: what was asked for wrongly needs none of it.
    from clausewise.screening.intake.asked import Asked
    from clausewise.screening.mapping.reading import read_mapping
    from clausewise.screening.runs.comparing import Sides
    from clausewise.screening.runs.passes import Wish

    packs = open_version(old, pack), open_version(new, pack)
    # A fact that only one version knows is mapped for that one alone.
    mappings = read_mapping(file, packs[0], also=packs[1]), read_mapping(file, packs[1], also=packs[0])
    day = as_of or today()
    said = None if office is None else read_office(office, packs[1])
    pairs = zip(packs, mappings, strict=True)
    asked = [Asked(one, day, read, tuple(by or ()), office=said) for one, read in pairs]
    wish = Wish(registry, asked[1], quarantine=on_error == "quarantine")
    _compare(wish, Sides(asked[0], asked[1], (old, new)), folder, language)


def _two(rules: list[str] | None) -> tuple[str, str]:
    if rules is None or len(rules) != 2:
        mend = "write --rules twice: the rules as they were, then as they are now"
        number = len(rules or ())
        problem = f"--rules stands {number} {'time' if number == 1 else 'times'}, and two versions are compared"
        raise RequestError(Diagnostic(problem, None, mend))
    return rules[0], rules[1]


def _compare(wish: Wish, sides: Sides, output: Path, language: Language) -> None:
    from clausewise.report.comparison.text import print_comparison
    from clausewise.screening.runs.comparing import run_comparison

    def write(folder: Path, comparison: Comparison) -> None:
        from clausewise.recording.comparisons import record_comparison
        from clausewise.records.base import as_json
        from clausewise.report.comparison.html import render_comparison_html

        write_whole(folder / "comparison.json", f"{as_json(record_comparison(comparison))}\n")
        write_whole(folder / "comparison.html", render_comparison_html(comparison, language))

    with watch_on_terminal(AT_WORK, language) as watch:
        try:
            compared = run_comparison(wish, sides, output, write, watch)
        except KeyboardInterrupt:
            say("interrupted: run the same command again, and it goes on where it was", err=True)
            raise
    print_comparison(make_console(), compared.comparison, language, compared.files)
