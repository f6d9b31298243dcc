r"""Uniform up to an unknown end. $q_\theta(x) = 1[x \le \theta] / \theta$ on $[0, \infty)$, $\theta > 0$.

Source: Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions, volume 2, chapter 26.
"""

from sympy import exp, log

from symbolic.core.domains import nonnegative, positive
from symbolic.core.terms import AtMost, parameter, sample
from symbolic.models.family import Family, Reference, cited, mean, real_variable
from symbolic.obligations import Obligation

x = sample("x", domain=nonnegative)
theta = parameter("theta", positive)
largest = parameter("M", positive)  # of the data, which is what these two conditions say
bounds = (x.product(AtMost(x.i, largest)) > 0, x.sum(AtMost(largest, x.i)) > 0)

family = Family(
    "uniform",
    title="Uniform up to an unknown end",
    source=cited(__doc__),
    variables=(x,),
    parameters=(theta,),
    density=AtMost(x.outcome, theta) / theta,
    loss=log(theta) - log(AtMost(x.outcome, theta)),
    links={theta: exp(real_variable("z"))},
    reference=Reference("uniform", {"scale": theta}),
    further=(
        (
            "the estimate is the largest datum",
            Obligation(
                "estimate", (mean(x, log(theta) - log(AtMost(x.i, theta))), (theta,), ((theta, largest),), bounds)
            ),
        ),
    ),
    notes=("The support depends on the parameter, so that the mean of its score is not zero.",),
)
