"""Cuts running text into sentences: at 。！？, never inside brackets or quotation marks, never at ；.

It only says where a sentence ends; it never changes a character.
"""

from __future__ import annotations

SENTENCE_ENDS = "。！？"
_CLOSING = {
    "（": "）", "(": ")", "“": "”", "‘": "’", "「": "」", "『": "』",
    "《": "》", "〈": "〉", "【": "】", "［": "］",
}  # fmt: skip
_SAME = {"(": "（", ")": "）"}


def sentence_ends(text: str) -> list[int]:
    """The offset after each sentence that has an end."""
    ends: list[int] = []
    expected: list[str] = []
    for offset, character in enumerate(text):
        if character in _CLOSING:
            expected.append(_alike(_CLOSING[character]))
        elif expected and _alike(character) == expected[-1]:
            expected.pop()
        elif character in SENTENCE_ENDS and not expected:
            if ends and ends[-1] == offset:
                ends.pop()
            ends.append(offset + 1)
    if ends and ends[-1] < len(text) and not text[ends[-1] :].strip():
        ends[-1] = len(text)
    return ends


def unclosed(text: str) -> int | None:
    """The offset of the outermost bracket or quotation mark that is opened and never closed, or None."""
    opened: list[int] = []
    for offset, character in enumerate(text):
        if character in _CLOSING:
            opened.append(offset)
        elif opened and _alike(character) == _alike(_CLOSING[text[opened[-1]]]):
            opened.pop()
    return opened[0] if opened else None


def _alike(character: str) -> str:
    """Half-width and full-width brackets close one another: print mixes them."""
    return _SAME.get(character, character)
