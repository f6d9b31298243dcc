r"""Cauchy with known scale. $q_\mu(x) = \frac{1}{\pi \gamma (1 + (x - \mu)^2 / \gamma^2)}$ on the reals, $\mu$ real,
$\gamma > 0$ known.

Source: Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions, volume 1, chapter 16.
"""

from sympy import Abs, log, pi, sqrt

from symbolic.core.domains import positive, reals
from symbolic.core.terms import parameter, sample
from symbolic.models.family import Family, Reference, cited, real_variable
from symbolic.obligations import Obligation

x = sample("x", domain=reals)
mu, scale = parameter("mu", reals), parameter("gamma", positive)
X = x.outcome

family = Family(
    "cauchy",
    title="Cauchy with known scale",
    source=cited(__doc__),
    variables=(x,),
    parameters=(mu,),
    known=(scale,),
    density=1 / (pi * scale * (1 + (X - mu) ** 2 / scale**2)),
    loss=log(1 + (X - mu) ** 2 / scale**2),
    links={mu: real_variable("z")},
    reference=Reference("cauchy", {"loc": mu, "scale": scale}),
    further=(
        ("no mean at location 0 and scale 1", Obligation("diverges", (Abs(X) / (pi * (1 + X**2)), (X,), None))),
        (
            "two estimates from the data -3, 3 at scale 1",
            Obligation(
                "solutions",
                (
                    (log(1 + (mu + 3) ** 2) + log(1 + (mu - 3) ** 2)) / 2,
                    (mu,),
                    (((mu, -2 * sqrt(2)),), ((mu, 2 * sqrt(2)),)),
                ),
            ),
        ),
    ),
    notes=("No mean, hence no law of large numbers for the data themselves.",),
)
