"""What must hold of whatever is said to turn a finding: it does, on the day said, and nothing small is left out.

Every change is written into its case and read as a file is read, so that no value outside a fact's domain passes. The
functions raise AssertionError with what was said; `test_turnings.py` calls them with few packs, and by hand with many.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from copy import deepcopy
from itertools import combinations, product
from typing import Any

from clausewise.engine import Engine, Finding, Result
from clausewise.engine.passing import measured_days
from clausewise.engine.turning import Turning, find_turnings
from clausewise.errors import CaseError
from clausewise.language.facts import DateSpan
from clausewise.language.verdicts import Verdict
from specification.generators import values_of
from specification.written import Plan, case_of

Changes = Mapping[tuple[str, str | None], Any]
_DAY = datetime.timedelta(days=1)


def changed(written: Mapping[str, Any], changes: Changes) -> dict[str, Any]:
    """The case with some facts otherwise, as a file would say it."""
    copy = deepcopy(dict(written))
    for (name, member), value in changes.items():
        subject, _, short = name.partition(".")
        if name == "members":
            copy["everybody"] = value
        elif member is None:
            copy[subject] = {**(copy.get(subject) or {}), short: value}
        else:
            (one,) = (one for one in copy["members"] if one["id"] == member)
            one[short] = value
    return copy


def verdict(engine: Engine, written: Mapping[str, Any], name: str) -> Verdict | None:
    """The verdict of a finding; None where the case is refused."""
    try:
        return engine.check(case_of(engine.pack, written)).by_name[name].verdict
    except CaseError:
        return None


def turn(engine: Engine, result: Result, finding: Finding, written: Mapping[str, Any]) -> list[Turning]:
    """What is said to turn a finding, after every set and day was seen to do so, and no part of a set."""
    turnings = list(find_turnings(engine, result, finding))
    for turning in turnings:
        for changes in turning.sets:
            for values in product(*(change.after[:3] for change in changes)):
                after = {(one.fact, one.member): value for one, value in zip(changes, values, strict=True)}
                found = verdict(engine, changed(written, after), finding.name)
                assert found is turning.verdict, f"{finding.name} with {after}: {found}, not {turning.verdict}"
            for part in combinations(changes, len(changes) - 1):
                less = {(one.fact, one.member): one.after[0] for one in part}
                assert verdict(engine, changed(written, less), finding.name) is not turning.verdict, f"{less} is enough"
        if turning.from_day is not None:
            turns_on(engine, finding, written, turning)
    return turnings


def turns_on(engine: Engine, finding: Finding, written: Mapping[str, Any], turning: Turning) -> None:
    """A finding turns on the day that is said, and on none before it."""
    day, as_of = turning.from_day, written["as_of"]
    assert day is not None
    assert day > as_of
    assert verdict(engine, {**written, "as_of": day}, finding.name) is turning.verdict
    span = (day - as_of).days
    before = {day - _DAY, *(as_of + datetime.timedelta(days=span * share // 12) for share in range(12))}
    for one in before:
        assert verdict(engine, {**written, "as_of": one}, finding.name) is not turning.verdict, f"{one}, not {day}"


def small_changes(plan: Plan, result: Result, finding: Finding, written: Mapping[str, Any]) -> Iterator[Changes]:
    """Changes of one fact and of two, by the values that matter: of what is open, or once settled may be otherwise."""
    settled = finding.verdict is not Verdict.UNDETERMINED
    fixed = measured_days(result.pack)
    keys: dict[tuple[str, str | None], list[Any]] = {}
    for name, fact in result.pack.facts.items():
        if not fact.is_asked_for_itself:
            continue
        for one in result.case.members if name.startswith("member.") else (None,):
            holder = result.case if one is None else one
            now = holder.values.get(name)
            span = holder.spans.get(name)
            if now is not None and (not settled or name in fixed):
                continue
            values = [value for value in values_of(plan, name, result.case.as_of) if value != now]
            keys[name, None if one is None else one.id] = [value for value in values if _within(span, value)]
    for size in (1, 2):
        for some in combinations(keys, size):
            for chosen in product(*(keys[key] for key in some)):
                yield dict(zip(some, chosen, strict=True))


def _within(span: DateSpan | None, value: Any) -> bool:
    return span is None or span.first <= value <= span.last


def nothing_is_left_out(
    engine: Engine, changes: Iterator[Changes], finding: Finding, written: Mapping[str, Any], turning: Turning
) -> None:
    """Where nothing was found and nothing left untried, no change that is tried here turns the finding."""
    assert turning.complete
    assert not turning.sets
    for one in changes:
        found = verdict(engine, changed(written, one), finding.name)
        assert found is not turning.verdict, f"{finding.name}: {one} turns it to {turning.verdict}"
