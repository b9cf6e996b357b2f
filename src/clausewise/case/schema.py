"""The JSON Schema of a pack's cases for editors: just the facts the pack has, each with its label, question and values.

It says what a case may hold, not whether its facts agree; `clausewise check` does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from clausewise.case.answers import MEMBERS, Told
from clausewise.case.expecting import MEASURE_VERDICTS
from clausewise.case.reading import MAX_MEMBERS
from clausewise.case.topics import TopicAnswer
from clausewise.language.contested import point_of_fact
from clausewise.language.facts import TRUTH_WORDS, Fact, FactType, Subject, write_value
from clausewise.language.labels import Label
from clausewise.language.model import Pack
from clausewise.language.rules import About, Ceiling, ModalityKind

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_DAY: Schema = {"type": "string", "pattern": r"^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}$"}
# A year alone is a number to YAML; a day, a month or a year in quotation marks is a text.
_DAY_OR_SPAN: Schema = {
    "type": ["string", "integer", "null"],
    "pattern": r"^[0-9]{4}(-[0-9]{1,2}(-[0-9]{1,2})?)?$",
    "minimum": 1000,
    "maximum": 9999,
}
_MOMENT: Schema = {"type": "string", "pattern": r"^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}( [0-9]{2}:[0-9]{2})?$"}
_LABEL: Schema = {
    "anyOf": [
        _TEXT,
        {
            "type": "object",
            "properties": {"zh": _TEXT, "en": _TEXT},
            "required": ["zh", "en"],
            "additionalProperties": False,
        },
    ]
}
_ID: Schema = {"type": ["string", "integer"]}
_TRUTHS = (True, False, *TRUTH_WORDS)


def case_schema(pack: Pack) -> Schema:
    """The schema of the cases of a pack."""
    return {
        "title": f"个案 / a case of {pack.id}",
        "description": _both(pack.title),
        **_object(
            {
                "case": _ID,
                "pack": {"enum": [pack.id, None]},
                "title": _or_null(_LABEL),
                "note": _or_null(_LABEL),
                "as_of": _or_null(_DAY),
                "household": _or_null(_object(_facts(pack, Subject.HOUSEHOLD))),
                "application": _or_null(_object(_facts(pack, Subject.APPLICATION))),
                "office": _or_null(_object(_said(pack))),
                "everybody": {
                    "enum": [*_TRUTHS, None],
                    "description": "成员名单是否完整；不写则为未知 / whether the members listed are all there are; "
                    "not known when left out",
                },
                "members": _or_null({"type": "array", "items": _member(pack), "maxItems": MAX_MEMBERS}),
                "topics": _or_null(_object({topic.id: _asked_topic(topic.label) for topic in pack.topics})),
                "answers": _or_null({"type": "array", "items": _answer(pack)}),
                "set_aside": _or_null({"type": "array", "items": _set_aside(pack)}),
                "expect": _or_null(_expect(pack)),
            }
        ),
        "required": ["case"],
    }


def _asked_topic(label: Label) -> Schema:
    answer: Schema = {"enum": [one.value for one in TopicAnswer]}
    asked = _object({"answer": answer, "by": _or_null(_TEXT), "at": _or_null(_MOMENT)})
    return {"description": _both(label), **asked, "required": ["answer"]}


def _answer(pack: Pack) -> Schema:
    told = _object(
        {
            "fact": {"enum": [MEMBERS, *_of_families(pack)]},
            "of": _one_or_more(_ID),
            "answer": {"enum": [one.value for one in Told]},
            **dict.fromkeys(("by", "source"), _or_null(_TEXT)),
            "at": _or_null(_MOMENT),
            "until": _or_null(_DAY),
        }
    )
    return {**told, "required": ["fact", "answer"]}


def _set_aside(pack: Pack) -> Schema:
    value: Schema = {"type": ["boolean", "integer", "number", "string"]}
    return {**_object({"fact": {"enum": _of_families(pack)}, "of": _ID, "value": value}), "required": ["fact", "value"]}


def _of_families(pack: Pack) -> list[str]:
    return [name for name, fact in pack.facts.items() if fact.subject is not Subject.OFFICE]


def office_schema(pack: Pack) -> Schema:
    """The schema of the office files of a pack."""
    contact = _object({"place": _or_null(_TEXT), "phone": _or_null(_TEXT)})
    return {
        "title": f"机关答复 / what an office says, for {pack.id}",
        "description": _both(pack.title),
        **_object(
            {
                "office": _TEXT,
                "pack": {"enum": [pack.id, None]},
                "title": _or_null(_LABEL),
                **_said(pack),
                "contacts": _or_null(_object(dict.fromkeys(pack.agencies, contact))),
            }
        ),
        "required": ["office"],
    }


def _said(pack: Pack) -> Schema:
    """What is said of office facts and of contested points: each a list of values with their days."""
    facts = [fact for fact in pack.facts.values() if fact.subject is Subject.OFFICE]
    own = {fact.short_name: _dated(fact) for fact in facts if point_of_fact(fact.name) is None}
    reads = {point: _dated(fact) for fact in facts if (point := point_of_fact(fact.name)) is not None}
    return {"facts": _or_null(_object(own)), "reads": _or_null(_object(reads))}


def _dated(fact: Fact) -> Schema:
    value = _fact(fact)
    entry = {
        **_object({"from": _DAY, "until": _or_null(_DAY), "value": value, "by": _TEXT}),
        "required": ["from", "value", "by"],
    }
    return {"description": value["description"], "type": "array", "items": entry}


def _object(properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _both(label: Label) -> str:
    return label.zh if label.zh == label.en else f"{label.zh} / {label.en}"


def _member(pack: Pack) -> Schema:
    return {**_object({"id": _ID} | _facts(pack, Subject.MEMBER)), "required": ["id"]}


def _facts(pack: Pack, subject: Subject) -> Schema:
    return {fact.short_name: _fact(fact) for fact in pack.facts.values() if fact.subject is subject}


def _fact(fact: Fact) -> Schema:
    lines = [_both(fact.label)]
    lines += [_both(fact.ask)] if fact.ask else []
    lines += [f"{name}: {_both(label)}" for name, label in (fact.values or {}).items()]
    lines += [", ".join(fact.cited)] if fact.cited else []
    return {"description": "\n".join(lines), **_values(fact)}


def _values(fact: Fact) -> Schema:
    """The values of a fact, and null for unknown."""
    match fact.type:
        case FactType.BOOLEAN:
            return {"enum": [*_TRUTHS, None]}
        case FactType.CHOICE:
            values = fact.values or {}
            printed = [word for label in values.values() for word in (label.zh, label.en)]
            return {"enum": [*dict.fromkeys((*values, *printed)), None]}
        case FactType.DATE:
            return _DAY_OR_SPAN
    bounds: Schema = {}
    if fact.type is FactType.MONEY and fact.minimum is None:
        bounds["minimum"] = 0
    for key, bound in (("minimum", fact.minimum), ("maximum", fact.maximum)):
        if bound is not None:
            bounds[key] = bound if isinstance(bound, int) else float(write_value(bound))
    return {"type": ["integer" if fact.type is FactType.INTEGER else "number", "null"], **bounds}


def _expect(pack: Pack) -> Schema:
    rule = _rule(pack)
    rules = {"type": "array", "items": rule}
    missing = _or_null({"type": "array", "items": {"type": "string", "pattern": _missing_pattern(pack)}})
    verdicts = {"type": "object", "propertyNames": rule, "additionalProperties": missing}
    numbers = {"enum": [str(number) for number in pack.numbers()]}
    return _object(
        {
            "unreviewed": {
                "type": "boolean",
                "description": "What is expected was written down of the rules, and nobody has read it against the "
                "document yet: it is no test, and no mutant is killed by it.",
            },
            "applies": _or_null(rules),
            "does_not_apply": _or_null(rules),
            "undetermined": _or_null({"anyOf": [rules, verdicts]}),
            "details": _or_null({"type": "object", "propertyNames": rule, "additionalProperties": _detail(pack)}),
            "measures": _or_null(
                {"type": "object", "propertyNames": numbers, "additionalProperties": {"enum": MEASURE_VERDICTS}}
            ),
        }
    )


def _rule(pack: Pack) -> Schema:
    """A rule about the household by its id, one about a member as `rule@member`."""
    of_household = [rule.id for rule in pack.rules if rule.about is About.HOUSEHOLD]
    of_member = [rule.id for rule in pack.rules if rule.about is About.MEMBER]
    kinds: list[Schema] = [{"enum": of_household}] if of_household else []
    kinds += [{"type": "string", "pattern": f"^({_alternatives(of_member)})@.+$"}] if of_member else []
    return {"anyOf": kinds} if kinds else {"enum": []}


def _missing_pattern(pack: Pack) -> str:
    own = [name for name, fact in pack.facts.items() if fact.subject is not Subject.MEMBER]
    of_member = [name for name, fact in pack.facts.items() if fact.subject is Subject.MEMBER]
    kinds = [_alternatives([*own, "members"])] + ([f"({_alternatives(of_member)})(@.+)?"] if of_member else [])
    return f"^({'|'.join(kinds)})$"


def _alternatives(names: Iterable[str]) -> str:
    return "|".join(map(re.escape, names))


def _detail(pack: Pack) -> Schema:
    modality: Schema = {"enum": [kind.value for kind in ModalityKind]}
    return _object(
        {
            "modality": modality,
            "agency": _one_or_more({"enum": list(pack.agencies)}),
            "aid": _one_or_more({"enum": sorted({aid.label.zh for rule in pack.rules for aid in rule.aid})}),
            "amount": {"type": "number"},
            "months": {"type": "integer"},
            "deadline": _DAY,
            "overdue": {"type": "boolean"},
            "followup": _one_or_more({"enum": sorted({one.label.zh for rule in pack.rules for one in rule.followup})}),
            "at_most": _one_or_more({"enum": [one.value for one in Ceiling]}),
            "steps": _object({step.label.zh: modality for rule in pack.rules for step in rule.steps if step.modality}),
        }
    )


def _one_or_more(item: Schema) -> Schema:
    return {"anyOf": [item, {"type": "array", "items": item}]}
