"""`clausewise receipts`: verify receipts that are kept, and erase the facts in them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from clausewise.cli.options import LanguageOption
from clausewise.cli.output import say
from clausewise.errors import Diagnostic, RequestError
from clausewise.language.labels import Label, Language

if TYPE_CHECKING:
    from clausewise.receipts.keeping import Kept


def run(
    do: Annotated[
        Literal["verify", "erase"],
        typer.Argument(
            metavar="verify|erase",
            help="verify: hold each against its digests, its signature, what it follows and the pack kept beside it; "
            "erase: take the facts and their salt out, so that decisions, chain and signatures stay.",
        ),
    ],
    receipts: Annotated[
        list[Path],
        typer.Argument(metavar="RECEIPT", help="Receipts, or folders of them: what check --receipt keeps."),
    ],
    *,
    language: LanguageOption,
    key: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="verify: the public key, in PEM, that signed them.", show_default=False),
    ] = None,
) -> None:
    """Verify receipts, or erase the facts in them.

    Exit code 0 when all is well, 1 when a receipt is broken, 2 when it cannot be read or written.
    """
    from clausewise.receipts.keeping import receipts_in

    if do == "erase":
        if key is not None:
            raise RequestError(Diagnostic("--key goes with verify", None, "leave it out"))
        _erase(list(receipts_in(receipts)), language)
        return
    _verify(list(receipts_in(receipts)), key, language)


def _verify(kept: Sequence[Kept], key: Path | None, language: Language) -> None:
    from clausewise.receipts.verifying import verify_receipts

    found = dict(zip((one.path for one in kept), verify_receipts(kept, key), strict=True))
    broken = {path: problems for path, problems in found.items() if problems}
    for path, problems in broken.items():
        for problem in problems:
            say(f"{path}: {problem.in_(language)}")
    erased = sum(one.receipt is not None and one.receipt.facts is None for one in kept)
    said = Label(
        f"凭据 {len(kept)} 份，损坏 {len(broken)} 份，事实已删除 {erased} 份",
        f"{_counted(len(kept))}, {len(broken)} broken, {erased} with erased facts",
    )
    say(said.in_(language))
    if broken:
        raise typer.Exit(1)


def _counted(number: int) -> str:
    return f"{number} receipt{'' if number == 1 else 's'}"


def _erase(kept: Sequence[Kept], language: Language) -> None:
    """Erase the facts of all that have any, also of those that are broken. Raises: RequestError where some are left."""
    from clausewise.receipts.keeping import erase_facts

    erased = 0
    left: list[Diagnostic] = []
    for one in kept:
        try:
            erased += erase_facts(one)
        except RequestError as problem:
            left += problem.diagnostics
    said = Label(f"已删除 {erased} 份凭据的事实", f"erased the facts of {_counted(erased)}")
    say(said.in_(language))
    if left:
        raise RequestError(left)
