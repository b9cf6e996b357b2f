"""Attacks what the product states of as many made-up packs as one has time for, by hand:

    make fuzz-true ARGS="--minutes 10 --seed 1"

It goes on where it stopped, unless the code is another now. Each false statement becomes a folder of its own, with the
pack, the household and what to type. Exit code 1 when there is one.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

import clausewise
from clausewise.audit.parallel import run_tasks
from specification.attacking import Attacked, Task, attack_task
from specification.falsified import write_falsified

PACKS, STATEMENTS = 10_000, 100_000
QUESTIONS = 8
"""Groups of questions drawn for each pack, of about thirteen: they make some twelve statements."""
_AT_ONCE = 120
"""Packs between two times that what was done is written down: a minute or so.

Each time new processes are begun, and all wait for the slowest pack: with twelve, half of the time went into waiting.
"""


@dataclass
class State:
    """What was done so far of one seed: how many packs, and statements by kind, those that are false apart.

    `questions` so many groups of questions are asked of each pack, all when it is None.
    """

    seed: int
    code: str
    questions: int | None = None
    packs: int = 0
    told: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    folders: list[str] = field(default_factory=list)

    @property
    def is_enough(self) -> bool:
        return self.packs >= PACKS and self.told.total() >= STATEMENTS


def read_state(path: Path, seed: int, questions: int | None = None) -> State:
    """Where a run of this seed stopped; the beginning when it never ran, ran with other code, or asked otherwise."""
    beginning = State(seed, digest_of_code(), questions)
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return beginning
    if (data["code"], data["questions"]) != (beginning.code, questions):
        return beginning
    return State(**{**data, "told": Counter(data["told"]), "false": Counter(data["false"])})


def write_state(state: State, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    draft.write_text(json.dumps(vars(state), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    draft.replace(path)


def digest_of_code() -> str:
    """What the answers rest on: the product, and what makes the packs and attacks them."""
    found = hashlib.sha256()
    for root in (Path(clausewise.__file__).parent, Path(__file__).parent):
        for file in sorted(root.rglob("*.py")):
            found.update(file.read_bytes())
    return found.hexdigest()


def go_on(state: State, folder: Path, packs: int, workers: int, *, like: Task | None = None) -> None:
    """Attack the next packs of a state, each as the task `like` where there is one, and add what was found."""
    like = replace(like or Task(state.seed, 0), seed=state.seed, at_most=state.questions)
    tasks = [replace(like, number=number) for number in range(state.packs, state.packs + packs)]
    for task, attacked in zip(tasks, run_tasks(tasks, attack_task, _nothing, workers=workers), strict=True):
        _add(state, folder, task.number, attacked)
        state.packs += 1


def _nothing() -> None:
    """What the work needs beside its task."""


def _add(state: State, folder: Path, number: int, attacked: Attacked) -> None:
    state.told.update({kind.value: count for kind, count in attacked.told.items()})
    for index, one in enumerate(attacked.false):
        state.false[one.kind.value] += 1
        name = f"{state.seed}-{number}-{index}-{one.kind.value.replace(' ', '-')}"
        write_falsified(one, folder / name)
        state.folders.append(name)


def report(state: State) -> str:
    """What was done, a line for each kind of statement."""
    lines = [f"seed {state.seed}: {state.packs} packs, {state.told.total()} statements, {state.false.total()} false"]
    lines += [f"  {kind:20} {count:8} {state.false[kind]:8} false" for kind, count in sorted(state.told.items())]
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="make fuzz-true", description=__doc__.partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=60, help="stop after so many minutes (60)")
    parser.add_argument("--seed", type=int, default=1, help="other packs for each number (1)")
    parser.add_argument(
        "--questions", type=int, default=QUESTIONS, help=f"groups of questions drawn for each pack ({QUESTIONS})"
    )
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes (one for each core)")
    parser.add_argument("--folder", type=Path, default=Path(".fuzz-true"), help="where it is written (.fuzz-true)")
    parser.add_argument("--again", action="store_true", help="begin again, whatever was done")
    given = parser.parse_args(arguments)
    path = given.folder / f"{given.seed}.json"
    if given.again:
        path.unlink(missing_ok=True)
    state = read_state(path, given.seed, given.questions)
    ends = time.monotonic() + given.minutes * 60
    _say(f"begins at pack {state.packs} of {PACKS}")
    while not state.is_enough and time.monotonic() < ends:
        go_on(state, given.folder / "false", _AT_ONCE, given.workers)
        write_state(state, path)
        left = max(0, int(ends - time.monotonic()) // 60)
        _say(f"{state.packs} packs, {state.told.total()} statements, {state.false.total()} false; {left} minutes left")
    _say(report(state))
    if state.folders:
        _say(f"each false statement as a folder: {given.folder / 'false'}")
    return 1 if state.folders else 0


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
