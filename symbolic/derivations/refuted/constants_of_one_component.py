"""That a constant factor of one component of a mixture may be dropped: false, though one that all have in common may be.

Here the second component's density is (1/2) phi((x - nu) / 2), and its factor 1/2 is dropped; phi's own constant, which
both components have, has been dropped before, and rightly so.
"""

from sympy import Rational, exp

from symbolic.chain import Chain, argmax
from symbolic.core.domains import reals
from symbolic.core.terms import function, parameter, sample
from symbolic.kernel import SAME
from symbolic.rules import rewrite

theta = parameter("theta")
x = sample("x", domain=reals)
mu, nu = function("m", theta)(), function("v", theta)()
narrow, wide = exp(-((x.i - mu) ** 2) / 2), exp(-((x.i - nu) ** 2) / 8)

derived = Chain(
    "constants_of_one_component",
    argmax(x.product(narrow + Rational(1, 2) * wide), theta),
    title="False: a constant of one component of a mixture may be dropped",
    note="A constant that all components have in common may be. One of a single component weighs it against the "
    "others.",
).then(rewrite(x.product(narrow + wide)))
chain = derived.claim(derived.end, SAME)
