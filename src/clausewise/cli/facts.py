"""`clausewise facts`: everything that can be known of a household, its members and its application."""

from __future__ import annotations

from fnmatch import fnmatchcase
from itertools import groupby
from typing import Annotated

import typer

from clausewise.cli.options import PackOption
from clausewise.cli.output import Screen
from clausewise.cli.wording import SUBJECTS, both
from clausewise.errors import Diagnostic, RequestError, did_you_mean
from clausewise.language.facts import Fact, Subject, write_value
from clausewise.language.model import Pack
from clausewise.language.reads import inputs_of
from clausewise.packs import open_pack


def run(
    pattern: Annotated[
        str | None,
        typer.Argument(
            metavar="PATTERN",
            help="Only facts whose name, or part of a label, is this: member.age, member.*, 失业.",
            show_default=False,
        ),
    ] = None,
    pack: PackOption = None,
) -> None:
    """List facts: name, type, label, the question that asks for it and of whom, the register that could answer."""
    opened = open_pack(pack)
    screen = Screen()
    chosen = [fact for fact in opened.facts.values() if pattern is None or _is_meant(pattern, fact)]
    if not chosen:
        mend = did_you_mean(pattern or "", opened.facts) or "clausewise facts lists them all"
        raise RequestError(Diagnostic(f"there is no fact {pattern}", None, mend))
    order = list(Subject)
    for subject, facts in groupby(
        sorted(chosen, key=lambda fact: order.index(fact.subject)), lambda fact: fact.subject
    ):
        screen.line(both(SUBJECTS[subject]), style="bold")
        for fact in facts:
            _show(screen, opened, fact)


def _is_meant(pattern: str, fact: Fact) -> bool:
    by_name = fnmatchcase(fact.name, pattern) or fnmatchcase(fact.short_name, pattern)
    return by_name or any(pattern.casefold() in label.casefold() for label in (fact.label.zh, fact.label.en))


def _show(screen: Screen, pack: Pack, fact: Fact) -> None:
    screen.line(f"{fact.name} · {_type(fact)}", prefix="  ")
    screen.line(both(fact.label), prefix="    ")
    lines = []
    if fact.values is not None:
        values = ", ".join(f"{name} ({both(label)})" for name, label in fact.values.items())
        lines.append(f"values 取值: {values}")
    if fact.derive is not None:
        lines.append(f"derived 推算: {fact.derive_text or 'from ' + ', '.join(inputs_of(fact.derive))}")
    if fact.ask is not None:
        lines.append(f"ask 要问: {both(fact.ask)}")
    if fact.asked_of_why is not None:
        lines.append(f"asked of 问谁: {both(fact.asked_of_why)}")
    if fact.lookup is not None:
        lines.append(f"register 可查询: {both(pack.registers[fact.lookup].label)} ({fact.lookup})")
    for line in lines:
        screen.line(line, prefix="    ", style="dim")


def _type(fact: Fact) -> str:
    low, high = fact.minimum, fact.maximum
    unit = f" ({both(fact.unit)})" if fact.unit else ""
    if low is None and high is None:
        return f"{fact.type}{unit}"
    ends = (write_value(low) if low is not None else "", write_value(high) if high is not None else "")
    return f"{fact.type}{unit} {'…'.join(ends)}"
