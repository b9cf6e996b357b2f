"""What is made up reaches everything the language holds; else agreement on it would say little."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from hypothesis import Phase, given, settings

from clausewise.plain.conditions import FALSE, TRUE, UNKNOWN, Proof
from clausewise.plain.reading import Reading
from specification.generators import plans, reckoning_plans, with_cases
from specification.large import large_plans
from specification.looking import Looking
from specification.properties import reading_of, refused
from specification.written import Plan


def conditions(written: Any) -> Iterator[dict[str, Any]]:
    """A condition and all below it."""
    if isinstance(written, dict):
        yield written
    below = written.values() if isinstance(written, dict) else written if isinstance(written, list) else ()
    for part in below:
        yield from conditions(part)


def whens(plan: Plan) -> list[dict[str, Any]]:
    return [one for rule in plan.rules.values() for one in conditions(rule["when"])]


def proofs(reading: Reading) -> Iterator[Proof]:
    """Every node of every finding's proof."""

    def nodes(proof: Proof) -> Iterator[Proof]:
        yield proof
        for part in proof[3]:
            yield from nodes(part)

    for finding in reading.findings():
        yield from nodes(reading.rule(*finding))


def height(plan: Plan, rule_id: str) -> int:
    """How many rules stand on each other below a rule, itself among them; patterns for several are passed over."""
    below = [name for one in conditions(plan.rules[rule_id]["when"]) for name in one.get("finding", ())]
    return 1 + max((height(plan, name) for name in below if name in plan.rules), default=0)


Kind = Callable[[Plan, Reading], bool]
SMALL: dict[str, Kind] = {
    "members who are not named": lambda plan, reading: reading.has_ghost,
    "no members": lambda plan, reading: reading.household.members == {} and not reading.has_ghost,
    "members who may not be all": lambda plan, reading: reading.has_ghost and bool(reading.household.members),
    "three members": lambda plan, reading: len(reading.household.members) == 3,
    "a derived fact that differs from the one given": lambda plan, reading: "is given as" in refused(reading),
    "a derived fact that cannot be": lambda plan, reading: "cannot be" in refused(reading),
    "a derived fact that agrees with the one given": lambda plan, reading: (
        not refused(reading)
        and any(
            reading.given(fact.name, who) is not None and reading.derived(fact, who) is not None
            for fact in reading.pack.facts.values()
            if fact.derived_by is not None
            for who in reading.about(fact)
        )
    ),
    "not below not": lambda plan, reading: any("not" in one.get("not", ()) for one in whens(plan)),
    "two findings in one leaf": lambda plan, reading: any(len(one.get("finding", ())) == 2 for one in whens(plan)),
    "findings that stand on findings that stand on findings": lambda plan, reading: (
        max(height(plan, rule_id) for rule_id in plan.rules) == 3
    ),
    "a pattern for several rules": lambda plan, reading: any(
        name.endswith("*") for one in whens(plan) for name in one.get("finding", ())
    ),
    "an amount that can be computed": lambda plan, reading: any(
        amount is not None and amount > 0
        for finding in reading.findings()
        for amount, _ in reading.computed(*finding)[0]
    ),
    "a deadline that is past": lambda plan, reading: any(
        reading.computed(*finding)[2] is True for finding in reading.findings()
    ),
}


def reached(form: str, code: int) -> Kind:
    return lambda plan, reading: any(proof[:2] == (form, code) for proof in proofs(reading))


def bounded(*bounds: str) -> Kind:
    every = {"at_least", "at_most", "exactly"}
    return lambda plan, reading: any(every & set(one) == set(bounds) for one in whens(plan))


def decided(*words: str) -> Kind:
    """A comparison with something unknown, and all these words in it, that is decided all the same."""

    def is_one(plan: Plan, reading: Reading) -> bool:
        looking = Looking(reading.pack, reading.household, entries=plan.all_facts)
        for finding in looking.findings():
            looking.rule(*finding)
        return any(all(word in text for word in words) for text in looking.decided)

    return is_one


RECKONED: dict[str, Kind] = {
    "a date known to the month or the year": lambda plan, reading: bool(reading.household.spans),
    "a derived fact given as it can never follow": lambda plan, reading: "can only be" in refused(reading),
    "members who are not named": lambda plan, reading: reading.has_ghost,
    "a comparison decided by bounds": decided(),
}
RECKONED |= {
    f"a comparison decided by the bounds of {' and '.join(words)}": decided(*words)
    for words in (
        ("sum(",), ("count(",), ("min(",), ("max(",), ("years(",), ("months(",), ("days(",), ("*",), ("/",),
        ("household.grades",), ("household.mean_grade",),
    )
}  # fmt: skip
SMALL |= {
    f"{form} that is {word}": reached(form, code)
    for form in ("if", "all", "any", "not", "some", "every", "count", "finding")
    for word, code in (("false", FALSE), ("unknown", UNKNOWN), ("true", TRUE))
}
SMALL |= {
    f"count with {' and '.join(bounds)}": bounded(*bounds)
    for bounds in (("at_least",), ("at_most",), ("exactly",), ("at_least", "at_most"))
}


def parts_of(written: dict[str, Any]) -> list[dict[str, Any]]:
    parts: list[dict[str, Any]] = written.get("any") or written.get("all") or []
    return parts


def nesting(written: dict[str, Any]) -> int:
    below = [written["not"]] if "not" in written else parts_of(written)
    return 1 + max(map(nesting, below)) if below else 0


LARGE: dict[str, Callable[[Plan], bool]] = {
    "more than 24 parts": lambda plan: any(24 < len(parts_of(one)) <= 56 for one in whens(plan)),
    "more than 56 parts": lambda plan: any(len(parts_of(one)) > 56 for one in whens(plan)),
    "any of more than 24 alls": lambda plan: any(
        len([part for part in one.get("any", ()) if "all" in part]) > 24 for one in whens(plan)
    ),
    "all of more than 24 anys": lambda plan: any(
        len([part for part in one.get("all", ()) if "any" in part]) > 24 for one in whens(plan)
    ),
    "more than 15 groups in each other": lambda plan: any(nesting(one) > 15 for one in whens(plan)),
    "not below not": lambda plan: any("not" in one.get("not", ()) for one in whens(plan)),
    "a finding beside them": lambda plan: any("finding" in one for one in whens(plan)),
}


def test_among_the_packs_and_cases_made_up_there_is_one_of_each_kind() -> None:
    wanted = dict(SMALL)

    @settings(max_examples=250, phases=[Phase.generate], database=None, derandomize=True)
    @given(with_cases(plans(), 2))
    def tick_off(made: tuple[Plan, list[dict[str, Any]]]) -> None:
        plan, cases = made
        for reading in [reading_of(plan, case) for case in cases]:
            for kind in [kind for kind, is_one in wanted.items() if is_one(plan, reading)]:
                del wanted[kind]

    tick_off()
    assert sorted(wanted) == []


def test_among_what_is_reckoned_with_unknowns_bounds_decide_some_of_each_kind() -> None:
    wanted = dict(RECKONED)

    @settings(max_examples=200, phases=[Phase.generate], database=None, derandomize=True)
    @given(with_cases(reckoning_plans(), 2, known=(1, 4, 6)))
    def tick_off(made: tuple[Plan, list[dict[str, Any]]]) -> None:
        plan, cases = made
        for reading in [reading_of(plan, case) for case in cases] if wanted else ():
            for kind in [kind for kind, is_one in wanted.items() if is_one(plan, reading)]:
                del wanted[kind]

    tick_off()
    assert sorted(wanted) == []


def test_among_the_large_rules_made_up_there_is_one_of_each_kind() -> None:
    wanted = dict(LARGE)

    @settings(max_examples=60, phases=[Phase.generate], database=None, derandomize=True)
    @given(large_plans())
    def tick_off(plan: Plan) -> None:
        for kind in [kind for kind, is_one in wanted.items() if is_one(plan)]:
            del wanted[kind]

    tick_off()
    assert sorted(wanted) == []
