r"""Gompertz: lifetimes whose rate of death grows exponentially. $q_{\eta, b}(x) = b \eta e^{\eta + b x - \eta e^{b x}}$ on
$[0, \infty)$, $\eta, b > 0$.

Source: Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions, volume 2, section 22.8.
"""

from sympy import exp, log

from symbolic.core.domains import nonnegative, positive
from symbolic.core.terms import parameter, sample
from symbolic.models.family import Family, Reference, cited, real_variable

x = sample("x", domain=nonnegative)
eta, b = parameter("eta", positive), parameter("b", positive)

family = Family(
    "gompertz",
    title="Gompertz",
    source=cited(__doc__),
    variables=(x,),
    parameters=(eta, b),
    density=b * eta * exp(eta + b * x.outcome - eta * exp(b * x.outcome)),
    loss=eta * exp(b * x.outcome) - eta - b * x.outcome - log(b) - log(eta),
    links={eta: exp(real_variable("z")), b: exp(real_variable("z"))},
    reference=Reference("gompertz", {"c": eta, "scale": 1 / b}),
)
