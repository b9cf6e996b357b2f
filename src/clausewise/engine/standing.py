"""Carries what was concluded of rules into the atoms of those that stand on their findings, stratum by stratum.

A finding leaf is true when some finding it looks at is, and unknown when none is true and some is unknown. What a
rule's own findings come to is for others to say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from clausewise.engine.compiling import ConditionCompiler
from clausewise.engine.proof import Situation, View, looks_at
from clausewise.language.conditions import Condition, FindingOf, walk
from clausewise.language.kleene import FALSE
from clausewise.language.rules import About, Rule

# The code of each finding of a rule, in the order of its subjects.
Codes = dict[str, list[int]]


def subjects_of(situation: Situation) -> dict[About, tuple[View, ...]]:
    """Whom rules are about in a situation."""
    return {About.HOUSEHOLD: (situation.household,), About.MEMBER: situation.members}


class Standing:
    """The atoms on findings of one pack's rules, by the stratum of the rules that read them."""

    def __init__(self, rules: Mapping[str, Rule], strata: Sequence[Sequence[str]], compiler: ConditionCompiler) -> None:
        self._about = {name: rule.about for name, rule in rules.items()}
        self._read: list[dict[About, list[tuple[int, tuple[str, ...]]]]] = []
        for stratum in strata:
            standing = {}
            for about, table in compiler.tables.items():
                wanted = [rules[name].when for name in stratum if rules[name].about is about]
                read = {patterns for when in wanted for patterns in _patterns(when)}
                standing[about] = [(number, patterns) for number, patterns in table.findings if patterns in read]
            self._read.append(standing)

    def carry(self, stratum: int, about: About, situation: Situation, concluded: Codes) -> None:
        """Fill the atoms that the rules of a stratum about these subjects read."""
        subjects = subjects_of(situation)
        for atom, rules in self._read[stratum][about]:
            for view in subjects[about]:
                code = FALSE
                for rule in rules:
                    for one, found in zip(subjects[self._about[rule]], concluded[rule], strict=True):
                        if found > code and looks_at(view.member, one.member):
                            code = found
                view.atoms[atom] = code


def _patterns(condition: Condition) -> list[tuple[str, ...]]:
    """What each leaf on findings of a condition stands on."""
    return [node.rules for node in walk(condition) if isinstance(node, FindingOf)]
