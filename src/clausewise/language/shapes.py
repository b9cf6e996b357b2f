"""The shapes of the files a pack is made of, as pydantic models, and pydantic's findings turned into diagnostics.

Shapes say which keys there are and of what type; they know nothing of the document or of other files. JSON Schemas
for editors are made from the same models.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, ValidationError

from clausewise.errors import Diagnostic, did_you_mean
from clausewise.yaml_source import PathKey, Source, describe


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _as_provision(value: object) -> object:
    """A provision written without quotation marks is a number to YAML, and 13.10 would become 13.1."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        raise ValueError(f'write it in quotation marks: "{value}"')
    return value


OneOrMore = Annotated[list[str], BeforeValidator(_as_list), Field(min_length=1)]
ProvisionId = Annotated[str, BeforeValidator(_as_provision), Field(pattern=r"^[1-9][0-9]*(\.[1-9][0-9]*)?$")]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
RuleId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$")]


class Shape(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class LabelShape(Shape):
    zh: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]


class WordsShape(Shape):
    text: OneOrMore
    from_: Annotated[ProvisionId | None, Field(alias="from")] = None


class ClauseNumbersShape(Shape):
    first: Annotated[int, Field(ge=1)]
    last: Annotated[int, Field(ge=1)]


class PackShape(Shape):
    """pack.yaml"""

    pack: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    title: LabelShape
    note: LabelShape | None = None
    clauses: ClauseNumbersShape
    as_of: datetime.date


class ConditionShape(Shape):
    """A condition: one form, and beside it its words."""

    if_: Annotated[str | None, Field(alias="if")] = None
    all_: Annotated[list[ConditionShape] | None, Field(alias="all", min_length=1)] = None
    any_: Annotated[list[ConditionShape] | None, Field(alias="any", min_length=1)] = None
    not_: Annotated[ConditionShape | None, Field(alias="not")] = None
    finding: OneOrMore | None = None
    some: Literal["member"] | None = None
    every: Literal["member"] | None = None
    count: Literal["member"] | None = None
    at_least: Annotated[int, Field(ge=0)] | None = None
    at_most: Annotated[int, Field(ge=0)] | None = None
    exactly: Annotated[int, Field(ge=0)] | None = None
    text: OneOrMore | None = None
    from_: Annotated[ProvisionId | None, Field(alias="from")] = None


class FactShape(LabelShape):
    """One fact of facts.yaml"""

    type: Literal["boolean", "integer", "money", "date", "choice"]
    values: Annotated[dict[Name, LabelShape], Field(min_length=2)] | None = None
    unit: LabelShape | None = None
    minimum: int | Decimal | datetime.date | None = None
    maximum: int | Decimal | datetime.date | None = None
    ask: LabelShape | None = None
    cited: list[ProvisionId] = []
    lookup: str | None = None
    derive: str | ConditionShape | None = None
    source: LabelShape | None = None
    note: LabelShape | None = None


class AgencyShape(LabelShape, WordsShape):
    """One agency of agencies.yaml, or one register of registers.yaml"""

    provision: ProvisionId


class DatedValueShape(Shape):
    from_: Annotated[datetime.date, Field(alias="from")]
    value: int | Decimal | str | StrictBool | datetime.date


class ParameterShape(LabelShape):
    """One parameter of parameters.yaml"""

    type: Literal["boolean", "integer", "money", "date"]
    values: Annotated[list[DatedValueShape], Field(min_length=1)]
    source: LabelShape | None = None


class ModalityShape(WordsShape):
    is_: Annotated[Literal["shall", "may", "encouraged", "exploratory"], Field(alias="is")]


class AidShape(LabelShape, WordsShape):
    form: Literal["cash", "in_kind", "fee_waiver", "loan", "service"]
    amount: str | None = None
    months: str | None = None


class FollowupShape(LabelShape, WordsShape):
    by: str
    list_: Annotated[Literal["agencies", "registers"] | None, Field(alias="list")] = None


class DeadlineShape(LabelShape, WordsShape):
    by: str


class OpenPointShape(LabelShape, WordsShape):
    pass


class RuleShape(Shape):
    """A rule: conditions on facts, with what it grants or sets in motion."""

    rule: RuleId
    provision: ProvisionId
    title: LabelShape
    about: Literal["household", "member"]
    modality: ModalityShape
    when: ConditionShape
    aid: Annotated[list[AidShape], Field(min_length=1)] | None = None
    followup: Annotated[list[FollowupShape], Field(min_length=1)] | None = None
    deadline: DeadlineShape | None = None
    agency: OneOrMore
    assigned_by: ProvisionId | None = None
    reading: LabelShape
    open: list[OpenPointShape] = []


class DutyShape(WordsShape):
    """What an institution must do."""

    duty: RuleId
    provision: ProvisionId
    does: LabelShape
    modality: ModalityShape
    actors: list[str]
    assigned_by: ProvisionId | None = None
    reading: LabelShape | None = None
    open: list[OpenPointShape] = []


class MissingShape(Shape):
    """Clauses whose text is not on the page."""

    missing: ClauseNumbersShape
    note: LabelShape


class OpenShape(WordsShape):
    """A provision that says too little to be a rule or a duty."""

    open: ProvisionId
    note: LabelShape


ENTRY_SHAPES: Mapping[str, type[Shape]] = {
    "rule": RuleShape,
    "duty": DutyShape,
    "missing": MissingShape,
    "open": OpenShape,
}


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
    """Pydantic's findings with the place of each in the file."""
    seen: dict[tuple[PathKey, str], Diagnostic] = {}
    for error in problem.errors(include_url=False):
        inside = _path_in(source, path, error["loc"])
        diagnostic = _diagnostic(error, source, inside, what, shape)
        seen.setdefault((inside, error["type"] if error["type"] == "missing" else ""), diagnostic)
    return list(seen.values())


def _path_in(source: Source, path: PathKey, loc: tuple[int | str, ...]) -> PathKey:
    """Pydantic's location without the names of union members it puts between the keys."""
    here = path
    for step in loc:
        if (*here, step) in source.marks or (step == loc[-1] and isinstance(step, str) and not step.endswith("Shape")):
            here = (*here, step)
    return here


def _diagnostic(error: Any, source: Source, path: PathKey, what: str, shape: type[BaseModel]) -> Diagnostic:
    key = str(path[-1]) if path else what
    kind, given = error["type"], error.get("input")
    if kind == "missing":
        return Diagnostic(f"{key} is missing in {_owner(path[:-1], what)}", source.place(path[:-1]))
    if kind == "extra_forbidden":
        known = _known_keys(shape, error["loc"])
        mend = did_you_mean(key, known) or f"it may hold: {', '.join(known)}"
        return Diagnostic(f"unknown key {key} in {_owner(path[:-1], what)}", source.place(path, key=True), mend)
    if kind == "literal_error":
        expected = str(error["ctx"]["expected"]).replace("'", "").replace(" or ", ", ")
        near = did_you_mean(given, expected.split(", ")) if isinstance(given, str) else None
        return Diagnostic(f"{describe(given)} cannot be {key}", source.place(path), near or f"it may be: {expected}")
    if kind == "value_error":
        return Diagnostic(f"{key} is not well written", source.place(path), str(error["ctx"]["error"]))
    if kind == "string_pattern_mismatch":
        return Diagnostic(
            f"{describe(given)} cannot be {key}", source.place(path), _pattern_mend(error["ctx"]["pattern"])
        )
    return Diagnostic(f"{key}: {describe(given)} does not fit", source.place(path), _type_mend(error))


def _owner(path: PathKey, what: str) -> str:
    names = [str(step) for step in path if isinstance(step, str)]
    return f"{names[-1]} of {what}" if len(path) > 1 and names and names[-1] not in what else what


def _known_keys(shape: type[BaseModel], loc: tuple[int | str, ...]) -> list[str]:
    """The keys allowed where pydantic met an unknown one, found by following its location through the shapes."""
    current = shape
    for step in loc[:-1]:
        for name, info in current.model_fields.items():
            if (info.alias or name) == step:
                inner = _shape_in(info.annotation)
                current = inner or current
    return [info.alias or name for name, info in current.model_fields.items()]


def _shape_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        inner = _shape_in(argument)
        if inner is not None:
            return inner
    return None


def _pattern_mend(pattern: str) -> str:
    if pattern.startswith("^[1-9]"):
        return 'write a provision as "21.2", or a clause as "21"'
    if ")+$" in pattern:
        return "write lower-case words with _ and at least one dot, such as housing.urban"
    return "write lower-case letters, digits and _"


def _type_mend(error: Any) -> str:
    wanted = {
        "string_type": "write text",
        "int_type": "write a whole number",
        "list_type": "write a list",
        "dict_type": "write a mapping",
        "model_type": "write a mapping",
        "date_type": "write a date such as 2020-12-07",
        "bool_type": "write true or false",
        "too_short": "it needs more than that",
        "string_too_short": "it needs words",
    }
    return wanted.get(error["type"], str(error["msg"]).lower())
