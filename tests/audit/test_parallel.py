"""Tasks on several processes: in order, told of as they are done, and all ended when one fails."""

from __future__ import annotations

import functools
import multiprocessing
import operator
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from clausewise.audit.parallel import interrupts_held, run_tasks
from clausewise.errors import ProcessGone

# What a process makes once, and what it does with it: ten divided by each task.
TEN = functools.partial(int, 10)


@pytest.mark.parametrize("workers", [1, 2, 9])
def test_results_come_in_the_order_of_the_tasks_whoever_does_them(workers: int) -> None:
    told: list[tuple[int, int]] = []
    found = run_tasks(
        [1, 2, 5, 10], operator.floordiv, TEN, workers=workers, progress=lambda done, of: told.append((done, of))
    )
    assert found == [10, 5, 2, 1]
    assert told == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]


@pytest.mark.parametrize("workers", [1, 2])
def test_what_a_task_raises_is_raised_and_no_process_stays(workers: int) -> None:
    with pytest.raises(ZeroDivisionError):
        run_tasks([1, 0, 2], operator.floordiv, TEN, workers=workers)
    assert multiprocessing.active_children() == []


def test_a_process_that_is_gone_is_not_waited_for() -> None:
    with pytest.raises(ProcessGone, match="a process of the audit ended before its task was done"):
        run_tasks([3, 4], _leave, TEN, workers=2)
    assert multiprocessing.active_children() == []


def _leave(state: int, task: int) -> None:
    os._exit(task)


def test_a_process_that_is_gone_before_it_took_its_task_is_told_of_alike() -> None:
    """Its end of the pipe is then reset, or cannot be written to: not the same as one that is closed."""
    with pytest.raises(ProcessGone, match="a process of the audit ended before its task was done"):
        run_tasks([3, 4], _LeavesWhenItArrives(), TEN, workers=2)
    assert multiprocessing.active_children() == []


class _LeavesWhenItArrives:
    """Work that ends the process to which it is sent."""

    def __call__(self, state: int, task: int) -> int:
        raise NotImplementedError

    def __reduce__(self) -> tuple[Callable[[int], Any], tuple[int]]:
        return os._exit, (3,)


def test_nothing_to_do_is_done_at_once() -> None:
    assert run_tasks([], operator.floordiv, TEN, workers=2) == []


@pytest.mark.usefixtures("interruptible")
@pytest.mark.skipif(sys.platform == "win32", reason="interrupts are not held there")
def test_an_interrupt_while_processes_are_started_waits_until_they_are() -> None:
    done = threading.Event()
    # It receives what the main thread blocks, as the thread that draws progress bars does.
    other = threading.Thread(target=done.wait)
    other.start()
    started: list[int] = []

    def start_two() -> None:
        with interrupts_held():
            for number in (1, 2):
                os.kill(os.getpid(), signal.SIGINT)
                time.sleep(0.05)
                started.append(number)

    try:
        with pytest.raises(KeyboardInterrupt):
            start_two()
    finally:
        done.set()
        other.join(60)
    assert started == [1, 2]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, set())
