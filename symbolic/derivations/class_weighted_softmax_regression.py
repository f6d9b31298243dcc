"""Softmax regression with weights of the classes: each row's cross-entropy is multiplied by the weight of its class."""

from sympy import exp, log

from symbolic.core.domains import Categories, positive
from symbolic.core.terms import function, parameter, sample
from symbolic.models.family import Likelihood
from symbolic.models.likelihood import derivation
from symbolic.models.weighting import GIVEN

theta = parameter("theta")
x, y = sample("x"), sample("y", domain=Categories("K"))
f, w = function("f", theta), function("w", values=positive)
X, Y = x.outcome, y.outcome
normaliser = y.total(exp(f(X, y.each)))

family = Likelihood(
    "class_weighted_softmax_regression",
    title="With weights of the classes, each row's cross-entropy is multiplied by the weight of its class",
    source="McCullagh and Nelder, Generalized Linear Models, sections 2.2 and 5.2.",
    variables=(y,),
    inputs=(x,),
    parameters=(theta,),
    likelihood=(exp(f(X, Y)) / normaliser) ** w(Y),
    loss=w(Y) * (log(normaliser) - f(X, Y)),
    under=(GIVEN,),
)

chain = derivation(
    family,
    note="A row counts as often as the weight of its class says, as for classes that are rare in the data. The weights move "
    "the probabilities that are estimated: with one weight for all classes nothing changes.",
    glossary=(
        (r"w(y)", "the weight of class y, positive"),
        (r"f_{\theta}(x, y)", "the model's logit of class y"),
    ),
)
