"""Receipts made again: the same under their own pack, and under another what is decided otherwise, and why."""

from __future__ import annotations

import csv
import datetime
import json
import shutil
import subprocess
from pathlib import Path

import pytest

import clausewise
from clausewise.errors import Diagnostic, PackError
from clausewise.packs import revision
from cli.running import run
from small_pack import write_small_pack

AT = datetime.datetime(2024, 6, 30, 12, tzinfo=datetime.UTC)
GRANDMOTHER = {
    "as_of": "2024-06-30",
    "household": {"dibao": True, "area": "urban"},
    "members": [{"id": "grandmother", "birth_date": "1944-06-30"}],
}
AT_EIGHTY = "rules/old-age/01-subsidy.yaml"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An office: the small pack in its folders, and a folder of receipts with one of a grandmother of eighty."""
    write_small_pack(tmp_path)
    monkeypatch.chdir(tmp_path)
    clausewise.load("old-age").check(GRANDMOTHER).receipt(by="Li", at=AT).keep(tmp_path / "receipts")
    return tmp_path


def rules_file(root: Path, text: str) -> Path:
    """The file of the pack in which some text stands."""
    (found,) = (one for one in (root / "rules/old-age").glob("*.yaml") if text in one.read_text(encoding="utf-8"))
    return found


def alter(root: Path, old: str, new: str) -> None:
    """Change what the files of the pack say."""
    path = rules_file(root, old)
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def git(*words: str) -> None:
    command = ["git", "-c", "user.name=a", "-c", "user.email=a@b", *words]
    subprocess.run(command, check=True, timeout=60, capture_output=True)


def test_a_receipt_made_again_is_the_same(office: Path) -> None:
    replayed = clausewise.replay("receipts")
    assert [one.outcome for one in replayed.receipts] == ["same"]
    assert run("replay", "receipts").out == "1 receipt\n       1  the same\n"


def test_it_is_made_again_under_the_pack_that_is_kept_beside_it_whatever_became_of_the_rules(office: Path) -> None:
    alter(office, "member.age >= 80", "member.age >= 90")
    assert [one.outcome for one in clausewise.replay("receipts").receipts] == ["same"]
    shutil.rmtree(office / "rules")
    assert [one.outcome for one in clausewise.replay("receipts").receipts] == ["same"]


def test_where_this_version_cannot_read_a_pack_in_git_any_more_only_that_receipt_is_not_made_again(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git("init", "-q")
    git("add", "rules", "policy")
    git("commit", "-qm", "as it was")
    alter(office, "member.age >= 80", "member.age >= 90")
    shutil.rmtree(office / "receipts" / "packs")
    clausewise.load("old-age").check(GRANDMOTHER).receipt(by="Li", at=AT).keep(office / "receipts")

    def cannot_be_read(*_: object, **__: object) -> None:
        raise PackError(Diagnostic("this version has no such word"))

    monkeypatch.setattr(revision, "pack_in", cannot_be_read)
    replayed = {one.outcome: one.says for one in clausewise.replay("receipts").receipts}
    assert sorted(replayed) == ["cannot_be_made_again", "same"]
    assert "this version cannot read the pack that is in git; clausewise " in (replayed["cannot_be_made_again"] or "")


def test_decided_anew_it_says_what_is_otherwise_and_that_it_is_the_rules(office: Path) -> None:
    alter(office, "member.age >= 80", "member.age >= 90")
    answer = run("replay", "receipts", "--now", "old-age", "-o", "rows.csv")
    assert answer.code == 1
    assert "age.subsidy@m1: applies → does not apply  because of the rules" in answer.out
    rows = list(csv.DictReader((office / "rows.csv").read_text(encoding="utf-8").splitlines()))
    (row,) = (one for one in rows if one["rule"] == "age.subsidy")
    assert (row["subject"], row["then"], row["now"], row["why"], row["gains"]) == (
        "m1", "applies", "does_not_apply", "rules", "0",
    )  # fmt: skip


def test_who_might_gain_is_marked(office: Path) -> None:
    young = {**GRANDMOTHER, "members": [{"id": "aunt", "birth_date": "1950-01-01"}]}
    clausewise.load("old-age").check(young).receipt(at=AT).keep(office / "young")
    alter(office, "member.age >= 80", "member.age >= 70")
    answer = run("replay", "young", "--now", "old-age")
    assert "age.subsidy@m1: does not apply → applies  because of the rules  ▲ gains" in answer.out
    (receipt,) = clausewise.replay("young", now=clausewise.load("old-age")).receipts
    assert [one.rule for one in receipt.findings if one.gains] == ["age.subsidy"]


def test_more_of_an_aid_is_a_gain_and_a_step_of_the_procedure_is_none(office: Path) -> None:
    aid = "{form: cash, zh: 高龄补贴, en: old-age subsidy, text: 高龄补贴}"
    alter(office, aid, f'{aid[:-1]}, amount: "100"}}')
    alter(office, "kind: benefit\n- duty", "kind: procedure\n- duty")
    town = {**GRANDMOTHER, "household": {"dibao": True, "area": "rural"}}
    clausewise.load("old-age").check(town).receipt(at=AT).keep(office / "town")
    alter(office, 'amount: "100"', 'amount: "200"')
    alter(office, 'household.area == "urban"', 'household.area == "rural"')
    (receipt,) = clausewise.replay("town", now=clausewise.load("old-age")).receipts
    assert {one.rule: (one.what, one.gains) for one in receipt.findings} == {
        "age.subsidy": (("aid.0",), True),
        "age.travel_card": (("verdict", "aid.0"), False),
    }


def test_another_name_of_an_agency_is_other_words(office: Path) -> None:
    alter(office, "zh: 民政部门, en: civil affairs department", "zh: 民政部门, en: civil affairs")
    assert [one.outcome for one in clausewise.replay("receipts", now=clausewise.load("old-age")).receipts] == [
        "same_on_other_words"
    ]


def test_where_only_words_changed_it_is_the_same_on_other_words(office: Path) -> None:
    alter(office, "zh: 低保家庭\n", "zh: 低保户\n")
    answer = run("replay", "receipts", "--now", "old-age")
    assert (answer.code, answer.out.splitlines()[1]) == (0, "       1  the same, on other words")


def test_what_changed_in_the_text_is_told_as_the_text(office: Path) -> None:
    document = office / "policy/old-age/document.yaml"
    said = document.read_text(encoding="utf-8")
    document.write_text(said.replace("老人高龄补贴", "老人以高龄补贴"), encoding="utf-8")
    (receipt,) = clausewise.replay("receipts", now=clausewise.load("old-age")).receipts
    assert receipt.outcome == "same_on_other_words"
    assert {one.why for one in receipt.findings if one.rule == "age.subsidy"} == {("text",)}


def test_a_pack_that_is_gone_is_found_in_git_by_its_digest_and_never_another(office: Path) -> None:
    git("init", "-q")
    git("add", "rules", "policy")
    git("commit", "-qm", "first")
    alter(office, "member.age >= 80", "member.age >= 90")
    git("commit", "-qam", "second")
    shutil.rmtree(office / "receipts/packs")
    assert [one.outcome for one in clausewise.replay("receipts").receipts] == ["same"]
    shutil.rmtree(office / ".git")
    (receipt,) = clausewise.replay("receipts").receipts
    assert receipt.outcome == "cannot_be_made_again"
    assert receipt.says is not None
    assert "is not beside it, not in reach and not in git; it was made by clausewise " in receipt.says
    assert run("replay", "receipts").code == 1


def test_it_can_be_decided_anew_under_a_revision(office: Path) -> None:
    git("init", "-q")
    git("add", "rules", "policy")
    git("commit", "-qm", "first")
    alter(office, "member.age >= 80", "member.age >= 90")
    git("commit", "-qam", "second")
    assert run("replay", "receipts", "--now", "old-age@HEAD~1").code == 0
    assert run("replay", "receipts", "--now", "old-age@HEAD").code == 1


def test_what_is_broken_or_erased_is_said_and_the_others_are_made_again(office: Path) -> None:
    pack = clausewise.load("old-age")
    pack.check(GRANDMOTHER).receipt(at=AT).erased().keep(office / "receipts")
    (office / "receipts/abc.json").write_text("{}", encoding="utf-8")
    replayed = clausewise.replay("receipts")
    assert replayed.record.counts == {"same": 1, "broken": 1, "erased": 1}
    assert "abc  broken\n  it is no receipt" in run("replay", "receipts").out


def test_where_the_program_alone_changed_it_is_the_program(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from clausewise.receipts import replaying
    from clausewise.receipts.making import decided_findings

    def otherwise(result: object) -> object:
        from dataclasses import replace

        first, *rest = decided_findings(result)  # type: ignore[arg-type]
        return (replace(first, missing=("household.area",)), *rest)

    monkeypatch.setattr(replaying, "decided_findings", otherwise)
    (receipt,) = clausewise.replay("receipts").receipts
    (finding,) = receipt.findings
    assert (receipt.outcome, finding.what, finding.why) == ("otherwise", ("missing",), ("program",))


def test_where_the_readings_differ_there_is_no_other_answer(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from clausewise.receipts import making
    from clausewise.two_judges import Difference, DifferenceKind

    differs = Difference("age.subsidy@m1", DifferenceKind.VERDICT, "applies", "undetermined")
    monkeypatch.setattr(making, "compare_judges", lambda plain, result: (differs,))
    (receipt,) = clausewise.replay("receipts").receipts
    assert (receipt.outcome, receipt.findings) == ("readings_differ", ())


def test_a_fact_that_the_rules_no_longer_have_is_left_out_and_said(office: Path) -> None:
    replayed = clausewise.replay("receipts", now=clausewise.load("old-age"))
    assert replayed.record.counts == {"same": 1}
    data = json.loads(replayed.to_json())
    assert data["format"] == "clausewise-replay/1"
    assert data["now"].startswith("old-age ")


def test_it_speaks_chinese(office: Path) -> None:
    alter(office, "member.age >= 80", "member.age >= 90")
    shown = run("replay", "receipts", "--now", "old-age", "--lang", "zh").out
    assert "age.subsidy@m1: 适用 → 不适用  因为 规则" in shown
