"""`clausewise reading`: the page on how each provision was read, made from the rules of today."""

from __future__ import annotations

from clausewise.cli.options import OutputOption, PackOption
from clausewise.cli.output import write_out
from clausewise.packs import open_pack
from clausewise.report.reading import reading_page


def run(pack: PackOption = None, output: OutputOption = None) -> None:
    """Write the page on how each provision was read, as Markdown in both languages."""
    write_out(reading_page(open_pack(pack)), output)
