"""Household files become cases: what is written, what is unknown, who the members are, and where each fact stands."""

from __future__ import annotations

import datetime
import hashlib
import json
from fractions import Fraction
from pathlib import Path

import pytest

from clausewise.case import Case, read_case, read_case_bytes
from clausewise.errors import CaseError
from clausewise.language.model import Pack
from language.small import read

DAY = datetime.date(2020, 12, 7)


@pytest.fixture(scope="module")
def pack() -> Pack:
    return read({})


def case_of(text: str, pack: Pack) -> Case:
    return read_case_bytes(text.encode(), "family.yaml", pack)


def refusals(text: str, pack: Pack) -> list[str]:
    with pytest.raises(CaseError) as refused:
        case_of(text, pack)
    return [str(diagnostic).removeprefix("family.yaml:") for diagnostic in refused.value.diagnostics]


def test_a_case_needs_only_a_name(pack: Pack) -> None:
    case = case_of("case: family\n", pack)
    assert (case.id, case.values, case.members, case.title, case.note) == ("family", {}, (), None, None)


def test_values_are_read_by_their_types(pack: Pack) -> None:
    case = case_of(
        "case: family\nhousehold: {area: urban, distress: false, income: 620.5, relieved_on: 2020-11-07}\n", pack
    )
    assert case.values == {
        "household.area": "urban",
        "household.distress": False,
        "household.income": Fraction(1241, 2),
        "household.relieved_on": datetime.date(2020, 11, 7),
    }


def test_null_says_that_a_fact_is_unknown(pack: Pack) -> None:
    assert case_of("case: family\nhousehold: {dibao: null, area: ~, income: }\n", pack).values == {}


def test_who_the_members_are_may_be_unknown(pack: Pack) -> None:
    for text in ("", "members: null\n", "everybody: false\n", "everybody: false\nmembers: []\n"):
        case = case_of(f"case: family\n{text}", pack)
        assert (case.members, case.everybody) == ((), False)


def test_a_household_may_have_no_members(pack: Pack) -> None:
    for text in ("members: []\n", "everybody: true\nmembers: []\n"):
        case = case_of(f"case: family\n{text}", pack)
        assert (case.members, case.everybody) == ((), True)


@pytest.mark.parametrize(
    ("written", "everybody"), [("", False), ("everybody: null\n", False), ("everybody: false\n", False),
                               ("everybody: true\n", True)],
)  # fmt: skip
def test_those_listed_are_everybody_only_where_the_case_says_so(pack: Pack, written: str, everybody: bool) -> None:
    assert case_of(f"case: family\n{written}members: [{{id: son}}]\n", pack).everybody == everybody


def test_nobody_listed_cannot_be_everybody(pack: Pack) -> None:
    assert refusals("case: family\neverybody: true\n", pack) == [
        "2:12: everybody is true, and the case lists no members — list the members, or write members: [] when there "
        "are none"
    ]
    assert refusals("case: family\neverybody: all\nmembers: [{id: son}]\n", pack) == [
        '2:12: everybody is the word "all", not true or false — write true when the '
        "members listed are all there are, false when there may be others"
    ]


def test_members_keep_their_order_and_their_facts(pack: Pack) -> None:
    case = case_of("case: family\nmembers:\n- {id: mother}\n- {id: 儿子, age: 12}\n- {id: 3}\n", pack)
    assert [(one.id, dict(one.values)) for one in case.members] == [
        ("mother", {}),
        ("儿子", {"member.age": 12}),
        ("3", {}),
    ]


def test_every_fact_knows_where_it_was_written(pack: Pack) -> None:
    case = case_of("case: family\nhousehold:\n  area: urban\nmembers:\n- {id: son, age: 12}\n", pack)
    assert str(case.places[None, "household.area"]) == "family.yaml:3:9"
    assert str(case.places["son", "member.age"]) == "family.yaml:5:18"


def test_the_day_is_the_packs_where_the_case_names_none(pack: Pack) -> None:
    assert case_of("case: family\n", pack).as_of == DAY
    assert case_of("case: family\nas_of: 2021-03-01\n", pack).as_of == datetime.date(2021, 3, 1)
    assert case_of('case: family\nas_of: "2021-03-01"\n', pack).as_of == datetime.date(2021, 3, 1)


def test_the_day_asked_for_overrules_the_day_written(pack: Pack) -> None:
    asked = datetime.date(2022, 1, 1)
    assert read_case_bytes(b"case: family\nas_of: 2021-03-01\n", "family.yaml", pack, as_of=asked).as_of == asked


def test_a_title_may_be_in_one_language_or_in_both(pack: Pack) -> None:
    both = case_of("case: family\ntitle: {zh: 一家, en: A family}\n", pack).title
    one = case_of("case: family\nnote: 一家\n", pack).note
    assert both is not None
    assert one is not None
    assert ((both.zh, both.en), (one.zh, one.en)) == (("一家", "A family"), ("一家", "一家"))


@pytest.mark.parametrize("name", ["family", "2020", "2020-12-07", "张家", "a.b-c_d"])
def test_a_name_is_what_a_file_may_be_called(name: str, pack: Pack) -> None:
    assert case_of(f"case: {name}\n", pack).id == name


@pytest.mark.parametrize("name", ["true", "a/b", "''", "-5", "1.5", "[a]", '"a b"', "..", ".hidden"])
def test_what_no_file_may_be_called_is_no_name(name: str, pack: Pack) -> None:
    (said,) = refusals(f"case: {name}\n", pack)
    assert said.endswith("cannot be the id of a case — write letters, digits, - and _, 100 at most")


def test_a_case_may_name_its_pack(pack: Pack) -> None:
    assert case_of("case: family\npack: small\n", pack).id == "family"
    assert refusals("case: family\npack: large\n", pack) == [
        "2:7: this case is for the pack large, not for small — check it with --pack large, or write pack: small"
    ]
    assert refusals("case: family\npack: [small]\n", pack) == ["2:7: a list cannot be a pack — write pack: small"]


def test_json_is_read_too(pack: Pack) -> None:
    text = json.dumps({"case": "family", "household": {"income": 12.5}, "members": [{"id": "son"}]}, indent="\t")
    case = case_of(text, pack)
    assert case.values == {"household.income": Fraction(25, 2)}


def test_line_ends_of_windows_and_a_byte_order_mark_are_read(pack: Pack) -> None:
    raw = "\ufeffcase: family\r\nhousehold:\r\n  area: urban\r\n".encode()
    assert read_case_bytes(raw, "family.yaml", pack).values == {"household.area": "urban"}


def test_everything_wrong_is_named_in_the_order_of_the_file(pack: Pack) -> None:
    text = "members: [{id: son, age: old}, {age: 3}]\nhousehold: {dibao: on, colour: red}\nfoo: 1\n"
    assert [said.split(": ")[0] for said in refusals(text, pack)] == ["1:1", "1:26", "1:32", "2:20", "2:24", "3:1"]


def test_at_most_200_members_are_read(pack: Pack) -> None:
    assert case_of("case: family\nmembers:\n" + "".join(f"- {{id: m{n}}}\n" for n in range(200)), pack).members
    assert refusals("case: family\nmembers:\n" + "".join(f"- {{id: m{n}}}\n" for n in range(201)), pack) == [
        "3:1: the household has 201 members — at most 200 are read"
    ]


def test_the_digest_is_that_of_the_bytes(pack: Pack, tmp_path: Path) -> None:
    path = tmp_path / "family.yaml"
    path.write_bytes(b"case: family\n")
    assert read_case(path, pack).digest == hashlib.sha256(b"case: family\n").hexdigest()
    assert read_case(path, pack).digest != read_case_bytes(b"case: family\n\n", "x", pack).digest


def test_facts_may_not_be_given_names_of_other_subjects(pack: Pack) -> None:
    assert refusals("case: family\nhousehold: {age: 12}\nmembers: [{id: son, area: urban}]\n", pack) == [
        "2:13: there is no fact household.age — member.age is one: write it under a member",
        "3:21: there is no fact member.area — household.area is one: write it under household",
    ]
