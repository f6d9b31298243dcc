"""Which enclosure is asked for which domains, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from flint import arb, fmpq
from sympy import (
    Integer,
    factorial,
    gamma,
)

from properties.enclosures import Enclosure, enclose
from properties.instances.instance import Instance
from properties.instances.numbers import NotEvaluable, TooWide
from symbolic.core.domains import (
    Integers,
    RealInterval,
    any_set,
)
from symbolic.core.terms import sample
from tests.properties.enclosures.enclosed import (
    HALF,
    THIRD,
    K,
    M,
    U,
    V,
    X,
    Y,
    a,
    b,
    close,
    count,
    holds,
    normal,
    of,
    p,
)


def test_columns_that_add_up_to_a_total() -> None:
    binomial = factorial(K + M) / (factorial(K) * factorial(M)) * p**K * (1 - p) ** M
    assert holds(of(binomial, K, M, total=count, p=THIRD, N=5), 1)
    assert not holds(of(binomial * (1 + K), K, M, total=count, p=THIRD, N=5), 1)
    dirichlet = gamma(a + b) / (gamma(a) * gamma(b)) * U ** (a - 1) * V ** (b - 1)
    found = of(dirichlet, U, V, total=Integer(1), a=HALF, b=3)
    assert holds(found, 1) and close(found)


def test_what_is_not_enclosed_is_said_plainly() -> None:
    w = sample("w", domain=any_set)
    for tree, outcomes in ((X, (X, Y)), (Integer(1), (w.outcome,)), (Integer(1), (K, M)), (Integer(1), (X, Y, U))):
        with pytest.raises(NotEvaluable) as caught:
            of(tree, *outcomes)
        assert str(caught.value)
    wide = sample("j", domain=Integers(0, 10**6))
    with pytest.raises(NotEvaluable):
        of(wide.outcome, wide.outcome)


def test_other_columns_are_read_off_the_instance() -> None:
    other = sample("o", domain=RealInterval(0, 10))
    instance = Instance({}, {}, {}, [{}], outcomes={"o": (fmpq(3), fmpq(4))})
    assert holds(enclose(other.outcome * U, (U,), instance), arb(3) / 2)


def test_arithmetic_that_gives_up_is_no_evidence(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any) -> Enclosure:
        raise ZeroDivisionError

    monkeypatch.setattr("properties.enclosures.enclosing.integral_over", fails)
    with pytest.raises(TooWide, match="gave up"):
        of(normal, X, mu=0, b=1)
