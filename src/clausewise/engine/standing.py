"""Concludes what rules come to, stratum by stratum: what is concluded in one is carried into those that stand on it.

A finding leaf is true when some finding it looks at is, and unknown when none is true and some is unknown. Leaves and
quantifiers are evaluated before; nothing here chains rules. What a rule comes to stands among the atoms of its subject.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from clausewise.classes import dataclass
from clausewise.engine.atoms import Branch, evaluate_branches, picking
from clausewise.engine.compiling import ConditionCompiler
from clausewise.engine.proof import UNNAMED_MEMBER, Situation, View
from clausewise.language.conditions import All, Any, Condition, Contested, FindingOf, Not, parts_of, walk
from clausewise.language.kleene import UNKNOWN, any_of
from clausewise.language.rules import About, Rule

Pick = Callable[[Sequence[int]], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class _StandsOn:
    """An atom on findings: its number, and what the rules it looks at come to, on the household and on a member."""

    number: int
    of_household: Pick
    of_member: Pick


@dataclass(frozen=True, slots=True)
class _Alike:
    """The rules of a stratum that are about one kind of subject: the atoms on findings that they read, and the branches
    of their conditions that stand on such."""

    about: About
    read: tuple[_StandsOn, ...]
    branches: tuple[Branch, ...]


def subjects_of(situation: Situation) -> dict[About, tuple[View, ...]]:
    """Whom rules are about in a situation."""
    return {About.HOUSEHOLD: (situation.household,), About.MEMBER: situation.members}


def findings_on(view: View, codes: tuple[int, ...]) -> tuple[int, ...]:
    """What is found of a subject by the codes of rules: of a member who may not be there, never that a rule applies."""
    return tuple([min(code, UNKNOWN) for code in codes]) if view.member == UNNAMED_MEMBER else codes


class Standing:
    """The rules of one pack by stratum, with the atoms on findings that they read."""

    def __init__(self, rules: Mapping[str, Rule], strata: Iterable[Sequence[str]], compiler: ConditionCompiler) -> None:
        self._rules = rules
        self._tables = compiler.tables
        alike = [
            self._alike(about, [rules[name] for name in stratum if rules[name].about is about])
            for stratum in strata
            for about in compiler.tables
        ]
        # Rules that look at no findings have been evaluated with their parts.
        self._standing = [one for one in alike if one.read or one.branches]

    def _alike(self, about: About, rules: Sequence[Rule]) -> _Alike:
        table = self._tables[about]
        read = {node.rules for rule in rules for node in walk(rule.when) if isinstance(node, FindingOf)}
        numbers = {table.number(branch) for rule in rules for branch in _branches(rule.when)}
        return _Alike(
            about,
            tuple(self._stands_on(number, names) for number, names in table.findings if names in read),
            tuple(branch for branch in table.standing if branch[0] in numbers),
        )

    def _stands_on(self, number: int, names: Iterable[str]) -> _StandsOn:
        numbers: dict[About, list[int]] = {about: [] for about in About}
        for rule in map(self._rules.__getitem__, names):
            numbers[rule.about].append(self._tables[rule.about].number(rule.when))
        return _StandsOn(number, picking(numbers[About.HOUSEHOLD]), picking(numbers[About.MEMBER]))

    def conclude(self, situation: Situation) -> None:
        """Fill in what rules of later strata look at, and what they come to by that."""
        subjects = subjects_of(situation)
        for alike in self._standing:
            views = subjects[alike.about]
            for one in alike.read:
                _carry(one, alike.about, situation)
            for view in views:
                evaluate_branches(alike.branches, view.atoms)


def _carry(atom: _StandsOn, about: About, situation: Situation) -> None:
    """Fill in an atom: a member's looks at findings on that member and the household, the household's at all."""
    household, number, of_member = situation.household, atom.number, atom.of_member
    codes = atom.of_household(household.atoms)
    if about is About.MEMBER:
        for view in situation.members:
            view.atoms[number] = any_of((*codes, *findings_on(view, of_member(view.atoms))))
    else:
        for view in situation.members:
            codes += findings_on(view, of_member(view.atoms))
        household.atoms[number] = any_of(codes)


def _branches(condition: Condition) -> Iterator[Condition]:
    if isinstance(condition, All | Any | Not | Contested):
        yield condition
        for part in parts_of(condition):
            yield from _branches(part)
