"""The cases of a pack, all of them or none."""

from __future__ import annotations

from clausewise.case import Case, read_case
from clausewise.case_files import case_files_below
from clausewise.errors import CaseError, Diagnostic, Place
from clausewise.language.model import Pack, PackFolders


def read_suite(folders: PackFolders, pack: Pack) -> tuple[Case, ...]:
    """All cases of a pack, in the order of their files. Raises: CaseError with everything that is wrong in them."""
    cases: list[Case] = []
    found: list[Diagnostic] = []
    if folders.cases.is_dir():
        try:
            files = case_files_below(folders.cases)
        except OSError as problem:
            raise CaseError(Diagnostic(f"cannot be read: {problem.strerror}", Place(str(problem.filename)))) from None
        for file in files:
            try:
                cases.append(read_case(file, pack))
            except CaseError as problem:
                found += problem.diagnostics
    if found:
        raise CaseError(found)
    return tuple(cases)
