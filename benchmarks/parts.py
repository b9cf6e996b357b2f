"""Times the parts of one check by themselves, and what cannot be less: durable-rules' own calls, and rows of proofs.

    python benchmarks/parts.py

Each part is run again and again on the same household, so that all it touches lies in the processor's cache: the least
time counts. In a whole check the parts push one another out of the cache, and take a quarter longer. Run by hand.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from check import check_verdicts, check_with_proofs, visit

from clausewise.case import read_case
from clausewise.engine import Engine
from clausewise.engine.standing import subjects_of
from clausewise.packs import find_pack, open_pack

CALLS = ("assert_fact", "start_action_for_state", "complete_and_start_action", "retract_fact")


def least(call: Callable[[], object], times: int = 1000) -> float:
    """The least microseconds of a call."""
    best = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        kept = call()
        best = min(best, time.perf_counter() - start)
        del kept
    return best * 1e6


def calls_of_chains(engine: Engine, check: Callable[[], object]) -> list[tuple[Callable[..., object], tuple[Any, ...]]]:
    """What durable-rules is asked in one check, to be asked again."""
    calls: list[tuple[Callable[..., object], tuple[Any, ...]]] = []
    groups = [group for chain in engine._chains.values() for level in chain._levels for group in level]
    real = groups[0]._engine

    def watched(call: Callable[..., object]) -> Callable[..., object]:
        def asked(*arguments: Any) -> object:
            calls.append((call, arguments))
            return call(*arguments)

        return asked

    between = SimpleNamespace(**{name: getattr(real, name) for name in dir(real)})
    for name in CALLS:
        setattr(between, name, watched(getattr(real, name)))
    for group in groups:
        group._engine = between
    check()
    for group in groups:
        group._engine = real
    return calls


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--case", default="urban-dibao-student", help="a case of the pack, by id")
    options = arguments.parse_args()
    pack = open_pack(None)
    case = read_case(find_pack(None).cases / f"{options.case}.yaml", pack)
    engine = Engine(pack)
    for _ in range(50):
        check_verdicts(engine, case)
    situation = engine._builder.build(case)
    engine._compiler.evaluate_atoms(situation)

    engine._standing.conclude(situation)
    atoms = {about: [view.atoms for view in views] for about, views in subjects_of(situation).items()}
    result = engine.check(case)
    proofs = list(dict.fromkeys(finding.proof for finding in result.findings))
    number = visit(proofs)
    rows = [row for proof in proofs for row in proof.rows()]
    calls = calls_of_chains(engine, lambda: engine.check(case))

    def looped() -> None:
        for _condition, _code in rows:
            pass

    whole = least(lambda: engine.check(case))
    rows = {
        "a check": whole,
        "  values laid out, and what follows from them": least(lambda: engine._builder.build(case)),
        "  leaves and branches": least(lambda: engine._compiler.evaluate_atoms(situation)),
        "  what rules come to, stratum by stratum": least(lambda: engine._standing.conclude(situation)),
        "  chained forward": least(lambda: [engine._chains[about].run(codes) for about, codes in atoms.items()]),
        f"    durable-rules' own {len(calls)} calls": least(lambda: [call(*given) for call, given in calls]),
        "findings made": least(result._concluded.findings),
        f"a check, and its {number:,} rows of proofs read": least(lambda: check_with_proofs(engine, case)),
        "the same proofs read again": least(lambda: visit(proofs)),
        f"a loop over {len(rows)} pairs": least(looped),
    }
    for name, taken in rows.items():
        print(f"{name:<50} {taken:8.0f} us")


if __name__ == "__main__":
    main()
