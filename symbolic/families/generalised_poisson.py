r"""Generalised Poisson (Consul and Jain): counts that vary more than Poisson counts. $q_{\theta, \lambda}(x) = \theta
(\theta + \lambda x)^{x - 1} e^{-\theta - \lambda x} / x!$ on $\{0, 1, 2, \dots\}$, $\theta > 0$, $\lambda \in [0, 1)$.

Source: Consul and Jain, A generalization of the Poisson distribution, Technometrics 15 (1973); Johnson, Kemp and Kotz,
Univariate Discrete Distributions, section 7.2.6.
"""

from sympy import Integer, exp, factorial, log

from symbolic.core.domains import RealInterval, counts, positive
from symbolic.core.terms import parameter, replace, sample
from symbolic.families import poisson
from symbolic.models.family import Family, cited, real_variable
from symbolic.obligations import Obligation

x = sample("x", domain=counts)
theta, dispersion = parameter("theta", positive), parameter("lambda", RealInterval(0, 1, True, False))
X, rate = x.outcome, theta + dispersion * x.outcome
density = theta * rate ** (X - 1) * exp(-rate) / factorial(X)
at_zero = replace(density, {dispersion: Integer(0)}.get)

family = Family(
    "generalised_poisson",
    title="Generalised Poisson",
    source=cited(__doc__),
    variables=(x,),
    parameters=(theta, dispersion),
    density=density,
    loss=rate - log(theta) - (X - 1) * log(rate),
    links={theta: exp(real_variable("z")), dispersion: 1 / (1 + exp(-real_variable("z")))},
    further=(
        (
            "mean theta/(1 - lambda)",
            Obligation("integral", (density * X, (X,), theta / (1 - dispersion), None)),
        ),
        (
            "variance theta/(1 - lambda)^3",
            Obligation(
                "integral", (density * (X - theta / (1 - dispersion)) ** 2, (X,), theta / (1 - dispersion) ** 3, None)
            ),
        ),
        (
            "at lambda = 0 it is the Poisson family",
            Obligation("equal", (at_zero, replace(poisson.family.density, {poisson.rate: theta}.get))),
        ),
    ),
    notes=("A negative lambda, for counts that vary less, needs another normaliser; it is left out.",),
)
