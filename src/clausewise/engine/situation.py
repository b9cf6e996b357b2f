"""Lays a case's values out for evaluation and computes what is derived from them.

A derived value outside its domain, or a given one that differs from what follows or cannot follow, makes the case
unusable. What is not known stays None, unless what is known implies it; nothing else is ever filled in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Any

from clausewise.case import Case, Member
from clausewise.engine.arithmetic import Layout, aggregate_name, compile_expression
from clausewise.engine.bounding import Bounder
from clausewise.engine.compiling import ConditionCompiler
from clausewise.engine.implying import Entry, implying_step, make_implication
from clausewise.engine.proof import UNNAMED_MEMBER, Proof, Situation, Step, View
from clausewise.engine.sheets import Sheet
from clausewise.errors import CaseError, Diagnostic, Place
from clausewise.language.bounds import Interval, within, write_interval
from clausewise.language.conditions import Condition
from clausewise.language.expressions import Aggregate, CountMembers, Expression, SumMembers, facts_read
from clausewise.language.facts import Fact, FactType, Implied, Subject, Value, ValueProblem, to_fen, write_value
from clausewise.language.kleene import TRUE, UNKNOWN, VALUE_OF
from clausewise.language.model import Pack
from clausewise.language.reads import implied_by, inputs_of

Settle = Callable[[Situation, Case, list[Diagnostic]], None]


def make_layout(pack: Pack) -> Layout:
    """Slots for every fact, parameter and aggregate of a pack."""
    household = ["case.as_of", *(f"parameter.{name}" for name in pack.parameters)]
    household += [fact.name for fact in pack.facts.values() if fact.subject is not Subject.MEMBER]
    household += sorted(_aggregates(pack))
    member = [fact.name for fact in pack.facts.values() if fact.subject is Subject.MEMBER]
    return Layout(
        {name: index for index, name in enumerate(household)},
        {name: index for index, name in enumerate(member)},
    )


def _aggregates(pack: Pack) -> dict[str, Aggregate]:
    """What is counted or added up over members in a pack, by the name of its slot."""
    # A pack that is cut down to some of its rules may not have what is sensible of its facts.
    return {aggregate_name(one): one for one in pack.reads.aggregates if _summed(one) in ("", *pack.facts)}


def _summed(aggregate: Aggregate) -> str:
    """The fact that is added up; none where members are counted."""
    return aggregate.fact if isinstance(aggregate, SumMembers) else ""


class SituationBuilder:
    """Builds situations of one pack: values laid out, facts that follow worked out in order, agreement checked."""

    def __init__(self, pack: Pack, layout: Layout, compiler: ConditionCompiler, bounder: Bounder) -> None:
        self._pack = pack
        self._layout = layout
        self._compiler = compiler
        self._bounder = bounder
        self._household = [(name, index) for name, index in layout.household.items() if name in pack.facts]
        self._steps = self._order_steps()

    def build(self, case: Case) -> Situation:
        """The situation of a case. Raises: CaseError when derived and given values disagree or cannot be."""
        layout, pack = self._layout, self._pack
        h: list[Any] = [None] * len(layout.household)
        h[layout.household["case.as_of"]] = case.as_of
        for name, parameter in pack.parameters.items():
            h[layout.household[f"parameter.{name}"]] = parameter.on(case.as_of)
        for name, value in case.values.items():
            h[layout.household[name]] = value
        situation = Situation(case.everybody, has_spans=_has_spans(case))
        situation.household = View(situation, h, [], None, spans=case.spans)
        members = [self._member(situation, h, one) for one in case.members]
        if not case.everybody:
            members.append(View(situation, h, [None] * len(layout.member), UNNAMED_MEMBER))
        situation.members = tuple(members)
        for place, view in enumerate(situation.members, start=1):
            view.place = place
        found: list[Diagnostic] = []
        for step in self._steps:
            step(situation, case, found)
        if found:
            raise CaseError(found)
        return situation

    def _member(self, situation: Situation, h: list[Any], member: Member) -> View:
        m: list[Any] = [None] * len(self._layout.member)
        for name, value in member.values.items():
            m[self._layout.member[name]] = value
        return View(situation, h, m, member.id, spans=member.spans)

    def _order_steps(self) -> list[Settle]:
        """Aggregates as soon as the fact they add up is there, facts that follow from others in the pack's order."""
        aggregates = _aggregates(self._pack).values()
        order = self._pack.settling_order
        following = {name for group in order for name in group}
        steps = [self._aggregate(one) for one in aggregates if _summed(one) not in following]
        for group in order:
            sums = [self._aggregate(one) for one in aggregates if _summed(one) in group]
            facts = [self._pack.facts[name] for name in group]
            if facts[0].derive is not None:
                steps += [self._derivation(facts[0]), *sums]
            else:
                steps.append(self._implication(facts, sums))
        return steps

    def _implication(self, facts: Sequence[Fact], sums: Sequence[Settle]) -> Settle:
        """One implied fact, or a circle of them."""
        group = []
        for fact in facts:
            of_member = self._layout.is_member(fact.name)
            slot = (self._layout.member if of_member else self._layout.household)[fact.name]
            entries = tuple(self._entry(fact.name, one) for one in fact.implied)
            group.append(make_implication(fact, of_member, slot, entries))
        in_circle = len(facts) > 1 or facts[0].name in implied_by(facts[0])
        return implying_step(group, sums, in_circle=in_circle)

    def _entry(self, fact: str, implied: Implied) -> Entry:
        sheet = self._compiler.compile_implication(fact, implied.when)
        proved, needed = self._compiler.proving(sheet.root), self._compiler.needed_by(implied.when)
        return Entry(implied, sheet, proved, Step(fact, implied), needed)

    def _aggregate(self, expression: Aggregate) -> Settle:
        index = self._layout.household[aggregate_name(expression)]
        if isinstance(expression, CountMembers):

            def count(situation: Situation, case: Case, found: list[Diagnostic]) -> None:
                if situation.everybody:
                    situation.household.h[index] = len(situation.members)

            return count
        slot = self._layout.member[expression.fact]

        def add_up(situation: Situation, case: Case, found: list[Diagnostic]) -> None:
            values = [member.m[slot] for member in situation.members]
            if situation.everybody and None not in values:
                situation.household.h[index] = sum(values)

        return add_up

    def _derivation(self, fact: Fact) -> Settle:
        assert fact.derive is not None
        if isinstance(fact.derive, Condition):
            return self._boolean(fact, self._compiler.compile_derivation(fact.name, fact.derive))
        return self._value(fact, fact.derive)

    def _boolean(self, fact: Fact, sheet: Sheet) -> Settle:
        name, of_member, code_on = fact.name, self._layout.is_member(fact.name), sheet.root.code
        index = (self._layout.member if of_member else self._layout.household)[name]

        def step(situation: Situation, case: Case, found: list[Diagnostic]) -> None:
            for view in situation.members if of_member else (situation.household,):
                slots, code = view.m if of_member else view.h, code_on(view)
                given = slots[index]
                if code != UNKNOWN or given is None:
                    view.behind[name] = (Proof(sheet, view),)
                if given is None:
                    slots[index] = VALUE_OF[code]
                elif code != UNKNOWN:
                    self._settle(fact, view, slots, index, code == TRUE, case, found)

        return step

    def _value(self, fact: Fact, derive: Expression) -> Settle:
        evaluate, of_member = compile_expression(derive, self._layout), self._layout.is_member(fact.name)
        index = (self._layout.member if of_member else self._layout.household)[fact.name]

        def step(situation: Situation, case: Case, found: list[Diagnostic]) -> None:
            for view in situation.members if of_member else (situation.household,):
                slots = view.m if of_member else view.h
                value = evaluate(view.h, view.m)
                if value is None:
                    if slots[index] is not None or situation.has_spans:
                        self._hold_within_bounds(fact, derive, view, slots[index], case, found)
                    continue
                if fact.type is FactType.MONEY:
                    value = Fraction(value)
                self._settle(fact, view, slots, index, value, case, found)

        return step

    def _settle(
        self,
        fact: Fact,
        view: View,
        slots: list[Any],
        index: int,
        value: Any,
        case: Case,
        found: list[Diagnostic],
    ) -> None:
        """Put a derived value in its slot, unless it cannot be or the case says otherwise."""
        given = slots[index]
        if given is not None and not _agree(given, value):
            found.append(self._disagreement(fact, view.member, given, write_value(value), case))
            return
        try:
            fact.check_domain(value)
        except ValueProblem as problem:
            found.append(self._impossible(fact, view.member, problem, case))
            return
        slots[index] = value

    def _hold_within_bounds(
        self, fact: Fact, derive: Expression, view: View, given: Value | None, case: Case, found: list[Diagnostic]
    ) -> None:
        """Refuse what is given outside the bounds of its derivation, and dates no day of which can be."""
        interval = self._bounder.of(derive)(view)
        if interval is None:
            return
        if given is None:
            if self._rests_on_a_span(derive, view) and within(interval, Interval(fact.minimum, fact.maximum)) is None:
                problem = ValueProblem(f"the impossible value {write_interval(interval)}", fact.domain_text())
                found.append(self._impossible(fact, view.member, problem, case))
        elif not _lies_within(given, interval):
            found.append(self._disagreement(fact, view.member, given, write_interval(interval), case))

    def _rests_on_a_span(self, derive: Expression, view: View) -> bool:
        spans = (view.spans, view.situation.household.spans)
        return any(name in one for name in facts_read(derive) for one in spans)

    def _impossible(self, fact: Fact, member: str | None, problem: ValueProblem, case: Case) -> Diagnostic:
        place = self._place(case, member, (*inputs_of(fact.derive), fact.name) if fact.derive else ())
        message = f"{fact.name} ({fact.label.zh}) comes out as {problem} on {case.as_of}, the day of the check"
        return Diagnostic(message, place, problem.mend)

    def _disagreement(self, fact: Fact, member: str | None, given: Value, follows: str, case: Case) -> Diagnostic:
        whose = f" of {member}" if member else ""
        how = fact.derive_text or (", ".join(inputs_of(fact.derive)) if fact.derive else "")
        return Diagnostic(
            f"{fact.name} ({fact.label.zh}){whose} is given as {write_value(given)}, "
            f"but follows from other facts as {follows}",
            case.places.get((member, fact.name), Place(case.file)),
            f"correct it, or leave it out: it is derived from {how}",
        )

    def _place(self, case: Case, member: str | None, names: Iterable[str]) -> Place:
        for name in names:
            for subject in (member, None):
                if (subject, name) in case.places:
                    return case.places[subject, name]
        return Place(case.file)


def _agree(given: Value, value: Value) -> bool:
    """Money agrees to the fen, since that is as fine as a file can say it."""
    if isinstance(given, Fraction) and isinstance(value, Fraction | int) and not isinstance(value, bool):
        return to_fen(given) == to_fen(value)
    return given == value


def _lies_within(given: Value, interval: Interval) -> bool:
    """Whether a value can follow; an amount when it does to the fen."""
    if isinstance(given, Fraction):
        return Interval(*(None if end is None else to_fen(end) for end in interval)).holds(to_fen(given))
    return interval.holds(given)


def _has_spans(case: Case) -> bool:
    return bool(case.spans) or any(member.spans for member in case.members)
