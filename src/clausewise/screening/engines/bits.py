"""Booleans of many rows as one whole number, a bit for each row: read from columns, and made columns again.

Joining such numbers takes a microsecond for some hundred thousand rows, where columns of a data frame take several
times as long, and fifty microseconds however few rows they have. Columns hand over their bits as they lie in memory, by
Arrow's C stream interface (arrow.apache.org/docs/format/CStreamInterface.html), as Polars does to every library; they
are made by reading what Polars wrote as an Arrow stream, with other bits in it.
"""

from __future__ import annotations

import ctypes
from functools import cache, cached_property
from io import BytesIO

import polars as pl

from clausewise.classes import NamedTuple
from clausewise.screening.engines.neighbours import begins, falses

_CHUNK = 1 << 17
"""So many bits stand in one message of a stream; longer ones Polars might part itself."""
_KNOWN, _VALUES = 0, 1
"""Where Arrow has which rows of a column are known, and what they are."""


class Rows:
    """How the bits of members stand to each other, those of one household side by side, the first row lowest.

    `rows` says for each in which row its household stands. What a household has stands at the last of its rows, and
    nowhere else.
    """

    def __init__(self, rows: pl.Series) -> None:
        self.members = (1 << len(rows)) - 1
        """Every row."""
        self.is_last = begins(rows).slice(1).append(pl.Series([True])[: len(rows)]).rechunk()
        """Which row is the last of its household, which stands for it."""
        self.households = bits_of(self.is_last)
        """These rows."""
        self._others = self.members ^ self.households

    @cached_property
    def _same(self) -> list[tuple[int, int]]:
        """For each distance 1, 2, 4 which rows are of the same household as the row so much further."""
        found = []
        same, distance = self._others, 1
        while same:
            found.append((distance, same))
            same &= same >> distance
            distance *= 2
        return found

    def any_of(self, bits: int) -> int:
        """For households, whether a row of theirs is in.

        The last row has the highest bit of its household, and adding the bits of its other rows to as many ones carries
        into it where any of them is in, and never beyond.
        """
        return (((bits & self._others) + self._others) | bits) & self.households

    def spread(self, bits: int) -> int:
        """For rows, whether their household is in."""
        for distance, same in self._same:
            bits |= (bits >> distance) & same
        return bits


class RowsApart:
    """Bits of members beside bits of their households, which have one each.

    `rows` says for each member in which row the household stands, counted from 0; of `number` households each has at
    least one.
    """

    def __init__(self, rows: pl.Series, number: int) -> None:
        self.members = (1 << len(rows)) - 1
        """Every member."""
        self.households = (1 << number) - 1
        """Every household."""
        self._whose = rows
        self._number = len(rows)

    def any_of(self, bits: int) -> int:
        """For households, whether a member of theirs is in."""
        found = self._rows.any_of(bits)
        return bits_of(column_of_bits(found, self._number).filter(self._rows.is_last)) if found else 0

    def spread(self, bits: int) -> int:
        """For members, whether their household is in."""
        where = self._ends.filter(column_of_bits(bits, len(self._ends)))
        return self._rows.spread(bits_of(falses(self._number).scatter(where, True)))

    @cached_property
    def _rows(self) -> Rows:
        return Rows(self._whose)

    @cached_property
    def _ends(self) -> pl.Series:
        return pl.int_range(self._number, dtype=pl.Int64, eager=True).filter(self._rows.is_last)


def bits_of(column: pl.Series) -> int:
    """A column of booleans as a whole number, the first row lowest; where it is unknown a bit says nothing."""
    return _buffer(column, _VALUES) or 0


def known_of(column: pl.Series) -> int:
    """Which rows of a column are known."""
    found = _buffer(column, _KNOWN)
    return (1 << len(column)) - 1 if found is None else found


def column_of_bits(bits: int, length: int) -> pl.Series:
    """A column of so many booleans."""
    parts = _parts()
    count = -(-length // _CHUNK)
    content, size = bits.to_bytes(count * _CHUNK // 8, "little"), _CHUNK // 8
    messages = (parts.head + content[at * size : (at + 1) * size] for at in range(count))
    return pl.read_ipc_stream(b"".join((parts.schema, *messages, parts.end))).to_series().head(length).rechunk()


# ------------------------------------------------------------ Arrow


class _Array(ctypes.Structure):
    """Arrow's `ArrowArray`."""

    _fields_ = (
        ("length", ctypes.c_int64),
        ("null_count", ctypes.c_int64),
        ("offset", ctypes.c_int64),
        ("n_buffers", ctypes.c_int64),
        ("n_children", ctypes.c_int64),
        ("buffers", ctypes.POINTER(ctypes.c_void_p)),
        ("children", ctypes.c_void_p),
        ("dictionary", ctypes.c_void_p),
        ("release", ctypes.CFUNCTYPE(None, ctypes.c_void_p)),
        ("private_data", ctypes.c_void_p),
    )


class _Stream(ctypes.Structure):
    """Arrow's `ArrowArrayStream`."""

    _fields_ = (
        ("get_schema", ctypes.c_void_p),
        ("get_next", ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)),
        ("get_last_error", ctypes.c_void_p),
        ("release", ctypes.c_void_p),
        ("private_data", ctypes.c_void_p),
    )


_pointer_of = ctypes.pythonapi.PyCapsule_GetPointer
_pointer_of.restype, _pointer_of.argtypes = ctypes.c_void_p, (ctypes.py_object, ctypes.c_char_p)


def _buffer(column: pl.Series, which: int) -> int | None:
    """The bits of one of Arrow's buffers of a column; None where there is none."""
    if not len(column):
        return None
    # The capsule lets go of the stream when it goes itself.
    capsule = column.rechunk().__arrow_c_stream__()
    stream = _Stream.from_address(_pointer_of(capsule, b"arrow_array_stream"))
    array = _Array()
    if stream.get_next(ctypes.addressof(stream), ctypes.addressof(array)):
        raise RuntimeError("Polars hands over no array")
    try:
        if array.length != len(column):
            raise RuntimeError("Polars hands over a column in parts")
        begin: int | None = array.buffers[which]
        if not begin:
            return None
        first: int = array.offset
        last = first + len(column)
        content = ctypes.string_at(begin + first // 8, -(-last // 8) - first // 8)
    finally:
        array.release(ctypes.addressof(array))
    bits = int.from_bytes(content, "little")
    if first % 8:
        bits >>= first % 8
    # In the last byte there may be anything behind the last row.
    behind = bits >> len(column)
    return bits - (behind << len(column)) if behind else bits


class _Parts(NamedTuple):
    """What a stream of one column of booleans begins with, what stands before the bits of each message, and the end."""

    schema: bytes
    head: bytes
    end: bytes


@cache
def _parts() -> _Parts:
    file = BytesIO()
    falses(_CHUNK).to_frame().write_ipc_stream(file)
    content = file.getvalue()
    # Each message has a mark and the length of its head before it, of four bytes each.
    schema = 8 + int.from_bytes(content[4:8], "little")
    head = schema + 8 + int.from_bytes(content[schema + 4 : schema + 8], "little")
    return _Parts(content[:schema], content[schema:head], content[head + _CHUNK // 8 :])
