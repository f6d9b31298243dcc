r"""The compound Poisson-gamma law: Tweedie's with power $p \in (1, 2)$, a sum of a Poisson number of gamma variables.

With $\lambda = \mu^{2-p} / (\phi (2 - p))$ the expected number of summands, $a = (2 - p) / (p - 1)$ the shape of each and
$\phi (p - 1) \mu^{p-1}$ its scale, the mean is $\mu$ and the variance $\phi \mu^p$. There is an atom at 0, of mass
$e^{-\lambda}$; above 0 the density is $\sum_{j \ge 1} e^{-\lambda} \lambda^j / j! \cdot \mathrm{gamma}(x; j a)$. The mean
leaves the series, so that
$$-\log q(x) = \frac{1}{\phi} \left( \frac{\mu^{2-p}}{2-p} - \frac{x \mu^{1-p}}{1-p} \right) - \log c(x, \phi, p)$$
with $c(0, \phi, p) = 1$ and $c(x, \phi, p) = \frac{1}{x} \sum_{j \ge 1} \frac{r^j}{j! \Gamma(j a)}$, $r = x^a / ((2 - p)
(p - 1)^a \phi^{1 + a})$: Tweedie's quasi-likelihood deviates from it by what is free of the mean.

Source: Jorgensen, The Theory of Dispersion Models, section 4.2; Dunn and Smyth, Series evaluation of Tweedie exponential
dispersion model densities, Statistics and Computing 15 (2005), section 3.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from flint import arb, ctx
from sympy import Symbol

from properties.conformance import functions
from properties.conformance.expansion import (
    ONE,
    TWO,
    ZERO,
    Expansion,
    add,
    constant,
    logarithm,
    multiply,
    negative,
    whole_power,
)
from properties.conformance.reference import Input, LossReference, NamedLoss, Role
from properties.instances.numbers import NoValue, TooWide
from symbolic.core.domains import RealInterval, nonnegative, positive

MOST_TERMS = 4000


class LogOfSeries(functions.OwnBalls):
    """log c(x, phi, p): what the law has beside Tweedie's quasi-likelihood, free of the mean.

    At the atom x = 0 it is 0, and has no derivative in x: nothing is near an atom.
    """

    nargs = 3

    def _sympystr(self, printer: Any) -> str:
        return f"log c({', '.join(map(printer.doprint, self.args))})"

    @staticmethod
    def balls(*arguments: Expansion) -> Expansion:
        x, phi, p = arguments
        if isinstance(x.value, float) or isinstance(phi.value, float):
            raise TooWide("the series of a compound Poisson law at an infinity")
        if x.value < 0 or phi.value <= 0 or p.value <= 1 or p.value >= 2:
            raise NoValue("the compound Poisson law where x < 0, phi <= 0, or p is not between 1 and 2")
        if x.value == 0:
            return constant(ZERO)
        if not (x.value > 0 and phi.value > 0 and p.value > 1 and p.value < 2):
            raise TooWide("the series of a compound Poisson law near an end of its domain")
        above, below = add(p, constant(-ONE)), add(constant(TWO), negative(p))
        log_x, log_phi = logarithm(x), logarithm(phi)
        a = multiply(below, whole_power(above, -1))
        base = add(log_x, negative(add(logarithm(above), log_phi)))
        t = add(multiply(a, base), negative(add(logarithm(below), log_phi)))  # log r
        return add(log_of_series(a, t), negative(log_x))


def log_of_series(a: Expansion, t: Expansion) -> Expansion:
    """log sum_{j >= 1} W_j of W_j = e^(j t) / (j! Gamma(j a)), with two derivatives in a > 0 and t.

    Under weights proportional to W_j the derivative in t is the mean of j, that in a the mean of v_j = -j psi(j a); the
    second ones are the variance of j, the covariance of j and v_j, and the variance of v_j less the mean of j^2 psi'(j a).
    """
    moving = bool(a.first)
    most = 3 * (a.value + 1 + 1 / a.value) ** 2 if moving else ONE
    total = first = second = slope = mixed = bent = ZERO
    for j, w in _terms(a.value, t.value, top := _largest(a.value, t.value), most):
        if not j:  # all that was left out, in each of the sums
            rest = arb(0, w)
            total, first, second, slope, mixed, bent = (s + rest for s in (total, first, second, slope, mixed, bent))
            continue
        total, first, second = total + w, first + j * w, second + j * j * w
        if moving:
            at = constant(j * a.value)
            v = -j * functions.polygamma(0, at).value
            turn = functions.polygamma(1, at).value
            slope, mixed, bent = slope + v * w, mixed + j * v * w, bent + (v * v - j * j * turn) * w
    f_t, f_a = first / total, slope / total
    f_tt, f_at, f_aa = second / total - f_t * f_t, mixed / total - f_t * f_a, bent / total - f_a * f_a
    return _chained(a, t, _logarithm_of(a.value, t.value, top) + total.log(), (f_a, f_t), (f_aa, f_at, f_tt))


def _logarithm_of(a: arb, t: arb, j: int) -> arb:
    """log W_j."""
    return j * t - arb(j + 1).lgamma() - (j * a).lgamma()


def _largest(a: arb, t: arb) -> int:
    """About the number of the largest term. Raises TooWide where there are too many around it."""
    shape = float(a)
    size = (float(t) - shape * math.log(shape)) / (1 + shape)
    if not size < 40 or ctx.prec * math.exp(size) > MOST_TERMS**2:
        raise TooWide("a series of too many terms")
    return max(1, round(math.exp(size)))


def _terms(a: arb, t: arb, top: int, most: arb) -> Iterator[tuple[int, arb]]:
    """(j, W_j / W_top) for all j that matter, and at last (0, b): no sum that is asked for has more than b besides.

    log W_j is concave in j, as log Gamma is convex (Artin, The Gamma Function, theorem 2.1), and so is u_j = j^4 W_j: the
    ratios u_(j+1) / u_j fall. So where the ratio of the next term to u_j is q < 1, all terms beyond u_j add up to at most
    u_j q / (1 - q), to either side. Each sum has terms of at most `most` u_j, `most` = 3 (a + 1 + 1/a)^2: for x = j a one has
    |psi(x)| <= x + 1 + 1/x and 0 < psi'(x) <= 2 + 1/x^2, from |psi(x + 1)| <= x + 1, psi'(x + 1) <= 2 and the recurrences;
    hence |j psi| <= (a + 1 + 1/a) j^2.

    Source: NIST Digital Library of Mathematical Functions, 5.5.2, 5.7.6 and 5.15.1.
    """
    yield top, ONE
    small, rest, count = arb(2) ** -(ctx.prec + 8), ZERO, 0
    for way in (1, -1):
        j, w = top, ONE
        while j + way >= 1:
            ratio = (((j * a).lgamma() - ((j + way) * a).lgamma()) + way * t).exp()
            ratio = ratio / (j + 1) if way > 0 else ratio * j
            q = ratio * arb((j + way) ** 4) / j**4
            if q < 1 and (left := most * q / (1 - q) * w * j**4) < small:
                rest += left
                break
            j, w, count = j + way, w * ratio, count + 1
            if count > MOST_TERMS:
                raise TooWide("a series of too many terms")
            yield j, w
    yield 0, rest.abs_upper()


def _chained(a: Expansion, t: Expansion, value: arb, slopes: tuple[arb, arb], bends: tuple[arb, arb, arb]) -> Expansion:
    """f(a, t), from its value, its derivatives (f_a, f_t) and (f_aa, f_at, f_tt)."""
    (f_a, f_t), (f_aa, f_at, f_tt) = slopes, bends
    if a.rough or t.rough:
        return Expansion(value, {}, {}, True)
    moving = sorted({*a.first, *t.first})
    da, dt = ({i: x.first.get(i, ZERO) for i in moving} for x in (a, t))
    second = {}
    for k, i in enumerate(moving):
        for j in moving[k:]:
            mixed = f_at * (da[i] * dt[j] + da[j] * dt[i])
            bent = f_aa * da[i] * da[j] + mixed + f_tt * dt[i] * dt[j]
            second[i, j] = bent + f_a * a.second.get((i, j), ZERO) + f_t * t.second.get((i, j), ZERO)
    return Expansion(value, {i: f_a * da[i] + f_t * dt[i] for i in moving}, second)


x, mu, phi, p = (Symbol(name, real=True) for name in ("x", "mu", "phi", "p"))
quasi = (mu ** (2 - p) / (2 - p) - x * mu ** (1 - p) / (1 - p)) / phi

loss = NamedLoss(
    "compound_poisson_gamma",
    title="Compound Poisson-gamma, Tweedie's law with power between 1 and 2",
    source="Jorgensen, The Theory of Dispersion Models, section 4.2; Dunn and Smyth, Series evaluation of Tweedie "
    "exponential dispersion model densities, Statistics and Computing 15 (2005), section 3",
    build=lambda count: LossReference(
        "compound_poisson_gamma",
        (
            Input("x", nonnegative, Role.DATUM),
            Input("mu", positive, Role.PREDICTION),
            Input("phi", positive, Role.PREDICTION),
            Input("p", RealInterval(1, 2, False, False), Role.KNOWN),
        ),
        (quasi - LogOfSeries(x, phi, p),),
    ),
)
