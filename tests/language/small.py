"""The good pack of tests/bad with some of its files written anew, read as it would be from a folder."""

from __future__ import annotations

from pathlib import Path

from bad.reading import GOOD_PACK
from clausewise.language.model import Pack, PackFolders
from clausewise.language.pack import PackFiles, examine_pack
from clausewise.language.rules import Rule

FOLDERS = PackFolders("small", Path("policy/small"), Path("rules/small"), Path("cases/small"))
DOCUMENT = ("document.yaml", (GOOD_PACK / "policy/document.yaml").read_bytes())
RULES = {path.name: path.read_bytes() for path in sorted((GOOD_PACK / "rules").glob("*.yaml"))}

RULE = """\
- rule: {id}
  provision: "2.1"
  title: {{zh: 减免学费, en: Waiver of tuition}}
  about: {about}
  modality: {{is: may, text: 可}}
  when: {when}
  aid:
    - {{form: fee_waiver, zh: 减免学费, en: waiver of tuition, text: 减免学费}}
  agency: education
  reading: {{zh: 逐字理解。, en: Read as it stands.}}
  kind: benefit
"""


def examine(files: dict[str, str]) -> tuple[Pack | None, list[str]]:
    """The pack as far as it can be read, and all that is wrong with it."""
    rules = {**RULES, **{name: text.encode() for name, text in files.items()}}
    pack, found = examine_pack(PackFiles(FOLDERS, DOCUMENT, rules))
    return pack, [str(diagnostic) for diagnostic in found]


def read(files: dict[str, str]) -> Pack:
    """A pack that must be good."""
    pack, found = examine(files)
    assert found == []
    assert pack is not None
    return pack


def rule(when: str, rule_id: str = "school.more", about: str = "household") -> str:
    """An entry of a rules file with that condition."""
    return RULE.format(id=rule_id, when=when, about=about)


def read_rule(when: str, about: str = "household") -> Rule:
    """A rule with that condition, which must be good."""
    return read({"03-more.yaml": rule(when, about=about)}).rule("school.more")


def refusals(when: str, about: str = "household") -> list[str]:
    """What is said of a rule with that condition, without the name of its file."""
    _, found = examine({"03-more.yaml": rule(when, about=about)})
    return [said.removeprefix("03-more.yaml:") for said in found]
