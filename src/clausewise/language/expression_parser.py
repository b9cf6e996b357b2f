"""Reads an expression's text into its typed tree, or says where in it what is wrong and what would be right.

Python's own parser splits the text; nothing of it is ever evaluated as Python.
"""

from __future__ import annotations

import ast
import datetime
import re
import warnings
from collections.abc import Collection, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import NoReturn

from clausewise.classes import dataclass
from clausewise.errors import did_you_mean
from clausewise.language.expression_kinds import NUMERIC, SIGNATURES, kind_of_arithmetic
from clausewise.language.expressions import (
    Arithmetic,
    AsOf,
    Call,
    Comparison,
    Constant,
    CountMembers,
    Expression,
    FactRef,
    Kind,
    ParameterRef,
    SumMembers,
)
from clausewise.language.facts import Fact, FactType, Parameter, Subject
from clausewise.yaml_source import MAX_SHOWN, parse_date

MAX_EXPRESSION = 500
MAX_NESTING = 20


class ExpressionProblem(Exception):
    """An expression that cannot be read; `mend` says what would be right, `column` where in it (0-based)."""

    def __init__(self, message: str, mend: str | None = None, column: int = 0) -> None:
        super().__init__(message)
        self.mend = mend
        self.column = column


class RefusedName(ExpressionProblem):
    """An expression that speaks of a fact or parameter which is written but was itself refused."""


@dataclass(frozen=True, slots=True)
class Names:
    """What an expression may speak of: the facts and parameters of a pack, and whether a member is in sight.

    `refused` are the names of facts and parameters that are written but wrong.
    """

    facts: Mapping[str, Fact]
    parameters: Mapping[str, Parameter]
    member_in_sight: bool
    refused: Collection[str] = ()


_COMPARISONS = {ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
_ARITHMETIC = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_KIND_OF = {
    FactType.BOOLEAN: Kind.BOOLEAN,
    FactType.INTEGER: Kind.INTEGER,
    FactType.MONEY: Kind.MONEY,
    FactType.DATE: Kind.DATE,
    FactType.CHOICE: Kind.CHOICE,
}
_KIND_NAMES = {
    Kind.BOOLEAN: "a truth value",
    Kind.INTEGER: "a whole number",
    Kind.NUMBER: "a number",
    Kind.MONEY: "an amount of money",
    Kind.DATE: "a date",
    Kind.CHOICE: "a choice",
}
_KIND_MENDS = {
    Kind.INTEGER: "write a whole number, such as count(member)",
    Kind.MONEY: "write an amount or a number of yuan",
    Kind.DATE: "write a date, such as add_months(case.as_of, 1)",
}
_PLAIN_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?\Z", re.ASCII)
_SINGLE_EQUALS = re.compile(r"(?<![=!<>])=(?!=)")
_WIDE = re.compile("[“”‘’（）＝＞＜≥≤≠，．＋－＊／×÷]")
_FUNCTIONS = "years, months, days, add_months, add_days, min, max, count, sum, date"


def parse_condition_expression(text: str, names: Names) -> Expression:
    """What an `if:` holds: one comparison, or one boolean fact or parameter. Raises: ExpressionProblem."""
    parsed = _Parser(text, names).parse()
    if parsed.kind is not Kind.BOOLEAN:
        mend = "compare it with something, or write a boolean fact"
        raise ExpressionProblem(f"{_said(parsed)} is neither true nor false", mend)
    return parsed


def parse_value_expression(text: str, names: Names, kind: Kind) -> Expression:
    """An expression of a given kind; an amount may be written as a number of yuan. Raises: ExpressionProblem."""
    parsed = _Parser(text, names).parse()
    fits = parsed.kind is kind or (kind is Kind.MONEY and parsed.kind in NUMERIC)
    if not fits or isinstance(parsed, Comparison):
        quotient = kind is Kind.INTEGER and parsed.kind is Kind.NUMBER
        mend = "a quotient is no whole number" if quotient else _KIND_MENDS.get(kind)
        raise ExpressionProblem(f"this is {_KIND_NAMES[parsed.kind]}, not {_KIND_NAMES[kind]}", mend)
    return parsed


def _said(expression: Expression) -> str:
    """A side of a comparison as its author knows it, with the kind of its value."""
    match expression:
        case Constant(value=str() as word):
            return f'the word "{word}"'
        case FactRef(name=name):
            return f"{name} ({_KIND_NAMES[expression.kind]})"
        case ParameterRef(name=name):
            return f"parameter.{name} ({_KIND_NAMES[expression.kind]})"
        case AsOf():
            return "case.as_of (a date)"
    return _KIND_NAMES[expression.kind]


class _Parser:
    """Turns one text into a typed tree; each method takes a node of Python's syntax and returns one of ours."""

    def __init__(self, text: str, names: Names) -> None:
        self.text = text.strip()
        self.indent = len(text) - len(text.lstrip())
        self.names = names
        self._depth = 0

    def parse(self) -> Expression:
        if len(self.text) > MAX_EXPRESSION:
            mend = "make parts of it derived facts, or leaves under all:"
            raise ExpressionProblem(f"the expression is longer than {MAX_EXPRESSION} characters", mend)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                body = ast.parse(self.text, mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError) as problem:
            self._refuse_syntax(problem)
        return self._comparison(body) if isinstance(body, ast.Compare) else self._value(body)

    def _refuse_syntax(self, problem: Exception) -> NoReturn:
        wide, equals = _WIDE.search(self.text), _SINGLE_EQUALS.search(self.text)
        if wide:
            mend = 'write ( ) " = < > as on an English keyboard, and >= <= != for ≥ ≤ ≠'
            raise ExpressionProblem(f"{wide[0]} does not stand in an expression", mend, self.indent + wide.start())
        if equals:
            raise ExpressionProblem("= compares nothing", "write ==", self.indent + equals.start())
        at = problem.offset - 1 if isinstance(problem, SyntaxError) and problem.lineno == 1 and problem.offset else 0
        message = f"“{_shorten(self.text)}” cannot be read as an expression" if self.text else "the expression is empty"
        mend = 'write facts, numbers, date("2020-12-07"), + - * / and at most one comparison'
        raise ExpressionProblem(message, mend, self.indent + min(max(at, 0), len(self.text)))

    def _refuse(self, node: ast.expr, message: str, mend: str | None = None) -> NoReturn:
        """Refuse at a node; Python counts its columns in UTF-8 bytes, from 0."""
        line = self.text.splitlines()[node.lineno - 1].encode()[: node.col_offset].decode("utf-8", "replace")
        raise ExpressionProblem(message, mend, self.indent + len(line))

    def _written(self, node: ast.expr) -> str:
        return _shorten(ast.get_source_segment(self.text, node) or self.text)

    def _comparison(self, node: ast.Compare) -> Expression:
        if len(node.ops) != 1:
            self._refuse(node, "more than one comparison in one expression", "write each as a leaf under all:")
        operator = _COMPARISONS.get(type(node.ops[0]))
        if operator is None:
            self._refuse(node, "this comparison is not part of the language", "use == != < <= > >=")
        left, right = self._value(node.left), self._value(node.comparators[0])
        self._check_comparable(node, operator, left, right)
        return Comparison(operator, left, right)

    def _check_comparable(self, node: ast.Compare, operator: str, left: Expression, right: Expression) -> None:
        kinds = {left.kind, right.kind}
        if Kind.BOOLEAN in kinds:
            self._refuse(node, "a boolean fact is not compared", "write the fact alone, or under not:")
        if Kind.CHOICE in kinds:
            self._check_choice(node, left, right)
            if operator not in ("==", "!="):
                self._refuse(node, "values of a choice have no order", "use == or !=")
        elif Kind.DATE in kinds and kinds != {Kind.DATE}:
            message = f"{_said(left)} is compared with {_said(right)}"
            self._refuse(node, message, 'compare a date with a date, such as date("2020-12-07")')

    def _check_choice(self, node: ast.Compare, left: Expression, right: Expression) -> None:
        fact, word = (left, right) if isinstance(left, FactRef) else (right, left)
        if not isinstance(fact, FactRef) or not isinstance(word, Constant) or fact.kind is not word.kind:
            message = f"{_said(left)} is compared with {_said(right)}"
            self._refuse(node, message, self._mend_for_words(left, right))
        known = self.names.facts[fact.name].values or {}
        if str(word.value) not in known:
            mend = did_you_mean(str(word.value), known) or f"it may be: {', '.join(known)}"
            self._refuse(node, f'{fact.name} has no value "{_shorten(str(word.value))}"', mend)

    def _mend_for_words(self, left: Expression, right: Expression) -> str:
        """What would be right where a word, or a choice, is compared with something else."""
        choice = next((one for one in (left, right) if isinstance(one, FactRef) and one.kind is Kind.CHOICE), None)
        if choice:
            values = ", ".join(f'"{value}"' for value in self.names.facts[choice.name].values or {})
            return f"compare {choice.name} with one of its values: {values}"
        word = next((str(one.value) for one in (left, right) if isinstance(one, Constant)), "")
        if Kind.DATE in (left.kind, right.kind):
            return f'write date("{word if parse_date(word) else "2020-12-07"}")'
        number = _PLAIN_NUMBER.match(word)
        return f"write {word} without quotation marks" if number else "only a choice is compared with a word"

    def _value(self, node: ast.expr) -> Expression:
        self._depth += 1
        if self._depth > MAX_NESTING:
            self._refuse(node, "the expression is nested too deep", "make parts of it derived facts")
        value = self._value_of(node)
        self._depth -= 1
        return value

    def _value_of(self, node: ast.expr) -> Expression:
        match node:
            case ast.Constant(value=value):
                return self._constant(node, value)
            case ast.Attribute(value=ast.Name(id=subject), attr=attribute):
                return self._name(node, f"{subject}.{attribute}")
            case ast.Attribute(value=ast.Attribute(value=ast.Name(id="office"), attr="reads"), attr=point):
                return self._name(node, f"office.reads.{point}")
            case ast.BinOp():
                return self._arithmetic(node)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return self._negative(node, operand)
            case ast.Call(func=ast.Name(id=function), args=arguments, keywords=[]):
                return self._call(node, function, arguments)
            case ast.BoolOp() | ast.UnaryOp(op=ast.Not()):
                self._refuse(node, "and, or, not do not stand in an expression", "use all:, any:, not:")
            case ast.Name(id="true" | "false" | "null" as name):
                self._refuse(node, f"{name} does not stand in an expression", "write the fact alone, or under not:")
            case ast.Name(id=name):
                full = [known for known in self._known_names() if known.partition(".")[2] == name]
                written = "a fact is written household.x, member.x, application.x or office.x"
                mend = f"did you mean {full[0]}?" if full else written
                self._refuse(node, f"{name} is no fact", mend)
            case ast.Compare():
                self._refuse(
                    node, "a comparison stands inside an expression", "write each as a leaf under all: or any:"
                )
        self._refuse(node, f"“{self._written(node)}” is not part of the language", "docs/language.md lists what is")

    def _known_names(self) -> list[str]:
        return [*self.names.facts, *(f"parameter.{name}" for name in self.names.parameters), "case.as_of"]

    def _constant(self, node: ast.expr, value: object) -> Constant:
        if isinstance(value, bool) or value is None:
            self._refuse(node, f"{value} does not stand in an expression", "write the fact alone, or under not:")
        if isinstance(value, int | float):
            written = ast.get_source_segment(self.text, node) or ""
            if not _PLAIN_NUMBER.match(written):
                self._refuse(node, f"{_shorten(written)} is not a plain number", "write digits, such as 10 or 0.5")
            if isinstance(value, int):
                return Constant(value, Kind.INTEGER)
            return Constant(Fraction(written), Kind.NUMBER)
        if isinstance(value, str):
            return Constant(value, Kind.CHOICE)
        self._refuse(node, f"“{self._written(node)}” is not part of the language", "docs/language.md lists what is")

    def _negative(self, node: ast.expr, operand: ast.expr) -> Expression:
        value = self._value(operand)
        if not isinstance(value, Constant) or isinstance(value.value, datetime.date | str):
            self._refuse(node, "only a number can be negative", f"write 0 - {self._written(operand)}")
        return Constant(-value.value, value.kind)

    def _name(self, node: ast.expr, name: str) -> Expression:
        if name == "case.as_of":
            return AsOf()
        subject, _, rest = name.partition(".")
        if subject == "parameter" and rest in self.names.parameters:
            return ParameterRef(rest, _KIND_OF[self.names.parameters[rest].type])
        fact = self.names.facts.get(name)
        if fact is None and name in self.names.refused:
            raise RefusedName(f"{name} was refused")
        if fact is None:
            kind = "parameter" if subject == "parameter" else "fact"
            near = did_you_mean(name, self._known_names())
            self._refuse(node, f"there is no {kind} {name}", near or f"{kind}s.yaml lists them")
        if fact.subject is Subject.MEMBER and not self.names.member_in_sight:
            mend = "write some: member, every: member or count: member beside it"
            self._refuse(node, f"{name} is a fact of a member, and it is not said whose", mend)
        return FactRef(name, _KIND_OF[fact.type])

    def _arithmetic(self, node: ast.BinOp) -> Expression:
        operator = _ARITHMETIC.get(type(node.op))
        if operator is None:
            self._refuse(node, f"“{self._written(node)}” is not part of the language", "use + - * /")
        left, right = self._value(node.left), self._value(node.right)
        if left.kind not in NUMERIC or right.kind not in NUMERIC:
            dates = Kind.DATE in (left.kind, right.kind)
            mend = "use years, months, days, add_months or add_days" if dates else "write numbers or amounts"
            self._refuse(node, f"{operator} stands between {_said(left)} and {_said(right)}", mend)
        return Arithmetic(operator, left, right, self._result_kind(node, operator, left.kind, right.kind))

    def _result_kind(self, node: ast.expr, operator: str, left: Kind, right: Kind) -> Kind:
        kind = kind_of_arithmetic(operator, left, right)
        if kind is None and operator == "*":
            self._refuse(node, "an amount is multiplied by an amount", "multiply an amount by a number")
        if kind is None:
            self._refuse(node, "a number is divided by an amount", "divide an amount by a number or an amount")
        return kind

    def _call(self, node: ast.Call, function: str, arguments: list[ast.expr]) -> Expression:
        if function in ("count", "sum"):
            return self._over_members(node, function, arguments)
        if function == "date":
            return self._date(node, arguments)
        signature = SIGNATURES.get(function)
        if signature is None:
            mend = did_you_mean(function, _FUNCTIONS.split(", ")) or f"the functions are: {_FUNCTIONS}"
            self._refuse(node, f"there is no function {function}", mend)
        if len(arguments) != 2:
            self._refuse(node, f"{function} takes two values", _USAGE[function])
        left, right = (self._value(argument) for argument in arguments)
        kind = signature(left.kind, right.kind)
        if kind is None:
            self._refuse(node, f"{function} is given {_said(left)} and {_said(right)}", _USAGE[function])
        return Call(function, (left, right), kind)

    def _over_members(self, node: ast.Call, function: str, arguments: list[ast.expr]) -> Expression:
        mend = "write count(member) or sum(member.FACT)"
        if len(arguments) != 1:
            self._refuse(node, f"{function} takes one thing", mend)
        (argument,) = arguments
        if function == "count":
            if isinstance(argument, ast.Name) and argument.id == "member":
                return CountMembers()
            self._refuse(node, "count counts members", mend)
        inside = _Parser(self.text, replace(self.names, member_in_sight=True))
        fact_ref = inside._value(argument)
        if not isinstance(fact_ref, FactRef) or not fact_ref.name.startswith("member."):
            self._refuse(node, "sum adds up a fact of the members", mend)
        if fact_ref.kind not in NUMERIC:
            self._refuse(node, f"{_said(fact_ref)} cannot be added up", mend)
        return SumMembers(fact_ref.name, fact_ref.kind)

    def _date(self, node: ast.Call, arguments: list[ast.expr]) -> Expression:
        match arguments:
            case [ast.Constant(value=str() as written)]:
                day = parse_date(written)
                if day is None:
                    self._refuse(
                        node, f'"{_shorten(written)}" is not a day of the calendar', 'write date("2020-12-07")'
                    )
                return Constant(day, Kind.DATE)
        self._refuse(node, "date takes one day in quotation marks", 'write date("2020-12-07")')


def _shorten(text: str) -> str:
    return text if len(text) <= MAX_SHOWN else text[:MAX_SHOWN] + "…"


_USAGE = {
    "years": "write years(from, to) with two dates",
    "months": "write months(from, to) with two dates",
    "days": "write days(from, to) with two dates",
    "add_months": "write add_months(date, whole number)",
    "add_days": "write add_days(date, whole number)",
    "min": "write two numbers, two amounts or two dates",
    "max": "write two numbers, two amounts or two dates",
}
