"""Two versions of rules over one registry as JSON, whole and in no language. The schema is in `comparison_schema`."""

from __future__ import annotations

import json
from typing import Any

from clausewise.language.rules import About
from clausewise.report.beside import office_as_data
from clausewise.report.comparison_schema import COMPARISON_FORMAT
from clausewise.report.screening_json import label_as_data, reasons_as_data, tables_as_data
from clausewise.screening.comparison import (
    STANDINGS,
    Comparison,
    Moves,
    RulePair,
    Shift,
    Swings,
    Version,
    change_of,
    measure_pairs,
    rule_pairs,
)
from clausewise.screening.summary import Group, Measure, in_order

Data = dict[str, Any]


def render_comparison_json(comparison: Comparison) -> str:
    """One object with all the figures, ending with a newline."""
    return json.dumps(comparison_as_data(comparison), ensure_ascii=False, indent=1) + "\n"


def comparison_as_data(comparison: Comparison) -> Data:
    """The figures as they stand in the file."""
    old, new, whole = comparison.old, comparison.new, comparison.figures.whole
    return {
        "format": COMPARISON_FORMAT,
        "old": _version(old),
        "new": _version(new),
        "mapping": comparison.mapping,
        "office": None if comparison.office is None else office_as_data(comparison.office),
        "inputs": [{"name": one.name, "digest": one.digest} for one in comparison.inputs],
        "tables": tables_as_data(comparison.tables),
        "reasons": reasons_as_data(comparison.reasons),
        "households": whole.households,
        "members": whole.members,
        "swings": _swings(whole.swings),
        "aid": _moves(whole.aid),
        "measures": [
            {
                "number": pair.number,
                "title": pair.title,
                "old": _kind(pair.old),
                "new": _kind(pair.new),
                "households": _moves(whole.measures[pair.number]) if pair.rules else None,
            }
            for pair in measure_pairs(old.pack, new.pack)
        ],
        "rules": [_rule(pair, whole) for pair in rule_pairs(old.pack, new.pack)],
        "groups": [
            {"column": column, "values": [_group(value, shifts[value]) for value in in_order(shifts)]}
            for column, shifts in comparison.figures.groups.items()
        ],
    }


def _version(version: Version) -> Data:
    pack = version.pack
    return {
        "name": version.name,
        "id": pack.id,
        "title": label_as_data(pack.title),
        "document": pack.document_digest,
        "rules": pack.rules_digest,
        "as_of": version.as_of.isoformat(),
    }


def _kind(measure: Measure | None) -> str | None:
    return None if measure is None else measure.kind.value


def _swings(swings: Swings) -> Data:
    return {"gain": swings.gain, "lose": swings.lose, "both": swings.both}


def _moves(moves: Moves) -> list[Data]:
    found = []
    for before in STANDINGS:
        for after in STANDINGS:
            if number := moves.number(before, after):
                change = change_of(before, after)
                named = None if change is None else change.value
                found.append({"before": before.value, "after": after.value, "change": named, "number": number})
    return found


def _rule(pair: RulePair, whole: Shift) -> Data:
    return {
        "rule": pair.id,
        "measure": pair.rule.clause,
        "title": label_as_data(pair.rule.title),
        "old": pair.old is not None,
        "new": pair.new is not None,
        "about": (About.MEMBER if pair.about_members else About.HOUSEHOLD).value,
        "aid": pair.grants_aid,
        "households": _moves(whole.rules[pair.id]),
        "members": _moves(whole.of_members[pair.id]) if pair.about_members else None,
    }


def _group(value: Group, shift: Shift) -> Data:
    return {
        "value": value,
        "households": shift.households,
        "members": shift.members,
        "swings": _swings(shift.swings),
        "aid": _moves(shift.aid),
        "measures": {str(number): _moves(moves) for number, moves in shift.measures.items()},
        "rules": {rule: _moves(moves) for rule, moves in shift.rules.items()},
        "of_members": {rule: _moves(moves) for rule, moves in shift.of_members.items()},
    }
