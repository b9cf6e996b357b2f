"""Expressions as Python's own parser splits them, and the facts they name. Nothing here evaluates one."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator


@functools.cache
def parse(text: str) -> ast.expr:
    return ast.parse(text.strip(), mode="eval").body


def names_in(node: ast.AST) -> set[str]:
    """The facts that stand in an expression."""
    found = {ast.unparse(one) for one in ast.walk(node) if isinstance(one, ast.Attribute)}
    return {name for name in found if not name.startswith(("case.", "parameter.")) and name != "office.reads"}


def in_order(node: ast.expr) -> Iterator[ast.Attribute]:
    """The facts read in sight in an expression, from left to right; what is summed is read of all members."""
    match node:
        case ast.Attribute():
            yield node
        case ast.Compare(left=left, comparators=[right]) | ast.BinOp(left=left, right=right):
            yield from in_order(left)
            yield from in_order(right)
        case ast.Call(func=ast.Name(id=function), args=arguments) if function != "sum":
            for one in arguments:
                yield from in_order(one)
