"""Results as JSON, whole and in no language: every measure, every finding with its proof, labels in both languages.

The same case gives the same bytes every time. The schema of what is written is in `schema.py`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from clausewise.engine.findings import DeadlineState, Finding, Grant, Measure, Missing, Result
from clausewise.engine.listings import followups_of, listings_of
from clausewise.engine.office_readings import OfficeReading
from clausewise.engine.once import GrantedOnce, granted_once
from clausewise.engine.proof import Compiled, FactRead, ProofNode
from clausewise.engine.reasons import Reason
from clausewise.engine.twice import GrantedTwice, granted_twice
from clausewise.language.bounds import OPEN, Interval
from clausewise.language.conditions import (
    All,
    Any,
    Condition,
    Contested,
    Count,
    Every,
    FindingOf,
    If,
    Not,
    Quantifier,
    Some,
    Words,
)
from clausewise.language.contested import point_of_fact
from clausewise.language.facts import Value, write_value
from clausewise.language.kleene import FALSE, TRUE, UNKNOWN
from clausewise.language.labels import Label
from clausewise.language.rules import Duty, Followup, Modality
from clausewise.report import ReportOptions
from clausewise.report.beside import notice_as_data, office_as_data
from clausewise.report.json_text import Data, Shared, pieces_of_json
from clausewise.report.office_lines import rests_on_reading
from clausewise.report.proofs import code_of
from clausewise.report.schema import FORMAT, result_schema
from clausewise.report.wording import Wording

__all__ = ["FORMAT", "json_pieces", "render_json", "result_as_data", "result_schema"]

# Where findings stand in what is written: each of them is a piece of its text.
_DEPTH_OF_FINDINGS = 6

_TRUTHS = {TRUE: "true", FALSE: "false", UNKNOWN: "unknown"}
_KINDS: Mapping[type, str] = {
    If: "if",
    FindingOf: "finding",
    All: "all",
    Any: "any",
    Not: "not",
    Some: "some",
    Every: "every",
    Count: "count",
    Contested: "contested",
}


def render_json(results: Sequence[Result], options: ReportOptions) -> str:
    """One object with the format and a list of results, one for each case, ending with a newline."""
    return "".join(json_pieces(results, options))


def json_pieces(results: Sequence[Result], options: ReportOptions) -> Iterator[str]:
    """The same in pieces, for what would be too large as one text. All is worked out before the first is there."""
    data = {"format": FORMAT, "results": [result_as_data(result, options) for result in results]}
    return itertools.chain(pieces_of_json(data, _DEPTH_OF_FINDINGS), ("\n",))


def result_as_data(result: Result, options: ReportOptions) -> Data:
    """One result as it stands in the list `results`.

    Findings that do not apply are always there; of the options only `only` matters. A measure that `only` picks in
    part keeps its own verdict, which rests on all its findings.
    """
    case, pack = result.case, result.pack
    writer = _Writer(result)
    chosen = []
    for measure in result.measures:
        findings = [finding for finding in measure.findings if options.selects(finding)]
        if findings or options.selects_measure(measure.number):
            chosen.append(writer.measure(measure, findings))
    return {
        "case": {
            "id": case.id,
            "title": _label(case.title),
            "note": _label(case.note),
            "digest": case.digest,
            "everybody": case.everybody,
            "members": [member.id for member in case.members],
        },
        "as_of": case.as_of.isoformat(),
        "pack": {
            "id": pack.id,
            "title": _label(pack.title),
            "document": pack.document_digest,
            "rules": pack.rules_digest,
        },
        "office": None if case.office is None else office_as_data(case.office),
        "notices": [notice_as_data(notice) for notice in result.notices],
        "only": list(options.only),
        "granted_twice": [
            _twice(one) for one in granted_twice(result) if any(options.selects(finding) for finding, _ in one.grants)
        ],
        "granted_once": [
            _once(one) for one in granted_once(result) if any(options.selects(finding) for finding, _ in one.grants)
        ],
        "measures": chosen,
    }


class _Writer:
    """Writes the parts of one result as data. What is the same in many findings is written once, and shared."""

    def __init__(self, result: Result) -> None:
        self._result = result
        self._wordings = Wording(result.pack, "zh"), Wording(result.pack, "en")
        self._missing: dict[Missing, Shared] = {}
        self._said: dict[Compiled, Data] = {}
        self._reads: dict[tuple[Compiled, str | None], list[Shared]] = {}
        self._of_all: dict[Compiled | ProofNode, Shared] = {}

    def measure(self, measure: Measure, findings: Iterable[Finding]) -> Data:
        return {
            "number": measure.number,
            "title": measure.title,
            "verdict": measure.verdict.value,
            "findings": [self.finding(finding) for finding in findings],
            "duties": [self.duty(duty) for duty in measure.duties],
        }

    def finding(self, finding: Finding) -> Data:
        rule = finding.rule
        return {
            "rule": rule.id,
            "subject": finding.subject,
            "kind": rule.kind.value,
            "title": _label(rule.title),
            "verdict": finding.verdict.value,
            "modality": _modality(rule.modality),
            "provision": {"id": rule.provision, "text": self._result.pack.document.provision(rule.provision).text},
            "agency": [self.agency(agency) for agency in rule.agency],
            "assigned_by": rule.assigned_by or rule.provision,
            "aid": [self.grant(grant) for grant in finding.aid],
            "not_granted": [self.grant(grant) for grant in finding.not_granted],
            "followup": [self.followup(finding, followup) for followup in followups_of(finding)],
            "deadline": self.deadline(finding.deadline),
            "because": self.node(finding.because),
            "missing": [self.missing(missing) for missing in finding.missing],
            "reasons": [self.reason(reason) for reason in finding.reasons],
            "rests_on": [self.rests_on(one) for one in finding.rests_on],
            "waits_for": [point.id for point in finding.contested],
            "open": [{"words": _words(one.words), "label": _label(one.label)} for one in rule.open],
        }

    def rests_on(self, one: OfficeReading) -> Data:
        zh, en = self._wordings
        return {
            "point": one.point.id,
            "reading": one.reading.name,
            "since": None if one.since is None else one.since.isoformat(),
            "by": one.by,
            "otherwise": {"reading": one.other.name, "verdict": one.otherwise.value},
            "label": {"zh": rests_on_reading(one, zh), "en": rests_on_reading(one, en)},
        }

    def reason(self, reason: Reason) -> Data:
        zh, en = self._wordings
        as_of = self._result.case.as_of
        return {
            "kind": reason.kind.value,
            "rule": reason.rule,
            "provision": self._result.pack.rule(reason.rule).provision,
            "member": reason.member,
            "parameter": reason.parameter,
            "first": None if reason.first is None else reason.first.isoformat(),
            "label": {"zh": zh.reason(reason, as_of), "en": en.reason(reason, as_of)},
        }

    def duty(self, duty: Duty) -> Data:
        return {
            "duty": duty.id,
            "provision": {"id": duty.provision, "text": self._result.pack.document.provision(duty.provision).text},
            "does": _label(duty.does),
            "words": _words(duty.words),
            "modality": _modality(duty.modality),
            "actors": [self.agency(actor) for actor in duty.actors],
            "assigned_by": duty.assigned_by or duty.provision,
        }

    def agency(self, agency: str) -> Data:
        return {"id": agency, "label": _label(self._result.pack.agencies[agency].label)}

    def grant(self, grant: Grant) -> Data:
        return {
            "form": grant.aid.form.value,
            "label": _label(grant.aid.label),
            "words": _words(grant.aid.words),
            "modality": _modality(grant.aid.modality),
            "per": "household" if grant.aid.per_household else None,
            "amount": None if grant.amount is None else write_value(grant.amount),
            "months": grant.months,
            "at_most": [one.value for one in grant.aid.at_most],
            "computed": [name for name in ("amount", "months") if getattr(grant.aid, name) is not None],
            "missing": [self.missing(missing) for missing in grant.missing],
        }

    def followup(self, finding: Finding, followup: Followup) -> Data:
        return {
            "by": self.agency(followup.by),
            "label": _label(followup.label),
            "words": _words(followup.words),
            "modality": _modality(followup.modality),
            "spares": None if followup.spares is None else _label(followup.spares),
            "list": None if followup.lists is None else followup.lists.value,
            "listed": [
                {"id": one.id, "label": _label(one.label), "entries": list(one.entries)}
                for one in listings_of(self._result, finding, followup)
            ],
        }

    def deadline(self, state: DeadlineState | None) -> Data | None:
        if state is None:
            return None
        return {
            "label": _label(state.deadline.label),
            "words": _words(state.deadline.words),
            "modality": _modality(state.deadline.modality),
            "day": None if state.day is None else state.day.isoformat(),
            "overdue": state.overdue,
            "missing": [self.missing(missing) for missing in state.missing],
        }

    def missing(self, missing: Missing) -> Data:
        data = self._missing.get(missing)
        if data is None:
            data = self._missing[missing] = self._missing_fact(missing)
        return data

    def _missing_fact(self, missing: Missing) -> Shared:
        zh, en = self._wordings
        case = self._result.case
        fact, point = self._result.pack.facts.get(missing.fact), point_of_fact(missing.fact)
        return Shared(
            {
                "fact": missing.fact,
                "member": missing.member,
                "label": {"zh": zh.label(missing.fact), "en": en.label(missing.fact)},
                "ask": {"zh": zh.question(missing.fact, case), "en": en.question(missing.fact, case)},
                "lookup": fact.lookup if fact else None,
                "decides": self._result.pack.contested[point].decides if point else None,
            }
        )

    def node(self, node: ProofNode) -> Data:
        """A condition of a proof. A leaf on findings names them: their own proofs stand with those findings.

        A quantifier looks at all members whoever is in sight, and what implies a fact implies it for every leaf.
        """
        looks_at_all = node.member is None and isinstance(node.condition, Quantifier)
        if not looks_at_all and node.step is None:
            return self._node(node)
        key = node.compiled if looks_at_all else node
        data = self._of_all.get(key)
        if data is None:
            data = self._of_all[key] = Shared(self._node(node))
        return data

    def _node(self, node: ProofNode) -> Data:
        condition, children = node.condition, node.children
        said = self._said.get(node.compiled)
        if said is None:
            said = self._said[node.compiled] = self._say(condition)
        on_findings = isinstance(condition, FindingOf)
        return said | {
            "truth": _TRUTHS[node.code],
            "member": node.member,
            "reads": self._read(node) if isinstance(condition, If) else [],
            "findings": [_reference(child) for child in children] if on_findings else [],
            "implies": None if node.step is None else {"fact": node.step.fact, "why": _label(node.step.entry.why)},
            "parts": [] if on_findings else [self.node(child) for child in children],
        }

    def _say(self, condition: Condition) -> Data:
        """What is the same of a condition for everybody, with places for what is not, in their order."""
        zh, en = self._wordings
        words = _words(condition.words)
        return {
            "condition": _KINDS[type(condition)],
            "label": Shared({"zh": zh.condition(condition), "en": en.condition(condition)}),
            "expression": _source(condition),
            "truth": None,
            "words": None if words is None else Shared(words),
        }

    def _read(self, leaf: ProofNode) -> list[Shared]:
        """What a leaf read, kept for whoever is in sight; under None where it is of the household alone."""
        compiled = leaf.compiled
        found = self._reads.get((compiled, None))
        if found is None:
            found = self._reads.get((compiled, leaf.view.member))
        if found is None:
            reads = self._result.reads(leaf)
            found = [Shared(self.read(read, leaf.code != UNKNOWN)) for read in reads]
            whose = leaf.view.member if any(read.member is not None for read in reads) else None
            self._reads[compiled, whose] = found
        return found

    def read(self, read: FactRead, decided: bool) -> Data:
        zh, en = self._wordings
        return {
            "fact": read.fact,
            "member": read.member,
            "label": {"zh": zh.label(read.fact), "en": en.label(read.fact)},
            "value": _value(read.value),
            "exact": _exact(read.value),
            "since": None if read.since is None else read.since.isoformat(),
            "written": None if read.span is None else str(read.span),
            "bounds": _bounds(read.bounds),
            "shown": {"zh": zh.read(read, decided), "en": en.read(read, decided)},
        }


def _source(condition: Condition) -> str | None:
    """What a condition says in the rules beside its parts."""
    match condition:
        case If(source=source):
            return source
        case FindingOf(patterns=patterns):
            return ", ".join(patterns)
        case Contested(point=point):
            return point
        case Count(at_least=low, at_most=high):
            bounds = {"at_least": low, "at_most": high}
            return ", ".join(f"{name}: {bound}" for name, bound in bounds.items() if bound is not None)
    return None


def _twice(twice: GrantedTwice) -> Data:
    return {
        "form": twice.form.value,
        "label": _label(twice.label),
        "by": [
            {
                "rule": finding.rule.id,
                "subject": finding.subject,
                "amount": None if grant.amount is None else write_value(grant.amount),
            }
            for finding, grant in twice.grants
        ],
    }


def _once(once: GrantedOnce) -> Data:
    return {
        "label": _label(once.aid.label),
        "by": [
            {
                "rule": finding.rule.id,
                "subject": finding.subject,
                "amount": None if grant.amount is None else write_value(grant.amount),
                "months": grant.months,
            }
            for finding, grant in once.grants
        ],
    }


def _modality(modality: Modality | None) -> Data | None:
    return None if modality is None else {"is": modality.kind.value, "words": _words(modality.words)}


def _reference(node: ProofNode) -> Data:
    return {"rule": node.about, "subject": node.member, "truth": _TRUTHS[code_of(node)]}


def _value(value: Value | None) -> bool | int | str | None:
    """A value as JSON: truth values and whole numbers as they are, money as yuan in a text, dates in ISO form."""
    return value if value is None or isinstance(value, bool | int) else write_value(value)


def _bounds(interval: Interval | None) -> Data | None:
    """The ends of what an unknown can be, as values are written; none where neither is known."""
    if interval is None or interval == OPEN:
        return None
    return {"low": _value(interval.low), "high": _value(interval.high)}


def _exact(value: Value | None) -> str | None:
    """An amount as a fraction where the text of it is rounded to the fen."""
    return str(value) if isinstance(value, Fraction) and (value * 100).denominator != 1 else None


def _label(label: Label | None) -> Data | None:
    return None if label is None else {"zh": label.zh, "en": label.en}


def _words(words: Words | None) -> Data | None:
    return None if words is None else {"pieces": list(words.pieces), "where": words.where}
