"""The forms of a condition, and the proof of each: strong Kleene logic over members who may not be all there are.

One class for each form. `who` is the member in sight, `subject` the member the rule is about.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from clausewise.plain.expressions import Expression, Named

if TYPE_CHECKING:
    from clausewise.plain.reading import Reading

FALSE, UNKNOWN, TRUE = 0, 1, 2

Proof = tuple[str, int, str | None, tuple[Any, ...]]
"""(form, code, member in sight, proofs it rests on). A leaf on a derived boolean rests on its derivation, a leaf on
findings on those findings, a quantifier on one proof for each member; it has no member in sight of its own."""


class Condition(ABC):
    """A condition. `names` are the facts it reads, `parts` the conditions it is made of."""

    names: frozenset[str] = frozenset()
    parts: tuple[Condition, ...] = ()

    @abstractmethod
    def prove(self, reading: Reading, who: str | None, subject: str | None) -> Proof:
        """What it comes to, and why."""

    def joins(self, parts: Iterable[Condition]) -> None:
        """Takes over the parts and what they read."""
        self.parts = tuple(parts)
        self.names = frozenset().union(*(part.names for part in self.parts))

    def walk(self) -> Iterator[Condition]:
        """It and all that it is made of."""
        yield self
        for part in self.parts:
            yield from part.walk()


class If(Condition):
    """A comparison, or a boolean fact."""

    def __init__(self, expression: Expression) -> None:
        self.expression = expression
        self.names = expression.names

    def prove(self, reading: Reading, who: str | None, subject: str | None) -> Proof:
        about = who if self.expression.of_member else None
        code, below = reading.once("leaf", self.expression, about, lambda: self._leaf(reading, about))
        return "if", code, who, below

    def _leaf(self, reading: Reading, who: str | None) -> tuple[int, tuple[Proof, ...]]:
        expression = self.expression
        code = code_of(expression.value(reading, who))
        if isinstance(expression, Named):
            proof = reading.derivation(expression.name, who)
            if proof is not None:
                rests_on_it = proof[1] != UNKNOWN or reading.given(expression.name, who) is None
                return code, (proof,) if rests_on_it else ()
        return code, tuple(reading.steps(expression, who))


class Always(Condition):
    """A reading of a contested point that always holds, or never."""

    def __init__(self, *, holds: bool) -> None:
        self.code = code_of(holds)

    def prove(self, reading: Reading, who: str | None, subject: str | None) -> Proof:
        return "if", self.code, who, ()


class Joined(Condition):
    """`all` or `any` of its parts."""

    def __init__(self, form: str, parts: Iterable[Condition]) -> None:
        self.form = form
        self.joins(parts)

    def prove(self, reading: Reading, who: str | None, subject: str | None) -> Proof:
        proofs = tuple([part.prove(reading, who, subject) for part in self.parts])
        codes = [proof[1] for proof in proofs]
        return self.form, min(codes) if self.form == "all" else max(codes), who, proofs


class Not(Condition):
    """The opposite of its part."""

    def __init__(self, part: Condition) -> None:
        self.joins([part])

    def prove(self, reading: Reading, who: str | None, subject: str | None) -> Proof:
        proof = self.parts[0].prove(reading, who, subject)
        return "not", TRUE - proof[1], who, (proof,)


class Quantified(Condition):
    """`some`, `every` or `count` of the members; of a count, how many at least and at most."""

    def __init__(self, form: str, part: Condition, least: float, most: float) -> None:
        self.form = form
        self.least = least
        self.most = most
        self.joins([part])
        # What it comes to is the same whoever the rule is about, unless it stands on findings.
        self.stands_on_findings = any(isinstance(one, Finding) for one in part.walk())

    def prove(self, reading: Reading, who: str | None, subject: str | None) -> Proof:
        seen_from = subject if self.stands_on_findings else None
        found: Proof = reading.once("members", self, seen_from, lambda: self._over_members(reading, seen_from))
        return found

    def _over_members(self, reading: Reading, subject: str | None) -> Proof:
        proofs = tuple([self.parts[0].prove(reading, one, subject) for one in reading.people()])
        codes = [proof[1] for proof in proofs]
        code = self._quantify(codes[:-1], codes) if reading.has_ghost else self._quantify(codes, codes)
        return self.form, code, None, proofs

    def _quantify(self, listed: list[int], codes: list[int]) -> int:
        """`codes` are those of the members listed and of the one of whom nothing is known."""
        if self.form == "some":
            if TRUE in listed:
                return TRUE
            return FALSE if set(codes) <= {FALSE} else UNKNOWN
        if self.form == "every":
            if FALSE in listed:
                return FALSE
            return TRUE if set(codes) <= {TRUE} else UNKNOWN
        sure = listed.count(TRUE)
        others = len(codes) > len(listed) and codes[-1] != FALSE
        possible = float("inf") if others else sure + listed.count(UNKNOWN)
        if self.least <= sure and possible <= self.most:
            return TRUE
        return FALSE if possible < self.least or sure > self.most else UNKNOWN


class Contested(Condition):
    """Words that can be read in two ways. `readings` names the two, in the order of contested.yaml."""

    def __init__(self, point: str, readings: tuple[str, str], parts: Iterable[Condition]) -> None:
        self.fact = f"office.reads.{point}"
        self.readings = readings
        self.joins(parts)
        self.names |= {self.fact}

    def prove(self, reading: Reading, who: str | None, subject: str | None) -> Proof:
        """Where the office says how it reads the point, that reading; else what both come to, if the same."""
        first, second = (part.prove(reading, who, subject) for part in self.parts)
        held = reading.fact(self.fact, None)
        if held is None:
            code, said = first[1] if first[1] == second[1] else UNKNOWN, UNKNOWN
        elif held == self.readings[0]:
            code, said = first[1], TRUE
        else:
            code, said = second[1], FALSE
        return "contested", code, who, (first, second, ("if", said, who, ()))


class Finding(Condition):
    """Whether some finding of these rules applies, seen from a member's rule or from the household's.

    `rules` are the ids of those rules, sorted.
    """

    def __init__(self, rules: tuple[str, ...]) -> None:
        self.rules = rules

    def prove(self, reading: Reading, who: str | None, subject: str | None) -> Proof:
        seen = self.seen(reading, subject)
        code = max((reading.verdict(rule, one) for rule, one in seen), default=FALSE)
        return "finding", code, subject, tuple([reading.rule(rule, one) for rule, one in seen])

    def seen(self, reading: Reading, subject: str | None) -> list[tuple[str, str | None]]:
        """The findings it looks at: a member's rule looks at that member's, and at the household's."""
        found: list[tuple[str, str | None]] = []
        for rule in self.rules:
            if subject is None or reading.pack.rules[rule].about == "household":
                found += ((rule, one) for one in reading.subjects(rule))
            else:
                found.append((rule, subject))
        return found


def code_of(value: bool | None) -> int:
    """The code of a truth: 0 false, 1 unknown, 2 true."""
    return UNKNOWN if value is None else TRUE if value else FALSE


def truth(code: int) -> bool | None:
    """The truth of a code."""
    return None if code == UNKNOWN else code == TRUE
