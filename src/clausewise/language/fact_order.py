"""The order in which facts that follow from others are worked out, each after those it follows from.

A circle of facts that imply one another is worked out together, in rounds; one that goes through a derivation is
refused. Nothing here works anything out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter

from clausewise.language.entry_reading import Ground
from clausewise.language.facts import Fact
from clausewise.language.reads import implied_by, inputs_of

Graph = Mapping[str, tuple[str, ...]]


def order_facts(ground: Ground) -> tuple[tuple[str, ...], ...]:
    """The facts that can follow from others, in groups: one derived or implied fact, or a circle of implied ones."""
    facts = ground.facts
    graph = _graph(facts)
    groups = settling_order(graph)
    refused = False
    for group in groups:
        circle = _circle_through_derivation(graph, facts, group)
        if circle:
            refused = True
            message = f"facts follow from each other in a circle: {' → '.join(circle)}"
            derived = all(facts[name].derive is not None for name in circle)
            if derived:
                message = f"facts are derived from each other in a circle: {' → '.join(circle)}"
            mend = "one of them must be a fact that is asked for" if derived else "no circle may go through derive:"
            ground.refuse(message, facts[circle[0]].place, mend)
    return () if refused else _that_follow(groups, facts)


def following_order(facts: Mapping[str, Fact]) -> tuple[tuple[str, ...], ...]:
    """The same of facts of which it is known that no circle goes through a derivation."""
    return _that_follow(settling_order(_graph(facts)), facts)


def _graph(facts: Mapping[str, Fact]) -> Graph:
    return {name: tuple(sorted(_inputs(fact))) for name, fact in sorted(facts.items())}


def _that_follow(groups: Iterable[tuple[str, ...]], facts: Mapping[str, Fact]) -> tuple[tuple[str, ...], ...]:
    return tuple(group for group in groups if any(facts[name].implied or facts[name].derive for name in group))


def settling_order(graph: Graph) -> tuple[tuple[str, ...], ...]:
    """The names of a graph in groups, each after those it reads; names that read each other in a circle are a group."""
    group_of = _circles(graph)
    groups = {names[0]: names for names in group_of.values()}
    below = {
        first: sorted({group_of[read][0] for name in names for read in graph[name]} - {first})
        for first, names in sorted(groups.items())
    }
    return tuple(groups[first] for first in TopologicalSorter(below).static_order())


def _circles(graph: Graph) -> dict[str, tuple[str, ...]]:
    """For each name those that it shares a circle with, itself among them, in order."""
    pruned = _without_open_ends(graph)
    reached = {name: _reached(pruned, name) for name in pruned}
    alone = {name: (name,) for name in graph}
    return alone | {
        name: tuple(sorted({name} | {other for other in reached[name] if name in reached[other]})) for name in pruned
    }


def _without_open_ends(graph: Graph) -> Graph:
    """The names that can stand in a circle: those left when what reads nothing more is left out again and again."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError:
        pass
    else:
        return {}
    left = {name: set(reads) for name, reads in graph.items()}
    while True:
        ends = {name for name, reads in left.items() if not reads}
        if not ends:
            return {name: tuple(sorted(reads)) for name, reads in left.items()}
        left = {name: reads - ends for name, reads in left.items() if name not in ends}


def _reached(graph: Graph, start: str) -> frozenset[str]:
    found: set[str] = set()
    waiting = list(graph[start])
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += graph[name]
    return frozenset(found)


def _inputs(fact: Fact) -> tuple[str, ...]:
    return implied_by(fact) if fact.derive is None else inputs_of(fact.derive)


def _circle_through_derivation(graph: Graph, facts: Mapping[str, Fact], group: tuple[str, ...]) -> list[str]:
    """A way from the first derived fact of a group back to itself, both ends named; empty when there is none."""
    derived = next((name for name in group if facts[name].derive is not None), None)
    if derived is None or (len(group) == 1 and derived not in graph[derived]):
        return []
    came_from: dict[str, str] = {}
    waiting = [derived]
    for name in waiting:
        for read in graph[name]:
            if read == derived:
                way = [name]
                while way[-1] != derived:
                    way.append(came_from[way[-1]])
                return [derived, *reversed(way[:-1]), derived] if len(way) > 1 else [derived, derived]
            if read in group and read not in came_from:
                came_from[read] = name
                waiting.append(read)
    return []
