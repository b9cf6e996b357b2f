"""What a caseworker reads on a terminal: what applies, what to ask, the rest folded; in lines that fit."""

from __future__ import annotations

import io

import pytest
from rich.cells import cell_len
from rich.console import Console

from clausewise.report import ReportOptions
from clausewise.report.text import print_finding, print_results
from report.households import amount_not_known, check


def printed(case_id: str, language: str, *only: str, everything: bool = False, width: int = 80) -> str:
    out = io.StringIO()
    print_results(Console(width=width, file=out), [check(case_id)], ReportOptions(language, only, everything))
    return out.getvalue()


def explained(case_id: str, finding: str, language: str) -> str:
    out = io.StringIO()
    result = check(case_id)
    print_finding(Console(width=80, file=out), result.by_name[finding], result, language)
    return out.getvalue()


def test_a_month_of_birth_settles_what_every_day_of_it_does_and_the_day_is_asked_where_it_matters() -> None:
    assert (
        printed("known-to-the-month", "en", "housing.urban_orphan")
        == """\
known-to-the-month
Chongqing's 37 measures on social assistance (December 2020) · checked as of
2020-12-07

Applies (1)
  13 加强城镇救助对象住房保障 [ours: Strengthen housing security for urban
  recipients of assistance]
    13.1 Housing aid for urban orphans of 18 or more (sister)  benefit shall「实
    施」
      aid        housing allocated in kind, rental subsidy
      agency     housing and urban-rural development department (35.1)
      not said   「相结合方式」How the two are combined, one or the other or
                 both, is not said.
      facts      meets the housing-security criteria as a person: yes; urban or
                 rural: urban; age in completed years: 18 years whatever is
                 unknown; orphan: yes
      words      「符合住房保障条件……年满18周岁孤儿，采取实物配租和租赁补贴相结
                 合方式实施住房救助」  13.1
      words      「城镇」  title of 13

Undetermined (1) · Questions to ask (1)
  ?1  brother: When was this person born?
      may be looked up in: household registration
      → 13.1 Housing aid for urban orphans of 18 or more (brother)
"""
    )


def test_what_applies_comes_first_and_then_each_question_once_with_what_it_could_settle() -> None:
    assert (
        printed("working-mother", "zh", "15")
        == """\
城镇低保家庭，母亲刚就业，儿子读高中
working-mother · 重庆市社会救助37条措施（2020年12月） · 核对日 2020-12-07

适用（1）
  15 完善就业创业扶持政策
    15.2 低保就业补贴（mother）  救助 应当「给予」
      救助  低保就业补贴：560.00 元、最多 7 个月；全家一份
      部门  人力社保部门（35.1）
      有两种读法  因这次就业退出低保的家庭，领取就业补贴时还算不算低保家庭？（在
                  此结果相同）
      未写明  「低保家庭」因就业退出低保的家庭是否仍算，“核减”是否包括减到停发，
              文件没有写明。
      未写明  「其家庭当月核减低保金总额」一个家庭有两人就业时总额怎样分，因就业
              以外的原因（如家人迁出、其他收入）核减的部分算不算，文件没有写明。
      未写明  「不超过1年」1年是上限，实际给几个月文件没有写明；也没有写明从何时
              起算、中断后能否续领。一家先后有两人就业的，1年按每个人算还是按一
              家算，文件没有写明；这里按每个人算，全家合计可能超过1年。
      事实  已就业：是；登记失业人员：是；低保对象：是；家庭当月核减低保金总额：
            560.00 元；已领取低保就业补贴的月数：5 个月
      原文  「已就业的登记失业低保家庭人员，按其家庭当月核减低保金总额，给予不超
            过1年的低保就业补贴」  15.2

待定（4） · 要问的问题（4）
  ?1  mother、son：人力社保部门是否认定此人符合创业担保贷款贴息的条件？（还没有
      认定的，答不知道。）
      → 15.1 创业担保贷款贴息（mother、son）
  ?2  mother、son：人力社保部门是否认定此人符合社会保险补贴的条件？（还没有认定
      的，答不知道。）
      可查询：社会保险缴纳信息
      → 15.1 社会保险补贴（mother、son）
  ?3  mother、son：人力社保部门是否认定此人符合公益性岗位补贴的条件？（还没有认
      定的，答不知道。）
      → 15.1 公益性岗位补贴（mother、son）
  ?4  mother、son：除贷款贴息、社会保险补贴、公益性岗位补贴外，此人是否符合其他
      就业创业扶持政策的条件？（还没有认定的，答不知道。）
      → 15.1 其他就业创业扶持政策（mother、son）
"""
    )


def test_an_amount_that_is_not_known_is_asked_for_and_not_left_out() -> None:
    out = io.StringIO()
    print_results(Console(width=80, file=out), [amount_not_known()], ReportOptions("en"))
    report = " ".join(out.getvalue().split())
    assert "A: amount not yet known, 7 months; to ask: A" in report
    assert "Undetermined (0) · Questions to ask (1)" in report


def test_a_deadline_stands_with_its_day_its_words_and_whether_it_is_past() -> None:
    report = printed("nobody-employed", "zh", "employment.zero_employment")
    assert "期限  2020-12-06（已逾期）：至少有1人实现就业的期限「在1个月内实现就业」\n            16.2\n" in report


def test_a_follow_up_lists_the_agencies_with_what_they_handle() -> None:
    report = printed("filed", "zh", "mechanism.routing")
    assert (
        """\
            - 教育部门：10.1 普通高中阶段资助（son）
            - 住房城乡建设部门：13.1 城镇低保家庭住房救助
"""
        in report
    )


def test_members_who_are_not_known_are_asked_for_in_words() -> None:
    report = printed("members-not-known", "en", "12")
    assert "Who are the members of the household?" in report
    assert "→ 12.1 Teaching at home for a severely disabled child (some member)" in report
    assert "(?)" not in report


def test_what_does_not_apply_is_folded_into_one_list() -> None:
    report = printed("nobody-in-it", "zh", "12", "13", "14.2")
    assert report.endswith("不适用（2）\n  12 加强重度残疾人教育；13 加强城镇救助对象住房保障\n")


def test_everything_shows_each_finding_that_does_not_apply_with_what_decided_it() -> None:
    report = printed("nobody-in-it", "en", "12", "13", everything=True)
    assert report.endswith(
        """\
Does not apply (1)
  12 加强重度残疾人教育 [ours: Strengthen the education of severely disabled
  people]
    ✗ there are no members
  13.1 Housing aid for urban dibao families
    ✗ dibao family, as clauses 13 and 14 have it: no  「低保家庭」13.1
      read in two ways: Is an urban dibao family one that lives in town, or one
      that receives urban dibao? (the same here)
"""
    )


def test_everything_lists_what_is_undetermined_with_its_questions() -> None:
    report = printed("working-mother", "zh", "15", everything=True)
    assert "  15.1 创业担保贷款贴息（mother、son）  ?1\n" in report


def test_measures_whose_text_is_not_on_the_page_have_numbers_and_no_title() -> None:
    assert printed("working-mother", "en", "1", "5", "6").endswith("No text on the page (3)\n  1; 5–6\n")


def test_an_explanation_gives_the_whole_proof_and_the_values_that_were_read() -> None:
    assert (
        explained("working-mother", "employment.dibao_work_subsidy@son", "zh")
        == """\
不适用  15.2 低保就业补贴（son）  救助 应当「给予」
  部门  人力社保部门（35.1）
  有两种读法  因这次就业退出低保的家庭，领取就业补贴时还算不算低保家庭？（在此结
              果相同）
  原文  对已就业的登记失业低保家庭人员，按其家庭当月核减低保金总额，给予不超过1
        年的低保就业补贴。  15.2
  推理
    ✗ 以下全部成立
      ✗ 已就业（否）  「已就业」15.2
      ? 登记失业人员（未知）  「登记失业」15.2
      ✓ 有两种读法：因这次就业退出低保的家庭，领取就业补贴时还算不算低保家庭？
        「低保家庭人员」15.2
        ✓ 不算，须现在仍是低保家庭：低保对象（是）
          ✓ 以下至少一项成立
            ✓ 以下全部成立
              ✓ 低保家庭（是）
              ✓ 以下不成立
                ✗ 没有算在全家的低保之内（否）
                  ✓ 由此推定：低保家庭（是）（全家享受低保的，没有另外说明，每个
                    成员都算在内。）
            ? 本人单独享受低保（未知）
        ✓ 算，就业之前是即可：以下至少一项成立
          ✓ 低保对象（是）
            ✓ 以下至少一项成立
              ✓ 以下全部成立
                ✓ 低保家庭（是）
                ✓ 以下不成立
                  ✗ 没有算在全家的低保之内（否）
                    ✓ 由此推定：低保家庭（是）（全家享受低保的，没有另外说明，每
                      个成员都算在内。）
              ? 本人单独享受低保（未知）
          ✗ 因成员就业退出低保（否）
            ✓ 由此推定：低保家庭（是）（现在仍是低保家庭的，没有退出。）
        ? 本机关的读法：未答复，由人力社保部门决定
      ✓ 家庭当月核减低保金总额 > 0.00 元（560.00 元）  「当月核减低保金」15.2
      ? 已领取低保就业补贴的月数 < 12 个月（未知）  「不超过1年」15.2
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
        ✓ Dibao families: dibao family (receives the minimum living guarantee)
          (yes)
        ✓ Any: always
        ? the office's reading: not said; for human resources and social
          security department to decide
      ✓ read in two ways: Where everybody able to work is out of work and only,
        say, a grandparent has a job, is nobody employed?  「零就业家庭」16.2
        ✓ No: every member
          ✓ 王父: this does not hold
            ✗ employed (no)
          ✓ 王母: this does not hold
            ✗ employed (no)
        ✓ Yes: every member
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
    assert "          ? 某成员：特困供养形式 = 分散供养（未知）\n" in shown
    assert shown.endswith(
        """\
  要问  家庭有哪些成员？
  要问  除建档立卡贫困户、分散供养特困人员、低保户外，住房城乡建设部门是否认定该
        家庭属于农村危房改造的其他重点对象？（还没有认定的，答不知道。）
  要问  家中只有一人分户单独领低保，他算不算第13条的“低保家庭”、第14条的“低保
        户”？  问本机关，由住房城乡建设部门决定
"""
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
    assert report.startswith("<script>alert(1)</script> *stars* [red]not red[/red]\n")
    assert "\n- a line # a heading\n" in report


def test_several_cases_are_printed_one_after_the_other() -> None:
    out = io.StringIO()
    options = ReportOptions("en", ("1",))
    print_results(Console(width=20, file=out), [check("filed"), check("nobody-in-it")], options)
    assert "\n" + "─" * 20 + "\nnobody-in-it\n" in out.getvalue()


def test_more_than_ten_questions_are_counted_and_named_by_their_measures() -> None:
    short, full = printed("working-mother", "en"), printed("working-mother", "en", everything=True)
    assert "\n  ?10 " in short
    assert "\n  ?11 " not in short
    assert " more questions (undetermined measures: 8–11, 13–17, 19–25, " in " ".join(short.split())
    assert "--all lists" in short
    assert "\n  ?11 " in full
    assert "more questions" not in full
