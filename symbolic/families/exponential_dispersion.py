r"""The exponential dispersion model with known dispersion. $q_\theta(x) = h_\phi(x) e^{(\theta x - b(\theta)) /
\phi}$ on the reals, $h_\phi(x) > 0$, $\theta$ real, $\phi > 0$ known.

Source: Jorgensen, Exponential dispersion models, Journal of the Royal Statistical Society B 49 (1987), section 2.
"""

from sympy import Integer, exp

from symbolic.domains import positive, reals
from symbolic.family import Family, cited, real_variable
from symbolic.kernel import Obligation
from symbolic.terms import function, parameter, sample

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
    hypotheses=(Obligation("integral", (density, (x.outcome,), Integer(1), None)),),
    notes=("That b is the cumulant function of h, so that the density has mass 1, is a hypothesis.",),
)
