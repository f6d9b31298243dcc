r"""Chi square. $q_\nu(x) = x^{\nu / 2 - 1} e^{-x / 2} / (2^{\nu / 2} \Gamma(\nu / 2))$ on $(0, \infty)$, $\nu > 0$.

Source: Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions, volume 1, chapter 18.
"""

from sympy import exp, gamma, log, loggamma

from symbolic.core.domains import positive
from symbolic.core.terms import parameter, sample
from symbolic.models.family import Family, Reference, cited, real_variable

x = sample("x", domain=positive)
nu = parameter("nu", positive)

family = Family(
    "chi_square",
    title="Chi square",
    source=cited(__doc__),
    variables=(x,),
    parameters=(nu,),
    density=x.outcome ** (nu / 2 - 1) * exp(-x.outcome / 2) / (2 ** (nu / 2) * gamma(nu / 2)),
    loss=loggamma(nu / 2) - nu * log(x.outcome / 2) / 2,
    links={nu: exp(real_variable("z"))},
    reference=Reference("chi2", {"df": nu}),
)
