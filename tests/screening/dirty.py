"""Made-up registries as exports really are: what is true of whom, and cells that say it in every spelling.

Everything follows from a seed, by the standard library alone. What is drawn first is true (a household's facts); the
registry is written of it, and a case file of each household. `spoiling` puts in what is wrong.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

Value = bool | int | float | str | datetime.date

DAY = datetime.date(2020, 12, 7)
HOUSEHOLDS, MEMBERS, APPLICATIONS = "households", "members", "applications"
ID, HOME, NUMBER, LISTED = "编号", "家庭编号", "身份证号", "名单完整"
SUBJECTS = ("household", "member", "application")
TOWN, NOTE = "乡镇", "备注"
UNKNOWN = ("", "  ", "不详", "NULL", "未知", "--")
"""Cells of which nothing is known; the mapping says so of the last."""
YES, NO = ("是", "有", "TRUE", "yes", "1", "Y"), ("否", "无", "false", " no ", "0", "N")
NOTES = ("", "x", '他说"好"', "一,二;三", "两行\n的话", "=1+1", "0123", "2020-01-01", "'", "-")


@dataclass(frozen=True)
class Drawn:
    """A fact that the registry has a column for: its full name, type and values by name with their labels."""

    name: str
    type: str
    values: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def short(self) -> str:
        return self.name.partition(".")[2]


@dataclass
class Person:
    """A member: their id in the registry, their identity number, and what is true of them by the fact's full name."""

    id: str
    number: str
    facts: dict[str, Value]


@dataclass
class Home:
    """A household as it is. Without an application nothing is known of one."""

    id: str
    facts: dict[str, Value]
    people: list[Person]
    application: dict[str, Value] | None
    everybody: bool


Cells = dict[str, str | None]


@dataclass
class Row:
    """A row as text. `true` has the values of columns that some formats keep as numbers, days and truth values."""

    cells: Cells
    true: dict[str, Value | None] = field(default_factory=dict)


@dataclass
class Registry:
    """A registry: what is true of its households, its tables as rows, its mapping, and which households are spoilt.

    `kinds` are the kinds of problems that were put into it, `typed` the columns whose `true` values may be written.
    """

    homes: list[Home]
    rows: dict[str, list[Row]]
    mapping: str
    spoilt: set[str]
    kinds: set[str]
    typed: set[str]
    identity: str

    @property
    def good(self) -> list[Home]:
        """The households that can be used."""
        return [home for home in self.homes if home.id not in self.spoilt]


def draw_clean(chance: random.Random, households: int, facts: Sequence[Drawn]) -> tuple[Registry, list[Drawn]]:
    """A registry of so many households with nothing wrong, and the facts that it has columns for."""
    identity = chance.choice(("own", "beside", "none"))
    chosen = _choose(chance, facts)
    homes = _homes(chance, households, chosen, identity)
    rows = {name: rows for name, rows in _rows(chance, homes, chosen, identity).items() if rows}
    typed = {one.name for one in chosen if chance.random() < 0.4} - {"member.birth_date"}
    return Registry(homes, rows, mapping_of(chosen, identity, rows), set(), set(), typed, identity), chosen


def by_subject(facts: Sequence[Drawn]) -> dict[str, list[Drawn]]:
    """Facts by what they are of."""
    return {name: [one for one in facts if one.name.startswith(f"{name}.")] for name in SUBJECTS}


def _choose(chance: random.Random, facts: Sequence[Drawn]) -> list[Drawn]:
    """Some facts of each subject, of each type where there is one; the day of birth always."""
    chosen: list[Drawn] = []
    for subject, most in (("household", 16), ("member", 14), ("application", 4)):
        own = [one for one in facts if one.name.startswith(f"{subject}.")]
        rare = [one for one in own if one.type in ("integer", "money", "date")]
        picked = {one.name for one in (*rare, *chance.sample(own, min(most, len(own))))}
        chosen += [one for one in own if one.name in picked]
    return chosen


def _homes(chance: random.Random, number: int, chosen: Sequence[Drawn], identity: str) -> list[Home]:
    homes, numbers = [], set[str]()
    of = by_subject(chosen)
    for at in range(number):
        people = []
        for place in range(chance.choice((0, 1, 1, 2, 2, 3, 4))):
            born = DAY - datetime.timedelta(days=chance.randrange(1, 95 * 365))
            while (whose := identity_number(chance, born)) in numbers:
                pass
            numbers.add(whose)
            own = {"own": whose, "beside": f"M{at:05}{place}", "none": str(place + 1)}[identity]
            true = {**_facts(chance, of["member"]), "member.birth_date": born}
            if identity == "none" and chance.random() < 0.2:
                del true["member.birth_date"]
            people.append(Person(own, whose, true))
        applied = _facts(chance, of["application"]) if chance.random() < 0.6 else None
        homes.append(Home(f"H{at:05}", _facts(chance, of["household"]), people, applied, bool(people)))
        if people and number > 9:
            homes[-1].everybody = chance.random() < 0.9
    return homes


def _facts(chance: random.Random, facts: Sequence[Drawn]) -> dict[str, Value]:
    return {one.name: _value(chance, one) for one in facts if chance.random() < 0.75}


def _value(chance: random.Random, fact: Drawn) -> Value:
    match fact.type:
        case "boolean":
            return chance.random() < 0.4
        case "choice":
            return chance.choice(list(fact.values))
        case "integer":
            return chance.choice((0, 1, 2, 5, 12, 36, 60))
        case "money":
            # In fen.
            return chance.choice((0, 1, 30, 31050, 120000, 9999999))
    return DAY - datetime.timedelta(days=chance.randrange(1, 1500))


def identity_number(chance: random.Random, born: datetime.date) -> str:
    """A number of 18 digits with the check digit of GB 11643: the sum of digits by powers of two is 1 modulo 11."""
    first = f"500101{born:%Y%m%d}{chance.randrange(1000):03}"
    total = sum(int(digit) * pow(2, 17 - at, 11) for at, digit in enumerate(first))
    return first + "0123456789X"[(1 - total) % 11]


# ---------------------------------------------------------------- the registry as it is written


def _rows(chance: random.Random, homes: Sequence[Home], chosen: Sequence[Drawn], identity: str) -> dict[str, list[Row]]:
    of = by_subject(chosen)
    rows: dict[str, list[Row]] = {HOUSEHOLDS: [], MEMBERS: [], APPLICATIONS: []}
    for home in homes:
        own = _row(chance, of["household"], home.facts)
        listed = chance.choice(YES if home.everybody else NO)
        beside = {TOWN: chance.choice("东西南北"), LISTED: listed, NOTE: chance.choice(NOTES)}
        rows[HOUSEHOLDS].append(_with(own, {HOME: _id(chance, home.id), **beside}))
        for person in home.people:
            rows[MEMBERS].append(member_row(chance, home, person, of["member"], identity))
        if home.application is not None:
            rows[APPLICATIONS].append(
                _with(_row(chance, of["application"], home.application), {HOME: _id(chance, home.id)})
            )
    for table in (MEMBERS, APPLICATIONS):
        if chance.random() < 0.5:
            chance.shuffle(rows[table])
    return rows


def member_row(chance: random.Random, home: Home, person: Person, facts: Sequence[Drawn], identity: str) -> Row:
    """The row of a member of a household."""
    ids: Cells = {HOME: _id(chance, home.id)}
    if identity == "own":
        ids[NUMBER] = chance.choice((person.number, person.number.lower()))
    else:
        ids[ID] = person.id
    if identity == "beside":
        ids[NUMBER] = _otherwise(chance, person.number)
    return _with(_row(chance, [one for one in facts if identity != "own" or one.type != "date"], person.facts), ids)


def _otherwise(chance: random.Random, number: str) -> str:
    """The same number as people write it."""
    wide = "".join("０１２３４５６７８９"[int(one)] if one.isdigit() else one for one in number)
    spaced = f"{number[:6]} {number[6:14]} {number[14:]}"
    return chance.choice((number, number, number.lower(), spaced, wide, f"'{number}"))


def _id(chance: random.Random, written: str) -> str:
    return chance.choice((written, written, written, f" {written}", f"{written}　"))


def _with(row: Row, cells: Cells) -> Row:
    return Row({**cells, **row.cells}, row.true)


def _row(chance: random.Random, facts: Sequence[Drawn], true: Mapping[str, Value]) -> Row:
    row = Row({})
    for fact in facts:
        row.true[fact.name] = true.get(fact.name)
        row.cells[fact.name] = spelled(chance, fact, true[fact.name]) if fact.name in true else chance.choice(UNKNOWN)
    return row


def spelled(chance: random.Random, fact: Drawn, value: Value) -> str:
    """A value in one of the spellings that documentation says are read."""
    if fact.type == "boolean":
        return chance.choice(YES if value else NO)
    if fact.type == "choice":
        name = str(value)
        return chance.choice((name, name.upper(), f" {name}", *fact.values[name]))
    if isinstance(value, datetime.date):
        year, month, day = value.year, value.month, value.day
        iso = value.isoformat()
        return chance.choice(
            (iso, f"{year}/{month}/{day}", f"{year}.{month}.{day}", f"{year}年{month}月{day}日", f"{value:%Y%m%d}",
             f"{iso} 00:00:00", f"{iso}T00:00", f"{value:%Y%m%d}.0")
        )  # fmt: skip
    number = int(value)
    if fact.type == "integer":
        return chance.choice((str(number), f"{number}.0", f"+{number}", f" {number} "))
    yuan = f"{number // 100}.{number % 100:02}"
    spellings = [yuan, f"{number // 100:,}.{number % 100:02}", f"{yuan}00", f"+{yuan}"]
    if number == 30:
        spellings.append("0.30000000000000004")
    return chance.choice(spellings)


def mapping_of(chosen: Sequence[Drawn], identity: str, rows: Mapping[str, Sequence[Row]]) -> str:
    """The mapping, with `.ENDING` where the sources' ending goes."""
    of = by_subject(chosen)
    lines = ["pack: chongqing-2020", 'unknown: ["--"]', "households:", f"  from: {HOUSEHOLDS}.ENDING", f"  id: {HOME}"]
    lines += [f"  everybody: {{column: {LISTED}}}", "  facts:", *_mapped(of["household"])]
    if MEMBERS in rows:
        lines += ["members:", f"  from: {MEMBERS}.ENDING", f"  household: {HOME}"]
        lines.append(f"  id: {NUMBER if identity == 'own' else ID}")
        lines += ["  ids: household"] if identity == "none" else []
        if identity == "own":
            lines.append(f"  identity: {{column: {NUMBER}}}")
        if identity == "beside":
            lines.append(f"  identity: {{column: {NUMBER}, born: birth_date}}")
        lines += ["  facts:", *_mapped([one for one in of["member"] if identity != "own" or one.type != "date"])]
        if identity == "own":
            lines.append(f"    birth_date: {{column: {NUMBER}, read: id_number}}")
    if APPLICATIONS in rows:
        lines += ["applications:", f"  from: {APPLICATIONS}.ENDING", f"  household: {HOME}", "  facts:"]
        lines += _mapped(of["application"])
    return "\n".join(lines) + "\n"


def _mapped(facts: Sequence[Drawn]) -> list[str]:
    return [f"    {one.short}: {{column: {one.name}}}" for one in facts]


# ---------------------------------------------------------------- the same households as case files


def case_of(home: Home) -> str:
    """The case file of a household, written here and by nothing of the product; members are m0, m1 and so on."""
    lines = [f"case: {home.id.lower()}", f"title: {{zh: {home.id}, en: {home.id}}}", f"as_of: {DAY}"]
    lines.append(f"everybody: {str(home.everybody).lower()}")
    lines += _block("household", home.facts)
    if home.application:
        lines += _block("application", home.application)
    lines.append("members:" if home.people else "members: []")
    for at, person in enumerate(home.people):
        lines.append(f"  - id: m{at}")
        lines += [f"    {name.partition('.')[2]}: {_written(name, value)}" for name, value in person.facts.items()]
    return "\n".join(lines) + "\n"


def _block(name: str, facts: Mapping[str, Value]) -> list[str]:
    if not facts:
        return []
    return [f"{name}:", *(f"  {fact.partition('.')[2]}: {_written(fact, value)}" for fact, value in facts.items())]


def _written(name: str, value: Value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if name.endswith("dibao_reduction_month"):
        return f"{int(str(value)) // 100}.{int(str(value)) % 100:02}"
    return str(value)


def copy_of(row: Row, cells: Cells) -> Row:
    """A row with other cells; what was true of them is not any more."""
    return replace(row, cells={**row.cells, **cells}, true={**row.true, **dict.fromkeys(cells)})
