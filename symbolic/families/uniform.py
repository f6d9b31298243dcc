r"""Uniform up to an unknown end. $q_\theta(x) = 1[x \le \theta] / \theta$ on $[0, \infty)$, $\theta > 0$.

Source: Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions, volume 2, chapter 26.
"""

from sympy import exp, log

from symbolic.domains import nonnegative, positive
from symbolic.family import Family, Reference, real_variable
from symbolic.kernel import Obligation
from symbolic.terms import AtMost, parameter, sample

x = sample("x", domain=nonnegative)
theta = parameter("theta", positive)

family = Family(
    "uniform",
    title="Uniform up to an unknown end",
    variables=(x,),
    parameters=(theta,),
    density=AtMost(x.outcome, theta) / theta,
    loss=log(theta) - log(AtMost(x.outcome, theta)),
    links={theta: exp(real_variable("z"))},
    reference=Reference("uniform", {"scale": theta}),
    further=(
        (
            "the estimate from the data 2, 3 is their maximum",
            Obligation(
                "solutions",
                (log(theta) - (log(AtMost(2, theta)) + log(AtMost(3, theta))) / 2, (theta,), (((theta, 3),),)),
            ),
        ),
    ),
    notes=(
        "The estimate is the largest datum; the support depends on the parameter, so the score has no mean of zero.",
    ),
)
