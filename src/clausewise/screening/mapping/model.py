"""Which column of a registry is which fact: the mapping file as data. `reading` reads it, `proposing` makes it.

Facts of the application stand in the households' table where a registry has no table of applications.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from enum import StrEnum

from clausewise.classes import dataclass
from clausewise.errors import Place
from clausewise.language.facts import Fact, FactType
from clausewise.language.labels import Label
from clausewise.language.model import Pack
from clausewise.screening.mapping.receiving import Receiving
from clausewise.screening.rules.columns import EVERYBODY


class Unit(StrEnum):
    """What a column of amounts counts in."""

    YUAN = "yuan"
    FEN = "fen"
    WAN_YUAN = "wan_yuan"


class TableKind(StrEnum):
    """The tables of a registry: one row for each household, member, application."""

    HOUSEHOLDS = "households"
    MEMBERS = "members"
    APPLICATIONS = "applications"


@dataclass(frozen=True, slots=True)
class FactColumn:
    """The column that holds a fact (by its full name), and how it is read.

    `values` says what the column's words mean: true, false, a choice's name, or None for not known; without it, truth
    values and choices are read by their own names and labels. `unit` is that of an amount. `from_id_number` takes a day
    of birth out of an identity number. `unknown` are the words of the whole registry that are not known, `zone` is
    where its days are counted of moments that have a time zone; None where nobody says.
    """

    fact: str
    column: str
    place: Place
    values: Mapping[str, bool | str | None] = field(default_factory=dict)
    unit: Unit = Unit.YUAN
    from_id_number: bool = False
    unknown: tuple[str, ...] = ()
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """The column with the identity numbers of members; `born` is the fact that must be the day of birth in them."""

    column: str
    place: Place
    born: str | None = None


@dataclass(frozen=True, slots=True)
class TableMapping:
    """One table: where its rows come from, who they are about, and its facts.

    `source` is a file of the registry's folder or a table of its database, `more` are further files of the table;
    `encoding` is that of CSV files, `encodings_else` are those of files whose bytes do not fit it, `sheet` is the one
    that is read of workbooks, None for their only one, and `header_row` the number of the row with the heads; `sheets`
    and `header_rows` have those of single sources.
    `household` names the column with the household's id; `member` that of the member's, in the table of members only.
    `unknown` are words that are no ids. `everybody` says of households whether the members that are listed of them are
    all there are, or which column does. `identity` has the identity numbers of members. `places` says where the mapping
    names a column first.
    """

    kind: TableKind
    source: str
    household: str
    facts: tuple[FactColumn, ...]
    place: Place
    member: str | None = None
    encoding: str = "utf-8"
    everybody: bool | FactColumn = True
    unknown: tuple[str, ...] = ()
    identity: Identity | None = None
    more: tuple[str, ...] = ()
    encodings_else: tuple[str, ...] = ()
    sheet: str | None = None
    header_row: int = 1
    sheets: Mapping[str, str] = field(default_factory=dict)
    header_rows: Mapping[str, int] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)

    @property
    def sources(self) -> tuple[str, ...]:
        """What the mapping names as where its rows come from."""
        return (self.source, *self.more)

    def of_source(self, source: str) -> TableMapping:
        """The mapping as it holds for the files of one source."""
        sheet, row = self.sheets.get(source, self.sheet), self.header_rows.get(source, self.header_row)
        return replace(self, sheet=sheet, header_row=row)

    @property
    def ids(self) -> tuple[str, ...]:
        """The columns with the ids of a row, and of whom it tells."""
        others = (self.member, None if self.identity is None else self.identity.column)
        return tuple(dict.fromkeys((self.household, *(one for one in others if one is not None))))

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are read, each once."""
        return tuple(dict.fromkeys((*self.ids, *(one.column for one in self.read))))

    @property
    def read(self) -> tuple[FactColumn, ...]:
        """The columns of its facts, and that which says whether those listed are everybody."""
        return (*self.facts, self.everybody) if isinstance(self.everybody, FactColumn) else self.facts


def fact_in_column(pack: Pack, column: FactColumn) -> Fact:
    """The fact that a column holds: one of a pack, or whether those listed are everybody."""
    if column.fact == EVERYBODY:
        return Fact(EVERYBODY, FactType.BOOLEAN, Label("成员名单完整", "those listed are everybody"), column.place)
    return pack.facts[column.fact]


@dataclass(frozen=True)
class RegistryMapping:
    """A mapping file. `digest` is the SHA-256 of its bytes.

    `members_once` says that a member's id may stand in one household only; else it tells members of one household
    apart, and no more. `time_zone` is where days are counted of moments that have one; None where nobody says.
    """

    pack: str
    file: str
    digest: str
    households: TableMapping
    members: TableMapping | None = None
    applications: TableMapping | None = None
    members_once: bool = True
    time_zone: str | None = None
    receiving: tuple[Receiving, ...] = ()
    receiving_places: Mapping[str, Place] = field(default_factory=dict)

    @property
    def tables(self) -> tuple[TableMapping, ...]:
        """The tables there are, households first."""
        return tuple(one for one in (self.households, self.members, self.applications) if one is not None)

    @property
    def facts(self) -> frozenset[str]:
        """The facts that the registry has columns for."""
        return frozenset(one.fact for table in self.tables for one in table.facts)
