r"""Von Mises with known concentration, for angles in radians. $q_\mu(x) = e^{\kappa \cos(x - \mu)} / (2 \pi I_0(\kappa))$ on
$[-\pi, \pi)$, $\mu$ real, $\kappa > 0$ known.

Source: Mardia and Jupp, Directional Statistics, section 3.5.4.
"""

from sympy import besseli, cos, exp, pi

from symbolic.core.domains import circle, positive, reals
from symbolic.core.terms import parameter, sample
from symbolic.models.family import Family, Reference, cited, real_variable
from symbolic.obligations import Obligation

x = sample("x", domain=circle)
mu, kappa = parameter("mu", reals), parameter("kappa", positive)
cosine, turned = cos(x.outcome - mu), cos(x.outcome - mu - 2 * pi)

family = Family(
    "von_mises_radians",
    title="Von Mises with known concentration, in radians",
    source=cited(__doc__),
    variables=(x,),
    parameters=(mu,),
    known=(kappa,),
    density=exp(kappa * cosine) / (2 * pi * besseli(0, kappa)),
    loss=-cosine,
    factor=kappa,
    links={mu: real_variable("z")},
    reference=Reference("vonmises", {"kappa": kappa, "loc": mu}),
    further=(("a whole turn of mu changes nothing", Obligation("equal", (-turned, -cosine))),),
    notes=("The minimisers of the loss repeat with every turn: they are never alone, and the loss is not convex.",),
)
