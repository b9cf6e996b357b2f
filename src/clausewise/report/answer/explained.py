"""An explanation in words, before any format: what decides a finding, what is missing, what would turn it and from
which day on, and its whole proof. A terminal prints it, the desk makes a page of it.

It decides nothing; the sets come from the engine as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from clausewise.classes import NamedTuple
from clausewise.engine.findings import Finding, Missing, Result
from clausewise.engine.missing import MEMBERS
from clausewise.engine.proof import UNNAMED_MEMBER
from clausewise.engine.turning import MAX_FACTS, MAX_SHOWN, Change, Turning
from clausewise.language.contested import point_of_fact
from clausewise.language.facts import FactType
from clausewise.language.verdicts import Verdict
from clausewise.report.answer.entries import Entry, make_entry
from clausewise.report.office_lines import asked_of
from clausewise.report.wording import Wording

_TURNED_TO = {Verdict.APPLIES: "would_apply", Verdict.DOES_NOT_APPLY: "would_not_apply"}
# More facts than these are not named in the sentence on what a finding waits for; each is asked below it.
_MOST_NAMED = 6


class Ask(NamedTuple):
    """A fact that is missing, as a question about somebody (empty: the household), and who or what could answer it."""

    fact: str
    question: str
    remark: str


class Turn(NamedTuple):
    """What brings about a verdict: a day, and the smallest ways, each of facts that must hold together.

    `nothing` is what is said where there is neither, `limits` how far was looked where there may be others.
    """

    heading: str
    from_day: str
    ways: tuple[tuple[str, ...], ...]
    nothing: str
    limits: str


class Explained(NamedTuple):
    """One finding explained. `decides` is the sentence on what decided it, under the word `decides_name`; `first` what
    has to be known before anything else."""

    entry: Entry
    decides_name: str
    decides: str
    reasons: tuple[str, ...]
    asks: tuple[Ask, ...]
    turns: tuple[Turn, ...]
    first: str


def explain_in_words(result: Result, finding: Finding, turnings: Iterable[Turning], wording: Wording) -> Explained:
    """Why a finding is so, what is missing, and what would turn it."""
    entry = make_entry(result, finding, wording)
    name, decides = _decides(entry, wording)
    named = finding.subject != UNNAMED_MEMBER
    members = "everybody_first" if result.case.members else "members_first"
    return Explained(
        entry=entry,
        decides_name=name,
        decides=decides,
        reasons=entry.reasons if entry.verdict is Verdict.UNDETERMINED else (),
        asks=tuple(_ask(one, result, wording) for one in entry.missing),
        turns=tuple(_turn(one, wording, stuck=bool(finding.reasons)) for one in turnings if named),
        first=wording.word(members) if MEMBERS in finding.missing else "",
    )


def _decides(entry: Entry, wording: Wording) -> tuple[str, str]:
    """What decided it; of what is undetermined, which facts it hangs on."""
    if entry.verdict is not Verdict.UNDETERMINED:
        return "because", wording.in_turn(entry.facts)
    labels = list(dict.fromkeys(wording.missing(one) for one in entry.missing if point_of_fact(one.fact) is None))
    more = wording.word("and_others") if len(labels) > _MOST_NAMED else ""
    return "hangs_on", wording.in_turn(labels[:_MOST_NAMED]) + more if labels else ""


def _ask(missing: Missing, result: Result, wording: Wording) -> Ask:
    whose = "" if missing.member is None else wording.subject(missing.member)
    by_name = wording.question_by_name(missing.fact, whose) if whose else ""
    question = wording.question(missing.fact, result.case)
    register = wording.register(missing.fact)
    remark = wording.named(wording.word("lookup"), register) if register else asked_of(missing.fact, wording)
    return Ask(missing.fact, by_name or (wording.named(whose, question) if whose else question), remark)


def _turn(turning: Turning, wording: Wording, *, stuck: bool) -> Turn:
    ways = len(turning.sets)
    heading = wording.word(_TURNED_TO[turning.verdict])
    if ways > 1:
        heading += wording.word("any_of_ways").format(number=ways)
    found = bool(turning.sets) or turning.from_day is not None
    return Turn(
        heading,
        "" if turning.from_day is None else wording.from_day(turning.from_day),
        tuple(tuple(_changes(one, wording)) for one in turning.sets),
        "" if found else wording.word("no_fact_turns" if stuck else "not_turned"),
        "" if turning.complete else wording.word("not_all_shown").format(facts=MAX_FACTS, sets=MAX_SHOWN),
    )


def _changes(changes: Iterable[Change], wording: Wording) -> Iterator[str]:
    """What would have to be so, each with what it is now."""
    for change in changes:
        if change.fact == MEMBERS.fact:
            yield wording.word("if_everybody")
            continue
        fact = wording.pack.facts[change.fact]
        any_of_them = fact.type in (FactType.BOOLEAN, FactType.CHOICE)
        after = [wording.value(change.fact, value) for value in (change.after if any_of_them else change.after[:1])]
        whole = wording.named(wording.label(change.fact), f" {wording.word('or')} ".join(after))
        if change.member is not None:
            whole = wording.named(wording.subject(change.member), whole)
        now = "" if change.before is None else wording.value(change.fact, change.before)
        yield wording.aside(whole, wording.word("now_is").format(now=now) if now else "")
