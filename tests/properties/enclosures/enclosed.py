"""Enclosures at parameters, and the columns and densities of the tests of enclosures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flint import arb
from sympy import (
    Rational,
    exp,
    gamma,
    pi,
    sqrt,
)

from properties.enclosures import Enclosure, enclose
from properties.instances.instance import Instance
from properties.instances.numbers import rational
from symbolic.core.domains import (
    Integers,
    counts,
    open_unit_interval,
    positive,
    reals,
)
from symbolic.core.domains import unit_interval as closed
from symbolic.core.terms import parameter, sample

INF = float("inf")


x, y = sample("x", domain=reals), sample("y", domain=positive)


u, v = sample("u", domain=open_unit_interval), sample("v", domain=open_unit_interval)


k, m = sample("k", domain=counts), sample("m", domain=counts)


X, Y, U, V, K, M = (one.outcome for one in (x, y, u, v, k, m))


mu, b, a = parameter("mu", reals), parameter("b", positive), parameter("a", positive)


p, count = parameter("p", closed), parameter("N", Integers(1))


Z = (X - mu) / b


def of(tree: Any, *outcomes: Any, total: Any = None, **at: Any) -> Enclosure:
    where: Mapping[str, Any] = {name: rational(value) for name, value in at.items()}
    return enclose(tree, outcomes, Instance({}, {}, {}, [dict(where)]), 0, total)


def holds(found: Enclosure, value: Any) -> bool:
    value = arb(value)
    return bool(found.lower <= value.upper() and value.lower() <= found.upper)


def close(found: Enclosure) -> bool:
    return bool(found.upper - found.lower < arb(2) ** -15)


HALF, THIRD, THOUSANDTH = Rational(1, 2), Rational(1, 3), Rational(1, 1000)


normal = exp(-(Z**2) / 2) / (sqrt(2 * pi) * b)


beta = gamma(a + b) / (gamma(a) * gamma(b)) * U ** (a - 1) * (1 - U) ** (b - 1)
