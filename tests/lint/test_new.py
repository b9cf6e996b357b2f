"""`clausewise new`: a case that says nothing until a line of it is filled in, and whose every line can be."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from typer.testing import CliRunner

from clausewise.case import Case, read_case_bytes
from clausewise.case.template import case_template
from clausewise.cli.app import app
from clausewise.engine import Engine
from clausewise.language.facts import FactType, write_value
from clausewise.language.labels import Label, Language
from clausewise.language.model import Pack
from clausewise.language.pack import load_pack
from clausewise.language.verdicts import Verdict
from clausewise.packs import find_pack, pack_at_root
from small_pack import PACK_ID, write_small_pack

SMALL = """\
# A case for Old-age subsidy.
#
# Each fact has a line of its own that begins with #. To state one, take away the # right before it and write its
# value after the colon. What is left as it is, is not known, and not known is never no: what is missing is
# asked for and refuses nothing. The numbers in brackets are the provisions that use a fact.
# When it is filled in: clausewise check FILE

case: our-case
pack: old-age
#as_of:  # the day to check on, today when left out
#title:  # one line that says whose case it is
#note:  # anything a file note would say

# The household
household:

  # dibao family (1.1)
  # Is it a dibao family?
  #dibao:  # true | false

  # area (1.2)
  # Does it live in a town or in the countryside?
  #area:  # urban | rural

# Whether those listed below are all there are. Left as it is, that is not known: there may be others.
#everybody:  # true | false

# The members of the household
members:
  - id: mother

    # date of birth
    # When was this person born?
    #birth_date:  # a date such as 2004-03-01, or 2004-03 or 2004 where no more is known

    # These follow from other facts and are worked out; state one only where those are not known.

    # age (1.1)
    #age:  # a whole number, years, 0 to 130
  - id: "42"
    #birth_date:  # a date such as 2004-03-01, or 2004-03 or 2004 where no more is known
    #age:  # a whole number, years, 0 to 130
"""

_FACT_LINE = re.compile(r"^( *)#([a-z_0-9]+):  # .+$", re.MULTILINE)
_SUBJECT = re.compile(r"^(household|application|members):$", re.MULTILINE)
_OF_THE_CASE: dict[str, datetime.date | Label | bool] = {
    "as_of": datetime.date(2021, 3, 4),
    "title": Label("the Li family", "the Li family"),
    "note": Label("seen twice", "seen twice"),
    "everybody": True,
}


@pytest.fixture(scope="module")
def ours(pytestconfig: pytest.Config) -> Pack:
    return load_pack(find_pack("chongqing-2020", start=pytestconfig.rootpath))


def read(text: str, pack: Pack) -> Case:
    """A case from its text."""
    return read_case_bytes(text.encode(), "new.yaml", pack)


def example(pack: Pack, name: str) -> str:
    """A value that a fact may have, as a file writes it."""
    fact = pack.facts[name]
    match fact.type:
        case FactType.BOOLEAN:
            return "true"
        case FactType.CHOICE:
            return list(fact.values or {})[-1]
        case FactType.DATE:
            return "2004-03-01"
    return write_value(fact.minimum if fact.minimum is not None else 7)


def fact_lines(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """Every line that states something once its # is gone, and the fact or key that it states."""
    for line in _FACT_LINE.finditer(text):
        above = [found[1] for found in _SUBJECT.finditer(text, 0, line.start())]
        subject = above[-1].replace("members", "member") + "." if above and line[1] else ""
        yield line, f"{subject}{line[2]}"


def filled_in(text: str, line: re.Match[str], value: str) -> str:
    """The text with the # of one line taken away and a value after its colon."""
    written = line[0].replace("#", "", 1).replace(":", f": {value}", 1)
    return text[: line.start()] + written + text[line.end() :]


def test_a_new_case_names_every_fact_with_question_values_and_provisions(tmp_path: Path) -> None:
    write_small_pack(tmp_path)
    pack = load_pack(pack_at_root(tmp_path, PACK_ID))
    assert case_template(pack, "en", "our-case", ["mother", "42"]) == SMALL


@pytest.mark.parametrize("language", get_args(Language))
@pytest.mark.parametrize("members", [(), ("mother", "son")])
def test_of_a_new_case_nothing_is_known(ours: Pack, language: Language, members: tuple[str, ...]) -> None:
    case = read(case_template(ours, language, "new-case", members), ours)
    assert case.values == {}
    assert [member.values for member in case.members] == [{}] * len(members)
    assert not case.everybody
    verdicts = {finding.verdict for finding in Engine(ours).check(case).findings}
    assert Verdict.APPLIES not in verdicts


@pytest.mark.parametrize("language", get_args(Language))
def test_each_line_holds_once_it_is_filled_in(ours: Pack, language: Language) -> None:
    text = case_template(ours, language, "new-case", ["mother"])
    stated = []
    for line, name in fact_lines(text):
        if name in _OF_THE_CASE:
            value = _OF_THE_CASE[name]
            case = read(filled_in(text, line, value.en if isinstance(value, Label) else write_value(value)), ours)
            assert getattr(case, name) == value
            continue
        case = read(filled_in(text, line, example(ours, name)), ours)
        (member,) = case.members
        assert [*case.values, *member.values] == [name]
        stated.append(name)
    assert len(stated) == len(set(stated)) > 60


@pytest.mark.parametrize("language", get_args(Language))
def test_facts_of_an_unnamed_member_hold_once_that_member_is_named(ours: Pack, language: Language) -> None:
    text = case_template(ours, language, "new-case").replace("  #- id:", "  - id:")
    lines = [(line, name) for line, name in fact_lines(text) if name.startswith("member.")]
    assert len(lines) > 30
    for line, name in lines:
        (member,) = read(filled_in(text, line, example(ours, name)), ours).members
        assert list(member.values) == [name]


def test_a_line_whose_value_is_left_out_still_says_unknown(ours: Pack) -> None:
    text = case_template(ours, "en", "new-case", ["mother", "son"])
    uncommented = _FACT_LINE.sub(lambda line: line[0].replace("#", "", 1), text)
    case = read(uncommented, ours)
    assert case.values == {}
    assert [member.values for member in case.members] == [{}, {}]


def test_a_new_case_is_written_to_a_file_that_can_be_checked(tmp_path: Path) -> None:
    path = tmp_path / "li-family.yaml"
    done = CliRunner().invoke(app, ["new", "--pack", "chongqing-2020", "--lang", "zh", "-o", str(path)])
    assert (done.exit_code, done.output) == (0, "")
    assert "\ncase: li-family\n" in path.read_text(encoding="utf-8")
    assert CliRunner().invoke(app, ["check", str(path), "--pack", "chongqing-2020"]).exit_code == 0


def test_a_file_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "li-family.yaml"
    path.write_text("mine", encoding="utf-8")
    done = CliRunner().invoke(app, ["new", "--pack", "chongqing-2020", "-o", str(path)])
    assert done.exit_code == 2
    assert done.output == f"{path}: there is a file already — name another file, since this one is not written over\n"
    assert path.read_text(encoding="utf-8") == "mine"


def test_members_that_cannot_be_called_that_are_refused_and_nothing_is_written(tmp_path: Path) -> None:
    path = tmp_path / "li-family.yaml"
    arguments = ["new", "--pack", "chongqing-2020", "--members", "mother,the-son!,mother", "-o", str(path)]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 2
    assert done.output.splitlines() == [
        'the word "the-son!" cannot be the id of a member — write letters, digits, - and _',
        "the member mother is listed twice — give each member an id of its own",
    ]
    assert not path.exists()
