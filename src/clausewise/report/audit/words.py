"""What the parts of an audit are called in reports: kinds of words, fates of mutants, outcomes and weights of answers.

Only names; nothing here counts or looks at an audit.
"""

from __future__ import annotations

from clausewise.audit.model import Fate, Outcome, Part, QuestionKind, Weight, WordsKind
from clausewise.language.labels import Label

CHARACTERS = {
    WordsKind.HELD: Label("有着落", "held"),
    WordsKind.CONNECTIVE: Label("连接词", "connective"),
    WordsKind.ACCEPTED: Label("说明过的留空", "left open with a reason"),
    WordsKind.GAP: Label("没有着落", "gaps"),
}

PARTS = {
    Part.CONDITION: Label("条件", "condition"),
    Part.AID: Label("救助", "aid"),
    Part.FOLLOWUP: Label("后续", "follow-up"),
    Part.DEADLINE: Label("期限", "deadline"),
    Part.MODALITY: Label("力度", "modality"),
    Part.DUTY: Label("职责", "duty"),
    Part.AGENCY: Label("部门", "agency"),
    Part.REGISTER: Label("登记", "register"),
    Part.OPEN: Label("留空", "left open"),
}

FATES = {
    Fate.KILLED: Label("被发现", "killed"),
    Fate.EQUIVALENT: Label("等价", "equivalent"),
    Fate.ACCEPTED: Label("已接受", "accepted"),
    Fate.SURVIVED: Label("存活", "survived"),
    Fate.BOUNDED: Label("有界", "bounded"),
    Fate.UNDECIDED: Label("未决", "not settled"),
}

OUTCOMES = {
    Outcome.PROVED: Label("已证明", "proved"),
    Outcome.REFUTED: Label("不成立", "does not hold"),
    Outcome.BOUNDED: Label("有界", "bounded"),
    Outcome.UNKNOWN: Label("未决", "not settled"),
}

WEIGHTS = {
    Weight.FINE: Label("正常", "in order"),
    Weight.IDLE: Label("因规则没有用到其事实而成立", "holds since no rule of it reads its fact"),
    Weight.ACCEPTED: Label("已接受", "accepted"),
    Weight.NOTE: Label("留意", "worth knowing"),
    Weight.POLICY: Label("关于文件本身", "about the policy itself"),
    Weight.WEAK: Label("薄弱", "weak"),
    Weight.FAULT: Label("错误", "fault"),
    Weight.BOUNDED: Label("有界", "bounded"),
    Weight.UNDECIDED: Label("未决", "not settled"),
}

QUESTIONS = {
    QuestionKind.DEAD_RULE: Label("规则能否适用", "whether a rule can apply"),
    QuestionKind.DEAD_CONDITION: Label("条件能否成立", "whether a condition can be true"),
    QuestionKind.IDLE_CONDITION: Label("条件是否起作用", "whether a condition matters"),
    QuestionKind.ENTRIES_MEET: Label("推定是否互相抵触", "whether what implies a fact meets"),
    QuestionKind.UNRAISED: Label("没有提到会不会落下", "whether it is lost where nobody raises it"),
    QuestionKind.IMPLIED: Label("是否总是一起适用", "whether one always brings the other"),
    QuestionKind.SAME_AID: Label("是否给两次同一项救助", "whether the same aid is granted twice"),
    QuestionKind.TOGETHER: Label("能否同时适用", "whether both can apply"),
    QuestionKind.PAID_TWICE: Label("是否给两次带金额的同一项救助", "whether one aid with an amount is granted twice"),
    QuestionKind.BELOW_ZERO: Label("数额会否低于零", "whether an amount can fall below zero"),
    QuestionKind.ASSURANCE: Label("保证", "assurance"),
}

HOLDS = Label("成立的一边", "it holds")
FAILS = Label("不成立的一边", "it fails")
BETWEEN = Label("中间（读法分歧，未答复）", "the readings part and nobody has said")
"""Where a case lies of a contested point."""

CONTESTED = Label("有两种读法的文字", "Words that are read in two ways")
NOTHING_FOUND = Label("所看的各项没有查出什么。", "What was looked at shows nothing.")
