"""The shapes of assurances.yaml and accepted.yaml, beside those of the other files of a pack in `shapes`.

Like those they know keys and types, and nothing of the document or of other files.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from clausewise.language.shapes import ConditionShape, LabelShape, OneOrMore, ProvisionId, RuleId, Shape, Text


class ClaimShape(ConditionShape):
    """A condition of an assurance: beside the forms of every condition, what the rules that apply grant or set off."""

    # Inside a claim stand claims; no list is ever written to, since shapes are frozen.
    all_: Annotated[list[ClaimShape] | None, Field(alias="all", min_length=1)] = None  # type: ignore[assignment]
    any_: Annotated[list[ClaimShape] | None, Field(alias="any", min_length=1)] = None  # type: ignore[assignment]
    not_: Annotated[ClaimShape | None, Field(alias="not")] = None
    aid: OneOrMore | None = None
    followup: OneOrMore | None = None
    agency: OneOrMore | None = None


class OneFactShape(Shape):
    if_: Annotated[Text, Field(alias="if")]


class AssuranceShape(LabelShape):
    """One assurance of assurances.yaml"""

    assurance: RuleId
    provisions: Annotated[list[ProvisionId], Field(min_length=1)]
    about: Literal["household", "member"] | None = None
    given: ClaimShape | None = None
    then: ClaimShape | None = None
    never: ClaimShape | None = None
    not_refused: ClaimShape | None = None
    independent_of: OneOrMore | None = None
    never_lost_by: OneFactShape | None = None
    rules: OneOrMore | None = None
    except_: Annotated[OneOrMore | None, Field(alias="except")] = None
    policy: LabelShape | None = None


class AcceptedShape(LabelShape):
    """One entry of accepted.yaml"""

    mutant: Text | None = None
    answer: Text | None = None
    number: Text | None = None
    modality: Text | None = None
