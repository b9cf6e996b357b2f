"""Z3 asked whether some formulas can hold together, and for values with which they do.

What is found is the same in every run, whatever was asked before and however fast the machine is; only that nothing was
found in time depends on time. Nothing here knows a household.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import z3

from clausewise.audit.solver.ended import Ended
from clausewise.audit.solver.numbers import Formula

# How far the first attempt at an answer goes, and each at granting a wish, for each second that an answer may take: in
# the solver's own steps, which are the same on every machine.
_FIRST_STEPS, _WISH_STEPS = 300_000, 200_000
# What is nothing but names for something else is taken out before the second attempt.
_TACTICS = ("simplify", "propagate-values", "solve-eqs", "smt")


class Solver:
    """Formulas that hold together, and more of them as wishes are granted; seconds for each check.

    It works in a context of its own, which has seen nothing else.
    """

    def __init__(self, formulas: Iterable[Formula], seconds: float) -> None:
        self._formulas = list(formulas)
        self._seconds = seconds
        self._context = z3.Context()
        self._solver = z3.SimpleSolver(ctx=self._context)
        self._solver.add([formula.translate(self._context) for formula in self._formulas])
        self.model: Any = None

    def check(self, goal: Formula | None = None) -> Ended:
        """Whether all formulas can hold, and the goal too; `model` then has values with which they do."""
        self._solver.set("rlimit", int(_FIRST_STEPS * self._seconds))
        ended = self._try(goal, keep=False)
        return ended if ended is not Ended.NO_TIME else self._check_again(goal)

    def grant(self, wish: Formula) -> bool:
        """Add a formula if it can hold beside all others, and else leave it."""
        if z3.is_true(self.model.eval(wish, model_completion=True)):
            self._solver.add(wish.translate(self._context))
            return True
        self._solver.set("rlimit", int(_WISH_STEPS * self._seconds))
        return self._try(wish, keep=True) is Ended.FOUND

    def _try(self, goal: Formula | None, *, keep: bool) -> Ended:
        self._solver.push()
        if goal is not None:
            self._solver.add(goal.translate(self._context))
        ended = _ended(self._solver)
        if ended is Ended.FOUND:
            # How a model lies in memory must not bear on what is found next, so it is looked at elsewhere.
            self.model = self._solver.model().translate(z3.main_ctx())
        if not keep or ended is not Ended.FOUND:
            self._solver.pop()
        return ended

    def _check_again(self, goal: Formula | None) -> Ended:
        """The same with more effort, and up to a limit of time."""
        context = z3.Context()
        solver = z3.Then(*(z3.Tactic(name, context) for name in _TACTICS), ctx=context).solver()
        solver.set("timeout", max(1, int(self._seconds * 1000)))
        goals = self._formulas if goal is None else [*self._formulas, goal]
        solver.add([formula.translate(context) for formula in goals])
        ended = _ended(solver)
        if ended is Ended.FOUND:
            self.model = solver.model().translate(z3.main_ctx())
        return ended


def _ended(solver: Any) -> Ended:
    answer = solver.check()
    return Ended.FOUND if answer == z3.sat else Ended.NONE if answer == z3.unsat else Ended.NO_TIME
