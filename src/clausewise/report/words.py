"""The words of all reports in Chinese and English, by the keys that reports ask for them with.

Only names; nothing here decides or formats anything.
"""

from __future__ import annotations

from collections.abc import Mapping

from clausewise.language.labels import Label
from clausewise.language.rules import ModalityKind, RuleKind

WORDS: Mapping[str, Label] = {
    # Verdicts of findings and of measures.
    "applies": Label("适用", "applies"),
    "undetermined": Label("待定", "undetermined"),
    "does_not_apply": Label("不适用", "does not apply"),
    "institutional": Label("机构职责", "duties of institutions"),
    "not_encoded": Label("未编码", "not encoded"),
    "no_text": Label("本页无文本", "no text on the page"),
    # Modality.
    **{kind.value: kind.label for kind in ModalityKind},
    # Kinds of rules.
    **{kind.value: kind.label for kind in RuleKind},
    # Headings and names of lines.
    "questions": Label("要问的问题", "Questions to ask"),
    "each_undetermined": Label("逐项列出待定的认定", "each undetermined finding"),
    "as_of": Label("核对日", "checked as of"),
    "aid": Label("救助", "aid"),
    "not_granted": Label("不给予", "not granted"),
    "below_zero": Label("算得 {value}，低于零，不作为救助", "comes out at {value}, below zero, so that it is no aid"),
    "nothing_due": Label("目前没有应给的", "nothing due now"),
    "nothing_due_this_month": Label("本月没有应给的", "nothing due this month"),
    "not_raised": Label("没有人提出：{facts}", "nobody has raised it: {facts}"),
    "per_household": Label("全家一份", "one for the household"),
    "through": Label("由其认定", "through"),
    "agency": Label("部门", "agency"),
    "followup": Label("后续", "follow-up"),
    "deadline": Label("期限", "deadline"),
    "facts": Label("事实", "facts"),
    "quoted": Label("原文", "words"),
    "rendered": Label("英译", "English"),
    "in_full": Label("逐项", "in full"),
    "proof": Label("推理", "proof"),
    "missing": Label("要问", "to ask"),
    "lookup": Label("可查询", "may be looked up in"),
    "amount_open": Label("金额待定", "amount not yet known"),
    "months_open": Label("月数待定", "months not yet known"),
    "what_it_gives": Label("数额或期限", "amount or deadline"),
    "deadline_open": Label("日期待定", "day not yet known"),
    "overdue": Label("已逾期", "overdue"),
    "in_time": Label("未到期", "not yet past"),
    "section_benefits": Label("能得到", "benefits"),
    "section_twice": Label("同一项救助给了两次，须核对", "one aid granted twice, to be looked into"),
    "section_notices": Label("注意", "to know beside it"),
    "section_to_ask": Label("还要问", "still to ask"),
    "section_no_answer": Label("待定，没有人能答", "undetermined, and nobody can answer"),
    "section_procedure": Label("程序，由机构办", "procedure, for the offices to see to"),
    "section_not_looked_into": Label("没有问到", "not looked into"),
    "whole_family": Label("全家", "the household"),
    "from_whom": Label("找", "from"),
    "by_when": Label("何时", "when"),
    "no_day_said": Label("文件未写", "not said"),
    "no_claim": Label("不是应得", "no claim"),
    "only_when_raised": Label("有人提出才问", "asked only when somebody raises it"),
    "and_others": Label("等", " and others"),
    "not_today": Label(
        "核对日 {day} 不是今天；按今天核对，用 --as-of 写明日期",
        "the day of the check, {day}, is not today; --as-of names another",
    ),
    "words_and_grounds": Label("原文和理由", "words and grounds"),
    "no_decision": Label(
        "本结果只说明政策，不是审批决定。", "This tells what the policy says; it is no decision on an application."
    ),
    "nothing_applies": Label("没有认定适用的待遇。", "No benefit is found to apply."),
    "nothing_open": Label("没有要问的问题。", "There is nothing left to ask."),
    "would_apply": Label("要适用，最少需要", "It would apply with"),
    "would_not_apply": Label("要不适用，最少需要", "It would not apply with"),
    "or": Label("或者", "or"),
    "and": Label("并且", "and"),
    "not_turned": Label("没有找到这样的事实。", "No such facts were found."),
    "no_fact_turns": Label("没有未知的事实能做到：原因见上。", "No unknown fact can: the reason stands above."),
    "reason": Label("原因", "reason"),
    "members_first": Label("先要知道家庭有哪些成员。", "It must first be known who the members are."),
    "not_all_shown": Label(
        "还可能有其他组合：超过 {facts} 项事实的没有查找，最多列出 {sets} 种，试算的次数也有限。",
        "There may be others: sets of more than {facts} facts are not looked for, {sets} are shown at most, "
        "and not everything is tried.",
    ),
    "no_members": Label("没有成员", "there are no members"),
    "household": Label("家庭", "household"),
    "some_member": Label("某成员", "some member"),
    "members": Label("家庭成员", "the members"),
    "ask_members": Label("家庭有哪些成员？", "Who are the members of the household?"),
    "ask_everybody": Label("列出的是否就是家庭的全部成员？", "Are these all the people of the household?"),
    "how_to_say_everybody": Label(
        "是，写 everybody: true；不是，把其他人也列出来",
        "if so, write everybody: true; if not, list the others too",
    ),
    "not_everybody": Label(
        "成员名单可能不完整（列出 {number} 人，未写 everybody: true）：认定只就列出的人作出。",
        "The list of members may not be complete ({number} listed, without everybody: true): "
        "findings are about those listed.",
    ),
    "somebody_else": Label("未列出的成员（如有）", "anybody not listed"),
    "everybody_first": Label(
        "先要知道列出的是否就是全部成员。", "It must first be known whether those listed are everybody."
    ),
    "count_members": Label("家庭成员人数", "number of members"),
    "case_day": Label("核对日", "day of the check"),
    "condition": Label("条件", "condition"),
    "digests": Label("摘要", "digests"),
    "document": Label("文件", "document"),
    "rules": Label("规则", "rules"),
    "case": Label("个案", "case"),
    "cases": Label("个案", "cases"),
    # Conditions.
    "all": Label("以下全部成立", "all of these hold"),
    "any": Label("以下至少一项成立", "at least one of these holds"),
    "not": Label("以下不成立", "this does not hold"),
    "negated": Label("并非", "not"),
    "some": Label("至少一名成员", "at least one member"),
    "every": Label("每名成员", "every member"),
    "finding": Label("认定", "finding"),
    "contested": Label("有两种读法", "read in two ways"),
    "always": Label("总是如此", "always"),
    "never": Label("从不如此", "never"),
    "implied": Label("由此推定", "implied by"),
    "office": Label("本机关", "office"),
    "office_reads": Label("本机关的读法", "the office's reading"),
    "readings_agree": Label("在此结果相同", "the same here"),
    "either_way_open": Label("哪种读法都还要看别的事实", "either way more has to be known"),
    "contradicts": Label("与个案矛盾", "contradicts the case"),
    "open": Label("未写明", "not said"),
    "if_everybody": Label("列出的就是全部成员", "these are all the members"),
    "asked_of_office": Label("问本机关", "asked of the office"),
    "to_decide": Label("待定读法", "to decide"),
    "notice": Label("提示", "notice"),
    "met": Label("符合", "met"),
    "not_met": Label("不符合", "not met"),
    "not_known": Label("未知", "not known"),
    "whatever_is_unknown": Label("不论未知者为何，都是 {value}", "{value} whatever is unknown"),
    "day_not_known": Label("不知是哪一天", "the day is not known"),
}  # fmt: skip
