"""Topics: what can have happened to a household, in words that a family understands, and the rules that each is about.

Plain frozen data, read from topics.yaml. A topic changes what is asked and how an undetermined verdict is told, never a
verdict. Which topics are open for a case is for the engine to say.
"""

from __future__ import annotations

from clausewise.classes import NamedTuple
from clausewise.errors import Place
from clausewise.language.conditions import Any, Condition, If, Some
from clausewise.language.expressions import Comparison, Constant, FactRef, Kind
from clausewise.language.facts import Fact, FactType, Subject
from clausewise.language.labels import Label

NOTHING = "none"
"""The value of a choice that says that nothing of the kind is so."""


class Topic(NamedTuple):
    """One topic: the ids of its rules, and the facts a family can tell by which it is raised.

    `patterns` are the rules as written. `raised` has a leaf for each fact of `raised_by`: that it is true or, of a
    choice, anything but `none`. `opens` is what opens it although nobody raises it.
    `short` is its name where all of them are read out in a line.
    """

    id: str
    label: Label
    patterns: tuple[str, ...]
    rules: tuple[str, ...]
    raised_by: tuple[str, ...]
    raised: tuple[If, ...]
    opens: Condition | None
    place: Place
    short: Label | None = None

    @property
    def is_offered(self) -> bool:
        """Whether a family is asked about it; one that no fact raises is opened by what is known alone."""
        return bool(self.raised_by)

    @property
    def when(self) -> Condition:
        """What opens it for a household where it is proved: a fact that raises it, of any member, or `opens`."""
        raised = [Some(leaf, None, leaf.place) if _is_of_member(name) else leaf for name, leaf in self._leaves()]
        return Any((*raised, *((self.opens,) if self.opens else ())), None, self.place)

    def _leaves(self) -> zip[tuple[str, If]]:
        return zip(self.raised_by, self.raised, strict=True)


def raises(fact: Fact, place: Place) -> If | None:
    """The leaf that a fact raises a topic; None for a fact that cannot say that nothing of the kind is so."""
    if fact.type is FactType.BOOLEAN:
        return If(FactRef(fact.name, Kind.BOOLEAN), fact.name, None, place)
    if fact.type is FactType.CHOICE and NOTHING in (fact.values or {}):
        says = Comparison("!=", FactRef(fact.name, Kind.CHOICE), Constant(NOTHING, Kind.CHOICE))
        return If(says, f'{fact.name} != "{NOTHING}"', None, place)
    return None


def _is_of_member(name: str) -> bool:
    return name.startswith(f"{Subject.MEMBER}.")
