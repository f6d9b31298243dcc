"""That distillation with two temperatures of the student is cross-entropy against one mixture of targets: false.

The labels are compared with the student's softmax at temperature 1, the teacher with that at temperature T.
"""

from collections.abc import Callable
from typing import Any

from sympy import exp, log

from symbolic.chain import Chain, argmin
from symbolic.core.domains import Categories, open_unit_interval, positive
from symbolic.core.terms import Same, density, function, parameter, sample
from symbolic.kernel import SAME
from symbolic.rules import rewrite

theta = parameter("theta")
alpha, T = parameter("alpha", open_unit_interval), parameter("T", positive)
x, y = sample("x"), sample("y", domain=Categories("K"))
f, teacher = function("f", theta), density("r")
logit: Callable[[Any], Any] = lambda k: f(x.i, k)
taught = teacher(y.each, given=x.i)
hard = log(y.total(exp(logit(y.each)))) - logit(y.i)
soft = log(y.total(exp(logit(y.each) / T))) - y.total(taught * logit(y.each)) / T
mixed = (alpha * Same(y.i, y.each) + (1 - alpha) * taught) * logit(y.each)

derived = Chain(
    "distillation_at_two_temperatures",
    argmin(x.sum(alpha * hard + (1 - alpha) * soft) / x.n, theta),
    title="False: distillation at two temperatures is cross-entropy against a mixture of labels and teacher",
    note="True at one common temperature. With two, the student's normalisers differ.",
).then(rewrite(x.sum(log(y.total(exp(logit(y.each)))) - y.total(mixed)) / x.n))
chain = derived.claim(derived.end, SAME)
