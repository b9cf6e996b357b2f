"""`clause`, `rules`, `facts`, `duties`, `reading`: what a pack holds, in both languages, with its places."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.running import run

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def chongqing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


@pytest.mark.usefixtures("here")
def test_a_clause_shows_its_words_its_rules_and_its_place_on_the_page() -> None:
    answer = run("clause", "1")

    assert (answer.code, answer.err) == (0, "")
    assert (
        answer.out
        == """\
第1条 发放高龄补贴
clause 1 · 一、高龄补贴 · policy/old-age/source.txt:2:1

1.1  给予低保家庭中年满80周岁的老人高龄补贴。
     policy/old-age/source.txt:2:1

  rule 规则 age.subsidy
    高龄补贴 Old-age subsidy
    kind 类别: 救助 benefit
    about 对象: 成员 member
    modality 力度: 应当 shall 「给予」
    agency 部门: 民政部门 civil affairs department (2.1)
    aid 救助: 高龄补贴 old-age subsidy 「高龄补贴」

1.2  对城镇家庭可发放交通卡。
     policy/old-age/source.txt:2:41

  rule 规则 age.travel_card
    交通卡 Travel card
    kind 类别: 救助 benefit
    about 对象: 家庭 household
    modality 力度: 可以 may 「可」
    agency 部门: 民政部门 civil affairs department (2.1)
    aid 救助: 交通卡 travel card 「交通卡」
"""
    )


@pytest.mark.usefixtures("here")
def test_a_provision_shows_itself_alone_with_its_duty() -> None:
    answer = run("clause", "2.1")

    assert (
        answer.out
        == """\
第2条 建立台账
clause 2 · 一、高龄补贴 · policy/old-age/source.txt:3:1

2.1  民政部门应当建立台账。
     policy/old-age/source.txt:3:1

  duty 职责 age.ledger
    建立台账 keep a ledger
    modality 力度: 应当 shall 「应当」
    agency 部门: 民政部门 civil affairs department
    words 原文: 「建立台账」
"""
    )


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("3", "there is no clause 3 — they are 1 to 2"),
        ("0", "there is no clause 0 — they are 1 to 2"),
        ("1.3", "there is no provision 1.3 — clause 1 has 1.1, 1.2"),
        ("第九条", "there is no clause 9 — they are 1 to 2"),
        ("第某条", "第某条 is no clause — write a number such as 21 or 21.2, or words of its title"),
    ],
)
def test_a_clause_that_is_not_there_is_refused(number: str, said: str) -> None:
    answer = run("clause", number)

    assert (answer.code, answer.out, answer.err) == (2, "", f"{said}\n")


@pytest.mark.usefixtures("chongqing")
def test_clause_21_says_where_the_advance_stands_on_the_page() -> None:
    answer = run("clause", "21.2", env={"COLUMNS": "100"})
    lines = (ROOT / "policy/chongqing-2020/source.txt").read_text(encoding="utf-8").splitlines()

    assert answer.code == 0
    assert answer.out.splitlines()[0] == "第21条 完善临时救助措施"
    assert "      policy/chongqing-2020/source.txt:414:17\n" in answer.out
    assert lines[413][16:] == "对急难型"[: len(lines[413][16:])]
    assert "「可实行」" in answer.out
    assert "小金额先行救助" in answer.out


@pytest.mark.usefixtures("chongqing")
@pytest.mark.parametrize("number", range(1, 8))
def test_clauses_1_to_7_have_no_text_and_the_page_says_why(number: int) -> None:
    answer = run("clause", str(number))

    assert (answer.code, answer.err) == (0, "")
    assert answer.out.splitlines()[:3] == [
        f"第{number}条 本页无文本",
        f"clause {number} · its text is not on the page",
        "evidence 依据: 「上接1版」 policy/chongqing-2020/source.txt:312",
    ]


@pytest.mark.usefixtures("chongqing")
@pytest.mark.parametrize(
    ("language", "said", "other"),
    [
        ("zh", "第8条之上的节标题不在本页 · ", "on the page"),
        ("en", "the heading above clause 8 is not on the page ·", "节标题"),
    ],
)
def test_that_a_heading_is_not_on_the_page_is_said_in_the_reader_s_language_alone(
    language: str, said: str, other: str
) -> None:
    answer = run("clause", "8", "--lang", language)

    assert said in answer.out
    assert other not in answer.out


@pytest.mark.usefixtures("here")
def test_rules_are_listed_by_provision() -> None:
    answer = run("rules")

    assert (answer.code, answer.err) == (0, "")
    assert (
        answer.out
        == """\
1 发放高龄补贴
  1.1   age.subsidy · 救助 benefit · 成员 member
        高龄补贴 Old-age subsidy
  1.2   age.travel_card · 救助 benefit · 家庭 household
        交通卡 Travel card
"""
    )


@pytest.mark.usefixtures("here")
def test_a_clause_without_rules_says_so() -> None:
    answer = run("rules", "--clause", "2")

    assert answer.code == 0
    assert answer.out == (
        "第2条没有规则，内容见 clausewise clause 2\n"
        "There is no rule for clause 2: clausewise clause 2 says what it holds.\n"
    )


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("clause", "said"),
    [
        ("3", "there is no clause 3 — they are 1 to 2"),
        ("one", "--clause: one is not a whole number — write one such as 21"),
    ],
)
def test_rules_of_a_clause_that_is_not_there_are_refused(clause: str, said: str) -> None:
    answer = run("rules", "--clause", clause)

    assert (answer.code, answer.out, answer.err) == (2, "", f"{said}\n")


@pytest.mark.usefixtures("here")
def test_facts_are_listed_with_type_label_question_and_register() -> None:
    answer = run("facts", env={"COLUMNS": "100"})

    assert (answer.code, answer.err) == (0, "")
    assert (
        answer.out
        == """\
家庭 household
  household.dibao · boolean
    低保家庭 dibao family
    ask 要问: 该家庭是否为低保家庭？ Is it a dibao family?
  household.area · choice
    居住地 area
    values 取值: urban (城镇 urban), rural (农村 rural)
    ask 要问: 该家庭住在城镇还是农村？ Does it live in a town or in the countryside?
    register 可查询: 台账 household register (household_registration)
成员 member
  member.birth_date · date
    出生日期 date of birth
    ask 要问: 此人何时出生？ When was this person born?
    register 可查询: 台账 household register (household_registration)
  member.age · integer (周岁 years) 0…130
    年龄 age
    derived 推算: years(member.birth_date, case.as_of)
"""
    )


@pytest.mark.usefixtures("chongqing")
def test_of_whom_a_fact_is_asked_is_told_with_what_that_rests_on() -> None:
    answer = run("facts", "member.resettled", env={"COLUMNS": "100"})
    assert "asked of 问谁: 第14.1条说的是孤儿的安置。 14.1 is about the resettling of orphans." in answer.out

    page = run("reading")
    assert (
        """\
  - asked of 问谁: 第14.1条说的是孤儿的安置。 14.1 is about the resettling of orphans.
    - `member.orphan`
"""
        in page.out
    )


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("member.*", ["member.birth_date", "member.age"]),
        ("age", ["member.age"]),
        ("低保", ["household.dibao"]),
        ("DIBAO", ["household.dibao"]),
        ("date of", ["member.birth_date"]),
    ],
)
def test_facts_are_found_by_name_pattern_or_label(pattern: str, names: list[str]) -> None:
    answer = run("facts", pattern)

    assert [line.split()[0] for line in answer.out.splitlines() if " · " in line] == names


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("pattern", "mend"),
    [("member.agee", "did you mean member.age?"), ("nothing", "clausewise facts lists them all")],
)
def test_a_fact_that_is_not_there_is_refused(pattern: str, mend: str) -> None:
    answer = run("facts", pattern)

    assert (answer.code, answer.out, answer.err) == (2, "", f"there is no fact {pattern} — {mend}\n")


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("actor", ["civil_affairs", "民政部门", "Civil affairs department"])
def test_duties_of_an_agency_are_listed_by_its_id_or_either_name(actor: str) -> None:
    answer = run("duties", "--actor", actor)

    assert (answer.code, answer.err) == (0, "")
    assert (
        answer.out
        == """\
民政部门 civil affairs department (civil_affairs)
2 建立台账
  2.1   建立台账 keep a ledger
        age.ledger · 「建立台账」 · 应当 shall 「应当」
        民政部门 civil affairs department
"""
    )


@pytest.mark.usefixtures("here")
def test_an_agency_without_duties_says_so(here: Path) -> None:
    agencies = here / "rules/old-age/agencies.yaml"
    more = 'village: {zh: 村组织, en: village organisation, provision: "1.1", text: 家庭}\n'
    agencies.write_text(agencies.read_text(encoding="utf-8") + more, encoding="utf-8")

    assert run("duties", "--actor", "village").out == (
        "村组织 village organisation (village)\n没有写明的职责 no duty names it\n"
    )


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("actor", "mend"),
    [
        ("civil_afairs", "did you mean civil_affairs (民政部门)?"),
        ("民政", "did you mean civil_affairs (民政部门)?"),
        ("police", "clausewise duties shows those that have any"),
    ],
)
def test_an_agency_that_is_not_there_is_refused_with_the_nearest(actor: str, mend: str) -> None:
    answer = run("duties", "--actor", actor)

    assert (answer.code, answer.out, answer.err) == (2, "", f"there is no agency {actor} — {mend}\n")


@pytest.mark.usefixtures("here")
def test_the_page_on_reading_is_printed_or_written(here: Path) -> None:
    printed = run("reading")
    written = run("reading", "--output", "reading.md")

    assert printed.out.startswith("# 高龄补贴: how it was read / 怎样读\n")
    assert (written.code, written.out, written.err) == (0, "", "")
    assert (here / "reading.md").read_text(encoding="utf-8") == printed.out


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("command", [("rules",), ("facts",), ("duties",), ("reading",), ("clause", "1")])
def test_a_pack_that_cannot_be_read_is_refused_with_its_line(here: Path, command: tuple[str, ...]) -> None:
    rules = here / "rules/old-age/01-age.yaml"
    rules.write_text(
        rules.read_text(encoding="utf-8").replace("text: 年满80周岁}", "text: 满八十周岁}"), encoding="utf-8"
    )

    answer = run(*command)

    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("rules/old-age/01-age.yaml:9:")
    assert "“满八十周岁” does not stand in 1.1" in answer.err


@pytest.mark.parametrize("command", [("rules",), ("facts",), ("duties",), ("clause", "21"), ("clause", "3")])
@pytest.mark.parametrize("width", [60, 80, 100])
@pytest.mark.usefixtures("chongqing")
def test_no_line_is_wider_than_the_terminal(command: tuple[str, ...], width: int) -> None:
    from rich.cells import cell_len

    answer = run(*command, env={"COLUMNS": str(width)})

    assert answer.code == 0
    assert max(map(cell_len, answer.out.splitlines())) <= width


def test_duties_are_a_record_too_with_the_sentences_they_stand_in() -> None:
    found = json.loads(run("duties", "--actor", "education", "--format", "json").out)
    duties = found["terms"]["duties"]
    assert all("education" in duty["actors"] for duty in duties.values())
    assert {duty["provision"] for duty in duties.values()} == set(found["terms"]["provisions"])
    for duty in duties.values():
        assert all(piece in found["terms"]["provisions"][duty["provision"]] for piece in duty["words"]["pieces"])
