"""Good files, mutated: whatever comes of them, they are read or refused with places, and nothing else ever happens."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bad.reading import GOOD_PACK, HERE
from clausewise.case import read_case_bytes
from clausewise.engine import Engine
from clausewise.errors import Diagnostic, InputError
from clausewise.language.pack import PackFiles, examine_pack
from clausewise.packs import open_pack
from clausewise.yaml_source import parse_yaml
from language.small import DOCUMENT, FOLDERS, RULES, read

CHONGQING_CASES = sorted((HERE.parents[1] / "cases" / "chongqing-2020").glob("*.yaml"))

# Values as a file would write them, each of which has broken some reader of YAML, numbers or dates.
AWKWARD = (
    "~",
    '""',
    "[]",
    "{}",
    "true",
    "no",
    "0",
    "-1",
    "-0",
    "17.9",
    "1e999999999",
    ".nan",
    ".inf",
    "-.inf",
    "0x10",
    "1_000",
    "²",
    "9" * 39,
    "-" + "9" * 39,
    "0.1",
    "-0.005",
    "9" * 30 + ".01",
    "9" * 5000,
    "0." + "1" * 5000,
    "0001-01-01",
    "9999-12-31",
    "2020-02-30",
    "0000-00-00",
    "2020-12-07T00:00:00",
    "12:30:45",
    "20201207",
    '"\\0"',
    '"\\e[2J"',
    '"\\ud800"',
    "\ufeff",
    "\u202e",
    "&a 1",
    "*a",
    "!!int 5",
    "!!python/none x",
    "<<",
    "'",
    '"',
    "|",
    ">",
    "%",
    "@",
    "? a",
    "- a",
    "a: b: c",
    "[" * 100 + "]" * 100,
    "{a: " * 100 + "}" * 100,
    "[" * 5000,
    "x" * 5000,
    "低" * 3000,
    "member.age",
    "household.dibao",
    "count(member)",
    "case.as_of",
    "1 / 0",
    "household.income / 0 > 1",
    "1 < 2",
    '"a" < "b"',
    "years(case.as_of, case.as_of) > 1",
    '"add_months(case.as_of, 99999999999999) > case.as_of"',
    '"add_days(case.as_of, -99999999) > case.as_of"',
    '"max(1, household.income) * 1.5 > count(member)"',
    "((((((((1))))))))",
    "(" * 240,
    "-" * 240 + "1",
    "1" + " + 1" * 100,
    "not not not x",
    '"\\\\d" == "x"',
    "1 is 1",
    "1if 2else 3",
    "lambda: x",
    "f'{x}'",
    '"[*]"',
    "school.*",
    "urgent.relief",
    "urgent.explanation",
    "*",
    "[school.fees, urgent.relief]",
    "id",
    "13",
    '"13"',
    '"2.1"',
    '"' + "9" * 6000 + '"',
    '"2.99"',
    "2.10",
    "household",
    "member",
    "urgent.relief@son",
    "school.fees@nobody",
    "school.fees@",
    "{zh: 甲, en: a}",
    "{if: household.dibao}",
    "{all: [{if: household.dibao}], text: 低保}",
    "{from: 2020-01-01, value: 1}",
    "{first: 1, last: 99999999999999999999}",
    "{first: -1, last: 0}",
    "{some: member, every: member, count: member, at_least: 1}",
)


class Written(str):
    """A piece of YAML that is written as it is."""


def write(data: Any, twice: str | None = None) -> str:
    """Data as one line of YAML; the key `twice` stands twice wherever it stands."""
    match data:
        case Written():
            return str(data)
        case dict():
            pairs = [f"{_key(key)}: {write(value, twice)}" for key, value in data.items()]
            pairs += [f"{_key(key)}: {write(value, twice)}" for key, value in data.items() if key == twice]
            return "{" + ", ".join(pairs) + "}"
        case list():
            return "[" + ", ".join(write(item, twice) for item in data) + "]"
        case None | bool():
            return json.dumps(data)
        case str():
            return json.dumps(data, ensure_ascii=False)
    return str(data)


def _key(key: str) -> str:
    return str(key) if isinstance(key, Written) else json.dumps(key, ensure_ascii=False)


def paths_in(data: Any, here: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inside = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [here, *(path for key, value in inside for path in paths_in(value, (*here, key)))]


def changed(data: Any, path: tuple[str | int, ...], how: str, value: str) -> Any:
    """Data with one part replaced, dropped, renamed or wrapped."""
    if not path:
        return Written(value) if how == "replace" else [data] if how == "wrap" else data
    key: Any = path[0]
    if len(path) > 1:
        inner = changed(data[key], path[1:], how, value)
        return {**data, key: inner} if isinstance(data, dict) else [*data[:key], inner, *data[key + 1 :]]
    if how == "drop":
        return (
            {k: v for k, v in data.items() if k != key} if isinstance(data, dict) else [*data[:key], *data[key + 1 :]]
        )
    if how == "rename" and isinstance(data, dict):
        return {(Written(value) if k == key else k): v for k, v in data.items()}
    new = [data[key]] if how == "wrap" else Written(value)
    return {**data, key: new} if isinstance(data, dict) else [*data[:key], new, *data[key + 1 :]]


@st.composite
def mutated_structures(draw: st.DrawFn, originals: list[bytes]) -> bytes:
    """A file with up to three of its parts changed."""
    data: Any = parse_yaml(draw(st.sampled_from(originals)), "good.yaml").data
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(paths_in(data)))
        how = draw(st.sampled_from(["replace", "replace", "replace", "drop", "rename", "wrap"]))
        data = changed(data, path, how, draw(st.sampled_from(AWKWARD)))
    keys = sorted({str(step) for path in paths_in(data) for step in path[-1:]})
    twice = draw(st.one_of(st.none(), st.none(), st.none(), st.sampled_from(keys or ["id"])))
    return write(data, twice).encode("utf-8", "surrogatepass")


@st.composite
def mutated_bytes(draw: st.DrawFn, originals: list[bytes]) -> bytes:
    """A file with up to four of its stretches cut, doubled or overwritten."""
    raw = draw(st.sampled_from(originals))
    pieces = st.one_of(
        st.sampled_from([piece.encode() for piece in AWKWARD]),
        st.sampled_from(
            [b"\t", b"\n", b"\r", b"\0", b": ", b"- ", b"\xff\xfe", "：".encode(), b"\n---\n", b"#", b"&a ", b"!"]
        ),
        st.binary(max_size=4),
        st.just(b""),
    )
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(raw)))
        end = min(len(raw), start + draw(st.sampled_from([0, 0, 1, 2, 10, 100])))
        new = raw[start:end] * 2 if draw(st.booleans()) and end > start else draw(pieces)
        raw = raw[:start] + new + raw[end:]
    return raw


def placed(found: list[Diagnostic] | tuple[Diagnostic, ...]) -> None:
    """Every fault has a place in some file, and a message of a length that can be read."""
    for diagnostic in found:
        assert diagnostic.place is not None
        assert diagnostic.place.line is None or diagnostic.place.line >= 1
        assert 0 < len(str(diagnostic)) < 2000


def read_and_check(raw: bytes, engine: Engine) -> None:
    try:
        engine.check(read_case_bytes(raw, "case.yaml", engine.pack))
    except InputError as problem:
        placed(problem.diagnostics)


def load_and_check(name: str, raw: bytes) -> None:
    try:
        pack, found = examine_pack(PackFiles(FOLDERS, DOCUMENT, {**RULES, name: raw}))
        placed(found)
        if pack is not None and not found:
            read_and_check((GOOD_PACK / "cases/family.yaml").read_bytes(), Engine(pack))
    except InputError as problem:
        placed(problem.diagnostics)


SMALL = Engine(read({}))
FAMILY = (GOOD_PACK / "cases/family.yaml").read_bytes()
FULL = (
    FAMILY
    + b"""  undetermined: {urgent.explanation: [household.relieved_on]}
  details: {urgent.relief: {modality: shall, agency: [civil_affairs], amount: 500.00, months: 1, overdue: false}}
  measures: {1: applies}
application: {}
as_of: 2020-12-07
title: {zh: a, en: b}
pack: small
"""
)
CASES = [FAMILY, FULL.replace(b"area: urban", b"area: urban, income: 620.50, relieved_on: 2020-11-07")]
cases = st.one_of(mutated_structures(CASES), mutated_bytes(CASES))
rules = st.sampled_from(sorted(RULES)).flatmap(
    lambda name: st.tuples(st.just(name), st.one_of(mutated_structures([RULES[name]]), mutated_bytes([RULES[name]])))
)


@settings(max_examples=300)
@given(cases)
def test_a_mutated_case_is_checked_or_refused(raw: bytes) -> None:
    read_and_check(raw, SMALL)


@settings(max_examples=150)
@given(rules)
def test_a_mutated_pack_is_loaded_or_refused(named: tuple[str, bytes]) -> None:
    load_and_check(*named)


@pytest.mark.long
@settings(max_examples=1_000)
@given(cases)
def test_many_mutated_cases_are_checked_or_refused(raw: bytes) -> None:
    read_and_check(raw, SMALL)


@pytest.mark.long
@settings(max_examples=500)
@given(rules)
def test_many_mutated_packs_are_loaded_or_refused(named: tuple[str, bytes]) -> None:
    load_and_check(*named)


@pytest.fixture(scope="module")
def chongqing() -> Engine:
    return Engine(open_pack("chongqing-2020"))


@pytest.mark.long
@settings(max_examples=250)
@given(mutated_structures([path.read_bytes() for path in CHONGQING_CASES]))
def test_mutated_households_of_chongqing_are_checked_or_refused(chongqing: Engine, raw: bytes) -> None:
    read_and_check(raw, chongqing)
