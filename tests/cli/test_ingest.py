"""`ingest`: the page becomes the committed document.yaml, and a page that cannot be read becomes nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cli.running import run

ROOT = Path(__file__).parent.parent.parent
POLICY = ROOT / "policy" / "chongqing-2020"
DOCUMENT = (POLICY / "document.yaml").read_text(encoding="utf-8")


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the page as printed, in a folder that has the document's name."""
    (tmp_path / "chongqing-2020").mkdir()
    monkeypatch.chdir(tmp_path)
    return Path(shutil.copy(POLICY / "source.txt", "chongqing-2020/source.txt"))


def test_the_page_gives_the_document_again(page: Path) -> None:
    answer = run("ingest", page)

    assert (answer.code, answer.out, answer.err) == (0, DOCUMENT, "")


def test_the_document_is_written_and_summed_up(page: Path) -> None:
    answer = run("ingest", page, "--output", "document.yaml")

    assert (answer.code, answer.out) == (0, "")
    assert answer.err == (
        "document.yaml: clauses 8 to 37, 77 provisions; 1 to 7 are not on the page (上接1版, line 312)\n"
    )
    assert Path("document.yaml").read_text(encoding="utf-8") == DOCUMENT


def test_the_document_takes_the_id_that_is_given(page: Path) -> None:
    answer = run("ingest", page, "--id", "another")

    assert answer.out == DOCUMENT.replace("document: chongqing-2020\n", "document: another\n")


def test_a_folder_whose_name_is_no_id_asks_for_one(page: Path) -> None:
    page.rename("chongqing-2020/page.txt")
    Path("chongqing-2020").rename("My Page")

    answer = run("ingest", "My Page/page.txt")

    assert (answer.code, answer.out) == (2, "")
    assert answer.err == "the folder's name 'My Page' cannot be an id — give one with --id\n"


@pytest.mark.usefixtures("page")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nothing.txt"], "nothing.txt: there is no such file"),
        (["chongqing-2020"], "chongqing-2020: this is a folder, not a file"),
        (
            ["chongqing-2020/source.txt", "--output", "chongqing-2020/source.txt"],
            "chongqing-2020/source.txt: this is the page itself — name another file for --output",
        ),
        (
            ["chongqing-2020/source.txt", "--id", "Chongqing"],
            "'Chongqing' cannot be the id of a document — "
            "write lower-case letters, digits and -, such as chongqing-2020",
        ),
    ],
)
def test_what_cannot_be_used_is_refused(words: list[str], said: str) -> None:
    answer = run("ingest", *words)

    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(said)
    assert len(answer.err.splitlines()) == 1


def test_a_page_without_numbers_leaves_no_file(page: Path) -> None:
    page.write_text("今天的天气很好。\n明天的天气也很好。\n", encoding="utf-8")

    answer = run("ingest", page, "--output", "document.yaml")

    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("chongqing-2020/source.txt:")
    assert not Path("document.yaml").exists()
