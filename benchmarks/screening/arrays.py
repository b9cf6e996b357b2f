"""The peer's arrays, drawn once by the peer in its own Python, and read by every engine that is timed.

They lie in NumPy's file format, which is read here without NumPy: as they are, or as the columns of the pack of the
thirty measures. Households and members have numbers for names, as the peer's have.
"""

from __future__ import annotations

import ast
import struct
import subprocess
from pathlib import Path

import polars as pl
import pyarrow as pa

from clausewise.language.facts import FactType
from clausewise.language.model import Pack
from clausewise.packs import open_pack
from clausewise.screening.rules.columns import HOUSEHOLD, MEMBER, ROW

PACK = Path(__file__).parent / "pack" / "rules" / "thirty-measures"
TRUE_CELLS = {1_000: 1_429, 10_000: 14_129, 100_000: 139_635, 1_000_000: 1_398_143}
"""By number of households, with seed 7: in how many cells of household and measure the oracle has true."""
SEED = 7

_DRAW = """
import sys
sys.path.insert(0, sys.argv[1])
import numpy as np
import {peer} as peer
household, persons, households = peer.make_data(int(sys.argv[2]), int(sys.argv[3]))
np.save(sys.argv[4] + "/household.npy", household)
for prefix, columns in (("member.", persons), ("household.", households)):
    for name, values in columns.items():
        np.save(sys.argv[4] + "/" + prefix + name + ".npy", values)
"""
_TYPES = {"<f4": pa.float32(), "<i4": pa.int32(), "<i2": pa.int16(), "<i8": pa.int64(), "|b1": pa.uint8()}


def draw(python: str, peer: Path, households: int, folder: Path) -> None:
    """Let the peer draw its arrays, into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [python, "-c", _DRAW.format(peer=peer.stem), str(peer.parent), str(households), str(SEED), str(folder)]
    subprocess.run(command, check=True)


def read_array(path: Path) -> pl.Series:
    """One array, as it lies in its file."""
    with path.open("rb") as file:
        start = file.read(10)
        (length,) = struct.unpack("<H", start[8:])
        header = ast.literal_eval(file.read(length).decode())
        content = pa.py_buffer(file.read())
    array = pa.Array.from_buffers(_TYPES[header["descr"]], header["shape"][0], [None, content])
    read = pl.Series(path.stem, pl.from_arrow(array))
    return read.cast(pl.Boolean) if header["descr"] == "|b1" else read


def read_frames(folder: Path) -> tuple[Pack, pl.DataFrame, pl.DataFrame]:
    """The pack of the thirty measures, and the normalised columns of the arrays.

    Amounts are cut to whole fen. No limit that the measures compare with lies between two of them, so that this turns
    no measure: amounts are compared with whole yuan, or two of them with one another far from where fen count.
    """
    pack = open_pack(str(PACK))
    households, members = ({name: read_array(folder / f"{name}.npy") for name in _names(folder, one)} for one in
                           ("household.", "member."))  # fmt: skip
    rows = read_array(folder / "household.npy").cast(pl.UInt32)
    number = len(households["household.assets"])
    return (
        pack,
        pl.DataFrame(
            [pl.int_range(number, dtype=pl.UInt32, eager=True).alias(HOUSEHOLD)]
            + [_normalised(pack, name, values) for name, values in households.items()]
        ),
        pl.DataFrame(
            [rows.alias(ROW), pl.int_range(len(rows), dtype=pl.UInt32, eager=True).alias(MEMBER)]
            + [_normalised(pack, name, values) for name, values in members.items()]
        ),
    )


def _names(folder: Path, prefix: str) -> list[str]:
    return sorted(path.stem for path in folder.glob(f"{prefix}*.npy") if path.stem != "household")


def _normalised(pack: Pack, name: str, values: pl.Series) -> pl.Series:
    fact = pack.facts[name]
    if values.dtype == pl.Float32:
        hundredths = (values.cast(pl.Float64) * 100).floor()
        return hundredths.cast(pl.Int64 if fact.type is FactType.MONEY else pl.Int32)
    return values.cast(pl.UInt8) if fact.type is FactType.CHOICE else values
