"""Where a condition stands in its tree, by path (`when.all.1`), and the tree without it.

Paths are the same wherever an audit names a condition: in coverage by cases, in mutants, in questions. Nothing here
evaluates one.
"""

from __future__ import annotations

from collections.abc import Iterator

from clausewise.classes import dataclass
from clausewise.language.conditions import (
    All,
    Any,
    Condition,
    Contested,
    Count,
    Every,
    FindingOf,
    If,
    Not,
    Quantifier,
    Some,
    parts_of,
    with_parts,
)


@dataclass(frozen=True, slots=True)
class Step:
    """One condition of a tree, its path, whether a quantifier stands above it, and whether it can be left out.

    `contested` says that it stands below a contested point, and `is_office` that it is the leaf on how the office reads
    one, which is nothing but a leaf.
    """

    path: str
    condition: Condition
    quantified: bool
    can_be_dropped: bool
    contested: bool = False
    is_office: bool = False


def nodes_of(whole: Condition, root: str = "when") -> Iterator[Step]:
    """Every condition of a tree with its path, the whole first, in the order written."""
    yield from _below(whole, root, quantified=False, can_be_dropped=False)


def _below(
    condition: Condition,
    path: str,
    *,
    quantified: bool,
    can_be_dropped: bool,
    contested: bool = False,
    is_office: bool = False,
) -> Iterator[Step]:
    yield Step(path, condition, quantified, can_be_dropped, contested, is_office)
    parts = parts_of(condition)
    droppable = isinstance(condition, All | Any) and len(parts) > 1
    for index, part in enumerate(parts):
        yield from _below(
            part,
            path_below(condition, path, index),
            quantified=quantified or isinstance(condition, Quantifier),
            can_be_dropped=droppable,
            contested=contested or isinstance(condition, Contested),
            is_office=isinstance(condition, Contested) and part is condition.says,
        )


def path_below(condition: Condition, path: str, index: int) -> str:
    """The path of a part of a condition, by its number; a part that is the only one there can be has none."""
    below = f"{path}.{_KEYS[type(condition)]}"
    return f"{below}.{index}" if isinstance(condition, All | Any | Contested) else below


def replaced(whole: Condition, path: str, by: Condition | None, root: str = "when") -> Condition:
    """The tree with another condition at a path; with None there, without it. Raises: KeyError, ValueError."""
    found = _replaced(whole, root, path, by)
    if found is None:
        raise ValueError(f"{path} cannot be left out")
    return found


def dropped(whole: Condition, path: str, root: str = "when") -> Condition:
    """The tree without the condition at a path. Raises: KeyError, ValueError when nothing would be left."""
    return replaced(whole, path, None, root)


def _replaced(condition: Condition, here: str, path: str, by: Condition | None) -> Condition | None:
    if here == path:
        return by
    key = _KEYS.get(type(condition))
    if key is None or not path.startswith(f"{here}.{key}"):
        raise KeyError(path)
    parts = list(parts_of(condition))
    branch = isinstance(condition, All | Any)
    numbered = branch or isinstance(condition, Contested)
    index = int(path[len(here) + len(key) + 2 :].partition(".")[0]) if numbered else 0
    part = _replaced(parts[index], path_below(condition, here, index), path, by)
    if part is None and isinstance(condition, Contested):
        raise ValueError(f"{path} cannot be left out")
    parts[index : index + 1] = [] if part is None else [part]
    if branch and not parts:
        raise ValueError(f"{path} cannot be left out")
    return with_parts(condition, parts) if parts else None


def say_condition(condition: Condition) -> str:
    """A condition on one line, as written, with the words it encodes."""
    written = _written(condition)
    return f"{written}（{condition.words}）" if condition.words else written


def _written(condition: Condition) -> str:
    match condition:
        case If(source=source):
            return source
        case FindingOf(patterns=patterns):
            return f"finding {', '.join(patterns)}"
        case Count(part=part, at_least=low, at_most=high):
            bounds = [f"{name} {bound}" for name, bound in (("at_least", low), ("at_most", high)) if bound is not None]
            return f"count member {' '.join(bounds)}: {_written(part)}"
        case Contested(point=point, names=names, readings=readings):
            read = (f"{name}: {_written(reading)}" for name, reading in zip(names, readings, strict=True))
            return f"contested {point} [{', '.join(read)}]"
    inner = ", ".join(map(_written, parts_of(condition)))
    return f"{_KEYS[type(condition)]} [{inner}]"


_KEYS: dict[type, str] = {
    All: "all",
    Any: "any",
    Not: "not",
    Some: "some",
    Every: "every",
    Count: "count",
    Contested: "contested",
}
