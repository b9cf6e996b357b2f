"""Questions about amounts: whether one can fall below zero, and whether one household is granted one aid twice.

Each is put as a statement of all households, and refuted by one, which the engine has checked. Nothing here says what
the text means: two rules may well be meant to pay the same aid.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from clausewise.audit.answering import no_time, weight_of
from clausewise.audit.assuring import OUTCOMES
from clausewise.audit.comparing import scope_of
from clausewise.audit.households import SUBJECT, Replay, confirm, finding_name, write_household
from clausewise.audit.model import Answer, QuestionKind, Weight
from clausewise.audit.solver.cones import cone_of_condition, cone_of_rule
from clausewise.audit.solver.limits import Limits
from clausewise.audit.solver.numbers import Formula
from clausewise.audit.solver.problem import Scene
from clausewise.audit.solver.search import Search, small
from clausewise.audit.witnesses import inquiry_of, subject_of
from clausewise.case.model import Case
from clausewise.language.conditions import If
from clausewise.language.expressions import Comparison, Constant, Kind
from clausewise.language.kleene import TRUE
from clausewise.language.labels import Label
from clausewise.language.model import Pack
from clausewise.language.rules import About, Aid, Rule
from clausewise.language.verdicts import VERDICTS


def rules_with_amounts(pack: Pack) -> tuple[str, ...]:
    """The rules that grant an aid with an amount."""
    return tuple(rule.id for rule in pack.rules if _with_amount(rule))


def ask_of_amounts(pack: Pack, rule_id: str, replay: Replay, limits: Limits) -> Iterator[Answer]:
    """Of each amount of a rule whether it can fall below zero; of each later rule whether it grants the same aid too.

    Raises: EngineDisagreement.
    """
    rule = pack.rule(rule_id)
    for number, aid in enumerate(rule.aid):
        if aid.amount is not None:
            yield _below_zero(pack, rule, number, aid, replay, limits)
    amounts = rules_with_amounts(pack)
    for other_id in amounts[amounts.index(rule_id) + 1 :]:
        other = pack.rule(other_id)
        same = [aid for aid in _with_amount(rule) if any(_is_one_aid(aid, one) for one in _with_amount(other))]
        for aid in same:
            yield _twice(pack, rule, other, aid, replay, limits)


def _with_amount(rule: Rule) -> list[Aid]:
    return [aid for aid in rule.aid if aid.amount is not None]


def _is_one_aid(first: Aid, second: Aid) -> bool:
    return (first.form, first.label.zh) == (second.form, second.label.zh)


def _below_zero(pack: Pack, rule: Rule, number: int, aid: Aid, replay: Replay, limits: Limits) -> Answer:
    assert aid.amount is not None
    below = If(Comparison("<", aid.amount, Constant(0, Kind.INTEGER)), "", None, rule.place)
    whose = subject_of(pack, rule.id)
    cone = cone_of_rule(pack, rule.id) | cone_of_condition(pack, below, member=whose is not None)

    def pose(scene: Scene) -> list[Formula]:
        reading = scene.one.readings[0]
        return [reading.finding(rule.id, whose).proved, reading.condition(below, whose).proved]

    found = inquiry_of(pack, rule.id, limits, cone).look(pose, small)
    title = Label(f"低于零：{aid.label.zh}", f"Below zero: {aid.label.en}")
    return Answer(
        id=f"below_zero/{rule.id}/aid.{number}", kind=QuestionKind.BELOW_ZERO, owners=(rule.id,),
        provisions=(rule.provision,), place=rule.place,
        statement=Label(
            f"“{rule.title.zh}”的“{aid.label.zh}”不会低于零",
            f"What is granted is never below zero: {aid.label.en} ({rule.title.en})",
        ),
        outcome=OUTCOMES[found.ended], weight=weight_of(OUTCOMES[found.ended], Weight.WEAK),
        household=_household(pack, found.case, [rule], f"{rule.id}-aid.{number}-below-zero", title, replay),
        scope=scope_of(found.ended, found.most), why=no_time(OUTCOMES[found.ended]), tried=found.tried,
    )  # fmt: skip


def _twice(pack: Pack, first: Rule, second: Rule, aid: Aid, replay: Replay, limits: Limits) -> Answer:
    # Asked of the member of whom one of them is, if one is about members.
    asked = second if second.about is About.MEMBER else first
    found = _both_apply(pack, asked, [first, second], limits)
    titles = Label(f"“{first.title.zh}”与“{second.title.zh}”", f"{first.title.en} / {second.title.en}")
    title = Label(f"同一项救助给了两次：{aid.label.zh}", f"Granted twice: {aid.label.en}")
    return Answer(
        id=f"paid_twice/{first.id}/{second.id}/{aid.label.zh}", kind=QuestionKind.PAID_TWICE,
        owners=(first.id, second.id), provisions=tuple(dict.fromkeys((first.provision, second.provision))),
        place=second.place,
        statement=Label(
            f"不会有人从{titles.zh}各得到一次“{aid.label.zh}”",
            f"Nobody is granted {aid.label.en} by each of these: {titles.en}",
        ),
        outcome=OUTCOMES[found.ended], weight=weight_of(OUTCOMES[found.ended], Weight.WEAK),
        household=_household(pack, found.case, [first, second], f"{first.id}-and-{second.id}-twice", title, replay),
        scope=scope_of(found.ended, found.most), why=no_time(OUTCOMES[found.ended]), tried=found.tried,
    )  # fmt: skip


def _both_apply(pack: Pack, asked: Rule, rules: Sequence[Rule], limits: Limits) -> Search:
    cone = cone_of_rule(pack, rules[0].id) | cone_of_rule(pack, rules[1].id)

    def pose(scene: Scene) -> list[Formula]:
        reading = scene.one.readings[0]
        return [reading.finding(one.id, subject_of(pack, one.id)).proved for one in rules]

    return inquiry_of(pack, asked.id, limits, cone).look(pose, small)


def _household(
    pack: Pack, case: Case | None, rules: Sequence[Rule], name: str, title: Label, replay: Replay
) -> str | None:
    """A household to which these rules apply, as the engine confirms. Raises: EngineDisagreement."""
    if case is None:
        return None
    shows = {finding_name(one.id, SUBJECT if one.about is About.MEMBER else None): VERDICTS[TRUE] for one in rules}
    confirm(pack, case, shows, replay)
    return write_household(pack, case, name, title, shows)
