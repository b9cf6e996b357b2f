"""`clausewise rules`: the rules of a pack by provision, with what kind each is and what it is about."""

from __future__ import annotations

from itertools import groupby
from typing import Annotated

import typer

from clausewise.cli.options import PackOption
from clausewise.cli.output import Screen
from clausewise.cli.wording import SUBJECTS, both, clause_heading
from clausewise.errors import Diagnostic, RequestError
from clausewise.packs import open_pack


def run(
    clause: Annotated[
        int | None,
        typer.Option(metavar="NUMBER", help="Only the rules of this clause, such as 21.", show_default=False),
    ] = None,
    pack: PackOption = None,
) -> None:
    """List the rules: provision, id, what each is about (the household, or each member), and its title."""
    opened = open_pack(pack)
    numbers = opened.numbers()
    if clause is not None and clause not in numbers:
        mend = f"they are {numbers[0]} to {numbers[-1]}"
        raise RequestError(Diagnostic(f"there is no clause {clause}", None, mend))
    screen = Screen()
    wanted = [rule for rule in opened.rules if clause in (None, rule.clause)]
    if not wanted:
        screen.line(f"第{clause}条没有规则，内容见 clausewise clause {clause}")
        screen.line(f"There is no rule for clause {clause}: clausewise clause {clause} says what it holds.")
    for number, rules in groupby(wanted, key=lambda rule: rule.clause):
        screen.line(clause_heading(opened, number), style="bold")
        for rule in rules:
            begin = f"  {rule.provision:<6}"
            screen.line(f"{rule.id} · {both(rule.kind.label)} · {both(SUBJECTS[rule.about])}", prefix=begin)
            screen.line(both(rule.title), prefix=" " * len(begin))
