"""Receipts made again, for a terminal: how many came out how, then each that is not the same, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from clausewise.language.labels import Label, Language
from clausewise.language.verdicts import Verdict
from clausewise.receipts.replaying import Outcome, Why
from clausewise.records.receipt import ReplayedFinding, ReplayedReceipt, ReplayRecord
from clausewise.report.styled import Text

if TYPE_CHECKING:
    from clausewise.report.plain_console import Console

_OUTCOMES = {
    Outcome.SAME: Label("结论相同", "the same"),
    Outcome.SAME_ON_OTHER_WORDS: Label("结论相同，所据文字不同", "the same, on other words"),
    Outcome.OTHERWISE: Label("结论不同", "decided otherwise"),
    Outcome.CANNOT_BE_MADE_AGAIN: Label("在此无法重做", "cannot be made again here"),
    Outcome.READINGS_DIFFER: Label("两种推理不一致", "the two readings differ"),
    Outcome.BROKEN: Label("已损坏", "broken"),
    Outcome.ERASED: Label("事实已删除", "erased"),
}
_WHY = {
    Why.PROGRAM: Label("程序", "the program"),
    Why.RULES: Label("规则", "the rules"),
    Why.TEXT: Label("文件原文", "the text"),
    Why.PARAMETER: Label("参数", "a parameter"),
    Why.OFFICE: Label("本机关的答复", "what the office says"),
    Why.FACTS: Label("规则里已没有的事实", "facts that the rules no longer have"),
}
_VERDICTS = {
    Verdict.APPLIES: Label("适用", "applies"),
    Verdict.DOES_NOT_APPLY: Label("不适用", "does not apply"),
    Verdict.UNDETERMINED: Label("待定", "undetermined"),
}
_NO_RULE = Label("没有这条规则", "no such rule")
_GAINS = Label("可多得", "gains")
_BECAUSE = Label("因为", "because of")
_MOST_SHOWN = 20
"""Of more findings of one receipt than this only so many are shown; --format json has all."""


def print_replay(console: Console, replayed: ReplayRecord, language: Language) -> None:
    """Print what became of the receipts."""
    for line in _lines(replayed, language):
        console.print(line, soft_wrap=True)


def _lines(replayed: ReplayRecord, language: Language) -> Iterator[Text]:
    total = len(replayed.receipts)
    head = Label(f"凭据 {total} 份", f"{total} receipt{'' if total == 1 else 's'}")
    anew = Label(f"，按 {replayed.now} 重新核对", f", decided anew under {replayed.now}")
    under = anew.in_(language) if replayed.now else ""
    yield Text(head.in_(language) + under, "bold")
    for outcome in Outcome:
        number = replayed.counts.get(outcome, 0)
        if number:
            yield Text(f"  {number:>6}  {_OUTCOMES[outcome].in_(language)}")
    for receipt in replayed.receipts:
        if receipt.outcome not in (Outcome.SAME, Outcome.ERASED):
            yield Text("")
            yield from _receipt(receipt, language)


def _receipt(receipt: ReplayedReceipt, language: Language) -> Iterator[Text]:
    day = "" if receipt.as_of is None else f"  {receipt.as_of}"
    yield Text(f"{receipt.receipt[:16]}{day}  {_OUTCOMES[Outcome(receipt.outcome)].in_(language)}", "bold")
    if receipt.says:
        yield Text(f"  {receipt.says}")
    for finding in receipt.findings[:_MOST_SHOWN]:
        yield Text(f"  {_finding(finding, language)}")
    more = len(receipt.findings) - _MOST_SHOWN
    if more > 0:
        yield Text(Label(f"  另有 {more} 项", f"  and {more} more").in_(language), "dim")


def _finding(finding: ReplayedFinding, language: Language) -> str:
    name = finding.rule if finding.subject is None else f"{finding.rule}@{finding.subject}"
    then, now = (_verdict(one, language) for one in (finding.then, finding.now))
    change = then if then == now else f"{then} → {now}"
    what = "" if then != now or not finding.what else f" ({', '.join(finding.what)})"
    why = Label("、", ", ").in_(language).join(_WHY[Why(one)].in_(language) for one in finding.why)
    gains = f"  ▲ {_GAINS.in_(language)}" if finding.gains else ""
    return f"{name}: {change}{what}  {_BECAUSE.in_(language)} {why}{gains}"


def _verdict(verdict: Verdict | None, language: Language) -> str:
    return (_NO_RULE if verdict is None else _VERDICTS[verdict]).in_(language)
