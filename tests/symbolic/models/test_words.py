"""Families as somebody writes them who has read the README alone: which are proved, and what the others are told to write."""

from __future__ import annotations

from typing import Any

import pytest
from sympy import (
    Abs,
    Integer,
    Piecewise,
    Rational,
    besseli,
    binomial,
    cos,
    exp,
    factorial,
    gamma,
    log,
    oo,
    pi,
    sqrt,
    zeta,
)

from symbolic import AtMost, Verdict, sheet
from symbolic.core.domains import (
    Integers,
    RealInterval,
    binary,
    nonnegative,
    open_unit_interval,
    positive,
    reals,
    unit_interval,
)
from symbolic.core.errors import NotSupported
from symbolic.core.terms import Same, function, parameter, sample
from symbolic.models.family import Estimate, Family, Reference, mean

a, b, s = parameter("a", positive), parameter("b", positive), parameter("s", positive)
mu, w, c = (parameter(name, reals) for name in ("mu", "w", "c"))
place, skew = parameter("c", open_unit_interval), parameter("s", RealInterval(1, oo, False))
good, power = parameter("K", Integers(0, 10)), parameter("p", RealInterval(1, 2, False, False))


def family(domain: Any, density: Any, *unknowns: Any, **more: Any) -> Family:
    x = sample("x", domain=domain)
    return Family("mine", variables=(x,), parameters=unknowns, density=density(x.outcome), **more)


def shares() -> Family:
    one, other = sample("u", domain=open_unit_interval), sample("v", domain=open_unit_interval)
    density = gamma(a + b) / (gamma(a) * gamma(b)) * one.outcome ** (a - 1) * other.outcome ** (b - 1)
    return Family("shares", variables=(one, other), parameters=(a, b), total=Integer(1), density=density)


def ordered() -> Family:
    y, x, gap = sample("y", domain=Integers(0, 2)), sample("x", domain=reals), parameter("d", positive)
    first, second = (1 / (1 + exp(-(t - w * x.outcome))) for t in (c, c + gap))
    density = Same(y.outcome, 0) * first + Same(y.outcome, 1) * (second - first) + Same(y.outcome, 2) * (1 - second)
    return Family("ordered", variables=(y,), inputs=(x,), parameters=(w, c, gap), density=density)


PROVED = {
    "triangular": lambda: family(
        unit_interval, lambda x: Piecewise((2 * x / place, x <= place), (2 * (1 - x) / (1 - place), True)), place
    ),
    "hypergeometric": lambda: family(
        Integers(0, 3), lambda x: binomial(good, x) * binomial(10 - good, 3 - x) / binomial(10, 3), good
    ),
    "von Mises": lambda: family(
        reals,
        lambda x: exp(s * cos(x - mu)) / (2 * pi * besseli(0, s)) * AtMost(-pi, x) * AtMost(x, pi),
        mu,
        s,
    ),
    "zeta": lambda: family(Integers(1), lambda x: x**-skew / zeta(skew), skew),
    "shares": shares,
    "Gompertz": lambda: family(
        nonnegative,
        lambda x: a * b * exp(a + b * x - a * exp(b * x)),
        a,
        b,
        reference=Reference("gompertz", {"c": a, "scale": 1 / b}),
    ),
    "Kumaraswamy": lambda: family(open_unit_interval, lambda x: a * b * x ** (a - 1) * (1 - x**a) ** (b - 1), a, b),
    "logit-normal": lambda: family(
        open_unit_interval,
        lambda x: exp(-((log(x / (1 - x)) - mu) ** 2) / (2 * s**2)) / (sqrt(2 * pi) * s * x * (1 - x)),
        mu,
        s,
    ),
    "Lomax": lambda: family(nonnegative, lambda x: a / s * (1 + x / s) ** (-(a + 1)), a, s),
    "generalised normal": lambda: family(
        reals, lambda x: b / (2 * a * gamma(1 / b)) * exp(-((Abs(x - mu) / a) ** b)), mu, a, b
    ),
    "Poisson without zero": lambda: family(Integers(1), lambda x: a**x / ((exp(a) - 1) * factorial(x)), a),
    "ordered classes": ordered,
}


@pytest.mark.parametrize("name", PROVED)
def test_it_is_proved(name: str) -> None:
    assert sheet(PROVED[name](), declared=True).verdict is Verdict.PROVED


def censored() -> Family:
    t, d = sample("t", domain=positive), sample("d", domain=binary)
    return Family(
        "censored",
        variables=(t, d),
        parameters=(a,),
        density=a**d.outcome * exp(-a * t.outcome),
        loss=a * t.outcome - d.outcome * log(a),
        estimates=(Estimate({a: mean(d) / mean(t)}, when=(mean(d) > 0,)),),
    )


def tweedie() -> Family:
    h, m = function("h", values=positive), parameter("mu", positive)
    return family(
        nonnegative,
        lambda x: (
            h(sample("x", domain=nonnegative).outcome)
            * exp(x * m ** (1 - power) / (1 - power) - m ** (2 - power) / (2 - power))
        ),
        m,
        known=(power,),
    )


@pytest.mark.parametrize("made", [censored, tweedie])
def test_what_is_no_density_or_may_be_none_is_told_how_to_say_so(made: Any) -> None:
    found = sheet(made(), declared=True)
    assert found.verdict is not Verdict.PROVED
    (fault,) = [f for f in found.faults if f.name == "total mass"]
    assert "is a Likelihood" in fault.claim.note
    assert ("hypotheses" in fault.claim.note) == (made is tweedie)


def test_a_bessel_function_whose_order_is_data_is_told_what_to_write() -> None:
    mine = family(Integers(), lambda x: exp(-a - b) * (a / b) ** (x / 2) * besseli(x, 2 * sqrt(a * b)), a, b)
    with pytest.raises(NotSupported, match=r"a function of its own where its order.*declare both as columns"):
        sheet(mine)


WRONG = [
    family(unit_interval, lambda x: Piecewise((2 * x / place, x <= place), (2 * x / (1 - place), True)), place),
    family(unit_interval, lambda x: Piecewise((2 * x / place, x <= place), (1 - x, True)), place),
    family(Integers(0, 3), lambda x: binomial(good, x) * binomial(10 - good, 3 - x) / 119, good),
    family(Integers(0, 2), lambda x: binomial(good, x) * binomial(10 - good, 3 - x) / 120, good),  # 3 is left out
    family(Integers(2), lambda x: x**-skew / zeta(skew), skew),
    family(Integers(1), lambda x: x**-skew / zeta(skew + 1), skew),
    family(RealInterval(-pi, pi / 2), lambda x: exp(s * cos(x - mu)) / (2 * pi * besseli(0, s)), mu, s),
    family(RealInterval(0, pi), lambda x: (1 + Rational(1, 2) * cos(x - mu)) / pi, mu),
]


@pytest.mark.parametrize("mine", WRONG, ids=lambda f: str(f.density))
def test_what_only_looks_like_a_density_is_none(mine: Family) -> None:
    assert sheet(mine, declared=True).verdict is not Verdict.PROVED
