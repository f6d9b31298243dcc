r"""The exponential dispersion model with known dispersion. $q_\theta(x) = h_\phi(x) e^{(\theta x - b(\theta)) /
\phi}$ on the reals, $h_\phi(x) > 0$, $\theta$ real, $\phi > 0$ known.

Source: Jorgensen, Exponential dispersion models, Journal of the Royal Statistical Society B 49 (1987), section 2.
"""

from sympy import Integer, exp

from symbolic.core.domains import positive, reals
from symbolic.core.terms import function, parameter, sample
from symbolic.models.family import Family, cited, mean, real_variable
from symbolic.obligations import Obligation

x = sample("x", domain=reals)
theta, phi = parameter("theta", reals), parameter("phi", positive)
h, b = function("h", phi, values=positive), function("b", theta)
density = h(x.outcome) * exp((theta * x.outcome - b()) / phi)

family = Family(
    "exponential_dispersion",
    title="The exponential dispersion model with known dispersion",
    source=cited(__doc__),
    variables=(x,),
    parameters=(theta,),
    known=(phi,),
    density=density,
    loss=b() - theta * x.outcome,
    factor=1 / phi,
    links={theta: real_variable("z")},
    hypotheses=(
        Obligation("integral", (density, (x.outcome,), Integer(1), None)),
        Obligation("within", (b().diff(theta, 2), positive)),
    ),
    further=(
        (
            "variance of x",
            Obligation(
                "integral", (density * (x.outcome - b().diff(theta)) ** 2, (x.outcome,), phi * b().diff(theta, 2), None)
            ),
        ),
        (
            "the estimate solves an equation, and what solves it is an estimate",
            Obligation("estimating equation", (mean(x, b() - theta * x.i), (theta,), (b().diff(theta), mean(x)))),
        ),
    ),
    notes=(
        "That b is the cumulant function of h, so that the density has mass 1, is a hypothesis.",
        "That b'' > 0 is another: it says that x is not almost surely constant. Only at most one estimate rests on it.",
    ),
)
