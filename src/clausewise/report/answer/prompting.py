"""A prompt of an interview in words, whoever shows it: what it asks, why, on which clauses, and who can answer.

A conversation on a terminal and the answer on a case say the same of the same prompt. It plans nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from clausewise.case import Case
from clausewise.interview import Form, Prompt
from clausewise.language.labels import Label
from clausewise.language.topics import Topic
from clausewise.patterns import pattern
from clausewise.report.phrases import everyone, people_named
from clausewise.report.runs import runs_of
from clausewise.report.wording import Wording

MAX_PROVISIONS = 6
"""So many provisions are named that a prompt serves, and no more."""

# Of more members than this one is named.
_MOST_NAMED = 3

TOPICS = Label("家里遇到过下面哪些事？", "Which of these has the family met with?")
_OF_WHOM = Label("以下哪些人？", "Of which of these people? ")
_HOUSEHOLD = Label("下面哪些说的是这个家庭？", "Which of these are so for this household?")
_PEOPLE = Label("下面哪些有？是谁？", "Which of these are so, and of whom?")
_PERSON = Label("下面哪些有？", "Which of these are so?")
_FOUND_BY = Label("{agency}认定了下面哪些？", "Which of these has the {agency} found?")
_ONLY_THESE = Label("只问与这些事有关的（第{which}条）", "nothing is asked but what belongs to these ({clauses})")

# Behind a topic, what else it takes in.
_EXAMPLES = pattern(r"\s*[（(].*")


def heading_question(prompt: Prompt, case: Case, wording: Wording) -> str:
    """The question of a prompt, on one line; above what can be ticked where it joins several facts."""
    match prompt.form:
        case Form.NAMES:
            return wording.word("ask_members")
        case Form.EVERYBODY:
            return wording.named(wording.listed(one.id for one in case.members), wording.word("ask_everybody"))
        case Form.TOPICS:
            return wording.pick(TOPICS)
    fact = prompt.about[0].fact
    if prompt.form is Form.ONE:
        return wording.question(fact)
    if prompt.form is Form.COLUMN or (len(prompt.facts) == 1 and len(prompt.members) == 1):
        return wording.question_of(fact, prompt.members)
    if len(prompt.facts) == 1:
        return wording.pick(_OF_WHOM) + wording.question(fact)
    if prompt.known_by:
        return wording.pick(_FOUND_BY).format(agency=wording.agency(prompt.known_by))
    if len(prompt.members) == 1:
        return wording.named(prompt.members[0], wording.pick(_PERSON))
    return wording.pick(_PEOPLE if prompt.members else _HOUSEHOLD)


def topic_in_short(topic: Topic, wording: Wording) -> str:
    """A topic in a few words: without its examples."""
    return _EXAMPLES.sub("", wording.pick(topic.label))


def topic_by_name(topic: Topic, wording: Wording) -> str:
    """A topic by its short name, so that all of them can be read out in a line."""
    return topic_in_short(topic, wording) if topic.short is None else wording.pick(topic.short)


def whose(prompt: Prompt, fact: str, case: Case, wording: Wording) -> str:
    """The members of whom a prompt asks a fact, in a word where they are all; of many the first and a count.

    Empty where it is about no member.
    """
    members = [wording.subject(one.member) for one in prompt.about if one.fact == fact and one.member is not None]
    if _MOST_NAMED < len(members) < len(case.members):
        return people_named(members[:1], len(members), wording)
    return everyone(members, case, wording) if members else ""


def served_by(prompt: Prompt, wording: Wording) -> str:
    """What a prompt is asked for: the first rule by its title, others by their provisions; of topics their clauses."""
    rules = [wording.pack.rule(rule) for rule in prompt.rules]
    if prompt.form is Form.TOPICS:
        clauses = runs_of(sorted({rule.clause for rule in rules}))
        return wording.pick(_ONLY_THESE).format(which=wording.listed(clauses), clauses=wording.clauses(clauses))
    if not rules:
        return ""
    first = f"{rules[0].provision} {wording.pick(rules[0].title)}"
    others = wording.listed(provisions_of(prompt.rules, wording)[1:])
    return wording.in_turn(filter(None, [first, others]))


def provisions_of(rules: Iterable[str], wording: Wording, most: int = MAX_PROVISIONS) -> list[str]:
    """The provisions of some rules, each once, in their order; of many the first, and a sign that there are more."""
    found = list(dict.fromkeys(wording.pack.rule(rule).provision for rule in rules))
    return found if len(found) <= most else [*found[:most], "…"]
