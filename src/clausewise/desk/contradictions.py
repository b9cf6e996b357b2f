"""What contradicts itself in a household, by the fact it is said at: what the engine notices, and what a table of
members shows at a look. All of it was saved: a person says which side is right.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from clausewise.case.notices import Notice, NoticeKind
from clausewise.case.relations import Relation, relation_fact
from clausewise.desk.asking import NAME, About, Matter
from clausewise.desk.models import Told
from clausewise.desk.pages import say
from clausewise.language.expressions import Call, facts_read
from clausewise.language.labels import Language

_KINDS = (NoticeKind.CONTRADICTION, NoticeKind.IMPLAUSIBLE)


class Contradiction(NamedTuple):
    """Where it is said, and what does not fit."""

    about: About
    says: str


def contradictions(matter: Matter, language: Language) -> tuple[Contradiction, ...]:
    """Everything in a household that cannot all be so, each with the field at which it is said."""
    noticed = (one for one in matter.asking.result.notices if one.kind in _KINDS)
    found = [Contradiction(_about(matter, one), _in_words(matter, one, language)) for one in noticed]
    return (*found, *_of_relations(matter, language), *_of_names(matter, language))


def _about(matter: Matter, notice: Notice) -> About:
    """The fact that people answer: of one that is worked out, the first it is worked out from."""
    name = notice.fact or ""
    fact = matter.pack.model.facts[name]
    worked_out = facts_read(fact.derive) if isinstance(fact.derive, Call) else ()
    given = next((one for one in worked_out if one in matter.pack.model.facts), name)
    return (given, notice.member or "")


def _in_words(matter: Matter, notice: Notice, language: Language) -> str:
    text, mend = notice.text.in_(language), notice.mend.in_(language)
    between = "；" if language == "zh" else "; "
    return matter.names.put(f"{text.replace('。）', '）').rstrip('。.')}{between}{mend}")


def _of_relations(matter: Matter, language: Language) -> Iterator[Contradiction]:
    """Two heads, two spouses of one head, and relations to a head that is nobody of the household."""
    fact = relation_fact(matter.pack.model)
    if fact is None:
        return
    given = ((one, matter.current.get((fact.name, one.id))) for one in matter.members)
    said = {one.id: answer.value for one, answer in given if answer is not None and answer.told == Told.VALUE.value}
    for relation, key in ((Relation.HEAD, "two_heads"), (Relation.SPOUSE, "two_spouses")):
        alike = [member for member, value in said.items() if value == relation.value]
        names = matter.wording(language).listed(matter.names[one] for one in alike)
        for member in alike if len(alike) > 1 else ():
            yield Contradiction((fact.name, member), say(language, key, names=names))
    if len(said) == len(matter.members) and Relation.HEAD.value not in said.values():
        for member in said:
            yield Contradiction((fact.name, member), say(language, "no_head"))


def _of_names(matter: Matter, language: Language) -> Iterator[Contradiction]:
    """Two members of one name: perhaps one person, entered twice."""
    names = [one.name for one in matter.members]
    for one in matter.members:
        if names.count(one.name) > 1:
            yield Contradiction((NAME, one.id), say(language, "same_name", name=one.name))
