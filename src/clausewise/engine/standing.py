"""Concludes what rules come to, stratum by stratum: what is concluded in one is carried into those that stand on it.

A finding leaf is true when some finding it looks at is, and unknown when none is true and some is unknown. Leaves and
quantifiers are evaluated before; nothing here chains rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from clausewise.classes import NamedTuple
from clausewise.engine.atoms import AtomTable, Branch, evaluate_branches, picking
from clausewise.engine.compiling import ConditionCompiler
from clausewise.engine.proof import Situation, View
from clausewise.language.conditions import All, Any, Condition, Contested, FindingOf, Not, parts_of, walk
from clausewise.language.kleene import FALSE, UNKNOWN
from clausewise.language.rules import About, Rule

# The code of each finding of a rule, in the order of its subjects.
Codes = dict[str, Sequence[int]]


class _StandsOn(NamedTuple):
    """An atom on findings: its number, and the rules it looks at that are about the household, and about members."""

    number: int
    household: tuple[str, ...]
    member: tuple[str, ...]


class _Alike(NamedTuple):
    """The rules of a stratum that are about one kind of subject, and the atoms on findings that they read.

    `branches` are those of their conditions that stand on findings, and `pick` takes what they come to out of the atoms
    of a subject.
    """

    about: About
    branches: tuple[Branch, ...]
    rules: tuple[str, ...]
    pick: Callable[[Sequence[int]], tuple[int, ...]]
    read: tuple[_StandsOn, ...]


def subjects_of(situation: Situation) -> dict[About, tuple[View, ...]]:
    """Whom rules are about in a situation."""
    return {About.HOUSEHOLD: (situation.household,), About.MEMBER: situation.members}


class Standing:
    """The rules of one pack by stratum, with the atoms on findings that they read."""

    def __init__(self, rules: Mapping[str, Rule], strata: Iterable[Sequence[str]], compiler: ConditionCompiler) -> None:
        self._rules = rules
        self._strata = [
            [_alike(about, [rules[name] for name in stratum if rules[name].about is about], self._split, table)
             for about, table in compiler.tables.items()]
            for stratum in strata
        ]  # fmt: skip

    def _split(self, number: int, names: Iterable[str]) -> _StandsOn:
        by_about: dict[About, list[str]] = {about: [] for about in About}
        for name in names:
            by_about[self._rules[name].about].append(name)
        return _StandsOn(number, tuple(by_about[About.HOUSEHOLD]), tuple(by_about[About.MEMBER]))

    def conclude(self, stratum: int, situation: Situation, concluded: Codes) -> None:
        """Add the findings of a stratum to those of the strata before it."""
        subjects = subjects_of(situation)
        for about, branches, rules, pick, read in self._strata[stratum]:
            views = subjects[about]
            for one in read:
                _carry(one, about, views, concluded)
            if branches:
                for view in views:
                    evaluate_branches(branches, view.atoms)
            codes = [pick(view.atoms) for view in views]
            if not situation.everybody and about is About.MEMBER:
                codes[-1] = tuple([min(code, UNKNOWN) for code in codes[-1]])
            concluded.update(zip(rules, zip(*codes, strict=True), strict=True) if views else dict.fromkeys(rules, ()))


def _carry(atom: _StandsOn, about: About, views: Iterable[View], concluded: Codes) -> None:
    """Fill in an atom: a member's looks at findings on that member and the household, the household's at all."""
    number, household, member = atom
    come_to = concluded.__getitem__
    code = max(chain.from_iterable(map(come_to, household)), default=FALSE)
    if about is About.HOUSEHOLD:
        code = max(code, max(chain.from_iterable(map(come_to, member)), default=FALSE))
    elif member:
        for view, codes in zip(views, zip(*map(come_to, member), strict=True), strict=True):
            view.atoms[number] = max(code, *codes)
        return
    for view in views:
        view.atoms[number] = code


def _alike(
    about: About, rules: Sequence[Rule], split: Callable[[int, Iterable[str]], _StandsOn], table: AtomTable
) -> _Alike:
    read = {node.rules for rule in rules for node in walk(rule.when) if isinstance(node, FindingOf)}
    numbers = {table.number(branch) for rule in rules for branch in _branches(rule.when)}
    return _Alike(
        about,
        tuple(branch for branch in table.standing if branch.number in numbers),
        tuple(rule.id for rule in rules),
        picking([table.number(rule.when) for rule in rules]),
        tuple(split(number, names) for number, names in table.findings if names in read),
    )


def _branches(condition: Condition) -> Iterator[Condition]:
    if isinstance(condition, All | Any | Not | Contested):
        yield condition
        for part in parts_of(condition):
            yield from _branches(part)
