"""`lossproof` holds the public names of both packages and nothing else, costs nothing to import, and runs as the command."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import lossproof
import properties
import symbolic

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80"}
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True)


def test_every_public_name_of_both_packages_is_the_same_thing_here():
    for package in (symbolic, properties):
        for name in package.__all__:
            assert getattr(lossproof, name) is getattr(package, name), name
            assert name in dir(lossproof)


def test_no_name_means_two_things():
    assert not set(symbolic.__all__) & set(properties.__all__)
    assert lossproof.__all__ == sorted([*symbolic.__all__, *properties.__all__])


def test_a_star_imports_every_public_name():
    done = run("-c", "from lossproof import *\nprint(Chain.__name__, check_family.__name__, attack.__name__)")
    assert (done.stdout, done.returncode) == ("Chain check_family attack\n", 0), done.stderr


def test_importing_it_loads_neither_package():
    done = run("-c", "import sys, lossproof\nprint({'sympy', 'symbolic', 'properties', 'hypothesis'} & {*sys.modules})")
    assert done.stdout == "set()\n", done.stderr


@pytest.mark.parametrize("name", ["chain", "__path__", "_state"])
def test_a_name_that_is_not_there_is_an_attribute_error(name):
    with pytest.raises(AttributeError, match=f"'lossproof' has no attribute '{name}'"):
        getattr(lossproof, name)


def test_as_a_program_it_is_the_command():
    shown = run("-m", "lossproof", "--help")
    assert shown.returncode == 0 and "Prove, attack and print derivations" in shown.stdout
    assert run("-m", "lossproof").returncode == 2
    assert run("-m", "lossproof", "prove", "no_such_thing", "--no-attack").returncode == 2
