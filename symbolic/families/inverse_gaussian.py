r"""Inverse Gaussian. $q_{\mu, \lambda}(x) = \sqrt{\lambda / (2 \pi x^3)} e^{-\lambda (x - \mu)^2 / (2 \mu^2 x)}$ on
$(0, \infty)$, $\mu, \lambda > 0$.

Source: Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions, volume 1, chapter 15.
"""

from sympy import exp, log, pi, sqrt

from symbolic.core.domains import positive
from symbolic.core.terms import parameter, sample
from symbolic.models.family import Estimate, Family, Reference, cited, mean, real_variable

x = sample("x", domain=positive)
mu, shape = parameter("mu", positive), parameter("lambda", positive)
X, gap = x.outcome, mean(x, 1 / x.i) - 1 / mean(x)

family = Family(
    "inverse_gaussian",
    title="Inverse Gaussian",
    source=cited(__doc__),
    variables=(x,),
    parameters=(mu, shape),
    density=sqrt(shape / (2 * pi * X**3)) * exp(-shape * (X - mu) ** 2 / (2 * mu**2 * X)),
    loss=shape * (X - mu) ** 2 / (2 * mu**2 * X) - log(shape) / 2,
    estimates=(Estimate({mu: mean(x), shape: 1 / gap}, when=(gap > 0,)),),
    links={mu: exp(real_variable("z")), shape: exp(real_variable("z"))},
    reference=Reference("invgauss", {"mu": mu / shape, "scale": shape}),
)
