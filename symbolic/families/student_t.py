r"""Student's t with known degrees of freedom. $q_{\mu, \sigma}(x) = \frac{\Gamma((\nu + 1) / 2)}{\Gamma(\nu / 2)
\sqrt{\nu \pi} \sigma} (1 + z^2 / \nu)^{-(\nu + 1) / 2}$ with $z = (x - \mu) / \sigma$, on the reals, $\mu$ real,
$\sigma > 0$, $\nu > 0$ known.

Source: Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions, volume 2, chapter 28.
"""

from sympy import exp, gamma, log, pi, sqrt

from symbolic.core.domains import positive, reals
from symbolic.core.terms import parameter, sample
from symbolic.models.family import Family, Reference, cited, real_variable

x = sample("x", domain=reals)
mu, sigma, nu = parameter("mu", reals), parameter("sigma", positive), parameter("nu", positive)
square = 1 + (x.outcome - mu) ** 2 / (nu * sigma**2)

family = Family(
    "student_t",
    title="Student's t with known degrees of freedom",
    source=cited(__doc__),
    variables=(x,),
    parameters=(mu, sigma),
    known=(nu,),
    density=gamma((nu + 1) / 2) / (gamma(nu / 2) * sqrt(nu * pi) * sigma) * square ** (-(nu + 1) / 2),
    loss=log(sigma) + (nu + 1) / 2 * log(square),
    links={mu: real_variable("z"), sigma: exp(real_variable("z"))},
    reference=Reference("t", {"df": nu, "loc": mu, "scale": sigma}),
)
