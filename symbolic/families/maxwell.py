r"""Maxwell: the length of a normal vector in space. $q_\sigma(x) = \sqrt{2 / \pi} x^2 e^{-x^2 / (2 \sigma^2)} /
\sigma^3$ on $(0, \infty)$, $\sigma > 0$.

Source: Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions, volume 1, chapter 18.
"""

from sympy import exp, log, pi, sqrt

from symbolic.core.domains import positive
from symbolic.core.terms import parameter, sample
from symbolic.models.family import Estimate, Family, Reference, cited, mean, real_variable

x = sample("x", domain=positive)
sigma = parameter("sigma", positive)

family = Family(
    "maxwell",
    title="Maxwell",
    source=cited(__doc__),
    variables=(x,),
    parameters=(sigma,),
    density=sqrt(2 / pi) * x.outcome**2 / sigma**3 * exp(-(x.outcome**2) / (2 * sigma**2)),
    loss=3 * log(sigma) + x.outcome**2 / (2 * sigma**2),
    estimates=(Estimate({sigma: sqrt(mean(x, x.i**2) / 3)}),),
    links={sigma: exp(real_variable("z"))},
    reference=Reference("maxwell", {"scale": sigma}),
)
