"""YAML is read into plain data that remembers its places, and nothing that files of ours do not need is let in."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from clausewise.errors import CaseError, InputError, PackError
from clausewise.yaml_source import MAX_BYTES, Source, describe, parse_date, parse_yaml, read_bytes, unknown_keys


def data_of(text: str) -> Any:
    return parse_yaml(text.encode(), "file.yaml").data


def refusal(text: str | bytes) -> str:
    with pytest.raises(InputError) as refused:
        parse_yaml(text if isinstance(text, bytes) else text.encode(), "file.yaml")
    return str(refused.value).removeprefix("file.yaml:")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("true", True),
        ("False", False),
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("null", None),
        ("~", None),
        ("", None),
        ("17", 17),
        ("-17", -17),
        ("+17", 17),
        ("017", "017"),
        ("0o17", "0o17"),
        ("0x11", "0x11"),
        ("1_000", "1_000"),
        ("1:30", "1:30"),
        ("17.90", Decimal("17.90")),
        (".5", ".5"),
        ("1e3", "1e3"),
        (".nan", ".nan"),
        (".inf", ".inf"),
        ("2020-12-07", datetime.date(2020, 12, 7)),
        ("2020-7-1", datetime.date(2020, 7, 1)),
        ("2020-12-07T10:00:00", "2020-12-07T10:00:00"),
        ('"2020-12-07"', "2020-12-07"),
        ("'17'", "17"),
        ('"true"', "true"),
        ("城镇", "城镇"),
        ("13.1", Decimal("13.1")),
    ],
)
def test_scalars_are_read_as_yaml_1_2_reads_them(written: str, read: object) -> None:
    value = data_of(f"a: {written}")["a"]
    assert value == read
    assert type(value) is type(read)


def test_keys_are_words_whatever_they_look_like() -> None:
    assert data_of("13: a\ntrue: b\n2020-12-07: c\n1.10: d\n~: e") == {
        "13": "a",
        "true": "b",
        "2020-12-07": "c",
        "1.10": "d",
        "~": "e",
    }


def test_values_and_keys_know_their_places() -> None:
    source = parse_yaml("a:\n  - b: 城镇\n    c: {d: 1}\n".encode(), "file.yaml")
    assert str(source.place(("a", 0, "b"))) == "file.yaml:2:8"
    assert str(source.place(("a", 0, "b"), key=True)) == "file.yaml:2:5"
    assert str(source.place(("a", 0, "c", "d"))) == "file.yaml:3:12"


def test_columns_count_characters_and_not_bytes() -> None:
    source = parse_yaml("{城镇: 甲, 农村: 乙}".encode(), "file.yaml")
    assert str(source.place(("农村",))) == "file.yaml:1:13"


def test_what_has_no_place_stands_where_the_nearest_part_above_it_does() -> None:
    source = parse_yaml(b"a:\n  b: 1\n", "file.yaml")
    assert str(source.place(("a", "missing", 3))) == "file.yaml:2:3"
    assert str(source.place(("missing",))) == "file.yaml:1:1"


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("member.age >= 6", "1:7"),
        ('"member.age >= 6"', "1:8"),
        ("'member.age >= 6'", "1:8"),
        ('"member.age >\\x3d 6"', "1:4"),
        (">\n  member.age >= 6\n", "1:4"),
        ("|\n  member.age >= 6\n", "1:4"),
        ("member.age\n  >= 6\n", "1:4"),
    ],
)
def test_a_place_inside_a_text_is_told_where_columns_are_those_of_the_line(written: str, place: str) -> None:
    source = parse_yaml(f"a: {written}".encode(), "file.yaml")
    assert str(source.place_inside(("a",), 3)) == f"file.yaml:{place}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1\na: 2", "2:1: the key a stands twice — it stands on line 1 already"),
        ("a: {b: 1, b: 2}", "1:11: the key b stands twice — it stands on line 1 already"),
        ("", "1:1: the file is empty"),
        ("# nothing\n\n", "1:1: the file is empty"),
        ("a: 1\n---\nb: 2", "2:1: there is more than one document in the file — keep one, without --- or ..."),
        ("a: 1\n...\nb: 2", "3:1: there is more than one document in the file — keep one, without --- or ..."),
        ("a: 2020-02-30", "1:4: 2020-02-30 is not a day of the calendar — that month has 29 days"),
        ("a: 2020-00-01", "1:4: 2020-00-01 is not a day of the calendar — write year-month-day, such as 2020-12-07"),
        ("a: 0000-01-01", "1:4: 0000-01-01 is not a day of the calendar — write year-month-day, such as 2020-12-07"),
        ("a: " + "9" * 41, "1:4: the number is too long — write at most 40 digits"),
        ("a: 0." + "9" * 5000, "1:4: the number is too long — write at most 40 digits"),
        ("{[a]: 1}", "1:2: a key must be one word — a list or mapping stands after a key and a colon"),
        ("? {a: 1}\n: 1", "1:3: a key must be one word — a list or mapping stands after a key and a colon"),
        ("x" * 201 + ": 1", "1:1: the key is too long — write at most 200 characters on one line"),
        ('"a\\nb": 1', "1:1: the key is too long — write at most 200 characters on one line"),
    ],
)
def test_what_our_files_do_not_need_is_refused_where_it_stands(text: str, said: str) -> None:
    assert refusal(text) == said


@pytest.mark.parametrize("text", ["a: &x 1", "&x a: 1", "a: &x [1]", "a: *x", "*x : 1", "&x {a: 1}", "a: [&x , 1]"])
def test_anchors_and_aliases_are_refused_even_when_nothing_repeats(text: str) -> None:
    assert "anchors and aliases are not allowed" in refusal(text)


@pytest.mark.parametrize(
    "text",
    ["a: !!str 1", "a: ! 1", "a: !x 1", "!!map {a: 1}", "!!str a: 1", "a: !<tag:yaml.org,2002:int> 1", "a: !!set {b}"],
)
def test_tags_are_refused_also_those_that_change_nothing(text: str) -> None:
    assert "is not allowed — write the value without it" in refusal(text)


@pytest.mark.parametrize("text", ["a: x & y", "a: x*y", "a: x != y", 'a: "&x"', "a: '*x'", 'a: "!x"', "a: 甲&乙!"])
def test_signs_inside_text_are_text(text: str) -> None:
    assert isinstance(data_of(text)["a"], str)


@pytest.mark.parametrize("number", [0x0, 0x7, 0x1B, 0x7F, 0x9F, 0x202E, 0x2066, 0xFFFE])
def test_control_characters_are_refused_as_they_are_and_escaped(number: int) -> None:
    assert f"the control character U+{number:04X} is not allowed" in refusal(f"a: x{chr(number)}")
    assert f"1:4: the control character U+{number:04X} is not allowed" in refusal(f'a: "x\\u{number:04x}"')


@pytest.mark.parametrize("character", ["\t", "\u3000", "\u00a0", "𠮷", "😀", "é"])
def test_every_other_character_is_text(character: str) -> None:
    assert data_of(f'a: "x{character}y"')["a"] == f"x{character}y"


def test_a_list_or_a_word_may_stand_alone() -> None:
    assert data_of("- 1\n- [a]") == [1, ["a"]]
    assert data_of("城镇") == "城镇"


def test_sixty_levels_are_read_and_one_more_is_not() -> None:
    assert data_of("[" * 60 + "]" * 60) is not None
    assert refusal("[" * 61 + "]" * 61) == "1:61: the nesting is too deep — at most 60 levels are read"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("a: 城镇".encode("gb18030"), "1:4: the file is not UTF-8 but seems to be GB18030 (GBK) — save it as UTF-8"),
        ("a: 城镇".encode("utf-16"), "1:1: the file is UTF-16, not UTF-8 — save it as UTF-8"),
        ("a: 1\nb: é".encode("latin-1"), "2:4: the file is not UTF-8 — save it as UTF-8"),
        ("城镇: 城".encode()[:-1], "1:5: the file is not UTF-8 — save it as UTF-8"),
    ],
)
def test_another_encoding_is_refused_at_its_first_byte_and_named(raw: bytes, said: str) -> None:
    assert refusal(raw) == said


def test_a_byte_order_mark_is_dropped() -> None:
    assert parse_yaml(b"\xef\xbb\xbfa: 1", "file.yaml").data == {"a": 1}


def test_more_than_4_mb_are_refused() -> None:
    assert refusal(
        b" " * (MAX_BYTES + 1)
    ) == "file.yaml: the input has over 4,194,304 bytes — at most 4 MB are read".removeprefix("file.yaml:")


def test_the_error_is_of_the_kind_that_was_asked_for(tmp_path: Path) -> None:
    with pytest.raises(PackError):
        parse_yaml(b"a: [", "file.yaml", PackError)
    with pytest.raises(CaseError):
        read_bytes(tmp_path / "nowhere.yaml", CaseError)


@pytest.mark.parametrize(
    ("text", "said", "mend"),
    [
        ("a: 1\n\tb: 2", "2:1: a tab stands in the indentation", "indent with spaces"),
        ("a:\n\t- b", "2:1: a tab stands in the indentation", "indent with spaces"),
        ("a：1\nb: 2", "1:2: the full-width ： is text to YAML", "write : with a space after it"),
        ("{a: x，b: 1}", "1:6: the full-width ， is text to YAML", "write , with a space after it"),
        ("a: b: c", "1:5: a colon stands where no key can be", "put text that holds a colon in quotation marks"),
        (
            "a\nb: c",
            "2:2: a colon stands where no key can be",
            "the line above lacks its colon, or the two are not indented alike",
        ),
        ("a: 1\nb\nc: 2", "2:1: this key has no colon", "write key: value, with a space after the colon"),
        (
            "a: [1, 2\nb: 3",
            "2:2: the bracket of line 1 is not closed here",
            "close it, and put commas between what stands in it",
        ),
        ("a: 'x\nb: 1", "1:4: this quotation mark is not closed", "close it on the same line"),
        (
            'a: "x" y',
            "1:8: something stands after the end of a value",
            "put the whole value into one pair of quotation marks",
        ),
        ("a: 1\n- b", "2:1: an entry of a list cannot stand here", "begin a list below a key of its own"),
        (
            "a:\n   b: 1\n  c: 2",
            "3:3: this line is indented like none above it",
            "indent alike what stands side by side",
        ),
        ("a: - b", "1:4: a list cannot begin here", "begin it on the next line, or write [a, b]"),
        ("a: @b", "1:4: text cannot begin with @", "put it in quotation marks"),
        ("a: %b", "1:4: text cannot begin with %", "put it in quotation marks"),
        ("a: `b`", "1:4: text cannot begin with `", "put it in quotation marks"),
        (
            'a: "\\q"',
            "1:5: \\ has a meaning of its own in double quotes",
            "use single quotes, or write \\\\",
        ),
    ],
)
def test_what_is_no_yaml_is_explained_in_plain_words(text: str, said: str, mend: str) -> None:
    assert refusal(text) == f"{said} — {mend}"


def _places(text: str) -> str:
    return refusal(text).split(": ")[0].split(":")[0]


@pytest.mark.parametrize(
    "text", ["a: 1\n\tb: 2", "a：1\nb: 2", "a: b: c", "a: [1, 2\nb: 3", "a: &x 1", "a: @b", "[" * 70, ""]
)
def test_the_loader_in_python_finds_the_same_lines(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with_libyaml = _places(text)
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    assert _places(text) == with_libyaml


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "nothing"),
        (True, "true"),
        ("no", 'the word "no"'),
        ("甲" * 100, f'the word "{"甲" * 60}…"'),
        (17, "the number 17"),
        (Decimal("17.90"), "the number 17.90"),
        (datetime.date(2020, 12, 7), "the date 2020-12-07"),
        ([], "a list"),
        ({}, "a mapping"),
    ],
)
def test_a_value_is_named_as_its_author_knows_it(value: object, said: str) -> None:
    assert describe(value) == said


@pytest.mark.parametrize("written", ["2020-2-30", "2020-12-7 ", "20201207", "2020/12/07", "", "2020-12", "0000-01-01"])
def test_what_is_no_day_is_none(written: str) -> None:
    assert parse_date(written) is None


def test_an_unknown_key_is_named_with_the_nearest_or_all() -> None:
    source = parse_yaml(b"aid: 1\nwehn: 2\ncolour: 3\n", "file.yaml")
    found = unknown_keys(source, (), source.data, ["aid", "when"], "the rule")
    assert [str(one) for one in found] == [
        "file.yaml:2:1: unknown key wehn in the rule — did you mean when?",
        "file.yaml:3:1: unknown key colour in the rule — it may hold: aid, when",
    ]


@pytest.mark.parametrize("make", [Path.mkdir, Path.touch])
def test_a_folder_is_not_a_file(make: Callable[[Path], None], tmp_path: Path) -> None:
    path = tmp_path / "thing.yaml"
    make(path)
    if path.is_file():
        assert read_bytes(path) == b""
    else:
        with pytest.raises(InputError, match="this is a folder, not a file — name a file in it"):
            read_bytes(path)


@pytest.mark.parametrize("end", ["\u2028", "\u2029", "\x85"])
def test_only_the_line_ends_of_yaml_1_2_end_a_comment_or_a_text(end: str) -> None:
    assert parsed(f"a: urban  # not yet{end}  b: true\nc: x{end}y\n").data == {"a": "urban", "c": f"x{end}y"}
    assert parsed(f'a{end}b: "x{end}y"\nc: [1]\n').data == {f"a{end}b": f"x{end}y", "c": [1]}


def test_what_stands_behind_such_a_character_keeps_its_place() -> None:
    source = parsed("a: [x\u2028y, z]\nb: 1\n")
    assert (str(source.place(("a", 1))), str(source.place(("b",)))) == ("f.yaml:1:10", "f.yaml:2:4")


def test_json_may_write_a_character_as_two_escapes() -> None:
    source = parsed(r'{"a": "\ud842\udfb7 \\ud842 \uD83D\uDE00", "\ud842\udfb7": 1, "b": 2}')
    assert source.data == {"a": "𠮷 \\ud842 😀", "𠮷": 1, "b": 2}
    assert str(source.place(("b",))) == "f.yaml:1:68"


@pytest.mark.parametrize("text", [r'{"a": "\ud842"}', r'a: "\ud842\udfb7"'])
def test_half_a_character_and_yaml_with_two_are_refused_in_words_that_help(text: str) -> None:
    with pytest.raises(InputError, match=r"names no character by itself here — write the character itself"):
        parsed(text)


@pytest.mark.skipif(os.name == "nt", reason="devices and pipes are those of POSIX")
def test_devices_and_pipes_are_no_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero"), Path("/dev/null")):
        with pytest.raises(InputError) as caught:
            read_bytes(path)
        assert str(caught.value) == (
            f"{path}: this is a device or a pipe, not a file"
            " — name a file; a case may come from standard input, written -"
        )


def parsed(text: str) -> Source:
    return parse_yaml(text.encode(), "f.yaml")
