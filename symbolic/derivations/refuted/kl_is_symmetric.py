"""That the two Kullback-Leibler divergences have the same minimiser: false as soon as the truth lies outside the model.

The counterexample: p = (.5, .3, .2), and a model of two members, (.8, .1, .1) and (.3, .2, .5). From the truth to the model
the second is closer, from the model to the truth the first.
"""

from symbolic.chain import Chain, argmin
from symbolic.core.terms import density, kl_divergence, parameter, sample
from symbolic.kernel import SAME
from symbolic.rules import rewrite

theta = parameter("theta")
x = sample("x")
q, p = density("q", theta), density("p")

derived = Chain(
    "kl_is_symmetric",
    argmin(kl_divergence(p, q, x), theta),
    title="False: KL(p, q) and KL(q, p) have the same minimiser",
    note="True where p is a member of the model: then both are 0 there and nowhere else. Outside it, the first spreads "
    "the model over all of the truth, the second puts it where the truth is large.",
).then(rewrite(kl_divergence(q, p, x)))
chain = derived.claim(derived.end, SAME)
