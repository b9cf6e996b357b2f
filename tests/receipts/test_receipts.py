"""Receipts: made only where both readings agree, without a name, and held to account by digests and signatures."""

from __future__ import annotations

import datetime
import json
import os
import stat
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import clausewise
from clausewise.receipts import making
from clausewise.receipts.canonical import canonical, digest_of
from clausewise.records.receipt import RECEIPT_FORMAT, ReceiptRecord
from clausewise.records.schema import schema_of_record
from cli.running import run

ROOT = Path(__file__).parent.parent.parent
STUDENT = ROOT / "cases/chongqing-2020/urban-dibao-student.yaml"
PACK = clausewise.load("chongqing-2020")
AT = datetime.datetime(2020, 12, 7, 9, 30, tzinfo=datetime.timezone(datetime.timedelta(hours=8)))


def kept(folder: Path, **more: Any) -> Path:
    """A receipt of the student's family, kept in a folder."""
    return PACK.check(STUDENT).receipt(by="Wang", at=AT, **more).keep(folder)


def data_of(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


# ---------------------------------------------------------------- what it is


@pytest.mark.parametrize("output", ["nowhere/answer.txt", "."])
def test_no_receipt_is_kept_of_an_answer_that_cannot_be_written(
    output: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = run("check", STUDENT, "--receipt", "receipts", "-o", output)
    assert (answer.code, answer.out) == (2, "")
    assert not (tmp_path / "receipts").exists()


def test_canonical_json_is_that_of_rfc_8785() -> None:
    assert canonical({"\u20ac": 1, "\r": 2, "1": 3, "\U0001f600": 4, "\ufb33": 5}).decode() == (
        '{"\\r":2,"1":3,"€":1,"\U0001f600":4,"\ufb33":5}'
    )
    assert canonical(["\u000f\n'A\u0042\u0022\u005c\\\"/", False, None]).decode() == (
        '["\\u000f\\n\'AB\\"\\\\\\\\\\"/",false,null]'
    )
    for no_such in (1.5, 2**53, object(), {1, 2}):
        with pytest.raises(ValueError, match=r"number|cannot stand"):
            canonical([no_such])


def test_its_id_is_the_digest_of_its_decision_and_its_facts_have_the_digest_it_names(tmp_path: Path) -> None:
    path = kept(tmp_path)
    data = data_of(path)
    assert path.stem == digest_of(data["decision"])
    assert data["decision"]["facts"] == digest_of(data["facts"])
    assert len(data["facts"]["salt"]) == 32
    Draft202012Validator(schema_of_record(ReceiptRecord, RECEIPT_FORMAT)).validate(data)


def test_it_says_what_was_decided_by_what_by_whom_and_when(tmp_path: Path) -> None:
    decision = data_of(kept(tmp_path))["decision"]
    assert (decision["pack"], decision["as_of"], decision["by"]) == ("chongqing-2020", "2020-12-07", "Wang")
    assert decision["at"] == AT.astimezone().isoformat(timespec="seconds")
    assert decision["judges"] == ["proof", "durable-rules 2.0.28", "plain"]
    assert decision["digests"]["rules"] == PACK.rules_digest
    (housing,) = (one for one in decision["findings"] if one["rule"] == "housing.urban_dibao")
    assert (housing["verdict"], [step["of"] for step in housing["steps"]]) == ("applies", ["aid.0", "aid.1"])
    assert {one["subject"] for one in decision["findings"] if "subject" in one} == {"m1", "m2", "m3"}


def test_it_holds_no_name_of_anybody_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    family = {
        "case": "the-wangs",
        "title": "王家",
        "household": {"area": "urban", "dibao": True},
        "members": [{"id": "王秀英", "birth_date": "1978-05-02"}],
        "answers": [
            {"fact": "member.birth_date", "of": ["王秀英"], "answer": "value", "by": "Li", "source": "register"},
        ],
    }
    path = PACK.check(family, as_of=datetime.date(2020, 12, 7)).receipt(at=AT).keep(tmp_path / "receipts")
    text = path.read_text(encoding="utf-8")
    assert "王" not in text
    assert "the-wangs" not in text
    assert data_of(path)["facts"]["sources"] == [
        {"fact": "member.birth_date", "answer": "value", "of": ["m1"], "by": "Li", "source": "register"}
    ]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_two_receipts_of_one_household_have_facts_of_two_digests() -> None:
    first, second = (PACK.check(STUDENT).receipt(at=AT).record.decision for _ in range(2))
    assert first.facts != second.facts
    assert replace(first, facts="") == replace(second, facts="")


def test_a_pack_is_kept_once_beside_them_and_can_be_opened(tmp_path: Path) -> None:
    kept(tmp_path)
    kept(tmp_path)
    (copy,) = (tmp_path / "packs").iterdir()
    assert len(list(tmp_path.glob("*.json"))) == 2
    assert clausewise.load(copy).rules_digest == PACK.rules_digest
    assert copy.stat().st_size < 200_000


def test_there_is_none_where_the_second_judge_reads_otherwise(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from clausewise.two_judges import Difference, DifferenceKind

    differs = Difference("housing.urban_dibao", DifferenceKind.VERDICT, "applies", "undetermined")
    monkeypatch.setattr(making, "compare_judges", lambda plain, result: (differs,))
    answer = run("check", STUDENT, "--receipt", tmp_path / "receipts")
    assert (answer.code, answer.out) == (3, "")
    assert "housing.urban_dibao: verdict: applies by the engine, undetermined by the second judge" in answer.err
    assert not (tmp_path / "receipts").exists()


# ---------------------------------------------------------------- held to account


def test_a_changed_receipt_is_broken_wherever_it_was_changed(tmp_path: Path) -> None:
    path = kept(tmp_path)
    assert clausewise.verify(tmp_path) == {}
    good = data_of(path)
    changes: list[tuple[str, Any]] = [
        ("file is called otherwise", lambda data: data["decision"].update(by="Zhao")),
        ("facts do not have the digest", lambda data: data["facts"]["stated"]["household"].update(area="rural")),
        ("facts do not have the digest", lambda data: data["facts"].update(salt="0" * 32)),
        ("it is no receipt", lambda data: data.update(more=1)),
        ("it is no receipt", lambda data: data["decision"].update(as_of=1.5)),
        ("its format is", lambda data: data["decision"].update(format="clausewise-receipt/9")),
    ]
    for says, change in changes:
        data = json.loads(json.dumps(good))
        change(data)
        path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        ((problem,),) = clausewise.verify(tmp_path).values()
        assert says in problem.en
    path.write_text('{"decision": {}, "decision": {}}', encoding="utf-8")
    ((problem,),) = clausewise.verify(tmp_path).values()
    assert "a key stands twice" in problem.en


def keys(folder: Path) -> tuple[Path, Path]:
    """A private key and its public one, made as the page on receipts says."""
    from cryptography.hazmat.primitives import serialization as s
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.generate()
    private, public = folder / "private.pem", folder / "public.pem"
    private.write_bytes(key.private_bytes(s.Encoding.PEM, s.PrivateFormat.PKCS8, s.NoEncryption()))
    public.write_bytes(key.public_key().public_bytes(s.Encoding.PEM, s.PublicFormat.SubjectPublicKeyInfo))
    return private, public


def test_a_signature_holds_also_after_the_facts_are_erased_and_not_for_another_key(tmp_path: Path) -> None:
    private, public = keys(tmp_path)
    folder = tmp_path / "receipts"
    answer = run("check", STUDENT, "--only", "13", "--receipt", folder, "--sign", private)
    assert answer.err.startswith("receipt: ")
    assert run("receipts", "verify", folder, "--key", public).out == "1 receipt, 0 broken, 0 with erased facts\n"
    assert run("receipts", "erase", folder).out == "erased the facts of 1 receipt\n"
    assert run("receipts", "verify", folder, "--key", public).out == "1 receipt, 0 broken, 1 with erased facts\n"
    (path,) = folder.glob("*.json")
    assert "facts" not in data_of(path)

    (tmp_path / "other").mkdir()
    _, other = keys(tmp_path / "other")
    verified = run("receipts", "verify", folder, "--key", other)
    assert (verified.code, verified.out.splitlines()[0]) == (1, f"{path}: its signature is not that of this key")
    kept(folder)
    assert "it is not signed" in run("receipts", "verify", folder, "--key", public).out


def test_a_receipt_follows_another_and_misses_it_when_it_is_gone(tmp_path: Path) -> None:
    first = kept(tmp_path)
    second = kept(tmp_path, follows=first.stem)
    assert data_of(second)["decision"]["follows"] == first.stem
    assert clausewise.verify(tmp_path) == {}
    first.unlink()
    ((problem,),) = clausewise.verify(tmp_path).values()
    assert problem.en == f"the receipt that it follows, {first.stem}, is not here"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("check", STUDENT, "--by", "Wang"), "--by, --follows and --sign go with --receipt — name a folder"),
        (("check", STUDENT, "--receipt", "r", "--expect"), "--receipt does not go with --expect or jsonl"),
        (("check", STUDENT, "--receipt", "r", "--sign", "no.pem"), "no.pem: cannot be read: No such file or directory"),
        (("check", STUDENT, "--receipt", "r", "--sign", STUDENT), "this is no key in PEM"),
        (("receipts", "verify", "nothing"), "nothing: cannot be read: No such file or directory"),
        (("receipts", "erase", "."), "there is no receipt in this folder"),
        (("receipts", "erase", ".", "--key", "k"), "--key goes with verify"),
        (("check", STUDENT, "--receipt", "r", "--follows", "../x"), "--follows ../x: this is no id of a receipt"),
        (("replay", "nothing"), "nothing: cannot be read: No such file or directory"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_a_sentence_and_nothing_is_written(
    words: tuple[str | Path, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = run(*words)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "mine")
    answer = run("check", STUDENT, "--receipt", tmp_path / "link")
    assert (answer.code, answer.out) == (2, "")
    assert "this folder is somebody else's, or a link" in answer.err
    assert list((tmp_path / "mine").iterdir()) == []


# ---------------------------------------------------------------- attacked


def forged(path: Path, change: Any) -> Path:
    """A receipt that somebody changed and gave the id that fits."""
    data = data_of(path)
    change(data)
    data["decision"]["facts"] = digest_of(data["facts"])
    other = path.parent / f"{digest_of(data['decision'])}.json"
    path.unlink()
    other.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return other


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda data: data["decision"].update(as_of="2031-01-01"), "its facts are those of another day"),
        (lambda data: data["facts"]["stated"].update(as_of=None), "its facts are those of another day"),
        (lambda data: data["decision"]["findings"].append(data["decision"]["findings"][0]), "a finding stands in its"),
        (lambda data: data["decision"].update(judges=["proof"]), "does not name the judges that have to agree"),
        (lambda data: data["decision"].update(follows="../r1/x"), "what it follows is no id of a receipt"),
        (lambda data: data["decision"].update(follows="f" * 5000), "what it follows is no id of a receipt"),
        (lambda data: data.update(signature={"key": "k", "value": "v"}), "its signature is none"),
    ],
)
def test_a_forged_receipt_is_broken_though_its_digests_fit(tmp_path: Path, change: Any, says: str) -> None:
    forged(kept(tmp_path), change)
    ((problem,),) = clausewise.verify(tmp_path).values()
    assert says in problem.en
    assert [one.outcome for one in clausewise.replay(tmp_path).receipts] == ["broken"]


@pytest.mark.parametrize(
    "stated",
    [
        {"household": "x"}, {"members": "x"}, {"members": [1]}, {"members": {"a": 1}}, {"application": 5},
        {"office": {"facts": [1]}}, {"office": {"reads": {"urban_dibao": [1]}}}, {"household": {"area": [[]]}},
    ],
)  # fmt: skip
def test_facts_that_are_none_are_no_household_and_no_traceback(tmp_path: Path, stated: dict[str, Any]) -> None:
    forged(kept(tmp_path), lambda data: data["facts"]["stated"].update(stated))
    (receipt,) = clausewise.replay(tmp_path).receipts
    assert receipt.outcome == "cannot_be_made_again"
    assert str(receipt.says).startswith("its facts are no household any more: ")


def test_a_number_that_no_program_reads_alike_is_no_receipt(tmp_path: Path) -> None:
    path = kept(tmp_path)
    data = data_of(path)
    data["facts"]["stated"]["household"]["x"] = 10**20
    path.write_text(json.dumps(data), encoding="utf-8")
    ((problem,),) = clausewise.verify(tmp_path).values()
    assert "is no number that every program reads alike" in problem.en


def test_a_link_is_no_receipt_and_nothing_is_said_to_be_erased(tmp_path: Path) -> None:
    path = kept(tmp_path / "receipts")
    real = tmp_path / "real.json"
    path.rename(real)
    path.symlink_to(real)
    answer = run("receipts", "erase", tmp_path / "receipts")
    assert (answer.code, answer.out) == (2, "erased the facts of 0 receipts\n")
    assert "it is a link, a folder or a device, and no receipt: nothing was erased" in answer.err
    assert "facts" in data_of(real)


def test_what_is_broken_is_erased_too_and_the_others_with_it(tmp_path: Path) -> None:
    good, bad = kept(tmp_path), kept(tmp_path)
    data = data_of(bad)
    data["facts"]["salt"] = "0" * 32
    bad.write_text(json.dumps(data), encoding="utf-8")
    (tmp_path / "torn.json").write_text('{"facts": ', encoding="utf-8")
    answer = run("receipts", "erase", tmp_path)
    assert (answer.code, answer.out) == (2, "erased the facts of 2 receipts\n")
    assert "torn.json" in answer.err
    assert "facts" not in data_of(good)
    assert "facts" not in data_of(bad)


def test_what_lies_in_the_folder_beside_receipts_and_packs_stops_nobody(tmp_path: Path) -> None:
    path = kept(tmp_path)
    (copy,) = (tmp_path / "packs").iterdir()
    raw = bytearray(copy.read_bytes())
    raw[200:3000] = bytes(byte ^ 0x5A for byte in raw[200:3000])
    (tmp_path / "packs/0.zip").write_bytes(raw)
    (tmp_path / "packs/1.zip").mkdir()
    os.mkfifo(tmp_path / "packs/2.zip")
    os.mkfifo(tmp_path / "x.json")
    (tmp_path / "y.json").mkdir()
    assert set(clausewise.verify(tmp_path)) == {tmp_path / "x.json", tmp_path / "y.json"}
    assert clausewise.replay(path).record.counts == {"same": 1}


def test_a_spoiled_copy_of_the_pack_is_written_again_and_verify_looks_each_time(tmp_path: Path) -> None:
    kept(tmp_path)
    (copy,) = (tmp_path / "packs").iterdir()
    copy.write_bytes(copy.read_bytes()[:1000])
    assert len(clausewise.verify(tmp_path)) == 1
    kept(tmp_path)
    assert clausewise.verify(tmp_path) == {}


def test_no_receipt_is_kept_with_other_files_than_its_pack_was_read_from(tmp_path: Path) -> None:
    import shutil

    for folder in ("policy", "rules"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    pack = clausewise.load(tmp_path / "rules/chongqing-2020")
    document = tmp_path / "policy/chongqing-2020/document.yaml"
    document.write_text(document.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    with pytest.raises(clausewise.RequestError, match="the files of chongqing-2020 changed while they were used"):
        pack.check(STUDENT).receipt(at=AT).keep(tmp_path / "receipts")
    assert not (tmp_path / "receipts").exists()


def test_a_table_is_not_written_over_a_receipt(tmp_path: Path) -> None:
    path = kept(tmp_path)
    before = path.read_bytes()
    answer = run("replay", tmp_path, "-o", path)
    assert (answer.code, answer.out) == (2, "")
    assert "this is one of the receipts" in answer.err
    assert path.read_bytes() == before


@pytest.mark.parametrize("by", ["\ud800", "a\nb", "\x00"])
def test_a_name_that_is_no_text_makes_no_receipt(by: str) -> None:
    with pytest.raises(clausewise.RequestError, match="cannot be the name of anybody"):
        PACK.check(STUDENT).receipt(by=by)
