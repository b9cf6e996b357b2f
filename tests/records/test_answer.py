"""The record of a check: compact, the same every time, and as its schema says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

from clausewise.case import read_case_bytes
from clausewise.engine import Result
from clausewise.recording.answers import TermsWanted, record_answer, record_answers
from clausewise.recording.proofs import Proofs
from clausewise.records.answer import ANSWER_FORMAT, Answer, Answers
from clausewise.records.base import as_data, as_json
from clausewise.records.schema import schema_of_record
from records.recorded import answer_data, finding_in
from report.households import amount_not_known, check, engine

HOUSEHOLDS = [
    "working-mother",
    "nobody-employed",
    "members-not-known",
    "nobody-in-it",
    "filed",
    "known-to-the-month",
]
SCHEMA = schema_of_record(Answers, ANSWER_FORMAT)


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("proofs", list(Proofs))
def test_what_is_written_fits_the_schema(proofs: Proofs) -> None:
    written = as_json(record_answers([check(case_id) for case_id in HOUSEHOLDS], proofs=proofs))
    Draft202012Validator(SCHEMA).validate(json.loads(written))


def test_a_line_of_an_answer_fits_a_schema_of_its_own() -> None:
    Draft202012Validator(schema_of_record(Answer, ANSWER_FORMAT)).validate(answer_data(check("filed")))


def test_the_schema_takes_nothing_else() -> None:
    for path, value in ((("verdict",), "perhaps"), (("more",), 1)):
        data: Any = as_data(record_answers([check("nobody-in-it")], only=("16",)))
        data["results"][0]["measures"][0][path[0]] = value
        with pytest.raises(ValidationError):
            Draft202012Validator(SCHEMA).validate(data)


@pytest.mark.parametrize("case_id", HOUSEHOLDS)
def test_the_text_is_the_data_on_one_line_and_the_same_every_time(case_id: str) -> None:
    record = record_answer(check(case_id), proofs=Proofs.FULL)
    written = as_json(record)
    assert written == json.dumps(as_data(record), ensure_ascii=False, separators=(",", ":"))
    assert written == as_json(record_answer(check(case_id), proofs=Proofs.FULL))


def test_what_is_at_its_default_is_left_out() -> None:
    finding = finding_in(answer_data(check("working-mother")), "housing.urban_orphan", "son")
    assert finding == {"rule": "housing.urban_orphan", "verdict": "does_not_apply", "subject": "son"}


def asked_nothing(text: str) -> Result:
    return engine().check(read_case_bytes(f"case: x\nas_of: 2020-12-07\n{text}".encode(), "x.yaml", engine().pack))


STUDENT = Path("cases/chongqing-2020/urban-dibao-student.yaml")


def student() -> Result:
    raw = (Path(__file__).parent.parent.parent / STUDENT).read_bytes()
    return engine().check(read_case_bytes(raw, str(STUDENT), engine().pack))


@pytest.mark.parametrize(
    ("case", "terms", "proofs", "most"),
    [
        ("household: {}\nmembers: []", TermsWanted.USED, Proofs.NONE, 60_000),
        ("household: {}", TermsWanted.USED, Proofs.NONE, 95_000),
        (STUDENT, TermsWanted.USED, Proofs.NONE, 95_000),
        (STUDENT, TermsWanted.USED, Proofs.DECISIVE, 130_000),
        (STUDENT, TermsWanted.NONE, Proofs.NONE, 31_000),
    ],
)
def test_an_answer_is_no_larger_than_it_need_be(
    case: str | Path, terms: TermsWanted, proofs: Proofs, most: int
) -> None:
    result = asked_nothing(case) if isinstance(case, str) else student()
    assert len(as_json(record_answer(result, terms=terms, proofs=proofs)).encode()) <= most


# ---------------------------------------------------------------- what is in it


def test_an_answer_names_the_day_the_members_and_what_it_was_made_of() -> None:
    result = check("working-mother")
    data = answer_data(result)
    assert (data["as_of"], data["members"], data["everybody"]) == ("2020-12-07", ["mother", "son"], True)
    made = data["made"]
    assert (made["document"], made["rules"]) == (result.pack.document_digest, result.pack.rules_digest)
    assert made["case"] == result.case.digest != ""
    assert made["judges"] == ["proof", "durable-rules 2.0.28"]
    name, _, digest = made["program"].rpartition(" ")
    assert name.startswith("clausewise ")
    assert len(digest) == 64


def test_all_measures_are_there_each_with_its_verdict_and_its_findings() -> None:
    data = answer_data(check("nobody-employed"))
    assert [measure["number"] for measure in data["measures"]] == list(range(1, 38))
    verdicts = {measure["number"]: measure["verdict"] for measure in data["measures"]}
    assert (verdicts[1], verdicts[16], verdicts[17], verdicts[34]) == (
        "no_text",
        "applies",
        "undetermined",
        "institutional",
    )
    (measure,) = (one for one in data["measures"] if one["number"] == 16)
    assert {data["findings"][place]["rule"].split(".")[0] for place in measure["findings"]} == {"employment"}
    assert data["terms"]["clauses"]["16"]["duties"] == [
        "employment.zero_employment_mechanism",
        "employment.social_insurance_continuation",
    ]


def test_an_aid_has_its_amount_in_yuan_to_the_fen_and_its_months() -> None:
    data = answer_data(check("working-mother"))
    (step,) = finding_in(data, "employment.dibao_work_subsidy", "mother")["steps"][:1]
    assert step == {"of": "aid.0", "amount": "560.00", "months": 7}
    (text,) = data["terms"]["rules"]["employment.dibao_work_subsidy"]["steps"][:1]
    assert (text["id"], text["form"], text["computed"]) == ("aid.0", "cash", ["amount", "months"])


def test_an_amount_that_is_not_known_names_the_fact_it_waits_for() -> None:
    data = answer_data(amount_not_known())
    (step,) = finding_in(data, "the.rule", None)["steps"]
    assert step == {"of": "aid.0", "months": 7, "missing": [{"fact": "household.income"}]}


def test_what_a_rule_says_stands_once_with_its_provision_agency_and_firmness() -> None:
    terms = answer_data(check("working-mother"))["terms"]
    rule = terms["rules"]["housing.urban_dibao"]
    assert rule["provision"] == "13.1"
    assert "符合住房保障条件的城镇低保家庭" in terms["provisions"]["13.1"]
    assert terms["agencies"]["housing"] == {
        "zh": "住房城乡建设部门",
        "en": "housing and urban-rural development department",
    }
    assert (rule["agency"], rule["assigned_by"]) == (["housing"], "35.1")
    assert rule["modality"] == {"kind": "shall", "words": {"pieces": ["实施"], "where": "13.1"}}
    assert rule["open"][0]["words"] == {"pieces": ["相结合方式"], "where": "13.1"}


def test_an_undetermined_finding_names_what_could_still_change_it_and_why_that_is_open() -> None:
    data = answer_data(check("members-not-known"))
    finding = finding_in(data, "education.home_teaching", "?")
    assert (finding["waits"], finding["missing"]) == ("not_asked", [{"fact": "members"}])
    assert (data["members"], data["everybody"]) == ([], False)


def test_a_deadline_is_a_day_and_whether_it_is_past() -> None:
    steps = finding_in(answer_data(check("nobody-employed")), "employment.zero_employment", None)["steps"]
    assert {"of": "deadline", "day": "2020-12-06", "overdue": True} in steps


def test_only_picks_measures_and_findings_and_says_so() -> None:
    data = answer_data(check("working-mother"), "housing.urban_*", "5")
    assert data["only"] == ["housing.urban_*", "5"]
    assert [measure["number"] for measure in data["measures"]] == [5, 13]
    assert data["measures"][1]["findings"] == [0, 1, 2, 3, 4]


# ---------------------------------------------------------------- proofs


def test_a_proof_holds_the_truth_and_the_values_read_and_the_words_stand_once() -> None:
    data = answer_data(check("working-mother"), proofs=Proofs.FULL)
    because = finding_in(data, "housing.urban_orphan", "son")["because"]
    assert (because["at"], because["truth"]) == ("housing.urban_orphan", "false")
    texts = data["terms"]["conditions"]
    by_expression = {texts[part["at"]].get("expression"): part for part in because["parts"]}
    of_age = by_expression["member.age >= 18"]
    assert of_age == {
        "at": "housing.urban_orphan/3",
        "truth": "false",
        "reads": [{"fact": "member.age", "value": 16, "source": "derived"}],
    }
    assert texts["housing.urban_orphan/3"]["words"] == {"pieces": ["年满18周岁"], "where": "13.1"}
    assert by_expression["member.orphan"]["truth"] == "unknown"
    assert by_expression["member.orphan"]["reads"] == [{"fact": "member.orphan"}]


def test_what_decides_alone_of_what_is_refused_is_one_false_part() -> None:
    data = answer_data(check("working-mother"), proofs=Proofs.DECISIVE)
    assert finding_in(data, "housing.urban_orphan", "son")["because"] == {
        "at": "housing.urban_orphan/3",
        "truth": "false",
        "reads": [{"fact": "member.age", "value": 16, "source": "derived"}],
    }


def test_of_several_grounds_each_of_which_is_enough_the_first_decides_alone() -> None:
    answer = as_data(record_answer(student(), proofs=Proofs.DECISIVE))
    of_family = {"fact": "household.dibao_family", "value": True, "source": "derived"}
    assert finding_in(answer, "mechanism.grid", None)["because"] == {
        "at": "mechanism.grid",
        "truth": "true",
        "parts": [
            {
                "at": "mechanism.grid/1",
                "truth": "true",
                "reads": [{"fact": "household.low_income", "value": True, "source": "derived"}],
                "parts": [
                    {
                        "at": "household.low_income/derive.1",
                        "truth": "true",
                        "reads": [of_family],
                        "parts": [
                            {
                                "at": "household.dibao_family/derive.1",
                                "truth": "true",
                                "reads": [{"fact": "household.dibao", "value": True}],
                            }
                        ],
                    }
                ],
            }
        ],
    }


def test_of_several_members_each_of_whom_is_enough_the_first_decides_alone() -> None:
    case = "household: {}\nmembers: [{id: a}, {id: b, other_difficulty: true}, {id: c, other_difficulty: true}]"
    answer = as_data(record_answer(asked_nothing(case), proofs=Proofs.DECISIVE))
    assert finding_in(answer, "mechanism.grid", None)["because"]["parts"] == [
        {
            "at": "mechanism.grid/3",
            "truth": "true",
            "parts": [
                {
                    "at": "mechanism.grid/3.1",
                    "truth": "true",
                    "member": "b",
                    "reads": [{"fact": "member.in_difficulty", "value": True, "source": "derived"}],
                    "parts": [
                        {
                            "at": "member.in_difficulty/derive.3",
                            "truth": "true",
                            "reads": [{"fact": "member.other_difficulty", "value": True}],
                        }
                    ],
                }
            ],
        }
    ]


def test_what_decides_alone_of_what_applies_are_its_true_parts_and_nothing_of_what_is_open() -> None:
    data = answer_data(check("nobody-employed"), proofs=Proofs.DECISIVE)

    def truths(proof: dict[str, Any]) -> set[str]:
        return {proof["truth"]}.union(*map(truths, proof.get("parts", ())))

    zero = finding_in(data, "employment.zero_employment", None)["because"]
    assert (zero["truth"], "unknown" in truths(zero)) == ("true", False)
    open_ones = [one for one in data["findings"] if one["verdict"] == "undetermined"]
    assert open_ones
    assert all("because" not in one for one in open_ones)


def test_what_is_not_known_has_the_ends_between_which_it_lies() -> None:
    data = answer_data(check("known-to-the-month"), proofs=Proofs.FULL)
    found = {}
    for member in ("sister", "brother"):
        leaf = finding_in(data, "housing.urban_orphan", member)["because"]["parts"][2]
        (read,) = leaf["reads"]
        found[member] = leaf["truth"], read["bounds"]
    assert found == {"sister": ("true", {"low": 18, "high": 18}), "brother": ("unknown", {"low": 17, "high": 18})}


def test_a_leaf_on_findings_names_those_it_looked_at() -> None:
    data = answer_data(check("filed"), proofs=Proofs.FULL)
    on_findings = finding_in(data, "education.tracking", "son")["because"]["parts"][0]
    assert data["terms"]["conditions"][on_findings["at"]]["form"] == "finding"
    assert {"rule": "education.senior_high", "subject": "son", "truth": "true"} in on_findings["findings"]
    assert {"rule": "education.higher", "subject": "son", "truth": "false"} in on_findings["findings"]


def test_every_place_in_a_proof_has_its_text_and_every_id_its_words() -> None:
    for case_id in HOUSEHOLDS:
        data = answer_data(check(case_id), proofs=Proofs.FULL)
        terms = data["terms"]
        for finding in data["findings"]:
            assert terms["rules"][finding["rule"]]["provision"] in terms["provisions"]
            waiting = [finding["because"]]
            while waiting:
                proof = waiting.pop()
                assert proof["at"] in terms["conditions"]
                waiting += proof.get("parts", [])
                for read in proof.get("reads", []):
                    name = read["fact"]
                    assert name in terms["facts"] or name.startswith(("parameter.", "office.reads.", "count(", "sum("))
            for ask in finding.get("missing", []):
                assert ask["fact"] in terms["facts"] or ask["fact"].startswith(("members", "office.reads."))
