"""Two versions of a pack held side by side: what is told apart, what is no difference, and what need not be asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clausewise.audit.changes import (
    CaseChange,
    ChangeKind,
    EntryChange,
    EntryKind,
    Field,
    FieldChange,
    FindingChange,
    Judged,
    Judgement,
    RuleMeaning,
    Settled,
)
from clausewise.audit.differences import entry_changes
from clausewise.audit.meanings import settle_meaning, shared_rules
from clausewise.audit.replays import case_change
from clausewise.audit.versions import Comparison, Meaning
from clausewise.document.model import Clause, Document, Provision, Section
from clausewise.language.conditions import Words, meaning_tree
from clausewise.language.facts import Fact
from clausewise.language.labels import Label
from clausewise.language.model import Pack
from clausewise.language.pack import load_pack
from clausewise.language.rules import Aid, Deadline, Duty, Followup, Rule
from clausewise.language.verdicts import Verdict
from clausewise.packs import pack_at_root
from language.small import read_rule
from small_pack import DOCUMENT as DOCUMENT_TEXT
from small_pack import FACTS as FACTS_TEXT
from small_pack import PACK_ID, alter, write_small_pack
from small_pack import RULES as RULES_TEXT

RULES = f"rules/{PACK_ID}/01-age.yaml"
FACTS = f"rules/{PACK_ID}/facts.yaml"
HEADER = f"rules/{PACK_ID}/pack.yaml"
DOCUMENT = f"policy/{PACK_ID}/document.yaml"

Versions = Callable[..., tuple[Pack, Pack]]


@pytest.fixture
def versions(tmp_path: Path) -> Versions:
    """Makes the small pack and a version of it in which texts were put in the place of others."""

    def make(*alterations: tuple[str, str, str]) -> tuple[Pack, Pack]:
        packs = []
        for name in ("old", "new"):
            write_small_pack(tmp_path / name)
            for file, old, new in alterations if name == "new" else ():
                alter(tmp_path / name / file, old, new)
            packs.append(load_pack(pack_at_root(tmp_path / name, PACK_ID)))
        return packs[0], packs[1]

    return make


def only(old: Pack, new: Pack) -> EntryChange:
    """The one entry that differs."""
    (entry,) = entry_changes(old, new)
    return entry


def fields(old: Pack, new: Pack) -> list[tuple[Field, object, object]]:
    """The fields of the one entry that differs."""
    return [(one.field, one.before, one.after) for one in only(old, new).fields]


def never(old: Pack, new: Pack, rule_id: str) -> Comparison:
    raise AssertionError(f"{rule_id} was asked about")


def stricter(old: Pack, new: Pack, rule_id: str) -> Comparison:
    return Comparison(Meaning.STRICTER)


def test_a_pack_does_not_differ_from_a_copy_of_it(versions: Versions) -> None:
    old, new = versions()

    assert entry_changes(old, new) == ()


def test_order_and_the_way_a_condition_is_written_are_no_difference(versions: Versions) -> None:
    old, new = versions(
        (RULES, "member.age >= 80", "member.age>=80"),
        (FACTS, 'cited: ["1.1"]\nhousehold.area', 'cited: ["1.1"]\n# a remark\nhousehold.area'),
    )

    assert entry_changes(old, new) == ()


def test_a_provision_that_reads_otherwise_is_told_with_both_texts(versions: Versions) -> None:
    text = "对城镇家庭可发放交通卡。"
    old, new = versions((DOCUMENT, text, "对城镇家庭可发放两张交通卡。"))

    entry = only(old, new)
    assert (entry.kind, entry.id, entry.change) == (EntryKind.PROVISION, "1.2", ChangeKind.CHANGED)
    assert fields(old, new) == [(Field.TEXT, text, "对城镇家庭可发放两张交通卡。")]


def test_a_new_sentence_moves_those_behind_it_and_rewrites_none(versions: Versions) -> None:
    second = '    - id: "1.2"\n      at: 2:41-2:80\n      text: 对城镇家庭可发放交通卡。\n'
    moved = (
        '    - id: "1.2"\n      at: 2:41-2:50\n      text: 补贴按月发放。\n'
        '    - id: "1.3"\n      at: 2:51-2:80\n      text: 对城镇家庭可发放交通卡。\n'
    )
    old, new = versions(
        (DOCUMENT, second, moved),
        (RULES, 'provision: "1.2"', 'provision: "1.3"'),
        (FACTS, 'cited: ["1.2"]', 'cited: ["1.3"]'),
    )

    added, renumbered, rule, fact = entry_changes(old, new)
    assert (added.id, added.change, added.text) == ("1.2", ChangeKind.ADDED, "补贴按月发放。")
    assert (renumbered.id, renumbered.fields) == ("1.3", (FieldChange(Field.NUMBER, "1.2", "1.3"),))
    # The words moved with their provision: that is no change of the words.
    assert (rule.id, rule.fields) == ("age.travel_card", (FieldChange(Field.PROVISION, "1.2", "1.3"),))
    assert (fact.id, fact.is_wording) == ("household.area", True)


def test_a_sentence_that_went_is_told_though_another_took_its_number(versions: Versions) -> None:
    both = (
        '    - id: "1.1"\n      at: 2:1-2:40\n      text: 给予低保家庭中年满80周岁的老人高龄补贴。\n'
        '    - id: "1.2"\n      at: 2:41-2:80\n      text: 对城镇家庭可发放交通卡。\n'
    )
    second = '    - id: "1.1"\n      at: 2:41-2:80\n      text: 对城镇家庭可发放交通卡。\n'
    old, new = versions(
        (DOCUMENT, both, second),
        (RULES, RULES_TEXT[: RULES_TEXT.index("- rule: age.travel_card")], ""),
        (RULES, 'provision: "1.2"', 'provision: "1.1"'),
        (FACTS, 'cited: ["1.2"]', 'cited: ["1.1"]'),
    )

    provisions = [one for one in entry_changes(old, new) if one.kind is EntryKind.PROVISION]
    assert [(one.id, one.change) for one in provisions] == [("1.1", ChangeKind.REMOVED), ("1.1", ChangeKind.CHANGED)]
    assert provisions[0].text == "给予低保家庭中年满80周岁的老人高龄补贴。"
    assert provisions[1].fields == (FieldChange(Field.NUMBER, "1.2", "1.1"),)


def test_titles_of_clauses_and_headings_of_sections_are_compared(versions: Versions) -> None:
    old, new = versions(
        (DOCUMENT, "title: 建立台账", "title: 台账管理"), (DOCUMENT, "heading: 高龄补贴", "heading: 补贴")
    )

    section, clause = entry_changes(old, new)
    assert (section.kind, section.fields[0].before, section.fields[0].after) == (EntryKind.SECTION, "高龄补贴", "补贴")
    assert (clause.kind, clause.id, clause.fields[0].after) == (EntryKind.CLAUSE, "2", "台账管理")


def test_a_clause_whose_text_is_now_on_the_page_is_said_to_be(tmp_path: Path) -> None:
    for name in ("old", "new"):
        write_small_pack(tmp_path / name)
    first = DOCUMENT_TEXT[DOCUMENT_TEXT.index("  - number: 1\n") : DOCUMENT_TEXT.index("  - number: 2\n")]
    alter(tmp_path / "old" / DOCUMENT, first, "")
    missing = 'missing:\n- {first: 1, last: 1, evidence: "（略）", line: 1}\nsections:\n'
    alter(tmp_path / "old" / DOCUMENT, "sections:\n", missing)
    alter(tmp_path / "old" / RULES, RULES_TEXT[: RULES_TEXT.index("- duty: age.ledger")], "")
    facts = tmp_path / "old" / FACTS
    facts.write_text("\n".join(line for line in FACTS_TEXT.splitlines() if "cited:" not in line), encoding="utf-8")

    old, new = (load_pack(pack_at_root(tmp_path / name, PACK_ID)) for name in ("old", "new"))
    clause = next(one for one in entry_changes(old, new) if one.kind is EntryKind.CLAUSE)
    assert (clause.id, clause.change, clause.label) == ("1", ChangeKind.CHANGED, Label("发放高龄补贴", "发放高龄补贴"))
    (change,) = clause.fields
    assert change.before == Label("本页无文本", "its text is not on the page")
    assert change.after == Label("本页有文本", "its text is on the page")
    added = [(one.id, one.change) for one in entry_changes(old, new) if one.kind is EntryKind.PROVISION]
    assert added == [("1.1", ChangeKind.ADDED), ("1.2", ChangeKind.ADDED)]


def test_what_is_granted_who_handles_it_and_how_firmly_are_told_apart(versions: Versions) -> None:
    card = "zh: 交通卡, en: travel card,"
    old, new = versions(
        (RULES, "modality: {is: may, text: 可}", "modality: {is: shall, text: 可}"),
        (RULES, f"{{form: in_kind, {card}", f"{{form: cash, {card} amount: 20,"),
    )

    found = only(old, new)
    assert [one.field for one in found.fields] == [Field.MODALITY, Field.AID_FORM, Field.AID_AMOUNT]
    assert found.fields[0] == FieldChange(Field.MODALITY, "may", "shall")
    assert found.fields[1] == FieldChange(Field.AID_FORM, "in_kind", "cash", Label("交通卡", "travel card"))


def test_titles_and_readings_are_wording_only(versions: Versions) -> None:
    old, new = versions((RULES, "title: {zh: 交通卡, en: Travel card}", "title: {zh: 公交卡, en: Bus card}"))

    entry = only(old, new)
    assert entry.is_wording
    assert fields(old, new) == [(Field.TITLE, Label("交通卡", "Travel card"), Label("公交卡", "Bus card"))]


def test_other_words_under_the_same_condition_are_told_with_the_condition(versions: Versions) -> None:
    old, new = versions((RULES, "text: 年满80周岁}", "text: 80周岁}"))

    (change,) = only(old, new).fields
    assert change == FieldChange(
        Field.WORDS,
        Words(("年满80周岁",), "1.1"),
        Words(("80周岁",), "1.1"),
        Label("member.age >= 80", "member.age >= 80"),
    )


def test_a_domain_a_choice_and_a_derivation_are_told_apart(versions: Versions) -> None:
    old, new = versions(
        (FACTS, "maximum: 130", "maximum: 120"),
        (
            FACTS,
            "    rural: {zh: 农村, en: rural}",
            "    rural: {zh: 乡村, en: rural}\n    abroad: {zh: 境外, en: abroad}",
        ),
        (FACTS, "derive: years(member.birth_date, case.as_of)", "derive: years(member.birth_date, case.as_of) + 1"),
    )

    area, age = entry_changes(old, new)
    assert [(one.field, one.of) for one in area.fields] == [
        (Field.CHOICE, Label("abroad", "abroad")),
        (Field.CHOICE_LABEL, Label("rural", "rural")),
    ]
    assert [(one.field, one.before, one.after) for one in age.fields[:1]] == [(Field.MAXIMUM, 130, 120)]
    assert age.fields[1].field is Field.DERIVATION


def test_a_renamed_rule_is_removed_and_added_and_named_as_a_likely_rename(versions: Versions) -> None:
    old, new = versions((RULES, "rule: age.travel_card", "rule: age.bus_card"))

    added, removed = sorted(entry_changes(old, new), key=lambda one: one.change)
    assert (added.id, added.change, added.likely) == ("age.bus_card", ChangeKind.ADDED, "age.travel_card")
    assert (removed.id, removed.change, removed.likely) == ("age.travel_card", ChangeKind.REMOVED, "age.bus_card")


def test_a_rule_that_came_with_another_condition_is_no_likely_rename(versions: Versions) -> None:
    old, new = versions((RULES, "rule: age.travel_card", "rule: age.bus_card"), (RULES, '== "urban"', '!= "rural"'))

    assert {one.likely for one in entry_changes(old, new)} == {None}


NOT_COMPARED = {
    Pack: {"settling_order", "strata", "document_digest", "rules_digest", "entry_digests"},
    Document: {"span", "source_digest", "digest"},
    Provision: {"span"},
    Clause: {"span"},
    Section: {"span", "clauses"},
    Rule: {"place"},
    Duty: {"place"},
    Fact: {"place", "derive_text"},
    Aid: set(),
    Followup: set(),
    Deadline: {"source"},
}
COMPARED = {
    Pack: "id title note first_clause last_clause printed document facts parameters agencies registers rules duties "
    "missing open assurances accepted connectives contested in_force newer english topics",
    Document: "id form sections clauses missing",
    Provision: "id text",
    Clause: "number title section provisions",
    Section: "number heading note",
    Rule: "id provision kind title about modality when aid followup deadline agency assigned_by reading open",
    Duty: "id provision does words modality actors assigned_by reading open",
    Fact: "name type label ask values unit minimum maximum cited lookup source note derive implied sensible "
    "asked asked_of asked_of_why known_by",
    Aid: "form label words amount months modality at_most per_household",
    Followup: "by label words lists modality patterns of spares",
    Deadline: "by label words modality",
}


@pytest.mark.parametrize("kind", COMPARED)
def test_whatever_is_added_to_a_pack_must_be_compared_or_said_not_to_be(kind: Any) -> None:
    """Nothing found must mean that nothing differs: compare what is new, then name it here."""
    assert set(kind.__match_args__) == set(COMPARED[kind].split()) | NOT_COMPARED[kind]


def settled(old: Pack, new: Pack) -> dict[str, RuleMeaning]:
    """What became of each rule, the solver saying that it is stricter."""
    return {rule.id: settle_meaning(old, new, rule.id, stricter) for rule in shared_rules(old, new)}


def test_rules_that_read_the_same_are_equivalent_without_asking(versions: Versions) -> None:
    old, new = versions(
        (RULES, "title: {zh: 交通卡, en: Travel card}", "title: {zh: 公交卡, en: Bus card}"),
        (FACTS, "zh: 年龄", "zh: 周岁数"),
    )

    found = [settle_meaning(old, new, rule.id, never) for rule in shared_rules(old, new)]
    assert [(one.settled, one.meaning) for one in found] == [(Settled.STRUCTURE, Meaning.EQUIVALENT)] * 2


def test_a_rule_is_asked_about_when_its_condition_changed(versions: Versions) -> None:
    old, new = versions((RULES, "member.age >= 80", "member.age > 80"))

    found = settled(old, new)
    assert (found["age.subsidy"].settled, found["age.subsidy"].meaning) == (Settled.SOLVER, Meaning.STRICTER)
    assert found["age.subsidy"].through == ()
    assert found["age.travel_card"].settled is Settled.STRUCTURE


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("maximum: 130", "maximum: 120"),
        ("derive: years(member.birth_date, case.as_of)", "derive: years(member.birth_date, case.as_of) + 1"),
    ],
)
def test_a_rule_is_asked_about_when_only_what_it_reads_changed(versions: Versions, before: str, after: str) -> None:
    old, new = versions((FACTS, before, after))

    found = settled(old, new)
    assert (found["age.subsidy"].settled, found["age.subsidy"].through) == (Settled.SOLVER, ("member.age",))
    assert found["age.travel_card"].settled is Settled.STRUCTURE


def test_a_rule_is_asked_about_when_a_rule_it_stands_on_changed(tmp_path: Path) -> None:
    packs = []
    for name, limit in (("old", 80), ("new", 90)):
        write_small_pack(tmp_path / name)
        alter(tmp_path / name / RULES, "member.age >= 80", f"member.age >= {limit}")
        alter(tmp_path / name / RULES, 'when: {if: household.area == "urban", text: 城镇家庭}',
              "when: {finding: [age.subsidy], text: 城镇家庭}")  # fmt: skip
        packs.append(load_pack(pack_at_root(tmp_path / name, PACK_ID)))

    card = settled(*packs)["age.travel_card"]
    assert (card.settled, card.through) == (Settled.SOLVER, ("age.subsidy",))


def test_without_a_solver_a_changed_rule_is_not_settled_and_says_what_to_install(versions: Versions) -> None:
    old, new = versions((RULES, "member.age >= 80", "member.age > 80"))

    found = settle_meaning(old, new, "age.subsidy", None)
    assert (found.settled, found.meaning) == (Settled.NOT_ASKED, Meaning.UNKNOWN)
    assert found.comparison.why is not None
    assert found.comparison.why.en == "changed; install clausewise[audit] to have it proved"


SAME = [
    ("{all: [{if: household.dibao}, {if: household.distress}], text: 低保家庭}",
     "{all: [{if: household.distress}, {if: household.dibao}], text: 家庭}"),
    ("{all: [{if: household.dibao}, {all: [{if: household.distress}, {if: household.dibao}]}], text: 低保家庭}",
     "{all: [{if: household.dibao}, {if: household.distress}], text: 低保家庭}"),
    ("{any: [{if: household.dibao}], text: 低保家庭}", "{if: household.dibao, text: 低保家庭}"),
    ("{some: member, if: member.age>=6, text: 年满6周岁}", "{some: member, if: member.age >= 6, text: 6周岁}"),
]  # fmt: skip
OTHER = [
    ("{all: [{if: household.dibao}, {if: household.distress}], text: 低保家庭}",
     "{any: [{if: household.dibao}, {if: household.distress}], text: 低保家庭}"),
    ("{some: member, if: member.age >= 6, text: 年满6周岁}", "{every: member, if: member.age >= 6, text: 年满6周岁}"),
    ("{some: member, if: member.age >= 6, text: 年满6周岁}", "{some: member, if: member.age > 6, text: 年满6周岁}"),
    ("{if: household.dibao, text: 低保家庭}", "{not: {if: household.dibao}, text: 低保家庭}"),
    ("{count: member, at_least: 2, if: member.age >= 6, text: 年满6周岁}",
     "{count: member, at_least: 3, if: member.age >= 6, text: 年满6周岁}"),
    ("{all: [{if: household.dibao}, {any: [{if: household.distress}, {if: household.dibao}]}], text: 低保家庭}",
     "{all: [{if: household.dibao}, {if: household.distress}], text: 低保家庭}"),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second"), SAME)
def test_words_order_and_superfluous_branches_do_not_make_another_tree(first: str, second: str) -> None:
    assert meaning_tree(read_rule(first).when) == meaning_tree(read_rule(second).when)


@pytest.mark.parametrize(("first", "second"), OTHER)
def test_what_may_come_to_another_code_is_another_tree(first: str, second: str) -> None:
    assert meaning_tree(read_rule(first).when) != meaning_tree(read_rule(second).when)


APPLIES = Judgement(Verdict.APPLIES)
REFUSED = Judgement(Verdict.DOES_NOT_APPLY)


def test_a_case_that_comes_out_the_same_is_not_told() -> None:
    assert case_change("one.yaml", Judged({"a.b": APPLIES}), Judged({"a.b": APPLIES})) is None


def test_a_case_is_told_with_the_findings_that_differ_and_no_others() -> None:
    before, after = Judged({"a.b": APPLIES, "a.c": APPLIES}), Judged({"a.b": REFUSED, "a.c": APPLIES})

    assert case_change("one.yaml", before, after) == CaseChange("one.yaml", (FindingChange("a.b", APPLIES, REFUSED),))


def test_a_new_rule_that_does_not_apply_changes_nothing_for_a_household() -> None:
    assert case_change("one.yaml", Judged({}), Judged({"a.b": REFUSED})) is None
    assert case_change("one.yaml", Judged({}), Judged({"a.b": APPLIES})) == CaseChange(
        "one.yaml", (FindingChange("a.b", None, APPLIES),)
    )


def test_a_case_that_a_pack_refuses_is_told_with_the_reason() -> None:
    change = case_change("one.yaml", Judged({}, ("one.yaml:1:1: there is no fact x",)), Judged({"a.b": APPLIES}))

    assert change == CaseChange("one.yaml", (), ("one.yaml:1:1: there is no fact x",))
    assert not change.is_unusable
