"""The solver's reader of the tree: conditions become Z3 terms over a household of whom anything may be unknown.

`terms` holds values and truths as terms, `household` what may be known, `reading` the translation of one pack, `search`
the questions a solver can answer. It needs the extra `audit`; nothing outside this folder and `questions` imports Z3.
"""

from __future__ import annotations

from importlib.util import find_spec

from clausewise.language.labels import Label
from clausewise.language.model import Pack

NOT_READ = Label(
    "这个规则包有由其他事实推定的事实（implied:），求解器还不会读。",
    "This pack has facts that others imply (implied:), which the solver does not read yet.",
)


def has_solver() -> bool:
    """Whether the solver is installed."""
    return find_spec("z3") is not None


def reads_whole(pack: Pack) -> bool:
    """Whether everything in a pack becomes terms; what facts imply does not, so that nothing would be proved of it."""
    return not pack.implied_facts
