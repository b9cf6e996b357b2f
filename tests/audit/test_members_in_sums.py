"""Members who are only summed or counted are members: what is proved of them, and what is tried with few of them."""

from __future__ import annotations

import contextlib
import datetime
from itertools import combinations_with_replacement
from typing import Any

import pytest

from audit.toys import household_rule, replay
from clausewise.audit.comparing import compare_meaning
from clausewise.audit.solver.cones import cone_of_rule
from clausewise.audit.solver.ended import Ended
from clausewise.audit.solver.limits import Limits
from clausewise.audit.versions import Meaning
from clausewise.audit.witnesses import find_boundaries, find_witness
from clausewise.engine import Engine
from clausewise.language.model import Pack
from clausewise.language.verdicts import Verdict
from specification.written import AS_OF, LABEL, Plan, case_of, fact, pack_of

FACTS: dict[str, dict[str, Any]] = {
    "member.income": fact("money"),
    "member.grade": fact("integer", minimum=0, maximum=3),
    "member.weight": fact("integer"),
    "member.birth_date": fact("date"),
    "member.age": fact("integer", asked=False, minimum=0, maximum=130, derive="years(member.birth_date, case.as_of)"),
    "household.mean": fact("money", asked=False, derive="sum(member.income) / count(member)"),
    "household.rooms": fact("integer", minimum=0),
}
LINE = {"type": "money", **LABEL, "values": [{"from": datetime.date(2020, 9, 1), "value": 620}]}


def pack(condition: str, **facts: Any) -> Pack:
    when = household_rule("a.rule", {"if": condition})
    return pack_of(Plan({**FACTS, **facts}, {"line": LINE}, {"a.rule": when}))


def meaning(old: Pack, new: Pack) -> Meaning:
    return compare_meaning(old, new, "a.rule", replay=replay).meaning


def test_a_household_of_two_is_found_where_members_are_only_counted() -> None:
    witness = find_witness(pack("count(member) >= 2"), "a.rule", Verdict.APPLIES, replay)
    assert witness.case is not None
    assert len(witness.case.members or ()) == 2


def test_a_household_of_somebody_with_an_income_is_found_where_incomes_are_only_summed() -> None:
    witness = find_witness(pack("sum(member.income) > 100"), "a.rule", Verdict.APPLIES, replay)
    assert witness.case is not None
    (member,) = witness.case.members or ()
    assert list(member.values) == ["member.income"]


@pytest.mark.parametrize(
    ("condition", "enough"),
    [
        ("count(member) >= 3", 4),
        ("count(member) > household.rooms", None),
        ("sum(member.income) > 100", 2),
        ("sum(member.income) - household.rooms * 7 > 100", 2),
        ("sum(member.grade) > 4", None),
        ("sum(member.weight) > 4", 2),
        ("sum(member.age) > 100", None),
        ("household.mean < parameter.line", None),
        ("household.rooms > 1", 0),
    ],
)
def test_how_many_members_are_enough_is_derived(condition: str, enough: int | None) -> None:
    assert cone_of_rule(pack(condition), "a.rule").enough == enough


def test_the_mean_made_the_sum_is_stricter_and_two_people_show_it() -> None:
    found = compare_meaning(
        pack("household.mean < 620"),
        pack("household.mean < 620", **{"household.mean": fact("money", asked=False, derive="sum(member.income)")}),
        "a.rule",
        replay=replay,
    )
    assert found.lower is not None
    assert (found.lower.before, found.lower.after) == (Verdict.APPLIES, Verdict.DOES_NOT_APPLY)
    assert found.lower.household.count("- id: ") == 2


def test_a_mean_multiplied_out_is_proved_the_same_of_households_of_any_size() -> None:
    assert meaning(pack("household.mean < 620"), pack("household.mean * 12 < 7440")) is Meaning.EQUIVALENT


def test_what_was_tried_with_small_households_alone_is_bounded_and_not_proved() -> None:
    # Four members of grade 3 make 12, and five make 15.
    dead = find_witness(pack("sum(member.grade) > 12"), "a.rule", Verdict.APPLIES, replay)
    assert (dead.ended, dead.most) == (Ended.BOUNDED, 4)
    five = find_witness(pack("sum(member.grade) > 12"), "a.rule", Verdict.APPLIES, replay, limits=Limits(members=5))
    assert five.case is not None
    assert len(five.case.members or ()) == 5


def test_what_no_number_of_members_adds_up_to_is_proved() -> None:
    dead = find_witness(pack("sum(member.grade) > 3 * count(member)"), "a.rule", Verdict.APPLIES, replay)
    assert dead.ended is Ended.NONE


def test_the_limit_of_a_mean_has_a_household_on_each_side_one_fen_apart() -> None:
    (limit,) = find_boundaries(pack("household.mean < parameter.line"), "a.rule", replay)
    assert limit.inside is not None
    assert limit.outside is not None
    assert "income: 619.99" in (limit.inside.text or "")
    assert "income: 620.00" in (limit.outside.text or "")


HOUSEHOLDS = [
    [{} if income is None else {"income": income} for income in incomes]
    for number in range(6)
    for incomes in combinations_with_replacement((None, 0, 619, 621, 2600), number)
]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("household.mean < parameter.line", "household.mean <= parameter.line"),
        ("household.mean < parameter.line", "sum(member.income) < parameter.line * count(member)"),
        ("household.mean < parameter.line", "sum(member.income) < parameter.line"),
        ("sum(member.income) > 1300", "sum(member.income) >= 1300"),
        ("count(member) >= 3", "count(member) > 3"),
        ("count(member) < 6", "count(member) < 7"),
        ("sum(member.income) / 2 > 620", "sum(member.income) > 1240"),
        ("household.mean > 2600", "sum(member.income) > 2600 * count(member)"),
    ],
)
def test_what_is_said_of_two_versions_is_so_of_every_household_of_up_to_five(old: str, new: str) -> None:
    """None is told as equivalent, stricter or looser of whom a household of these values says something else."""
    before, after = pack(old), pack(new)
    found = compare_meaning(before, after, "a.rule", replay=replay)
    moves = {Verdict.DOES_NOT_APPLY: 0, Verdict.UNDETERMINED: 1, Verdict.APPLIES: 2}
    turned = set()
    with contextlib.ExitStack() as open_:
        engines = [open_.enter_context(contextlib.closing(Engine(one))) for one in (before, after)]
        for members in HOUSEHOLDS:
            written = {
                "everybody": True,
                "members": [{"id": f"m{number}", **one} for number, one in enumerate(members)],
            }
            codes = [
                moves[engine.check(case_of(engine.pack, {"as_of": AS_OF, **written})).findings[0].verdict]
                for engine in engines
            ]
            turned.add((codes[1] > codes[0]) - (codes[1] < codes[0]))
    allowed = {
        Meaning.EQUIVALENT: {0}, Meaning.BOUNDED: {0}, Meaning.STRICTER: {0, -1}, Meaning.LOOSER: {0, 1},
        Meaning.DIFFERENT: {0, 1, -1},
    }  # fmt: skip
    assert found.meaning is not Meaning.UNKNOWN
    assert turned <= allowed[found.meaning]


def test_nobody_is_checked_before_they_were_born() -> None:
    # Nothing that is asked reads the age, which cannot be below 0: on the day of the pack there is no such household.
    born_late = {"some": "member", "if": 'member.birth_date > date("2100-01-01")'}
    late = pack_of(Plan(FACTS, {}, {"a.rule": household_rule("a.rule", born_late)}))
    witness = find_witness(late, "a.rule", Verdict.APPLIES, replay)
    assert witness.case is not None
    (member,) = witness.case.members or ()
    born = member.values["member.birth_date"]
    assert isinstance(born, datetime.date)
    assert datetime.date(2100, 1, 1) < born <= witness.case.as_of
