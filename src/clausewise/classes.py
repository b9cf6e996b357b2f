"""Data classes and named tuples as the standard library has them, each made in a tenth of its time.

A program that ends after a tenth of a second spends a quarter of it on making classes: of each frozen data class the
library compiles six functions, of a named tuple one and the annotation of each field. Here functions are shared, and
the one that must be written for each class, `__init__` or `__new__`, is written when somebody first asks for it. What a
class can do is the same: fields, replacing, matching, comparing, hashing, pickling; tests/test_classes.py holds the two
side by side. Left out is what Clausewise does not use: `order`, `unsafe_hash`, `InitVar`, and a named tuple that is
generic.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    # Type checkers see the library's own, with all that they know of these.
    from dataclasses import dataclass as dataclass
    from typing import NamedTuple as NamedTuple
else:
    import dataclasses
    from collections import _tuplegetter
    from operator import attrgetter
    from reprlib import recursive_repr

    _MISSING = dataclasses.MISSING

    def dataclass(cls=None, /, *, frozen=False, eq=True, repr=True, slots=False, kw_only=False):
        """What `dataclasses.dataclass` makes of a class."""
        if cls is None:
            return lambda cls: dataclass(cls, frozen=frozen, eq=eq, repr=repr, slots=slots, kw_only=kw_only)
        own_hash = cls.__dict__.get("__hash__") is not None
        cls = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots, kw_only=kw_only)(cls)
        own = cls.__dict__
        if "__init__" not in own:
            cls.__init__ = _Unwritten(cls, frozen)
        if repr and "__repr__" not in own:
            cls.__repr__ = _repr
        if eq:
            equal, hashed = _comparing(cls)
            if "__eq__" not in own:
                cls.__eq__ = equal
            if not own_hash:
                cls.__hash__ = hashed if frozen else None
        if frozen:
            cls.__setattr__, cls.__delattr__ = _refuse_to_assign, _refuse_to_delete
            if slots and "__getstate__" not in own:
                cls.__getstate__, cls.__setstate__ = _state, _take_state
        return cls

    class _Unwritten:
        """Stands for the `__init__` of a class until somebody asks for it."""

        __slots__ = ("cls", "frozen")

        def __init__(self, cls, frozen):
            self.cls, self.frozen = cls, frozen

        def __get__(self, instance, owner):
            self.cls.__init__ = written = _written(self.cls, self.frozen)
            return written.__get__(instance, owner)

    def _written(cls, frozen):
        """The `__init__` of a class: fields in their order, then those that go by keyword."""
        known = {"_put": object.__setattr__, "_absent": _MISSING}
        taken, named, lines = ["self"], [], []
        for one in dataclasses.fields(cls):
            name, value, default = one.name, one.name, ""
            if one.default is not _MISSING:
                known[f"_default_{name}"] = one.default
                default = f"=_default_{name}"
                value = name if one.init else f"_default_{name}"
            elif one.default_factory is not _MISSING:
                known[f"_make_{name}"] = one.default_factory
                default = "=_absent"
                value = f"_make_{name}()" + (f" if {name} is _absent else {name}" if one.init else "")
            if one.init:
                (named if one.kw_only else taken).append(name + default)
            if one.init or default:
                lines.append(f" _put(self, {name!r}, {value})" if frozen else f" self.{name} = {value}")
        if hasattr(cls, "__post_init__"):
            lines.append(" self.__post_init__()")
        exec(
            f"def __init__({', '.join([*taken, '*', *named] if named else taken)}):\n" + "\n".join(lines or [" pass"]),
            known,
        )
        written = known["__init__"]
        written.__module__, written.__qualname__ = cls.__module__, f"{cls.__qualname__}.__init__"
        written.__annotations__ = {one.name: one.type for one in dataclasses.fields(cls) if one.init} | {"return": None}
        return written

    @recursive_repr()
    def _repr(self):
        shown = ", ".join(f"{one.name}={getattr(self, one.name)!r}" for one in dataclasses.fields(self) if one.repr)
        return f"{type(self).__qualname__}({shown})"

    def _comparing(cls):
        """`__eq__` and `__hash__` of a class, by its fields that count."""
        counting = [one.name for one in dataclasses.fields(cls) if one.compare]
        of = attrgetter(*counting) if counting else lambda self: ()

        def equal(self, other):
            if other.__class__ is self.__class__:
                return of(self) == of(other)
            return NotImplemented

        def hashed(self):
            return hash(of(self))

        return equal, hashed

    def _refuse_to_assign(self, name, value):
        raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")

    def _refuse_to_delete(self, name):
        raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")

    def _state(self):
        return [getattr(self, one.name) for one in dataclasses.fields(self)]

    def _take_state(self, state):
        for one, value in zip(dataclasses.fields(self), state, strict=True):
            object.__setattr__(self, one.name, value)

    class _Making(type):
        """Makes a tuple whose items have names of a class that is written below NamedTuple."""

        def __new__(mcs, name, bases, body):
            annotations = body.get("__annotations__", {})
            fields = tuple(annotations)
            defaults = {field: body.pop(field) for field in fields if field in body}
            if tuple(defaults) != fields[len(fields) - len(defaults) :]:
                raise TypeError(f"{name}: a field without a default follows one that has one")
            if any(field.startswith("_") for field in fields):
                raise ValueError(f"{name}: a field begins with _")
            new = _UnwrittenNew()
            members = {"__doc__": f"{name}({', '.join(fields)})"} | _OF_TUPLES | body
            members |= {
                "__new__": new,
                "__match_args__": fields,
                "_fields": fields,
                "_field_defaults": defaults,
            }
            for place, field in enumerate(fields):
                members[field] = _tuplegetter(place, f"Alias for field number {place}")
            new.cls = made = type(name, (tuple,), members)
            return made

    class _UnwrittenNew:
        """Stands for the `__new__` of a tuple until somebody asks for it."""

        __slots__ = ("cls",)

        def __get__(self, instance, owner):
            cls = self.cls
            taken = "".join(f"{name}, " for name in cls._fields)
            code = f"lambda _cls, {taken}: _new(_cls, ({taken}))"
            written = eval(code, {"_new": tuple.__new__, "__builtins__": {}, "__name__": cls.__module__})
            written.__name__, written.__qualname__ = "__new__", f"{cls.__qualname__}.__new__"
            written.__defaults__ = tuple(cls._field_defaults.values())
            written.__annotations__ = cls.__annotations__
            cls.__new__ = staticmethod(written)
            return written

    def _make(cls, iterable):
        """A tuple of the items of an iterable."""
        made = tuple.__new__(cls, iterable)
        if len(made) != len(cls._fields):
            raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(made)}")
        return made

    def _replace(self, /, **changed):
        """The same with some fields replaced."""
        made = self._make(map(changed.pop, self._fields, self))
        if changed:
            raise ValueError(f"Got unexpected field names: {list(changed)!r}")
        return made

    def _asdict(self):
        """The fields by name."""
        return dict(zip(self._fields, self, strict=True))

    def _as_arguments(self):
        return tuple(self)

    def _repr_of_tuple(self):
        shown = ", ".join(f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
        return f"{type(self).__name__}({shown})"

    _OF_TUPLES = {
        "__slots__": (),
        "__repr__": _repr_of_tuple,
        "__getnewargs__": _as_arguments,
        "_make": classmethod(_make),
        "_replace": _replace,
        "_asdict": _asdict,
    }
    NamedTuple = type.__new__(_Making, "NamedTuple", (), {"__doc__": "What `typing.NamedTuple` makes of a class."})
