"""The options that commands share, and what is refused of them."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

import pytest
from click import UsageError
from command_line import refused, run
from flint import fmpq

from properties.command.options import Where, one_family, settings, terminal
from properties.errors import InputError


@pytest.mark.parametrize(
    ("command", "names"),
    [("prove", ("kl_to_mle", "normalisers_may_be_dropped")), ("family", ("poisson", "half_normal"))],
)
def test_quiet_says_it_by_the_exit_code_alone(command: str, names: Sequence[str]) -> None:
    result = run(command, *names, "--no-attack", "--quiet")
    assert (result.exit_code, result.output) == (1 if command == "prove" else 0, "")
    assert "choose one" in refused(command, *names, "-q", "--json")


NOWHERE: dict[str, Any] = {
    "data": None, "column": (), "known": (), "separator": None, "header": None, "drop_missing": False, "weights": None,
    "weights_kind": None,
}  # fmt: skip


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"column": ("x",)}, "--column belongs to --data FILE.csv."),
        ({"header": False, "weights": "w"}, "--weights and --no-header belong to --data FILE.csv."),
        ({"data": "x.csv", "weights_kind": "importance"}, "name their column."),
    ],
)
def test_options_for_data_need_data(given: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=re.escape(said)):
        Where(**NOWHERE | given)


def test_known_constants_are_exact() -> None:
    assert settings(["sigma=1/3", " mu = 0.1"]) == {"sigma": fmpq(1, 3), "mu": fmpq(1, 10)}
    for wrong, said in (("sigma", "write NAME=VALUE"), ("sigma=x", "'x' is no number")):
        with pytest.raises(InputError, match=said):
            settings([wrong])
    with pytest.raises(InputError, match="a name is given twice"):
        settings(["a=1", "a=2"])


def test_one_family_is_one_and_a_family() -> None:
    assert one_family(["poisson"], "plot").name == "poisson"
    for targets, said in (([], r"here are 0 \(none\)"), (["poisson", "gamma"], r"here are 2 \(poisson, gamma\)")):
        with pytest.raises(InputError, match=said):
            one_family(targets, "plot")
    with pytest.raises(InputError, match="is no family"):
        one_family(["kl_to_mle"], "plot")


def test_a_report_goes_to_one_place() -> None:
    assert terminal(as_json=True) is None and terminal(as_json=False, quiet=True) is None
    assert terminal(as_json=False) is not None
    with pytest.raises(UsageError, match="choose one"):
        terminal(as_json=True, quiet=True)


def test_the_options_cost_nothing_until_they_are_used() -> None:
    code = "import sys, properties.command.options; print({'sympy', 'flint', 'matplotlib', 'csv'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
