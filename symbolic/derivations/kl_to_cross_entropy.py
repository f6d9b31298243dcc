"""Minimal Kullback-Leibler divergence is minimal cross-entropy, where the entropy of the truth is finite."""

from sympy import log

from symbolic.chain import Chain, argmin
from symbolic.core.terms import density, integrable, kl_divergence, parameter, sample
from symbolic.rules import kl_to_cross_entropy

theta = parameter("theta")
x = sample("x")
q, p = density("q", theta), density("p")

chain = (
    Chain(
        "kl_to_cross_entropy",
        argmin(kl_divergence(p, q, x), theta),
        title="Minimal Kullback-Leibler divergence is minimal cross-entropy",
        note="The divergence always exists: its negative part has an expectation of at most 1.",
        glossary=(
            (
                r"\mathbb{E}_{x \sim p}\left[\log p(x) - \log q_{\theta}(x)\right]",
                "the Kullback-Leibler divergence $\\mathrm{KL}(p, q_{\\theta})$ from the truth to the model",
            ),
            (
                r"\mathbb{E}_{x \sim p}\left[-\log p(x)\right]",
                "the entropy $H(p)$, free of the parameter; were it infinite, nothing would be claimed",
            ),
            (r"\mathbb{E}_{x \sim p}\left[-\log q_{\theta}(x)\right]", "the cross-entropy $H(p, q_{\\theta})$"),
        ),
    )
    .assume(integrable(log(p(x.outcome)), p(x.outcome)))
    .then(kl_to_cross_entropy())
)
