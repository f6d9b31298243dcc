"""Soft targets: minimal divergence from the targets to a softmax is minimal cross-entropy, by the entropy of the targets."""

from collections.abc import Callable
from typing import Any

from sympy import Add, exp, log

from symbolic.chain import Chain, argmin
from symbolic.core.domains import Categories
from symbolic.core.terms import density, function, parameter, raw, sample
from symbolic.rules import drop_constant, rewrite

theta = parameter("theta")
x, y = sample("x"), sample("y", domain=Categories("K"))
f, target = function("f", theta), density("t")
logit: Callable[[Any], Any] = lambda k: f(x.i, k)
aimed = target(y.each, given=x.i)
normaliser = log(y.total(exp(logit(y.each))))
log_softmax = logit(y.each) - normaliser
spared = x.sum(y.total(aimed * log(aimed))) / x.n  # less the mean entropy

chain = (
    Chain(
        "soft_target_cross_entropy",
        argmin(x.sum(y.total(aimed * (log(aimed) - log_softmax))) / x.n, theta),
        title="With soft targets, minimal divergence is minimal cross-entropy",
        note="The target of a row is a distribution over the classes: labels of several annotators, smoothed or mixed "
        "labels, a teacher's probabilities. One-hot targets are the case in which its entropy is 0.",
        glossary=(
            (
                r"t(y \mid x)",
                "the target's probability of class y, given the input x; it may be 0, with $0 \\log 0 = 0$",
            ),
            (r"f_{\theta}(x, y)", "the model's logit of class y"),
        ),
    )
    .then(
        rewrite(raw(Add, (x.sum(-y.total(aimed * log_softmax)) / x.n, spared))),
        note="Divergence is cross-entropy less entropy.",
    )
    .then(drop_constant(spared), note="Dropped: the mean entropy of the targets, which no parameter changes.")
    .then(
        rewrite(x.sum(normaliser - y.total(aimed * logit(y.each))) / x.n),
        note="The probabilities of a target add up to 1, so that the normaliser stands alone.",
    )
)
