"""What someone who installs Clausewise relies on: locked versions, a wheel that carries its packs, a clear refusal.

Nothing here uses the network: the wheel is built by the hatchling that is locked and stands in the environment.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

from clausewise.engine._durable_import import load
from clausewise.errors import InputError

ROOT = Path(__file__).parent.parent
LOCKS = ("base.txt", "build.txt", "desk.txt", "dev.txt")
SAMPLE = Path("cases/chongqing-2020/urban-dibao-student.yaml")


def run(*command: str | Path, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> str:
    """Run a command that must succeed; what it printed."""
    done = subprocess.run(
        [*map(str, command)], cwd=cwd, env=env, capture_output=True, text=True, check=False, timeout=900
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def hatch(kind: str, source: Path, into: Path) -> Path:
    """Build a wheel or sdist of the project at `source`; where it lies."""
    run(sys.executable, "-m", "hatchling", "build", "--target", kind, "--directory", into, cwd=source)
    (built,) = into.iterdir()
    return built


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hatch("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment that holds the wheel, and borrows what it depends on from this one."""
    environment = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", "--without-pip", environment)
    python = environment / "bin" / "python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--no-index", "--no-deps", wheel)
    packages = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()
    borrowed = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    Path(packages, "borrowed.pth").write_text("\n".join(sorted(borrowed)) + "\n", encoding="utf-8")
    return python.parent


def locked(name: str) -> dict[str, Requirement]:
    """What one requirements file locks, by name."""
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line.partition(" --hash")[0] for line in text.splitlines() if not line.lstrip().startswith("#")]
    return {one.name.lower(): one for one in map(Requirement, filter(None, lines))}


def declared() -> dict[str, list[str]]:
    """What pyproject.toml asks for, by the requirements file that locks it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    base, groups = project["project"]["dependencies"], project["dependency-groups"]
    desk = project["project"]["optional-dependencies"]["desk"]
    own = [one for one in desk if not one.startswith("clausewise[")]
    return {
        "base.txt": base,
        "build.txt": groups["build"],
        "desk.txt": [*base, *own],
        "dev.txt": [*base, *groups["dev"]],
    }


def test_four_requirements_files_lock_everything() -> None:
    assert sorted(path.name for path in (ROOT / "requirements").iterdir()) == sorted(LOCKS)


@pytest.mark.parametrize("name", LOCKS)
def test_a_requirements_file_holds_versions_and_hashes_and_no_address(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    entries = re.sub(r"^ *#.*\n", "", text, flags=re.MULTILINE).replace("\\\n", " ").splitlines()
    entry = re.compile(r"[a-z0-9-]+==[0-9][0-9a-z.+]*( ; [A-Za-z_ ='0-9.!<>]+?)?( +--hash=sha256:[0-9a-f]{64})+")

    assert entries
    assert [line for line in entries if not entry.fullmatch(line)] == []
    assert "://" not in text
    assert re.findall(r"--(?!hash=)[a-z-]+", text) == []


@pytest.mark.parametrize("name", LOCKS)
def test_what_pyproject_asks_for_is_locked_at_a_version_that_fits(name: str) -> None:
    lock = locked(name)
    for asked in map(Requirement, declared()[name]):
        (pin,) = lock[asked.name.lower()].specifier
        assert asked.specifier.contains(pin.version), asked.name


def test_developers_run_the_versions_that_users_run() -> None:
    base, dev = locked("base.txt"), locked("dev.txt")

    assert {name: str(dev[name].specifier) for name in base} == {name: str(one.specifier) for name, one in base.items()}


@pytest.mark.long
def test_the_wheel_carries_policy_rules_and_cases_and_no_tests(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())

    assert "clausewise/py.typed" in names
    assert "clausewise/data/policy/chongqing-2020/document.yaml" in names
    assert "clausewise/data/rules/chongqing-2020/pack.yaml" in names
    assert f"clausewise/data/{SAMPLE}" in names
    assert {name.split("/")[0] for name in names} == {"clausewise", wheel.name.partition("-py3")[0] + ".dist-info"}


@pytest.mark.long
def test_the_sdist_builds_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    with tarfile.open(hatch("sdist", ROOT, tmp_path / "sdist")) as archive:
        # From 3.12 on a filter is asked for; before 3.11.4 there is none.
        safely: dict[str, Any] = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
        archive.extractall(tmp_path / "unpacked", **safely)
    (source,) = (tmp_path / "unpacked").iterdir()

    again = hatch("wheel", source, tmp_path / "wheel")

    assert again.name == wheel.name
    assert again.read_bytes() == wheel.read_bytes()


@pytest.mark.long
def test_an_installed_clausewise_checks_a_case_from_any_folder(installed: Path, tmp_path: Path) -> None:
    home = run(installed / "python", "-c", "import clausewise; print(clausewise.__path__[0])", cwd=tmp_path).strip()
    case = Path(home, "data", SAMPLE)

    answer = run(installed / "clausewise", "check", case, "--format", "json", cwd=tmp_path)

    assert Path(home).is_relative_to(installed.parent)
    measures = {measure["number"]: measure["verdict"] for measure in json.loads(answer)["results"][0]["measures"]}
    assert len(measures) == 37
    assert measures[13] == "applies"


@pytest.mark.long
def test_the_installed_package_runs_as_a_module_too(installed: Path, tmp_path: Path) -> None:
    as_program = run(installed / "clausewise", "--help", cwd=tmp_path)
    as_module = run(installed / "python", "-m", "clausewise", "--help", cwd=tmp_path)

    assert "check" in as_program
    assert "check" in as_module


def refused_machine(python: Path | str, path: str, *settings: str) -> str:
    """What `make setup` says of a machine that lacks something, before it makes or downloads anything."""
    make = shutil.which("make")
    assert make
    done = subprocess.run(
        [make, "--no-print-directory", "machine", f"PYTHON={python}", *settings],
        cwd=ROOT, env={"PATH": path}, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 2
    said, how_make_ends = done.stderr.strip().splitlines()
    assert "machine" in how_make_ends
    return said


def test_without_a_compiler_setup_says_what_to_install(tmp_path: Path) -> None:
    assert refused_machine(sys.executable, str(tmp_path)) == (
        "durable-rules is built from source and there is no C compiler here: "
        "install one (gcc, or build-essential on Debian and Ubuntu)."
    )


def test_without_python_headers_setup_says_what_to_install(tmp_path: Path) -> None:
    python = tmp_path / "python-without-headers"
    python.write_text(
        f'#!/bin/sh\ncase "$2" in *get_path*) echo "{tmp_path}";; *) exec "{sys.executable}" "$@";; esac\n'
    )
    python.chmod(0o755)

    assert refused_machine(python, "/usr/bin:/bin") == (
        f"durable-rules is built from source and the headers of {python} are missing: "
        "install them (python3-dev on Debian and Ubuntu)."
    )


def test_without_python_setup_says_so(tmp_path: Path) -> None:
    assert refused_machine("python3.11", str(tmp_path)) == (
        "Clausewise needs Python 3.11 or later, and there is no python3.11 here."
    )


def planned(tmp_path: Path, target: str, version: str) -> str:
    """What `make` would do for a target in an empty checkout, with a Python that says it is of that version."""
    python = tmp_path / f"python{version}"
    major, minor = version.split(".")
    asked = f'"import sys; sys.version_info = ({major}, {minor}); $2"'
    python.write_text(f'#!/bin/sh\n[ "$1" = -c ] && exec "{sys.executable}" -c {asked}\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    return run("make", "--dry-run", "--no-print-directory", target, f"PYTHON={python}", f"VENV={tmp_path / 'none'}")


def test_a_demonstration_installs_only_what_a_user_needs(tmp_path: Path) -> None:
    assert "requirements/base.txt" in planned(tmp_path, "demo", "3.11")
    assert "requirements/dev.txt" not in planned(tmp_path, "demo", "3.11")
    assert "requirements/dev.txt" in planned(tmp_path, "test", "3.11")


def test_durable_rules_is_built_for_313_with_the_name_that_replaces_the_one_it_lacks(tmp_path: Path) -> None:
    renamed = "-DPyEval_CallObject=PyObject_CallObject"

    assert renamed in planned(tmp_path, "setup", "3.13")
    assert renamed not in planned(tmp_path, "setup", "3.12")


def test_loading_the_engine_binds_late_and_leaves_the_loader_as_it_was() -> None:
    seen = run(
        sys.executable, "-c",
        """
import os, sys
from clausewise.engine import _durable_import

class Witness:
    def find_spec(self, name, path=None, target=None):
        if name == "durable_rules_engine":
            during.append(sys.getdlopenflags())

def load():
    sys.modules.pop("durable_rules_engine", None)
    return _durable_import.load()

during = []
sys.meta_path.insert(0, Witness())
sys.setdlopenflags(os.RTLD_NOW | os.RTLD_GLOBAL)
load()
print(during == [os.RTLD_LAZY | os.RTLD_GLOBAL], sys.getdlopenflags() == os.RTLD_NOW | os.RTLD_GLOBAL)
""",
    )  # fmt: skip

    assert seen == "True True\n"


def test_an_engine_that_is_not_installed_is_named_with_its_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    flags = sys.getdlopenflags()
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)

    with pytest.raises(InputError) as refused:
        load()

    assert str(refused.value) == (
        "durable-rules is not installed for this Python (there is no module durable_rules_engine) — "
        "install a C compiler and the headers of this Python, then durable-rules 2.0.28 with pip"
    )
    assert sys.getdlopenflags() == flags


def test_an_engine_that_does_not_load_says_why(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "durable_rules_engine.py").write_text("raise ImportError('undefined symbol: PyEval_CallObject')")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "durable_rules_engine", raising=False)
    flags = sys.getdlopenflags()

    monkeypatch.delenv("LD_BIND_NOW", raising=False)
    with pytest.raises(InputError) as refused:
        load()
    assert str(refused.value) == (
        "durable-rules does not load: undefined symbol: PyEval_CallObject — "
        "build it again: pip install --force-reinstall --no-cache-dir durable-rules==2.0.28"
    )

    monkeypatch.setenv("LD_BIND_NOW", "1")
    with pytest.raises(InputError, match="unset LD_BIND_NOW"):
        load()
    assert sys.getdlopenflags() == flags


def test_where_the_loader_has_no_flags_the_engine_is_simply_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(sys, "setdlopenflags")

    assert load().__name__ == "durable_rules_engine"
