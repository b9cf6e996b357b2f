"""Rows as frames of whatever library the caller uses, through Narwhals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from typing import Any, Literal

from clausewise.errors import Diagnostic, RequestError

Backend = Literal["polars", "pandas", "pyarrow"]


def frame_of(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], backend: Backend) -> Any:
    """A frame with these columns of texts, `months` whole numbers, a row each. Raises: RequestError without a library.

    The types are the same whatever the rows hold, so that frames of several answers can be put together.
    """
    for needed in ("narwhals", backend):
        if find_spec(needed) is None:
            mend = f"install it: pip install narwhals {backend}"
            raise RequestError(Diagnostic(f"{needed} is not installed", None, mend))
    import narwhals as nw

    schema = {name: nw.Int64() if name == "months" else nw.String() for name in columns}
    data = {name: [row[name] for row in rows] for name in columns}
    return nw.from_dict(data, schema, backend=backend).to_native()
