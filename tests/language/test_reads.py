"""What rules and facts read, directly and through what they rest on; a changed pack has an index of its own."""

from __future__ import annotations

import pickle
from dataclasses import replace

import pytest

from bad.reading import GOOD_PACK
from clausewise.language.expressions import CountMembers
from clausewise.language.model import Pack
from clausewise.language.reads import inputs_of
from language.small import read, rule

FACTS = (GOOD_PACK / "rules/facts.yaml").read_text(encoding="utf-8")
DERIVED = """\
household.share:
  {type: money, zh: 人均, en: per head, derive: household.income / count(member), source: {zh: 示例, en: an example}}
household.poor:
  {type: boolean, zh: 困难, en: poor, derive: household.share < parameter.dibao_line, source: {zh: 示例, en: example}}
"""


@pytest.fixture(scope="module")
def pack() -> Pack:
    """The small pack with a rule on a finding, and one on a fact that is derived twice over."""
    above = rule("{any: [{finding: urgent.explanation}, {if: member.age < 3}], text: 低保}", "school.above", "member")
    poor = rule("{if: household.poor, text: 低保}", "school.poor")
    return read({"facts.yaml": FACTS + DERIVED, "03-more.yaml": above + poor})


def test_a_fact_is_derived_directly_and_through_others(pack: Pack) -> None:
    assert pack.reads.inputs("household.poor") == ("household.share",)
    assert pack.reads.inputs("household.dibao") == ()
    assert pack.reads.with_inputs(["household.poor"]) == {"household.poor", "household.share", "household.income"}
    derive = pack.facts["member.age"].derive
    assert derive is not None
    assert inputs_of(derive) == ("member.birth_date",)


def test_a_rule_names_facts_in_its_condition_and_in_what_it_computes(pack: Pack) -> None:
    assert pack.reads.named_by("urgent.relief") == ("household.distress", "household.area")
    assert pack.reads.named_by("urgent.explanation") == ("household.relieved_on",)


def test_what_decides_a_verdict_is_told_from_what_is_computed_beside_it(pack: Pack) -> None:
    decides = {"household.distress", "household.area"}
    assert pack.reads.facts_deciding("urgent.explanation") == decides
    assert pack.reads.facts_behind("urgent.explanation") == decides | {"household.relieved_on"}
    assert pack.reads.parameters_behind("school.poor") == {"dibao_line"}
    assert pack.reads.parameters_behind("school.fees") == frozenset()


def test_a_rule_stands_on_findings_however_deep(pack: Pack) -> None:
    assert pack.reads.findings("school.above") == ("urgent.explanation",)
    assert pack.reads.rules_behind("school.above") == {"school.above", "urgent.explanation", "urgent.relief"}
    assert pack.reads.rules_on_rule("urgent.relief") == ("urgent.explanation", "school.above")
    assert pack.reads.beside("urgent.explanation") == {"urgent.relief", "school.above"}
    assert pack.reads.beside("urgent.relief") == {"urgent.explanation"}


def test_members_are_looked_at_where_a_sum_or_a_count_stands_behind_a_verdict(pack: Pack) -> None:
    assert pack.reads.looks_at_members("school.poor")
    assert not pack.reads.looks_at_members("school.above")
    assert not pack.reads.looks_at_members("urgent.relief")


def test_who_rests_on_a_fact(pack: Pack) -> None:
    assert pack.reads.verdicts_on_fact("household.income") == ("school.poor",)
    assert pack.reads.verdicts_on_fact("household.relieved_on") == ()
    assert pack.reads.rules_on_fact("household.relieved_on") == ("urgent.explanation", "school.above")


def test_all_that_a_pack_reads(pack: Pack) -> None:
    assert pack.reads.facts_used == set(pack.facts)
    # In two derivations of facts and in the amount of urgent relief.
    assert [CountMembers() in (one, getattr(one, "right", None)) for one in pack.reads.expressions()].count(True) == 2


def test_a_changed_pack_says_its_own_and_the_first_still_what_it_said(pack: Pack) -> None:
    before = pack.reads.facts_deciding("school.poor")
    fees = replace(pack.rule("school.poor"), when=pack.rule("urgent.relief").when)
    changed = replace(pack, rules=tuple(fees if one.id == fees.id else one for one in pack.rules))
    assert changed.reads.facts_deciding("school.poor") == {"household.distress", "household.area"}
    assert pack.reads.facts_deciding("school.poor") == before
    poor = replace(pack.facts["household.poor"], derive=None)
    asked = replace(pack, facts={**pack.facts, poor.name: poor})
    assert asked.reads.facts_deciding("school.poor") == {"household.poor"}


def test_a_pack_that_was_kept_says_the_same(pack: Pack) -> None:
    kept: Pack = pickle.loads(pickle.dumps(pack))
    assert kept.reads.facts_behind("school.above") == pack.reads.facts_behind("school.above")


def test_a_rule_that_is_not_there_is_told(pack: Pack) -> None:
    with pytest.raises(KeyError):
        pack.reads.facts_behind("school.unheard_of")
