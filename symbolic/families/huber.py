r"""Huber's least favourable density. $q_\mu(x) = e^{-\rho(x - \mu)} / Z$ with $\rho(u) = u^2 / 2$ for $|u| \le
\delta$, else $\delta |u| - \delta^2 / 2$, and $Z = \sqrt{2 \pi} \operatorname{erf}(\delta / \sqrt 2) + 2
e^{-\delta^2 / 2} / \delta$, on the reals, $\mu$ real, $\delta > 0$ known.

Source: Huber, Robust estimation of a location parameter, Annals of Mathematical Statistics 35 (1964).
"""

from sympy import Abs, Min, erf, exp, pi, sqrt

from symbolic.core.domains import positive, reals
from symbolic.core.terms import parameter, sample
from symbolic.models.family import Family, cited, real_variable

x = sample("x", domain=reals)
mu, delta = parameter("mu", reals), parameter("delta", positive)
distance = Abs(x.outcome - mu)
rho = Min(distance, delta) * (distance - Min(distance, delta) / 2)

family = Family(
    "huber",
    title="Huber's least favourable density",
    source=cited(__doc__),
    variables=(x,),
    parameters=(mu,),
    known=(delta,),
    density=exp(-rho) / (sqrt(2 * pi) * erf(delta / sqrt(2)) + 2 * exp(-(delta**2) / 2) / delta),
    loss=rho,
    links={mu: real_variable("z")},
)
