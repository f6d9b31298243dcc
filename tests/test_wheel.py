"""The wheel that is built from this checkout works where nothing else is installed: command, plugin and types included."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]


def run(*arguments, cwd, expected=0):
    """A process without any of the settings of this one's environment that could lend it our packages."""
    clean = {"PATH": "/usr/bin:/bin", "HOME": str(cwd), "PYTHONIOENCODING": "utf-8", **_settings_of_pip()}
    done = subprocess.run(
        list(map(str, arguments)), cwd=cwd, env=clean, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == expected, done.stdout + done.stderr
    return done.stdout


def _settings_of_pip():
    return {k: v for k, v in os.environ.items() if k.startswith("PIP_") or k.lower().endswith("_proxy")}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    where = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", where, ROOT, cwd=where)
    (found,) = where.glob("lossproof-*.whl")
    return found


@pytest.fixture(scope="module")
def empty_environment(wheel, tmp_path_factory):
    """A fresh virtual environment that holds the wheel and what it depends on, and its folder of commands."""
    where = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", where / "venv", cwd=where)
    run(where / "venv" / "bin" / "python", "-m", "pip", "install", "--quiet", wheel, cwd=where)
    return where


def test_the_wheel_holds_its_names_and_both_packages_with_types_and_no_tests(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    rooms = {n.split("/")[0] for n in names if not n.startswith("lossproof-")}
    assert rooms == {"lossproof.py", "symbolic", "properties"}
    assert {"symbolic/py.typed", "properties/py.typed", "symbolic/derivations/refuted/__init__.py"} <= set(names)
    assert "properties/datasets/horse_kicks.csv" in names
    assert any(n.endswith("licenses/LICENSE") for n in names)


def test_one_derivation_is_proved_where_nothing_else_is_installed(empty_environment):
    command = empty_environment / "venv" / "bin" / "lossproof"
    (theorem,) = json.loads(run(command, "prove", "kl_to_mle", "--examples", "5", "--json", cwd=empty_environment))
    assert theorem["verdict"] == "proved"
    assert all(step["attack"]["examples"] == 5 for step in theorem["steps"])


def test_lossproof_gives_the_names_of_both_packages_and_runs_where_nothing_else_is_installed(empty_environment):
    python = empty_environment / "venv" / "bin" / "python"
    names = "import lossproof\nprint(lossproof.Chain.__name__, lossproof.check_family.__name__)"
    assert run(python, "-c", names, cwd=empty_environment) == "Chain check_family\n"
    listed = json.loads(run(python, "-m", "lossproof", "list", "--json", cwd=empty_environment))
    assert "mle_to_cross_entropy" in {entry["name"] for entry in listed}


def test_the_plugin_is_found_where_nothing_else_is_installed(empty_environment):
    source = (ROOT / "symbolic" / "derivations" / "kl_to_cross_entropy.py").read_text(encoding="utf-8")
    (empty_environment / "derive_kl.py").write_text(source, encoding="utf-8")
    python = empty_environment / "venv" / "bin" / "python"
    shown = run(python, "-m", "pytest", "-q", "--attack-examples=5", "derive_kl.py", cwd=empty_environment)
    assert "passed" in shown and "proved" in shown


OUTSIDE = {
    "pyproject.toml": """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "outside-families"
version = "1"

[project.entry-points."lossproof.families"]
waiting_times = "outside_families:family"

[tool.hatch.build.targets.wheel]
packages = ["outside_families"]
""",
    "outside_families/__init__.py": """\
from sympy import exp
from symbolic import Family, parameter, positive, sample

x = sample("x", domain=positive)
theta = parameter("theta", positive)
family = Family(
    "waiting_times",
    title="Waiting times of another package",
    variables=(x,),
    parameters=(theta,),
    density=theta * exp(-theta * x.outcome),
)
""",
}


def test_an_outside_package_registers_a_family(empty_environment, tmp_path):
    """Its entry point is all there is to it: the command lists it, and its fact sheet is computed like any other."""
    for name, text in OUTSIDE.items():
        path = tmp_path / "outside" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", tmp_path, "outside", cwd=tmp_path)
    (package,) = tmp_path.glob("outside_families-*.whl")
    python, command = (empty_environment / "venv" / "bin" / name for name in ("python", "lossproof"))
    run(python, "-m", "pip", "install", "--quiet", "--no-deps", package, cwd=tmp_path)
    try:
        listed = json.loads(run(command, "list", "--json", cwd=tmp_path))
        assert {
            "name": "waiting_times",
            "title": "Waiting times of another package",
            "kind": "family",
            "refuted": False,
        } in listed
        (sheet,) = json.loads(run(command, "family", "waiting_times", "--no-attack", "--json", cwd=tmp_path))
        assert (sheet["name"], sheet["verdict"]) == ("waiting_times", "proved")
        assert {fact["group"] for fact in sheet["facts"]} >= {"nonnegative", "mass", "score", "convexity"}
        kept = tmp_path / ".cache" / "lossproof" / "verdicts.json"
        assert kept.is_file(), "what was found is kept in the user's own cache directory"
    finally:
        run(python, "-m", "pip", "uninstall", "--quiet", "--yes", "outside-families", cwd=tmp_path)
