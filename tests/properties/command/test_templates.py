"""`lossproof new family`: its files say what to write, pass once they are filled in, and overwrite nothing."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from properties.command.templates import new_family, refused
from properties.errors import InputError
from properties.loading import load_families
from symbolic.models.family import Family

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
FILLED = {  # each place, what a user writes there, and the message that names it
    "support": (
        'unwritten("the support of x: a domain, such as reals, positive, counts or Integers(1, 6)")',
        "positive",
    ),
    "theta": ('unwritten("where theta lives: a domain, such as positive or unit_interval")', "positive"),
    "title": ('unwritten("the title: what a textbook calls this family")', '"Waiting times"'),
    "the density": (
        'unwritten("the density, in x.outcome and the parameters, such as theta * exp(-theta * x.outcome)")',
        "theta * exp(-theta * x.outcome)",
    ),
    "the loss": (
        'unwritten("the loss of one outcome, such as theta * x.outcome - log(theta); or delete this line")',
        "theta * x.outcome - log(theta)",
    ),
    "the estimate": ('unwritten("the estimate, in the data, such as 1 / mean(x); or delete this line")', "1 / mean(x)"),
}


def run_pytest(folder: Path) -> subprocess.CompletedProcess[str]:
    root = str(Path(__file__).parents[3])
    environment = {**os.environ, "PYTHONPATH": root, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip


def test_what_is_missing_is_named_one_after_the_other_and_then_everything_holds(tmp_path):
    file, test = new_family("waiting_times", str(tmp_path / "mine"))
    assert (file.name, test.name) == ("waiting_times.py", "test_waiting_times.py")
    for what, (placeholder, filled) in FILLED.items():
        with pytest.raises(InputError, match=rf"waiting_times.py:\d+: .*not written yet: .*{what}"):
            load_families([str(file)])
        text = file.read_text(encoding="utf-8")
        assert text.count(placeholder) == 1
        file.write_text(text.replace(placeholder, filled), encoding="utf-8")
    (family,) = load_families([str(file)])
    assert isinstance(family, Family) and family.name == "waiting_times"
    done = run_pytest(tmp_path / "mine")
    assert done.returncode == 0, done.stdout
    assert "1 passed" in done.stdout


def test_the_test_fails_with_what_is_missing(tmp_path):
    new_family("unfinished", str(tmp_path))
    done = run_pytest(tmp_path)
    assert done.returncode != 0
    assert "not written yet: the support of x" in done.stdout


def test_optional_lines_may_be_deleted(tmp_path):
    file, _ = new_family("short", str(tmp_path))
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    text = "".join(line for line in lines if "or delete this line" not in line)
    for placeholder, filled in FILLED.values():
        text = text.replace(placeholder, filled)
    file.write_text(text, encoding="utf-8")
    (family,) = load_families([str(file)])
    assert family.loss is None and family.estimates == ()


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "begins with a letter"),
        ("Gamma", "small letters"),
        ("2d", "begins with a letter"),
        ("a-b", "small letters"),
        ("a__b", "small letters"),
        ("../up", "small letters"),
        ("naïve", "small letters"),
        ("a\n", "small letters"),
        ("lambda", "a word of Python's"),
        ("match", "a word of Python's"),
        ("test_mine", "pytest would take"),
        ("poisson", "there is a family of that name"),
        ("random", "imports another module"),
        ("sympy", "imports another module"),
    ],
)
def test_a_bad_name_is_refused_with_its_reason(name, reason, tmp_path):
    with pytest.raises(InputError, match=reason) as caught:
        new_family(name, str(tmp_path / "new"))
    assert repr(name) in str(caught.value)
    assert not (tmp_path / "new").exists()


def test_a_good_name_is_not_refused():
    refused("skew_normal2")


@pytest.mark.parametrize("there", ["mine.py", "test_mine.py"])
def test_nothing_is_overwritten(there, tmp_path):
    (tmp_path / there).write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="is there already, and nothing was written"):
        new_family("mine", str(tmp_path))
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [(there, "mine")]


def test_a_directory_that_cannot_be_made_is_an_input_error(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be written"):
        new_family("mine", str(tmp_path / "file" / "below"))


@pytest.fixture
def checkout(tmp_path, monkeypatch) -> Path:
    """A copy of this repository, as far as its families are concerned."""
    for room in ("symbolic", "properties", "tests/symbolic/families"):
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    tests = ("test_architecture.py", "test_public_paths.py", "house.py", "on_data.py", "observed.py")
    for file in ("lossproof.py", "pyproject.toml", "CONTRIBUTING.md", *(f"tests/{name}" for name in tests)):
        shutil.copy(ROOT / file, tmp_path / file)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_in_a_checkout_the_files_stand_where_its_own_do_and_its_tests_accept_them(checkout):
    file, test = new_family("waiting_times")
    assert (str(file), str(test)) == (
        "symbolic/families/waiting_times.py",
        "tests/symbolic/families/test_waiting_times.py",
    )
    text = file.read_text(encoding="utf-8")
    for placeholder, filled in FILLED.values():
        assert text.count(placeholder) == 1
        text = text.replace(placeholder, filled)
    text = text.replace('unwritten("the name in scipy.stats; or delete this line, see tests/test_scipy.py"), {}',
                        '"expon", {"scale": 1 / theta}')  # fmt: skip
    file.write_text(text, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(checkout), "PYTHONDONTWRITEBYTECODE": "1"}
    wanted = "waiting_times or point_one_way or no_text or heuristics or opens_with or says_what_it_is"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", wanted, "tests"],
        cwd=checkout, env=environment, capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert int(re.search(r"(\d+) passed", done.stdout)[1]) >= 6, "the rules of the house and its own test"
    code = "from symbolic import families\nprint('waiting_times' in families.names(), families.load('waiting_times'))"
    shown = subprocess.run([sys.executable, "-c", code], cwd=checkout, env=environment, capture_output=True, text=True)
    assert shown.stdout == "True waiting_times\n", shown.stderr


def test_a_directory_that_is_named_is_where_the_files_go_in_a_checkout_as_well(checkout):
    file, test = new_family("waiting_times", "mine")
    assert (str(file), str(test)) == ("mine/waiting_times.py", "mine/test_waiting_times.py")
    assert "from symbolic import Estimate" in file.read_text(encoding="utf-8")
