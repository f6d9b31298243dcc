"""Tests of properties.conformance.named: what the command names."""

from __future__ import annotations

from pathlib import Path

import pytest
from sympy import sqrt

from properties.conformance.named import assignments, callable_of, pairs, ranges, referable, values
from properties.conformance.reference import NamedLoss
from properties.errors import InputError
from symbolic.chain import Chain
from symbolic.models.family import Family


def test_callables_are_found_in_modules_and_in_files(tmp_path: Path) -> None:
    import math

    assert callable_of("math:exp") is math.exp
    assert callable_of("pathlib:Path.home")() == Path.home()
    file = tmp_path / "losses.py"
    file.write_text("def loss(y, z): return y - z\n")
    assert callable_of(f"{file}:loss")(3, 1) == 2
    for target, message in {
        "math": "name a function, as FILE.py:function or module:function",
        "math:nothing": "there is no nothing in math",
        "no_such_module_here:f": "cannot be imported",
        f"{file}:gain": "there is no gain in",
    }.items():
        with pytest.raises(InputError, match=message):
            callable_of(target)


def test_pairs_are_split_outside_of_brackets() -> None:
    assert pairs("a=x, sigma=max(var,1)", "--map") == {"a": "x", "sigma": "max(var,1)"}
    assert pairs("", "--given") == {}
    for text in ("a", "=b", "a="):
        with pytest.raises(InputError, match="write NAME=VALUE"):
            pairs(text, "--map")


def test_a_reading_is_a_name_or_an_expression_which_is_never_run() -> None:
    found = assignments({"target": "y", "sigma": "sqrt(var)"})
    assert found["target"] == "y" and str(found["sigma"]) == str(sqrt(next(iter(found["sigma"].free_symbols))))
    with pytest.raises(InputError, match="reading x="):
        assignments({"x": "__import__('os').getcwd()"})


def test_values_and_ranges() -> None:
    assert values({"a": "true", "b": "None", "c": "3", "d": "0.5", "e": "mean"}) == {
        "a": True,
        "b": None,
        "c": 3,
        "d": 0.5,
        "e": "mean",
    }
    assert ranges({"z": "-30:30"}) == {"z": (-30.0, 30.0)}
    for text in ("30", "a:b", "3:1"):
        with pytest.raises(InputError, match="write LOW:HIGH"):
            ranges({"z": text})


def test_what_a_function_is_held_to_is_a_reference_a_derivation_or_a_family() -> None:
    assert isinstance(referable("compound_poisson_gamma"), NamedLoss)
    assert isinstance(referable("poisson"), Family)
    assert isinstance(referable("poisson_regression"), Chain)
    with pytest.raises(InputError, match="Of the references, normal_divergence is the nearest"):
        referable("norml_divergence")
    with pytest.raises(InputError, match="there is no derivation and no family 'qqqq'"):
        referable("qqqq")
