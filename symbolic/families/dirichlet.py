r"""Dirichlet with three shares. $q_{\alpha, \beta, \gamma}(x, y, z) = \frac{\Gamma(\alpha + \beta +
\gamma)}{\Gamma(\alpha) \Gamma(\beta) \Gamma(\gamma)} x^{\alpha - 1} y^{\beta - 1} z^{\gamma - 1}$ on $(0, 1)^3$
where $x + y + z = 1$, $\alpha, \beta, \gamma > 0$.

Source: Kotz, Balakrishnan and Johnson, Continuous Multivariate Distributions, volume 1, chapter 49.
"""

from sympy import exp, gamma, log, loggamma

from symbolic.core.domains import open_unit_interval, positive
from symbolic.core.terms import parameter, sample
from symbolic.models.family import Family, cited, real_variable

shares = tuple(sample(name, domain=open_unit_interval) for name in ("x", "y", "z"))
weights = tuple(parameter(name, positive) for name in ("alpha", "beta", "gamma"))
(X, Y, Z), (a, b, c) = (s.outcome for s in shares), weights

family = Family(
    "dirichlet",
    title="Dirichlet with three shares",
    source=cited(__doc__),
    variables=shares,
    total=1,
    parameters=weights,
    density=gamma(a + b + c) / (gamma(a) * gamma(b) * gamma(c)) * X ** (a - 1) * Y ** (b - 1) * Z ** (c - 1),
    loss=loggamma(a) + loggamma(b) + loggamma(c) - loggamma(a + b + c) - a * log(X) - b * log(Y) - c * log(Z),
    links={w: exp(real_variable("z")) for w in weights},
)
