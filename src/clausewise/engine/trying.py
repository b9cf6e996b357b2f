"""Tries out one rule on changed cases: only what it rests on is evaluated, and only so often.

The proofs have the shape of those that `check` gives, so that a node is found by its path. Forward chaining is left
out, and so is whatever else a check answers.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from clausewise.case import Case
from clausewise.case.changing import Key, changed_case
from clausewise.case.notices import Notice, NoticeKind
from clausewise.engine.arithmetic import Evaluator, compile_expression
from clausewise.engine.bounding import Bounder
from clausewise.engine.compiling import ConditionCompiler
from clausewise.engine.proof import ProofNode, Situation
from clausewise.engine.situation import SituationBuilder, make_layout
from clausewise.engine.standing import Standing
from clausewise.errors import CaseError
from clausewise.language.expressions import Expression
from clausewise.language.facts import Value
from clausewise.language.model import Pack
from clausewise.language.narrowing import narrow


class Spent(Exception):
    """As many cases were tried out as there may be."""


class Trials:
    """One rule on one case and on changes of it. `left` is how many more may be tried."""

    def __init__(self, pack: Pack, rule: str, case: Case, left: int) -> None:
        self.pack = narrow(pack, [rule])
        self.left = left
        self._rule = rule
        self._case = case.knowing(self.pack.facts)
        self._layout = make_layout(self.pack)
        bounder = Bounder(self.pack.facts, self._layout)
        self._compiler = ConditionCompiler(self._layout, bounder, self.pack.implied_facts)
        self._builder = SituationBuilder(self.pack, self._layout, self._compiler, bounder)
        rules = self.pack.rules_by_id
        for name, one in rules.items():
            self._compiler.compile_rule(name, one.when, one.about)
        self._standing = Standing(rules, self.pack.strata, self._compiler)
        self._evaluators: dict[Expression, Evaluator] = {}
        self._contradicted = self._contradictions(self._builder.build(self._case))

    def proof(
        self, subject: str | None, changes: Mapping[Key, Value], as_of: datetime.date | None = None
    ) -> ProofNode | None:
        """The proof of the rule's finding on a subject; None when no such case can be. Raises: Spent.

        No case can be in which what is stated contradicts what is implied where it did not before.
        """
        if self.left <= 0:
            raise Spent
        self.left -= 1
        case = changed_case(self._case, changes) if changes else self._case
        try:
            situation = self._builder.build(case if as_of is None else case.on_day(as_of).knowing(self.pack.facts))
        except CaseError:
            return None
        if not self._contradictions(situation) <= self._contradicted:
            return None
        self._compiler.evaluate_atoms(situation)
        self._standing.conclude(situation)
        proofs = self._compiler.proofs_of(self._rule, situation)
        return next((root for root in proofs if root.member == subject), None)

    def _contradictions(self, situation: Situation) -> frozenset[Notice]:
        return frozenset(one for one in situation.notices if one.kind is NoticeKind.CONTRADICTION)

    def value(self, expression: Expression, node: ProofNode) -> object:
        """What an expression comes to where a node was evaluated; None when that is unknown."""
        if expression not in self._evaluators:
            self._evaluators[expression] = compile_expression(expression, self._layout)
        return self._evaluators[expression](node.view.h, node.view.m)
