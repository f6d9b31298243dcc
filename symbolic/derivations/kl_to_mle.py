"""On a countable space, the divergence from the empirical distribution is minimal where the likelihood is maximal."""

from sympy import exp, log

from symbolic.chain import Chain, argmin
from symbolic.core.domains import countable
from symbolic.core.terms import density, empirical, kl_divergence, parameter, sample
from symbolic.rules import flip_sign, increasing, kl_to_cross_entropy, rewrite, scale

theta = parameter("theta")
x = sample("x", domain=countable)
q, phat = density("q", theta), empirical(x)

chain = (
    Chain(
        "kl_to_mle",
        argmin(kl_divergence(phat, q, x), theta),
        title="On a countable space, minimal divergence from the data is maximum likelihood",
        note="This line needs the counting measure. With respect to any measure for which single points have mass 0 the "
        "empirical distribution has no density, and its divergence to a density is infinite whatever the parameter: there, "
        "one speaks of the cross-entropy.",
        glossary=(
            (r"\hat{p}(x)", "the empirical distribution: the share of the observations that equal x"),
            (r"\prod_{i=1}^{n} q_{\theta}(x_i)", "the likelihood function"),
        ),
    )
    .then(kl_to_cross_entropy(), note="The entropy of finitely many data is finite, so nothing has to be assumed.")
    .then(
        rewrite(x.sum(-log(q(x.i))) / x.n),
        note="An expectation under the empirical distribution is a mean over the data.",
    )
    .then(scale(x.n))
    .then(flip_sign())
    .then(rewrite(x.sum(log(q(x.i)))))
    .then(increasing(exp))
    .then(rewrite(x.product(q(x.i))))
)
