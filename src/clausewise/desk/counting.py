"""Words that go with a number: of `{number:day|days}` in a text the first stands for one, the other for any more."""

from __future__ import annotations


class _Counted(int):
    """A number that says which of two words goes with it."""

    def __format__(self, words: str) -> str:
        one, between, more = words.partition("|")
        return (one if self == 1 else more) if between else super().__format__(words)


def fill(text: str, **filled: object) -> str:
    """A text with what is filled into it."""
    return text.format(**{name: _Counted(one) if type(one) is int else one for name, one in filled.items()})
