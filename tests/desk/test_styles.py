"""Classes of the desk's pages have a look: one that no sheet knows shows what was to be hidden."""

from __future__ import annotations

import re
from pathlib import Path

import clausewise

PACKAGE = Path(clausewise.__file__).parent
HOOKS = {"list", "empty", "source"}
"""Classes that only name a part of a page."""


def test_every_class_of_a_page_of_the_desk_is_one_that_a_style_sheet_knows() -> None:
    sheets = [*(PACKAGE / "desk" / "static").rglob("*.css"), *(PACKAGE / "report").rglob("*.css")]
    known = set(re.findall(r"\.([a-z][\w-]*)", "\n".join(path.read_text("utf-8") for path in sheets)))
    used = set()
    for path in (PACKAGE / "desk" / "templates").rglob("*.html"):
        for classes in re.findall(r'class="([^"]*)"', path.read_text("utf-8")):
            used.update(re.findall(r"[a-z][\w-]*", re.sub(r"[\w-]*\{[{%].*?[%}]\}", " ", classes)))
    assert {"hidden", "told", "tree"} <= used
    assert used - known - HOOKS == set()
