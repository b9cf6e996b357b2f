"""Compiles conditions into functions of whoever is in sight, and into what their proofs are made of.

Conditions of rules stand over atoms, which are evaluated once for each subject; those of derivations are evaluated
directly, as soon as the facts they read are settled.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from clausewise.classes import NamedTuple
from clausewise.engine.arithmetic import Layout, compile_truth
from clausewise.engine.atoms import AtomCode, AtomTable, deciding, evaluate_branches, picking
from clausewise.engine.bounding import Bounder
from clausewise.engine.proof import Code, Compiled, Proof, ProofNode, Situation, View
from clausewise.engine.sheets import Sheet
from clausewise.language.conditions import (
    All,
    Any,
    Condition,
    Contested,
    Count,
    Every,
    FindingOf,
    If,
    Not,
    Quantifier,
    Some,
    parts_of,
    walk,
)
from clausewise.language.expressions import Expression, FactRef, facts_in_sight
from clausewise.language.kleene import FALSE, TRUE, UNKNOWN, opposite, quantifying
from clausewise.language.rules import About


class Needed(NamedTuple):
    """Where a fact lies that has to be known."""

    of_member: bool
    slot: int


class CompiledRule(NamedTuple):
    """A rule's condition, and whether it is about members."""

    of_members: bool
    compiled: Compiled


class ConditionCompiler:
    """Compiles conditions: of rules, over atoms that are evaluated once for each subject; of derivations, directly."""

    def __init__(self, layout: Layout, bounder: Bounder, implied: Collection[str]) -> None:
        self._layout = layout
        self._implied = frozenset(implied)
        self._bounder = bounder
        self.derivations: dict[str, Sheet] = {}
        self._truths: dict[Expression, Code] = {}
        self.tables = {about: AtomTable() for about in About}
        self.rules: dict[str, CompiledRule] = {}
        self._wholes: dict[About, dict[str, Compiled]] = {about: {} for about in About}
        self._sheets = {about: Sheet(table, self._wholes[about]) for about, table in self.tables.items()}

    def compile_rule(self, rule: str, condition: Condition, about: About) -> None:
        """Compile a rule's condition, over the atoms of its kind of subject."""
        compiled = self._wholes[about][rule] = self._over_atoms(condition, about)
        self.rules[rule] = CompiledRule(about is About.MEMBER, compiled)

    def proofs_of(self, rule: str, situation: Situation) -> tuple[ProofNode, ...]:
        """The proofs of a rule's findings, by subject in order."""
        views = situation.members if self.rules[rule].of_members else (situation.household,)
        return tuple([view.proof.of_rule(rule) for view in views])

    def compile_alone(self, condition: Condition) -> Compiled:
        """A condition that no fact or rule rests on, such as what is sensible of a fact."""
        return self._directly(condition)

    def compile_derivation(self, fact: str, condition: Condition) -> Sheet:
        """The condition a boolean fact is derived by, evaluated as soon as the facts it reads are settled."""
        sheet = self.derivations[fact] = self.compile_implication(fact, condition)
        return sheet

    def compile_implication(self, fact: str, condition: Condition) -> Sheet:
        """A condition that implies a fact, evaluated in rounds on what is known by then."""
        about = About.MEMBER if self._layout.is_member(fact) else About.HOUSEHOLD
        return Sheet(self.tables[about], {"": self._directly(condition)})

    def needed_by(self, condition: Condition) -> Needed | None:
        """A fact without which a condition is never proved; None where there is no such one."""
        match condition:
            case If(expression=expression) | Not(part=If(expression=expression)):
                names = facts_in_sight(expression)
                if not names or self._bounder.decider(expression) is not None:
                    return None
                of_member = self._layout.is_member(names[0])
                return Needed(of_member, (self._layout.member if of_member else self._layout.household)[names[0]])
            case All(parts=parts):
                return next((needed for needed in map(self.needed_by, parts) if needed is not None), None)
        return None

    def proving(self, compiled: Compiled) -> Callable[[View], bool]:
        """A function to whether a condition is proved: nothing is evaluated any more once it is not.

        Of parts, those come first that look at one fact; quantifiers, which look at all members, come last.
        """
        parts = sorted(
            compiled.parts, key=lambda part: sum(isinstance(one, Quantifier) for one in walk(part.condition))
        )
        each = [self.proving(part) for part in parts]
        if isinstance(compiled.condition, All | Any):
            return _all_proved(each) if isinstance(compiled.condition, All) else _any_proved(each)
        code = compiled.code
        return lambda view: code(view) == TRUE

    def _directly(self, condition: Condition) -> Compiled:
        match condition:
            case If():
                return Compiled(condition, self._leaf_code(condition), facts=self._facts_behind(condition))
            case Some(part=part) | Every(part=part) | Count(part=part):
                inner = self._directly(part)
                return Compiled(condition, _quantify(condition, inner), (inner,), of_each=self._of_each(inner))
        return _branch(condition, [self._directly(part) for part in parts_of(condition)])

    def _leaf_code(self, condition: If) -> Code:
        truth, decide = self._truth(condition.expression), self._bounder.decider(condition.expression)
        if decide is None:
            return truth

        def code(view: View) -> int:
            by_value = truth(view)
            return decide(view) if by_value == UNKNOWN else by_value

        return code

    def evaluate_atoms(self, situation: Situation) -> None:
        """Evaluate every leaf and quantifier once; atoms on findings stay unknown until rules are concluded."""
        table, own = self.tables[About.MEMBER], self.tables[About.HOUSEHOLD]
        situation.household.proof = Proof(self._sheets[About.HOUSEHOLD], situation.household)
        for view in situation.members:
            view.proof = Proof(self._sheets[About.MEMBER], view)
            view.atoms = table.evaluate(view)
            evaluate_branches(table.within, view.atoms)
        codes = situation.household.atoms = own.evaluate(situation.household)
        of_members = [view.atoms for view in situation.members]
        for number, quantify, part in own.quantifiers:
            codes[number] = quantify([atoms[part] for atoms in of_members], situation.everybody)
        evaluate_branches(own.branches, codes)
        for view in situation.members:
            for number, borrowed in table.borrowed:
                view.atoms[number] = codes[borrowed]
            evaluate_branches(table.branches, view.atoms)

    def _truth(self, expression: Expression) -> Code:
        if expression not in self._truths:
            self._truths[expression] = compile_truth(expression, self._layout)
        return self._truths[expression]

    def _over_atoms(self, condition: Condition, about: About, *, within: bool = False) -> Compiled:
        if isinstance(condition, All | Any | Not | Contested):
            return self._branch_over_atoms(condition, about, within)
        table = self.tables[about]
        number, new = table.register(condition)
        if isinstance(condition, If):
            if new:
                self._add_leaf(number, condition.expression, table)
                decide = self._bounder.decider(condition.expression)
                if decide is not None:
                    table.bounded.append((number, decide))
            return Compiled(condition, AtomCode(number), facts=self._facts_behind(condition))
        if isinstance(condition, FindingOf):
            if new:
                table.findings.append((number, condition.rules))
            return Compiled(condition, AtomCode(number), findings=self._findings_below(condition))
        inner = self._over_atoms(condition.part, About.MEMBER, within=True)
        # A quantifier looks at every member whoever is in sight: it is evaluated for the household and borrowed.
        own, first = self.tables[About.HOUSEHOLD].register(condition) if about is About.MEMBER else (number, new)
        if first:
            part = self.tables[About.MEMBER].number(condition.part)
            self.tables[About.HOUSEHOLD].quantifiers.append((own, quantifying(condition), part))
        if new and about is About.MEMBER:
            table.borrowed.append((number, own))
        return Compiled(condition, AtomCode(number), (inner,), of_each=self._of_each(inner))

    def _add_leaf(self, number: int, expression: Expression, table: AtomTable) -> None:
        """Register a leaf by a fact that it reads, of the member in sight if it reads one."""
        truth, names = self._truth(expression), facts_in_sight(expression)
        of_member = [name for name in names if self._layout.is_member(name)]
        if of_member:
            table.of_member.append((number, self._layout.member[of_member[0]], truth))
        elif names:
            table.of_household.append((number, self._layout.household[names[0]], truth))
        else:
            table.constant.append((number, truth))

    def _branch_over_atoms(self, condition: All | Any | Not | Contested, about: About, within: bool) -> Compiled:
        parts = tuple(self._over_atoms(part, about, within=within) for part in parts_of(condition))
        pick = picking([part.code.number for part in parts if isinstance(part.code, AtomCode)])
        number, _ = self.tables[about].register(condition)
        standing = any(isinstance(one, FindingOf) for one in walk(condition))
        self.tables[about].add_branch((number, deciding(condition), pick), within=within, standing=standing)
        return Compiled(condition, AtomCode(number), parts)

    def _facts_behind(self, condition: If) -> tuple[str, ...]:
        """The facts whose proofs a leaf rests on: its one fact, where that is derived, and those that are implied."""
        expression = condition.expression
        derived = (expression.name,) if isinstance(expression, FactRef) and expression.name in self.derivations else ()
        return (*derived, *(name for name in facts_in_sight(expression) if name in self._implied))

    def _of_each(self, part: Compiled) -> Sheet:
        return Sheet(self.tables[About.MEMBER], {"": part})

    def _findings_below(self, condition: FindingOf) -> Callable[[View], tuple[ProofNode, ...]]:
        def below(view: View) -> tuple[ProofNode, ...]:
            found: list[ProofNode] = []
            for rule in condition.rules:
                own = view.place and self.rules[rule].of_members
                found += (view.proof.of_rule(rule),) if own else self.proofs_of(rule, view.situation)
            return tuple(found)

        return below


def _branch(condition: Condition, parts: Sequence[Compiled]) -> Compiled:
    codes = [part.code for part in parts]
    if isinstance(condition, Not):
        (inner,) = codes
        return Compiled(condition, lambda view: opposite(inner(view)), tuple(parts))
    if isinstance(condition, Contested):
        one, other, says = codes
        decide = deciding(condition)
        return Compiled(condition, lambda view: decide((one(view), other(view), says(view))), tuple(parts))
    return Compiled(condition, _until_settled(codes, FALSE if isinstance(condition, All) else TRUE), tuple(parts))


def _all_proved(parts: Sequence[Callable[[View], bool]]) -> Callable[[View], bool]:
    def proved(view: View) -> bool:
        for part in parts:  # noqa: SIM110 (a generator for each call takes as long as the parts)
            if not part(view):
                return False
        return True

    return proved


def _any_proved(parts: Sequence[Callable[[View], bool]]) -> Callable[[View], bool]:
    def proved(view: View) -> bool:
        for part in parts:  # noqa: SIM110 (as above)
            if part(view):
                return True
        return False

    return proved


def _until_settled(codes: Sequence[Code], settled: int) -> Code:
    """The codes of a branch one after the other, until one of them settles it; else unknown where one of them is."""
    otherwise = opposite(settled)

    def code(view: View) -> int:
        found = otherwise
        for one in codes:
            here = one(view)
            if here != otherwise:
                if here == settled:
                    return settled
                found = UNKNOWN
        return found

    return code


def _quantify(condition: Quantifier, part: Compiled) -> Callable[[View], int]:
    quantify, code_of = quantifying(condition), part.code

    def code(view: View) -> int:
        situation = view.situation
        return quantify([code_of(member) for member in situation.members], situation.everybody)

    return code
