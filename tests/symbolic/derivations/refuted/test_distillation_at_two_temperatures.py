"""Two temperatures of the student make no single cross-entropy; one temperature does."""

import pytest
from false_claims import is_certified, stays_open

from symbolic import check
from symbolic.derivations import load


@pytest.mark.slow
def test_the_claim_stays_open_and_is_refuted_by_a_certified_case() -> None:
    stays_open("distillation_at_two_temperatures")
    text = is_certified("distillation_at_two_temperatures")
    assert "T = " in text and "T = 1\n" not in text, "at the temperature 1 the claim holds"


def test_at_one_temperature_it_is_a_theorem() -> None:
    assert check(load("distillation")).proved
