r"""Exponential in its rate. $q_\lambda(x) = \lambda e^{-\lambda x}$ on $[0, \infty)$, $\lambda > 0$.

Source: Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions, volume 1, chapter 19.
"""

from sympy import exp, log, oo

from symbolic.core.domains import nonnegative, positive
from symbolic.core.terms import parameter, sample
from symbolic.models.family import Estimate, Family, Reference, cited, mean, real_variable
from symbolic.obligations import Obligation

x = sample("x", domain=nonnegative)
rate, t = parameter("lambda", positive), real_variable("t")

family = Family(
    "exponential",
    title="Exponential in its rate",
    source=cited(__doc__),
    variables=(x,),
    parameters=(rate,),
    density=rate * exp(-rate * x.outcome),
    loss=rate * x.outcome - log(rate),
    estimates=(Estimate({rate: 1 / mean(x)}, when=(mean(x) > 0,)),),
    links={rate: exp(real_variable("z"))},
    reference=Reference("expon", {"scale": 1 / rate}),
    further=(
        (
            "no estimate when all data are 0",
            Obligation("unattained", (-log(rate), (rate,), ((rate, exp(t)),), t, -oo)),
        ),
    ),
)
