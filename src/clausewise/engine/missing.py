"""Finds the facts that could still change an undetermined verdict, and only those.

Most are read off the proof; where facts stand in several places, or members are counted, the unknown part of the proof
becomes a formula that is tried out, and a fact counts when it can be the last to settle it; what was found is kept by
the pattern it was found for. What is asked only when somebody raises it stays open in such trials: what can settle
nothing before it is raised is not asked either.
"""

from __future__ import annotations

from clausewise.engine.answers import Answers
from clausewise.engine.arithmetic import Layout
from clausewise.engine.bounding import Bounder
from clausewise.engine.compiling import ConditionCompiler
from clausewise.engine.fact_bits import MEMBERS, FactBits
from clausewise.engine.findings import Missing
from clausewise.engine.open_facts import OpenFacts
from clausewise.engine.patterns import Patterns
from clausewise.engine.plain_facts import NOT_PLAIN, PlainFacts
from clausewise.engine.proof import UNNAMED_MEMBER, ProofNode, View
from clausewise.engine.reasons import Reason, ReasonFinder, ReasonKind
from clausewise.engine.unknown_parts import UnknownParts
from clausewise.language.expressions import Expression
from clausewise.language.model import Pack

__all__ = ["MEMBERS", "MissingFinder"]


class MissingFinder:
    """Finds missing facts for proofs of one pack. What it finds of a case is kept with the case's situation."""

    def __init__(self, pack: Pack, layout: Layout, bounder: Bounder, compiler: ConditionCompiler) -> None:
        self._bits = FactBits(pack)
        self._reasons = ReasonFinder(pack, layout)
        answers = Answers(pack, layout)
        self._open_facts = OpenFacts(pack, layout, self._bits, self._reasons, self._asked)
        self._plain = PlainFacts(pack, layout, self._bits, answers, self._open_facts)
        self._unknown = UnknownParts(pack, layout, self._bits, bounder, answers, self._open_facts)
        self._patterns = Patterns(compiler, self._plain)

    def of_proof(self, proof: ProofNode) -> tuple[Missing, ...]:
        """The missing facts of an undetermined finding that are asked, household first, then members as listed."""
        pattern = self._patterns.of(proof)
        return self._look_for(proof) if pattern is None else pattern.missing(proof, self._look_for)

    def _look_for(self, proof: ProofNode) -> tuple[Missing, ...]:
        return self._bits.write_out(self._asked(proof), proof.view.situation)

    def reasons_of(self, rule: str, proof: ProofNode) -> tuple[Reason, ...]:
        """Why an undetermined finding of a rule waits for no fact that is asked."""
        raised = self._bits.only_when_raised(self._that_count(proof))
        if raised:
            not_raised = self._bits.write_out(raised, proof.view.situation)
            names = tuple(dict.fromkeys(one.fact for one in not_raised))
            return (Reason(ReasonKind.NOT_RAISED, rule, proof.member, facts=names),)
        return self._reasons.of_proof(rule, proof)

    def of_expression(self, expression: Expression, view: View) -> tuple[Missing, ...]:
        """The open facts an amount, a period or a deadline waits for."""
        return self._bits.write_out(self._open_facts.of_expression(expression, view).facts, view.situation)

    def _asked(self, proof: ProofNode) -> int:
        """What is asked: what can be the last to settle the proof while nobody raises what is asked only then."""
        counts = self._that_count(proof)
        if not self._bits.left_open(counts):
            return self._bits.asked(counts)
        formulas = proof.view.situation.formulas
        unraised = formulas.left_open(self._unknown.of_finding(proof), self._bits.left_open)
        return self._bits.asked(formulas.settling_facts(unraised))

    def _that_count(self, proof: ProofNode) -> int:
        view, situation = proof.view, proof.view.situation
        if view.member != UNNAMED_MEMBER:
            plain = self._plain.of(proof.compiled, view)
            if plain != NOT_PLAIN:
                return plain
            # Of members of whom the same is known the same counts, each taken for the other: it is tried out for one.
            first = situation.first_alike(view) if proof.about else view
            if first is not view:
                like = ProofNode(first.proof, proof.row)
                return self._bits.exchanged(self._that_count(like), first.place, view.place)
        return situation.formulas.settling_facts(self._unknown.of_finding(proof))
