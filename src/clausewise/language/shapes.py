"""The shapes of a pack's files as pydantic models, and pydantic's findings turned into diagnostics.

Shapes say which keys there are and of what type; they know nothing of the document or of other files. JSON Schemas
for editors are made from the same models.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeVar, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, ValidationError, model_validator

from clausewise.errors import Diagnostic, did_you_mean
from clausewise.yaml_source import PathKey, Source, describe


def as_list(value: object) -> object:
    """One text as a list of it."""
    return [value] if isinstance(value, str) else value


def _as_provision(value: object) -> object:
    """A provision written without quotation marks is a number to YAML, and 13.10 would become 13.1."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        raise ValueError(f'write it in quotation marks: "{value}"')
    return value


def _as_expression(value: object) -> object:
    """An amount or a period that is one number may be written as a number."""
    return str(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else value


# What a validator takes before it reads a value is told to JSON Schema as well.
Text = Annotated[str, Field(min_length=1)]
NumberOrExpression = Annotated[str, BeforeValidator(_as_expression, json_schema_input_type=str | int | float)]
_Texts = Annotated[list[Text], Field(min_length=1)]
OneOrMore = Annotated[_Texts, BeforeValidator(as_list, json_schema_input_type=Text | _Texts)]
_Provision = Annotated[str, Field(pattern=r"^[1-9][0-9]{0,3}(\.[1-9][0-9]{0,3})?$")]
_ClauseNumber = Annotated[str, Field(pattern=r"^[1-9][0-9]{0,3}$")]
ProvisionId = Annotated[_Provision, BeforeValidator(_as_provision, json_schema_input_type=_Provision)]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
RuleId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$")]


class Shape(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class LabelShape(Shape):
    zh: Text
    en: Text


class WordsShape(Shape):
    text: OneOrMore
    from_: Annotated[ProvisionId | None, Field(alias="from")] = None


class ClauseNumbersShape(Shape):
    first: Annotated[int, Field(ge=1)]
    last: Annotated[int, Field(ge=1)]


class InForceShape(LabelShape):
    """From when and until when a document is in force, and the words that say so."""

    from_: Annotated[datetime.date, Field(alias="from")]
    until: datetime.date | None = None


class NewerShape(LabelShape):
    """A law that is newer than the document."""

    from_: Annotated[datetime.date, Field(alias="from")]
    note: LabelShape | None = None


class EnglishShape(Shape):
    """english.yaml"""

    clauses: dict[_ClauseNumber, Text] = Field(default_factory=dict)
    provisions: dict[_Provision, Text] = Field(default_factory=dict)
    sections: dict[Text, Text] = Field(default_factory=dict)
    laws: dict[Text, Text] = Field(default_factory=dict)
    words: dict[Text, Text] = Field(default_factory=dict)
    quotations: dict[Text, Text] = Field(default_factory=dict)


class PackShape(Shape):
    """pack.yaml"""

    pack: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    title: LabelShape
    note: LabelShape | None = None
    clauses: ClauseNumbersShape
    printed: datetime.date
    in_force: InForceShape | None = None
    newer: Annotated[list[NewerShape], Field(min_length=1)] | None = None


READINGS = "[readings]"
"""The key under which the two readings of a contested point are gathered; it cannot be written in a file."""


class ConditionShape(Shape):
    """A condition: one form, and beside it its words. A contested point has two readings under names of their own."""

    if_: Annotated[str | None, Field(alias="if")] = None
    all_: Annotated[list[ConditionShape] | None, Field(alias="all", min_length=1)] = None
    any_: Annotated[list[ConditionShape] | None, Field(alias="any", min_length=1)] = None
    not_: Annotated[ConditionShape | None, Field(alias="not")] = None
    finding: OneOrMore | None = None
    contested: str | None = None
    readings: Annotated[dict[str, ConditionShape] | None, Field(alias=READINGS)] = None
    always: StrictBool | None = None
    some: Literal["member"] | None = None
    every: Literal["member"] | None = None
    count: Literal["member"] | None = None
    at_least: Annotated[int, Field(ge=0)] | None = None
    at_most: Annotated[int, Field(ge=0)] | None = None
    exactly: Annotated[int, Field(ge=0)] | None = None
    text: OneOrMore | None = None
    from_: Annotated[ProvisionId | None, Field(alias="from")] = None

    @model_validator(mode="before")
    @classmethod
    def _gather_readings(cls, data: Any) -> Any:
        if not isinstance(data, dict) or "contested" not in data:
            return data
        own = _keys(cls)
        readings = {key: value for key, value in data.items() if key not in own}
        return {key: value for key, value in data.items() if key not in readings} | {READINGS: readings}


class ReasonedShape(ConditionShape):
    """A condition with what it rests on: what is sensible of a fact, or of whom it is asked."""

    why: LabelShape


class ImpliedShape(Shape):
    """What a fact is, or which values of a choice it does not have, where a condition is proved."""

    is_: Annotated[StrictBool | int | Decimal | datetime.date | str | None, Field(alias="is")] = None
    is_not: OneOrMore | None = None
    when: ConditionShape
    why: LabelShape


class FactShape(LabelShape):
    """One fact of facts.yaml"""

    type: Literal["boolean", "integer", "money", "date", "choice"]
    values: Annotated[dict[Name, LabelShape], Field(min_length=2)] | None = None
    unit: LabelShape | None = None
    minimum: int | Decimal | datetime.date | None = None
    maximum: int | Decimal | datetime.date | None = None
    ask: LabelShape | None = None
    asked: Literal["table", "status", "when_raised"] | None = None
    asked_of: ReasonedShape | None = None
    cited: list[ProvisionId] = []
    lookup: str | None = None
    known_by: str | None = None
    derive: str | ConditionShape | None = None
    implied: Annotated[list[ImpliedShape], Field(min_length=1)] | None = None
    source: LabelShape | None = None
    note: LabelShape | None = None
    sensible: Annotated[list[ReasonedShape], Field(min_length=1)] | None = None


class AgencyShape(LabelShape, WordsShape):
    """One agency of agencies.yaml, or one register of registers.yaml"""

    provision: ProvisionId


class DatedValueShape(Shape):
    from_: Annotated[datetime.date, Field(alias="from")]
    value: int | Decimal | str | StrictBool | datetime.date
    until: datetime.date | None = None


class ParameterShape(LabelShape):
    """One parameter of parameters.yaml"""

    type: Literal["boolean", "integer", "money", "date"]
    values: Annotated[list[DatedValueShape], Field(min_length=1)]
    source: LabelShape | None = None


ShapeT = TypeVar("ShapeT", bound=Shape)


def read_shape(
    shape: type[ShapeT], data: object, source: Source, path: PathKey, what: str, found: list[Diagnostic]
) -> ShapeT | None:
    """`data` as a shape, or None with one diagnostic appended per thing that does not fit."""
    try:
        return shape.model_validate(data)
    except ValidationError as problem:
        found.extend(diagnose(problem, source, path, what, shape))
        return None


def diagnose(
    problem: ValidationError, source: Source, path: PathKey, what: str, shape: type[BaseModel]
) -> list[Diagnostic]:
    """Pydantic's findings with the place of each in the file, one for each part that does not fit."""
    seen: dict[tuple[PathKey, bool], Diagnostic] = {}
    errors = problem.errors(include_url=False)
    for error in errors:
        if _is_other_branch(error, errors):
            continue
        inside = _path_in(source, path, error["loc"])
        seen.setdefault((inside, error["type"] == "missing"), _diagnostic(error, source, inside, what, shape))
    return list(seen.values())


def _is_other_branch(error: Any, errors: Sequence[Any]) -> bool:
    """Whether this is what pydantic says of text where a mapping was written, beside what is wrong inside it."""
    branch = error["loc"][-1:] == ("str",) and isinstance(error.get("input"), dict)
    return branch and any(one["loc"][: len(error["loc"]) - 1] == error["loc"][:-1] for one in errors if one != error)


_KEY_ITSELF = "[key]"
FOR_ALL = ""
"""The key of what is written once where a mapping of names could stand."""


def _path_in(source: Source, path: PathKey, loc: tuple[int | str, ...]) -> PathKey:
    """Pydantic's location without the names of union members it puts between the keys."""
    here = path
    for step in loc[:-1] if loc[-1:] == (_KEY_ITSELF,) else loc:
        # What was written for all stands under no key of its own.
        is_key = (
            step == loc[-1]
            and isinstance(step, str)
            and step != FOR_ALL
            and not (step.endswith("Shape") or step in _UNION_MEMBERS)
        )
        if (*here, step) in source.marks or is_key:
            here = (*here, step)
    return here


def _diagnostic(error: Any, source: Source, path: PathKey, what: str, shape: type[BaseModel]) -> Diagnostic:
    key = next((str(step) for step in reversed(path) if isinstance(step, str)), what)
    kind, given, place = error["type"], error.get("input"), source.place(path)
    inside = _shape_at(shape, error["loc"][:-1])
    if kind == "missing":
        mend = f"write {_example(inside, key)}"
        return Diagnostic(f"{key} is missing in {_owner(path[:-1], what)}", source.place(path[:-1]), mend)
    if kind == "extra_forbidden":
        known = _keys(inside)
        mend = did_you_mean(key, known) or f"it may hold: {', '.join(known)}"
        return Diagnostic(f"unknown key {key} in {_owner(path[:-1], what)}", source.place(path, key=True), mend)
    if kind == "literal_error":
        expected = str(error["ctx"]["expected"]).replace("'", "").replace(" or ", ", ")
        near = did_you_mean(given, expected.split(", ")) if isinstance(given, str) else None
        return Diagnostic(f"{key}: {describe(given)} does not fit", place, near or f"it may be: {expected}")
    if kind == "value_error":
        return Diagnostic(f"{key} is not well written", place, str(error["ctx"]["error"]))
    if kind == "string_pattern_mismatch":
        message, mend = f"{key}: {describe(given)} does not fit", _PATTERN_MENDS[error["ctx"]["pattern"]]
        if error["loc"][-1] == _KEY_ITSELF:
            message, place = f"{describe(given)} cannot be the name of a value", source.place(path, key=True)
        return Diagnostic(message, place, mend)
    if kind == "too_short":
        length, least = error["ctx"]["actual_length"], error["ctx"]["min_length"]
        return Diagnostic(f"{key} holds {length or 'nothing'}", place, f"write at least {least}")
    if kind == "model_type":
        example = f"{key}: {{if: …}}" if READINGS in error["loc"][-2:-1] else _example(inside, key)
        mend = f"write {example}" if error["loc"] else f"write {key}: {_example_of(shape)}"
        return Diagnostic(f"{key}: {describe(given)} does not fit", place, mend)
    return Diagnostic(f"{key}: {describe(given)} does not fit", place, _KEY_MENDS.get(key) or _type_mend(error))


def _owner(path: PathKey, what: str) -> str:
    names = [str(step) for step in path if isinstance(step, str)]
    return f"{names[-1]} of {what}" if len(path) > 1 and names and names[-1] not in what else what


def _shape_at(shape: type[BaseModel], loc: tuple[int | str, ...]) -> type[BaseModel]:
    """The shape of what stands at a location, found by following it from key to key."""
    current = shape
    for step in loc:
        info = next((info for name, info in current.model_fields.items() if (info.alias or name) == step), None)
        current = (_shape_in(info.annotation) if info else None) or current
    return current


def _keys(shape: type[BaseModel]) -> list[str]:
    return [info.alias or name for name, info in shape.model_fields.items() if info.alias != READINGS]


def _shape_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        inner = _shape_in(argument)
        if inner is not None:
            return inner
    return None


def _example(shape: type[BaseModel], key: str) -> str:
    """How a key is written: with the keys that its mapping must hold, in a list where it is one."""
    info = next((info for name, info in shape.model_fields.items() if (info.alias or name) == key), None)
    inner = _shape_in(info.annotation) if info else None
    if info is None or inner is None:
        choices = getattr(info.annotation, "__args__", ()) if info and get_origin(info.annotation) is Literal else ()
        return f"{key}: {' or '.join(choices) or '…'}"
    return f"{key}: [{_example_of(inner)}]" if "list[" in str(info.annotation) else f"{key}: {_example_of(inner)}"


def _example_of(shape: type[BaseModel]) -> str:
    needed = [info.alias or name for name, info in shape.model_fields.items() if info.is_required()]
    # Words stand last, as everywhere in the language.
    names = sorted(needed or ["if", "text"], key=lambda name: name == "text")
    return f"{{{', '.join(f'{name}: …' for name in names)}}}"


_UNION_MEMBERS = {"str", "int", "decimal", "date", "bool"}
_PATTERN_MENDS = {
    r"^[1-9][0-9]{0,3}(\.[1-9][0-9]{0,3})?$": 'write a provision as "21.2", or a clause as "21"',
    r"^[1-9][0-9]{0,3}$": "write the number of a clause",
    r"^[a-z][a-z0-9_]*$": "write lower-case letters, digits and _",
    r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$": "write lower-case words with _ and at least one dot, such as housing.urban",
    r"^[a-z0-9][a-z0-9-]*$": "write lower-case letters, digits and -",
}
CONDITION_KEYS = frozenset(_keys(ConditionShape))
"""The keys of a condition, which are no names of readings."""

# Where several types fit, pydantic speaks of each alone.
_KEY_MENDS = {
    "is": "write true or false, a value of the choice, a number, an amount or a date",
    "minimum": "write a number, an amount or a date",
    "maximum": "write a number, an amount or a date",
    "value": "write a number, an amount, a date, true or false",
    "derive": "write an expression or a condition",
}
_TYPE_MENDS = {
    "string_type": "write text",
    "list_type": "write a list: […]",
    "dict_type": "write a mapping: {name: …}",
    "int_type": "write a whole number",
    "date_type": "write a date such as 2020-12-07",
    "bool_type": "write true or false",
    "string_too_short": "it needs words",
}


def _type_mend(error: Any) -> str:
    kind, given = error["type"], error.get("input")
    if kind in ("string_type", "list_type") and isinstance(given, int | Decimal | datetime.date):
        shown = str(given).lower() if isinstance(given, bool) else str(given)
        return f'write it in quotation marks: "{shown}"'
    if kind == "list_type" and isinstance(given, str):
        return f"write a list: [{given}]" if given.isidentifier() else f'write a list: ["{given}"]'
    if kind == "greater_than_equal":
        return f"write {error['ctx']['ge']} or more"
    return _TYPE_MENDS.get(kind, str(error["msg"]).lower())
