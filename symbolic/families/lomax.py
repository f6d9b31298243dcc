r"""Lomax, a Pareto law that begins at 0. $q_{\alpha, s}(x) = \frac{\alpha}{s} (1 + x / s)^{-\alpha - 1}$ on $[0, \infty)$,
$\alpha, s > 0$.

Source: Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions, volume 1, section 20.12.
"""

from sympy import exp, log

from symbolic.core.domains import nonnegative, positive
from symbolic.core.terms import parameter, sample
from symbolic.models.family import Family, Reference, cited, real_variable

x = sample("x", domain=nonnegative)
alpha, scale = parameter("alpha", positive), parameter("s", positive)

family = Family(
    "lomax",
    title="Lomax",
    source=cited(__doc__),
    variables=(x,),
    parameters=(alpha, scale),
    density=alpha / scale * (1 + x.outcome / scale) ** (-alpha - 1),
    loss=(alpha + 1) * log(scale + x.outcome) - alpha * log(scale) - log(alpha),
    links={alpha: exp(real_variable("z")), scale: exp(real_variable("z"))},
    reference=Reference("lomax", {"c": alpha, "scale": scale}),
)
