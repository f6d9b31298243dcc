r"""Inverse gamma. $q_{\alpha, \beta}(x) = \beta^\alpha x^{-\alpha - 1} e^{-\beta / x} / \Gamma(\alpha)$ on $(0,
\infty)$, $\alpha, \beta > 0$.

Source: Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions, volume 1, chapter 17.
"""

from sympy import exp, gamma, log, loggamma

from symbolic.core.domains import positive
from symbolic.core.terms import parameter, sample
from symbolic.models.family import Family, Reference, cited, real_variable

x = sample("x", domain=positive)
alpha, beta = parameter("alpha", positive), parameter("beta", positive)

family = Family(
    "inverse_gamma",
    title="Inverse gamma",
    source=cited(__doc__),
    variables=(x,),
    parameters=(alpha, beta),
    density=beta**alpha * x.outcome ** (-alpha - 1) * exp(-beta / x.outcome) / gamma(alpha),
    loss=beta / x.outcome - alpha * log(beta) + alpha * log(x.outcome) + loggamma(alpha),
    links={alpha: exp(real_variable("z")), beta: exp(real_variable("z"))},
    reference=Reference("invgamma", {"a": alpha, "scale": beta}),
)
