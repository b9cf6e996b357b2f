"""The lists of a screening as CSV files that office programs open: who to reach out to, and whom a person must review.

Headings are Chinese with English beside. The tables in Parquet have the same without what guards cells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import polars as pl

from clausewise.classes import dataclass
from clausewise.language.labels import Label, Language
from clausewise.language.model import Pack
from clausewise.language.rules import Rule
from clausewise.language.verdicts import Verdict
from clausewise.report.wording import Wording
from clausewise.screening.figures.outreach import NEVER_CUT_OFF, OutreachList, Receipt
from clausewise.screening.figures.outreach_listing import ALSO, AT, COLUMN, FOUND, LIST, OPEN, RANK, RULE, kept
from clausewise.screening.mapping.receiving import Receiving
from clausewise.screening.rules.columns import HOUSEHOLD, MEMBER
from clausewise.screening.tables.people_csv import write_for_people

ROWS_AT_ONCE = 250_000
"""So many rows are in memory at once."""

_NUMBER = "no."

_HEADINGS = {
    _NUMBER: Label("序号", "no."),
    LIST: Label("名单", "list"),
    HOUSEHOLD: Label("家庭", "household"),
    MEMBER: Label("成员", "member"),
    COLUMN: Label("登记的领取列", "column of the registry"),
    "receipt": Label("是否领取", "receives"),
    FOUND: Label("结论", "verdict"),
    OPEN: Label("未知事实数", "unknown facts"),
    "modality": Label("力度", "modality"),
    "aid": Label("救助内容", "aid"),
    "provision": Label("条款", "provision"),
    "words": Label("原文", "words"),
    "title": Label("规则名称", "title"),
    RULE: Label("规则", "rule"),
    "agency": Label("责任部门", "agency"),
    ALSO: Label("其他适用的规则", "other rules that apply"),
    "handling": Label("处理", "what is to be done"),
}
_OUTREACH = (
    LIST, HOUSEHOLD, MEMBER, COLUMN, "receipt", FOUND, OPEN, "modality", "aid", "provision", "words", "title", RULE,
    "agency", ALSO,
)  # fmt: skip
_REVIEW = (
    HOUSEHOLD,
    MEMBER,
    COLUMN,
    "receipt",
    FOUND,
    "aid",
    "provision",
    "words",
    "title",
    RULE,
    "agency",
    "handling",
)


@dataclass(frozen=True)
class Lists:
    """What the lists are about: the columns that say who receives, those of the registry kept, and the language."""

    pack: Pack
    receiving: tuple[Receiving, ...]
    keep: tuple[str, ...]
    language: Language


def write_lists(rows: pl.LazyFrame, lists: Lists, outreach: Path, review: Path) -> None:
    """Write `outreach.csv` and `review.csv` of all that was listed, each whole or not at all.

    `rows` are those of all parts, in the order of the registry, read again for every stretch of the files.
    """
    wording = Wording(lists.pack, lists.language)
    entitled = pl.col(LIST) != OutreachList.REVIEW.value
    by_rule = _by_rule(lists.pack, wording)
    _write(outreach, rows.filter(entitled), lists, _OUTREACH, lambda frame: _outreach(frame, by_rule, wording))
    by_column = _by_column(lists, wording)
    _write(review, rows.filter(~entitled), lists, _REVIEW, lambda frame: _review(frame, by_column, wording))


# ---------------------------------------------------------------- words


def _rule_in_words(rule: Rule, wording: Wording) -> dict[str, str]:
    return {
        RULE: rule.id,
        "modality": wording.word(rule.modality.kind.value),
        "aid": wording.listed(wording.pick(aid.label) for aid in rule.aid),
        "provision": rule.provision,
        "words": wording.pack.document.provision(rule.provision).text,
        "title": wording.pick(rule.title),
        "agency": wording.listed(map(wording.agency, rule.agency)),
    }


def _by_rule(pack: Pack, wording: Wording) -> pl.DataFrame:
    return pl.DataFrame([_rule_in_words(rule, wording) for rule in pack.rules])


def _by_column(lists: Lists, wording: Wording) -> pl.DataFrame:
    """For each column the rules that grant its aid, none of which applies: all of them, in one cell each."""
    found = []
    for receiving in lists.receiving:
        rules = [_rule_in_words(lists.pack.rule(rule), wording) for rule in receiving.rules]
        together = {name: wording.in_turn(dict.fromkeys(rule[name] for rule in rules)) for name in rules[0]}
        found.append({COLUMN: receiving.column, **together})
    return pl.DataFrame(found, schema_overrides={COLUMN: pl.String})


def _outreach(frame: pl.DataFrame, by_rule: pl.DataFrame, wording: Wording) -> pl.DataFrame:
    receipts = {OutreachList.NOT_RECEIVING: Receipt.DOES_NOT, OutreachList.NOT_KNOWN: Receipt.NOT_KNOWN}
    return frame.join(by_rule, on=RULE, how="left", maintain_order="left").with_columns(
        _said(LIST, {kind.value: wording.pick(receipt.label) for kind, receipt in receipts.items()}).alias("receipt"),
        _said(LIST, {kind.value: wording.pick(kind.label) for kind in OutreachList}),
        _verdict(wording),
    )


def _review(frame: pl.DataFrame, by_column: pl.DataFrame, wording: Wording) -> pl.DataFrame:
    return frame.drop(RULE).join(by_column, on=COLUMN, how="left", maintain_order="left").with_columns(
        pl.lit(wording.pick(Receipt.RECEIVES.label)).alias("receipt"),
        pl.lit(f"{NEVER_CUT_OFF.zh} {NEVER_CUT_OFF.en}").alias("handling"),
        _verdict(wording),
    )  # fmt: skip


def _verdict(wording: Wording) -> pl.Expr:
    return _said(FOUND, {verdict.value: wording.word(verdict.value) for verdict in Verdict})


def _said(column: str, words: dict[str, str]) -> pl.Expr:
    return pl.col(column).cast(pl.String).replace(words)


# ---------------------------------------------------------------- files


def _write(
    path: Path,
    rows: pl.LazyFrame,
    lists: Lists,
    columns: Sequence[str],
    in_words: Callable[[pl.DataFrame], pl.DataFrame],
) -> None:
    after = columns.index(MEMBER) + 1
    arranged = [_NUMBER, *columns[:after], *map(kept, lists.keep), *columns[after:]]
    headings = {name: f"{label.zh} {label.en}" for name, label in _HEADINGS.items()}
    headings |= {kept(column): column for column in lists.keep}
    write_for_people(path, _in_columns(rows, in_words, {name: headings[name] for name in arranged}))


def _in_columns(
    rows: pl.LazyFrame, in_words: Callable[[pl.DataFrame], pl.DataFrame], headings: dict[str, str]
) -> Iterator[pl.DataFrame]:
    number = 0
    for frame in _stretches(rows):
        numbered = in_words(frame).with_row_index(_NUMBER, number + 1)
        yield numbered.select(pl.col(name).alias(heading) for name, heading in headings.items())
        number += frame.height


def _stretches(rows: pl.LazyFrame) -> Iterator[pl.DataFrame]:
    """The rows in the order of the lists, so many at once as memory allows; at least one frame, that may be empty."""
    counted = rows.group_by(LIST, RANK).agg(pl.len().alias("rows")).sort(LIST, RANK).collect()
    batches: list[list[tuple[str, int, int]]] = [[]]
    held = 0
    for one in counted.iter_rows():
        if batches[-1] and held + one[2] > ROWS_AT_ONCE:
            batches.append([])
            held = 0
        batches[-1].append(one)
        held += one[2]
    for batch in batches:
        wanted = [(pl.col(LIST) == kind) & (pl.col(RANK) == rank) for kind, rank, _ in batch]
        here = rows.filter(pl.any_horizontal(wanted) if wanted else pl.lit(False))
        # One rank by itself may be more than that: its rows stand in the order of the registry already.
        for begin in range(0, max(sum(number for *_, number in batch), 1), ROWS_AT_ONCE):
            part = here.slice(begin, ROWS_AT_ONCE) if len(batch) == 1 else here
            yield part.collect().sort(LIST, RANK, AT, maintain_order=True)
