"""A case that is written reads back as the same case, whatever its words, and a person can read it."""

from __future__ import annotations

import datetime
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clausewise.case import Case, Expectations, Member, read_case, read_case_bytes
from clausewise.case.writing import write_case
from clausewise.language.facts import DateSpan, Fact, FactType, Subject, Value
from clausewise.language.labels import Label
from clausewise.packs import find_pack, open_pack
from clausewise.yaml_faults import FORBIDDEN

PACK = open_pack("chongqing-2020")
CASES = find_pack("chongqing-2020", start=Path(__file__).parent).cases

# Line ends other than \n are one and the same to YAML.
TEXTS = st.text(max_size=60).filter(
    lambda text: not FORBIDDEN.search(text) and not set(text) & set("\r\x85\u2028\u2029")
)
IDS = st.from_regex(r"[A-Za-z0-9\u4e00-\u9fff_-]{1,12}", fullmatch=True)
DAYS = st.dates(datetime.date(1000, 1, 1), datetime.date(2999, 12, 31))


def values_of(fact: Fact) -> st.SearchStrategy[Value]:
    match fact.type:
        case FactType.BOOLEAN:
            return st.booleans()
        case FactType.CHOICE:
            return st.sampled_from(sorted(fact.values or {}))
        case FactType.DATE:
            return DAYS
        case FactType.MONEY:
            return st.integers(0, 10**9).map(lambda fen: Fraction(fen, 100))
    return st.integers(0, 130)


def facts_about(*subjects: Subject) -> st.SearchStrategy[dict[str, Value]]:
    facts = {name: values_of(fact) for name, fact in PACK.facts.items() if fact.subject in subjects}
    return st.fixed_dictionaries({}, optional=facts)


def spans_about(*subjects: Subject) -> st.SearchStrategy[dict[str, DateSpan]]:
    dates = (fact for fact in PACK.facts.values() if fact.subject in subjects and fact.type is FactType.DATE)
    span = st.builds(DateSpan, st.integers(1, 9999), st.none() | st.integers(1, 12))
    return st.fixed_dictionaries({}, optional={fact.name: span for fact in dates})


@st.composite
def knowledge(draw: st.DrawFn, *subjects: Subject) -> tuple[dict[str, Value], dict[str, DateSpan]]:
    """Facts that are known, and dates that are known to their month or year instead."""
    values, spans = draw(facts_about(*subjects)), draw(spans_about(*subjects))
    return values, {name: span for name, span in spans.items() if name not in values}


@st.composite
def cases(draw: st.DrawFn) -> Case:
    labels = st.none() | TEXTS.map(lambda text: Label(text, text)) | st.builds(Label, TEXTS, TEXTS)
    ids = draw(st.lists(IDS, unique=True, max_size=3))
    values, spans = draw(knowledge(Subject.HOUSEHOLD, Subject.APPLICATION))
    return Case(
        draw(st.from_regex(r"[A-Za-z0-9\u4e00-\u9fff][A-Za-z0-9\u4e00-\u9fff_.-]{0,20}", fullmatch=True)),
        draw(DAYS),
        values,
        tuple(Member(one, *draw(knowledge(Subject.MEMBER))) for one in ids),
        everybody=draw(st.booleans()),
        title=draw(labels),
        note=draw(labels),
        spans=spans,
    )


def as_read(case: Case) -> Case:
    """What a file says, without where it stands and what is expected of it."""
    return replace(case, file="", digest="", expect=Expectations())


@settings(max_examples=50)
@given(cases())
def test_what_is_written_reads_back_as_the_same_case(case: Case) -> None:
    assert as_read(read_case_bytes(write_case(case, PACK).encode(), "written", PACK)) == case


@pytest.mark.parametrize("path", sorted(CASES.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_case_of_the_pack_is_written_with_all_that_it_expects(path: Path) -> None:
    case = read_case(path, PACK)
    again = read_case_bytes(write_case(case, PACK).encode(), path.name, PACK)
    assert as_read(again) == as_read(case)
    assert again.data.get("expect") == case.data.get("expect")


def test_a_case_is_written_in_the_order_of_case_files_with_days_amounts_and_chinese_as_they_are() -> None:
    case = Case(
        "wang",
        datetime.date(2020, 12, 7),
        {"household.dibao_reduction_month": Fraction(1201, 2), "application.disputed": False, "household.dibao": True},
        (
            Member("女儿", {"member.student_stage": "none", "member.birth_date": datetime.date(2004, 3, 1)}),
            Member("奶奶", {}, {"member.birth_date": DateSpan(1950, 6)}),
            Member("爷爷", {}, {"member.birth_date": DateSpan(1948)}),
        ),
        everybody=True,
        title=Label("王家", "The Wangs"),
        note=Label("女儿读高中。", "女儿读高中。"),
    )
    assert write_case(case, PACK) == (
        "case: wang\n"
        "pack: chongqing-2020\n"
        "title:\n"
        "  zh: 王家\n"
        "  en: The Wangs\n"
        "note: 女儿读高中。\n"
        "as_of: 2020-12-07\n"
        "household:\n"
        "  dibao: true\n"
        "  dibao_reduction_month: 600.50\n"
        "application:\n"
        "  disputed: false\n"
        "everybody: true\n"
        "members:\n"
        "  - id: 女儿\n"
        "    birth_date: 2004-03-01\n"
        "    student_stage: none\n"
        "  - id: 奶奶\n"
        "    birth_date: 1950-06\n"
        "  - id: 爷爷\n"
        "    birth_date: 1948\n"
    )


def test_that_there_are_no_members_is_written_and_that_they_are_not_known_is_not() -> None:
    day = datetime.date(2020, 12, 7)
    assert write_case(Case("a", day, {}, (), everybody=True), PACK).endswith("as_of: 2020-12-07\nmembers: []\n")
    assert write_case(Case("a", day, {}, (), everybody=False), PACK).endswith("as_of: 2020-12-07\n")


def test_it_is_written_whether_those_listed_are_everybody() -> None:
    case = Case("a", datetime.date(2020, 12, 7), {}, (Member("b", {}),), everybody=False)
    assert write_case(case, PACK).endswith("everybody: false\nmembers:\n  - id: b\n")
