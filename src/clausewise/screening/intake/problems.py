"""What can be wrong with a row of a registry, each kind by a name that stays and in words, and the frame of it all."""

from __future__ import annotations

from enum import StrEnum

import polars as pl

from clausewise.language.labels import Label
from clausewise.screening.rules.columns import HOUSEHOLD, LINE, MEMBER, ROW

TABLE, COLUMN, PROBLEM, VALUE = "table", "column", "problem", "value"
PROBLEMS = pl.Schema(
    {TABLE: pl.String, LINE: pl.UInt32, COLUMN: pl.String, PROBLEM: pl.String, VALUE: pl.String,
     HOUSEHOLD: pl.String, MEMBER: pl.String, ROW: pl.UInt32}
)  # fmt: skip
"""One row for each thing wrong with a row, with the ids that the row names and what stands in the column; `ROW` is the
household's within the stretch, null where it has none."""


class Problem(StrEnum):
    """One kind of thing wrong with a row. Counted and told by table, column and kind."""

    NO_ID = "no_id"
    TWICE = "twice"
    NO_HOUSEHOLD = "no_household"
    STRANGE_HOUSEHOLD = "strange_household"
    TWO_HOUSEHOLDS = "two_households"
    TOO_MANY_MEMBERS = "too_many_members"
    STRANGE_VALUE = "strange_value"
    NOT_A_TRUTH_VALUE = "not_a_truth_value"
    NOT_A_WHOLE_NUMBER = "not_a_whole_number"
    NOT_AN_AMOUNT = "not_an_amount"
    FINER_THAN_FEN = "finer_than_fen"
    NEGATIVE = "negative"
    NOT_A_DATE = "not_a_date"
    NO_TIME_ZONE = "no_time_zone"
    NO_IDENTITY_NUMBER = "no_identity_number"
    WRONG_CHECK_DIGIT = "wrong_check_digit"
    BORN_OTHERWISE = "born_otherwise"
    STRANGE_RECEIPT = "strange_receipt"
    BEYOND = "beyond"
    GIVEN_OTHERWISE = "given_otherwise"
    IMPOSSIBLE = "impossible"
    CONTRADICTION = "contradiction"
    IMPLAUSIBLE = "implausible"
    GOES_ALONG = "goes_along"

    @property
    def label(self) -> Label:
        return _LABELS[self]


NOTICED = frozenset((Problem.CONTRADICTION, Problem.IMPLAUSIBLE))
"""What is wrong with rows only where `--strict` is asked for; it never stops a run."""

_LABELS = {
    Problem.NO_ID: Label("没有编号", "has no id"),
    Problem.TWICE: Label("重复", "stands twice"),
    Problem.NO_HOUSEHOLD: Label("没有家庭编号", "names no household"),
    Problem.STRANGE_HOUSEHOLD: Label("家庭不在登记中", "names a household that the registry does not have"),
    Problem.TWO_HOUSEHOLDS: Label("同一成员在两个家庭中", "is a member of two households"),
    Problem.TOO_MANY_MEMBERS: Label("家庭成员超过1000人", "has more than 1,000 members"),
    Problem.STRANGE_VALUE: Label("不是可选的值", "is none of its values"),
    Problem.NOT_A_TRUTH_VALUE: Label("不是是或否", "is not a truth value"),
    Problem.NOT_A_WHOLE_NUMBER: Label("不是整数", "is not a whole number"),
    Problem.NOT_AN_AMOUNT: Label("不是金额", "is not an amount"),
    Problem.FINER_THAN_FEN: Label("金额小于分", "is finer than a fen"),
    Problem.NEGATIVE: Label("金额为负", "is a negative amount"),
    Problem.NOT_A_DATE: Label("不是日期", "is not a date"),
    Problem.NO_TIME_ZONE: Label(
        "带时区，对应表未写 time_zone", "has a time zone, and the mapping says none (time_zone:)"
    ),
    Problem.NO_IDENTITY_NUMBER: Label("不是身份证号码", "is no identity number"),
    Problem.WRONG_CHECK_DIGIT: Label("身份证号码校验码不符", "has a check digit that does not fit"),
    Problem.BORN_OTHERWISE: Label("身份证号码中的出生日期与登记的不同", "gives another day of birth"),
    Problem.STRANGE_RECEIPT: Label("没有说明是否表示领取", "is not said to mean receiving or not"),
    Problem.BEYOND: Label("超出可能的范围", "is beyond what can be"),
    Problem.GIVEN_OTHERWISE: Label("与由其他事实推出的不同", "differs from what follows from other facts"),
    Problem.IMPOSSIBLE: Label("由其他事实推出的值不可能", "follows from other facts and cannot be"),
    Problem.CONTRADICTION: Label("与由其他事实推定的不符", "contradicts what other facts imply"),
    Problem.IMPLAUSIBLE: Label("不像是真的", "is hardly possible"),
    Problem.GOES_ALONG: Label("随所属家庭一并隔离", "goes with its household, which is quarantined"),
}
