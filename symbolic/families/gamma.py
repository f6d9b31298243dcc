r"""Gamma in shape and rate. $q_{k, \beta}(x) = \beta^k x^{k - 1} e^{-\beta x} / \Gamma(k)$ on $(0, \infty)$, $k, \beta > 0$.

Source: Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions, volume 1, chapter 17.
"""

from sympy import exp, gamma

from symbolic.domains import positive
from symbolic.family import Family, Reference
from symbolic.terms import parameter, sample

x = sample("x", domain=positive)
k, beta = parameter("k", positive), parameter("beta", positive)

family = Family(
    "gamma",
    title="Gamma in shape and rate",
    variables=(x,),
    parameters=(k, beta),
    density=beta**k * x.outcome ** (k - 1) * exp(-beta * x.outcome) / gamma(k),
    reference=Reference("gamma", {"a": k, "scale": 1 / beta}),
)
