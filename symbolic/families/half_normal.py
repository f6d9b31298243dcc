r"""Half normal. $q_\sigma(x) = \sqrt{2 / \pi} e^{-x^2 / (2 \sigma^2)} / \sigma$ on $[0, \infty)$, $\sigma > 0$.

Source: Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions, volume 1, chapter 13.
"""

from sympy import exp, log, pi, sqrt

from symbolic.core.domains import nonnegative, positive
from symbolic.core.terms import parameter, sample
from symbolic.models.family import Estimate, Family, Reference, cited, mean, real_variable

x = sample("x", domain=nonnegative)
sigma = parameter("sigma", positive)

family = Family(
    "half_normal",
    title="Half normal",
    source=cited(__doc__),
    variables=(x,),
    parameters=(sigma,),
    density=sqrt(2 / pi) / sigma * exp(-(x.outcome**2) / (2 * sigma**2)),
    loss=log(sigma) + x.outcome**2 / (2 * sigma**2),
    estimates=(Estimate({sigma: sqrt(mean(x, x.i**2))}, when=(mean(x, x.i**2) > 0,)),),
    links={sigma: exp(real_variable("z"))},
    reference=Reference("halfnorm", {"scale": sigma}),
)
