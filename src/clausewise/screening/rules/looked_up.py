"""What is asked again of each condition while one answer after the other is supposed: looked up after the first time.

A condition is told apart by being the same object, which is kept with what was found, so that no other has its id.
"""

from __future__ import annotations

from clausewise.language.conditions import Condition, Contested, facts_of, findings_of, in_connectives


class LookedUp:
    """What the conditions of one pack name, and what its contested points stand for."""

    def __init__(self) -> None:
        self._named: dict[int, tuple[Condition, frozenset[str]]] = {}
        self._spelled: dict[int, tuple[Contested, Condition]] = {}

    def named_in(self, condition: Condition) -> frozenset[str]:
        """The facts and rules that a condition names."""
        key = id(condition)
        if key not in self._named:
            self._named[key] = condition, frozenset((*facts_of(condition), *findings_of(condition)))
        return self._named[key][1]

    def spelled_out(self, contested: Contested) -> Condition:
        """What a contested point stands for, always the same object, so that what that came to is found again."""
        key = id(contested)
        if key not in self._spelled:
            self._spelled[key] = contested, in_connectives(contested)
        return self._spelled[key][1]
