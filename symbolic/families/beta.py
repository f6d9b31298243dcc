r"""Beta. $q_{\alpha, \beta}(x) = \frac{\Gamma(\alpha + \beta)}{\Gamma(\alpha) \Gamma(\beta)} x^{\alpha - 1} (1 -
x)^{\beta - 1}$ on $(0, 1)$, $\alpha, \beta > 0$.

Source: Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions, volume 2, chapter 25.
"""

from sympy import exp, gamma, log, loggamma

from symbolic.core.domains import open_unit_interval, positive
from symbolic.core.terms import parameter, sample
from symbolic.models.family import Family, Reference, cited, real_variable

x = sample("x", domain=open_unit_interval)
alpha, beta = parameter("alpha", positive), parameter("beta", positive)
X = x.outcome

family = Family(
    "beta",
    title="Beta",
    source=cited(__doc__),
    variables=(x,),
    parameters=(alpha, beta),
    density=gamma(alpha + beta) / (gamma(alpha) * gamma(beta)) * X ** (alpha - 1) * (1 - X) ** (beta - 1),
    loss=loggamma(alpha) + loggamma(beta) - loggamma(alpha + beta) - alpha * log(X) - beta * log(1 - X),
    links={alpha: exp(real_variable("z")), beta: exp(real_variable("z"))},
    reference=Reference("beta", {"a": alpha, "b": beta}),
)
