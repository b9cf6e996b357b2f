"""`clausewise desk` on the command line: verify, backup, and what is refused."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from clausewise.desk.folder import DataFolder
from clausewise.errors import RequestError
from desk.conftest import Desk
from desk.serving import free_port


def command(*words: str) -> tuple[int, str, str]:
    """What a command comes to in a process of its own: its exit code, what it says, and what it says is wrong."""
    done = subprocess.run(
        [sys.executable, "-m", "clausewise", "desk", *words, "--lang", "en"],
        capture_output=True, text=True, check=False, env={**os.environ, "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


def test_a_whole_log_is_verified_and_a_backup_says_where_it_lies_and_its_head(desk: Desk) -> None:
    data = str(desk.folder.root)
    code, said, _ = command("backup", "--data", data)
    assert code == 0
    path, head = said.removeprefix("backed up to ").rstrip().split(", with the log up to ")
    assert sorted(one.name for one in Path(path).iterdir()) == ["desk.sqlite3", "manifest.json"]
    code, said, _ = command("verify", "--data", data, "--head", head)
    assert (code, said) == (0, f"the log has {head.partition(':')[0]} entries and is whole\n")
    code, said, _ = command("verify", "--data", data, "--head", "99:abcdef")
    assert (code, said) == (1, "the log has no 99:abcdef, which is written down elsewhere\n")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--port", "70000"), "there is no port 70000 — write a number from 1 to 65535\n"),
        (("verify", "--data", "/proc/nowhere"), "/proc/nowhere: cannot be written: No such file or directory\n"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(words: tuple[str, ...], says: str) -> None:
    assert command(*words) == (2, "", says)


def test_what_cannot_be_served_is_refused_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("granian")
    data = ("--no-browser", "--data", str(tmp_path / "data"))
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        code, said, wrong = command(*data, "--port", str(port))
    mend = "name another port with --port, or an address of this machine with --host"
    assert (code, said) == (2, "")
    assert wrong == f"nothing can be served at 127.0.0.1:{port}: Address already in use — {mend}\n"
    code, said, wrong = command(*data, "--host", "no-such.invalid")
    assert (code, said) == (2, "")
    assert wrong.startswith("nothing can be served at no-such.invalid:8740: ")
    monkeypatch.setenv("CLAUSEWISE_DESK_PACK", "beijing")
    code, said, wrong = command(*data, "--port", str(free_port()))
    assert (code, said, wrong) == (2, "", "there is no pack beijing — there are: chongqing-2020\n")


def test_a_host_is_found_by_its_name_and_stands_in_an_address_as_pages_have_it() -> None:
    pytest.importorskip("django")
    from clausewise.desk.serving import find_address, in_address

    assert find_address("localhost", free_port()) in ("127.0.0.1", "::1")
    assert (in_address("::1"), in_address("127.0.0.1")) == ("[::1]", "127.0.0.1")


@pytest.mark.parametrize(
    ("file", "says"),
    [
        ("desk.sqlite3", "this database cannot be used: file is not a database"),
        ("keys/desk.key", "there is no key of a desk in this file"),
    ],
)
def test_a_spoiled_file_of_the_desk_is_refused_with_what_to_do(tmp_path: Path, file: str, says: str) -> None:
    pytest.importorskip("django")
    assert command("verify", "--data", str(tmp_path))[0] == 0
    (tmp_path / file).write_text("spoiled " * 100)
    code, said, wrong = command("verify", "--data", str(tmp_path))
    assert (code, said) == (2, "")
    assert wrong.startswith(f"{tmp_path / file}: {says} — put ")


def test_a_key_of_no_length_is_no_key(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "desk.key").touch()
    with pytest.raises(RequestError, match="there is no key of a desk in this file"):
        _ = DataFolder(tmp_path).key


def test_heads_that_are_no_text_are_none_of_the_log(desk: Desk) -> None:
    desk.folder.heads.write_bytes(b"\xff\xfe\n")
    code, said, _ = command("verify", "--data", str(desk.folder.root))
    assert (code, said) == (1, "the log has no \ufffd\ufffd, which is written down elsewhere\n")


def test_what_serves_all_day_looks_for_garbage_which_a_command_that_ends_soon_does_not(desk: Desk) -> None:
    served = """
import gc, clausewise.cli, clausewise.cli.app
clausewise.cli.app.app = lambda **_: None
clausewise.cli.main()
before = gc.get_threshold()[0]
from clausewise.desk.serving import make_application
make_application()
print(before, gc.get_threshold()[0])
"""
    folder = {"CLAUSEWISE_DESK_FOLDER": str(desk.folder.root), "CLAUSEWISE_DESK_HOST": "127.0.0.1"}
    done = subprocess.run(
        [sys.executable, "-c", served], env={**os.environ, **folder}, stdout=subprocess.PIPE, check=True
    )
    assert done.stdout.decode() == "200000 10000\n"


def test_the_tables_are_those_of_the_models(desk: Desk) -> None:
    from django.core.management import call_command

    call_command("makemigrations", "desk", check=True, dry_run=True, verbosity=0)
