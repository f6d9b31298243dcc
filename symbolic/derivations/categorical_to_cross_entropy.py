"""Softmax regression: maximum likelihood is the smallest cross-entropy, with class indices and with one-hot targets."""

from collections.abc import Callable
from typing import Any

from sympy import Integer, exp, log

from symbolic.calculus.slopes import differentiated
from symbolic.core.domains import Categories, reals
from symbolic.core.terms import Same, function, parameter, replace, sample
from symbolic.models.family import Family
from symbolic.models.likelihood import derivation
from symbolic.models.regression import glossary
from symbolic.obligations import Obligation
from symbolic.rules import rewrite

theta = parameter("theta")
x, y = sample("x"), sample("y", domain=Categories("K"))
X, Y, each = x.outcome, y.outcome, y.each
f, g = function("f", theta), function("g")  # the logits, and a direction in which they may change
t = parameter("t", reals)

loss: Callable[[Callable[[Any], Any]], Any] = lambda logit: log(y.total(exp(logit(each)))) - logit(Y)
along = loss(lambda k: f(X, k) + t * g(X, k))
at_zero: Callable[[Any], Any] = lambda slope: replace(slope, lambda e: Integer(0) if e == t else None)
mean_change = y.total(exp(f(X, each)) * g(X, each)) / y.total(exp(f(X, each)))

family = Family(
    "categorical_to_cross_entropy",
    title="With a softmax, maximum likelihood is the smallest cross-entropy",
    source="Bishop, Pattern Recognition and Machine Learning, section 4.3.4.",
    variables=(y,),
    inputs=(x,),
    parameters=(theta,),
    density=exp(f(X, Y)) / y.total(exp(f(X, each))),
    loss=loss(lambda k: f(X, k)),
    further=(
        ("derivative of the loss along any change g of the logits",
         Obligation("equal", (at_zero(differentiated(along, t)), mean_change - g(X, Y)))),
        ("second derivative of the loss along any change g of the logits",
         Obligation("equal", (at_zero(differentiated(differentiated(along, t), t)),
                              y.total(exp(f(X, each)) * g(X, each) ** 2) / y.total(exp(f(X, each))) - mean_change**2))),
    ),
    notes=("The derivative in the logit of a class is its probability, less 1 where it is the class observed; the second "
           "derivative along a change of the logits is the variance of that change under the softmax: the loss is convex.",),
)  # fmt: skip

chain = derivation(
    family,
    note="The predictor gives each class a logit; the number of classes is any. Adding the same number to all logits "
    "of an input changes nothing, so the minimisers are never isolated unless one logit is fixed.",
    glossary=glossary(family),
).then(
    rewrite(family.mean(log(y.total(exp(f(X, each)))) - y.total(Same(Y, each) * f(X, each)))),
    note="With one-hot targets: the indicator picks the class that was observed.",
)
