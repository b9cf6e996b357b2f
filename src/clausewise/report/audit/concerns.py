"""What an audit found wrong or weak, one by one and worst first: what the text report, SARIF and others show of it.

Each has a name that stays the same from run to run. Nothing here decides what is wrong: the audit did.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from clausewise.audit.contested_cases import PointCoverage
from clausewise.audit.model import (
    Answer,
    Audit,
    CaseCoverage,
    ConditionCoverage,
    Fate,
    MutantReport,
    NotRun,
    RuleCoverage,
    TextCoverage,
    Weight,
)
from clausewise.classes import dataclass
from clausewise.errors import Place
from clausewise.language.labels import Label
from clausewise.language.model import Pack
from clausewise.language.verdicts import Verdict
from clausewise.report.audit.concern_kinds import ConcernKind, Level
from clausewise.report.audit.words import BETWEEN, FAILS, HOLDS, OUTCOMES, PARTS
from clausewise.report.words import WORDS


@dataclass(frozen=True, slots=True)
class Concern:
    """One thing that is wrong or weak: what it says, of which provisions, and where it is written.

    `words` are the words of the first provision that it is about, empty when it is about no words in particular;
    `households` the texts of case files that show it; `why` what a reader should know besides.
    """

    id: str
    kind: ConcernKind
    level: Level
    says: Label
    provisions: tuple[str, ...]
    place: Place
    words: str = ""
    households: tuple[str, ...] = ()
    why: Label | None = None


def concerns_of(audit: Audit) -> tuple[Concern, ...]:
    """Everything wrong or weak, the worst kinds first; within a kind in the order of the audit."""
    found = list(_concerns(audit))
    order = list(ConcernKind)
    seen: dict[str, int] = {}
    named = []
    for one in sorted(found, key=lambda concern: order.index(concern.kind)):
        seen[one.id] = seen.get(one.id, 0) + 1
        # The same words can be left out of a sentence twice.
        named.append(one if seen[one.id] == 1 else replace(one, id=f"{one.id}#{seen[one.id]}"))
    return tuple(named)


def _concerns(audit: Audit) -> Iterator[Concern]:
    yield from _of_words(audit.words)
    if not isinstance(audit.cases, NotRun):
        yield from _of_cases(audit.pack, audit.cases)
        yield from _of_points(audit.pack, audit.cases)
    if not isinstance(audit.mutants, NotRun):
        for mutant in audit.mutants:
            yield from _of_mutant(mutant)
    if not isinstance(audit.answers, NotRun):
        for answer in audit.answers:
            yield from _of_answer(answer)
    for entry in audit.unused:
        says = Label(f"没有什么需要它来接受：{entry.id}", f"nothing needs to be accepted by this: {entry.id}")
        yield Concern(f"unused/{entry.kind}/{entry.id}", ConcernKind.UNUSED, Level.ERROR, says, (), entry.place)


# ---------------------------------------------------------------- the words


def _of_words(words: TextCoverage) -> Iterator[Concern]:
    for provision in words.provisions:
        if not provision.is_encoded:
            says = Label("没有规则或职责说到这一句", "no rule or duty speaks of this sentence")
            yield Concern(
                f"not_encoded/{provision.id}", ConcernKind.NOT_ENCODED, Level.ERROR, says, (provision.id,),
                provision.page, provision.text,
            )  # fmt: skip
        for run in provision.gaps:
            says = Label(
                f"没有规则或职责写到「{run.text}」，也没有说明为何留空",
                f"nothing encodes 「{run.text}」, and nothing says why it is left out",
            )
            yield Concern(
                f"gap/{provision.id}/{run.text}", ConcernKind.GAP, Level.ERROR, says, (provision.id,),
                provision.page, run.text,
            )  # fmt: skip

    for number in words.numbers:
        says = Label(
            f"{number.owner} 引用了「{number.words}」，却没有常数与 {number.written} 一致",
            f"{number.owner} quotes 「{number.words}」, and no constant of it matches {number.written}",
        )
        yield Concern(
            f"number/{number.id}", ConcernKind.NUMBER, Level.WARNING, says, (number.provision,), number.place,
            number.words,
        )  # fmt: skip


# ---------------------------------------------------------------- the cases


def _of_cases(pack: Pack, cases: CaseCoverage) -> Iterator[Concern]:
    for covered in cases.rules:
        rule = pack.rule(covered.rule)
        if not covered.is_driven:
            yield Concern(
                f"not_driven/{rule.id}", ConcernKind.NOT_DRIVEN, Level.WARNING, _not_expected(covered, rule.title),
                (rule.provision,), rule.place,
            )  # fmt: skip
        for condition in covered.conditions:
            if not condition.is_shown:
                yield Concern(
                    f"not_shown/{rule.id}/{condition.path}", ConcernKind.NOT_SHOWN, Level.WARNING,
                    _not_shown(condition), (rule.provision,), condition.place, condition.words, condition.households,
                )  # fmt: skip
        for part in covered.parts:
            if not part.expected_in:
                name = PARTS[part.part]
                says = Label(
                    f"没有个案期望这项{name.zh}：{part.label.zh}", f"no case expects this {name.en}: {part.label.en}"
                )
                yield Concern(
                    f"not_expected/{rule.id}/{part.part}/{part.label.zh}", ConcernKind.NOT_EXPECTED, Level.WARNING,
                    says, (rule.provision,), rule.place, part.words,
                )  # fmt: skip


def _of_points(pack: Pack, cases: CaseCoverage) -> Iterator[Concern]:
    for covered in cases.points:
        if not covered.is_shown:
            point = pack.contested[covered.point]
            yield Concern(
                f"contested/{point.id}", ConcernKind.CONTESTED, Level.WARNING, _lacks_case(covered, point.label),
                (point.words.where,) if "." in point.words.where else (), point.place, str(point.words),
            )  # fmt: skip


def _lacks_case(covered: PointCoverage, question: Label) -> Label:
    sides = ((covered.holds, HOLDS), (covered.fails, FAILS), (covered.between, BETWEEN))
    lacking = [name for cases, name in sides if not cases]
    return Label(
        f"{question.zh}没有个案落在：" + "、".join(one.zh for one in lacking),
        f"{question.en} No case lies where " + " or where ".join(one.en for one in lacking),
    )


def _not_expected(covered: RuleCoverage, title: Label) -> Label:
    lacking = [WORDS[verdict] for verdict in Verdict if not covered.expected.get(verdict)]
    return Label(
        f"{title.zh}：没有个案期望" + "、".join(f"“{one.zh}”" for one in lacking),
        f"{title.en}: no case expects “" + "” or “".join(one.en for one in lacking) + "”",
    )


def _not_shown(condition: ConditionCoverage) -> Label:
    """What the cases do not show of a condition that they do not show in full."""
    if condition.decided is None and condition.unknown is None:
        lacking = Label("没有一对个案表明它改变结论", "no two cases show that it turns the verdict")
    elif condition.decided is None:
        lacking = Label(
            "没有一对个案表明它在真与假之间改变结论",
            "no two cases show that it turns the verdict between true and false",
        )
    else:
        lacking = Label(
            "没有一对个案表明它未知时改变结论", "no two cases show that it turns the verdict when it is not known"
        )
    return Label(f"{condition.source}：{lacking.zh}", f"{condition.source}: {lacking.en}")


# ---------------------------------------------------------------- mutants and answers


def _of_mutant(mutant: MutantReport) -> Iterator[Concern]:
    if mutant.fate is Fate.SURVIVED:
        says = Label(f"没有个案发现：{mutant.says.zh}", f"no case notices: {mutant.says.en}")
        kind, level = ConcernKind.SURVIVOR, Level.ERROR
    elif mutant.fate is Fate.BOUNDED:
        says = Label(
            f"没有个案发现，小家庭中也没有能发现的：{mutant.says.zh}",
            f"no case notices, nor does any small household: {mutant.says.en}",
        )
        kind, level = ConcernKind.BOUNDED, Level.ERROR
    elif mutant.fate is Fate.UNDECIDED:
        says = Label(
            f"没有个案发现，也未能证明无妨：{mutant.says.zh}",
            f"no case notices, nor is it proved harmless: {mutant.says.en}",
        )
        kind, level = ConcernKind.UNDECIDED, Level.WARNING
    else:
        return
    yield Concern(
        f"mutant/{mutant.id}", kind, level, says, (mutant.provision,) if mutant.provision else (), mutant.place,
        mutant.words, _texts(mutant.household), mutant.why,
    )  # fmt: skip


_LEVELS = {
    Weight.FAULT: Level.ERROR,
    Weight.WEAK: Level.WARNING,
    Weight.BOUNDED: Level.WARNING,
    Weight.UNDECIDED: Level.WARNING,
    Weight.POLICY: Level.NOTE,
    Weight.NOTE: Level.NOTE,
}


def _of_answer(answer: Answer) -> Iterator[Concern]:
    if answer.weight not in _LEVELS:
        return
    kinds = {
        Weight.POLICY: ConcernKind.POLICY,
        Weight.BOUNDED: ConcernKind.BOUNDED,
        Weight.UNDECIDED: ConcernKind.UNDECIDED,
    }
    yield Concern(
        answer.id, kinds.get(answer.weight, ConcernKind(answer.kind.value)), _LEVELS[answer.weight], answered(answer),
        answer.provisions, answer.place, households=_texts(answer.household), why=answer.why or answer.scope,
    )  # fmt: skip


def _texts(household: str | None) -> tuple[str, ...]:
    return () if household is None else (household,)


def answered(answer: Answer) -> Label:
    """A statement after what the solver says of it."""
    outcome = OUTCOMES[answer.outcome]
    return Label(f"{outcome.zh}：{answer.statement.zh}", f"{outcome.en}: {answer.statement.en}")
