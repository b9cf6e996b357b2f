"""Which column of a registry says who receives what, and which rules grant it: as a mapping or `--receiving` has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from fnmatch import fnmatchcase

from clausewise.classes import dataclass
from clausewise.errors import Diagnostic, RequestError, did_you_mean
from clausewise.language.model import Pack
from clausewise.screening.mapping.words import FALSE_WORDS, TRUE_WORDS, UNKNOWN_WORDS, folded

_YES = (*TRUE_WORDS, "享受", "在享", "领取", "已领取")
_NO = (*FALSE_WORDS, "未享受", "未领取")

MOST_RECEIVED = 10**10
"""A number in a column that says who receives an aid is an amount up to this."""


@dataclass(frozen=True, slots=True)
class Receiving:
    """A column that says who receives an aid now, and the rules any of which grants it.

    `values` says what the column's words mean (true: receives, None: not known); without it 是/否, 有/无 and the like
    are read. A truth value says it by itself, a number is an amount: 0 is none. An empty cell is not known, nor are the
    words `unknown` of the whole registry.
    """

    column: str
    rules: tuple[str, ...]
    values: Mapping[str, bool | None] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()

    def meanings(self) -> dict[str, bool | None]:
        """What the words of the column mean, in lower case."""
        not_known = dict.fromkeys(map(folded, self.unknown))
        if self.values:
            return {**not_known, **{folded(word): meant for word, meant in self.values.items()}}
        plain = {**dict.fromkeys(_YES, True), **dict.fromkeys(_NO, False), **dict.fromkeys(UNKNOWN_WORDS)}
        return {**plain, **not_known}


def read_receiving(written: Iterable[str], pack: Pack) -> tuple[Receiving, ...]:
    """What `--receiving 低保=housing.urban_dibao,教育=education.*` means; what has no `=` goes with the column before.

    Raises: RequestError.
    """
    asked: dict[str, dict[str, None]] = {}
    column = ""
    for part in (part.strip() for one in written for part in one.split(",")):
        named, equals, target = part.rpartition("=")
        column = named.strip() if equals else column
        target = target.strip()
        if not column or not target:
            lacking = "which column that is" if target else "which rule grants it"
            mend = "write COLUMN=RULE, such as 住房补贴=housing.urban_dibao"
            raise RequestError(Diagnostic(f"--receiving {part}: it is not said {lacking}", None, mend))
        asked.setdefault(column, {}).update(dict.fromkeys(rules_granting(target, pack, f"--receiving {column}")))
    return tuple(Receiving(name, in_document_order(rules, pack)) for name, rules in asked.items())


def rules_granting(target: str, pack: Pack, asked_by: str) -> tuple[str, ...]:
    """The rules that grant what a rule's id, a pattern (`education.*`) or the label of an aid (实物配租) stands for.

    Raises: RequestError that begins with `asked_by`, also for rules that grant nothing.
    """
    named = [rule for rule in pack.rules if fnmatchcase(rule.id, target)]
    labelled = [rule for rule in pack.rules if any(target in (aid.label.zh, aid.label.en) for aid in rule.aid)]
    if found := tuple(rule.id for rule in named or labelled if rule.aid):
        return found
    if named:
        problem, mend = f"{target} grants no aid", "name a rule that does"
    else:
        aids = [aid.label for rule in pack.rules for aid in rule.aid]
        known = [*pack.rules_by_id, *(label.zh for label in aids), *(label.en for label in aids)]
        problem = f"there is no rule or aid {target}"
        mend = did_you_mean(target, known) or "name a rule (clausewise rules lists them), a pattern, or an aid"
    raise RequestError(Diagnostic(f"{asked_by}: {problem}", None, mend))


def in_document_order(rules: Iterable[str], pack: Pack) -> tuple[str, ...]:
    """Rules in the order of the provisions."""
    wanted = set(rules)
    return tuple(rule.id for rule in pack.rules if rule.id in wanted)
