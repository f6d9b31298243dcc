"""From maximum conditional likelihood to minimal cross-entropy of the joint distribution: equations (4) to (9)."""

from sympy import log

from symbolic.chain import Chain, argmax
from symbolic.core.terms import density, integrable, parameter, sample
from symbolic.rules import add_constant, decreasing, define, increasing, law_of_large_numbers, rewrite

theta = parameter("theta")
x, y = sample("x"), sample("y")
q, p = density("q", theta), density("p")
n = x.n

chain = (
    Chain(
        "conditional_mle_to_cross_entropy",
        argmax(x.product(q(y.i, given=x.i)), theta),
        title="Maximum conditional likelihood is minimal cross-entropy of the joint distribution, in the limit",
        tag="4",
        note="The conditional likelihood: how probable the model finds the responses that were observed, given the inputs.",
        glossary=(
            (r"\prod_{i=1}^{n} q_{\theta}(y_i \mid x_i)", "the conditional likelihood function"),
            (r"\sum_{i=1}^{n} \log q_{\theta}(y_i \mid x_i)", "the conditional log-likelihood function"),
            (
                r"-\frac{1}{n} \sum_{i=1}^{n} \log q_{\theta}(y_i \mid x_i)",
                "the loss that deep learning minimises and calls cross-entropy. For every n it is the mean, over the "
                "inputs that were observed, of the cross-entropy from the empirical distribution of the responses to the "
                "model; a name such as conditional cross-entropy would say so, but is not established",
            ),
            (
                r"\mathbb{E}_{(y, x) \sim p}\left[-\log q_{\theta}(y, x)\right]",
                "the cross-entropy $H(p, q_{\\theta})$ from the true joint distribution to the model, whose marginal of x is "
                "the true one",
            ),
        ),
    )
    .assume(p(x.i) > 0, integrable(log(p(x.outcome)), p(x.outcome)))
    .then(increasing(log))
    .then(rewrite(x.sum(log(q(y.i, given=x.i)))), tag="5", note="The conditional log-likelihood.")
    .then(decreasing(lambda u: -u / n), tag="6")
    .then(
        add_constant(-x.sum(log(p(x.i))) / n),
        note="The true density of the inputs is unknown, but it is free of the parameter. It must be positive at the data "
        "(which holds almost surely), or the constant would be infinite and every parameter a minimiser.",
    )
    .then(rewrite(x.sum(-log(q(y.i, given=x.i)) - log(p(x.i))) / n), tag="7")
    .then(
        define(q(x.i), p(x.i)),
        tag="8",
        note="The model said nothing about the inputs so far. From here on its marginal of x is, by definition, the true "
        "one; its conditional distribution stays what it was.",
    )
    .then(rewrite(x.sum(-log(q(y.i, given=x.i) * q(x.i))) / n))
    .then(define(q(y.i, x.i), q(y.i, given=x.i) * q(x.i)), note="The chain rule of probability.")
    .then(
        law_of_large_numbers(p),
        tag="9",
        note="The cross-entropy of the joint distributions. Were the entropy of the inputs infinite, every parameter would "
        "minimise this limit; hence the hypothesis on $\\log p(x)$.",
    )
)
