r"""Lognormal. $q_{\mu, \sigma}(x) = e^{-(\log x - \mu)^2 / (2 \sigma^2)} / (\sqrt{2 \pi} \sigma x)$ on $(0, \infty)$,
$\mu$ real, $\sigma > 0$.

Source: Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions, volume 1, chapter 14.
"""

from sympy import exp, log, pi, sqrt

from symbolic.core.domains import positive, reals
from symbolic.core.terms import parameter, sample
from symbolic.models.family import Estimate, Family, Reference, cited, mean, real_variable

x = sample("x", domain=positive)
mu, sigma = parameter("mu", reals), parameter("sigma", positive)
variance = mean(x, log(x.i) ** 2) - mean(x, log(x.i)) ** 2

family = Family(
    "lognormal",
    title="Lognormal",
    source=cited(__doc__),
    variables=(x,),
    parameters=(mu, sigma),
    density=exp(-((log(x.outcome) - mu) ** 2) / (2 * sigma**2)) / (sqrt(2 * pi) * sigma * x.outcome),
    loss=log(sigma) + (log(x.outcome) - mu) ** 2 / (2 * sigma**2),
    estimates=(Estimate({mu: mean(x, log(x.i)), sigma: sqrt(variance)}, when=(variance > 0,)),),
    links={mu: real_variable("z"), sigma: exp(real_variable("z"))},
    reference=Reference("lognorm", {"s": sigma, "scale": exp(mu)}),
)
