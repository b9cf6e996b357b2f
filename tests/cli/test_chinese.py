"""Whoever works in Chinese reads Chinese: what is wrong with a file, what would be right, and help."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

from clausewise.chinese import in_chinese
from clausewise.chinese.errors import MESSAGES
from clausewise.cli.app import COMMANDS as COMMANDS_OF_ALL
from cli.running import run

SOURCES = Path(__file__).parents[2] / "src" / "clausewise"
BAD = Path(__file__).parents[1] / "bad" / "cases"
SAID = sorted(
    {
        part
        for path in BAD.glob("*.expected")
        for line in path.read_text(encoding="utf-8").splitlines()
        for part in re.sub(r"^\S+?: ", "", line).split(" — ")
    }
)
COMMANDS = ("check", "ask", "explain", "new", "clause", "desk", "rules", "facts", "duties", "lint")


@pytest.mark.parametrize("said", SAID)
def test_whatever_is_said_of_a_wrong_case_is_said_in_chinese(said: str) -> None:
    assert re.search("[\u4e00-\u9fff]", in_chinese(said))
    assert in_chinese(said) != said


def test_a_wrong_case_is_refused_in_chinese_with_place_and_mend() -> None:
    answer = run("check", BAD / "everything-at-once.yaml", "--lang", "zh")
    first, second, *_ = answer.err.splitlines()
    assert (answer.code, answer.out) == (2, "")
    assert first.endswith("everything-at-once.yaml:2:1：不认识的名称 houshold（在个案中）——是不是 household？")
    assert second.endswith('household.area（居住地类型）：文字 "town"不是可选的值——可以是：城镇、农村')


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("check", "nofile.yaml"), "nofile.yaml：没有这个文件\n"),
        (("explain", "nofile.yaml", "13.1"), "nofile.yaml：没有这个文件\n"),
        (("ask", "nofile.yaml"), "nofile.yaml：没有这个文件\n"),
        (("check", "/dev/null"), "/dev/null：这是设备或管道，不是文件——请写文件；个案可以从标准输入给出，写作 -\n"),
        (("contested", "老虎"), "有两种读法的文字里没有 老虎——用 clausewise contested 查看全部\n"),
        (("contested", "13", "疫情"), "没有哪一处同时符合：13, 疫情——请少写几项\n"),
    ],
)
def test_what_is_wrong_with_a_command_is_said_in_chinese(words: tuple[str, ...], said: str) -> None:
    assert run(*words, "--lang", "zh").err == said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("check", "--nope"), "没有 --nope 这个选项——用 clausewise check -h 查看用法\n"),
        (("explain",), "缺少参数 'CASE'——用 clausewise explain -h 查看用法\n"),
        (("ask", "a", "b", "c"), "多写了 b c——用 clausewise ask -h 查看用法\n"),
        (("check", "--as-of"), "选项 '--as-of' 后面要写值\n"),
    ],
)
def test_what_is_typed_wrongly_is_said_in_one_chinese_sentence(words: tuple[str, ...], said: str) -> None:
    answer = run(*words, env={"LANG": "zh_CN.UTF-8"})
    assert (answer.code, answer.out, answer.err) == (2, "", said)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--nope", "--lang", "zh"), "没有 --nope 这个选项——用 clausewise -h 查看用法\n"),
        (("--lang", "zh", "--nope"), "没有 --nope 这个选项——用 clausewise -h 查看用法\n"),
        (("--lang=zh",), "没有写命令——用 clausewise -h 查看用法\n"),
        (("nope", "--lang=zh"), "没有 nope 这个命令——用 clausewise --help 查看全部\n"),
        (("--version=3", "--lang", "zh"), "选项 '--version' 后面不写值\n"),
        (
            ("replay", "--nope", "--lang", "zh"),
            "没有 --nope 这个选项，相近的有 --now——用 clausewise replay -h 查看用法\n",
        ),
        (("desk", "--port", "abc", "--lang", "zh"), "--port：abc不是整数——请写整数，如 21\n"),
        (("--lang", "zh", "clause", "99"), "没有第 99 条——有第 1 至 37 条\n"),
        (("--lang", "zh", "clause", "99", "--lang", "en"), "there is no clause 99 — they are 1 to 37\n"),
    ],
)
def test_the_language_is_known_before_what_is_typed_wrongly_is_told(words: tuple[str, ...], said: str) -> None:
    answer = run(*words)
    assert (answer.code, answer.out, answer.err) == (2, "", said)


@pytest.mark.parametrize("command", COMMANDS_OF_ALL)
def test_an_unknown_option_of_any_command_is_told_in_chinese_and_in_english_in_one_sentence(command: str) -> None:
    chinese, english = (run(command, "--nope", env={"CLAUSEWISE_LANG": language}) for language in ("zh_CN", "en"))
    assert (chinese.code, chinese.out) == (2, "")
    assert re.fullmatch(f"没有 --nope 这个选项.*——用 clausewise {command} -h 查看用法\n", chinese.err)
    assert re.fullmatch(f"No such option: --nope.* — clausewise {command} -h says what it takes\n", english.err)


def test_clausewise_has_a_language_of_its_own_before_that_of_the_system() -> None:
    assert run("clause", "99", env={"CLAUSEWISE_LANG": "zh", "LANG": "en_US.UTF-8"}).err.startswith("没有第 99 条")
    assert run("clause", "99", env={"CLAUSEWISE_LANG": "en", "LANG": "zh_CN.UTF-8"}).err.startswith(
        "there is no clause"
    )


# Said with one of a few words in a place, each of which the catalogue has.
IN_PARTS = {"Ω is Ωabout a member", "Ω is about Ω", "there is no Ω Ω", "the file is Ω"}
OF_COMMANDS = (*COMMANDS[:6], "asked_file", "given", "selection", "coercion", "answers")
SAYING = [
    *(SOURCES / "cli" / f"{name}.py" for name in OF_COMMANDS),
    *(path for path in sorted((SOURCES / "case").glob("*.py")) if path.name != "given.py"),
    *sorted((SOURCES / "desk").glob("*.py")),
    SOURCES / "receipts" / "keeping.py",
    *(SOURCES / f"{name}.py" for name in ("whole_files", "yaml_source", "yaml_text", "yaml_faults", "case_files")),
]


def written(node: ast.AST) -> Iterator[str]:
    """The texts that an expression can come to, with Ω for what is filled in."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=parts):
            yield "".join(str(one.value) if isinstance(one, ast.Constant) else "Ω" for one in parts)
        case ast.BoolOp(values=parts):
            yield from chain.from_iterable(map(written, parts))
        case ast.IfExp(body=either, orelse=other):
            yield from (*written(either), *written(other))
        case ast.BinOp(left=left, right=right):
            for begin in list(written(left)) or ["Ω"]:
                yield from (begin + end for end in list(written(right)) or ["Ω"])


@pytest.mark.parametrize("path", SAYING, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_whatever_the_commands_of_a_caseworker_can_say_is_in_the_catalogue(path: Path) -> None:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    named: dict[str, list[ast.expr]] = {}
    for node in nodes:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            named.setdefault(node.targets[0].id, []).append(node.value)
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    refusals = [one for one in calls if getattr(one.func, "id", getattr(one.func, "attr", "")) in REFUSES]
    given = chain.from_iterable(one.args for one in refusals)
    values = chain.from_iterable(named.get(one.id, []) if isinstance(one, ast.Name) else [one] for one in given)
    said = {text for value in values for text in written(value) if " " in text}
    assert [text for text in sorted(said - IN_PARTS) if in_chinese(text) == text] == []


REFUSES = ("Diagnostic", "refuse")


def test_expectations_are_held_in_chinese() -> None:
    case = BAD.parents[2] / "cases/chongqing-2020/urban-dibao-student.yaml"
    assert run("check", case, "--expect", "--lang", "zh").out == "逐项比对了 1 份个案的预期：0 处不同\n"


def test_a_choice_is_named_by_its_chinese_labels_and_a_near_one_is_guessed() -> None:
    said = 'household.area（居住地类型）：文字 "城鎮"不是可选的值——可以是：城镇、农村\n'
    assert run("check", "-", "--lang", "zh", stdin="case: a\nhousehold: {area: 城鎮}\n").err.endswith(said)


def test_the_environment_asks_for_chinese_too() -> None:
    assert run("clause", "99", env={"LANG": "zh_CN.UTF-8"}).err == "没有第 99 条——有第 1 至 37 条\n"
    assert run("clause", "99").err == "there is no clause 99 — they are 1 to 37\n"


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_in_chinese_line_by_line(command: str) -> None:
    shown = run(command, "--help", env={"LANG": "zh_CN.UTF-8", "COLUMNS": "300"}).out
    _, *told = shown.splitlines()
    assert "显示本说明" in shown
    assert not re.search("[a-z]{2,} [a-z]{2,} [a-z]{2,}", "\n".join(told)), shown


def test_the_list_of_commands_is_in_chinese() -> None:
    assert "  check      核对家庭：" in run("--help", env={"LANG": "zh_CN.UTF-8"}).out


def test_each_entry_has_as_many_parts_in_both_languages() -> None:
    for english, chinese in MESSAGES.items():
        assert english.count("{}") == chinese.count("{}"), english
