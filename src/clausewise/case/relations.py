"""How members stand to the head of their household: the words by which a pack's table of members says so."""

from __future__ import annotations

from enum import StrEnum

from clausewise.language.facts import Asked, Fact
from clausewise.language.model import Pack


class Relation(StrEnum):
    """The relations of which a household has but one."""

    HEAD = "head"
    SPOUSE = "spouse"


def is_relation(fact: Fact) -> bool:
    """Whether a fact of the table of members says who the head is."""
    return fact.asked is Asked.TABLE and Relation.HEAD.value in (fact.values or {})


def relation_fact(pack: Pack) -> Fact | None:
    """The fact that says how somebody stands to the head; None where the pack has none."""
    return next(filter(is_relation, pack.facts.values()), None)
