"""Random losses under laws of large numbers: what is proved of a loss is held to its values, computed apart from `symbolic`.

`python tests/fuzz_large_numbers.py SEED LOSSES` runs a share of any size, prints what fails, and exits with 1 where
anything does.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import exp as e_to
from math import inf, isfinite
from math import log as log_of
from random import Random
from typing import Any

from sympy import Abs, Add, Integer, Max, Min, Mul, Pow, Rational, exp, log

from symbolic import kernel
from symbolic.asking import provers
from symbolic.chain import Chain, argmin
from symbolic.core.domains import (
    Domain,
    FiniteSet,
    Integers,
    RealInterval,
    binary,
    open_unit_interval,
    positive,
    reals,
    unit_interval,
)
from symbolic.core.errors import DerivationError
from symbolic.core.terms import AtMost, NegativePart, Same, density, parameter, raw, sample
from symbolic.kernel import Condition, Verdict
from symbolic.rules import law_of_large_numbers

DOMAINS: tuple[Domain, ...] = (
    *(reals, positive, unit_interval, open_unit_interval, RealInterval(-1, 1), RealInterval(0), RealInterval(0, 2)),
    *(RealInterval(-2, 3), FiniteSet((Fraction(0), Fraction(1), Fraction(2))), Integers(0), binary),
)
DATA: tuple[tuple[Domain, tuple[float, ...]], ...] = (
    (reals, (0.0, 1.0, -1.0, 0.5, 2.0, -3.0)),
    (positive, (1.0, 0.5, 2.0, 4.0, 0.125)),
    (binary, (0.0, 1.0)),
)
CONDITIONS = (Condition.FINITE, Condition.COMPACT, Condition.CONVEX)
Function = Callable[[float, float], float]


class Undefined(Exception):
    """The loss has no value."""


@dataclass(frozen=True)
class Loss:
    """An expression in an unknown u and a datum v, and the same as a function of two floats."""

    tree: Any
    of: Function


def losses(rng: Random, u: Any, v: Any, depth: int) -> Loss:
    """A random loss."""
    if depth == 0 or rng.random() < 0.1:
        return rng.choice(
            (
                *[Loss(u, lambda a, b: a)] * 3,
                *[Loss(v, lambda a, b: b)] * 2,
                *[Loss(raw(Add, (u, raw(Mul, (Integer(-1), v)))), lambda a, b: a - b)] * 2,
                *(
                    Loss(Rational(k.numerator, k.denominator), lambda a, b, k=float(k): k)  # type: ignore[misc]
                    for k in (Fraction(1), Fraction(-1), Fraction(2), Fraction(1, 2))
                ),
            )
        )
    one, other = (losses(rng, u, v, depth - 1) for _ in range(2))
    f, g = one.of, other.of
    minus = raw(Mul, (Integer(-1), other.tree))
    return rng.choice(
        (
            lambda: Loss(raw(Add, (one.tree, other.tree)), lambda a, b: _sum(f(a, b), g(a, b))),
            lambda: Loss(raw(Add, (one.tree, minus)), lambda a, b: _sum(f(a, b), -g(a, b))),
            lambda: Loss(raw(Mul, (one.tree, other.tree)), lambda a, b: _times(f(a, b), g(a, b))),
            lambda: Loss(minus, lambda a, b: -g(a, b)),
            lambda: Loss(raw(Abs, (one.tree,)), lambda a, b: abs(f(a, b))),
            lambda: Loss(NegativePart(one.tree), lambda a, b: max(-f(a, b), 0.0)),
            lambda: Loss(raw(Max, (one.tree, other.tree)), lambda a, b: max(f(a, b), g(a, b))),
            lambda: Loss(raw(Min, (one.tree, other.tree)), lambda a, b: min(f(a, b), g(a, b))),
            lambda: Loss(raw(exp, (one.tree,)), lambda a, b: _exp(f(a, b))),
            lambda: Loss(raw(log, (one.tree,)), lambda a, b: _log(f(a, b))),
            lambda: Loss(raw(Mul, (Integer(-1), raw(log, (one.tree,)))), lambda a, b: -_log(f(a, b))),
            lambda: Loss(
                raw(log, (raw(Add, (Integer(1), raw(exp, (one.tree,)))),)), lambda a, b: _log(1 + _exp(f(a, b)))
            ),
            lambda: Loss(raw(Pow, (one.tree, Integer(2))), lambda a, b: _times(f(a, b), f(a, b))),
            lambda: Loss(raw(Pow, (raw(Abs, (one.tree,)), Rational(1, 2))), lambda a, b: abs(f(a, b)) ** 0.5),
            lambda: Loss(AtMost(one.tree, other.tree), lambda a, b: float(f(a, b) <= g(a, b))),
            lambda: Loss(
                raw(Add, (Integer(1), raw(Mul, (Integer(-1), AtMost(one.tree, other.tree))))),
                lambda a, b: float(f(a, b) > g(a, b)),
            ),
            lambda: Loss(Same(one.tree, other.tree), lambda a, b: float(f(a, b) == g(a, b))),
            lambda: Loss(raw(Mul, (one.tree, AtMost(v, u))), lambda a, b: f(a, b) if b <= a else _times(f(a, b), 0.0)),
        )
    )()


def bent(rng: Random, u: Any, v: Any) -> Loss:
    """A sum of two losses that are mostly convex, sometimes less one of them."""
    line = rng.choice(
        (
            Loss(raw(Add, (u, raw(Mul, (Integer(-1), v)))), lambda a, b: a - b),
            Loss(u, lambda a, b: a),
            Loss(raw(Mul, (u, v)), lambda a, b: a * b),
            Loss(raw(Mul, (Integer(-2), u)), lambda a, b: -2 * a),
        )
    )
    f = line.of
    one, other = (
        rng.choice(
            (
                Loss(raw(Abs, (line.tree,)), lambda a, b: abs(f(a, b))),
                Loss(raw(Pow, (line.tree, Integer(2))), lambda a, b: f(a, b) ** 2),
                Loss(raw(exp, (line.tree,)), lambda a, b: _exp(f(a, b))),
                Loss(raw(Max, (line.tree, Integer(1))), lambda a, b: max(f(a, b), 1.0)),
                Loss(raw(log, (raw(Add, (Integer(1), raw(exp, (u,)))),)), lambda a, b: _log(1 + _exp(a))),
                Loss(raw(Mul, (Integer(-1), raw(log, (raw(Abs, (u,)),)))), lambda a, b: -_log(abs(a))),
                Loss(raw(Mul, (v, u)), lambda a, b: a * b),
                losses(rng, u, v, 1),
            )
        )
        for _ in range(2)
    )
    sign = rng.choice((1, 1, 1, -1))
    tree = raw(Add, (one.tree, raw(Mul, (Integer(sign), other.tree))))
    return Loss(tree, lambda a, b: _sum(one.of(a, b), sign * other.of(a, b)))


def _sum(a: float, b: float) -> float:
    if abs(a) == inf and b == -a:
        raise Undefined
    return a + b


def _times(a: float, b: float) -> float:
    return 0.0 if 0.0 in (a, b) else a * b


def _exp(a: float) -> float:
    return e_to(a) if a < 700 else inf


def _log(a: float) -> float:
    if a < 0:
        raise Undefined
    return -inf if a == 0 else inf if a == inf else log_of(a)


# ---- what a proved condition claims of a loss ------------------------------------------------------------------------


def members(domain: Any) -> tuple[float, ...]:
    """Some members, closed ends among them."""
    if isinstance(domain, FiniteSet):
        return tuple(map(float, domain.values))
    if isinstance(domain, Integers):
        return tuple(float(domain.lower) + k for k in range(8) if float(domain.lower) + k <= float(domain.upper))
    grid = (-3.0, -2.0, -1.0, -0.5, -0.25, 0.0, 0.125, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0)
    return tuple(a for a in grid if _in(domain, a))


def _in(domain: Any, a: float) -> bool:
    low, high = float(domain.lower), float(domain.upper)
    return (low < a or (low == a and domain.lower_closed)) and (a < high or (a == high and domain.upper_closed))


def faults(loss: Loss, domain: Any, data: tuple[float, ...], condition: Condition) -> Iterator[str]:
    """What the values contradict. Floats: only what is far from every rounding counts."""
    if condition is Condition.FINITE:
        if isinstance(domain, RealInterval | Integers) and not domain.finite:
            yield f"{domain} is not finite"
        return
    if condition is Condition.COMPACT:
        yield from _lower_semicontinuity(loss, domain, data)
        return
    yield from _convexity(loss, domain, data)
    yield from _existence(loss, domain, data)


def _lower_semicontinuity(loss: Loss, domain: Any, data: tuple[float, ...]) -> Iterator[str]:
    if isinstance(domain, RealInterval) and not (domain.lower_closed and domain.upper_closed):
        yield f"{domain} is not compact"
    for a, b in product({*members(domain), *(x for x in data if domain.hull.has(Fraction(x)))}, data):
        with suppress(Undefined):
            here = loss.of(a, b)
            if here == -inf:
                yield f"-oo at {a}, {b}"
            for side in (-1, 1) if isinstance(domain, RealInterval) else ():
                near = [loss.of(a + side * 2.0**-k, b) for k in (30, 36, 42) if _in(domain, a + side * 2.0**-k)]
                if len(near) < 3:
                    continue
                steady = abs(near[1] - near[2]) <= 1e-3 * (1 + abs(near[2])) or near[2] < near[1] < near[0]
                if steady and near[2] < here - 1e-2 * (1 + (abs(here) if isfinite(here) else 0)):
                    yield f"at {a}, {b} the value is {here}, close by {near}"


def _convexity(loss: Loss, domain: Any, data: tuple[float, ...]) -> Iterator[str]:
    if not isinstance(domain, RealInterval) or domain.lower_closed or domain.upper_closed:
        yield f"{domain} is not open"
        return
    for (a, c), b in product(product(members(domain), repeat=2), data):
        with suppress(Undefined):
            left, middle, right = (loss.of(x, b) for x in (a, (a + c) / 2, c))
            if middle > (left + right) / 2 + 1e-9 * (1 + abs(left) + abs(right)):
                yield f"for {b}, at {a} and {c}: {left} and {right}, half way {middle}"


def _existence(loss: Loss, domain: Any, data: tuple[float, ...]) -> Iterator[str]:
    """Some law has a mean loss that is greater towards both ends than between."""
    low, high = float(domain.lower), float(domain.upper)
    inner = [_placed(low, high, s / 2) for s in range(-24, 25)]
    for law in (*((b,) for b in data), data[:2], data[1:3], data[:3], data):
        with suppress(Undefined):
            means = [sum(loss.of(a, b) for b in law) / len(law) for a in inner]
            least = min(means)
            if isfinite(least) and means[0] > least + 1e-9 and means[-1] > least + 1e-9:  # oo is what overflows
                return
    yield "no law of those tried has a mean loss that is greater at both ends"


def _placed(low: float, high: float, s: float) -> float:
    if isfinite(low) and isfinite(high):
        return low + (high - low) / (1 + e_to(-s))
    return low + e_to(s) if isfinite(low) else high - e_to(-s) if isfinite(high) else s


# ---- the run ---------------------------------------------------------------------------------------------------------

GENEROUS = {
    "every loss is semicontinuous": "semicontinuous",
    "every loss is convex": "convex",
    "every interval is compact": "compact",
    "every mean has minimisers": "minimisers",
}


def run(seed: int, many: int, generous: str = "") -> tuple[list[str], Counter[str]]:
    """What was proved though the values contradict it; and how much was proved of what, over `many` losses.

    `generous` names a kind of obligation that a prover, put there to be caught, proves of everything.
    """
    rng, wrong, counted = Random(seed), list[str](), Counter[str]()
    asked: Any = provers()
    if generous:
        too_much = kernel.Answer(Verdict.PROVED)
        asked = (("generous", lambda o: too_much if o.kind == generous else kernel.Answer(Verdict.UNKNOWN)), *asked)
    for _ in range(many):
        domain, (where, data) = rng.choice(DOMAINS), rng.choice(DATA)
        u, v = parameter("u", domain), sample("v", domain=where)
        loss = bent(rng, u, v.i) if rng.random() < 0.5 else losses(rng, u, v.i, rng.choice((1, 2, 2, 3)))
        for condition in CONDITIONS:
            try:
                start = argmin(raw(Mul, (1 / v.n, v.sum(loss.tree))), u)
                theorem = kernel.check(Chain("l", start).then(law_of_large_numbers(density("p"), condition)), asked)
            except DerivationError:
                continue
            counted[condition.value] += 1
            if theorem.proved:
                counted[f"{condition.value} proved"] += 1
                found = next(faults(loss, domain, data, condition), "")
                if found:
                    wrong.append(f"{condition.value}: {loss.tree}, u in {domain}, v in {where}: {found}")
    return wrong, counted


if __name__ == "__main__":
    found, how_many = run(int(sys.argv[1]), int(sys.argv[2]))
    print(*found, dict(how_many), sep="\n")
    sys.exit(bool(found))
