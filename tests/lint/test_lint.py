"""`clausewise lint` names everything that is wrong at once, each at its place, and no consequence as a fault."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from clausewise.cli.app import app
from clausewise.lint import lint
from clausewise.packs import find_pack, pack_at_root
from small_pack import CASE, PACK_ID, RULES, alter, write, write_small_pack

FACTS = f"rules/{PACK_ID}/facts.yaml"
RULES_FILE = f"rules/{PACK_ID}/01-age.yaml"
CASE_FILE = f"cases/{PACK_ID}/grandmother.yaml"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the small pack, which one stands in."""
    write_small_pack(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def found() -> list[str]:
    """What lint finds in the pack that one stands in."""
    return [str(problem) for problem in lint(pack_at_root(Path(), PACK_ID)).problems]


def run(*arguments: str) -> tuple[int, list[str]]:
    """The exit code of `clausewise lint` and the lines it prints."""
    done = CliRunner().invoke(app, ["lint", *arguments])
    return done.exit_code, done.output.splitlines()


def test_a_clean_pack_is_said_to_be_clean(root: Path) -> None:
    assert run() == (0, ["nothing wrong: 2 rules, 1 duty, 4 facts, 1 case"])


def test_errors_are_told_with_their_number_and_exit_code_2(root: Path) -> None:
    alter(root / RULES_FILE, "household.dibao", "household.dibo")
    code, lines = run(PACK_ID)
    assert code == 2
    assert lines == [
        f"{RULES_FILE}:8:14: error: there is no fact household.dibo — did you mean household.dibao?",
        "1 error",
    ]


def test_warnings_alone_end_with_exit_code_1(root: Path) -> None:
    alter(root / CASE_FILE, "case: grandmother", "case: granny")
    code, lines = run(f"rules/{PACK_ID}")
    assert code == 1
    assert lines == [
        f"{CASE_FILE}:1:1: warning: this case calls itself granny — its file is called grandmother",
        "1 warning",
    ]


def test_a_note_leaves_the_exit_code_at_0(root: Path) -> None:
    register = 'tax: {zh: 台账, en: tax register, provision: "2.1", text: 台账}\n'
    alter(root / f"rules/{PACK_ID}/registers.yaml", "household_registration:", f"{register}household_registration:")
    code, lines = run()
    assert code == 0
    assert lines == [
        f"rules/{PACK_ID}/registers.yaml:1:1: note: no fact is looked up in tax",
        "nothing wrong: 2 rules, 1 duty, 4 facts, 1 case",
    ]


def test_faults_of_every_file_are_named_in_one_run(root: Path) -> None:
    alter(root / FACTS, "minimum: 0", "minimun: 0")
    alter(root / f"rules/{PACK_ID}/agencies.yaml", "text: 民政部门", "text: 民政厅")
    alter(root / RULES_FILE, "text: 城镇家庭", "text: 城市家庭")
    alter(root / CASE_FILE, "area: rural", "area: country")
    assert found() == [
        f"{RULES_FILE}:21:47: error: “城市家庭” does not stand in 1.2"
        " — “家庭” does; 1.2 says: 对城镇家庭可发放交通卡。",
        f"rules/{PACK_ID}/agencies.yaml:1:81: error: “民政厅” does not stand in 2.1"
        " — “民政” does; 2.1 says: 民政部门应当建立台账。",
        f"{FACTS}:28:3: error: unknown key minimun in fact member.age — did you mean minimum?",
        f'{CASE_FILE}:3:32: error: household.area (居住地): the word "country" is none of its values'
        " — it may be: urban, rural",
    ]


def test_a_fact_that_is_refused_is_no_unknown_fact_elsewhere(root: Path) -> None:
    alter(root / FACTS, 'cited: ["1.2"]', 'cite: ["1.2"]')
    assert found() == [f"{FACTS}:15:3: error: unknown key cite in fact household.area — did you mean cited?"]


def test_a_rule_that_is_refused_is_no_unknown_rule_in_cases_or_findings(root: Path) -> None:
    alter(root / RULES_FILE, "about: member", "about: person")
    alter(root / RULES_FILE, 'if: household.area == "urban"', "finding: age.subsidy")
    assert found() == [
        f'{RULES_FILE}:4:10: error: about: the word "person" does not fit — it may be: household, member',
    ]


def test_facts_that_are_no_yaml_hide_no_fault_of_the_rules(root: Path) -> None:
    alter(root / FACTS, "  type: date", "\ttype: date")
    alter(root / RULES_FILE, "text: 城镇家庭", "text: 城市家庭")
    lines = found()
    assert len(lines) == 2
    assert lines[0].startswith(f"{RULES_FILE}:21:47: error: “城市家庭” does not stand in 1.2")
    assert lines[1].startswith(f"{FACTS}:18:1: error: ")


def test_facts_that_are_missing_are_one_fault(root: Path) -> None:
    (root / FACTS).unlink()
    assert found() == [
        f"rules/{PACK_ID}: error: the pack has no facts.yaml"
        " — a pack holds pack.yaml, facts.yaml, agencies.yaml and its rules files"
    ]


def test_a_document_that_cannot_be_read_hides_no_broken_yaml(root: Path) -> None:
    document = f"policy/{PACK_ID}/document.yaml"
    alter(root / document, "form: measures", "form: poem")
    alter(root / RULES_FILE, "about: member", "about: [member")
    alter(root / CASE_FILE, "area: rural", "area: [rural")
    lines = found()
    assert [line.split(":")[0] for line in lines] == [document, RULES_FILE, CASE_FILE]


def test_a_near_name_is_suggested_and_a_far_one_is_not(root: Path) -> None:
    between = '\n  assigned_by: "2.1"\n  reading: {zh: 按字面理解。, en: As it stands.}\n  kind: benefit\n- rule'
    alter(root / RULES_FILE, f"agency: civil_affairs{between}", f"agency: civil_affair{between}")
    alter(root / RULES_FILE, "actors: [civil_affairs]", "actors: [tax_office]")
    assert found() == [
        f"{RULES_FILE}:12:11: error: there is no agency civil_affair — did you mean civil_affairs?",
        f"{RULES_FILE}:30:12: error: there is no agency tax_office — agencies.yaml lists them",
    ]


def test_what_nothing_uses_is_a_warning(root: Path) -> None:
    alter(root / FACTS, "household.area:", "household.area:")
    write(root / FACTS, (root / FACTS).read_text(encoding="utf-8") + "household.car:\n  type: boolean\n  zh: 有车\n"
          "  en: has a car\n  ask: {zh: 有车吗？, en: A car?}\n")  # fmt: skip
    write(root / f"rules/{PACK_ID}/parameters.yaml", "line:\n  type: money\n  zh: 标准\n  en: line\n"
          "  values: [{from: 2024-01-01, value: 700}]\n")  # fmt: skip
    alter(root / f"rules/{PACK_ID}/agencies.yaml", "civil_affairs:",
          'office: {zh: 民政, en: office, provision: "2.1", text: 民政}\ncivil_affairs:')  # fmt: skip
    assert found() == [
        f"{FACTS}:33:1: warning: no rule reads household.car",
        f"rules/{PACK_ID}/parameters.yaml:1:1: warning: nothing reads parameter.line",
        f"rules/{PACK_ID}/agencies.yaml:1:1: warning: office handles no rule, follow-up or duty, and decides no "
        "contested point",
    ]


def test_a_fact_behind_a_derived_fact_is_used(root: Path) -> None:
    assert "member.birth_date" not in "\n".join(found())
    alter(root / RULES_FILE, "member.age >= 80", 'member.birth_date <= date("1944-06-30")')
    assert found() == [
        f"{FACTS}:23:1: warning: no rule reads member.age",
        f"{RULES_FILE}:9:9: warning: age.subsidy reads member.birth_date, which does not cite 1.1"
        ' — add "1.1" to its cited:',
        # A day of birth is no age: it would be another on another day.
        f"{RULES_FILE}:9:9: warning: age.subsidy quotes 「年满80周岁」, and no constant of it matches 80周岁"
        " — correct the constant or the quotation, or accept number: age.subsidy/80周岁 with a reason in accepted.yaml",
    ]


def test_a_provision_cited_in_vain_is_a_warning(root: Path) -> None:
    alter(root / FACTS, 'cited: ["1.2"]', 'cited: ["1.1", "1.2", "2.1", "1"]')
    assert found() == [
        f"{FACTS}:7:1: warning: household.area cites 1.1, and no rule there has to do with it"
        " — leave it out of cited:, or let a rule read the fact"
    ]


def test_a_rule_may_read_a_fact_that_cites_the_title_of_its_clause(root: Path) -> None:
    alter(root / FACTS, 'cited: ["1.2"]', 'cited: ["1"]')
    assert found() == []


def test_a_provision_without_an_entry_is_a_warning(root: Path) -> None:
    write(root / RULES_FILE, RULES[: RULES.index("- duty")])
    assert found() == [
        f"policy/{PACK_ID}/document.yaml:25:7: warning: 2.1 has no entry: 民政部门应当建立台账。"
        " — write a rule, a duty, or open: with why it is neither"
    ]


def test_two_cases_of_one_name_in_two_folders_are_a_warning(root: Path) -> None:
    write(root / f"cases/{PACK_ID}/town/grandmother.yaml", CASE)
    assert found() == [
        f"cases/{PACK_ID}/town/grandmother.yaml:1:1: warning: there are two cases grandmother"
        f" — the other is {CASE_FILE}"
    ]


def test_a_case_that_contradicts_itself_is_an_error(root: Path) -> None:
    alter(root / CASE_FILE, "1944-06-30}", "1944-06-30, age: 70}")
    (line,) = found()
    assert line.startswith(f"{CASE_FILE}:5:")
    assert ": error: " in line


def test_an_expectation_that_fails_is_not_for_lint(root: Path) -> None:
    alter(root / CASE_FILE, "does_not_apply: [age.travel_card]", "applies: []")
    alter(root / CASE_FILE, "applies: [age.subsidy@grandmother]", "does_not_apply: [age.subsidy@grandmother]")
    assert found() == []


def test_a_pack_that_is_not_there_is_refused(root: Path) -> None:
    assert run("old-ages") == (2, ["there is no pack old-ages — did you mean old-age?"])


def test_our_own_pack_has_no_error(pytestconfig: pytest.Config) -> None:
    report = lint(find_pack("chongqing-2020", start=pytestconfig.rootpath))
    assert [str(problem) for problem in report.problems if problem.severity == "error"] == []


def test_a_number_in_quoted_words_that_no_constant_matches_is_pointed_at(root: Path) -> None:
    alter(root / RULES_FILE, "member.age >= 80", "member.age >= 81")
    assert found() == [
        f"{RULES_FILE}:9:9: warning: age.subsidy quotes 「年满80周岁」, and no constant of it matches 80周岁"
        " — correct the constant or the quotation, or accept number: age.subsidy/80周岁 with a reason in accepted.yaml"
    ]
    write(root / f"rules/{PACK_ID}/accepted.yaml", "- {number: age.subsidy/80周岁, zh: 理由, en: a reason}\n")
    assert found() == []


TOPICS = """\
old: {zh: 有老人, en: somebody is old, rules: [age.subsidy], opens: {some: member, if: member.age >= 80}}
town: {zh: 住在城里, en: in a town, rules: [age.travel_card], opens: {if: household.area == "urban"}}
"""


def test_topics_by_which_no_benefit_is_lost_are_in_order(root: Path) -> None:
    write(root / f"rules/{PACK_ID}/topics.yaml", TOPICS)
    assert found() == []


def test_a_benefit_that_a_topic_could_lose_is_an_error(root: Path) -> None:
    write(root / f"rules/{PACK_ID}/topics.yaml", TOPICS.replace(">= 80", ">= 90"))
    assert found() == [
        f"rules/{PACK_ID}/topics.yaml:1:1: error: age.subsidy can apply where nothing opens a topic of it"
        " — add to raised_by: or opens:; clausewise audit --explain unraised/age.subsidy shows a household"
    ]


def test_a_benefit_without_a_topic_is_an_error_where_the_pack_has_topics(root: Path) -> None:
    write(root / f"rules/{PACK_ID}/topics.yaml", TOPICS.splitlines()[0])
    assert found() == [
        f"{RULES_FILE}:16:9: error: the benefit age.travel_card has no topic"
        " — add it to rules: of a topic in topics.yaml"
    ]


def test_without_the_solver_it_is_said_that_nothing_is_proved(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(root / f"rules/{PACK_ID}/topics.yaml", TOPICS.replace(">= 80", ">= 90"))
    monkeypatch.setattr("clausewise.lint.topics.has_solver", lambda: False)
    assert found() == [
        f"rules/{PACK_ID}/topics.yaml: note: that no benefit is lost by its topics is not proved: the solver is not"
        " installed — pip install 'clausewise[audit]'"
    ]
