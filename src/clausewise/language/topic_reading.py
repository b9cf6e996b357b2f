"""Reads topics.yaml: each topic with its rules, the facts that raise it and what opens it, held against the pack.

What is wrong is appended to the ground's list, as in `reading`. That no rule is lost by what a family does not tick is
for the audit to prove. Nothing here opens a file.
"""

from __future__ import annotations

from clausewise.classes import dataclass
from clausewise.language import shapes as s
from clausewise.language.conditions import If
from clausewise.language.entry_reading import EntryReader, Ground, label, label_or_none
from clausewise.language.facts import Subject
from clausewise.language.reads import inputs_of
from clausewise.language.topics import NOTHING, Topic, raises
from clausewise.yaml_source import Source


class TopicShape(s.LabelShape):
    """One topic of topics.yaml"""

    rules: s.OneOrMore
    short: s.LabelShape | None = None
    raised_by: s.OneOrMore | None = None
    opens: s.ConditionShape | None = None


@dataclass(frozen=True)
class _TopicReader(EntryReader):
    """Reads what opens a topic, before anything is found."""

    @property
    def _without_findings(self) -> tuple[str, str]:
        return "a topic cannot be opened by findings", "write what is known before anything is found"


def add_topic(ground: Ground, source: Source, name: str, shape: TopicShape) -> None:
    """One topic, added to the ground when all of it can be read."""
    reader = _TopicReader(ground, source, (name,), None)
    rules = reader.rules_called(shape.rules, "rules")
    raised = {fact: _raised(reader, fact, index) for index, fact in enumerate(shape.raised_by or [])}
    leaves = {fact: leaf for fact, leaf in raised.items() if leaf is not None}
    opens = None if shape.opens is None else reader.under("opens").condition(shape.opens, member_in_sight=False)
    place = source.place((name,), key=True)
    if shape.raised_by is None and shape.opens is None:
        ground.refuse(f"nothing opens the topic {name}", place, "write raised_by:, opens: or both")
    elif len(leaves) == len(raised) and (opens is not None or shape.opens is None):
        ground.topics[name] = Topic(
            id=name, label=label(shape), patterns=tuple(shape.rules), rules=rules, raised_by=tuple(leaves),
            raised=tuple(leaves.values()), opens=opens, place=place, short=label_or_none(shape.short),
        )  # fmt: skip


def _raised(reader: _TopicReader, name: str, index: int) -> If | None:
    """The leaf that one fact raises the topic; None when it cannot."""
    ground, place = reader.ground, reader.at("raised_by", index)
    if not ground.known(name, "fact", ground.facts, place) or name not in ground.facts:
        return None
    fact = ground.facts[name]
    if fact.subject is Subject.OFFICE:
        ground.refuse(f"no family can tell {name}", place, "let it open the topic: opens: {if: …}")
    elif fact.derive is not None:
        mend = f"name what it is derived from: {', '.join(inputs_of(fact.derive))}"
        ground.refuse(f"{name} is derived, and no family is asked for it", place, mend)
    elif fact.when_raised:
        ground.refuse(f"nobody is asked for {name}", place, "name a fact that is asked")
    else:
        leaf = raises(fact, place)
        if leaf is None:
            mend = f"name a boolean fact, or a choice with a value {NOTHING}"
            ground.refuse(f"{name} cannot say that nothing of the kind is so", place, mend)
        return leaf
    return None
