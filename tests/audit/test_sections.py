"""A pack checked section by section finds what the whole pack finds, and of what is untouched does so once."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from clausewise.audit.engine import Engines
from clausewise.audit.sections import Sectioned
from clausewise.audit.suite import read_suite
from clausewise.case import Case, Member
from clausewise.case.model import Expectations
from clausewise.engine import Engine, Result
from clausewise.errors import CaseError
from clausewise.language.narrowing import sections_of, with_rules
from clausewise.language.verdicts import Verdict
from clausewise.packs import find_pack, open_pack


@pytest.fixture(scope="module")
def suite() -> tuple[Case, ...]:
    pack = open_pack("chongqing-2020")
    return read_suite(find_pack("chongqing-2020"), pack)[::8]


def test_the_37_measures_have_three_sections() -> None:
    """33.3 (by phone) and 37 (deceit, errors) rest on facts, clauses and findings of nothing else."""
    by_phone, _, supervision = sections_of(open_pack("chongqing-2020"))
    assert by_phone == ("mechanism.by_phone",)
    assert set(supervision) == {
        "safeguards.liability_after_deceit", "safeguards.recovery_after_deceit", "safeguards.handler_exempt"
    }  # fmt: skip


def test_sections_find_what_the_whole_pack_finds(suite: tuple[Case, ...]) -> None:
    pack = open_pack("chongqing-2020")
    engine, sectioned, judge = Engine(pack), Sectioned(pack), Engines()
    for case in suite:
        whole = engine.check(case)
        assert sectioned.verdicts(case) == {one.name: one.verdict for one in whole.findings}
        observed = judge.observe(pack, case)
        assert observed.measures == {one.number: one.verdict.value for one in whole.measures}
        assert list(observed.measures) == list(range(1, 38))
        assert {(one.rule, one.subject) for one in observed.findings} == {
            (one.subject.rule, one.subject.member) for one in case.expect.findings
        }
        assert observed.differing == ()


def test_what_an_untouched_section_finds_is_told_of_the_members_of_each_case() -> None:
    """Nothing is said that bears on clause 37; the two are checked for it once, and told of by their own names."""
    sectioned, day = Sectioned(open_pack("chongqing-2020")), open_pack("chongqing-2020").printed
    for names in (("mother", "son"), ("aunt", "niece")):
        case = Case("two", day, {}, tuple(Member(name, {"member.orphan": False}) for name in names), everybody=True)
        found = sectioned.verdicts(case)
        assert {name.partition("@")[2] for name in found} == {"", *names}
        assert found["safeguards.liability_after_deceit"] is Verdict.UNDETERMINED


def test_a_section_that_no_case_touches_is_checked_once_for_as_many_members(monkeypatch: pytest.MonkeyPatch) -> None:
    pack, check, checked = open_pack("chongqing-2020"), Engine.check, list[int]()

    def counted(engine: Engine, case: Case) -> Result:
        checked.append(len(engine.pack.rules))
        return check(engine, case)

    monkeypatch.setattr(Engine, "check", counted)
    sectioned = Sectioned(pack)
    for dibao in (True, False):
        sectioned.verdicts(Case("nobody-else", pack.printed, {"household.dibao": dibao}, (), everybody=True))
    assert sorted(checked) == [1, 3, 69, 69]


def test_a_case_that_expects_something_else_of_a_section_it_says_nothing_of_differs(suite: tuple[Case, ...]) -> None:
    """Whoever says nothing of deceit and expects recovery expects too much."""
    expecting = next(case for case in suite if case.expect.findings)
    (first, *_) = expecting.expect.findings
    recovery = first._replace(
        subject=first.subject._replace(rule="safeguards.recovery_after_deceit", member=None), verdict="applies",
        missing=None,
    )  # fmt: skip
    case = replace(expecting, values={}, members=(), expect=Expectations(findings=(recovery,)))
    (differing,) = Engines().observe(open_pack("chongqing-2020"), case).differing
    assert (
        differing.message == "safeguards.recovery_after_deceit: expected applies, found undetermined (missing: nothing)"
    )


def test_what_no_rule_reads_may_not_contradict_itself_either() -> None:
    """No rule that is left reads an age; a person born in 2000 was not 5 in December 2020."""
    sectioned = Sectioned(with_rules(open_pack("chongqing-2020"), ["mechanism.by_phone", "safeguards.handler_exempt"]))
    girl = Member("girl", {"member.birth_date": datetime.date(2000, 1, 1), "member.age": 5})
    case = Case("misdated", datetime.date(2020, 12, 7), {}, (girl,), everybody=True)
    with pytest.raises(CaseError, match="20"):
        sectioned.verdicts(case)
