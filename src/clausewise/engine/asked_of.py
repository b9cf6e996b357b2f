"""Of whom a fact is asked: `asked_of:` in the facts, on what is known. It changes what is asked, never a verdict."""

from __future__ import annotations

from clausewise.engine.compiling import ConditionCompiler
from clausewise.engine.proof import Compiled, View
from clausewise.language.conditions import facts_of
from clausewise.language.kleene import TRUE
from clausewise.language.model import Pack


class AskedOf:
    """The conditions of a pack on whom its facts are asked of, each made ready when it is first wanted."""

    def __init__(self, pack: Pack, compiler: ConditionCompiler) -> None:
        self._facts = pack.facts
        self._compiler = compiler
        self._ready: dict[str, Compiled | None] = {}

    def code(self, fact: str, view: View) -> int:
        """Whether a fact is asked of this subject: 2 for yes, 1 where it hangs on what is not known, 0 for no."""
        compiled = self._compiled(fact)
        return TRUE if compiled is None else compiled.code(view)

    def _compiled(self, fact: str) -> Compiled | None:
        if fact not in self._ready:
            when = self._facts[fact].asked_of
            # A pack that is cut down to some of its rules holds no more than the facts that these read.
            can_be = when is not None and self._facts.keys() >= set(facts_of(when))
            self._ready[fact] = self._compiler.compile_alone(when) if when is not None and can_be else None
        return self._ready[fact]
