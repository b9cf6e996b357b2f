"""A pack from Python: everything that can be asked of it."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from clausewise.api.answers import Answer
from clausewise.case import Case, Office, read_case, read_office
from clausewise.case.given import Dumpable, read_given_case
from clausewise.errors import CaseError, Diagnostic, RequestError
from clausewise.language import model
from clausewise.language.labels import Label
from clausewise.packs import find_pack, open_pack
from clausewise.packs.copies import Files, files_of_pack
from clausewise.packs.revision import files_at
from clausewise.records.base import as_data, as_json

if TYPE_CHECKING:
    from clausewise.api.audits import Audit, Diff, Part
    from clausewise.api.contesting import Contested
    from clausewise.api.explanations import Explanation
    from clausewise.api.interviews import Interview
    from clausewise.api.screenings import Registry, Screening
    from clausewise.engine import Engine
    from clausewise.plain import PlainPack
    from clausewise.records.pack import PackText

CaseLike = Case | str | os.PathLike[str] | Mapping[str, Any] | Dumpable
"""A household: a case that was read, a file, data in the shape of a case file, or a model that can be dumped to it."""
OfficeLike = Office | str | os.PathLike[str]


def load(name: str | os.PathLike[str] | None = None, *, at: str | None = None) -> Pack:
    """A pack by its id or rules folder, or the only one in reach; `at` a revision of the git repository one stands in.

    Raises: RequestError naming the packs there are, PackError for one that is wrong, DocumentError.

    >>> import clausewise
    >>> clausewise.load("chongqing-2020").title.en
    "Chongqing's 37 measures on social assistance (December 2020)"
    """
    named = None if name is None else os.fspath(name)
    pack = open_pack(named, at=at)
    if at is not None:
        return Pack(pack, None, lambda: files_at(at, pack.id))
    is_copy = named is not None and named.endswith(".zip")
    return Pack(pack, None if is_copy else find_pack(named), lambda: files_of_pack(pack, named))


def _path(given: str | os.PathLike[str]) -> Path:
    """A path that can be one. Raises: RequestError."""
    written = os.fspath(given)
    if "\0" in written:
        raise RequestError(Diagnostic(f"{written!r} is no path", None, "name a file"))
    return Path(written)


def _day(given: object) -> datetime.date | None:
    """A day, of a moment that one. Raises: RequestError for anything else."""
    if isinstance(given, datetime.datetime):
        return given.date()
    if given is None or isinstance(given, datetime.date):
        return given
    raise RequestError(Diagnostic(f"as_of is {given!r}", None, "give a datetime.date"))


class Pack:
    """A policy document as rules. It never changes, and can be shared between threads: its engine is made once."""

    def __init__(self, pack: model.Pack, folders: model.PackFolders | None, read_files: Callable[[], Files]) -> None:
        self._pack, self._folders, self._read_files = pack, folders, read_files
        self._making = Lock()
        self._made: Engine | None = None

    @property
    def id(self) -> str:
        """Its id, such as `chongqing-2020`."""
        return self._pack.id

    @property
    def title(self) -> Label:
        """What it is called, in both languages."""
        return self._pack.title

    @property
    def document_digest(self) -> str:
        """The SHA-256 of the document and its provisions."""
        return self._pack.document_digest

    @property
    def rules_digest(self) -> str:
        """The SHA-256 of all files of the rules."""
        return self._pack.rules_digest

    @property
    def model(self) -> model.Pack:
        """The pack as the rest of Clausewise has it."""
        return self._pack

    @cached_property
    def files(self) -> Files:
        """Its files by their paths: policy/ID/document.yaml, rules/ID/pack.yaml … Raises: RequestError, PackError."""
        return self._read_files()

    @cached_property
    def plain(self) -> PlainPack:
        """It as the second judge reads it, from its files alone. Raises: EngineDisagreement where it cannot."""
        from clausewise.receipts.making import read_plainly

        return read_plainly(self.files)

    # ------------------------------------------------------------ households

    def case(self, given: CaseLike, *, as_of: datetime.date | None = None, office: OfficeLike | None = None) -> Case:
        """A household as it is checked, on the day `as_of`, else the day it names, else today.

        Raises: CaseError with everything that is wrong, each at its line, or in data at its path; OfficeError.
        """
        said, as_of = self._office(office), _day(as_of)
        if isinstance(given, Case):
            case = given if as_of is None else given.on_day(as_of)
            return case if said is None else case.of_office(said)
        if isinstance(given, str | os.PathLike):
            return read_case(_path(given), self._pack, as_of=as_of, office=said)
        return read_given_case(given, self._pack, as_of=as_of, office=said)

    def _office(self, given: OfficeLike | None) -> Office | None:
        return given if given is None or isinstance(given, Office) else read_office(_path(given), self._pack)

    def check(
        self,
        case: CaseLike,
        *,
        as_of: datetime.date | None = None,
        office: OfficeLike | None = None,
        strict: bool = False,
    ) -> Answer:
        """What a household gets, what is still to ask, and on which words; `strict` refuses what is hardly possible.

        Raises: CaseError, also for facts that contradict each other; OfficeError; EngineDisagreement.

        >>> import clausewise
        >>> pack = clausewise.load("chongqing-2020")
        >>> urban = {"area": "urban", "dibao": True, "dibao_list": "urban", "meets_housing_criteria": True}
        >>> answer = pack.check({"household": urban, "members": []}, as_of=datetime.date(2020, 12, 7))
        >>> answer["housing.urban_dibao"].title.en
        'Housing aid for urban dibao families'
        """
        result = self._engine.check(self.case(case, as_of=as_of, office=office))
        if strict:
            refused = [one for one in result.notices if one.kind.is_refused_when_strict]
            if refused:
                raise CaseError(Diagnostic(one.text.en, one.place, one.mend.en) for one in refused)
        return Answer(result, self)

    def check_all(
        self,
        cases: Iterable[CaseLike],
        *,
        as_of: datetime.date | None = None,
        office: OfficeLike | None = None,
        strict: bool = False,
    ) -> Iterator[Answer]:
        """The answer to each household as it comes, one after the other: memory does not grow with their number.

        Raises what `check` raises, at the household that is wrong.
        """
        said = self._office(office)
        for case in cases:
            yield self.check(case, as_of=as_of, office=said, strict=strict)

    def explain(
        self,
        case: CaseLike | Answer,
        what: str | int,
        *,
        as_of: datetime.date | None = None,
        office: OfficeLike | None = None,
    ) -> Explanation:
        """Why a rule applies or not, and what would turn it: `13.1`, 13, a title, `housing.urban_dibao`, `rule@son`.

        Raises: RequestError for a name that is none, and what `check` raises.
        """
        from clausewise.api.explanations import Explanation
        from clausewise.engine.called import findings_called
        from clausewise.engine.turning import find_turnings

        read = case.case if isinstance(case, Answer) else case
        result = self._engine.check(self.case(read, as_of=as_of, office=office))
        found = findings_called(result, str(what))
        return Explanation(result, [(one, find_turnings(self._engine, result, one)) for one in found])

    def interview(
        self, case: CaseLike | None = None, *, as_of: datetime.date | None = None, office: OfficeLike | None = None
    ) -> Interview:
        """An interview on a household, or on one of whom nothing is known.

        Raises: CaseError, also where what is known contradicts itself.
        """
        from clausewise.api.interviews import Interview
        from clausewise.interview import interviewing

        asking = interviewing.Interview(self._engine, self.case(case or {}, as_of=as_of, office=office))
        _ = asking.result
        return Interview(asking, self)

    @property
    def _engine(self) -> Engine:
        with self._making:
            if self._made is None:
                # Imported only here: who asks a pack for its words needs no engine.
                from clausewise.engine import Engine

                self._made = Engine(self._pack)
            return self._made

    def screen(
        self,
        registry: Registry,
        mapping: str | os.PathLike[str] | Mapping[str, Any],
        *,
        as_of: datetime.date | None = None,
        office: OfficeLike | None = None,
        output: str | os.PathLike[str] | None = None,
        by: Iterable[str] = (),
        keep: Iterable[str] = (),
        strict: bool = False,
        quarantine: bool = False,
    ) -> Screening:
        """Every rule for every household of a registry: a folder or address as `clausewise screen` takes them, or
        frames by table, `{"households": df, "members": df}`, of Polars, pandas or PyArrow.

        `mapping` says which column is which fact (docs/mapping.md); for frames it is a dict, and needs no `from`.
        `output` is a new folder for the files; without it nothing is kept. `by` are columns that households are grouped
        by, `keep` such as are carried along. With `quarantine` households with something wrong are put aside; else
        they stop it. Needs the extra `screening`. Raises: RequestError, MappingError.
        """
        from clausewise.api.screenings import screen

        folder = None if output is None else Path(output)
        return screen(
            self._pack, registry, mapping, as_of=_day(as_of), office=self._office(office), output=folder, by=by,
            keep=keep, strict=strict, quarantine=quarantine,
        )  # fmt: skip

    # ------------------------------------------------------------ the document and its rules

    @cached_property
    def record(self) -> PackText:
        """All its words: rules, provisions, facts, agencies, contested points and duties."""
        from clausewise.recording.terms import record_pack

        return record_pack(self._pack)

    def to_dict(self) -> dict[str, Any]:
        """The same as dicts, lists and plain values."""
        data: dict[str, Any] = as_data(self.record)
        return data

    def to_json(self) -> str:
        """The same as one line of JSON: what the `terms` of every answer are a part of."""
        return as_json(self.record)

    def clause(self, number: int) -> tuple[str, ...]:
        """The sentences of a clause as the document has them; none where its text is missing.

        Raises: RequestError for a number that the document does not have.
        """
        if number not in self._pack.numbers():
            first, *_, last = self._pack.numbers()
            raise RequestError(Diagnostic(f"there is no clause {number}", None, f"they are {first} to {last}"))
        clause = self._pack.document.clause(number)
        return () if clause is None else tuple(one.text for one in clause.provisions)

    def contested(
        self, *wanted: str, as_of: datetime.date | None = None, office: OfficeLike | None = None
    ) -> Contested:
        """The words that can be read in two ways: all, or those of some ids, clauses or words; it takes seconds.

        Raises: RequestError for what names none.
        """
        from clausewise.api.contesting import Contested
        from clausewise.audit.choosing_points import choose_points
        from clausewise.audit.suite import read_suite
        from clausewise.clock import today
        from clausewise.contesting import look_at_contested

        points, day = choose_points(self._pack, wanted), _day(as_of) or today()
        cases = read_suite(self._folders, self._pack) if points and self._folders is not None else ()
        said = self._office(office)
        return Contested(look_at_contested(self._pack, points, cases, as_of=day, office=said))

    def audit(
        self, *, parts: Iterable[Part] | None = None, workers: int = 1, seconds: int = 10, members: int = 4
    ) -> Audit:
        """Which words are encoded, what the cases test, what is proved: all of it, or some parts. It takes a while.

        `seconds` and `members` are the solver's limits for one question; needs the extra `audit` for what is proved.
        Raises: RequestError for a pack that lies in no folder, CaseError for cases that do not pass.
        """
        from clausewise.api.audits import Audit
        from clausewise.audit.running import AuditPart, run_audit
        from clausewise.audit.solver.limits import Limits
        from clausewise.report.audit.mutant_words import say_mutant

        if self._folders is None:
            mend = "audit it where it lies in folders: its cases belong to it"
            raise RequestError(Diagnostic("this pack lies in no folder", None, mend))
        chosen = list(AuditPart) if parts is None else [AuditPart(part) for part in parts]
        limits = Limits(seconds, members)
        return Audit(run_audit(self._folders, say_mutant, parts=chosen, workers=workers, limits=limits))

    def diff(self, other: Pack) -> Diff:
        """What differs in `other`, a later version of this pack: its text, its rules, and what they mean.

        Raises: EngineDisagreement.
        """
        from clausewise.api.audits import Diff
        from clausewise.audit.versions_compared import compare_packs

        return Diff(compare_packs(self._pack, other.model, (self.id, other.id)))

    def __repr__(self) -> str:
        return f"<Pack {self.id}: {self.title.en}>"
