"""What the steps of a rule may say of their own: how firmly, what is a ceiling, what is one for the household."""

from __future__ import annotations

import pytest

from clausewise.language.rules import Ceiling, ModalityKind, RuleKind
from language.small import examine, read, rule

AID = "    - {form: fee_waiver, zh: 减免学费, en: waiver of tuition, text: 减免学费}"


def written(aid: str, *, about: str = "member", kind: str = "benefit") -> str:
    """A rules file with one rule whose aid also says this."""
    text = rule("{if: household.dibao, text: 低保}", about=about)
    return text.replace(AID, AID[:-1] + f", {aid}}}").replace("kind: benefit", f"kind: {kind}")


def refused(aid: str, **more: str) -> list[str]:
    return examine({"03-more.yaml": written(aid, **more)})[1]


def test_an_aid_may_be_a_ceiling_one_for_the_household_and_less_firm_than_its_rule() -> None:
    text = written("amount: 100, months: 3, at_most: [months, amount], per: household, modality: gradual")
    found = read({"03-more.yaml": text}).rule("school.more")
    (aid,) = found.aid
    assert found.kind is RuleKind.BENEFIT
    assert aid.at_most == (Ceiling.AMOUNT, Ceiling.MONTHS)
    assert aid.per_household
    assert aid.modality is not None
    assert aid.modality.kind is ModalityKind.GRADUAL
    assert str(aid.modality.words) == "减免学费"


@pytest.mark.parametrize(
    ("aid", "about", "said"),
    [
        ("at_most: months", "member", "at_most: months stands without months: — write months: beside it"),
        (
            "per: household",
            "household",
            "per: household stands in a rule about the household — "
            "leave it out: what a rule about the household grants, it grants once",
        ),
        (
            "modality: perhaps",
            "member",
            'is: the word "perhaps" does not fit — it may be: shall, may, encouraged, exploratory, gradual',
        ),
    ],
)
def test_what_a_step_cannot_say_is_refused(aid: str, about: str, said: str) -> None:
    (found,) = refused(aid, about=about)
    assert found.partition(": ")[2] == said


def test_a_benefit_gives_something() -> None:
    text = rule("{if: household.dibao, text: 低保}").replace(AID, "").replace("  aid:\n", "")
    found = examine({"03-more.yaml": text})[1]
    assert any("school.more is a benefit without an aid — write aid:, or kind: procedure" in one for one in found)


def test_a_rule_that_does_not_say_what_it_is_is_a_benefit_when_it_grants_something() -> None:
    text = rule("{if: household.dibao, text: 低保}").replace("  kind: benefit\n", "")
    step = "  followup: [{by: education, zh: 减免学费, en: waive the tuition, text: 减免学费}]"
    handled = text.replace("  aid:\n", "").replace(AID, step)
    assert read({"03-more.yaml": text}).rule("school.more").kind is RuleKind.BENEFIT
    assert read({"03-more.yaml": handled}).rule("school.more").kind is RuleKind.PROCEDURE
