r"""Asymmetric Laplace with known scale and level. $q_\mu(x) = \frac{\tau (1 - \tau)}{b} e^{-\rho_\tau(x - \mu) / b}$
with the pinball loss $\rho_\tau(u) = \max(\tau u, (\tau - 1) u)$, on the reals, $\mu$ real, $b > 0$ and $\tau \in
(0, 1)$ known.

Source: Yu and Moyeed, Bayesian quantile regression, Statistics and Probability Letters 54 (2001), section 2.
"""

from sympy import Max, exp, sqrt

from symbolic.core.domains import open_unit_interval, positive, reals
from symbolic.core.terms import parameter, sample
from symbolic.models.family import Family, Reference, cited, real_variable

x = sample("x", domain=reals)
mu, b, tau = parameter("mu", reals), parameter("b", positive), parameter("tau", open_unit_interval)
pinball = Max(tau * (x.outcome - mu), (tau - 1) * (x.outcome - mu))

family = Family(
    "asymmetric_laplace",
    title="Asymmetric Laplace with known scale and level",
    source=cited(__doc__),
    variables=(x,),
    parameters=(mu,),
    known=(b, tau),
    density=tau * (1 - tau) / b * exp(-pinball / b),
    loss=pinball,
    factor=1 / b,
    links={mu: real_variable("z")},
    reference=Reference(
        "laplace_asymmetric", {"kappa": sqrt(tau / (1 - tau)), "loc": mu, "scale": b / sqrt(tau * (1 - tau))}
    ),
)
