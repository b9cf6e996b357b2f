"""Rows as frames of whatever library the caller uses, through Narwhals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from typing import Any, Literal

from clausewise.errors import Diagnostic, RequestError

Backend = Literal["polars", "pandas", "pyarrow"]


def frame_of(rows: Sequence[Mapping[str, Any]], backend: Backend) -> Any:
    """A frame with these rows, all of the same columns. Raises: RequestError where a library is not installed."""
    for needed in ("narwhals", backend):
        if find_spec(needed) is None:
            mend = f"install it: pip install narwhals {backend}"
            raise RequestError(Diagnostic(f"{needed} is not installed", None, mend))
    import narwhals as nw

    columns = list(rows[0]) if rows else []
    return nw.from_dict({name: [row[name] for row in rows] for name in columns}, backend=backend).to_native()
