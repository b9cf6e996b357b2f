"""A clause whose text is there and of which nobody has written a rule or a duty: it is told as not encoded."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from clausewise.language.model import MeasureKind
from clausewise.packs import open_pack
from clausewise.screening.figures.summary import measures_of
from cli.running import run
from small_pack import RULES, alter

GRANDMOTHER = "cases/old-age/grandmother.yaml"


@pytest.fixture
def unwritten(here: Path) -> Path:
    """The small pack without the duty that is all there is of clause 2; its case expects just that."""
    (here / "rules/old-age/01-age.yaml").write_text(RULES.partition("- duty:")[0], encoding="utf-8")
    alter(here / GRANDMOTHER, "2: institutional", "2: not_encoded")
    return here


@pytest.mark.parametrize(("language", "said"), [("zh", "未编码：2 建立台账\n"), ("en", "Not encoded: 2 建立台账\n")])
def test_a_check_does_not_tell_it_as_duties_of_institutions(unwritten: Path, language: str, said: str) -> None:
    answer = run("check", GRANDMOTHER, "--lang", language)
    assert said in answer.out
    assert "机构职责" not in answer.out
    assert "Duties of institutions" not in answer.out


@pytest.mark.parametrize("form", ["html", "markdown"])
def test_pages_and_notes_say_it_too(unwritten: Path, form: str) -> None:
    assert "Not encoded" in run("check", GRANDMOTHER, "--format", form, "--lang", "en").out


def test_it_is_a_verdict_that_a_case_may_expect(unwritten: Path) -> None:
    assert run("check", GRANDMOTHER, "--expect").code == 0
    alter(unwritten / GRANDMOTHER, "2: not_encoded", "2: institutional")
    answer = run("check", GRANDMOTHER, "--expect")
    assert answer.code == 1
    assert "measure 2: expected institutional, found not_encoded" in answer.out + answer.err


def test_the_json_of_a_check_and_the_schema_of_cases_know_it(unwritten: Path) -> None:
    (result,) = json.loads(run("check", GRANDMOTHER, "--format", "json").out)["results"]
    assert [one["verdict"] for one in result["measures"]] == ["applies", "not_encoded"]
    schema = json.loads(run("schema", "case", "--pack", "rules/old-age").out)
    assert "not_encoded" in json.dumps(schema)


def test_a_screening_counts_it_apart_from_duties(unwritten: Path) -> None:
    pack = open_pack("rules/old-age")
    assert [one.kind for one in measures_of(pack)] == [MeasureKind.RULES, MeasureKind.NOT_ENCODED]


def test_the_matrix_of_an_audit_has_a_sign_of_its_own(unwritten: Path) -> None:
    page = run("audit", "rules/old-age", "--only", "cases", "--format", "html", "--lang", "en").out
    assert '<td class="v-not_encoded">∅</td>' in page
    assert '<td class="v-institutional">' not in page
