"""`clausewise schema`: JSON Schemas of the files people write and of what commands write, for editors and programs."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

import typer

from clausewise.cli.options import OutputOption, PackOption
from clausewise.cli.output import write_out

Kind = Literal[
    "facts", "rules", "case", "office", "pack", "agencies", "registers", "parameters", "contested.yaml", "connectives",
    "assurances", "accepted", "english", "topics", "document", "check", "answer", "explain", "interview", "contested",
    "pack-text", "receipt", "replay", "audit", "diff", "mapping", "screening", "comparison",
]  # fmt: skip


def run(
    kind: Annotated[
        Kind,
        typer.Argument(
            metavar="KIND",
            help="facts, rules, pack, agencies, registers, parameters, contested.yaml, connectives, assurances, "
            "accepted, english, topics, document: a pack's files; case: the cases of a pack; office: its office files; "
            "check, explain, interview, contested, audit, diff: what these write as JSON; pack-text: the words of a "
            "pack; answer: a line of check --format jsonl; receipt, replay: what check --receipt keeps, and what comes "
            "of it; mapping: which column of a registry is which fact; screening: the summary.json of screen; "
            "comparison: the comparison.json of compare.",
        ),
    ],
    pack: PackOption = None,
    output: OutputOption = None,
) -> None:
    """Print the JSON Schema of a kind of file: editors complete and check what is written with it."""
    write_out(json.dumps(_schema(kind, pack), ensure_ascii=False, indent=2) + "\n", output)


def _schema(kind: Kind, pack: str | None) -> dict[str, Any]:
    # Imported only as they are needed: the shapes of a pack's files take longer to import than the others together.
    from clausewise.records.schema import RECORDS, schema_of_record

    if kind in RECORDS:
        format, record = RECORDS[kind]
        return schema_of_record(record, format)
    if kind == "mapping":
        from clausewise.language.schemas import schema_of_shape
        from clausewise.screening.mapping.shapes import MappingShape

        return schema_of_shape(MappingShape, "a mapping file")
    if kind in ("case", "office"):
        from clausewise.case.schema import case_schema, office_schema
        from clausewise.packs import open_pack

        return (case_schema if kind == "case" else office_schema)(open_pack(pack))
    from clausewise.language.schemas import schema_of

    return schema_of(kind.removesuffix(".yaml"))
