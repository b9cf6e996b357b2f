"""How each provision was read, as a page of Markdown made from the rules, so that the two cannot drift apart.

Holds nothing of its own but headings: every sentence comes from the document, the rules, the duties, the contested
points or the facts, and is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable

from clausewise.document import Clause, Provision
from clausewise.language.citing import cite
from clausewise.language.conditions import All, Any, Condition, Contested, Count, Every, FindingOf, If, Not, Some, Words
from clausewise.language.contested import ContestedPoint
from clausewise.language.facts import Fact, write_value
from clausewise.language.labels import Label
from clausewise.language.model import Pack
from clausewise.language.rules import Aid, Duty, Modality, OpenPoint, Rule
from clausewise.report.kit.markdown import code, escape

_INTRO = """# {title}: how it was read / 怎样读

Made from the rules by `clausewise reading`; not edited by hand. For each provision: its words, the rules and duties
that encode them, how they were read, what can be read in two ways, and what the words leave open. Titles that are not
on the page are ours. At the end stands what facts rest on.
由规则生成，勿手改。逐句列出原文、对应的规则与职责、读法、有两种读法之处，以及原文未写明之处；文末列出事实的依据。
"""


def reading_page(pack: Pack) -> str:
    """The whole page, in both languages, ending with a newline."""
    parts = [_INTRO.format(title=escape(pack.title.zh))]
    if pack.note:
        parts.append(_both(pack.note))
    parts += [f"## {gap.first}–{gap.last}\n\n{_both(gap.note)}" for gap in pack.missing]
    heading_of = {section.number: section.heading for section in pack.document.sections}
    current: str | None = ""
    for clause in pack.document.clauses:
        if clause.section != current:
            current = clause.section
            parts.append(
                f"## {escape(f'{current}、{heading_of[current]}')}"
                if current
                else "## (section heading not on the page / 节标题不在本页)"
            )
        parts.append(_clause(pack, clause))
    parts += _facts(pack)
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _clause(pack: Pack, clause: Clause) -> str:
    parts = [f"### {clause.number}. {escape(clause.title or '')}"]
    parts += [_provision(pack, provision) for provision in clause.provisions]
    return "\n\n".join(parts)


def _provision(pack: Pack, provision: Provision) -> str:
    lines = [f"**{escape(provision.id)}** {escape(provision.text)}", ""]
    for rule in pack.rules:
        if rule.provision == provision.id:
            lines += _rule(pack, rule)
    for duty in pack.duties:
        if duty.provision == provision.id:
            lines += _duty(pack, duty)
    for point in pack.contested.values():
        if point.words.where == provision.id:
            lines += _point(pack, point)
    for entry in pack.open:
        if entry.provision == provision.id:
            lines.append(f"- open 未写明 {_quoted(entry.words)}: {_line(entry.note)}")
    return "\n".join(lines)


def _point(pack: Pack, point: ContestedPoint) -> list[str]:
    """Words that can be read in two ways: the question, who decides, both readings and the law each cites."""
    decides = _agencies(pack, (point.decides,))
    lines = [f"- contested 有争议 {code(point.id)} {_quoted(point.words)} — {_line(point.label)}"]
    lines.append(f"  - decided by 由其决定: {decides}")
    for reading in point.readings:
        law = f" ({'; '.join(map(_line, cite(pack, reading.law)))})" if reading.law else ""
        lines.append(f"  - {code(reading.id)} {_line(reading.name)}: {_line(reading.label)}{law}")
    return lines


def _rule(pack: Pack, rule: Rule) -> list[str]:
    agencies = _agencies(pack, rule.agency)
    lines = [
        f"- rule 规则 {code(rule.id)} — {_line(rule.title)}",
        f"  - {rule.kind}; {rule.about}; {_modality(rule.modality)}; {agencies}{_assigned(rule.assigned_by)}",
    ]
    lines += _condition(rule.when, 1)
    lines += [
        f"  - aid 救助内容: {_line(aid.label)} ({_form(aid)}) {_quoted(aid.words)}{_own(aid.modality)}"
        for aid in rule.aid
    ]
    lines += [
        f"  - follow-up 后续: {_agencies(pack, (one.by,))}: {_line(one.label)} {_quoted(one.words)}{_own(one.modality)}"
        for one in rule.followup
    ]
    if rule.deadline:
        deadline = rule.deadline
        said = f"{_quoted(deadline.words)} {code(deadline.source)}{_own(deadline.modality)}"
        lines.append(f"  - deadline 期限: {_line(deadline.label)} {said}")
    lines.append(f"  - read 读法: {_line(rule.reading)}")
    return lines + _open(rule.open)


def _duty(pack: Pack, duty: Duty) -> list[str]:
    actors = _agencies(pack, duty.actors) or "nobody named 未写明主体"
    lines = [
        f"- duty 职责 {code(duty.id)} — {_line(duty.does)}",
        f"  - {_modality(duty.modality)}; {actors}{_assigned(duty.assigned_by)}; {_quoted(duty.words)}",
    ]
    if duty.reading:
        lines.append(f"  - read 读法: {_line(duty.reading)}")
    return lines + _open(duty.open)


def _facts(pack: Pack) -> list[str]:
    """What facts rest on beside the words: definitions, what implies them, of whom they are asked, and remarks."""
    facts = pack.facts.values()
    said = [_fact(one) for one in facts if one.derive is not None or one.implied or one.asked_of or one.note]
    heading = "## What facts rest on / 事实的依据"
    about = "How facts follow from others, and on what ground. 事实怎样由其他事实得出，依据是什么。"
    return [heading, about, "\n".join(line for lines in said for line in lines)] if said else []


def _fact(fact: Fact) -> list[str]:
    lines = [f"- fact 事实 {code(fact.name)} — {_line(fact.label)}"]
    if isinstance(fact.derive, Condition):
        lines += ["  - derived 得自", *_condition(fact.derive, 2)]
    elif fact.derive is not None:
        lines.append(f"  - derived 得自 {code(fact.derive_text or '')}")
    if fact.source:
        lines.append(f"  - source 依据: {_line(fact.source)}")
    for one in fact.implied:
        left = f"= {write_value(one.value)}" if one.value is not None else f"≠ {', '.join(one.ruled_out)}"
        lines += [f"  - implied 推知 {code(left)}: {_line(one.why)}", *_condition(one.when, 2)]
    if fact.asked_of is not None and fact.asked_of_why is not None:
        lines += [f"  - asked of 问谁: {_line(fact.asked_of_why)}", *_condition(fact.asked_of, 2)]
    if fact.note:
        lines.append(f"  - note 说明: {_line(fact.note)}")
    return lines


def _condition(condition: Condition, depth: int) -> list[str]:
    indent = "  " * depth
    words = f" {_quoted(condition.words)}{_elsewhere(condition.words)}" if condition.words else ""
    match condition:
        case If(source=source):
            return [f"{indent}- {code(source)}{words}"]
        case FindingOf(patterns=patterns):
            return [f"{indent}- finding 认定 {', '.join(f'{code(pattern)}' for pattern in patterns)}{words}"]
        case Contested():
            return _contested(condition, depth, words)
        case All(parts=parts):
            name, below = "all 全部", parts
        case Any(parts=parts):
            name, below = "any 任一", parts
        case Not(part=part):
            name, below = "not 非", (part,)
        case Some(part=part):
            name, below = "some member 至少一名成员", (part,)
        case Every(part=part):
            name, below = "every member 每名成员", (part,)
        case Count(part=part, at_least=low, at_most=high):
            name, below = (
                f"members 成员数 {low if low is not None else 0}…{high if high is not None else ''}",
                (part,),
            )
    return [f"{indent}- {name}{words}", *(line for part in below for line in _condition(part, depth + 1))]


def _contested(condition: Contested, depth: int, words: str) -> list[str]:
    indent = "  " * depth
    lines = [f"{indent}- contested 有两种读法 {code(condition.point)}{words}"]
    for name, reading in zip(condition.names, condition.readings, strict=True):
        lines += [f"{indent}  - {code(name)}", *_condition(reading, depth + 2)]
    return lines


def _elsewhere(words: Words) -> str:
    return f" ({escape(words.where)})"


def _open(points: Iterable[OpenPoint]) -> list[str]:
    return [f"  - open 未写明 {_quoted(point.words)}: {_line(point.label)}" for point in points]


def _agencies(pack: Pack, agencies: Iterable[str]) -> str:
    return ", ".join(_line(pack.agencies[one].label) for one in agencies)


def _assigned(provision: str | None) -> str:
    return f" ({escape(provision)})" if provision else ""


def _line(label: Label) -> str:
    return escape(f"{label.zh} {label.en}")


def _both(label: Label) -> str:
    return f"{escape(label.en)}\n{escape(label.zh)}"


def _modality(modality: Modality) -> str:
    return f"{modality.kind} {_quoted(modality.words)}"


def _own(modality: Modality | None) -> str:
    """How firmly a step is spoken of, where that is not as the rule speaks."""
    return "" if modality is None else f"; {_modality(modality)}"


def _form(aid: Aid) -> str:
    ceilings = [f"at most 最多: {', '.join(aid.at_most)}"] if aid.at_most else []
    return "; ".join([aid.form, *ceilings, *(["one for the household 全家一份"] if aid.per_household else [])])


def _quoted(words: Words | str) -> str:
    return f"“{escape(str(words))}”"
