"""A household given as data is the household of the file that says the same; what is wrong is told at its path."""

from __future__ import annotations

import datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

import pydantic
import pytest

import clausewise
from clausewise.case import read_case_bytes
from clausewise.packs import open_pack

PACK = clausewise.load("chongqing-2020")
DAY = datetime.date(2020, 12, 7)


def told(given: Any) -> list[str]:
    """What is wrong with a household, a line each."""
    with pytest.raises(clausewise.CaseError) as refused:
        PACK.case(given)
    return [str(one) for one in refused.value.diagnostics]


def test_a_dict_is_the_household_of_the_file_that_says_the_same() -> None:
    text = (
        b"case: family\nas_of: 2020-12-07\nhousehold: {area: urban, dibao_reduction_month: 560.5}\neverybody: true\n"
        b"members: [{id: son, birth_date: 2004-03, student_stage: senior_high}]\n"
    )
    of_file = read_case_bytes(text, "family.yaml", open_pack("chongqing-2020"))
    of_dict = PACK.case(
        {
            "case": "family",
            "as_of": DAY,
            "household": {"area": "urban", "dibao_reduction_month": 560.5},
            "everybody": True,
            "members": ({"id": "son", "birth_date": "2004-03", "student_stage": "senior_high"},),
        }
    )
    assert (of_dict.values, of_dict.members, of_dict.as_of) == (of_file.values, of_file.members, of_file.as_of)
    assert of_dict.id == "family"


@pytest.mark.parametrize("amount", [560, 560.0, "560", "560.00", Decimal("560.00")])
def test_an_amount_is_whole_yuan_a_decimal_a_text_or_an_exact_float(amount: object) -> None:
    case = PACK.case({"household": {"dibao_reduction_month": amount}})
    assert case.values["household.dibao_reduction_month"] == Fraction(560)


def test_a_float_keeps_the_fen_that_it_is_written_with() -> None:
    assert PACK.case({"household": {"dibao_reduction_month": 0.29}}).values == {
        "household.dibao_reduction_month": Fraction(29, 100)
    }


@pytest.mark.parametrize("amount", [0.1 + 0.2, 3.333, float("nan"), float("inf")])
def test_a_float_that_is_finer_than_a_fen_is_refused(amount: float) -> None:
    assert told({"household": {"dibao_reduction_month": amount}}) == [
        f"household.dibao_reduction_month: the float {amount!r} is not exact to the fen"
        " — give whole yuan, a Decimal, or a text such as 560.00"
    ]


class Area(Enum):
    URBAN = "urban"


class Household(pydantic.BaseModel):
    area: Area | None = None
    dibao: bool | None = None


class Family(pydantic.BaseModel):
    household: Household
    members: list[dict[str, Any]] = []


def test_a_model_is_what_it_dumps_and_what_it_does_not_say_is_unknown() -> None:
    case = PACK.case(Family(household=Household(area=Area.URBAN)))
    assert case.values == {"household.area": "urban"}
    assert (case.members, case.everybody) == ((), True)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"household": {"dibo": True}}, "household.dibo: there is no fact household.dibo — did you mean dibao?"),
        (
            {"members": [{"id": "a"}, {"id": "b", "age": -1}]},
            "members[1].age: member.age (周岁年龄): the impossible value -1 — write a value from 0 to 130",
        ),
        ({"members": [{"id": "a"}, {"id": "a"}]},
         "members[1].id: the member a is listed twice — give each member an id of its own"),
        ({"members": {"a": 1}}, "members: members is a mapping, not a list — write - {id: mother, …} for each member"),
        (3, "the case: a case is a mapping, not the number 3"
         " — begin with case: and a name; `clausewise new` writes such a file"),
        ({"household": {"dibao": object}}, "household.dibao: a type is no value of a case"
         " — give a truth value, a number, a text, a date, a list or a mapping"),
        ({"members": [{"id": "a", "birth_date": datetime.datetime(2004, 3, 1, 8)}]},
         "members[0].birth_date: 2004-03-01 08:00:00 has a time of day — give a date"),
        ({"members": [{"id": str(one)} for one in range(201)]},
         "members: the household has 201 members — at most 200 are read"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_path(given: object, said: str) -> None:
    assert told(given) == [said]


def test_what_refers_to_itself_has_no_end_and_is_refused() -> None:
    endless: dict[str, Any] = {}
    endless["household"] = endless
    assert told(endless) == [
        "household.household.household.household.household.household: the nesting is too deep — give facts and members"
    ]


def test_a_contradiction_of_facts_is_told_too() -> None:
    with pytest.raises(clausewise.CaseError, match=r"members\[0\]\.age"):
        PACK.check({"members": [{"id": "a", "birth_date": "1944-06-30", "age": 12}]}, as_of=DAY)


@pytest.mark.parametrize("amount", [1e30, 1e300, Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"), 10**4000])
def test_a_number_that_no_file_could_hold_is_told_at_its_path(amount: object) -> None:
    (said,) = told({"household": {"dibao_reduction_month": amount}})
    assert said.startswith("household.dibao_reduction_month: ")
    with pytest.raises(clausewise.CaseError):
        PACK.interview({}).answer({"household.dibao_reduction_month": amount})  # type: ignore[dict-item]


def test_a_household_of_too_many_values_is_refused_before_it_is_read() -> None:
    shared: list[Any] = [1]
    for _ in range(22):
        shared = [shared, shared]
    assert told({"household": {"area": shared}}) == [
        "household.area[0][0][0][0]: the household holds too many values — at most 50,000 are read"
    ]


def test_a_case_of_no_name_has_the_usual_one_and_a_class_is_no_model() -> None:
    assert PACK.case({"case": None}).id == "household"
    assert "is no value of a case" in told(Family)[0]


def test_a_moment_is_its_day_and_a_text_is_no_day() -> None:
    assert PACK.case({}, as_of=datetime.datetime(2020, 12, 7, 9)).as_of == DAY
    with pytest.raises(clausewise.RequestError, match=r"as_of is '2020-12-07' — give a datetime.date"):
        PACK.case({}, as_of="2020-12-07")  # type: ignore[arg-type]
    with pytest.raises(clausewise.RequestError, match="is no path"):
        PACK.case("\0")


def test_two_keys_that_are_one_word_in_a_file_are_told() -> None:
    class Area(Enum):
        URBAN = "urban"

        def __str__(self) -> str:
            return "area"

    assert told({"household": {"area": "urban", Area.URBAN: "rural"}, "members": []}) == [
        "household.area: area is given twice, as a text and otherwise — keep one of them"
    ]
