"""The shapes of the entries of a rules file: rules with their steps, duties, and what is missing or left open.

As in `shapes`, they say which keys there are and of what type, and know nothing of the document.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from clausewise.language.shapes import (
    ClauseNumbersShape,
    ConditionShape,
    LabelShape,
    NumberOrExpression,
    OneOrMore,
    ProvisionId,
    RuleId,
    Shape,
    WordsShape,
    as_list,
)

Modalities = Literal["shall", "may", "encouraged", "exploratory", "gradual"]


class ModalityShape(WordsShape):
    is_: Annotated[Modalities, Field(alias="is")]


class StepModalityShape(Shape):
    """How firmly one step is spoken of; without `text` the words of the step say it."""

    is_: Annotated[Modalities, Field(alias="is")]
    text: OneOrMore | None = None
    from_: Annotated[ProvisionId | None, Field(alias="from")] = None


def _as_modality(value: object) -> object:
    """A word alone is how firmly the step's own words speak."""
    return {"is": value} if isinstance(value, str) else value


StepModality = Annotated[
    StepModalityShape, BeforeValidator(_as_modality, json_schema_input_type=Modalities | StepModalityShape)
]


_Ceilings = Annotated[list[Literal["amount", "months"]], Field(min_length=1)]
Ceilings = Annotated[
    _Ceilings, BeforeValidator(as_list, json_schema_input_type=Literal["amount", "months"] | _Ceilings)
]


class AidShape(LabelShape, WordsShape):
    form: Literal["cash", "in_kind", "fee_waiver", "loan", "service", "not_said"]
    amount: NumberOrExpression | None = None
    months: NumberOrExpression | None = None
    modality: StepModality | None = None
    at_most: Ceilings | None = None
    per: Literal["household"] | None = None


class FollowupShape(LabelShape, WordsShape):
    by: str
    list_: Annotated[Literal["agencies", "registers"] | None, Field(alias="list")] = None
    of: OneOrMore | None = None
    spares: LabelShape | None = None
    modality: StepModality | None = None


class DeadlineShape(LabelShape, WordsShape):
    by: str
    modality: StepModality | None = None


class OpenPointShape(LabelShape, WordsShape):
    pass


class RuleShape(Shape):
    """A rule: conditions on facts, with what it grants or sets in motion."""

    rule: RuleId
    provision: ProvisionId
    kind: Literal["benefit", "procedure"] | None = None
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
    open: list[OpenPointShape] = Field(default_factory=list)


class DutyShape(WordsShape):
    """What an institution must do."""

    duty: RuleId
    provision: ProvisionId
    does: LabelShape
    modality: ModalityShape
    actors: list[str]
    assigned_by: ProvisionId | None = None
    reading: LabelShape | None = None
    open: list[OpenPointShape] = Field(default_factory=list)


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
