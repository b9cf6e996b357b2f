"""`pytest cases/` for a rule author: a test per expectation, the proof when one fails, sentences for a wrong file."""

from __future__ import annotations

import pytest

# Imported before pytester runs a session in this process, so that it stays loaded afterwards: a C extension is in it.
import clausewise.engine
from clausewise.case_files import rules_beside
from small_pack import CASE, alter, write, write_small_pack

assert clausewise.engine


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A folder with the small pack and its one case, and nothing else."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, "C.UTF-8")
    monkeypatch.setenv("COLUMNS", "100")
    # In CI pytest does not shorten its summary.
    for name in ("CI", "BUILD_NUMBER"):
        monkeypatch.delenv(name, raising=False)
    write_small_pack(pytester.path)
    return pytester


def test_each_expectation_is_a_test_named_for_what_it_expects(project: pytest.Pytester) -> None:
    result = project.runpytest("cases", "-v")
    result.assert_outcomes(passed=7)
    result.stdout.fnmatch_lines(
        [
            "cases/old-age/grandmother.yaml::age.subsidy@grandmother PASSED *",
            "cases/old-age/grandmother.yaml::age.travel_card PASSED *",
            "cases/old-age/grandmother.yaml::age.subsidy@grandson PASSED *",
            "cases/old-age/grandmother.yaml::age.subsidy@grandmother:modality PASSED *",
            "cases/old-age/grandmother.yaml::age.subsidy@grandmother:agency PASSED *",
            "cases/old-age/grandmother.yaml::measure:1 PASSED *",
            "cases/old-age/grandmother.yaml::measure:2 PASSED *",
        ]
    )


def test_a_failure_shows_the_finding_with_its_proof_and_no_traceback(project: pytest.Pytester) -> None:
    alter(project.path / "cases/old-age/grandmother.yaml", "1944-06-30", "1944-07-01")
    result = project.runpytest("cases", "-k", "grandmother and not modality and not agency and not measure")
    result.assert_outcomes(passed=2, failed=1, deselected=4)
    assert _section(result, "grandmother: age.subsidy@grandmother") == [
        "cases/old-age/grandmother.yaml:8:13: age.subsidy@grandmother: expected applies, found does_not_apply",
        "",
        "does not apply  1.1 Old-age subsidy (grandmother)  benefit shall「给予」",
        "  agency     civil affairs department (2.1)",
        "  because    age: 79 years (condition: age ≥ 80 years)",
        "  words      给予低保家庭中年满80周岁的老人高龄补贴。  1.1",
        "  proof",
        "    ✗ all of these hold",
        "      ✓ dibao family (yes)  「低保家庭」1.1",
        "      ✗ age ≥ 80 years (79 years)  「年满80周岁」1.1",
    ]
    result.stdout.fnmatch_lines(["FAILED cases/old-age/grandmother.yaml::age.subsidy@grandmother - Failed: cases/*"])


def test_missing_facts_must_be_exactly_those_expected(project: pytest.Pytester) -> None:
    alter(project.path / "cases/old-age/grandmother.yaml", "[member.birth_date]", "[household.area]")
    result = project.runpytest("cases", "-k", "grandson")
    result.assert_outcomes(failed=1, deselected=6)
    result.stdout.fnmatch_lines(
        [
            "*:10:18: age.subsidy@grandson: expected undetermined (missing: household.area), "
            "found undetermined (missing: member.birth_date@grandson)"
        ]
    )


def test_a_measure_that_fails_shows_the_findings_that_made_its_verdict(project: pytest.Pytester) -> None:
    alter(project.path / "cases/old-age/grandmother.yaml", "{1: applies", "{1: does_not_apply")
    result = project.runpytest("cases")
    result.assert_outcomes(passed=6, failed=1)
    assert _section(result, "grandmother: measure:1")[:3] == [
        "cases/old-age/grandmother.yaml:13:14: measure 1: expected does_not_apply, found applies",
        "",
        "applies  1.1 Old-age subsidy (grandmother)  benefit shall「给予」",
    ]
    assert "travel" not in "\n".join(_section(result, "grandmother: measure:1"))


def test_a_case_that_cannot_be_read_is_one_error_that_names_everything(project: pytest.Pytester) -> None:
    path = project.path / "cases/old-age/grandmother.yaml"
    alter(path, "dibao: true", 'dibao: "true"')
    alter(path, "birth_date: 1944", "birthdate: 1944")
    write(project.path / "cases/old-age/second.yaml", CASE.replace("case: grandmother", "case: second"))
    result = project.runpytest("cases")
    result.assert_outcomes(errors=1, passed=7)
    assert _section(result, "ERROR at setup of grandmother.yaml") == [
        'cases/old-age/grandmother.yaml:3:20: household.dibao (低保家庭): the word "true" is not a truth value'
        " — write true, without quotation marks",
        "cases/old-age/grandmother.yaml:5:23: there is no fact member.birthdate — did you mean birth_date?",
    ]


def test_a_case_without_expectations_is_an_error(project: pytest.Pytester) -> None:
    write(project.path / "cases/old-age/grandmother.yaml", "case: grandmother\n")
    result = project.runpytest("cases")
    result.assert_outcomes(errors=1)
    assert _section(result, "ERROR at setup of grandmother.yaml") == [
        "cases/old-age/grandmother.yaml: this case expects nothing — write expect: with what should be found"
    ]


def test_a_case_that_contradicts_itself_is_an_error_and_no_failure(project: pytest.Pytester) -> None:
    alter(project.path / "cases/old-age/grandmother.yaml", "1944-06-30}", "1944-06-30, age: 70}")
    result = project.runpytest("cases", "-k", "measure")
    result.assert_outcomes(errors=2, deselected=5)
    result.stdout.fnmatch_lines(["cases/old-age/grandmother.yaml:5:*member.age*"])
    result.stdout.no_fnmatch_line("*Traceback*")


def test_a_pack_that_cannot_be_used_is_told_in_full_only_once(project: pytest.Pytester) -> None:
    alter(project.path / "rules/old-age/01-age.yaml", "text: 低保家庭", "text: 低保户")
    write(project.path / "cases/old-age/second.yaml", CASE.replace("case: grandmother", "case: second"))
    result = project.runpytest("cases")
    result.assert_outcomes(errors=2)
    text = result.stdout.str()
    assert text.count("rules/old-age/01-age.yaml:8:37: “低保户” does not stand in 1.1") == 1
    assert text.count("\nthe pack of this case cannot be used, as said above\n") == 1


def test_other_yaml_files_are_left_alone(project: pytest.Pytester) -> None:
    write(project.path / "elsewhere/compose.yaml", "services: []\n")
    write(project.path / "cases/another/settings.yaml", "a: 1\n")
    project.runpytest("elsewhere", "cases/another", "rules", "policy").assert_outcomes()


def test_cases_in_folders_below_the_pack_belong_to_it(project: pytest.Pytester) -> None:
    write(project.path / "cases/old-age/town/second.yaml", CASE.replace("case: grandmother", "case: second"))
    project.runpytest("cases/old-age/town").assert_outcomes(passed=7)


def test_files_elsewhere_are_cases_of_the_pack_that_is_named(project: pytest.Pytester) -> None:
    write(project.path / "files/second.yaml", CASE.replace("case: grandmother", "case: second"))
    project.runpytest("files").assert_outcomes()
    project.runpytest("files", "--clausewise-pack", "old-age").assert_outcomes(passed=7)
    project.runpytest("files", "--clausewise-pack", "rules/old-age").assert_outcomes(passed=7)


def test_settings_can_name_the_folders_of_cases_and_their_pack(project: pytest.Pytester) -> None:
    write(project.path / "files/second.yaml", CASE.replace("case: grandmother", "case: second"))
    write(project.path / "compose.yaml", "services: []\n")
    project.makeini("[pytest]\nclausewise_cases = files\nclausewise_pack = old-age\n")
    project.runpytest("--ignore=cases").assert_outcomes(passed=7)


def test_a_folder_in_settings_is_seen_from_where_they_lie(
    project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(project.path / "files/second.yaml", CASE.replace("case: grandmother", "case: second"))
    project.makeini("[pytest]\nclausewise_cases = files\nclausewise_pack = rules/old-age\n")
    monkeypatch.chdir(project.path / "files")
    project.runpytest().assert_outcomes(passed=7)


def test_a_pack_that_is_not_there_is_an_error_with_the_nearest_name(project: pytest.Pytester) -> None:
    write(project.path / "files/second.yaml", CASE.replace("case: grandmother", "case: second"))
    result = project.runpytest("files", "--clausewise-pack", "oldage")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["there is no pack oldage — did you mean old-age[?]"])


def test_cases_can_be_spread_over_several_processes(project: pytest.Pytester) -> None:
    for name in ("second", "third"):
        write(project.path / f"cases/old-age/{name}.yaml", CASE.replace("case: grandmother", f"case: {name}"))
    alter(project.path / "cases/old-age/third.yaml", "measures: {1: applies", "measures: {1: no_text")
    result = project.runpytest_subprocess("cases", "-n", "2")
    result.assert_outcomes(passed=20, failed=1)
    result.stdout.fnmatch_lines(["cases/old-age/third.yaml:13:14: measure 1: expected no_text, found applies"])


def test_a_project_without_cases_pays_for_none_of_it(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import sys

        def test_only_the_plugin_itself_is_loaded():
            ours = sorted(name for name in sys.modules if name.partition(".")[0] == "clausewise")
            assert ours == ["clausewise", "clausewise.case_files", "clausewise.pytest_plugin"]
            assert not {"yaml", "pydantic", "durable", "typer"} & set(sys.modules)
        """
    )
    pytester.runpytest_subprocess("-p", "no:hypothesispytest", "-p", "no:xdist").assert_outcomes(passed=1)


def test_our_own_cases_lie_beside_their_rules(pytestconfig: pytest.Config) -> None:
    root = pytestconfig.rootpath
    case = root / "cases/chongqing-2020/urban-dibao-student.yaml"
    assert rules_beside(case) == root / "rules/chongqing-2020"


def _section(result: pytest.RunResult, title: str) -> list[str]:
    """The lines under one headline of the report on failures and errors."""
    lines = result.outlines
    start = next(index for index, line in enumerate(lines) if line.strip("_ ") == title) + 1
    ends = (index for index, line in enumerate(lines) if index >= start and line[:3] in ("___", "==="))
    return [line.rstrip() for line in lines[start : next(ends)]]


def test_what_nobody_has_reviewed_is_skipped_with_that_reason_and_fails_where_it_is_not_so(
    project: pytest.Pytester,
) -> None:
    alter(project.path / "cases/old-age/grandmother.yaml", "expect:\n", "expect:\n  unreviewed: true\n")
    result = project.runpytest("cases", "-rs")
    result.assert_outcomes(skipped=7)
    result.stdout.fnmatch_lines(["*unreviewed, and what the rules say: read it against the document*"])
    alter(project.path / "cases/old-age/grandmother.yaml", "1944-06-30", "1944-07-01")
    assert project.runpytest("cases").parseoutcomes()["failed"] > 0
