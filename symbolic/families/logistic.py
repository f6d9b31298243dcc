r"""Logistic. $q_{\mu, s}(x) = e^{-z} / (s (1 + e^{-z})^2)$ with $z = (x - \mu) / s$, on the reals, $\mu$ real, $s > 0$.

Source: Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions, volume 2, chapter 23.
"""

from sympy import exp, log

from symbolic.core.domains import positive, reals
from symbolic.core.terms import parameter, sample
from symbolic.models.family import Family, Reference, cited, real_variable

x = sample("x", domain=reals)
mu, s = parameter("mu", reals), parameter("s", positive)
z = (x.outcome - mu) / s

family = Family(
    "logistic",
    title="Logistic",
    source=cited(__doc__),
    variables=(x,),
    parameters=(mu, s),
    density=exp(-z) / (s * (1 + exp(-z)) ** 2),
    loss=z + 2 * log(1 + exp(-z)) + log(s),
    links={mu: real_variable("z"), s: exp(real_variable("z"))},
    reference=Reference("logistic", {"loc": mu, "scale": s}),
)
