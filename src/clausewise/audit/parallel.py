"""Runs many small tasks on several processes, in order, with progress. What a task does is the caller's business.

Each process makes its own state once: packs are sent to it, engines and solvers are made there. When one task fails, or
the whole is interrupted, all processes end at once.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any, TypeVar

from clausewise.errors import ProcessGone

StateT = TypeVar("StateT")
TaskT = TypeVar("TaskT")
ResultT = TypeVar("ResultT")

Progress = Callable[[int, int], None]
"""Told how many tasks are done, and of how many."""


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
    Raises: whatever a task raises; ProcessGone when a process ends before its task is done.
    """
    progress(0, len(tasks))
    if workers > 1 and len(tasks) > 1:
        return _run_on_crew(tasks, work, make_state, min(workers, len(tasks)), progress)
    results: list[ResultT] = []
    state = make_state()
    for task in tasks:
        results.append(work(state, task))
        progress(len(results), len(tasks))
    return results


def _run_on_crew(
    tasks: Sequence[Any], work: Callable[..., Any], make_state: Callable[[], Any], workers: int, progress: Progress
) -> list[Any]:
    crew: dict[Connection, SpawnProcess] = {}
    results: dict[int, Any] = {}
    waiting = iter(enumerate(tasks))
    try:
        with interrupts_held():
            for _ in range(workers):
                ours, process = _hire(work, make_state)
                crew[ours] = process
        for ours in crew:
            _hand_in(ours, next(waiting))
        while len(results) < len(tasks):
            ready = wait(list(crew))
            for ours in [one for one in crew if one in ready]:
                number, result, failure = _answer_of(ours)
                if failure is not None:
                    raise failure
                results[number] = result
                progress(len(results), len(tasks))
                following = next(waiting, None)
                if following is not None:
                    _hand_in(ours, following)
    finally:
        for ours, process in crew.items():
            # Those that are done wait for more; what the others are at is wanted no more.
            process.terminate()
            process.join()
            ours.close()
    return [results[number] for number in range(len(tasks))]


def _hand_in(worker: Connection, task: tuple[int, Any]) -> None:
    with _process_there():
        worker.send(task)


def _answer_of(worker: Connection) -> tuple[int, Any, Exception | None]:
    with _process_there():
        answer: tuple[int, Any, Exception | None] = worker.recv()
    return answer


@contextmanager
def _process_there() -> Iterator[None]:
    """Says of a process at the other end of a pipe that it is gone: how the pipe tells depends on what was in it."""
    try:
        yield
    except (EOFError, ConnectionError):
        raise ProcessGone("a process of the audit ended before its task was done") from None


def _hire(work: Callable[..., Any], make_state: Callable[[], Any]) -> tuple[Connection, SpawnProcess]:
    """A process that serves tasks, and the end of the pipe to hand them in at."""
    # A new process rather than a copy of this one: a copy would hold threads of the solver and of progress bars.
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, work, make_state), daemon=True)
    process.start()
    theirs.close()
    return ours, process


def _serve(tasks: Connection, work: Callable[..., Any], make_state: Callable[[], Any]) -> None:
    """Do tasks as they come, until this process is ended."""
    state: Any = None
    while True:
        number, task = tasks.recv()
        try:
            state = make_state() if state is None else state
            tasks.send((number, work(state, task), None))
        except Exception as failure:
            failure.add_note(traceback.format_exc())
            tasks.send((number, None, failure))


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Hold interrupts back until what is started meanwhile has begun, and from that for good.

    An interrupt reaches all processes of a terminal; this one ends the others, which have nothing to say of their own.
    """
    if sys.platform == "win32":
        yield
        return
    # Its own process is started first: it would let interrupts through again.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        with _interrupt_put_off():
            yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _interrupt_put_off() -> Iterator[None]:
    """Let an interrupt of this process take effect at the end only.

    What a thread blocks, another still receives, such as the one that draws progress bars.
    """
    if threading.current_thread() is not threading.main_thread():
        # Interrupts are the main thread's alone, and so are their handlers.
        yield
        return
    came: list[int] = []
    handler = signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
    if came:
        signal.raise_signal(signal.SIGINT)
