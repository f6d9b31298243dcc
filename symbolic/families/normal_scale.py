r"""Normal with known mean. $q_\sigma(x) = e^{-(x - \mu)^2 / (2 \sigma^2)} / (\sqrt{2 \pi} \sigma)$ on the reals,
$\sigma > 0$.

Source: Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions, volume 1, chapter 13.
"""

from sympy import exp, log, oo, pi, sqrt

from symbolic.core.domains import positive, reals
from symbolic.core.terms import parameter, sample
from symbolic.models.family import Estimate, Family, Reference, cited, mean, real_variable
from symbolic.obligations import Obligation

x = sample("x", domain=reals)
mu, sigma = parameter("mu", reals), parameter("sigma", positive)
t, square = real_variable("t"), mean(x, (x.i - mu) ** 2)

family = Family(
    "normal_scale",
    title="Normal with known mean",
    source=cited(__doc__),
    variables=(x,),
    parameters=(sigma,),
    known=(mu,),
    density=exp(-((x.outcome - mu) ** 2) / (2 * sigma**2)) / (sqrt(2 * pi) * sigma),
    loss=log(sigma) + (x.outcome - mu) ** 2 / (2 * sigma**2),
    estimates=(Estimate({sigma: sqrt(square)}, when=(square > 0,)),),
    links={sigma: exp(real_variable("z"))},
    reference=Reference("norm", {"loc": mu, "scale": sigma}),
    further=(
        (
            "no estimate when every datum is the mean",
            Obligation("unattained", (log(sigma), (sigma,), ((sigma, exp(-t)),), t, -oo)),
        ),
    ),
)
