"""Tests of symbolic.calculus.normal_form.means: linear in constants, split where a part is integrable, a mean over rows."""

from __future__ import annotations

import pytest
from sympy import Abs, Integer, cos, log, oo

from symbolic.calculus.normal_form import NormalForm
from symbolic.calculus.normal_form.atoms import MeanAtom, Undecided
from symbolic.calculus.normal_form.means import mean
from symbolic.core.domains import nonnegative, reals
from symbolic.core.terms import Expectation, NegativePart, density, empirical, expectation, function, parameter, sample

w, a = parameter("w", reals), parameter("a", nonnegative)
x = sample("x", domain=reals)
p, f, g, phat = density("p"), function("f", w), function("g", w), empirical(x)
law = p(x.outcome)
F, G = f(x.outcome), g(x.outcome)
forms = NormalForm()


def test_constants_leave_an_expectation() -> None:
    assert mean(forms, expectation(w * F, law)) == forms.multiply(forms.of(w), mean(forms, expectation(F, law)))
    assert mean(forms, expectation(Integer(3), law)) == forms.of(Integer(3))


def test_a_mean_splits_only_where_a_part_is_integrable() -> None:
    whole = Expectation(F + G, law)
    assert len(mean(forms, whole)) == 1
    assert len(mean(NormalForm((expectation(Abs(F), law) < oo,)), whole)) == 2


def test_what_may_be_infinite_for_every_outcome_is_refused() -> None:
    with pytest.raises(Undecided, match="every outcome"):
        mean(forms, Expectation(F * log(a), law))


def test_under_an_empirical_distribution_it_is_the_mean_over_the_rows() -> None:
    found = mean(forms, expectation(F, phat(x.outcome)))
    assert found == forms.of(x.sum(f(x.i)) / x.n)
    assert not any(isinstance(atom, MeanAtom) for m in found for atom, _ in m)


def test_a_law_of_entries_is_no_law() -> None:
    with pytest.raises(Undecided, match="no law of outcomes"):
        mean(forms, Expectation(f(x.i), p(x.i)))


# ---- what is split, what leaves, and which law it is ---------------------------------------------------------------------

y, z, q, h = sample("y"), sample("z"), density("q", w), function("h", values=nonnegative)
X, Y, Z = x.outcome, y.outcome, z.outcome
P_GIVEN = p(Y, given=X)


def test_a_bounded_summand_is_split_off() -> None:
    assert mean(forms, Expectation(F + cos(G), law)) == forms.add(
        mean(forms, Expectation(F, law)), mean(forms, Expectation(cos(G), law))
    )
    assert len(mean(forms, Expectation(h(X) + log(1 + F**2), law))) == 1, "each may be infinite"


def test_a_finite_sum_leaves_and_is_multiplied_out_where_the_mean_is_finite() -> None:
    whole = Expectation((1 + w) * F, law)
    assert len(mean(forms, whole)) == 1
    finite = NormalForm((expectation(Abs(F), law) < oo,))
    assert len(mean(finite, whole)) == 2
    for body in (F, log(q(X)), F - log(q(X))):
        assert mean(forms, Expectation((1 + w) * body, law)) == forms.multiply(
            forms.of(1 + w), mean(forms, Expectation(body, law))
        )


def test_a_common_factor_of_what_stays_together_leaves() -> None:
    assert mean(forms, Expectation(2 * a * F - 2 * a * w * G, law)) == forms.multiply(
        forms.of(2 * a), mean(forms, Expectation(F - w * G, law))
    )
    assert mean(forms, Expectation(F - w * G, law)) != mean(forms, Expectation(F - G, law))


def test_a_mean_is_that_under_the_law_of_its_columns() -> None:
    assert mean(forms, Expectation(F, p(X, Y))) == mean(forms, Expectation(F, law))
    assert mean(forms, Expectation(f(X, Y), p(X, Y, Z))) == mean(forms, Expectation(f(X, Y), p(Y, X)))
    assert mean(forms, Expectation(F, p(X, Y, given=Z))) != mean(forms, Expectation(F, p(X, given=Z)))
    assert mean(forms, Expectation(F, q(X, Y))) != mean(forms, Expectation(F, law))


@pytest.mark.parametrize("sign", [1, -1])
def test_a_mean_of_conditional_means_needs_one_finite_side(sign: int) -> None:
    nested = Expectation(Expectation(f(X, Y), P_GIVEN), law)
    joint = Expectation(f(X, Y), p(X, Y))
    known = NormalForm((expectation(NegativePart(sign * f(X, Y)), p(X, Y)) < oo,))
    assert mean(known, nested) == mean(known, joint)
    for other in (
        NormalForm(),
        NormalForm((expectation(NegativePart(sign * f(X, Y)), q(X, Y)) < oo,)),
        NormalForm((expectation(NegativePart(sign * f(X, Z)), p(X, Z)) < oo,)),
    ):
        assert mean(other, nested) != mean(other, joint)


def test_of_a_mean_times_zero_nothing_need_be_known() -> None:
    nested = Expectation(w * Expectation(f(X, Y), P_GIVEN), law)
    given = expectation(NegativePart(w * f(X, Y)), p(X, Y)) < oo
    known = NormalForm((given,))
    assert mean(known, nested) == mean(known, Expectation(w * f(X, Y), p(X, Y)))
    assert mean(forms, nested) != mean(forms, Expectation(w * f(X, Y), p(X, Y)))
