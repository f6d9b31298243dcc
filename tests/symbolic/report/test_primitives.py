"""Tests of the functions that a written file brings along: how far they are off is measured against balls."""

from __future__ import annotations

import math
from random import Random

import numpy as np
import pytest
from flint import arb, ctx
from scipy import special

from symbolic.report.primitives import SOURCES, brought


def made(*names: str):
    place: dict = {"np": np, "special": special, "Floats": np.ndarray, "Sequence": list}
    exec("\n\n".join(brought([f"{n}(x)" for n in names], "np", "Floats", "special")), place)
    return place


def units(function, truth, *columns) -> float:
    """The largest error at points, in units in the last place of the value."""
    worst = 0.0
    with np.errstate(all="raise", under="ignore"):
        found = function(*map(np.array, columns))
    old, ctx.prec = ctx.prec, 256
    try:
        for seen, *point in zip(found, *columns, strict=True):
            ball = truth(*map(arb, point))
            assert ball.rel_accuracy_bits() > 70, point
            gap = float(abs(arb(float(seen)) - ball))
            worst = max(worst, gap / math.ulp(max(abs(float(ball)), 2.3e-308)))
    finally:
        ctx.prec = old
    return worst


def spread_over(low: float, high: float, count: int = 4000) -> list[float]:
    random = Random(7)
    return [math.exp(random.uniform(math.log(low), math.log(high))) for _ in range(count)]


ALL = [*spread_over(1e-12, 1e15), *spread_over(0.3, 40.0), *np.arange(1.0, 60.0), 1 - 2**-53, 1 + 2**-52, 1e-300, 1e300]


def test_the_remainder_of_stirlings_formula():
    def truth(x):
        return x.lgamma() - (x - 0.5) * x.log() + x - (2 * arb.pi()).log() / 2

    def far(x):  # the series of DLMF 5.11.1, where lgamma loses 256 bits
        return 1 / (12 * x) - 1 / (360 * x**3) + 1 / (1260 * x**5)

    near = [x for x in ALL if x < 1e12]
    assert units(made("_binet0")["_binet0"], truth, near) <= 12
    assert units(made("_binet0")["_binet0"], truth, [x for x in near if x >= 0.5]) <= 6
    assert units(made("_binet0")["_binet0"], far, [x for x in ALL if x >= 1e12]) <= 4


def test_its_derivatives():
    first, second = made("_binet1")["_binet1"], made("_binet2")["_binet2"]
    near = [x for x in ALL if x < 1e12]
    assert units(first, lambda x: x.digamma() - x.log() + 1 / (2 * x), near) <= 8

    def trigamma(x):
        from flint import acb

        return acb(x).polygamma(acb(1)).real - 1 / x - 1 / (2 * x * x)

    assert units(second, trigamma, [x for x in near if 1e-100 < x < 1e9]) <= 10


def test_the_deviance():
    def truth(x, m):
        return x * (x / m).log() + m - x

    random = Random(3)
    x = spread_over(1e-6, 1e9)
    m = [u * math.exp(random.choice((-1, 1)) * math.exp(random.uniform(-30, 2))) for u in x]
    assert units(made("_deviance")["_deviance"], truth, x, m) <= 8
    assert made("_deviance")["_deviance"](np.array([0.0, 2.0]), np.array([3.0, 2.0])).tolist() == [3, 0]


def test_the_log_of_a_bessel_function():
    values = [x for x in ALL if x < 1e9]
    assert units(made("_log_i0e")["_log_i0e"], lambda x: x.bessel_i(arb(0)).log() - x, values) <= 5
    assert made("_log_i0e")["_log_i0e"](np.array([0.0])) == 0


def test_functions_that_libraries_have_too():
    small = [s * x for x in (*ALL, 0.41, 0.46, 0.75, 0.76, 1.99, 2.01) for s in (1, -1) if 1e-17 < x < 700]
    assert units(made("_expit")["_expit"], lambda u: 1 / (1 + (-u).exp()), small) <= 2
    assert units(made("_expm1")["_expm1"], lambda u: u.expm1(), small) <= 3
    assert units(made("_log1p")["_log1p"], lambda u: u.log1p(), [u for u in small if u > -1]) <= 3
    assert made("_expit")["_expit"](np.array([-800.0, 800.0])).tolist() == [0, 1]
    logs = made("_logaddexp")["_logaddexp"]
    assert np.allclose(logs(np.array(small), 0.5), np.logaddexp(small, 0.5), rtol=1e-15)


def test_what_is_needed_is_brought_in_order():
    text = brought(["_deviance(x, m)"], "jnp", "Array", "special")
    assert len(text) == 3 and "def _ratio" in text[0] and "_ATANH_ABOVE = (" in text[1] and "jnp.log" in text[2]
    assert brought(["np.log(x)"], "np", "Floats", "special") == []
    assert all("{" not in part for name in SOURCES for part in brought([f"{name}(x)"], "np", "Floats", "special"))


def test_a_wrong_coefficient_is_seen():
    wrong = made("_binet0")
    wrong["_BINET0_ABOVE"] = (*wrong["_BINET0_ABOVE"][:-1], 0.0833333333333)
    assert (
        units(wrong["_binet0"], lambda x: x.lgamma() - (x - 0.5) * x.log() + x - (2 * arb.pi()).log() / 2, [5.0]) > 100
    )


@pytest.mark.parametrize("library", ["torch", "jax"])
def test_it_is_the_same_in_other_libraries(library: str):
    pytest.importorskip(library, reason=f"{library} is not installed here")
    from properties.conformance.adapters import jax, torch

    adapter, head = (torch, "import torch\nfrom torch import Tensor") if library == "torch" else (
        jax, "import jax.numpy as jnp\nfrom jax import Array\nfrom jax.scipy import special"
    )  # fmt: skip
    kind = ("torch", "Tensor", "torch.special") if library == "torch" else ("jnp", "Array", "special")
    names = ["_binet0", "_binet1", "_binet2", "_log_i0e", "_deviance", "_expit", "_log1p", "_expm1"]
    place: dict = {"Sequence": list}
    exec(head + "\n" + "\n\n".join(brought([f"{n}(x)" for n in names], *kind)), place)
    x = np.array([x for x in ALL if 1e-6 < x < 1e9])
    for name in names:
        columns = [x] if name != "_deviance" else [x, x[::-1].copy()]
        found, expected = adapter.on_arrays(place[name])(*columns), made(name)[name](*columns)
        assert np.allclose(found, expected, rtol=4e-15, atol=4e-16), name
