"""From maximum likelihood to minimal cross-entropy: equations (1) to (3)."""

from sympy import log

from symbolic.chain import Chain, argmax
from symbolic.core.terms import density, parameter, sample
from symbolic.rules import flip_sign, increasing, law_of_large_numbers, rewrite, scale

theta = parameter("theta")
x = sample("x")
q, p = density("q", theta), density("p")

chain = (
    Chain(
        "mle_to_cross_entropy",
        argmax(x.product(q(x.i)), theta),
        title="Maximum likelihood is minimal cross-entropy, in the limit",
        tag="1",
        note="The likelihood: how probable the model finds the data that were observed. It may vanish.",
        glossary=(
            (r"\prod_{i=1}^{n} q_{\theta}(x_i)", "the likelihood function of the parameter, the data being fixed"),
            (r"\sum_{i=1}^{n} \log q_{\theta}(x_i)", "the log-likelihood function"),
            (
                r"-\frac{1}{n} \sum_{i=1}^{n} \log q_{\theta}(x_i)",
                "the mean negative log-likelihood: for every n, the cross-entropy from the empirical distribution of the "
                "data to the model",
            ),
            (
                r"\mathbb{E}_{x \sim p}\left[-\log q_{\theta}(x)\right]",
                "the cross-entropy $H(p, q_{\\theta})$ from the true distribution to the model",
            ),
        ),
    )
    .then(
        increasing(log), note="Where the likelihood is 0, its logarithm is $-\\infty$: such parameters stay the worst."
    )
    .then(rewrite(x.sum(log(q(x.i)))), tag="2", note="The log-likelihood.")
    .then(flip_sign())
    .then(scale(1 / x.n))
    .then(rewrite(x.sum(-log(q(x.i))) / x.n), note="The mean loss per observation.")
    .then(
        law_of_large_numbers(p),
        tag="3",
        note="The cross-entropy. The values converge, one parameter at a time; that the minimisers do so as well needs one "
        "of the conditions that the law of large numbers can be given.",
    )
)
