"""The JSON Schemas for editors take what the readers take, and refuse wrong keys, values and names."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from clausewise.case.schema import case_schema
from clausewise.cli.app import app
from clausewise.language.model import Pack, PackFolders
from clausewise.language.pack import load_pack
from clausewise.language.schemas import PACK_FILES, schema_of, schema_of_shape
from clausewise.packs import find_pack, pack_at_root
from clausewise.screening.mapping.shapes import MappingShape
from clausewise.yaml_source import parse_yaml, read_yaml
from small_pack import AGENCIES, CASE, DOCUMENT, FACTS, HEADER, PACK_ID, RULES, write_small_pack

ASSURANCES = """\
- assurance: age.all
  zh: 人人都有
  en: Everybody has it
  provisions: ["1.1"]
  about: member
  given: {all: [{if: household.dibao}, {not: {agency: civil_affairs}}]}
  then: {aid: 高龄补贴}
- assurance: age.free
  zh: 与居住地无关
  en: Not turned by the area
  provisions: ["1.1"]
  independent_of: household.area
  except: [age.travel_card]
"""
ACCEPTED = "- {mutant: age.subsidy/when/drop, zh: 无妨, en: It does no harm}\n"
SENSIBLE = FACTS + "  sensible:\n    - {if: member.age <= 120, why: {zh: 甲, en: a}}\n"
WRITTEN = {
    "facts": SENSIBLE, "rules": RULES, "agencies": AGENCIES, "pack": HEADER, "document": DOCUMENT,
    "assurances": ASSURANCES, "accepted": ACCEPTED,
}  # fmt: skip


@pytest.fixture(scope="module")
def ours(pytestconfig: pytest.Config) -> PackFolders:
    """Where our own pack lies."""
    return find_pack("chongqing-2020", start=pytestconfig.rootpath)


@pytest.fixture(scope="module")
def our_pack(ours: PackFolders) -> Pack:
    return load_pack(ours)


@pytest.fixture
def small(tmp_path: Path) -> Pack:
    write_small_pack(tmp_path)
    return load_pack(pack_at_root(tmp_path, PACK_ID))


def as_json(data: Any) -> Any:
    """YAML as an editor sees it: dates are text, numbers are numbers."""
    match data:
        case dict():
            return {key: as_json(value) for key, value in data.items()}
        case list():
            return [as_json(value) for value in data]
        case datetime.date():
            return data.isoformat()
        case Decimal():
            return float(data)
    return data


def validator_of(schema: dict[str, Any]) -> Draft202012Validator:
    """A schema that is one itself."""
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def refusals(schema: dict[str, Any], data: Any) -> list[str]:
    """What a schema refuses in some data, as a path and a message each."""
    return refusals_of(validator_of(schema), data)


def refusals_of(validator: Draft202012Validator, data: Any) -> list[str]:
    found = validator.iter_errors(as_json(data))
    return sorted(f"{'/'.join(map(str, error.absolute_path))}: {error.message}" for error in found)


def refused(schema: dict[str, Any], text: str) -> bool:
    """Whether a schema refuses some YAML."""
    return bool(refusals(schema, parse_yaml(text.encode(), "a.yaml").data))


def files_of(folders: PackFolders) -> Iterable[tuple[str, Path]]:
    """Every file of a pack with the kind of schema it has."""
    yield "document", folders.policy / "document.yaml"
    for path in sorted(folders.rules.glob("*.yaml")):
        yield path.stem if path.stem in PACK_FILES else "rules", path


def test_every_file_of_our_pack_fits_its_schema(ours: PackFolders) -> None:
    wrong = {
        path.name: found for kind, path in files_of(ours) if (found := refusals(schema_of(kind), read_yaml(path).data))
    }
    assert wrong == {}
    assert {kind for kind, _ in files_of(ours)} >= {"document", "facts", "agencies", "registers", "pack", "rules"}


def test_every_case_of_our_pack_fits_its_schema(ours: PackFolders, our_pack: Pack) -> None:
    validator = validator_of(case_schema(our_pack))
    cases = sorted(ours.cases.glob("*.yaml"))
    assert len(cases) > 50
    assert {path.name: found for path in cases if (found := refusals_of(validator, read_yaml(path).data))} == {}


@pytest.mark.parametrize(
    ("kind", "right", "wrong"),
    [
        ("facts", "minimum: 0", "minimun: 0"),
        ("facts", "type: choice", "type: chioce"),
        ("facts", "member.age:", "person.age:"),
        ("facts", "cited: [\"1.2\"]", "cited: [1.2]"),
        ("facts", "why: {zh: 甲, en: a}", "why: {zh: 甲}"),
        ("facts", "{if: member.age <= 120,", "{if: member.age <= 120, not: {if: member.ill},"),
        ("assurances", "then: {aid: 高龄补贴}", "then: {aid: 高龄补贴, finding: age.subsidy}"),
        ("assurances", "then: {aid: 高龄补贴}", "than: {aid: 高龄补贴}"),
        ("assurances", "{agency: civil_affairs}", "{agencies: civil_affairs}"),
        ("assurances", "independent_of: household.area", "independent_of: a\n  never: {if: household.dibao}"),
        ("assurances", "assurance: age.all", "assurance: all"),
        ("accepted", "{mutant:", "{mutants:"),
        ("rules", "about: member", "abuot: member"),
        ("rules", "is: may", "is: must"),
        ("rules", "rule: age.subsidy", "rule: subsidy"),
        ("rules", "{if: household.dibao,", "{if: household.dibao, not: {if: household.dibao},"),
        ("rules", "actors:", "agency:"),
        ("agencies", "provision:", "provison:"),
        ("agencies", "civil_affairs:", "Civil-Affairs:"),
        ("pack", "printed: 2024-06-30", "print: 2024-06-30"),
        ("document", "at: 3:1-3:40\n    provisions", "at: 3-1\n    provisions"),
        ("document", "form: measures", "from: measures"),
    ],
)  # fmt: skip
def test_a_wrong_key_name_or_value_is_refused(kind: str, right: str, wrong: str) -> None:
    text = WRITTEN[kind]
    assert not refused(schema_of(kind), text)
    assert text.count(right) == 1
    assert refused(schema_of(kind), text.replace(right, wrong))


@pytest.mark.parametrize("known", ["1944-06", "1944", '"1944"', "null"])
def test_a_date_in_a_case_may_be_known_to_its_month_or_year(small: Pack, known: str) -> None:
    assert not refused(case_schema(small), CASE.replace("1944-06-30", known, 1))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("area: rural", "aera: rural"),
        ("area: rural", "area: country"),
        ("dibao: true", "dibao: maybe"),
        ("birth_date: 1944-06-30", "birth_date: 44-06"),
        ("birth_date: 1944-06-30", "age: 131"),
        ("birth_date: 1944-06-30", "age: 17.5"),
        ("{id: grandson}", "{name: grandson}"),
        ("[age.travel_card]", "[age.travel_card@grandson]"),
        ("applies: [age.subsidy@grandmother]", "applies: [age.subsidy]"),
        ("[member.birth_date]", "[member.birthdate]"),
        ("modality: shall", "modality: must"),
        ("1: applies", "3: applies"),
        ("case: grandmother", "file: grandmother"),
    ],
)
def test_a_case_may_hold_only_what_its_pack_knows(small: Pack, right: str, wrong: str) -> None:
    schema = case_schema(small)
    assert not refused(schema, CASE)
    assert right in CASE
    assert refused(schema, CASE.replace(right, wrong, 1))


def test_whether_the_members_are_everybody_is_written_as_the_form_prints_it(small: Pack) -> None:
    schema = case_schema(small)
    for accepted in ("true", "false", "是", "否", "yes", "no", "null"):
        assert not refused(schema, f"case: a\neverybody: {accepted}\n")
    assert refused(schema, "case: a\neverybody: perhaps\n")


def test_what_is_not_known_may_be_written_as_null(small: Pack) -> None:
    text = (
        "case: a\nhousehold: {dibao: null, area: null}\n"
        "everybody: true\nmembers: [{id: b, age: null, birth_date: null}]\n"
    )
    assert not refused(case_schema(small), text)


def test_what_the_office_says_may_have_no_end(our_pack: Pack) -> None:
    said = "case: a\noffice: {reads: {repair: [{from: 2020-01-01, until: null, value: repair_too, by: a}]}}\n"
    assert not refused(case_schema(our_pack), said)
    assert refused(case_schema(our_pack), said.replace("null", "no"))


MAPPING = """\
pack: old-age
households:
  from: households.csv
  encoding: gb18030
  id: 家庭编号
  facts:
    dibao: {column: 低保, values: {是: true, 不详: null}}
    saved: {column: 存款, unit: wan_yuan}
members:
  from: members.csv
  household: 家庭编号
  id: 身份证号
  ids: household
  facts: {birth_date: {column: 身份证号, read: id_number}}
receiving:
- {column: 补贴, grants: age.*, values: {有: true}}
"""


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("  from: households.csv", "  file: households.csv"),
        ("{column: 低保,", "{colum: 低保,"),
        ("{是: true, 不详: null}", "{是: 1}"),
        ("unit: wan_yuan", "unit: wan"),
        ("ids: household", "ids: families"),
        ("read: id_number", "read: identity"),
        ("{有: true}", "{有: 是}"),
        ("receiving:", "recieving:"),
    ],
)
def test_a_mapping_may_hold_only_its_keys(right: str, wrong: str) -> None:
    schema = schema_of_shape(MappingShape, "a mapping file")
    assert not refused(schema, MAPPING)
    assert MAPPING.count(right) == 1
    assert refused(schema, MAPPING.replace(right, wrong))


def test_an_editor_shows_label_question_and_values_in_both_languages(small: Pack) -> None:
    household = case_schema(small)["properties"]["household"]["anyOf"][0]["properties"]
    assert household["area"] == {
        "description": "居住地 / area\n"
        "该家庭住在城镇还是农村？ / Does it live in a town or in the countryside?\n"
        "urban: 城镇 / urban\n"
        "rural: 农村 / rural\n"
        "1.2",
        "enum": ["urban", "rural", "城镇", "农村", None],
    }


@pytest.mark.parametrize("kind", [*PACK_FILES, "case", "check", "mapping"])
def test_the_command_prints_a_schema_of_each_kind(kind: str) -> None:
    done = CliRunner().invoke(app, ["schema", kind, "--pack", "chongqing-2020"])
    assert done.exit_code == 0, done.output
    Draft202012Validator.check_schema(json.loads(done.stdout))


def test_a_kind_that_is_not_there_is_refused() -> None:
    done = CliRunner().invoke(app, ["schema", "fact"])
    assert done.exit_code == 2
    assert done.output == "kind: fact is none of its values — did you mean facts?\n"
