"""Tests of properties.conformance.guessing: readings that nobody gives are found, or the candidates are listed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest
from few import few
from scipy import special, stats

from properties.conformance.check import loss_report
from properties.conformance.guessing import guessed
from properties.conformance.reference import reference
from properties.errors import InputError
from symbolic import derivations, families


def huber(y: Any, z: Any) -> Any:
    """With a bend at 3/2 that nobody names."""
    r = np.abs(y - z)
    return np.where(r < 1.5, r * r / 2, 1.5 * (r - 0.75))


FOUND: dict[str, tuple[Callable[..., Any], str, dict[str, str]]] = {
    "a variance": (
        lambda input, target, var: (input - target) ** 2 / (2 * var) + np.log(var) / 2,
        "normal",
        {"x": "target", "mu": "input", "sigma": "sqrt(var)"},
    ),
    "a log rate": (lambda y, z: np.exp(z) - y * z, "poisson", {"x": "y", "lambda": "exp(z)"}),
    "a rate": (lambda k, rate: rate - special.xlogy(k, rate), "poisson", {"x": "k", "lambda": "rate"}),
    "a scale for a rate": (
        lambda x, a, scale: -stats.gamma.logpdf(x, a, scale=scale),
        "gamma",
        {"x": "x", "k": "a", "beta": "1/scale"},
    ),
    "a mean for a rate": (lambda x, mean: x / mean + np.log(mean), "exponential", {"x": "x", "lambda": "1/mean"}),
    "the other probability": (
        lambda y, q: -special.xlogy(y, 1 - q) - special.xlogy(1 - y, q),
        "bernoulli",
        {"x": "y", "p": "1 - q"},
    ),
    "labels of both signs": (
        lambda y, z: np.log1p(np.exp(-y * z)),
        "bernoulli",
        {"x": "y/2 + 1/2", "p": "1/(1 + exp(-z))"},
    ),
    "logits": (lambda target, z: np.logaddexp(0, z) - target * z, "bernoulli", {"x": "target", "p": "1/(1 + exp(-z))"}),
    "a, b of a beta": (lambda x, a, b: -stats.beta.logpdf(x, a, b), "beta", {"x": "x", "alpha": "a", "beta": "b"}),
    "a shape and a mean": (
        lambda x, mu, scale: -stats.gamma.logpdf(x, 1 / scale, scale=mu * scale),
        "gamma",
        {"x": "x", "k": "1/scale", "beta": "1/(mu*scale)"},
    ),
    "a mean and a dispersion": (
        lambda y, f, alpha: -stats.nbinom.logpmf(y, 1 / alpha, 1 / (1 + alpha * np.exp(f))),
        "negative_binomial",
        {"x": "y", "p": "1/(alpha*exp(f) + 1)", "r": "1/alpha"},
    ),
    "a dispersion that is known, and what is free of it": (
        lambda y, mean, alpha: (np.log1p(alpha * mean) - y * np.log(alpha * mean / (1 + alpha * mean)) * alpha) / alpha,
        "negative_binomial",
        {"x": "y", "p": "1/(alpha*mean + 1)", "r": "1/alpha"},
    ),
    "a mean and a precision": (
        lambda y, m, phi: -stats.beta.logpdf(y, m * phi, (1 - m) * phi),
        "beta",
        {"x": "y", "alpha": "m*phi", "beta": "phi*(1 - m)"},
    ),
    "a logit and a precision": (
        lambda y, eta, phi: -stats.beta.logpdf(y, phi / (1 + np.exp(-eta)), phi / (1 + np.exp(eta))),
        "beta",
        {"x": "y", "alpha": "phi/(1 + exp(-eta))", "beta": "phi/(exp(eta) + 1)"},
    ),
    "a mean, and a number that nobody names": (
        lambda y, mean: -stats.nbinom.logpmf(y, 2, 2 / (2 + mean)),
        "negative_binomial",
        {"x": "y", "p": "2/(mean + 2)", "r": "2"},
    ),
    "a known number that nobody names": (huber, "huber", {"x": "y", "mu": "z", "delta": "3/2"}),
    "trials until a success": (stats.geom, "geometric", {"x": "k - 1", "p": "p"}),
    "the logarithm of a location": (stats.lognorm, "lognormal", {"x": "x", "mu": "log(scale)", "sigma": "s"}),
    "what is turned round": (stats.gumbel_l, "gumbel", {"x": "-x", "mu": "-loc", "beta": "scale"}),
    "no prediction": (stats.wald, "inverse_gaussian", {"x": "x", "mu": "1", "lambda": "1"}),
    "location and scale": (
        lambda value, loc, scale: np.abs(value - loc) / scale + np.log(scale),
        "laplace",
        {"x": "value", "mu": "loc", "b": "scale"},
    ),
}


@pytest.mark.parametrize("name", few(FOUND, 4))
def test_a_reading_is_found_unaided(name: str) -> None:
    function, family, said = FOUND[name]
    assert dict(guessed(function, reference(families.load(family)), {}).said) == said


def test_one_argument_stands_for_all_classes() -> None:
    held = reference(families.load("categorical"), classes=3)

    def of_log_probabilities(log_probs: Any, labels: Any) -> Any:
        return -log_probs[np.arange(1), labels]

    found = guessed(of_log_probabilities, held, {})
    assert found.vectors == {"log_probs"}
    assert dict(found.said) == {"x": "labels", **{f"q_{k}": f"exp(log_probs_{k})" for k in range(3)}}
    assert dict(guessed(lambda labels, q: -np.log(q[np.arange(1), labels]), held, {}).said)["q_2"] == "q_2"


def test_numbers_are_those_that_are_given_or_that_the_callable_holds() -> None:
    held = reference(derivations.load("asymmetric_laplace_to_pinball_loss"))

    def pinball(y: Any, z: Any, q: float) -> Any:
        return np.maximum(q * (y - z), (q - 1) * (y - z))

    for function, given in ((partial(pinball, q=0.25), {}), (pinball, {"q": 0.25})):
        assert dict(guessed(function, held, given).said) == {"y": "y", "f": "z", "tau": "1/4"}


def test_several_readings_are_listed() -> None:
    with pytest.raises(InputError, match="several readings make it normal") as raised:
        guessed(lambda a, b, s: (a - b) ** 2 / (2 * s**2) + np.log(s), reference(families.load("normal")), {})
    assert str(raised.value).splitlines()[1:] == [
        '  "a=x, b=mu, s=sigma"',
        '  "b=x, a=mu, s=sigma"',
    ]


def test_another_loss_has_no_reading() -> None:
    held = reference(families.load("logistic"))
    with pytest.raises(InputError, match="no reading of x, loc, scale makes it logistic"):
        guessed(lambda x, loc, scale: -stats.norm.logpdf(x, loc, scale), held, {})


def test_where_there_is_none_it_is_told_what_there_is_and_what_to_say() -> None:
    with pytest.raises(InputError) as raised:
        guessed(lambda y: y, reference(families.load("poisson")), {})
    assert str(raised.value).splitlines() == [
        "no reading of y makes it poisson.",
        "  The loss has the inputs x (datum), lambda (prediction); the callable has the arguments y.",
        '  With reading="y=x, lambda=1", or --map, the report shows a case.',
    ]


@pytest.mark.slow
def test_a_log_likelihood_and_an_argument_too_many_are_hinted_at() -> None:
    normal = reference(families.load("normal"))
    with pytest.raises(
        InputError, match=r"it fits with sign=-1 \(--log-likelihood\), read as \"x=x, loc=mu, scale=sigma\""
    ):
        guessed(lambda x, loc, scale: stats.norm.logpdf(x, loc, scale), normal, {})
    with pytest.raises(
        InputError, match=r"It fits with given=\{'w': 1\} \(--given\), read as \"x=x, loc=mu, scale=sigma\""
    ):
        guessed(lambda x, loc, scale, w: -w * stats.norm.logpdf(x, loc, scale), normal, {})


def test_a_callable_that_cannot_be_called_is_told_in_its_own_words() -> None:
    def broken(y: Any, rate: Any) -> Any:
        raise OSError("no disk")

    with pytest.raises(InputError, match="broken raises wherever it is called: OSError: no disk"):
        guessed(broken, reference(families.load("poisson")), {})
    with pytest.raises(InputError, match="for one row it returned an array of shape"):
        guessed(lambda y, rate: np.zeros(3), reference(families.load("poisson")), {})


def test_a_reading_up_to_a_factor_is_found_where_there_is_no_other() -> None:
    held = reference(families.load("exponential"))
    assert dict(guessed(lambda x, z: 3 * (x * np.exp(z) - z), held, {}).said) == {"x": "x", "lambda": "exp(z)"}
    with pytest.raises(InputError, match="no reading"):
        guessed(lambda x, z: z - x * np.exp(z), held, {})  # no negative factor


def test_what_has_a_value_of_its_own_is_read_where_it_is_needed() -> None:
    normal, half = reference(families.load("normal")), reference(families.load("exponential"))
    assert dict(guessed(stats.norm, normal, {}).said) == {"x": "x", "mu": "loc", "sigma": "scale"}
    assert dict(guessed(stats.expon, half, {}).said) == {"x": "x", "lambda": "1/scale"}


def test_an_input_that_no_argument_stands_for_is_0_or_1_and_never_a_datum() -> None:
    held = reference(families.load("normal_mean"))
    assert dict(guessed(lambda target, input: (input - target) ** 2 / 2, held, {}).said) == {
        "x": "target",
        "mu": "input",
        "sigma": "1",
    }
    with pytest.raises(InputError, match="no reading of target, input makes it"):
        guessed(lambda target, input: abs(input - target), held, {})


def test_points_outside_of_the_support_do_not_decide() -> None:
    held = reference(families.load("pareto"))
    assert dict(guessed(stats.pareto, held, {}).said) == {"x": "x", "alpha": "b", "m": "scale"}


def test_a_constant_that_nobody_knows_is_no_reason_to_exchange_datum_and_prediction() -> None:
    held = reference(families.load("normal_mean"))
    with pytest.raises(InputError, match="up to a constant that is not recognised"):
        guessed(lambda z, theta, s: (z - theta) ** 2 / (2 * s**2) + 0.37 * theta**3, held, {})
    found = guessed(lambda y, theta, s: (y - theta) ** 2 / (2 * s**2) + 0.37 * y**3, held, {})
    assert dict(found.said) == {"x": "y", "mu": "theta", "sigma": "s"}, "names say so, and the report tells the rest"


def test_where_nothing_is_predicted_a_constant_is_free_of_the_data() -> None:
    for of, holds in ((lambda x: x * 0, False), (lambda x: x**2 / 2, True)):
        assert loss_report(of, families.load("normal"), reading="x=x, mu=0, sigma=1", examples=60).holds is holds
    with pytest.raises(InputError, match="it depends on none of its arguments"):
        guessed(lambda x: x * 0, reference(families.load("normal")), {})


CONTRARY: dict[str, tuple[Callable[..., Any], str, str]] = {
    "a variance that is called sigma": (
        lambda x, mu, sigma: np.log(sigma) / 2 + (x - mu) ** 2 / (2 * sigma),
        "normal",
        "sigma = sqrt(sigma)",
    ),
    "a precision that is called sigma": (
        lambda x, mu, sigma: (x - mu) ** 2 * sigma / 2 - np.log(sigma) / 2,
        "normal",
        "sigma = 1/sqrt(sigma)",
    ),
    "labels exchanged": (lambda x, p: -np.log(np.where(x == 1, 1 - p, p)), "bernoulli", "p = 1 - p"),
    "shapes exchanged": (
        lambda x, alpha, beta: special.betaln(alpha, beta) - (beta - 1) * np.log(x) - (alpha - 1) * np.log1p(-x),
        "beta",
        "alpha = beta, beta = alpha",
    ),
    "the sign of a predictor": (lambda y, z: np.exp(-z) + y * z, "poisson_regression", "f = -z"),
    "the sign of a logit": (lambda y, z: np.logaddexp(0, -z) + y * z, "bernoulli_to_binary_cross_entropy", "f = -z"),
}


@pytest.mark.parametrize("name", few(CONTRARY, 4))
def test_what_speaks_against_the_names_is_not_asserted(name: str) -> None:
    function, of, said = CONTRARY[name]
    with pytest.raises(InputError) as caught:
        loss_report(function, _loss_of(of), examples=100)
    first, second = str(caught.value).splitlines()
    assert first == f"{said}: only so it is {of}, and nobody said so."
    stated = second.split('"')[1]
    assert loss_report(function, _loss_of(of), reading=stated, examples=100).holds


def _loss_of(name: str) -> Any:
    return families.load(name) if name in families.names() else derivations.load(name)


def test_probabilities_and_soft_targets_add_up_to_1_as_readings_are_tried() -> None:
    def hard(probs: Any, label: Any) -> Any:
        return -np.log(probs[np.arange(len(label)), label])

    def soft(probs: Any, target: Any) -> Any:
        return -(target * np.log(probs)).sum(-1)

    def of_logits(logits: Any, target: Any) -> Any:
        return np.logaddexp.reduce(logits, -1) - (target * logits).sum(-1)

    of_labels, of_targets = (
        reference(derivations.load(f"{name}_cross_entropy"), classes=3) for name in ("categorical_to", "soft_target")
    )
    assert str(guessed(hard, of_labels, {})) == "y = label, f = log(probs), probs adding up to 1"
    assert str(guessed(soft, of_targets, {})) == "f = log(probs), t = target, probs adding up to 1"
    assert str(guessed(of_logits, of_targets, {})) == "f = logits, t = target"


def test_successes_and_trials_are_read_and_what_forgets_to_subtract_is_told() -> None:
    binomial = reference(families.load("binomial"))
    right = guessed(lambda k, n, p: -(k * np.log(p) + (n - k) * np.log1p(-p)), binomial, {})
    assert dict(right.said) == {"s": "k", "f": "-k + n", "p": "p"}
    with pytest.raises(InputError, match=r'With reading="k=s, f=-k \+ n, p=p", or --map'):
        guessed(lambda k, n, p: -(k * np.log(p) + (n - k) * np.log1p(-p * p)), binomial, {})
    with pytest.raises(InputError, match=r"^f = n: only so it is binomial, and nobody said so"):
        guessed(lambda k, n, p: -(k * np.log(p) + n * np.log1p(-p)), binomial, {})


def test_what_is_proposed_has_the_arguments_in_the_order_of_the_inputs() -> None:
    with pytest.raises(InputError, match=r'With reading="x=x, shape=k, scale=lambda"'):
        guessed(lambda x, shape, scale: x * shape**2 - scale, reference(families.load("weibull")), {})


def test_a_function_without_predictions_is_no_loss_at_a_number_that_nobody_names() -> None:
    poisson = reference(derivations.load("poisson_regression"))
    with pytest.raises(InputError, match=r"^f = -?[0-9/]+: only so it is poisson_regression, and nobody said so"):
        guessed(lambda y: y, poisson, {})
    assert dict(guessed(lambda x: x * x / 2, reference(families.load("normal_mean")), {}).said) == {
        "x": "x", "mu": "0", "sigma": "1"
    }  # fmt: skip
