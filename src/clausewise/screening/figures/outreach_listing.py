"""Lists, for one part of a registry, who seems entitled and does not receive, and who receives and is not found so.

Of a household the firmest and surest rule is listed: how firmly the text speaks comes first (应当, 可, 鼓励, 探索),
then how sure the finding is (applies, then undetermined with one open fact, then more), then the document's order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from clausewise.classes import dataclass
from clausewise.errors import Diagnostic, RequestError, did_you_mean
from clausewise.language.model import Pack
from clausewise.language.rules import ModalityKind
from clausewise.language.verdicts import VERDICTS, Verdict
from clausewise.screening.figures.outreach import MOST_OPEN, OutreachFigures, OutreachList, Receipt, Taken
from clausewise.screening.figures.outreach_open import count_open
from clausewise.screening.figures.summary_counting import VERDICT, Part, code_of, named_members
from clausewise.screening.mapping.receiving import MOST_RECEIVED, Receiving
from clausewise.screening.rules.columns import HOUSEHOLD, MEMBER, ROW

KIND = pl.Enum([kind.value for kind in OutreachList])
LIST, RANK, AT, COLUMN, RULE, FOUND, OPEN, ALSO = "list", "rank", "row", "column", "rule", "verdict", "open", "also"
"""The columns of what is listed. `row` is the household's in the whole registry, `also` the other rules that apply."""

_FIRMNESS = {kind: place for place, kind in enumerate(ModalityKind)}
_RECEIPTS = {True: Receipt.RECEIVES, False: Receipt.DOES_NOT, None: Receipt.NOT_KNOWN}
_RECEIVES, _STRONGEST, _SHOWN = "receives", "strongest", 12


@dataclass(frozen=True)
class Listed:
    """The rows of one part, firmest and surest first, and its figures.

    `rows` has `list`, `rank`, `row`, `household`, `member` (null for a household's), the columns kept (see `kept`),
    `column`, `rule` (null on the list to be reviewed), `verdict`, `open` and `also`.
    """

    rows: pl.DataFrame
    figures: OutreachFigures


def kept(column: str) -> str:
    """The name that a column of the registry has among the listed, where it cannot be taken for one of theirs."""
    return f"kept {column}"


def list_part(
    pack: Pack, part: Part, receiving: Sequence[Receiving], keep: Sequence[str] = (), first_row: int = 0
) -> Listed:
    """The lists of one part, whose first household stands in row `first_row` of the registry.

    The columns of `receiving` stand in the part's verdicts, or in those of its members. Raises: RequestError for one
    that does not, or for a word in it of which it is not said what it means.
    """
    lister = _Lister(pack, part, keep, first_row)
    found = [lister.lists(number, one) for number, one in enumerate(receiving)]
    rows = pl.concat([frame for frame, _ in found]) if found else lister.nothing
    figures = OutreachFigures({one.column: taken for one, (_, taken) in zip(receiving, found, strict=True)})
    return Listed(rows.sort(LIST, RANK, AT, maintain_order=True), figures)


class _Lister:
    def __init__(self, pack: Pack, part: Part, keep: Sequence[str], first_row: int) -> None:
        self._pack = pack
        self._part = part
        self._keep = tuple(keep)
        self._people = named_members(part.members)
        self._order = {rule.id: place for place, rule in enumerate(pack.rules)}
        households = part.verdicts.with_row_index(ROW)
        self._households = households.select(
            (pl.col(ROW).cast(pl.Int64) + first_row).alias(AT),
            pl.col(HOUSEHOLD).cast(pl.String),
            pl.lit(None, pl.String).alias(MEMBER),
            *(pl.col(column).cast(pl.String).alias(kept(column)) for column in self._keep),
        )

    @property
    def nothing(self) -> pl.DataFrame:
        """No rows, with the columns of those there could be."""
        subjects = self._households.clear()
        return _arranged(subjects.with_columns(pl.lit(0, pl.UInt32).alias(RANK), _nowhere(), *_unruled()), self._keep)

    def lists(self, number: int, receiving: Receiving) -> tuple[pl.DataFrame, Taken]:
        """The rows of all lists for one column, and its figures."""
        of_members = receiving.column not in self._part.verdicts.columns
        subjects = self._subjects(receiving, of_members)
        strongest = pl.max_horizontal(map(code_of, receiving.rules)).alias(_STRONGEST)
        subjects = subjects.with_columns(strongest, *self._ranks(receiving, of_members))
        entitled = self._entitled(subjects, receiving)
        review = subjects.filter(pl.col(_RECEIVES) & (pl.col(_STRONGEST) == 0)).with_columns(
            pl.lit(OutreachList.REVIEW.value).cast(KIND).alias(LIST), pl.lit(number, pl.UInt32).alias(RANK), *_unruled()
        )
        rows = pl.concat([_arranged(entitled, self._keep), _arranged(review, self._keep)])
        rows = rows.with_columns(pl.lit(receiving.column).alias(COLUMN))
        return rows, Taken(of_members, _crossed(subjects), _counted(rows))

    # ------------------------------------------------------------ who they are, and what they receive

    def _subjects(self, receiving: Receiving, of_members: bool) -> pl.DataFrame:
        """Each household or member with whether it receives the aid and its verdicts of the rules that grant it."""
        verdicts, people = self._part.verdicts, self._part.member_verdicts
        if not of_members:
            received = _received(verdicts.get_column(receiving.column), receiving)
            return self._households.with_columns(received, *verdicts.select(receiving.rules).get_columns())
        if receiving.column not in people.columns:
            known = [name for name in (*verdicts.columns, *people.columns) if name not in self._order]
            mend = did_you_mean(receiving.column, known) or "name a column that the registry has"
            raise RequestError(Diagnostic(f"--receiving {receiving.column}: there is no such column", None, mend))
        rows = people.get_column(ROW)
        whose = self._households.select(pl.all().gather(rows)).with_columns(people.get_column(MEMBER).cast(pl.String))
        # A rule about the household is for each of its members what it is for the household.
        found = [
            people.get_column(rule) if rule in people.columns else verdicts.get_column(rule).gather(rows)
            for rule in receiving.rules
        ]
        return whose.with_columns(_received(people.get_column(receiving.column), receiving), *found)

    # ------------------------------------------------------------ the order

    def _ranks(self, receiving: Receiving, of_members: bool) -> list[pl.Expr | pl.Series]:
        """For each rule how early it puts a subject on the list; null where it does not."""
        ranks: list[pl.Expr | pl.Series] = []
        for rule in receiving.rules:
            opened = self._opened(rule, of_members)
            firm = _FIRMNESS[self._pack.rule(rule).modality.kind] * (MOST_OPEN + 1)
            # What is undetermined has an open fact, also where all that it reads directly is known.
            sure = pl.when(code_of(rule) == 2).then(0).when(code_of(rule) == 1).then(opened.clip(lower_bound=1))
            rank = (firm + sure) * len(self._order) + self._order[rule]
            ranks.append(pl.when(sure <= MOST_OPEN).then(rank).cast(pl.UInt32).alias(_rank_of(rule)))
        return ranks

    def _opened(self, rule: str, of_members: bool) -> pl.Series:
        people = self._part.member_verdicts
        opened = count_open(self._pack, rule, self._part.households, self._people, people)
        if not of_members:
            return opened.households
        return opened.households.gather(people.get_column(ROW)) if opened.members is None else opened.members

    def _entitled(self, subjects: pl.DataFrame, receiving: Receiving) -> pl.DataFrame:
        """Those a rule puts on a list, with the first of them and the others that apply."""
        best = pl.min_horizontal(map(_rank_of, receiving.rules))
        unknown = pl.when(pl.col(_RECEIVES).is_null()).then(pl.lit(OutreachList.NOT_KNOWN.value))
        kind = unknown.otherwise(pl.lit(OutreachList.NOT_RECEIVING.value)).cast(KIND)
        listed = subjects.with_columns(best.alias(RANK), kind.alias(LIST))
        listed = listed.filter(pl.col(RANK).is_not_null() & ~pl.col(_RECEIVES).fill_null(False))
        number = len(self._order)
        rules = pl.Series(list(self._order), dtype=pl.String)
        sure = (pl.col(RANK) // number) % (MOST_OPEN + 1)
        place = pl.col(RANK) % number
        return listed.with_columns(
            pl.lit(rules).gather(place).alias(RULE),
            pl.when(sure == 0).then(pl.lit(Verdict.APPLIES.value)).otherwise(pl.lit(Verdict.UNDETERMINED.value))
            .cast(VERDICT).alias(FOUND),
            sure.cast(pl.UInt8).alias(OPEN),
            self._others(receiving, place).alias(ALSO),
        )  # fmt: skip

    def _others(self, receiving: Receiving, place: pl.Expr) -> pl.Expr:
        """The other rules that apply as well, by their ids."""
        if len(receiving.rules) == 1:
            return pl.lit("")
        named = [
            pl.when((code_of(rule) == 2) & (place != self._order[rule])).then(pl.lit(rule)) for rule in receiving.rules
        ]
        return pl.concat_str(named, separator=" ", ignore_nulls=True)


def _rank_of(rule: str) -> str:
    return f"rank {rule}"


def _unruled() -> list[pl.Expr]:
    """What stands on the list to be reviewed in place of a rule."""
    return [
        pl.lit(None, pl.String).alias(RULE), pl.lit(Verdict.DOES_NOT_APPLY.value).cast(VERDICT).alias(FOUND),
        pl.lit(0, pl.UInt8).alias(OPEN), pl.lit("").alias(ALSO),
    ]  # fmt: skip


def _nowhere() -> pl.Expr:
    return pl.lit(OutreachList.REVIEW.value).cast(KIND).alias(LIST)


def _arranged(frame: pl.DataFrame, keep: Sequence[str]) -> pl.DataFrame:
    whole = frame.with_columns(pl.lit("").alias(COLUMN))
    return whole.select(LIST, RANK, AT, HOUSEHOLD, MEMBER, *map(kept, keep), COLUMN, RULE, FOUND, OPEN, ALSO)


# ---------------------------------------------------------------- what a column says


def _received(column: pl.Series, receiving: Receiving) -> pl.Series:
    """Whether an aid is received: true, false, or null where that is not known. Raises: RequestError."""
    if column.dtype == pl.Boolean:
        return column.alias(_RECEIVES)
    words = _in_words(column)
    meanings = receiving.meanings() | {"": None}
    meant = words.replace_strict(list(meanings), list(meanings.values()), default=None, return_dtype=pl.Boolean)
    strange = words.is_not_null() & ~words.is_in(list(meanings))
    if not receiving.values and strange.any():
        amounts = words.filter(strange).str.replace_all(",", "", literal=True).cast(pl.Float64, strict=False)
        # An amount below nothing is not one of those that are received, nor none.
        amounts = amounts.set(~amounts.is_between(0, MOST_RECEIVED), None)
        rows = strange.arg_true()
        meant = meant.scatter(rows, amounts > 0)
        strange = strange.scatter(rows, amounts.is_null())
    if strange.any():
        raise RequestError(_strange(receiving.column, words.filter(strange).unique().sort()))
    return meant.alias(_RECEIVES)


def _in_words(column: pl.Series) -> pl.Series:
    """What a column says, in lower case; a whole number is written as one, also where the column has fractions."""
    if column.dtype.is_float():
        column = column.fill_nan(None)
        whole = column.cast(pl.Int64, strict=False)
        written = pl.when(whole == column).then(whole.cast(pl.String)).otherwise(column.cast(pl.String))
        return pl.select(written).to_series()
    return column.cast(pl.String).str.strip_chars().str.to_lowercase()


def _strange(column: str, strange: pl.Series) -> Diagnostic:
    shown = ", ".join(strange.head(_SHOWN)) + (" …" if len(strange) > _SHOWN else "")
    problem = f"{column}: it is not said what these values mean: {shown}"
    mend = f"say under receiving: of the mapping which means true and which false, as in {strange[0]}: true"
    return Diagnostic(problem, None, mend)


def _crossed(subjects: pl.DataFrame) -> Mapping[tuple[Receipt, Verdict], int]:
    counted = subjects.group_by(_RECEIVES, _STRONGEST).agg(pl.len())
    found = {(_RECEIPTS[received], VERDICTS[code]): number for received, code, number in counted.iter_rows()}
    return {(receipt, verdict): found.get((receipt, verdict), 0) for receipt in Receipt for verdict in Verdict}


def _counted(rows: pl.DataFrame) -> Mapping[tuple[OutreachList, str, Verdict], int]:
    counted = rows.group_by(LIST, RULE, FOUND).agg(pl.len()).sort(LIST, RULE, FOUND)
    return {
        (OutreachList(kind), rule or "", Verdict(verdict)): number
        for kind, rule, verdict, number in counted.iter_rows()
    }
