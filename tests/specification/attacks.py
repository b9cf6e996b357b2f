"""What shows a statement of each kind to be false: one household, judged by the second judge.

A household that contradicts itself shows nothing, unless the product showed it. Nothing here asks the product.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from itertools import islice, product
from typing import Any

from clausewise.plain.conditions import TRUE, Condition
from clausewise.plain.household import GHOST
from clausewise.plain.reading import Granted
from specification.statements import WORDS, Attack, Fact, Judge, Judged, Written
from specification.written import Plan, words_of

_MEMBERS = "members"
"""What is otherwise where it is said that those listed are everybody."""

# ---------------------------------------------------------------- one pack


def never(plan: Plan, rule: str, code: int) -> Attack:
    """That no finding of a rule comes to a verdict."""

    def attack(judge: Judge, written: Written) -> str | None:
        found = judge(plan, written)
        if found.refusal:
            return None
        return next(
            (f"{_name(rule, one)} {WORDS[code]}" for one in found.subjects(rule) if found.code(rule, one) == code), None
        )

    return attack


def shows(plan: Plan, verdicts: Mapping[tuple[str, str | None], int]) -> Attack:
    """That a household gives these verdicts."""

    def attack(judge: Judge, written: Written) -> str | None:
        found = judge(plan, written)
        if found.refusal:
            return f"the household is refused: {found.refusal}"
        for (rule, subject), code in verdicts.items():
            if found.code(rule, subject) != code:
                return f"{_name(rule, subject)} is {WORDS[found.code(rule, subject)]}, not {WORDS[code]}"
        return None

    return attack


def implies(plan: Plan, first: str, second: str, *, not_both: bool = False) -> Attack:
    """That the second rule applies wherever the first does; or, with `not_both`, that it never does."""

    def attack(judge: Judge, written: Written) -> str | None:
        found = judge(plan, written)
        if found.refusal:
            return None
        of_member = plan.rules[second]["about"] == "member"
        for one in found.subjects(first):
            if found.code(first, one) == TRUE and (found.code(second, one if of_member else None) == TRUE) == not_both:
                return f"{_name(first, one)} applies, {second} {'applies too' if not_both else 'does not surely apply'}"
        return None

    return attack


def never_true(plan: Plan, owner: str, path: str) -> Attack:
    """That a condition of a rule or a derived fact is never true."""
    written_so, quantified = _at(_whole(plan, owner), path)
    condition = _condition(plan, written_so)

    def attack(judge: Judge, written: Written) -> str | None:
        found = judge(plan, written)
        if found.refusal:
            return None
        everybody = [one for one in found.reading.people() if one != GHOST]
        for subject in _owned_by(found, owner):
            for who in everybody if quantified else [subject]:
                if condition.prove(found.reading, who, subject if owner in plan.rules else None)[1] == TRUE:
                    return f"{path} of {_name(owner, subject)} is true{f' for {who}' if quantified else ''}"
        return None

    return attack


def never_matters(plan: Plan, owner: str, path: str) -> Attack:
    """That a rule's or a derived fact's condition comes to the same without a condition of it."""
    written_so = _whole(plan, owner)
    both = [_condition(plan, one) for one in (written_so, _dropped(written_so, path.split(".")[1:]))]

    def attack(judge: Judge, written: Written) -> str | None:
        found = judge(plan, written)
        if found.refusal:
            return None
        for subject in _owned_by(found, owner):
            about = subject if owner in plan.rules else None
            codes = [one.prove(found.reading, subject, about)[1] for one in both]
            if codes[0] != codes[1]:
                return f"{_name(owner, subject)}: {WORDS[codes[0]]}, without it {WORDS[codes[1]]}"
        return None

    return attack


def _condition(plan: Plan, written: Any) -> Condition:
    """A condition as YAML holds it, for the second judge."""
    return plan.plain.terms.condition(words_of(written))


def _owned_by(found: Judged, owner: str) -> list[str | None]:
    if owner in found.plan.rules:
        return found.subjects(owner)
    return [one for one in found.reading.people() if one != GHOST] if owner.startswith("member.") else [None]


def _whole(plan: Plan, owner: str) -> dict[str, Any]:
    found: dict[str, Any] = plan.rules[owner]["when"] if owner in plan.rules else plan.facts[owner]["derive"]
    return found


_QUANTIFIERS = ("some", "every", "count")
_FORMS = ("if", "finding", "not", "all", "any")


def _inner(condition: dict[str, Any]) -> dict[str, Any]:
    """What a quantifier says of a member."""
    return {key: part for key, part in condition.items() if key in _FORMS}


def _at(condition: dict[str, Any], path: str) -> tuple[dict[str, Any], bool]:
    """The condition at a path such as when.all.1, and whether a quantifier stands above it."""
    keys, quantified = path.split(".")[1:], False
    while keys:
        key = keys.pop(0)
        if key in _QUANTIFIERS:
            condition, quantified = _inner(condition), True
        else:
            condition = condition[key][int(keys.pop(0))] if key in ("all", "any") else condition[key]
    return condition, quantified


def _dropped(condition: dict[str, Any], keys: Sequence[str]) -> dict[str, Any]:
    """The condition without the one at the end of a path."""
    key, rest = keys[0], keys[1:]
    if key in _QUANTIFIERS:
        head = {one: part for one, part in condition.items() if one not in _FORMS}
        return head | _dropped(_inner(condition), rest)
    if key not in ("all", "any"):
        return {**condition, key: _dropped(condition[key], rest)}
    parts = list(condition[key])
    index, rest = int(rest[0]), rest[1:]
    parts[index : index + 1] = [_dropped(parts[index], rest)] if rest else []
    return {**condition, key: parts}


def _name(rule: str, subject: str | None) -> str:
    return rule if subject is None else f"{rule}@{subject}"


# ---------------------------------------------------------------- two packs


def no_other(old: Plan, new: Plan, rules: Sequence[str], *, falls: bool = True, rises: bool = True) -> Attack:
    """That no verdict of these rules falls, or rises, from one pack to another."""

    def attack(judge: Judge, written: Written) -> str | None:
        before, after = judge(old, written), judge(new, written)
        if before.refusal or after.refusal:
            return None
        for rule in rules:
            for one in before.subjects(rule):
                was, now = before.code(rule, one), after.code(rule, one)
                if (falls and now < was) or (rises and now > was):
                    return f"{_name(rule, one)} goes from {WORDS[was]} to {WORDS[now]}"
        return None

    return attack


def grants_the_same(old: Plan, new: Plan, rule: str) -> Attack:
    """That a rule, where it applies, computes the same amounts for as long, and has the same deadline."""

    def attack(judge: Judge, written: Written) -> str | None:
        before, after = judge(old, written), judge(new, written)
        if before.refusal or after.refusal:
            return None
        for one in before.subjects(rule):
            if before.code(rule, one) == TRUE == after.code(rule, one):
                was, now = before.computed(rule, one), after.computed(rule, one)
                if was != now:
                    return f"{_name(rule, one)} grants {_said(was)}, then {_said(now)}"
        return None

    return attack


def all_of(*attacks: Attack) -> Attack:
    """That none of these shows anything."""

    def attack(judge: Judge, written: Written) -> str | None:
        return next((shown for one in attacks if (shown := one(judge, written)) is not None), None)

    return attack


def _said(granted: Granted) -> str:
    aids = ", ".join(f"{amount} yuan for {months} months" for amount, months in granted[0])
    return f"[{aids}] by {granted[1]}"


# ---------------------------------------------------------------- assurances


def assured(plan: Plan, entry: Mapping[str, Any], variants: Callable[[Written], list[Written]]) -> Attack:
    """What an assurance claims. `variants` are the same household with the facts that it names otherwise."""
    kind = next(key for key in ("then", "never", "not_refused", "independent_of", "never_lost_by") if key in entry)
    if kind in ("independent_of", "never_lost_by"):
        return _turning_nothing(plan, variants, falls_only=kind == "never_lost_by")
    wanted = {"then": (2,), "never": (0, 1), "not_refused": (1, 2)}[kind]
    given = _condition(plan, entry["given"]) if "given" in entry else None
    claim = _condition(plan, entry[kind])

    def attack(judge: Judge, written: Written) -> str | None:
        found = judge(plan, written)
        if found.refusal:
            return None
        everybody = [one for one in found.reading.people() if one != GHOST]
        for who in everybody if entry["about"] == "member" else [None]:
            premise = TRUE if given is None else given.prove(found.reading, who, who)[1]
            code = claim.prove(found.reading, who, who)[1]
            if premise == TRUE and code not in wanted:
                return (
                    f"given is true{f' for {who}' if who else ''}, and {kind} is {('false', 'unknown', 'true')[code]}"
                )
        return None

    return attack


def _turning_nothing(plan: Plan, variants: Callable[[Written], list[Written]], *, falls_only: bool) -> Attack:
    def attack(judge: Judge, written: Written) -> str | None:
        before = judge(plan, written)
        if before.refusal:
            return None
        for other in variants(written):
            after = Judged(plan, other)
            if after.refusal:
                continue
            for rule in plan.rules:
                for one in before.subjects(rule):
                    was, now = before.code(rule, one), after.code(rule, one)
                    if now < was if falls_only else now != was:
                        return f"{_name(rule, one)} goes from {WORDS[was]} to {WORDS[now]} with {other}"
        return None

    return attack


# ---------------------------------------------------------------- what turns a finding


def changed(written: Written, changes: Mapping[Fact, Any]) -> Written:
    """A household with some facts otherwise; facts of members by their ids. `members` says that those are all."""
    told = {name: value for (name, who), value in changes.items() if who is None}
    everybody = {"everybody": told.pop(_MEMBERS)} if _MEMBERS in told else {}
    of_household = {name.partition(".")[2]: value for name, value in told.items()}
    result = {**written, **everybody, "household": {**written.get("household", {}), **of_household}}
    if "members" in written:
        result["members"] = [
            {**one, **{name.partition(".")[2]: value for (name, who), value in changes.items() if who == one["id"]}}
            for one in written["members"]
        ]
    return result


def turns(plan: Plan, rule: str, subject: str | None, code: int, ways: Mapping[Fact, Sequence[Any]]) -> Attack:
    """That a finding comes to a verdict with each of these values in place of what a household says."""

    def attack(judge: Judge, written: Written) -> str | None:
        for chosen in islice(product(*ways.values()), 32):
            changes = dict(zip(ways, chosen, strict=True))
            outside = [f"{name}: {value}" for (name, _), value in changes.items() if not _fits(plan, name, value)]
            if outside:
                return f"no case can say {', '.join(outside)}"
            found = Judged(plan, changed(written, changes))
            if found.refusal:
                return f"with {changes} the household is refused"
            if found.code(rule, subject) != code:
                return f"with {changes} it is {WORDS[found.code(rule, subject)]}"
        return None

    return attack


def _fits(plan: Plan, name: str, value: Any) -> bool:
    if name == _MEMBERS:
        return value is True
    entry = plan.facts[name]
    low = entry.get("minimum", 0 if entry["type"] == "money" else value)
    if entry["type"] == "choice":
        return value in entry["values"]
    return bool(entry["type"] == "boolean" or low <= value <= entry.get("maximum", value))


def nothing_turns(
    plan: Plan, rule: str, subject: str | None, code: int, sets: Sequence[frozenset[Fact]],
    tries: Callable[[Written], Sequence[Mapping[Fact, Any]]],
) -> Attack:  # fmt: skip
    """That no changes bring a finding to a verdict but such as hold one of these sets."""

    def attack(judge: Judge, written: Written) -> str | None:
        for changes in tries(written):
            if any(one <= changes.keys() for one in sets):
                continue
            found = Judged(plan, changed(written, changes))
            if not found.refusal and found.code(rule, subject) == code:
                return f"it is {WORDS[code]} with {changes}"
        return None

    return attack


def turns_from(plan: Plan, rule: str, subject: str | None, code: int, day: datetime.date) -> Attack:
    """That a finding comes to a verdict on a day with everything else as it is, and on none between that and today."""

    def attack(judge: Judge, written: Written) -> str | None:
        if _code_on(plan, rule, subject, written, day) != code:
            return f"it does not on {day}"
        left = (day - written["as_of"]).days
        between = [written["as_of"] + datetime.timedelta(days=left * part // _PARTS) for part in range(1, _PARTS)]
        return _first_on(plan, rule, subject, written, [*between, day - datetime.timedelta(days=1)], code)

    return attack


def turns_on_none(plan: Plan, rule: str, subject: str | None, code: int, days: Sequence[datetime.date]) -> Attack:
    """That a finding comes to a verdict on none of these days that lie ahead, everything else being as it is."""

    def attack(judge: Judge, written: Written) -> str | None:
        ahead = [day for day in days if day > written["as_of"]]
        return _first_on(plan, rule, subject, written, ahead, code)

    return attack


_PARTS = 12


def _first_on(
    plan: Plan, rule: str, subject: str | None, written: Written, days: Sequence[datetime.date], code: int
) -> str | None:
    found = (day for day in days if _code_on(plan, rule, subject, written, day) == code)
    return next((f"it is {WORDS[code]} on {day} already" for day in found), None)


def _code_on(plan: Plan, rule: str, subject: str | None, written: Written, day: datetime.date) -> int | None:
    """The code of a finding on another day; None where the household is refused then."""
    found = Judged(plan, {**written, "as_of": day})
    return None if found.refusal else found.code(rule, subject)
