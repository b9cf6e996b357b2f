"""Thresholds an audit has to reach: read from `[tool.clausewise.audit]` of a TOML file, and held against an audit.

What was not run reaches no threshold set on it. Nothing here counts: the figures are those of `totals`.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import field
from fractions import Fraction
from pathlib import Path
from typing import Any

from clausewise.audit.model import Audit, NotRun, Outcome, QuestionKind, Weight
from clausewise.audit.totals import AnswerTotals, CaseTotals, MutantTotals, Share, Totals, WordTotals
from clausewise.classes import dataclass
from clausewise.errors import Diagnostic, Place, RequestError, did_you_mean
from clausewise.language.labels import Label

TABLE = "tool.clausewise.audit"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The least shares, in percent, and the highest numbers allowed, by their keys; only those that are set."""

    shares: Mapping[str, Fraction] = field(default_factory=dict)
    limits: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A threshold that is not reached, in one line."""

    key: str
    says: Label


# ---------------------------------------------------------------- reading them


def nearest_config(folder: Path) -> Path | None:
    """The pyproject.toml of a folder, or of the nearest one above it."""
    here = folder.resolve()
    found = next((one / "pyproject.toml" for one in (here, *here.parents) if (one / "pyproject.toml").is_file()), None)
    return None if found is None else Path(os.path.relpath(found))


def read_thresholds(path: Path, *, required: bool = False) -> Thresholds:
    """The thresholds of a file; none where its table is not there, unless that is `required`.

    Raises: RequestError with everything that is wrong with them.
    """
    text = _text_of(path)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise RequestError(_not_toml(path, problem)) from None
    table: Any = data
    found: list[Diagnostic] = []
    for depth, name in enumerate(TABLE.split("."), start=1):
        if depth == 3 and isinstance(table, dict):
            found += [_unknown_table(path, text, other) for other in table if other != name]
        table = table.get(name, {}) if isinstance(table, dict) else table
        if not isinstance(table, dict):
            found.append(Diagnostic(f"{name} is no table", _place(path, text, name), f"write [{TABLE}]"))
            break
    thresholds = Thresholds() if found else _read_table(path, text, table, found)
    if not found and required and not table:
        found.append(Diagnostic("no thresholds are set here", Place(str(path)), f"set some under [{TABLE}]"))
    if found:
        raise RequestError(found)
    return thresholds


def _text_of(path: Path) -> str:
    try:
        return path.read_bytes().decode()
    except OSError as problem:
        raise RequestError(Diagnostic(f"cannot be read: {problem.strerror}", Place(str(path)))) from None
    except UnicodeDecodeError:
        raise RequestError(Diagnostic("this is not UTF-8", Place(str(path)), "save it as UTF-8")) from None


def _not_toml(path: Path, problem: tomllib.TOMLDecodeError) -> Diagnostic:
    at = re.search(r" \(at line (\d+), column (\d+)\)$", str(problem))
    place = Place(str(path), int(at[1]), int(at[2])) if at else Place(str(path))
    said = str(problem)[: at.start()] if at else str(problem)
    return Diagnostic(f"this is not TOML: {said[:1].lower()}{said[1:]}", place)


def _unknown_table(path: Path, text: str, name: str) -> Diagnostic:
    mend = did_you_mean(name, ["audit"]) or f"Clausewise reads [{TABLE}] alone"
    return Diagnostic(f"there is no table tool.clausewise.{name}", _place(path, text, name), mend)


def _read_table(path: Path, text: str, table: Mapping[str, Any], found: list[Diagnostic]) -> Thresholds:
    """The thresholds of a table; what is wrong with it is added to `found`."""
    shares: dict[str, Fraction] = {}
    limits: dict[str, int] = {}
    for key, value in table.items():
        number = not isinstance(value, bool) and isinstance(value, int | float)
        if key in _SHARES and number and 0 <= value <= 100:
            shares[key] = Fraction(str(value))
        elif key in _LIMITS and number and isinstance(value, int) and value >= 0:
            limits[key] = value
        elif key in _SHARES or key in _LIMITS:
            mend = "write a percentage, 0 to 100" if key in _SHARES else "write a whole number, 0 or more"
            found.append(Diagnostic(f"{key} cannot be {_written(value)}", _place(path, text, key), mend))
        else:
            known = [*_SHARES, *_LIMITS]
            mend = did_you_mean(key, known) or f"there are: {', '.join(known)}"
            found.append(Diagnostic(f"there is no threshold {key}", _place(path, text, key), mend))
    return Thresholds(shares, limits)


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f'"{value}"' if isinstance(value, str) else str(value)


def _place(path: Path, text: str, key: str) -> Place:
    """The line of a key of the table, or of the table itself, where it can be told; TOML is read without places."""
    header, inside = re.compile(r"\s*\[+\s*([^\]]*?)\s*\]+"), False
    names = re.compile(rf"""\s*["']?{re.escape(key)}["']?\s*[=.]""")
    for number, line in enumerate(text.splitlines(), start=1):
        opened = header.match(line)
        if opened:
            inside = opened[1].replace(" ", "") == TABLE
            if opened[1].replace(" ", "").startswith(f"tool.clausewise.{key}"):
                return Place(str(path), number)
        elif inside and names.match(line):
            return Place(str(path), number)
    return Place(str(path))


# ---------------------------------------------------------------- holding an audit against them


def hold_thresholds(totals: Totals, thresholds: Thresholds) -> tuple[Shortfall, ...]:
    """The thresholds that the figures of an audit do not reach, in the order in which they were written."""
    found = []
    for key, least in thresholds.shares.items():
        share, name = _SHARES[key](totals), _NAMES[key]
        if share is None:
            found.append(_not_run(key))
        elif share.whole and Fraction(100 * share.part, share.whole) < least:
            wanted = f"{float(least):g} %"
            says = Label(
                f"{name.zh}：{share.part}/{share.whole}（{share}），低于所要求的 {wanted}",
                f"{name.en}: {share.part}/{share.whole} ({share}), below the {wanted} required",
            )
            found.append(Shortfall(key, says))
    for key, most in thresholds.limits.items():
        number, name = _LIMITS[key](totals), _NAMES[key]
        if number is None:
            found.append(_not_run(key))
        elif number > most:
            says = Label(
                f"{name.zh}：{number}，多于允许的 {most}", f"{name.en}: {number}, more than the {most} allowed"
            )
            found.append(Shortfall(key, says))
    return tuple(found)


def refuted_assurances(audit: Audit) -> tuple[Label, ...]:
    """The statements of the pack that do not hold, though it does not say that the text refutes them: wrong whatever
    thresholds there are, as a case is of which something else comes out than it expects."""
    answers = () if isinstance(audit.answers, NotRun) else audit.answers
    return tuple(
        Label(f"断言不成立：{one.statement.zh}（{one.id}）", f"an assurance is refuted: {one.statement.en} ({one.id})")
        for one in answers
        if one.kind is QuestionKind.ASSURANCE and one.outcome is Outcome.REFUTED and one.weight is Weight.FAULT
    )


def _not_run(key: str) -> Shortfall:
    name = _NAMES[key]
    says = Label(
        f"{name.zh}：这一部分没有运行，达不到所设的界限",
        f"{name.en}: this part was not run, so it cannot reach the threshold set on it",
    )
    return Shortfall(key, says)


def _words(count: Callable[[WordTotals], Any]) -> Callable[[Totals], Any]:
    return lambda totals: count(totals.words)


def _cases(count: Callable[[CaseTotals], Any]) -> Callable[[Totals], Any]:
    return lambda totals: None if totals.cases is None else count(totals.cases)


def _mutants(count: Callable[[MutantTotals], Any]) -> Callable[[Totals], Any]:
    return lambda totals: None if totals.mutants is None else count(totals.mutants)


def _answers(count: Callable[[AnswerTotals], Any]) -> Callable[[Totals], Any]:
    return lambda totals: None if totals.answers is None else count(totals.answers)


def _bounded(totals: Totals) -> int | None:
    """None when one of the parts that could be bounded was not run."""
    return None if totals.answers is None or totals.mutants is None else totals.bounded


def _undecided(totals: Totals) -> int | None:
    """None when one of the parts that could be undecided was not run."""
    return None if totals.answers is None or totals.mutants is None else totals.undecided


_SHARES: Mapping[str, Callable[[Totals], Share | None]] = {
    "provisions": _words(lambda words: words.provisions),
    "words": _words(lambda words: words.held),
    "rules": _cases(lambda cases: cases.rules),
    "conditions": _cases(lambda cases: cases.conditions),
    "parts": _cases(lambda cases: cases.parts),
    "contested": _cases(lambda cases: cases.contested),
    "mutants": _mutants(lambda mutants: mutants.noticed),
}
_LIMITS: Mapping[str, Callable[[Totals], int | None]] = {
    "gaps": _words(lambda words: words.gaps),
    "survivors": _mutants(lambda mutants: mutants.survived),
    "dead": _answers(lambda answers: answers.dead),
    "faults": _answers(lambda answers: answers.faults),
    "bounded": _bounded,
    "undecided": _undecided,
}
_NAMES: Mapping[str, Label] = {
    "provisions": Label("已写成规则的句子", "provisions encoded"),
    "words": Label("有着落的文字", "words held"),
    "rules": Label("试全三种结论的规则", "rules driven to all three verdicts"),
    "conditions": Label("试出作用的条件", "conditions shown"),
    "parts": Label("有个案期望的内容", "parts expected"),
    "contested": Label("两边和中间都有个案的争议读法", "contested readings with a case on either side and between"),
    "mutants": Label("被发现或已接受的变异", "mutants killed or accepted"),
    "gaps": Label("没有着落的文字（处）", "gaps"),
    "survivors": Label("存活的变异", "survivors"),
    "dead": Label("永不适用的规则", "dead rules"),
    "faults": Label("求解器查出的错误", "faults the solver found"),
    "bounded": Label("只对小家庭查过的问题（有界）", "questions settled for small households only (bounded)"),
    "undecided": Label("未决的问题", "questions not settled"),
}
