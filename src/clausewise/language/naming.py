"""What people call a clause, a provision or a rule: by number, by id or pattern, by title, as any answer prints it.

Only looks names up in a pack; it reads no file and knows no case.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from fnmatch import fnmatchcase

from clausewise.document.numerals import NUMERAL, read_numeral
from clausewise.language.model import Pack
from clausewise.language.rules import Rule
from clausewise.patterns import pattern

_NUMBER = pattern(r"(?:第|clause|provision|art\.?)?\s*([0-9]{1,4})(?:\.([0-9]{1,4}))?\s*条?\s*[.、：:]?(?:\s+|$)", re.I)
_WORDED = pattern(f"^第({NUMERAL})条")
_MEMBER = pattern(r"(?:@|\(|（)([^()（）@]+)[)）]?$")
# A word shorter than this is in too many titles to name one.
_SHORTEST = 2


def number_in(written: str) -> tuple[int, str] | None:
    """The clause a number names, and the provision, empty where it is a whole clause: `21`, `第21.2条`, `13 title`."""
    found = _NUMBER.match(plain(written) + " ")
    if found is None:
        return None
    return int(found[1]), f"{int(found[1])}.{int(found[2])}" if found[2] else ""


def plain(written: str) -> str:
    """A name without what typing may vary: width of digits and letters, spaces at its ends, 第十三条 for 第13条."""
    text = unicodedata.normalize("NFKC", written).strip()
    return _WORDED.sub(lambda found: f"第{read_numeral(found[1])}条", text)


def without_member(written: str) -> tuple[str, str]:
    """A name and the member that stands behind it: `rule@son`, `10.1 title（son）`; empty where there is none."""
    found = _MEMBER.search(written.strip())
    return (written.strip()[: found.start()].strip(), found[1].strip()) if found else (written.strip(), "")


def rules_called(pack: Pack, written: str) -> tuple[Rule, ...]:
    """The rules of that id, pattern, clause, provision or title, in their order; of a word, all it stands in."""
    by_id = tuple(rule for rule in pack.rules if fnmatchcase(rule.id, written.strip()))
    if by_id:
        return by_id
    number = number_in(written)
    if number is not None:
        clause, provision = number
        of_number = tuple(rule for rule in pack.rules if provision in ("", rule.provision) and rule.clause == clause)
        title = _NUMBER.sub("", plain(written) + " ", count=1).strip()
        return tuple(rule for rule in of_number if title in _titles(pack, rule)) if title else of_number
    return _by_title(pack, plain(written))


def clauses_called(pack: Pack, written: str) -> tuple[int, ...]:
    """The clauses of that title, or with that word in it or in our rendering of it."""
    wanted = plain(written).casefold()
    titles = {clause.number: plain(clause.title or "") for clause in pack.document.clauses}
    exact = tuple(number for number, title in titles.items() if title.casefold() == wanted)
    if exact or len(wanted) < _SHORTEST:
        return exact
    ours = pack.english.clauses
    return tuple(number for number, title in titles.items() if wanted in f"{title}\n{ours.get(number, '')}".casefold())


def _by_title(pack: Pack, wanted: str) -> tuple[Rule, ...]:
    """Rules of just that title; else those with the word in their title, in an aid or in the title of their clause."""
    folded = wanted.casefold()
    if not folded:
        return ()
    exact = tuple(rule for rule in pack.rules if folded in (one.casefold() for one in _titles(pack, rule)))
    if exact or len(folded) < _SHORTEST:
        return exact
    of_clause = set(clauses_called(pack, wanted))
    return tuple(
        rule
        for rule in pack.rules
        if rule.clause in of_clause or any(folded in one.casefold() for one in (*_titles(pack, rule), *_aids(rule)))
    )


def _titles(pack: Pack, rule: Rule) -> tuple[str, ...]:
    clause = pack.document.clause(rule.clause)
    return plain(rule.title.zh), plain(rule.title.en), plain(clause.title or "") if clause else ""


def _aids(rule: Rule) -> Iterator[str]:
    for aid in rule.aid:
        yield from (plain(aid.label.zh), plain(aid.label.en))
