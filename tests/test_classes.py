"""Classes that are made quickly do what the standard library's do: whatever is asked of the two gives the same."""

# The decorator of a test is the library's or ours in turn, which type checkers cannot follow.
# mypy: disable-error-code="call-arg, attr-defined, misc"

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
import subprocess
import sys
import typing
from collections.abc import Callable
from dataclasses import FrozenInstanceError, dataclass, field
from typing import Any, NamedTuple

import pytest

from clausewise import classes

# What type checkers take for the library's own.
quickly: Any = classes.dataclass
Quick: Any = classes.NamedTuple

Maker = Callable[..., Any]
BOTH = pytest.mark.parametrize("made", [dataclass, quickly], ids=["the library's", "ours"])


def plain(made: Maker) -> Any:
    """A class with each kind of field."""

    @made(frozen=True)
    class Family:
        """A family."""

        name: str
        size: int = 1
        members: tuple[str, ...] = field(default_factory=tuple)
        note: str | None = field(default=None, compare=False, repr=False)
        seen: list[str] = field(init=False, compare=False, default_factory=list)
        known: bool = field(default=True, kw_only=True)

    return Family


@BOTH
def test_a_data_class_is_called_shown_and_compared_by_its_fields(made: Maker) -> None:
    family = plain(made)
    one = family("李", 2, ("甲", "乙"), "first")
    assert repr(one).endswith("Family(name='李', size=2, members=('甲', '乙'), seen=[], known=True)")
    assert one == family("李", 2, ("甲", "乙"), "second")
    assert one != family("李", 2, ("甲", "乙"), known=False)
    assert hash(one) == hash(family(name="李", size=2, members=("甲", "乙")))
    assert len({one, family("李", 2, ("甲", "乙")), family("王")}) == 2
    assert one.__eq__(("李", 2)) is NotImplemented
    assert family("王").seen is not family("王").seen
    assert dataclasses.replace(one, size=3) == family("李", 3, ("甲", "乙"))
    assert dataclasses.astuple(one) == ("李", 2, ("甲", "乙"), "first", [], True)
    match one:
        case family(name, size, known=True):
            assert (name, size) == ("李", 2)
        case _:
            pytest.fail("it does not match")


@BOTH
@pytest.mark.parametrize(
    "call",
    [
        lambda family: family(),
        lambda family: family("李", 1, (), None, True),
        lambda family: family("李", seen=[]),
        lambda family: family("李", age=3),
    ],
    ids=["nothing", "too much", "what is not given", "what is not there"],
)
def test_a_data_class_refuses_other_arguments(made: Maker, call: Callable[[Any], Any]) -> None:
    with pytest.raises(TypeError):
        call(plain(made))


@BOTH
def test_a_frozen_data_class_stays_as_it_is(made: Maker) -> None:
    one = plain(made)("李")
    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'size'"):
        one.size = 3
    with pytest.raises(FrozenInstanceError, match="cannot delete field 'size'"):
        del one.size
    assert one.size == 1


@BOTH
def test_the_signature_and_the_hints_of_a_data_class_name_its_fields(made: Maker) -> None:
    family = plain(made)
    parameters = inspect.signature(family).parameters
    assert list(parameters) == ["name", "size", "members", "note", "known"]
    assert parameters["size"].default == 1
    assert parameters["known"].kind is inspect.Parameter.KEYWORD_ONLY
    assert typing.get_type_hints(family)["members"] == tuple[str, ...]
    assert typing.get_type_hints(family.__init__)["size"] is int


@BOTH
def test_a_data_class_that_changes_has_no_hash(made: Maker) -> None:
    @made
    class Count:
        value: int = 0

        def __post_init__(self) -> None:
            self.twice = 2 * self.value

    one = Count(3)
    one.value = 4
    assert (one.value, one.twice, one == Count(4)) == (4, 6, True)
    with pytest.raises(TypeError, match="unhashable"):
        hash(one)


@BOTH
def test_what_a_class_says_itself_is_kept(made: Maker) -> None:
    @made(frozen=True)
    class Clause:
        number: int

        def __repr__(self) -> str:
            return f"第{self.number}条"

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Clause) and self.number % 10 == other.number % 10

        def __hash__(self) -> int:
            return 7

    assert (repr(Clause(5)), Clause(5) == Clause(15), hash(Clause(5))) == ("第5条", True, 7)


@BOTH
def test_a_class_without_comparison_is_told_apart_by_identity(made: Maker) -> None:
    @made(frozen=True, eq=False)
    class Node:
        number: int

    one = Node(1)
    assert (one == Node(1), one == one, hash(one) == object.__hash__(one)) == (False, True, True)


@BOTH
def test_a_class_that_derives_has_the_fields_of_both(made: Maker) -> None:
    @made(frozen=True)
    class Base:
        first: int
        second: int = 2

    @made(frozen=True)
    class Derived(Base):
        third: int = 3

    assert repr(Derived(1)).endswith("Derived(first=1, second=2, third=3)")
    assert repr(Base(1)).endswith("Base(first=1, second=2)")
    assert Derived(1) != Base(1)


@BOTH
def test_a_class_that_holds_itself_can_be_shown(made: Maker) -> None:
    @made
    class Ring:
        next: Any = None

    ring = Ring()
    ring.next = ring
    assert repr(ring).endswith("Ring(next=...)")


@BOTH
def test_a_data_class_with_slots_takes_no_other_attribute(made: Maker) -> None:
    @made(slots=True)
    class Narrow:
        value: int
        found: str | None = field(default=None, init=False)

    one = Narrow(1)
    assert one.found is None
    with pytest.raises(AttributeError):
        one.other = 1


@BOTH
def test_no_default_is_shared_that_could_be_changed(made: Maker) -> None:
    with pytest.raises(ValueError, match="mutable default"):

        @made
        class Shared:
            names: list[str] = []  # noqa: RUF012


@quickly(frozen=True)
class Kept:
    first: int
    second: str = "b"


@quickly(frozen=True, slots=True)
class KeptNarrow:
    first: int
    second: str = "b"


class Pair(Quick):
    first: int
    second: str = "b"


@pytest.mark.parametrize("kind", [Kept, KeptNarrow, Pair])
def test_what_was_made_quickly_is_pickled_and_copied(kind: Any) -> None:
    one = kind(1)
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(one, protocol)) == one
    assert copy.deepcopy(one) == one
    assert repr(copy.copy(one)) == f"{kind.__name__}(first=1, second='b')"


class Theirs(NamedTuple):
    """A place."""

    file: str
    line: int = 1

    @property
    def said(self) -> str:
        """In words."""
        return f"{self.file}, line {self.line}"


class Ours(Quick):
    """A place."""

    file: str
    line: int = 1

    @property
    def said(self) -> str:
        """In words."""
        return f"{self.file}, line {self.line}"


@pytest.mark.parametrize("place", [Theirs, Ours])
def test_a_named_tuple_is_a_tuple_whose_items_have_names(place: Any) -> None:
    one = place("a.yaml", 3)
    assert one == ("a.yaml", 3)
    assert repr(one) == f"{place.__name__}(file='a.yaml', line=3)"
    assert (place("b").line, one.said, place.__doc__) == (1, "a.yaml, line 3", "A place.")
    assert (one._replace(line=4), one._asdict()) == (("a.yaml", 4), {"file": "a.yaml", "line": 3})
    assert (place._fields, place._field_defaults) == (("file", "line"), {"line": 1})
    assert typing.get_type_hints(place) == {"file": str, "line": int}
    assert (place.__module__, place.__qualname__) == (__name__, place.__name__)
    with pytest.raises(TypeError):
        place()
    with pytest.raises(AttributeError):
        one.line = 5


@pytest.mark.parametrize("base", [NamedTuple, Quick])
def test_a_field_without_a_default_cannot_follow_one_that_has_one(base: Any) -> None:
    with pytest.raises(TypeError):

        class Wrong(base):
            first: int = 1
            second: str


def test_a_check_makes_every_class_of_its_own_quickly() -> None:
    # What the library makes of a frozen class takes a third of a millisecond; a hundred of them are a third of a check.
    code = (
        "import dataclasses, sys, typing\n"
        "import clausewise.cli.check, clausewise.engine, clausewise.report.answer.text, clausewise.report.console\n"
        "slow = {dataclasses.dataclass, typing.NamedTuple}\n"
        "ours = {name: vars(module) for name, module in sys.modules.items() if name.startswith('clausewise.')}\n"
        "used = {name: {of.get('dataclass'), of.get('NamedTuple')} for name, of in ours.items()}\n"
        "print(len(ours) > 50, *sorted(name for name, those in used.items() if those & slow))\n"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout == "True\n"
