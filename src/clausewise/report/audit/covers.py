"""What the proofs of an audit cover, and what was asked for one answer, in words.

Nothing here asks anything.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import TYPE_CHECKING

from clausewise.audit.model import Answer, Audit, Fate, NotRun, Tried
from clausewise.audit.solver.ended import Ended
from clausewise.audit.totals import totals_of
from clausewise.language.facts import Fact, write_value
from clausewise.language.labels import Label
from clausewise.report.audit.concerns import answered
from clausewise.report.audit.mutant_words import say_mutant
from clausewise.report.audit.words import FATES

if TYPE_CHECKING:
    from clausewise.audit.explaining import Explained, ExplainedChange
    from clausewise.language.model import Pack


def covers_of(audit: Audit) -> Label | None:
    """What "proved" and "equivalent" say in an audit; None where nothing was asked of the solver."""
    if isinstance(audit.answers, NotRun) and isinstance(audit.mutants, NotRun):
        return None
    bounded = totals_of(audit).bounded
    besides = Label("", "")
    if bounded:
        besides = Label(
            f"有界的 {bounded} 项只试过成员不多的家庭，不算已证明。",
            f" The {bounded} that are bounded were tried with few members only, and are not proved.",
        )
    return Label(
        "“已证明”与“等价”对每一天、任何人数的家庭都成立（家庭如 facts.yaml 所述，任何事实都可以不知道）。"
        f"{besides.zh}没有试：只知道年月的日期。",
        "Proved and equivalent mean: on every day, for households of any size as facts.yaml describes them, whatever "
        f"is not known of them.{besides.en} Not tried: dates known to the month alone.",
    )


def explained_lines(explained: Explained, *, chinese: bool) -> Iterator[str]:
    """An answer with its question: the statement, what was looked for, among whom and on which days, and what held."""
    answer = explained.answer

    def say(label: Label) -> str:
        return label.zh if chinese else label.en

    yield say(answered(answer))
    yield answer.id
    for remark in (answer.scope, answer.why):
        if remark is not None:
            yield say(remark)
    yield ""
    yield say(Label("找过能推翻或表明它的家庭：", "Households were looked for that would refute or show it:"))
    yield from dict.fromkeys(f"  {say(_says(one))}" for one in answer.tried)
    yield ""
    yield say(_enough(explained, answer))
    yield from map(say, _held(explained))


def changed_lines(pack: Pack, explained: ExplainedChange, *, chinese: bool) -> Iterator[str]:
    """What the solver says of a mutant: the change, what was looked for and found, of which rules, and what held."""
    report = explained.report

    def say(label: Label) -> str:
        return label.zh if chinese else label.en

    yield say(_between(say_mutant(pack, report), FATES[report.fate]))
    yield f"mutant/{report.id}"
    if report.why is not None:
        yield say(report.why)
    yield ""
    yield say(
        Label(
            "找过因改动而对以下规则有不同结果（结论、金额、月数、期限、力度或部门）的家庭，不论哪一天、不知道什么：",
            "Households were looked for, on any day, whatever is not known of them, of whom one of these rules says "
            "something else with the change (its verdict, amount, months, deadline, firmness or agency):",
        )
    )
    yield from (f"  {rule}" for rule in explained.rules)
    if report.fate is Fate.EQUIVALENT:
        yield say(Label("没有这样的家庭，不论多少人。", "There is none, of any size."))
    yield say(Label("没有运行个案；哪个个案察觉这项改动，见 audit --all。", _NO_CASE))
    if report.household is not None:
        yield ""
        yield say(Label("有这样的家庭：", "There is one:"))
        yield from (f"  {line}" for line in report.household.rstrip().splitlines())
    yield ""
    yield from map(say, _held(explained))


_NO_CASE = "No case was run; audit --all says which one notices the change."


def _between(said: Label, fate: Label) -> Label:
    return Label(f"{fate.zh}：{said.zh}", f"{fate.en}: {said.en}")


def _held(explained: Explained | ExplainedChange) -> Iterator[Label]:
    """What held of the households that were looked at: what can be known of each fact, and what is sensible of it."""
    yield Label("家庭所受的限制：", "What held of those households:")
    for fact in explained.facts:
        domain = _domain(fact)
        yield Label(f"  {fact.name}: {domain.zh}", f"  {fact.name}: {domain.en}")
        yield from (Label(f"    {why.zh}", f"    {why.en}") for why in explained.sensible.get(fact.name, ()))


def _says(tried: Tried) -> Label:
    days = _days(tried.first, tried.last)
    if tried.any_number:
        who = Label(
            f"任何人数的家庭（逐个看 {tried.members} 人，其余只看人数与合计）",
            f"of any size ({tried.members} members one by one, of the rest only how many and their sums)",
        )
    else:
        who = Label(f"成员不多于 {tried.members} 人的家庭", f"of up to {tried.members} members")
    # Numbers that fit are not yet a household that has them.
    ended = _NUMBERS_FIT if tried.any_number and tried.ended is Ended.FOUND else _ENDED[tried.ended]
    return Label(f"{days.zh}，{who.zh}：{ended.zh}", f"{days.en}, {who.en}: {ended.en}")


_ENDED = {
    Ended.FOUND: Label("有", "there is one"),
    Ended.NONE: Label("没有", "there is none"),
    Ended.NO_TIME: Label("未能在限定时间内回答", "no answer in time"),
}


_NUMBERS_FIT = Label("有合得上的数，但不一定有这样的家庭", "numbers fit, and no household need have them")


def _days(first: datetime.date, last: datetime.date) -> Label:
    if first == last:
        return Label(f"{first} 核对", f"checked on {first}")
    ends = first == datetime.date.min, last == datetime.date.max
    match ends:
        case True, True:
            return Label("任何一天核对", "checked on any day")
        case True, False:
            return Label(f"{last} 及以前核对", f"checked on any day up to {last}")
        case False, True:
            return Label(f"{first} 及以后核对", f"checked on any day from {first}")
    return Label(f"{first} 至 {last} 核对", f"checked on any day from {first} to {last}")


def _enough(explained: Explained, answer: Answer) -> Label:
    if any(one.any_number for one in answer.tried):
        return Label(
            "成员被计数或求和：没有哪个人数足以代表所有家庭。",
            "Members are summed or counted: no number of them stands for households of any size.",
        )
    if explained.enough is None:
        return Label("", "")
    return Label(
        f"{explained.enough} 名成员足以代表任何人数的家庭。",
        f"{explained.enough} members are enough to stand for households of any size.",
    )


def _domain(fact: Fact) -> Label:
    """What can be known of a fact."""
    low, high = (None if end is None else write_value(end) for end in (fact.minimum, fact.maximum))
    if fact.values is not None:
        names = ", ".join(fact.values)
        said = Label(f"{fact.label.zh}，{names}", f"{fact.label.en}: {names}")
    else:
        ends = [f"≥ {low}"] if low is not None else ["≥ 0.00"] if fact.type == "money" and fact.derive is None else []
        ends += [f"≤ {high}"] if high is not None else []
        bounds = f" {' '.join(ends)}" if ends else ""
        said = Label(f"{fact.label.zh}{bounds}", f"{fact.label.en}{bounds}")
    follows = Label("", "")
    if fact.derive is not None:
        follows = Label("，由其他事实推出", ", follows from others")
    elif fact.implied:
        follows = Label("，其他事实可推定，且不与之抵触", ", others may imply it and nothing contradicts them")
    return Label(f"{said.zh}{follows.zh}，或不知道", f"{said.en}{follows.en}, or not known")
