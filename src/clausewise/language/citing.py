"""How articles of law are cited: `社会救助法 28` in a pack becomes words, with since when where the law is newer.

Whoever reads a document of 2020 has to see that a law cited beside it came into force later.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from clausewise.language.labels import Label
from clausewise.language.model import Pack


def cite(pack: Pack, laws: Iterable[str]) -> tuple[Label, ...]:
    """Laws cited by article (`社会救助暂行办法 47`) in words, articles of one law that stand in a row together.

    In English by our rendering of a law's title, where there is one. What names no article stays as it is.
    """
    return tuple(_words(pack, name, [number for _, number in said]) for name, said in groupby(map(_split, laws), _law))


def _split(law: str) -> tuple[str, str]:
    """A law's title and the article; the whole and nothing where it names none."""
    name, _, number = law.rpartition(" ")
    return (name, number) if name and number.isdecimal() else (law, "")


def _law(said: tuple[str, str]) -> str:
    return said[0]


def _words(pack: Pack, name: str, numbers: list[str]) -> Label:
    if not any(numbers):
        return Label(name, name)
    articles = "article" if len(numbers) == 1 else "articles"
    title = pack.english.laws.get(name, f"《{name}》")
    cited = Label(f"《{name}》第{'、'.join(numbers)}条", f"{title}, {articles} {', '.join(numbers)}")
    day = next((one.since for one in pack.newer if one.label.zh == name), None)
    if day is None:
        return cited
    return Label(
        f"{cited.zh}（{day.year}年{day.month}月{day.day}日起施行）",
        f"{cited.en} (in force from {day.day} {day:%B} {day.year})",
    )
