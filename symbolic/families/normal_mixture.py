r"""Mixture of two normals. $q(x) = \frac{1}{\sqrt{2 \pi}} \left(\frac{w}{\sigma} e^{-(x - \mu)^2 / (2 \sigma^2)} +
\frac{1 - w}{\tau} e^{-(x - \nu)^2 / (2 \tau^2)}\right)$ on the reals, $w \in [0, 1]$, $\mu$ and $\nu$ real,
$\sigma, \tau > 0$.

Source: Titterington, Smith and Makov, Statistical Analysis of Finite Mixture Distributions, section 4.3.
"""

from typing import Any

from sympy import Integer, Rational, exp, log, oo, pi, sqrt

from symbolic.core.domains import positive, reals, unit_interval
from symbolic.core.terms import parameter, replace, sample
from symbolic.models.family import Family, cited, real_variable
from symbolic.obligations import Obligation

x = sample("x", domain=reals)
w, mu, nu = parameter("w", unit_interval), parameter("mu", reals), parameter("nu", reals)
sigma, tau, t = parameter("sigma", positive), parameter("tau", positive), real_variable("t")


def kernels(at: Any, w: Any, mu: Any, sigma: Any, nu: Any, tau: Any) -> Any:
    """The density at a point, without the constant that both components have in common."""
    return w / sigma * exp(-((at - mu) ** 2) / (2 * sigma**2)) + (1 - w) / tau * exp(-((at - nu) ** 2) / (2 * tau**2))


mixture = kernels(x.outcome, w, mu, sigma, nu, tau)
exchanged = replace(mixture, {w: 1 - w, mu: nu, sigma: tau, nu: mu, tau: sigma}.get)
data = (0, 1)
narrow, wide = w / Rational(1, 2), (1 - w) / Rational(2, 3)  # at the mean of both components, of scales 1/2 and 2/3

family = Family(
    "normal_mixture",
    title="Mixture of two normals",
    source=cited(__doc__),
    variables=(x,),
    parameters=(w, mu, sigma, nu, tau),
    density=mixture / sqrt(2 * pi),
    loss=-log(mixture),
    links={
        w: 1 / (1 + exp(-real_variable("z"))), mu: real_variable("z"), nu: real_variable("z"),
        sigma: exp(real_variable("z")), tau: exp(real_variable("z")),
    },
    further=(
        (
            "not identifiable: the components may change places",
            Obligation("equal", (mixture, exchanged)),
        ),
        (
            "the weight of the narrow one of two known components, from a datum at the mean of both",
            Obligation("solutions", (-log(narrow + wide), (w,), (((w, Integer(1)),),))),
        ),
        (
            "it would be 0 without the constant of that component alone, which may not be dropped",
            Obligation("solutions", (-log(narrow / 2 + wide), (w,), (((w, Integer(0)),),))),
        ),
        (
            "no estimate from the data 0, 1",
            Obligation(
                "unattained",
                (
                    -sum(log(kernels(at, w, mu, sigma, nu, tau)) for at in data) / 2,
                    (w, mu, sigma, nu, tau),
                    ((w, Rational(1, 2)), (mu, 0), (sigma, exp(-t)), (nu, 0), (tau, 1)),
                    t,
                    -oo,
                ),
            ),
        ),
    ),
)  # fmt: skip
