"""What is decided with less told is decided alike with more: what is not known may leave open, and decides nothing.

Each of our households is told again without one of the facts that it tells. Whoever is listed without a relation to the
head is taken to be of the family, as facts.yaml says, so that the relation stays; so does whether everybody is listed.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest

import clausewise
from clausewise.case.notices import NoticeKind
from clausewise.language.verdicts import Verdict
from clausewise.yaml_source import read_yaml
from specification.chongqing import FOLDERS

PACK = clausewise.load(str(FOLDERS.rules))
STAYS = {"id", "relation"}
OURS = {path.stem: read_yaml(path).data for path in sorted(FOLDERS.cases.glob("*.yaml"))}
LETTERS = sorted({name[0] for name in OURS})


def with_less(told: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The household once without each fact of its own, of its application and of its members, by the fact's name."""
    for part in ("household", "application"):
        for fact in told.get(part, {}):
            less = copy.deepcopy(told)
            del less[part][fact]
            yield f"{part}.{fact}", less
    for at, member in enumerate(told.get("members", [])):
        for fact in member.keys() - STAYS:
            less = copy.deepcopy(told)
            del less["members"][at][fact]
            yield f"{member['id']}.{fact}", less


def verdicts(told: dict[str, Any]) -> dict[str, Verdict] | None:
    """Each finding's verdict; None for a household that contradicts itself."""
    answer = PACK.check(told)
    if any(one.kind is NoticeKind.CONTRADICTION for one in answer.model.notices):
        return None
    return {one.name: one.verdict for one in answer}


@pytest.mark.parametrize("letter", LETTERS)
def test_less_told_never_decides_otherwise(letter: str) -> None:
    turned = []
    for name, written in OURS.items():
        told = {part: value for part, value in written.items() if part != "expect"}
        whole = verdicts(told) if name.startswith(letter) else None
        if whole is None:
            continue
        for dropped, less in with_less(told):
            for finding, verdict in (verdicts(less) or {}).items():
                if verdict is not Verdict.UNDETERMINED and whole.get(finding, verdict) is not verdict:
                    turned.append(f"{name} without {dropped}: {finding} {verdict}, with it {whole[finding]}")
    assert turned == []


def test_the_households_are_told_again_without_each_of_their_facts() -> None:
    told = {
        "household": {"dibao": True, "area": "urban"},
        "application": {"recipient_died": True},
        "members": [{"id": "son", "relation": "child", "age": 3}],
    }
    assert [dropped for dropped, _ in with_less(told)] == [
        "household.dibao",
        "household.area",
        "application.recipient_died",
        "son.age",
    ]
