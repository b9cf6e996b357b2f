"""`clausewise explain`: the proof of a finding, what would turn it, and what it says to a wrong request."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema

from clausewise.records.explanation import EXPLANATION_FORMAT, Explanation
from clausewise.records.schema import schema_of_record
from cli.running import run

SCHEMA = schema_of_record(Explanation, EXPLANATION_FORMAT)
CASES = Path(__file__).parent.parent.parent / "cases" / "chongqing-2020"
STUDENT = str(CASES / "urban-dibao-student.yaml")
ELDER = str(CASES / "urban-dispersed-destitute.yaml")


def test_it_shows_the_proof_and_the_smallest_sets_of_facts() -> None:
    answer = run("explain", ELDER, "housing.urban_dispersed_destitute@elder", "--lang", "en")

    assert (answer.code, answer.err) == (0, "")
    assert "applies  13.1 Housing aid for urban destitute people in dispersed support" in answer.out
    assert "✓ meets the housing-security criteria as a person (yes)  「符合住房保障条\n        件」13.1" in answer.out
    assert "          ✓ by their home: urban or rural = urban (urban)\n" in answer.out
    assert (
        "  It would not apply with any one of these 5; what is drawn together must hold\n"
        "  together:\n"
        "    1  elder: form of destitute support: not a destitute person or centralised\n"
        "       (in an institution) (now dispersed (at home))\n"
        "    2  elder: meets the housing-security criteria as a person: no (now yes)\n"
        "    3  ┌ urban or rural: rural (now urban)\n"
        "       │ elder: urban or rural destitute support: rural support (now urban\n"
        "         support)\n"
        "       └ Does “urban” in 13.1 govern dibao families only, or destitute people in\n"
        "         dispersed support and grown orphans too?: all three groups\n"
    ) in answer.out


def test_it_speaks_chinese() -> None:
    answer = run("explain", STUDENT, "employment.assistance@mother", "--lang", "zh")

    assert answer.out.startswith("待定（还没有问）  16.1 就业困难救助对象就业援助（mother）")
    assert (
        "  要适用，最少需要（下面2种情形，任一种即可；连在一起的要同时具备）：\n"
        "    1  ┌ mother：有就业需求：是\n"
        "       └ mother：已认定为就业困难人员：是\n"
        "    2  ┌ mother：有就业需求：是\n"
        "       │ mother：找工作有困难：是\n"
    ) in answer.out


def test_it_says_why_before_the_words_and_the_proof() -> None:
    answer = run("explain", STUDENT, "13.1 城镇低保家庭住房救助", "--lang", "zh", env={"COLUMNS": "200"}).out
    places = [
        answer.index(one) for one in ("适用  13.1", "  因为  符合住房保障条件：是", "  要不适用", "  原文", "  推理")
    ]
    assert places == sorted(places)


def test_a_reading_that_would_turn_it_is_said_without_its_grounds() -> None:
    rented = str(CASES / "rural-dibao-renting-in-town.yaml")
    answer = run("explain", rented, "housing.urban_dibao", "--lang", "en")

    question = "    Is an urban dibao family one that lives in town, or one that receives urban\n    dibao?"
    assert f"  It would apply with:\n{question}: by where it lives\n" in answer.out
    assert f"  It would not apply with:\n{question}: by which dibao it receives\n" in answer.out


ORPHAN = """case: orphan
as_of: 2020-12-07
household: {area: urban}
everybody: true
members: [{id: o, birth_date: 2002-12-08, orphan: true, meets_housing_criteria: true}]
"""


def test_what_turns_with_time_is_told_as_the_day_from_which_it_does(tmp_path: Path) -> None:
    case = tmp_path / "orphan.yaml"
    case.write_text(ORPHAN, encoding="utf-8")
    asked = ("explain", str(case), "housing.urban_orphan@o", "--pack", "chongqing-2020")

    english, chinese = run(*asked, "--lang", "en").out, run(*asked, "--lang", "zh").out
    assert "  It would apply with:\n    from 2020-12-08 on, with everything else as it is\n" in english
    assert "  要适用，最少需要：\n    从 2020-12-08 起，其他情况不变\n" in chinese
    data = json.loads(run(*asked, "--format", "json").out)
    jsonschema.Draft202012Validator(SCHEMA).validate(data)
    (turned,) = data["turned"]
    assert turned["turning"] == [{"verdict": "applies", "complete": True, "from_day": "2020-12-08"}]


def test_a_rule_about_members_is_explained_for_each_of_them() -> None:
    answer = run("explain", STUDENT, "education.senior_high", "--lang", "en")

    for member in ("mother", "grandmother", "son"):
        assert f"Aid in ordinary senior high school ({member})" in answer.out


def test_its_json_fits_its_schema() -> None:
    answer = run("explain", STUDENT, "employment.assistance@mother", "--format", "json")

    data = json.loads(answer.out)
    jsonschema.Draft202012Validator(SCHEMA).validate(data)
    (explained,) = data["turned"]
    assert [finding["subject"] for finding in data["answer"]["findings"]] == [explained["subject"]] == ["mother"]
    assert [turning["verdict"] for turning in explained["turning"]] == ["applies", "does_not_apply"]
    recognised, plain = explained["turning"][0]["sets"]
    assert recognised == [
        {"fact": "member.wants_work", "after": [True], "member": "mother"},
        {"fact": "member.recognised_employment_difficulty", "after": [True], "member": "mother"},
    ]
    assert plain[2] == {"fact": "office.reads.employment_difficulty", "after": ["plain"]}


def test_a_rule_that_is_not_there_is_refused_with_the_nearest_one() -> None:
    answer = run("explain", STUDENT, "housing.urban_dibo")

    assert (answer.code, answer.out) == (2, "")
    assert "there is no rule housing.urban_dibo — did you mean housing.urban_dibao?" in answer.err


def test_a_member_who_is_not_there_is_refused() -> None:
    answer = run("explain", STUDENT, "education.senior_high@daughter")

    assert (answer.code, answer.out) == (2, "")
    assert "the case has no member daughter — there are: mother, grandmother, son" in answer.err


def test_a_member_of_a_rule_about_the_household_is_refused() -> None:
    answer = run("explain", STUDENT, "housing.urban_dibao@son")

    assert (answer.code, answer.out) == (2, "")
    assert "housing.urban_dibao is about the household — write housing.urban_dibao" in answer.err


def test_a_rule_about_members_has_nothing_to_explain_where_there_are_none() -> None:
    answer = run("explain", str(CASES / "drought.yaml"), "education.higher")

    assert (answer.code, answer.out) == (2, "")
    assert "education.higher is about members, and the case says that there are none" in answer.err
