"""Tests of properties.conformance.references.compound_poisson_gamma: against the series as it is written, term by term."""

import math
from itertools import combinations_with_replacement
from typing import Any

import numpy as np
import pytest
from few import few
from flint import arb
from mpmath import mp

from properties.conformance import references
from properties.conformance.check import loss_report
from properties.conformance.reference import reference
from properties.conformance.references.compound_poisson_gamma import LogOfSeries, log_of_series
from properties.conformance.relation import Likeness
from properties.conformance.truth import CertifiedExpression
from properties.instances.numbers import NoValue, TooWide, precision
from symbolic import derivations

LOSS = references.load("compound_poisson_gamma")
HELD = reference(LOSS)
POINTS = [
    (2.0, 1.5, 0.5, 1.5),
    (10.0, 0.5, 2.0, 1.875),
    (0.015625, 1.25, 1.0, 1.0625),
    (40.0, 30.0, 0.25, 1.25),
    (1e-3, 3.0, 4.0, 1.984375),
]


def written(x: Any, mu: Any, phi: Any, p: Any) -> Any:
    """-log sum_j e^(-l) l^j / j! gamma(x; j a, b), for x > 0: the density as a textbook has it, with no term rearranged."""
    rate, shape, scale = mu ** (2 - p) / (phi * (2 - p)), (2 - p) / (p - 1), phi * (p - 1) * mu ** (p - 1)
    total, most = mp.mpf(0), mp.mpf(0)
    for j in range(1, 3000):
        poisson = -rate + j * mp.log(rate) - mp.loggamma(j + 1)
        gamma = (j * shape - 1) * mp.log(x) - x / scale - mp.loggamma(j * shape) - j * shape * mp.log(scale)
        term = mp.exp(poisson + gamma)
        total, most = total + term, max(most, term)
        if term < most * mp.eps / 2**20:
            return -mp.log(total)
    raise AssertionError("more terms are needed")


def digits(ball: arb) -> Any:
    return mp.mpf(ball.mid().str(40, radius=False))


@pytest.mark.parametrize("point", few(POINTS), ids=str)
def test_the_value_and_all_derivatives_are_those_of_the_series(point: tuple[float, ...]) -> None:
    with mp.workdps(60):
        found, exact = HELD.at(point), [mp.mpf(v) for v in point]
        assert abs(digits(found.value) / written(*exact) - 1) < mp.mpf(10) ** -20
        assert found.first is not None and found.second is not None
        orders = {(k,): found.first.get(k, arb(0)) for k in range(4)}
        orders |= {pair: found.second.get(pair, arb(0)) for pair in combinations_with_replacement(range(4), 2)}
        for which, ball in orders.items():
            order = tuple(which.count(k) for k in range(4))
            true = mp.diff(written, exact, order)
            assert abs(digits(ball) - true) < mp.mpf(10) ** -12 * (1 + abs(true)), which


def test_the_atom_has_the_mass_of_no_summand_and_a_gradient_in_the_mean() -> None:
    found = HELD.at((0.0, 3.0, 0.5, 1.25))
    with mp.workdps(40):
        rate = mp.mpf(3) ** mp.mpf("0.75") / (mp.mpf("0.5") * mp.mpf("0.75"))
        assert abs(digits(found.value) / rate - 1) < mp.mpf(10) ** -30
        assert found.first is not None
        assert abs(digits(found.first[1]) / (mp.mpf(3) ** mp.mpf("-0.25") * 2) - 1) < mp.mpf(10) ** -20


def test_the_atom_and_the_density_have_mass_1() -> None:
    at = (1.5, 0.75, 1.5)  # where the density is finite at 0
    with precision(64):
        nodes, weights = np.polynomial.legendre.leggauss(24)
        above = 0.0
        for low, high in ((0, 0.5), (0.5, 2), (2, 6), (6, 16), (16, 40)):
            places = (high + low) / 2 + nodes * (high - low) / 2
            values = [math.exp(-float(HELD.at((x, *at), 0).value)) for x in places]
            above += float(np.dot(weights, values)) * (high - low) / 2
    atom = math.exp(-float(HELD.at((0.0, *at), 0).value))
    assert above + atom == pytest.approx(1, abs=1e-7)


def test_what_is_beside_the_quasi_likelihood_is_free_of_the_mean() -> None:
    x, _, phi, p = (i.symbol for i in HELD.inputs)
    (form,) = HELD.forms
    rest = [t for t in form.args if t.has(LogOfSeries)]
    assert [-t for t in rest] == [LogOfSeries(x, phi, p)] and not form.args[1 - form.args.index(rest[0])].has(
        LogOfSeries
    )


def test_the_bound_of_what_is_left_out_holds_what_more_terms_add() -> None:
    one = CertifiedExpression(HELD.forms[0], [i.symbol for i in HELD.inputs])
    for point in POINTS:
        rough, fine = one.at(point, 0).value, None
        with precision(2048):
            fine = one.tried(point, order=0)
        assert fine is not None and rough.contains(fine.value.mid())


def test_outside_of_its_domain_there_is_no_value_and_beyond_many_terms_none_is_said() -> None:
    for point in ((-1.0, 1.0, 1.0, 1.5), (1.0, 1.0, -1.0, 1.5), (1.0, 1.0, 1.0, 2.5), (1.0, 1.0, 1.0, 0.5)):
        with pytest.raises(NoValue):
            HELD.at(point)
    with pytest.raises(TooWide):
        HELD.at((1e15, 1.0, 1e-3, 1.5))


def test_with_two_derivatives_where_nothing_moves_there_are_none() -> None:
    from properties.conformance.expansion import constant

    with precision(128):
        found = log_of_series(constant(arb(1)), constant(arb(2)))
        assert found.first == {} and found.second == {} and found.value.is_finite()


# ---- implementations -------------------------------------------------------------------------------------------------


def quasi(y: Any, mu: Any) -> Any:
    return 2 * np.sqrt(mu) + 2 * y / np.sqrt(mu)


def with_the_sign_of_the_data_lost(y: Any, mu: Any) -> Any:
    return 2 * np.sqrt(mu) - 2 * y / np.sqrt(mu)


def without_the_factor_of_a_power(y: Any, mu: Any) -> Any:
    return np.sqrt(mu) + 2 * y / np.sqrt(mu)


def with_the_power_of_gamma(y: Any, mu: Any) -> Any:
    return np.log(mu) + y / mu


AT = {"y": "x", "mu": "mu", "phi": 1, "p": 1.5}


def test_the_quasi_likelihood_is_equal_up_to_the_logarithm_of_the_series() -> None:
    report = loss_report(quasi, LOSS, reading=AT, examples=240)
    assert report.holds and report.related.kind is Likeness.CONSTANT
    assert str(report.related.constant) == "log c(y, 1, 3/2)"
    assert not loss_report(quasi, LOSS, reading=AT, examples=240, claim=Likeness.EQUAL).holds


@pytest.mark.parametrize(
    "wrong", [with_the_sign_of_the_data_lost, without_the_factor_of_a_power, with_the_power_of_gamma]
)
def test_wrong_ones_are_found(wrong: Any) -> None:
    assert loss_report(wrong, LOSS, reading=AT, examples=120).related.kind is Likeness.DIFFERENT


def wrong_at_the_atom(y: Any, mu: Any) -> Any:
    return np.where(np.asarray(y) == 0, 1.01 * quasi(y, mu), quasi(y, mu))


def test_what_is_wrong_at_the_atom_alone_is_found() -> None:
    assert not loss_report(wrong_at_the_atom, LOSS, reading=AT, examples=240).holds
    of = derivations.load("tweedie_regression")
    in_logs = lambda y, z: wrong_at_the_atom(y, np.exp(z))
    assert not loss_report(in_logs, of, reading={"y": "y", "z": "f", "p": 1.5}, examples=240).holds


def test_another_power_or_dispersion_is_found() -> None:
    for slip in ({"p": 1.25}, {"phi": 2}):
        assert not loss_report(quasi, LOSS, reading=AT | slip, examples=120).holds
