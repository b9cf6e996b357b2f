"""What a caseworker reads on a terminal: what a family gets, what to ask, then the rest; in lines that fit."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from clausewise.case import read_case
from clausewise.report import ReportOptions
from clausewise.report.answer.explaining import print_explanation
from clausewise.report.answer.text import print_results
from report.households import amount_not_known, check, engine

CASES = Path(__file__).parents[2] / "cases" / "chongqing-2020"


def printed(case_id: str, language: str, *only: str, everything: bool = False, width: int = 80) -> str:
    out = io.StringIO()
    print_results(Console(width=width, file=out), [check(case_id)], ReportOptions(language, only, everything))
    return out.getvalue()


def explained(case_id: str, finding: str, language: str) -> str:
    out = io.StringIO()
    result = check(case_id)
    print_explanation(Console(width=80, file=out), result.by_name[finding], (), result, language)
    return out.getvalue()


def test_a_month_of_birth_settles_what_every_day_of_it_does_and_the_day_is_told_as_open_where_it_matters() -> None:
    assert (
        printed("known-to-the-month", "en", "housing.urban_orphan")
        == """\
known-to-the-month (2 people) · Chongqing's 37 measures on social assistance
(December 2020) · checked as of 2020-12-07

Benefits (1)
  ● housing allocated in kind, rental subsidy · sister · from: housing and
    urban-rural development department · when: not said
      shall 13.1 「……采取实物配租和租赁补贴相结合方式实施住房救助」
      not said: 「相结合方式」 (in combination) · read in two ways: 「城镇」
      (urban)
      [ours: for … orphans of 18 or more who qualify, housing aid: in kind with
      rental subsidies]

Still to ask (1 benefit waits to be found out)
  There is nothing left to ask.

Asked, not known (1): brother: date of birth (2002-12, the day is not known)
words and grounds: clausewise explain known-to-the-month.yaml 13.1
This tells what the policy says; it is no decision on an application.
"""
    )


def test_what_a_family_gets_comes_first_in_two_lines_and_then_what_to_know_and_to_ask() -> None:
    assert (
        printed("working-mother", "zh", "15", width=100)
        == """\
城镇低保家庭，母亲刚就业，儿子读高中（2人） · 重庆市社会救助37条措施（2020年12月） · 核对日
2020-12-07

能得到（1项）
  ● 低保就业补贴：560.00 元、最多 7 个月；全家一份　mother　找：人力社保部门　何时：文件未写
      应当 15.2 「……按其家庭当月核减低保金总额，给予不超过1年的低保就业补贴」
      未写明：「低保家庭」「其家庭当月核减低保金总额」「不超过1年」「已就业」　有两种读法：「低保家
      庭人员」「不超过1年」

还要问（1问）
  1 由人力社保部门答：全家2人：符合其他就业创业扶持政策条件等  → 15.1 其他就业创业扶持政策等
原文和理由：clausewise explain working-mother.yaml 15.2
本结果只说明政策，不是审批决定。
"""
    )


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", sorted(CASES.glob("*.yaml"))[::12], ids=lambda path: path.stem)
def test_an_answer_takes_under_forty_lines_for_five_benefits_and_two_more_for_each_further_one(
    path: Path, language: str
) -> None:
    result = engine().check(read_case(path, engine().pack))
    out = io.StringIO()
    print_results(Console(width=100, file=out), [result], ReportOptions(language))
    benefits = out.getvalue().count("\n  ● ") + out.getvalue().count("\n  ○ ")
    assert len(out.getvalue().splitlines()) < 40 + 2 * max(benefits - 5, 0)


def test_an_amount_that_is_not_known_is_asked_for_and_not_left_out() -> None:
    out = io.StringIO()
    print_results(Console(width=80, file=out), [amount_not_known()], ReportOptions("en", everything=True))
    report = " ".join(out.getvalue().split())
    assert "A: amount not yet known, 7 months; to ask: A" in report
    assert "Still to ask (1, benefits are settled; about procedure alone) 1 A" in report
    assert "Undetermined (0) · Questions to ask (1)" in report


def test_a_deadline_stands_with_its_day_and_whether_it_is_past_and_in_full_with_its_words() -> None:
    assert "　何时：2020-12-06（已逾期）\n" in printed("nobody-employed", "zh", "employment.zero_employment")
    report = printed("nobody-employed", "zh", "employment.zero_employment", everything=True)
    assert "期限  2020-12-06（已逾期）：至少有1人实现就业的期限「在1个月内实现就业」16.2\n" in report


def test_a_follow_up_lists_the_agencies_with_what_they_handle() -> None:
    report = printed("filed", "zh", "mechanism.routing", everything=True)
    assert (
        """\
          - 教育部门：10.1 普通高中阶段资助（son）
          - 住房城乡建设部门：13.1 城镇低保家庭住房救助
"""
        in report
    )


def test_members_who_are_not_known_are_asked_for_in_words() -> None:
    report = printed("members-not-known", "en", "12", everything=True)
    assert "  1 Who are the members of the household?  → 12.1\n" in report
    assert "→ 12.1 Teaching at home for a severely disabled child (some member)" in report
    assert "(?)" not in report


def test_what_does_not_apply_comes_last_with_what_decided_it() -> None:
    report = printed("nobody-in-it", "zh", "12", "13", "14.2", width=100)
    assert (
        """\
不适用（2）
  12 加强重度残疾人教育（没有成员）；13 加强城镇救助对象住房保障（低保家庭（低保户）：否）
"""
        in report
    )


def test_everything_shows_each_finding_that_does_not_apply_with_what_decided_it() -> None:
    report = printed("nobody-in-it", "en", "12", "13", everything=True)
    assert (
        """\
Does not apply (1)
  12 [ours: Strengthen the education of severely disabled people]
    ✗ there are no members
  13.1 Housing aid for urban dibao families
    ✗ dibao family, as clauses 13, 14, 16 and 21 have it: no  「低保家庭」13.1
      read in two ways: Is an urban dibao family one that lives in town, or one
      that receives urban dibao? (the same here)
"""
        in report
    )


def test_everything_lists_what_is_undetermined_with_what_it_waits_for_and_its_questions() -> None:
    report = printed("working-mother", "zh", "15", everything=True)
    assert "  15.1 创业担保贷款贴息（mother、son）  还没有问 ?1\n" in report


def test_that_clauses_without_text_were_not_looked_at_stands_where_the_benefits_are() -> None:
    report = printed("working-mother", "en", "1", "5", "6")
    assert "\nBenefits (0) · clauses 1, 5–6 are not on the page and were not looked at\n" in report


def test_an_explanation_gives_the_whole_proof_and_the_values_that_were_read() -> None:
    assert (
        explained("working-mother", "employment.dibao_work_subsidy@son", "zh")
        == """\
不适用  15.2 低保就业补贴（son）  救助 应当「给予」
  部门  人力社保部门（35.1）
  有两种读法  因这次就业退出低保的家庭，领取就业补贴时还算不算低保家庭？（在此结
              果相同）
  有两种读法  一家先后有两人就业的，“不超过1年”是每个人1年，还是全家合计1年？
              （在此结果相同）
  有两种读法  一个人以前就业时领过低保就业补贴，失业登记后又就业的，“不超过1年”
              从头算，还是连以前的一起算？（在此结果相同）
  因为  已就业：否
  原文  对已就业的登记失业低保家庭人员，按其家庭当月核减低保金总额，给予不超过1
        年的低保就业补贴。  15.2
  推理
    ✗ 以下全部成立
      ✗ 已就业（否）  「已就业」15.2
      ? 登记失业人员（未知）  「登记失业」15.2
      ✓ 有两种读法：因这次就业退出低保的家庭，领取就业补贴时还算不算低保家庭？
        「低保家庭人员」15.2
        ✓ 须现在仍是低保家庭：低保家庭人员（是）
          ✓ 以下至少一项成立
            ✓ 以下全部成立
              ✓ 低保家庭（是）
              ✓ 以下不成立
                ✗ 低保（或者低收入等）没有把此人算在内（否）
                  ✓ 由此推定：以下全部成立（户主、配偶、未成年子女与全家一起算
                    （《重庆市城乡居民最低生活保障条例》第十、十一条）。）
                    ✓ 以下不成立
                      ✗ 不是一家人，只是寄住（否）
                        ✓ 由此推定：家庭成员人数 ≥ 1（2）（列在名单上、没有说是
                          “其他”关系的，看作一家人。）
                    ✓ 户主本人、配偶、未成年子女一类当然一起算的家人（是）
                      ✓ 由此推定：家庭成员人数 ≥ 1（2）（列在名单上、没有说是别
                        的关系的，看作一起算的家人。）
            ? 有两种读法：家中只有一人分户单独领低保，他那一户算不算“低保家庭”
              “低保户”（第13.1、14.1、15.2条；第16.2、21.1条照行政法规读的，也看
              这一点）？
              ✗ 须全家享受：从不如此
              ? 一人一户也算：本人单独享受低保（未知）
              ? 本机关的读法：未答复，由民政部门决定
        ✓ 就业之前是即可：以下至少一项成立
          ✓ 低保家庭人员（是）
            ✓ 以下至少一项成立
              ✓ 以下全部成立
                ✓ 低保家庭（是）
                ✓ 以下不成立
                  ✗ 低保（或者低收入等）没有把此人算在内（否）
                    ✓ 由此推定：以下全部成立（户主、配偶、未成年子女与全家一起算
                      （《重庆市城乡居民最低生活保障条例》第十、十一条）。）
                      ✓ 以下不成立
                        ✗ 不是一家人，只是寄住（否）
                          ✓ 由此推定：家庭成员人数 ≥ 1（2）（列在名单上、没有说
                            是“其他”关系的，看作一家人。）
                      ✓ 户主本人、配偶、未成年子女一类当然一起算的家人（是）
                        ✓ 由此推定：家庭成员人数 ≥ 1（2）（列在名单上、没有说是
                          别的关系的，看作一起算的家人。）
              ? 有两种读法：家中只有一人分户单独领低保，他那一户算不算“低保家庭”
                “低保户”（第13.1、14.1、15.2条；第16.2、21.1条照行政法规读的，也
                看这一点）？
                ✗ 须全家享受：从不如此
                ? 一人一户也算：本人单独享受低保（未知）
                ? 本机关的读法：未答复，由民政部门决定
          ? 以下全部成立
            ? 因成员就业退出低保（未知）
            ✓ 以下不成立
              ✗ 低保（或者低收入等）没有把此人算在内（否）
                ✓ 由此推定：以下全部成立（户主、配偶、未成年子女与全家一起算
                  （《重庆市城乡居民最低生活保障条例》第十、十一条）。）
                  ✓ 以下不成立
                    ✗ 不是一家人，只是寄住（否）
                      ✓ 由此推定：家庭成员人数 ≥ 1（2）（列在名单上、没有说是“其
                        他”关系的，看作一家人。）
                  ✓ 户主本人、配偶、未成年子女一类当然一起算的家人（是）
                    ✓ 由此推定：家庭成员人数 ≥ 1（2）（列在名单上、没有说是别的
                      关系的，看作一起算的家人。）
        ? 本机关的读法：未答复，由人力社保部门决定
      ✓ 家庭当月核减低保金总额 > 0.00 元（560.00 元）  「当月核减低保金」15.2
      ? 这次就业已领取低保就业补贴的月数 < 12 个月（未知）  「不超过1年」15.2
      ✓ 有两种读法：一家先后有两人就业的，“不超过1年”是每个人1年，还是全家合计1
        年？  「不超过1年」15.2
        ✓ 每个人1年：总是如此
        ✓ 全家合计1年：全家已领取低保就业补贴的月数 < 12 个月（5 个月）
        ? 本机关的读法：未答复，由人力社保部门决定
      ? 有两种读法：一个人以前就业时领过低保就业补贴，失业登记后又就业的，“不超
        过1年”从头算，还是连以前的一起算？  「不超过1年」15.2
        ✓ 每次就业从头算：总是如此
        ? 以前的一起算：这次就业已领取低保就业补贴的月数 + 以前就业时领取低保就
          业补贴的月数 < 12（这次就业已领取低保就业补贴的月数：未知；以前就业时
          领取低保就业补贴的月数：未知）
        ? 本机关的读法：未答复，由人力社保部门决定
"""
    )


def test_an_explanation_goes_into_derived_facts_and_names_the_members_it_looks_at() -> None:
    proof = explained("nobody-employed", "employment.zero_employment", "en").split("  proof\n")[1]
    assert (
        proof
        == """\
    ✓ all of these hold
      ✓ at least one member  「有家庭成员处于劳动年龄段、有就业条件的家庭」16.2
        ✓ 王父: all of these hold
          ✓ of working age (yes)  「处于劳动年龄段」16.2
          ✓ in a position to work (yes)  「有就业条件」16.2
        ✗ 王母: all of these hold
          ✓ of working age (yes)  「处于劳动年龄段」16.2
          ✗ in a position to work (no)  「有就业条件」16.2
      ✓ read in two ways: Is the assistance for households in which nobody is
        employed for dibao families, or for any?  「家庭」16.2
        ✓ dibao families only: dibao family, as clauses 13, 14, 16 and 21 have
          it (yes)
          ✓ at least one of these holds
            ✓ dibao family (receives the minimum living guarantee) (yes)
            ? read in two ways: Where only one member receives dibao, counted
              apart from the rest, is that household of one a “dibao family”
              (13.1, 14.1, 15.2; 16.2 and 21.1 as read by the national
              measures)?
              ✗ only a family that receives it as a whole: never
              ? a household of one too: at least one member
                ? 王父: all of these hold
                  ? receives dibao alone (unknown)
                  ✓ this does not hold
                    ✗ not of the family, and only lodges there (no)
                      ✓ implied by: number of members ≥ 1 (2) (Whoever is
                        listed, and is not said to be related in another way, is
                        taken to be of the family.)
                ? 王母: all of these hold
                  ? receives dibao alone (unknown)
                  ✓ this does not hold
                    ✗ not of the family, and only lodges there (no)
                      ✓ implied by: number of members ≥ 1 (2) (Whoever is
                        listed, and is not said to be related in another way, is
                        taken to be of the family.)
              ? the office's reading: not said; for civil affairs department to
                decide
        ✓ any family: always
        ? the office's reading: not said; for human resources and social
          security department to decide
      ✓ read in two ways: Where everybody able to work is out of work and only,
        say, a grandparent has a job, is nobody employed?  「零就业家庭」16.2
        ✓ nobody in the family at all: every member
          ✓ 王父: this does not hold
            ✗ employed (no)
          ✓ 王母: this does not hold
            ✗ employed (no)
        ✓ nobody of those able to work: every member
          ✓ 王父: at least one of these holds
            ✓ this does not hold
              ✗ employed (no)
            ✗ this does not hold
              ✓ of working age (yes)
            ✗ this does not hold
              ✓ in a position to work (yes)
          ✓ 王母: at least one of these holds
            ✓ this does not hold
              ✗ employed (no)
            ✗ this does not hold
              ✓ of working age (yes)
            ✓ this does not hold
              ✗ in a position to work (no)
        ? the office's reading: not said; for human resources and social
          security department to decide
"""
    )


def test_an_explanation_ends_with_the_questions_that_are_open() -> None:
    shown = explained("members-not-known", "housing.rural_renovation", "zh")
    assert "          ? 某成员：以下全部成立\n            ? 特困供养形式 = 分散供养（未知）\n" in shown
    assert (
        """\
  要问  家庭有哪些成员？
  要问  除建档立卡贫困户、分散供养特困人员、低保户外，住房城乡建设部门是否认定该
        家庭属于农村危房改造的其他重点对象？（还没有认定的，答待查。）  由住房城
        乡建设部门答
  要问  分散供养的特困人员分城镇（第13.1条）和农村（第14.1条），是看家在哪里，还
        是看领城市还是农村的特困供养？  问本机关，由住房城乡建设部门决定
  要问  家中只有一人分户单独领低保，他那一户算不算“低保家庭”“低保户”（第13.1、
        14.1、15.2条；第16.2、21.1条照行政法规读的，也看这一点）？  问本机关，由
        民政部门决定
"""
        in shown
    )


@pytest.mark.parametrize("width", [60, 80, 100, 200])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_line_is_wider_than_the_terminal_or_than_can_be_read(language: str, width: int) -> None:
    lines = printed("filed", language, everything=True, width=width).splitlines()
    assert max(map(cell_len, lines)) <= min(width, 100)


def test_what_is_piped_has_no_colour_and_a_terminal_has() -> None:
    out = io.StringIO()
    console = Console(width=80, file=out, force_terminal=True, color_system="standard", _environ={})
    print_results(console, [check("working-mother")], ReportOptions("zh", ("15",)))
    assert "\x1b[" in out.getvalue()
    assert "\x1b[" not in printed("working-mother", "zh", "15")


def test_what_a_case_calls_itself_is_printed_and_never_read_as_markup() -> None:
    report = printed("odd-title", "en", "1")
    assert report.startswith("<script>alert(1)</script> *stars* [red]not red[/red] · Chongqing")


def test_several_cases_are_printed_one_after_the_other() -> None:
    out = io.StringIO()
    options = ReportOptions("en", ("1",))
    print_results(Console(width=20, file=out), [check("filed"), check("nobody-in-it")], options)
    assert "\n" + "─" * 20 + "\nnobody-in-it ·" in out.getvalue()


def test_questions_take_few_lines_and_how_many_more_there_are_is_said() -> None:
    short, full = printed("working-mother", "en", width=100), printed("working-mother", "en", everything=True)
    (asked,) = re.findall(r"\nStill to ask[^\n]*\n(.*?)\n\n", short, re.DOTALL)
    assert len(asked.splitlines()) == 5
    assert " more questions (clauses " in asked
    assert "--all lists" in short
    assert "\n  ?11 " in full
