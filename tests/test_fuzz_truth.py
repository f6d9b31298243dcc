"""The search for false blame in a bounded share, and put to the test: what is moved by more than a few units is blamed."""

from __future__ import annotations

import fuzz_truth as fuzz
import pytest

from properties.conformance.inputs import FLOAT32, FLOAT64, TYPES

REFERENCES = fuzz.references()
FEW = ("huber", "logistic", "bernoulli_to_binary_cross_entropy", "categorical_to_cross_entropy")


@pytest.mark.parametrize("name", FEW)
def test_what_is_made_from_the_truth_gets_no_finding(name: str) -> None:
    found = fuzz.tallied(name, REFERENCES[name], FLOAT64, 300, 0)
    assert found.wrong == [] and found.undecided == 0 and found.points >= 300


@pytest.mark.slow
@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("name", REFERENCES)
def test_no_family_and_no_regression_is_blamed_for_rounding(name: str, dtype: str) -> None:
    found = fuzz.tallied(name, REFERENCES[name], TYPES[dtype], 120, 1)
    assert found.wrong == []


@pytest.mark.parametrize("dtype", TYPES)
def test_a_few_hundred_units_are_blamed(dtype: str, monkeypatch: pytest.MonkeyPatch) -> None:
    kind = TYPES[dtype]
    more = {"rounded": lambda x, random: fuzz.moved(x, kind, 400)}
    monkeypatch.setattr(fuzz, "roundings", lambda kind: more)
    found = fuzz.tallied("normal", REFERENCES["normal"], kind, 240, 0)
    assert any("gradient" in w for w in found.wrong) and any("Hessian" in w for w in found.wrong)
    assert any("value" in w for w in found.wrong)


def test_numbers_are_moved_by_units_of_their_type() -> None:
    assert fuzz.moved(1.0, FLOAT64, 2) == 1 + 2**-51 and fuzz.moved(1.0, FLOAT32, -1) == 1 - 2**-23
    assert fuzz.moved(0.0, FLOAT64, 1) == 0 and fuzz.moved(5e-324, FLOAT64, -1) == 5e-324
    assert fuzz.moved(float("inf"), FLOAT32, 1) == float("inf")
