"""What a family ticks of what may have happened to it, as answers: one for each topic that is offered.

A box that is left as it was drawn says nothing against what somebody else ticked meanwhile. Whoever ticks some topics
has not denied those beside them: another's tick adds to theirs. Whoever ticks “none of these” has denied them all.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.http import QueryDict

from clausewise.case.topics import TopicAnswer
from clausewise.desk.asking import TOPIC, About, Matter, Saying
from clausewise.desk.models import Told
from clausewise.desk.sent import Sent, of_page, seen_of

_TICKED, _NOT_TICKED = (Saying(Told.VALUE, one.value) for one in (TopicAnswer.TICKED, TopicAnswer.NOT_TICKED))


def offered(matter: Matter) -> list[str]:
    """The ids of the topics that a family is asked about."""
    return [topic.id for topic in matter.pack.model.topics if topic.is_offered]


def is_open(matter: Matter, topic: str) -> bool:
    """Whether a topic is ticked, or the family is not sure."""
    answer = matter.current.get((f"{TOPIC}{topic}", ""))
    return answer is not None and answer.value in (TopicAnswer.TICKED.value, TopicAnswer.NOT_SURE.value)


def says_none(post: QueryDict) -> bool:
    """Whether “none of these” was ticked on this page, and did not only stand there."""
    return bool(post.get("none")) and not (post.get("none_drawn") and post.getlist("topic"))


def read_topics(post: QueryDict, matter: Matter) -> Sent:
    """What a form of topics says."""
    sent, ticked = of_page(post), set(post.getlist("topic"))
    sent.seen |= seen_of(post)
    drawn = {one.key: one for one in matter.household.answers.filter(key__in=filter(None, sent.seen.values()))}
    some_open = any(is_open(matter, topic) for topic in offered(matter))
    for topic in offered(matter):
        about = (f"{TOPIC}{topic}", "")
        shown, current = drawn.get(sent.seen.get(about, "")), matter.current.get(about)
        was_open = shown is not None and shown.value in (TopicAnswer.TICKED.value, TopicAnswer.NOT_SURE.value)
        if topic in ticked:
            if not was_open:
                sent.answers[about] = _TICKED
            if some_open and current is not None and current.value == TopicAnswer.NOT_TICKED.value:
                sent.seen[about] = current.key
        elif was_open or says_none(post) or current is None:
            sent.answers[about] = _NOT_TICKED
    return sent


def topics_said(ticked: Iterable[str], known: Iterable[str]) -> dict[About, Saying]:
    """What ticking some topics says of all that are offered."""
    chosen = set(ticked)
    return {(f"{TOPIC}{one}", ""): _TICKED if one in chosen else _NOT_TICKED for one in known}
