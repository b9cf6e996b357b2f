"""The typer app: which commands there are, and how each kind of error ends the process.

A command is a module with a function `run`; it is imported when it is called, and never to list the others.
Exit codes: 0 evaluated, 1 an expectation or a check failed, 2 the input was unusable, 3 the engine disagrees with
itself, 130 interrupted, 141 nobody reads the output any more.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from itertools import pairwise
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from clausewise import __version__
from clausewise.cli.coercion import coerce_plainly
from clausewise.cli.options import language_of_environment
from clausewise.cli.output import say
from clausewise.errors import (
    Diagnostic,
    EngineDisagreement,
    InputError,
    ProcessGone,
    RequestError,
    did_you_mean,
    is_of_full_disk,
)
from clausewise.language.labels import Language

# Each command's module and the line that `clausewise --help` says of it, in the order in which people need them.
COMMANDS: Mapping[str, tuple[str, str]] = {
    "check": ("clausewise.cli.check", "Check households: what applies, what to ask, and on which clause."),
    "desk": ("clausewise.cli.desk", "Open the desk of an office in a browser: families and paper."),
    "explain": ("clausewise.cli.explain", "Show why a rule applies to a case or not, and what would turn it."),
    "ask": ("clausewise.cli.ask", "Ask about a household; every answer is kept at once."),
    "new": ("clausewise.cli.new", "Write a case file to fill in, with every fact explained."),
    "replay": ("clausewise.cli.replay", "Make receipts again: which would be decided otherwise, and why."),
    "receipts": ("clausewise.cli.receipts", "Verify receipts, or erase the facts in them."),
    "screen": ("clausewise.cli.screen", "Screen a whole registry: every verdict, and who is missing out."),
    "clause": ("clausewise.cli.clause", "Show a clause: text, rules and duties, and its place on the page."),
    "rules": ("clausewise.cli.rules", "List the rules."),
    "facts": ("clausewise.cli.facts", "List the facts that can be known of a household."),
    "duties": ("clausewise.cli.duties", "List what an agency must do."),
    "contested": ("clausewise.cli.contested", "List words that are read in two ways, and whom that turns."),
    "reading": ("clausewise.cli.reading", "Write the page on how each provision was read."),
    "audit": ("clausewise.cli.audit", "Show that the rules say what the document says."),
    "diff": ("clausewise.cli.diff", "Compare two versions of a pack: text, rules, meaning, cases."),
    "compare": ("clausewise.cli.compare", "Compare two versions of the rules over a registry: who gains."),
    "witness": ("clausewise.cli.witness", "Write the smallest household for a verdict of a rule."),
    "lint": ("clausewise.cli.lint", "Report everything that is wrong in a pack and its cases."),
    "schema": ("clausewise.cli.schema", "Print JSON Schemas of the files and of the answers."),
    "ingest": ("clausewise.cli.ingest", "Make a document.yaml of a printed page."),
}

# What is typed wrongly. typer has click within itself and names only what is derived from this.
_USAGE_ERROR: Any = typer.BadParameter.__base__
_INTERRUPTED = 130
_NOBODY_READS = 141


class Command(TyperCommand):
    """A command whose help names its arguments as the usage line does, without the Python types typer adds."""

    def get_params(self, ctx: Any) -> list[Any]:
        """What the command takes."""
        return coerce_plainly(super().get_params(ctx))

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write how the command is called."""
        _write_usage(self, ctx, formatter)

    def format_help_text(self, ctx: Any, formatter: Any) -> None:
        """Write what the command does."""
        _write_help_text(self, ctx, formatter)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write what the command takes: arguments, then options."""
        _write_options(self, ctx, formatter)


class CommandsOnDemand(TyperGroup):
    """The group of commands; imports a command's module only when that command is run."""

    def get_params(self, ctx: Any) -> list[Any]:
        """The options of all commands together."""
        return coerce_plainly(super().get_params(ctx))

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of the commands, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name, imported now. Raises: RequestError when there is none."""
        if cmd_name not in COMMANDS:
            if ctx.resilient_parsing:
                return None
            mend = did_you_mean(cmd_name, COMMANDS) or "clausewise --help lists them"
            raise RequestError(Diagnostic(f"there is no command {cmd_name}", None, mend))
        module, line = COMMANDS[cmd_name]
        alone = typer.Typer(
            add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False, context_settings=_SETTINGS
        )
        run = import_module(module).run
        alone.command(cmd_name, cls=Command, help=run.__doc__ or line, short_help=line)(run)
        return get_command(alone)

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write how the program is called."""
        _write_usage(self, ctx, formatter)

    def format_help_text(self, ctx: Any, formatter: Any) -> None:
        """Write what the program does."""
        _write_help_text(self, ctx, formatter)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write what the program takes, then its commands."""
        _write_options(self, ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the list of commands from the table, without importing any."""
        say_it = _helped(ctx)
        with formatter.section(say_it("Commands")):
            formatter.write_dl([(name, say_it(line)) for name, (_, line) in COMMANDS.items()])

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        """What the program is called with; what is typed wrongly there is told like any other error."""
        if not args:
            return super().make_context(info_name, args, parent, **extra)
        with _errors_in_sentences(chinese=_speaks_chinese(args)):
            return super().make_context(info_name, args, parent, **extra)

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        """Note in which language the command is to speak, before anything is refused."""
        ctx.ensure_object(dict)["chinese"] = _speaks_chinese(args)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """Run a command; every error that is somebody's to mend ends in sentences and an exit code."""
        with _errors_in_sentences(chinese=ctx.obj["chinese"]):
            return super().invoke(ctx)


def _write_usage(command: Any, ctx: Any, formatter: Any) -> None:
    say_it = _helped(ctx)
    pieces = " ".join(map(say_it, command.collect_usage_pieces(ctx)))
    formatter.write_usage(ctx.command_path, pieces, prefix=f"{say_it('Usage:')} ")


def _write_help_text(command: Any, ctx: Any, formatter: Any) -> None:
    formatter.write_paragraph()
    with formatter.indentation():
        formatter.write_text(_helped(ctx)(command.help or ""))


def _write_options(command: Any, ctx: Any, formatter: Any) -> None:
    """Arguments, then options, each with what it is for."""
    say_it = _helped(ctx)
    records = [(one.param_type_name, one.get_help_record(ctx)) for one in command.get_params(ctx)]
    arguments = [(said[0].partition(" <")[0], say_it(said[1])) for kind, said in records if said and kind == "argument"]
    options = [(said[0], say_it(said[1])) for kind, said in records if said and kind == "option"]
    for heading, rows in (("Arguments", arguments), ("Options", options)):
        if rows:
            with formatter.section(say_it(heading)):
                formatter.write_dl(rows)


def _speaks_chinese(args: Sequence[str]) -> bool:
    """Whether --lang, the last of them wherever it stands, or else the environment asks for Chinese."""
    wishes = [
        after if before == "--lang" else after.partition("=")[2]
        for before, after in pairwise(("", *args))
        if before == "--lang" or after.startswith("--lang=")
    ]
    return (wishes[-1] if wishes else language_of_environment()) == "zh"


def _helped(ctx: Any) -> Callable[[str], str]:
    """What puts a text of help into the language that is asked for; a command without Chinese is told in English."""
    if not ctx.ensure_object(dict).get("chinese", False):
        return str
    from clausewise.chinese import help_in_chinese

    does = ctx.command.help or ""
    return help_in_chinese if help_in_chinese(does) != does else str


@contextmanager
def _errors_in_sentences(*, chinese: bool) -> Iterator[None]:
    try:
        yield
        sys.stdout.flush()
    except _USAGE_ERROR as problem:
        mend = None if problem.ctx is None else f"{problem.ctx.command_path} -h says what it takes"
        say(_said_of(Diagnostic(problem.format_message().rstrip("."), None, mend), chinese=chinese), err=True)
        raise typer.Exit(2) from None
    except InputError as problem:
        for diagnostic in problem.diagnostics:
            say(_said_of(diagnostic, chinese=chinese), err=True)
        raise typer.Exit(2) from None
    except EngineDisagreement as problem:
        fault = Diagnostic(f"this is a fault of Clausewise, not of the case: {problem}", None)
        say(_said_of(fault, chinese=chinese), err=True)
        raise typer.Exit(3) from None
    except ProcessGone as problem:
        mend = "run it again, with --workers 1 if that happens again"
        say(_said_of(Diagnostic(f"{problem}, perhaps for want of memory", None, mend), chinese=chinese), err=True)
        raise typer.Exit(2) from None
    except KeyboardInterrupt:
        raise typer.Exit(_INTERRUPTED) from None
    except BrokenPipeError:
        _write_no_more()
        raise typer.Exit(_NOBODY_READS) from None
    except Exception as problem:
        if not is_of_full_disk(problem):
            raise
        _write_no_more()
        mend = "free some space and run the same command again"
        say(
            _said_of(Diagnostic("the disk is full, and the answer is not whole", None, mend), chinese=chinese), err=True
        )
        raise typer.Exit(2) from None


def _said_of(diagnostic: Diagnostic, *, chinese: bool) -> str:
    if not chinese:
        return str(diagnostic)
    from clausewise.chinese import diagnostic_in_chinese

    return diagnostic_in_chinese(diagnostic)


def _write_no_more() -> None:
    """Drop what is still unwritten: it would raise again when Python ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}

app = typer.Typer(
    cls=CommandsOnDemand,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings=_SETTINGS,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"clausewise {__version__}")
        raise typer.Exit


# By name: typer evaluates what is annotated four times, whenever it is called.
AnyLanguageOption = Annotated[
    Language | None,
    typer.Option("--lang", metavar="zh|en", help="The language that a command answers in.", show_default=False),
]
VersionOption = Annotated[
    bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and leave.")
]


@app.callback(epilog="“clausewise COMMAND --help” says what a command takes.")
def clausewise(
    ctx: typer.Context,
    language: AnyLanguageOption = None,
    version: VersionOption = False,
) -> None:
    """Policy documents as rules: households checked against them, every answer with its clause."""
    if language is not None:
        ctx.default_map = {command: {"language": language} for command in COMMANDS}
