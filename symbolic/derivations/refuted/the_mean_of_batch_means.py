"""That the mean of two batches' means may stand for the mean of all rows: false for batches of unequal size."""

from sympy import Rational

from symbolic.chain import Chain, argmin
from symbolic.core.domains import reals
from symbolic.core.terms import function, parameter, sample
from symbolic.kernel import SAME
from symbolic.rules import rewrite

theta = parameter("theta")
x, z = sample("x", domain=reals), sample("z", size="m", domain=reals)  # a batch of n rows, and one of m
prediction = function("c", theta)()
first, second = x.sum((x.i - prediction) ** 2), z.sum((z.i - prediction) ** 2)

derived = Chain(
    "the_mean_of_batch_means",
    argmin((first + second) / (x.n + z.n), theta),
    title="False: the mean of the batches' mean losses has the minimiser of the mean loss",
    note="True for batches of one size. The last batch of an epoch is often smaller: then its rows count for more.",
).then(rewrite(Rational(1, 2) * (first / x.n + second / z.n)))
chain = derived.claim(derived.end, SAME)
