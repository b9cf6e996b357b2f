"""Thresholds an audit has to reach: how they are written, what is refused, and when an audit falls short of them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from audit.sample import sample_audit, words_alone
from clausewise.audit.model import Fate, NotRun
from clausewise.audit.thresholds import Thresholds, hold_thresholds, nearest_config, read_thresholds
from clausewise.audit.totals import Share, totals_of
from clausewise.errors import RequestError

HEAD = "[tool.clausewise.audit]\n"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def written(text: str) -> Path:
    path = Path("pyproject.toml")
    path.write_text(text, encoding="utf-8")
    return path


def refused(text: str, *, required: bool = False) -> list[str]:
    with pytest.raises(RequestError) as caught:
        read_thresholds(written(text), required=required)
    return [str(one) for one in caught.value.diagnostics]


# ---------------------------------------------------------------- how they are written


def test_shares_are_percentages_and_limits_are_whole_numbers() -> None:
    assert read_thresholds(written(HEAD + "provisions = 100\nwords = 98.5\nsurvivors = 0\ngaps = 2\n")) == Thresholds(
        {"provisions": Fraction(100), "words": Fraction(197, 2)}, {"survivors": 0, "gaps": 2}
    )


@pytest.mark.parametrize("text", ["", "[project]\nname = 'x'\n", "[tool.ruff]\n", HEAD])
def test_a_project_that_sets_none_has_none(text: str) -> None:
    assert read_thresholds(written(text)) == Thresholds()


def test_the_nearest_file_at_or_above_the_pack_counts() -> None:
    inner = Path("packs/mine/rules")
    inner.mkdir(parents=True)
    outer = written(HEAD + "gaps = 0\n")
    assert nearest_config(inner) == outer
    nearer = Path("packs/mine/pyproject.toml")
    nearer.touch()
    assert nearest_config(inner) == nearest_config(nearer.parent) == nearer


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("gap = 0", "pyproject.toml:2: there is no threshold gap — did you mean gaps?"),
        ("gaps = true", "pyproject.toml:2: gaps cannot be true — write a whole number, 0 or more"),
        ("gaps = 0.5", "pyproject.toml:2: gaps cannot be 0.5 — write a whole number, 0 or more"),
        ("dead = -1", "pyproject.toml:2: dead cannot be -1 — write a whole number, 0 or more"),
        ('rules = "all"', 'pyproject.toml:2: rules cannot be "all" — write a percentage, 0 to 100'),
        ("rules = 101", "pyproject.toml:2: rules cannot be 101 — write a percentage, 0 to 100"),
        ("words = nan", "pyproject.toml:2: words cannot be nan — write a percentage, 0 to 100"),
        ("'words' = []", "pyproject.toml:2: words cannot be [] — write a percentage, 0 to 100"),
    ],
)
def test_a_threshold_that_cannot_be_is_refused_with_its_line(line: str, message: str) -> None:
    assert refused(HEAD + line + "\n") == [message]


def test_everything_that_is_wrong_is_named_at_once() -> None:
    text = "[tool.other]\ngaps = 'many'\n\n" + HEAD + "gaps = 'many'\nspeed = 9\n"
    assert refused(text) == [
        'pyproject.toml:5: gaps cannot be "many" — write a whole number, 0 or more',
        "pyproject.toml:6: there is no threshold speed — there are: provisions, words, rules, conditions, parts, "
        "contested, mutants, gaps, survivors, dead, faults, bounded, undecided",
    ]


def test_a_misspelt_table_is_not_taken_for_no_thresholds() -> None:
    assert refused("[tool.clausewise.audti]\ngaps = 0\n") == [
        "pyproject.toml:1: there is no table tool.clausewise.audti — did you mean audit?"
    ]
    assert refused("[tool.clausewise]\naudit = 3\n") == [
        "pyproject.toml: audit is no table — write [tool.clausewise.audit]"
    ]


def test_what_is_no_toml_is_refused_with_line_and_column() -> None:
    assert refused(HEAD + "gaps = \n") == ["pyproject.toml:2:8: this is not TOML: invalid value"]


def test_what_is_no_utf_8_is_refused() -> None:
    Path("pyproject.toml").write_bytes("缺口".encode("gb18030"))
    with pytest.raises(RequestError, match=r"^pyproject\.toml: this is not UTF-8 — save it as UTF-8$"):
        read_thresholds(Path("pyproject.toml"))


def test_a_file_that_was_named_has_to_be_there_and_set_some() -> None:
    with pytest.raises(RequestError, match=r"^none\.toml: cannot be read: No such file or directory$"):
        read_thresholds(Path("none.toml"), required=True)
    assert refused("[tool.ruff]\n", required=True) == [
        "pyproject.toml: no thresholds are set here — set some under [tool.clausewise.audit]"
    ]


# ---------------------------------------------------------------- when an audit falls short


def english(totals_from: str, **keys: float) -> list[str]:
    audit = (words_alone if totals_from == "words alone" else sample_audit)(Path())
    path = written(HEAD + "".join(f"{key} = {value}\n" for key, value in keys.items()))
    return [one.says.en for one in hold_thresholds(totals_of(audit), read_thresholds(path))]


def test_an_audit_falls_short_of_each_threshold_it_does_not_reach() -> None:
    assert english("all", provisions=100, words=90, rules=100, conditions=33, parts=50.1, mutants=50) == [
        "words held: 34/39 (87.1 %), below the 90 % required",
        "rules driven to all three verdicts: 1/2 (50 %), below the 100 % required",
        "parts expected: 1/2 (50 %), below the 50.1 % required",
    ]
    assert english("all", gaps=0, survivors=0, dead=0, faults=0, undecided=1) == [
        "gaps: 1, more than the 0 allowed",
        "survivors: 1, more than the 0 allowed",
        "faults the solver found: 1, more than the 0 allowed",
        "questions not settled: 2, more than the 1 allowed",
    ]
    assert english("all", gaps=1, survivors=1, faults=1, undecided=2) == []


def test_a_part_that_was_not_run_cannot_reach_a_threshold_set_on_it() -> None:
    not_run = "this part was not run, so it cannot reach the threshold set on it"
    assert english("words alone", provisions=100, rules=0, mutants=0, survivors=9, dead=9, undecided=9) == [
        f"rules driven to all three verdicts: {not_run}",
        f"mutants killed or accepted: {not_run}",
        f"survivors: {not_run}",
        f"dead rules: {not_run}",
        f"questions not settled: {not_run}",
    ]


def test_shortfalls_are_told_in_chinese_too() -> None:
    totals = totals_of(sample_audit(Path()))
    found = hold_thresholds(totals, Thresholds({"rules": Fraction(100)}, {"survivors": 0}))
    assert [one.says.zh for one in found] == [
        "试全三种结论的规则：1/2（50 %），低于所要求的 100 %",
        "存活的变异：1，多于允许的 0",
    ]


def test_a_share_that_is_nearly_whole_is_never_called_a_hundred_percent() -> None:
    assert str(Share(9999, 10000)) == "99.9 %"
    assert str(Share(10000, 10000)) == str(Share(0, 0)) == "100 %"
    totals = totals_of(sample_audit(Path()))
    nearly = replace(totals, words=replace(totals.words, held=Share(9999, 10000)))
    assert [one.key for one in hold_thresholds(nearly, Thresholds({"words": Fraction(100)}))] == ["words"]


def test_equivalent_mutants_count_neither_for_nor_against() -> None:
    audit = sample_audit(Path())
    assert not isinstance(audit.mutants, NotRun)
    fates = [one.fate for one in audit.mutants]
    assert fates.count(Fate.EQUIVALENT) == 1
    totals = totals_of(audit).mutants
    assert totals is not None
    # One killed and one accepted, of these and one that survived and one that is not settled.
    assert totals.noticed == Share(2, 4)
