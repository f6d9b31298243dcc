"""Weighted logistic regression: each row counts as often as its weight says."""

from sympy import Abs, Max, exp, log

from symbolic.core.domains import nonnegative
from symbolic.core.terms import sample
from symbolic.derivations.bernoulli_to_binary_cross_entropy import family as unweighted
from symbolic.derivations.bernoulli_to_binary_cross_entropy import logit, y
from symbolic.models.likelihood import derivation
from symbolic.models.weighting import weighted
from symbolic.rules import rewrite

w = sample("w", domain=nonnegative)

family = weighted(
    unweighted,
    w,
    name="weighted_logistic_regression",
    title="In weighted logistic regression each row's binary cross-entropy is multiplied by its weight",
    source="McCullagh and Nelder, Generalized Linear Models, sections 2.2 and 4.4.",
)

chain = derivation(
    family,
    note="A row of weight w stands for w rows that are alike, so that its likelihood has the power w. Value, derivative and "
    "second derivative of its loss are all multiplied by w. Weights that depend on the class, as for unbalanced "
    "data, are the case $w_i = w(y_i)$; they move the logits, and the probabilities with them.",
).then(
    rewrite(family.mean(w.outcome * (Max(logit, 0) - y.outcome * logit + log(1 + exp(-Abs(logit)))))),
    note="The form that does not overflow.",
)
