"""What could be taken for a value, a fact or a parameter by a slip: what is of the same sort and stands beside it.

Only looks things up in a pack. Of all facts of the same type, subject and unit, one is taken: the next one written.
"""

from __future__ import annotations

from collections.abc import Sequence

from clausewise.classes import dataclass
from clausewise.language.facts import Fact, FactType
from clausewise.language.model import Pack

# Facts of these types number hundreds in a pack; what one taken for another comes to is left to negation.
NOT_EXCHANGED = (FactType.BOOLEAN, FactType.CHOICE)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The neighbours within a pack; `derived` is the derived or implied fact that is changed, if one is."""

    pack: Pack
    derived: str | None = None

    def values_of(self, name: str) -> tuple[str, ...]:
        """The values of the choice of that name."""
        return tuple(self.pack.facts[name].values or {})

    def fact_beside(self, name: str) -> str | None:
        """The next fact of the same type, subject and unit that may stand in its place, the first again after the last.

        None where there is no other, and for a boolean fact or a choice.
        """
        fact = self.pack.facts[name]
        if fact.type in NOT_EXCHANGED:
            return None
        return _next(name, [other.name for other in self.pack.facts.values() if self._goes_for(fact, other)])

    def facts_like(self, name: str) -> tuple[str, ...]:
        """All other facts of the same type, subject and unit that may stand in its place."""
        fact = self.pack.facts[name]
        likes = (other.name for other in self.pack.facts.values() if self._goes_for(fact, other))
        return tuple(other for other in likes if other != name)

    def parameter_beside(self, name: str) -> str | None:
        """The next parameter of the same type; None where there is no other."""
        kind = self.pack.parameters[name].type
        return _next(name, [other.name for other in self.pack.parameters.values() if other.type is kind])

    def _goes_for(self, fact: Fact, other: Fact) -> bool:
        if (other.type, other.subject, other.unit) != (fact.type, fact.subject, fact.unit):
            return False
        return (other.derive is None and not other.implied) or self._comes_before(other.name)

    def _comes_before(self, name: str) -> bool:
        """Whether a fact that follows from others can be read where the changed one follows: it comes before it."""
        if self.derived is None:
            return True
        order = [one for group in self.pack.settling_order for one in group]
        return order.index(name) < order.index(self.derived) and self.derived not in self.pack.reads.with_inputs([name])


def _next(name: str, names: Sequence[str]) -> str | None:
    others = [other for other in names if other != name]
    if not others:
        return None
    after = names.index(name) + 1 if name in names else 0
    return names[after] if after < len(names) else names[0]
