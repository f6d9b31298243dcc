"""Ordered classes: cumulative probabilities are a logistic function of thresholds less a predictor. Nothing here proves."""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import Any

from sympy import Add, Expr, Mul, exp, log

from symbolic.core.domains import Integers, positive, reals
from symbolic.core.errors import MalformedTerm
from symbolic.core.terms import Same, parameter, sample
from symbolic.models.family import Family, real_variable
from symbolic.obligations import Obligation

MOST = 9


def ordinal_logit(count: int, *, name: str = "ordinal_logit", **declared: Any) -> Family:
    """The family of a class x out of 0 < 1 < ... < count - 1, with P(x <= k) = 1/(1 + exp(eta - c_k)).

    Arguments: `count`, from 2 to 9, how many classes there are; what else a `Family` declares, such as `title`. The
    thresholds c_0 < c_1 < ... are c, c + delta_1, c + delta_1 + delta_2 and so on, with c real and every delta positive. The
    density is written without the differences P(x <= k) - P(x <= k - 1), in which digits are lost; that these are its
    values is claimed under `further`.

    Source: McCullagh, Regression models for ordinal data, Journal of the Royal Statistical Society B 42 (1980), section 2.
    """
    if not isinstance(count, int) or not 2 <= count <= MOST:
        raise MalformedTerm(f"{name}: count={count!r}: give the number of classes, from 2 to {MOST}.")
    x = sample("x", domain=Integers(0, count - 1))
    eta, first = parameter("eta", reals), parameter("c", reals)
    gaps = tuple(parameter(f"delta_{k}", positive) for k in range(1, count - 1))
    thresholds = tuple(accumulate((first, *gaps)))
    up_to = [_logistic(c - eta) for c in thresholds]
    probabilities = _probabilities(eta, thresholds, gaps)
    differences = (b - a for a, b in pairwise(up_to))
    return Family(
        name,
        variables=(x,),
        parameters=(eta, first, *gaps),
        density=Mul(*(p ** Same(x.outcome, k) for k, p in enumerate(probabilities))),
        loss=Add(*(Same(x.outcome, k) * t for k, t in enumerate(_losses(eta, thresholds, gaps)))),
        links={eta: real_variable("z")} | {gap: exp(real_variable("z")) for gap in gaps},
        further=tuple(
            (
                f"the probability of class {k} is the difference of two cumulative ones",
                Obligation("equal", (p, difference)),
            )
            for k, (p, difference) in enumerate(zip(probabilities[1:], differences, strict=False), 1)
        ),
        **declared,
    )


def _logistic(u: Expr) -> Expr:
    return 1 / (1 + exp(-u))


def _softplus(u: Expr) -> Expr:
    return log(1 + exp(u))


def _probabilities(eta: Expr, thresholds: tuple[Expr, ...], gaps: tuple[Expr, ...]) -> tuple[Expr, ...]:
    """P(x = k): 1/(1 + e^-b) - 1/(1 + e^-a) = (1 - e^(a - b)) / ((1 + e^a) (1 + e^-b))."""
    inner = (
        (1 - exp(-gap)) * _logistic(eta - a) * _logistic(b - eta)
        for (a, b), gap in zip(pairwise(thresholds), gaps, strict=True)
    )
    return _logistic(thresholds[0] - eta), *inner, _logistic(eta - thresholds[-1])


def _losses(eta: Expr, thresholds: tuple[Expr, ...], gaps: tuple[Expr, ...]) -> tuple[Expr, ...]:
    """-log P(x = k)."""
    inner = (
        _softplus(a - eta) + _softplus(eta - b) - log(1 - exp(-gap))
        for (a, b), gap in zip(pairwise(thresholds), gaps, strict=True)
    )
    return _softplus(eta - thresholds[0]), *inner, _softplus(thresholds[-1] - eta)


__all__ = ["ordinal_logit"]
