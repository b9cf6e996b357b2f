"""An audit as JSON, whole and in no language: the figures, then every provision, rule, mutant and answer.

The same audit gives the same bytes every time, but for what stands under `timing`. The schema is in `audit_schema`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from clausewise.audit.model import (
    Answer,
    Audit,
    CaseCoverage,
    ConditionCoverage,
    MutantReport,
    NotRun,
    Pair,
    PartCoverage,
    ProvisionCoverage,
    RuleCoverage,
    Run,
    Seen,
    TextCoverage,
)
from clausewise.audit.totals import AnswerTotals, CaseTotals, MutantTotals, Share, Totals, WordTotals, totals_of
from clausewise.audit.untried import not_tried
from clausewise.errors import Place
from clausewise.language.kleene import FALSE, TRUE, UNKNOWN
from clausewise.language.labels import Label
from clausewise.language.model import English
from clausewise.language.verdicts import Verdict
from clausewise.report.audit_covers import covers_of
from clausewise.report.audit_schema import AUDIT_FORMAT
from clausewise.report.audit_sight import PointView, points_of, sight_of

Data = dict[str, Any]

_TRUTHS = {TRUE: "true", FALSE: "false", UNKNOWN: "unknown"}


def audit_to_json(audit: Audit) -> str:
    """One object with everything an audit found, ending with a newline."""
    return json.dumps(audit_as_data(audit), ensure_ascii=False, indent=1) + "\n"


def audit_as_data(audit: Audit) -> Data:
    """An audit as the object that is written."""
    pack = audit.pack
    answers = () if isinstance(audit.answers, NotRun) else audit.answers
    covers, sight = covers_of(audit), sight_of(audit)
    return {
        "format": AUDIT_FORMAT,
        "pack": {
            "id": pack.id,
            "title": _label(pack.title),
            "document": pack.document_digest,
            "rules": pack.rules_digest,
        },
        "covers": None if covers is None else _label(covers),
        "looked_at": _label(sight.looked_at),
        "cannot_see": [*map(_label, sight.cannot_see)],
        "totals": _totals(totals_of(audit)),
        "words": _words(audit.words, pack.english),
        "contested": [*map(_point, points_of(audit))],
        "cases": _not_run(audit.cases) if isinstance(audit.cases, NotRun) else _cases(audit.cases),
        "mutants": _not_run(audit.mutants) if isinstance(audit.mutants, NotRun) else [*map(_mutant, audit.mutants)],
        "not_tried": [
            {"change": one.kind.value, "says": _label(one.kind.label), "entries": list(one.entries)}
            for one in not_tried(pack)
        ],
        "answers": _not_run(audit.answers) if isinstance(audit.answers, NotRun) else [*map(_answer, answers)],
        "unused": [
            {"kind": one.kind, "id": one.id, "why": _label(one.why), "place": _place(one.place)} for one in audit.unused
        ],
        "timing": {
            "parts": {part: round(seconds, 3) for part, seconds in audit.seconds.items()},
            "answers": {answer.id: round(answer.seconds, 3) for answer in answers},
        },
    }


def _not_run(part: NotRun) -> Data:
    return {"not_run": _label(part.why)}


# ---------------------------------------------------------------- figures


def _totals(totals: Totals) -> Data:
    return {
        "words": _word_totals(totals.words),
        "cases": None if totals.cases is None else _case_totals(totals.cases),
        "mutants": None if totals.mutants is None else _mutant_totals(totals.mutants),
        "answers": None if totals.answers is None else _answer_totals(totals.answers),
        "undecided": totals.undecided,
        "bounded": totals.bounded,
    }


def _word_totals(words: WordTotals) -> Data:
    return {
        "provisions": _share(words.provisions),
        "held": _share(words.held),
        "characters": {kind.value: number for kind, number in words.characters.items()},
        "gaps": words.gaps,
        "missing": words.missing,
    }


def _case_totals(cases: CaseTotals) -> Data:
    return {
        "rules": _share(cases.rules),
        "conditions": _share(cases.conditions),
        "parts": _share(cases.parts),
        "contested": _share(cases.contested),
        "cases": cases.cases,
        "unreviewed": cases.unreviewed,
    }


def _mutant_totals(mutants: MutantTotals) -> Data:
    return {
        "noticed": _share(mutants.noticed),
        "fates": {fate.value: number for fate, number in mutants.fates.items()},
    }


def _answer_totals(answers: AnswerTotals) -> Data:
    return {
        "assurances": {
            "proved": answers.proved,
            "idle": answers.idle,
            "bounded": answers.bounded,
            "refuted": answers.refuted,
            "policy": answers.policy,
            "accepted": answers.accepted,
            "undecided": answers.undecided,
        },
        "dead": answers.dead,
        "faults": answers.faults,
        "answers": answers.answers,
        "undecided": answers.all_undecided,
        "bounded": answers.all_bounded,
    }


def _share(share: Share) -> Data:
    return {"part": share.part, "whole": share.whole, "percent": share.tenths / 10}


# ---------------------------------------------------------------- the words


def _words(words: TextCoverage, english: English) -> Data:
    return {
        "titles": [{"clause": number, "english": text} for number, text in english.clauses.items()],
        "provisions": [_provision(one, english) for one in words.provisions],
        "missing": [{"clause": number, "why": _label(why)} for number, why in words.missing.items()],
        "duties_by_actor": [
            {"actor": actor or None, "duties": list(duties)} for actor, duties in words.duties_by_actor.items()
        ],
        "numbers": [
            {
                "id": one.id,
                "owner": one.owner,
                "written": one.written,
                "words": one.words,
                "provision": one.provision,
                "place": _place(one.place),
            }
            for one in words.numbers
        ],
    }


def _provision(one: ProvisionCoverage, english: English) -> Data:
    return {
        "id": one.id,
        "text": one.text,
        "english": english.provisions.get(one.id),
        "page": _place(one.page),
        "encoded": one.is_encoded,
        "rules": list(one.rules),
        "duties": list(one.duties),
        "modality": [kind.value for kind in one.modality],
        "runs": [_run(run) for run in one.runs],
        "open": [
            {"text": left.text, "why": _label(left.why), "owner": left.owner, "place": _place(left.place)}
            for left in one.open
        ],
    }


def _run(run: Run) -> Data:
    return {
        "begin": run.begin,
        "end": run.end,
        "text": run.text,
        "kind": run.kind.value,
        "holders": [
            {"id": one.id, "part": one.part.value, "label": _label(one.label), "place": _place(one.place)}
            for one in run.holders
        ],
        "reason": None if run.reason is None else _label(run.reason),
    }


def _point(view: PointView) -> Data:
    point, covered = view.point, view.coverage
    cases = None
    if covered is not None:
        cases = {"holds": list(covered.holds), "fails": list(covered.fails), "between": list(covered.between)}
    return {
        "id": point.id,
        "provision": point.words.where,
        "words": list(point.words.pieces),
        "question": _label(point.label),
        "readings": [
            {"id": one.id, "name": _label(one.name), "says": _label(one.label), "law": list(one.law)}
            for one in point.readings
        ],
        "decides": point.decides,
        "cases": cases,
    }


# ---------------------------------------------------------------- the cases


def _cases(cases: CaseCoverage) -> Data:
    return {
        "rules": [_rule(one) for one in cases.rules],
        "cases": [{"id": case, "title": _label(title)} for case, title in cases.cases.items()],
        "unreviewed": list(cases.unreviewed),
        "measures": {case: _by_clause(verdicts) for case, verdicts in cases.measures.items()},
    }


def _by_clause(verdicts: Mapping[int, str]) -> Data:
    return {str(clause): str(verdict) for clause, verdict in verdicts.items()}


def _rule(one: RuleCoverage) -> Data:
    return {
        "rule": one.rule,
        "driven": one.is_driven,
        "expected": {verdict.value: _seen_all(one.expected.get(verdict, ())) for verdict in Verdict},
        "conditions": [_condition(condition) for condition in one.conditions],
        "parts": [_part(part) for part in one.parts],
    }


def _seen_all(seen: Iterable[Seen]) -> list[Data]:
    return [_seen(one) for one in seen]


def _seen(one: Seen) -> Data:
    return {"case": one.case, "subject": one.subject, "verdict": one.verdict.value}


def _condition(one: ConditionCoverage) -> Data:
    return {
        "path": one.path,
        "source": one.source,
        "words": one.words,
        "place": _place(one.place),
        "shown": one.is_shown,
        "decided": _pair(one.decided),
        "unknown": _pair(one.unknown),
        "households": list(one.households),
    }


def _pair(pair: Pair | None) -> Data | None:
    if pair is None:
        return None
    return {
        "first": _seen(pair.first),
        "second": _seen(pair.second),
        "truths": [_TRUTHS[code] for code in pair.codes],
        "others": pair.others,
    }


def _part(one: PartCoverage) -> Data:
    return {
        "part": one.part.value,
        "label": _label(one.label),
        "words": one.words,
        "expected_in": list(one.expected_in),
    }


# ---------------------------------------------------------------- mutants and answers


def _mutant(one: MutantReport) -> Data:
    killed = one.killed_by
    return {
        "id": one.id,
        "owner": one.owner,
        "provision": one.provision or None,
        "change": one.change.value,
        "says": _label(one.says),
        "words": one.words,
        "place": _place(one.place),
        "fate": one.fate.value,
        "killed_by": None if killed is None else {"case": killed[0], "expectation": killed[1]},
        "household": one.household,
        "why": None if one.why is None else _label(one.why),
    }


def _answer(one: Answer) -> Data:
    return {
        "id": one.id,
        "kind": one.kind.value,
        "owners": list(one.owners),
        "provisions": list(one.provisions),
        "statement": _label(one.statement),
        "outcome": one.outcome.value,
        "weight": one.weight.value,
        "place": _place(one.place),
        "household": one.household,
        "scope": None if one.scope is None else _label(one.scope),
        "why": None if one.why is None else _label(one.why),
        "tried": [
            {
                "first": tried.first.isoformat(),
                "last": tried.last.isoformat(),
                "members": tried.members,
                "any_number": tried.any_number,
                "ended": tried.ended,
            }
            for tried in one.tried
        ],
    }


def _label(label: Label) -> Data:
    return {"zh": label.zh, "en": label.en}


def _place(place: Place) -> Data:
    return {"file": place.file, "line": place.line, "column": place.column}
