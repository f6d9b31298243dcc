r"""Von Mises with known concentration, for angles in turns. $q_\mu(x) = e^{\kappa \cos(2 \pi (x - \mu))} / I_0(\kappa)$
on $[0, 1]$, $\mu$ real, $\kappa > 0$ known.

The angle is $2 \pi x$ radians; in turns, the ends of the support are exact. Source: Mardia and Jupp, Directional
Statistics, section 3.5.4.
"""

from sympy import besseli, cos, exp, pi

from symbolic.core.domains import positive, reals, unit_interval
from symbolic.core.terms import parameter, sample
from symbolic.models.family import Family, Reference, cited, real_variable
from symbolic.obligations import Obligation

x = sample("x", domain=unit_interval)
mu, kappa = parameter("mu", reals), parameter("kappa", positive)
cosine, turned = cos(2 * pi * (x.outcome - mu)), cos(2 * pi * (x.outcome - mu - 1))

family = Family(
    "von_mises",
    title="Von Mises with known concentration",
    source=cited(__doc__),
    variables=(x,),
    parameters=(mu,),
    known=(kappa,),
    density=exp(kappa * cosine) / besseli(0, kappa),
    loss=-cosine,
    factor=kappa,
    links={mu: real_variable("z")},
    reference=Reference("vonmises", {"kappa": kappa, "loc": mu, "scale": 1 / (2 * pi)}),
    further=(("a whole turn of mu changes nothing", Obligation("equal", (-turned, -cosine))),),
    notes=("The minimisers of the loss repeat with every turn: they are never alone, and the loss is not convex.",),
)
