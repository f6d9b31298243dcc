r"""Pareto. $q_{\alpha, m}(x) = \alpha m^\alpha x^{-\alpha - 1} 1[m \le x]$ on $(0, \infty)$, $\alpha, m > 0$.

Source: Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions, volume 1, chapter 20.
"""

from typing import Any

from sympy import exp, log

from symbolic.core.domains import positive
from symbolic.core.terms import AtMost, parameter, sample
from symbolic.models.family import Family, Reference, cited, mean, real_variable
from symbolic.obligations import Obligation

x = sample("x", domain=positive)
alpha, least = parameter("alpha", positive), parameter("m", positive)
X, smallest = x.outcome, parameter("M", positive)  # the smallest datum, which is what the first two conditions say
bounds = (x.product(AtMost(smallest, x.i)) > 0, x.sum(AtMost(x.i, smallest)) > 0, mean(x, log(x.i)) - log(smallest) > 0)


def loss(value: Any) -> Any:
    """The per-sample loss of one value."""
    return alpha * log(value) - alpha * log(least) - log(alpha) - log(AtMost(least, value))


family = Family(
    "pareto",
    title="Pareto",
    source=cited(__doc__),
    variables=(x,),
    parameters=(alpha, least),
    density=alpha * least**alpha * X ** (-alpha - 1) * AtMost(least, X),
    loss=loss(X),
    links={alpha: exp(real_variable("z")), least: exp(real_variable("z"))},
    reference=Reference("pareto", {"b": alpha, "scale": least}),
    further=(
        (
            "the estimate of m is the smallest datum",
            Obligation(
                "estimate",
                (
                    mean(x, loss(x.i)),
                    (alpha, least),
                    ((alpha, 1 / (mean(x, log(x.i)) - log(smallest))), (least, smallest)),
                    bounds,
                ),
            ),
        ),
    ),
    notes=("The support depends on m, so that the mean of its score is not zero.",),
)
