r"""Normal. $q_{\mu, \sigma}(x) = e^{-(x - \mu)^2 / (2 \sigma^2)} / (\sqrt{2 \pi} \sigma)$ on the reals, $\mu$ real,
$\sigma > 0$.

Source: Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions, volume 1, chapter 13.
"""

from sympy import exp, log, oo, pi, sqrt

from symbolic.core.domains import positive, reals
from symbolic.core.terms import parameter, sample
from symbolic.models.family import Estimate, Family, Reference, cited, mean, real_variable
from symbolic.obligations import Obligation

x = sample("x", domain=reals)
mu, sigma = parameter("mu", reals), parameter("sigma", positive)
eta, tau = parameter("eta", reals), parameter("tau", positive)  # mean/scale and 1/scale
c, t, variance = parameter("c", reals), real_variable("t"), mean(x, x.i**2) - mean(x) ** 2

family = Family(
    "normal",
    title="Normal",
    source=cited(__doc__),
    variables=(x,),
    parameters=(mu, sigma),
    density=exp(-((x.outcome - mu) ** 2) / (2 * sigma**2)) / (sqrt(2 * pi) * sigma),
    loss=log(sigma) + (x.outcome - mu) ** 2 / (2 * sigma**2),
    estimates=(Estimate({mu: mean(x), sigma: sqrt(variance)}, when=(variance > 0,)),),
    links={mu: real_variable("z"), sigma: exp(real_variable("z"))},
    reference=Reference("norm", {"loc": mu, "scale": sigma}),
    further=(
        (
            "convex in mean/scale and 1/scale",
            Obligation("convex", ((tau * x.outcome - eta) ** 2 / 2 - log(tau), (eta, tau))),
        ),
        (
            "no estimate when all data are equal, each of them c",
            Obligation(
                "unattained",
                (log(sigma) + (c - mu) ** 2 / (2 * sigma**2), (mu, sigma), ((mu, c), (sigma, exp(-t))), t, -oo),
            ),
        ),
    ),
)
