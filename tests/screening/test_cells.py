"""Cells of a registry, as they are written and typed, become the values of facts, or a problem with a name."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

import duckdb
import narwhals as nw
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clausewise.errors import Place, RequestError
from clausewise.language.facts import Fact, FactType, ValueProblem
from clausewise.language.labels import Label
from clausewise.screening.intake.cells import cell_of, with_held
from clausewise.screening.intake.identity import with_numbers
from clausewise.screening.intake.problems import Problem
from clausewise.screening.mapping.model import FactColumn, Unit
from clausewise.screening.rules.dates import day_number
from screening.registries import cell
from screening.spark import needs_java, session
from specification.chongqing import chongqing_pack

Answer = list[tuple[Any, Problem | None]]
Engine = Callable[[pl.Series, Fact, FactColumn], Answer]

HERE = Place("mapping.yaml", 7)
COLUMN = FactColumn("household.x", "列", HERE)


def fact(kind: FactType, **more: Any) -> Fact:
    return Fact("household.x", kind, Label("某", "some"), HERE, **more)


BOOLEAN, INTEGER, MONEY, DATE = map(fact, (FactType.BOOLEAN, FactType.INTEGER, FactType.MONEY, FactType.DATE))
AREA = fact(FactType.CHOICE, values={"urban": Label("城镇", "town"), "rural": Label("农村", "village")})
AGE = replace(INTEGER, minimum=0, maximum=150)


# ---------------------------------------------------------------- one test, three engines


def asked(frame: Any, of: Fact, column: FactColumn, choices: Any = nw.UInt8) -> tuple[list[Problem], Any]:
    """The problems in the order of their columns `p0` …, and a lazy frame of value and problems, in the rows' order."""
    lazy: Any = nw.from_native(frame).lazy()
    lazy = with_numbers(lazy, [column.column] if column.from_id_number else [])
    read = cell_of(of, column, lazy.collect_schema()[column.column], column.column, choices)
    lazy = with_held(lazy, [read])
    named = [condition.alias(f"p{at}") for at, (_, condition) in enumerate(read.problems)]
    return [problem for problem, _ in read.problems], lazy.select("at", read.value.alias("value"), *named).sort("at")


def answer(problems: list[Problem], rows: Sequence[dict[str, Any]]) -> Answer:
    found = []
    for row in rows:
        hits = [problem for at, problem in enumerate(problems) if row[f"p{at}"]]
        assert all(row[f"p{at}"] is not None for at in range(len(problems)))
        assert len(hits) <= 1
        found.append((row["value"], hits[0] if hits else None))
    return found


def numbered(raw: pl.Series, column: FactColumn) -> pl.DataFrame:
    return pl.DataFrame([pl.int_range(len(raw), eager=True).alias("at"), raw.alias(column.column)])


def on_polars(raw: pl.Series, of: Fact, column: FactColumn) -> Answer:
    problems, lazy = asked(numbered(raw, column), of, column)
    made = lazy.collect().to_native()
    expected = {FactType.BOOLEAN: pl.Boolean, FactType.MONEY: pl.Int64, FactType.CHOICE: pl.UInt8}
    assert made.schema["value"] == expected.get(of.type, pl.Int32)
    return answer(problems, made.rows(named=True))


def on_duckdb(raw: pl.Series, of: Fact, column: FactColumn) -> Answer:
    with duckdb.connect() as database:
        database.register("given", numbered(raw, column))
        problems, lazy = asked(database.table("given"), of, column, nw.Int16)
        return answer(problems, lazy.to_native().pl().rows(named=True))


_SIGNED: dict[Any, Any] = {pl.UInt8: pl.Int16, pl.UInt64: pl.Decimal(20, 0)}


def _of_no_zone(frame: Any, name: str) -> Any:
    column = frame["`" + name + "`"]
    return column.cast("timestamp_ntz").alias(name) if dict(frame.dtypes)[name] == "timestamp" else column


def on_spark(raw: pl.Series, of: Fact, column: FactColumn) -> Answer:
    # Spark has no numbers without a sign: it reads them as longer ones.
    signed = raw.cast(_SIGNED.get(raw.dtype, raw.dtype))
    frame = session().createDataFrame(numbered(signed, column).to_arrow())
    # What it is handed from memory it takes for moments of its own zone; from a Parquet file it would not.
    frame = frame.select(*(_of_no_zone(frame, one) for one in frame.columns))
    problems, lazy = asked(frame, of, column, nw.Int16)
    return answer(problems, pl.DataFrame(lazy.to_native().toArrow()).rows(named=True))


@pytest.fixture(
    params=["polars", "duckdb", pytest.param("spark", marks=[pytest.mark.long, needs_java])], scope="module"
)
def engine(request: pytest.FixtureRequest) -> Engine:
    return {"polars": on_polars, "duckdb": on_duckdb, "spark": on_spark}[request.param]


# ---------------------------------------------------------------- cells and what they come to


@dataclass(frozen=True)
class Column:
    """A raw column, the fact it is read as, and what its cells come to: a value, None, or a problem."""

    said: str
    fact: Fact
    dtype: Any
    cells: dict[Any, Any]
    more: dict[str, Any] = field(default_factory=dict)


D = datetime.date
MARCH = day_number(D(2004, 3, 1))
UNKNOWN = {None: None, "": None, "  ": None, "　": None}
NO_DATE, NO_AMOUNT, FINER, NEGATIVE, BEYOND = (
    Problem.NOT_A_DATE, Problem.NOT_AN_AMOUNT, Problem.FINER_THAN_FEN, Problem.NEGATIVE, Problem.BEYOND,
)  # fmt: skip
NO_ZONE = Problem.NO_TIME_ZONE
NO_NUMBER, NO_TRUTH, STRANGE = Problem.NOT_A_WHOLE_NUMBER, Problem.NOT_A_TRUTH_VALUE, Problem.STRANGE_VALUE

COLUMNS = [
    Column("truth values", BOOLEAN, pl.Boolean, {True: True, False: False, None: None}),
    Column("words of yes and no", BOOLEAN, pl.String, {
        **UNKNOWN, "是": True, " 有　": True, "TRUE": True, "Yes": True, "y": True, "t": True, "1": True,
        "否": False, "无": False, "False": False, "NO": False, "n": False, "F": False, "0": False,
        "不详": None, "未知": None, "不清楚": None, "Unknown": None, "NULL": None, "也许": NO_TRUTH, "2": NO_TRUTH,
        "是是": NO_TRUTH, "1.0": True, "0.00": False, "0.5": NO_TRUTH, "-": NO_TRUTH,
    }),
    Column("numbers of yes and no", BOOLEAN, pl.Int8, {1: True, 0: False, None: None, 2: NO_TRUTH, -1: NO_TRUTH}),
    Column("floating yes and no", BOOLEAN, pl.Float64, {
        1.0: True, 0.0: False, None: None, float("nan"): None, 0.5: NO_TRUTH, 1e300: NO_TRUTH,
        float("inf"): NO_TRUTH,
    }),
    Column("large numbers of yes and no", BOOLEAN, pl.UInt64, {1: True, 0: False, 2**64 - 1: NO_TRUTH}),
    Column("codes of yes and no", BOOLEAN, pl.String, {
        "A": True, "a": True, "B": False, "C": None, "是": NO_TRUTH, "": None,
    }, {"values": {"A": True, "B": False, "C": None}}),
    Column("truth values turned round", BOOLEAN, pl.Boolean, {True: False, False: True, None: None},
           {"values": {"true": False, "false": True}}),
    Column("truth values where words are explained", BOOLEAN, pl.Boolean, {True: True, False: False, None: None},
           {"values": {"是": True, "否": False}}),
    Column("choices by name and label", AREA, pl.String, {
        **UNKNOWN, "urban": 0, "城镇": 0, "Town": 0, "RURAL": 1, "农村": 1, "village ": 1, "不详": None,
        "海上": STRANGE,
    }),
    Column("choices by code", AREA, pl.String, {"1": 0, "2": 1, "9": None, "3": STRANGE, "urban": STRANGE},
           {"values": {"1": "urban", "2": "rural", "9": None}}),
    Column("choices by number", AREA, pl.Int64, {1: 0, 2: 1, 9: None, 3: STRANGE, None: None},
           {"values": {"01": "urban", "02": "rural", "09": None}}),
    Column("choices by truth value", AREA, pl.Boolean, {True: 0, False: STRANGE, None: None},
           {"values": {"true": "urban"}}),
    Column("choices of categories", AREA, pl.Categorical, {"城镇": 0, "农村": 1, "海上": STRANGE, None: None}),
    Column("whole numbers", INTEGER, pl.Int64, {
        3: 3, -3: -3, None: None, 10**9: 10**9, 10**9 + 1: BEYOND, -(10**9) - 1: BEYOND, 2**62: BEYOND,
    }),
    Column("small whole numbers", INTEGER, pl.UInt8, {3: 3, 255: 255, None: None}),
    Column("large whole numbers", INTEGER, pl.UInt64, {3: 3, 2**64 - 1: BEYOND}),
    Column("ages", AGE, pl.Int16, {0: 0, 150: 150, 151: BEYOND, -1: BEYOND, None: None}),
    Column("floating whole numbers", INTEGER, pl.Float64, {
        3.0: 3, -3.0: -3, 3.5: NO_NUMBER, None: None, float("nan"): None, 1e10: BEYOND, float("-inf"): BEYOND,
    }),
    Column("floating whole numbers of 32 bits", INTEGER, pl.Float32, {3.0: 3, 3.5: NO_NUMBER, float("nan"): None}),
    Column("whole numbers as text", INTEGER, pl.String, {
        **UNKNOWN, "3": 3, " 12 ": 12, "-3": -3, "+3": 3, "007": 7, "3.0": 3, "3.5": NO_NUMBER, "三": NO_NUMBER,
        "３": NO_NUMBER, "1e3": NO_NUMBER, "3人": NO_NUMBER, "1,000": 1000, "1,00": NO_NUMBER, "--3": NO_NUMBER,
        "不详": None, "NaN": None, "null": None,
        "99999999999999999999": BEYOND, "9" * 31: NO_NUMBER,
    }),
    Column("whole numbers as decimals", INTEGER, pl.Decimal(12, 2), {Decimal("3.00"): 3, Decimal("3.50"): NO_NUMBER}),
    Column("yuan", MONEY, pl.Int32, {620: 62000, 0: 0, None: None, -1: NEGATIVE, 2**31 - 1: (2**31 - 1) * 100}),
    Column("yuan of 64 bits", MONEY, pl.Int64, {10**10: 10**12, 10**10 + 1: BEYOND, 2**62: BEYOND, -(2**62): NEGATIVE}),
    Column("fen", MONEY, pl.Int64, {62010: 62010, 10**12: 10**12, 10**12 + 1: BEYOND}, {"unit": Unit.FEN}),
    Column("ten thousand yuan", MONEY, pl.Int64, {3: 3_000_000, 10**6: 10**12, 10**6 + 1: BEYOND},
           {"unit": Unit.WAN_YUAN}),
    Column("floating yuan", MONEY, pl.Float64, {
        620.1: 62010, 0.29: 29, 0.0: 0, 9_999_999_999.99: 999_999_999_999, 620.123: FINER, 1e-5: FINER, -0.004: FINER,
        -0.01: NEGATIVE, 1e10 + 0.01: BEYOND, float("inf"): BEYOND, float("nan"): None, None: None, 1.1 + 2.2: 330,
    }),
    Column("yuan as text", MONEY, pl.String, {
        **UNKNOWN, "620": 62000, "620.5": 62050, "620.50": 62050, " 620.10　": 62010, "+1.01": 101, "620.500": 62050,
        "9999999999.99": 999_999_999_999, "620.123": FINER, "620.00000000001": FINER, "-1": NEGATIVE, "-0.01": NEGATIVE,
        "1,234.50": 123_450, "-1,234,567.00": NEGATIVE, "12,34.50": NO_AMOUNT, ",123": NO_AMOUNT, "620元": NO_AMOUNT,
        "６２０": NO_AMOUNT, "nan": None, "inf": NO_AMOUNT, "0.30000000000000004": 30, "0.3049999999999999": FINER,
        "1e3": NO_AMOUNT, "620.": NO_AMOUNT, "10000000000.01": BEYOND, "9" * 30: BEYOND,
    }),
    Column("fen as text", MONEY, pl.String, {"62010": 62010, "62010.0": 62010, "62010.5": FINER}, {"unit": Unit.FEN}),
    Column("ten thousand yuan as text", MONEY, pl.String, {
        "3.000001": 3_000_001, "0.5": 500_000, "0.0000001": FINER,
    }, {"unit": Unit.WAN_YUAN}),
    Column("yuan as decimals", MONEY, pl.Decimal(12, 3), {
        Decimal("620.100"): 62010, Decimal("620.123"): FINER, Decimal("-1.000"): NEGATIVE, None: None,
    }),
    Column("yuan, at least none", replace(MONEY, minimum=0), pl.Int64, {0: 0, -1: NEGATIVE}),
    Column("debts", replace(MONEY, minimum=-1000, maximum=1000), pl.Float64, {
        -999.99: -99999, -1000.01: BEYOND, 1000.01: BEYOND, 1000.0: 100_000,
    }),
    Column("dates", DATE, pl.Date, {D(2004, 3, 1): MARCH, D(1, 1, 1): 385, None: None}),
    Column("moments", DATE, pl.Datetime("us"), {
        datetime.datetime(2004, 3, 1): MARCH, datetime.datetime(2004, 3, 1, 12): NO_DATE, None: None,
    }),
    Column("dates as text", DATE, pl.String, {
        **UNKNOWN, "2004-03-01": MARCH, "2004-3-1": MARCH, "2004/3/1": MARCH, "2004/03/01": MARCH, "2004.3.1": MARCH,
        "20040301": MARCH, "2004年3月1日": MARCH, "2004年03月01日": MARCH, " 2004-03-01 ": MARCH, "2004-3-01": MARCH,
        "2004-12-31": day_number(D(2004, 12, 31)), "2004年12月1日": day_number(D(2004, 12, 1)),
        "2004-02-29": day_number(D(2004, 2, 29)), "2000-02-29": day_number(D(2000, 2, 29)),
        "2004-02-30": NO_DATE, "2003-02-29": NO_DATE, "1900-02-29": NO_DATE, "2004-04-31": NO_DATE,
        "2004-13-01": NO_DATE, "2004-00-01": NO_DATE, "2004-01-00": NO_DATE, "0000-01-01": NO_DATE,
        "2004-3/1": NO_DATE, "2004年3月1": NO_DATE, "2004-03": NO_DATE, "04-03-01": NO_DATE, "２００４-03-01": NO_DATE,
        "不知道": NO_DATE, "200431": NO_DATE, "20041301": NO_DATE, "不详": None,
        "2004-03-01 00:00:00": MARCH, "2004/3/1 0:00": MARCH, "2004-3-1T00:00:00.000": MARCH, "20040301.0": MARCH,
        "2004-12-1 00:00:00": day_number(D(2004, 12, 1)), "20040301 00:00:00": MARCH, "2004年3月1日 00:00": MARCH,
        "2004-03-01 12:00:00": NO_DATE, "2004-03-01 00:00:00+08:00": NO_ZONE, "20040301.5": NO_DATE,
    }),
    Column("moments as text of which nobody says where days are counted", DATE, pl.String, {
        "2004-03-01T00:00:00Z": NO_ZONE, "2004-03-01 12:00:00.5+08": NO_ZONE, "2004/3/1 0:00 -0330": NO_ZONE,
        "2004-03-01 12:00:00": NO_DATE, "2004-03-01": MARCH, "+08": NO_DATE, "": None,
    }),
    Column("moments as text where days are counted in Shanghai", DATE, pl.String, {
        **dict.fromkeys(("2004-03-01 00:00:00+08", "2004-03-01T00:00:00.000+08:00", "2004-03-01 00:00+0800",
                         "2004-03-01 00:00:00 +08:00", "2004-02-29T16:00:00Z", "2004-02-29 16:00:00+00",
                         "2004-02-29 11:00:00-05:00", "2004-02-29T12:30:00-0330", "2004-03-01"), MARCH),
        "2003-12-31T16:00:00Z": day_number(D(2004, 1, 1)), "2004-04-29T16:00:00Z": day_number(D(2004, 4, 30)),
        # Clocks there were an hour ahead in the summers of 1986 to 1991.
        "1988-07-01 00:00:00+09": day_number(D(1988, 7, 1)), "1988-06-30T15:00:00Z": day_number(D(1988, 7, 1)),
        "1988-07-01 00:00:00+08": NO_DATE, "2004-07-01 00:00:00+09": NO_DATE,
        "2004-03-01T00:00:00Z": NO_DATE, "2004-03-01 12:00:00+08": NO_DATE, "2004-03-01 00:00:01+08": NO_DATE,
        "2004-02-30 00:00:00+08": NO_DATE, "2004-02-30T16:00:00Z": NO_DATE, "2004-03-01 24:00:00+08": NO_DATE,
        "2004-3-1 00:00:00+08": NO_DATE, "": None, "不详": None,
    }, {"zone": "Asia/Shanghai"}),
    Column("dates as text, some said not to be known", DATE, pl.String, {
        "不详": None, "无": NO_DATE, "20040301": MARCH,
    }, {"values": {"不详": None}}),
    Column("words that the registry says are not known", AREA, pl.String, {
        "-": None, "无": None, "城镇": 0, "0": STRANGE,
    }, {"unknown": ("-", "无")}),
    Column("words that the registry says are not known and a column explains", BOOLEAN, pl.String, {
        "-": None, "无": False, "是": True,
    }, {"unknown": ("-", "无"), "values": {"是": True, "无": False}}),
    Column("words of yes and no of which the registry says one is not known", BOOLEAN, pl.String, {
        "无": None, "否": False,
    }, {"unknown": ("无",)}),
    Column("placeholders among dates as text", DATE, pl.String, {
        "0000-00-00": None, "1900-01-01": None, "1900/1/1": None, "1900-01-01 00:00:00": None, "2004-03-01": MARCH,
    }, {"unknown": ("0000-00-00", "1900-01-01")}),
    Column("placeholders among dates", DATE, pl.Date, {D(1900, 1, 1): None, D(2004, 3, 1): MARCH},
           {"unknown": ("1900-01-01", "无")}),
    Column("placeholders among numbers", INTEGER, pl.Int64, {999: None, 99: 99, 1: 1},
           {"unknown": ("999", "1.5")}),
    Column("placeholders among amounts", MONEY, pl.Float64, {-1.0: None, 1.0: 100, -2.0: NEGATIVE},
           {"unknown": ("-1",)}),
    Column("placeholders among amounts as text", MONEY, pl.String, {"-": None, "-1": None, "-1.0": NEGATIVE},
           {"unknown": ("-", "-1")}),
    Column("dates as numbers", DATE, pl.Int32, {
        20040301: MARCH, 20040230: NO_DATE, 0: NO_DATE, -20040301: NO_DATE, None: None, 200403: NO_DATE,
    }),
    Column("dates as floating numbers", DATE, pl.Float64, {
        20040301.0: MARCH, 20040301.5: NO_DATE, float("nan"): None, 1e300: NO_DATE,
    }),
    Column("dates after the first", replace(DATE, minimum=D(1900, 1, 1)), pl.Date, {
        D(1900, 1, 1): day_number(D(1900, 1, 1)), D(1899, 12, 31): BEYOND, None: None,
    }),
    Column("days of birth in identity numbers", DATE, pl.String, {
        "500101200403010013": MARCH, "50010120040301001X": MARCH, "50010120040301001x": MARCH,
        "500101200402300013": NO_DATE, "500101040301001": day_number(D(1904, 3, 1)), "": None,
        "50010120040301001Y": NO_DATE, "５００１０１ ２００４０３０１ ００１x": MARCH, "5001012004****0013": NO_DATE,
    }, {"from_id_number": True}),
    Column("days of birth in identity numbers kept as numbers", DATE, pl.Int64, {
        500101200403010013: MARCH, 7: NO_DATE, None: None,
    }, {"from_id_number": True}),
    Column("nothing", MONEY, pl.Null, {None: None}),
]  # fmt: skip


ERRORS = ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "######")
COLUMNS += [
    Column(f"errors of a sheet for a {of.type}", of, pl.String, dict.fromkeys(ERRORS, problem), more)
    for of, problem, more in (
        (BOOLEAN, NO_TRUTH, {}), (AREA, STRANGE, {}), (INTEGER, NO_NUMBER, {}), (MONEY, NO_AMOUNT, {}),
        (DATE, NO_DATE, {}), (DATE, NO_DATE, {"from_id_number": True}),
    )
]  # fmt: skip


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.said)
def test_cells_come_to_values_or_to_problems(engine: Engine, column: Column) -> None:
    raw = pl.Series(list(column.cells), dtype=column.dtype)

    found = engine(raw, column.fact, replace(COLUMN, **column.more))

    expected = [(None, one) if isinstance(one, Problem) else (one, None) for one in column.cells.values()]
    said = [str(one) for one in column.cells]
    assert dict(zip(said, found, strict=True)) == dict(zip(said, expected, strict=True))


@pytest.mark.parametrize(
    ("of", "dtype", "mend"),
    [
        (DATE, pl.Boolean, "name a column of dates, or of text such as 2004-03-01"),
        (MONEY, pl.Boolean, "name a column of numbers, or of text such as 620.50"),
        (INTEGER, pl.Date, "name a column of numbers, or of text such as 620.50"),
        (MONEY, pl.Float32, "amounts need 64-bit floating point numbers, or decimals"),
        (BOOLEAN, pl.Date, "name a column of words"),
        (AREA, pl.Int64, "say under values: what each of its values means"),
        (AREA, pl.Boolean, "say under values: what each of its values means"),
        (INTEGER, pl.List(pl.Int64), "name a column of numbers, or of text such as 620.50"),
    ],
)
def test_a_column_that_cannot_hold_a_fact_is_refused_where_the_mapping_names_it(
    of: Fact, dtype: Any, mend: str
) -> None:
    given_type = nw.from_native(pl.DataFrame({"列": pl.Series([], dtype=dtype)})).schema["列"]

    with pytest.raises(RequestError) as refused:
        cell_of(of, COLUMN, given_type, "列")

    (told,) = refused.value.diagnostics
    assert (told.place, told.mend) == (HERE, mend)
    assert told.message.startswith("列: a column of ")
    assert told.message.endswith(f"cannot hold household.x, which is a {of.type}")


def test_truth_values_are_taken_as_they_are() -> None:
    read = cell_of(BOOLEAN, COLUMN, nw.Boolean(), "列")

    assert read.problems == ()
    assert (read.fact, read.column) == ("household.x", "列")


# ---------------------------------------------------------------- the same as a case file


def written(of: Fact) -> st.SearchStrategy[Any]:
    """What somebody could write for a fact, good or bad."""
    match of.type:
        case FactType.BOOLEAN:
            return st.booleans()
        case FactType.INTEGER:
            return st.integers(-(10**9), 10**9)
        case FactType.MONEY:
            return st.decimals(-(10**4), 10**10, places=3) | st.decimals(0, 10**10, places=2)
        case FactType.DATE:
            return st.dates()
        case FactType.CHOICE:
            return st.sampled_from([*(of.values or {}), "beyond"])


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_cells_have_the_values_that_a_case_file_gives_them(data: st.DataObject) -> None:
    of = data.draw(st.sampled_from(list(chongqing_pack().facts.values())))
    values = data.draw(st.lists(st.none() | written(of), min_size=1, max_size=20))
    column = FactColumn(of.name, "列", HERE)

    found = on_polars(pl.Series([None if one is None else str(one) for one in values], dtype=pl.String), of, column)

    for value, (made, problem) in zip(values, found, strict=True):
        try:
            assert (made, problem) == (cell(of, of.read(value)), None)
        except ValueProblem:
            assert made is None
            assert problem is not None
