"""Columns of booleans as whole numbers and back, and what members come to for their household on them."""

from __future__ import annotations

import datetime
from random import Random

import polars as pl
import pytest

from clausewise.screening.engines.bits import Rows, RowsApart, bits_of, column_of_bits, known_of
from clausewise.screening.engines.in_memory import program_for, screen_frames
from clausewise.screening.rules.columns import HOUSEHOLD, MEMBER, ROW
from clausewise.screening.rules.program import compile_rules
from clausewise.screening.rules.reading import Known
from engine.one_rule import plan_of
from specification.written import fact, pack_of, rule

DAY = datetime.date(2020, 12, 7)


def test_the_first_row_is_the_lowest_bit() -> None:
    column = pl.Series([True, None, False, True])
    assert bits_of(column) & known_of(column) == 0b1001
    assert known_of(column) == 0b1101
    assert known_of(pl.Series([7, None, 7])) == 0b101
    assert known_of(pl.Series([7, 7, 7])) == 0b111
    assert column_of_bits(0b1001, 4).to_list() == [True, False, False, True]


@pytest.mark.parametrize("number", [0, 1, 7, 8, 9, 63, 64, 65, 511, 513, 131_071, 131_072, 131_073, 300_007])
def test_a_column_comes_back_wherever_it_begins(number: int) -> None:
    random = Random(number)
    held = random.choices([True, False, None], k=number + 3)
    whole = pl.Series(held[:1] + held, dtype=pl.Boolean)
    in_pieces = pl.concat([whole[: number // 3], whole[number // 3 :]], rechunk=False)
    for column in (whole.slice(4), in_pieces.slice(4), whole.slice(0, number), whole.slice(3, number).rechunk()):
        known = known_of(column)
        assert column_of_bits(bits_of(column) & known, len(column)).to_list() == column.fill_null(False).to_list()
        assert column_of_bits(known, len(column)).to_list() == column.is_not_null().to_list()


@pytest.mark.parametrize("sizes", [(1,), (3,), (2, 1), (1, 1, 1), tuple(range(1, 21)), (20, 1, 1001, 2), ()])
def test_bits_of_a_household_come_to_it_and_back_whoever_stands_beside_it(sizes: tuple[int, ...]) -> None:
    whose = [row for row, size in enumerate(sizes) for _ in range(size)]
    random = Random(7)
    series = pl.Series(whose, dtype=pl.UInt32)
    rows, apart = Rows(series), RowsApart(series, len(sizes))
    for share in (0, 1, 2, 5, 10):
        held = [random.random() * 10 < share for _ in whose]
        bits = bits_of(pl.Series(held, dtype=pl.Boolean))
        assert told(bits, len(whose)) == held
        some = {row for row, one in zip(whose, held, strict=True) if one}
        found = rows.any_of(bits)
        assert found.bit_count() == len(some)
        assert told(rows.spread(found), len(whose)) == [row in some for row in whose]
        assert told(apart.any_of(bits), len(sizes)) == [row in some for row in range(len(sizes))]
        assert told(apart.spread(apart.any_of(bits)), len(whose)) == [row in some for row in whose]
    assert rows.households.bit_count() == apart.households.bit_count() == len(sizes)
    assert rows.members.bit_count() == apart.members.bit_count() == len(whose)


def told(bits: int, number: int) -> list[bool]:
    return [bool(bits >> place & 1) for place in range(number)]


SPENDING = rule(
    "the.spending", "household", {"if": "household.rent + household.fees > household.income - 500 * count(member)"}
)
MONEY = {name: fact("money") for name in ("household.rent", "household.fees")}


def test_where_everything_is_known_nothing_is_joined_on_bits() -> None:
    pack = pack_of(plan_of({"the.spending": SPENDING}, MONEY))
    facts = frozenset({"household.income", *MONEY})
    joining = compile_rules(pack, DAY, Known(facts, facts, ghosts=False)).joining
    assert joining.joined == ()
    assert len(joining.read) == 1


def test_a_sum_of_which_a_part_is_unknown_is_worked_out_once() -> None:
    pack = pack_of(plan_of({"the.spending": SPENDING}, MONEY))
    known = frozenset({"household.income", *MONEY})
    schedule = compile_rules(pack, DAY, Known(known, frozenset(), ghosts=False)).joining.schedule
    steps = {step for phase in schedule.phases for layer in phase.households for step in layer}
    compared = [step for step in steps if schedule.graph[step].op == "compare"]
    assert len(compared) == 1


def test_a_number_that_fits_in_less_is_compared_to_its_last_value() -> None:
    rules = {
        f"the.{name}": rule(f"the.{name}", "household", {"if": f"household.rooms {symbol} {limit}"})
        for name, symbol, limit in (("fewest", "==", -200), ("most", "==", 200), ("many", ">=", 199), ("few", "<", 0))
    }
    pack = pack_of(plan_of(rules, {"household.rooms": fact("integer", minimum=-200, maximum=200)}))
    rooms = [-200, -1, 0, 199, 200, None]
    households = pl.DataFrame({HOUSEHOLD: list("abcdef"), "household.rooms": pl.Series(rooms, dtype=pl.Int32)})
    members = pl.DataFrame({ROW: pl.Series(range(6), dtype=pl.UInt32), MEMBER: list("abcdef")})
    program = program_for(pack, DAY, households, members)
    screened = screen_frames(program, households, members)
    assert program.joining.schedule.compared != ()
    assert [screened.count(f"the.{name}") for name in ("fewest", "most", "many", "few")] == [
        {"does_not_apply": 4, "undetermined": 1, "applies": 1},
        {"does_not_apply": 4, "undetermined": 1, "applies": 1},
        {"does_not_apply": 3, "undetermined": 1, "applies": 2},
        {"does_not_apply": 3, "undetermined": 1, "applies": 2},
    ]
