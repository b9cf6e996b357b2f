"""An audit as one self-contained HTML file that an analyst can send around: the document with its words marked by what
holds them, the matrix of clauses and cases, and every rule, mutant, answer and open point.

The page refers to nothing outside itself and lets nothing else run or load. Its script only sorts, filters and opens
what is there without it; whatever comes from a pack or a case is escaped. Nothing here decides or computes anything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TypeVar

from clausewise.audit.model import Audit, Fate, Weight, WordsKind
from clausewise.audit.untried import not_tried
from clausewise.language.labels import Label, Language
from clausewise.report.audit.concern_kinds import Level
from clausewise.report.audit.concerns import concerns_of
from clausewise.report.audit.covers import covers_of
from clausewise.report.audit.page import STRANDS, arrange, fate_rank, weight_rank
from clausewise.report.audit.sight import points_of, sides_of, sight_of
from clausewise.report.audit.standing import standings_of
from clausewise.report.audit.words import (
    CHARACTERS,
    CONTESTED,
    FATES,
    NOTHING_FOUND,
    OUTCOMES,
    PARTS,
    QUESTIONS,
    WEIGHTS,
)
from clausewise.report.kit.pages import given_to_figures, page_template
from clausewise.report.runs import runs_of
from clausewise.report.wording import Wording

_MOST_SENTENCES = 10_000
_LAST = _MOST_SENTENCES**2

_Kind = TypeVar("_Kind", bound=StrEnum)


def render_audit_html(audit: Audit, language: Language) -> str:
    """The page of an audit, the same for the same audit, ending with a newline."""
    wording = Wording(audit.pack, language)
    page = arrange(audit, concerns_of(audit))
    return page_template("audit/page.html.j2").render(
        audit=audit,
        page=page,
        standings=standings_of(audit),
        **given_to_figures(wording),
        strands=STRANDS,
        characters=CHARACTERS,
        parts=PARTS,
        fates=FATES,
        outcomes=OUTCOMES,
        questions=QUESTIONS,
        weights=WEIGHTS,
        Fate=Fate,
        Level=Level,
        Weight=Weight,
        WordsKind=WordsKind,
        duty_ids={duty.id for duty in audit.pack.duties},
        not_tried=not_tried(audit.pack),
        covers=covers_of(audit),
        sight=sight_of(audit),
        points=points_of(audit),
        sides=sides_of,
        contested=CONTESTED,
        nothing_found=NOTHING_FOUND,
        facets_of_mutants=_facets((one.mutant.fate for one in page.mutants or ()), FATES, wording),
        facets_of_answers=_facets((one.answer.kind for one in page.answers or ()), QUESTIONS, wording),
        fate_rank=fate_rank,
        weight_rank=weight_rank,
        place_of=_place_of,
        runs_of=runs_of,
    )


def _facets(found: Iterable[_Kind], labels: Mapping[_Kind, Label], wording: Wording) -> list[tuple[_Kind, str, int]]:
    """Of what a table can be narrowed to, each that is there with its name and number, in the order of its kind."""
    counted = Counter(found)
    return [(kind, wording.pick(label), counted[kind]) for kind, label in labels.items() if counted[kind]]


def _place_of(provision: str) -> int:
    """A number that sorts provisions as they stand in the document; what belongs to none comes last."""
    clause, _, sentence = provision.partition(".")
    return int(clause) * _MOST_SENTENCES + int(sentence) if sentence else _LAST
