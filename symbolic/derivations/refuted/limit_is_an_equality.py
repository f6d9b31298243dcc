"""A law of large numbers, printed as an equality: false for every n, as soon as the data are not exactly as the law."""

from sympy import log

from symbolic.chain import Chain, argmin
from symbolic.core.terms import density, parameter, sample
from symbolic.kernel import SAME
from symbolic.rules import law_of_large_numbers

theta = parameter("theta")
x = sample("x")
q, p = density("q", theta), density("p")

derived = Chain(
    "limit_is_an_equality",
    argmin(x.sum(-log(q(x.i))) / x.n, theta),
    title="False: the mean loss and the cross-entropy have the same minimisers",
    note="The values converge; at any n the minimisers are other ones.",
).then(law_of_large_numbers(p))
chain = derived.claim(derived.end, SAME)
