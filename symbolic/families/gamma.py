r"""Gamma in shape and rate. $q_{k, \beta}(x) = \beta^k x^{k - 1} e^{-\beta x} / \Gamma(k)$ on $(0, \infty)$, $k,
\beta > 0$.

Source: Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions, volume 1, chapter 17.
"""

from sympy import exp, gamma, log, loggamma, oo

from symbolic.core.domains import positive
from symbolic.core.terms import parameter, sample
from symbolic.models.family import Family, Reference, cited, real_variable
from symbolic.obligations import Obligation

x = sample("x", domain=positive)
k, beta, theta = parameter("k", positive), parameter("beta", positive), parameter("theta", positive)
c, t = parameter("c", positive), real_variable("t")

family = Family(
    "gamma",
    title="Gamma in shape and rate",
    source=cited(__doc__),
    variables=(x,),
    parameters=(k, beta),
    density=beta**k * x.outcome ** (k - 1) * exp(-beta * x.outcome) / gamma(k),
    loss=beta * x.outcome - k * log(beta) - k * log(x.outcome) + loggamma(k),
    links={k: exp(real_variable("z")), beta: exp(real_variable("z"))},
    reference=Reference("gamma", {"a": k, "scale": 1 / beta}),
    false_claims=(
        (
            "convex in shape and scale",
            Obligation("convex", (x.outcome / theta + k * log(theta) - k * log(x.outcome) + loggamma(k), (k, theta))),
        ),
    ),
    further=(
        (
            "no estimate when all data are equal, each of them c",
            Obligation(
                "unattained",
                (
                    beta * c - k * log(beta) - k * log(c) + loggamma(k),
                    (k, beta),
                    ((k, exp(t)), (beta, exp(t) / c)),
                    t,
                    -oo,
                ),
            ),
        ),
    ),
)
