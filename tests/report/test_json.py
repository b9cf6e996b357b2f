"""The JSON of a check: whole, the same every time, and as its schema says."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

from clausewise.report import ReportOptions, render
from clausewise.report.json import FORMAT, result_as_data, result_schema
from clausewise.report.json_text import Shared, pieces_of_json
from report.households import amount_not_known, check

HOUSEHOLDS = [
    "working-mother",
    "nobody-employed",
    "members-not-known",
    "nobody-in-it",
    "filed",
    "known-to-the-month",
]


def finding_in(data: dict[str, Any], rule: str, subject: str | None) -> dict[str, Any]:
    found = [
        finding
        for measure in data["measures"]
        for finding in measure["findings"]
        if (finding["rule"], finding["subject"]) == (rule, subject)
    ]
    assert len(found) == 1
    one: dict[str, Any] = found[0]
    return one


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(result_schema())


def test_what_is_written_fits_the_schema() -> None:
    written = render([check(case_id) for case_id in HOUSEHOLDS], "json", ReportOptions())
    Draft202012Validator(result_schema()).validate(json.loads(written))


def test_the_schema_takes_nothing_else() -> None:
    data = json.loads(render([check("nobody-in-it")], "json", ReportOptions(only=("16",))))
    data["results"][0]["measures"][0]["verdict"] = "perhaps"
    with pytest.raises(ValidationError):
        Draft202012Validator(result_schema()).validate(data)


@pytest.mark.parametrize("case_id", HOUSEHOLDS)
def test_the_same_case_gives_the_same_bytes(case_id: str) -> None:
    first, second = (render([check(case_id)], "json", ReportOptions()) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("case_id", HOUSEHOLDS)
def test_what_findings_share_stands_in_the_text_as_often_as_in_the_data(case_id: str) -> None:
    result = check(case_id)
    data = {"format": FORMAT, "results": [result_as_data(result, ReportOptions())]}
    assert render([result], "json", ReportOptions()) == json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def test_shared_data_are_indented_by_where_they_stand() -> None:
    paid = Shared({"zh": "发放\u0007“1”", "amount": 1.5, "to": []})
    data = {"first": paid, "others": [{"second": paid, "none": None}, {}, True], "third": paid}
    for whole_from in range(4):
        assert "".join(pieces_of_json(data, whole_from)) == json.dumps(data, ensure_ascii=False, indent=1)


def test_a_result_names_the_case_the_day_and_the_digests_to_make_it_again() -> None:
    result = check("working-mother")
    data = result_as_data(result, ReportOptions())
    keys = ["case", "as_of", "pack", "office", "notices", "only", "granted_twice", "granted_once", "measures"]
    assert list(data) == keys
    assert data["as_of"] == "2020-12-07"
    assert data["case"]["digest"] == result.case.digest != ""
    assert (data["pack"]["document"], data["pack"]["rules"]) == (
        result.pack.document_digest,
        result.pack.rules_digest,
    )


def test_all_measures_are_there_each_with_its_verdict() -> None:
    measures = result_as_data(check("nobody-employed"), ReportOptions())["measures"]
    assert [measure["number"] for measure in measures] == list(range(1, 38))
    verdicts = {measure["number"]: measure["verdict"] for measure in measures}
    assert (verdicts[1], verdicts[16], verdicts[17], verdicts[34]) == (
        "no_text",
        "applies",
        "undetermined",
        "institutional",
    )
    assert [duty["duty"] for duty in measures[15]["duties"]] == [
        "employment.zero_employment_mechanism",
        "employment.social_insurance_continuation",
    ]


def test_what_is_not_known_has_the_ends_between_which_it_lies() -> None:
    data = result_as_data(check("known-to-the-month"), ReportOptions())
    ages = {}
    for member in ("sister", "brother"):
        leaf = finding_in(data, "housing.urban_orphan", member)["because"]["parts"][2]
        (ages[member],) = leaf["reads"]
        assert leaf["truth"] == ("true" if member == "sister" else "unknown")
    assert (ages["sister"]["value"], ages["sister"]["bounds"]) == (None, {"low": 18, "high": 18})
    assert (ages["brother"]["value"], ages["brother"]["bounds"]) == (None, {"low": 17, "high": 18})
    assert ages["sister"]["shown"] == {"zh": "不论未知者为何，都是 18 周岁", "en": "18 years whatever is unknown"}
    assert ages["brother"]["shown"] == {"zh": "未知，17 周岁 至 18 周岁", "en": "unknown, 17 years to 18 years"}


def test_an_aid_has_its_amount_in_yuan_to_the_fen_and_its_months() -> None:
    data = result_as_data(check("working-mother"), ReportOptions())
    (aid,) = finding_in(data, "employment.dibao_work_subsidy", "mother")["aid"]
    assert (aid["form"], aid["amount"], aid["months"], aid["missing"]) == ("cash", "560.00", 7, [])


def test_an_amount_that_is_not_known_names_the_fact_it_waits_for() -> None:
    data = result_as_data(amount_not_known(), ReportOptions())
    (aid,) = finding_in(data, "the.rule", None)["aid"]
    assert (aid["amount"], aid["computed"]) == (None, ["amount", "months"])
    assert [missing["fact"] for missing in aid["missing"]] == ["household.income"]


def test_a_finding_quotes_its_provision_and_names_its_agency_and_what_names_it() -> None:
    data = result_as_data(check("working-mother"), ReportOptions())
    finding = finding_in(data, "housing.urban_dibao", None)
    assert finding["provision"]["id"] == "13.1"
    assert "符合住房保障条件的城镇低保家庭" in finding["provision"]["text"]
    assert finding["agency"] == [
        {"id": "housing", "label": {"zh": "住房城乡建设部门", "en": "housing and urban-rural development department"}}
    ]
    assert finding["assigned_by"] == "35.1"
    assert finding["modality"] == {"is": "shall", "words": {"pieces": ["实施"], "where": "13.1"}}


def test_a_proof_holds_the_words_the_truth_and_the_values_read() -> None:
    data = result_as_data(check("working-mother"), ReportOptions())
    because = finding_in(data, "housing.urban_orphan", "son")["because"]
    assert (because["condition"], because["truth"], because["member"]) == ("all", "false", "son")
    by_expression = {part["expression"]: part for part in because["parts"]}
    of_age = by_expression["member.age >= 18"]
    assert of_age["truth"] == "false"
    assert of_age["words"] == {"pieces": ["年满18周岁"], "where": "13.1"}
    assert of_age["reads"] == [
        {
            "fact": "member.age",
            "member": "son",
            "label": {"zh": "周岁年龄", "en": "age in completed years"},
            "value": 16,
            "exact": None,
            "since": None,
            "written": None,
            "bounds": None,
            "shown": {"zh": "16 周岁", "en": "16 years"},
        }
    ]
    assert by_expression["member.orphan"]["truth"] == "unknown"
    assert by_expression["member.orphan"]["reads"][0]["value"] is None


def test_a_leaf_on_findings_names_those_it_looked_at() -> None:
    data = result_as_data(check("filed"), ReportOptions())
    on_findings = finding_in(data, "education.tracking", "son")["because"]["parts"][0]
    assert on_findings["condition"] == "finding"
    assert {"rule": "education.senior_high", "subject": "son", "truth": "true"} in on_findings["findings"]
    assert {"rule": "education.higher", "subject": "son", "truth": "false"} in on_findings["findings"]


def test_an_undetermined_finding_names_what_could_still_change_it() -> None:
    data = result_as_data(check("members-not-known"), ReportOptions())
    finding = finding_in(data, "education.home_teaching", "?")
    assert [(one["fact"], one["member"]) for one in finding["missing"]] == [("members", None)]
    assert (data["case"]["members"], data["case"]["everybody"]) == ([], False)


def test_a_deadline_is_a_day_and_whether_it_is_past() -> None:
    data = result_as_data(check("nobody-employed"), ReportOptions())
    deadline = finding_in(data, "employment.zero_employment", None)["deadline"]
    assert (deadline["day"], deadline["overdue"]) == ("2020-12-06", True)


def test_only_picks_measures_and_findings_and_says_so() -> None:
    data = result_as_data(check("working-mother"), ReportOptions(only=("housing.urban_*", "5")))
    assert data["only"] == ["housing.urban_*", "5"]
    assert [measure["number"] for measure in data["measures"]] == [5, 13]
    assert len(data["measures"][1]["findings"]) == 5
