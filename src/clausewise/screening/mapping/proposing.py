"""A mapping to begin with, from what the tables of a registry look like: `clausewise screen --init`.

Every line says what it rests on, for a person to judge. What a word means is never guessed: words that are not plain
are left in comments to be filled in, and so are columns and facts that found no partner.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence

from clausewise.classes import dataclass
from clausewise.language.facts import Fact, FactType, Subject
from clausewise.language.model import Pack
from clausewise.screening.mapping.likeness import MOST_COLUMNS, NOTHING, Match, is_id_number, match_columns, perhaps
from clausewise.screening.mapping.model import TableKind
from clausewise.screening.mapping.reading import SUBJECTS, TO_FILL_IN
from clausewise.screening.mapping.sketches import MOST_ROWS, ColumnSketch, TableSketch
from clausewise.screening.mapping.words import UNKNOWN_WORDS, folded, meanings
from clausewise.yaml_faults import FORBIDDEN

__all__ = ["ColumnSketch", "TableSketch", "propose_mapping"]

_HEADER = """\
# 由登记各列推出的对应表草稿：请逐行核对，改正带“?”的行，再运行：
# A mapping proposed from the columns of a registry. Read every line, fill in what has a "?", then run:
#   clausewise screen REGISTRY --mapping FILE --output FOLDER
# 百分数表示列名与事实的相近程度；其后是该列常见的值。
# The percentage says how alike column and fact are; common values of the column follow.
"""
_NAMED_AFTER = (
    (TableKind.APPLICATIONS, re.compile(r"申请|applic", re.I)),
    (TableKind.MEMBERS, re.compile(r"成员|人员|人口|个人|member|person|people|individual", re.I)),
    (TableKind.HOUSEHOLDS, re.compile(r"家庭|户|household|famil", re.I)),
)
_HOUSEHOLD_ID = re.compile(
    r"(家庭|户)(唯一)?(编号|编码|代码|标识|号码?|id)$|^(household|family|hh|hid)(_?(id|no|number|code|key))?$", re.I
)
_MEMBER_ID = re.compile(
    r"(?<!户主)(身份证|证件号|公民身份)|(成员|人员|个人)(编号|编码|代码|标识|号|id)$|^(member|person|individual|pid)(_?(id|no|number))?$"
    r"|^(id_?card|id_?number|identity)",
    re.I,
)
_ANY_ID = re.compile(r"^(id|编号|编码|序号|代码)$|(编号|编码|_id|_no)$", re.I)
_RECEIVED = re.compile(r"^(正在|现)?(领取|享受|在享)|^receiv", re.I)
_FEN, _WAN = re.compile(r"[(（\[【_-]\s*(单位[:：])?(分|fen)\b", re.I), re.compile(r"万元|wan_?yuan", re.I)
_WHOLE_WITH_DECIMALS = re.compile(r"(?<=^[0-9])\.0{1,2}$")
_NEVER_KNOWN = frozenset(UNKNOWN_WORDS)
_PLAIN = re.compile(r"[\u4e00-\u9fffA-Za-z_][\u4e00-\u9fffA-Za-z0-9_.-]*")
_NOT_PLAIN = {"true", "false", "null"}
_LONGEST_WORD = 100
_SHOWN = 4
_MOST_SHOWN_OF = 30


@dataclass(frozen=True)
class _Ids:
    """The columns with ids of a table, None where they cannot be told."""

    household: ColumnSketch | None
    member: ColumnSketch | None = None

    @property
    def names(self) -> set[str]:
        return {one.name for one in (self.household, self.member) if one is not None}


def propose_mapping(pack: Pack, sketches: Sequence[TableSketch]) -> str:
    """The YAML of a mapping. `read_mapping` reads it, or names what is to be filled in where ids could not be told."""
    tables = _tables(sketches)
    used = pack.reads.facts_used
    lines = [_HEADER + f"pack: {pack.id}"]
    missing: list[str] = []
    receiving: list[ColumnSketch] = []
    seems_unknown: list[str] = []
    households = tables.get(TableKind.HOUSEHOLDS)
    if households is None:
        lines += [
            "",
            f'households:\n  from: "{TO_FILL_IN}"  # ? 家庭表 the table of households',
            f'  id: "{TO_FILL_IN}"',
        ]
    for kind, table in tables.items():
        ids = _ids(kind, table)
        elsewhere = {Subject.OFFICE}
        if kind is not TableKind.APPLICATIONS and TableKind.APPLICATIONS in tables:
            elsewhere.add(Subject.APPLICATION)
        subjects = [one for one in SUBJECTS[kind] if one not in elsewhere]
        # What follows from others is theirs to say.
        facts = [
            fact
            for name, fact in pack.facts.items()
            if name in used and fact.subject in subjects and fact.derive is None
        ]
        free = [one for one in table.columns if one.name not in ids.names and _is_writable(one.name)]
        received = [one for one in free if _RECEIVED.search(one.name)]
        receiving += received if kind is not TableKind.APPLICATIONS else []
        matches = _matches(facts, [one for one in free if one not in received], ids)
        seems_unknown += _seems_unknown(matches)
        lines += ["", *_table_lines(kind, table, ids, matches)]
        lines += _rest(kind, free, [*received, *(one.column for one in matches)], facts, matches)
    if seems_unknown:
        shown = ", ".join(json.dumps(one, ensure_ascii=False) for one in dict.fromkeys(seems_unknown))
        lines.insert(1, f"# unknown: [{shown}]  # ? 看来表示未知 seem to stand for what is not known")
    if TableKind.MEMBERS not in tables:
        missing.append("# 没有成员表。No table of members was found: members: {from: …, household: …, id: …}")
    lines += ["", *missing] if missing else []
    lines += _receiving_lines(receiving)
    spare = [
        one.name if one.sheet is None else f"{one.name} ({one.sheet})"
        for one in sketches
        if all(one is not table for table in tables.values())
    ]
    if spare:
        lines += ["", f"# 未用的表 Tables without use: {', '.join(map(_comment, spare))}"]
    return "\n".join(lines) + "\n"


# ---------------------------------------------------------------- tables and their ids


def _tables(sketches: Sequence[TableSketch]) -> dict[TableKind, TableSketch]:
    """Which table is which: by its name, and by the ids it has where the name does not say."""
    found: dict[TableKind, TableSketch] = {}
    unnamed = []
    for table in sketches:
        kind = next((kind for kind, words in _NAMED_AFTER if words.search(table.name)), None)
        if kind is None or kind in found:
            unnamed.append(table)
        else:
            found[kind] = table
    # The table of households is the one with the most of them.
    for table in sorted(unnamed, key=_households_in, reverse=True):
        kind = _kind_by_ids(table)
        if kind is not None:
            found.setdefault(kind, table)
    if TableKind.HOUSEHOLDS not in found and unnamed:
        free = [table for table in unnamed if all(table is not one for one in found.values())]
        found |= {TableKind.HOUSEHOLDS: free[0]} if free else {}
    return {kind: found[kind] for kind in TableKind if kind in found}


def _households_in(table: TableSketch) -> int:
    household = _first(table.columns, _HOUSEHOLD_ID)
    return 0 if household is None else household.distinct or 0


def _kind_by_ids(table: TableSketch) -> TableKind | None:
    household = _first(table.columns, _HOUSEHOLD_ID)
    if household is None:
        return None
    if _first(table.columns, _MEMBER_ID) is not None and (household.distinct or 0) < min(table.rows, MOST_ROWS):
        return TableKind.MEMBERS
    return TableKind.HOUSEHOLDS


def _ids(kind: TableKind, table: TableSketch) -> _Ids:
    writable = [one for one in table.columns if _is_writable(one.name)]
    household = _first(writable, _HOUSEHOLD_ID)
    if kind is TableKind.MEMBERS:
        others = [one for one in writable if one is not household]
        member = next((one for one in others if is_id_number(one)), None) or _first(others, _MEMBER_ID)
        return _Ids(household, member or _first(others, _ANY_ID))
    if household is None and kind is TableKind.HOUSEHOLDS:
        household = _first(writable, _ANY_ID)
    return _Ids(household)


def _first(columns: Iterable[ColumnSketch], words: re.Pattern[str]) -> ColumnSketch | None:
    return next((one for one in columns if words.search(one.name)), None)


def _matches(facts: Sequence[Fact], free: Sequence[ColumnSketch], ids: _Ids) -> list[Match]:
    """The columns that are facts, and the day of birth that identity numbers hold where no column has it."""
    matches = match_columns(facts, free)
    numbers = [one for one in (ids.member, *free) if one is not None and is_id_number(one)]
    born = next((one for one in facts if one.type is FactType.DATE and "出生" in one.label.zh), None)
    if born is not None and numbers and all(one.fact is not born for one in matches):
        matches.append(Match(born, numbers[0], 1.0, from_id_number=True))
        order = {fact.name: at for at, fact in enumerate(facts)}
        matches.sort(key=lambda one: order[one.fact.name])
    return matches


# ---------------------------------------------------------------- lines


def _table_lines(kind: TableKind, table: TableSketch, ids: _Ids, matches: Sequence[Match]) -> list[str]:
    lines = [f"{kind}:", f"  from: {_scalar(table.name)}  # {table.rows:,} 行 rows{_grain(kind, table, ids)}"]
    if table.encodings not in ((), ("utf-8",)):
        named = ", ".join(table.encodings)
        lines.append(f"  encoding: {named if len(table.encodings) == 1 else f'[{named}]'}")
    if table.sheet is not None:
        lines.append(f"  sheet: {_scalar(table.sheet)}")
    key = "id" if kind is TableKind.HOUSEHOLDS else "household"
    lines.append(_id_line(key, ids.household, "家庭编号列 the column with the household's id", table))
    if kind is TableKind.MEMBERS:
        lines.append(_id_line("id", ids.member, "成员编号列 the column that tells members apart", table))
        if ids.member is not None and _repeats(ids.member, table):
            lines.append(
                "  ids: household  # 编号只在家庭内唯一 the ids repeat: they tell members of one household apart"
            )
    if matches:
        lines.append("  facts:")
        for match in matches:
            lines += _fact_lines(kind, match)
    return lines


def _grain(kind: TableKind, table: TableSketch, ids: _Ids) -> str:
    """What the rows of a table seem to be, by how many different households they name."""
    households = None if ids.household is None else ids.household.distinct
    if households is None or table.rows > MOST_ROWS:
        return ""
    if kind is TableKind.MEMBERS:
        return f"，{households:,} 户的成员 members of {households:,} households"
    if households == table.rows:
        return "，每户一行 one for each household"
    return f"，只有 {households:,} 户：? 不是每户一行 of {households:,} households: ? not one for each"


def _id_line(key: str, column: ColumnSketch | None, what: str, table: TableSketch) -> str:
    if column is None:
        there = ", ".join(one.name for one in table.columns[:20])
        return f'  {key}: "{TO_FILL_IN}"  # ? {what}: {_comment(there)}'
    different = "" if column.distinct is None else f"  # {column.distinct:,} 个不同的值 different values"
    return f"  {key}: {_scalar(column.name)}{different}"


def _repeats(column: ColumnSketch, table: TableSketch) -> bool:
    return column.distinct is not None and not is_id_number(column) and column.distinct * 2 < min(table.rows, MOST_ROWS)


def _fact_lines(kind: TableKind, match: Match) -> list[str]:
    fact, column = match.fact, match.column
    name = fact.short_name if fact.subject is SUBJECTS[kind][0] else fact.name
    how = f"{{column: {_scalar(column.name)}{_how(match)}}}"
    words = {} if column.kind == "boolean" else _words(fact, column)
    sample = _sample(column) or "空 empty"
    alone = "? 仅按其值推测 by its values alone, " if match.by_values else ""
    said = f"{alone}{match.sure:.0%}: {sample}"
    said = "出生日期取自身份证号 out of the identity number" if match.from_id_number else said
    comment = f"  # {_comment(fact.label.zh)} {said if match.from_id_number else _comment(said)}"
    unclear = [word for word, meant in words.items() if meant is None and not _is_nothing(word)]
    if not unclear:
        return [f"    {name}: {how}{comment}"]
    lines = [f"    {name}:{comment}", f"      column: {_scalar(column.name)}"]
    clear = [f"        {_scalar(word)}: {meant}" for word, meant in words.items() if meant is not None]
    lines.append("      values:" if clear else "      # values:")
    lines += clear
    choices = ", ".join(f"{value} {label.zh}" for value, label in (fact.values or {}).items()) or "true, false"
    lines.append(
        f"      # ? 请写明每个词的含义 say what each word means: {_comment(choices, 400)}, null 未知 not known"
    )
    return lines + [f"      #   {_comment(_scalar(word), 210)}: ?" for word in unclear]


def _seems_unknown(matches: Sequence[Match]) -> list[str]:
    """What stands where nothing seems to be known, and means nothing by itself."""
    found = []
    for match in matches:
        own = _words(match.fact, match.column) if match.fact.type in (FactType.BOOLEAN, FactType.CHOICE) else {}
        found += [value for value in match.column.values if NOTHING.fullmatch(value.strip()) and not own.get(value)]
    return [one for one in found if folded(one) not in _NEVER_KNOWN]


def _is_nothing(word: str) -> bool:
    """Whether a word is asked about once for all columns. 无 may be a word of a choice, which only a person knows."""
    return NOTHING.fullmatch(word.strip()) is not None and folded(word) != "无"


def _how(match: Match) -> str:
    if match.from_id_number:
        return ", read: id_number"
    if match.fact.type is FactType.MONEY:
        if _WAN.search(match.column.name):
            return ", unit: wan_yuan"
        if _FEN.search(match.column.name):
            return ", unit: fen"
    return ""


def _words(fact: Fact, column: ColumnSketch) -> Mapping[str, str | None]:
    """What a column's words mean, as it is written; None for words that do not say so themselves."""
    if fact.type not in (FactType.BOOLEAN, FactType.CHOICE):
        return {}
    known = meanings(fact, {})
    written = ["false", "true"] if fact.type is FactType.BOOLEAN else list(fact.values or {})
    found: dict[str, str | None] = {}
    seen: set[str] = set()
    for word in column.values:
        if folded(word) in seen or not _is_writable(word):
            continue
        seen.add(folded(word))
        plain = _WHOLE_WITH_DECIMALS.sub("", folded(word))
        code, is_known = known.get(plain), plain in known
        found[word] = (written[code] if code is not None else "null") if is_known else None
    return found


def _rest(
    kind: TableKind, free: Sequence[ColumnSketch], taken: Sequence[ColumnSketch], facts: Sequence[Fact],
    matches: Sequence[Match],
) -> list[str]:  # fmt: skip
    """Comments on columns that are no fact, and on facts without a column."""
    lines = []
    free_facts = [one for one in facts if all(one is not match.fact for match in matches)]

    def hint(column: ColumnSketch) -> str:
        found = perhaps(free_facts, column)
        if found is None:
            return ""
        fact, value = found
        return f"  ? 也许是 perhaps {fact.short_name} {_comment(fact.label.zh)} ({_comment(value)})"

    names = {one.name for one in taken}
    unused = [one for one in free if one.name not in names]
    if unused:
        lines.append("  # 未对应的列 Columns that are no fact yet:")
        if len(free) > MOST_COLUMNS:
            lines.append(
                f"  #   只比对了前 {MOST_COLUMNS:,} 列 only the first {MOST_COLUMNS:,} were held against facts"
            )
        lines += [f"  #   {_comment(one.name)}: {_comment(_sample(one))}".rstrip(": ") + hint(one) for one in unused]
    mapped = {one.fact.name for one in matches}
    lacking = [one for one in facts if one.name not in mapped and one.is_asked_for_itself]
    if lacking:
        lines.append("  # 没有列的事实（未知）Facts without a column, which are unknown:")
        for fact in lacking:
            name = fact.short_name if fact.subject is SUBJECTS[kind][0] else fact.name
            lines.append(f"  #   {name}: {{column: ?}}  # {_comment(fact.label.zh)}")
    return lines


def _receiving_lines(columns: Sequence[ColumnSketch]) -> list[str]:
    if not columns:
        return []
    lines = [
        "",
        "# 现在领取什么：写明由哪些规则给予 Who receives what now: name the rules that grant it",
        "# receiving:",
    ]
    return lines + [
        f"#   - {{column: {_comment(_scalar(one.name))}, grants: [?]}}  # {_comment(_sample(one))}" for one in columns
    ]


# ---------------------------------------------------------------- what can be written


def _sample(column: ColumnSketch) -> str:
    """Some values of a column, of one with few: names, numbers and days of people have no place in a mapping."""
    if is_id_number(column) or column.distinct is None or column.distinct > _MOST_SHOWN_OF:
        return "" if column.distinct is None else f"{column.distinct:,} 个不同的值 different values"
    return ", ".join(column.values[:_SHOWN])


def _is_writable(word: str) -> bool:
    """Whether YAML of ours can hold it as a key or a value."""
    return not FORBIDDEN.search(word) and "\n" not in word and 0 < len(word) <= _LONGEST_WORD


def _scalar(word: str) -> str:
    """A word as YAML: in quotation marks where it would be read otherwise without them."""
    is_plain = _PLAIN.fullmatch(word) is not None and word.lower() not in _NOT_PLAIN
    return word if is_plain else json.dumps(word, ensure_ascii=False)


def _comment(said: str, most: int = 160) -> str:
    """Text that ends with its line, whatever stands in it."""
    shown = " ".join(FORBIDDEN.sub("?", said).split())
    return shown if len(shown) <= most else shown[:most] + "…"
