"""What facts imply, by definition: rounds over the plain interpreter, each of which sees the values of the one before.

It shares no code with the engine and works on the data as YAML holds it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from specification.texts import names_in, parse

if TYPE_CHECKING:
    from specification.household import Open
    from specification.interpreter import Reading

TRUE = 2


@dataclass
class Settled:
    """What is left of the values of facts that nobody states, by fact and member, and the entries that left that.

    A fact with one value left has it. Numbers, amounts and days have either any value, and then do not stand here, or
    one.
    """

    left: dict[Open, tuple[Any, ...]] = field(default_factory=dict)
    entries: dict[Open, list[int]] = field(default_factory=dict)


def settle(reading: Reading) -> Settled:
    """What is implied in a household."""
    settled = Settled()
    for group in groups(reading.facts):
        for _ in group:
            # All that a round makes is put down at its end.
            made = [(about, one_round(reading, settled, *about)) for about in spoken_of(reading, group)]
            for about, after in made:
                if after is not None:
                    settled.left[about], entries = after
                    settled.entries.setdefault(about, []).extend(entries)
    return settled


def spoken_of(reading: Reading, group: tuple[str, ...]) -> Iterator[Open]:
    """The facts of a group that nobody states, with each member they are about."""
    for name in group:
        for who in replace(reading, seen=set()).people() if name.startswith("member.") else [None]:
            if reading.given(name, who) is None and (name, who) not in reading.household.spans:
                yield name, who


def one_round(
    reading: Reading, settled: Settled, name: str, who: str | None
) -> tuple[tuple[Any, ...], list[int]] | None:
    """The values that a round leaves to a fact, and the entries that do; None where it leaves what there was."""
    entry = reading.facts[name]
    before = settled.left.get((name, who)) or values_of(entry)
    left, entries = before, []
    seeing = replace(reading, seen=set(), settled=settled)
    for number, one in enumerate(entry["implied"]):
        if left is not None and len(left) == 1:
            break
        if seeing.condition(one["when"], who, None)[1] != TRUE:
            continue
        allowed = tuple(value for value in left if allows(one, value)) if left is not None else (one["is"],)
        if allowed and allowed != left:
            left = allowed
            entries.append(number)
    return None if left is None or left == before else (left, entries)


def values_of(entry: dict[str, Any]) -> tuple[Any, ...] | None:
    if entry["type"] == "boolean":
        return (False, True)
    return tuple(entry["values"]) if entry["type"] == "choice" else None


def allows(one: dict[str, Any], value: Any) -> bool:
    """Whether a fact can have a value where an entry is proved."""
    if "is" in one:
        return bool(value == one["is"])
    ruled_out = one["is_not"]
    return value not in ([ruled_out] if isinstance(ruled_out, str) else ruled_out)


def contradicted(reading: Reading) -> set[Open]:
    """The facts that are stated, and that a proved entry does not allow to be so."""
    found = set()
    # Worked out once: what is made of the reading below takes it along.
    assert reading.implications is not None
    for name, entry in reading.facts.items():
        for who in replace(reading, seen=set()).people() if name.startswith("member.") else [None]:
            stated = reading.given(name, who)
            seeing = replace(reading, seen=set())
            for one in entry.get("implied", ()) if stated is not None else ():
                if not allows(one, stated) and seeing.condition(one["when"], who, None)[1] == TRUE:
                    found.add((name, who))
    return found


# -- the order ---------------------------------------------------------------------------------------------------------


def groups(facts: Mapping[str, dict[str, Any]]) -> list[tuple[str, ...]]:
    """The implied facts, those that imply one another in a circle together, each group after what it reads."""
    implied = [name for name, entry in facts.items() if "implied" in entry]
    if not implied:
        return []
    reads = {name: read_by(entry) & set(facts) for name, entry in facts.items()}
    behind = {name: closure(reads, name) for name in facts}
    found = {
        tuple(other for other in implied if other == name or (other in behind[name] and name in behind[other]))
        for name in implied
    }
    return sorted(found, key=lambda group: (len(behind[group[0]] | {group[0]}), group))


def closure(reads: Mapping[str, set[str]], name: str) -> set[str]:
    found: set[str] = set()
    waiting = [*reads[name]]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += reads[one]
    return found


def read_by(entry: dict[str, Any]) -> set[str]:
    """The facts that a fact follows from: all that its derivation, or what implies it, names."""
    written = entry.get("derive", [one["when"] for one in entry.get("implied", ())])
    return set().union(*(names_in(parse(text)) for text in texts_in(written)))


def texts_in(written: Any) -> Iterator[str]:
    """The expressions in a condition, or in an expression; a contested point reads its office fact."""
    if isinstance(written, str):
        yield written
    elif isinstance(written, list):
        for part in written:
            yield from texts_in(part)
    elif isinstance(written, dict):
        if "contested" in written:
            yield f"office.reads.{written['contested']}"
        for key, part in written.items():
            if key == "if" or isinstance(part, dict | list):
                yield from texts_in(part)
