"""The prompts that a household has answered, under the numbers that are printed: those by which they are gone back to.

What a file says was answered before comes first: who the members are, each fact that was asked, and the topics. A
prompt keeps its number; one that asks again what was set aside has the number that it had.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from clausewise.case import Case
from clausewise.case.answers import GivenAnswer
from clausewise.engine import Missing
from clausewise.engine.missing import MEMBERS
from clausewise.interview import Form, Prompt, Stage
from clausewise.language.facts import Asked, FactType
from clausewise.language.model import Pack

NAMES = Prompt(Stage.MEMBERS, Form.NAMES, (MEMBERS,))
"""What asks who the members are, also once they are known."""


class History:
    """The prompts that were answered, from number 1 on."""

    def __init__(self, case: Case, pack: Pack, topics: Prompt) -> None:
        self._prompts = list(_before(case, pack, topics))

    def __len__(self) -> int:
        return len(self._prompts)

    def __iter__(self) -> Iterator[tuple[int, Prompt]]:
        return iter(enumerate(self._prompts, start=1))

    def __getitem__(self, number: int) -> Prompt:
        """The prompt of a number from 1 to how many there are."""
        return self._prompts[number - 1]

    def number(self, prompt: Prompt) -> int:
        """The number under which a prompt stands, or is to stand."""
        found = (number for number, one in self if _holds(one, prompt) or _holds(prompt, one))
        return next(found, len(self) + 1)

    def keep(self, prompt: Prompt) -> None:
        """Let a prompt stand under its number."""
        number = self.number(prompt)
        prompt = NAMES if prompt.form is Form.EVERYBODY else prompt
        if number > len(self):
            self._prompts.append(prompt)
        elif not _holds(self[number], prompt):
            self._prompts[number - 1] = prompt

    def list_members(self, case: Case, renamed: Mapping[str, str]) -> None:
        """Let prompts be about the members that there are now; `renamed` has new ids by the old ones."""
        there = {None, *(one.id for one in case.members)}
        kept = []
        for prompt in self._prompts:
            about = (Missing(one.fact, one.member and renamed.get(one.member, one.member)) for one in prompt.about)
            now = prompt._replace(about=tuple(one for one in about if one.member in there))
            kept += [now] if now.about or not prompt.about else []
        self._prompts = kept


def _holds(one: Prompt, other: Prompt) -> bool:
    """Whether a prompt asks all that another does."""
    if not other.about:
        return one.form is other.form
    return set(other.about) <= set(one.about)


def _before(case: Case, pack: Pack, topics: Prompt) -> Iterator[Prompt]:
    """What was asked for a case before, as far as it says so: topics stand behind the status of the family."""
    records = [one for one in case.answers if one.fact in pack.facts]
    first = [one for one in records if pack.facts[one.fact].asked in (Asked.TABLE, Asked.STATUS)]
    if case.members or case.everybody or any(one.fact == MEMBERS.fact for one in case.answers):
        yield NAMES
    yield from (_asking(one, pack) for one in first)
    if case.topics:
        yield topics
    yield from (_asking(one, pack) for one in records if one not in first)


def _asking(record: GivenAnswer, pack: Pack) -> Prompt:
    """The prompt that asks again what was answered."""
    fact = pack.facts[record.fact]
    stage = Stage.MEMBERS if fact.asked is Asked.TABLE else Stage.STATUS
    form = (Form.TICK if fact.type is FactType.BOOLEAN else Form.COLUMN) if record.of else Form.ONE
    about = tuple(Missing(record.fact, member) for member in record.of or (None,))
    return Prompt(stage, form, about, known_by=fact.known_by)
