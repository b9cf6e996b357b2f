"""Text for people, always in both languages. Nothing here knows what it labels."""

from __future__ import annotations

from typing import Literal

from clausewise.classes import dataclass

Language = Literal["zh", "en"]


@dataclass(frozen=True)
class Label:
    """The same words in Chinese and English."""

    zh: str
    en: str

    def in_(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en
