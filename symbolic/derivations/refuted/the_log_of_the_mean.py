"""That the log of the mean likelihood may stand for the mean of the logs: false, though the two differ by Jensen alone."""

from sympy import log

from symbolic.chain import Chain, argmax
from symbolic.core.terms import density, parameter, sample
from symbolic.kernel import SAME
from symbolic.rules import rewrite

theta = parameter("theta")
x = sample("x")
q = density("q", theta)

derived = Chain(
    "the_log_of_the_mean",
    argmax(x.sum(log(q(x.i))) / x.n, theta),
    title="False: the log of the mean probability has the maximiser of the mean of the logs",
    note="By Jensen's inequality the log of the mean is at least the mean of the logs. That is a bound: it says "
    "nothing about maximisers. The mean forgives a datum of probability 0, the mean of the logs does not.",
).then(rewrite(log(x.sum(q(x.i)) / x.n)))
chain = derived.claim(derived.end, SAME)
