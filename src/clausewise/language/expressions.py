"""Expressions: what stands behind `if:`, `derive:`, `amount:`, `months:` and `by:`, parsed into a small typed tree.

Python's own parser splits the text; nothing of it is ever evaluated as Python. What an expression may hold is
written in docs/language.md. Types are settled here, so that no reader of the tree has to guess.
"""

from __future__ import annotations

import ast
import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import NoReturn

from clausewise.errors import did_you_mean
from clausewise.language.facts import Fact, FactType, Parameter, Subject

MAX_EXPRESSION = 500


class Kind(StrEnum):
    """The kind of value an expression has. A `NUMBER` is exact but need not be whole."""

    BOOLEAN = "boolean"
    INTEGER = "integer"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Constant:
    value: int | Fraction | datetime.date | str
    kind: Kind


@dataclass(frozen=True, slots=True)
class FactRef:
    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class ParameterRef:
    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class AsOf:
    """The day the case is checked on."""

    kind: Kind = Kind.DATE


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`+`, `-`, `*` or `/`."""

    operator: str
    left: Expression
    right: Expression
    kind: Kind


@dataclass(frozen=True, slots=True)
class Call:
    """years, months, days, add_months, add_days, min or max."""

    function: str
    arguments: tuple[Expression, ...]
    kind: Kind


@dataclass(frozen=True, slots=True)
class CountMembers:
    kind: Kind = Kind.INTEGER


@dataclass(frozen=True, slots=True)
class SumMembers:
    """The sum of a fact over all members."""

    fact: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sides and one of == != < <= > >=; what an `if:` holds unless it is a boolean fact."""

    operator: str
    left: Expression
    right: Expression
    kind: Kind = Kind.BOOLEAN


Expression = Constant | FactRef | ParameterRef | AsOf | Arithmetic | Call | CountMembers | SumMembers | Comparison


class ExpressionProblem(Exception):
    """An expression that cannot be read; `mend` says what would be right, `column` where in it (0-based)."""

    def __init__(self, message: str, mend: str | None = None, column: int = 0) -> None:
        super().__init__(message)
        self.mend = mend
        self.column = column


@dataclass(frozen=True, slots=True)
class Names:
    """What an expression may speak of: the facts and parameters of a pack, and whether a member is in sight."""

    facts: Mapping[str, Fact]
    parameters: Mapping[str, Parameter]
    member_in_sight: bool


_COMPARISONS = {ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
_ARITHMETIC = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_NUMERIC = (Kind.INTEGER, Kind.NUMBER, Kind.MONEY)
_KIND_OF = {
    FactType.BOOLEAN: Kind.BOOLEAN,
    FactType.INTEGER: Kind.INTEGER,
    FactType.MONEY: Kind.MONEY,
    FactType.DATE: Kind.DATE,
    FactType.CHOICE: Kind.CHOICE,
}
_FUNCTIONS = "years, months, days, add_months, add_days, min, max, count, sum, date"


def parse_condition_expression(text: str, names: Names) -> Expression:
    """What an `if:` holds: one comparison or one boolean fact. Raises: ExpressionProblem."""
    parsed = _Parser(text, names).parse()
    if parsed.kind is not Kind.BOOLEAN:
        raise ExpressionProblem(f"{text!r} is neither true nor false", "compare it with something")
    return parsed


def parse_value_expression(text: str, names: Names, kind: Kind) -> Expression:
    """An expression of a given kind; an amount may be written as a number of yuan. Raises: ExpressionProblem."""
    parsed = _Parser(text, names).parse()
    fits = parsed.kind is kind or (kind is Kind.MONEY and parsed.kind in _NUMERIC)
    if not fits or isinstance(parsed, Comparison):
        raise ExpressionProblem(f"{text!r} is a {parsed.kind}, not a {kind}")
    return parsed


def facts_read(expression: Expression) -> tuple[str, ...]:
    """The facts an expression reads directly, each once, in the order written."""
    found: dict[str, None] = {}

    def visit(node: Expression) -> None:
        match node:
            case FactRef(name=name):
                found[name] = None
            case SumMembers(fact=name):
                found[name] = None
            case Arithmetic(left=left, right=right) | Comparison(left=left, right=right):
                visit(left)
                visit(right)
            case Call(arguments=arguments):
                for argument in arguments:
                    visit(argument)

    visit(expression)
    return tuple(found)


def reads_members(expression: Expression) -> bool:
    """Whether an expression counts or sums over all members."""
    match expression:
        case CountMembers() | SumMembers():
            return True
        case Arithmetic(left=left, right=right) | Comparison(left=left, right=right):
            return reads_members(left) or reads_members(right)
        case Call(arguments=arguments):
            return any(map(reads_members, arguments))
    return False


class _Parser:
    """Turns one text into a typed tree; each method takes a node of Python's syntax and returns one of ours."""

    def __init__(self, text: str, names: Names) -> None:
        self.text = text
        self.names = names

    def parse(self) -> Expression:
        if len(self.text) > MAX_EXPRESSION:
            raise ExpressionProblem(f"the expression is longer than {MAX_EXPRESSION} characters")
        try:
            body = ast.parse(self.text.strip(), mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            raise ExpressionProblem(f"cannot read {self.text!r}", "write one comparison, or one boolean fact") from None
        return self._comparison(body) if isinstance(body, ast.Compare) else self._value(body)

    def _refuse(self, node: ast.expr, message: str, mend: str | None = None) -> NoReturn:
        raise ExpressionProblem(message, mend, node.col_offset)

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
            if operator not in ("==", "!="):
                self._refuse(node, "values of a choice have no order", "use == or !=")
            self._check_choice(node, left, right)
        elif Kind.DATE in kinds and kinds != {Kind.DATE}:
            self._refuse(node, f"a {left.kind} is compared with a {right.kind}", "compare a date with a date")

    def _check_choice(self, node: ast.Compare, left: Expression, right: Expression) -> None:
        sides = (left, right) if isinstance(left, FactRef) else (right, left)
        fact_ref, word = sides
        if not isinstance(fact_ref, FactRef) or not isinstance(word, Constant) or word.kind is not Kind.CHOICE:
            self._refuse(
                node, f"a {left.kind} is compared with a {right.kind}", "compare a choice with one of its values"
            )
        fact = self.names.facts[fact_ref.name]
        known = fact.values or {}
        if fact.type is not FactType.CHOICE:
            self._refuse(node, f"{fact.name} is a {fact.type}, not a choice")
        if word.value not in known:
            mend = did_you_mean(str(word.value), known) or f"it may be: {', '.join(known)}"
            self._refuse(node, f'{fact.name} has no value "{word.value}"', mend)

    def _value(self, node: ast.expr) -> Expression:
        match node:
            case ast.Constant(value=value):
                return self._constant(node, value)
            case ast.Attribute(value=ast.Name(id=subject), attr=attribute):
                return self._name(node, f"{subject}.{attribute}")
            case ast.BinOp():
                return self._arithmetic(node)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return self._negative(node, operand)
            case ast.Call(func=ast.Name(id=function), args=arguments, keywords=[]):
                return self._call(node, function, arguments)
            case ast.BoolOp() | ast.UnaryOp(op=ast.Not()):
                self._refuse(node, "and, or, not do not stand in an expression", "use all:, any:, not:")
            case ast.Name(id=name):
                near = did_you_mean(name, self._known_names())
                self._refuse(
                    node, f"{name} is no fact", near or "a fact is written household.x, member.x or application.x"
                )
        self._refuse(node, f"{ast.unparse(node)} is not part of the language", "docs/language.md lists what is")

    def _known_names(self) -> list[str]:
        return [*self.names.facts, *(f"parameter.{name}" for name in self.names.parameters), "case.as_of"]

    def _constant(self, node: ast.expr, value: object) -> Constant:
        if isinstance(value, bool) or value is None:
            self._refuse(node, f"{value} does not stand in an expression", "write the fact alone, or under not:")
        if isinstance(value, int):
            return Constant(value, Kind.INTEGER)
        if isinstance(value, float):
            written = ast.get_source_segment(self.text.strip(), node) or ""
            try:
                return Constant(Fraction(written), Kind.NUMBER)
            except ValueError:
                self._refuse(node, f"{written} is not a plain number", "write it as 0.5")
        if isinstance(value, str):
            return Constant(value, Kind.CHOICE)
        self._refuse(node, f"{value!r} is not part of the language")

    def _negative(self, node: ast.expr, operand: ast.expr) -> Expression:
        value = self._value(operand)
        if not isinstance(value, Constant) or isinstance(value.value, datetime.date | str):
            self._refuse(node, "only a number can be negative", "write 0 - …")
        return Constant(-value.value, value.kind)

    def _name(self, node: ast.expr, name: str) -> Expression:
        if name == "case.as_of":
            return AsOf()
        subject, _, rest = name.partition(".")
        if subject == "parameter" and rest in self.names.parameters:
            return ParameterRef(rest, _KIND_OF[self.names.parameters[rest].type])
        fact = self.names.facts.get(name)
        if fact is None:
            self._refuse(node, f"there is no fact {name}", did_you_mean(name, self._known_names()))
        if fact.subject is Subject.MEMBER and not self.names.member_in_sight:
            self._refuse(
                node, f"{name} is a fact of a member, and no member is in sight", "use some:, every: or count:"
            )
        return FactRef(name, _KIND_OF[fact.type])

    def _arithmetic(self, node: ast.BinOp) -> Expression:
        operator = _ARITHMETIC.get(type(node.op))
        if operator is None:
            self._refuse(node, f"{ast.unparse(node)} is not part of the language", "use + - * /")
        left, right = self._value(node.left), self._value(node.right)
        if left.kind not in _NUMERIC or right.kind not in _NUMERIC:
            self._refuse(
                node,
                f"{operator} between a {left.kind} and a {right.kind}",
                "dates are moved with add_months, add_days",
            )
        return Arithmetic(operator, left, right, self._result_kind(node, operator, left.kind, right.kind))

    def _result_kind(self, node: ast.expr, operator: str, left: Kind, right: Kind) -> Kind:
        money = [kind is Kind.MONEY for kind in (left, right)]
        if operator == "*" and all(money):
            self._refuse(node, "an amount is multiplied by an amount")
        if operator == "/":
            if money == [False, True]:
                self._refuse(node, "a number is divided by an amount")
            return Kind.MONEY if money == [True, False] else Kind.NUMBER
        if any(money):
            return Kind.MONEY
        return Kind.INTEGER if left is right is Kind.INTEGER else Kind.NUMBER

    def _call(self, node: ast.Call, function: str, arguments: list[ast.expr]) -> Expression:
        if function in ("count", "sum"):
            return self._over_members(node, function, arguments)
        if function == "date":
            return self._date(node, arguments)
        signature = _SIGNATURES.get(function)
        if signature is None:
            mend = did_you_mean(function, _FUNCTIONS.split(", ")) or f"the functions are: {_FUNCTIONS}"
            self._refuse(node, f"there is no function {function}", mend)
        if len(arguments) != 2:
            self._refuse(node, f"{function} takes two values")
        left, right = (self._value(argument) for argument in arguments)
        kind = signature(left.kind, right.kind)
        if kind is None:
            self._refuse(node, f"{function} of a {left.kind} and a {right.kind}", _USAGE[function])
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
        inside = _Parser(self.text, Names(self.names.facts, self.names.parameters, member_in_sight=True))
        fact_ref = inside._value(argument)
        if not isinstance(fact_ref, FactRef) or not fact_ref.name.startswith("member."):
            self._refuse(node, "sum adds up a fact of the members", mend)
        if fact_ref.kind not in _NUMERIC:
            self._refuse(node, f"{fact_ref.name} is a {fact_ref.kind} and cannot be added up", mend)
        return SumMembers(fact_ref.name, fact_ref.kind)

    def _date(self, node: ast.Call, arguments: list[ast.expr]) -> Expression:
        match arguments:
            case [ast.Constant(value=str() as written)]:
                try:
                    return Constant(datetime.date.fromisoformat(written), Kind.DATE)
                except ValueError:
                    self._refuse(node, f'"{written}" is not a day of the calendar', 'write date("2020-12-07")')
        self._refuse(node, "date takes one day in quotation marks", 'write date("2020-12-07")')


def _between_dates(left: Kind, right: Kind) -> Kind | None:
    return Kind.INTEGER if left is right is Kind.DATE else None


def _moved_date(left: Kind, right: Kind) -> Kind | None:
    return Kind.DATE if left is Kind.DATE and right is Kind.INTEGER else None


def _larger_or_smaller(left: Kind, right: Kind) -> Kind | None:
    if left is right and left in (*_NUMERIC, Kind.DATE):
        return left
    if left in _NUMERIC and right in _NUMERIC:
        return Kind.MONEY if Kind.MONEY in (left, right) else Kind.NUMBER
    return None


_SIGNATURES: Mapping[str, Callable[[Kind, Kind], Kind | None]] = {
    "years": _between_dates,
    "months": _between_dates,
    "days": _between_dates,
    "add_months": _moved_date,
    "add_days": _moved_date,
    "min": _larger_or_smaller,
    "max": _larger_or_smaller,
}
_USAGE = {
    "years": "write years(from, to) with two dates",
    "months": "write months(from, to) with two dates",
    "days": "write days(from, to) with two dates",
    "add_months": "write add_months(date, whole number)",
    "add_days": "write add_days(date, whole number)",
    "min": "write two numbers, two amounts or two dates",
    "max": "write two numbers, two amounts or two dates",
}
