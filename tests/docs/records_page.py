"""Writes docs/records.md from the records: `PYTHONPATH=tests python tests/docs/records_page.py`. The tests compare."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from clausewise.records.schema import RECORDS, schema_of_record

PAGE = Path(__file__).parent.parent.parent / "docs" / "records.md"

_HEAD = """\
# Records

Every answer is a record: typed, its fields described. JSON, JSON Schemas and this page are made of the records and of
nothing else; whoever changes a shape raises its `format`, and a test holds that. JSON is one line, in the order of the
fields below. **A field that is at its default is left out**: what is not there is empty, none, or as the table says.
Money is a text in yuan to the fen (`"560.00"`), a day a text (`"2020-12-07"`), a truth value `true` or `false`.

Ids stand for words, and `terms` has the words once: of the rules, provisions, facts and agencies that an answer points
to. They are the same for every household: a program that checks many leaves them out with `--terms none` and takes
them from `pack.to_json()` once.

```sh
clausewise check CASE --format json                      # findings without proofs, and the words
clausewise check CASE --format json --proofs decisive    # with what alone brings each verdict about
clausewise check CASE --format json --proofs full        # with every condition that was looked at
clausewise check FOLDER --format jsonl --terms none      # one answer a line, however many
clausewise schema check                                  # the JSON Schema (2020-12) of it
```
"""

_TITLES = {
    "check": ("A check", "`clausewise check --format json`."),
    "answer": ("An answer", "`answer.to_json()` in Python, and each line of `clausewise check --format jsonl`."),
    "explain": ("An explanation", "`clausewise explain CASE RULE --format json`."),
    "interview": ("An interview", "`pack.interview(case).to_json()` in Python."),
    "contested": ("Contested points", "`clausewise contested --format json`."),
    "receipt": ("A receipt", "`clausewise check --receipt FOLDER` keeps one a file ([receipts](receipts.md))."),
    "replay": ("Receipts made again", "`clausewise replay --format json`."),
    "audit": ("An audit", "`clausewise audit --format json`."),
    "diff": ("What differs between two versions", "`clausewise diff --format json`."),
    "screening": ("A screening", "The `summary.json` of `clausewise screen`."),
    "comparison": ("Two versions over a registry", "The `comparison.json` of `clausewise compare`."),
    "pack-text": ("A pack's words", "`pack.to_json()` in Python; `clausewise duties --format json` has the duties."),
}


def page() -> str:
    """The whole page."""
    seen: set[str] = set()
    return "\n".join([_HEAD, *(_kind(kind, seen) for kind in RECORDS)])


def _kind(kind: str, seen: set[str]) -> str:
    format, record = RECORDS[kind]
    schema = schema_of_record(record, format)
    title, where = _TITLES[kind]
    lines = [f"## {title}", "", f"{where} `format` is `{format}`, its schema `clausewise schema {kind}`.", ""]
    lines += _record(record.__name__, schema)
    for name, one in schema["$defs"].items():
        if one.get("type") == "object" and name not in seen:
            seen.add(name)
            lines += _record(name, one)
        elif "enum" in one and name not in seen:
            seen.add(name)
            values = " · ".join(f"`{value}`" for value in one["enum"])
            lines += [f"### {name}", "", f"{one.get('description', '')} {values}".strip(), ""]
    return "\n".join(lines)


def _record(name: str, schema: dict[str, Any]) -> Iterator[str]:
    yield f"### {name}"
    yield ""
    yield schema.get("description", "")
    yield ""
    yield "| field | | |"
    yield "| --- | --- | --- |"
    for field, one in schema["properties"].items():
        default = "" if field in schema.get("required", ()) else _default(one.get("default"))
        said = one.get("description", "").replace("|", "\\\\|")
        yield f"| `{field}` | {_type(one)}{default} | {said} |"
    yield ""


def _default(value: object) -> str:
    if value in (None, [], {}):
        return "?"
    return f" = `{str(value).lower() if isinstance(value, bool) else value}`"


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in schema:
        return " or ".join(_type(one) for one in schema["anyOf"] if one.get("type") != "null")
    if "const" in schema:
        return f"`{schema['const']}`"
    kind = schema.get("type")
    if kind == "array":
        if "prefixItems" in schema:
            return "two of " + _type(schema["prefixItems"][0])
        return "list of " + _type(schema["items"])
    if kind == "object":
        of = schema.get("additionalProperties")
        return "mapping" if not isinstance(of, dict) else f"mapping to {_type(of)}"
    if schema.get("format") == "date":
        return "day"
    if "enum" in schema:
        return " or ".join(f"`{value}`" for value in schema["enum"])
    return {"string": "text", "integer": "number", "number": "number", "boolean": "truth"}.get(str(kind), "any")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
