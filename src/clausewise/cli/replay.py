"""`clausewise replay`: receipts made again, by their own rules or by those of today, and what is otherwise."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from clausewise.case import Office, read_office
from clausewise.cli.options import LanguageOption, OfficeOption
from clausewise.cli.output import console_for, with_progress, write_out_pieces
from clausewise.packs import open_pack
from clausewise.whole_files import check_folder, keep_files, write_whole

if TYPE_CHECKING:
    from clausewise.language.model import Pack
    from clausewise.receipts.finding_packs import Found
    from clausewise.records.receipt import ReplayRecord

_COLUMNS = ("receipt", "outcome", "as_of", "rule", "subject", "then", "now", "what", "why", "gains", "says")


def run(
    receipts: Annotated[
        list[Path],
        typer.Argument(metavar="RECEIPT", help="Receipts, or folders of them: what check --receipt keeps."),
    ],
    *,
    language: LanguageOption,
    now: Annotated[
        str | None,
        typer.Option(
            metavar="PACK",
            help="Decide them anew under this pack: its id, its rules folder, a kept copy (DIGEST.zip), or ID@REVISION "
            "for a git revision. Left out, each is made again under the very pack it was made under.",
            show_default=False,
        ),
    ] = None,
    office: OfficeOption = None,
    form: Annotated[
        Literal["text", "json"], typer.Option("--format", metavar="text|json", help="The form of the answer.")
    ] = "text",
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write a table (CSV) of what comes out otherwise, or with --format json the answer, to this file.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Make receipts again, and say which would be decided otherwise, and why: program, rules, text, office or facts.

    Exit code 0 when all come out the same, 1 when one does not, cannot be made again or is broken, 2 for none at all.
    """
    if output is not None:
        check_folder(output)
    # Imported only here: what was asked for wrongly needs none of it.
    from clausewise.receipts.keeping import receipts_in
    from clausewise.receipts.replaying import replay_receipts

    kept = list(receipts_in(receipts))
    keep_files((str(one.path) for one in kept), output, "receipts")
    found = None if now is None else _found(now)

    def said(pack: Pack) -> Office:
        assert office is not None
        return read_office(office, pack)

    replayed = replay_receipts(with_progress(kept, "replaying"), found, None if office is None else said)
    _report(replayed, form, language, output)
    if set(replayed.counts) - {"same", "same_on_other_words", "erased"}:
        raise typer.Exit(1)


def _found(name: str) -> Found:
    """A pack with its files. Raises: RequestError, PackError, DocumentError."""
    from clausewise.packs.copies import files_of_pack
    from clausewise.packs.revision import files_at
    from clausewise.receipts.finding_packs import Found

    pack_id, at, revision = name.rpartition("@")
    if at:
        return Found(open_pack(pack_id, at=revision), files_at(revision, pack_id))
    pack = open_pack(name)
    return Found(pack, files_of_pack(pack, name))


def _report(
    replayed: ReplayRecord, form: Literal["text", "json"], language: Literal["zh", "en"], output: Path | None
) -> None:
    if form == "json":
        from clausewise.records.base import json_lines

        write_out_pieces(json_lines([replayed]), output)
        return
    from clausewise.report.replay_text import print_replay

    with console_for(None) as console:
        print_replay(console, replayed, language)
    if output is not None:
        write_whole(output, _table(replayed))


def _table(replayed: ReplayRecord) -> str:
    """A row for each finding that comes out otherwise or rests on other words, and one for a receipt without any."""
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow(_COLUMNS)
    for one in replayed.receipts:
        head = (one.receipt, one.outcome, one.as_of or "")
        for found in one.findings:
            what, why = " ".join(found.what), " ".join(found.why)
            verdicts = (found.then or "", found.now or "")
            rows.writerow((*head, found.rule, found.subject or "", *verdicts, what, why, int(found.gains), ""))
        if not one.findings:
            rows.writerow((*head, *[""] * 7, one.says or ""))
    return written.getvalue()
