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
        for followed in (derive, *(entry.when for entry in fact.implied)):
            if isinstance(followed, c.Condition):
                read |= {p for expression in c.expressions_in(followed) for p in e.parameters_read(expression)}
            elif followed is not None:
                read |= e.parameters_read(followed)
        meant = c.meaning_tree(derive) if isinstance(derive, c.Condition) else derive
        implied = tuple((entry.value, entry.ruled_out, c.meaning_tree(entry.when)) for entry in fact.implied)
        found.append((one, fact.type, fact.minimum, fact.maximum, meant, implied))
    return (name, *found, *((one, pack.parameters[one].values) for one in sorted(read)))
