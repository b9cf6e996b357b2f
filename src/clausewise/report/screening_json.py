"""The figures of a screening as JSON, whole and in no language: labels in both.

The same registry, rules and mapping give the same bytes every time. The schema is in `screening_schema`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from clausewise.case.notices import NoticeKind
from clausewise.language.labels import Label
from clausewise.language.rules import About, Rule
from clausewise.language.verdicts import Verdict
from clausewise.report.beside import notice_as_data, office_as_data
from clausewise.report.screening_schema import SCREENING_FORMAT
from clausewise.screening.outreach import NEVER_CUT_OFF, OutreachFigures, Taken
from clausewise.screening.summary import (
    NOTICED_KINDS,
    Count,
    Group,
    Noticed,
    Reason,
    Settling,
    Summary,
    TableRows,
    Tally,
    in_order,
    measures_of,
)

Data = dict[str, Any]


def render_screening_json(summary: Summary) -> str:
    """One object with all the figures, ending with a newline."""
    return json.dumps(screening_as_data(summary), ensure_ascii=False, indent=1) + "\n"


def screening_as_data(summary: Summary) -> Data:
    """The figures as they stand in the file."""
    pack, figures = summary.pack, summary.figures
    whole = figures.whole
    return {
        "format": SCREENING_FORMAT,
        "pack": {
            "id": pack.id,
            "title": label_as_data(pack.title),
            "document": pack.document_digest,
            "rules": pack.rules_digest,
        },
        "as_of": summary.as_of.isoformat(),
        "mapping": summary.mapping,
        "office": None if summary.office is None else office_as_data(summary.office),
        "notices": [notice_as_data(notice) for notice in summary.notices],
        "inputs": [{"name": one.name, "digest": one.digest} for one in summary.inputs],
        "tables": tables_as_data(summary.tables),
        "reasons": reasons_as_data(summary.reasons),
        "households": whole.households,
        "members": whole.members,
        "members_not_known": figures.nameless,
        "noticed": [_noticed(summary, kind) for kind in NOTICED_KINDS],
        "aid": count_as_data(whole.aid),
        "measures": [
            {
                "number": measure.number,
                "title": measure.title,
                "english": pack.english.clauses.get(measure.number),
                "kind": measure.kind.value,
                "households": count_as_data(whole.measures[measure.number]) if measure.rules else None,
            }
            for measure in measures_of(pack)
        ],
        "rules": [_rule(rule, whole) for rule in pack.rules],
        "groups": [
            {"column": column, "values": [_group(value, tallies[value]) for value in in_order(tallies)]}
            for column, tallies in figures.groups.items()
        ],
        "unknown": _unknown(summary),
        "settling": {"counted_in": figures.settling_of, "estimated": summary.is_sampled},
        "questions": [_question(summary, fact, one) for fact, one in summary.questions],
        "outreach": None if summary.outreach is None else _outreach(summary.outreach),
    }


def _noticed(summary: Summary, kind: NoticeKind) -> Data:
    """The notices of one kind on facts of households, and of which facts they are."""
    whole = summary.figures.noticed.get(kind, Noticed())
    return {
        "kind": kind.value,
        "households": whole.households,
        "notices": whole.notices,
        "facts": [
            {
                "fact": fact,
                "label": label_as_data(summary.pack.facts[fact].label),
                "households": one.households,
                "notices": one.notices,
            }
            for fact, one in summary.noticed_facts(kind)
        ],
    }


def count_as_data(count: Count) -> Data:
    """How many have each verdict."""
    return {verdict.value: count.of(verdict) for verdict in Verdict}


def label_as_data(label: Label) -> Data:
    """A label in both languages."""
    return {"zh": label.zh, "en": label.en}


def tables_as_data(tables: Sequence[TableRows]) -> list[Data]:
    """What became of the rows of each table."""
    return [
        {"table": one.table, "read": one.read, "screened": one.screened, "quarantined": one.quarantined}
        for one in tables
    ]


def reasons_as_data(reasons: Sequence[Reason]) -> list[Data]:
    """Why rows were quarantined."""
    ordered = sorted(reasons, key=lambda one: (one.table, one.column or "", one.kind))
    return [
        {
            "table": one.table,
            "column": one.column,
            "kind": one.kind,
            "label": label_as_data(one.label),
            "rows": one.rows,
        }
        for one in ordered
    ]


def _rule(rule: Rule, whole: Tally) -> Data:
    return {
        "rule": rule.id,
        "measure": rule.clause,
        "provision": rule.provision,
        "title": label_as_data(rule.title),
        "about": rule.about.value,
        "modality": rule.modality.kind.value,
        "households": count_as_data(whole.rules[rule.id]),
        "members": count_as_data(whole.of_members[rule.id]) if rule.about is About.MEMBER else None,
    }


def _group(value: Group, tally: Tally) -> Data:
    return {
        "value": value,
        "households": tally.households,
        "members": tally.members,
        "aid": count_as_data(tally.aid),
        "measures": {str(number): count_as_data(count) for number, count in tally.measures.items()},
        "rules": {rule: count_as_data(count) for rule, count in tally.rules.items()},
        "of_members": {rule: count_as_data(count) for rule, count in tally.of_members.items()},
    }


def _unknown(summary: Summary) -> list[Data]:
    facts, unknown = summary.pack.facts, summary.figures.unknown
    return [
        {
            "fact": name,
            "label": label_as_data(facts[name].label),
            "given": unknown[name].given,
            "households": unknown[name].households,
            "members": unknown[name].members,
        }
        for name in facts
        if name in unknown
    ]


def _question(summary: Summary, fact: str, settling: Settling) -> Data:
    rules = sorted(settling.rules.items(), key=lambda pair: (-pair[1], pair[0]))
    return {
        "fact": fact,
        "households": None if settling.households is None else summary.in_all(settling.households),
        "counted": settling.households,
        "rules": [{"rule": rule, "households": summary.in_all(number), "counted": number} for rule, number in rules],
    }


def _outreach(outreach: OutreachFigures) -> Data:
    return {
        "review": label_as_data(NEVER_CUT_OFF),
        "columns": [{"column": column, **_taken(taken)} for column, taken in outreach.columns.items()],
    }


def _taken(taken: Taken) -> Data:
    listed = sorted(taken.listed.items(), key=lambda pair: tuple(map(str, pair[0])))
    return {
        "about": (About.MEMBER if taken.of_members else About.HOUSEHOLD).value,
        "crossed": [
            {"receipt": receipt.value, "verdict": verdict.value, "number": number}
            for (receipt, verdict), number in taken.crossed.items()
        ],
        "lists": [
            {"list": kind.value, "rule": rule or None, "verdict": verdict.value, "rows": number}
            for (kind, rule, verdict), number in listed
        ],
    }
