"""Tests of symbolic.models.weighting: the power of a likelihood, and what cannot be a weight."""

from typing import Any

import pytest
from on_data import close, value
from sympy import log

from properties.instances.numbers import precision
from symbolic import Verdict, check, derivation, sample, sheet
from symbolic.core.domains import Integers, RealInterval, counts, nonnegative, positive, reals
from symbolic.core.errors import MalformedTerm
from symbolic.families import bernoulli, normal, poisson
from symbolic.models.family import Estimate, Likelihood, mean
from symbolic.models.weighting import GIVEN, weighted

w = sample("w", domain=nonnegative)


@pytest.mark.parametrize("family", [bernoulli.family, normal.family, poisson.family], ids=str)
def test_the_loss_is_multiplied_by_the_weight(family: Any) -> None:
    made = weighted(family, w)
    assert isinstance(made, Likelihood) and GIVEN in made.under
    assert made.loss == w.outcome * family.loss
    assert check(derivation(made)).proved
    assert sheet(made, declared=True).verdict is Verdict.PROVED


def test_the_estimate_is_the_weighted_mean() -> None:
    x, p = bernoulli.x, bernoulli.p
    when = (mean(w) > 0, mean(x, w.i * x.i) > 0, mean(x, w.i * (1 - x.i)) > 0)
    right = Estimate({p: mean(x, w.i * x.i) / mean(w)}, when=when)
    known = {f.name: f.verdict for f in sheet(weighted(bernoulli.family, w, estimates=(right,)), declared=True).facts}
    assert known["estimate"] is not Verdict.REFUTED
    wrong = Estimate({p: mean(x, w.i * x.i)}, when=when)
    assert sheet(weighted(bernoulli.family, w, estimates=(wrong,)), declared=True).verdict is not Verdict.PROVED


def test_a_whole_weight_is_a_number_of_rows() -> None:
    made = weighted(bernoulli.family, w)
    with precision(256):
        many = value(made.sample.sum(made.at_rows(made.loss)), {"x": [1, 0], "w": [3, 2]}, {"p": "1/5"})
        plain = bernoulli.family
        assert close(many, value(plain.sample.sum(plain.at_rows(plain.loss)), {"x": [1, 1, 1, 0, 0]}, {"p": "1/5"}))


@pytest.mark.slow
def test_without_the_weight_or_with_its_square_it_is_not_proved() -> None:
    loss = bernoulli.family.loss
    for wrong in (loss, w.outcome**2 * loss, w.outcome * loss + log(1 + w.outcome) * bernoulli.p):
        assert sheet(weighted(bernoulli.family, w, loss=wrong)).verdict is not Verdict.PROVED


BAD: list[tuple[Any, Any, dict[str, Any], str]] = [
    ("normal", w, {}, "give a Family"),
    (normal.family, sample("w", domain=reals), {}, "numbers from 0 on"),
    (normal.family, sample("w", domain=RealInterval(-1, 1)), {}, "numbers from 0 on"),
    (normal.family, 2, {}, "numbers from 0 on"),
    (normal.family, w, {"density": normal.family.density}, "it follows from"),
]


@pytest.mark.parametrize(("family", "weight", "declared", "message"), BAD, ids=lambda v: type(v).__name__)
def test_what_is_no_weight_is_refused(family: Any, weight: Any, declared: dict[str, Any], message: str) -> None:
    with pytest.raises(MalformedTerm, match=message):
        weighted(family, weight, **declared)


@pytest.mark.parametrize("domain", [counts, positive, Integers(0, 1), RealInterval(0, 1)], ids=str)
def test_whole_and_bounded_weights_are_weights(domain: Any) -> None:
    assert weighted(normal.family, sample("w", domain=domain)).name == "normal_weighted"
