"""How far commands that ask the solver let it look."""

from __future__ import annotations

from clausewise.audit.solver.limits import MOST_LISTED, Limits
from clausewise.errors import Diagnostic, RequestError


def read_limits(timeout: int, members: int) -> Limits:
    """How far the solver is to look. Raises: RequestError."""
    if timeout < 1:
        raise RequestError(Diagnostic(f"--timeout: {timeout} is no time to answer in", None, "write 1 or more"))
    if not 1 <= members <= MOST_LISTED:
        mend = f"write a number from 1 to {MOST_LISTED}"
        raise RequestError(Diagnostic(f"--members: households of up to {members} cannot be tried", None, mend))
    return Limits(timeout, members)
