"""Consistent: a new density must agree with those of its name that are in use."""

from __future__ import annotations

import pytest
from single_attack import fault, not_applied, silent
from sympy import log

from symbolic import Chain, argmin, density, function, parameter, sample
from symbolic.rules import define, rewrite

theta = parameter("theta")
x, y, o = sample("x"), sample("y"), sample("o")
q, p, r = density("q", theta), density("p"), density("r")
f = function("f", theta)


def using(*densities: object) -> Chain:
    """A chain in which these densities are in use."""
    return Chain("using", argmin(f() + sum(x.sum(d) for d in densities), theta))


def defined(chain: Chain, new: object, meaning: object) -> Chain:
    return chain.then(define(new, meaning, target=chain.start.objective))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("used", "new", "meaning"),
    (
        (q(y.i, x.i), q(x.i), p(x.i)),
        (q(y.i, x.i), q(y.i, given=x.i), p(y.i, given=x.i)),
        (q(y.i, x.i), q(o.i, x.i), p(o.i, x.i)),
        (q(x.i), q(y.i, x.i), p(y.i, x.i)),
        (q(x.i), q(x.i), p(x.i)),
        (q(y.i, given=x.i), q(y.i, x.i), p(y.i, x.i)),
        (q(y.i, given=x.i), q(y.i), p(y.i)),
    ),
    ids=str,
)
def test_a_piece_that_contradicts_another_is_found(used: object, new: object, meaning: object) -> None:
    found = fault("consistent", defined(using(used), new, meaning), 1)
    assert found.certified
    assert f"{new} := {meaning} contradicts {used}, which is in use" in found.text
    assert "has probability" in found.text or "probability" in found.text
    assert "q_theta at theta = theta#0:" in found.text and "p: " in found.text


def test_a_second_definition_is_found() -> None:
    chain = defined(using(p(x.i), r(x.i)), q(x.i), p(x.i))
    silent("normalised", chain, 1)
    assert "contradicts q_theta(x_i)" in fault("consistent", defined(chain, q(x.i), r(x.i)), 2).text


@pytest.mark.parametrize(
    ("used", "new", "meaning"),
    (
        ((q(y.i, given=x.i), q(x.i)), q(y.i, x.i), q(y.i, given=x.i) * q(x.i)),
        ((q(y.i, x.i),), q(x.i), q(x.i)),
        ((q(y.i, x.i), q(x.i)), q(y.i, given=x.i), q(y.i, given=x.i)),
    ),
    ids=("chain rule", "a marginal", "a conditional"),
)
def test_pieces_that_fit_are_left_alone(used: tuple[object, ...], new: object, meaning: object) -> None:
    silent("consistent", defined(using(*used), new, meaning), 1)


def test_a_conditional_density_says_nothing_about_its_condition() -> None:
    chain = defined(using(q(y.i, given=x.i)), q(x.i), p(x.i))
    assert "no other density of these columns" in not_applied("consistent", chain, 1)


def test_a_step_back_to_a_definition_is_left_alone() -> None:
    chain = defined(using(q(y.i, given=x.i), p(x.i)), q(x.i), p(x.i))
    silent("consistent", defined(chain, q(x.i), p(x.i)), 2)


def test_only_definitions_are_its_business() -> None:
    assert not_applied("consistent", using(q(x.i)).then(rewrite(log(1))), 1) == "no attack applies"
