"""Options that several commands take, each written once, and the arguments of those commands as typed values."""

from __future__ import annotations

import datetime
import os
from pathlib import Path
from typing import Annotated, Literal

import typer

from clausewise.errors import Diagnostic, RequestError
from clausewise.language.labels import Language

Format = Literal["text", "json", "markdown", "html"]
AnswerFormat = Literal["text", "json", "jsonl", "markdown", "html", "notice"]


def language_of_environment() -> Language:
    """The language that the first of CLAUSEWISE_LANG, LC_ALL, LC_MESSAGES and LANG that is set asks for: Chinese for
    zh…, else English."""
    names = ("CLAUSEWISE_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    wish = next((value for name in names if (value := os.environ.get(name))), "")
    return "zh" if wish.lower().startswith("zh") else "en"


def read_day(written: str) -> datetime.date:
    """A day as people write it in options. Raises: RequestError."""
    try:
        return datetime.date.fromisoformat(written)
    except ValueError:
        raise RequestError(
            Diagnostic(f"--as-of: {written} is not a date", None, "write a date such as 2020-12-07")
        ) from None


PackOption = Annotated[
    str | None,
    typer.Option(
        "--pack",
        metavar="ID|FOLDER",
        help="The pack to use: its id, or its rules folder. Left out, the only one in reach.",
        show_default=False,
    ),
]

LanguageOption = Annotated[
    Language,
    typer.Option(
        "--lang",
        metavar="zh|en",
        help="The language of the answer. Left out, that of CLAUSEWISE_LANG, or else of the system.",
        default_factory=language_of_environment,
        show_default=False,
    ),
]

FormatOption = Annotated[
    Format,
    typer.Option(
        "--format",
        metavar="text|json|markdown|html",
        help="The form of the answer.",
    ),
]

AnswerFormatOption = Annotated[
    AnswerFormat,
    typer.Option(
        "--format",
        metavar="text|json|jsonl|markdown|html|notice",
        help="The form of the answer; jsonl is one answer a line, notice a page to print and hand to the family.",
    ),
]

OutputOption = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Write to this file, whole or not at all, instead of printing.",
        show_default=False,
    ),
]

OfficeOption = Annotated[
    Path | None,
    typer.Option(
        "--office",
        metavar="FILE",
        help="What your office says of office facts and contested readings; `clausewise new --office` writes a form. "
        "It stands in place of what a case says of its own office.",
        show_default=False,
    ),
]

StrictOption = Annotated[
    bool,
    typer.Option("--strict", help="Refuse a case that contradicts itself or is hardly possible: exit code 2."),
]

DayOption = Annotated[
    datetime.date | None,
    typer.Option(
        "--as-of",
        parser=read_day,
        metavar="DATE",
        help="The day to check on, such as 2020-12-07. Left out, the day each case names, or today.",
        show_default=False,
    ),
]

MembersOption = Annotated[
    int,
    typer.Option(
        metavar="N",
        help="Up to how many members households are tried where members are summed or counted and no number is enough.",
    ),
]
