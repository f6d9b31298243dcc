"""That the normaliser of a density may be dropped although it depends on the parameter: false.

A softmax without its denominator: the likelihood is then largest where the logits are, whatever the other classes have.
"""

from sympy import exp

from symbolic.chain import Chain, argmax
from symbolic.core.domains import Categories
from symbolic.core.terms import function, parameter, sample
from symbolic.kernel import SAME
from symbolic.rules import rewrite

theta = parameter("theta")
y = sample("y", domain=Categories("K"))
f = function("f", theta)

derived = Chain(
    "normalisers_may_be_dropped",
    argmax(y.product(exp(f(y.i)) / y.total(exp(f(y.each)))), theta),
    title="False: what normalises a density may be dropped",
    note="True for a factor that no parameter changes. The sum over all classes changes with the logits.",
).then(rewrite(y.product(exp(f(y.i)))))
chain = derived.claim(derived.end, SAME)
