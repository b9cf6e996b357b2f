"""The front door: what a program asks of a pack is what the commands answer."""

from __future__ import annotations

import datetime
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, cast

import polars as pl
import pytest

import clausewise
from clausewise.case.given import GivenValue
from clausewise.packs import open_pack
from cli.running import run
from small_pack import alter, write_small_pack

ROOT = Path(__file__).parent.parent.parent
STUDENT = ROOT / "cases/chongqing-2020/urban-dibao-student.yaml"
PACK = clausewise.load("chongqing-2020")


def test_importing_it_imports_nothing_else() -> None:
    code = "import sys; before = set(sys.modules); import clausewise; print(sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "['clausewise']\n"


def test_every_name_that_is_exported_is_there_and_no_other() -> None:
    for name in clausewise.__all__:
        assert getattr(clausewise, name) is not None
    assert set(clausewise.__all__) <= set(dir(clausewise))
    with pytest.raises(AttributeError, match="has no attribute lod"):
        _ = clausewise.lod


def test_a_check_is_what_the_command_answers() -> None:
    answer = PACK.check(STUDENT)
    printed = json.loads(run("check", STUDENT, "--format", "json").out)["results"][0]
    assert json.loads(answer.to_json()) == answer.to_dict() == printed
    assert answer.to_text("zh") == run("check", STUDENT, "--lang", "zh", env={"COLUMNS": "100"}).out
    assert answer.to_markdown("en") == run("check", STUDENT, "--format", "markdown", "--lang", "en").out
    assert answer.to_html("zh") == run("check", STUDENT, "--format", "html", "--lang", "zh").out
    assert answer.to_notice("zh") == run("check", STUDENT, "--format", "notice", "--lang", "zh").out


@pytest.mark.parametrize("day", [3, "2026-11-30"])
def test_contested_points_are_looked_at_on_no_day_that_is_none(day: Any) -> None:
    with pytest.raises(clausewise.RequestError, match="as_of is "):
        PACK.contested("13.1", as_of=day)


def test_an_explanation_is_what_the_command_answers() -> None:
    explained = PACK.explain(STUDENT, "employment.assistance@mother")
    answered = run("explain", STUDENT, "employment.assistance@mother", "--format", "json").out
    assert explained.to_dict() == json.loads(answered)
    shown = run("explain", STUDENT, "employment.assistance@mother", "--lang", "en", env={"COLUMNS": "100"}).out
    assert explained.to_text() == shown


def test_findings_stand_where_an_answer_tells_them_and_each_once() -> None:
    answer = PACK.check(STUDENT)
    sorted_out = [*answer.benefits, *answer.procedure, *answer.open, *answer.not_looked_into, *answer.refused]
    assert sorted(one.name for one in sorted_out) == sorted(one.name for one in answer)
    assert len(sorted_out) == len(answer)
    assert [one.name for one in answer.benefits][:2] == ["education.senior_high@son", "housing.urban_dibao"]
    housing = answer["housing.urban_dibao"]
    assert (housing.title.zh, housing.provision, housing.is_claim) == ("城镇低保家庭住房救助", "13.1", True)
    assert all(piece in housing.sentence for words in housing.words if words.where == "13.1" for piece in words.pieces)
    assert housing.record.because is not None
    with pytest.raises(KeyError):
        _ = answer["housing.urban_dibao@son"]


def test_an_answer_shows_itself_in_a_notebook_and_in_a_shell() -> None:
    answer = PACK.check({"members": []}, as_of=datetime.date(2020, 12, 7))
    assert answer._repr_html_().startswith("<iframe ")
    assert "<script" not in answer._repr_html_()
    assert repr(answer) == "<Answer on household, 2020-12-07: benefits none; open 35>"


@pytest.mark.parametrize("backend", ["polars", "pyarrow"])
def test_a_frame_has_a_row_for_each_finding(backend: str) -> None:
    answer = PACK.check(STUDENT)
    frame = answer.to_frame(backend)  # type: ignore[arg-type]
    assert type(frame).__module__.partition(".")[0] == backend
    assert frame.shape == (len(answer), 10)


def test_frames_of_several_answers_have_the_same_types() -> None:
    day = datetime.date(2020, 12, 7)
    cases: list[dict[str, object] | Path] = [{"members": []}, STUDENT]
    frames = [PACK.check(given, as_of=day).to_frame() for given in cases]
    assert pl.concat(frames).height == sum(frame.height for frame in frames)


@pytest.mark.parametrize("member", ["", "?", "a/b", "son", "\ud800", 5])
def test_nobody_is_called_what_no_file_could_hold(member: Any) -> None:
    with pytest.raises(clausewise.RequestError, match="cannot be the id of another member"):
        PACK.interview({"members": [{"id": "son"}]}).name(member)


def test_a_library_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clausewise.api.frames.find_spec", lambda name: None if name == "pandas" else name)
    with pytest.raises(
        clausewise.RequestError, match="pandas is not installed — install it: pip install narwhals pandas"
    ):
        PACK.check(STUDENT).to_frame("pandas")


def test_many_households_are_checked_one_after_the_other() -> None:
    answers = PACK.check_all([STUDENT, {"case": "nobody", "members": []}, {"household": {"dibo": 1}}])
    assert next(answers).case.id == "urban-dibao-student"
    assert next(answers).case.id == "nobody"
    with pytest.raises(clausewise.CaseError, match=r"household\.dibo"):
        next(answers)


def test_one_pack_is_shared_between_threads() -> None:
    pack = clausewise.load("chongqing-2020")
    families = [STUDENT, {"members": []}] * 8
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda one: pack.check(one, as_of=datetime.date(2020, 12, 7)).to_json(), families))
    assert set(together[::2]) == {PACK.check(STUDENT).to_json()}
    assert len(set(together[1::2])) == 1


def test_strict_refuses_what_is_hardly_possible() -> None:
    day = datetime.date(2020, 12, 7)
    odd = {"members": [{"id": "old", "birth_date": "1899-01-01"}]}
    assert "hardly possible" in PACK.check(odd, as_of=day).notices[0].says.en
    with pytest.raises(clausewise.CaseError, match=r"members\[0\].birth_date: .*hardly possible"):
        PACK.check(odd, as_of=day, strict=True)


def test_an_interview_goes_from_answer_to_answer_and_is_a_case_file_at_any_time(tmp_path: Path) -> None:
    first = PACK.interview({"case": "wang", "as_of": "2020-12-07"}).name("mother", "son")
    told: dict[str, GivenValue] = {"member.birth_date@mother": "1978-05"}
    told["member.birth_date@son"] = datetime.date(2004, 3, 1)
    second = first.answer(told, by="Wang", at=datetime.datetime(2020, 12, 7, 9, 30), source="household register")
    third = second.answer({"household.dibao": "to_check"}, until=datetime.date(2021, 1, 1))
    assert [ask.fact for ask in first.next().about] == ["member.birth_date", "member.birth_date"]  # type: ignore[union-attr]
    assert all(ask.fact != "member.birth_date" for prompt in second.plan() for ask in prompt.about)
    assert all(ask.fact != "household.dibao" for prompt in third.plan() for ask in prompt.about)
    path = tmp_path / "wang.yaml"
    path.write_text(third.to_yaml(), encoding="utf-8")
    assert "{fact: household.dibao, answer: to_check, until: 2021-01-01}" in third.to_yaml()
    assert PACK.interview(path).plan() == third.plan()
    assert third.to_dict()["format"].startswith("clausewise-interview/")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"household.dibo": True}, "there is no fact household.dibo — did you mean household.dibao?"),
        ({"member.age": 3}, "member.age is about a member — write member.age@ and one of: son"),
        ({"member.age@aunt": 3}, "member.age@aunt is about a member — write member.age@ and one of: son"),
        (
            {"household.dibao": 3},
            "household.dibao (低保家庭): the number 3 is not a truth value — write true or false",
        ),
        ({"household.dibao@son": True}, "household.dibao is not about a member — write household.dibao"),
        ({"household.dibao": None}, "household.dibao is given no value — write unknown where nobody knows it"),
    ],
)
def test_an_answer_that_cannot_be_is_refused_with_what_would_do(values: dict[str, object], said: str) -> None:
    interview = PACK.interview({"members": [{"id": "son"}]})
    with pytest.raises(clausewise.InputError) as refused:
        interview.answer(values)  # type: ignore[arg-type]
    assert str(refused.value) == said


def test_a_pack_is_opened_as_it_was_at_a_revision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import shutil

    for folder in ("policy", "rules"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    monkeypatch.chdir(tmp_path)
    for words in (["init", "-q"], ["add", "."], ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "a"]):
        subprocess.run(["git", *words], check=True, timeout=60)
    named = next(one for one in (tmp_path / "rules/chongqing-2020").glob("*housing*.yaml"))
    named.write_text(named.read_text(encoding="utf-8") + "\n# later\n", encoding="utf-8")
    now, then = clausewise.load("chongqing-2020"), clausewise.load("chongqing-2020", at="HEAD")
    assert now.rules_digest != then.rules_digest
    assert then.document_digest == now.document_digest
    with pytest.raises(clausewise.RequestError, match="git"):
        clausewise.load("chongqing-2020", at="no-such-revision")


def test_the_words_of_a_pack_hold_what_the_terms_of_an_answer_do() -> None:
    words, terms = PACK.to_dict()["terms"], PACK.check(STUDENT).to_dict()["terms"]
    for rule, text in terms["rules"].items():
        assert text["title"] == words["rules"][rule]["title"]
    assert terms["agencies"].items() <= words["agencies"].items()
    assert len(words["duties"]) == len(open_pack("chongqing-2020").duties) > 80
    assert json.loads(PACK.to_json()) == PACK.to_dict()


HOUSEHOLDS = pl.DataFrame(
    {
        "number": ["a", "b"],
        "where": ["urban", "rural"],
        "dibao": [True, None],
        "list": ["urban", None],
        "fit": [True, True],
    }
)
MEMBERS = pl.DataFrame({"number": ["a", "a"], "person": ["1", "2"], "works": [True, False]})
MAPPING: dict[str, Any] = {
    "pack": "chongqing-2020",
    "households": {
        "id": "number",
        "facts": {
            "area": {"column": "where"},
            "dibao": {"column": "dibao"},
            "dibao_list": {"column": "list"},
            "meets_housing_criteria": {"column": "fit"},
        },
    },
    "members": {"household": "number", "id": "person", "facts": {"employed": {"column": "works"}}},
}


@pytest.mark.parametrize("convert", [lambda frame: frame, lambda frame: frame.to_arrow()])
def test_frames_are_screened_as_check_answers_household_by_household(convert: Any) -> None:
    registry = {"households": convert(HOUSEHOLDS), "members": convert(MEMBERS)}
    screened = PACK.screen(registry, MAPPING, as_of=datetime.date(2020, 12, 7))
    verdicts = dict(screened.to_frame().select("household", "housing.urban_dibao").iter_rows())
    assert verdicts == {"a": "applies", "b": "undetermined"}
    assert screened.members_to_frame().height == 2
    assert (screened.files, screened.to_dict()["format"][:20]) == ((), "clausewise-screening")
    assert "Screening: Chongqing's 37 measures" in screened.to_text()
    assert screened.to_frame("pyarrow").num_rows == 2


def test_words_of_a_column_that_are_numbers_may_be_explained_by_numbers() -> None:
    alike = HOUSEHOLDS[[0, 0]]
    registry = {"households": alike.with_columns(number=pl.Series(["a", "b"]), dibao=pl.Series([1, 2]))}
    households = MAPPING["households"]
    dibao = {"column": "dibao", "values": {1: True, 2: False}}
    mapping = {"pack": "chongqing-2020", "households": households | {"facts": households["facts"] | {"dibao": dibao}}}
    screened = PACK.screen(registry, mapping, as_of=datetime.date(2020, 12, 7))
    verdicts = dict(screened.to_frame().select("household", "housing.urban_dibao").iter_rows())
    assert verdicts == {"a": "applies", "b": "undetermined"}
    with pytest.raises(clausewise.InputError, match="2020-01-01: unknown key 2020-01-01 in the mapping file"):
        PACK.screen(registry, {**mapping, cast(Any, datetime.date(2020, 1, 1)): "x"}, as_of=datetime.date(2020, 12, 7))


def test_a_registry_in_files_is_screened_into_a_folder(tmp_path: Path) -> None:
    registry, mapping = ROOT / "docs/registry", ROOT / "docs/registry/mapping.yaml"
    screened = PACK.screen(registry, mapping, as_of=datetime.date(2020, 12, 7), output=tmp_path / "out")
    assert {one.name for one in screened.files} >= {"verdicts.parquet", "summary.json", "summary.html"}
    assert json.loads((tmp_path / "out/summary.json").read_text(encoding="utf-8")) == screened.to_dict()


@pytest.mark.parametrize(
    ("registry", "mapping", "said"),
    [
        ({"houses": HOUSEHOLDS}, MAPPING, "there is no table houses — they are households, members, applications"),
        ({"households": HOUSEHOLDS}, "mapping.yaml", "frames are screened by a mapping that is a dict"),
        ({"households": HOUSEHOLDS},
         {"pack": "chongqing-2020", "households": {"id": "number", "facts": {"aera": {"column": "where"}}}},
         "households.facts.aera: there is no fact household.aera — did you mean area?"),
    ],
)  # fmt: skip
def test_what_cannot_be_screened_is_told(registry: Any, mapping: Any, said: str) -> None:
    with pytest.raises(clausewise.InputError) as refused:
        PACK.screen(registry, mapping)
    assert said in str(refused.value)


def test_versions_are_compared_and_audited_as_the_commands_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_small_pack(tmp_path)
    monkeypatch.chdir(tmp_path)
    old = clausewise.load("old-age")
    assert old.diff(old).is_empty
    alter(tmp_path / "rules/old-age/01-age.yaml", "member.age >= 80", "member.age > 80")
    new = clausewise.load("old-age")
    found = old.diff(new)
    assert repr(found) == "<Diff: 1 entries>"
    assert "stricter  age.subsidy" in found.to_text()
    assert found.to_dict()["format"].startswith("clausewise-diff/")

    audit = new.audit(parts=["words"])
    printed = json.loads(run("audit", "--only", "words", "--format", "json").out)
    assert {**audit.to_dict(), "timing": None} == {**printed, "timing": None}
    new.check({"members": []}).receipt().keep(tmp_path / "receipts")
    (copy,) = (tmp_path / "receipts/packs").iterdir()
    with pytest.raises(clausewise.RequestError, match="this pack lies in no folder"):
        clausewise.load(copy).audit()
