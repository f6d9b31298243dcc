"""Distillation at one common temperature is cross-entropy against a mixture of labels and the teacher's probabilities."""

from collections.abc import Callable
from typing import Any

from sympy import exp, log

from symbolic.chain import Chain, argmin
from symbolic.core.domains import Categories, open_unit_interval, positive
from symbolic.core.terms import Same, density, function, parameter, sample
from symbolic.rules import rewrite, scale

theta = parameter("theta")
alpha, T = parameter("alpha", open_unit_interval), parameter("T", positive)
x, y = sample("x"), sample("y", domain=Categories("K"))
f, teacher = function("f", theta), density("r")
logit: Callable[[Any], Any] = lambda k: f(x.i, k)
taught = teacher(y.each, given=x.i)
normaliser = log(y.total(exp(logit(y.each) / T)))
hard = normaliser - logit(y.i) / T
soft = normaliser - y.total(taught * logit(y.each)) / T
mixed = (alpha * Same(y.i, y.each) + (1 - alpha) * taught) * logit(y.each)

chain = (
    Chain(
        "distillation",
        argmin(x.sum(T**2 * (alpha * hard + (1 - alpha) * soft)) / x.n, theta),
        title="Distillation at one temperature is cross-entropy against a mixture of labels and teacher",
        note="The student's softmax has the temperature T in both terms, the one against the labels and the one "
        "against the teacher's probabilities. The factor T^2 is customary; it keeps gradients at one size.",
        glossary=(
            (r"r(y \mid x)", "the probability that the teacher gives to class y, at its own temperature"),
            (r"f_{\theta}(x, y)", "the student's logit of class y"),
        ),
    )
    .then(scale(1 / T**2))
    .then(
        rewrite(x.sum(normaliser - y.total(mixed) / T) / x.n),
        note="For each row, the cross-entropy from the mixture to the student's softmax at temperature T. With two "
        "temperatures of the student, the two normalisers differ, and no single cross-entropy has these minimisers.",
    )
)
