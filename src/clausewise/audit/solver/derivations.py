"""What an expression or a fact comes to in a pack, as a key: two packs that agree in it find the same of everybody.

Nothing here makes a term.
"""

from __future__ import annotations

from collections.abc import Hashable

from clausewise.language import conditions as c
from clausewise.language import expressions as e
from clausewise.language.model import Pack


def meant_by(pack: Pack, expression: e.Expression | None) -> Hashable:
    """An expression with all that it reads: in two packs that agree in it, it comes to the same."""
    if expression is None:
        return None
    parameters = ((one, pack.parameters[one].values) for one in sorted(e.parameters_read(expression)))
    return (expression, *(derivation_of(pack, name) for name in e.facts_read(expression)), *parameters)


def derivation_of(pack: Pack, name: str) -> Hashable:
    """How a fact follows from others, and how those do: two packs that agree in it derive the same of everybody."""
    facts = sorted(pack.reads.with_inputs((name,)))
    read: set[str] = set()
    found: list[Hashable] = []
    for one in facts:
        fact = pack.facts[one]
        derive = fact.derive
        if isinstance(derive, c.Condition):
            read |= {p for node in c.walk(derive) if isinstance(node, c.If) for p in e.parameters_read(node.expression)}
        elif derive is not None:
            read |= e.parameters_read(derive)
        meant = c.meaning_tree(derive) if isinstance(derive, c.Condition) else derive
        found.append((one, fact.type, fact.minimum, fact.maximum, meant))
    return (*found, *((one, pack.parameters[one].values) for one in sorted(read)))
