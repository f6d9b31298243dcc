r"""Normal in the plane with known covariance. $q_{\mu, \nu}(x, y) = e^{-Q / 2} / (2 \pi \sigma \tau \sqrt{1 -
\rho^2})$ with $Q = (u^2 - 2 \rho u v + v^2) / (1 - \rho^2)$, $u = (x - \mu) / \sigma$, $v = (y - \nu) / \tau$, on
the plane, $\mu$ and $\nu$ real, $\sigma, \tau > 0$ and $\rho \in (-1, 1)$ known.

Source: Kotz, Balakrishnan and Johnson, Continuous Multivariate Distributions, volume 1, chapter 46.
"""

from sympy import Rational, exp, pi, sqrt

from symbolic.core.domains import RealInterval, positive, reals
from symbolic.core.terms import parameter, sample
from symbolic.models.family import Estimate, Family, cited, mean, real_variable

x, y = sample("x", domain=reals), sample("y", domain=reals)
mu, nu = parameter("mu", reals), parameter("nu", reals)
sigma, tau, rho = (
    parameter("sigma", positive),
    parameter("tau", positive),
    parameter("rho", RealInterval(-1, 1, False, False)),
)
u, v = (x.outcome - mu) / sigma, (y.outcome - nu) / tau
distance = (u**2 - 2 * rho * u * v + v**2) / (1 - rho**2)

family = Family(
    "multivariate_normal",
    title="Normal in the plane with known covariance",
    source=cited(__doc__),
    variables=(x, y),
    parameters=(mu, nu),
    known=(sigma, tau, rho),
    density=exp(-distance / 2) / (2 * pi * sigma * tau * sqrt(1 - rho**2)),
    loss=distance,
    factor=Rational(1, 2),
    estimates=(Estimate({mu: mean(x), nu: mean(y)}),),
    links={mu: real_variable("z"), nu: real_variable("z")},
)
