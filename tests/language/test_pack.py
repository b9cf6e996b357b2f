"""A pack as a whole: order of rules and derivations, strata, digests, and everything wrong named in one run."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from bad.reading import GOOD_PACK, lay_out_pack
from clausewise.errors import DocumentError, PackError
from clausewise.language.expressions import Call
from clausewise.language.model import PackFolders
from clausewise.language.pack import load_pack
from clausewise.language.reads import inputs_of
from language.small import examine, read, rule

FINDING = "{{finding: {}, text: 低保家庭}}"


def facts(**derived: str) -> str:
    """A facts.yaml of boolean facts; those with a formula are derived by it."""
    text = ""
    for name, formula in derived.items():
        how = f"derive: {formula}, source: {{zh: 甲, en: a}}" if formula else "ask: {zh: 甲, en: a}"
        text += f"household.{name}: {{type: boolean, zh: 甲, en: a, {how}}}\n"
    return text


BARE = {"01-urgent.yaml": "[]", "02-school.yaml": "[]"}


def test_the_good_pack_is_read_whole() -> None:
    pack = read({})
    assert (pack.id, pack.title.en, pack.first_clause, pack.last_clause) == ("small", "A small pack", 1, 3)
    assert pack.printed == datetime.date(2020, 12, 7)
    assert [one.id for one in pack.rules] == ["urgent.relief", "urgent.explanation", "school.fees"]
    assert [one.id for one in pack.duties] == ["school.tracking"]
    assert [str(one.words) for one in pack.open] == ["按职责办理"]
    assert list(pack.numbers()) == [1, 2, 3]


def test_rules_stand_in_the_order_of_provisions_whatever_their_files() -> None:
    one = read({"01-urgent.yaml": "[]", "09-last.yaml": _text_of("01-urgent.yaml")})
    assert [rule.id for rule in one.rules] == [rule.id for rule in read({}).rules]
    assert one.strata == read({}).strata


def test_rules_stand_in_strata_each_above_those_it_stands_on() -> None:
    pack = read(
        {
            "03-more.yaml": rule(FINDING.format("school.third"), "school.more")
            + rule(FINDING.format("[school.fees, urgent.*]"), "school.third")
        }
    )
    assert pack.strata == (
        ("school.fees", "urgent.relief"),
        ("urgent.explanation",),
        ("school.third",),
        ("school.more",),
    )


def test_a_pattern_that_matches_its_own_rule_is_a_circle() -> None:
    _, found = examine({"03-more.yaml": rule(FINDING.format("school.*"), "school.more")})
    assert [said.partition(" — ")[0] for said in found] == [
        "03-more.yaml:1:9: rules stand on each other in a circle: school.more → school.more"
    ]


def test_derived_facts_are_ordered_after_what_they_are_derived_from() -> None:
    pack = read(
        {
            "facts.yaml": facts(
                a="{all: [{if: household.b}, {if: household.d}]}", b="household.c", c="{not: {if: household.d}}", d=""
            ),
            **BARE,
        }
    )
    assert pack.derivation_order == ("household.c", "household.b", "household.a")


def test_inputs_are_the_facts_a_derivation_reads_itself() -> None:
    age = read({}).facts["member.age"]
    assert isinstance(age.derive, Call)
    assert inputs_of(age.derive) == ("member.birth_date",)
    assert age.derive_text == "years(member.birth_date, case.as_of)"


def test_a_circle_of_derivations_is_named_from_fact_to_fact() -> None:
    _, found = examine({"facts.yaml": facts(a="household.b", b="household.a"), **BARE})
    assert found == [
        "facts.yaml:1:1: facts are derived from each other in a circle: household.a → household.b → household.a"
        " — one of them must be a fact that is asked for"
    ]


def test_money_bounds_may_have_fen() -> None:
    income = "household.a: {type: money, zh: 甲, en: a, ask: {zh: 甲, en: a}, minimum: 0.5, maximum: 99.99}"
    pack = read({"facts.yaml": income, **BARE})
    assert pack.facts["household.a"].read(1) == 1


def test_everything_wrong_is_named_in_one_run_in_the_order_of_files_and_lines() -> None:
    _, found = examine(
        {
            "agencies.yaml": 'education: {zh: 教育部门, en: education, provision: "3.1", text: 教育局}\n',
            "03-more.yaml": rule("{if: household.diabo, text: 低保}", "school.more")
            + rule("{if: household.dibao, text: 低保户}", "school.third"),
        }
    )
    assert [said.partition(": ")[0] for said in found] == [
        "01-urgent.yaml:13:11",
        "01-urgent.yaml:24:12",
        "01-urgent.yaml:26:11",
        "02-school.yaml:18:12",
        "03-more.yaml:6:14",
        "03-more.yaml:17:37",
        "agencies.yaml:1:62",
    ]


def test_what_speaks_of_a_refused_entry_is_not_refused_for_that() -> None:
    agencies = _text_of("agencies.yaml").replace('en: township, provision: "3.1", ', "en: township, ")
    _, found = examine({"agencies.yaml": agencies})
    assert found == ["agencies.yaml:3:11: provision is missing in agency township — write provision: …"]


def test_what_stands_on_a_refused_rule_is_not_refused_for_that() -> None:
    _, found = examine(
        {
            "03-more.yaml": rule("{iff: household.dibao}", "school.more")
            + rule(FINDING.format("school.more"), "school.third")
        }
    )
    assert found == ["03-more.yaml:6:10: unknown key iff in when of rule school.more — did you mean if?"]


def test_a_refused_fact_is_not_unknown_elsewhere() -> None:
    text = _text_of("facts.yaml").replace("household.dibao:\n  type: boolean", "household.dibao:\n  type: truth")
    _, found = examine({"facts.yaml": text})
    assert found == [
        'facts.yaml:17:9: type: the word "truth" does not fit — it may be: boolean, integer, money, date, choice'
    ]


def test_the_digest_of_rules_changes_with_any_byte_and_not_with_the_folder(tmp_path: Path) -> None:
    for name in ("one", "two"):
        lay_out_pack(GOOD_PACK, tmp_path / name)
    one, two = (load_pack(_folders(tmp_path / name)) for name in ("one", "two"))
    assert one.rules_digest == two.rules_digest
    with (tmp_path / "two/rules/small/02-school.yaml").open("a") as file:
        file.write("# a remark\n")
    assert load_pack(_folders(tmp_path / "two")).rules_digest != one.rules_digest


@pytest.mark.parametrize(
    ("gone", "error"), [("rules/small/facts.yaml", PackError), ("policy/small/document.yaml", DocumentError)]
)
def test_a_pack_without_one_of_its_files_is_refused(gone: str, error: type[Exception], tmp_path: Path) -> None:
    lay_out_pack(GOOD_PACK, tmp_path)
    (tmp_path / gone).unlink()
    with pytest.raises(error):
        load_pack(_folders(tmp_path))


def test_registers_and_parameters_may_be_absent(tmp_path: Path) -> None:
    lay_out_pack(GOOD_PACK, tmp_path)
    facts_file = tmp_path / "rules/small/facts.yaml"
    facts_file.write_text(facts_file.read_text().replace("  lookup: registration\n", ""))
    for name in ("registers.yaml", "parameters.yaml"):
        (tmp_path / "rules/small" / name).unlink()
    assert load_pack(_folders(tmp_path)).registers == {}


def test_what_is_rendered_and_is_not_there_is_told_whatever_else_is_wrong() -> None:
    header = _text_of("pack.yaml").replace("printed:", "prnted:")
    _, said = examine({"pack.yaml": header, "english.yaml": 'provisions: {"9.9": our words}'})
    assert said == [
        "english.yaml:1:14: there is no provision 9.9 — leave it out",
        "pack.yaml:1:1: printed is missing in pack.yaml — write printed: …",
        "pack.yaml:4:1: unknown key prnted in pack.yaml — did you mean printed?",
    ]


def _text_of(name: str) -> str:
    return (GOOD_PACK / "rules" / name).read_text(encoding="utf-8")


def _folders(root: Path) -> PackFolders:
    return PackFolders("small", root / "policy/small", root / "rules/small", root / "cases/small")
