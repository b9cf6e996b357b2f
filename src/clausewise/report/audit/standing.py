"""How an audit stands, in lines for a first look: one figure each, with a mark that says what to make of it.

Only names figures that were counted elsewhere; a part that was not run says why instead of having one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from clausewise.audit.model import Audit, Fate, NotRun, WordsKind
from clausewise.audit.totals import AnswerTotals, CaseTotals, MutantTotals, Share, WordTotals, totals_of
from clausewise.audit.untried import not_tried
from clausewise.classes import dataclass
from clausewise.language.labels import Label
from clausewise.report.audit.words import CHARACTERS, FATES
from clausewise.report.runs import runs_of


@dataclass(frozen=True, slots=True)
class Standing:
    """One line of a first look: a mark, what is looked at, the figure, and what it is made of.

    The mark is ✓ where all is well, ✗ where something is wrong, ! where something is weak, – where nothing was looked
    at; then the figure is empty.
    """

    mark: str
    name: Label
    figure: str
    made_of: Label | None = None


def standings_of(audit: Audit) -> tuple[Standing, ...]:
    """The lines of a first look at an audit."""
    return tuple(_standings(audit))


def _standings(audit: Audit) -> Iterator[Standing]:
    totals = totals_of(audit)
    yield from _of_words(audit, totals.words)
    yield from _of_cases(audit.cases, totals.cases)
    yield from _of_mutants(audit, totals.mutants)
    yield from _of_answers(audit.answers, totals.answers)
    if totals.answers is not None or totals.mutants is not None:
        if totals.bounded:
            # What was tried with small households alone is neither proved nor refuted.
            yield Standing("!", Label("有界的回答", "answers that are bounded"), str(totals.bounded))
        yield _none_of(Label("未决的问题", "questions not settled"), totals.undecided, "!")


def _share(name: Label, share: Share, otherwise: str, made_of: Label | None = None) -> Standing:
    counted = f"{share.part}/{share.whole}"
    remark = Label(counted, counted) if made_of is None else made_of
    return Standing("✓" if share.is_whole else otherwise, name, str(share), remark)


def _none_of(name: Label, number: int, otherwise: str, made_of: Label | None = None) -> Standing:
    return Standing(otherwise if number else "✓", name, str(number), made_of)


def _not_run(name: Label, part: object) -> Iterator[Standing]:
    if isinstance(part, NotRun):
        yield Standing("–", name, "", Label(f"没有运行：{part.why.zh}", f"not run: {part.why.en}"))


def _of_words(audit: Audit, words: WordTotals) -> Iterator[Standing]:
    yield _share(Label("已写成规则的句子", "provisions encoded"), words.provisions, "✗")
    counted = words.characters
    others = _counts([(CHARACTERS[kind], counted[kind]) for kind in (WordsKind.ACCEPTED, WordsKind.GAP)])
    joined = counted[WordsKind.CONNECTIVE]
    besides = Label(f"，另有连接词 {joined} 字", f", besides {joined} of connectives") if joined else Label("", "")
    made_of = Label(
        f"{words.held.part}/{words.held.whole} 字{f'（{others.zh}）' if others.zh else ''}{besides.zh}",
        f"{words.held.part}/{words.held.whole} characters{f' ({others.en})' if others.en else ''}{besides.en}",
    )
    # What is left open with a reason is no fault.
    mark = "✗" if counted[WordsKind.GAP] else "✓"
    yield Standing(mark, Label("有着落的文字", "words held"), str(words.held), made_of)
    yield _none_of(Label("没有着落的文字（处）", "gaps"), words.gaps, "✗")
    if words.missing:
        numbers = ", ".join(runs_of(sorted(audit.words.missing)))
        missing = Label("本页没有文字的条", "clauses without text")
        yield Standing("–", missing, numbers)


def _of_cases(part: object, cases: CaseTotals | None) -> Iterator[Standing]:
    if cases is None:
        yield from _not_run(Label("个案的覆盖", "coverage by cases"), part)
        return
    yield _share(Label("试全三种结论的规则", "rules driven to three verdicts"), cases.rules, "!")
    yield _share(Label("试出作用的条件（MC/DC）", "conditions shown (MC/DC)"), cases.conditions, "!")
    yield _share(Label("有个案期望的内容", "parts expected"), cases.parts, "!")
    if cases.contested.whole:
        name = Label("两边和中间都有个案的争议读法", "contested readings with cases on either side")
        yield _share(name, cases.contested, "!")
    if cases.unreviewed:
        counted = Label(f"共 {cases.cases} 个，未核对的不算", f"of {cases.cases}, which count for nothing yet")
        yield _none_of(Label("未核对的个案", "cases not reviewed"), cases.unreviewed, "!", counted)


def _of_mutants(audit: Audit, mutants: MutantTotals | None) -> Iterator[Standing]:
    name = Label("被发现或已接受的变异", "mutants killed or accepted")
    if mutants is None:
        yield from _not_run(name, audit.mutants)
        return
    counted = _counts([(FATES[fate], mutants.fates[fate]) for fate in Fate if fate is not Fate.EQUIVALENT])
    share, same = mutants.noticed, mutants.fates[Fate.EQUIVALENT]
    besides = Label(f"，另有等价的 {same}", f", besides {same} equivalent") if same else Label("", "")
    made_of = Label(
        f"{share.part}/{share.whole}（{counted.zh}）{besides.zh}",
        f"{share.part}/{share.whole} ({counted.en}){besides.en}",
    )
    mark = "✗" if mutants.survived else "✓" if share.is_whole else "!"
    yield Standing(mark, name, str(share), made_of)
    untried = not_tried(audit.pack)
    if untried:
        entries = len({entry for one in untried for entry in one.entries})
        where = Label(f"种，涉及 {entries} 个条目（--all）", f"kinds, of {entries} entries (--all)")
        yield Standing("–", Label("没有试的改动", "changes not tried"), str(len(untried)), where)


def _of_answers(part: object, answers: AnswerTotals | None) -> Iterator[Standing]:
    name = Label("已证明的保证", "assurances proved")
    if answers is None:
        yield from _not_run(Label("求解器的回答", "answers of the solver"), part)
        return
    counted = [
        (Label("已证明", "proved"), answers.proved),
        (Label("因规则没有用到其事实而成立", "hold since no rule of theirs reads their fact"), answers.idle),
        (Label("有界", "bounded"), answers.bounded),
        (Label("不成立", "refuted"), answers.refuted),
        (Label("为文件所否定", "refuted by the text itself"), answers.policy),
        (Label("已接受", "accepted"), answers.accepted),
        (Label("未决", "not settled"), answers.undecided),
    ]
    whole = sum(number for _, number in counted)
    mark = "✗" if answers.refuted else "!" if answers.undecided or answers.bounded else "✓" if whole else "–"
    yield Standing(mark, name, f"{answers.proved}/{whole}", _counts(counted[1:]))
    yield _none_of(Label("永不适用的规则", "dead rules"), answers.dead, "✗")
    yield _none_of(Label("求解器查出的错误", "faults the solver found"), answers.faults, "✗")


def _counts(counted: Iterable[tuple[Label, int]]) -> Label:
    """Figures with their names, those that are there."""
    shown = [(name, number) for name, number in counted if number]
    return Label(
        "、".join(f"{name.zh} {number}" for name, number in shown),
        ", ".join(f"{name.en} {number}" for name, number in shown),
    )
