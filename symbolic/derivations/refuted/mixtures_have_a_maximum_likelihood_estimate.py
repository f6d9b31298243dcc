"""That there is a maximum-likelihood estimate wherever the cross-entropy has a minimiser: false for a normal mixture.

The counterexample: q = (1/2) N(0, 1) + (1/2) N(mu, sigma^2) with sigma > 0 free, and p in the family. Put mu on one of the
data and let sigma tend to 0: the likelihood has no maximum, for any n, yet the limit has a minimiser.
Source: Kiefer and Wolfowitz, Consistency of the maximum likelihood estimator in the presence of infinitely many incidental
parameters, section 6; Bishop, Pattern Recognition and Machine Learning, section 9.2.1.
"""

from sympy import log

from symbolic.chain import Chain, argmin
from symbolic.core.domains import positive, reals
from symbolic.core.terms import density, parameter, sample
from symbolic.kernel import Condition, Relation
from symbolic.rules import law_of_large_numbers

mu, sigma = parameter("mu", reals), parameter("sigma", positive)
x = sample("x", domain=reals)
q, p = density("q", mu, sigma), density("p")

derived = Chain(
    "mixtures_have_a_maximum_likelihood_estimate",
    argmin(x.sum(-log(q(x.i))) / x.n, mu, sigma),
    title="False: from some n on the mean loss has a minimiser, as its limit has",
    note="True for convex losses on an open convex set. A mixture's loss is not convex, and it is unbounded below.",
).then(law_of_large_numbers(p))
chain = derived.claim(derived.end, Relation("LIMIT", (), Condition.CONVEX))
