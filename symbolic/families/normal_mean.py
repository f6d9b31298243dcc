r"""Normal with known scale. $q_\mu(x) = e^{-(x - \mu)^2 / (2 \sigma^2)} / (\sqrt{2 \pi} \sigma)$ on the reals, $\mu$
real.

Source: Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions, volume 1, chapter 13.
"""

from sympy import exp, pi, sqrt

from symbolic.core.domains import positive, reals
from symbolic.core.terms import parameter, sample
from symbolic.models.family import Estimate, Family, Reference, cited, mean, real_variable

x = sample("x", domain=reals)
mu, sigma = parameter("mu", reals), parameter("sigma", positive)

family = Family(
    "normal_mean",
    title="Normal with known scale",
    source=cited(__doc__),
    variables=(x,),
    parameters=(mu,),
    known=(sigma,),
    density=exp(-((x.outcome - mu) ** 2) / (2 * sigma**2)) / (sqrt(2 * pi) * sigma),
    loss=(x.outcome - mu) ** 2,
    factor=1 / (2 * sigma**2),
    estimates=(Estimate({mu: mean(x)}),),
    links={mu: real_variable("z")},
    reference=Reference("norm", {"loc": mu, "scale": sigma}),
)
