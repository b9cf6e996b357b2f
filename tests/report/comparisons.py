"""The rules as they are beside some of them changed, over a made registry, for the tests of reports on that."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from clausewise.language.conditions import All
from clausewise.language.model import Pack
from clausewise.screening.figures.comparison import Comparison, Version
from clausewise.screening.figures.comparison_counting import Found, count_comparison
from clausewise.screening.figures.summary import Reason, Source, TableRows
from clausewise.screening.intake.problems import Problem
from screening.made import DAY, TOWNSHIP, make_registry, part_of
from specification.chongqing import chongqing_pack

HOUSEHOLDS = 200
GONE, WIDER, STRICTER = "education.tracking", "housing.rural_renovation", "social_forces.social_work_services"


def changed_pack(pack: Pack) -> Pack:
    """One rule is gone; one asks a condition less; one asks a condition more, of which nothing is known."""
    wider = pack.rule(WIDER)
    assert isinstance(wider.when, All)
    unknown = pack.rule("housing.urban_dibao").when
    stricter = pack.rule(STRICTER)
    made = {
        WIDER: replace(wider, when=replace(wider.when, parts=wider.when.parts[:1])),
        STRICTER: replace(stricter, when=replace(wider.when, parts=(stricter.when, unknown))),
    }
    return replace(
        pack,
        rules=tuple(made.get(rule.id, rule) for rule in pack.rules if rule.id != GONE),
        strata=tuple(tuple(rule for rule in stratum if rule != GONE) for stratum in pack.strata),
        rules_digest="cd" * 32,
    )


@cache
def made_comparison() -> tuple[Comparison, Found, Found]:
    """The figures, and what each version finds."""
    pack = chongqing_pack()
    other = changed_pack(pack)
    made = make_registry(pack, HOUSEHOLDS)
    found = []
    for one in (pack, other):
        _, part = part_of(one, made)
        found.append(Found(one, part.verdicts, part.member_verdicts))
    before, after = found
    members = made.members.height
    comparison = Comparison(
        old=Version("chongqing-2020", pack, DAY),
        new=Version("../draft-2021", other, DAY),
        mapping="ab" * 32,
        inputs=(Source("households.csv", "12" * 32), Source("members.csv", "34" * 32)),
        tables=(TableRows("households", HOUSEHOLDS + 1, HOUSEHOLDS, 1), TableRows("members", members, members, 0)),
        reasons=(Reason("households", None, Problem.TWICE.value, Problem.TWICE.label, 1),),
        figures=count_comparison(before, after, [TOWNSHIP]),
    )
    return comparison, before, after


def same_comparison() -> Comparison:
    """The same rules twice."""
    comparison, before, _ = made_comparison()
    return replace(comparison, new=comparison.old, figures=count_comparison(before, before), reasons=())
