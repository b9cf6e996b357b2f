"""How lists of a pack's entries name things: Chinese and English side by side, and the key that files use.

Only names and joins; what is listed, and in what order, is for each command to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from clausewise.language.labels import Label
from clausewise.language.model import Pack
from clausewise.language.rules import Modality
from clausewise.report.words import WORDS

# By the word that files use: what a rule is about, what a fact is a fact of.
SUBJECTS = {
    "household": Label("家庭", "household"),
    "member": Label("成员", "member"),
    "application": Label("申请", "application"),
    "office": Label("本机关", "office"),
}


Say = Callable[[Label], str]
"""What puts a label into words: in both languages, or in one."""

_NOBODY = Label("未写明主体", "nobody is named")


def both(label: Label) -> str:
    """A label in both languages; once when they are the same."""
    return label.zh if label.zh == label.en else f"{label.zh} {label.en}"


def name_modality(modality: Modality, say: Say = both) -> str:
    """How firmly the text speaks, and the words that say so."""
    return f"{say(WORDS[modality.kind])} 「{modality.words}」"


def name_agencies(pack: Pack, agencies: Iterable[str], assigned_by: str | None, say: Say = both) -> str:
    """The agencies by their labels, with the provision that assigns them when it is another one."""
    named = "; ".join(say(pack.agencies[one].label) for one in agencies)
    if not named:
        return say(_NOBODY)
    return f"{named} ({assigned_by})" if assigned_by else named


def clause_heading(pack: Pack, number: int) -> str:
    """A clause's number and title, as headings of lists have it."""
    clause = pack.document.clause(number)
    return f"{number} {clause.title}" if clause and clause.title else str(number)
