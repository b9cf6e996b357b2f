"""Writes a pack that is as many times as large as another: every clause, fact, rule, duty and case as often.

The page is continued with its own clauses under further numbers; the copies have other names and know nothing of each
other, as sections of a long document do. For benchmarks.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from clausewise.case_files import case_files_below
from clausewise.language.model import Pack, PackFolders
from clausewise.packs import pack_at_root

_FACT = re.compile(r"\b(household|member|application|office(?:\.reads)?)\.(?!reads\.)([a-z][a-z0-9_]*)")
_CONTESTED = re.compile(r"(\bcontested: [a-z][a-z0-9_]*)")
_KEY = re.compile(r"^([a-z][a-z0-9_]*)(?=:)", re.MULTILINE)
_SPAN = re.compile(r"^(\d+):(\d+)-(\d+):(\d+)$")
_LINE_OF_PROVISIONS = re.compile(r"\b(?:from|provisions?|open): .*")
_KEYED = ("contested.yaml", "topics.yaml")
_LISTS = ("agencies.yaml", "registers.yaml", "connectives.yaml", "parameters.yaml", "01-missing.yaml", "english.yaml")


def write_copies(pack: Pack, folders: PackFolders, times: int, root: Path) -> PackFolders:
    """A pack of so many copies below a root, which must be empty; its folders."""
    copied = pack_at_root(root, folders.id)
    length = _write_document(folders.policy, times, copied.policy)
    copied.rules.mkdir(parents=True)
    copied.cases.mkdir(parents=True)
    last = pack.numbers()[-1]
    written = (folders.rules / "pack.yaml").read_text(encoding="utf-8")
    (copied.rules / "pack.yaml").write_text(
        written.replace(f"last: {last}}}", f"last: {last + length * (times - 1)}}}"), encoding="utf-8"
    )
    for name in _LISTS:
        if (folders.rules / name).exists():
            shutil.copy(folders.rules / name, copied.rules / name)
    ids = [*pack.rules_by_id, *(duty.id for duty in pack.duties), *(one.id for one in pack.assurances)]
    entry = re.compile(r"(?<![\w.])(" + "|".join(sorted(map(re.escape, ids), key=len, reverse=True)) + r")(?![\w.])")
    labels = re.compile(
        "|".join(sorted({re.escape(aid.label.zh) for rule in pack.rules for aid in rule.aid}, key=len)[::-1])
    )
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(folders.rules.glob("*.yaml"))}
    together: dict[str, list[str]] = {}
    for copy in range(times):
        for name, text in texts.items():
            if name not in (*_LISTS, "pack.yaml"):
                shifted = _shifted(text, length * copy)
                own = _contested_renamed(_aids_renamed(shifted, labels, copy), copy, keys=name in _KEYED)
                together.setdefault(name, []).append(_renamed(own, entry, copy))
        for path in case_files_below(folders.cases):
            _write_case(path, entry, labels, copy, copied.cases / f"{path.stem}-{copy}.yaml")
    for name, parts in together.items():
        (copied.rules / name).write_text("\n".join(parts), encoding="utf-8")
    return copied


def _write_document(policy: Path, times: int, to: Path) -> int:
    """Continue the page and the document with copies of its clauses; how many clauses a copy has."""
    to.mkdir(parents=True)
    page = (policy / "source.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")
    document = yaml.safe_load((policy / "document.yaml").read_text(encoding="utf-8"))
    first, _, last, _ = map(int, _SPAN.fullmatch(document["source"]["at"]).groups())  # type: ignore[union-attr]
    heads = {
        int(clause["at"].partition(":")[0]): clause["number"]
        for section in document["sections"]
        for clause in section["clauses"]
    }
    copies: list[Any] = []
    lines = page[first - 1 : last]
    for copy in range(1, times):
        on = len(heads) * copy
        copies += list(_moved(document["sections"], len(page) - (first - 1), on, heads))
        page += [
            line.replace(str(heads[at]), str(heads[at] + on), 1) if at in heads else line
            for at, line in enumerate(lines, start=first)
        ]
    document["sections"] += copies
    text = "\n".join(page) + "\n"
    document["source"] = {
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "at": f"{document['source']['at'].partition('-')[0]}-{len(page)}:{len(page[-1])}",
    }
    (to / "source.txt").write_text(text, encoding="utf-8")
    (to / "document.yaml").write_text(yaml.safe_dump(document, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return len(heads)


def _moved(sections: Any, down: int, on: int, heads: Mapping[int, int]) -> Iterator[Any]:
    """Sections so many lines further down, their clauses numbered on."""

    def place(at: str) -> str:
        first, begin, last, end = map(int, _SPAN.fullmatch(at).groups())  # type: ignore[union-attr]
        return f"{first + down}:{begin + wider(first, begin)}-{last + down}:{end + wider(last, end)}"

    def wider(line: int, column: int) -> int:
        """By how much a place moves to the right because the number at the head of its line has more digits."""
        return len(str(heads[line] + on)) - len(str(heads[line])) if line in heads and column > 1 else 0

    for section in sections:
        clauses = []
        for clause in section["clauses"]:
            number = clause["number"] + on
            provisions = [
                {**one, "id": f"{number}.{one['id'].partition('.')[2]}", "at": place(one["at"])}
                for one in clause["provisions"]
            ]
            clauses.append({**clause, "number": number, "at": place(clause["at"]), "provisions": provisions})
        moved = {"at": place(section["at"])} if "at" in section else {}
        yield {**section, **moved, "clauses": clauses}


def _shifted(text: str, on: int) -> str:
    """Rules about clauses numbered on; who is assigned stays in the first copy, where the agencies are."""

    def renumber(found: re.Match[str]) -> str:
        return re.sub(r'"(\d+)(\.\d+)?"', lambda one: f'"{int(one[1]) + on}{one[2] or ""}"', found[0])

    return _LINE_OF_PROVISIONS.sub(lambda line: renumber(line) if "assigned_by" not in line[0] else line[0], text)


def _renamed(text: str, entry: re.Pattern[str], copy: int) -> str:
    text = entry.sub(rf"\g<1>_{copy}", text)
    text = re.sub(r"(?<![\w.])([a-z_]+\.\*)", rf"\g<1>_{copy}", text)
    return _FACT.sub(lambda found: found[0] if _is_entry(found[0], entry, copy) else f"{found[0]}_{copy}", text)


def _aids_renamed(text: str, labels: re.Pattern[str], copy: int) -> str:
    """Aids by names of their own for each copy: where rules grant them, and where assurances name them."""

    def granted(one: re.Match[str]) -> str:
        return re.sub(rf"(?<=[\[ ])({labels.pattern})(?=[,\]}}\n]|$)", rf"\g<1>{copy}", one[0])

    text = re.sub(r"\baid: (?:\[[^\]{]*\]|[^\[{\n][^}\n]*)", granted, text)
    return re.sub(rf"(?<=zh: )({labels.pattern})(?=[,}}\n])", rf"\g<1>{copy}", text)


def _contested_renamed(text: str, copy: int, *, keys: bool) -> str:
    """Contested readings and topics of their own for each copy: where they are written (their keys), and where rules
    name a reading."""
    text = _CONTESTED.sub(rf"\g<1>_{copy}", text)
    return _KEY.sub(rf"\g<1>_{copy}", text) if keys else text


def _is_entry(word: str, entry: re.Pattern[str], copy: int) -> bool:
    return entry.fullmatch(word.removesuffix(f"_{copy}")) is not None


def _write_case(path: Path, entry: re.Pattern[str], labels: re.Pattern[str], copy: int, to: Path) -> None:
    case: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    case["case"] = to.stem
    for subject in ("household", "application"):
        if case.get(subject):
            case[subject] = {f"{fact}_{copy}": value for fact, value in case[subject].items()}
    for member in case.get("members") or ():
        facts = {fact: member.pop(fact) for fact in list(member) if fact != "id"}
        member.update({f"{fact}_{copy}": value for fact, value in facts.items()})
    if case.get("topics"):
        case["topics"] = {f"{topic}_{copy}": answer for topic, answer in case["topics"].items()}
    for kind, said in (case.get("office") or {}).items():
        case["office"][kind] = {f"{name}_{copy}": value for name, value in said.items()}
    # What is expected of the whole measure is a matter of all copies together.
    expected = {key: value for key, value in (case.get("expect") or {}).items() if key != "measures"}
    expected = yaml.safe_load(_renamed(yaml.safe_dump(expected, allow_unicode=True), entry, copy))
    case["expect"] = _aids_expected(expected, labels, copy)
    to.write_text(yaml.safe_dump(case, allow_unicode=True, sort_keys=False), encoding="utf-8")


def _aids_expected(data: Any, labels: re.Pattern[str], copy: int) -> Any:
    """What is expected, with each aid by the name that it has in a copy."""
    match data:
        case dict():
            return {_aids_expected(key, labels, copy): _aids_expected(one, labels, copy) for key, one in data.items()}
        case list():
            return [_aids_expected(one, labels, copy) for one in data]
        case str() if labels.fullmatch(data):
            return f"{data}{copy}"
    return data
