"""Random maps: what is proved of them holds in numbers."""

from __future__ import annotations

from typing import Any

import fuzz_maps
import pytest
from sympy import Dummy, Rational, log

from symbolic.core.domains import reals

u = Dummy("u", real=True)


def test_nothing_false_is_proved_of_random_maps() -> None:
    tally = fuzz_maps.fuzz(25, seed=1)
    assert tally.wrong == []
    assert tally.counts["increasing proved"] > 1


@pytest.mark.parametrize("e", [1 / u, log(u - 1), u ** Rational(-1, 2)], ids=str)
def test_what_has_no_value_has_none(e: Any) -> None:
    with pytest.raises(fuzz_maps.NoValue):
        fuzz_maps.value(e, {u: fuzz_maps.Fraction(0)})


def test_a_map_is_drawn_with_its_variable() -> None:
    rng = fuzz_maps.Random(1)
    drawn = [e for e in (fuzz_maps._drawn(rng, u, 2) for _ in range(30)) if e is not None]
    assert len(drawn) > 15 and all(u in e.free_symbols for e in drawn)
    assert reals in fuzz_maps.INTERVALS
