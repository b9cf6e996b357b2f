"""`clausewise witness`: the smallest household for a verdict of a rule, or pairs on both sides of its limits.

What is printed are case files; each was checked by the engine before it is shown. A search that does not end in time
says so, and never that there is nothing to find.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clausewise.audit.solver import has_solver
from clausewise.audit.solver.limits import Limits
from clausewise.cli.options import MembersOption, OutputOption, PackOption
from clausewise.cli.output import say, write_out
from clausewise.cli.searching import read_limits
from clausewise.errors import Diagnostic, Place, RequestError, did_you_mean
from clausewise.language.model import Pack
from clausewise.language.verdicts import Verdict
from clausewise.packs import open_pack
from clausewise.whole_files import write_whole

if TYPE_CHECKING:
    from clausewise.audit.witnesses import Boundary, Witness


def run(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="A rule by id, such as housing.urban_orphan.")],
    *,
    verdict: Annotated[
        Verdict,
        typer.Option(metavar="applies|does_not_apply|undetermined", help="The verdict the household is to have."),
    ] = Verdict.APPLIES,
    boundary: Annotated[
        bool, typer.Option("--boundary", help="A pair of households for each limit of the rule, one on each side.")
    ] = False,
    timeout: Annotated[
        int, typer.Option(metavar="SECONDS", help="How long the solver may take for one household.")
    ] = 10,
    members: MembersOption = 4,
    pack: PackOption = None,
    output: OutputOption = None,
) -> None:
    """Write a small household for a verdict of a rule, as a case file that expects it: nothing in it can be left out.

    With --boundary, -o names a folder, and each household goes into a file of its own. Exit code 1 when there is no
    such household, or none was found in time.
    """
    limits = read_limits(timeout, members)
    opened = open_pack(pack)
    if rule not in opened.rules_by_id:
        mend = did_you_mean(rule, opened.rules_by_id) or "clausewise rules lists the rules"
        raise RequestError(Diagnostic(f"there is no rule {rule}", None, mend))
    require_solver()
    if boundary:
        _boundaries(opened, rule, limits, output)
    else:
        _witness(opened, rule, verdict, limits, output)


def require_solver() -> None:
    """Refuse what only the solver can do where it is not installed. Raises: RequestError."""
    if not has_solver():
        mend = "install it: pip install 'clausewise[audit]'"
        raise RequestError(Diagnostic("this needs the solver, which is not installed", None, mend))


def _witness(pack: Pack, rule: str, verdict: Verdict, limits: Limits, output: Path | None) -> None:
    from clausewise.audit.engine import Engines
    from clausewise.audit.witnesses import find_witness

    witness = find_witness(pack, rule, verdict, Engines().verdicts, limits=limits)
    if witness.text is None:
        say(_nothing(witness, f"{rule}: {verdict.value}", limits), err=True)
        raise typer.Exit(1)
    write_out(_named_after(witness, output), output)


def _nothing(found: Witness | Boundary, what: str, limits: Limits) -> str:
    from clausewise.audit.solver.ended import Ended

    if found.ended is Ended.NO_TIME:
        return f"{what}: the solver gave no answer in {limits.seconds:g} seconds; --timeout gives it more"
    if found.ended is Ended.BOUNDED:
        return (
            f"{what}: there is no such household of up to {found.most} members; "
            "of larger ones it is not known, and --members N looks further"
        )
    return f"{what}: there is no such household, whoever is in it and whatever is known of them"


def _named_after(witness: Witness, output: Path | None) -> str:
    """The text of a case under the name of the file it goes to, as cases are."""
    text = witness.text or ""
    if output is None:
        return text
    _, _, rest = text.partition("\n")
    return f"case: {output.stem}\n{rest}"


def _boundaries(pack: Pack, rule: str, limits: Limits, folder: Path | None) -> None:
    from clausewise.audit.engine import Engines
    from clausewise.audit.witnesses import find_boundaries

    if folder is not None and not folder.is_dir():
        raise RequestError(Diagnostic("there is no such folder", Place(str(folder)), "with --boundary, -o names one"))
    found = list(find_boundaries(pack, rule, Engines().verdicts, limits=limits))
    if not found:
        say(f"{rule} has no limit: it compares no number, amount or date", err=True)
        raise typer.Exit(1)
    files: dict[str, str] = {}
    for one in found:
        if one.inside is None or one.outside is None:
            say(_nothing(one, f"{rule}, {one.source}", limits), err=True)
            continue
        files |= {name_of(side): side.text or "" for side in (one.inside, one.outside)}
    _write_all(files, folder)
    if any(one.inside is None for one in found):
        raise typer.Exit(1)


def name_of(witness: Witness) -> str:
    """The name of the file a witness goes to: that of its case."""
    return (witness.text or "").partition("\n")[0].removeprefix("case: ") + ".yaml"


def _write_all(files: Mapping[str, str], folder: Path | None) -> None:
    if folder is None:
        write_out("\n".join(f"# {name}\n{text}" for name, text in files.items()), None)
        return
    for name, text in files.items():
        write_whole(folder / name, text)
        say(str(folder / name))
