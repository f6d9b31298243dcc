"""Softmax regression with smoothed labels: cross-entropy with a soft target, in logits."""

from collections.abc import Callable
from typing import Any

from sympy import exp, log

from symbolic.chain import Chain, argmin
from symbolic.core.domains import Categories, unit_interval
from symbolic.core.terms import Same, density, function, parameter, sample
from symbolic.rules import rewrite

theta = parameter("theta")
epsilon = parameter("epsilon", unit_interval)
x, y = sample("x"), sample("y", domain=Categories("K"))
f, u = function("f", theta), density("u")
logit: Callable[[Any], Any] = lambda k: f(x.i, k)
normaliser = log(y.total(exp(logit(y.each))))
hard = normaliser - logit(y.i)
spread = y.total(u(y.each) * (normaliser - logit(y.each)))
smoothed = (1 - epsilon) * Same(y.i, y.each) + epsilon * u(y.each)

chain = Chain(
    "label_smoothed_softmax_regression",
    argmin(x.sum((1 - epsilon) * hard + epsilon * spread) / x.n, theta),
    title="Softmax regression with smoothed labels is cross-entropy with a soft target",
    note="A share $\\epsilon$ of each label is spread over all classes, usually evenly. With $\\epsilon = 0$ this is softmax "
    "regression; with $\\epsilon = 1$ the labels are forgotten.",
    glossary=(
        (r"f_{\theta}(x, y)", "the model's logit of class y"),
        (r"u(y')", "the distribution towards which labels are smoothed, such as the uniform one, $1/K$"),
    ),
).then(
    rewrite(x.sum(normaliser - y.total(smoothed * logit(y.each))) / x.n),
    note="The smoothed target is a distribution over the classes, so that the normaliser stands alone.",
)
