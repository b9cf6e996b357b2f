"""The JSON Schema (2020-12) of what `audit` writes as JSON; its version stands in `format`.

Holds no data and checks nothing itself: any validator of that dialect can.
"""

from __future__ import annotations

from typing import Any

from clausewise.audit.model import Change, Fate, Outcome, Part, QuestionKind, Weight, WordsKind
from clausewise.audit.untried import Untried
from clausewise.language.rules import ModalityKind
from clausewise.language.verdicts import Verdict
from clausewise.report.schema_shapes import DIGEST, PROVISION_ID, TEXT, Schema, closed, list_of, one_of, or_null, ref

AUDIT_FORMAT = "clausewise-audit/1"

_NUMBER: Schema = {"type": "integer", "minimum": 0}
_SECONDS: Schema = {"type": "object", "additionalProperties": {"type": "number", "minimum": 0}}


def audit_schema() -> Schema:
    """The schema of what `audit` writes as JSON."""
    pack = {"id": TEXT, "title": ref("label"), "document": DIGEST, "rules": DIGEST}
    whole = closed(
        {
            "format": {"const": AUDIT_FORMAT},
            "pack": closed(pack, "The pack, with the digests of its document and its rules."),
            "covers": or_null(ref("label")) | {"description": "What proved and equivalent say here."},
            "looked_at": ref("label"),
            "cannot_see": list_of(ref("label")),
            "totals": _totals(),
            "words": _words(),
            "contested": list_of(ref("point")),
            "cases": _or_not_run(_cases()),
            "mutants": _or_not_run(list_of(ref("mutant"))),
            "not_tried": list_of(_not_tried()),
            "answers": _or_not_run(list_of(ref("answer"))),
            "unused": list_of(_unused()),
            "timing": closed({"parts": _SECONDS, "answers": _SECONDS}, "Seconds; alone differs from run to run."),
        }
    )
    definitions = {
        "provision": _provision(),
        "rule": _rule(),
        "condition": _condition(),
        "point": _point(),
        "mutant": _mutant(),
        "answer": _answer(),
        "tried": _tried(),
        "pair": _pair(),
        "seen": closed({"case": TEXT, "subject": or_null(TEXT), "verdict": one_of(Verdict)}, "One finding of a case."),
        "share": closed(
            {"part": _NUMBER, "whole": _NUMBER, "percent": {"type": "number", "minimum": 0, "maximum": 100}},
            "So many of so many; the percentage is rounded down to a tenth, so that only a whole is 100.",
        ),
        "not_run": closed({"not_run": ref("label")}, "A part that was not run, and why."),
        "label": closed({"zh": TEXT, "en": TEXT}),
        "place": closed(
            {"file": TEXT, "line": or_null({"type": "integer", "minimum": 1}), "column": or_null(_NUMBER)},
            "Where something stands; lines and columns are counted from 1.",
        ),
    }
    return {
        "title": "Clausewise: an audit of a pack",
        "$comment": "JSON Schema 2020-12",
        **whole,
        "$defs": definitions,
    }


def _or_not_run(schema: Schema) -> Schema:
    return {"anyOf": [schema, ref("not_run")]}


def _counts(names: Any) -> Schema:
    """How many there are of each value of an enumeration."""
    return closed({one.value: _NUMBER for one in names})


def _totals() -> Schema:
    words = {
        "provisions": ref("share"),
        "held": ref("share") | {"description": "Of the characters that are not connective."},
        "characters": _counts(WordsKind),
        "gaps": _NUMBER,
        "missing": _NUMBER | {"description": "How many clauses have no text."},
    }
    shares = dict.fromkeys(("rules", "conditions", "parts", "contested"), ref("share"))
    cases = shares | dict.fromkeys(("cases", "unreviewed"), _NUMBER)
    noticed = ref("share") | {"description": "Killed or accepted, of those that are not equivalent."}
    assurances = closed(
        dict.fromkeys(("proved", "idle", "bounded", "refuted", "policy", "accepted", "undecided"), _NUMBER)
    )
    answers = {
        "assurances": assurances,
        "dead": _NUMBER | {"description": "Rules that can apply to nobody."},
        "faults": _NUMBER,
        "answers": _NUMBER,
        "undecided": _NUMBER,
        "bounded": _NUMBER,
    }
    return closed(
        {
            "words": closed(words),
            "cases": or_null(closed(cases)),
            "mutants": or_null(closed({"noticed": noticed, "fates": _counts(Fate)})),
            "answers": or_null(closed(answers)),
            "undecided": _NUMBER | {"description": "Answers and mutants that were not settled in time."},
            "bounded": _NUMBER
            | {
                "description": "Answers and mutants that are settled for households of so many members, and not proved."
            },
        },
        "The figures; null for a part that was not run.",
    )


def _words() -> Schema:
    missing = closed({"clause": {"type": "integer", "minimum": 1}, "why": ref("label")})
    actor = or_null(TEXT) | {"description": "An agency; null: nobody is named."}
    return closed(
        {
            "titles": list_of(closed({"clause": {"type": "integer", "minimum": 1}, "english": TEXT}))
            | {"description": "Our rendering of the titles of clauses in English; only the Chinese counts."},
            "provisions": list_of(ref("provision")),
            "missing": list_of(missing),
            "duties_by_actor": list_of(closed({"actor": actor, "duties": list_of(TEXT)})),
            "numbers": list_of(_number_quoted()),
        }
    )


def _number_quoted() -> Schema:
    said = dict.fromkeys(("id", "owner", "written", "words", "provision"), TEXT)
    return closed(
        {**said, "place": ref("place")},
        "A number in the quoted words of a rule or derived fact that no constant of it matches.",
    )


def _provision() -> Schema:
    holder = closed(
        {"id": TEXT, "part": one_of(Part), "label": ref("label"), "place": ref("place")},
        "The rule, duty, agency or register that holds the words (the provision, for `open`), and its part.",
    )
    run = closed(
        {
            "begin": _NUMBER,
            "end": _NUMBER,
            "text": TEXT,
            "kind": one_of(WordsKind),
            "holders": list_of(holder),
            "reason": or_null(ref("label")),
        },
        "A stretch of the sentence from `begin` to `end`, in characters from 0; together they are the sentence.",
    )
    left = closed({"text": TEXT, "why": ref("label"), "owner": or_null(TEXT), "place": ref("place")})
    return closed(
        {
            "id": PROVISION_ID,
            "text": TEXT,
            "english": or_null(TEXT) | {"description": "Our rendering; only the Chinese counts."},
            "page": ref("place"),
            "encoded": {"type": "boolean"},
            "rules": list_of(TEXT),
            "duties": list_of(TEXT),
            "modality": list_of(one_of(ModalityKind)),
            "runs": list_of(run),
            "open": list_of(left),
        }
    )


def _point() -> Schema:
    reading = closed({"id": TEXT, "name": ref("label"), "says": ref("label"), "law": list_of(TEXT)})
    cases = closed(dict.fromkeys(("holds", "fails", "between"), list_of(TEXT)))
    return closed(
        {
            "id": TEXT,
            "provision": TEXT,
            "words": list_of(TEXT, at_least=1),
            "question": ref("label"),
            "readings": list_of(reading, at_least=2) | {"maxItems": 2},
            "decides": TEXT,
            "cases": or_null(cases)
            | {"description": "The cases for which it holds, fails, and waits for the office; null: not looked at."},
        },
        "Words that are read in two ways.",
    )


def _cases() -> Schema:
    by_clause: Schema = {"type": "object", "additionalProperties": TEXT}
    return closed(
        {
            "rules": list_of(ref("rule")),
            "cases": list_of(closed({"id": TEXT, "title": ref("label")})),
            "unreviewed": list_of(TEXT)
            | {"description": "Cases whose expectations nobody has read against the document: they count for nothing."},
            "measures": {
                "type": "object",
                "additionalProperties": by_clause,
                "description": "By case and clause: the verdict of the measure, as `check` gives it.",
            },
        }
    )


def _rule() -> Schema:
    part = closed({"part": one_of(Part), "label": ref("label"), "words": TEXT, "expected_in": list_of(TEXT)})
    return closed(
        {
            "rule": TEXT,
            "driven": {"type": "boolean"},
            "expected": closed({verdict.value: list_of(ref("seen")) for verdict in Verdict}),
            "conditions": list_of(ref("condition")),
            "parts": list_of(part),
        }
    )


def _condition() -> Schema:
    return closed(
        {
            "path": TEXT,
            "source": TEXT,
            "words": TEXT,
            "place": ref("place"),
            "shown": {"type": "boolean"},
            "decided": or_null(ref("pair")),
            "unknown": or_null(ref("pair")),
            "households": list_of(TEXT)
            | {"description": "The texts of case files that would show what the cases do not."},
        },
        "A condition without parts; pairs of findings that show it to matter, decided and when it is not known.",
    )


def _pair() -> Schema:
    truths = list_of({"enum": ["true", "false", "unknown"]}, at_least=2) | {"maxItems": 2}
    return closed(
        {"first": ref("seen"), "second": ref("seen"), "truths": truths, "others": _NUMBER},
        "Two findings whose verdicts differ by this condition alone; `others` differ too and have no part in it.",
    )


def _mutant() -> Schema:
    return closed(
        {
            "id": TEXT,
            "owner": TEXT,
            "provision": or_null(PROVISION_ID),
            "change": one_of(Change),
            "says": ref("label"),
            "words": TEXT,
            "place": ref("place"),
            "fate": one_of(Fate),
            "killed_by": or_null(closed({"case": TEXT, "expectation": TEXT})),
            "household": or_null(TEXT) | {"description": "The text of a case file that would notice the change."},
            "why": or_null(ref("label")),
        }
    )


def _not_tried() -> Schema:
    return closed(
        {"change": one_of(Untried), "says": ref("label"), "entries": list_of(TEXT)},
        "A kind of change that no mutant makes, and the rules, duties, facts and parameters it is not made to.",
    )


def _tried() -> Schema:
    return closed(
        {
            "first": TEXT,
            "last": TEXT,
            "members": _NUMBER,
            "any_number": {"type": "boolean"},
            "ended": {"enum": ["found", "none", "no time"]},
        },
        "Households that were looked at for an answer: checked on a day from the first to the last, of up to so many "
        "members, or of any number of whom so many are looked at one by one.",
    )


def _answer() -> Schema:
    return closed(
        {
            "id": TEXT,
            "kind": one_of(QuestionKind),
            "owners": list_of(TEXT),
            "provisions": list_of(PROVISION_ID),
            "statement": ref("label"),
            "outcome": one_of(Outcome),
            "weight": one_of(Weight),
            "place": ref("place"),
            "household": or_null(TEXT) | {"description": "The text of a case file that shows it."},
            "scope": or_null(ref("label"))
            | {"description": "Among which households none was found, when it is not proved of all."},
            "why": or_null(ref("label")),
            "tried": list_of(ref("tried")),
        }
    )


def _unused() -> Schema:
    return closed(
        {"kind": {"enum": ["mutant", "answer", "number"]}, "id": TEXT, "why": ref("label"), "place": ref("place")},
        "An entry of accepted.yaml that nothing needs.",
    )
