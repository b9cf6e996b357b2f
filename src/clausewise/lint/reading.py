"""Reads a pack and its cases as far as they can be read, and gathers what is refused on the way.

One fault never hides another where they stand apart: a file that is no YAML leaves the others to be read.
"""

from __future__ import annotations

from collections.abc import Iterable

from clausewise.case import Case, read_case
from clausewise.case_files import case_files_below
from clausewise.classes import dataclass
from clausewise.engine import Engine
from clausewise.errors import CaseError, Diagnostic, DocumentError, PackError, Place
from clausewise.language.model import Pack, PackFolders
from clausewise.language.pack import examine_pack, gather_pack_files
from clausewise.lint.consequences import names_written
from clausewise.lint.loose_ends import loose_ends
from clausewise.lint.problems import Problem, Severity
from clausewise.lint.topics import lost_by_topics
from clausewise.yaml_source import read_yaml


@dataclass(frozen=True, slots=True)
class LintReport:
    """Everything that was found, in the order of document, rules and cases; and what could be read.

    `pack` is None when it could not be put together.
    """

    problems: tuple[Problem, ...]
    pack: Pack | None
    cases: tuple[Case, ...]

    def count(self, severity: Severity) -> int:
        """How many problems are of one severity."""
        return sum(problem.severity is severity for problem in self.problems)


def lint(folders: PackFolders) -> LintReport:
    """Everything that is wrong with a pack and its cases.

    Raises: EngineDisagreement, which is no fault of the pack.
    """
    files, found = gather_pack_files(folders)
    pack: Pack | None = None
    try:
        if files is None:
            found += _refused_as_yaml(folders)
        else:
            pack, refused = examine_pack(files)
            found += refused
    except DocumentError as problem:
        # Nothing can be held against a document that cannot be read; what is no YAML is wrong without it.
        found += [*problem.diagnostics, *_refused_as_yaml(folders)]
    cases, of_cases = _read_cases(folders, pack, usable=not found)
    if files is None or pack is None or found:
        names = names_written(folders)
        told = [one for one in dict.fromkeys([*found, *of_cases]) if not names.explain(one)]
        return LintReport(_errors(told), pack, cases)
    problems = (*_errors(of_cases), *lost_by_topics(pack), *loose_ends(pack, files, cases))
    return LintReport(problems, pack, cases)


def _errors(found: Iterable[Diagnostic]) -> tuple[Problem, ...]:
    return tuple(Problem(Severity.ERROR, one) for one in found)


def _refused_as_yaml(folders: PackFolders) -> list[Diagnostic]:
    """What is wrong with the files of a rules folder, whatever they should say."""
    found: list[Diagnostic] = []
    for path in sorted(folders.rules.glob("*.yaml")):
        try:
            read_yaml(path, PackError)
        except PackError as problem:
            found += problem.diagnostics
    return found


def _read_cases(folders: PackFolders, pack: Pack | None, *, usable: bool) -> tuple[tuple[Case, ...], list[Diagnostic]]:
    """The cases that can be read, and what is wrong with the others.

    Without a pack, only whether they are YAML; with a usable one, also whether they contradict themselves.
    """
    cases: list[Case] = []
    found: list[Diagnostic] = []
    try:
        files = case_files_below(folders.cases) if folders.cases.exists() else []
    except OSError as problem:
        return (), [Diagnostic(f"cannot be read: {problem.strerror}", Place(str(problem.filename)))]
    engine = Engine(pack) if pack is not None and usable else None
    for path in files:
        try:
            if pack is None:
                read_yaml(path, CaseError)
                continue
            case = read_case(path, pack)
            cases.append(case)
            if engine is not None:
                engine.check(case)
        except CaseError as problem:
            found += problem.diagnostics
    if engine is not None:
        engine.close()
    return tuple(cases), found
