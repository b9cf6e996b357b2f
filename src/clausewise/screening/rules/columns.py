"""The normalised columns that rules are screened on: which values a column may have.

One column for each fact, named by its full name; null is unknown. A boolean is a boolean, a day its number (see
`dates`), a choice the place of its value among the fact's, an amount whole fen.
"""

from __future__ import annotations

from clausewise.language.facts import LARGEST_INTEGER, LARGEST_YUAN, Fact, FactType

GHOST = "ghost"
"""The column that is true on the row for members of a household who are not listed, where there may be such."""
BESIDE = "beside"
"""The column that is true on such a row where other members of the household are listed."""
EVERYBODY = "everybody"
"""The column of households that says whether those listed are all there are; where there is none, they are."""
HOUSEHOLD, ROW, MEMBER = "household", "household_row", "member"
"""The columns of a household's id, of its row (counted from 0, among the members), and of a member's id."""
LINE = "line of the table"
"""The column with a row's place in its table, counted from 0; where rows have no order, a number of its own."""
NoticesOn = tuple[str, str]
"""The kind of notices, and the fact that they are on."""

NOTICES = "notices"
"""The column beside verdicts that says how many notices there are on a household's facts."""


def plain(name: str) -> str:
    """The name of a fact's column without a dot, which on Spark would ask for a part of the column."""
    return name.replace(".", ":")


def as_given(column: str) -> str:
    """The name of a registry's column beside ours, whatever it is."""
    return f"given {column}"


def given(column: str) -> str:
    """The same without a dot, for engines elsewhere."""
    return as_given(plain(column))


LARGEST_AMOUNT = LARGEST_YUAN * 100
"""In fen."""
MOST_MEMBERS = 1000
MOST_ROWS = MOST_MEMBERS + 1
"""Of a household among the members, with the one for who is not listed."""


def range_of(fact: Fact) -> tuple[int, int]:
    """The least and the greatest value of a fact's column; those beyond are refused on the way in."""
    if fact.type is FactType.CHOICE:
        return 0, max(len(fact.values or {}) - 1, 0)
    if fact.type is FactType.MONEY:
        low = 0 if fact.minimum is None else int(_hundredfold(fact.minimum))
        high = LARGEST_AMOUNT if fact.maximum is None else int(_hundredfold(fact.maximum))
        return low, min(high, LARGEST_AMOUNT)
    low = -LARGEST_INTEGER if fact.minimum is None else int(fact.minimum)  # type: ignore[arg-type]
    high = LARGEST_INTEGER if fact.maximum is None else int(fact.maximum)  # type: ignore[arg-type]
    return max(low, -LARGEST_INTEGER), min(high, LARGEST_INTEGER)


def _hundredfold(amount: object) -> int:
    return int(amount * 100)  # type: ignore[operator]
