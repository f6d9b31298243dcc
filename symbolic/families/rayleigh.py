r"""Rayleigh. $q_\sigma(x) = x e^{-x^2 / (2 \sigma^2)} / \sigma^2$ on $(0, \infty)$, $\sigma > 0$.

Source: Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions, volume 1, chapter 18.
"""

from sympy import exp, log, sqrt

from symbolic.core.domains import positive
from symbolic.core.terms import parameter, sample
from symbolic.models.family import Estimate, Family, Reference, cited, mean, real_variable

x = sample("x", domain=positive)
sigma = parameter("sigma", positive)

family = Family(
    "rayleigh",
    title="Rayleigh",
    source=cited(__doc__),
    variables=(x,),
    parameters=(sigma,),
    density=x.outcome / sigma**2 * exp(-(x.outcome**2) / (2 * sigma**2)),
    loss=2 * log(sigma) + x.outcome**2 / (2 * sigma**2),
    estimates=(Estimate({sigma: sqrt(mean(x, x.i**2) / 2)}),),
    links={sigma: exp(real_variable("z"))},
    reference=Reference("rayleigh", {"scale": sigma}),
)
