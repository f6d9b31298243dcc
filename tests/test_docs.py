"""The documentation is true: its reference is what the program says of itself, and its examples run."""

import doctest
import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import lossproof
from symbolic import rules
from symbolic.core import domains

ROOT = Path(__file__).resolve().parents[1]
LANGUAGE = ROOT / "docs" / "language.md"
REFERENCE = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
BLOCKS = dict(re.findall(r"^```\w+ ([\w.-]+)\n(.*?)^```$", LANGUAGE.read_text(encoding="utf-8"), re.S | re.M))


def test_the_reference_is_what_the_program_says_of_itself():
    spec = importlib.util.spec_from_file_location("build", ROOT / "docs" / "build.py")
    assert spec is not None and spec.loader is not None
    build = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(build)
    assert build.page() == REFERENCE, "python docs/build.py writes it anew"


@pytest.mark.parametrize("name", [*lossproof.__all__, *sorted(set(rules.__all__) - {"extension", "lemma"})])
def test_every_public_name_and_every_rule_is_there(name):
    assert re.search(rf"`{name}[`(]", REFERENCE)


def test_every_domain_is_there_with_its_members():
    for name, thing in vars(domains).items():
        if isinstance(thing, domains.Domain):
            assert f"| `{name}` | {thing} |" in REFERENCE


def test_the_examples_of_the_language_run():
    found = doctest.testfile(str(LANGUAGE), module_relative=False, encoding="utf-8")
    assert found.attempted > 20 and found.failed == 0


@pytest.mark.slow
def test_the_example_of_a_regression_runs(tmp_path):
    (tmp_path / "line.csv").write_text(BLOCKS["line.csv"], encoding="utf-8")
    (command,) = re.findall(r"`lossproof (prove .*--given .*)`", LANGUAGE.read_text(encoding="utf-8"))
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "COLUMNS": "80"}
    done = subprocess.run(
        [sys.executable, "-m", "lossproof", *command.split()],
        cwd=tmp_path, env=environment, capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith(BLOCKS["given"].rstrip("\n"))


CONFORMANCE = (ROOT / "docs" / "conformance.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"^```\w+ ([\w./-]+)\n(.*?)^```$", CONFORMANCE, re.S | re.M))


@pytest.mark.slow
def test_the_workflow_for_a_repository_of_a_user_is_green_and_honest(tmp_path):
    for name in ("losses.py", "test_losses.py", "known.toml"):
        (tmp_path / name).write_text(FILES[name], encoding="utf-8")
    command = FILES["run"].strip().removeprefix("python ")
    assert f"python {command}" in FILES[".github/workflows/losses.yml"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "COLUMNS": "80"}
    plugin = ("-p", "properties.plugin", "-p", "no:lossproof", "-p", "no:cacheprovider")

    def run():
        line = [sys.executable, *command.split(), *plugin]
        return subprocess.run(line, cwd=tmp_path, env=environment, capture_output=True, text=True, encoding="utf-8")

    done = run()
    assert done.returncode == 0 and "13 passed" in done.stdout, done.stdout + done.stderr
    (tmp_path / "known.toml").write_text(FILES["known.toml"].partition('[[known]]\nname = "logistic_obj')[0], "utf-8")
    done = run()
    assert done.returncode == 1 and "1 failed, 12 passed" in done.stdout, done.stdout + done.stderr


def test_the_page_on_conformance_names_every_adapter_and_every_edge():
    from properties.conformance.accuracy import Edge
    from properties.conformance.calling import adapters

    told = {"numpy": "NumPy", "jax": "JAX", "torch": "PyTorch", "scipy": "SciPy", "sklearn": "scikit-learn"}
    assert all(told.get(name, name) in CONFORMANCE for name in adapters())
    assert all(f"`{edge.name.lower()}`" in CONFORMANCE for edge in Edge)


def test_readme_names_the_pages():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for page in ("docs/language.md", "docs/reference.md", "docs/json.md", "docs/conformance.md"):
        assert f"({page})" in readme and (ROOT / page).is_file()
