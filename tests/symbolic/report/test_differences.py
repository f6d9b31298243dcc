"""Tests of differences: how two objectives differ is proved or not said; the named step is the step to write."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sympy import Integer, Rational, exp, log, pi, sqrt

from symbolic import Chain, argmax, argmin, check, density, difference, function, parameter, rules, sample
from symbolic.core.domains import Categories, open_unit_interval, positive, reals
from symbolic.kernel import Problem
from symbolic.rules import rewrite

theta, alpha = parameter("theta"), parameter("alpha", open_unit_interval)
sigma, w = parameter("sigma", positive), parameter("w", reals)
x, y, c = sample("x"), sample("y", domain=reals), sample("c", domain=Categories("K"))
f, g, logit = function("f", theta)(x.i), function("g", theta, values=positive)(x.i), function("h", theta)
F = function("F", values=positive)
q, p = density("q", theta), density("p")
f_ = function("k", theta)()
squares = x.sum((y.i - f) ** 2)
log_loss = log(c.total(exp(logit(x.i, c.each)))) - logit(x.i, c.i)
likelihood = x.product(q(x.i))
log_density = x.sum(-log(2 * pi * sigma**2) / 2 - (y.i - f) ** 2 / (2 * sigma**2))
HERE = {
    "x": x,
    "y": y,
    "c": c,
    "theta": theta,
    "sigma": sigma,
    "w": w,
    "pi": pi,
    "F": F,
    "p": p,
    "Rational": Rational,
}
HERE |= {"log": log, "exp": exp, "sqrt": sqrt, **{name: getattr(rules, name) for name in rules.__all__}}


def least(objective: Any) -> Problem:
    return argmin(objective, theta)


def most(objective: Any) -> Problem:
    return argmax(objective, theta)


KNOWN: dict[str, tuple[Problem, Problem, str, str]] = {
    "the same": (least(squares), least(squares), "equal", "not at all"),
    "written otherwise": (least(2 * squares), least(squares + squares), "equal", "not at all"),
    "deviance": (
        least(x.sum(2 * log_loss) / x.n),
        least(x.sum(log_loss) / x.n),
        "factor",
        "by the factor 2: write scale(1/2)",
    ),
    "a third": (least(squares), least(squares / 3), "factor", "by the factor 3: write scale(Rational(1, 3))"),
    "mean and sum": (least(squares / x.n), least(squares), "factor", "by the factor n: write scale(x.n)"),
    "sum and mean": (least(squares), least(squares / x.n), "factor", "by the factor n: write scale(1/x.n)"),
    "the sign": (most(log_density), least(-log_density), "factor", "by the sign: write flip_sign()"),
    "a constant in every row": (
        least(x.sum(-log(g) + log(2 * pi) / 2) / x.n),
        least(x.sum(-log(g)) / x.n),
        "constant",
        "by log(2*pi)/2, which is free of theta: write drop_constant(log(2*pi)/2)",
    ),
    "a constant that is added": (
        least(squares),
        least(squares + w),
        "constant",
        "by w, which is free of theta: write add_constant(w)",
    ),
    "a sum over the data": (
        least(x.sum(g - y.i * log(g) + y.i * log(F(x.i)))),
        least(x.sum(g - y.i * log(g))),
        "constant",
        "by sum_{i=1..n}(log(F(x_i))*y_i), which is free of theta: write drop_constant(x.sum(log(F(x.i))*y.i))",
    ),
    "least squares and the normal density": (most(log_density), least(squares), "constant and factor", ""),
    "a factor and a constant": (
        least(squares),
        least(squares / 3 - log(2 * pi) / 2),
        "constant and factor",
        "by the factor 3 and by -log(2*pi)/2, both free of theta: write scale(Rational(1, 3)), then "
        "add_constant(-log(2*pi)/2)",
    ),
    "likelihood and mean of -log": (
        most(likelihood),
        least(-x.sum(log(q(x.i))) / x.n),
        "monotone map",
        "by the strictly increasing map log and by the factor -n: write increasing(log), then scale(-1/x.n)",
    ),
    "mean of -log and likelihood": (least(-x.sum(log(q(x.i))) / x.n), most(likelihood), "monotone map", ""),
    "squares and their root mean": (least(squares), least(sqrt(squares / x.n)), "monotone map", ""),
    "root mean and squares": (
        least(sqrt(squares / x.n)),
        least(squares),
        "monotone map",
        "by the strictly increasing map the square and by the factor n: write increasing(lambda u: u**2), then scale(x.n)",
    ),
    "a reciprocal": (least(1 + exp(f_)), most(1 / (1 + exp(f_))), "monotone map", ""),
}


@pytest.mark.parametrize("name", KNOWN)
def test_a_difference_is_proved_and_named(name: str) -> None:
    before, after, kind, sentence = KNOWN[name]
    found = difference(before, after)
    assert found.kind == kind, found.sentence
    assert found.sentence == sentence or not sentence
    assert found.same is True
    assert found.theorem is not None and found.theorem.proved
    assert (found.theorem.start, found.theorem.end) == (before, after)


@pytest.mark.parametrize("name", KNOWN)
def test_the_steps_that_are_named_are_the_steps_to_write(name: str) -> None:
    before, after, _, _ = KNOWN[name]
    chain = Chain("as_advised", before)
    for step in difference(before, after).steps:
        exact = re.sub(r"(?<![\w.])(\d+)/(\d+)", r"Rational(\1, \2)", step)  # Python's own 1/2 is this number, too
        chain = chain.then(eval(exact, {}, HERE))
    theorem = check(chain.then(rewrite(after.objective)))
    assert theorem.proved, list(theorem.open)
    assert theorem.end == after


teacher = density("r")(c.each, given=x.i)
divergence = c.total(teacher * (log(teacher) - logit(x.i, c.each)))
hard = -logit(x.i, c.i)
FALSE: dict[str, tuple[Problem, Problem]] = {
    "another weight": (
        least(x.sum(alpha * hard + (1 - alpha) * divergence / c.total(Integer(1))) / x.n),
        least(x.sum(alpha * hard + (1 - alpha) * divergence) / x.n),
    ),
    "a factor of unknown sign": (least(squares), least(w * squares)),
    "a factor that may be 0": (least(squares), least(w**2 * squares)),
    "a constant that is not free of an unknown": (argmin(squares + w, theta, w), argmin(squares, theta, w)),
    "the normaliser, where the scale is unknown": (
        argmax(log_density, theta, sigma),
        argmax(x.sum(-((y.i - f) ** 2) / (2 * sigma**2)), theta, sigma),
    ),
    "a constant that may be infinite": (least(-x.sum(log(q(x.i)))), least(x.sum(log(p(x.i)) - log(q(x.i))))),
    "one summand scaled": (least(squares + f_), least(2 * squares + f_)),
    "the square of what may be negative": (least(f_), least(f_**2)),
    "the mean of the logs": (most(x.sum(log(g))), most(log(x.sum(g)))),
    "other unknowns": (argmin(squares + w**2, theta, w), argmin(squares + w**2, theta)),
}


@pytest.mark.parametrize("name", FALSE)
def test_nothing_is_said_of_what_is_false(name: str) -> None:
    found = difference(*FALSE[name])
    assert (found.kind, found.same, found.steps) == ("unknown", False, ())
    assert found.theorem is None


def test_what_stays_open_is_said() -> None:
    found = difference(*FALSE["a factor of unknown sign"])
    assert found.sentence.startswith("perhaps by the factor w: write scale(w); but this is not proved: ")


def test_a_constant_that_may_be_infinite_needs_a_hypothesis() -> None:
    before, after = FALSE["a constant that may be infinite"]
    found = difference(before, after, hypotheses=(p(x.i) > 0,))
    assert (found.kind, found.same) == ("constant", True)
    assert found.steps == ("add_constant(x.sum(log(p(x.i))))",)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (least(squares), most(squares), "not at all; and one asks for argmin, the other for argmax"),
        (least(squares), least(-squares), "by the sign: write flip_sign(), after which minimisers are maximisers"),
        (most(likelihood), most(-x.sum(log(q(x.i)))), None),
    ],
)
def test_objectives_of_the_other_sense_have_not_the_same_solutions(before: Problem, after: Problem, words: str) -> None:
    found = difference(before, after)
    assert (found.kind, found.same) == ("sense", False)
    assert words is None or found.sentence == words
