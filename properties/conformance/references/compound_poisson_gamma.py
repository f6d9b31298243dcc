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
    composed,
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
    top = _largest(a.value, t.value)
    for j, w, psi, turn in _terms(a.value, t.value, top, most, moving):
        if not j:  # all that was left out, in each of the sums
            rest = arb(0, w)
            total, first, second, slope, mixed, bent = (s + rest for s in (total, first, second, slope, mixed, bent))
            continue
        total, u = total + w, j * w
        first, second = first + u, second + j * u
        if moving:
            v = psi * u
            slope, mixed, bent = slope - v, mixed - j * v, bent + j * (psi * v - turn * u)
    f_t, f_a = first / total, slope / total
    f_tt, f_at, f_aa = second / total - f_t * f_t, mixed / total - f_t * f_a, bent / total - f_a * f_a
    value = _logarithm_of(a.value, t.value, top) + total.log()
    return composed((a, t), value, (f_a, f_t), {(0, 0): f_aa, (0, 1): f_at, (1, 1): f_tt})


def _logarithm_of(a: arb, t: arb, j: int) -> arb:
    """log W_j."""
    return j * t - arb(j + 1).lgamma() - (j * a).lgamma()


def _largest(a: arb, t: arb) -> int:
    """About the number of the largest term. Raises TooWide where there are too many around it.

    Around it the terms are about those of a normal law, of variance j / (1 + a).
    """
    shape = float(a)
    size = (float(t) - shape * math.log(shape)) / (1 + shape)
    if not size < 40 or 2 * ctx.prec * math.exp(size) / (1 + shape) > (MOST_TERMS / 2) ** 2:
        raise TooWide("a series of too many terms")
    return max(1, round(math.exp(size)))


def _terms(a: arb, t: arb, top: int, most: arb, moving: bool) -> Iterator[tuple[int, arb, arb, arb]]:
    """(j, W_j / W_top, psi(j a), psi'(j a)) for all j that matter; at last j = 0 with b: no sum has more than b besides.

    The polygammas are 0 where nothing moves.

    log W_j is concave in j, as log Gamma is convex (Artin, The Gamma Function, theorem 2.1), and so is u_j = j^4 W_j: the
    ratios u_(j+1) / u_j fall. So where the ratio of the next term to u_j is q < 1, all terms beyond u_j add up to at most
    u_j q / (1 - q), to either side. Each sum has terms of at most `most` u_j, `most` = 3 (a + 1 + 1/a)^2: for x = j a one has
    |psi(x)| <= x + 1 + 1/x and 0 < psi'(x) <= 2 + 1/x^2, from |psi(x + 1)| <= x + 1, psi'(x + 1) <= 2 and the recurrences;
    hence |j psi| <= (a + 1 + 1/a) j^2.

    Source: NIST Digital Library of Mathematical Functions, 5.5.2, 5.7.6 and 5.15.1.
    """
    small, rest, count = arb(2) ** -(3 * ctx.prec // 4), ZERO, 0
    start = functions.gammas(top * a, moving)
    yield top, ONE, start[1], start[2]
    for way in (1, -1):
        j, w, log_gamma, by = top, ONE, start[0], way * t
        while (k := j + way) >= 1:
            following, psi, turn = functions.gammas(k * a, moving)
            ratio = (log_gamma - following + by).exp()
            ratio = ratio / k if way > 0 else ratio * j
            q = ratio * k**4 / j**4
            if q < 1 and (left := most * q / (1 - q) * w * j**4) < small:
                rest += left
                break
            j, w, log_gamma, count = k, w * ratio, following, count + 1
            if count > MOST_TERMS:
                raise TooWide("a series of too many terms")
            yield j, w, psi, turn
    yield 0, rest.abs_upper(), ZERO, ZERO


class Quasi(functions.OwnBalls):
    """mu^(2-p) / (2-p) - x mu^(1-p) / (1-p), with derivatives that are 0 at x = mu or mu = 1 where they should be."""

    nargs = 3

    def _sympystr(self, printer: Any) -> str:
        x, mu, p = map(printer.doprint, self.args)
        return f"({mu}**(2 - {p})/(2 - {p}) - {x}*{mu}**(1 - {p})/(1 - {p}))"

    @staticmethod
    def balls(*arguments: Expansion) -> Expansion:
        x, m, p = (a.value for a in arguments)
        if isinstance(x, float) or isinstance(m, float):
            raise TooWide("the quasi-likelihood of Tweedie at an infinity")
        if m <= 0 or p == 1 or p == 2:
            raise NoValue("the quasi-likelihood of Tweedie where mu <= 0, or p is 1 or 2")
        if not m > 0:
            raise TooWide("the quasi-likelihood of Tweedie near the end of its domain")
        log, gap = m.log(), m - x
        u, v = TWO - p, ONE - p
        a, b = m**v, m**-p
        above, below = (a * m / u, ONE / u - log), (a / v, ONE / v - log)  # mu^u / u, and its slope in -p by itself
        bends = [f * (d * d + ONE / (w * w)) for (f, d), w in ((above, u), (below, v))]
        slopes = (-below[0], b * gap, above[0] * above[1] - x * below[0] * below[1])
        second = {
            (0, 1): -b, (0, 2): -below[0] * below[1], (1, 1): b - p * b * gap / m, (1, 2): -log * b * gap,
            (2, 2): bends[0] - x * bends[1],
        }  # fmt: skip
        return composed(arguments, above[0] - x * below[0], slopes, second)


x, mu, phi, p = (Symbol(name, real=True) for name in ("x", "mu", "phi", "p"))

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
        (Quasi(x, mu, p) / phi - LogOfSeries(x, phi, p),),
    ),
)
