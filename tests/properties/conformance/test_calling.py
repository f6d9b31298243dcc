"""Tests of properties.conformance.calling: which adapter is asked, and what becomes of what a callable raises."""

from __future__ import annotations

import functools
import math
import sys

import numpy as np
import pytest
from scipy import stats

from properties import loss_report
from properties.conformance import compiled
from properties.conformance.calling import (
    Implementation,
    Observed,
    adapter_of,
    adapters,
    batches,
    each,
    name_of,
    number,
    observer,
    uses,
)
from properties.conformance.calls import CallLog, NeverReturned, logged
from properties.conformance.reading import bind
from properties.conformance.reference import reference
from properties.errors import InputError
from symbolic import families

READING = bind(reference(families.load("poisson")), {"y": "x", "rate": "lambda"})


def test_every_adapter_says_what_it_owns() -> None:
    assert {"numpy", "scipy", "jax", "torch"} <= set(adapters())
    assert all(hasattr(m, "PRECEDENCE") and callable(m.owns) and callable(m.observer) for m in adapters().values())
    assert adapter_of(stats.norm) is adapters()["scipy"]
    assert adapter_of(lambda y: y) is adapters()["numpy"]
    assert adapter_of(lambda y: y, "jax") is adapters()["jax"]
    with pytest.raises(InputError, match="there is no adapter for 'keras'; there are boosting, jax, numpy"):
        adapter_of(lambda y: y, "keras")


def test_what_is_raised_is_observed_point_by_point() -> None:
    def one(point: dict[str, float]) -> Observed:
        if point["y"] == 0:
            raise ValueError("not\n0")
        return Observed(1.0)

    bad, good = each(one, [{"y": 0.0}, {"y": 1.0}])  # type: ignore[arg-type]
    assert bad.raised == "ValueError: not 0" and math.isnan(bad.value) and good == Observed(1.0)


def test_arguments_are_those_of_the_reading() -> None:
    made = Implementation(lambda y, rate: rate - y, READING)
    assert made.arguments({"y": 1.0, "rate": 2.0}) == {"y": 1.0, "rate": 2.0}
    (seen,) = observer(made)([{"y": 1.0, "rate": 3.0}])
    assert seen.value == 2.0
    (turned,) = observer(Implementation(lambda y, rate: rate - y, READING, sign=-1))([{"y": 1.0, "rate": 3.0}])
    assert turned.value == -2.0


def test_what_is_no_number_is_told() -> None:
    assert number(3, "f") == 3.0 and number(np.float32(0.5), "f") == 0.5 and number(10**400, "f") == math.inf
    for odd, said in {"3": "'3'", True: "True", 1j: "1j", None: "None"}.items():
        with pytest.raises(InputError, match=f"f: it returned {said}, which is no number"):
            number(odd, "f")
    with pytest.raises(InputError, match=r"it returned \[0, 1, .*\.\.\., which is no number") as raised:
        number([*range(1000)], "f")
    assert len(str(raised.value)) < 120


def test_a_library_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "numpy", None)
    message = "nll is called with numpy, which is not installed: python -m pip install numpy"
    with pytest.raises(InputError, match=message):
        observer(Implementation(nll, READING))
    with pytest.raises(InputError, match="the forms of a written loss are tried with numpy, which is not installed"):
        compiled._loaded("import numpy\n")


def nll(y: float, rate: float) -> float:
    """A loss of plain numbers."""
    return rate - y


def test_what_exits_is_told_as_what_raises() -> None:
    (seen,) = observer(Implementation(lambda y, rate: sys.exit(3), READING))([{"y": 1.0, "rate": 2.0}])
    assert seen.raised == "SystemExit: 3"


def test_several_rows_are_one_call() -> None:
    call = batches(Implementation(lambda y, rate: rate - y, READING))
    assert call is not None and call([{"y": 1.0, "rate": 3.0}, {"y": 2.0, "rate": 2.5}]).values == (2.0, 0.5)
    broken = batches(Implementation(lambda y, rate: rate.item(), READING))
    assert broken is not None and broken([{"y": 1.0, "rate": 3.0}] * 2).raised.startswith("ValueError: ")


def test_an_object_that_wraps_a_function_belongs_to_the_library_of_its_class():
    class Wrapped:
        __module__ = "jax.wrapped"

        def __call__(self, x):
            return x

    place = {"_loss": Wrapped()}
    place["_loss"].__module__ = "written"  # as functools.update_wrapper does
    exec("def loss(x):\n    return _loss(x)", place)
    assert uses(place["loss"], ("jax",)) and not uses(place["loss"], ("torch",))


def test_a_callable_is_called_what_its_user_calls_it() -> None:
    half = functools.partial(nll, rate=0.5)
    assert name_of(half) == f"functools.partial({__name__}.nll)" and name_of(stats.norm(0, 1)) == "rv_continuous_frozen"
    local = lambda y, rate: rate - y
    assert name_of(local) == f"{__name__}.<lambda>" and name_of(Implementation(nll, READING).arguments).endswith(
        "arguments"
    )
    assert Implementation(half, READING, called="half").name == "half"


def test_an_endless_call_ends_the_search_of_a_reading_and_of_what_several_rows_give() -> None:
    def endless(y: float, rate: float) -> float:
        while True:
            pass

    with pytest.raises(InputError, match=r"endless did not return within 0.1 s at rate = .*, y = .*: leave such"):
        loss_report(endless, families.load("poisson"), seconds=0.1)
    call = batches(Implementation(endless, READING))
    assert call is not None
    with logged(CallLog(longest=0.02)), pytest.raises(NeverReturned, match="and 1 more row: leave such numbers out"):
        call([{"y": 1.0, "rate": 2.0}] * 2)
