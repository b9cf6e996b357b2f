"""What a follow-up lists: agencies of the findings it names or stands on, or the registers that hold facts of the case.

Reads a result and adds nothing to it; a follow-up without `list` lists nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from clausewise.engine.findings import Finding, Listing, Missing, Result
from clausewise.engine.proof import looks_at
from clausewise.language.conditions import findings_of
from clausewise.language.rules import Followup, ListKind
from clausewise.language.verdicts import Verdict


def followups_of(finding: Finding) -> tuple[Followup, ...]:
    """What a finding sets in motion, or would when its verdict is settled; nothing when it does not apply."""
    return () if finding.verdict is Verdict.DOES_NOT_APPLY else finding.rule.followup


def listings_of(result: Result, finding: Finding, followup: Followup) -> tuple[Listing, ...]:
    """The lines of a follow-up's list, in the order in which the pack names agencies or registers.

    An agency stands with the names of the applying findings that it handles (`rule`, `rule@member`), a register with
    the facts it could answer (`household.area`, `member.employed@mother`): those given, and those still missing.
    """
    if followup.lists is ListKind.AGENCIES:
        return _agencies(result, finding, followup)
    if followup.lists is ListKind.REGISTERS:
        return _registers(result)
    return ()


def _agencies(result: Result, finding: Finding, followup: Followup) -> tuple[Listing, ...]:
    rules = frozenset(followup.of or findings_of(finding.rule.when))
    handled: dict[str, list[str]] = {}
    for one in result.findings:
        stood_on = one.rule.id in rules and looks_at(finding.subject, one.subject)
        if stood_on and one.verdict is Verdict.APPLIES:
            for agency in one.rule.agency:
                handled.setdefault(agency, []).append(one.name)
    agencies = result.pack.agencies
    return tuple(Listing(name, agencies[name].label, tuple(handled[name])) for name in agencies if name in handled)


def _registers(result: Result) -> tuple[Listing, ...]:
    held: dict[str, list[str]] = {}
    for name, member in _facts_of_the_case(result):
        fact = result.pack.facts.get(name)
        if fact is not None and fact.lookup is not None:
            held.setdefault(fact.lookup, []).append(name if member is None else f"{name}@{member}")
    registers = result.pack.registers
    return tuple(Listing(name, registers[name].label, tuple(held[name])) for name in registers if name in held)


def _facts_of_the_case(result: Result) -> list[tuple[str, str | None]]:
    """Each fact given or missing and its member, once: in the order of the pack, then of the members."""
    place = {name: index for index, name in enumerate(result.pack.facts)}
    rank = {member.id: index for index, member in enumerate(result.case.members)}
    found = set(_given(result)).union(*map(still_open, result.findings))
    return sorted(found, key=lambda one: (place.get(one[0], -1), rank.get(one[1] or "", -1)))


def _given(result: Result) -> Iterator[tuple[str, str | None]]:
    case = result.case
    yield from ((name, None) for name in (*case.values, *case.spans))
    for member in case.members:
        yield from ((name, member.id) for name in (*member.values, *member.spans))


def still_open(finding: Finding) -> tuple[Missing, ...]:
    """What is still to be asked: for the verdict when it is undetermined; else for amounts, months and the deadline."""
    if finding.verdict is Verdict.UNDETERMINED:
        return finding.missing
    found = [one for grant in finding.aid for one in grant.missing]
    if finding.deadline is not None:
        found += finding.deadline.missing
    return tuple(dict.fromkeys(found))
