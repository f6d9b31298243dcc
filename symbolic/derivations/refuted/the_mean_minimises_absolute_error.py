"""That the mean, which minimises squared errors, minimises absolute errors too: false for the data 0, 0, 3.

Their mean is 1, with absolute errors 1 + 1 + 2 = 4; the median 0 has 0 + 0 + 3 = 3.
"""

from sympy import Abs

from symbolic.chain import Chain, argmin
from symbolic.core.domains import reals
from symbolic.core.terms import parameter, sample
from symbolic.kernel import SAME
from symbolic.rules import rewrite

mu, x = parameter("mu", reals), sample("x", domain=reals)

derived = Chain(
    "the_mean_minimises_absolute_error",
    argmin(x.sum((x.i - mu) ** 2) / x.n, mu),
    title="False: squared and absolute errors have the same minimiser",
    note="The mean minimises the squared errors, the median the absolute ones.",
).then(rewrite(x.sum(Abs(x.i - mu)) / x.n))
chain = derived.claim(derived.end, SAME)
