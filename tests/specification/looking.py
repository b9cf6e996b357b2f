"""The second judge's reading, watched: which unknown facts it looked at, and which comparisons bounds decided.

Nothing is kept, so that whatever is looked at again is seen again. Only tests need this.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from clausewise.plain.conditions import UNKNOWN, Condition, Proof, truth
from clausewise.plain.ends import Ends
from clausewise.plain.expressions import AsOf, Comparison, Computed, Constant, Count, Expression, Named, Parameter, Sum
from clausewise.plain.household import Open
from clausewise.plain.pack import Fact
from clausewise.plain.reading import Reading


@dataclass(eq=False)
class Looking(Reading):
    """A reading that notes what it looks at. `entries` are the facts as YAML holds them."""

    entries: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    asked_for_itself: dict[Open, Ends | None] = field(default_factory=dict)
    """Derived facts that are taken as if they were not derived, with the ends between which they lie."""
    seen: set[Open] = field(default_factory=set, init=False)
    """The facts that were looked at and not known, whatever else was known; `("members", None)` is not knowing whether
    those listed are everybody."""
    decided: set[str] = field(default_factory=set, init=False)
    """The comparisons with something unknown that were decided all the same."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.seen.clear()

    def once(self, what: str, of: Any, about: Any, work: Callable[[], Any]) -> Any:
        found = work()
        if what == "leaf" and isinstance(of, Comparison) and found[0] != UNKNOWN:
            with self._looking_away():
                if None in (of.left.value(self, about), of.right.value(self, about)):
                    self.decided.add(text_of(of))
        return found

    def people(self) -> list[str]:
        if self.has_ghost:
            self.seen.add(("members", None))
        return super().people()

    def fact(self, name: str, who: str | None) -> Any:
        value = super().fact(name, who)
        if value is None:
            self.seen.add((name, who if name.startswith("member.") else None))
        return value

    def derived(self, fact: Fact, who: str | None) -> Any:
        if (fact.name, who) in self.asked_for_itself or fact.derived_by is None:
            return None
        # A derived fact with a question of its own is asked for itself: what lies below it does not count as looked at.
        with self._looking_away() if "ask" in self.entries[fact.name] else nullcontext():
            if isinstance(fact.derived_by, Condition):
                return truth(fact.derived_by.prove(self, who, None)[1])
            return fact.derived_by.value(self, who)

    def derivation(self, name: str, who: str | None) -> Proof | None:
        # It was looked at when the value of the fact was asked for.
        with self._looking_away():
            return super().derivation(name, who)

    def ends_of_unknown(self, name: str, who: str | None) -> Ends | None:
        if (name, who) in self.asked_for_itself:
            return self.asked_for_itself[name, who]
        with self._looking_away() if "ask" in self.entries[name] else nullcontext():
            return super().ends_of_unknown(name, who)

    @contextmanager
    def _looking_away(self) -> Iterator[None]:
        """What is looked at meanwhile does not count."""
        seen = set(self.seen)
        yield
        self.seen.clear()
        self.seen |= seen


def text_of(expression: Expression) -> str:
    """An expression as it could be written."""
    match expression:
        case Constant():
            return str(expression.written)
        case AsOf():
            return "case.as_of"
        case Parameter():
            return f"parameter.{expression.name}"
        case Named():
            return expression.name
        case Count():
            return "count(member)"
        case Sum():
            return f"sum({expression.name})"
        case Comparison():
            return f"{text_of(expression.left)} {expression.operator} {text_of(expression.right)}"
        case Computed():
            left, right = text_of(expression.left), text_of(expression.right)
            inside = expression.function in "+-*/"
            return f"({left} {expression.function} {right})" if inside else f"{expression.function}({left}, {right})"
    raise TypeError(f"no expression: {expression!r}")
