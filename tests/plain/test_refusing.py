"""What the second judge cannot judge it refuses, with one sentence; it never ends in another error."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clausewise.plain import PlainPack, Refused, judge, read_folders, read_pack
from clausewise.plain.household import read_household
from clausewise.plain.parsing import parse
from specification.chongqing import FOLDERS
from specification.written import Plan, fact, files_of, rule

POOR = Plan(
    {
        "household.poor": fact("boolean"),
        "household.income": fact("money"),
        "household.rooms": fact("integer", minimum=0, maximum=3),
        "household.since": fact("date"),
        "member.ill": fact("boolean"),
    },
    {},
    {"s.r": rule("s.r", "household", {"if": "household.poor"})},
)
FILES = {**files_of(POOR).rules, "document.yaml": files_of(POOR).document[1]}
RULES = "rules/generated/00-rules.yaml"
FACTS = "rules/generated/facts.yaml"


def refusal(**files: str | bytes) -> str:
    """Why the pack is refused with files put in the place of its own: `rules`, `facts` or `document`."""
    names = {"rules": RULES, "facts": FACTS, "document": "document.yaml"}
    raw = {names[name]: one if isinstance(one, bytes) else one.encode() for name, one in files.items()}
    with pytest.raises(Refused) as refused:
        read_pack({**FILES, **raw})
    return str(refused.value)


def with_condition(when: str) -> str:
    return f"- {{rule: s.r, provision: '1.1', about: household, when: {when}}}\n"


@pytest.mark.parametrize(
    ("rules", "says"),
    [
        ("- {rule: s.r", "00-rules.yaml cannot be read as YAML: "),
        ("- &a {rule: s.r}", "00-rules.yaml:1 holds an anchor, an alias or a tag"),
        ("--- []\n--- []\n", "00-rules.yaml holds more than one document"),
        ("[" * 5000, "00-rules.yaml:1 nests deeper than 60 levels"),
        (b"\xff\xfe", "00-rules.yaml cannot be read as YAML: "),
        ("", "00-rules.yaml is empty"),
        ("- {rule: a.b, rule: a.c}", "a key that is no word, or one that stands twice: rule"),
        ("- {promise: s.r}", "an entry that is no rule, no duty, and neither missing nor open"),
        ("words", "an entry that is no rule, no duty, and neither missing nor open"),
        ("- {rule: s.r}", "the pack is not written as the language is: 'about' is missing"),
        (with_condition("{unless: household.poor}"), "a condition has one of the forms of the language"),
        (with_condition("{if: household.poor, not: {if: household.poor}}"), "one of the forms of the language"),
        (with_condition("{all: []}"), "one of the forms of the language"),
        (with_condition("{if: household.rich}"), "there is no fact household.rich"),
        (with_condition("{if: household.income}"), "household.income is neither true nor false"),
        (with_condition("{if: household.income > parameter.line}"), "there is no parameter line"),
        (with_condition("{some: member, some: member, if: member.ill}"), "stands twice"),
        (with_condition("{some: household, if: member.ill}"), "a condition is said of members once"),
        (with_condition("{count: member, if: member.ill}"), "a count says how many"),
        (with_condition("{some: member, not: {every: member, if: member.ill}}"), "quantifiers do not nest"),
        (with_condition("{contested: wide, a: {if: household.poor}}"), "there is no contested point wide"),
    ],
)
def test_a_pack_that_is_written_otherwise_is_refused(rules: str | bytes, says: str) -> None:
    assert says in refusal(rules=rules)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("household.poor and household.poor", "and is too much"),
        ("household.income > 1 > 0", "> is too much"),
        ("(household.income > 1) + 1 > 0", "a comparison stands inside an expression"),
        ("household.income ** 2 > 0", "a value is missing before *"),
        ("household.income >", "a value is missing at its end"),
        ("household.income = 1", "“= 1” is not part of the language"),
        ("-household.income < 0", "only a number can be negative"),
        ("income > 0", "income is no fact"),
        ("sum(household.income) > 0", "sum(household.income) is not part of the language"),
        ("date('2020-02-30') > case.as_of", "date('2020-02-30') is not part of the language"),
        ("round(household.income, 2) > 0", "a ) is missing"),
        ("(" * 60 + "1" + ")" * 60 + " > 0", "more than 50 brackets stand in each other"),
        ("1" * 41 + " > 0", "is too much"),
        ("-" * 900 + "1 > 0", "an expression of 905 characters is too long"),
    ],
)
def test_an_expression_that_the_language_does_not_have_is_refused(text: str, says: str) -> None:
    with pytest.raises(Refused) as refused:
        parse(text)
    assert says in str(refused.value)


def test_keywords_of_python_are_names_like_others() -> None:
    plan = Plan({"household.class": fact("boolean")}, {}, {})
    assert plan.plain.facts["household.class"].kind == "boolean"
    assert parse("household.class").names == {"household.class"}


def test_what_follows_from_itself_is_refused() -> None:
    circle = "household.a: {type: integer, derive: household.b}\nhousehold.b: {type: integer, derive: household.a}\n"
    assert refusal(facts=circle, rules="[]") == "household.a follows from itself"
    rules = "".join(
        f"- {{rule: s.{one}, provision: '1.1', about: household, when: {{finding: s.{other}}}}}\n"
        for one, other in ("ab", "ba")
    )
    with pytest.raises(Refused, match=r"s\.a follows from itself"):
        judge(read_pack({**FILES, RULES: rules.encode()}), {"as_of": "2020-12-07"})


def test_kinds_that_cannot_be_held_against_each_other_are_refused_when_they_meet() -> None:
    pack = read_pack({**FILES, RULES: with_condition("{if: household.income > case.as_of}").encode()})
    with pytest.raises(Refused, match="> is not said of 5 and 2020-12-07"):
        judge(pack, {"as_of": "2020-12-07", "household": {"income": "5.00"}})


def test_derivations_that_lead_on_without_end_are_refused() -> None:
    facts = "household.f0: {type: integer}\n" + "".join(
        f"household.f{number}: {{type: integer, derive: household.f{number - 1} + 1}}\n"
        for number in range(1999, 0, -1)
    )
    rules = with_condition("{if: household.f1999 > 0}")
    pack = read_pack({**FILES, FACTS: facts.encode(), RULES: rules.encode()})
    with pytest.raises(Refused, match="the rules nest too deep to be judged"):
        judge(pack, {"as_of": "2020-12-07", "household": {"f0": 1}})


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({}, "these are no facts of a household: 'as_of' is missing"),
        ({"as_of": "10000-01-01"}, "as_of is written 10000-01-01, which is no date"),
        ({"as_of": "2021-02-29"}, "as_of is written 2021-02-29, which is no date"),
        ({"when": "2020-12-07"}, "the facts hold when, and may hold application, as_of"),
        ({"household": {"rich": True}}, "there is no fact household.rich"),
        ({"household": {"poor": "true"}}, "household.poor cannot be true"),
        ({"household": {"poor": 1}}, "household.poor cannot be 1"),
        ({"household": {"rooms": True}}, "household.rooms cannot be True"),
        ({"household": {"rooms": 4}}, "household.rooms cannot be 4"),
        ({"household": {"income": 5}}, "household.income is written 5, which is no money"),
        ({"household": {"income": "1e3"}}, "household.income is written 1e3, which is no money"),
        ({"household": {"income": "-0.01"}}, "household.income cannot be -0.01"),
        ({"household": {"since": "0000"}}, "these are no facts of a household: year"),
        ({"household": ["poor"]}, "household holds ['poor'], which says nothing of a fact by its name"),
        ({"members": [{"ill": True}]}, "these are no facts of a household: 'id' is missing"),
        ({"members": [{"id": "m1"}, {"id": "m1"}]}, "m1 is no id of a member, or stands twice"),
        ({"members": [{"id": "?"}]}, "? is no id of a member, or stands twice"),
        ({"everybody": True}, "everybody is true or false, and true only where members are listed"),
        ({"office": {"facts": {"extended": []}}}, "there is no fact office.extended"),
    ],
)
def test_facts_that_are_written_otherwise_are_refused(facts: dict[str, Any], says: str) -> None:
    as_of = {} if facts in ({}, {"when": "2020-12-07"}) else {"as_of": "2020-12-07"}
    with pytest.raises(Refused) as refused:
        judge(POOR.plain, as_of | facts)
    assert says in str(refused.value)


def test_a_household_that_contradicts_what_follows_is_refused() -> None:
    pack = read_folders(FOLDERS.rules, FOLDERS.policy)
    member = {"id": "m1", "birth_date": "1980-01-01", "age": 30}
    with pytest.raises(Refused, match=r"member\.age is given as 30 and derived as 40"):
        judge(pack, {"as_of": "2020-12-07", "members": [member]})
    with pytest.raises(Refused, match=r"member\.age cannot be -1"):
        judge(pack, {"as_of": "2020-12-07", "members": [{"id": "m1", "birth_date": "2020-12-08"}]})


_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["2020-12-07", "0001", "m1"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text() | st.sampled_from(["id", "poor"]), inner),
)
_SHAPED = st.dictionaries(st.sampled_from(["as_of", "household", "members", "office", "everybody"]), _ANYTHING)


@settings(max_examples=200)
@given(_SHAPED)
def test_whatever_stands_in_place_of_facts_is_read_or_refused(facts: dict[str, Any]) -> None:
    read_or_refused(POOR.plain, {"as_of": "2020-12-07", **facts})


def read_or_refused(pack: PlainPack, facts: dict[str, Any]) -> None:
    try:
        read_household(pack.facts, facts)
    except Refused:
        return


@settings(max_examples=150)
@given(
    st.binary(max_size=60) | st.text(alphabet="{}[]:,-&*!|> \n\"'ab.0#", max_size=40).map(str.encode),
    st.integers(0, 400),
)
def test_whatever_stands_in_a_file_is_read_or_refused(piece: bytes, at: int) -> None:
    for name in (RULES, FACTS):
        whole = FILES[name]
        try:
            read_pack({**FILES, name: whole[:at] + piece + whole[at:]})
        except Refused:
            continue
