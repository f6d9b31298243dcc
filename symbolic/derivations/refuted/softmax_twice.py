"""That a softmax may be taken of probabilities once more before the cross-entropy: false.

A library's cross-entropy expects logits. Given the probabilities of a softmax it computes log(sum exp q) - q_y.
"""

from sympy import exp, log

from symbolic.chain import Chain, argmin
from symbolic.core.domains import Categories
from symbolic.core.terms import density, parameter, sample
from symbolic.kernel import SAME
from symbolic.rules import rewrite

theta = parameter("theta")
x, y = sample("x"), sample("y", domain=Categories("K"))
q = density("q", theta)  # the probabilities of the classes that the first softmax gives
probability = q(y.i, given=x.i)

derived = (
    Chain(
        "softmax_twice",
        argmin(x.sum(-log(probability)) / x.n, theta),
        title="False: the cross-entropy of a softmax of a softmax has the minimiser of the cross-entropy",
        note="The second softmax sees numbers between 0 and 1 only, so no class can be given a probability near 1, and "
        "models are ranked differently.",
    )
    .assume(probability > 0)
    .then(rewrite(x.sum(log(y.total(exp(q(y.each, given=x.i)))) - probability) / x.n))
)
chain = derived.claim(derived.end, SAME)
