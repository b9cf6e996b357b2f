"""One audit made by hand, which the tests of all reports share: a small pack with something of every sort to show.

Nothing in it was found by the audit's own parts, so that a report is held to what is written here and to nothing else.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from clausewise.audit.model import (
    Answer,
    Audit,
    CaseCoverage,
    ConditionCoverage,
    Fate,
    Holder,
    MutantKind,
    MutantReport,
    NotRun,
    OpenWords,
    Outcome,
    Pair,
    Part,
    PartCoverage,
    ProvisionCoverage,
    QuestionKind,
    RuleCoverage,
    Run,
    Seen,
    TextCoverage,
    Weight,
    WordsKind,
)
from clausewise.errors import Place
from clausewise.language.kleene import FALSE, TRUE, UNKNOWN
from clausewise.language.labels import Label
from clausewise.language.model import Pack
from clausewise.language.pack import load_pack
from clausewise.language.rules import ModalityKind
from clausewise.language.verdicts import Verdict
from clausewise.packs import pack_at_root
from small_pack import PACK_ID, write_small_pack

RULES = f"rules/{PACK_ID}/01-age.yaml"
PAGE = f"policy/{PACK_ID}/source.txt"
SUBSIDY, CARD = Place(RULES, 1, 9), Place(RULES, 15, 9)
DIBAO, EIGHTY, URBAN = Place(RULES, 8, 9), Place(RULES, 9, 9), Place(RULES, 20, 9)

TOWN = """\
case: age.travel_card-choice
title: {zh: 住在农村的家庭, en: A household in the countryside}
as_of: 2024-06-30
household: {area: rural}
members: []
expect:
  does_not_apply: [age.travel_card]
"""
NEIGHBOUR = """\
case: against-age.everybody_over_eighty
title: {zh: 非低保家庭的老人, en: An old person of a family without dibao}
as_of: 2024-06-30
household: {dibao: false}
everybody: true
members:
  - {id: person-1, birth_date: 1940-01-01}
expect:
  does_not_apply: [age.subsidy@person-1]
"""

# In this order: what has moved must not move again.
_ONE_CLAUSE_LATER = {
    "number: 2": "number: 3",
    "number: 1": "number: 2",
    '"2.1"': '"3.1"',
    '"1.2"': '"2.2"',
    '"1.1"': '"2.1"',
    "last: 2": "last: 3",
    "sections:": 'missing:\n- {first: 1, last: 1, evidence: "上接1版", line: 1}\nsections:',
}


def sample_pack(root: Path) -> Pack:
    """The small pack after a first clause whose text is not on the page, written below a folder and read."""
    write_small_pack(root)
    (root / f"cases/{PACK_ID}/grandmother.yaml").unlink()
    for path in root.rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        for old, new in _ONE_CLAUSE_LATER.items():
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
    return load_pack(pack_at_root(root, PACK_ID))


def sample_audit(root: Path) -> Audit:
    """A whole audit of that pack. Nothing else is written below `root` than the pack."""
    return Audit(
        pack=sample_pack(root),
        words=_words(),
        cases=_cases(),
        mutants=_mutants(),
        answers=_answers(),
        seconds={"words": 0.01, "cases": 0.2, "mutants": 1.5, "solver": 3.25},
    )


def words_alone(root: Path) -> Audit:
    """The same audit where only the words were looked at: the rest was not asked for, and the solver is not there."""
    unasked = NotRun(Label("没有要求做这一部分", "this part was not asked for"))
    unable = NotRun(Label("没有装求解器", "the solver is not installed"))
    return replace(sample_audit(root), cases=unasked, mutants=unasked, answers=unable, seconds={"words": 0.01})


# ---------------------------------------------------------------- the words


def _held(begin: int, text: str, *holders: Holder) -> Run:
    return Run(begin, begin + len(text), text, WordsKind.HELD, holders)


def _joins(begin: int, text: str) -> Run:
    return Run(begin, begin + len(text), text, WordsKind.CONNECTIVE, (), Label("连接词", "a connective"))


def _condition(rule: str, written: str, place: Place) -> Holder:
    return Holder(rule, Part.CONDITION, Label(written, written), place)


def _words() -> TextCoverage:
    old_people = Label("“老人”与年龄重复，未另作条件", "“old person” repeats the age; it is no condition of its own")
    shall, may = ModalityKind.SHALL, ModalityKind.MAY
    first = ProvisionCoverage(
        id="2.1",
        text="给予低保家庭中年满80周岁的老人高龄补贴。",
        page=Place(PAGE, 2, 1),
        runs=(
            _held(0, "给予", Holder("age.subsidy", Part.MODALITY, shall.label, SUBSIDY)),
            _held(2, "低保家庭", _condition("age.subsidy", "household.dibao", DIBAO)),
            _joins(6, "中"),
            _held(7, "年满80周岁", _condition("age.subsidy", "member.age >= 80", EIGHTY)),
            Run(13, 16, "的老人", WordsKind.ACCEPTED, (Holder("2.1", Part.OPEN, old_people, SUBSIDY),), old_people),
            _held(16, "高龄补贴", Holder("age.subsidy", Part.AID, Label("高龄补贴", "old-age subsidy"), SUBSIDY)),
            _joins(20, "。"),
        ),
        rules=("age.subsidy",),
        duties=(),
        modality=(shall,),
        open=(OpenWords("的老人", old_people, "age.subsidy", SUBSIDY),),
    )
    second = ProvisionCoverage(
        id="2.2",
        text="对城镇家庭可发放交通卡。",
        page=Place(PAGE, 2, 41),
        runs=(
            _joins(0, "对"),
            _held(1, "城镇家庭", _condition("age.travel_card", 'household.area == "urban"', URBAN)),
            _held(5, "可", Holder("age.travel_card", Part.MODALITY, may.label, CARD)),
            Run(6, 8, "发放", WordsKind.GAP),
            _held(8, "交通卡", Holder("age.travel_card", Part.AID, Label("交通卡", "travel card"), CARD)),
            _joins(11, "。"),
        ),
        rules=("age.travel_card",),
        duties=(),
        modality=(may,),
        open=(),
    )
    duty = Place(RULES, 27, 9)
    ledger = Holder("age.ledger", Part.DUTY, Label("建立台账", "keep a ledger"), duty)
    register = Holder(
        "household_registration", Part.REGISTER, Label("台账", "household register"),
        Place(f"rules/{PACK_ID}/registers.yaml", 1, 1),
    )  # fmt: skip
    agency = Holder(
        "civil_affairs", Part.AGENCY, Label("民政部门", "civil affairs department"),
        Place(f"rules/{PACK_ID}/agencies.yaml", 1, 1),
    )  # fmt: skip
    third = ProvisionCoverage(
        id="3.1",
        text="民政部门应当建立台账。",
        page=Place(PAGE, 3, 1),
        runs=(
            _held(0, "民政部门", agency),
            _held(4, "应当", Holder("age.ledger", Part.MODALITY, shall.label, duty)),
            _held(6, "建立", ledger),
            _held(8, "台账", ledger, register),
            _joins(10, "。"),
        ),
        rules=(),
        duties=("age.ledger",),
        modality=(shall,),
        open=(),
    )  # fmt: skip
    missing = {1: Label("第1条不在本页（上接1版）。", "Clause 1 is not on the page (上接1版).")}
    return TextCoverage((first, second, third), missing, {"civil_affairs": ("age.ledger",)})


# ---------------------------------------------------------------- the cases


def _cases() -> CaseCoverage:
    grandmother = Seen("grandmother", "grandmother", Verdict.APPLIES)
    grandson = Seen("grandmother", "grandson", Verdict.UNDETERMINED)
    young = Seen("young", "child", Verdict.DOES_NOT_APPLY)
    rural = Seen("grandmother", None, Verdict.DOES_NOT_APPLY)
    subsidy = RuleCoverage(
        rule="age.subsidy",
        expected={
            Verdict.APPLIES: (grandmother,),
            Verdict.DOES_NOT_APPLY: (young,),
            Verdict.UNDETERMINED: (grandson,),
        },
        conditions=(
            ConditionCoverage("age.subsidy", "when.all.0", "household.dibao", "低保家庭", DIBAO, None, None),
            ConditionCoverage(
                "age.subsidy", "when.all.1", "member.age >= 80", "年满80周岁", EIGHTY,
                Pair(grandmother, young, (TRUE, FALSE), 0), Pair(grandmother, grandson, (TRUE, UNKNOWN), 0),
            ),
        ),
        parts=(
            PartCoverage(
                "age.subsidy", Part.AID, Label("高龄补贴", "old-age subsidy"), "高龄补贴", ("grandmother",)
            ),
        ),
    )  # fmt: skip
    card = RuleCoverage(
        rule="age.travel_card",
        expected={Verdict.APPLIES: (), Verdict.DOES_NOT_APPLY: (rural,), Verdict.UNDETERMINED: ()},
        conditions=(
            ConditionCoverage(
                "age.travel_card", "when", 'household.area == "urban"', "城镇家庭", URBAN, None, None, (TOWN,)
            ),
        ),
        parts=(PartCoverage("age.travel_card", Part.AID, Label("交通卡", "travel card"), "交通卡", ()),),
    )  # fmt: skip
    return CaseCoverage(
        rules=(subsidy, card),
        cases={
            "grandmother": Label("低保家庭，奶奶八十岁", "A dibao family with a grandmother of eighty"),
            "young": Label("低保家庭，孩子三岁", "A dibao family with a child of three"),
        },
        measures={
            "grandmother": {1: "no_text", 2: "applies", 3: "institutional"},
            "young": {1: "no_text", 2: "does_not_apply", 3: "institutional"},
        },
    )


# ---------------------------------------------------------------- mutants


def _mutants() -> tuple[MutantReport, ...]:
    return (
        MutantReport(
            "age.subsidy/when.all.0/drop", "age.subsidy", "2.1", MutantKind.DROP,
            Label("去掉“household.dibao”", "household.dibao is dropped"), "低保家庭", DIBAO, Fate.UNDECIDED,
            why=Label("求解器未能在限定时间内回答", "the solver gave no answer in time"),
        ),
        MutantReport(
            "age.subsidy/when.all.1/shift+1", "age.subsidy", "2.1", MutantKind.SHIFT,
            Label("member.age >= 80 改为 member.age >= 81", "member.age >= 80 becomes member.age >= 81"),
            "年满80周岁", EIGHTY, Fate.KILLED, killed_by=("grandmother", "age.subsidy@grandmother"),
        ),
        MutantReport(
            "age.subsidy/when.all.1/compare", "age.subsidy", "2.1", MutantKind.COMPARE,
            Label("member.age >= 80 改为 member.age > 79", "member.age >= 80 becomes member.age > 79"),
            "年满80周岁", EIGHTY, Fate.EQUIVALENT,
            why=Label("没有家庭的结论因此不同", "no household gets another verdict"),
        ),
        MutantReport(
            "age.subsidy/modality/may", "age.subsidy", "2.1", MutantKind.MODALITY,
            Label("力度由“应当”改为“可以”", "shall becomes may"), "给予", SUBSIDY, Fate.ACCEPTED,
            why=Label("没有个案核对力度", "no case looks at how firmly the text speaks"),
        ),
        MutantReport(
            "age.travel_card/when/choice-rural", "age.travel_card", "2.2", MutantKind.CHOICE,
            Label("“城镇”改为“农村”", "urban becomes rural"), "城镇家庭", URBAN, Fate.SURVIVED, household=TOWN,
        ),
    )  # fmt: skip


# ---------------------------------------------------------------- the solver


def _answers() -> tuple[Answer, ...]:
    assurances = f"rules/{PACK_ID}/assurances.yaml"
    titles = {"age.subsidy": Label("高龄补贴", "Old-age subsidy"), "age.travel_card": Label("交通卡", "Travel card")}
    alive = [
        Answer(
            f"dead_rule/{rule}", QuestionKind.DEAD_RULE, (rule,), (provision,),
            Label(f"有家庭适用“{titles[rule].zh}”", f"There is a household to which this applies: {titles[rule].en}"),
            Outcome.PROVED, Weight.FINE, place, seconds=0.1,
        )
        for rule, provision, place in (("age.subsidy", "2.1", SUBSIDY), ("age.travel_card", "2.2", CARD))
    ]  # fmt: skip
    return (
        *alive,
        Answer(
            "idle_condition/age.subsidy/when.all.0", QuestionKind.IDLE_CONDITION, ("age.subsidy",), ("2.1",),
            Label("“household.dibao”起作用：去掉它，有家庭的结论会变",
                  "This matters, some verdict turns without it: household.dibao"),
            Outcome.REFUTED, Weight.FAULT, DIBAO, seconds=0.2,
        ),
        Answer(
            "implied/age.subsidy/age.travel_card", QuestionKind.IMPLIED, ("age.subsidy", "age.travel_card"),
            ("2.1", "2.2"),
            Label("凡适用“高龄补贴”的，也都适用“交通卡”",
                  "Wherever this applies: Old-age subsidy; this applies too: Travel card"),
            Outcome.UNKNOWN, Weight.UNDECIDED, SUBSIDY,
            why=Label("求解器未能在限定时间内回答", "the solver gave no answer in time"), seconds=10.0,
        ),
        Answer(
            "same_aid/age.subsidy/age.travel_card", QuestionKind.SAME_AID, ("age.subsidy", "age.travel_card"),
            ("2.1", "2.2"),
            Label("不会有人从“高龄补贴”与“交通卡”得到同一项“交通卡”",
                  "Nobody is granted travel card by both of these: Old-age subsidy / Travel card"),
            Outcome.REFUTED, Weight.NOTE, CARD, household=NEIGHBOUR, seconds=0.3,
        ),
        Answer(
            "assurance/age.everybody_over_eighty", QuestionKind.ASSURANCE, ("age.subsidy",), ("2.1",),
            Label("凡年满80周岁的人都有高龄补贴。", "Everybody of 80 or more gets the subsidy."),
            Outcome.REFUTED, Weight.POLICY, Place(assurances, 1, 3), household=NEIGHBOUR,
            why=Label("文件只给予低保家庭。", "The text grants it to dibao families only."), seconds=0.4,
        ),
        Answer(
            "assurance/age.nobody_young", QuestionKind.ASSURANCE, ("age.subsidy",), ("2.1",),
            Label("不满80周岁的人没有高龄补贴。", "Nobody below 80 gets the subsidy."),
            Outcome.BOUNDED, Weight.BOUNDED, Place(assurances, 9, 3),
            scope=Label("成员不多于4人的家庭中没有找到，更大的没有证明",
                        "none was found among households of at most 4 members; of larger ones it is not proved"),
            seconds=0.5,
        ),
    )  # fmt: skip
