"""Assurances and accepted entries are read with their pack, and what they name is held against it."""

from __future__ import annotations

import pytest

from bad.reading import GOOD_PACK
from clausewise.language.assurances import Assurance, Gain, Implication, Independence
from clausewise.language.conditions import All, Any, FindingOf, If
from clausewise.language.labels import Label
from clausewise.language.rules import About
from language.small import examine, read, rule

HEAD = '- assurance: {id}\n  zh: 有减免\n  en: Relieved\n  provisions: ["2.1"]\n'


def entry(rest: str, name: str = "school.all") -> str:
    """An entry of assurances.yaml with these further lines."""
    lines = "".join(f"  {line.strip()}\n" for line in rest.strip().splitlines())
    return HEAD.format(id=name) + lines


def read_one(rest: str) -> Assurance:
    (one,) = read({"assurances.yaml": entry(rest)}).assurances
    return one


def refusals(rest: str, **files: str) -> list[str]:
    _, found = examine({"assurances.yaml": entry(rest), **files})
    return found


def test_a_pack_without_the_files_promises_and_accepts_nothing() -> None:
    assert (read({}).assurances, read({}).accepted) == ((), ())


def test_an_implication_says_what_is_true_whenever_something_else_is() -> None:
    one = read_one(
        """about: member
        given: {all: [{if: household.dibao}, {if: member.age >= 6}]}
        then: {finding: school.*}
        policy: {zh: 文本如此, en: The text has it so.}"""
    )
    assert (one.id, one.label, one.provisions) == ("school.all", Label("有减免", "Relieved"), ("2.1",))
    assert (one.about, one.policy) == (About.MEMBER, Label("文本如此", "The text has it so."))
    assert (one.place.file, one.place.line, one.place.column) == ("assurances.yaml", 1, 14)
    assert isinstance(one.claim, Implication)
    assert isinstance(one.claim.given, All)
    assert isinstance(one.claim.condition, FindingOf)
    assert (one.claim.kind, one.claim.condition.rules) == ("then", ("school.fees",))


@pytest.mark.parametrize("kind", ["then", "never", "not_refused"])
def test_an_implication_may_hold_of_every_household(kind: str) -> None:
    claim = read_one(f"about: household\n{kind}: {{if: household.dibao}}").claim
    assert isinstance(claim, Implication)
    assert isinstance(claim.condition, If)
    assert (claim.kind, claim.given) == (kind, None)


@pytest.mark.parametrize(
    ("leaf", "rules"),
    [
        ("aid: 临时救助", ("urgent.relief",)),
        ("aid: [临时救助, 减免学费]", ("school.fees", "urgent.relief")),
        ("followup: 补充说明情况", ("urgent.explanation",)),
        ("agency: township", ("urgent.explanation",)),
        ("agency: [civil_affairs, education]", ("school.fees", "urgent.relief")),
    ],
)
def test_what_rules_grant_stands_for_findings_of_those_rules(leaf: str, rules: tuple[str, ...]) -> None:
    claim = read_one(f"about: household\nthen: {{any: [{{if: household.dibao}}, {{{leaf}}}]}}").claim
    assert isinstance(claim, Implication)
    assert isinstance(claim.condition, Any)
    found = claim.condition.parts[1]
    assert isinstance(found, FindingOf)
    assert (found.rules, found.words) == (rules, None)


def test_independence_is_of_every_rule_unless_it_names_some() -> None:
    every = read_one("independent_of: [household.area, household.dibao]\nexcept: urgent.*")
    assert every.claim == Independence(
        facts=("household.area", "household.dibao"),
        rules=("school.fees", "urgent.explanation", "urgent.relief"),
        excepted=("urgent.explanation", "urgent.relief"),
    )
    some = read_one("independent_of: member.birth_date\nrules: [urgent.*]")
    assert some.claim == Independence(("member.birth_date",), ("urgent.explanation", "urgent.relief"), ())
    assert (every.about, some.about) == (About.HOUSEHOLD, About.HOUSEHOLD)


def test_a_gain_is_of_one_boolean_fact() -> None:
    claim = read_one("never_lost_by: {if: household.dibao}\nrules: [school.fees, urgent.relief]\nexcept: [school.fees]")
    assert claim.claim == Gain("household.dibao", ("school.fees", "urgent.relief"), ("school.fees",))


def test_assurances_stand_in_the_order_written_and_belong_to_the_digest() -> None:
    text = entry("about: household\nthen: {if: household.dibao}", "school.second")
    text += entry("about: household\nnever: {if: household.dibao}", "school.first")
    pack = read({"assurances.yaml": text})
    assert [one.id for one in pack.assurances] == ["school.second", "school.first"]
    assert pack.rules_digest != read({}).rules_digest
    assert (pack.rules, pack.strata) == (read({}).rules, read({}).strata)


def test_words_in_a_claim_are_held_against_the_place_they_name() -> None:
    claim = "about: household\nthen: {{if: household.dibao, text: {}}}"
    assert refusals(claim.format("低保家庭")) == [
        'assurances.yaml:6:37: it is not said where these words stand — write from: "21.2"'
    ]
    assert refusals(claim.format('低保家庭, from: "2.1"')) == []


def test_what_a_refused_rule_may_grant_is_not_refused_in_its_turn() -> None:
    wrong = rule("{if: household.diabo, text: 低保}", "school.more").replace("zh: 减免学费, en", "zh: 免学费, en")
    found = refusals("about: member\nthen: {aid: 免学费}", **{"03-more.yaml": wrong})
    assert [said.partition(": ")[2].partition(" — ")[0] for said in found] == ["there is no fact household.diabo"]


def test_an_agency_that_handles_no_rule_is_refused() -> None:
    more = 'village: {zh: 乡镇, en: village, provision: "3.1", text: 乡镇}\n'
    agencies = (GOOD_PACK / "rules/agencies.yaml").read_text(encoding="utf-8") + more
    found = refusals("about: household\nthen: {agency: village}", **{"agencies.yaml": agencies})
    assert found == [
        "assurances.yaml:6:18: no rule is handled by village — name an agency that some rule has at agency:"
    ]


def test_accepted_entries_hold_the_audits_names_and_why() -> None:
    text = "- {mutant: school.fees/when/drop, zh: 无妨, en: It does no harm.}\n"
    text += "- {answer: implied/school.fees, zh: 如此, en: So it is.}\n"
    accepted = read({"accepted.yaml": text}).accepted
    assert [(one.kind, one.id, one.why.en, str(one.place)) for one in accepted] == [
        ("mutant", "school.fees/when/drop", "It does no harm.", "accepted.yaml:1:3"),
        ("answer", "implied/school.fees", "So it is.", "accepted.yaml:2:3"),
    ]


def test_a_mutant_and_an_answer_may_have_the_same_name() -> None:
    text = "- {mutant: a, zh: 甲, en: a}\n- {answer: a, zh: 甲, en: a}\n"
    assert [one.kind for one in read({"accepted.yaml": text}).accepted] == ["mutant", "answer"]
