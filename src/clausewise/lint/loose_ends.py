"""Looks for what is written and leads nowhere, and for what the document says and nothing encodes.

Looks only at packs that load; nothing here makes a pack or a case unusable.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from clausewise.case import Case
from clausewise.errors import Diagnostic, Place
from clausewise.language.conditions import Condition, If, Words, facts_of, parts_of, walk
from clausewise.language.contested import point_of_fact
from clausewise.language.expressions import facts_read, parameters_read
from clausewise.language.firmness import softened_without_reason
from clausewise.language.model import Pack
from clausewise.language.pack import PackFiles
from clausewise.language.quoted_numbers import unmatched_numbers
from clausewise.language.rules import Rule
from clausewise.lint.problems import Problem, Severity
from clausewise.yaml_source import parse_yaml


def loose_ends(pack: Pack, files: PackFiles, cases: Sequence[Case]) -> Iterator[Problem]:
    """What is likely a mistake in a pack and its cases, in the order of document, facts, agencies, rules, cases."""
    yield from _warn(_without_entry(pack, files))
    yield from _warn(_unused_facts(pack))
    yield from _warn(_cited_in_vain(pack))
    yield from _warn(_unused_parameters(pack))
    yield from _warn(_unused_agencies(pack))
    for diagnostic in _unused_registers(pack):
        yield Problem(Severity.NOTE, diagnostic)
    yield from _warn(_read_and_not_cited(pack))
    yield from _warn(_numbers_without_constant(pack))
    yield from _warn(_too_firm(pack))
    yield from _warn(_ids_of_cases(cases))
    yield from _warn(_days_of_cases(cases))
    for diagnostic in _unreviewed(cases):
        yield Problem(Severity.NOTE, diagnostic)


def _warn(found: Iterable[Diagnostic]) -> Iterator[Problem]:
    return (Problem(Severity.WARNING, diagnostic) for diagnostic in found)


def _without_entry(pack: Pack, files: PackFiles) -> Iterator[Diagnostic]:
    """Provisions that no rule, duty or open entry encodes, and clauses without text that no entry tells of."""
    encoded = {rule.provision for rule in pack.rules} | _provisions_without_condition(pack)
    source = parse_yaml(files.document[1], files.document[0])
    for at, section in enumerate(source.data["sections"]):
        for position, clause in enumerate(section["clauses"]):
            for count, provision in enumerate(clause["provisions"]):
                if provision["id"] not in encoded:
                    place = source.place(("sections", at, "clauses", position, "provisions", count))
                    mend = "write a rule, a duty, or open: with why it is neither"
                    yield Diagnostic(f"{provision['id']} has no entry: {provision['text']}", place, mend)
    told = {number for entry in pack.missing for number in range(entry.first, entry.last + 1)}
    for index, gap in enumerate(pack.document.missing):
        untold = [number for number in range(gap.first, gap.last + 1) if number not in told]
        if untold:
            place = source.place(("missing", index))
            mend = f"write missing: {{first: {untold[0]}, last: {untold[-1]}}}"
            yield Diagnostic(f"no entry says that clause {untold[0]} has no text", place, mend)


def _provisions_without_condition(pack: Pack) -> set[str]:
    """The provisions that hold a duty or an open entry, perhaps beside rules."""
    return {duty.provision for duty in pack.duties} | {entry.provision for entry in pack.open}


def _unused_facts(pack: Pack) -> Iterator[Diagnostic]:
    asked_for = pack.facts_asked_for
    sensible = (one.condition for name in asked_for for one in pack.facts[name].sensible)
    used = asked_for | pack.reads.with_inputs(name for condition in sensible for name in facts_of(condition))
    for fact in pack.facts.values():
        if fact.name not in used:
            yield Diagnostic(f"no rule reads {fact.name}", fact.place)


def _cited_in_vain(pack: Pack) -> Iterator[Diagnostic]:
    """Provisions that a fact cites and whose rules have nothing to do with it.

    A duty or an open entry may use the notion in its words alone, and a title names what its clause is about, so only
    provisions that hold nothing but rules are looked at. A rule also has to do with a fact when both rest on the same.
    """
    otherwise = _provisions_without_condition(pack)
    rules: dict[str, list[Rule]] = {}
    for rule in pack.rules:
        for provision in {rule.provision, *(words.where for words in _words_of(rule))} - otherwise:
            rules.setdefault(provision, []).append(rule)
    behind = {rule.id: pack.reads.facts_behind(rule.id) for rule in pack.rules}
    for fact in pack.facts.values():
        inputs = pack.reads.with_inputs([fact.name])
        for provision in fact.cited:
            if provision in rules and not any(inputs & behind[rule.id] for rule in rules[provision]):
                message = f"{fact.name} cites {provision}, and no rule there has to do with it"
                yield Diagnostic(message, fact.place, "leave it out of cited:, or let a rule read the fact")


def _words_of(rule: Rule) -> Iterator[Words]:
    """The words of a rule's condition."""
    return (node.words for node in walk(rule.when) if node.words is not None)


def _read_and_not_cited(pack: Pack) -> Iterator[Diagnostic]:
    """Facts that a rule reads in a provision which they do not cite; citing the clause's title is enough."""
    for rule in pack.rules:
        told: set[str] = set()
        for leaf, where in _leaves(rule.when, rule.provision):
            places = {rule.provision, str(rule.clause), where, where.partition(".")[0]}
            for name in facts_read(leaf.expression):
                if not places & set(pack.facts[name].cited) and name not in told and point_of_fact(name) is None:
                    told.add(name)
                    mend = f'add "{where}" to its cited:'
                    yield Diagnostic(f"{rule.id} reads {name}, which does not cite {where}", leaf.place, mend)


def _numbers_without_constant(pack: Pack) -> Iterator[Diagnostic]:
    for one in unmatched_numbers(pack):
        message = f"{one.owner} quotes 「{one.words}」, and no constant of it matches {one.written}"
        mend = f"correct the constant or the quotation, or accept number: {one.id} with a reason in accepted.yaml"
        yield Diagnostic(message, one.place, mend)


def _too_firm(pack: Pack) -> Iterator[Diagnostic]:
    """What is encoded as a `shall` although its words are encouraged, allowed, tried out or built up step by step."""
    for one in softened_without_reason(pack):
        message = f"{one.owner} encodes 「{one.said}」 as shall, and {one.provision} has it under 「{one.softening}」"
        mend = f"write another modality, or accept modality: {one.id} with a reason in accepted.yaml"
        yield Diagnostic(message, one.place, mend)


def _leaves(condition: Condition, where: str) -> Iterator[tuple[If, str]]:
    """The leaves that read facts, each with the place of the words that cover it."""
    where = condition.words.where if condition.words is not None else where
    if isinstance(condition, If):
        yield condition, where
    for part in parts_of(condition):
        yield from _leaves(part, where)


def _unused_parameters(pack: Pack) -> Iterator[Diagnostic]:
    read = {name for expression in pack.reads.expressions() for name in parameters_read(expression)}
    for parameter in pack.parameters.values():
        if parameter.name not in read:
            yield Diagnostic(f"nothing reads parameter.{parameter.name}", parameter.place)


def _unused_agencies(pack: Pack) -> Iterator[Diagnostic]:
    acting = {agency for rule in pack.rules for agency in rule.agency}
    acting |= {followup.by for rule in pack.rules for followup in rule.followup}
    acting |= {agency for duty in pack.duties for agency in duty.actors}
    acting |= {point.decides for point in pack.contested.values()}
    for agency in pack.agencies.values():
        if agency.id not in acting:
            message = f"{agency.id} handles no rule, follow-up or duty, and decides no contested point"
            yield Diagnostic(message, agency.place)


def _unused_registers(pack: Pack) -> Iterator[Diagnostic]:
    """Registers that hold no fact; a document may well list some that its own conditions do not need."""
    asked = {fact.lookup for fact in pack.facts.values()}
    for register in pack.registers.values():
        if register.id not in asked:
            yield Diagnostic(f"no fact is looked up in {register.id}", register.place)


def _ids_of_cases(cases: Sequence[Case]) -> Iterator[Diagnostic]:
    """Cases that are not called what their file is called, or called what another is."""
    first: dict[str, Case] = {}
    for case in cases:
        place, stem = Place(case.file, 1, 1), Path(case.file).stem
        if case.id != stem:
            yield Diagnostic(f"this case calls itself {case.id}", place, f"its file is called {stem}")
        elif case.id in first:
            yield Diagnostic(f"there are two cases {case.id}", place, f"the other is {first[case.id].file}")
        first.setdefault(case.id, case)


def _days_of_cases(cases: Sequence[Case]) -> Iterator[Diagnostic]:
    """Cases that name no day: what they expect would be another thing tomorrow."""
    for case in cases:
        if case.data.get("as_of") is None:
            yield Diagnostic("this case names no day", Place(case.file, 1, 1), "write as_of: and the day it is about")


def _unreviewed(cases: Sequence[Case]) -> Iterator[Diagnostic]:
    """Cases that were written down of the rules, and that test nothing until somebody has read them."""
    for case in cases:
        if case.expect.unreviewed:
            mend = "read it against the document, then take unreviewed out under expect"
            yield Diagnostic("this case is unreviewed: it expects what the rules said", Place(case.file, 1, 1), mend)
