"""`clausewise ingest`: a printed page in, its document.yaml out. It reads no pack and makes no rules."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated

import typer

from clausewise.cli.options import OutputOption
from clausewise.cli.output import say, write_out
from clausewise.document import ingest, write_document
from clausewise.document.model import DOCUMENT_ID, Document
from clausewise.errors import Diagnostic, DocumentError, Place, RequestError
from clausewise.yaml_source import read_bytes


def run(
    source: Annotated[
        Path, typer.Argument(metavar="SOURCE", help="The text of the page as printed, a UTF-8 file such as source.txt.")
    ],
    output: OutputOption = None,
    document_id: Annotated[
        str | None,
        typer.Option(
            "--id",
            metavar="ID",
            help="The id of the document. Left out, the name of the folder that the page lies in.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Make a document.yaml of a printed page: its clauses and provisions, each with its place."""
    if output is not None and os.path.realpath(output) == os.path.realpath(source):
        raise RequestError(Diagnostic("this is the page itself", Place(str(output)), "name another file for --output"))
    page = read_bytes(source, DocumentError)
    chosen = document_id if document_id is not None else _id_of_folder(source)
    document = ingest(page, file=str(source), document_id=chosen)
    write_out(write_document(document), output)
    if output is not None:
        say(f"{output}: {_summary(document)}", err=True)


def _id_of_folder(source: Path) -> str:
    """The name of the folder that the page lies in. Raises: RequestError when it cannot be an id."""
    name = source.resolve().parent.name
    if re.fullmatch(DOCUMENT_ID, name) is None:
        raise RequestError(Diagnostic(f"the folder's name {name!r} cannot be an id", None, "give one with --id"))
    return name


def _summary(document: Document) -> str:
    numbers = [clause.number for clause in document.clauses]
    provisions = sum(len(clause.provisions) for clause in document.clauses)
    said = f"clauses {numbers[0]} to {numbers[-1]}, {provisions} provisions"
    for gap in document.missing:
        said += f"; {gap.first} to {gap.last} are not on the page ({gap.evidence}, line {gap.line})"
    return said
