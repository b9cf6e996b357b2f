"""What was typed becomes the value a command takes, for the few types that options have.

typer asks pydantic for each value, which takes longer to import than a case takes to check, and tells mistakes in its
words. Here text, paths, numbers and choices are read without it; what has another type is left to typer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from clausewise.errors import Diagnostic, RequestError, did_you_mean

_TYPES: Mapping[object, Callable[[Any], object]] = {
    str: str,
    Path: Path,
    list[str]: tuple,
    list[Path]: lambda values: tuple(map(Path, values)),
}


def coerce_plainly(parameters: list[Any]) -> list[Any]:
    """The same parameters of a typer command, which now do without pydantic where they can.

    A release of typer that does not use pydantic has no such attribute, and its parameters stay as they are.
    """
    for parameter in parameters:
        if getattr(parameter, "_runtime_param", parameter) is None:
            parameter._runtime_param = _Plainly()
    return parameters


class _Plainly:
    """Stands where typer keeps what makes the values of a parameter, until a value comes that is not plain."""

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """The value that a command takes for what was typed. Raises: RequestError."""
        described = param.type_descriptor
        annotation, parse = described.annotation, described.parameter_info.parser
        if value is None:
            return () if param.multiple or param.nargs == -1 else None
        if parse is not None:
            return parse(value)
        if annotation in _TYPES:
            return _TYPES[annotation](value)
        if annotation is int:
            return _read_number(value, param.opts[0])
        if get_origin(annotation) is Literal:
            return _choose(value, get_args(annotation), param.opts[0])
        if isinstance(annotation, type) and issubclass(annotation, StrEnum):
            return annotation(_choose(value, tuple(annotation), param.opts[0]))
        param._runtime_param = None
        return param.get_runtime_param().coerce(value, param=param, ctx=ctx)


def _read_number(value: str | int, name: str) -> int:
    try:
        return int(value)
    except ValueError:
        raise RequestError(Diagnostic(f"{name}: {value} is not a whole number", None, "write one such as 21")) from None


def _choose(value: str, choices: tuple[str, ...], name: str) -> str:
    if value not in choices:
        mend = did_you_mean(value, choices) or f"it may be: {', '.join(choices)}"
        raise RequestError(Diagnostic(f"{name}: {value} is none of its values", None, mend))
    return value
