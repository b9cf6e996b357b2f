"""Expressions as Python's own parser splits them, and the facts they name. Nothing here evaluates one."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator


@functools.cache
def parse(text: str) -> ast.expr:
    return ast.parse(text.strip(), mode="eval").body


@functools.cache
def text_of(node: ast.expr) -> str:
    """A part of an expression as it is written: the name of a fact, a number, a comparison."""
    return ast.unparse(node)


def names_in(node: ast.AST) -> set[str]:
    """The facts that stand in an expression."""
    found = {text_of(one) for one in ast.walk(node) if isinstance(one, ast.Attribute)}
    return {name for name in found if not name.startswith(("case.", "parameter.")) and name != "office.reads"}


@functools.cache
def names_in_order(text: str) -> tuple[str, ...]:
    """What is read in sight in an expression, each name once, in the order in which it is first read."""
    return tuple(dict.fromkeys(map(text_of, in_order(parse(text)))))


def in_order(node: ast.expr) -> Iterator[ast.Attribute]:
    """What is read in sight in an expression, from left to right; what is summed is read of all members."""
    match node:
        case ast.Attribute():
            yield node
        case ast.Compare(left=left, comparators=[right]) | ast.BinOp(left=left, right=right):
            yield from in_order(left)
            yield from in_order(right)
        case ast.Call(func=ast.Name(id=function), args=arguments) if function != "sum":
            for one in arguments:
                yield from in_order(one)
