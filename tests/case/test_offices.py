"""Office files: dated answers read and checked against the office facts and contested points of a pack."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from clausewise.case import Case, read_case_bytes, read_office
from clausewise.case.office_template import office_template
from clausewise.case.schema import office_schema
from clausewise.errors import CaseError, OfficeError
from clausewise.language.model import Pack
from specification.written import Plan, fact, pack_of, point, rule

DAY = datetime.date(2020, 12, 7)
GOOD = """\
office: huaxinjie
title: {zh: 某街道办事处, en: a subdistrict office}
facts:
  extended: [{from: 2020-01-01, value: true, by: 区民政局通知}]
  affected:
    - {from: 2020-07-01, until: 2020-09-30, value: true, by: 市应急局通告}
    - {from: 2020-11-01, value: false, by: 市应急局通告}
reads:
  repair: [{from: 2020-03-01, value: generous, by: 区应急局会议纪要}]
contacts:
  office: {place: 政务大厅3楼, phone: "123"}
"""
WRONG = """\
office: 3 floors
pack: other
facts:
  extended: true
  afected: [{from: 2020-01-01, value: true, by: 甲}]
  affected:
    - {from: 2020-07-01, until: 2020-06-30, value: true, by: 甲}
    - {from: 2020-07-01, value: off, by: 甲}
    - {value: true, by: 甲}
    - {from: soon, value: true}
    - {from: 2020-08-01, by: 甲, till: 2020-09-01}
reads:
  repair: [{from: 2020-03-01, value: generos, by: 甲}]
  repairs: [{from: 2020-03-01, value: generous, by: 甲}]
contacts:
  offise: {place: 甲}
  office: {address: 甲}
"""
SAID = """\
office.yaml:1:9: the word "3 floors" cannot be the name of an office — write office: and a word, such as huaxinjie
office.yaml:2:7: this office file is not for generated — write pack: generated
office.yaml:4:13: extended is true, not a list — write [{from: 2026-03-01, value: …, by: who decided it}]
office.yaml:5:3: there is no office fact afected — did you mean affected?
office.yaml:7:33: it ends before it begins — write a day after from:, or leave it out
office.yaml:8:33: office.affected: the word "off" is not a truth value — write false, without quotation marks
office.yaml:9:7: it is not said from when this holds — write from: 2026-03-01
office.yaml:10:7: it is not said who decided this — write by: and whose decision it is, or the paper that says so
office.yaml:10:14: from: the word "soon" is not a date — write a date such as 2026-03-01
office.yaml:11:7: it is not said what holds — write value:
office.yaml:11:33: unknown key till in what an office says — it may hold: from, until, value, by
office.yaml:13:38: office.reads.repair: the word "generos" is none of its values — did you mean generous?
office.yaml:14:3: there is no contested point repairs — did you mean repair?
office.yaml:16:3: there is no agency offise — did you mean office?
office.yaml:17:12: unknown key address in contacts of office — it may hold: place, phone"""


@pytest.fixture(scope="module")
def pack() -> Pack:
    reading = {"if": "household.poor"}
    both = {"contested": "repair", "text": "给予", "strict": reading, "generous": {"not": reading}}
    when = {"all": [{"if": "office.extended"}, {"if": "office.affected"}, both]}
    facts = {name: fact("boolean") for name in ("household.poor", "office.extended", "office.affected")}
    return pack_of(Plan(facts, {}, {"s.r": rule("s.r", "household", when)},
                        contested={"repair": point("strict", "generous")}))  # fmt: skip


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return Path("office.yaml")


def case_of_office(pack: Pack, file: Path, text: str = "case: c\nas_of: 2020-12-07\n", **more: datetime.date) -> Case:
    return read_case_bytes(text.encode(), "c.yaml", pack, office=read_office(file, pack), **more)


def test_what_holds_on_the_day_of_the_check_is_known(pack: Pack, file: Path) -> None:
    file.write_text(GOOD, encoding="utf-8")
    assert case_of_office(pack, file).values == {
        "office.extended": True, "office.affected": False, "office.reads.repair": "generous",
    }  # fmt: skip
    october = datetime.date(2020, 10, 1)
    assert case_of_office(pack, file, as_of=october).values == {
        "office.extended": True, "office.reads.repair": "generous",
    }  # fmt: skip


def test_the_first_and_the_last_day_are_both_included(pack: Pack, file: Path) -> None:
    file.write_text(GOOD, encoding="utf-8")
    office = read_office(file, pack)
    days = [
        datetime.date(2020, 6, 30),
        datetime.date(2020, 7, 1),
        datetime.date(2020, 9, 30),
        datetime.date(2020, 10, 1),
    ]
    assert [office.on("office.affected", day) is not None for day in days] == [False, True, True, False]
    assert [office.outdated("office.affected", day) is not None for day in days] == [False, False, False, True]


def test_an_office_file_stands_in_place_of_what_a_case_says(pack: Pack, file: Path) -> None:
    own = "case: c\nas_of: 2020-12-07\noffice: {facts: {extended: [{from: 2020-01-01, value: false, by: 甲}]}}\n"
    file.write_text("office: other\nfacts: {affected: [{from: 2020-01-01, value: true, by: 乙}]}\n", encoding="utf-8")
    assert read_case_bytes(own.encode(), "c.yaml", pack).values == {"office.extended": False}
    assert case_of_office(pack, file, own).values == {"office.affected": True}


def test_everything_wrong_is_named_with_its_place(pack: Pack, file: Path) -> None:
    file.write_text(WRONG, encoding="utf-8")
    with pytest.raises(OfficeError) as refused:
        read_office(file, pack)
    assert str(refused.value) == SAID


def test_answers_that_overlap_are_refused(pack: Pack, file: Path) -> None:
    entries = "[{from: 2020-01-01, until: 2020-06-30, value: true, by: 甲}, {from: 2020-06-30, value: false, by: 甲}]"
    file.write_text(f"office: one\nfacts: {{affected: {entries}}}\n", encoding="utf-8")
    with pytest.raises(OfficeError) as refused:
        read_office(file, pack)
    assert str(refused.value) == (
        "office.yaml:2:79: the days of what an office says must ascend and not overlap — the entry before it begins on "
        "2020-01-01 and holds until 2020-06-30"
    )


def test_a_case_says_nothing_of_its_office_but_facts_and_readings(pack: Pack) -> None:
    with pytest.raises(CaseError) as refused:
        read_case_bytes(b"case: c\noffice: {contacts: {}, fact: {}}\n", "c.yaml", pack)
    assert str(refused.value) == (
        "c.yaml:2:10: unknown key contacts in the office — it may hold: facts, reads\n"
        "c.yaml:2:24: unknown key fact in the office — did you mean facts?"
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_form_is_an_office_that_has_said_nothing(pack: Pack, file: Path, language: str) -> None:
    file.write_text(office_template(pack, language, "one"), encoding="utf-8")  # type: ignore[arg-type]
    office = read_office(file, pack)
    assert (office.id, dict(office.said)) == ("one", {})
    for line in ("#extended", "#affected", "#repair", "strict = ", "generous = "):
        assert line in file.read_text(encoding="utf-8")


def test_the_schema_takes_what_is_read(pack: Pack) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    said = [{"from": "2020-03-01", "value": "strict", "by": "甲"}]
    schema = json.loads(json.dumps(office_schema(pack)))
    jsonschema.validate({"office": "one", "reads": {"repair": said}}, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"office": "one", "reads": {"repair": [{**said[0], "value": "loose"}]}}, schema)
