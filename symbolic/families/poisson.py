r"""Poisson: the number of rare events. $q_\lambda(x) = \lambda^x e^{-\lambda} / x!$ on $\{0, 1, 2, \dots\}$, $\lambda \ge 0$.

Source: Johnson, Kemp and Kotz, Univariate Discrete Distributions, chapter 4.
"""

from sympy import exp, factorial, log

from symbolic.domains import counts, nonnegative
from symbolic.family import Estimate, Family, Reference, mean
from symbolic.terms import parameter, sample

x = sample("x", domain=counts)
rate = parameter("lambda", nonnegative)

family = Family(
    "poisson",
    title="Poisson",
    variables=(x,),
    parameters=(rate,),
    density=rate**x.outcome * exp(-rate) / factorial(x.outcome),
    loss=rate - x.outcome * log(rate),
    estimates=(Estimate({rate: mean(x)}),),
    reference=Reference("poisson", {"mu": rate}),
)
