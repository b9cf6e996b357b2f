"""Words of the desk that go with a number: one day, two days."""

from __future__ import annotations

import re
from string import Formatter

from clausewise.desk.counting import fill
from desk.conftest import Desk


def test_a_word_goes_with_its_number() -> None:
    assert fill("{number} {number:day|days} left", number=1) == "1 day left"
    assert fill("{number} {number:day|days} left", number=0) == "0 days left"
    assert fill("余{number}天（{name}）", number=1, name="李芳") == "余1天（李芳）"


NUMBERS = {"number", "years", "left", "denied"}
"""What may be one: a list is cut at a hundred, and nobody is refused for an age of one."""


def test_of_one_nothing_is_said_as_of_many(desk: Desk) -> None:
    from clausewise.desk.words import WORDS

    said = []
    for text in (label.en for label in WORDS.values()):
        names = {name for _, name, _, _ in Formatter().parse(text) if name}
        said.append(fill(text, **{name: 1 if name in NUMBERS else "x" for name in names}) if names else text)
    assert "1 day left" in said
    assert [one for one in said if re.search(r"\b1 (?!waits |is )([a-z]+s|are|were|have|wait)\b", one)] == []
