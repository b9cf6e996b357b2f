"""Applies what a pack accepts: answers of the solver that call for attention, and entries that nothing needs.

An entry accepts by the audit's own name for a thing, and only what was found; it never turns an answer into a proof.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from clausewise.audit.model import Answer, Fate, MutantReport, NotRun, Weight
from clausewise.language.assurances import Accepted
from clausewise.language.firmness import softened
from clausewise.language.model import Pack
from clausewise.language.quoted_numbers import numbers_without_constant


def accept_answers(pack: Pack, answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """The answers, those that call for attention and that the pack accepts with the reason it gives."""
    reasons = {entry.id: entry.why for entry in pack.accepted if entry.kind == "answer"}
    return tuple(
        replace(answer, weight=Weight.ACCEPTED, why=reasons[answer.id])
        if answer.id in reasons and answer.weight is not Weight.FINE
        else answer
        for answer in answers
    )


def unused_entries(
    pack: Pack, mutants: Sequence[MutantReport] | NotRun, answers: Sequence[Answer] | NotRun
) -> tuple[Accepted, ...]:
    """The entries that accept nothing, as written; of mutants and answers where these were looked for."""
    used = {
        "number": {one.id for one in numbers_without_constant(pack)},
        "modality": {one.id for one in softened(pack)},
    }
    if not isinstance(mutants, NotRun):
        used["mutant"] = {one.id for one in mutants if one.fate is Fate.ACCEPTED}
    if not isinstance(answers, NotRun):
        used["answer"] = {one.id for one in answers if one.weight is Weight.ACCEPTED}
    return tuple(entry for entry in pack.accepted if entry.id not in used.get(entry.kind, {entry.id}))
