"""`clausewise audit`: a pack in, what shows that its rules say what the document says out, and where that is weak.

A report is written only of a finished audit. Exit code 1 when it does not reach the thresholds set for it.
"""

from __future__ import annotations

import functools
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from clausewise.cli.options import LanguageOption, MembersOption, OutputOption
from clausewise.cli.output import console_for, say, write_out, write_out_pieces
from clausewise.cli.searching import read_limits
from clausewise.cli.watching import watch_on_terminal
from clausewise.errors import Diagnostic, Place, RequestError, did_you_mean
from clausewise.language.labels import Label, Language
from clausewise.packs import find_pack
from clausewise.whole_files import check_folder, write_whole

if TYPE_CHECKING:
    from clausewise.audit.model import Audit
    from clausewise.audit.running import AuditPart
    from clausewise.audit.solver.limits import Limits
    from clausewise.audit.thresholds import Thresholds
    from clausewise.language.model import PackFolders

AuditFormat = Literal["text", "json", "html", "sarif"]


def run(
    pack: Annotated[
        str | None,
        typer.Argument(
            metavar="PACK",
            help="The pack to audit: its id, or its rules folder. Left out, the only one in reach.",
            show_default=False,
        ),
    ] = None,
    *,
    language: LanguageOption,
    form: Annotated[
        AuditFormat, typer.Option("--format", metavar="text|json|html|sarif", help="The form of the report.")
    ] = "text",
    everything: Annotated[
        bool, typer.Option("--all", help="In text, show everything that was looked at, also what is in order.")
    ] = False,
    only: Annotated[
        str | None,
        typer.Option(
            metavar="PART,…",
            help="Run only these parts: words, cases, mutants, solver. The words are always looked at.",
            show_default=False,
        ),
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="A TOML file with thresholds under [tool.clausewise.audit]. Left out, the nearest pyproject.toml at "
            "or above the pack.",
            show_default=False,
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(metavar="N", help="How many processes to use. Left out, one for each core.", show_default=False),
    ] = None,
    timeout: Annotated[
        int, typer.Option(metavar="SECONDS", help="How long the solver may take for one question.")
    ] = 10,
    members: MembersOption = 4,
    explain: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            help="Ask one question again, or what the solver says of one mutant, by its id, and show what was looked "
            "for, among whom and on which days.",
            show_default=False,
        ),
    ] = None,
    write_cases: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help="Write cases that would notice the mutants that survive, the fewest for each rule, into this folder. "
            "Each expects what the rules say today, is marked unreviewed, and kills nothing until the mark is gone.",
            show_default=False,
        ),
    ] = None,
    output: OutputOption = None,
) -> None:
    """Show that the rules say what the document says: which words are encoded, what the cases test, what is proved.

    Exit code 0 when the audit reaches its thresholds, 1 when it does not or an assurance is refuted, 2 when the pack or
    its cases cannot be used.
    """
    limits = read_limits(timeout, members)
    _refuse_less_than_one("--workers", 1 if workers is None else workers)
    if everything and form != "text":
        raise RequestError(Diagnostic("--all is for text", None, "the other forms always hold everything"))
    if output is not None:
        check_folder(output)
    if write_cases is not None:
        _check_case_folder(write_cases, only)
    folders = find_pack(pack)
    if explain is not None:
        _explain(folders, explain, limits, language, output)
        return
    thresholds = _thresholds(folders, config)
    audit = _audit(folders, only, workers or os.cpu_count() or 1, limits, language)
    _report(audit, form, language, output, everything=everything)
    if write_cases is not None:
        _write_cases(audit, write_cases, language)
    _hold(audit, thresholds, language)


def _explain(folders: PackFolders, answer_id: str, limits: Limits, language: Language, output: Path | None) -> None:
    """Write one answer with its question, or what the solver says of a mutant. Raises: RequestError for no such id."""
    from clausewise.cli.witness import require_solver

    require_solver()
    from clausewise.audit.explaining import explain_answer, explain_change
    from clausewise.audit.resolving import resolve_mutant
    from clausewise.language.pack import load_pack
    from clausewise.report.audit.covers import changed_lines, explained_lines

    pack, chinese = load_pack(folders), language == "zh"
    explained = explain_answer(pack, answer_id, limits)
    if explained is not None:
        lines = explained_lines(explained, chinese=chinese)
    else:
        change = explain_change(pack, answer_id, functools.partial(resolve_mutant, limits=limits))
        if change is None:
            mend = "audit --all lists the answers and the mutants, each with its id in brackets"
            raise RequestError(Diagnostic(f"there is no question {answer_id}", None, mend))
        lines = changed_lines(pack, change, chinese=chinese)
    write_out("".join(f"{line}\n" for line in lines), output)


def _check_case_folder(folder: Path, only: str | None) -> None:
    """Refuse, before anything is run, what cases cannot be written for. Raises: RequestError."""
    from clausewise.cli.witness import require_solver

    if not folder.is_dir():
        raise RequestError(Diagnostic("there is no such folder", Place(str(folder)), "make it, or name another"))
    if only is not None and "mutants" not in [name.strip() for name in only.split(",")]:
        raise RequestError(Diagnostic("--write-cases needs the mutants", None, "add mutants to --only"))
    require_solver()


def _write_cases(audit: Audit, folder: Path, language: Language) -> None:
    """Write cases that kill the survivors, all or none. Raises: RequestError when one of that name is there."""
    from clausewise.audit.killing_cases import killing_cases
    from clausewise.audit.totals import totals_of

    cases = killing_cases(audit)
    for case in cases:
        if (folder / case.file).exists():
            mend = "move it, or take it out: no case is written over"
            raise RequestError(Diagnostic("this case is there already", Place(str(folder / case.file)), mend))
    for case in cases:
        write_whole(folder / case.file, case.text)
    mutants = totals_of(audit).mutants
    survived = 0 if mutants is None else mutants.survived
    killed = len({mutant for case in cases for mutant in case.kills})
    written = "1 case" if len(cases) == 1 else f"{len(cases)} cases"
    said = Label(
        f"已写入 {folder}：{len(cases)} 份个案，都没有人复核过，能发现 {survived} 个存活变异中的 {killed} 个",
        f"{written} written to {folder}, all unreviewed: {killed} of {survived} survivors are noticed",
    )
    say(said.in_(language), err=True)


def _refuse_less_than_one(option: str, number: int) -> None:
    if number < 1:
        raise RequestError(Diagnostic(f"{option}: {number} is too few", None, "write 1 or more"))


def _thresholds(folders: PackFolders, config: Path | None) -> Thresholds:
    """The thresholds of the file named, or of the project the pack is part of. Raises: RequestError."""
    from clausewise.audit.thresholds import Thresholds, nearest_config, read_thresholds

    if config is not None:
        return read_thresholds(config, required=True)
    nearest = nearest_config(folders.rules.parent.parent)
    return Thresholds() if nearest is None else read_thresholds(nearest)


def _audit(folders: PackFolders, only: str | None, workers: int, limits: Limits, language: Language) -> Audit:
    # Imported only here: what was asked for wrongly needs none of it.
    from clausewise.audit.running import AuditPart, run_audit
    from clausewise.report.audit.mutant_words import say_mutant

    parts = list(AuditPart) if only is None else [_part(name.strip()) for name in only.split(",")]
    try:
        with watch_on_terminal(_AT_WORK, language) as progress:
            return run_audit(folders, say_mutant, parts=parts, progress=progress, workers=workers, limits=limits)
    except KeyboardInterrupt:
        say("interrupted: the audit is not finished, and nothing was written", err=True)
        raise


def _part(name: str) -> AuditPart:
    from clausewise.audit.running import AuditPart

    names = [part.value for part in AuditPart]
    if name not in names:
        mend = did_you_mean(name, names) or f"there are: {', '.join(names)}"
        raise RequestError(Diagnostic(f"--only: there is no part {name or 'without a name'}", None, mend))
    return AuditPart(name)


_AT_WORK = {
    "cases": Label("核对个案", "checking cases"),
    "mutants": Label("试验变异", "trying mutants"),
    "solver": Label("询问求解器", "asking the solver"),
}


def _report(audit: Audit, form: AuditFormat, language: Language, output: Path | None, *, everything: bool) -> None:
    if form == "text":
        from clausewise.report.audit.text import print_audit

        with console_for(output) as console:
            print_audit(console, audit, language, everything=everything)
    elif form == "json":
        from clausewise.recording.audits import record_audit
        from clausewise.records.base import json_lines

        write_out_pieces(json_lines([record_audit(audit)]), output)
    elif form == "sarif":
        from clausewise.report.audit.sarif import audit_to_sarif

        write_out(audit_to_sarif(audit), output)
    else:
        from clausewise.report.audit.html import render_audit_html

        write_out(render_audit_html(audit, language), output)


def _hold(audit: Audit, thresholds: Thresholds, language: Language) -> None:
    """Say which thresholds are not reached and which assurances are refuted, a line each.

    Raises: Exit with code 1 when there are any.
    """
    from clausewise.audit.thresholds import hold_thresholds, refuted_assurances
    from clausewise.audit.totals import totals_of

    fallen = [shortfall.says for shortfall in hold_thresholds(totals_of(audit), thresholds)]
    fallen += refuted_assurances(audit)
    for says in fallen:
        say(says.in_(language), err=True)
    if fallen:
        raise typer.Exit(1)
