r"""Gumbel: the smallest of many, as is the logarithm of a Weibull time. $q_{\mu, \beta}(x) = e^{z - e^z} / \beta$ with
$z = (x - \mu) / \beta$, on the reals, $\mu$ real, $\beta > 0$.

Source: Kalbfleisch and Prentice, The Statistical Analysis of Failure Time Data, section 2.2.2; Johnson, Kotz and
Balakrishnan, Continuous Univariate Distributions, volume 2, chapter 22.
"""

from sympy import exp, log

from symbolic.core.domains import positive, reals
from symbolic.core.terms import parameter, sample
from symbolic.models.family import Family, Reference, cited, real_variable

x = sample("x", domain=reals)
mu, beta = parameter("mu", reals), parameter("beta", positive)
z = (x.outcome - mu) / beta

family = Family(
    "gumbel_minimum",
    title="Gumbel, of the smallest",
    source=cited(__doc__),
    variables=(x,),
    parameters=(mu, beta),
    density=exp(z - exp(z)) / beta,
    loss=exp(z) - z + log(beta),
    links={mu: real_variable("z"), beta: exp(real_variable("z"))},
    reference=Reference("gumbel_l", {"loc": mu, "scale": beta}),
)
