"""The specification of the rules language as a plain interpreter, written from docs/language.md alone.

It works on the data as YAML holds it (dicts, lists, words, numbers), parses expressions for itself and evaluates them
again each time, slowly and in the open. It shares no code with the engine that is held against it, and never will.
"""

from __future__ import annotations

import ast
import datetime
import fnmatch
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from specification.ends import (
    Ends,
    added,
    added_up,
    between,
    meet,
    of_the_two,
    passed,
    times,
    whatever_they_are,
)
from specification.household import Household, Open
from specification.implying import Settled, settle
from specification.texts import names_in_order, parse, text_of
from specification.values import agree, arithmetic, call, fen

FALSE, UNKNOWN, TRUE = 0, 1, 2
GHOST = "?"
"""The member of whom nothing is known, looked at after those listed when the case does not say that they are all."""

Proof = tuple[str, int, str | None, tuple[Any, ...]]
"""(form, code, member in sight, proofs it rests on). A leaf on a derived boolean rests on its derivation, a leaf on
findings on those findings, a quantifier on one proof for each member; it has no member in sight of its own."""
Granted = tuple[list[tuple[Fraction | None, int | None]], datetime.date | None, bool | None]
"""The amount and the months of each aid, the day of the deadline, and whether it is past."""


class Refused(Exception):
    """A derived fact is given another value than follows from the others, or comes out as one that cannot be."""


@dataclass(frozen=True)
class Reading:
    """One household read under the rules: facts, parameters, rules and points are what the YAML files hold."""

    facts: dict[str, Any]
    parameters: dict[str, Any]
    rules: dict[str, dict[str, Any]]
    household: Household
    seen: set[Open] = field(default_factory=set)
    """The facts that were looked at and not known, whatever else was known."""
    asked_for_itself: dict[Open, Ends | None] = field(default_factory=dict)
    """Derived facts that are taken as if they were not derived, with the ends between which they lie."""
    decided: set[str] = field(default_factory=set)
    """The comparisons with something unknown that were decided all the same."""
    contested: dict[str, Any] = field(default_factory=dict)
    settled: Settled | None = None
    """What is implied, where that is worked out already or being worked out."""

    # -- facts -------------------------------------------------------------------------------------------------------

    def given(self, name: str, who: str | None) -> Any:
        if not name.startswith("member."):
            return self.household.facts.get(name)
        return self.household.members[who].get(name) if who in self.household.members else None

    def derived(self, name: str, who: str | None) -> Any:
        fact = self.facts[name]
        derive = fact.get("derive")
        if derive is None or (name, who) in self.asked_for_itself:
            return None
        # A derived fact with a question of its own is asked for itself: what lies below it does not count as looked at.
        below = replace(self, seen=set()) if "ask" in fact else self
        if isinstance(derive, dict):
            return truth(below.condition(derive, who, None)[1])
        return below.expression(parse(derive), who)

    def fact(self, name: str, who: str | None) -> Any:
        """What follows from other facts, to the last fraction of a fen; else what the case says; else None."""
        about = who if name.startswith("member.") else None
        value = self.derived(name, about)
        if value is None:
            value = self.given(name, about)
        if value is None:
            left = self.left(name, about)
            value = left[0] if left is not None and len(left) == 1 else None
        if value is None:
            self.seen.add((name, about))
        return value

    def left(self, name: str, about: str | None) -> tuple[Any, ...] | None:
        """The values left to a fact that nobody states; None where nothing implies anything of it."""
        if not self.facts[name].get("implied"):
            return None
        return self.implications.left.get((name, about))

    @property
    def implications(self) -> Settled:
        if self.settled is None:
            object.__setattr__(self, "settled", settle(self))
        assert self.settled is not None
        return self.settled

    def check(self) -> None:
        """Raises: Refused when a derived fact differs from what is given, or lies outside minimum … maximum."""
        for name, fact in self.facts.items():
            for who in self.people() if name.startswith("member.") else [None]:
                given, derived = self.given(name, who), self.derived(name, who)
                if derived is None:
                    self.check_ends(name, who, given)
                    continue
                if given is not None and not agree(fact["type"], given, derived):
                    raise Refused(f"{name} is given as {given} and derived as {derived}")
                if derived < fact.get("minimum", derived) or derived > fact.get("maximum", derived):
                    raise Refused(f"{name} cannot be {derived}")

    def check_ends(self, name: str, who: str | None, given: Any) -> None:
        """Raises: Refused when a fact that does not follow yet is given, or made by a date, as it never can follow."""
        ends = self.ends_of_unknown(name, who) if "derive" in self.facts[name] else None
        if ends is None:
            return
        if given is not None:
            if self.facts[name]["type"] == "money":
                given, ends = fen(given), (fen(ends[0]), fen(ends[1]))
            if not between(ends, given):
                raise Refused(f"{name} is given as {given} and can only be {ends}")
        elif any((one, about) in self.household.spans for one in self.inputs_of(name) for about in (who, None)):
            low, high = self.facts[name].get("minimum"), self.facts[name].get("maximum")
            if meet(ends, (low, high)) is None:
                raise Refused(f"{name} cannot be {ends}")

    def inputs_of(self, name: str) -> set[str]:
        """The facts that stand in the expression a fact is derived by."""
        return {text_of(one) for one in ast.walk(parse(self.facts[name]["derive"])) if isinstance(one, ast.Attribute)}

    def people(self) -> list[str]:
        """The members to look at: those listed, and last the ghost when there may be others."""
        if self.household.everybody:
            return list(self.household.members)
        self.seen.add(("members", None))
        return [*self.household.members, GHOST]

    @property
    def has_ghost(self) -> bool:
        return not self.household.everybody

    # -- expressions -------------------------------------------------------------------------------------------------

    def expression(self, node: ast.expr, who: str | None) -> Any:
        """The value of an expression; None when something it needs is unknown."""
        match node:
            case ast.Attribute():
                return self.named(text_of(node), who)
            case ast.Compare(left=left, ops=[operator], comparators=[right]):
                known = self.comparison(type(operator), self.expression(left, who), self.expression(right, who))
                if known is None and self.of_a_choice(left, right):
                    return self.by_what_is_left(node, type(operator), who)
                return self.by_ends(node, type(operator), who) if known is None else known
            case ast.Constant(value=float()):
                return Fraction(text_of(node))
            case ast.Constant(value=value):
                return value
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return -self.expression(operand, who)
            case ast.BinOp(left=left, op=operator, right=right):
                return arithmetic(type(operator), self.expression(left, who), self.expression(right, who))
            case ast.Call(func=ast.Name(id="date"), args=[ast.Constant(value=day)]):
                return datetime.date.fromisoformat(str(day))
            case ast.Call(func=ast.Name(id="count")):
                people = self.people()
                return None if self.has_ghost else len(people)
            case ast.Call(func=ast.Name(id="sum"), args=[ast.Attribute(attr=short)]):
                values = [self.fact(f"member.{short}", one) for one in self.people()]
                return None if self.has_ghost or None in values else sum(values)
            case ast.Call(func=ast.Name(id=function), args=[first, second]):
                return call(function, self.expression(first, who), self.expression(second, who))
        raise AssertionError(f"the generator wrote {text_of(node)}, which is not part of the language")

    def named(self, name: str, who: str | None) -> Any:
        """What a name stands for: the day of the check, a parameter on that day, or else a fact."""
        if name == "case.as_of":
            return self.household.as_of
        if name.startswith("parameter."):
            return self.parameter(name.removeprefix("parameter."))
        return self.fact(name, who)

    def comparison(self, operator: type[ast.cmpop], left: Any, right: Any) -> bool | None:
        if left is None or right is None:
            return None
        if operator is ast.Eq:
            return bool(left == right)
        if operator is ast.NotEq:
            return bool(left != right)
        if operator is ast.Lt:
            return bool(left < right)
        if operator is ast.LtE:
            return bool(left <= right)
        if operator is ast.Gt:
            return bool(left > right)
        return bool(left >= right)

    def parameter(self, name: str) -> Any:
        entry = self.parameters[name]
        value = None
        for dated in entry["values"]:
            if dated["from"] <= self.household.as_of:
                value = dated["value"]
        return Fraction(value) if value is not None and entry["type"] == "money" else value

    # -- ends --------------------------------------------------------------------------------------------------------

    def of_a_choice(self, left: ast.expr, right: ast.expr) -> bool:
        return any(isinstance(one, ast.Constant) and isinstance(one.value, str) for one in (left, right))

    def by_what_is_left(self, node: ast.Compare, operator: type[ast.cmpop], who: str | None) -> bool | None:
        """What a choice against one of its values comes to: decided where that value is ruled out."""
        sides = (node.left, node.comparators[0])
        (name,) = (text_of(one) for one in sides if isinstance(one, ast.Attribute))
        (word,) = (one.value for one in sides if isinstance(one, ast.Constant))
        left = self.left(name, who if name.startswith("member.") else None)
        if left is None or word in left:
            return None
        self.decided.add(text_of(node))
        return operator is ast.NotEq

    def by_ends(self, node: ast.Compare, operator: type[ast.cmpop], who: str | None) -> bool | None:
        """What a comparison of something unknown comes to whatever it is; None where that depends."""
        first, second = self.ends(node.left, who), self.ends(node.comparators[0], who)
        if first is None or second is None:
            return None
        found = whatever_they_are(operator, first, second)
        if found is not None:
            self.decided.add(text_of(node))
        return found

    def ends(self, node: ast.expr, who: str | None) -> Ends | None:
        """The ends between which the value of an expression lies; None when it may have no value."""
        value = self.expression(node, who)
        if value is not None:
            return value, value
        match node:
            case ast.Attribute(value=ast.Name(id="household" | "application" | "member" as subject), attr=short):
                return self.ends_of_fact(f"{subject}.{short}", who)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return added(self.ends(left, who), self.ends(right, who))
            case ast.BinOp(left=left, op=ast.Sub(), right=right):
                return added(self.ends(left, who), times(self.ends(right, who), -1))
            case ast.BinOp(left=left, op=ast.Mult(), right=right):
                for known, other in ((right, left), (left, right)):
                    factor = self.expression(known, who)
                    if factor is not None:
                        return times(self.ends(other, who), factor)
            case ast.BinOp(left=left, op=ast.Div(), right=right):
                divisor = self.expression(right, who)
                return times(self.ends(left, who), 1 / Fraction(divisor)) if divisor else None
            case ast.Call(func=ast.Name(id="count")):
                return len(self.household.members), None
            case ast.Call(func=ast.Name(id="sum"), args=[ast.Attribute(attr=short)]):
                return self.ends_of_sum([self.ends_of_fact(f"member.{short}", one) for one in self.people()])
            case ast.Call(func=ast.Name(id="years" | "months" | "days" as name), args=[start, end]):
                return passed(name, self.ends(start, who), self.ends(end, who))
            case ast.Call(func=ast.Name(id="min" | "max" as name), args=[left, right]):
                return of_the_two(name, self.ends(left, who), self.ends(right, who))
        return None

    def ends_of_fact(self, name: str, who: str | None) -> Ends | None:
        """The ends of a fact: of what is known of it, of its derivation, or else of what it may be."""
        about = who if name.startswith("member.") else None
        value = self.fact(name, about)
        return self.ends_of_unknown(name, about) if value is None else (value, value)

    def ends_of_unknown(self, name: str, about: str | None) -> Ends | None:
        entry = self.facts[name]
        if (name, about) in self.asked_for_itself:
            return self.asked_for_itself[name, about]
        if entry["type"] in ("boolean", "choice"):
            return None
        if "derive" in entry:
            below = replace(self, seen=set()) if "ask" in entry else self
            return below.ends(parse(entry["derive"]), about)
        least = entry.get("minimum", 0 if entry["type"] == "money" else None)
        return meet((least, entry.get("maximum")), self.household.spans.get((name, about), (None, None)))

    def ends_of_sum(self, each: list[Ends | None]) -> Ends | None:
        """The ends of a sum over the members, or over any number of those of whom nothing is known."""
        if not self.has_ghost:
            return added_up(each)
        *listed, of_ghost = each
        if of_ghost is None:
            return None
        low, high = of_ghost
        others = 0 if low is not None and low >= 0 else None, 0 if high is not None and high <= 0 else None
        return added_up([*listed, others])

    # -- conditions --------------------------------------------------------------------------------------------------

    def condition(self, written: dict[str, Any], who: str | None, subject: str | None) -> Proof:
        """The proof of a condition. `who` is the member in sight, `subject` the member the rule is about."""
        for quantifier in ("some", "every", "count"):
            if quantifier in written:
                inner = quantified(written)
                parts = tuple(self.condition(inner, one, subject) for one in self.people())
                return quantifier, self.quantify(quantifier, written, [part[1] for part in parts]), None, parts
        if "if" in written:
            return self.leaf(written["if"], who)
        if "always" in written:
            return "if", code_of(written["always"]), who, ()
        if "contested" in written:
            return self.both_ways(written, who, subject)
        if "finding" in written:
            return self.finding(written["finding"], subject)
        if "not" in written:
            proof = self.condition(written["not"], who, subject)
            return "not", TRUE - proof[1], who, (proof,)
        form = "all" if "all" in written else "any"
        proofs = tuple(self.condition(part, who, subject) for part in written[form])
        codes = [proof[1] for proof in proofs]
        return form, min(codes) if form == "all" else max(codes), who, proofs

    def both_ways(self, written: dict[str, Any], who: str | None, subject: str | None) -> Proof:
        """Where the office says how it reads the point, that reading; else what both readings come to, if the same."""
        point = written["contested"]
        first, second = self.contested[point]["readings"]
        proofs = tuple(self.condition(written[name], who, subject) for name in (first, second))
        reads = self.fact(f"office.reads.{point}", None)
        says = "if", UNKNOWN if reads is None else TRUE if reads == first else FALSE, who, ()
        if reads is not None:
            code = proofs[0 if reads == first else 1][1]
        else:
            code = proofs[0][1] if proofs[0][1] == proofs[1][1] else UNKNOWN
        return "contested", code, who, (*proofs, says)

    def leaf(self, text: str, who: str | None) -> Proof:
        code = code_of(self.expression(parse(text), who))
        fact = self.facts.get(text.strip())
        if fact is None or "derive" not in fact:
            return "if", code, who, tuple(self.steps(text, who))
        about = who if text.strip().startswith("member.") else None
        derive = fact["derive"]
        below = replace(self, seen=set())
        proof = below.leaf(derive, about) if isinstance(derive, str) else below.condition(derive, about, None)
        rests_on_it = proof[1] != UNKNOWN or self.given(text.strip(), about) is None
        return "if", code, who, (proof,) if rests_on_it else ()

    def steps(self, text: str, who: str | None) -> Iterator[Proof]:
        """The entries by which the facts of a leaf are implied, in the order in which the facts are first read."""
        for name in names_in_order(text):
            about = who if name.startswith("member.") else None
            for number in self.implications.entries.get((name, about), ()):
                yield f"implied by {number}", TRUE, about, ()

    def quantify(self, quantifier: str, written: dict[str, Any], codes: list[int]) -> int:
        listed, ghost = (codes[:-1], codes[-1]) if self.has_ghost else (codes, None)
        if quantifier == "some":
            if TRUE in listed:
                return TRUE
            return FALSE if set(codes) <= {FALSE} else UNKNOWN
        if quantifier == "every":
            if FALSE in listed:
                return FALSE
            return TRUE if set(codes) <= {TRUE} else UNKNOWN
        sure = listed.count(TRUE)
        possible: float = float("inf") if ghost in (UNKNOWN, TRUE) else sure + listed.count(UNKNOWN)
        low = written.get("exactly", written.get("at_least", 0))
        high = written.get("exactly", written.get("at_most", float("inf")))
        if low <= sure and possible <= high:
            return TRUE
        return FALSE if possible < low or sure > high else UNKNOWN

    def finding(self, patterns: str | list[str], subject: str | None) -> Proof:
        """Whether some finding of these rules applies, seen from a member's rule or from the household's."""
        seen = self.seen_findings(patterns, subject)
        code = max((self.verdict(rule_id, one) for rule_id, one in seen), default=FALSE)
        return "finding", code, subject, tuple(self.rule(rule_id, one) for rule_id, one in seen)

    def seen_findings(self, patterns: str | list[str], subject: str | None) -> list[tuple[str, str | None]]:
        """The findings of rules so named, by rule: a member's rule looks at that member's, and at the household's."""
        wanted = [patterns] if isinstance(patterns, str) else patterns
        named = sorted(one for one in self.rules if any(fnmatch.fnmatchcase(one, pattern) for pattern in wanted))
        about = [(rule_id, one) for rule_id in named for one in self.subjects(rule_id)]
        return [(rule_id, one) for rule_id, one in about if one is None or subject is None or one == subject]

    # -- rules -------------------------------------------------------------------------------------------------------

    def rule(self, rule_id: str, subject: str | None) -> Proof:
        """The proof of a rule. Its root is about the subject, also where it is a quantifier."""
        form, code, _, proofs = self.condition(self.rules[rule_id]["when"], subject, subject)
        return form, code, subject, proofs

    def verdict(self, rule_id: str, subject: str | None) -> int:
        """The code of a finding. It never applies to the member of whom it is not known that there is one."""
        code = self.rule(rule_id, subject)[1]
        return min(code, UNKNOWN) if subject == GHOST else code

    def computed(self, rule_id: str, subject: str | None) -> Granted:
        """What a rule computes for its subject: amounts and periods, and by when something must be done."""
        written = self.rules[rule_id]

        def value(expression: str | None) -> Any:
            return None if expression is None else self.expression(parse(expression), subject)

        aid = [(value(one.get("amount")), value(one.get("months"))) for one in written.get("aid", ())]
        day = value(written.get("deadline", {}).get("by"))
        return aid, day, None if day is None else day < self.household.as_of

    def granted(self, rule_id: str, subject: str | None) -> Granted:
        """What a rule grants of what it computes: an amount of zero or below is no aid."""
        aid, day, is_past = self.computed(rule_id, subject)
        return [(amount, months) for amount, months in aid if amount is None or amount > 0], day, is_past

    def subjects(self, rule_id: str) -> list[str | None]:
        return [None] if self.rules[rule_id]["about"] == "household" else list(self.people())

    def findings(self) -> list[tuple[str, str | None]]:
        """Every rule with every subject it is about; the ghost is one only where nobody is listed."""
        every = [(rule_id, subject) for rule_id in self.rules for subject in self.subjects(rule_id)]
        return [(rule_id, one) for rule_id, one in every if one != GHOST or not self.household.members]


def quantified(written: dict[str, Any]) -> dict[str, Any]:
    """What a quantifier says of each member."""
    beside = ("some", "every", "count", "at_least", "at_most", "exactly")
    return {key: value for key, value in written.items() if key not in beside}


def code_of(value: bool | None) -> int:
    return UNKNOWN if value is None else TRUE if value else FALSE


def truth(code: int) -> bool | None:
    return None if code == UNKNOWN else code == TRUE
