"""The sorts of what an audit finds wrong or weak, each with a name and what it means for whoever reads it.

Their order is that of reports, worst first. Nothing here looks at an audit.
"""

from __future__ import annotations

from enum import StrEnum

from clausewise.language.labels import Label


class Level(StrEnum):
    """How bad it is: what an audit is there to rule out, what is not shown to be right, what is worth knowing."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class ConcernKind(StrEnum):
    """A sort of what is wrong or weak."""

    DEAD_RULE = "dead_rule"
    DEAD_CONDITION = "dead_condition"
    IDLE_CONDITION = "idle_condition"
    ENTRIES_MEET = "entries_meet"
    UNRAISED = "unraised"
    NOT_ENCODED = "not_encoded"
    GAP = "gap"
    SURVIVOR = "survivor"
    ASSURANCE = "assurance"
    UNUSED = "unused"
    POLICY = "policy"
    NUMBER = "number"
    BELOW_ZERO = "below_zero"
    PAID_TWICE = "paid_twice"
    NOT_DRIVEN = "not_driven"
    NOT_SHOWN = "not_shown"
    NOT_EXPECTED = "not_expected"
    CONTESTED = "contested"
    BOUNDED = "bounded"
    UNDECIDED = "undecided"
    SAME_AID = "same_aid"
    IMPLIED = "implied"
    TOGETHER = "together"

    @property
    def label(self) -> Label:
        """What it is called, as a heading."""
        return _LABELS[self]

    @property
    def help(self) -> Label:
        """What it means, and what can be done."""
        return _HELP[self]


_LABELS = {
    ConcernKind.DEAD_RULE: Label("永不适用的规则", "Rules that never apply"),
    ConcernKind.DEAD_CONDITION: Label("不可能成立的条件", "Conditions that can never be true"),
    ConcernKind.IDLE_CONDITION: Label("不起作用的条件", "Conditions that never matter"),
    ConcernKind.ENTRIES_MEET: Label("互相抵触的推定", "Facts implied to be two things at once"),
    ConcernKind.UNRAISED: Label("没有提到就会落下的救助", "Benefits that are lost where nobody raises them"),
    ConcernKind.NOT_ENCODED: Label("没有写成规则的句子", "Sentences that nothing encodes"),
    ConcernKind.GAP: Label("没有着落的文字", "Gaps in the text"),
    ConcernKind.SURVIVOR: Label("存活的变异", "Mutants that survive"),
    ConcernKind.ASSURANCE: Label("不成立的保证", "Assurances that fail"),
    ConcernKind.UNUSED: Label("多余的接受说明", "Accepted entries that nothing needs"),
    ConcernKind.POLICY: Label("关于文件本身的发现", "Findings about the policy itself"),
    ConcernKind.BELOW_ZERO: Label("会低于零的数额", "Amounts that can fall below zero"),
    ConcernKind.PAID_TWICE: Label("带金额的同一项救助给两次", "One aid with an amount from two rules"),
    ConcernKind.NUMBER: Label("引文中的数没有写进条件", "Numbers in quoted words that nothing matches"),
    ConcernKind.NOT_DRIVEN: Label("没有试全三种结论的规则", "Rules not driven to all three verdicts"),
    ConcernKind.NOT_SHOWN: Label("没有试出作用的条件", "Conditions not shown to matter"),
    ConcernKind.NOT_EXPECTED: Label("没有个案期望的内容", "Parts that no case expects"),
    ConcernKind.CONTESTED: Label("缺个案的争议读法", "Contested readings that lack a case"),
    ConcernKind.BOUNDED: Label("只对小家庭查过的", "Settled for small households only (bounded)"),
    ConcernKind.UNDECIDED: Label("未决的问题", "Questions not settled"),
    ConcernKind.SAME_AID: Label("同一项救助给两次", "The same aid from two rules"),
    ConcernKind.IMPLIED: Label("总是一起适用的规则", "Rules that always bring another"),
    ConcernKind.TOGETHER: Label("可以同时适用的规则", "Rules that can hold together"),
}

_HELP = {
    ConcernKind.DEAD_RULE: Label(
        "没有任何家庭能适用这条规则，不论其成员是谁、已知什么。多半是条件互相矛盾：对照原句改正条件。",
        "No household can ever get this, whoever is in it and whatever is known. Most likely its conditions contradict "
        "each other: read them against the sentence and correct them.",
    ),
    ConcernKind.DEAD_CONDITION: Label(
        "没有任何家庭能使这一条件成立。它与其他条件或事实的取值矛盾：改正它，或者去掉它。",
        "No household can make this condition true. It contradicts others, or the values a fact can have: correct it "
        "or leave it out.",
    ),
    ConcernKind.IDLE_CONDITION: Label(
        "去掉这一条件，没有任何家庭的结论会变。文件中的这几个字要么已由别的条件表达，要么写得不对。",
        "Without this condition no household would get another verdict. Its words are either encoded elsewhere, or "
        "they are encoded wrongly.",
    ),
    ConcernKind.ENTRIES_MEET: Label(
        "有家庭同时满足同一事实的几条推定，而它们的结果不同；核对时以先写的为准。改正其中一条的条件。",
        "A household fulfils several entries that imply different things of one fact; a check goes by the first. "
        "Correct the condition of one of them.",
    ),
    ConcernKind.UNRAISED: Label(
        "有家庭适用这项救助，而它的事项没有一件是家里会提到的，也没有别的打开它。给事项补上 raised_by: 或 opens:。",
        "A household can get this although no fact raises a topic of it and nothing opens one, so that nobody would "
        "ask. Add to raised_by: or opens: of a topic.",
    ),
    ConcernKind.NOT_ENCODED: Label(
        "没有规则、职责或说明过的留空项说到这一句。写成规则或职责，或在 open: 中说明为何留空。",
        "No rule, duty or accepted open entry speaks of this sentence. Encode it, or say under open: why it is not.",
    ),
    ConcernKind.GAP: Label(
        "这几个字没有写进任何 text:，也不是连接词。把它们写进相应的条目，或在 open: 中说明为何留空。",
        "No text: holds these words, and they are no connectives. Encode them, or say under open: why they are not.",
    ),
    ConcernKind.SURVIVOR: Label(
        "规则这样改错了，也没有一个个案会发现。把附上的家庭存为个案，或在 accepted.yaml 中说明为何不必。",
        "With the rules changed like this, every case would still pass. Save the household given with it as a case, or "
        "say in accepted.yaml why that is in order.",
    ),
    ConcernKind.ASSURANCE: Label(
        "关于规则整体的一句保证不成立，或者什么也没说。改正规则或这句话；若是文件本身如此，用 policy: 注明。",
        "A statement about the rules as a whole does not hold, or says nothing. Correct the rules or the statement; "
        "where the text itself is like that, say so under policy:.",
    ),
    ConcernKind.UNUSED: Label(
        "accepted.yaml 中的这一条没有可接受的对象：名称不对，或者已经不再需要。改正或删去它。",
        "There is nothing that this entry of accepted.yaml accepts: its name is wrong, or it is not needed any more. "
        "Correct it or take it out.",
    ),
    ConcernKind.POLICY: Label(
        "人们会期望它成立，但文件本身否定了它。这不是规则的错误，而是文件的一个后果，附有表明它的家庭。",
        "One might well expect this to hold, but the text itself refutes it. It is no fault of the rules but a "
        "consequence of the policy, with a household that shows it.",
    ),
    ConcernKind.BELOW_ZERO: Label(
        "有家庭适用这条规则，而数额低于零；核对个案时不作为救助。缺一个条件，或者该写 max(0, …)。",
        "There is a household to which the rule applies and whose amount is below zero; a check does not grant it. A "
        "condition is missing, or the amount should be max(0, …).",
    ),
    ConcernKind.PAID_TWICE: Label(
        "两条规则给予同一形式、同一名称的救助，都有金额，而且可以同时适用。核对文件是否要给两次。",
        "Two rules grant an aid of one form and name, each with an amount, and both can apply. Check that the text "
        "means both to be paid.",
    ),
    ConcernKind.NUMBER: Label(
        "引文中的数与这一条目的任何常数都不一致。改正常数或引文；若本应如此，在 accepted.yaml 的 number: 中说明。",
        "No constant of the entry matches the number in its words. Correct the constant or the quotation, or say under "
        "number: in accepted.yaml why that is in order.",
    ),
    ConcernKind.NOT_DRIVEN: Label(
        "规则应当有个案分别期望适用、不适用、待定。clausewise witness 能写出所缺的个案。",
        "Cases should expect that a rule applies, does not apply, and is undetermined. clausewise witness writes those "
        "that are missing.",
    ),
    ConcernKind.NOT_SHOWN: Label(
        "应当有一对个案，只有这一条件使结论不同：在真与假之间，也在已知与未知之间（MC/DC）。",
        "There should be two cases whose verdicts differ by this condition alone: between true and false, and between "
        "known and unknown (MC/DC).",
    ),
    ConcernKind.NOT_EXPECTED: Label(
        "没有个案在 expect.details 中期望这项内容：写错了也不会被发现。",
        "No case expects this under expect.details: nobody would notice if it were wrong.",
    ),
    ConcernKind.CONTESTED: Label(
        "每一处争议读法应当两边各有一个个案，中间还有一个：两种读法分歧而未答复。clausewise contested 给出分歧的家庭。",
        "Each contested reading should have a case on either side and one between, for which the readings part and the "
        "office has not said. clausewise contested shows a household for which they part.",
    ),
    ConcernKind.BOUNDED: Label(
        "成员不多于所写人数的家庭中没有找到，更大的没有证明。--members 查得更远；变异可写个案，或写进 accepted.yaml。",
        "None was found among households of up to so many members, and nothing is proved of larger ones. --members "
        "looks further; write a case that notices a mutant, or accept it in accepted.yaml.",
    ),
    ConcernKind.UNDECIDED: Label(
        "求解器没有在限定时间内回答，或者没有安装，不能当作已经证明。用 --timeout 给它更多时间。",
        "The solver gave no answer in time, or is not installed, so nothing is proved. --timeout gives it more time.",
    ),
    ConcernKind.SAME_AID: Label(
        "两条规则以同样的文字给予同一项救助，而且可以同时适用。核对这是否是文件的意思。",
        "Two rules grant the same aid for the same words, and both can apply. Check that the text means this.",
    ),
    ConcernKind.IMPLIED: Label(
        "凡适用其中一条的，也都适用另一条。核对这是否是文件的意思。",
        "Wherever the one applies, so does the other. Check that the text means this.",
    ),
    ConcernKind.TOGETHER: Label(
        "同一句的两条规则可以同时适用。核对文件是否把它们当作互相排斥的。",
        "Two rules of one sentence can apply together. Check whether the text means them to exclude each other.",
    ),
}
