r"""Pareto. $q_{\alpha, m}(x) = \alpha m^\alpha x^{-\alpha - 1} 1[m \le x]$ on $(0, \infty)$, $\alpha, m > 0$.

Source: Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions, volume 1, chapter 20.
"""

from sympy import exp, log

from symbolic.domains import positive
from symbolic.family import Family, Reference, real_variable
from symbolic.terms import AtMost, parameter, sample

x = sample("x", domain=positive)
alpha, least = parameter("alpha", positive), parameter("m", positive)
X = x.outcome

family = Family(
    "pareto",
    title="Pareto",
    variables=(x,),
    parameters=(alpha, least),
    density=alpha * least**alpha * X ** (-alpha - 1) * AtMost(least, X),
    loss=alpha * log(X) - alpha * log(least) - log(alpha) - log(AtMost(least, X)),
    links={alpha: exp(real_variable("z")), least: exp(real_variable("z"))},
    reference=Reference("pareto", {"b": alpha, "scale": least}),
    notes=("The estimate of m is the smallest datum; the support depends on m, so its score has no mean of zero.",),
)
