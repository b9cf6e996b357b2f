"""The engine behind an audit: whose engines are kept, and what is found of the case of a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit.toys import DIBAO, URBAN, household_rule, toy
from clausewise.audit import engine
from clausewise.audit.changes import Brought, Effect
from clausewise.audit.engine import Engines
from clausewise.audit.sections import Sectioned
from clausewise.language.labels import Label
from clausewise.language.model import Pack
from clausewise.language.verdicts import Verdict
from specification.written import case_of

POOR = {"household": {"dibao": True}}


def test_the_engines_of_the_two_packs_asked_about_last_are_kept_and_others_closed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made, closed = [], []

    class Watched(Sectioned):
        def __init__(self, pack: Pack) -> None:
            super().__init__(pack)
            self.first = pack.rules[0].id
            made.append(self.first)

        def close(self) -> None:
            super().close()
            closed.append(self.first)

    monkeypatch.setattr(engine, "Sectioned", Watched)
    engines = Engines()
    one, two, three = (toy(household_rule(name, DIBAO)) for name in ("a.one", "a.two", "a.three"))
    for pack in (one, two, one, three, one):
        assert list(engines.verdicts(pack, case_of(pack, POOR)).values()) == [Verdict.APPLIES]
    assert (made, closed) == (["a.one", "a.two", "a.three"], ["a.two"])


def test_of_a_file_what_it_expects_is_not_looked_at_and_what_it_says_wrongly_is_told(tmp_path: Path) -> None:
    aid = {"form": "cash", "zh": "甲", "en": "A", "text": "乙"}
    pack = toy(household_rule("a.town", {"all": [URBAN, DIBAO]}, aid=[aid]))
    file, wrong = tmp_path / "one.yaml", tmp_path / "wrong.yaml"
    file.write_text("case: one\nhousehold: {area: urban, dibao: true}\nexpect: {applies: [b.gone]}\n", "utf-8")
    wrong.write_text("case: wrong\nhousehold: {dibo: true}\n", "utf-8")
    found = Engines().judge(pack, file).findings["a.town"]
    assert (found.verdict, found.missing) == (Verdict.APPLIES, ())
    assert (found.effects or {})[Effect.AID] == (Brought(Label("甲", "A")),)
    (refused,) = Engines().judge(pack, wrong).refused
    assert refused.startswith(f"{wrong}:2:13: there is no fact household.dibo")
