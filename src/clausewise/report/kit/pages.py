"""The pages of all documents: their templates, what those are given, and the one script that a page may run.

A template stands beside the module that fills it in. A page refers to nothing outside itself and lets nothing else run
or load; whatever comes from a case or a pack is escaped. The script only sorts, filters and opens what is there
without it.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from clausewise.language.labels import Label
from clausewise.language.verdicts import Verdict
from clausewise.report.kit.compiled import compiled_templates
from clausewise.report.kit.marks import SIGNS, in_pack
from clausewise.report.wording import Wording

TEMPLATES = Path(__file__).parents[1]
"""The folder that the names of templates start from: `kit/page.html.j2`."""

STATIC = Path(__file__).parent / "static"
"""The style sheets and the script, for whoever serves them as files."""


def page_template(name: str) -> Template:
    """The template of a page: whatever is put into it is escaped, and a name that it does not know is an error."""
    return _environment().get_template(name)


@cache
def _environment() -> Environment:
    """One for all pages: what they share is compiled once."""
    options: dict[str, Any] = {
        "autoescape": True,
        "trim_blocks": True,
        "lstrip_blocks": True,
        "keep_trailing_newline": True,
    }
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        bytecode_cache=compiled_templates(repr(options)),
        **options,
    )


def html_language(language: str) -> str:
    """The language of a page as HTML names it."""
    return "zh-Hans" if language == "zh" else "en"


def given_to_figures(wording: Wording) -> dict[str, Any]:
    """What the templates of all pages of figures are given: words, signs of verdicts, and the script."""
    script = (STATIC / "page.js").read_text(encoding="utf-8")

    def say(zh: str, en: str) -> str:
        return wording.pick(Label(zh, en))

    return {
        "w": wording,
        "say": say,
        "language": html_language(wording.language),
        "other": "en" if wording.chinese else "zh-Hans",
        "script": script,
        "script_digest": base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        "Verdict": Verdict,
        "signs": SIGNS,
        "agencies_of": lambda agencies: [wording.agency(one) for one in agencies],
        "in_pack": lambda place: in_pack(place, wording.pack.id),
    }
