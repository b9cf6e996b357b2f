"""Finds everything that is wrong in a pack and its cases at once, also what a check would not trip over.

What loading refuses is an error. The rest, such as a fact that no rule reads, is looked for only in a pack without
errors: in one half read it would be guesswork. Whether expectations come true is not asked here.
"""

from clausewise.lint.problems import Problem, Severity
from clausewise.lint.reading import LintReport, lint

__all__ = ["LintReport", "Problem", "Severity", "lint"]
