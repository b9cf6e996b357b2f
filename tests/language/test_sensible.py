"""What is sensible is read with the fact it stands at, and no verdict, question or refusal comes of it."""

from __future__ import annotations

import datetime

from bad.reading import GOOD_PACK
from clausewise.case import read_case_bytes
from clausewise.engine import Engine
from clausewise.language.conditions import If, Not
from clausewise.language.verdicts import Verdict
from language.small import read

FACTS = (GOOD_PACK / "rules/facts.yaml").read_text(encoding="utf-8")
OLD_AT_MOST_120 = """\
  sensible:
    - {if: member.age <= 120, why: {zh: 没有更老的人, en: Nobody is older.}}
    - not: {all: [{if: member.age < 16}, {if: household.poor}]}
      why: {zh: 甲, en: a}
household.poor: {type: boolean, zh: 贫困, en: poor, ask: {zh: 是否贫困？, en: Is it poor?}}
"""


def test_a_fact_carries_what_holds_of_people_who_could_exist() -> None:
    age = read({"facts.yaml": FACTS + OLD_AT_MOST_120}).facts["member.age"]
    first, second = age.sensible
    assert isinstance(first.condition, If)
    assert isinstance(second.condition, Not)
    assert (first.condition.source, first.why.en) == ("member.age <= 120", "Nobody is older.")
    assert (first.place.line, second.place.line) == (48, 49)
    assert age.derive is not None


def test_most_facts_carry_nothing() -> None:
    assert [fact.name for fact in read({}).facts.values() if fact.sensible] == []


def test_a_case_of_somebody_who_could_not_exist_is_checked_as_any_other() -> None:
    pack = read({"facts.yaml": FACTS + OLD_AT_MOST_120})
    case = (
        b"case: old\nas_of: 2020-12-07\nhousehold: {dibao: true}\n"
        b"everybody: true\nmembers: [{id: old, birth_date: 1899-12-07}]\n"
    )
    engine = Engine(pack)
    found = engine.check(read_case_bytes(case, "old.yaml", pack)).by_name["school.fees@old"]
    engine.close()
    assert (pack.printed, found.verdict) == (datetime.date(2020, 12, 7), Verdict.APPLIES)


def test_a_fact_that_stands_there_alone_is_used_by_no_rule() -> None:
    assert "household.poor" not in read({"facts.yaml": FACTS + OLD_AT_MOST_120}).reads.facts_used
