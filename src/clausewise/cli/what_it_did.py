"""What an answer did to a household, in lines: its members, what applies since or no more, what was set aside.

It compares two interviews and decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from clausewise.cli.told_lines import ToldLines
from clausewise.engine import Finding
from clausewise.interview.interviewing import Interview
from clausewise.language.labels import Label, Language
from clausewise.language.rules import RuleKind
from clausewise.language.verdicts import Verdict
from clausewise.report.wording import Wording

_IDLE = Label("搁置了用不着的回答：{facts}", "set aside, since it does not matter any more: {facts}")
_GONE = Label("搁置了{who}的情况", "set aside what is known of {who}")
_PROCEDURE = Label("办理程序", "procedure")
_LOST = Label("不再认定适用", "no longer found to apply")


def what_it_did(before: Interview, after: Interview, language: Language) -> Iterator[str]:
    """What differs between two interviews, a line each; procedure that applies is called so, and is no benefit."""
    wording = Wording(after.engine.pack, language)
    if _listed(after) != _listed(before):
        yield ToldLines(after, language).members()
    yield from _set_aside(before, after, wording)
    yield from _named(_gained(before, after, RuleKind.BENEFIT), wording.word(Verdict.APPLIES), wording)
    yield from _named(_gained(before, after, RuleKind.PROCEDURE), wording.pick(_PROCEDURE), wording)
    # Whoever is not listed any more has lost nothing.
    there = {None, *_listed(after)}
    lost = (one for one in _gained(after, before, RuleKind.BENEFIT) if one.subject in there)
    yield from _named(lost, wording.pick(_LOST), wording)


def _set_aside(before: Interview, after: Interview, wording: Wording) -> Iterator[str]:
    """What was set aside: fact by fact, or all of somebody who is not listed any more."""
    idle = [one for one in after.case.set_aside if one not in before.case.set_aside]
    there = {None, *_listed(after)}
    gone = dict.fromkeys(one.of for one in idle if one.of is not None and one.of not in there)
    if gone:
        yield wording.pick(_GONE).format(who=wording.listed(gone))
    labels = [
        wording.named(one.of, wording.label(one.fact)) if one.of else wording.label(one.fact)
        for one in idle
        if one.of in there
    ]
    if labels:
        yield wording.pick(_IDLE).format(facts=wording.in_turn(labels))


def _gained(before: Interview, after: Interview, kind: RuleKind) -> list[Finding]:
    """The findings of a kind that apply after and did not before."""
    had = {one.name for one in before.result.findings if one.verdict is Verdict.APPLIES}
    applying = (one for one in filter(after.selects, after.result.findings) if one.verdict is Verdict.APPLIES)
    return [one for one in applying if one.rule.kind is kind and one.name not in had]


def _named(findings: Iterable[Finding], named: str, wording: Wording) -> Iterator[str]:
    """A line for each rule, with the members it is about."""
    found: dict[str, list[str]] = {}
    for one in findings:
        found.setdefault(one.rule.id, []).extend([one.subject] if one.subject else [])
    for rule_id, subjects in found.items():
        rule = wording.pack.rule(rule_id)
        title = wording.aside(f"{rule.provision} {wording.pick(rule.title)}", wording.listed(subjects))
        yield wording.named(named, title)


def _listed(interview: Interview) -> list[str]:
    return [one.id for one in interview.case.members]
