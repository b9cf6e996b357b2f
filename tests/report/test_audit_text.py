"""An audit on a terminal: how things stand on one screen, what is wrong worst first, then clause by clause."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from audit.sample import sample_audit, words_alone
from clausewise.audit.model import Audit, CaseCoverage, TextCoverage, Weight, WordsKind
from clausewise.language.labels import Language
from clausewise.report.audit.text import print_audit


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Places of the pack are as one sees them from its root."""
    monkeypatch.chdir(tmp_path)


def printed(audit: Audit, language: Language, *, width: int = 80, everything: bool = False) -> str:
    out = io.StringIO()
    print_audit(Console(width=width, file=out), audit, language, everything=everything)
    return out.getvalue()


def section(text: str, heading: str) -> str:
    """The lines from a heading to the next empty line."""
    return text[text.index(heading) :].partition("\n\n")[0]


def test_the_first_screen_says_how_things_stand() -> None:
    assert (
        printed(sample_audit(Path()), "en").partition("\nWhat is wrong")[0]
        == """\
Do the rules, the words and the cases agree?
old-age · Old-age subsidy
Proved and equivalent mean: on every day, for households of any size as
facts.yaml describes them, whatever is not known of them. The 1 that are bounded
were tried with few members only, and are not proved. Not tried: dates known to
the month alone.
Looked at: whether every word of 3 sentences is held; what 2 cases try of the
rules; whether cases notice 5 planted mistakes; 7 answers of the solver.
It cannot see whether the words are understood rightly: rules, cases and text
can agree and all be wrong. Left open by the text: 1.
Nor can it see what is not printed: clause 1 has no text.

 ✓ provisions encoded              100 %   3/3
 ✗ words held                      87.1 %  34/39 characters (left open with a
                                   reason 3, gaps 2), besides 5 of connectives
 ✗ gaps                            1
 – clauses without text            1
 ! rules driven to three verdicts  50 %    1/2
 ! conditions shown (MC/DC)        33.3 %  1/3
 ! parts expected                  50 %    1/2
 ✗ mutants killed or accepted      50 %    2/4 (killed 1, accepted 1, survived
                                   1, not settled 1), besides 1 equivalent
 – changes not tried               4       kinds, of 4 entries (--all)
 ! assurances proved               0/2     bounded 1, refuted by the text itself
                                   1
 ✓ dead rules                      0
 ✗ faults the solver found         1
 ! answers that are bounded        1
 ! questions not settled           2
"""
    )


def test_chinese_is_aligned_by_the_cells_it_fills() -> None:
    assert (
        printed(sample_audit(Path()), "zh").partition("\n有错或")[0]
        == """\
规则、文件的文字和个案是否一致
old-age · 高龄补贴
“已证明”与“等价”对每一天、任何人数的家庭都成立（家庭如 facts.yaml 所述，任何事实
都可以不知道）。有界的 1 项只试过成员不多的家庭，不算已证明。没有试：只知道年月
的日期。
看了：3 句的每个字有没有着落；2 个个案试出了规则的什么；5 处改错有没有个案发现；
求解器的 7 个回答。
看不出文字理解得对不对：规则、个案和文字彼此一致，也可能一起错。文字留空的有 1
处。
看不到没有印出的：第1条没有文字。

 ✓ 已写成规则的句子         100 %   3/3
 ✗ 有着落的文字             87.1 %  34/39 字（说明过的留空 3、没有着落 2），另有
                            连接词 5 字
 ✗ 没有着落的文字（处）     1
 – 本页没有文字的条         1
 ! 试全三种结论的规则       50 %    1/2
 ! 试出作用的条件（MC/DC）  33.3 %  1/3
 ! 有个案期望的内容         50 %    1/2
 ✗ 被发现或已接受的变异     50 %    2/4（被发现 1、已接受 1、存活 1、未决 1），
                            另有等价的 1
 – 没有试的改动             4       种，涉及 4 个条目（--all）
 ! 已证明的保证             0/2     有界 1、为文件所否定 1
 ✓ 永不适用的规则           0
 ✗ 求解器查出的错误         1
 ! 有界的回答               1
 ! 未决的问题               2
"""
    )


def test_what_is_wrong_comes_before_what_is_weak_and_that_before_what_is_worth_knowing() -> None:
    text = printed(sample_audit(Path()), "en")
    headings = [
        "Conditions that never matter (1)",
        "Gaps in the text (1)",
        "Mutants that survive (1)",
        "Findings about the policy itself (1)",
        "Rules not driven to all three verdicts (1)",
        "Conditions not shown to matter (2)",
        "Parts that no case expects (1)",
        "Questions not settled (2)",
        "The same aid from two rules (1)",
        "Clause by clause",
    ]
    assert sorted(headings, key=text.index) == headings


def test_a_survivor_stands_with_its_sentence_and_the_household_that_would_notice_it() -> None:
    assert (
        section(printed(sample_audit(Path()), "en"), "Mutants that survive")
        == """\
Mutants that survive (1)
  With the rules changed like this, every case would still pass. Save the
  household given with it as a case, or say in accepted.yaml why that is in
  order.
  2.2  no case notices: urban becomes rural
    「城镇家庭」 in 「对城镇家庭可发放交通卡。」
    a household that would notice it:
      case: age.travel_card-choice
      title: {zh: 住在农村的家庭, en: A household in the countryside}
      as_of: 2024-06-30
      household: {area: rural}
      members: []
      expect:
        does_not_apply: [age.travel_card]
    mutant/age.travel_card/when/choice-rural · rules/old-age/01-age.yaml:20:9"""
    )


def test_a_gap_stands_with_its_sentence_and_its_place_on_the_page() -> None:
    assert (
        section(printed(sample_audit(Path()), "zh"), "没有着落的文字（1）").partition("留空。\n")[2]
        == """\
  2.2  没有规则或职责写到「发放」，也没有说明为何留空
    「发放」，见于「对城镇家庭可发放交通卡。」
    gap/2.2/发放 · policy/old-age/source.txt:2:41"""
    )


def test_a_rule_that_is_not_driven_says_which_verdicts_no_case_expects() -> None:
    text = printed(sample_audit(Path()), "en")
    assert "  2.2  Travel card: no case expects “applies” or “undetermined”\n" in text
    assert "not_driven/age.travel_card · rules/old-age/01-age.yaml:16:9\n" in text


def test_households_of_what_is_no_fault_are_for_all() -> None:
    short, long = (printed(sample_audit(Path()), "en", everything=every) for every in (False, True))
    assert "case: against-age.everybody_over_eighty" not in short
    assert section(short, "Findings about the policy").endswith("\n  --all adds the households that show it")
    assert "      case: against-age.everybody_over_eighty\n" in section(long, "Findings about the policy")
    assert "--all" not in section(long, "Findings about the policy")


def test_of_one_sort_ten_are_shown_and_how_many_more_there_are_is_said() -> None:
    audit = sample_audit(Path())
    assert isinstance(audit.answers, tuple)
    (policy,) = (one for one in audit.answers if one.weight is Weight.POLICY)
    many = replace(audit, answers=tuple(replace(policy, id=f"assurance/age.{number}") for number in range(12)))
    short, long = (section(printed(many, "en", everything=every), "Findings about") for every in (False, True))
    assert "assurance/age.9 " in short
    assert "assurance/age.10 " not in short
    assert "  2 more: --all lists them" in short
    assert "assurance/age.11 " in long


def test_clause_by_clause_it_says_what_is_weakest_and_why() -> None:
    assert (
        section(printed(sample_audit(Path()), "en"), "Clause by clause")
        == """\
Clause by clause
  clause  encoded    held  rules  title; its weakest point
       1        –       –      –  no text on the page
       2      2/2  82.7 %      2  发放高龄补贴
                                  2.1  does not hold: This matters, some verdict
                                  turns without it: household.dibao
       3      1/1   100 %      0  建立台账
                                  duties only
"""
    )


def test_parts_that_were_not_run_say_why_and_nothing_else_is_said_of_them() -> None:
    text = printed(words_alone(Path()), "en")
    assert (
        text.partition("gaps  ")[2].partition("\nWhat")[0].partition("\n")[2]
        == """\
 – clauses without text        1
 – coverage by cases           not run: this part was not asked for
 – mutants killed or accepted  not run: this part was not asked for
 – answers of the solver       not run: the solver is not installed
"""
    )
    assert "weakest point\n       1" in text
    assert "what was looked at shows nothing" not in text


def test_where_nothing_is_found_that_is_said_of_what_was_looked_at_and_no_more() -> None:
    audit = words_alone(Path())
    whole = tuple(
        replace(one, runs=tuple(run for run in one.runs if run.kind is not WordsKind.GAP))
        for one in audit.words.provisions
    )
    clean = replace(audit, words=TextCoverage(whole, {}, {}))
    finished = replace(clean, cases=CaseCoverage((), {}, {}), mutants=(), answers=())
    for one in (clean, finished):
        assert "What is wrong or weak\n  What was looked at shows nothing.\n" in printed(one, "en")
    assert "Looked at: whether every word of 3 sentences is held.\n" in printed(clean, "en")


def test_all_lists_each_word_with_what_holds_it() -> None:
    text = printed(sample_audit(Path()), "en", everything=True)
    assert (
        text[text.index("  2.2  may · age.travel_card") :].partition("  3.1")[0]
        == """\
  2.2  may · age.travel_card
    「对」  connective: a connective
    「城镇家庭」  condition: household.area == "urban" [age.travel_card]
    「可」  modality: may [age.travel_card]
    「发放」  gaps
    「交通卡」  aid: travel card [age.travel_card]
    「。」  connective: a connective
"""
    )
    assert "  civil affairs department: age.ledger\n" in text
    assert "  1  Clause 1 is not on the page (上接1版).\n" in text


def test_all_lists_each_rule_with_the_pairs_of_cases_that_show_its_conditions() -> None:
    text = printed(sample_audit(Path()), "zh", everything=True)
    assert (
        text[text.index("  age.subsidy\n") :].partition("  age.travel_card\n")[0]
        == """\
  age.subsidy
    适用：grandmother@grandmother
    不适用：young@child
    待定：grandmother@grandson
    household.dibao  「低保家庭」
      真与假：没有一对个案
      已知与未知：没有一对个案
    member.age >= 80  「年满80周岁」
      真与假：grandmother@grandmother（真、适用） – young@child（假、不适用）
      已知与未知：grandmother@grandmother（真、适用） – grandmother@grandson（未
      知、待定）
    救助 高龄补贴：grandmother
"""
    )


def test_all_lists_each_mutant_with_its_fate_and_each_answer_with_its_scope() -> None:
    text = printed(sample_audit(Path()), "en", everything=True)
    assert "    grandmother expects age.subsidy@grandmother\n" in text
    assert "  accepted  shall becomes may  [age.subsidy/modality/may]\n" in text
    assert "  bounded: Nobody below 80 gets the subsidy.  [assurance/age.nobody_young]\n" in text
    assert "    bounded; none was found among households of at most 4 members; of larger\n" in text


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_lines_fit(language: Language, width: int) -> None:
    lines = printed(sample_audit(Path()), language, width=width, everything=True).splitlines()
    assert [line for line in lines if cell_len(line) > min(width, 100)] == []
