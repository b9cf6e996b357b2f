"""Holds the engine against the specification on as many packs and cases as one has time for, by hand:

    PYTHONPATH=tests .venv/bin/python -m specification.fuzz PACKS [SEED]

durable-rules can end the process it runs in, so the work is done in a process of its own: an end without a word is then
a finding like any other. The same number of packs and the same seed make the same packs and cases.
"""

from __future__ import annotations

import faulthandler
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from clausewise.engine import Engine
from specification.chongqing import chongqing_pack, chongqing_plan
from specification.following import following
from specification.generators import cases, plans, reckoning_plans, tangled_plans, with_cases
from specification.large import large_plans
from specification.properties import agree, engine_of, name_missing
from specification.written import Plan

Made = tuple[Plan, list[dict[str, Any]]]
MOST_STATES = 1000
"""How many states of open facts are tried for one finding; the rest of a case is compared without them."""


def fuzz(packs: int, seed: int) -> subprocess.CompletedProcess[str]:
    """Run in a process of its own. Its exit code is 0 when nothing differed; a crash shows as another one."""
    here = Path(__file__).parents[1]
    paths = os.pathsep.join(filter(None, [str(here), os.environ.get("PYTHONPATH")]))
    command = [sys.executable, "-m", "specification.fuzz", str(packs), str(seed), "here"]
    return subprocess.run(
        command,
        env={**os.environ, "PYTHONPATH": paths},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=1200,
    )


def fuzz_here(packs: int, number: int) -> None:
    """Most packs small, with missing facts tried out, some reckoning with unknowns; some large; and Chongqing's.

    Raises: AssertionError when something differs, with the pack and the case.
    """

    def run(of: st.SearchStrategy[Any], share: int, body: Callable[[Any], None]) -> None:
        wanted = settings(
            max_examples=max(1, packs * share // 10),
            deadline=None,
            database=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        )
        seed(number)(wanted(given(of)(body)))()

    run(with_cases(plans(), 3), 3, _check_small)
    run(with_cases(reckoning_plans(), 3, known=(1, 4, 6)), 3, _check_small)
    run(with_cases(tangled_plans(), 4, known=(0, 1, 3)), 2, _check_small)
    run(following(3), 3, _check_small)
    run(with_cases(large_plans(), 3), 1, _check_large)
    plan = chongqing_plan()
    engine = Engine(chongqing_pack())
    run(cases(plan), 1, lambda written: _check(plan, engine, [written]))
    engine.close()


def _check_small(made: Made) -> None:
    plan, written = made
    with engine_of(plan) as engine:
        _check(plan, engine, written)


def _check_large(made: Made) -> None:
    plan, written = made
    with engine_of(plan) as engine:
        for case in written:
            agree(plan, engine, case)


def _check(plan: Plan, engine: Engine, written: list[dict[str, Any]]) -> None:
    for case in written:
        result = agree(plan, engine, case)
        if result is not None:
            name_missing(plan, result, case, MOST_STATES)


def main(arguments: list[str]) -> int:
    packs = int(arguments[0]) if arguments else 1000
    number = int(arguments[1]) if len(arguments) > 1 else 1
    if arguments[2:] == ["here"]:
        faulthandler.enable()
        fuzz_here(packs, number)
        return 0
    ended = fuzz(packs, number)
    outcome = "nothing differed" if ended.returncode == 0 else f"it ended with {ended.returncode}"
    sys.stdout.write(f"{ended.stdout}{packs} packs, seed {number}: {outcome}\n")
    return min(abs(ended.returncode), 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
