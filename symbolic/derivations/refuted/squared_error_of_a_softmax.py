"""That squared error on the probabilities of a softmax has the minimiser of cross-entropy: false over a restricted model.

Both are smallest at the true probabilities where the model holds them; a model that does not is ranked differently by them.
"""

from sympy import log

from symbolic.chain import Chain, argmin
from symbolic.core.domains import Categories
from symbolic.core.terms import Same, density, parameter, sample
from symbolic.kernel import SAME
from symbolic.rules import rewrite

theta = parameter("theta")
x, y = sample("x"), sample("y", domain=Categories("K"))
q = density("q", theta)  # the conditional probabilities of the classes, such as those of a softmax

probability = q(y.i, given=x.i)

derived = (
    Chain(
        "squared_error_of_a_softmax",
        argmin(x.sum(-log(probability)) / x.n, theta),
        title="False: the squared error of predicted probabilities has the minimiser of their cross-entropy",
        note="Both are proper scoring rules: with every distribution in the model, both have the minimiser that "
        "repeats the frequencies. A restricted model is another matter.",
    )
    .assume(probability > 0)
    .then(rewrite(x.sum(y.total((Same(y.i, y.each) - q(y.each, given=x.i)) ** 2)) / x.n))
)
chain = derived.claim(derived.end, SAME)
