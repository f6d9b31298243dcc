r"""Poisson: the number of rare events. $q_\lambda(x) = \lambda^x e^{-\lambda} / x!$ on $\{0, 1, 2, \dots\}$, $\lambda
\ge 0$.

Source: Johnson, Kemp and Kotz, Univariate Discrete Distributions, chapter 4.
"""

from sympy import exp, factorial, log

from symbolic.core.domains import counts, nonnegative, positive, reals
from symbolic.core.terms import parameter, sample
from symbolic.models.family import Estimate, Family, Reference, cited, mean, real_variable
from symbolic.obligations import Obligation

x = sample("x", domain=counts)
rate = parameter("lambda", nonnegative)
inside, eta, t = parameter("lambda", positive), parameter("eta", reals), real_variable("t")

family = Family(
    "poisson",
    title="Poisson",
    source=cited(__doc__),
    variables=(x,),
    parameters=(rate,),
    density=rate**x.outcome * exp(-rate) / factorial(x.outcome),
    loss=rate - x.outcome * log(rate),
    estimates=(Estimate({rate: mean(x)}),),
    links={rate: exp(real_variable("z"))},
    reference=Reference("poisson", {"mu": rate}),
    further=(
        (
            "no estimate above 0 when all data are 0",
            Obligation("unattained", (inside, (inside,), ((inside, exp(-t)),), t, 0)),
        ),
        (
            "with a log link eta the estimate is the logarithm of the mean",
            Obligation("estimate", (mean(x, exp(eta) - x.i * eta), (eta,), ((eta, log(mean(x))),), (mean(x) > 0,))),
        ),
        (
            "no estimate with a log link when all data are 0",
            Obligation("unattained", (exp(eta), (eta,), ((eta, -t),), t, 0)),
        ),
    ),
)
