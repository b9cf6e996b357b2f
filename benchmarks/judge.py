"""Times the second judge on households of 3, 9 and 200 members, once the pack is read.

    python benchmarks/judge.py

Of each family it measures a judgement, and a whole comparison: a check by the engine, a judgement, and every node of
every proof of the one held against the other's. Members have a day of birth and are said to be all there are; the
largest family is judged with nothing known of anybody too. In processor time, the least and the median of so many
rounds. Run by hand, never by the tests.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from clausewise.case import Case, read_case
from clausewise.case.reading import read_case_bytes
from clausewise.engine import Engine
from clausewise.packs import find_pack, open_pack
from clausewise.plain import PlainPack, judge, read_folders
from clausewise.two_judges import Difference, compare_judges, facts_of

ROUNDS = 9
REAL_FAMILY = "urban-dibao-student.yaml"


def family(members: int, *, born: bool) -> bytes:
    """A case of so many members: with days of birth, and everybody; or with nothing but their ids."""
    lines = ["case: family", "as_of: 2020-12-07", *(["everybody: true"] if born else []), "members:"]
    for number in range(members):
        birth = f", birth_date: {1940 + number % 60}-05-02" if born else ""
        lines.append(f"  - {{id: m{number}{birth}}}")
    return ("\n".join(lines) + "\n").encode()


def timed(work: Callable[[], Any]) -> str:
    """The least and the median processor time of some rounds, in ms."""
    work()
    times = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        work()
        times.append((time.process_time() - begun) * 1000)
    return f"{min(times):8.1f} {statistics.median(times):8.1f}"


def check_and_compare(engine: Engine, plain: PlainPack, case: Case) -> tuple[Difference, ...]:
    """A check by the engine, a judgement, and every proof of the one held against the other's."""
    return compare_judges(plain, engine.check(case))


def _say(what: str, times: str, note: str) -> None:
    sys.stdout.write(f"{what:36} {times} {note}\n")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pack", default="chongqing-2020")
    folders = find_pack(parser.parse_args().pack)
    pack, plain = open_pack(folders.id), read_folders(folders.rules, folders.policy)
    engine = Engine(pack)
    families: dict[str, Case] = {
        f"{members} members": read_case_bytes(family(members, born=True), "family.yaml", pack)
        for members in (3, 9, 200)
    }
    families["200, nothing known"] = read_case_bytes(family(200, born=False), "family.yaml", pack)
    if (Path(folders.cases) / REAL_FAMILY).is_file():
        families["3, as in a case"] = read_case(Path(folders.cases) / REAL_FAMILY, pack)
    _say("reading the pack", timed(partial(read_folders, folders.rules, folders.policy)), "ms, least and median")
    for name, case in families.items():
        found = compare_judges(plain, engine.check(case))
        _say(f"{name}: judged", timed(partial(judge, plain, facts_of(case))), "ms")
        _say(
            f"{name}: both, compared",
            timed(partial(check_and_compare, engine, plain, case)),
            f"ms, {len(found)} differ",
        )
    engine.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
