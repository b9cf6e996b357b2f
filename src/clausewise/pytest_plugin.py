"""The pytest plugin: collects the case files of packs, one test for each thing a case expects.

Every pytest of an environment that holds Clausewise imports this module, so it imports the rest only when there is a
case to test. What is expected of a finding is for `clausewise.engine.expectations` to say.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from clausewise.case_files import is_case_file, rules_beside

if TYPE_CHECKING:
    from clausewise.case import Case
    from clausewise.engine import Engine, Result
    from clausewise.engine.expectations import Expectation
    from clausewise.errors import InputError
    from clausewise.language.model import Pack


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add what says that files outside a pack's own folder are cases, and of which pack."""
    parser.getgroup("clausewise").addoption(
        "--clausewise-pack",
        metavar="ID|FOLDER",
        help="take every case file that is collected outside a pack's cases/ID for a case of this pack",
    )
    parser.addini("clausewise_pack", "the pack of the files in clausewise_cases: its id, or its rules folder")
    parser.addini("clausewise_cases", "folders and files outside a pack's cases/ID that hold cases", type="paths")


def pytest_configure(config: pytest.Config) -> None:
    """Make room for the packs of this session; none is read yet."""
    benches = _Benches()
    config.stash[_BENCHES] = benches
    config.stash[_SAID] = set()
    config.add_cleanup(benches.close)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """A collector for a case file, nothing for any other."""
    if not is_case_file(file_path):
        return None
    rules = rules_beside(file_path)
    pack = str(rules) if rules else _pack_elsewhere(file_path, parent.config)
    if pack is None:
        return None
    collector: CaseFile = CaseFile.from_parent(parent, path=file_path, pack=pack)
    return collector


def _pack_elsewhere(path: Path, config: pytest.Config) -> str | None:
    """The pack that was named for a file outside every pack's folder."""
    named: str | None = config.getoption("--clausewise-pack")
    if named:
        return named
    places: list[Path] = config.getini("clausewise_cases")
    if not any(path == place or place in path.parents for place in places):
        return None
    pack: str = config.getini("clausewise_pack")
    # A folder is meant as seen from the settings that name it, wherever pytest is started.
    folder = (config.inipath.parent if config.inipath else config.rootpath) / pack
    return str(folder) if pack and folder.is_dir() else pack


class _Bench:
    """A pack of this session with its engine, compiled once, and the result that was asked for last.

    The tests of one file run one after the other, so keeping one result is enough and thousands of cases fit.
    """

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self._engine: Engine | None = None
        self._last: tuple[Case, Result] | None = None

    def check(self, case: Case) -> Result:
        """The findings of a case. Raises: CaseError, EngineDisagreement."""
        from clausewise.engine import Engine

        if self._engine is None:
            self._engine = Engine(self.pack)
        if self._last is None or self._last[0] is not case:
            self._last = case, self._engine.check(case)
        return self._last[1]

    def close(self) -> None:
        """Free what the engine holds."""
        if self._engine is not None:
            self._engine.close()


class _Benches:
    """The packs of this session by name, each read once; one that cannot be read is remembered with its error."""

    def __init__(self) -> None:
        self._benches: dict[str, _Bench | InputError] = {}

    def open(self, pack: str) -> _Bench:
        """The bench of a pack by id or rules folder; of the only pack in reach for an empty name.

        Raises: InputError, the same each time it is asked for.
        """
        from clausewise.errors import InputError
        from clausewise.packs import open_pack

        if pack not in self._benches:
            try:
                self._benches[pack] = _Bench(open_pack(pack or None))
            except InputError as problem:
                self._benches[pack] = problem
        bench = self._benches[pack]
        if isinstance(bench, InputError):
            raise bench
        return bench

    def close(self) -> None:
        """Free what the engines hold."""
        for bench in self._benches.values():
            if isinstance(bench, _Bench):
                bench.close()


_BENCHES = pytest.StashKey[_Benches]()
_SAID = pytest.StashKey[set[str]]()


class CaseFile(pytest.File):
    """A case file: a test for each of its expectations, or one that says why there is none."""

    def __init__(self, *, pack: str, **above: Any) -> None:
        super().__init__(**above)
        self._pack = pack

    def collect(self) -> Iterable[pytest.Item]:
        """The tests of this case."""
        from clausewise.case import read_case
        from clausewise.engine.expectations import expectations_of
        from clausewise.errors import CaseError, InputError

        try:
            bench = self.config.stash[_BENCHES].open(self._pack)
        except InputError as problem:
            yield self._unusable(f"the pack of this case cannot be used\n\n{problem}")
            return
        try:
            case = read_case(self._shown(), bench.pack)
        except CaseError as problem:
            yield self._unusable(str(problem))
            return
        expectations = list(expectations_of(case))
        if not expectations:
            yield self._unusable(f"{case.file}: this case expects nothing — write expect: with what should be found")
        for expectation in expectations:
            item: ExpectationItem = ExpectationItem.from_parent(
                self, name=expectation.id, bench=bench, case=case, expectation=expectation
            )
            yield item

    def _unusable(self, message: str) -> UnusableItem:
        item: UnusableItem = UnusableItem.from_parent(self, name="case", message=message)
        return item

    def _shown(self) -> Path:
        """This file as messages name it: seen from where pytest was started, when it lies below."""
        start = self.config.invocation_params.dir
        below = self.path.is_relative_to(start) and start == Path.cwd()
        return self.path.relative_to(start) if below else self.path


class UnusableItem(pytest.Item):
    """Stands for a case that cannot be tested; it ends in an error that says what is wrong."""

    def __init__(self, *, message: str, **above: Any) -> None:
        super().__init__(**above)
        self._message = message

    def setup(self) -> None:
        """Refuse, without a traceback: the fault is in a file. A fault of the pack is told in full only once."""
        said = self.config.stash[_SAID]
        message = f"{self._message.splitlines()[0]}, as said above" if self._message in said else self._message
        said.add(self._message)
        pytest.fail(message, pytrace=False)

    def runtest(self) -> None:
        """Never reached: setting up refuses."""

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """The file, which is also the headline."""
        return self.path, None, self.path.name


class ExpectationItem(pytest.Item):
    """One expectation of a case; when it does not come true, the finding is shown with its proof."""

    def __init__(self, *, bench: _Bench, case: Case, expectation: Expectation, **above: Any) -> None:
        super().__init__(**above)
        self._bench = bench
        self._case = case
        self._expectation = expectation

    def setup(self) -> None:
        """Check the case, so that one that contradicts itself is an error and no failure of what it expects."""
        from clausewise.errors import ClausewiseError

        try:
            self._bench.check(self._case)
        except ClausewiseError as problem:
            pytest.fail(str(problem), pytrace=False)

    def runtest(self) -> None:
        """Hold the expectation against what was found; fail without a traceback when the two differ."""
        from clausewise.engine.expectations import hold

        result = self._bench.check(self._case)
        mismatch = hold(self._expectation, result)
        if mismatch is not None:
            pytest.fail(f"{mismatch}\n\n{_show(self._expectation, result)}", pytrace=False)
        if self._case.expect.unreviewed:
            pytest.skip("unreviewed, and what the rules say: read it against the document, then take unreviewed out")

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """The line on which the expectation is written (pytest counts from 0), and the headline.

        The headline is not the name alone: pytest would then write the name with `::` for each dot in its list.
        """
        line = self._expectation.place.line
        return self.path, line - 1 if line else None, f"{self._case.id}: {self.name}"


def _show(expectation: Expectation, result: Result) -> str:
    """The finding that an expectation speaks of with its proof; for a measure, those that made its verdict."""
    from io import StringIO

    from rich.console import Console

    from clausewise.case.model import ExpectedMeasure
    from clausewise.cli.options import language_of_environment
    from clausewise.report.answer.explaining import print_explanation

    expected = expectation.expected
    if isinstance(expected, ExpectedMeasure):
        measure = result.measure(expected.number)
        findings = [one for one in measure.findings if one.verdict.value == measure.verdict.value]
    else:
        findings = [result.by_name[str(expected.subject)]]
    console = Console(file=StringIO(), highlight=False, markup=False, emoji=False, no_color=True)
    with console.capture() as shown:
        for finding in findings:
            print_explanation(console, finding, (), result, language_of_environment())
    return shown.get().rstrip("\n")
