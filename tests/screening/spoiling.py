"""What is wrong with rows of made-up registries: one thing after another is put in, and who cannot be used for it."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable, Sequence

from screening.dirty import (
    APPLICATIONS,
    HOME,
    HOUSEHOLDS,
    ID,
    MEMBERS,
    NUMBER,
    Drawn,
    Home,
    Person,
    Registry,
    Row,
    copy_of,
    draw_clean,
    identity_number,
    member_row,
)

_BAD: dict[str, list[tuple[str, tuple[str, ...]]]] = {
    "boolean": [("not_a_truth_value", ("也许", "2", "是否"))],
    "choice": [("strange_value", ("没有这样的", "urban rural", "0.5"))],
    "integer": [("not_a_whole_number", ("1.5", "三", "1e3")), ("beyond", ("-1", "99999999999999999"))],
    "money": [
        ("not_an_amount", ("abc", "1.2.3", "1,20.00", "约100")), ("finer_than_fen", ("0.005", "1.2345")),
        ("negative", ("-310.50", "-1")), ("beyond", ("99999999999999999999",)),
    ],
    "date": [
        ("not_a_date", ("2020-02-30", "2020-13-01", "200403", "昨天")),
        ("no_time_zone", ("2020-02-01 00:00:00+08", "2020-02-01T16:00:00Z")),
    ],
}  # fmt: skip
MOST = 1000


def home_of(row: Row) -> str:
    """The id of the household that a row names."""
    return (row.cells[HOME] or "").strip(" 　")


class Spoiler:
    """Spoils rows of a registry; each way tells the kind of problem and adds to `spoilt`."""

    def __init__(self, chance: random.Random, registry: Registry, facts: Sequence[Drawn]) -> None:
        self.chance = chance
        self.registry = registry
        self.facts = facts
        self.with_people = [home for home in registry.homes if home.people]

    def rows(self, table: str, home: Home) -> list[int]:
        """The places of a household's rows."""
        return [at for at, row in enumerate(self.registry.rows[table]) if home_of(row) == home.id]

    def hit(self, kind: str, *homes: Home) -> None:
        self.registry.kinds.add(kind)
        self.registry.spoilt.update(home.id for home in homes)

    def add(self, table: str, row: Row) -> None:
        own = self.registry.rows[table]
        own.insert(self.chance.randrange(len(own) + 1), row)

    def home(self) -> Home:
        return self.chance.choice(self.registry.homes)

    def one_with_people(self) -> Home:
        return self.chance.choice(self.with_people)

    def new_person(self, home: Home, **cells: str | None) -> Row:
        """A row of somebody who is nobody else in the registry."""
        facts = [one for one in self.facts if one.name.startswith("member.")]
        born = home.people[0].facts.get("member.birth_date") if home.people else None
        own = Person(f"N{self.chance.randrange(10**9)}", "", {} if born is None else {"member.birth_date": born})
        assert born is None or isinstance(born, datetime.date)
        own.number = identity_number(self.chance, born or datetime.date(1900 + self.chance.randrange(99), 1, 1))
        if self.registry.identity == "none":
            own.facts.pop("member.birth_date", None)
        if self.registry.identity == "beside" and born is None:
            own.facts.pop("member.birth_date", None)
        row = member_row(self.chance, home, own, facts, self.registry.identity)
        return copy_of(row, dict(cells))

    @property
    def member_id(self) -> str:
        return NUMBER if self.registry.identity == "own" else ID

    # ------------------------------------------------------------ rows of households

    def no_id(self) -> None:
        home = self.home()
        # Of a household that is not there nobody can tell that somebody in another is a member of both.
        for at in self.rows(HOUSEHOLDS, home) if home.id not in self.registry.spoilt else ():
            rows = self.registry.rows[HOUSEHOLDS]
            rows[at] = copy_of(rows[at], {HOME: self.chance.choice(("", " ", "--", "#N/A", None))})
            self.hit("no_id", home)
            for table in (MEMBERS, APPLICATIONS):
                if table in self.registry.rows and self.rows(table, home):
                    self.registry.kinds.add("strange_household")

    def twice(self) -> None:
        home = self.home()
        if places := self.rows(HOUSEHOLDS, home):
            self.add(HOUSEHOLDS, copy_of(self.registry.rows[HOUSEHOLDS][places[0]], {HOME: home.id}))
            self.hit("twice", home)

    # ------------------------------------------------------------ rows of members and applications

    def belongs_nowhere(self) -> None:
        table = self.chance.choice([one for one in (MEMBERS, APPLICATIONS) if one in self.registry.rows])
        nobody = ((one, "no_household") for one in ("", None, "#REF!"))
        said, kind = self.chance.choice((*nobody, ("Z404", "strange_household")))
        some = self.chance.choice(self.registry.rows[table])
        # Somebody else altogether, who takes nobody along.
        is_member = table == MEMBERS
        row = self.new_person(self.one_with_people(), **{HOME: said}) if is_member else copy_of(some, {HOME: said})
        self.add(table, row)
        self.registry.kinds.add(kind)

    def two_applications(self) -> None:
        if APPLICATIONS in self.registry.rows:
            row = self.chance.choice(self.registry.rows[APPLICATIONS])
            for home in self.registry.homes:
                if home.id == home_of(row) and self.rows(HOUSEHOLDS, home):
                    self.add(APPLICATIONS, copy_of(row, {HOME: home.id}))
                    self.hit("twice", home)

    def member_without_id(self) -> None:
        home = self.one_with_people()
        row = self.new_person(home, **{self.member_id: self.chance.choice(("", None, "--", "#VALUE!"))})
        self.add(MEMBERS, row)
        if self.rows(HOUSEHOLDS, home):
            self.hit("no_id", home)

    def member_twice(self) -> None:
        home = self.one_with_people()
        if (places := self.rows(MEMBERS, home)) and self.rows(HOUSEHOLDS, home):
            self.add(MEMBERS, copy_of(self.registry.rows[MEMBERS][places[0]], {HOME: home.id}))
            self.hit("twice", home)

    def in_two_households(self) -> None:
        first, second = self.one_with_people(), self.one_with_people()
        there = first is not second and self.rows(HOUSEHOLDS, first) and self.rows(HOUSEHOLDS, second)
        if self.registry.identity != "none" and there and (places := self.rows(MEMBERS, first)):
            self.add(MEMBERS, copy_of(self.registry.rows[MEMBERS][places[0]], {HOME: second.id}))
            self.hit("two_households", first, second)

    def too_many(self) -> None:
        home = self.one_with_people()
        if self.registry.kinds.isdisjoint({"too_many_members"}) and self.rows(HOUSEHOLDS, home):
            numbers = set[str]()
            while len(numbers) <= MOST:
                row = self.new_person(home)
                if (own := row.cells[self.member_id] or "") not in numbers:
                    numbers.add(own)
                    self.registry.rows[MEMBERS].append(row)
            self.hit("too_many_members", home)

    # ------------------------------------------------------------ cells

    def bad_cell(self) -> None:
        texts = [one for one in self.facts if one.name not in self.registry.typed]
        kind = self.chance.choice(sorted({one.type for one in texts}))
        fact = self.chance.choice([one for one in texts if one.type == kind])
        table = {"household": HOUSEHOLDS, "member": MEMBERS, "application": APPLICATIONS}[fact.name.partition(".")[0]]
        places = [at for at, row in enumerate(self.registry.rows.get(table, ())) if fact.name in row.cells]
        if not places:
            return
        at = self.chance.choice(places)
        row = self.registry.rows[table][at]
        kind, words = self.chance.choice(_BAD[fact.type])
        self.registry.rows[table][at] = copy_of(row, {fact.name: self.chance.choice(words)})
        self.registry.kinds.add(kind)
        self.registry.spoilt.add(home_of(row))

    def born_tomorrow(self) -> None:
        """Nobody is younger than nothing."""
        if self.registry.identity == "own":
            self._change_member("impossible", NUMBER, identity_number(self.chance, datetime.date(2021, 12, 31)))
        else:
            self._change_member("impossible", "member.birth_date", "2021-12-31")

    def no_number(self) -> None:
        if self.registry.identity == "beside":
            number = self.chance.choice(("12345", "50010119990230001X", "没有"))
            self._change_member("no_identity_number", NUMBER, number)

    def wrong_digit(self) -> None:
        if self.registry.identity != "none":
            places = self.registry.rows.get(MEMBERS, ())
            row = self.chance.choice(places)
            number = (row.cells[NUMBER] or "").strip("' ").upper()
            # Changed twice, it might be right again.
            if len(number) == 18 and number.isascii() and home_of(row) not in self.registry.spoilt:
                last = "0" if number[-1] != "0" else "1"
                row.cells[NUMBER] = number[:-1] + last
                self.registry.kinds.add("wrong_check_digit")
                self.registry.spoilt.add(home_of(row))

    def born_otherwise(self) -> None:
        if self.registry.identity == "beside":
            self._change_member("born_otherwise", "member.birth_date", "1913-01-01")

    def _change_member(self, kind: str, column: str, cell: str) -> None:
        at = self.chance.randrange(len(self.registry.rows[MEMBERS]))
        row = self.registry.rows[MEMBERS][at]
        self.registry.rows[MEMBERS][at] = copy_of(row, {column: cell})
        self.registry.kinds.add(kind)
        self.registry.spoilt.add(home_of(row))

    def ways(self) -> list[Callable[[], None]]:
        """Every way; what needs the registry as it was drawn comes first."""
        return [
            self.in_two_households, self.member_twice, self.twice, self.two_applications, self.belongs_nowhere,
            self.member_without_id, self.wrong_digit, self.bad_cell, self.bad_cell, self.bad_cell, self.no_number,
            self.born_otherwise, self.born_tomorrow, self.no_id,
        ]  # fmt: skip


def draw_registry(seed: int, households: int, facts: Sequence[Drawn], dirt: float = 0.2) -> Registry:
    """A registry of so many households, into which as many faults are put as a share `dirt` of them."""
    chance = random.Random(seed)
    registry, chosen = draw_clean(chance, households, facts)
    _spoil(chance, registry, chosen, max(int(households * dirt), 1))
    return registry


def _spoil(chance: random.Random, registry: Registry, facts: Sequence[Drawn], times: int) -> None:
    """Put so many faults into a registry."""
    spoiler = Spoiler(chance, registry, facts)
    if not spoiler.with_people:
        return
    ways = spoiler.ways()
    chosen = sorted(chance.randrange(len(ways)) for _ in range(times))
    if chance.random() < 0.1:
        spoiler.too_many()
    for at in chosen:
        ways[at]()
