"""Every error Clausewise raises, and the one shape in which it tells what is wrong.

    ClausewiseError
     ├── InputError        what was given cannot be used: exit code 2, no verdict
     │     ├── DocumentError   a page or document.yaml
     │     ├── PackError       facts, agencies or rules
     │     ├── CaseError       a household file
     │     ├── OfficeError     an office file
     │     ├── MappingError    the mapping file of a registry
     │     └── RequestError    an option or argument: an unknown pack, rule, format
     │           └── DiskFull      what was to be written found no room
     ├── ProcessGone       one of several processes at work was ended, by whom is not known: exit code 2, no answer
     └── EngineDisagreement  two ways to a verdict came to different ones: a fault of ours, never a verdict

An `InputError` carries every `Diagnostic` that was found, each with its place and, where one is known, its mend.
"""

from __future__ import annotations

import difflib
import errno
import os
from collections.abc import Iterable

from clausewise.classes import NamedTuple
from clausewise.visible import visible_line


class Place(NamedTuple):
    """Where something stands: a file and, where known, a 1-based line and column."""

    file: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)


class Mend(str):
    """A mend in English whose words a pack has: its Chinese stands with it, since no catalogue of messages knows it."""

    __slots__ = ("chinese",)
    chinese: str

    def __new__(cls, english: str, chinese: str) -> Mend:
        mend = super().__new__(cls, english)
        mend.chinese = chinese
        return mend

    def __reduce__(self) -> tuple[type[Mend], tuple[str, str]]:
        return Mend, (str(self), self.chinese)


class Diagnostic(NamedTuple):
    """One thing that is wrong: where, what, and what would be right. As text it is one line that can be shown."""

    message: str
    place: Place | None = None
    mend: str | None = None

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        mend = f" — {_cut(self.mend)}" if self.mend else ""
        return visible_line(f"{where}{_cut(self.message)}{mend}")


_LONGEST_SAID = 600


def _cut(said: str) -> str:
    """What was given may be of any length; what is said of it is read by a person."""
    return said if len(said) <= _LONGEST_SAID else said[:_LONGEST_SAID] + "…"


class ClausewiseError(Exception):
    """The base of every error of this package."""


class InputError(ClausewiseError):
    """What was given cannot be used; `diagnostics` names everything that was found wrong with it."""

    def __init__(self, diagnostics: Diagnostic | Iterable[Diagnostic]) -> None:
        found = (diagnostics,) if isinstance(diagnostics, Diagnostic) else tuple(diagnostics)
        self.diagnostics: tuple[Diagnostic, ...] = found
        super().__init__("\n".join(str(diagnostic) for diagnostic in found))


class DocumentError(InputError):
    """A printed page or a document.yaml that cannot be read as a policy document."""


class PackError(InputError):
    """Facts, agencies or rules that are not well formed, or do not stand on the document's words."""


class CaseError(InputError):
    """A household file that cannot be used as a case."""


class OfficeError(InputError):
    """An office file that does not fit the pack."""


class MappingError(InputError):
    """A mapping that names what the pack or the registry does not have."""


class RequestError(InputError):
    """An option or argument that names nothing: an unknown pack, rule, fact, clause or format."""


class DiskFull(RequestError):
    """What was to be written found no room; nothing is wrong with what was given."""


class ProcessGone(ClausewiseError):
    """A process that shared the work ended before its part was done, as when the machine has no memory left."""


class EngineDisagreement(ClausewiseError):
    """Forward chaining and the proof came to different codes for a rule; no finding may leave the engine."""


_LITTLE = 1 << 20


def is_of_full_disk(problem: BaseException, folder: os.PathLike[str] | None = None) -> bool:
    """Whether something failed because the disk is full, whoever tells it: by what it says, or, of a library that does
    not say why it could not write into a folder, by how little room is left there."""
    if isinstance(problem, DiskFull):
        return True
    number = problem.errno if isinstance(problem, OSError) else None
    said = str(problem)
    if number in (errno.ENOSPC, errno.EDQUOT) or "No space left on device" in said or "Disk quota exceeded" in said:
        return True
    return folder is not None and number is None and _room(folder) < _LITTLE


def _room(folder: os.PathLike[str]) -> int:
    # Imported only here: a program that ends after a tenth of a second does not need it.
    import shutil

    return shutil.disk_usage(folder).free


def as_of_disk(problem: BaseException, folder: os.PathLike[str] | None = None) -> OSError | None:
    """What failed because the disk is full, as the system tells it, whoever did; None of anything else."""
    return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) if is_of_full_disk(problem, folder) else None


_NEAR = 0.75
_SWAPPED = 0.95
_LONGEST = 100


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known name that `word` was most likely meant to be, or None when none is near.

    Names with dots are compared part by part, so that a long first part in common brings no other names near.
    """
    if len(word) > _LONGEST:
        return None
    near = max(((_likeness(word, name), name) for name in known), key=lambda pair: pair[0], default=(0.0, None))
    return near[1] if near[0] >= _NEAR else None


def _likeness(word: str, name: str) -> float:
    (head, dot, tail), (known_head, known_dot, known_tail) = word.partition("."), name.partition(".")
    if dot and known_dot:
        return min(_ratio(head, known_head), _likeness(tail, known_tail))
    return _ratio(word, name)


def _ratio(word: str, name: str) -> float:
    if sorted(word) == sorted(name):
        return 1.0 if word == name else _SWAPPED
    matcher = difflib.SequenceMatcher(None, word, name)
    return matcher.ratio() if matcher.real_quick_ratio() >= _NEAR and matcher.quick_ratio() >= _NEAR else 0.0


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """A mend that names the nearest known name, or None when none is near."""
    near = nearest(word, known)
    return f"did you mean {near}?" if near else None
