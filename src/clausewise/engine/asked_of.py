"""Of whom a fact is asked: `asked_of:` in the facts, on what is known. It changes what is asked, never a verdict."""

from __future__ import annotations

from clausewise.engine.arithmetic import Layout
from clausewise.engine.compiling import ConditionCompiler
from clausewise.engine.proof import Compiled, View
from clausewise.language.conditions import facts_of
from clausewise.language.kleene import FALSE, TRUE, UNKNOWN
from clausewise.language.model import Pack


class AskedOf:
    """The conditions of a pack on whom its facts are asked of, each made ready when it is first wanted."""

    def __init__(self, pack: Pack, layout: Layout, compiler: ConditionCompiler) -> None:
        self._facts = pack.facts
        self._layout = layout
        self._compiler = compiler
        self._ready: dict[str, Compiled | None] = {}

    def code(self, fact: str, view: View) -> int:
        """Whether a fact is asked of this subject: 2 for yes, 1 where it hangs on what is not known, 0 for no.

        Where all that it hangs on is not known and not asked of the subject either, nobody will say: that is a no.
        """
        code = self._on_what_is_known(fact, view)
        return FALSE if code == UNKNOWN and self._hangs_on_others_alone(fact, view) else code

    def _on_what_is_known(self, fact: str, view: View) -> int:
        compiled = self._compiled(fact)
        return TRUE if compiled is None else compiled.code(view)

    def _hangs_on_others_alone(self, fact: str, view: View) -> bool:
        when = self._facts[fact].asked_of
        return when is not None and not any(self._may_be_said(name, view) for name in facts_of(when))

    def _may_be_said(self, fact: str, view: View) -> bool:
        """Whether a fact is unknown and asked of somebody whom a condition on this subject looks at."""
        is_of_member = self._layout.is_member(fact)
        if is_of_member and view.member is None:
            return True
        known = view.m[self._layout.member[fact]] if is_of_member else view.h[self._layout.household[fact]]
        return known is None and self._on_what_is_known(fact, view) != FALSE

    def _compiled(self, fact: str) -> Compiled | None:
        if fact not in self._ready:
            when = self._facts[fact].asked_of
            # A pack that is cut down to some of its rules holds no more than the facts that these read.
            can_be = when is not None and self._facts.keys() >= set(facts_of(when))
            self._ready[fact] = self._compiler.compile_alone(when) if when is not None and can_be else None
        return self._ready[fact]
