"""What DuckDB raises, as the rest of a screening is told of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from clausewise.errors import Diagnostic, Place, RequestError, as_of_disk

_INTERRUPTED = "Query interrupted"


@contextmanager
def refused_by_duckdb(what: str, place: str) -> Iterator[None]:
    """Tell what DuckDB cannot do, after the words `what`, of a registry at a place.

    Raises: RequestError, OSError where the disk is full, KeyboardInterrupt where it was interrupted.
    """
    import duckdb

    try:
        yield
    except duckdb.Error as problem:
        if full := as_of_disk(problem):
            raise full from None
        said = " ".join(str(problem).split())
        raise RequestError(Diagnostic(f"{what}: {said}", Place(place))) from None
    except RuntimeError as problem:
        # So it says that somebody pressed Ctrl-C while it was at work.
        if _INTERRUPTED in str(problem):
            raise KeyboardInterrupt from None
        raise
