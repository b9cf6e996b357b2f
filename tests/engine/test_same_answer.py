"""One case has one answer: whatever the order of the rules, the process, the thread, and what was checked before it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clausewise.case import Case, read_case
from clausewise.engine import Engine, Finding, ProofNode, Result
from clausewise.language.model import Pack
from clausewise.language.pack import PackFiles, examine_pack, read_pack_files
from clausewise.recording.answers import record_answer, record_answers
from clausewise.recording.proofs import Proofs
from clausewise.records.base import as_json
from clausewise.yaml_source import parse_yaml
from specification.chongqing import FOLDERS, chongqing_pack
from specification.generators import plans, with_cases
from specification.properties import check
from specification.written import Plan, pack_of, write_yaml

PATHS = sorted(FOLDERS.cases.glob("*.yaml"))
SOME_PATHS = PATHS[::8]


@pytest.fixture(scope="module")
def pack() -> Pack:
    return chongqing_pack()


@pytest.fixture(scope="module")
def engine(pack: Pack) -> Iterator[Engine]:
    engine = Engine(pack)
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def households(pack: Pack) -> list[Case]:
    return [read_case(path, pack) for path in SOME_PATHS]


def proof_of(node: ProofNode) -> tuple[Any, ...]:
    """A proof as values that can be compared; what implies a fact is named, and not proved again."""
    below = [] if node.step else [proof_of(child) for child in node.children]
    return type(node.condition), node.step and node.step.fact, node.code, node.member, below


def granted(finding: Finding) -> tuple[Any, ...]:
    """The amounts and periods of a finding, and its deadline."""
    deadline = finding.deadline and (finding.deadline.day, finding.deadline.overdue)
    return [(grant.amount, grant.months) for grant in finding.aid], deadline


def outline(result: Result | None) -> object:
    """What was found, without what depends on the bytes of the files; None for a case that was refused."""
    return result and [
        (finding.name, finding.verdict, proof_of(finding.because), finding.missing, granted(finding))
        for finding in result.findings
    ]


@settings(max_examples=25)
@given(with_cases(plans(rules=5), 2), st.data())
def test_the_order_of_rules_in_their_files_and_of_the_files_changes_nothing(
    made: tuple[Plan, list[dict[str, Any]]], data: st.DataObject
) -> None:
    plan, cases = made
    shuffled = data.draw(st.permutations(list(plan.rules)))
    cut = data.draw(st.integers(0, len(shuffled)))
    one, other = Engine(pack_of(plan)), Engine(pack_of(plan, files=[shuffled[:cut], shuffled[cut:]]))
    for case in cases:
        assert outline(check(one, case)) == outline(check(other, case))
    one.close()
    other.close()


def turned_around(files: PackFiles) -> PackFiles:
    """The same files with the entries of each rules file from last to first, and the last file first."""
    names = sorted(file for file in files.rules if Path(file).name[0].isdigit())
    moved = dict(files.rules)
    for number, name in enumerate(names):
        entries = parse_yaml(moved.pop(name), name).data
        moved[str(Path(name).with_name(f"{99 - number}-turned.yaml"))] = write_yaml(entries[::-1]).encode()
    return replace(files, rules=moved)


def test_the_rules_of_chongqing_from_last_to_first_find_the_same(
    pack: Pack, engine: Engine, households: list[Case]
) -> None:
    turned, found = examine_pack(turned_around(read_pack_files(FOLDERS)))
    assert turned is not None
    assert found == []
    assert turned.rules_digest != pack.rules_digest
    other = Engine(turned)
    for case in households:
        one, two = (record_answer(made.check(case), proofs=Proofs.FULL) for made in (engine, other))
        assert (one.measures, one.findings) == (two.measures, two.findings), case.id
    other.close()


def written(result: Result) -> str:
    return as_json(record_answer(result, proofs=Proofs.FULL))


def test_a_case_checked_again_after_all_the_others_is_found_to_be_the_same(
    engine: Engine, households: list[Case]
) -> None:
    first = [written(engine.check(case)) for case in households]
    again = [written(engine.check(case)) for case in reversed(households)]
    assert first == again[::-1]


IN_A_PROCESS = """
import sys
from pathlib import Path
from clausewise.case import read_case
from clausewise.engine import Engine
from clausewise.recording.answers import record_answers
from clausewise.recording.proofs import Proofs
from clausewise.records.base import as_json
from specification.chongqing import chongqing_pack

pack = chongqing_pack()
engine = Engine(pack)
results = [engine.check(read_case(Path(path), pack)) for path in sys.argv[1:]]
sys.stdout.buffer.write(as_json(record_answers(results, proofs=Proofs.FULL)).encode())
"""


def test_another_process_with_other_hashes_writes_the_same_bytes(pack: Pack, engine: Engine) -> None:
    results = [engine.check(read_case(path, pack)) for path in SOME_PATHS]
    here = as_json(record_answers(results, proofs=Proofs.FULL)).encode()
    for seed in ("1", "4294967295"):
        printed = subprocess.run(
            [sys.executable, "-c", IN_A_PROCESS, *map(str, SOME_PATHS)],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            capture_output=True,
            check=True,
            timeout=600,
        )
        assert printed.stdout == here, f"PYTHONHASHSEED={seed}"


def test_eight_threads_on_one_engine_do_not_mix_up_their_cases(engine: Engine, households: list[Case]) -> None:
    alone = {case.id: outline(engine.check(case)) for case in households}
    assert len(alone) == len(households) >= 8
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            together = list(pool.map(lambda case: (case.id, outline(engine.check(case))), households * 2))
    finally:
        sys.setswitchinterval(before)
    assert [case_id for case_id, found in together if found != alone[case_id]] == []


IN_USE = Path("/proc/self/statm")
CHECK_MANY = """
import os
from clausewise.case import read_case
from clausewise.engine import Engine
from specification.chongqing import FOLDERS, chongqing_pack

pack = chongqing_pack()
engine = Engine(pack)
households = [read_case(path, pack) for path in sorted(FOLDERS.cases.glob("*.yaml"))]
for number in range(1, 20_001):
    result = engine.check(households[number % len(households)])
    if number % 100 == 0:
        asked = [finding.missing for finding in result.findings]
    if number in (2_000, 20_000):
        pages = int(open("/proc/self/statm").read().split()[1])
        print(pages * os.sysconf("SC_PAGE_SIZE"))
"""


@pytest.mark.long
@pytest.mark.skipif(not IN_USE.exists(), reason="there is no /proc to read the memory in use from")
def test_twenty_thousand_cases_leave_memory_where_it_was() -> None:
    printed = subprocess.run(
        [sys.executable, "-c", CHECK_MANY],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        check=True,
        timeout=600,
    )
    early, late = map(int, printed.stdout.split())
    assert late - early < 4 * 1024 * 1024, f"{early:,} bytes after 2,000 cases, {late:,} after 20,000"
