"""The fuzz of laws of large numbers in a bounded share, and put to the test: a prover that proves too much is caught."""

import fuzz_large_numbers as fuzz
import pytest

pytestmark = pytest.mark.slow


def test_what_is_proved_of_random_losses_is_true_of_their_values() -> None:
    wrong, counted = fuzz.run(7, 250)
    assert wrong == []
    assert min(counted[f"{c.value} proved"] for c in fuzz.CONDITIONS) > 0, (
        "the generator makes nothing that is provable"
    )


@pytest.mark.parametrize("generous", fuzz.GENEROUS.values(), ids=fuzz.GENEROUS)
def test_a_prover_that_proves_too_much_is_caught(generous: str) -> None:
    assert fuzz.run(7, 250, generous)[0] != []
