"""Label smoothing is cross-entropy against other targets."""

from collections.abc import Callable
from typing import Any

from symbolic.chain import Chain, argmin
from symbolic.core.domains import Categories, open_unit_interval
from symbolic.core.terms import Same, density, function, parameter, sample
from symbolic.rules import rewrite

theta = parameter("theta")
epsilon = parameter("epsilon", open_unit_interval)
x, y = sample("x"), sample("y", domain=Categories("K"))
log_q = function("l", theta)  # the log-probability of a class, which is finite
of: Callable[[Any], Any] = lambda k: log_q(x.i, k)
u = density("u")
smoothed = (1 - epsilon) * Same(y.i, y.each) + epsilon * u(y.each)

chain = Chain(
    "label_smoothing",
    argmin(x.sum(-(1 - epsilon) * of(y.i) - epsilon * y.total(u(y.each) * of(y.each))) / x.n, theta),
    title="Label smoothing is cross-entropy against smoothed targets",
    note="A share $\\epsilon$ of the loss is spread over all classes, usually evenly. The model's log-probabilities "
    "are finite, as those of a softmax are.",
    glossary=(
        (r"l_{\theta}(x, y)", "the model's log-probability of class y, given the input x"),
        (r"u(y')", "the distribution towards which labels are smoothed, such as the uniform one, $1/K$"),
        (
            r"(1 - \epsilon) \mathbf{1}[y_i = y'] + \epsilon u(y')",
            "the smoothed target, a distribution over the classes",
        ),
    ),
).then(
    rewrite(x.sum(-y.total(smoothed * of(y.each))) / x.n),
    note="For each row, the cross-entropy from the smoothed target to the model: another p, the same loss.",
)
