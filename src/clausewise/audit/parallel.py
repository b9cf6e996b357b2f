"""Runs many small tasks on several processes, in order, with progress. What a task does is the caller's business.

Each process makes its own state once: packs are sent to it, engines and solvers are made there.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any, TypeVar

StateT = TypeVar("StateT")
TaskT = TypeVar("TaskT")
ResultT = TypeVar("ResultT")

Progress = Callable[[int, int], None]
"""Told how many tasks are done, and of how many."""

_state: Any = None


def no_progress(done: int, of: int) -> None:
    """Tells nobody."""


def run_tasks(
    tasks: Sequence[TaskT],
    work: Callable[[StateT, TaskT], ResultT],
    make_state: Callable[[], StateT],
    *,
    workers: int = 1,
    progress: Progress = no_progress,
) -> list[ResultT]:
    """The results in the order of the tasks, the same for any number of workers.

    With several workers, `work`, `make_state` and the tasks are sent to other processes and have to be picklable.
    Raises: whatever a task raises.
    """
    results: list[ResultT] = []
    if workers <= 1 or len(tasks) <= 1:
        state = make_state()
        for task in tasks:
            results.append(work(state, task))
            progress(len(results), len(tasks))
        return results
    # New processes rather than copies of this one: a copy would hold threads of the solver and of progress bars.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, _begin, (make_state,)) as pool:
        futures = [pool.submit(_run, work, task) for task in tasks]
        try:
            for future in futures:
                results.append(future.result())
                progress(len(results), len(tasks))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return results


def _begin(make_state: Callable[[], Any]) -> None:
    global _state
    _state = make_state()


def _run(work: Callable[[Any, Any], Any], task: Any) -> Any:
    return work(_state, task)
