"""The words of reports on what differs between two packs, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping

from clausewise.audit.changes import ChangeKind, EntryKind, Field, Settled
from clausewise.audit.model import Aspect, Meaning
from clausewise.language.labels import Label

KINDS: Mapping[EntryKind, Label] = {
    EntryKind.PACK: Label("规则包", "pack"),
    EntryKind.SECTION: Label("节", "section"),
    EntryKind.CLAUSE: Label("条", "clause"),
    EntryKind.PROVISION: Label("款", "provision"),
    EntryKind.RULE: Label("规则", "rule"),
    EntryKind.DUTY: Label("职责", "duty"),
    EntryKind.OPEN: Label("未写明", "open"),
    EntryKind.AGENCY: Label("部门", "agency"),
    EntryKind.REGISTER: Label("登记", "register"),
    EntryKind.FACT: Label("事实", "fact"),
    EntryKind.PARAMETER: Label("参数", "parameter"),
    EntryKind.ASSURANCE: Label("应有的保证", "assurance"),
    EntryKind.ACCEPTED: Label("审核中接受的事项", "accepted in audits"),
    EntryKind.CONNECTIVE: Label("连接词", "connective"),
}

CHANGES: Mapping[ChangeKind, Label] = {
    ChangeKind.ADDED: Label("新增", "added"),
    ChangeKind.REMOVED: Label("删除", "removed"),
    ChangeKind.CHANGED: Label("改动", "changed"),
}

FIELDS: Mapping[Field, Label] = {
    Field.ID: Label("名称", "id"),
    Field.FORM: Label("文件形式", "form of the document"),
    Field.CLAUSES: Label("条数", "clauses"),
    Field.AS_OF: Label("默认核对日", "day checked on by default"),
    Field.NUMBER: Label("序号", "number"),
    Field.TEXT: Label("文字", "text"),
    Field.ON_PAGE: Label("本页文本", "text on the page"),
    Field.SECTION: Label("所属节", "section"),
    Field.PROVISION: Label("对应条款", "provision"),
    Field.ABOUT: Label("对象", "about"),
    Field.MODALITY: Label("力度", "modality"),
    Field.AGENCY: Label("部门", "agency"),
    Field.ASSIGNED_BY: Label("分工依据", "assigned by"),
    Field.CONDITION: Label("条件", "condition"),
    Field.STANDS_ON: Label("所依据的规则", "rules it stands on"),
    Field.AID: Label("救助", "aid"),
    Field.AID_FORM: Label("救助形式", "form of aid"),
    Field.AID_LABEL: Label("救助", "aid"),
    Field.AID_AMOUNT: Label("金额", "amount"),
    Field.AID_MONTHS: Label("月数", "months"),
    Field.FOLLOWUP: Label("后续", "follow-up"),
    Field.FOLLOWUP_BY: Label("后续的部门", "who follows up"),
    Field.FOLLOWUP_LABEL: Label("后续", "follow-up"),
    Field.FOLLOWUP_LIST: Label("后续所列", "list of the follow-up"),
    Field.DEADLINE: Label("期限", "deadline"),
    Field.DEADLINE_BY: Label("期限日", "day of the deadline"),
    Field.DEADLINE_LABEL: Label("期限", "deadline"),
    Field.DOES: Label("内容", "does"),
    Field.WORDS: Label("原文", "words"),
    Field.OPEN: Label("未写明之处", "left open"),
    Field.TYPE: Label("类型", "type"),
    Field.CHOICE: Label("选项", "choice"),
    Field.MINIMUM: Label("最小值", "minimum"),
    Field.MAXIMUM: Label("最大值", "maximum"),
    Field.DERIVATION: Label("推导", "derivation"),
    Field.LOOKUP: Label("可查询的登记", "register"),
    Field.VALUES: Label("取值", "values"),
    Field.TITLE: Label("标题", "title"),
    Field.READING: Label("读法", "reading"),
    Field.LABEL: Label("名称", "label"),
    Field.CHOICE_LABEL: Label("选项名称", "label of a choice"),
    Field.UNIT: Label("单位", "unit"),
    Field.ASK: Label("问法", "question"),
    Field.SOURCE: Label("出处", "source"),
    Field.NOTE: Label("说明", "note"),
    Field.CITED: Label("引用之处", "cited in"),
    Field.SENSIBLE: Label("实际存在的人和家庭", "holds of those who could exist"),
    Field.CLAIM: Label("所主张的内容", "claim"),
    Field.POLICY: Label("文件本身的问题", "finding about the policy"),
    Field.WHY: Label("理由", "why"),
}

MEANINGS: Mapping[Meaning, Label] = {
    Meaning.STRICTER: Label("变严", "stricter"),
    Meaning.LOOSER: Label("变宽", "looser"),
    Meaning.DIFFERENT: Label("不同", "different"),
    Meaning.UNKNOWN: Label("未定", "not settled"),
    Meaning.BOUNDED: Label("有界", "bounded"),
    Meaning.DETAILS: Label("结论相同，所给不同", "the same verdicts, granted otherwise"),
    Meaning.EQUIVALENT: Label("等价", "equivalent"),
}

ASPECTS: Mapping[Aspect, Label] = {
    Aspect.AMOUNT: Label("金额不同", "different in money"),
    Aspect.MONTHS: Label("月数不同", "different in months"),
    Aspect.DEADLINE: Label("期限不同", "different in deadline"),
    Aspect.MODALITY: Label("力度不同", "different in modality"),
    Aspect.AGENCY: Label("部门不同", "different in agency"),
    Aspect.AID: Label("救助内容不同", "different in aid"),
    Aspect.FOLLOWUP: Label("后续不同", "different in follow-up"),
}

SETTLED: Mapping[Settled, Label] = {
    Settled.STRUCTURE: Label("条件及其所依据的一切结构相同", "its conditions, and all they read, are the same"),
    Settled.SOLVER: Label("由求解器证明", "proved by the solver"),
    Settled.NOT_ASKED: Label("未经证明", "not proved"),
}

# Codes that files write, as people read them.
CODES: Mapping[str, Label] = {
    "household": Label("家庭", "household"),
    "member": Label("成员", "member"),
    "cash": Label("现金", "cash"),
    "in_kind": Label("实物", "in kind"),
    "fee_waiver": Label("减免费用", "fee waiver"),
    "loan": Label("贷款", "loan"),
    "service": Label("服务", "service"),
    "agencies": Label("部门", "agencies"),
    "registers": Label("登记", "registers"),
    "boolean": Label("是非", "yes or no"),
    "integer": Label("整数", "whole number"),
    "money": Label("金额", "money"),
    "date": Label("日期", "date"),
    "choice": Label("选项", "choice"),
    "measures": Label("措施", "measures"),
    "articles": Label("条文", "articles"),
}

WORDS: Mapping[str, Label] = {
    "title": Label("两个版本的差别", "What differs"),
    "old": Label("旧", "old"),
    "new": Label("新", "new"),
    "nothing": Label("没有差别。", "Nothing differs."),
    "texts": Label("条文", "Text"),
    "rules": Label("规则与职责", "Rules and duties"),
    "facts": Label("事实与参数", "Facts and parameters"),
    "audited": Label("审核用的说明", "For audits"),
    "meaning": Label("含义", "Meaning"),
    "cases": Label("个案", "Cases"),
    "none": Label("无", "none"),
    "wording_only": Label("仅文字表述", "wording only"),
    "other_language": Label("英文", "in Chinese"),
    "renamed_from": Label("可能由 {0} 改名而来：条件相同", "likely renamed from {0}: the conditions are the same"),
    "renamed_to": Label("可能改名为 {0}：条件相同", "likely renamed to {0}: the conditions are the same"),
    "granted": Label("有家庭前后所给不同", "a household that is granted otherwise"),
    "incomplete": Label("只在有事实不知道时不同", "only where something is not known"),
    "lower": Label("有家庭的结论降低", "a household whose verdict falls"),
    "higher": Label("有家庭的结论升高", "a household whose verdict rises"),
    "by_structure": Label(
        "{0} 项规则的条件及其所依据的一切结构相同，因此等价，无须求解",
        "{0} with the same conditions, reading the same facts: equivalent, with no need to ask",
    ),
    "through": Label("所依据的有改动", "what it reads changed"),
    "no_shared_rules": Label("两版没有同名规则", "the two have no rule in common"),
    "replayed": Label("共 {0} 个，{1} 个有变化", "{1} of {0} change"),
    "verdict": Label("结论", "verdict"),
    "to_ask": Label("现在要问", "now to be asked"),
    "not_to_ask": Label("不再要问", "no longer to be asked"),
    "more": Label("另有 {0} 项", "{0} more"),
    "no_rule": Label("无此规则", "no such rule"),
    "refused_before": Label("旧版不接受", "the old pack refuses it"),
    "refused_after": Label("新版不接受", "the new pack refuses it"),
    "unusable": Label("两版都不接受", "both packs refuse it"),
    "amount": Label("金额", "amount"),
    "months": Label("月数", "months"),
    "overdue": Label("是否逾期", "overdue"),
}  # fmt: skip
