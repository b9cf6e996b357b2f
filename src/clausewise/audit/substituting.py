"""A pack on one day, with a parameter's value written out where rules and facts read it.

What is asked on one day of two packs that differ in a parameter is then asked of two that differ in rules. Nothing here
asks or evaluates anything.
"""

from __future__ import annotations

import datetime
from dataclasses import replace
from fractions import Fraction

from clausewise.language import conditions as c
from clausewise.language import expressions as e
from clausewise.language.facts import Fact, write_value
from clausewise.language.model import Pack
from clausewise.language.rules import Rule


def on_day(pack: Pack, day: datetime.date) -> Pack:
    """The pack with another day of audits."""
    return pack if pack.printed == day else replace(pack, printed=day)


def computed_from(pack: Pack, changed: Pack, parameter: str) -> Pack:
    """A pack that on its day finds what `changed` finds, a pack with another value of a parameter.

    It is `pack` with that value in the place of the parameter; where there is none on that day, it is `changed`.
    """
    value = changed.parameters[parameter].on(changed.printed)
    if value is None or isinstance(value, bool):
        return changed
    written = _Written(parameter, value)
    facts = {name: written.in_fact(fact) for name, fact in pack.facts.items()}
    return replace(
        pack,
        rules=tuple(map(written.in_rule, pack.rules)),
        facts=pack.facts if facts == pack.facts else facts,
    )


class _Written:
    """A parameter's value, put where it is read."""

    def __init__(self, parameter: str, value: int | Fraction | datetime.date | str) -> None:
        self._parameter = parameter
        self._value = value

    def in_rule(self, rule: Rule) -> Rule:
        aid = tuple(
            replace(
                one,
                amount=None if one.amount is None else self.in_expression(one.amount),
                months=None if one.months is None else self.in_expression(one.months),
            )
            for one in rule.aid
        )
        deadline = rule.deadline and replace(rule.deadline, by=self.in_expression(rule.deadline.by))
        return replace(rule, when=self.in_condition(rule.when), aid=aid, deadline=deadline)

    def in_fact(self, fact: Fact) -> Fact:
        if fact.derive is None:
            return fact
        if isinstance(fact.derive, c.Condition):
            return replace(fact, derive=self.in_condition(fact.derive))
        return replace(fact, derive=self.in_expression(fact.derive))

    def in_condition(self, condition: c.Condition) -> c.Condition:
        if isinstance(condition, c.If):
            expression = self.in_expression(condition.expression)
            source = condition.source.replace(f"parameter.{self._parameter}", write_value(self._value))
            return replace(condition, expression=expression, source=source)
        parts = c.parts_of(condition)
        return c.with_parts(condition, [self.in_condition(part) for part in parts]) if parts else condition

    def in_expression(self, expression: e.Expression) -> e.Expression:
        if isinstance(expression, e.ParameterRef) and expression.name == self._parameter:
            return e.Constant(self._value, expression.kind)
        return e.with_parts(expression, [self.in_expression(part) for part in e.parts_of(expression)])
