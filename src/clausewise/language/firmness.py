"""Words that take the firmness out of a sentence (鼓励, 可, 逐步), held against what is encoded as a `shall`.

What is encouraged, allowed, tried out or built up step by step is no firm claim. Such a word governs what follows it
in its sentence, up to a semicolon. Nothing here says which of the other modalities is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from clausewise.classes import dataclass
from clausewise.document import Document
from clausewise.errors import Place
from clausewise.language.conditions import Words
from clausewise.language.model import Pack
from clausewise.language.rules import Modality, ModalityKind
from clausewise.language.words import text_at

# 可 also stands in words that allow nothing: 许可, 不可, 可靠, 可支配收入.
_SOFTENING = re.compile(
    "鼓励|倡导|提倡|动员|引导|探索|试点|试行|逐步|逐渐|稳步|分步|有序推进|推动|酌情|视情|力争|争取"
    "|有条件的(?:地方|地区|区县|乡镇|街道|单位|机构)"
    "|(?<![许认不])可(?!靠|能|行性|持续|支配|比|操作)"
)
_FIRM = re.compile("应当|必须|不得|严禁")
_END_OF_SENTENCE = re.compile("[。；！？]")


@dataclass(frozen=True, slots=True)
class SoftenedShall:
    """A `shall` of a rule or duty (`owner`) whose words `said` stand under a softening word.

    `id` is what accepted.yaml names it by: `urgent.advance/补充说明`.
    """

    owner: str
    said: str
    softening: str
    provision: str
    place: Place

    @property
    def id(self) -> str:
        return f"{self.owner}/{self.said}"


def softened_without_reason(pack: Pack) -> tuple[SoftenedShall, ...]:
    """What is encoded as a `shall` under a softening word and is not in accepted.yaml, in a fixed order."""
    accepted = {one.id for one in pack.accepted if one.kind == "modality"}
    return tuple(one for one in softened(pack) if one.id not in accepted)


def softened(pack: Pack) -> tuple[SoftenedShall, ...]:
    """What is encoded as a `shall` under a softening word, each words once of an entry, accepted or not."""
    found: dict[str, SoftenedShall] = {}
    for owner, modality, place in _modalities(pack):
        word = _governing(pack.document, modality.words) if modality.kind is ModalityKind.SHALL else None
        if word is not None:
            words = modality.words
            one = SoftenedShall(owner, str(words), word, words.where, place)
            found.setdefault(one.id, one)
    return tuple(found.values())


def _modalities(pack: Pack) -> Iterator[tuple[str, Modality, Place]]:
    for rule in pack.rules:
        own = (step.modality for step in rule.steps)
        for modality in (rule.modality, *(one for one in own if one is not None)):
            yield rule.id, modality, rule.place
    for duty in pack.duties:
        yield duty.id, duty.modality, duty.place


def _governing(document: Document, words: Words) -> str | None:
    """The softening word that governs a modality's words where they stand; None where there is none."""
    text, end = text_at(document, words.where) or "", 0
    for piece in words.pieces:
        begin = text.find(piece, end)
        end = begin + len(piece)
        word = softening_word(text[:begin], piece)
        if word is not None:
            return word
    return None


def softening_word(before: str, words: str) -> str | None:
    """The softening word in some words, or before them in their sentence; None where there is none.

    Words that are firm by themselves (应当) are not softened by what stands before them.
    """
    if _FIRM.search(words):
        return None
    found = _SOFTENING.search(_END_OF_SENTENCE.split(before)[-1] + words)
    return None if found is None else found.group()
