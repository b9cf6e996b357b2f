"""Looks for what is not sensible in a case: what `sensible:` in the facts says of everybody who could exist.

Only gives notices; no verdict rests on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from clausewise.case import Case
from clausewise.case.notices import Notice, NoticeKind
from clausewise.engine.compiling import ConditionCompiler
from clausewise.engine.proof import Compiled, Situation
from clausewise.errors import Place
from clausewise.language.conditions import facts_of
from clausewise.language.facts import Fact, Sensible, Subject
from clausewise.language.kleene import FALSE
from clausewise.language.labels import Label
from clausewise.language.model import Pack
from clausewise.language.reads import inputs_of


class Plausibility:
    """What is sensible of the facts of a pack, made ready once."""

    def __init__(self, pack: Pack, compiler: ConditionCompiler) -> None:
        self._facts = pack.facts
        # A pack that is cut down to some of its rules holds no more than the facts that these read.
        self._held: list[tuple[Fact, Sensible, Compiled]] = [
            (fact, one, compiler.compile_alone(one.condition))
            for fact in pack.facts.values()
            for one in fact.sensible
            if pack.facts.keys() >= set(facts_of(one.condition))
        ]

    def notices(self, situation: Situation, case: Case) -> Iterator[Notice]:
        """A notice for each condition that the case breaks, and for whom."""
        for fact, sensible, compiled in self._held:
            views = situation.members if fact.subject is Subject.MEMBER else (situation.household,)
            for view in views:
                if compiled.code(view) == FALSE:
                    yield _implausible(self._facts, fact, sensible, view.member, case)


def _implausible(facts: Mapping[str, Fact], fact: Fact, sensible: Sensible, member: str | None, case: Case) -> Notice:
    whose_zh, whose_en = (f"{member}：", f"{member}: ") if member else ("", "")
    text = Label(
        f"{whose_zh}{fact.label.zh}不像是真的（{sensible.why.zh.rstrip('。')}）",
        f"{whose_en}{fact.label.en}: hardly possible ({sensible.why.en.rstrip('.')})",
    )
    read = (fact.name, *facts_of(sensible.condition))
    derived = (derive for name in read if (derive := facts[name].derive) is not None)
    names = (*read, *(name for derive in derived for name in inputs_of(derive)))
    places = (case.places.get((of, name)) for name in names for of in (member, None))
    place = next((one for one in places if one is not None), Place(case.file) if case.file else None)
    mend = Label("核对所写的事实", "check what is written")
    return Notice(NoticeKind.IMPLAUSIBLE, fact.name, member, text, mend, place)
