"""Pages that are refused: each file of tests/bad_pages stands beside the message that it must give."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausewise.document import ingest
from clausewise.errors import DocumentError, RequestError

BAD_PAGES = Path(__file__).parents[1] / "bad_pages"


@pytest.mark.parametrize("page", sorted(BAD_PAGES.glob("*.txt")), ids=lambda page: page.stem)
def test_a_page_that_cannot_be_read_for_certain_is_refused_with_its_line(page: Path) -> None:
    with pytest.raises(DocumentError) as refused:
        ingest(page.read_bytes(), file=page.name, document_id="refused")
    assert str(refused.value) == page.with_suffix(".expected").read_text(encoding="utf-8").rstrip("\n")


def test_every_bad_page_has_its_message_and_every_message_its_page() -> None:
    pages = {path.stem for path in BAD_PAGES.glob("*.txt")}
    assert pages == {path.stem for path in BAD_PAGES.glob("*.expected")}
    assert len(pages) == 23


def test_a_page_of_more_than_4_mb_is_refused() -> None:
    with pytest.raises(DocumentError) as refused:
        ingest(b"1" * (4 * 1024 * 1024 + 1), file="page.txt", document_id="large")
    assert str(refused.value) == "page.txt: the page has 4,194,305 bytes — at most 4 MB are read"


@pytest.mark.parametrize("document_id", ["", "Chongqing", "重庆", "a/b", "a b", "-a"])
def test_an_id_that_could_not_be_a_folder_name_is_refused(document_id: str) -> None:
    with pytest.raises(RequestError, match="cannot be the id of a document"):
        ingest("1. 甲。乙。\n2. 丙。丁。\n".encode(), file="page.txt", document_id=document_id)
