"""Plays the interview with eight families of whom everything is known, and counts what each is asked.

    python benchmarks/interview.py
    python benchmarks/interview.py --show flooded

One question is one prompt, however many people it is about: each column of the table besides the names, each list of
the status and the list of topics is one. Played once with everything known, once with what only a department knows
answered “to be checked”, and once with each true topic left unticked in turn: what is lost then must be told as not
looked into, never refused. Where a bar is missed the exit code is 1. Times are of working out the next question, in
processor time. Run by hand.
"""

from __future__ import annotations

import argparse
import datetime
import statistics
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from clausewise.case import Case
from clausewise.case.answers import Told
from clausewise.case.topics import TopicAnswer
from clausewise.engine import Engine, Missing
from clausewise.interview import Form, Prompt, Stage
from clausewise.interview.interviewing import Interview
from clausewise.language.facts import Fact, FactType, Value
from clausewise.language.rules import RuleKind
from clausewise.language.topics import NOTHING, Topic
from clausewise.language.verdicts import Verdict
from clausewise.packs import open_pack

AS_OF = datetime.date(2026, 11, 28)
BARS = {"urban": 12, "dibao": 20}
BAR, PROCEDURE_BAR = 30, 8


@dataclass(frozen=True)
class Family:
    """What is true of a family: facts of the household and of each member; what is not named is not so."""

    household: Mapping[str, Any]
    members: Mapping[str, Mapping[str, Any]]
    topics: Sequence[str] = ()


_RELATED = {"mother": "spouse", "wife": "spouse", "son": "child", "daughter": "child", "grandmother": "parent"}


def born(year: int, **facts: Any) -> dict[str, Any]:
    """A person born in a year, with what is true of that person."""
    return {"birth_date": f"{year}-03-01", "present_here": True} | facts


def grown(year: int, **facts: Any) -> dict[str, Any]:
    """The same for somebody able to work."""
    return born(year, working_age=True, fit_for_work=True) | facts


FAMILIES = {
    "urban": Family(
        {"area": "urban"},
        {"father": grown(1982, employed=True), "mother": grown(1984, employed=True),
         "daughter": born(2014, student_stage="compulsory"), "grandmother": born(1950)},
    ),
    "dibao": Family(
        {"area": "urban", "dibao": True, "dibao_list": "urban", "meets_housing_criteria": True},
        {"father": grown(1980, employed=True, registered_unemployed=True), "mother": grown(1983, wants_work=True,
         hard_to_find_work=True), "son": born(2009, student_stage="senior_high"),
         "daughter": born(2016, student_stage="compulsory")},
        ["work", "school"],
    ),
    "elder": Family(
        {"area": "rural", "house": "countryside"},
        {"elder": born(1940, destitute_support="dispersed", disabled=True, seeks_care=True)},
        ["illness"],
    ),
    "flooded": Family(
        {"area": "rural", "house": "countryside", "disaster_affected": True, "disaster_in_emergency": True,
         "disaster_in_year_of_winter": "natural", "house_damage": "rebuild", "house_damage_cause": "natural",
         "short_of_food": True, "short_of_clothing": True, "in_distress": True, "beyond_own_means": True},
        {"farmer": grown(1970, employed=True), "wife": grown(1972), "father": born(1942)},
        ["disaster"],
    ),
    "fire": Family(
        {"area": "urban", "emergency": "accident", "hardship_pressing": True, "hardship_disastrous": True,
         "basic_living_difficulty": True, "in_distress": True, "beyond_own_means": True,
         "uncovered_by_other_schemes": True, "emergency_here": True, "house_damage": "repair",
         "house_damage_cause": "other", "zero_employment_found_on": "2026-11-01"},
        {"husband": grown(1985, wants_work=True, hard_to_find_work=True), "wife": grown(1987, wants_work=True)},
        ["emergency", "disaster", "work"],
    ),
    "robbed": Family(
        {"area": "urban", "emergency": "other", "hardship_pressing": True, "hardship_sudden": True,
         "basic_living_difficulty": True, "in_distress": True, "emergency_here": True, "beyond_own_means": True},
        {"worker": grown(1990, away_distress="other", rights_violated=True, in_distress=True,
                         no_compensation_by_litigation=True)},
        ["emergency", "away", "rights"],
    ),
    "three-generations": Family(
        {"area": "urban", "other_low_income": True, "expenditure_hardship": True, "basic_living_difficulty": True},
        {"grandfather": born(1945, disabled=True, seeks_care=True), "grandmother": born(1947),
         "father": grown(1972, employed=True), "mother": grown(1974), "uncle": grown(1976, wants_work=True),
         "aunt": grown(1978, employed=True), "son": born(2007, student_stage="higher"),
         "daughter": born(2012, student_stage="compulsory"), "cousin": born(2022)},
        ["illness", "cost", "work", "school"],
    ),
    "orphan": Family(
        {"area": "urban"},
        {"orphan": grown(2008, orphan=True, student_stage="senior_high", difficulty_recognition="applied",
                         meets_housing_criteria=True)},
        ["house", "school"],
    ),
}  # fmt: skip


@dataclass
class Play:
    """An interview that was played: the prompts by stage, what was ticked and typed, and the seconds each next took."""

    interview: Interview
    prompts: list[Prompt] = field(default_factory=list)
    ticks: int = 0
    typed: int = 0
    seconds: list[float] = field(default_factory=list)
    followed: list[Missing] = field(default_factory=list)

    @property
    def to_stop(self) -> int:
        """The prompts until nothing was left to ask for a benefit; the names of the members are no prompt."""
        return sum(one.stage is not Stage.PROCEDURE and one.form is not Form.NAMES for one in self.prompts)

    @property
    def after(self) -> int:
        """The prompts after that."""
        return sum(one.stage is Stage.PROCEDURE for one in self.prompts)

    def found(self) -> dict[str, Verdict]:
        """The verdicts of the benefits."""
        found = self.interview.result.findings
        return {one.name: one.verdict for one in found if one.rule.kind is RuleKind.BENEFIT}


def truth(family: Family, fact: Fact, member: str | None) -> Value:
    """What is true of a family: what is not named is not so, or is nothing."""
    said = family.household if member is None else family.members[member]
    if fact.name == "member.relation":
        return _RELATED.get(member or "", "head" if member == next(iter(family.members)) else "other")
    if fact.short_name in said:
        value = fact.read(said[fact.short_name])
        assert value is not None
        return value
    nothing = {FactType.BOOLEAN: False, FactType.CHOICE: NOTHING, FactType.INTEGER: 0, FactType.MONEY: 0}
    value = nothing.get(fact.type, "2026-11-01")
    if fact.type is FactType.CHOICE and NOTHING not in (fact.values or {}):
        value = next(iter(fact.values or {}))
    read = fact.read(value)
    assert read is not None
    return read


def play(engine: Engine, family: Family, *, to_check: bool = False, leaving_out: str | None = None) -> Play:
    """An interview to its end."""
    done = Play(Interview(engine, Case("family", AS_OF, {}, (), everybody=False)))
    while True:
        began = time.process_time()
        prompt = Interview(engine, done.interview.case).next()
        done.seconds.append(time.process_time() - began)
        if prompt is None:
            return done
        done.prompts.append(prompt)
        done.interview = _answered(engine, done, family, prompt, to_check=to_check, leaving_out=leaving_out)


def _answered(
    engine: Engine, done: Play, family: Family, prompt: Prompt, *, to_check: bool, leaving_out: str | None
) -> Interview:
    interview = done.interview
    if prompt.form is Form.NAMES:
        return interview.name(family.members)
    if prompt.form is Form.TOPICS:
        said = {one.id: _of_topic(family, one, leaving_out) for one in engine.pack.topics if one.is_offered}
        done.ticks += sum(one is TopicAnswer.TICKED for one in said.values())
        return interview.tell_topics(said)
    given: dict[Missing, Any] = {}
    for one in prompt.about:
        fact = engine.pack.facts[one.fact]
        done.followed += [one] if interview.result.known(one.fact, one.member) is not None else []
        given[one] = Told.TO_CHECK if to_check and fact.known_by else truth(family, fact, one.member)
        if prompt.form is Form.TICK or fact.type in (FactType.BOOLEAN, FactType.CHOICE):
            done.ticks += given[one] not in (False, NOTHING)
        else:
            done.typed += 1
    return interview.answer(given)


def _of_topic(family: Family, topic: Topic, leaving_out: str | None) -> TopicAnswer:
    ticked = topic.id in family.topics and topic.id != leaving_out
    return TopicAnswer.TICKED if ticked else TopicAnswer.NOT_TICKED


def lost(engine: Engine, family: Family, whole: Play) -> Iterator[tuple[str, str, str]]:
    """For each true topic left unticked: the benefits that are no longer found, and how each is told."""
    for topic in family.topics:
        without = play(engine, family, leaving_out=topic)
        for name, verdict in without.found().items():
            if whole.found()[name] is Verdict.APPLIES and verdict is not Verdict.APPLIES:
                result = without.interview.result
                told = "open" if result.is_looked_into(result.by_name[name]) else "not looked into"
                yield topic, name, told if verdict is Verdict.UNDETERMINED else "REFUSED"


def main() -> None:
    """Play all families and print a line for each, or all prompts of one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", choices=list(FAMILIES), help="print every prompt of one family")
    show = parser.parse_args().show
    engine = Engine(open_pack("chongqing-2020"))
    if show:
        _show(engine, FAMILIES[show])
        return
    _ = play(engine, FAMILIES["urban"])
    missed = []
    print("family             to stop  bar  procedure  ticks  typed  to check: to stop  procedure   ms median  slowest")
    for name, family in FAMILIES.items():
        known, waiting = play(engine, family), play(engine, family, to_check=True)
        median, slowest = (1000 * f(known.seconds) for f in (statistics.median, max))
        print(
            f"{name:18} {known.to_stop:8} {BARS.get(name, BAR):4} {known.after:10} {known.ticks:6} {known.typed:6}"
            f" {waiting.to_stop:18} {waiting.after:10} {median:11.1f} {slowest:8.1f}"
        )
        for played in (known, waiting):
            if played.to_stop > BARS.get(name, BAR) or played.after > PROCEDURE_BAR or played.followed:
                missed.append(name)
        for one in (*known.followed, *waiting.followed):
            print(f"  asked although it follows: {one}")
        for topic, finding, told in lost(engine, family, known):
            print(f"  without {topic}: {finding} {told}")
            missed += [name] if told != "not looked into" else []
    if missed:
        sys.exit(f"bars missed: {', '.join(dict.fromkeys(missed))}")


def _show(engine: Engine, family: Family) -> None:
    done = play(engine, family)
    for number, prompt in enumerate(done.prompts, start=1):
        of = f" of {', '.join(prompt.members)}" if prompt.members else ""
        print(f"{number:3}. {prompt.stage} {prompt.form}{of}: {', '.join(prompt.facts)}  [{', '.join(prompt.rules)}]")
    for name, verdict in done.found().items():
        if verdict is not Verdict.DOES_NOT_APPLY:
            print(f"     {verdict}: {name}")


if __name__ == "__main__":
    main()
