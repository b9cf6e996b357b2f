"""Whoever works in Chinese reads Chinese: what is wrong with a file, what would be right, and help."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from clausewise.chinese import in_chinese
from clausewise.chinese.errors import MESSAGES
from cli.running import run

BAD = Path(__file__).parents[1] / "bad" / "cases"
SAID = sorted(
    {
        part
        for path in BAD.glob("*.expected")
        for line in path.read_text(encoding="utf-8").splitlines()
        for part in re.sub(r"^\S+?: ", "", line).split(" — ")
    }
)
COMMANDS = ("check", "ask", "explain", "new", "clause", "rules", "facts", "duties", "lint")


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
