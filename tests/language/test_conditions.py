"""Conditions are read into the tree that every reader shares: forms, quantifiers, words, and what is refused."""

from __future__ import annotations

import pytest

from clausewise.language.conditions import (
    Algebra,
    All,
    Any,
    Count,
    Every,
    FindingOf,
    If,
    Not,
    Some,
    Words,
    facts_of,
    fold,
    meaning_tree,
    parts_of,
    walk,
    with_parts,
)
from language.small import read, read_rule, refusals


def test_a_leaf_keeps_its_expression_as_written_and_its_words() -> None:
    leaf = read_rule("{if: household.dibao, text: 低保家庭}").when
    assert isinstance(leaf, If)
    assert leaf.source == "household.dibao"
    assert leaf.words == Words(("低保家庭",), "2.1")


def test_branches_keep_the_order_of_their_parts() -> None:
    when = "{all: [{if: household.dibao, text: 低保}, {any: [{if: household.distress}], text: 家庭}]}"
    tree = read_rule(when).when
    assert isinstance(tree, All)
    assert [type(part) for part in tree.parts] == [If, Any]


def test_words_of_a_branch_cover_the_leaves_below_it() -> None:
    assert refusals("{any: [{if: household.dibao}, {not: {if: household.distress}}], text: 低保家庭}") == []
    said = refusals("{any: [{if: household.dibao, text: 低保家庭}, {not: {if: household.distress}}]}")
    assert said == ["6:57: this condition quotes no words — write text: beside it"]


def test_a_quantifier_stands_around_the_form_beside_it() -> None:
    tree = read_rule("{some: member, if: member.age >= 6, text: 年满6周岁}").when
    assert isinstance(tree, Some)
    assert isinstance(tree.part, If)
    assert tree.words == Words(("年满6周岁",), "2.1")
    assert tree.part.words is None


def test_every_and_not_may_stand_side_by_side() -> None:
    tree = read_rule("{every: member, not: {if: member.age >= 6}, text: 年满6周岁}").when
    assert isinstance(tree, Every)
    assert isinstance(tree.part, Not)


@pytest.mark.parametrize(
    ("bounds", "low", "high"),
    [
        ("at_least: 2", 2, None),
        ("at_most: 2", None, 2),
        ("exactly: 2", 2, 2),
        ("at_least: 1, at_most: 3", 1, 3),
        ("at_least: 0", 0, None),
    ],
)
def test_a_count_has_bounds(bounds: str, low: int | None, high: int | None) -> None:
    tree = read_rule(f"{{count: member, {bounds}, if: member.age >= 6, text: 儿童}}").when
    assert isinstance(tree, Count)
    assert (tree.at_least, tree.at_most) == (low, high)


def test_words_may_be_pieces_that_stand_apart_and_in_order() -> None:
    leaf = read_rule("{if: household.dibao, text: [年满6周岁, 低保家庭]}").when
    assert leaf.words == Words(("年满6周岁", "低保家庭"), "2.1")
    assert str(leaf.words) == "年满6周岁……低保家庭"
    said = refusals("{if: household.dibao, text: [低保家庭, 年满6周岁]}")
    assert said == ["6:44: “年满6周岁” does not stand in 2.1 — write the pieces in the order in which they stand"]


def test_the_same_words_do_not_stand_twice_where_they_stand_once() -> None:
    said = refusals("{if: household.dibao, text: [低保家庭, 低保家庭]}")
    assert said == ["6:44: “低保家庭” does not stand in 2.1 — write the pieces in the order in which they stand"]


def test_words_may_stand_in_another_provision_or_in_a_title() -> None:
    assert read_rule('{if: household.distress, text: 遭遇急难, from: "1.1"}').when.words == Words(("遭遇急难",), "1.1")
    assert read_rule('{if: household.dibao, text: 教育救助, from: "2"}').when.words == Words(("教育救助",), "2")


def test_words_are_held_against_the_document_character_by_character() -> None:
    assert refusals("{if: household.dibao, text: 低保 家庭}") != []
    assert refusals("{if: household.dibao, text: 年满６周岁}") != []
    assert refusals('{if: household.dibao, text: "低保家庭儿童，"}') == []


def test_words_from_a_place_that_is_not_there_are_refused_at_the_place() -> None:
    said = refusals('{if: household.dibao, text: 低保家庭, from: "2.9"}')
    assert said == ["6:49: the document has no provision 2.9 — the last of that clause is 2.2"]


def test_a_member_fact_needs_a_member() -> None:
    assert refusals("{if: member.age >= 6, text: 年满6周岁}", about="member") == []
    assert refusals("{some: member, if: member.age >= 6, text: 年满6周岁}") == []
    assert refusals("{if: member.age >= 6, text: 年满6周岁}") == [
        "6:14: member.age is a fact of a member, and it is not said whose"
        " — write some: member, every: member or count: member beside it"
    ]


def test_household_facts_may_stand_inside_a_quantifier() -> None:
    assert refusals("{some: member, all: [{if: household.dibao}, {if: member.age >= 6}], text: 低保家庭}") == []


def test_a_finding_stands_for_the_rules_its_patterns_match() -> None:
    tree = read_rule("{finding: [urgent.*, school.fees], text: 低保家庭}").when
    assert isinstance(tree, FindingOf)
    assert tree.patterns == ("urgent.*", "school.fees")
    assert tree.rules == ("school.fees", "urgent.explanation", "urgent.relief")


def test_a_duty_is_no_finding() -> None:
    said = refusals("{finding: school.tracking, text: 低保家庭}")
    assert said == ["6:19: no rule is called school.tracking — write a rule's id, or the beginning of some: housing.*"]


def test_facts_are_told_in_the_order_written() -> None:
    tree = read_rule(
        "{all: [{if: household.income > 620}, {if: household.dibao}, {if: household.income < 900}], text: 低保}"
    ).when
    assert facts_of(tree) == ("household.income", "household.dibao")
    assert [type(node) for node in walk(tree)] == [All, If, If, If]


def test_every_node_knows_its_place() -> None:
    tree = read({}).rule("urgent.relief").when
    assert [str(node.place) for node in walk(tree)] == [
        "01-urgent.yaml:8:5",
        "01-urgent.yaml:9:9",
        "01-urgent.yaml:10:9",
    ]


MIXED = (
    "{all: [{not: {if: household.dibao}}, {some: member, any: [{if: member.age >= 6}, {if: member.age < 3}]},"
    " {count: member, at_least: 2, if: member.age >= 6}, {finding: school.fees}], text: 低保}"
)


def test_a_fold_meets_every_kind_of_condition_once() -> None:
    said = Algebra[str](
        leaf=lambda leaf: leaf.source,
        finding=lambda leaf: f"finding {leaf.rules[0]}",
        all=lambda _, parts: f"({' and '.join(parts)})",
        any=lambda _, parts: f"({' or '.join(parts)})",
        opposite=lambda _, part: f"not {part}",
        quantified=lambda node, part: f"{type(node).__name__} {part}",
    )
    assert fold(read_rule(MIXED).when, said) == (
        "(not household.dibao and Some (member.age >= 6 or member.age < 3) and Count member.age >= 6"
        " and finding school.fees)"
    )


def test_a_condition_is_made_again_over_other_parts() -> None:
    tree = read_rule(MIXED).when
    negated, some, count, finding = parts_of(tree)
    assert parts_of(with_parts(tree, (some, count))) == (some, count)
    assert parts_of(with_parts(count, (finding,))) == (finding,)
    with pytest.raises(ValueError, match="0 parts for Not"):
        with_parts(negated, ())
    with pytest.raises(ValueError, match="1 parts for FindingOf"):
        with_parts(finding, (some,))


def test_a_branch_of_one_part_means_that_part_however_deep() -> None:
    first = read_rule(
        "{all: [{any: [{all: [{if: household.dibao}, {if: household.income < 9}]}]}, {if: household.dibao}]"
        ", text: 低保}"
    ).when
    second = read_rule("{all: [{if: household.income < 9}, {if: household.dibao}], text: 低保}").when
    assert meaning_tree(first) == meaning_tree(second)
