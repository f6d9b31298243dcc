"""Tests of symbolic.calculus.normal_form.divergences: which products stand against a density of the law, and what is left."""

from __future__ import annotations

from typing import Any

import pytest
from sympy import log

from symbolic.calculus.normal_form import NormalForm
from symbolic.calculus.normal_form.divergences import Divergences, density_of, log_density, log_of
from symbolic.core.domains import countable
from symbolic.core.terms import density, empirical, function, parameter, sample

theta = parameter("theta")
x, y, z, k = sample("x"), sample("y"), sample("z"), sample("k", domain=countable)
X, Y, Z, K = (column.outcome for column in (x, y, z, k))
p, q, r, f = density("p"), density("q", theta), density("r"), function("f")
forms = NormalForm()


def left(body: Any, law: Any) -> Any:
    """What is left once all divergences are taken away: (own, against), or None where there are others."""
    found = Divergences(forms.law(law), forms.inside(law).of(body))
    found.take(frozenset(), frozenset())
    return (len(found.own), len(found.against)) if found.known else None


@pytest.mark.parametrize(
    ("body", "law"),
    [
        (log(p(X)) - log(q(X)), p(X)),
        (2 * log(p(X)) - log(q(X)) - log(r(X)), p(X)),
        (log(p(X)) - log(q(X)), p(X, Y)),
        (log(p(X, Y)) - log(q(X)) - log(r(Y)), p(X, Y)),
        (log(p(X, Y)) - log(q(X)) - log(q(Y, given=X)), p(X, Y)),
        (log(p(X, Y)) - log(p(X)) - log(p(Y)), p(X, Y)),
        (log(p(Y, given=X)) - log(q(Y, given=X)), p(X, Y)),
        (log(p(Y, given=X)) - log(q(Y, given=Z)), p(Y, given=X)),
        (log(p(Y, given=X)) - log(q(Y)), p(X, Y)),
        (log(p(X)) + log(p(Y, given=X)) - log(q(X, Y)), p(X, Y)),
        (log(p(X, Y, Z)) - log(q(X)) - log(q(Y, given=(X, Z))) - log(q(Z, given=X)), p(X, Y, Z)),
        (log(p(K)) - log(empirical(k)(K)), p(K)),
        (log(p(X)) - log(p(X)), p(X)),
    ],
    ids=str,
)
def test_a_divergence_leaves_nothing(body: Any, law: Any) -> None:
    assert left(body, law) == (0, 0)


@pytest.mark.parametrize(
    ("body", "law", "expected"),
    [
        (log(q(X)) - log(p(X)), p(X), None),
        (f(X) - log(p(X)), p(X), None),
        (log(p(X)), r(X), None),
        (log(p(X)) - 2 * log(q(X)), p(X), (0, 1)),
        (3 * log(p(X)) - 2 * log(q(X)), p(X), (1, 0)),
        (log(p(X)) - log(q(X, Y)), p(X, Y), (1, 1)),
        (log(p(X, Y)) - log(q(X)), p(X, Y), (1, 1)),
        (log(p(Y)) - log(q(Y, given=X)), p(X, Y), (1, 1)),
        (log(p(X, Y)) - log(q(X, given=Y)) - log(q(Y, given=X)), p(X, Y), (1, 2)),
        (log(p(X, Y)) - log(q(X)) - log(r(X)), p(X, Y), (1, 2)),
        (log(p(X, Y)) - log(q(X)) - log(q(X, Y)), p(X, Y), (0, 1)),
        (log(p(X, given=Z)), p(X, Y, given=Z), None),
        (log(p(X)) - log(q(x.i)), p(X), (1, 1)),
    ],
    ids=str,
)
def test_what_is_none_is_left(body: Any, law: Any, expected: Any) -> None:
    assert left(body, law) == expected


def test_what_is_spare_goes_last_and_what_is_at_hand_stands_for_what_is_missing() -> None:
    law, (one, other) = forms.law(p(X)), (forms.value(d(X)) for d in (q, r))
    found = Divergences(law, forms.inside(p(X)).of(log(p(X)) - log(q(X)) - log(r(X))))
    found.take(frozenset({one}), frozenset())
    assert list(found.against) == [one]
    found = Divergences(law, forms.of(-log(q(X)) - log(r(X))))
    found.take(frozenset({other}), frozenset({density_of(law)}))
    assert list(found.against) == [other]


def test_the_logarithm_of_a_density() -> None:
    (m,) = forms.of(log(p(K)))
    assert log_density(m) == forms.value(p(K)) == density_of(forms.law(p(K)))
    assert log_of(forms.value(p(K))) == m
    for body in (log(p(X)) ** 2, log(f(X) ** 2), p(X), f(X) * log(p(X))):
        try:
            assert all(log_density(m) is None for m in forms.of(body))
        except Exception as refused:
            assert "logarithm" in str(refused)
