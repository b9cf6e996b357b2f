"""A made registry of Chongqing households: three townships, what some receive, a fifth unknown, much not recorded.

The same seed makes the same registry. Shares are chosen so that a report of it has something to show; they say nothing
about anybody.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from random import Random
from typing import Any

import polars as pl

from clausewise.language.facts import FactType, Subject
from clausewise.language.model import Pack
from clausewise.screening.engines.in_memory import Screened, program_for, screen_frames
from clausewise.screening.engines.settled import count_settled, settling_for
from clausewise.screening.figures.summary_counting import Part
from clausewise.screening.rules.columns import HOUSEHOLD, MEMBER, ROW
from clausewise.screening.rules.dates import day_number
from screening.registries import cell

DAY = datetime.date(2020, 12, 7)
TOWNSHIPS = ("大观镇", "金山镇", "石墙镇")
TOWNSHIP, HOUSING, DISABILITY = "乡镇", "住房补贴", "残疾补贴"

# How many in a hundred have what a fact says. What is not here the registry does not record.
_OF_HOUSEHOLDS = {
    "household.dibao": 22,
    "household.other_low_income": 9,
    "household.expenditure_hardship": 6,
    "household.meets_housing_criteria": 30,
    "household.meets_renovation_policy": 12,
    "household.registered_poor": 10,
    "household.disaster_affected": 5,
    "household.hardship_sudden": 4,
    "household.drought_affected": 3,
    "household.disaster_in_year_of_winter": 6,
    "household.short_of_heating": 4,
    "household.in_distress": 6,
    "office.disability_subsidy_extended": 60,
    "household.basic_living_difficulty": 7,
}
_OF_MEMBERS = {
    "member.orphan": 1,
    "member.severely_disabled": 5,
    "member.disabled": 9,
    "member.employed": 45,
    "member.registered_unemployed": 7,
    "member.working_age": 62,
    "member.wants_work": 50,
    "member.recognised_employment_difficulty": 8,
    "member.hard_to_find_work": 20,
    "member.otherwise_poor": 6,
    "member.other_recipient": 2,
    "member.other_difficulty": 5,
}
_UNKNOWN = {"household.meets_housing_criteria": 45, "household.dibao": 4, "member.wants_work": 60}
_OFTEN_UNKNOWN = 15
_SUPPORT = (97, 99)
_TYPES = {FactType.DATE: pl.Int32, FactType.CHOICE: pl.UInt8}


@dataclass(frozen=True)
class Made:
    """A made registry: normalised households and members, and columns of theirs that are no facts."""

    households: pl.DataFrame
    members: pl.DataFrame
    townships: pl.Series
    housing: pl.Series
    disability: pl.Series


def make_registry(pack: Pack, households: int = 3000, seed: int = 7) -> Made:
    """A registry of so many households, of one in fifty of which nobody knows who belongs to it."""
    made = _Maker(pack, Random(seed))
    for number in range(households):
        made.household(number)
    return made.registry()


def part_of(pack: Pack, made: Made, *, settling: bool = False) -> tuple[Screened, Part]:
    """What came of screening a made registry, and what there is to count of it."""
    frames = made.households, made.members
    screened = screen_frames(program_for(pack, DAY, *frames), *frames)
    return screened, Part(
        verdicts=screened.verdicts.with_columns(made.townships, made.housing),
        member_verdicts=screened.members.with_columns(made.disability),
        households=made.households,
        members=made.members,
        settling=count_settled(settling_for(pack, DAY, *frames), *frames) if settling else None,
        given=frozenset(name for frame in (made.households, made.members) for name in frame.columns),
    )


class _Maker:
    def __init__(self, pack: Pack, random: Random) -> None:
        self._pack = pack
        self._random = random
        self._households: list[dict[str, Any]] = []
        self._members: list[dict[str, Any]] = []
        self._townships: list[str | None] = []
        self._housing: list[str | None] = []
        self._disability: list[bool | None] = []

    def registry(self) -> Made:
        """All that was made, as columns."""
        pack = self._pack
        of_members = {name for name, fact in pack.facts.items() if fact.subject is Subject.MEMBER}
        types: dict[str, Any] = {name: _TYPES.get(fact.type, pl.Boolean) for name, fact in pack.facts.items()}
        types |= {HOUSEHOLD: pl.String, ROW: pl.UInt32, MEMBER: pl.String}

        def frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
            return pl.DataFrame(rows, schema={name: types[name] for name in rows[0]})

        assert of_members >= self._members[0].keys() - {ROW, MEMBER}
        return Made(
            frame(self._households),
            frame(self._members),
            pl.Series(TOWNSHIP, self._townships, dtype=pl.String),
            pl.Series(HOUSING, self._housing, dtype=pl.String),
            pl.Series(DISABILITY, self._disability, dtype=pl.Boolean),
        )

    def household(self, number: int) -> None:
        """One household with its members."""
        random = self._random
        place = random.choices(range(3), (5, 3, 2))[0]
        self._townships.append(TOWNSHIPS[place] if random.random() < 0.99 else None)
        poorer = 1 + 0.4 * place
        facts: dict[str, Any] = {name: self._truth(name, share * poorer) for name, share in _OF_HOUSEHOLDS.items()}
        area = "rural" if random.random() < 0.3 * poorer else "urban"
        facts["household.area"] = home = self._choice("household.area", area)
        facts["household.dibao_list"] = self._choice(
            "household.dibao_list", "urban" if random.random() < 0.7 else "rural"
        )
        in_countryside = area == "rural" or facts["household.meets_renovation_policy"]
        house = cell(self._pack.facts["household.house"], "countryside" if in_countryside else "town")
        facts["household.house"] = None if home is None else house
        if (hit := facts["household.disaster_in_year_of_winter"]) is not None:
            kind = self._pack.facts["household.disaster_in_year_of_winter"]
            facts["household.disaster_in_year_of_winter"] = cell(kind, "natural" if hit else "none")
        self._households.append({HOUSEHOLD: f"500{place}{number:07d}", **facts})
        wanted = facts["household.meets_housing_criteria"] or random.random() < 0.03
        self._housing.append(random.choices(("是", "否", None), (6, 3, 1) if wanted else (1, 98, 1))[0])
        if random.random() >= 0.02:
            for own in range(1 + min(int(random.expovariate(0.65)), 7)):
                self._member(number, own)

    def _member(self, household: int, own: int) -> None:
        random = self._random
        facts: dict[str, Any] = {name: self._truth(name, share) for name, share in _OF_MEMBERS.items()}
        age = random.choices((random.randrange(18), random.randrange(18, 65), random.randrange(65, 95)), (2, 6, 2))[0]
        born = DAY - datetime.timedelta(days=round(365.25 * age) + random.randrange(365))
        facts["member.birth_date"] = None if random.random() < 0.05 else day_number(born)
        luck = random.random() * 100
        support = "none" if luck < _SUPPORT[0] else "dispersed" if luck < _SUPPORT[1] else "centralised"
        facts["member.destitute_support"] = self._choice("member.destitute_support", support)
        stages = list(self._pack.facts["member.student_stage"].values or {})
        stage = random.choice(stages[1:]) if 3 <= age < 23 else stages[0]
        facts["member.student_stage"] = self._choice("member.student_stage", stage)
        recognised = random.choices(("none", "applied", "recognised"), (88, 2, 10))[0]
        facts["member.difficulty_recognition"] = self._choice("member.difficulty_recognition", recognised)
        # Identity numbers of nobody: the check digit is left out.
        number = f"500{random.randrange(100, 400)}{born:%Y%m%d}{household % 1000:03d}{own}"
        self._members.append({ROW: household, MEMBER: number, **facts})
        disabled = facts["member.severely_disabled"]
        self._disability.append(None if random.random() < 0.02 else bool(disabled) and random.random() < 0.7)

    def _truth(self, name: str, share: float) -> bool | None:
        if self._random.random() * 100 < _UNKNOWN.get(name, _OFTEN_UNKNOWN):
            return None
        return self._random.random() * 100 < share

    def _choice(self, name: str, value: str) -> Any:
        assert self._pack.facts[name].type is FactType.CHOICE
        return None if self._random.random() < 0.08 else cell(self._pack.facts[name], value)
