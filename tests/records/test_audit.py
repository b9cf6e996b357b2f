"""The record of an audit: whole, the same every time but for its timing, and as its schema says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

from audit.sample import sample_audit, words_alone
from clausewise.audit.model import NotRun
from clausewise.errors import Place
from clausewise.language.assurances import Accepted
from clausewise.language.labels import Label
from clausewise.recording.audits import record_audit
from clausewise.records.base import as_json
from records.recorded import Data, data_of, schema_of

SCHEMA = schema_of("audit")


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Places of the pack are as one sees them from its root."""
    monkeypatch.chdir(tmp_path)


def written() -> Data:
    return data_of(record_audit(sample_audit(Path())))


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_what_is_written_fits_the_schema() -> None:
    entry = Accepted("mutant", "age.nothing/drop", Label("无妨", "in order"), Place("accepted.yaml", 1, 3))
    for audit in (sample_audit(Path()), words_alone(Path()), replace(sample_audit(Path()), unused=(entry,))):
        Draft202012Validator(SCHEMA).validate(data_of(record_audit(audit)))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["mutants", 0, "fate"], "perhaps"),
        (["answers", 0, "outcome"], "likely"),
        (["words", "provisions", 0, "runs", 0, "kind"], "nearly"),
        (["totals", "words", "held", "percent"], "all"),
        (["cases", "rules", 0, "conditions", 0, "shown"], "yes"),
        (["format"], "clausewise-audit/1"),
        (["remark"], "nothing else is written"),
    ],
)
def test_the_schema_takes_nothing_else(path: list[str | int], value: object) -> None:
    data = written()
    at: Any = data
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    with pytest.raises(ValidationError):
        Draft202012Validator(SCHEMA).validate(data)


def test_the_same_audit_gives_the_same_bytes_but_for_its_timing() -> None:
    audit = sample_audit(Path())
    assert not isinstance(audit.answers, NotRun)
    slower = replace(audit, seconds={"words": 60.0}, answers=tuple(replace(one, seconds=60.0) for one in audit.answers))
    first, second = (as_json(record_audit(one)).partition('"timing":') for one in (audit, slower))
    assert as_json(record_audit(audit)) == as_json(record_audit(sample_audit(Path())))
    assert first[0] == second[0] != ""
    assert first[2] != second[2]
    assert list(written())[-1] == "timing"


def test_it_names_the_pack_with_the_digests_to_make_it_again() -> None:
    pack = sample_audit(Path()).pack
    assert written()["format"] == "clausewise-audit/2"
    assert written()["pack"] == {
        "pack": "old-age",
        "title": {"zh": "高龄补贴", "en": "Old-age subsidy"},
        "document": pack.document_digest,
        "rules": pack.rules_digest,
    }


def test_figures_round_down_so_that_only_a_whole_is_a_hundred_percent() -> None:
    totals = written()["totals"]
    assert totals["words"] == {
        "provisions": {"part": 3, "whole": 3, "percent": 100.0},
        "held": {"part": 34, "whole": 39, "percent": 87.1},
        "characters": {"held": 34, "connective": 5, "accepted": 3, "gap": 2},
        "gaps": 1,
        "missing": 1,
    }
    assert totals["cases"] == {
        "rules": {"part": 1, "whole": 2, "percent": 50.0},
        "conditions": {"part": 1, "whole": 3, "percent": 33.3},
        "parts": {"part": 1, "whole": 2, "percent": 50.0},
        "contested": {"part": 0, "whole": 0, "percent": 100.0},
        "cases": 2,
        "unreviewed": 0,
    }
    assert totals["mutants"] == {
        "noticed": {"part": 2, "whole": 4, "percent": 50.0},
        "fates": {"killed": 1, "equivalent": 1, "accepted": 1, "survived": 1, "bounded": 0, "undecided": 1},
    }
    assert totals["answers"] == {
        "assurances": dict.fromkeys(("proved", "idle", "refuted", "accepted", "undecided"), 0)
        | {"bounded": 1, "policy": 1},
        "dead": 0,
        "faults": 1,
        "answers": 7,
        "undecided": 1,
        "bounded": 1,
    }
    assert (totals["undecided"], totals["bounded"]) == (2, 1)


def test_the_runs_of_a_sentence_join_up_to_it() -> None:
    for provision in written()["words"]["provisions"]:
        assert "".join(run["text"] for run in provision["runs"]) == provision["text"]
        assert [provision["text"][run["begin"] : run["end"]] for run in provision["runs"]] == [
            run["text"] for run in provision["runs"]
        ]


def test_a_condition_has_the_pairs_that_show_it_or_the_households_that_would() -> None:
    (dibao, eighty), (urban,) = (rule["conditions"] for rule in written()["cases"]["rules"])
    assert (dibao.keys() & {"decided", "unknown"}, dibao["shown"]) == (set(), False)
    assert eighty["decided"] == {
        "first": {"case": "grandmother", "subject": "grandmother", "verdict": "applies"},
        "second": {"case": "young", "subject": "child", "verdict": "does_not_apply"},
        "truths": ["true", "false"],
    }
    assert eighty["unknown"]["truths"] == ["true", "unknown"]
    assert urban["households"][0].startswith("case: age.travel_card-choice\n")


def test_a_part_that_was_not_run_says_why_and_has_no_figures() -> None:
    data = data_of(record_audit(words_alone(Path())))
    assert list(data["not_run"]) == ["cases", "mutants", "answers"]
    assert data["not_run"]["answers"] == {"zh": "没有装求解器", "en": "the solver is not installed"}
    assert data.keys() & {"cases", "mutants", "answers"} == set()
    assert list(data["totals"]) == ["words", "undecided", "bounded"]
    assert data["timing"] == {"parts": {"words": 0.01}}
