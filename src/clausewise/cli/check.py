"""`clausewise check`: cases in, findings out, in the form that was asked for.

Every file is read before the first is checked: when one cannot be used, all that cannot are named and no verdict
is given.
"""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar

import typer

from clausewise.case import Case, Expectations, Office, read_office
from clausewise.classes import NamedTuple
from clausewise.cli.given import STDIN, cases_below, open_pack_for, read_given
from clausewise.cli.noticing import refuse_what_is_noticed
from clausewise.cli.options import (
    AnswerFormat,
    AnswerFormatOption,
    DayOption,
    LanguageOption,
    OfficeOption,
    OutputOption,
    PackOption,
    StrictOption,
)
from clausewise.cli.output import console_for, say, with_progress, write_out, write_out_pieces
from clausewise.cli.registries import MappingOption, Standing, ask_of_registry
from clausewise.cli.selection import check_selection
from clausewise.errors import CaseError, Diagnostic, InputError, RequestError
from clausewise.language.labels import Label, Language
from clausewise.packs import open_pack
from clausewise.whole_files import check_folder, keep_files

if TYPE_CHECKING:
    from clausewise.engine import Result
    from clausewise.language.model import Pack
    from clausewise.report import ReportOptions
    from clausewise.screening.intake.asked import Asked

_HELD = Label(
    "逐项比对了 {cases} 份个案的预期：{differences} 处不同", "{cases} held against expectations: {differences}"
)
_SILENT = Label("；{cases} 份没有写预期", "; {cases} expecting nothing")
_UNREVIEWED = Label(
    "；{cases} 份没有人复核过，只是重复规则所说：{first}", "; {cases} unreviewed, which say what the rules say: {first}"
)

Given = TypeVar("Given")
Made = TypeVar("Made")


# Options by name: typer evaluates what is annotated four times, whenever a command is called.
CasesArgument = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="CASE",
        help="Case files, folders of them (all *.yaml, *.yml and *.json below), or - for standard input.",
        show_default=False,
    ),
]
OnlyOption = Annotated[
    list[str] | None,
    typer.Option(
        metavar="RULE|NUMBER",
        help="Show only these measures, provisions or rules: a number, a title, an id or a pattern such as "
        "education.*; repeatable.",
        show_default=False,
    ),
]
EverythingOption = Annotated[bool, typer.Option("--all", help="Show in full also what does not apply.")]
ProofsOption = Annotated[
    Literal["none", "decisive", "full"],
    typer.Option(
        metavar="none|decisive|full",
        help="How much of its proof each finding has in json and jsonl: none, what alone brings its verdict about, "
        "or all.",
    ),
]
TermsOption = Annotated[
    Literal["none", "used"],
    typer.Option(metavar="none|used", help="Whether json and jsonl carry the pack's words for what they point to."),
]
ExpectOption = Annotated[
    bool,
    typer.Option(
        "--expect",
        help="Show only where findings differ from what the cases expect; exit code 1 when one does.",
    ),
]
ReceiptOption = Annotated[
    Path | None,
    typer.Option(
        metavar="FOLDER",
        help="Keep a receipt of each check in this folder: what was decided, by what, on which facts; no names.",
        show_default=False,
    ),
]
ByOption = Annotated[str | None, typer.Option(metavar="NAME", help="Who makes the receipt.", show_default=False)]
FollowsOption = Annotated[
    str | None,
    typer.Option(metavar="ID", help="The receipt that this one takes the place of.", show_default=False),
]
SignOption = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Sign receipts with this Ed25519 key, a private key in PEM.", show_default=False),
]
RegistryOption = Annotated[
    str | None,
    typer.Option(
        metavar="REGISTRY",
        help="Check a household of this registry instead of case files: what clausewise screen reads.",
        show_default=False,
    ),
]
HouseholdOption = Annotated[
    list[str] | None,
    typer.Option(metavar="ID", help="The household's id in the registry; repeatable.", show_default=False),
]


def run(
    paths: CasesArgument = None,
    *,
    language: LanguageOption,
    as_of: DayOption = None,
    office: OfficeOption = None,
    pack: PackOption = None,
    form: AnswerFormatOption = "text",
    only: OnlyOption = None,
    everything: EverythingOption = False,
    proofs: ProofsOption = "none",
    terms: TermsOption = "used",
    output: OutputOption = None,
    expect: ExpectOption = False,
    strict: StrictOption = False,
    receipt: ReceiptOption = None,
    by: ByOption = None,
    follows: FollowsOption = None,
    sign: SignOption = None,
    registry: RegistryOption = None,
    mapping: MappingOption = None,
    household: HouseholdOption = None,
) -> None:
    """Check households against the rules: what applies, what is still to be asked, on which clause."""
    if expect and (form != "text" or only or everything):
        mend = "leave out --format, --only and --all"
        raise RequestError(Diagnostic("--expect holds every finding of a case against it, in text", None, mend))
    if form not in ("json", "jsonl") and (proofs, terms) != ("none", "used"):
        mend = "write --format json, or leave them out"
        raise RequestError(Diagnostic("--proofs and --terms go with --format json or jsonl", None, mend))
    if receipt is None and (by, follows, sign) != (None, None, None):
        raise RequestError(Diagnostic("--by, --follows and --sign go with --receipt", None, "name a folder"))
    if follows is not None and re.fullmatch("[0-9a-f]{64}", follows) is None:
        mend = "it is the name of its file without .json: 64 hexadecimal digits"
        raise RequestError(Diagnostic(f"--follows {follows}: this is no id of a receipt", None, mend))
    if receipt is not None and (expect or form == "jsonl"):
        mend = "leave out --expect, and choose another format"
        raise RequestError(Diagnostic("--receipt does not go with --expect or jsonl", None, mend))
    if output is not None:
        check_folder(output)
    if registry is None:
        _refuse_without_registry(mapping, household)
        files = list(_files(_named(paths)))
        opened = open_pack_for(pack, files)
        said = None if office is None else read_office(office, opened)
        if form == "jsonl" and not only:
            keep_files(map(str, files), output, "cases")
            check = _checker(opened, language, strict=strict)
            written = _as_lines(files, lambda file: check(read_given(file, opened, as_of, said)), (), proofs, terms)
            write_out_pieces(written, output)
            return
        cases = _read_cases(files, opened, as_of, said)
    else:
        opened = open_pack(pack)
        said = None if office is None else read_office(office, opened)
        named = _named_households(paths, household)
        cases = _read_households(registry, named, ask_of_registry(registry, mapping, opened, Standing(as_of, said)))
    selection = check_selection(opened, cases, only or ())
    keep_files((case.file for case in cases), output, "cases")
    check = _checker(opened, language, strict=strict)
    if form == "jsonl":
        write_out_pieces(_as_lines(cases, check, selection, proofs, terms), output)
        return
    results = _for_each(cases, check, "checking")
    if receipt is not None:
        _keep_receipts(results, opened, pack, _Keeping(receipt, by, follows, sign))
    if expect:
        _hold_against_expectations(results, output, language)
        return
    if form == "json":
        from clausewise.recording.answers import TermsWanted, record_answers
        from clausewise.recording.proofs import Proofs
        from clausewise.records.base import json_lines

        found = record_answers(results, only=selection, proofs=Proofs(proofs), terms=TermsWanted(terms))
        write_out_pieces(json_lines([found]), output)
        return
    # Imported only here: what --expect does needs no report.
    from clausewise.report import ReportOptions

    _report(results, form, ReportOptions(language=language, only=selection, everything=everything), output)


class _Keeping(NamedTuple):
    """Where receipts are kept, who makes them, which one they follow, and the key that signs them."""

    folder: Path
    by: str | None
    follows: str | None
    key: Path | None


def _keep_receipts(results: Sequence[Result], pack: Pack, name: str | None, keeping: _Keeping) -> None:
    """Keep a receipt of each result, all or none, and say where. Raises: RequestError, EngineDisagreement."""
    # Imported only here: most checks keep no receipt.
    from clausewise.packs.copies import files_of_pack
    from clausewise.receipts.keeping import keep_receipt
    from clausewise.receipts.making import make_receipt, read_plainly

    if keeping.follows is not None and len(results) > 1:
        raise RequestError(Diagnostic("--follows goes with one household", None, "check them one by one"))
    files = files_of_pack(pack, name)
    plain = read_plainly(files)
    made = [make_receipt(one, plain, by=keeping.by, follows=keeping.follows) for one in results]
    if keeping.key is not None:
        from clausewise.receipts.signing import read_signing_key
        from clausewise.receipts.signing import sign as sign_receipt

        key = read_signing_key(keeping.key)
        made = [sign_receipt(one, key) for one in made]
    for one in made:
        say(f"receipt: {keep_receipt(one, keeping.folder, pack, files)}", err=True)


def _report(results: Sequence[Result], form: AnswerFormat, options: ReportOptions, output: Path | None) -> None:
    if form == "text":
        from clausewise.report.answer.text import print_results

        with console_for(output) as console:
            print_results(console, results, options)
        return
    from clausewise.report import render

    write_out(render(results, form, options), output)


def _as_lines(
    given: Sequence[Given], make: Callable[[Given], Result], only: Sequence[str], proofs: str, terms: str
) -> Iterator[str]:
    """The answers as JSON, one a line, each put aside before the next is made: however many, memory stays as it is.

    All or none come out. Raises: CaseError with what is wrong with any of them.
    """
    import tempfile

    from clausewise.recording.answers import TermsWanted, record_answer
    from clausewise.recording.proofs import Proofs
    from clausewise.records.base import json_lines

    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n", errors="backslashreplace") as aside:

        def put(one: Given) -> None:
            answer = record_answer(make(one), only=only, proofs=Proofs(proofs), terms=TermsWanted(terms))
            aside.writelines(json_lines([answer]))

        _do_each(given, put, "checking")
        aside.seek(0)
        yield from aside


def _named(paths: list[Path] | None) -> list[Path]:
    if not paths:
        mend = "name a case file or a folder of them, or a household of a registry with --registry and --household"
        raise RequestError(Diagnostic("no case is named", None, mend))
    return paths


def _refuse_without_registry(mapping: Path | None, household: list[str] | None) -> None:
    for option, value in (("--mapping", mapping), ("--household", household)):
        if value is not None:
            raise RequestError(Diagnostic(f"{option} goes with --registry", None, "name the registry"))


def _named_households(paths: list[Path] | None, household: list[str] | None) -> list[str]:
    if paths:
        raise RequestError(Diagnostic("case files and --registry do not go together", None, "leave out one of them"))
    if not household:
        mend = "write --household and its id, as verdicts.parquet has it"
        raise RequestError(Diagnostic("--household is missing: which household of the registry?", None, mend))
    return household


def _read_households(registry: str, households: Sequence[str], asked: Asked) -> list[Case]:
    """Households of a registry as cases, as a screening reads them. Raises: RequestError, CaseError."""
    # Imported only here, and after it is known to be there: it stands on Polars.
    import tempfile

    from clausewise.screening.intake.one_household import read_household

    with tempfile.TemporaryDirectory() as work:
        return _for_each(households, lambda one: read_household(asked, registry, one, Path(work)), "reading")


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """The files that were named or lie in folders that were, each once. Raises: RequestError."""
    seen: set[str] = set()
    for path in paths:
        for file in cases_below(path) if path != STDIN and _is_folder(path) else (path,):
            key = "-" if file == STDIN else os.path.realpath(file)
            if key not in seen:
                seen.add(key)
                yield file


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        # What is wrong with it is said when it is read.
        return False


def _read_cases(files: Sequence[Path], pack: Pack, as_of: datetime.date | None, office: Office | None) -> list[Case]:
    """Every case. Raises: CaseError with what is wrong in any of the files."""
    return _for_each(files, lambda path: read_given(path, pack, as_of, office), "reading")


def _checker(pack: Pack, language: Language, *, strict: bool) -> Callable[[Case], Result]:
    """What checks a case. It raises: CaseError, also for what `strict` refuses; EngineDisagreement."""
    # Imported only here: a file that cannot be read needs no engine.
    from clausewise.engine import Engine

    engine = Engine(pack)

    def check(case: Case) -> Result:
        result = engine.check(case)
        if strict:
            refuse_what_is_noticed(result, language)
        return result

    return check


def _for_each(given: Sequence[Given], make: Callable[[Given], Made], what: str) -> list[Made]:
    """What `make` makes of each, all or none. Raises: CaseError with what is wrong with any of them."""
    made: list[Made] = []
    _do_each(given, lambda one: made.append(make(one)), what)
    return made


def _do_each(given: Sequence[Given], do: Callable[[Given], None], what: str) -> None:
    """Do something with each. Raises: CaseError with what is wrong with any of them."""
    found: list[Diagnostic] = []
    for one in with_progress(given, what):
        try:
            do(one)
        except InputError as problem:
            found += problem.diagnostics
    if found:
        raise CaseError(found)


def _hold_against_expectations(results: Sequence[Result], output: Path | None, language: Language) -> None:
    """Write where findings differ from what was expected. Raises: RequestError; Exit with code 1 when some do."""
    from clausewise.engine.expectations import compare

    expecting = [result for result in results if result.case.expect != Expectations()]
    if not expecting:
        mend = "write expect: in one, see docs/language.md"
        raise RequestError(Diagnostic("no case says what it expects", None, mend))
    differences = [mismatch.said(language) for result in expecting for mismatch in compare(result)]
    count = _counter(language)
    summary = _HELD.in_(language).format(
        cases=count(len(expecting), "case"), differences=count(len(differences), "difference")
    )
    silent = len(results) - len(expecting)
    if silent:
        summary += _SILENT.in_(language).format(cases=count(silent, "case"))
    unreviewed = [result.case.id for result in expecting if result.case.expect.unreviewed]
    if unreviewed:
        first = unreviewed[0] + (" …" if len(unreviewed) > 1 else "")
        summary += _UNREVIEWED.in_(language).format(cases=count(len(unreviewed), "case"), first=first)
    write_out("\n".join([*differences, summary]) + "\n", output)
    if differences:
        raise typer.Exit(1)


def _counter(language: Language) -> Callable[[int, str], str]:
    """What counts things: by number alone in Chinese, where the sentence has the noun."""
    if language == "zh":
        return lambda number, _: str(number)
    return lambda number, noun: f"{number} {noun}" if number == 1 else f"{number} {noun}s"
