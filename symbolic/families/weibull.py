r"""Weibull. $q_{k, \lambda}(x) = \frac{k}{\lambda} (x / \lambda)^{k - 1} e^{-(x / \lambda)^k}$ on $(0, \infty)$,
$k, \lambda > 0$.

Source: Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions, volume 1, chapter 21.
"""

from sympy import exp, log

from symbolic.core.domains import positive
from symbolic.core.terms import parameter, sample
from symbolic.models.family import Family, Reference, cited, real_variable

x = sample("x", domain=positive)
k, scale = parameter("k", positive), parameter("lambda", positive)

family = Family(
    "weibull",
    title="Weibull",
    source=cited(__doc__),
    variables=(x,),
    parameters=(k, scale),
    density=k / scale * (x.outcome / scale) ** (k - 1) * exp(-((x.outcome / scale) ** k)),
    loss=(x.outcome / scale) ** k - k * log(x.outcome) + k * log(scale) - log(k),
    links={k: exp(real_variable("z")), scale: exp(real_variable("z"))},
    reference=Reference("weibull_min", {"c": k, "scale": scale}),
)
