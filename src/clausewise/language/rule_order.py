"""The order in which rules are evaluated: each after the rules on whose findings it stands."""

from __future__ import annotations

from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter

from clausewise.language.conditions import findings_of
from clausewise.language.entry_reading import Ground
from clausewise.language.rules import Duty, Rule


def provision_key(provision: str) -> tuple[int, ...]:
    """The place of `10.1` among provisions: as numbers, so that 9 comes before 10."""
    return tuple(int(part) for part in provision.split("."))


def by_provision(entry: Rule | Duty) -> tuple[tuple[int, ...], str]:
    """The key that sorts entries as the document has their provisions."""
    return provision_key(entry.provision), entry.id


def order_rules(ground: Ground, rules: Iterable[Rule]) -> tuple[tuple[str, ...], ...]:
    """The rules in strata: each stands only on findings of strata before its own. A circle is refused."""
    graph = {rule.id: sorted(findings_of(rule.when)) for rule in sorted(rules, key=by_provision)}
    sorter = TopologicalSorter(graph)
    try:
        sorter.prepare()
    except CycleError as problem:
        circle = list(reversed(problem.args[1]))
        place = next(rule.place for rule in rules if rule.id == circle[0])
        mend = "name the rules a finding: stands on, so that it leaves out those that stand on this one"
        ground.refuse(f"rules stand on each other in a circle: {' → '.join(circle)}", place, mend)
        return ()
    strata: list[tuple[str, ...]] = []
    while sorter.is_active():
        ready = tuple(sorted(sorter.get_ready()))
        strata.append(tuple(rule for rule in ready if rule in graph))
        sorter.done(*ready)
    return tuple(strata)
