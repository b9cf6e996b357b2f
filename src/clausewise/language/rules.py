"""Rules, duties and the other entries of a rules file, typed. Nothing here reads a file or evaluates anything."""

from __future__ import annotations

from enum import StrEnum

from clausewise.classes import NamedTuple, dataclass
from clausewise.errors import Place
from clausewise.language.conditions import Condition, Words
from clausewise.language.expressions import Expression
from clausewise.language.labels import Label


class ModalityKind(StrEnum):
    """How firmly the text speaks (力度)."""

    SHALL = "shall"
    MAY = "may"
    ENCOURAGED = "encouraged"
    EXPLORATORY = "exploratory"
    GRADUAL = "gradual"

    @property
    def label(self) -> Label:
        return _FIRMNESS[self]

    @property
    def is_claim(self) -> bool:
        """Whether a household can claim it; not what is only encouraged, tried out or built up."""
        return self in (ModalityKind.SHALL, ModalityKind.MAY)


_FIRMNESS = {
    ModalityKind.SHALL: Label("应当", "shall"),
    ModalityKind.MAY: Label("可以", "may"),
    ModalityKind.ENCOURAGED: Label("鼓励", "encouraged"),
    ModalityKind.EXPLORATORY: Label("探索", "exploratory"),
    ModalityKind.GRADUAL: Label("逐步", "gradual"),
}


class RuleKind(StrEnum):
    """Whether a rule gives something to a household, or says how its matter is handled."""

    BENEFIT = "benefit"
    PROCEDURE = "procedure"

    @property
    def label(self) -> Label:
        return Label("救助", "benefit") if self is RuleKind.BENEFIT else Label("办理", "procedure")


class Ceiling(StrEnum):
    """What of an aid the words give a ceiling of, not the figure."""

    AMOUNT = "amount"
    MONTHS = "months"


class AidForm(StrEnum):
    """What kind of thing is granted; `not_said` where neither the words nor what they are called tell."""

    CASH = "cash"
    IN_KIND = "in_kind"
    FEE_WAIVER = "fee_waiver"
    LOAN = "loan"
    SERVICE = "service"
    NOT_SAID = "not_said"


class About(StrEnum):
    """Whether a rule gives one finding for the household or one for each member."""

    HOUSEHOLD = "household"
    MEMBER = "member"


class ListKind(StrEnum):
    """What a follow-up lists: agencies of the findings it stands on, or registers that hold facts of the case."""

    AGENCIES = "agencies"
    REGISTERS = "registers"


class Modality(NamedTuple):
    """How firmly a rule, duty or step speaks, and the words that say so."""

    kind: ModalityKind
    words: Words


class Aid(NamedTuple):
    """What a rule grants (救助内容). `amount` is in yuan, `months` a number of months, where the text fixes them.

    `modality` is None where it is the rule's. `at_most` names what is a ceiling. An aid `per_household` is
    granted once, however many members give rise to it.
    """

    form: AidForm
    label: Label
    words: Words
    amount: Expression | None
    months: Expression | None
    modality: Modality | None = None
    at_most: tuple[Ceiling, ...] = ()
    per_household: bool = False


class Followup(NamedTuple):
    """What a rule sets in motion, and the agency that does it. `modality` is None where it is the rule's.

    `of` are the rules whose agencies it lists, in the patterns written; none where it lists those it stands on.
    `spares` is what the household need not bring because of it.
    """

    by: str
    label: Label
    words: Words
    lists: ListKind | None
    modality: Modality | None = None
    patterns: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    spares: Label | None = None


class Deadline(NamedTuple):
    """The day by which something must be done. `modality` is None where it is the rule's."""

    by: Expression
    source: str
    label: Label
    words: Words
    modality: Modality | None = None


class OpenPoint(NamedTuple):
    """Words the text leaves open, and what follows from that."""

    words: Words
    label: Label


@dataclass(frozen=True)
class Rule:
    """Conditions on facts, encoding (part of) a provision, with what it grants or sets in motion."""

    id: str
    provision: str
    kind: RuleKind
    title: Label
    about: About
    modality: Modality
    when: Condition
    aid: tuple[Aid, ...]
    followup: tuple[Followup, ...]
    deadline: Deadline | None
    agency: tuple[str, ...]
    assigned_by: str | None
    reading: Label
    open: tuple[OpenPoint, ...]
    place: Place

    @property
    def clause(self) -> int:
        return int(self.provision.partition(".")[0])

    @property
    def steps(self) -> tuple[Aid | Followup | Deadline, ...]:
        """Everything it brings about: aids, then follow-ups, then its deadline."""
        return (*self.aid, *self.followup, *((self.deadline,) if self.deadline else ()))

    @property
    def computed(self) -> tuple[Expression, ...]:
        """What it computes beside its condition: amounts (yuan), periods (months) and its deadline (a day)."""
        found = [one for aid in self.aid for one in (aid.amount, aid.months) if one is not None]
        return (*found, self.deadline.by) if self.deadline else tuple(found)


class Duty(NamedTuple):
    """What an institution must do; no household condition."""

    id: str
    provision: str
    does: Label
    words: Words
    modality: Modality
    actors: tuple[str, ...]
    assigned_by: str | None
    reading: Label | None
    open: tuple[OpenPoint, ...]
    place: Place

    @property
    def clause(self) -> int:
        return int(self.provision.partition(".")[0])


class MissingText(NamedTuple):
    """Clauses whose text is not on the page."""

    first: int
    last: int
    note: Label
    place: Place


class OpenProvision(NamedTuple):
    """Words of a provision that say too little to be a rule or a duty."""

    provision: str
    words: Words
    note: Label
    place: Place


class Agency(NamedTuple):
    """A department, office or other party that acts (责任部门)."""

    id: str
    label: Label
    words: Words
    place: Place


class Register(NamedTuple):
    """A register that may be queried for a case (32.5)."""

    id: str
    label: Label
    words: Words
    place: Place
