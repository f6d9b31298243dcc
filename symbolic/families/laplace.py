r"""Laplace with known scale. $q_\mu(x) = e^{-|x - \mu| / b} / (2 b)$ on the reals, $\mu$ real, $b > 0$ known.

Source: Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions, volume 2, chapter 24.
"""

from sympy import Abs, exp

from symbolic.core.domains import positive, reals
from symbolic.core.terms import parameter, sample
from symbolic.models.family import Family, Reference, cited, real_variable
from symbolic.obligations import Obligation

x = sample("x", domain=reals)
mu, b = parameter("mu", reals), parameter("b", positive)

family = Family(
    "laplace",
    title="Laplace with known scale",
    source=cited(__doc__),
    variables=(x,),
    parameters=(mu,),
    known=(b,),
    density=exp(-Abs(x.outcome - mu) / b) / (2 * b),
    loss=Abs(x.outcome - mu),
    factor=1 / b,
    links={mu: real_variable("z")},
    reference=Reference("laplace", {"loc": mu, "scale": b}),
    further=(
        (
            "the estimate from the data 0, 0, 3 is the median 0, not the mean 1",
            Obligation("solutions", ((2 * Abs(mu) + Abs(mu - 3)) / 3, (mu,), (((mu, 0),),))),
        ),
    ),
    notes=("Every median minimises the mean loss; with an even number of rows there may be a whole interval of them.",),
)
