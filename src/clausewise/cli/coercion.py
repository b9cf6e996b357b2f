"""What was typed becomes the value a command takes, for the plain types that nearly every option has.

typer asks pydantic for each value, which takes longer to import than a case takes to check. Here text, paths and
choices pass without it; every other type, and every mistake, is left to typer and its messages.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

_PLAIN: Mapping[object, Callable[[Any], object]] = {
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
        """The value that a command takes for what was typed."""
        described = param.type_descriptor
        annotation, parse = described.annotation, described.parameter_info.parser
        if value is None:
            return () if param.multiple or param.nargs == -1 else None
        if parse is not None:
            return parse(value)
        if annotation in _PLAIN:
            return _PLAIN[annotation](value)
        if get_origin(annotation) is Literal and value in get_args(annotation):
            return value
        param._runtime_param = None
        return param.get_runtime_param().coerce(value, param=param, ctx=ctx)
